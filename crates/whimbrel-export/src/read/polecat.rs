//! POLECAT.

use super::{Fault, Fields, set_country, told};
use crate::codes;
use crate::convert;
use whimbrel_record::{Entity, EventRecord, Location};

pub(super) fn fill(record: &mut EventRecord, fields: &Fields<'_>) -> Result<(), Fault> {
    record.id = fields.owned("Event ID");
    record.date = Some(fields.day("Event Date")?.to_string());
    record.event = fields.get("Event Type").to_uppercase();
    if codes::plover(&record.event, "").is_none() {
        return Err(fields.fault("Event Type", "type of PLOVER"));
    }
    record.mode = fields.list("Event Mode", ';');
    record.context = fields.list("Contexts", ';');
    record.cameo = convert::cameo_of(record).map(|code| code.code.to_owned()).unwrap_or_default();
    convert::score(record);
    record.event_scale = fields.number("Intensity")?.unwrap_or(record.event_scale);
    record.actor.extend(party(fields, &ACTOR));
    record.recipient.extend(party(fields, &RECIPIENT));
    record.event_loc = place(fields)?;
    record.coder = fields.owned("Version");
    record.cite_info.publisher = fields.option("Source");
    record.cite_info.date = fields.option("Publication Date");
    record.cite_info.language = fields.option("Language");
    Ok(())
}

/// Name, country, number of the country, first sector, all sectors, title, words, page.
type Columns = [&'static str; 8];

const ACTOR: Columns = [
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
];

const RECIPIENT: Columns = [
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
];

fn party(fields: &Fields<'_>, columns: &Columns) -> Option<Entity> {
    if columns.iter().all(|name| fields.get(name).is_empty()) {
        return None;
    }
    let [name, country, cow, primary, sectors, title, raw, page] = columns;
    let sector_code = fields.owned(primary);
    let mut others = fields.list(sectors, ';');
    others.retain(|sector| *sector != sector_code);
    let by_number = || codes::country_by_cow(fields.get(cow)).map(|c| c.code.to_owned());
    Some(Entity {
        raw_text: fields.owned(raw),
        entity_name: fields.owned(name),
        wikidata_id: fields.owned(page),
        country: fields.option(country).or_else(by_number).unwrap_or_default(),
        sector_code,
        other_sector_codes: others,
        role: fields.option(title),
        ..Entity::default()
    })
}

fn place(fields: &Fields<'_>) -> Result<Option<Location>, Fault> {
    let point = fields.point("Latitude", "Longitude")?;
    let mut place = Location {
        extracted_place: fields.owned("Raw Placename"),
        resolved_place: fields.owned("Placename"),
        geonameid: fields.owned("GeoNames ID"),
        city: fields.owned("City"),
        district: fields.owned("District"),
        province: fields.owned("Province"),
        lat: point.map(|point| point.0),
        lon: point.map(|point| point.1),
        resolution: resolution(fields.get("Feature Type")),
        ..Location::default()
    };
    set_country(&mut place, fields.get("Country"));
    Ok(told(place))
}

/// PLOVER's resolution for GeoNames's code of the kind of place; 0 where it says nothing of it.
fn resolution(feature: &str) -> u8 {
    match feature {
        "PPLX" => 5,
        "ADM2" => 3,
        "ADM1" => 2,
        _ if feature.starts_with("PCL") => 1,
        _ if feature.starts_with("PPL") => 4,
        _ => 0,
    }
}
