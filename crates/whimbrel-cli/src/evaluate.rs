//! `whimbrel evaluate`: how right the program is on a labelled file.

use crate::Outcome;
use crate::args::Evaluate;
use anyhow::{Context, Result, bail};
use std::io::Write;
use whimbrel::Pipeline;
use whimbrel::evaluate::{self, Kind};

pub(crate) fn run(args: &Evaluate) -> Result<Outcome> {
    let name = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).with_context(|| name.clone())?;
    let Some(kind) = Kind::of(&text) else {
        bail!("{name}: not a labelled file of a known form");
    };
    let (pipeline, lists) = crate::own::pipeline(&args.actors, None)?;
    let mut outcomes = match kind {
        Kind::Events => vec![events(args, &pipeline, &text)?],
        kind => evaluate::lines(&pipeline, kind, &text),
    };
    let skipped = outcomes.iter().any(|outcome| outcome.skipped > 0);
    let mut out = std::io::stdout().lock();
    for outcome in &mut outcomes {
        if !args.list && kind != Kind::Events {
            outcome.notes.clear();
        }
        writeln!(out, "{outcome}")?;
    }
    Ok(lists.and(if skipped { Outcome::Partial } else { Outcome::Complete }))
}

fn events(args: &Evaluate, pipeline: &Pipeline, expected: &str) -> Result<evaluate::Outcome> {
    let path =
        args.report.as_ref().context("the report is missing\nhint: give it by `--report FILE`")?;
    let page = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut report = whimbrel_ingest::read_page(&page);
    report.date = args.date;
    let records = pipeline.code(&report);
    Ok(evaluate::events(&report, &records, expected)?)
}
