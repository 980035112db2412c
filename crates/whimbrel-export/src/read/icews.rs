//! ICEWS.

use super::{Fault, Fields, set_cameo, set_country, told};
use crate::codes;
use crate::convert::{self, sector_of_icews};
use crate::problem::Problem;
use whimbrel_record::{Entity, EventRecord, Location};

pub(super) fn fill(record: &mut EventRecord, fields: &Fields<'_>) -> Result<(), Fault> {
    record.id = fields.owned("Event ID");
    record.date = Some(fields.day("Event Date")?.to_string());
    set_cameo(record, fields, "CAMEO Code")?;
    record.actor.extend(party(fields, "Source Name", "Source Sectors", "Source Country"));
    record.recipient.extend(party(fields, "Target Name", "Target Sectors", "Target Country"));
    record.event_loc = place(fields)?;
    record.coder = "ICEWS".into();
    record.cite_info.report_id = fields.owned("Story ID");
    record.cite_info.publisher = fields.option("Publisher");
    match fields.number("Sentence Number")? {
        Some(number) if number >= 1.0 => record.text_info.sequence = number as usize - 1,
        Some(_) => record.text_info.part = "title".into(),
        None => {}
    }
    Ok(())
}

fn party(fields: &Fields<'_>, name: &str, sectors: &str, country: &str) -> Option<Entity> {
    let name = fields.get(name);
    let words = fields.list(sectors, ',');
    let country = fields.get(country);
    if name.is_empty() && words.is_empty() && country.is_empty() {
        return None;
    }
    let mut entity = Entity { entity_name: name.to_owned(), ..Entity::default() };
    match codes::country_by_name(country) {
        Some(country) => entity.country = country.code.to_owned(),
        None => {
            entity.country = words.iter().find_map(|word| body(word)).unwrap_or_default().into()
        }
    }
    let mut found: Vec<&str> = Vec::new();
    for sector in words.iter().filter_map(|word| sector_of_icews(word)) {
        let is_body = matches!(sector, "IGO" | "NGO") && entity.country == sector;
        if !is_body && !found.contains(&sector) {
            found.push(sector);
        }
    }
    let mut sectors = found.into_iter().map(str::to_owned);
    entity.sector_code = sectors.next().unwrap_or_default();
    entity.other_sector_codes = sectors.collect();
    Some(entity)
}

/// Returns what PLOVER has in the place of a country for a sector of ICEWS.
fn body(word: &str) -> Option<&'static str> {
    match word {
        "International Government Organization" => Some("IGO"),
        "NGOs" => Some("NGO"),
        "Multinational Corporations (MNCs)" => Some("MNC"),
        _ => None,
    }
}

fn place(fields: &Fields<'_>) -> Result<Option<Location>, Fault> {
    let point = fields.point("Latitude", "Longitude")?;
    let mut place = Location {
        city: fields.owned("City"),
        district: fields.owned("District"),
        province: fields.owned("Province"),
        lat: point.map(|point| point.0),
        lon: point.map(|point| point.1),
        ..Location::default()
    };
    set_country(&mut place, fields.get("Country"));
    Ok(told(place))
}

/// Joins two lines that tell one event from both sides.
#[derive(Default)]
pub(super) struct Pairs {
    waiting: Option<EventRecord>,
}

impl Pairs {
    pub(super) fn take(
        &mut self,
        item: Result<EventRecord, Problem>,
        take: &mut dyn FnMut(Result<EventRecord, Problem>),
    ) {
        let waiting = self.waiting.take();
        match (waiting, item) {
            (Some(one), Ok(other)) if is_mirror(&one, &other) => take(Ok(joined(one, other))),
            (waiting, item) => {
                waiting.into_iter().for_each(|record| take(Ok(record)));
                match item {
                    Ok(record) => self.waiting = Some(record),
                    problem => take(problem),
                }
            }
        }
    }

    pub(super) fn end(self, take: &mut dyn FnMut(Result<EventRecord, Problem>)) {
        self.waiting.into_iter().for_each(|record| take(Ok(record)));
    }
}

fn is_mirror(one: &EventRecord, other: &EventRecord) -> bool {
    let number = |record: &EventRecord| record.id.parse::<u64>().ok();
    let next = number(one)
        .and_then(|number| number.checked_add(1))
        .is_some_and(|next| number(other) == Some(next));
    let mirror = codes::cameo(&one.cameo).and_then(|code| code.mirror).unwrap_or(&one.cameo);
    next && one.date == other.date
        && one.cite_info == other.cite_info
        && one.text_info == other.text_info
        && mirror == other.cameo
        && !one.actor.is_empty()
        && one.actor == other.recipient
        && one.recipient == other.actor
}

fn joined(mut one: EventRecord, other: EventRecord) -> EventRecord {
    match one.cameo.as_str() {
        // A visit has a visitor and a host.
        "042" => one,
        "043" => EventRecord { id: one.id, ..other },
        _ => {
            one.actor.append(&mut one.recipient);
            convert::score(&mut one);
            one
        }
    }
}
