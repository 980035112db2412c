//! GDELT's events, 1.0 and 2.0.

use super::{Fault, Fields, set_cameo};
use crate::codes;
use crate::convert::Actor;
use crate::layout::Layout;
use whimbrel_record::{Entity, EventRecord, Location};

pub(super) fn fill(record: &mut EventRecord, fields: &Fields<'_>) -> Result<(), Fault> {
    record.id = fields.owned("GLOBALEVENTID");
    record.date = Some(fields.day("SQLDATE")?.to_string());
    set_cameo(record, fields, "EventCode")?;
    record.actor.extend(party(fields, &ACTOR1));
    record.recipient.extend(party(fields, &ACTOR2));
    record.event_loc = place(fields)?;
    record.coder = "GDELT".into();
    if fields.layout != Layout::Gdelt1Back {
        record.cite_info.url = fields.option("SOURCEURL");
    }
    // GDELT has no day of publication; it takes reports in on the day that they appear.
    let added = fields.get("DATEADDED");
    record.cite_info.date = added.get(..8).and_then(super::day).map(|day| day.to_string());
    Ok(())
}

/// Code, name, country, group, two religions, three types.
type Columns = [&'static str; 9];

const ACTOR1: Columns = [
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
];

const ACTOR2: Columns = [
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
];

fn party(fields: &Fields<'_>, columns: &Columns) -> Option<Entity> {
    let [code, name, country, group, religion, religion2, types @ ..] = columns;
    let (code, name) = (fields.get(code), fields.get(name));
    if code.is_empty() && name.is_empty() {
        return None;
    }
    let filled = |names: &[&str]| {
        let cells = names.iter().map(|name| fields.owned(name));
        cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>()
    };
    let actor = Actor {
        country: fields.owned(country),
        group: fields.owned(group),
        religions: filled(&[religion, religion2]),
        types: filled(types),
    };
    // Files cut down to the codes have the whole code alone.
    let actor = if actor == Actor::default() { Actor::from_code(code) } else { actor };
    Some(Entity { entity_name: name.to_owned(), ..actor.entity() })
}

fn place(fields: &Fields<'_>) -> Result<Option<Location>, Fault> {
    let kind = fields.get("ActionGeo_Type");
    let point = fields.point("ActionGeo_Lat", "ActionGeo_Long")?;
    let name = fields.get("ActionGeo_FullName");
    let mut place = Location {
        resolution: resolution(kind),
        lat: point.map(|point| point.0),
        lon: point.map(|point| point.1),
        ..Location::default()
    };
    if let Some(country) = codes::country_by_fips(fields.get("ActionGeo_CountryCode")) {
        place.country = country.name.to_owned();
        place.country_code = country.code.to_owned();
    }
    name_parts(&mut place, name);
    if let Some(region) = codes::region_name(fields.get("ActionGeo_ADM1Code"))
        && place.resolution > 1
    {
        place.province = region.to_owned();
    }
    let nowhere = name.is_empty() && place.country_code.is_empty() && point.is_none();
    Ok((!nowhere).then_some(place))
}

/// PLOVER's resolution for GDELT's type of place.
fn resolution(kind: &str) -> u8 {
    match kind {
        "1" => 1,
        "2" | "5" => 2,
        "3" | "4" => 4,
        _ => 0,
    }
}

/// Takes "Town, Region, Country" apart.
fn name_parts(place: &mut Location, name: &str) {
    let parts: Vec<&str> = name.split(", ").collect();
    place.resolved_place = parts[0].to_owned();
    match (place.resolution, &parts[..]) {
        (4, [town, between @ .., _country]) => {
            place.city = (*town).to_owned();
            place.province = between.first().copied().unwrap_or_default().to_owned();
        }
        (4, [town]) => place.city = (*town).to_owned(),
        (2, [region, ..]) => place.province = (*region).to_owned(),
        _ => {}
    }
    if place.country.is_empty() && parts.len() > 1 {
        place.country = parts[parts.len() - 1].to_owned();
    }
}
