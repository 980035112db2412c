//! Records under a view of disputed places.

use crate::record::{EventRecord, Location};
use jiff::civil::Date;
use whimbrel_resolve::place::{Named, country_under};

pub use whimbrel_resolve::place::{NoView, View};

/// Puts the country of the place where an event was in the words of a view, as of the first day of the
/// event, else of the day of publication; who claims the place stays. A country that has no code is
/// empty.
pub fn take(view: &View, record: &mut EventRecord) {
    let parsed = |day: &Option<String>| day.as_ref().and_then(|day| day.parse::<Date>().ok());
    let day = parsed(&record.date).or_else(|| parsed(&record.cite_info.date));
    let Some(place) = &mut record.event_loc else { return };
    let Location { resolved_place, province, country, country_code, .. } = &*place;
    let named = Named { place: resolved_place, province, country, country_code };
    (place.country_code, place.country) = country_under(named, view, day);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_follows_the_view_and_the_claimants_stay() {
        let place = Location {
            resolved_place: "Kerch".to_owned(),
            province: "Crimea".to_owned(),
            country: "Ukraine".to_owned(),
            country_code: "UKR".to_owned(),
            disputed: vec!["RUS".to_owned(), "UKR".to_owned()],
            ..Location::default()
        };
        let at = |date: &str, view: &View| {
            let mut record = EventRecord {
                date: Some(date.to_owned()),
                event_loc: Some(place.clone()),
                ..EventRecord::default()
            };
            take(view, &mut record);
            record.event_loc.expect("the place stays")
        };
        let before = at("2010-05-01", &View::Administered);
        assert_eq!((before.country.as_str(), before.country_code.as_str()), ("Ukraine", "UKR"));
        let after = at("2019-05-01", &View::Administered);
        assert_eq!((after.country.as_str(), after.country_code.as_str()), ("Russia", "RUS"));
        assert_eq!(after.disputed, place.disputed);
    }
}
