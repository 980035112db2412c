//! Reads the columns of a schema from Parquet, whoever wrote it.

use crate::{Column, Error, Kind, Schema, Value};
use bytes::Bytes;
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use std::borrow::Cow;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Where Parquet is read from.
pub enum Source<'a> {
    /// A file.
    Path(&'a Path),
    /// The bytes of a file, and what to call it in messages.
    Bytes(&'a str, Vec<u8>),
}

impl Source<'_> {
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Bytes(name, _) => (*name).to_owned(),
        }
    }
}

/// Reads the columns of `schema` row by row and hands each row to `take`: a value for each column,
/// [`Value::Null`] where the file lacks a nullable one. Other columns are passed over, their order
/// does not matter, and numbers may be of any width that holds the value.
///
/// # Errors
/// Where the file cannot be opened, is damaged, lacks a column that is not nullable, or holds what
/// a column cannot; and what `take` returns. A damaged file is an error, never a panic.
pub fn read_parquet(
    source: Source<'_>,
    schema: &Schema,
    take: &mut dyn FnMut(Vec<Value<'static>>) -> Result<(), Error>,
) -> Result<(), Error> {
    let name = source.name();
    match source {
        Source::Path(path) => read(open(path)?, &name, schema, take),
        Source::Bytes(_, bytes) => read(Bytes::from(bytes), &name, schema, take),
    }
}

fn open(file: &Path) -> Result<File, Error> {
    File::open(file).map_err(|source| Error::File { file: file.to_owned(), source })
}

fn read<R: ChunkReader + 'static>(
    bytes: R,
    name: &str,
    schema: &Schema,
    take: &mut dyn FnMut(Vec<Value<'static>>) -> Result<(), Error>,
) -> Result<(), Error> {
    let file = guarded(name, || SerializedFileReader::new(bytes))?;
    let columns = Projection::new(&file, name, schema)?;
    let mut rows = guarded(name, || RowIter::from_file(Some(columns.part.clone()), &file))?;
    let mut number = 0;
    while let Some(row) = guarded(name, || rows.next().transpose())? {
        number += 1;
        take(columns.values(row, number)?)?;
    }
    Ok(())
}

/// Runs a step of the library, whose faults of damaged files are errors or panics.
fn guarded<T>(name: &str, step: impl FnOnce() -> parquet::errors::Result<T>) -> Result<T, Error> {
    let cause = match catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "damaged".to_owned(),
    };
    Err(Error::Unreadable { file: name.to_owned(), cause })
}

/// Which columns of a file are wanted, and where their values go.
struct Projection<'a> {
    file: &'a str,
    schema: &'a Schema,
    /// The file's schema without the other columns.
    part: Type,
    /// For each column of `part`, its place in `schema`.
    places: Vec<usize>,
}

impl<'a> Projection<'a> {
    fn new(reader: &impl FileReader, file: &'a str, schema: &'a Schema) -> Result<Self, Error> {
        let root = reader.metadata().file_metadata().schema_descr().root_schema();
        let (mut fields, mut places) = (Vec::new(), Vec::new());
        for field in root.get_fields() {
            if let Some(place) = schema.position(field.name()).filter(|at| !places.contains(at)) {
                fields.push(field.clone());
                places.push(place);
            }
        }
        let absent = |(at, column): &(usize, &Column)| !column.nullable && !places.contains(at);
        if let Some((_, column)) = schema.columns().iter().enumerate().find(absent) {
            let column = column.name.clone();
            return Err(Error::NoColumn { column, place: format!("`{file}`") });
        }
        if places.is_empty() {
            let column = schema.columns()[0].name.clone();
            return Err(Error::NoColumn { column, place: format!("`{file}`") });
        }
        let part = Type::group_type_builder(root.name()).with_fields(fields).build()?;
        Ok(Self { file, schema, part, places })
    }

    fn values(&self, row: Row, number: u64) -> Result<Vec<Value<'static>>, Error> {
        let mut values = vec![Value::Null; self.schema.columns().len()];
        for ((_, field), &place) in row.into_columns().into_iter().zip(&self.places) {
            let column = &self.schema.columns()[place];
            let value = value(field, column.kind);
            let value = value.and_then(|v| v.fault(column).map_or(Ok(v), Err));
            values[place] = value.map_err(|cause| Error::Content {
                file: self.file.to_owned(),
                row: number,
                column: column.name.clone(),
                cause,
            })?;
        }
        Ok(values)
    }
}

/// Turns what the library read into a value of a column of this kind.
fn value(field: Field, kind: Kind) -> Result<Value<'static>, String> {
    if let Field::ListInternal(list) = field {
        return items(list.elements(), kind);
    }
    Ok(match (field, kind) {
        (Field::Null, _) => Value::Null,
        (Field::Bool(value), _) => Value::Bool(value),
        (Field::Str(text), _) => text.into(),
        (Field::Float(value), _) => floating(value.into(), kind),
        (Field::Double(value), _) => floating(value, kind),
        (Field::Date(days), _) => day(days)?.into(),
        (Field::TimestampMillis(time), _) => instant(Timestamp::from_millisecond(time))?,
        (Field::TimestampMicros(time), _) => instant(Timestamp::from_microsecond(time))?,
        (field, _) => match whole(&field) {
            Some(value) => Value::Int(value),
            None => return Err(format!("`{field}` where {} is expected", kind.name())),
        },
    })
}

/// Programs that lack missing whole numbers write them as floating point, and the missing as NaN.
fn floating(value: f64, kind: Kind) -> Value<'static> {
    match (kind, integral(value)) {
        (Kind::Int32 | Kind::Int64, Some(whole)) => Value::Int(whole),
        (Kind::Int32 | Kind::Int64, None) if value.is_nan() => Value::Null,
        _ => Value::Float(value),
    }
}

/// The whole number that a floating-point number is, where it is one and exact.
fn integral(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

fn items(elements: &[Field], kind: Kind) -> Result<Value<'static>, String> {
    match kind {
        Kind::Ints => list(elements, whole, kind).map(Value::Ints),
        Kind::Floats => list(elements, number, kind).map(Value::Floats),
        _ => list(elements, text, kind).map(Value::Texts),
    }
}

fn list<T>(
    elements: &[Field],
    item: impl Fn(&Field) -> Option<T>,
    kind: Kind,
) -> Result<Vec<Option<T>>, String> {
    let read = |field: &Field| match field {
        Field::Null => Ok(None),
        Field::Double(value) if value.is_nan() && kind == Kind::Ints => Ok(None),
        field => item(field).map(Some).ok_or_else(|| format!("`{field}` in a {}", kind.name())),
    };
    elements.iter().map(read).collect()
}

fn text(field: &Field) -> Option<Cow<'static, str>> {
    match field {
        Field::Str(text) => Some(Cow::Owned(text.clone())),
        _ => None,
    }
}

fn number(field: &Field) -> Option<f64> {
    match field {
        Field::Float(value) => Some((*value).into()),
        Field::Double(value) => Some(*value),
        _ => None,
    }
}

fn whole(field: &Field) -> Option<i64> {
    match *field {
        Field::Byte(value) => Some(value.into()),
        Field::Short(value) => Some(value.into()),
        Field::Int(value) => Some(value.into()),
        Field::Long(value) => Some(value),
        Field::UByte(value) => Some(value.into()),
        Field::UShort(value) => Some(value.into()),
        Field::UInt(value) => Some(value.into()),
        Field::ULong(value) => i64::try_from(value).ok(),
        Field::Double(value) => integral(value),
        _ => None,
    }
}

fn day(days: i32) -> Result<Date, String> {
    let fault = || format!("day `{days}` from 1970 is beyond the calendar");
    let span = Span::new().try_days(i64::from(days)).map_err(|_| fault())?;
    date(1970, 1, 1).checked_add(span).map_err(|_| fault())
}

fn instant(time: Result<Timestamp, jiff::Error>) -> Result<Value<'static>, String> {
    time.map(Value::Time).map_err(|error| error.to_string())
}

/// Returns the number of rows and the names of the columns.
pub(crate) fn outline(source: Source<'_>) -> Result<(u64, Vec<String>), Error> {
    let name = source.name();
    match source {
        Source::Path(path) => outline_of(open(path)?, &name),
        Source::Bytes(_, bytes) => outline_of(Bytes::from(bytes), &name),
    }
}

fn outline_of<R: ChunkReader + 'static>(bytes: R, name: &str) -> Result<(u64, Vec<String>), Error> {
    let file = guarded(name, || SerializedFileReader::new(bytes))?;
    let metadata = file.metadata().file_metadata();
    let fields = metadata.schema_descr().root_schema().get_fields();
    let names = fields.iter().map(|field| field.name().to_owned()).collect();
    Ok((u64::try_from(metadata.num_rows()).unwrap_or(0), names))
}
