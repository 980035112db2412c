//! `whimbrel ledger recode`: what changed, record by record.

use crate::Outcome;
use crate::args::ledger::Recode;
use crate::chunks;
use anyhow::Result;
use std::io::Write;
use whimbrel::Report;
use whimbrel::record::{Entity, EventRecord};
use whimbrel_ledger::{Change, Ledger, Recoded};

pub(crate) fn run(args: &Recode) -> Result<Outcome> {
    chunks::set_jobs(args.coder.jobs)?;
    let (pipeline, lists) =
        crate::own::pipeline(&args.coder.actors, args.coder.codebook.as_deref())?;
    let mut ledger = Ledger::open(&args.ledger)?;
    let code =
        |reports: &[Report]| chunks::side_by_side(reports, |report| super::code(&pipeline, report));
    let mut out = std::io::stdout().lock();
    let mut totals = Totals::default();
    let mut written = Ok(());
    let mut take = |done: Recoded| {
        totals.add(&done);
        if written.is_ok() {
            written = write(&mut out, &done);
        }
    };
    ledger.recode(&pipeline.version(), &args.why, &super::now(), &code, &mut take)?;
    written?;
    let Totals { reports, new, changed, gone } = totals;
    eprintln!("{reports} reports coded anew: {new} records new, {changed} changed, {gone} gone");
    Ok(lists)
}

#[derive(Default)]
struct Totals {
    reports: usize,
    new: usize,
    changed: usize,
    gone: usize,
}

impl Totals {
    fn add(&mut self, done: &Recoded) {
        self.reports += 1;
        for change in &done.changes {
            match change {
                Change::New { .. } => self.new += 1,
                Change::Changed { .. } => self.changed += 1,
                Change::Gone { .. } => self.gone += 1,
            }
        }
    }
}

fn write(out: &mut dyn Write, done: &Recoded) -> std::io::Result<()> {
    if done.changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", whimbrel::layouts::table::printable(&done.report))?;
    for change in &done.changes {
        match change {
            Change::New { id, after } => writeln!(out, "  + {id}  {}", line(after))?,
            Change::Gone { id, before } => writeln!(out, "  - {id}  {}", line(before))?,
            Change::Changed { id, fields, before, after } => {
                writeln!(out, "  ~ {id}  {} ({})", line(before), fields.join(", "))?;
                if line(before) != line(after) {
                    writeln!(out, "    {:16}  {}", "", line(after))?;
                }
            }
        }
    }
    Ok(())
}

fn line(record: &EventRecord) -> String {
    let names = |side: &[Entity]| {
        side.iter().map(|entity| entity.entity_name.as_str()).collect::<Vec<_>>().join(" + ")
    };
    let date = record.date.as_deref().unwrap_or("undated");
    let (actor, recipient) = (names(&record.actor), names(&record.recipient));
    let said = format!("{date} {} \"{}\" {actor} > {recipient}", record.event, record.event_text);
    whimbrel::layouts::table::printable(&said)
}
