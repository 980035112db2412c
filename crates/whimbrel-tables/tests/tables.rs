//! Tables of all kinds of columns, as Parquet and CSV.

use jiff::Timestamp;
use jiff::civil::date;
use parquet::basic::{ConvertedType, LogicalType};
use parquet::file::reader::{FileReader, SerializedFileReader};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use whimbrel_tables::{
    Column, Compression, Error, Format, Kind, Options, Schema, Source, TableWriter, Value,
    read_parquet,
};

const KINDS: [Kind; 12] = [
    Kind::Text,
    Kind::Code,
    Kind::Int32,
    Kind::Int64,
    Kind::Float,
    Kind::Bool,
    Kind::Date,
    Kind::Time,
    Kind::Texts,
    Kind::Codes,
    Kind::Ints,
    Kind::Floats,
];

/// A column of each kind, each once required and once nullable.
fn schema() -> Schema {
    let column = |(at, kind): (usize, Kind)| Column::new(&format!("c{at}"), kind, "a column");
    let required = KINDS.into_iter().enumerate().map(column);
    let nullable =
        KINDS.into_iter().enumerate().map(|(at, kind)| column((at + 12, kind)).nullable());
    Schema::new("kinds", 3, required.chain(nullable).collect()).unwrap()
}

fn written(schema: &Schema, rows: &[Vec<Value<'_>>], format: Format, options: &Options) -> Vec<u8> {
    let mut table = TableWriter::new(Vec::new(), format, schema.clone(), options).unwrap();
    rows.iter().for_each(|row| table.write(row).unwrap());
    let (bytes, n) = table.finish().unwrap();
    assert_eq!(n, rows.len() as u64);
    bytes
}

fn parquet(schema: &Schema, rows: &[Vec<Value<'_>>], options: &Options) -> Vec<u8> {
    written(schema, rows, Format::Parquet, options)
}

fn back(schema: &Schema, bytes: Vec<u8>) -> Result<Vec<Vec<Value<'static>>>, Error> {
    let mut rows = Vec::new();
    read_parquet(Source::Bytes("test", bytes), schema, &mut |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

fn one(kind: Kind) -> Schema {
    Schema::new("one", 1, vec![Column::new("c", kind, "").nullable()]).unwrap()
}

fn csv(columns: Vec<Column>, row: Vec<Value<'_>>) -> String {
    let schema = Schema::new("t", 1, columns).unwrap();
    String::from_utf8(written(&schema, &[row], Format::Csv, &Options::default())).unwrap()
}

#[test]
fn columns_have_the_logical_types_that_readers_know() {
    let file =
        SerializedFileReader::new(bytes::Bytes::from(parquet(&schema(), &[], &Options::default())));
    let file = file.unwrap();
    let root = file.metadata().file_metadata().schema_descr().root_schema();
    let logical = |at: usize| root.get_fields()[at].get_basic_info().logical_type_ref().cloned();
    assert_eq!(logical(0), Some(LogicalType::String));
    assert_eq!(logical(6), Some(LogicalType::Date));
    assert!(matches!(logical(7), Some(LogicalType::Timestamp(time)) if time.is_adjusted_to_u_t_c));
    assert_eq!(logical(8), Some(LogicalType::List));
    let list = &root.get_fields()[8];
    assert_eq!(list.get_basic_info().converted_type(), ConvertedType::LIST);
    assert_eq!(
        (list.get_fields()[0].name(), list.get_fields()[0].get_fields()[0].name()),
        ("list", "element")
    );
}

#[test]
fn the_file_says_what_its_columns_mean() {
    let options = Options { metadata: vec![("program".into(), "1".into())], ..Options::default() };
    let file =
        SerializedFileReader::new(bytes::Bytes::from(parquet(&one(Kind::Code), &[], &options)));
    let file = file.unwrap();
    let metadata = file.metadata().file_metadata();
    let entries = metadata.key_value_metadata().unwrap();
    let entries: Vec<_> = entries.iter().map(|e| (&*e.key, e.value.as_deref().unwrap())).collect();
    let columns = r#"[{"name":"c","type":"dictionary<string>","nullable":true,"description":""}]"#;
    let expected = [
        ("whimbrel.schema", "one"),
        ("whimbrel.schema_version", "1"),
        ("whimbrel.columns", columns),
        ("program", "1"),
    ];
    assert_eq!(entries, expected);
    let by = concat!("whimbrel version ", env!("CARGO_PKG_VERSION"));
    assert_eq!(metadata.created_by(), Some(by));
}

#[test]
fn no_row_group_is_larger_than_asked_for() {
    let schema = one(Kind::Text);
    let text = "x".repeat(1000);
    let rows: Vec<_> = (0..500).map(|at| vec![format!("{at}{text}").into()]).collect();
    let by_bytes = Options { row_group_bytes: 20_000, ..Options::default() };
    let by_rows = Options { row_group_rows: 30, ..Options::default() };
    for (options, most) in [(by_bytes, 19), (by_rows, 30)] {
        let file = parquet(&schema, &rows, &options);
        let file = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
        let groups = file.metadata().row_groups();
        assert!(groups.iter().all(|group| group.num_rows() <= most));
        assert_eq!(groups.len(), 500usize.div_ceil(most as usize));
    }
}

#[test]
fn a_text_larger_than_a_row_group_is_written() {
    let schema = one(Kind::Texts);
    let large = "\u{1f54a}".repeat(1 << 18);
    let rows = vec![
        vec![Value::Texts(vec![Some("a".into())])],
        vec![Value::Texts(vec![None, Some(large.into())])],
        vec![Value::Texts(Vec::new())],
    ];
    let options = Options { row_group_bytes: 1 << 16, ..Options::default() };
    assert_eq!(back(&schema, parquet(&schema, &rows, &options)).unwrap(), rows);
}

#[test]
fn a_row_that_does_not_suit_leaves_nothing_behind() {
    for format in [Format::Parquet, Format::Csv] {
        let columns = vec![Column::new("a", Kind::Text, ""), Column::new("b", Kind::Int32, "")];
        let schema = Schema::new("t", 1, columns).unwrap();
        let good = vec!["x".into(), 1.into()];
        let mut table =
            TableWriter::new(Vec::new(), format, schema.clone(), &Options::default()).unwrap();
        let error = table.write(&["y".into(), Value::Null]).unwrap_err();
        assert_eq!(error.to_string(), "row 1, column `b`: a value is missing");
        let error = table.write(&["z".into()]).unwrap_err();
        assert_eq!(error.to_string(), "row 1 has 1 values for 2 columns");
        table.write(&good).unwrap();
        let alone = written(&schema, &[good], format, &Options::default());
        assert_eq!(table.finish().unwrap().0, alone);
    }
}

#[test]
fn a_file_of_other_kinds_is_read_where_values_fit() {
    let narrow = Schema::new("n", 1, vec![Column::new("c", Kind::Int32, "")]).unwrap();
    let bytes = parquet(&narrow, &[vec![7.into()]], &Options::default());
    assert_eq!(back(&one(Kind::Int64), bytes.clone()).unwrap(), [[Value::Int(7)]]);
    let error = back(&one(Kind::Code), bytes).unwrap_err();
    let message = "test: row 1, column `c`: a whole number where dictionary<string> is expected";
    assert_eq!(error.to_string(), message);
}

#[test]
fn whole_numbers_that_others_made_floating_point_are_whole_again() {
    let columns = vec![Column::new("c", Kind::Float, ""), Column::new("d", Kind::Floats, "")];
    let floats = Schema::new("f", 1, columns).unwrap();
    let list = |items: &[f64]| Value::Floats(items.iter().copied().map(Some).collect());
    let rows =
        [vec![503.0.into(), list(&[3.0, f64::NAN])], vec![Value::Float(f64::NAN), list(&[])]];
    let columns =
        vec![Column::new("c", Kind::Int32, "").nullable(), Column::new("d", Kind::Ints, "")];
    let whole = Schema::new("w", 1, columns).unwrap();
    let found = back(&whole, parquet(&floats, &rows, &Options::default())).unwrap();
    let expected = [
        vec![Value::Int(503), Value::Ints(vec![Some(3), None])],
        vec![Value::Null, Value::Ints(vec![])],
    ];
    assert_eq!(found, expected);
    let broken = parquet(&floats, &[vec![0.5.into(), list(&[])]], &Options::default());
    let error = back(&whole, broken).unwrap_err().to_string();
    let message = "test: row 1, column `c`: a floating-point number where int32 is expected";
    assert_eq!(error, message);
}

#[test]
fn what_is_no_parquet_is_named() {
    let error = back(&one(Kind::Int64), b"PAR1 and nothing else".to_vec()).unwrap_err();
    assert!(error.to_string().starts_with("test: not readable as Parquet: "), "{error}");
}

#[test]
fn csv_quotes_what_needs_it_and_joins_lists() {
    let columns = KINDS.iter().enumerate();
    let columns = columns.map(|(at, kind)| Column::new(&format!("c{at}"), *kind, "")).collect();
    let row = vec![
        "said \"no\",\r\nthen".into(),
        "010".into(),
        (-3).into(),
        i64::MIN.into(),
        0.1.into(),
        true.into(),
        date(2021, 11, 5).into(),
        "2021-11-05T09:30:00.5+02:00".parse::<Timestamp>().unwrap().into(),
        Value::Texts(vec![Some("a; b".into()), None, Some("c".into())]),
        Value::Texts(vec![]),
        Value::Ints(vec![Some(1), None]),
        Value::Floats(vec![Some(0.5), Some(2.0)]),
    ];
    let expected = "c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11\n\
        \"said \"\"no\"\",\r\nthen\",010,-3,-9223372036854775808,0.1,true,2021-11-05,\
        2021-11-05T07:30:00.5Z,\"a, b;;c\",,1;,0.5;2\n";
    assert_eq!(csv(columns, row), expected);
}

#[test]
fn csv_has_no_nul_and_keeps_other_control_characters() {
    let columns = vec![Column::new("c", Kind::Text, ""), Column::new("d", Kind::Text, "")];
    let line = csv(columns, vec!["a\0b\u{1b}".into(), "\u{202e}\t".into()]);
    assert_eq!(line, "c,d\na\u{fffd}b\u{1b},\u{202e}\t\n");
}

#[test]
fn a_table_without_rows_still_has_its_columns() {
    let columns = vec![Column::new("c", Kind::Text, "")];
    let schema = Schema::new("t", 1, columns).unwrap();
    assert_eq!(written(&schema, &[], Format::Csv, &Options::default()), b"c\n");
    assert_eq!(back(&schema, parquet(&schema, &[], &Options::default())).unwrap().len(), 0);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-z;,\"\r\n\0]{0,8}"]
}

fn float() -> impl Strategy<Value = f64> {
    prop::num::f64::ANY.prop_filter("NaN is equal to nothing", |value| !value.is_nan())
}

fn value(kind: Kind) -> BoxedStrategy<Value<'static>> {
    let texts = vec(option::of(text()), 0..4);
    let texts =
        texts.prop_map(|items| items.into_iter().map(|item| item.map(Into::into)).collect());
    match kind {
        Kind::Text | Kind::Code => text().prop_map(Value::from).boxed(),
        Kind::Int32 => any::<i32>().prop_map(Value::from).boxed(),
        Kind::Int64 => any::<i64>().prop_map(Value::from).boxed(),
        Kind::Float => float().prop_map(Value::from).boxed(),
        Kind::Bool => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Date => {
            (-9999i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| date(y, m, d).into()).boxed()
        }
        Kind::Time => (-300_000_000_000_000_000i64..250_000_000_000_000_000)
            .prop_map(|time| Timestamp::from_microsecond(time).unwrap().into())
            .boxed(),
        Kind::Texts | Kind::Codes => texts.prop_map(Value::Texts).boxed(),
        Kind::Ints => vec(option::of(any::<i64>()), 0..4).prop_map(Value::Ints).boxed(),
        Kind::Floats => vec(option::of(float()), 0..4).prop_map(Value::Floats).boxed(),
    }
}

fn row() -> impl Strategy<Value = Vec<Value<'static>>> {
    let required = KINDS.map(value).to_vec();
    let nullable = KINDS.map(|kind| option::of(value(kind)).prop_map(Option::unwrap_or_default));
    (required, nullable.to_vec()).prop_map(|(required, nullable)| [required, nullable].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_row_comes_back(
        rows in vec(row(), 0..8),
        row_group_rows in 1usize..5,
        zstd in any::<bool>(),
    ) {
        let compression = if zstd { Compression::Zstd } else { Compression::Snappy };
        let options = Options { compression, row_group_rows, ..Options::default() };
        let schema = schema();
        let bytes = parquet(&schema, &rows, &options);
        prop_assert_eq!(&bytes, &parquet(&schema, &rows, &options), "the bytes hang on something else");
        prop_assert_eq!(back(&schema, bytes).unwrap(), rows);
    }

    #[test]
    fn csv_has_a_line_a_row_and_a_cell_a_column(rows in vec(row(), 0..8)) {
        let bytes = written(&schema(), &rows, Format::Csv, &Options::default());
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        let found: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(found.len(), rows.len());
        for (cells, row) in found.iter().zip(&rows) {
            if let Value::Text(text) = &row[0] {
                prop_assert_eq!(&cells[0], text.replace('\0', "\u{fffd}"));
            }
        }
    }
}
