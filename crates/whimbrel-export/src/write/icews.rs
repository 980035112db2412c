//! ICEWS: countries by their English names, sectors by words, the label of the code as text.
//!
//! An event that holds both ways stands twice, from each side, with numbers one apart: those whose
//! code has a mirror (040 with itself, 042 with 043), and records whose actors are all its sides.

use super::{Event, degrees, name, text};
use crate::codes::{self, Cameo};
use crate::dyads;
use crate::numbers::{self, Numbers};
use whimbrel_record::Entity;

pub(super) fn lines(event: &Event<'_>, numbers: &mut Numbers) -> Vec<Vec<String>> {
    let mirror = mirror(event);
    let mut lines = Vec::new();
    for (id, (source, target)) in event.pairs_with_ids() {
        let other_side = mirror.filter(|_| source.is_some() && target.is_some());
        let number = match other_side {
            Some(_) => numbers.number_of_two(&id),
            None => numbers.number(&id),
        };
        lines.push(line(event, number, event.code, source, target));
        lines.extend(other_side.map(|code| line(event, number + 1, code, target, source)));
    }
    lines
}

/// Returns the code of the event seen from the other side, where it holds both ways.
fn mirror(event: &Event<'_>) -> Option<&'static Cameo> {
    let of_code = event.code.mirror.and_then(codes::cameo);
    of_code.or_else(|| dyads::is_mutual(event.record, event.code).then_some(event.code))
}

fn line(
    event: &Event<'_>,
    number: u64,
    code: &Cameo,
    source: Option<&Entity>,
    target: Option<&Entity>,
) -> Vec<String> {
    let cite = &event.record.cite_info;
    let story = if cite.report_id.is_empty() {
        String::new()
    } else {
        numbers::first(&cite.report_id).to_string()
    };
    let scale = event.conventions.scale(event.record, Some(code));
    let mut line = vec![number.to_string(), event.day.to_string()];
    line.extend(party(source));
    line.extend([code.label.to_owned(), code.code.to_owned(), degrees(scale)]);
    line.extend(party(target));
    line.extend([story, event.sentence().to_string(), text(cite.publisher.as_ref())]);
    line.extend(place(event));
    line
}

/// Name, sectors, country.
fn party(entity: Option<&Entity>) -> [String; 3] {
    let Some(entity) = entity else { return Default::default() };
    let sectors = [&entity.sector_code].into_iter().chain(&entity.other_sector_codes);
    let word = |code: &String| codes::sector(code).map(|sector| sector.icews);
    let mut words: Vec<&str> = body(&entity.country).into_iter().collect();
    for word in sectors.filter_map(word) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let country = codes::country(&entity.country).map_or("", |country| country.icews);
    [name(Some(entity)), words.join(","), country.to_owned()]
}

/// Returns the word for a body that is no country, which ICEWS has among its sectors.
fn body(country: &str) -> Option<&'static str> {
    match country {
        "IGO" | "UNO" | "EUR" => Some("International Government Organization"),
        "NGO" => Some("NGOs"),
        "MNC" => Some("Multinational Corporations (MNCs)"),
        _ => None,
    }
}

fn place(event: &Event<'_>) -> [String; 6] {
    let Some(place) = &event.record.event_loc else { return Default::default() };
    let known = codes::country(&place.country_code).map(|country| country.icews);
    [
        place.city.clone(),
        place.district.clone(),
        place.province.clone(),
        known.unwrap_or(&place.country).to_owned(),
        degrees(place.lat),
        degrees(place.lon),
    ]
}
