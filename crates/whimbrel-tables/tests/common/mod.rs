use whimbrel_record::{
    Attribution, CiteInfo, Entity, EventRecord, Location, Retelling, Size, TextInfo,
};
use whimbrel_tables::Unit;

/// A record that fills every field.
pub(crate) fn full() -> EventRecord {
    EventRecord {
        id: "a1b2c3d4e5f60718".into(),
        date: Some("2021-11-05".into()),
        enddate: Some("2021-11-06".into()),
        date_text: Some("Friday and Saturday".into()),
        date_precision: "day".into(),
        event: "ASSAULT".into(),
        mode: vec!["explosives".into()],
        context: vec!["military".into(), "territory".into()],
        cameo: "0183".into(),
        quad_code: 4,
        event_scale: -9.0,
        event_text: "bombed".into(),
        event_start: 20,
        event_end: 26,
        actor: vec![russia(), party("Belarusian troops", 4, "BLR", "MIL", None)],
        recipient: vec![party("villagers", 30, "", "CVL", None)],
        event_loc: Some(kherson()),
        size: vec![size("dead", Some(3), "three"), size("injured", None, "dozens")],
        status: "actual".into(),
        status_text: None,
        attribution: Some(said()),
        confidence: 0.83,
        reason: "assault.bomb".into(),
        text: "Russian forces, he said, “bombed” the villagers.".into(),
        text_info: TextInfo { part: "text".into(), sequence: 2, start: 4, end: 52 },
        mentions: vec![retelling()],
        cite_info: CiteInfo {
            report_id: "007".into(),
            title: Some("Strike, again; \"war\"".into()),
            url: Some("https://example.org/007".into()),
            publisher: Some("Gazette".into()),
            author: None,
            date: Some("2021-11-07".into()),
            language: Some("en".into()),
        },
        coder: "whimbrel 0.1.0, model 1, codebook 2".into(),
        coded_date: None,
    }
}

/// A record with as little as there can be.
pub(crate) fn bare() -> EventRecord {
    EventRecord { id: "0".into(), event: "AGREE".into(), ..EventRecord::default() }
}

/// What a ledger adds to the first.
pub(crate) fn unit() -> Unit {
    Unit {
        report: Some("17".into()),
        mention: Some("m-17-2".into()),
        event: Some("e-9".into()),
        incident: Some("i-4".into()),
        n_mentions: Some(12),
        n_sources: Some(5),
        n_articles: Some(9),
    }
}

fn russia() -> Entity {
    Entity {
        wikidata_id: "Q159".into(),
        entity_id: "state/RUS".into(),
        other_sector_codes: vec!["GOV".into(), "SPY".into()],
        ..party("Russian forces", 0, "RUS", "MIL", Some("army"))
    }
}

pub(crate) fn party(
    text: &str,
    start: usize,
    country: &str,
    sector: &str,
    role: Option<&str>,
) -> Entity {
    Entity {
        raw_text: text.into(),
        start,
        end: start + text.chars().count(),
        entity_name: text.to_uppercase(),
        country: country.into(),
        sector_code: sector.into(),
        role: role.map(str::to_owned),
        ..Entity::default()
    }
}

pub(crate) fn kherson() -> Location {
    Location {
        extracted_place: "Kherson".into(),
        start: 40,
        end: 47,
        resolved_place: "Kherson".into(),
        geonameid: "0706448".into(),
        lat: Some(46.655_81),
        lon: Some(32.617_8),
        city: "Kherson".into(),
        district: String::new(),
        province: "Kherson Oblast".into(),
        country: "Ukraine".into(),
        country_code: "UKR".into(),
        resolution: 4,
        disputed: vec!["UKR".into(), "RUS".into()],
    }
}

fn size(kind: &str, value: Option<u64>, text: &str) -> Size {
    Size { kind: kind.into(), value, text: text.into() }
}

fn said() -> Attribution {
    let reporter = Attribution { cue: "told".into(), stance: "states".into(), ..heard(None) };
    let second = Attribution { reported_by: Some(Box::new(reporter)), ..heard(Some("agency")) };
    Attribution { reported_by: Some(Box::new(second)), ..heard(Some("he")) }
}

fn heard(speaker: Option<&str>) -> Attribution {
    Attribution {
        speaker: speaker.map(|name| party(name, 16, "UKR", "GOV", Some("mayor"))),
        cue: "said".into(),
        start: 19,
        end: 23,
        stance: "alleges".into(),
        reported_by: None,
    }
}

fn retelling() -> Retelling {
    Retelling {
        event_text: "attack".into(),
        start: 90,
        end: 96,
        text_info: TextInfo { part: "text".into(), sequence: 5, start: 80, end: 120 },
    }
}
