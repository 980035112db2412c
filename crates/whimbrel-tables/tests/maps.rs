//! GeoJSON: what becomes a point and what does not.

mod common;

use serde_json::{Value, json};
use whimbrel_record::{EventRecord, Location};
use whimbrel_tables::{Error, GeoJson, GeoOptions, Unit};

fn placed(place: Location) -> EventRecord {
    EventRecord { event_loc: Some(place), ..common::full() }
}

fn collection(records: &[EventRecord], options: &GeoOptions) -> (String, u64) {
    let mut map = GeoJson::new(Vec::new(), options).unwrap();
    for record in records {
        let has_place = map.write(record, &common::unit()).unwrap();
        assert_eq!(has_place, record.event_loc.is_some());
    }
    let (bytes, features) = map.finish().unwrap();
    (String::from_utf8(bytes).unwrap(), features)
}

fn features(records: &[EventRecord], options: &GeoOptions) -> Vec<Value> {
    let (text, n) = collection(records, options);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["type"], "FeatureCollection");
    let features = document["features"].as_array().unwrap().clone();
    assert_eq!(features.len() as u64, n);
    features
}

fn geometry(place: Location, options: &GeoOptions) -> Value {
    features(&[placed(place)], options)[0]["geometry"].clone()
}

#[test]
fn a_map_is_what_users_rely_on() {
    insta::assert_snapshot!(
        collection(&[common::full(), common::bare()], &GeoOptions::default()).0
    );
}

#[test]
fn longitude_comes_first() {
    let point = geometry(common::kherson(), &GeoOptions::default());
    assert_eq!(point, json!({"type": "Point", "coordinates": [32.6178, 46.65581]}));
}

#[test]
fn a_whole_country_is_no_point_unless_asked() {
    let country = Location { resolution: 1, ..common::kherson() };
    let feature = &features(&[placed(country.clone())], &GeoOptions::default())[0];
    assert!(feature["geometry"].is_null());
    assert_eq!(feature["properties"]["place_country_code"], "UKR");
    assert_eq!(feature["properties"]["precision"], "country");
    assert!(feature["properties"]["gid"].is_null());
    let pin = GeoOptions { pin_countries: true, ..GeoOptions::default() };
    assert_eq!(geometry(country, &pin)["type"], "Point");
}

#[test]
fn the_claimants_of_a_disputed_place_are_named_whatever_is_chosen() {
    let options = GeoOptions { properties: vec!["event".into()], ..GeoOptions::default() };
    let feature = &features(&[common::full()], &options)[0];
    let expected = json!({
        "precision": "city", "event": "ASSAULT", "place_country_code": "UKR",
        "place_disputed": ["UKR", "RUS"],
    });
    assert_eq!(feature["properties"], expected);
    assert_eq!(feature["id"], "a1b2c3d4e5f60718");
}

#[test]
fn degrees_that_are_no_point_of_the_earth_are_left_out() {
    for (lat, lon) in [(91.0, 0.0), (0.0, 200.0), (f64::NAN, 0.0)] {
        let place = Location { lat: Some(lat), lon: Some(lon), ..common::kherson() };
        assert!(geometry(place, &GeoOptions::default()).is_null());
    }
}

#[test]
fn a_record_that_cannot_be_written_leaves_the_collection_whole() {
    let mut map = GeoJson::new(Vec::new(), &GeoOptions::default()).unwrap();
    let broken = EventRecord { date: Some("soon".into()), ..common::full() };
    assert!(matches!(map.write(&broken, &Unit::default()), Err(Error::Record { .. })));
    map.write(&common::full(), &Unit::default()).unwrap();
    let document: Value = serde_json::from_slice(&map.finish().unwrap().0).unwrap();
    assert_eq!(document["features"].as_array().unwrap().len(), 1);
}

#[test]
fn an_empty_collection_is_one() {
    assert_eq!(features(&[], &GeoOptions::default()), [Value::Null; 0]);
}

#[test]
fn words_of_reports_cannot_break_the_document() {
    let text = "\"}]},\u{0}\u{2028}\u{1b}</script>";
    let hostile = EventRecord { text: text.into(), ..common::full() };
    let feature = &features(&[hostile], &GeoOptions::default())[0];
    assert_eq!(feature["properties"]["text"], text);
}
