//! What is written can be read again and has no faults.

use crate::common::{WRITTEN, entity, file, records, rows, strike};
use proptest::prelude::*;
use std::io::Cursor;
use whimbrel_export::convert::{Actor, cameo_of};
use whimbrel_export::lint::{Options, lint};
use whimbrel_export::numbers::first;
use whimbrel_export::{Conventions, Layout, Outcome, Row, Skip, Statuses, codes};
use whimbrel_record::{CiteInfo, Entity, EventRecord, Location, TextInfo};

const READ: [Layout; 6] = [
    Layout::Gdelt1Back,
    Layout::Gdelt1,
    Layout::Gdelt2,
    Layout::Icews,
    Layout::Polecat,
    Layout::Phoenix,
];

fn index<T: Clone + std::fmt::Debug + 'static>(of: Vec<T>) -> impl Strategy<Value = T> {
    proptest::sample::select(of)
}

fn party() -> impl Strategy<Value = Entity> {
    let countries: Vec<&str> = codes::countries().iter().map(|country| country.code).collect();
    let countries = [countries, vec!["", "IGO", "UNO", "EUR", "NGO", "ISM", "IMG"]].concat();
    let sectors: Vec<&str> = codes::sectors().iter().map(|sector| sector.code).collect();
    let sectors = proptest::collection::vec(index(sectors), 0..3);
    ("[A-Z][a-zé;']{2,8}( [A-Z][a-z]{3,6})?", index(countries), sectors).prop_map(
        |(name, country, mut sectors)| {
            sectors.sort_unstable();
            sectors.dedup();
            // A sector of the same name as the root would say the same twice.
            sectors
                .retain(|sector| *sector != country && !(*sector == "IGO" && country.len() == 3));
            entity(&name, country, &sectors)
        },
    )
}

/// Parties that differ, as the two sides of a pair must.
fn sides() -> impl Strategy<Value = (Vec<Entity>, Vec<Entity>)> {
    (proptest::collection::vec(party(), 0..3), proptest::collection::vec(party(), 0..2)).prop_map(
        |(mut actors, mut recipients)| {
            for (place, party) in actors.iter_mut().chain(&mut recipients).enumerate() {
                party.entity_name =
                    format!("{} {}", party.entity_name, ["One", "Two", "Three"][place]);
            }
            (actors, recipients)
        },
    )
}

fn place() -> impl Strategy<Value = Option<Location>> {
    let regions = codes::regions().to_vec();
    let point = (-89.0..89.0_f64, 1.0..179.0_f64);
    let some = (index(regions), "[A-Z][a-z]{3,9}", point, 1..5_u8).prop_map(
        |([code, region, _], town, (lat, lon), resolution)| {
            let country = codes::country(code).expect("regions are of countries");
            let at = |level: u8, name: &str| {
                if resolution >= level { name.to_owned() } else { String::new() }
            };
            let names = [country.name, region, "District", &town];
            let round = |degrees: f64| (degrees * 100.0).round() / 100.0;
            Location {
                extracted_place: names[usize::from(resolution) - 1].to_owned(),
                resolved_place: names[usize::from(resolution) - 1].to_owned(),
                lat: Some(round(lat)),
                lon: Some(round(lon)),
                city: at(4, &town),
                district: if resolution == 3 { "District".into() } else { String::new() },
                province: at(2, region),
                country: country.name.into(),
                country_code: country.code.into(),
                resolution,
                ..Location::default()
            }
        },
    );
    proptest::option::of(some)
}

fn record() -> impl Strategy<Value = EventRecord> {
    let leaves = codes::all_cameo().iter().filter(|code| code.code.len() > 2);
    let typed: Vec<_> =
        leaves.filter(|code| !code.plover.is_empty()).map(|code| code.code).collect();
    let day = (1980..2030_i16, 1..13_i8, 1..29_i8);
    let told = (
        0..30_usize,
        any::<bool>(),
        "[a-z_]{1,6}-[0-9]{1,4}",
        proptest::option::of("[A-Z][a-z]{2,8}"),
    );
    (index(typed), sides(), place(), day, told, "[0-9a-f]{16}").prop_map(
        |(code, (actor, recipient), event_loc, (year, month, day), told, id)| {
            let code = codes::cameo(code).expect("a code");
            let (sequence, title, report_id, publisher) = told;
            let date = format!("{year:04}-{month:02}-{day:02}");
            let mode = Some(code.mode).filter(|mode| !mode.is_empty());
            let entry = codes::plover(code.plover, code.mode).expect("a type");
            EventRecord {
                id,
                date: Some(date.clone()),
                date_precision: "day".into(),
                event: code.plover.into(),
                mode: mode.map(Into::into).into_iter().collect(),
                context: code.contexts.iter().map(|context| (*context).into()).collect(),
                cameo: code.code.into(),
                quad_code: entry.quad,
                event_scale: entry.score,
                actor,
                recipient,
                event_loc,
                status: "actual".into(),
                confidence: 0.5,
                text_info: TextInfo {
                    part: if title { "title" } else { "text" }.into(),
                    sequence: if title { 0 } else { sequence },
                    ..TextInfo::default()
                },
                cite_info: CiteInfo {
                    url: Some(format!("https://example.org/{report_id}")),
                    report_id,
                    publisher,
                    date: Some(date),
                    ..CiteInfo::default()
                },
                coder: "whimbrel 0.1.0".into(),
                ..EventRecord::default()
            }
        },
    )
}

fn distinct(records: Vec<EventRecord>) -> Vec<Row> {
    let mut records = records;
    records.sort_by(|one, other| one.id.cmp(&other.id));
    records.dedup_by(|one, other| one.id == other.id);
    records.into_iter().map(Row::from).collect()
}

/// What the layout keeps of a party: name, country and sectors.
fn kept(layout: Layout, entity: &Entity) -> [String; 3] {
    let all = |entity: &Entity| {
        let mut sectors = vec![entity.sector_code.clone()];
        sectors.extend(entity.other_sector_codes.clone());
        sectors.retain(|sector| !sector.is_empty());
        sectors.join(";")
    };
    let through_codes = Actor::of(entity).entity();
    match layout {
        Layout::Polecat => [entity.entity_name.clone(), entity.country.clone(), all(entity)],
        Layout::Icews => {
            // ICEWS does not tell the bodies apart, and has no word for movements and armed groups.
            let country = match entity.country.as_str() {
                "UNO" | "EUR" | "IGO" => "IGO",
                "ISM" | "IMG" => "",
                country => country,
            };
            let sectors = all(entity);
            let country = match (country, sectors.as_str()) {
                ("", sectors) if sectors.contains("IGO") => "IGO",
                ("", sectors) if sectors.contains("NGO") => "NGO",
                (country, _) => country,
            };
            let sectors: Vec<&str> =
                sectors.split(';').filter(|sector| *sector != country).collect();
            [entity.entity_name.clone(), country.to_owned(), sectors.join(";")]
        }
        Layout::Phoenix => [String::new(), through_codes.country.clone(), all(&through_codes)],
        _ => {
            [entity.entity_name.to_uppercase(), through_codes.country.clone(), all(&through_codes)]
        }
    }
}

fn found(entity: &Entity) -> [String; 3] {
    let mut sectors = vec![entity.sector_code.clone()];
    sectors.extend(entity.other_sector_codes.clone());
    sectors.retain(|sector| !sector.is_empty());
    [entity.entity_name.clone(), entity.country.clone(), sectors.join(";")]
}

/// Whether the layout's actors are codes alone, so that a party without any is nobody.
fn visible(layout: Layout, entity: &Entity) -> bool {
    layout != Layout::Phoenix || !Actor::of(entity).code().is_empty()
}

/// The parties that a line of the layout has, first of each; in ICEWS both sides of what holds both ways.
fn parties(layout: Layout, record: &EventRecord) -> (Vec<[String; 3]>, Vec<[String; 3]>) {
    let code = cameo_of(record).expect("generated records have codes");
    let mutual_type = matches!(record.event.as_str(), "AGREE" | "CONSULT" | "COOPERATE")
        || matches!(code.code, "0871" | "190")
        || code.mirror == Some(code.code);
    let joint = mutual_type && record.recipient.is_empty() && record.actor.len() > 1;
    let (one, other) = if joint {
        (record.actor.first(), record.actor.get(1))
    } else {
        (record.actor.first(), record.recipient.first())
    };
    let kept = |entity: Option<&Entity>| -> Vec<_> {
        entity
            .filter(|entity| visible(layout, entity))
            .map(|e| kept(layout, e))
            .into_iter()
            .collect()
    };
    let (mut one, mut other) = (kept(one), kept(other));
    let twice = code.mirror.is_some() || joint;
    if layout == Layout::Icews && twice && !one.is_empty() && !other.is_empty() {
        match code.code {
            "042" => {}
            "043" => std::mem::swap(&mut one, &mut other),
            _ => one.append(&mut other),
        }
    }
    (one, other)
}

fn check_place(layout: Layout, written: Option<&Location>, read: Option<&Location>) {
    let (Some(written), Some(read)) = (written, read) else {
        assert_eq!(written.is_some(), read.is_some());
        return;
    };
    assert_eq!((written.lat, written.lon), (read.lat, read.lon));
    let gdelt = matches!(layout, Layout::Gdelt1Back | Layout::Gdelt1 | Layout::Gdelt2);
    let fips = codes::country(&written.country_code).is_some_and(|c| !c.fips.is_empty());
    if !gdelt || fips {
        assert_eq!(written.country_code, read.country_code);
    }
    assert_eq!(written.province, read.province);
    // Neither GDELT nor Phoenix has districts.
    if layout != Layout::Phoenix || written.resolution != 3 {
        assert_eq!(written.city, read.city);
    }
    if matches!(layout, Layout::Polecat | Layout::Icews) {
        assert_eq!(written.resolution, read.resolution);
        assert_eq!(written.district, read.district);
    }
}

fn check(layout: Layout, row: &Row, read: &EventRecord) {
    let record = &row.record;
    let id =
        if layout == Layout::Polecat { record.id.clone() } else { first(&record.id).to_string() };
    assert_eq!(read.id, id);
    assert_eq!(read.date, record.date);
    assert_eq!(read.event, record.event);
    assert_eq!(read.mode, record.mode);
    assert_eq!(read.quad_code, record.quad_code);
    assert_eq!(read.event_scale.to_bits(), record.event_scale.to_bits());
    assert_eq!(read.context, record.context);
    if layout != Layout::Polecat {
        let both = !read.actor.is_empty() && !read.recipient.is_empty();
        let visited = layout == Layout::Icews && record.cameo == "043" && both;
        assert_eq!(read.cameo, if visited { "042" } else { &record.cameo });
    }
    let (actors, recipients) = parties(layout, record);
    assert_eq!(read.actor.iter().map(found).collect::<Vec<_>>(), actors);
    assert_eq!(read.recipient.iter().map(found).collect::<Vec<_>>(), recipients);
    check_place(layout, record.event_loc.as_ref(), read.event_loc.as_ref());
    match layout {
        Layout::Gdelt1 | Layout::Gdelt2 => assert_eq!(read.cite_info.url, record.cite_info.url),
        Layout::Icews => assert_eq!(read.text_info.sequence, record.text_info.sequence),
        Layout::Phoenix => {
            assert_eq!(read.cite_info.report_id, record.cite_info.report_id);
            assert_eq!(read.text_info.part, record.text_info.part);
        }
        Layout::Polecat => assert_eq!(read.cite_info.publisher, record.cite_info.publisher),
        _ => {}
    }
}

fn findings(layout: Layout, file: &str) -> String {
    let options = Options { layout: Some(layout), ..Options::default() };
    let report = lint(&mut Cursor::new(file), "x", &options);
    if report.is_clean() { String::new() } else { report.to_string() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_a_layout_can_hold_comes_back(records_ in proptest::collection::vec(record(), 1..4)) {
        let rows = distinct(records_);
        for layout in READ {
            let (text, _) = file(layout, Conventions::of(layout), &rows);
            let read: Vec<_> = records(layout, text.as_bytes()).into_iter().collect::<Result<_, _>>()
                .expect("what is written can be read");
            prop_assert_eq!(read.len(), rows.len(), "{}", text);
            rows.iter().zip(&read).for_each(|(row, read)| check(layout, row, read));
        }
    }

    #[test]
    fn what_is_written_has_no_faults(records in proptest::collection::vec(record(), 1..4)) {
        let mut records = records;
        // Points are made up and may lie anywhere; whether they were exchanged is tested elsewhere.
        for place in records.iter_mut().filter_map(|record| record.event_loc.as_mut()) {
            let middle = codes::country(&place.country_code).and_then(|country| country.point);
            (place.lat, place.lon) = middle.unzip();
        }
        let rows = distinct(records);
        for layout in WRITTEN {
            let (text, outcomes) = file(layout, Conventions::of(layout), &rows);
            prop_assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Written(1..))));
            prop_assert_eq!(findings(layout, &text), "");
        }
    }

    #[test]
    fn a_json_line_comes_back_whole(record in record()) {
        let row = Row::from(record);
        let (text, _) = file(Layout::Jsonl, Conventions::of(Layout::Jsonl), std::slice::from_ref(&row));
        prop_assert_eq!(records(Layout::Jsonl, text.as_bytes()), vec![Ok(row.record)]);
    }

    #[test]
    fn no_input_breaks_a_reader_or_the_check(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for layout in Layout::ALL {
            let _ = records(layout, &bytes);
            let options = Options { layout: Some(layout), ..Options::default() };
            let _ = lint(&mut Cursor::new(&bytes), "x", &options);
        }
    }

    #[test]
    fn no_change_to_a_cell_breaks_a_reader_or_the_check(
        column in 0..61_usize,
        cell in "[0-9A-Za-zé,;.\"\u{0} -]{0,14}",
    ) {
        for layout in READ {
            let (text, _) = file(layout, Conventions::of(layout), &rows());
            let changed: String = text.lines().map(|line| {
                let mut cells: Vec<&str> = line.split('\t').collect();
                let column = column % cells.len();
                cells[column] = &cell;
                cells.join("\t") + "\n"
            }).collect();
            let _ = records(layout, changed.as_bytes());
            let options = Options { layout: Some(layout), ..Options::default() };
            let _ = lint(&mut Cursor::new(changed.as_bytes()), "x", &options);
        }
    }
}

#[test]
fn rows_made_by_hand_have_no_faults() {
    for layout in WRITTEN {
        let (text, _) = file(layout, Conventions::of(layout), &rows());
        assert_eq!(findings(layout, &text), "", "{}", layout.name());
    }
}

#[test]
fn a_written_file_is_recognised() {
    for layout in WRITTEN {
        let (text, _) = file(layout, Conventions::of(layout), &rows());
        assert_eq!(whimbrel_export::detect(text.as_bytes(), "x"), Some(layout));
    }
}

#[test]
fn what_did_not_happen_is_left_out_where_the_layout_cannot_say_so() {
    let conventions = Conventions::of(Layout::Gdelt2);
    let (_, outcomes) = file(Layout::Gdelt2, conventions, &rows());
    let skip = Skip::Status { id: "5eacb21378197ef5".into(), status: "negation".into() };
    assert_eq!(outcomes.last(), Some(&Outcome::Skipped(skip)));
    let all = Conventions { statuses: Statuses::All, ..conventions };
    let (text, _) = file(Layout::Gdelt2, all, &rows());
    assert_eq!(text.lines().count(), 5);
}

#[test]
fn a_row_without_a_day_or_a_code_is_named() {
    let mut undated = strike();
    (undated.date, undated.cite_info.date) = (None, None);
    let mut empty = strike();
    (empty.event, empty.cameo) = (String::new(), String::new());
    let rows = [undated, empty].map(Row::from);
    let (text, outcomes) = file(Layout::Icews, Conventions::of(Layout::Icews), &rows);
    assert_eq!(text.lines().count(), 1);
    let id = || "1aacb21378197ef1".to_owned();
    let skips = [Skip::NoDay(id()), Skip::NoCode(id())].map(Outcome::Skipped);
    assert_eq!(outcomes, skips);
}
