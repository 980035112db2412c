//! GDELT's events: 1.0 with 57 and 58 columns, 2.0 with 61.
//!
//! - Actors are CAMEO codes in a row, names in capitals, places FIPS 10-4 codes.
//! - `FractionDate` is (30 × (month - 1) + day) / 365 behind the year.
//! - `IsRootEvent` is 1 for the headline and the first two sentences: records do not tell where the
//!   lead paragraph ends.
//! - Where actors were is not known, so their places are type 0; the event's place is `ActionGeo`.
//! - A place of resolution 3 (district) counts as its region, one within a city as the city.
//!   `FeatureID` has the code of a country or a US state as in GDELT; of towns GDELT has numbers of the
//!   GNS, which records do not have, and nothing stands here.

use super::{Event, compact, degrees, name, text};
use crate::codes;
use crate::convert::Actor;
use crate::layout::Layout;
use crate::numbers::Numbers;
use crate::row::Row;
use jiff::civil::Date;
use whimbrel_record::{Entity, Location};

/// Sentences at the start that count as the lead.
const LEAD: usize = 2;

pub(super) fn lines(layout: Layout, event: &Event<'_>, numbers: &mut Numbers) -> Vec<Vec<String>> {
    let line = |(id, (source, target)): (String, super::Pair<'_>)| {
        let mut line = vec![numbers.number(&id).to_string()];
        line.extend(dates(event.day));
        line.extend(actor(source));
        line.extend(actor(target));
        line.extend(what(event));
        line.extend(counts(event.row));
        let action = Geo::of(event.record.event_loc.as_ref());
        for geo in [&Geo::default(), &Geo::default(), &action] {
            line.extend(geo.cells(layout == Layout::Gdelt2));
        }
        line.push(added(event.row, layout));
        if layout != Layout::Gdelt1Back {
            line.push(text(event.record.cite_info.url.as_ref()));
        }
        line
    };
    event.pairs_with_ids().map(line).collect()
}

fn dates(day: Date) -> [String; 4] {
    let year = day.strftime("%Y").to_string();
    let days = (i32::from(day.month()) - 1) * 30 + i32::from(day.day());
    let fraction = f64::from(days) / 365.0;
    let fraction = format!("{fraction:.4}");
    [
        compact(day),
        day.strftime("%Y%m").to_string(),
        year.clone(),
        format!("{year}{}", fraction.trim_start_matches('0')),
    ]
}

fn actor(entity: Option<&Entity>) -> [String; 10] {
    let Some(entity) = entity else { return Default::default() };
    let actor = Actor::of(entity);
    let at = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
    [
        actor.code(),
        name(Some(entity)).to_uppercase(),
        actor.country.clone(),
        actor.group.clone(),
        // Records do not tell peoples.
        String::new(),
        at(&actor.religions, 0),
        at(&actor.religions, 1),
        at(&actor.types, 0),
        at(&actor.types, 1),
        at(&actor.types, 2),
    ]
}

fn what(event: &Event<'_>) -> [String; 6] {
    let info = &event.record.text_info;
    let lead = info.part == "title" || info.sequence < LEAD;
    [
        u8::from(lead).to_string(),
        event.code.code.to_owned(),
        event.code.base().to_owned(),
        event.code.root().to_owned(),
        event.quad.clone(),
        event.scale.clone(),
    ]
}

fn counts(row: &Row) -> [String; 4] {
    let count = |number: u64| number.to_string();
    [count(row.mentions), count(row.sources), count(row.articles), degrees(row.tone)]
}

fn added(row: &Row, layout: Layout) -> String {
    let day = row.added().map(compact).unwrap_or_default();
    if layout == Layout::Gdelt2 { format!("{day}000000") } else { day }
}

/// A place in GDELT's words.
#[derive(Default)]
struct Geo {
    /// 0 none, 1 country, 2 US state, 3 US town, 4 town elsewhere, 5 region elsewhere.
    kind: u8,
    name: String,
    country: String,
    region: String,
    point: Option<(f64, f64)>,
    feature: String,
}

impl Geo {
    fn of(place: Option<&Location>) -> Self {
        let Some((place, level)) = place.and_then(|place| Some((place, level(place)?))) else {
            return Self::default();
        };
        let country = codes::country(&place.country_code);
        let fips = country.map_or("", |country| country.fips);
        let region = codes::region_code(&place.country_code, &place.province);
        let american = place.country_code == "USA";
        let kind = match (level, american) {
            (Level::Country, _) => 1,
            (Level::Region, true) => 2,
            (Level::Region, false) => 5,
            (Level::Town, true) => 3,
            (Level::Town, false) => 4,
        };
        let region = if level == Level::Country { fips } else { region.unwrap_or(fips) };
        let middle = country.filter(|_| level == Level::Country).and_then(|country| country.point);
        Self {
            kind,
            name: full_name(place, level),
            country: fips.to_owned(),
            region: region.to_owned(),
            point: place.lat.zip(place.lon).or(middle),
            feature: match kind {
                1 => fips.to_owned(),
                2 => region.get(2..).unwrap_or_default().to_owned(),
                _ => String::new(),
            },
        }
    }

    /// Returns the columns, with an empty one for the second level's region where `second`.
    fn cells(&self, second: bool) -> Vec<String> {
        let mut cells = vec![
            self.kind.to_string(),
            self.name.clone(),
            self.country.clone(),
            self.region.clone(),
        ];
        cells.extend(second.then(String::new));
        cells.push(degrees(self.point.map(|point| point.0)));
        cells.push(degrees(self.point.map(|point| point.1)));
        cells.push(self.feature.clone());
        cells
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Country,
    Region,
    Town,
}

/// Returns how exact a place is; `None` where it is nowhere.
fn level(place: &Location) -> Option<Level> {
    match place.resolution {
        1 => Some(Level::Country),
        2 | 3 => Some(Level::Region),
        4 | 5 => Some(Level::Town),
        _ if !place.city.is_empty() => Some(Level::Town),
        _ if !place.province.is_empty() => Some(Level::Region),
        _ if !place.country_code.is_empty() => Some(Level::Country),
        _ => None,
    }
}

/// Returns "Town, Region, Country", as far as they are known.
fn full_name(place: &Location, level: Level) -> String {
    let or_resolved = |name: &str| match name {
        "" => place.resolved_place.clone(),
        name => name.to_owned(),
    };
    let country = codes::country(&place.country_code).map_or(place.country.as_str(), |c| c.name);
    let parts = match level {
        Level::Country => vec![or_resolved(country)],
        Level::Region => vec![or_resolved(&place.province), country.to_owned()],
        Level::Town => {
            vec![or_resolved(&place.city), place.province.clone(), country.to_owned()]
        }
    };
    // A comma parts them.
    let clean =
        parts.into_iter().filter(|part| !part.is_empty()).map(|part| part.replace(", ", " "));
    clean.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_gdelt_counts_it() {
        let dates = dates(jiff::civil::date(2015, 2, 18));
        assert_eq!(dates, ["20150218", "201502", "2015", "2015.1315"]);
    }
}
