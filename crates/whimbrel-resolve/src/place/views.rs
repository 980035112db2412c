//! Disputed places: who claims them, and whose they are in the view of the United Nations, of who
//! controls them, or of a state.

use super::Countries;
use crate::registry::{month, months};
use crate::tables::{Problem, each_row, list};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::str::FromStr;
use std::sync::OnceLock;

/// Whose view of disputed places is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// De jure, as the United Nations' General Assembly and Security Council see it.
    UnitedNations,
    /// Who has control.
    Administered,
    /// As a state sees it, by its code.
    State(String),
}

/// A word that names no view.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no view: `un`, `administered`, or a state's code of three letters as `UKR`")]
pub struct NoView(String);

impl FromStr for View {
    type Err = NoView;

    fn from_str(word: &str) -> Result<Self, NoView> {
        match word {
            "un" => Ok(Self::UnitedNations),
            "administered" => Ok(Self::Administered),
            code => match Countries::builtin().code(code) {
                Some(code) => Ok(Self::State(code.to_owned())),
                None => Err(NoView(word.to_owned())),
            },
        }
    }
}

/// A place by its names, as [`Location`](super::Location) has them.
#[derive(Clone, Copy, Debug)]
pub struct Named<'n> {
    /// Usual name of the place.
    pub place: &'n str,
    /// First-level region, or empty.
    pub province: &'n str,
    /// Name of the country.
    pub country: &'n str,
    /// ISO 3166-1 alpha-3 code.
    pub country_code: &'n str,
}

/// Returns the code and name of the country that a place is in under a view, at a day or now; both are
/// empty where it is of no state that has a code, and as given where the place is not disputed or the
/// view says nothing.
#[must_use]
pub fn country_under(named: Named<'_>, view: &View, day: Option<Date>) -> (String, String) {
    let as_given = || (named.country_code.to_owned(), named.country.to_owned());
    let Some(dispute) = Disputes::builtin().find(&named) else { return as_given() };
    match dispute.under(view, day) {
        Some(code) => {
            let point = Countries::builtin().points.get(code);
            (code.to_owned(), point.map(|(name, ..)| name.clone()).unwrap_or_default())
        }
        None => as_given(),
    }
}

/// Returns the states that claim a place, where several do.
pub(super) fn claimants(named: &Named<'_>) -> Vec<String> {
    Disputes::builtin().find(named).map(|dispute| dispute.claimants.clone()).unwrap_or_default()
}

/// A row of the table. A code may be empty: of no state that has one.
#[derive(Debug, Default)]
struct Dispute {
    /// Whether what lies in the place is disputed with it.
    all: bool,
    claimants: Vec<String>,
    /// Who has control, in the order of time, each from a month on.
    administered: Vec<(Option<i32>, String)>,
    un: Option<String>,
    views: Vec<(String, Option<String>)>,
}

impl Dispute {
    fn under(&self, view: &View, day: Option<Date>) -> Option<&str> {
        match view {
            View::UnitedNations => self.un.as_deref(),
            View::Administered => {
                let day = day.map(months);
                let begun =
                    |from: &Option<i32>| from.zip(day).is_none_or(|(from, day)| from <= day);
                let found = self.administered.iter().rfind(|(from, _)| begun(from));
                found.map(|(_, code)| code.as_str())
            }
            View::State(state) => match self.views.iter().find(|(of, _)| of == state) {
                Some((_, code)) => code.as_deref(),
                None => {
                    let own = self.claimants.iter().find(|claimant| *claimant == state);
                    own.or(self.un.as_ref()).map(String::as_str)
                }
            },
        }
    }
}

/// The disputed places, by name and country as the gazetteer has them.
#[derive(Debug, Default)]
struct Disputes(FxHashMap<String, Vec<(String, Dispute)>>);

impl Disputes {
    fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Disputes> = OnceLock::new();
        BUILTIN.get_or_init(|| match Self::read(include_str!("../../../../places/disputed.tsv")) {
            Ok(disputes) => disputes,
            Err(problems) => panic!("the built-in places have faults: {problems:?}"),
        })
    }

    fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let mut read = Self::default();
        let mut problems = Vec::new();
        each_row("disputed.tsv", text, 7, &mut problems, |f| {
            let all = match f[2] {
                "alone" => false,
                "all" => true,
                other => return Err(format!("`{other}` is neither `alone` nor `all`")),
            };
            let dispute = Dispute {
                all,
                claimants: list(f[3]).map(known).collect::<Result<_, _>>()?,
                administered: list(f[4]).map(since).collect::<Result<_, _>>()?,
                un: told(f[5])?,
                views: list(f[6]).map(seen).collect::<Result<_, _>>()?,
            };
            read.0.entry(f[0].to_owned()).or_default().push((known(f[1])?, dispute));
            Ok(())
        });
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    fn of(&self, name: &str, country: &str) -> Option<&Dispute> {
        let found = self.0.get(name)?.iter().find(|(code, _)| code == country);
        found.map(|(_, dispute)| dispute)
    }

    /// The dispute over a place, or over the region or country that it lies in.
    fn find(&self, named: &Named<'_>) -> Option<&Dispute> {
        let around = |name| self.of(name, named.country_code).filter(|dispute| dispute.all);
        self.of(named.place, named.country_code)
            .or_else(|| around(named.province))
            .or_else(|| around(named.country))
    }
}

fn known(code: &str) -> Result<String, String> {
    let known = Countries::builtin().code(code).map(ToOwned::to_owned);
    known.ok_or_else(|| format!("`{code}` is no country"))
}

/// A country's code, `-` for none that has one, or nothing.
fn told(code: &str) -> Result<Option<String>, String> {
    match code {
        "" => Ok(None),
        "-" => Ok(Some(String::new())),
        code => known(code).map(Some),
    }
}

/// `RUS` or `RUS 2014-03`.
fn since(entry: &str) -> Result<(Option<i32>, String), String> {
    let (code, from) = entry.split_once(' ').unwrap_or((entry, ""));
    Ok((month(from)?, known(code)?))
}

/// `USA=ISR`
fn seen(entry: &str) -> Result<(String, Option<String>), String> {
    let (of, code) = entry.split_once('=').ok_or_else(|| format!("no `=` in `{entry}`"))?;
    Ok((known(of)?, told(code)?))
}

#[cfg(test)]
mod tests {
    use super::super::gazetteer::Gazetteer;
    use super::*;
    use jiff::civil::date;

    fn under(named: [&str; 4], view: &str, day: Option<Date>) -> String {
        let [place, province, country, country_code] = named;
        let view = view.parse().expect("the view is one");
        country_under(Named { place, province, country, country_code }, &view, day).0
    }

    const KERCH: [&str; 4] = ["Kerch", "Crimea", "Ukraine", "UKR"];
    const PRISTINA: [&str; 4] = ["Pristina", "Pristina", "Kosovo", "KOS"];

    #[test]
    fn a_place_is_whose_the_view_says() {
        assert_eq!(under(KERCH, "un", None), "UKR");
        assert_eq!(under(KERCH, "administered", None), "RUS");
        assert_eq!(under(KERCH, "RUS", None), "RUS");
        assert_eq!(under(KERCH, "FRA", None), "UKR");
        assert_eq!(under(PRISTINA, "un", None), "SRB");
        assert_eq!(under(PRISTINA, "USA", None), "KOS");
        assert_eq!(under(PRISTINA, "ESP", None), "SRB");
        let tbilisi = ["Sokhumi", "Abkhazia", "Georgia", "GEO"];
        assert_eq!(under(tbilisi, "RUS", None), "");
    }

    #[test]
    fn who_controls_a_place_hangs_on_the_day() {
        assert_eq!(under(KERCH, "administered", Some(date(2014, 2, 1))), "UKR");
        assert_eq!(under(KERCH, "administered", Some(date(2014, 3, 31))), "RUS");
        let karabakh = ["Nagorno-Karabakh", "Nagorno-Karabakh", "Azerbaijan", "AZE"];
        assert_eq!(under(karabakh, "administered", Some(date(1990, 1, 1))), "AZE");
        assert_eq!(under(karabakh, "administered", Some(date(2020, 1, 1))), "ARM");
    }

    #[test]
    fn a_namesake_elsewhere_and_what_is_not_disputed_stay_as_they_are() {
        assert_eq!(under(["Donetsk", "Rostov", "Russia", "RUS"], "un", None), "RUS");
        assert_eq!(under(["Lyon", "Rhône", "France", "FRA"], "DEU", None), "FRA");
        assert_eq!(under(["Srinagar", "Kashmir", "India", "IND"], "un", None), "IND");
    }

    #[test]
    fn every_disputed_place_is_one_of_the_gazetteer_or_a_country() {
        let mut problems = Vec::new();
        let text = include_str!("../../../../places/disputed.tsv");
        each_row("disputed.tsv", text, 7, &mut problems, |f| {
            let apart = f[0].replace('-', " - ");
            let words: Vec<&str> = apart.split(' ').collect();
            let listed = Gazetteer::get().longest_at(&words, 0).is_some_and(|(n, places)| {
                let is_it =
                    |entry: super::super::Entry| entry.name == f[0] && entry.country == f[1];
                n == words.len() && places.entries().any(is_it)
            });
            let state = Countries::builtin().points.get(f[1]);
            let is_state = state.is_some_and(|(name, ..)| name == f[0]);
            if listed || is_state { Ok(()) } else { Err("nobody knows it".to_owned()) }
        });
        assert_eq!(problems, []);
    }

    #[test]
    fn faults_name_their_line() {
        let rows =
            "Crimea\tUKR\tsome\tRUS;UKR\nCrimea\tUKR\tall\tXXX\nCrimea\tUKR\tall\t\tRUS 2014\n";
        let problems = Disputes::read(rows).expect_err("there are three faults");
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "disputed.tsv:1: `some` is neither `alone` nor `all`",
                "disputed.tsv:2: `XXX` is no country",
                "disputed.tsv:3: `2014` is not YYYY-MM",
            ]
        );
        assert!("atlantis".parse::<View>().is_err());
    }
}
