//! The schema of a table: columns with their names, kinds and meanings.

use crate::Error;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Text.
    #[serde(rename = "string")]
    Text,
    /// Text of few different values, such as codes; kept as a dictionary. Never a number: codes
    /// have leading zeros.
    #[serde(rename = "dictionary<string>")]
    Code,
    /// Whole numbers of 32 bits.
    #[serde(rename = "int32")]
    Int32,
    /// Whole numbers of 64 bits.
    #[serde(rename = "int64")]
    Int64,
    /// Floating-point numbers of 64 bits.
    #[serde(rename = "float64")]
    Float,
    /// True or false.
    #[serde(rename = "bool")]
    Bool,
    /// Days of the Gregorian calendar.
    #[serde(rename = "date")]
    Date,
    /// Points in time, in microseconds, UTC.
    #[serde(rename = "timestamp[us, UTC]")]
    Time,
    /// Lists of text.
    #[serde(rename = "list<string>")]
    Texts,
    /// Lists of codes.
    #[serde(rename = "list<dictionary<string>>")]
    Codes,
    /// Lists of whole numbers of 64 bits.
    #[serde(rename = "list<int64>")]
    Ints,
    /// Lists of floating-point numbers of 64 bits.
    #[serde(rename = "list<float64>")]
    Floats,
}

impl Kind {
    /// Returns the name that manifests and messages use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Code => "dictionary<string>",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Float => "float64",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Time => "timestamp[us, UTC]",
            Self::Texts => "list<string>",
            Self::Codes => "list<dictionary<string>>",
            Self::Ints => "list<int64>",
            Self::Floats => "list<float64>",
        }
    }

    /// Returns whether a cell holds a list.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Texts | Self::Codes | Self::Ints | Self::Floats)
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name, unique in its table.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Whether a cell may be missing. (An item of a list may be missing in any list.)
    pub nullable: bool,
    /// What it means, in one line.
    pub description: String,
}

impl Column {
    /// Returns a column whose cells are never missing.
    #[must_use]
    pub fn new(name: &str, kind: Kind, description: &str) -> Self {
        let (name, description) = (name.to_owned(), description.to_owned());
        Self { name, kind, nullable: false, description }
    }

    /// Returns the same column with cells that may be missing.
    #[must_use]
    pub fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }
}

/// The columns of a table in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Schema {
    name: String,
    version: u32,
    columns: Vec<Column>,
}

impl Schema {
    /// Returns the schema named `name` (such as `country-month`). The version is the caller's; it
    /// rises when a column is renamed, removed or changes its kind.
    ///
    /// # Errors
    /// Where there is no column, or two have the same name.
    pub fn new(name: &str, version: u32, columns: Vec<Column>) -> Result<Self, Error> {
        if columns.is_empty() {
            return Err(Error::NoColumns(name.to_owned()));
        }
        let mut seen = BTreeSet::new();
        if let Some(twin) = columns.iter().find(|column| !seen.insert(&column.name)) {
            return Err(Error::Twice(twin.name.clone()));
        }
        Ok(Self { name: name.to_owned(), version, columns })
    }

    /// Returns what the table is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the version of the columns.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Returns the columns in their order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns where the column named `name` stands, from 0.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_columns_of_one_name_are_refused() {
        let column = || Column::new("event", Kind::Code, "type");
        let error = Schema::new("t", 1, vec![column(), column()]).unwrap_err();
        assert_eq!(error.to_string(), "column `event` stands twice in the schema");
    }

    #[test]
    fn a_schema_without_columns_is_refused() {
        let error = Schema::new("t", 1, Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "schema `t` has no columns");
    }

    #[test]
    fn the_name_of_a_kind_is_what_a_manifest_says() {
        for kind in [Kind::Text, Kind::Code, Kind::Time, Kind::Codes, Kind::Floats, Kind::Int32] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
