//! POLECAT: PLOVER's types, modes, contexts and sectors, countries by ISO's letters and the numbers of
//! the Correlates of War project, lists parted by `;`.
//!
//! The event's identifier is the row's, so that it joins with other exports; NGEC's own have another
//! form. Story people, organisations and locations, which records do not list, stay empty.

use super::{Event, degrees, list, name, plain, text};
use crate::codes;
use whimbrel_record::{Entity, Location};

pub(super) fn lines(event: &Event<'_>) -> Vec<Vec<String>> {
    let line = |(id, (source, target)): (String, super::Pair<'_>)| {
        let record = event.record;
        let mut line = vec![id, event.day.to_string(), record.event.clone()];
        line.push(list(record.mode.iter().map(String::as_str)));
        line.extend([event.scale.clone(), event.quad.clone()]);
        line.push(list(record.context.iter().map(String::as_str)));
        line.extend(party(source));
        line.extend(party(target));
        line.extend(place(record.event_loc.as_ref()));
        line.extend(story(event));
        line
    };
    event.pairs_with_ids().map(line).collect()
}

/// Name, country, number of the country, first sector, all sectors, title, words, page.
fn party(entity: Option<&Entity>) -> [String; 8] {
    let Some(entity) = entity else { return Default::default() };
    let cow = codes::country(&entity.country).map_or("", |country| country.cow_number);
    let sectors = [&entity.sector_code].into_iter().chain(&entity.other_sector_codes);
    [
        name(Some(entity)),
        entity.country.clone(),
        cow.to_owned(),
        entity.sector_code.clone(),
        list(sectors.map(String::as_str)),
        text(entity.role.as_ref()),
        entity.raw_text.clone(),
        entity.wikidata_id.clone(),
    ]
}

fn place(place: Option<&Location>) -> [String; 9] {
    let Some(place) = place else { return Default::default() };
    [
        place.resolved_place.clone(),
        place.city.clone(),
        place.district.clone(),
        place.province.clone(),
        place.country_code.clone(),
        degrees(place.lat),
        degrees(place.lon),
        place.geonameid.clone(),
        plain(&place.extracted_place),
    ]
}

/// GeoNames's code of the kind of place.
fn feature(place: Option<&Location>) -> &'static str {
    match place.map_or(0, |place| place.resolution) {
        1 => "PCLI",
        2 => "ADM1",
        3 => "ADM2",
        4 => "PPL",
        5 => "PPLX",
        _ => "",
    }
}

fn story(event: &Event<'_>) -> [String; 8] {
    let cite = &event.record.cite_info;
    let published = event.row.published().map(|day| day.to_string()).unwrap_or_default();
    [
        feature(event.record.event_loc.as_ref()).to_owned(),
        text(cite.publisher.as_ref()),
        published,
        String::new(),
        String::new(),
        String::new(),
        text(cite.language.as_ref()),
        event.record.coder.clone(),
    ]
}
