//! Event records as a table: one record a row.

mod back;
mod columns;

use crate::{Error, Schema, Value};
use columns::Field;
use whimbrel_record::EventRecord;

pub use back::read_records;

/// What the caller knows of a row beside its record: in which report, mention, event and incident
/// it stands, and how many accounts of it there are. What is not known stays empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// The report, as the caller's store numbers it.
    pub report: Option<String>,
    /// The mention: this record in this report.
    pub mention: Option<String>,
    /// The event that the mention tells of.
    pub event: Option<String>,
    /// The happening that the event belongs to.
    pub incident: Option<String>,
    /// Mentions of the row's unit.
    pub n_mentions: Option<u32>,
    /// Publishers among them.
    pub n_sources: Option<u32>,
    /// Reports among them.
    pub n_articles: Option<u32>,
}

/// The table of event records: its schema, and the row of each record.
///
/// The columns are named after the CSV layout and the record's fields. `actor_*` columns are lists
/// side by side, an item for each actor, so are `recipient_*`, `size_*`, `retold_*` and
/// `reported_by*`. What the record has as empty text is missing here.
pub struct RecordTable {
    schema: Schema,
    fields: Vec<Field>,
}

/// Version of the columns; it rises when one is renamed, removed or changes its kind.
const VERSION: u32 = 1;

impl Default for RecordTable {
    fn default() -> Self {
        Self::of(columns::all())
    }
}

impl RecordTable {
    /// Returns the table with these columns alone, in this order.
    ///
    /// # Errors
    /// Where no column has one of the names, where one stands twice, where there is none.
    pub fn select(names: &[&str]) -> Result<Self, Error> {
        let schema = Self::default().schema;
        let mut all: Vec<_> = columns::all().into_iter().map(Some).collect();
        let mut fields = Vec::new();
        for &name in names {
            let none = || Error::NoColumn { column: name.to_owned(), place: "records".to_owned() };
            let at = schema.position(name).ok_or_else(none)?;
            fields.push(all[at].take().ok_or_else(|| Error::Twice(name.to_owned()))?);
        }
        if fields.is_empty() {
            return Err(Error::NoColumns("records".to_owned()));
        }
        Ok(Self::of(fields))
    }

    fn of(fields: Vec<Field>) -> Self {
        let columns = fields.iter().map(|field| field.column.clone()).collect();
        let schema = Schema::new("records", VERSION, columns).expect("names stand once, by a test");
        Self { schema, fields }
    }

    /// Returns the schema, named `records`.
    #[must_use]
    pub const fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Returns the row of a record: a value for each column.
    ///
    /// # Errors
    /// [`Error::Record`] where the record holds what its column cannot: a date that is none, an
    /// offset beyond 63 bits. Only records that the program did not write do.
    pub fn row<'a>(
        &self,
        record: &'a EventRecord,
        unit: &'a Unit,
    ) -> Result<Vec<Value<'a>>, Error> {
        let value = |field: &Field| {
            (field.get)(record, unit).map_err(|cause| Error::Record {
                id: record.id.clone(),
                column: field.column.name.clone(),
                cause,
            })
        };
        self.fields.iter().map(value).collect()
    }
}
