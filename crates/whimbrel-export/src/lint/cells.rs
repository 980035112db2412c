//! One cell by the kind of its column.

use super::Rule;
use crate::codes::{self, AgentKind};
use crate::convert;
use crate::layout::{Column, Kind};
use crate::problem::shown;
use crate::read;

/// Returns what is wrong with the text of a cell, whatever its column.
pub(super) fn text_fault(cell: &str) -> Option<(Rule, &'static str)> {
    // A line end within a cell is in order where quotes hold it.
    if cell.chars().any(|c| c.is_control() && c != '\n') {
        return Some((Rule::ControlCharacter, "has a control character"));
    }
    is_mojibake(cell).then_some((Rule::Mojibake, "was UTF-8 and read as another encoding"))
}

/// Returns whether a text has marks of UTF-8 read as Latin letters: a first byte of two (`Ã`, `Â`) before
/// a character that no word has behind it, or the first two bytes of a quotation mark (`â€`).
pub(super) fn is_mojibake(cell: &str) -> bool {
    let follows = |c: char| ('\u{80}'..='\u{bf}').contains(&c);
    let pairs = cell.chars().zip(cell.chars().skip(1));
    let mut pairs = pairs.filter(|(first, _)| matches!(first, 'Ã' | 'Â' | 'â'));
    pairs.any(|(first, second)| follows(second) || first == 'â' && second == '€')
}

/// Returns what is wrong with a cell that is not empty.
pub(super) fn fault(column: &Column, cell: &str) -> Option<(Rule, String)> {
    let (rule, what) = kind_fault(column.kind, cell)?;
    Some((rule, format!("`{}` is `{}`, which is {what}", column.name, shown(cell))))
}

type Fault = (Rule, &'static str);

fn kind_fault(kind: Kind, cell: &str) -> Option<Fault> {
    match kind {
        Kind::Text | Kind::TextKey => None,
        Kind::Key | Kind::Count => unless(is_whole(cell), Rule::Type, "no whole number"),
        Kind::Offset => unless(cell == "-1" || is_whole(cell), Rule::Type, "no offset"),
        Kind::Share => within(cell, 0.0, 1.0),
        Kind::Percent => within(cell, 0.0, 100.0),
        Kind::Scale => within(cell, -10.0, 10.0),
        Kind::Tone => within(cell, -100.0, 100.0),
        Kind::Flag => unless(matches!(cell, "0" | "1"), Rule::Type, "neither 0 nor 1"),
        Kind::Quad => unless(quad(cell).is_some(), Rule::Type, "no quad"),
        Kind::GeoType => one_of(cell, &["0", "1", "2", "3", "4", "5"], Rule::Type),
        Kind::Resolution => one_of(cell, &["0", "1", "2", "3", "4", "5"], Rule::Type),
        Kind::Precision => one_of(cell, &["day", "week", "month", "year", "unknown"], Rule::Code),
        Kind::Status => one_of(cell, &STATUSES, Rule::Code),
        Kind::Latitude => degrees(cell, 90.0, "no latitude"),
        Kind::Longitude => degrees(cell, 180.0, "no longitude"),
        _ => date_fault(kind, cell).or_else(|| code_fault(kind, cell)),
    }
}

pub(super) const STATUSES: [&str; 5] =
    ["actual", "negation", "future", "hypothetical", "historical"];

fn date_fault(kind: Kind, cell: &str) -> Option<Fault> {
    let is_day = read::day(cell).is_some();
    let compact = cell.len() == 8;
    let good = match kind {
        Kind::Day8 | Kind::Added8 => compact && is_day,
        Kind::Day | Kind::LastDay => !compact && is_day,
        // A time behind the day does no harm.
        Kind::Published => cell.get(..10).and_then(read::day).is_some(),
        Kind::Added14 => is_time(cell),
        Kind::Month6 | Kind::Year | Kind::Month | Kind::DayOfMonth => is_whole(cell),
        Kind::Fraction => cell.parse::<f64>().is_ok(),
        _ => true,
    };
    unless(good, Rule::Date, "no day in the layout's form")
}

fn code_fault(kind: Kind, cell: &str) -> Option<Fault> {
    let each =
        |part: char, known: &dyn Fn(&str) -> bool| cell.split(part).map(str::trim).all(known);
    let (good, what) = match kind {
        Kind::Event | Kind::Base | Kind::Root => return cameo_fault(kind, cell),
        Kind::ActorCode => {
            (convert::parts(cell).all(is_actor_part), "no code of an actor in CAMEO")
        }
        Kind::CameoCountry => (is_first(cell), "no country of CAMEO"),
        Kind::CameoAgents => (each(';', &is_actor_part), "no code of CAMEO"),
        Kind::Country => (is_country(cell), "no country of PLOVER"),
        Kind::Countries => {
            (each(';', &|code| code.is_empty() || is_country(code)), "no country of PLOVER")
        }
        Kind::ActorCountryName => (codes::country_by_name(cell).is_some(), "no country"),
        Kind::Cow => (codes::country_by_cow(cell).is_some(), "no number of a country"),
        Kind::SectorWords => {
            (each(',', &|word| convert::sector_of_icews(word).is_some()), "no sector of ICEWS")
        }
        Kind::Sectors => {
            let known = |code: &str| code.is_empty() || codes::sector(code).is_some();
            (each(';', &known), "no sector of PLOVER")
        }
        Kind::PloverType => (codes::plover(cell, "").is_some(), "no type of PLOVER"),
        Kind::Modes => (each(';', &is_mode), "no mode of PLOVER"),
        Kind::Contexts => (each(';', &codes::is_context), "no context of PLOVER"),
        Kind::PlaceFips => (codes::country_by_fips(cell).is_some(), "no country of FIPS 10-4"),
        Kind::PlaceRegion => (is_region(cell), "no region of FIPS 10-4"),
        Kind::PlaceCountry => {
            let known = codes::country(cell).or_else(|| codes::country_by_name(cell));
            (known.is_some(), "no country")
        }
        _ => (true, ""),
    };
    unless(good, Rule::Code, what)
}

fn cameo_fault(kind: Kind, cell: &str) -> Option<Fault> {
    let known = |code: &str| codes::cameo(code).is_some();
    let lengths = match kind {
        Kind::Root => 2..=2,
        Kind::Base => 3..=3,
        _ => 3..=4,
    };
    if known(cell) && lengths.contains(&cell.len()) {
        return None;
    }
    // `10` is a root, and in a column of codes what is left of `010`.
    if known(&format!("0{cell}")) && lengths.contains(&(cell.len() + 1)) {
        return Some((Rule::LeadingZero, "a code without its zero"));
    }
    Some((Rule::Code, "no code of CAMEO here"))
}

fn unless(good: bool, rule: Rule, what: &'static str) -> Option<Fault> {
    (!good).then_some((rule, what))
}

fn one_of(cell: &str, known: &[&str], rule: Rule) -> Option<Fault> {
    unless(known.contains(&cell), rule, "none of the column's values")
}

pub(super) fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}

fn within(cell: &str, least: f64, most: f64) -> Option<Fault> {
    let good = number(cell).is_some_and(|number| (least..=most).contains(&number));
    unless(good, Rule::Type, "no number that the column can have")
}

fn degrees(cell: &str, most: f64, what: &'static str) -> Option<Fault> {
    match number(cell) {
        None => Some((Rule::Type, "no number")),
        Some(number) => unless(number.abs() <= most, Rule::Coordinates, what),
    }
}

fn is_whole(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns a quad by its digit; 0 is Phoenix's neutral.
pub(super) fn quad(cell: &str) -> Option<u8> {
    cell.parse().ok().filter(|quad| *quad <= 4)
}

fn is_time(cell: &str) -> bool {
    let part = |from: usize, most: u8| {
        let digits = cell.get(from..from + 2).filter(|digits| is_whole(digits));
        digits.and_then(|digits| digits.parse::<u8>().ok()).is_some_and(|number| number <= most)
    };
    let is_day = cell.get(..8).and_then(read::day).is_some();
    cell.len() == 14 && is_day && part(8, 23) && part(10, 59) && part(12, 59)
}

fn is_actor_part(code: &str) -> bool {
    code.is_empty() || codes::is_agent(code) || codes::country_by_cameo(code).is_some()
}

/// Returns whether a code may stand for a country or first in an actor's code.
fn is_first(code: &str) -> bool {
    let kinds = [AgentKind::Country, AgentKind::Root, AgentKind::Region, AgentKind::Body];
    let known = |kind| codes::agent(code, kind).is_some();
    codes::country_by_cameo(code).is_some() || kinds.into_iter().any(known)
}

pub(super) fn is_country(code: &str) -> bool {
    const BODIES: [&str; 7] = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];
    BODIES.contains(&code) || codes::country(code).is_some() || {
        codes::agent(code, AgentKind::Country).is_some_and(|agent| agent.plover == code)
    }
}

pub(super) fn is_mode(mode: &str) -> bool {
    codes::all_plover().iter().any(|entry| !mode.is_empty() && entry.mode == mode)
}

/// Returns whether a code begins with a country's. Which regions a country has changes too often to
/// hold another's files to it.
fn is_region(code: &str) -> bool {
    let country = code.get(..2).is_some_and(|country| codes::country_by_fips(country).is_some());
    country && code.len() <= 4 && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(kind: Kind, cell: &str) -> Option<Rule> {
        kind_fault(kind, cell).map(|(rule, _)| rule)
    }

    #[test]
    fn good_cells_are_left_alone() {
        for (kind, cell) in [
            (Kind::Event, "042"),
            (Kind::Event, "1823"),
            (Kind::Base, "010"),
            (Kind::Root, "10"),
            (Kind::ActorCode, "IGOEUREECGOV"),
            (Kind::ActorCode, "PALINSHMS"),
            (Kind::CameoCountry, "AFR"),
            (Kind::Country, "UNO"),
            (Kind::Countries, "USA;;RUS"),
            (Kind::SectorWords, "Executive, Foreign Ministry,Government"),
            (Kind::Sectors, "GOV;MIL"),
            (Kind::PlaceRegion, "USTX"),
            (Kind::Day8, "20240229"),
            (Kind::Added14, "20240229234559"),
            (Kind::Latitude, "-90"),
            (Kind::Offset, "-1"),
        ] {
            assert_eq!(rule(kind, cell), None, "{kind:?} {cell}");
        }
    }

    #[test]
    fn a_lost_zero_is_told_from_an_unknown_code() {
        assert_eq!(rule(Kind::Event, "42"), Some(Rule::LeadingZero));
        assert_eq!(rule(Kind::Event, "10"), Some(Rule::LeadingZero));
        assert_eq!(rule(Kind::Event, "256"), Some(Rule::LeadingZero));
        assert_eq!(rule(Kind::Root, "4"), Some(Rule::LeadingZero));
        assert_eq!(rule(Kind::Event, "13y"), Some(Rule::Code));
        assert_eq!(rule(Kind::Event, "0999"), Some(Rule::Code));
        assert_eq!(rule(Kind::Root, "042"), Some(Rule::Code));
    }

    #[test]
    fn bad_cells_are_found() {
        for (kind, cell, expected) in [
            (Kind::Key, "12a", Rule::Type),
            (Kind::Share, "1.1", Rule::Type),
            (Kind::Scale, "NaN", Rule::Type),
            (Kind::Quad, "5", Rule::Type),
            (Kind::Day8, "20230229", Rule::Date),
            (Kind::Day, "2023-2-9", Rule::Date),
            (Kind::Day, "20230209", Rule::Date),
            (Kind::Added14, "20240229240000", Rule::Date),
            (Kind::Latitude, "90.1", Rule::Coordinates),
            (Kind::Longitude, "x", Rule::Type),
            (Kind::ActorCode, "USAGO", Rule::Code),
            (Kind::PlaceFips, "UA", Rule::Code),
            (Kind::Country, "Russia", Rule::Code),
            (Kind::PloverType, "FIGHT", Rule::Code),
            (Kind::Modes, "ban", Rule::Code),
            (Kind::Contexts, "democracy", Rule::Code),
            (Kind::Sectors, "HLH", Rule::Code),
            (Kind::ActorCountryName, "RUS", Rule::Code),
        ] {
            assert_eq!(rule(kind, cell), Some(expected), "{kind:?} {cell}");
        }
    }

    #[test]
    fn text_in_the_wrong_encoding_is_found() {
        assert_eq!(text_fault("CÃ´te d'Ivoire").map(|f| f.0), Some(Rule::Mojibake));
        assert_eq!(text_fault("it isnâ€™t").map(|f| f.0), Some(Rule::Mojibake));
        assert_eq!(text_fault("São Tomé, Âncora, château").map(|f| f.0), None);
        assert_eq!(text_fault("a\u{7}").map(|f| f.0), Some(Rule::ControlCharacter));
    }
}
