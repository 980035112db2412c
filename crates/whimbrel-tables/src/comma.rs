//! Comma-separated values.

use crate::{Error, Schema, Value};
use std::borrow::Cow;
use std::io::Write;

/// Writes RFC 4180 with LF.
pub(crate) struct CommaWriter<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> CommaWriter<W> {
    pub(crate) fn new(out: W, schema: &Schema) -> Result<Self, Error> {
        let mut out = csv::WriterBuilder::new().from_writer(out);
        let names = schema.columns().iter().map(|column| clean(&column.name).into_owned());
        out.write_record(names.collect::<Vec<_>>()).map_err(broken)?;
        Ok(Self { out })
    }

    pub(crate) fn write(&mut self, row: &[Value<'_>]) -> Result<(), Error> {
        for value in row {
            self.out.write_field(cell(value).as_bytes()).map_err(broken)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(broken)
    }

    pub(crate) fn finish(self) -> Result<W, Error> {
        self.out.into_inner().map_err(|error| Error::Write(error.into_error()))
    }
}

/// The stream's own error where it is one, so that a closed pipe is still known as such.
fn broken(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::Write(error),
        kind => Error::Write(std::io::Error::other(format!("{kind:?}"))),
    }
}

fn cell<'a>(value: &'a Value<'_>) -> Cow<'a, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Int(value) => Cow::Owned(value.to_string()),
        Value::Float(value) => Cow::Owned(value.to_string()),
        Value::Text(text) => clean(text),
        Value::Date(day) => Cow::Owned(day.to_string()),
        Value::Time(time) => Cow::Owned(time.to_string()),
        Value::Texts(items) => joined(items, |text| clean(text).replace(';', ",")),
        Value::Ints(items) => joined(items, i64::to_string),
        Value::Floats(items) => joined(items, f64::to_string),
    }
}

/// Items joined by `;`. A `;` within an item would make one item more here than in the columns
/// beside it, so [`cell`] writes a comma; Parquet keeps the words as they are.
fn joined<T>(items: &[Option<T>], write: impl Fn(&T) -> String) -> Cow<'static, str> {
    let item = |item: &Option<T>| item.as_ref().map_or_else(String::new, &write);
    Cow::Owned(items.iter().map(item).collect::<Vec<_>>().join(";"))
}

/// Text without NUL, at which many readers end a cell or refuse a file.
fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}
