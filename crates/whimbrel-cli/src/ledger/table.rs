//! `whimbrel ledger panel` and `whimbrel sql`: rows of values as CSV or Parquet.

use super::target::{Target, manifest};
use crate::Outcome;
use crate::args::ledger::{By, Panel as PanelArgs, Role, Sql, TableFormat, Unit};
use anyhow::Result;
use std::path::Path;
use whimbrel_ledger::panel::{self, Count, Panel};
use whimbrel_ledger::{Cell, Ledger};
use whimbrel_tables::{Column, Format, Guess, Kind, Options, Schema, Settings, TableWriter, Value};

pub(super) fn count(unit: Unit) -> Count {
    match unit {
        Unit::Report => Count::Report,
        Unit::Mention => Count::Mention,
        Unit::Event => Count::Event,
        Unit::Incident => Count::Incident,
    }
}

/// The name that users give to a choice.
pub(super) fn name(choice: impl clap::ValueEnum) -> String {
    choice.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

pub(super) fn panel(args: &PanelArgs) -> Result<Outcome> {
    let ledger = Ledger::open_to_read(&args.ledger)?;
    let wanted = Panel {
        unit: match args.by {
            By::CountryMonth => panel::Unit::CountryMonth,
            By::DyadMonth => panel::Unit::DyadMonth,
            By::ActorMonth => panel::Unit::ActorMonth,
            By::GridMonth => panel::Unit::GridMonth,
        },
        role: match args.role {
            Role::Any => panel::Role::Any,
            Role::Actor => panel::Role::Actor,
            Role::Recipient => panel::Role::Recipient,
            Role::Place => panel::Role::Place,
        },
        count: count(args.unit),
        status: (args.status != "any").then(|| args.status.clone()),
        confidence: args.confidence,
        from: args.from.clone(),
        to: args.to.clone(),
    };
    let columns = panel::columns(wanted.unit).into_iter().map(column).collect();
    let schema = Schema::new(&name(args.by), 1, columns)?;
    let mut settings = Settings {
        unit: name(args.unit),
        threshold: Some(args.confidence),
        filters: vec![format!("status {}", args.status)],
        quad_convention: "plover".to_owned(),
        scale_convention: "plover".to_owned(),
        ..Settings::default()
    };
    settings.other.insert("role".to_owned(), name(args.role));
    let format = format(args.format, args.output.as_deref());
    write(&ledger, schema, format, args.output.as_deref(), settings, |take| {
        Ok(ledger.panel(&wanted, take)?)
    })
}

fn column(column: whimbrel_ledger::Column) -> Column {
    let kind = match column.kind {
        whimbrel_ledger::Kind::Text => Kind::Text,
        whimbrel_ledger::Kind::Code => Kind::Code,
        whimbrel_ledger::Kind::Integer => Kind::Int64,
        whimbrel_ledger::Kind::Real => Kind::Float,
        whimbrel_ledger::Kind::Flag => Kind::Bool,
    };
    Column::new(&column.name, kind, &column.about).nullable()
}

pub(crate) fn sql(args: &Sql) -> Result<Outcome> {
    let mut ledger = Ledger::open_to_read(&args.ledger)?;
    // Held in memory: only all rows together tell which kinds the columns have, as SQLite's are each value's own.
    let (mut names, mut rows): (Vec<String>, Vec<Vec<Cell>>) = (Vec::new(), Vec::new());
    ledger.query(&args.query, &mut |found| found.clone_into(&mut names), &mut |row| {
        rows.push(row.to_vec());
        true
    })?;
    let mut guess = Guess::new(names);
    rows.iter().for_each(|row| guess.row(&row.iter().map(value).collect::<Vec<_>>()));
    let schema = guess.schema("query", 1)?;
    let mut settings = Settings::default();
    settings.other.insert("query".to_owned(), args.query.clone());
    let format = format(args.format, args.output.as_deref());
    write(&ledger, schema, format, args.output.as_deref(), settings, |take| {
        rows.iter().all(|row| take(row));
        Ok(())
    })
}

fn format(format: Option<TableFormat>, output: Option<&Path>) -> Format {
    match format {
        Some(TableFormat::Csv) => Format::Csv,
        Some(TableFormat::Parquet) => Format::Parquet,
        None => output
            .and_then(|path| Format::from_name(path.extension()?.to_str()?))
            .unwrap_or(Format::Csv),
    }
}

fn value(cell: &Cell) -> Value<'_> {
    match cell {
        Cell::Missing => Value::Null,
        Cell::Integer(number) => Value::Int(*number),
        Cell::Real(number) => Value::Float(*number),
        Cell::Text(text) => Value::Text(text.as_str().into()),
    }
}

fn write(
    ledger: &Ledger,
    schema: Schema,
    format: Format,
    output: Option<&Path>,
    settings: Settings,
    rows: impl FnOnce(&mut dyn FnMut(&[Cell]) -> bool) -> Result<()>,
) -> Result<Outcome> {
    let target = match format {
        Format::Parquet => Target::open_binary(output)?,
        Format::Csv => Target::open(output)?,
    };
    let mut manifest = manifest(ledger, format.name(), schema.columns().to_vec(), settings)?;
    manifest.output.schema = schema.name().to_owned();
    manifest.output.schema_version = schema.version();
    let kinds: Vec<Kind> = schema.columns().iter().map(|column| column.kind).collect();
    let mut table = TableWriter::new(target, format, schema, &Options::default())?;
    let mut failed = None;
    rows(&mut |row| {
        let values: Vec<Value<'_>> =
            row.iter().zip(&kinds).map(|(cell, kind)| of_kind(value(cell), *kind)).collect();
        failed = table.write(&values).err();
        failed.is_none()
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let (target, rows) = table.finish()?;
    target.finish(manifest, rows)?;
    Ok(Outcome::Complete)
}

/// A value as its column has it: SQLite has flags as numbers.
fn of_kind(value: Value<'_>, kind: Kind) -> Value<'_> {
    match (value, kind) {
        (Value::Int(number), Kind::Bool) => Value::Bool(number != 0),
        (value, kind) => value.into_kind(kind),
    }
}
