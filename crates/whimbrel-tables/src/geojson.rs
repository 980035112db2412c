//! Records on a map: GeoJSON (RFC 7946), a feature a line.

use crate::{Error, RecordTable, Schema, Unit, Value, grid};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::Write;
use whimbrel_record::{EventRecord, Location};

/// Columns that features have as properties, where the caller names no others.
const PROPERTIES: [&str; 36] = [
    "date",
    "enddate",
    "date_precision",
    "event",
    "mode",
    "context",
    "cameo",
    "quad_code",
    "event_scale",
    "event_text",
    "actor_name",
    "actor_id",
    "actor_country",
    "actor_sector_code",
    "recipient_name",
    "recipient_id",
    "recipient_country",
    "recipient_sector_code",
    "place",
    "place_resolved",
    "geonameid",
    "place_resolution",
    "gid",
    "size",
    "status",
    "speaker",
    "stance",
    "confidence",
    "text",
    "report_id",
    "report_title",
    "url",
    "publisher",
    "event_id",
    "incident_id",
    "n_articles",
];

/// Columns that every feature has: a record without a point still says where it belongs.
const ALWAYS: [&str; 2] = ["place_country_code", "place_disputed"];

/// Settings of a map's file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GeoOptions {
    /// Whether records whose place is a whole country stand as points in the country's middle.
    /// Otherwise their geometry is `null` and their country's code stands in their properties.
    pub pin_countries: bool,
    /// The columns of [`RecordTable`] that become properties; empty for the usual ones. The
    /// country's code and the claimants always do.
    pub properties: Vec<String>,
}

/// Writes a FeatureCollection record by record and holds one at a time.
///
/// A feature's `id` is the record's. Its properties are columns of the table of records under their
/// names, and `precision`: how exact the place is (`country`, `region`, `district`, `city`, `site`,
/// `unknown`). Of a disputed place `place_disputed` names the claimants.
pub struct GeoJson<W: Write> {
    out: W,
    table: RecordTable,
    pin_countries: bool,
    features: u64,
}

impl<W: Write> GeoJson<W> {
    /// Begins a collection that is written to `out`.
    ///
    /// # Errors
    /// Where a property is no column of the table of records, or `out` takes no bytes.
    pub fn new(mut out: W, options: &GeoOptions) -> Result<Self, Error> {
        let mut names: Vec<&str> = options.properties.iter().map(String::as_str).collect();
        if names.is_empty() {
            names.extend(PROPERTIES);
        }
        names.extend(ALWAYS.iter().filter(|name| !options.properties.iter().any(|n| n == *name)));
        let table = RecordTable::select(&names)?;
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { out, table, pin_countries: options.pin_countries, features: 0 })
    }

    /// Returns the schema of the properties, `precision` apart.
    #[must_use]
    pub const fn schema(&self) -> &Schema {
        self.table.schema()
    }

    /// Adds a record. Returns whether it has a place; without one it does not become a feature.
    ///
    /// # Errors
    /// [`Error::Record`] where the record holds what no property can: nothing of it is written and
    /// the next may follow. Others where `out` takes no bytes.
    pub fn write(&mut self, record: &EventRecord, unit: &Unit) -> Result<bool, Error> {
        let Some(place) = &record.event_loc else { return Ok(false) };
        let feature = Feature {
            r#type: "Feature",
            id: &record.id,
            geometry: self.geometry(place),
            properties: Properties {
                precision: precision(place.resolution),
                schema: self.table.schema(),
                row: self.table.row(record, unit)?,
            },
        };
        self.out.write_all(if self.features == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.out, &feature).map_err(std::io::Error::from)?;
        self.features += 1;
        Ok(true)
    }

    /// Ends the collection. Returns what it was written to, and the number of features.
    ///
    /// # Errors
    /// Where `out` takes no bytes.
    pub fn finish(mut self) -> Result<(W, u64), Error> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()?;
        Ok((self.out, self.features))
    }

    fn geometry(&self, place: &Location) -> Option<Point> {
        let point = place.lat.zip(place.lon).filter(|&(lat, lon)| grid::is_point(lat, lon));
        let pinned = point.filter(|_| place.resolution != 1 || self.pin_countries);
        // Longitude first: RFC 7946, section 3.1.1.
        pinned.map(|(lat, lon)| Point { r#type: "Point", coordinates: [lon, lat] })
    }
}

#[derive(serde::Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Option<Point>,
    properties: Properties<'a>,
}

#[derive(serde::Serialize)]
struct Point {
    r#type: &'static str,
    coordinates: [f64; 2],
}

struct Properties<'a> {
    precision: &'static str,
    schema: &'a Schema,
    row: Vec<Value<'a>>,
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.row.len() + 1))?;
        map.serialize_entry("precision", self.precision)?;
        for (column, value) in self.schema.columns().iter().zip(&self.row) {
            map.serialize_entry(&column.name, value)?;
        }
        map.end()
    }
}

const fn precision(resolution: u8) -> &'static str {
    match resolution {
        1 => "country",
        2 => "region",
        3 => "district",
        4 => "city",
        5 => "site",
        _ => "unknown",
    }
}
