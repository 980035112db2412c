//! What can go wrong with a table.

use std::path::PathBuf;

/// Why a table could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be opened, read, written or renamed.
    #[error("{}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// What was written did not get through.
    #[error("cannot write the table: {0}")]
    Write(#[from] std::io::Error),
    /// The Parquet library refuses to write; a fault of the stream or of the disk.
    #[error("cannot write Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A schema has two columns of one name.
    #[error("column `{0}` stands twice in the schema")]
    Twice(String),
    /// A schema has no columns.
    #[error("schema `{0}` has no columns")]
    NoColumns(String),
    /// A column that was asked for is not there.
    #[error("no column `{column}` in {place}")]
    NoColumn {
        /// Its name.
        column: String,
        /// The schema or the file.
        place: String,
    },
    /// A row has too many or too few values.
    #[error("row {row} has {found} values for {expected} columns")]
    Width {
        /// Number of the row, from 1.
        row: u64,
        /// Values given.
        found: usize,
        /// Columns of the schema.
        expected: usize,
    },
    /// A value does not suit its column. Nothing of the row was written; the next may follow.
    #[error("row {row}, column `{column}`: {cause}")]
    Cell {
        /// Number of the row, from 1.
        row: u64,
        /// The column.
        column: String,
        /// What is wrong with the value.
        cause: String,
    },
    /// A record holds what its column cannot.
    #[error("record `{id}`, column `{column}`: {cause}")]
    Record {
        /// The record's identifier.
        id: String,
        /// The column.
        column: String,
        /// What is wrong with the value.
        cause: String,
    },
    /// A file is no Parquet file, or a damaged one.
    #[error("{file}: not readable as Parquet: {cause}")]
    Unreadable {
        /// The file, or what the caller calls it.
        file: String,
        /// What the reader says.
        cause: String,
    },
    /// A value of a file does not suit the column that it is read into.
    #[error("{file}: row {row}, column `{column}`: {cause}")]
    Content {
        /// The file, or what the caller calls it.
        file: String,
        /// Number of the row, from 1.
        row: u64,
        /// The column.
        column: String,
        /// What is wrong with the value.
        cause: String,
    },
    /// A manifest is no JSON of the expected form.
    #[error("{}: not a manifest: {cause}", file.display())]
    Manifest {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        cause: String,
    },
}
