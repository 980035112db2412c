//! Phoenix.

use super::{Fault, Fields, set_cameo, set_country, told};
use crate::convert::Actor;
use whimbrel_record::{Entity, EventRecord, Location};

pub(super) fn fill(record: &mut EventRecord, fields: &Fields<'_>) -> Result<(), Fault> {
    let id = fields.get("EventID");
    let (number, version) = id.split_once('_').unwrap_or((id, ""));
    record.id = number.to_owned();
    record.coder = format!("Phoenix {version}").trim_end().to_owned();
    record.date = Some(fields.day("Date")?.to_string());
    set_cameo(record, fields, "EventCode")?;
    record.actor.extend(party(fields, &SOURCE));
    record.recipient.extend(party(fields, &TARGET));
    record.event_loc = place(fields)?;
    record.cite_info.url = fields.list("URLs", ';').into_iter().next();
    record.cite_info.publisher = fields.list("NewsSources", ';').into_iter().next();
    if let Some(first) = fields.list("SentenceIDs", ';').first() {
        told_in(record, first);
    }
    Ok(())
}

const SOURCE: [&str; 4] =
    ["SourceActorFull", "SourceActorEntity", "SourceActorRole", "SourceActorAttribute"];
const TARGET: [&str; 4] =
    ["TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute"];

fn party(fields: &Fields<'_>, columns: &[&str; 4]) -> Option<Entity> {
    let [full, parts @ ..] = columns;
    let full = match fields.get(full) {
        "" => parts.map(|name| fields.get(name).replace([';', '-'], "")).concat(),
        full => full.replace('-', ""),
    };
    (!full.is_empty()).then(|| Actor::from_code(&full).entity())
}

fn place(fields: &Fields<'_>) -> Result<Option<Location>, Fault> {
    let point = fields.point("Lat", "Lon")?;
    let name = fields.get("LocationName");
    let mut place = Location {
        resolved_place: name.to_owned(),
        province: fields.owned("StateName"),
        lat: point.map(|point| point.0),
        lon: point.map(|point| point.1),
        ..Location::default()
    };
    set_country(&mut place, fields.get("CountryName"));
    // What is neither the region nor the country is a place within.
    if !name.is_empty() && name != place.province && name != place.country {
        place.city = name.to_owned();
    }
    Ok(told(place))
}

/// Takes `report_sentence` apart.
fn told_in(record: &mut EventRecord, id: &str) {
    let (report, sentence) = id.rsplit_once('_').unwrap_or((id, ""));
    record.cite_info.report_id = report.to_owned();
    match sentence.parse::<usize>() {
        Ok(0) => record.text_info.part = "title".into(),
        Ok(number) => record.text_info.sequence = number - 1,
        Err(_) => {}
    }
}
