//! Parquet through the column writers: rows wait in typed columns until a row group is full.

use crate::{Column, Compression, Error, Kind, Options, Schema, Value};
use jiff::civil::{Date, date};
use parquet::basic::{
    Compression as Codec, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel,
};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use std::io::Write;
use std::sync::Arc;

/// Names the program and not its library, whose version must not change the bytes.
const CREATED_BY: &str = concat!("whimbrel version ", env!("CARGO_PKG_VERSION"));

pub(crate) struct ParquetWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: Vec<Waiting>,
    rows: usize,
    bytes: usize,
    most_rows: usize,
    most_bytes: usize,
}

impl<W: Write + Send> ParquetWriter<W> {
    pub(crate) fn new(out: W, schema: &Schema, options: &Options) -> Result<Self, Error> {
        let root = root(schema)?;
        let file = SerializedFileWriter::new(out, root, Arc::new(properties(schema, options)))?;
        Ok(Self {
            file,
            columns: schema.columns().iter().map(Waiting::new).collect(),
            rows: 0,
            bytes: 0,
            most_rows: options.row_group_rows.max(1),
            most_bytes: options.row_group_bytes,
        })
    }

    /// Adds a row that suits the schema.
    pub(crate) fn write(&mut self, row: &[Value<'_>]) -> Result<(), Error> {
        let weight: usize = row.iter().map(Value::weight).sum();
        // A row that would make the group too large begins the next.
        if self.rows > 0 && self.bytes + weight > self.most_bytes {
            self.flush()?;
        }
        for (column, value) in self.columns.iter_mut().zip(row) {
            column.push(value);
        }
        self.rows += 1;
        self.bytes += weight;
        if self.rows >= self.most_rows {
            self.flush()?;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<W, Error> {
        self.flush()?;
        Ok(self.file.into_inner()?)
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for column in &mut self.columns {
            let mut writer = group.next_column()?.expect("the file has the schema's columns");
            column.write(&mut writer)?;
            writer.close()?;
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

fn properties(schema: &Schema, options: &Options) -> WriterProperties {
    let codec = match options.compression {
        Compression::Zstd => Codec::ZSTD(ZstdLevel::default()),
        Compression::Snappy => Codec::SNAPPY,
    };
    WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(codec)
        // Bounds of whole row groups: enough to skip groups, and small.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(metadata(schema, options)))
        .build()
}

/// What the schema says beyond names and types.
fn metadata(schema: &Schema, options: &Options) -> Vec<KeyValue> {
    let columns = serde_json::to_string(schema.columns()).expect("columns are plain data");
    let own = [
        ("whimbrel.schema", schema.name().to_owned()),
        ("whimbrel.schema_version", schema.version().to_string()),
        ("whimbrel.columns", columns),
    ];
    let own = own.into_iter().map(|(key, value)| KeyValue::new(key.to_owned(), value));
    let given = options.metadata.iter().map(|(k, v)| KeyValue::new(k.clone(), v.clone()));
    own.chain(given).collect()
}

fn root(schema: &Schema) -> Result<TypePtr, Error> {
    let fields = schema.columns().iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(Type::group_type_builder("schema").with_fields(fields).build()?))
}

fn field(column: &Column) -> Result<TypePtr, Error> {
    let repetition = if column.nullable { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    if !column.kind.is_list() {
        return primitive(&column.name, column.kind, repetition);
    }
    // The three levels that the Parquet format prescribes for lists.
    let element = primitive("element", column.kind, Repetition::OPTIONAL)?;
    let list = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![element])
        .build()?;
    let outer = Type::group_type_builder(&column.name)
        .with_repetition(repetition)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(list)]);
    Ok(Arc::new(outer.build()?))
}

fn primitive(name: &str, kind: Kind, repetition: Repetition) -> Result<TypePtr, Error> {
    let (physical, logical) = match kind {
        Kind::Text | Kind::Code | Kind::Texts | Kind::Codes => {
            (Physical::BYTE_ARRAY, Some(LogicalType::String))
        }
        Kind::Int32 => (Physical::INT32, None),
        Kind::Int64 | Kind::Ints => (Physical::INT64, None),
        Kind::Float | Kind::Floats => (Physical::DOUBLE, None),
        Kind::Bool => (Physical::BOOLEAN, None),
        Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Time => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
    };
    let builder = Type::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical);
    Ok(Arc::new(builder.build()?))
}

/// A column's values of the row group that is being filled.
struct Waiting {
    items: Items,
    /// For each item, or empty list, or missing value: how much of the column's path is there.
    definitions: Vec<i16>,
    /// 0 where a row begins, 1 where its list goes on.
    repetitions: Vec<i16>,
    nullable: bool,
    list: bool,
}

enum Items {
    Bool(Vec<bool>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Float(Vec<f64>),
    Text(Texts),
}

/// Texts one behind the other, so that a short one costs no allocation.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len());
    }

    fn take(&mut self) -> Vec<ByteArray> {
        let ends = std::mem::take(&mut self.ends);
        let all = ByteArray::from(std::mem::take(&mut self.bytes));
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(&ends).map(|(start, end)| all.slice(start, end - start)).collect()
    }
}

impl Waiting {
    fn new(column: &Column) -> Self {
        let items = match column.kind {
            Kind::Bool => Items::Bool(Vec::new()),
            Kind::Int32 | Kind::Date => Items::Int32(Vec::new()),
            Kind::Int64 | Kind::Time | Kind::Ints => Items::Int64(Vec::new()),
            Kind::Float | Kind::Floats => Items::Float(Vec::new()),
            Kind::Text | Kind::Code | Kind::Texts | Kind::Codes => Items::Text(Texts::default()),
        };
        let (definitions, repetitions) = (Vec::new(), Vec::new());
        let (nullable, list) = (column.nullable, column.kind.is_list());
        Self { items, definitions, repetitions, nullable, list }
    }

    fn push(&mut self, value: &Value<'_>) {
        match value {
            Value::Null => self.level(0, 0),
            Value::Texts(items) => self.push_list(items, |column, text| column.text(text)),
            Value::Ints(items) => self.push_list(items, |column, value| column.int(*value)),
            Value::Floats(items) => self.push_list(items, |column, value| column.float(*value)),
            scalar => {
                self.level(i16::from(self.nullable), 0);
                self.scalar(scalar);
            }
        }
    }

    fn push_list<T>(&mut self, items: &[Option<T>], push: impl Fn(&mut Self, &T)) {
        let there = i16::from(self.nullable);
        if items.is_empty() {
            self.level(there, 0);
        }
        for (nth, item) in items.iter().enumerate() {
            self.level(there + 1 + i16::from(item.is_some()), i16::from(nth > 0));
            if let Some(item) = item {
                push(self, item);
            }
        }
    }

    fn level(&mut self, definition: i16, repetition: i16) {
        if self.nullable || self.list {
            self.definitions.push(definition);
        }
        if self.list {
            self.repetitions.push(repetition);
        }
    }

    fn scalar(&mut self, value: &Value<'_>) {
        match value {
            Value::Bool(value) => {
                if let Items::Bool(items) = &mut self.items {
                    items.push(*value);
                }
            }
            Value::Int(value) => self.int(*value),
            Value::Float(value) => self.float(*value),
            Value::Text(text) => self.text(text),
            Value::Date(day) => self.int(days(*day)),
            Value::Time(time) => self.int(time.as_microsecond()),
            Value::Null | Value::Texts(_) | Value::Ints(_) | Value::Floats(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Items::Text(items) = &mut self.items {
            items.push(text);
        }
    }

    fn int(&mut self, value: i64) {
        match &mut self.items {
            Items::Int64(items) => items.push(value),
            Items::Int32(items) => {
                items.push(i32::try_from(value).expect("the row was checked against the schema"));
            }
            Items::Float(items) => items.push(value as f64),
            Items::Bool(_) | Items::Text(_) => {}
        }
    }

    fn float(&mut self, value: f64) {
        if let Items::Float(items) = &mut self.items {
            items.push(value);
        }
    }

    /// Writes the column of the row group and empties it.
    fn write(&mut self, writer: &mut SerializedColumnWriter<'_>) -> Result<(), Error> {
        let definitions = std::mem::take(&mut self.definitions);
        let repetitions = std::mem::take(&mut self.repetitions);
        let definitions = (self.nullable || self.list).then_some(&definitions[..]);
        let repetitions = self.list.then_some(&repetitions[..]);
        match &mut self.items {
            Items::Bool(items) => batch::<BoolType>(writer, items, definitions, repetitions),
            Items::Int32(items) => batch::<Int32Type>(writer, items, definitions, repetitions),
            Items::Int64(items) => batch::<Int64Type>(writer, items, definitions, repetitions),
            Items::Float(items) => batch::<DoubleType>(writer, items, definitions, repetitions),
            Items::Text(texts) => {
                batch::<ByteArrayType>(writer, &mut texts.take(), definitions, repetitions)
            }
        }
    }
}

fn batch<T: DataType>(
    writer: &mut SerializedColumnWriter<'_>,
    items: &mut Vec<T::T>,
    definitions: Option<&[i16]>,
    repetitions: Option<&[i16]>,
) -> Result<(), Error> {
    writer.typed::<T>().write_batch(items, definitions, repetitions)?;
    items.clear();
    Ok(())
}

/// Days from 1970-01-01.
fn days(day: Date) -> i64 {
    let epoch = date(1970, 1, 1);
    i64::from((day - epoch).get_days())
}
