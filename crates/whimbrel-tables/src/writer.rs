//! Writes a table row by row.

use crate::comma::CommaWriter;
use crate::parquet_out::ParquetWriter;
use crate::{Error, Schema, Value};
use std::io::Write;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Parquet: typed columns, lists as lists, compressed.
    Parquet,
    /// Comma-separated values after RFC 4180: UTF-8, a header, lines that end with LF. Items of
    /// lists are joined by `;`.
    Csv,
}

impl Format {
    /// Returns the format named `name`, which is also the ending of its files.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Parquet, Self::Csv].into_iter().find(|format| format.name() == name)
    }

    /// Returns its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }
}

/// How Parquet is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Small files; every current reader has it.
    #[default]
    Zstd,
    /// Larger files that older readers open too.
    Snappy,
}

/// Settings of a table's file. CSV has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How Parquet is compressed.
    pub compression: Compression,
    /// Most rows of a row group.
    pub row_group_rows: usize,
    /// Bytes after which a row group is closed; a row larger than that has a group of its own.
    /// Writing holds about twice as much, whatever the table's length.
    pub row_group_bytes: usize,
    /// Further entries of the file's key-value metadata, such as the program's version.
    pub metadata: Vec<(String, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            compression: Compression::Zstd,
            row_group_rows: 65_536,
            row_group_bytes: 32 << 20,
            metadata: Vec::new(),
        }
    }
}

enum Sink<W: Write + Send> {
    Parquet(ParquetWriter<W>),
    Csv(CommaWriter<W>),
}

/// Writes a table row by row and holds no more than a row group.
pub struct TableWriter<W: Write + Send> {
    schema: Schema,
    sink: Sink<W>,
    rows: u64,
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table that is written to `out`.
    ///
    /// # Errors
    /// Where `out` takes no bytes.
    pub fn new(out: W, format: Format, schema: Schema, options: &Options) -> Result<Self, Error> {
        let sink = match format {
            Format::Parquet => Sink::Parquet(ParquetWriter::new(out, &schema, options)?),
            Format::Csv => Sink::Csv(CommaWriter::new(out, &schema)?),
        };
        Ok(Self { schema, sink, rows: 0 })
    }

    /// Returns the table's schema.
    #[must_use]
    pub const fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Adds a row, a value for each column in the schema's order.
    ///
    /// # Errors
    /// [`Error::Width`] and [`Error::Cell`] where the row does not suit the schema: nothing of it
    /// is written and the next may follow. Others where `out` takes no bytes: the table is lost.
    pub fn write(&mut self, row: &[Value<'_>]) -> Result<(), Error> {
        self.check(row)?;
        match &mut self.sink {
            Sink::Parquet(sink) => sink.write(row)?,
            Sink::Csv(sink) => sink.write(row)?,
        }
        self.rows += 1;
        Ok(())
    }

    /// Ends the table. Returns what it was written to, and the number of rows.
    ///
    /// # Errors
    /// Where `out` takes no bytes.
    pub fn finish(self) -> Result<(W, u64), Error> {
        let out = match self.sink {
            Sink::Parquet(sink) => sink.finish()?,
            Sink::Csv(sink) => sink.finish()?,
        };
        Ok((out, self.rows))
    }

    fn check(&self, row: &[Value<'_>]) -> Result<(), Error> {
        let (columns, number) = (self.schema.columns(), self.rows + 1);
        if row.len() != columns.len() {
            let (found, expected) = (row.len(), columns.len());
            return Err(Error::Width { row: number, found, expected });
        }
        for (value, column) in row.iter().zip(columns) {
            if let Some(cause) = value.fault(column) {
                let column = column.name.clone();
                return Err(Error::Cell { row: number, column, cause });
            }
        }
        Ok(())
    }
}
