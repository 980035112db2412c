//! The manifest beside an export: what was written, from what, by what, and how.

use crate::{Column, Error, Schema};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::verify::Difference;

/// What a file's manifest says. The caller fills in what it knows; [`crate::Export::finish`] adds
/// what was measured while writing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of this document.
    pub manifest: Form,
    /// When it was made (RFC 3339), where the caller says so: without it, equal exports have equal
    /// manifests.
    #[serde(default)]
    pub created: Option<String>,
    /// The program.
    #[serde(default)]
    pub program: Program,
    /// What the program worked with, by name: `model`, `codebook`, `actors`, `gazetteer` …
    #[serde(default)]
    pub components: BTreeMap<String, Component>,
    /// How it worked.
    #[serde(default)]
    pub settings: Settings,
    /// What was read.
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// What was written.
    pub output: Output,
    /// The columns of the output, in their order.
    pub columns: Vec<Column>,
    /// Lines of licence: of the program's data, of the reports.
    #[serde(default)]
    pub licence: Vec<String>,
    /// How to cite program, data and codebook.
    #[serde(default)]
    pub citation: Vec<String>,
}

/// The form of a manifest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// The first.
    #[default]
    #[serde(rename = "whimbrel-manifest/1")]
    One,
}

/// The program that wrote an export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Something that results hang on: a model, a codebook, a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Component {
    /// Its version, where it has one.
    pub version: Option<String>,
    /// SHA-256 of its bytes in hexadecimal digits, where known.
    pub sha256: Option<String>,
}

/// How an export was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What a row is: `report`, `mention`, `event`, `incident`, a cell of a panel.
    pub unit: String,
    /// Least confidence of records.
    pub threshold: Option<f64>,
    /// Which records were taken, in the words of the program's options.
    pub filters: Vec<String>,
    /// Whose quads `quad_code` has.
    pub quad_convention: String,
    /// Whose scale `event_scale` has.
    pub scale_convention: String,
    /// Further settings by their names.
    pub other: BTreeMap<String, String>,
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Input {
    /// Its name, or its path from the export's folder.
    pub name: String,
    /// SHA-256 of its bytes in hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

/// The file that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Output {
    /// Its name, without a folder.
    pub name: String,
    /// `parquet`, `csv`, `geojson` or another.
    pub format: String,
    /// The name of its schema.
    pub schema: String,
    /// The version of its schema.
    pub schema_version: u32,
    /// SHA-256 of its bytes in hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Its rows, or features.
    pub rows: u64,
}

impl Manifest {
    /// Returns the manifest as JSON, indented, with a line feed at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("a manifest is plain data");
        json + "\n"
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// Where the file cannot be read or is no manifest of a form that this version knows.
    pub fn read(file: &Path) -> Result<Self, Error> {
        let bytes =
            fs::read(file).map_err(|source| Error::File { file: file.to_owned(), source })?;
        serde_json::from_slice(&bytes)
            .map_err(|error| Error::Manifest { file: file.to_owned(), cause: error.to_string() })
    }

    /// Returns the manifest with format, schema and columns of its output filled in.
    /// [`crate::Export`] does it by itself; maps and other files of a schema need it.
    #[must_use]
    pub fn of_table(mut self, format: &str, schema: &Schema) -> Self {
        self.output.format = format.to_owned();
        self.output.schema = schema.name().to_owned();
        self.output.schema_version = schema.version();
        self.columns = schema.columns().to_vec();
        self
    }

    /// Returns how another export differs from this one, entry by entry (`settings.threshold`, what
    /// this says, what the other says): nothing where both were made alike and came out alike.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let json = |manifest| serde_json::to_value(manifest).expect("a manifest is plain data");
        let mut found = Vec::new();
        compare("", &json(self), &json(other), &mut found);
        found
    }
}

fn compare(
    place: &str,
    one: &serde_json::Value,
    other: &serde_json::Value,
    found: &mut Vec<Difference>,
) {
    use serde_json::Value as Json;
    let null = Json::Null;
    match (one, other) {
        _ if one == other => {}
        (Json::Object(a), Json::Object(b)) => {
            for key in a.keys().chain(b.keys()).collect::<BTreeSet<_>>() {
                let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                let side = |map: &serde_json::Map<String, Json>| map.get(key).cloned();
                compare(&place, &side(a).unwrap_or_default(), &side(b).unwrap_or_default(), found);
            }
        }
        (Json::Array(a), Json::Array(b)) => {
            for at in 0..a.len().max(b.len()) {
                let place = format!("{place}[{at}]");
                compare(&place, a.get(at).unwrap_or(&null), b.get(at).unwrap_or(&null), found);
            }
        }
        _ => {
            let (expected, found_here) = (one.to_string(), other.to_string());
            found.push(Difference { what: place.to_owned(), expected, found: found_here });
        }
    }
}
