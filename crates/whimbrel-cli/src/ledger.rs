//! `whimbrel ledger`: reports and their records in one file.

mod add;
mod export;
mod recode;
mod show;
pub(crate) mod table;
mod target;
mod tracked;

use crate::Outcome;
use crate::args::ledger::{Backup, Ledger as Args, LedgerAction, Log, Verify};
use anyhow::Result;
use std::io::{BufWriter, Write};
use whimbrel::{Coded, Pipeline, Report};
use whimbrel_ledger::{Coding, Ledger, Version};

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    match &args.action {
        LedgerAction::Add(args) => add::run(args),
        LedgerAction::Search(args) => show::search(args),
        LedgerAction::Show(args) => show::show(args),
        LedgerAction::Verify(args) => verify(args),
        LedgerAction::Backup(args) => backup(args),
        LedgerAction::Recode(args) => recode::run(args),
        LedgerAction::Log(args) => log(args),
        LedgerAction::Export(args) => export::run(args),
        LedgerAction::Panel(args) => table::panel(args),
        LedgerAction::Related(args) => show::related(args),
        LedgerAction::Commitments(args) => tracked::commitments(args),
        LedgerAction::Positions(args) => tracked::positions(args),
        LedgerAction::Decide(args) => tracked::decide(args),
    }
}

/// The time to write beside what is added: the only clock that the program reads.
#[expect(clippy::disallowed_methods, reason = "no result hangs on when something was written down")]
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}

fn verify(args: &Verify) -> Result<Outcome> {
    let ledger = Ledger::open_to_read(&args.ledger)?;
    let faults = ledger.verify(args.end.as_deref())?;
    for fault in &faults {
        eprintln!("{}: {}", args.ledger.display(), fault.what);
    }
    if !faults.is_empty() {
        return Ok(Outcome::Partial);
    }
    let counts = ledger.counts()?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "all stands as it was written: {} reports, {} records, {} events, {} versions",
        counts.reports, counts.mentions, counts.events, counts.versions
    )?;
    writeln!(out, "end of the chain: {}", ledger.end()?)?;
    Ok(Outcome::Complete)
}

fn backup(args: &Backup) -> Result<Outcome> {
    Ledger::open(&args.ledger)?.backup(&args.to)?;
    Ok(Outcome::Complete)
}

/// Each version as the line whose SHA-256 is its hash, a tab, and that hash.
fn log(args: &Log) -> Result<Outcome> {
    let ledger = Ledger::open_to_read(&args.ledger)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut previous: Option<String> = None;
    let mut written = Ok(());
    let from = args.from.max(1);
    // The one before gives the first line its previous hash.
    ledger.log(from - 1, &mut |version: Version| {
        if version.seq >= from {
            let before = previous.as_deref().unwrap_or(whimbrel_ledger::chain::ORIGIN);
            written = writeln!(out, "{}\t{}", version.line(before), version.hash);
        }
        previous = Some(version.hash);
        written.is_ok()
    })?;
    written?;
    out.flush()?;
    Ok(Outcome::Complete)
}

/// What is read from a report: its records, commitments and positions.
fn code(pipeline: &Pipeline, report: &Report) -> Coding {
    let Coded { records, title, text } = pipeline.code_with_sentences(report);
    let tracked = whimbrel_track::read(report, &title, &text, &records);
    Coding { records, tracked }
}
