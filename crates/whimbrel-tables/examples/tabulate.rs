//! Turns JSON lines of records, as `whimbrel code --format jsonl` writes them, into a table or a
//! map with its manifest: `tabulate RECORDS.jsonl OUT.parquet|OUT.csv|OUT.geojson`.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use whimbrel_record::EventRecord;
use whimbrel_tables::{
    Export, ExportFile, Format, GeoJson, GeoOptions, Manifest, Options, RecordTable, Unit,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("usage: tabulate RECORDS.jsonl OUT.parquet|OUT.csv|OUT.geojson".into());
    };
    let output = Path::new(&output);
    let ending = output.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let manifest = match Format::from_name(ending) {
        Some(format) => table(&input, output, format)?,
        None => map(&input, output)?,
    };
    println!("{} rows, {} bytes", manifest.output.rows, manifest.output.bytes);
    Ok(())
}

fn records(input: &str, take: &mut dyn FnMut(&EventRecord) -> Outcome<()>) -> Outcome<()> {
    for line in BufReader::new(File::open(input)?).lines() {
        take(&serde_json::from_str(&line?)?)?;
    }
    Ok(())
}

fn table(input: &str, output: &Path, format: Format) -> Outcome<Manifest> {
    let (table, unit) = (RecordTable::default(), Unit::default());
    let schema = table.schema().clone();
    let mut export = Export::create(output, format, schema, &Options::default())?;
    records(input, &mut |record| Ok(export.write(&table.row(record, &unit)?)?))?;
    Ok(export.finish(Manifest::default())?)
}

fn map(input: &str, output: &Path) -> Outcome<Manifest> {
    let mut map = GeoJson::new(ExportFile::create(output)?, &GeoOptions::default())?;
    records(input, &mut |record| {
        map.write(record, &Unit::default())?;
        Ok(())
    })?;
    let manifest = Manifest::default().of_table("geojson", map.schema());
    let (file, features) = map.finish()?;
    Ok(file.finish(manifest, features)?)
}
