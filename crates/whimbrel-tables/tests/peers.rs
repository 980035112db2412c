//! Others open our Parquet with the right types: pyarrow, pandas, polars and DuckDB where the
//! Python that `WHIMBREL_PYTHON` names (else `python3`) has them, R where it is there.
//! `cargo xtask test` provides the Python packages.

mod common;

use jiff::Timestamp;
use jiff::civil::date;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use whimbrel_record::EventRecord;
use whimbrel_tables::{
    Column, Compression, Format, Kind, Options, RecordTable, Schema, Source, TableWriter, Unit,
    Value, read_records,
};

/// How a script says that what it needs is not installed.
const MISSING: Option<i32> = Some(77);

#[test]
fn python_opens_the_tables_with_their_types() {
    let python = std::env::var("WHIMBREL_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let folder = tempfile::tempdir().unwrap();
    if run(&python, "open_parquet.py", folder.path()) {
        for writer in ["pandas", "polars", "duckdb"] {
            let file = folder.path().join(format!("{writer}.parquet"));
            assert_eq!(read(&file), records(), "{writer}");
        }
    }
}

#[test]
fn r_opens_the_tables_with_their_types() {
    let folder = tempfile::tempdir().unwrap();
    run("Rscript", "open_parquet.R", folder.path());
}

/// Returns whether the script could be run.
fn run(program: &str, script: &str, folder: &Path) -> bool {
    write_tables(folder);
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/peers");
    let result = Command::new(program).arg(scripts.join(script)).arg(folder).output();
    let Ok(output) = result else {
        println!("skipped: no `{program}`");
        return false;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    if output.status.code() == MISSING {
        println!("skipped: {said}");
        return false;
    }
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    true
}

fn records() -> [(EventRecord, Unit); 2] {
    [(common::full(), common::unit()), (common::bare(), Unit::default())]
}

fn read(file: &Path) -> Vec<(EventRecord, Unit)> {
    let mut rows = Vec::new();
    read_records(Source::Path(file), &mut |record, unit| {
        rows.push((record, unit));
        Ok(())
    })
    .unwrap();
    rows
}

fn write_tables(folder: &Path) {
    let zstd = Options::default();
    let snappy = Options { compression: Compression::Snappy, ..Options::default() };
    for (name, options) in [("kinds.parquet", zstd), ("kinds-snappy.parquet", snappy)] {
        write(folder.join(name), kinds(), &rows(), &options);
    }
    let table = RecordTable::default();
    let records = records();
    let rows: Vec<_> =
        records.iter().map(|(record, unit)| table.row(record, unit).unwrap()).collect();
    write(folder.join("records.parquet"), table.schema().clone(), &rows, &Options::default());
}

fn write(path: PathBuf, schema: Schema, rows: &[Vec<Value<'_>>], options: &Options) {
    let file = File::create(path).unwrap();
    let mut table = TableWriter::new(file, Format::Parquet, schema, options).unwrap();
    rows.iter().for_each(|row| table.write(row).unwrap());
    table.finish().unwrap();
}

fn kinds() -> Schema {
    let columns = [
        ("text", Kind::Text),
        ("code", Kind::Code),
        ("int32", Kind::Int32),
        ("int64", Kind::Int64),
        ("float", Kind::Float),
        ("bool", Kind::Bool),
        ("date", Kind::Date),
        ("time", Kind::Time),
        ("texts", Kind::Texts),
        ("codes", Kind::Codes),
        ("ints", Kind::Ints),
        ("floats", Kind::Floats),
    ];
    let column = |(name, kind)| Column::new(name, kind, "a column").nullable();
    Schema::new("kinds", 1, columns.map(column).to_vec()).unwrap()
}

/// The rows that the scripts expect.
fn rows() -> Vec<Vec<Value<'static>>> {
    let time: Timestamp = "2021-11-05T09:30:00Z".parse().unwrap();
    let large = (1i64 << 53) + 1;
    let full = vec![
        "a".into(),
        "010".into(),
        7.into(),
        large.into(),
        0.5.into(),
        true.into(),
        date(2021, 11, 5).into(),
        time.into(),
        Value::Texts(vec![Some("x".into()), None]),
        Value::Texts(vec![Some("010".into()), Some("042".into())]),
        Value::Ints(vec![Some(1), None]),
        Value::Floats(vec![Some(0.5), Some(2.0)]),
    ];
    let odd = vec![
        "\0\u{1b}[2J\u{1f54a};\r\n".into(),
        "001".into(),
        (-1).into(),
        (-large).into(),
        0.0.into(),
        false.into(),
        date(1899, 12, 31).into(),
        time.into(),
        Value::Texts(Vec::new()),
        Value::Texts(Vec::new()),
        Value::Ints(Vec::new()),
        Value::Floats(Vec::new()),
    ];
    vec![full, vec![Value::Null; 12], odd]
}
