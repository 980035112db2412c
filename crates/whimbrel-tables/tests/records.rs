//! Records as rows: the schema, and every record comes back from Parquet as it went in.

mod common;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::collections::BTreeMap;
use whimbrel_record::{
    Attribution, CiteInfo, Entity, EventRecord, Location, Retelling, Size, TextInfo,
};
use whimbrel_tables::{
    Error, Format, Options, RecordTable, Source, TableWriter, Unit, Value, read_records,
};

fn parquet(rows: &[(EventRecord, Unit)], options: &Options) -> Vec<u8> {
    let table = RecordTable::default();
    let schema = table.schema().clone();
    let mut writer = TableWriter::new(Vec::new(), Format::Parquet, schema, options).unwrap();
    for (record, unit) in rows {
        writer.write(&table.row(record, unit).unwrap()).unwrap();
    }
    writer.finish().unwrap().0
}

fn back(bytes: Vec<u8>) -> Vec<(EventRecord, Unit)> {
    let mut rows = Vec::new();
    read_records(Source::Bytes("test", bytes), &mut |record, unit| {
        rows.push((record, unit));
        Ok(())
    })
    .unwrap();
    rows
}

#[test]
fn the_schema_is_what_users_rely_on() {
    let table = RecordTable::default();
    let line = |c: &whimbrel_tables::Column| {
        let missing = if c.nullable { " or missing" } else { "" };
        format!("{}: {}{missing}: {}", c.name, c.kind.name(), c.description)
    };
    let lines: Vec<String> = table.schema().columns().iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_columns_of_the_csv_layout_are_there_in_its_order() {
    let layout = include_str!("../../whimbrel/src/layouts/csv.rs");
    let header = layout.split("HEADER").nth(1).unwrap().split("];").next().unwrap();
    let names: Vec<&str> = header.split('"').skip(1).step_by(2).collect();
    let table = RecordTable::default();
    let places: Vec<Option<usize>> =
        names.iter().map(|name| table.schema().position(name)).collect();
    assert_eq!(names.len(), 46);
    assert!(places.is_sorted() && places[0].is_some(), "{names:?} stand at {places:?}");
}

#[test]
fn a_full_and_a_bare_record_come_back() {
    let rows = [(common::full(), common::unit()), (common::bare(), Unit::default())];
    assert_eq!(back(parquet(&rows, &Options::default())), rows);
}

#[test]
fn keys_of_panels_are_reckoned_from_date_and_place() {
    let row = |record: &EventRecord| -> BTreeMap<String, Value<'static>> {
        let table = RecordTable::select(&["year", "month_id", "gid", "dead", "injured"]).unwrap();
        let unit = Unit::default();
        let values = table.row(record, &unit).unwrap().into_iter().map(|value| match value {
            Value::Int(value) => Value::Int(value),
            _ => Value::Null,
        });
        let names = table.schema().columns().iter().map(|column| column.name.clone());
        names.zip(values.collect::<Vec<_>>()).collect()
    };
    let city = row(&common::full());
    // Row 273 (46.5 to 47.0 north), column 425 (32.5 to 33.0 east).
    assert_eq!(city["gid"], Value::Int(273 * 720 + 425 + 1));
    assert_eq!((&city["year"], &city["month_id"]), (&Value::Int(2021), &Value::Int(503)));
    assert_eq!((&city["dead"], &city["injured"]), (&Value::Int(3), &Value::Null));
    let mut vague = common::full();
    vague.date_precision = "year".into();
    vague.event_loc = vague.event_loc.map(|place| Location { resolution: 1, ..place });
    let vague = row(&vague);
    assert_eq!((&vague["gid"], &vague["month_id"]), (&Value::Null, &Value::Null));
    assert_eq!(vague["year"], Value::Int(2021));
}

#[test]
fn a_date_that_is_none_is_named_with_its_record() {
    let record = EventRecord { date: Some("2021-02-30".into()), ..common::bare() };
    let error = RecordTable::default().row(&record, &Unit::default()).unwrap_err();
    assert_eq!(error.to_string(), "record `0`, column `date`: `2021-02-30` is no day");
}

#[test]
fn columns_can_be_chosen_and_unknown_ones_are_named() {
    let table = RecordTable::select(&["event", "id"]).unwrap();
    let (record, unit) = (common::full(), Unit::default());
    let row = table.row(&record, &unit).unwrap();
    assert_eq!(row, [Value::from("ASSAULT"), "a1b2c3d4e5f60718".into()]);
    let message = |names: &[&str]| RecordTable::select(names).err().map(|error| error.to_string());
    assert_eq!(message(&["evnt"]).as_deref(), Some("no column `evnt` in records"));
    assert_eq!(message(&["id", "id"]).as_deref(), Some("column `id` stands twice in the schema"));
    assert_eq!(message(&[]).as_deref(), Some("schema `records` has no columns"));
}

#[test]
fn a_table_with_dropped_columns_still_gives_records() {
    let table = RecordTable::select(&["event", "actor_country", "id", "lat"]).unwrap();
    let schema = table.schema().clone();
    let mut writer =
        TableWriter::new(Vec::new(), Format::Parquet, schema, &Options::default()).unwrap();
    let unit = Unit::default();
    writer.write(&table.row(&common::full(), &unit).unwrap()).unwrap();
    let rows = back(writer.finish().unwrap().0);
    let countries: Vec<&str> = rows[0].0.actor.iter().map(|actor| &*actor.country).collect();
    assert_eq!(countries, ["RUS", "BLR"]);
    assert_eq!(rows[0].0.event_loc.as_ref().unwrap().lat, Some(46.655_81));
}

#[test]
fn a_table_of_something_else_is_refused() {
    let table = RecordTable::select(&["cameo"]).unwrap();
    let schema = table.schema().clone();
    let writer =
        TableWriter::new(Vec::new(), Format::Parquet, schema, &Options::default()).unwrap();
    let bytes = writer.finish().unwrap().0;
    let error = read_records(Source::Bytes("x.parquet", bytes), &mut |_, _| Ok(())).unwrap_err();
    assert_eq!(error.to_string(), "no column `id` in `x.parquet`");
}

#[test]
fn lists_of_different_lengths_side_by_side_are_named() {
    let table = RecordTable::select(&["id", "event", "actor_name", "actor_country"]).unwrap();
    let schema = table.schema().clone();
    let mut writer =
        TableWriter::new(Vec::new(), Format::Parquet, schema, &Options::default()).unwrap();
    let (one, two) = (vec![Some("a".into())], vec![Some("b".into()), None]);
    writer.write(&["1".into(), "AID".into(), Value::Texts(one), Value::Texts(two)]).unwrap();
    let bytes = writer.finish().unwrap().0;
    let error = read_records(Source::Bytes("x", bytes), &mut |_, _| Ok(())).unwrap_err();
    let message = "x: row 1, column `actor_raw_text`: lists side by side have 1 and 2 items";
    assert_eq!(error.to_string(), message);
}

#[test]
fn what_the_taker_answers_ends_the_reading() {
    let rows = [(common::full(), Unit::default()), (common::bare(), Unit::default())];
    let bytes = parquet(&rows, &Options::default());
    let mut taken = 0;
    let result = read_records(Source::Bytes("x", bytes), &mut |_, _| {
        taken += 1;
        Err(Error::NoColumns("enough".into()))
    });
    assert!(matches!(result, Err(Error::NoColumns(_))));
    assert_eq!(taken, 1);
}

// Any text, control characters and NUL among it.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z]{3}",
        any::<String>(),
        "\\PC{0,12}",
        Just(String::new()),
        Just("\0;\"\r\n".into())
    ]
}

fn day() -> impl Strategy<Value = Option<String>> {
    option::of(
        (1i16..9999, 1i8..=12, 1i8..=28)
            .prop_map(|(y, m, d)| jiff::civil::date(y, m, d).to_string()),
    )
}

fn offset() -> impl Strategy<Value = usize> {
    prop_oneof![0usize..5000, Just(usize::MAX / 2)]
}

prop_compose! {
    fn entity()(
        words in vec(text(), 6),
        (start, end) in (offset(), offset()),
        other_sector_codes in vec("[A-Z]{3}", 0..3),
        role in option::of(text()),
    ) -> Entity {
        let [raw_text, entity_name, entity_id, wikidata_id, country, sector_code] =
            words.try_into().unwrap();
        Entity {
            raw_text, start, end, entity_name, entity_id, wikidata_id, country, sector_code,
            other_sector_codes, role,
        }
    }
}

prop_compose! {
    fn location()(
        words in vec(text(), 8),
        (start, end, resolution) in (offset(), offset(), any::<u8>()),
        (lat, lon) in (option::of(-95.0..95.0f64), option::of(any::<f32>().prop_map(f64::from)
            .prop_filter("NaN is equal to nothing", |x| !x.is_nan()))),
        disputed in vec(text(), 0..3),
    ) -> Location {
        let [extracted_place, resolved_place, geonameid, city, district, province, country,
            country_code] = words.try_into().unwrap();
        Location {
            extracted_place, start, end, resolved_place, geonameid, lat, lon, city, district,
            province, country, country_code, resolution, disputed,
        }
    }
}

prop_compose! {
    fn sentence()(part in text(), (sequence, start, end) in (offset(), offset(), offset()))
        -> TextInfo { TextInfo { part, sequence, start, end } }
}

prop_compose! {
    fn statement()(
        speaker in option::of(entity()),
        (cue, stance) in (text(), text()),
        (start, end) in (offset(), offset()),
    ) -> Attribution { Attribution { speaker, cue, start, end, stance, reported_by: None } }
}

fn attribution() -> impl Strategy<Value = Option<Attribution>> {
    vec(statement(), 0..4).prop_map(|chain| {
        chain.into_iter().rev().fold(None, |reported_by, said| {
            Some(Attribution { reported_by: reported_by.map(Box::new), ..said })
        })
    })
}

prop_compose! {
    fn numbers()(
        size in vec((text(), option::of(0..=i64::MAX as u64), text()), 0..3),
        mentions in vec((text(), offset(), offset(), sentence()), 0..3),
    ) -> (Vec<Size>, Vec<Retelling>) {
        let size = size.into_iter().map(|(kind, value, text)| Size { kind, value, text });
        let told = |(event_text, start, end, text_info)| {
            Retelling { event_text, start, end, text_info }
        };
        (size.collect(), mentions.into_iter().map(told).collect())
    }
}

prop_compose! {
    fn record()(
        words in vec(text(), 9),
        options in vec(option::of(text()), 7),
        (date, enddate, published, coded_date) in (day(), day(), day(), day()),
        (mode, context) in (vec(text(), 0..3), vec(text(), 0..3)),
        (quad_code, event_scale, confidence) in (any::<u8>(), -10.0..10.0f64, 0.0..1.0f64),
        (actor, recipient) in (vec(entity(), 0..3), vec(entity(), 0..3)),
        (event_loc, attribution, text_info) in (option::of(location()), attribution(), sentence()),
        (size, mentions) in numbers(),
        (event_start, event_end) in (offset(), offset()),
    ) -> EventRecord {
        let [id, date_precision, event, cameo, event_text, status, reason, text, coder] =
            words.try_into().unwrap();
        let [date_text, status_text, title, url, publisher, author, language] =
            options.try_into().unwrap();
        EventRecord {
            id, date, enddate, date_text, date_precision, event, mode, context, cameo, quad_code,
            event_scale, event_text, event_start, event_end, actor, recipient, event_loc, size,
            status, status_text, attribution, confidence, reason, text, text_info, mentions,
            cite_info: CiteInfo {
                report_id: "r".into(), title, url, publisher, author, date: published, language,
            },
            coder, coded_date,
        }
    }
}

prop_compose! {
    fn unit()(ids in vec(option::of(text()), 4), counts in vec(option::of(any::<u32>()), 3))
        -> Unit {
        let [report, mention, event, incident] = ids.try_into().unwrap();
        let [n_mentions, n_sources, n_articles] = counts.try_into().unwrap();
        Unit { report, mention, event, incident, n_mentions, n_sources, n_articles }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_record_comes_back(
        rows in vec((record(), unit()), 1..6),
        most in 1usize..4,
    ) {
        let options = Options { row_group_rows: most, ..Options::default() };
        prop_assert_eq!(back(parquet(&rows, &options)), rows);
    }

    #[test]
    fn damaged_files_are_errors_and_no_panics(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = parquet(&[(common::full(), common::unit())], &Options::default());
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let cut = bytes[..cut.index(bytes.len())].to_vec();
        for bytes in [bytes, cut] {
            let mut rows = 0;
            let result = read_records(Source::Bytes("x", bytes), &mut |_, _| {
                rows += 1;
                if rows > 10 { Err(Error::NoColumns("more rows than were written".into())) } else { Ok(()) }
            });
            prop_assert!(!matches!(result, Err(Error::NoColumns(_))));
        }
    }
}
