//! `whimbrel code`: reports in, records out.

use crate::Outcome;
use crate::args::{Code, OutputFormat};
use crate::chunks::{self, Input, Work};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{BufWriter, IsTerminal, Write};
use std::time::Duration;
use whimbrel::layouts::{Layout, csv::Csv, jsonl::Jsonl, table::Table};
use whimbrel::views::{self, View};
use whimbrel::{Pipeline, Report};

pub(crate) fn run(args: &Code) -> Result<Outcome> {
    chunks::set_jobs(args.jobs)?;
    let (pipeline, lists) = crate::own::pipeline(&args.actors, args.codebook.as_deref())?;
    let out: Box<dyn Write> = match &args.output {
        Some(path) => {
            Box::new(std::fs::File::create(path).with_context(|| path.display().to_string())?)
        }
        None => Box::new(std::io::stdout().lock()),
    };
    let mut run = Run {
        pipeline: &pipeline,
        view: args.view.as_ref(),
        layout: layout(args),
        out: BufWriter::new(out),
        progress: progress("{pos} reports coded, {per_sec}"),
    };
    run.layout.begin(&mut run.out)?;
    let input = Input {
        files: &args.inputs,
        format: args.input_format,
        date: args.date,
        strict: args.strict,
        chunk: 256,
    };
    let outcome = chunks::read(&input, &mut run)?;
    run.layout.end(&mut run.out)?;
    run.out.flush()?;
    run.progress.finish_and_clear();
    Ok(lists.and(outcome))
}

fn layout(args: &Code) -> Box<dyn Layout> {
    let to_terminal = args.output.is_none() && std::io::stdout().is_terminal();
    let default = if to_terminal { OutputFormat::Table } else { OutputFormat::Jsonl };
    match args.format.unwrap_or(default) {
        OutputFormat::Table => Box::new(Table::default()),
        OutputFormat::Jsonl => Box::new(Jsonl),
        OutputFormat::Csv => Box::new(Csv),
    }
}

/// A counter on the terminal that first shows after a second; silent when standard error is piped.
pub(crate) fn progress(template: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_secs(1));
    bar
}

struct Run<'p> {
    pipeline: &'p Pipeline,
    view: Option<&'p View>,
    layout: Box<dyn Layout>,
    out: BufWriter<Box<dyn Write>>,
    progress: ProgressBar,
}

impl Work for Run<'_> {
    fn name(&mut self, problem: &str) {
        self.progress.suspend(|| eprintln!("{problem}"));
    }

    /// Codes what was read and writes it in order.
    fn take(&mut self, reports: Vec<Report>) -> Result<usize> {
        let coded = chunks::side_by_side(&reports, |report| self.pipeline.code(report));
        let mut skipped = 0;
        for (report, records) in reports.iter().zip(coded) {
            let Some(mut records) = records else {
                self.name(&format!("{}: coding failed; skipped", report.id));
                skipped += 1;
                continue;
            };
            if let Some(view) = self.view {
                records.iter_mut().for_each(|record| views::take(view, record));
            }
            self.layout.report(&mut self.out, report, &records)?;
            self.progress.inc(1);
        }
        Ok(skipped)
    }
}
