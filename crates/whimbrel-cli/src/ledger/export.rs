//! `whimbrel ledger export`: records in the field's layouts.

use super::table::{count, name};
use super::target::{Target, manifest};
use crate::Outcome;
use crate::args::ledger::{Dyads, Export, ExportFormat, Quad, Scale, Statuses, Unit, Which};
use anyhow::Result;
use serde::Serialize;
use std::io::Write;
use std::path::Path;
use whimbrel::record::EventRecord;
use whimbrel_export::{Conventions, Layout, Outcome as Line, Row, Writer};
use whimbrel_ledger::{Filter, Ledger, Selection, Telling, UnitRow};
use whimbrel_tables::{
    Column, Format, GeoJson, GeoOptions, Kind, Manifest, Options, RecordTable, Settings,
    TableWriter,
};

pub(super) fn run(args: &Export) -> Result<Outcome> {
    let ledger = Ledger::open_to_read(&args.ledger)?;
    let selection = Selection {
        filter: filter(&args.which),
        unit: count(args.unit),
        event_threshold: args.event_threshold,
        incident_threshold: args.incident_threshold,
    };
    let conventions = conventions(args);
    let mut sink = sink(args, conventions)?;
    let mut failed = None;
    ledger.units(&selection, &mut |mut unit| {
        reckon(&mut unit.held.record, &conventions);
        failed = sink.take(&unit).err();
        failed.is_none()
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let columns = layout(args.format).header();
    let columns = columns.into_iter().map(|name| Column::new(name, Kind::Text, "")).collect();
    let manifest = manifest(&ledger, &name(args.format), columns, settings(args, conventions))?;
    let skipped = sink.finish(manifest)?;
    if skipped > 0 {
        let why = match args.format {
            ExportFormat::Geojson => "no place was read",
            _ => {
                "the layout has no code or no day for them, or cannot say that they did not happen"
            }
        };
        eprintln!("{skipped} rows left out: {why}");
    }
    Ok(Outcome::Complete)
}

pub(super) fn filter(which: &Which) -> Filter {
    Filter {
        from: which.from.map(|day| day.to_string()),
        to: which.to.map(|day| day.to_string()),
        event: which.event.clone(),
        party: which.party.clone(),
        status: which.status.clone(),
        confidence: which.confidence,
    }
}

fn layout(format: ExportFormat) -> Layout {
    match format {
        ExportFormat::Jsonl => Layout::Jsonl,
        ExportFormat::Csv | ExportFormat::Parquet | ExportFormat::Geojson => Layout::Csv,
        ExportFormat::Gdelt1 => Layout::Gdelt1,
        ExportFormat::Gdelt1Back => Layout::Gdelt1Back,
        ExportFormat::Gdelt2 => Layout::Gdelt2,
        ExportFormat::Gdelt2Mentions => Layout::GdeltMentions,
        ExportFormat::Icews => Layout::Icews,
        ExportFormat::Polecat => Layout::Polecat,
        ExportFormat::Phoenix => Layout::Phoenix,
        ExportFormat::Petrarch2 => Layout::Petrarch2,
    }
}

fn conventions(args: &Export) -> Conventions {
    let own = Conventions::of(layout(args.format));
    Conventions {
        quad: args.quad.map_or(own.quad, Into::into),
        scale: args.scale.map_or(own.scale, Into::into),
        dyads: match args.dyads {
            Dyads::First => whimbrel_export::Dyads::First,
            Dyads::Each => whimbrel_export::Dyads::Each,
        },
        statuses: match args.statuses {
            Statuses::Facts => whimbrel_export::Statuses::Facts,
            Statuses::All => whimbrel_export::Statuses::All,
        },
    }
}

impl From<Quad> for whimbrel_export::Quad {
    fn from(quad: Quad) -> Self {
        match quad {
            Quad::Gdelt => Self::Gdelt,
            Quad::Phoenix => Self::Phoenix,
            Quad::Plover => Self::Plover,
        }
    }
}

impl From<Scale> for whimbrel_export::Scale {
    fn from(scale: Scale) -> Self {
        match scale {
            Scale::Gdelt => Self::Gdelt,
            Scale::Icews => Self::Icews,
            Scale::Phoenix => Self::Phoenix,
            Scale::Plover => Self::Plover,
        }
    }
}

/// Sets quad and scale by another convention than the record's own.
fn reckon(record: &mut EventRecord, conventions: &Conventions) {
    let code = whimbrel_export::convert::cameo_of(record);
    if conventions.quad != whimbrel_export::Quad::Plover {
        record.quad_code = conventions.quad(record, code).unwrap_or(0);
    }
    if conventions.scale != whimbrel_export::Scale::Plover {
        record.event_scale = conventions.scale(record, code).unwrap_or(0.0);
    }
}

fn settings(args: &Export, conventions: Conventions) -> Settings {
    let filter = filter(&args.which);
    let given = [
        ("from", filter.from),
        ("to", filter.to),
        ("event", filter.event),
        ("party", filter.party),
        ("status", filter.status),
    ];
    let mut settings = Settings {
        unit: name(args.unit),
        threshold: args.which.confidence,
        filters: given
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name} {}", value?)))
            .collect(),
        quad_convention: conventions.quad.name().to_owned(),
        scale_convention: conventions.scale.name().to_owned(),
        ..Settings::default()
    };
    let thresholds = [
        ("event_threshold", args.event_threshold),
        ("incident_threshold", args.incident_threshold),
    ];
    for (name, value) in thresholds {
        settings.other.extend(value.map(|value| (name.to_owned(), value.to_string())));
    }
    settings.other.insert("dyads".to_owned(), name(args.dyads));
    settings.other.insert("statuses".to_owned(), name(args.statuses));
    settings
}

/// What takes the rows of an export.
trait Sink {
    fn take(&mut self, row: &UnitRow) -> Result<()>;

    /// Ends the export; returns how many rows had no place in it.
    fn finish(self: Box<Self>, manifest: Manifest) -> Result<u64>;
}

fn sink(args: &Export, conventions: Conventions) -> Result<Box<dyn Sink>> {
    let output = args.output.as_deref();
    Ok(match args.format {
        ExportFormat::Jsonl => Box::new(Jsonl { out: Target::open(output)?, rows: 0 }),
        ExportFormat::Csv => Box::new(Table::new(Target::open(output)?, Format::Csv)?),
        ExportFormat::Parquet => {
            Box::new(Table::new(Target::open_binary(output)?, Format::Parquet)?)
        }
        ExportFormat::Geojson => {
            let map = GeoJson::new(Target::open(output)?, &GeoOptions::default())?;
            Box::new(Map { map, skipped: 0 })
        }
        format => Box::new(Lines::new(layout(format), conventions, args.unit, output)?),
    })
}

/// What the ledger knows of a row beside its record.
fn unit(row: &UnitRow) -> whimbrel_tables::Unit {
    let number = |count: u64| u32::try_from(count).ok();
    whimbrel_tables::Unit {
        report: Some(row.held.record.cite_info.report_id.clone()),
        mention: Some(row.held.id.clone()),
        event: Some(row.held.event.clone()),
        incident: Some(row.held.incident.clone()),
        n_mentions: number(row.mentions),
        n_sources: number(row.sources),
        n_articles: number(row.reports),
    }
}

struct Jsonl {
    out: Target,
    rows: u64,
}

/// A record with what the ledger knows of it.
#[derive(Serialize)]
struct JsonLine<'r> {
    #[serde(flatten)]
    record: &'r EventRecord,
    mention_id: &'r str,
    event_id: &'r str,
    incident_id: &'r str,
    n_mentions: u64,
    n_sources: u64,
    n_articles: u64,
    first_seen: Option<&'r str>,
}

impl Sink for Jsonl {
    fn take(&mut self, row: &UnitRow) -> Result<()> {
        let line = JsonLine {
            record: &row.held.record,
            mention_id: &row.held.id,
            event_id: &row.held.event,
            incident_id: &row.held.incident,
            n_mentions: row.mentions,
            n_sources: row.sources,
            n_articles: row.reports,
            first_seen: row.first_seen.as_deref(),
        };
        serde_json::to_writer(&mut self.out, &line)?;
        self.out.write_all(b"\n")?;
        self.rows += 1;
        Ok(())
    }

    fn finish(self: Box<Self>, manifest: Manifest) -> Result<u64> {
        self.out.finish(manifest, self.rows)?;
        Ok(0)
    }
}

struct Table {
    records: RecordTable,
    table: TableWriter<Target>,
}

impl Table {
    fn new(out: Target, format: Format) -> Result<Self> {
        let records = RecordTable::default();
        let table = TableWriter::new(out, format, records.schema().clone(), &Options::default())?;
        Ok(Self { records, table })
    }
}

impl Sink for Table {
    fn take(&mut self, row: &UnitRow) -> Result<()> {
        let unit = unit(row);
        Ok(self.table.write(&self.records.row(&row.held.record, &unit)?)?)
    }

    fn finish(self: Box<Self>, mut manifest: Manifest) -> Result<u64> {
        let schema = self.records.schema();
        manifest.columns = schema.columns().to_vec();
        manifest.output.schema = schema.name().to_owned();
        manifest.output.schema_version = schema.version();
        let (target, rows) = self.table.finish()?;
        target.finish(manifest, rows)?;
        Ok(0)
    }
}

struct Map {
    map: GeoJson<Target>,
    skipped: u64,
}

impl Sink for Map {
    fn take(&mut self, row: &UnitRow) -> Result<()> {
        if !self.map.write(&row.held.record, &unit(row))? {
            self.skipped += 1;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, manifest: Manifest) -> Result<u64> {
        let (target, features) = self.map.finish()?;
        target.finish(manifest, features)?;
        Ok(self.skipped)
    }
}

/// One of the field's own layouts.
struct Lines {
    writer: Writer,
    unit: whimbrel_export::Unit,
    out: Target,
    rows: u64,
    skipped: u64,
}

impl Lines {
    fn new(
        layout: Layout,
        conventions: Conventions,
        unit: Unit,
        output: Option<&Path>,
    ) -> Result<Self> {
        let writer = Writer::new(layout, conventions)?;
        let unit = match unit {
            // A mention of the ledger's is a record: the layouts number records within reports.
            Unit::Report | Unit::Mention => whimbrel_export::Unit::Report,
            Unit::Event => whimbrel_export::Unit::Event,
            Unit::Incident => whimbrel_export::Unit::Incident,
        };
        let mut out = Target::open(output)?;
        writer.header(&mut out)?;
        Ok(Self { writer, unit, out, rows: 0, skipped: 0 })
    }
}

impl Sink for Lines {
    fn take(&mut self, row: &UnitRow) -> Result<()> {
        let day = |text: &Option<String>| text.as_deref().and_then(|day| day.parse().ok());
        let telling = |telling: &Telling| whimbrel_export::Telling {
            report_id: telling.report.clone(),
            url: telling.url.clone(),
            publisher: telling.publisher.clone(),
            published: day(&telling.published),
            part: telling.part.clone(),
            sequence: usize::try_from(telling.sequence).unwrap_or(0),
            event_start: usize::try_from(telling.event_start).ok(),
            actor_start: None,
            recipient_start: None,
            confidence: telling.confidence,
        };
        let line = Row {
            record: row.held.record.clone(),
            unit: self.unit,
            mention: None,
            event_id: Some(row.held.event.clone()),
            incident_id: Some(row.held.incident.clone()),
            mentions: row.mentions,
            sources: row.sources,
            articles: row.reports,
            first_seen: day(&row.first_seen),
            tone: None,
            tellings: row.tellings.iter().map(telling).collect(),
        };
        match self.writer.write(&mut self.out, &line)? {
            Line::Written(lines) => self.rows += lines as u64,
            Line::Skipped(_) => self.skipped += 1,
        }
        Ok(())
    }

    fn finish(self: Box<Self>, manifest: Manifest) -> Result<u64> {
        self.out.finish(manifest, self.rows)?;
        Ok(self.skipped)
    }
}
