//! Records made by hand, and files written from records.

use std::io::Cursor;
use whimbrel_export::{Conventions, Layout, Outcome, Problem, Row, Writer, read};
use whimbrel_record::{CiteInfo, Entity, EventRecord, Location, Retelling, TextInfo};

/// The layouts that are written.
pub(crate) const WRITTEN: [Layout; 9] = [
    Layout::Gdelt1Back,
    Layout::Gdelt1,
    Layout::Gdelt2,
    Layout::GdeltMentions,
    Layout::Icews,
    Layout::Polecat,
    Layout::Phoenix,
    Layout::Petrarch2,
    Layout::Jsonl,
];

/// Returns the file that a layout makes of rows, and what became of each.
pub(crate) fn file(
    layout: Layout,
    conventions: Conventions,
    rows: &[Row],
) -> (String, Vec<Outcome>) {
    let mut writer = Writer::new(layout, conventions).expect("the layout is written");
    let mut out = Vec::new();
    writer.header(&mut out).expect("memory can be written");
    let outcomes =
        rows.iter().map(|row| writer.write(&mut out, row).expect("memory can be written"));
    let outcomes = outcomes.collect();
    (String::from_utf8(out).expect("files are UTF-8"), outcomes)
}

/// Returns what is read from a file.
pub(crate) fn records(layout: Layout, file: &[u8]) -> Vec<Result<EventRecord, Problem>> {
    let mut found = Vec::new();
    read(layout, &mut Cursor::new(file), "x", &mut |item| found.push(item));
    found
}

/// Returns a party.
pub(crate) fn entity(name: &str, country: &str, sectors: &[&str]) -> Entity {
    let mut sectors = sectors.iter().map(|sector| (*sector).to_owned());
    Entity {
        raw_text: name.into(),
        start: 10,
        end: 10 + name.chars().count(),
        entity_name: name.into(),
        country: country.into(),
        sector_code: sectors.next().unwrap_or_default(),
        other_sector_codes: sectors.collect(),
        ..Entity::default()
    }
}

fn record(id: &str, date: Option<&str>, event: &str, mode: &str, cameo: &str) -> EventRecord {
    let entry = whimbrel_export::codes::plover(event, mode).expect("a type with a mode");
    EventRecord {
        id: id.into(),
        date: date.map(Into::into),
        date_precision: "day".into(),
        event: event.into(),
        mode: Some(mode).filter(|mode| !mode.is_empty()).map(Into::into).into_iter().collect(),
        cameo: cameo.into(),
        quad_code: entry.quad,
        event_scale: entry.score,
        event_start: 20,
        event_end: 25,
        status: "actual".into(),
        confidence: 0.8125,
        reason: "frame".into(),
        text_info: TextInfo { part: "text".into(), sequence: 0, start: 0, end: 60 },
        cite_info: CiteInfo {
            report_id: "kelp-1".into(),
            url: Some("https://example.org/kelp?a=1;b=2".into()),
            publisher: Some("The Kelp Herald".into()),
            date: Some("2024-03-02".into()),
            language: Some("en".into()),
            ..CiteInfo::default()
        },
        coder: "whimbrel 0.1.0, model 00000000, codebook 2026.11".into(),
        ..EventRecord::default()
    }
}

fn town(name: &str, province: &str, country: &str, code: &str, point: (f64, f64)) -> Location {
    Location {
        extracted_place: name.into(),
        resolved_place: name.into(),
        geonameid: "170063".into(),
        lat: Some(point.0),
        lon: Some(point.1),
        city: name.into(),
        province: province.into(),
        country: country.into(),
        country_code: code.into(),
        resolution: 4,
        ..Location::default()
    }
}

/// A strike, told twice.
pub(crate) fn strike() -> EventRecord {
    let again = TextInfo { part: "text".into(), sequence: 4, start: 300, end: 360 };
    EventRecord {
        context: vec!["military".into(), "terrorism".into()],
        actor: vec![entity("Russian army", "RUS", &["MIL"])],
        recipient: vec![entity("Médecins\tSans Frontières", "NGO", &["MED"])],
        event_loc: Some(town("Aleppo", "Aleppo", "Syria", "SYR", (36.2, 37.16))),
        mentions: vec![Retelling {
            event_text: "raid".into(),
            start: 310,
            end: 314,
            text_info: again,
        }],
        ..record("1aacb21378197ef1", Some("2024-03-01"), "ASSAULT", "aerial", "195")
    }
}

/// Talks of three sides, undated, in a headline.
pub(crate) fn talks() -> EventRecord {
    let mut record = record("2bacb21378197ef2", None, "CONSULT", "", "046");
    record.text_info.part = "title".into();
    record.actor = vec![
        entity("Maia Sandu", "MDA", &["GOV"]),
        entity("European Union", "EUR", &[]),
        entity("United Nations", "UNO", &[]),
    ];
    record.event_loc = Some(Location {
        resolved_place: "Switzerland".into(),
        lat: Some(47.0),
        lon: Some(8.0),
        country: "Switzerland".into(),
        country_code: "CHE".into(),
        resolution: 1,
        ..Location::default()
    });
    record
}

/// A visit.
pub(crate) fn visit() -> EventRecord {
    EventRecord {
        actor: vec![entity("Romanian president", "ROU", &["GOV"])],
        recipient: vec![entity("Kosovo", "KOS", &[])],
        ..record("3cacb21378197ef3", Some("2024-02-29"), "CONSULT", "visit", "042")
    }
}

/// A protest of reporters in an American state, without a code or a recipient.
pub(crate) fn protest() -> EventRecord {
    EventRecord {
        actor: vec![entity("reporters", "USA", &["JRN", "SOC"])],
        event_loc: Some(Location {
            city: String::new(),
            resolved_place: "Texas".into(),
            resolution: 2,
            geonameid: "4736286".into(),
            ..town("Texas", "Texas", "United States", "USA", (31.25, -99.25))
        }),
        ..record("4dacb21378197ef4", Some("2024-03-02"), "PROTEST", "hunger", "")
    }
}

/// A denied event.
pub(crate) fn denial() -> EventRecord {
    EventRecord {
        status: "negation".into(),
        ..record("5eacb21378197ef5", Some("2024-03-02"), "SANCTION", "", "163")
    }
}

/// All of them as rows.
pub(crate) fn rows() -> Vec<Row> {
    [strike(), talks(), visit(), protest(), denial()].map(Row::from).into()
}
