//! Typed tables: event records, panels and the results of queries as Parquet and CSV, records as
//! GeoJSON, the manifest beside each export, and the codebook for machines.
//!
//! A [`Schema`] names the columns with their kinds; a [`TableWriter`] takes rows of [`Value`]s one
//! by one and holds no more than a row group of them, however long the table is. [`RecordTable`]
//! turns an event record into a row and [`read_records`] turns rows into records again.
//! [`Export`] writes a table as a file with its manifest, [`verify`] says what has changed since.
//!
//! The same rows give the same bytes: no clock, no locale, one thread, fixed settings of the
//! compression.
//!
//! ```
//! use whimbrel_tables::{Column, Format, Kind, Options, Schema, TableWriter, Value};
//!
//! let columns = vec![
//!     Column::new("country", Kind::Code, "ISO 3166-1 alpha-3 code"),
//!     Column::new("month_id", Kind::Int32, "months from 1980-01, which is 1"),
//!     Column::new("assaults", Kind::Int64, "records of ASSAULT").nullable(),
//! ];
//! let schema = Schema::new("country-month", 1, columns)?;
//! let mut table = TableWriter::new(Vec::new(), Format::Csv, schema, &Options::default())?;
//! table.write(&["UKR".into(), 506.into(), 12.into()])?;
//! table.write(&["BLR".into(), 506.into(), Value::Null])?;
//! let (bytes, rows) = table.finish()?;
//! assert_eq!(rows, 2);
//! assert_eq!(bytes, b"country,month_id,assaults\nUKR,506,12\nBLR,506,\n");
//! # Ok::<(), whimbrel_tables::Error>(())
//! ```

#![forbid(unsafe_code)]

mod codebook;
mod comma;
mod error;
mod export;
mod geojson;
mod grid;
mod guess;
mod manifest;
mod parquet_in;
mod parquet_out;
mod record;
mod schema;
mod value;
mod verify;
mod writer;

pub use codebook::codebook_json;
pub use error::Error;
pub use export::{Digest, Export, ExportFile, Measured};
pub use geojson::{GeoJson, GeoOptions};
pub use grid::{GRID_CELLS, cell_centre, gid, month_id, month_of};
pub use guess::Guess;
pub use manifest::{Component, Form, Input, Manifest, Output, Program, Settings};
pub use parquet_in::{Source, read_parquet};
pub use record::{RecordTable, Unit, read_records};
pub use schema::{Column, Kind, Schema};
pub use value::Value;
pub use verify::{Difference, Verdict, manifest_path, verify};
pub use writer::{Compression, Format, Options, TableWriter};
