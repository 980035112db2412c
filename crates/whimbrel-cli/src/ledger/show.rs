//! `whimbrel ledger search` and `whimbrel ledger show`.

use crate::Outcome;
use crate::args::ledger::{Related, Search, Show};
use anyhow::{Result, bail};
use std::io::{BufWriter, Write};
use whimbrel::layouts::{Layout, jsonl::Jsonl, table::Table, table::printable};
use whimbrel_ledger::{Held, Ledger, Shown, Version};

pub(crate) fn search(args: &Search) -> Result<Outcome> {
    let ledger = Ledger::open_to_read(&args.ledger)?;
    // A word of several words came in quotation marks that the shell took off.
    let quote = |word: &String| match word.contains(char::is_whitespace) && !word.contains('"') {
        true => format!("\"{word}\""),
        false => word.clone(),
    };
    let words = args.words.iter().map(quote).collect::<Vec<_>>().join(" ");
    let mut out = BufWriter::new(std::io::stdout().lock());
    for found in ledger.search(&words, args.limit)? {
        let title = found.title.as_deref().unwrap_or("");
        let date = found.date.as_deref().unwrap_or("undated");
        writeln!(out, "{}  {date}  {}", printable(&found.id), printable(title))?;
        let snippet = found.snippet.replace('\u{2068}', "[").replace('\u{2069}', "]");
        writeln!(out, "  {} ({} records)", printable(&snippet), found.records)?;
    }
    out.flush()?;
    Ok(Outcome::Complete)
}

pub(crate) fn show(args: &Show) -> Result<Outcome> {
    let ledger = Ledger::open_to_read(&args.ledger)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if let Some(shown) = ledger.report(&args.id)? {
        show_report(&mut out, &shown, args.json)?;
    } else if let Some(held) = ledger.record(&args.id)? {
        show_record(&mut out, &held, args.json)?;
    } else if ledger.history(&args.id)?.is_empty() {
        bail!("{}: no report and no record `{}`", args.ledger.display(), args.id);
    }
    if !args.json {
        show_history(&mut out, &ledger.history(&args.id)?)?;
    }
    out.flush()?;
    Ok(Outcome::Complete)
}

fn show_report(out: &mut dyn Write, shown: &Shown, json: bool) -> std::io::Result<()> {
    let records: Vec<_> = shown.records.iter().map(|(_, record)| record.clone()).collect();
    if json {
        return Jsonl.report(out, &shown.report, &records);
    }
    Table::default().report(out, &shown.report, &records)
}

fn show_record(out: &mut dyn Write, held: &Held, json: bool) -> std::io::Result<()> {
    if json {
        return Jsonl.report(out, &whimbrel::Report::default(), std::slice::from_ref(&held.record));
    }
    let report = whimbrel::Report {
        id: held.record.cite_info.report_id.clone(),
        title: held.record.cite_info.title.clone(),
        ..whimbrel::Report::default()
    };
    Table::default().report(out, &report, std::slice::from_ref(&held.record))?;
    writeln!(out, "{}", printable(&held.record.text))?;
    writeln!(out, "event {}, incident {}\n", held.event, held.incident)
}

fn show_history(out: &mut dyn Write, versions: &[Version]) -> std::io::Result<()> {
    for version in versions {
        let what = if version.body == "null" { "withdrawn" } else { version.kind.as_str() };
        writeln!(
            out,
            "version {}  {}  {what}: {} ({})",
            version.version,
            version.at,
            printable(&version.why),
            printable(&version.by)
        )?;
    }
    Ok(())
}

pub(crate) fn related(args: &Related) -> Result<Outcome> {
    let ledger = Ledger::open_to_read(&args.ledger)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for related in ledger.related(&args.id, args.limit)? {
        let date = related.date.as_deref().unwrap_or("undated");
        let title = related.title.as_deref().unwrap_or("");
        let publisher = related.publisher.as_deref().unwrap_or("");
        writeln!(
            out,
            "{:<8} {:.2}  {}  {date}  {}  {}",
            related.kind.name(),
            related.score,
            printable(&related.id),
            printable(publisher),
            printable(title)
        )?;
        for reason in &related.reasons {
            writeln!(out, "  {}", printable(reason))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Complete)
}
