//! Phoenix: actors taken apart into root, role and attributes, one sentence list, one list of
//! addresses.
//!
//! The identifier is `n_version`, n the row's number, version that of the coder. Issues, a word list of
//! Phoenix's own, stay empty.

use super::{Event, compact, degrees, list, sentence};
use crate::codes;
use crate::convert::Actor;
use crate::numbers::Numbers;
use whimbrel_record::{Entity, EventRecord};

/// The agents that Phoenix has as roles; all others are attributes.
const ROLES: [&str; 13] =
    ["GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL"];

pub(super) fn lines(event: &Event<'_>, numbers: &mut Numbers) -> Vec<Vec<String>> {
    let version = version(event.record);
    let line = |(id, (source, target)): (String, super::Pair<'_>)| {
        let mut line = vec![format!("{}_{version}", numbers.number(&id)), compact(event.day)];
        let day = event.day;
        line.extend(["%Y", "%m", "%d"].map(|part| day.strftime(part).to_string()));
        line.extend(party(source));
        line.extend(party(target));
        line.extend([event.code.code, event.code.root()].map(str::to_owned));
        line.extend([event.quad.clone(), event.scale.clone(), String::new()]);
        line.extend(place(event.record));
        line.extend(told(event));
        line
    };
    event.pairs_with_ids().map(line).collect()
}

/// Returns the version in the coder's name: of "whimbrel 0.1.0, model …" the second word.
fn version(record: &EventRecord) -> String {
    let word =
        record.coder.split([' ', ',']).find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    word.unwrap_or("0").to_owned()
}

/// Whole code, root, role, attributes.
fn party(entity: Option<&Entity>) -> [String; 4] {
    let Some(entity) = entity else { return Default::default() };
    let code = phoenix_code(&Actor::of(entity));
    let mut parts: Vec<&str> = crate::convert::parts(&code).collect();
    let is_root = |part: &str| !ROLES.contains(&part) && crate::convert::is_root(part);
    let root = parts.first().copied().filter(|part| is_root(part)).unwrap_or_default();
    parts.drain(..usize::from(!root.is_empty()));
    let role = parts.iter().position(|part| ROLES.contains(part));
    let role = role.map(|place| parts.remove(place)).unwrap_or_default();
    [code.clone(), root.to_owned(), role.to_owned(), list(parts)]
}

/// Returns the codes in a row as Phoenix's dictionaries have them: with ISO's code for Romania.
fn phoenix_code(actor: &Actor) -> String {
    let mut actor = actor.clone();
    if actor.country == "ROM" {
        actor.country = "ROU".into();
    }
    actor.code()
}

/// Latitude, longitude, name, region, country.
fn place(record: &EventRecord) -> [String; 5] {
    let Some(place) = &record.event_loc else { return Default::default() };
    let country = codes::country(&place.country_code).map_or(place.country.as_str(), |c| c.name);
    [
        degrees(place.lat),
        degrees(place.lon),
        place.resolved_place.clone(),
        place.province.clone(),
        country.to_owned(),
    ]
}

/// Sentences, addresses, publishers.
fn told(event: &Event<'_>) -> [String; 3] {
    let tellings = &event.row.tellings;
    let id = |telling: &crate::row::Telling| {
        format!("{}_{}", telling.report_id, sentence(&telling.part, telling.sequence))
    };
    let ids: Vec<String> = tellings.iter().map(id).collect();
    // In an address a `;` may be written so, and stays what it is.
    let url =
        |telling: &crate::row::Telling| telling.url.as_ref().map(|url| url.replace(';', "%3B"));
    let urls: Vec<String> = tellings.iter().filter_map(url).collect();
    [
        list(ids.iter().map(String::as_str)),
        list(urls.iter().map(String::as_str)),
        list(tellings.iter().filter_map(|telling| telling.publisher.as_deref())),
    ]
}
