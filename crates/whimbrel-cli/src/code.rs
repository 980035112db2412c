//! `whimbrel code`: reports in, records out.

use crate::Outcome;
use crate::args::{Code, InputFormat, OutputFormat};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::io::{BufWriter, IsTerminal, Write};
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use whimbrel::layouts::{Layout, csv::Csv, jsonl::Jsonl, table::Table};
use whimbrel::record::EventRecord;
use whimbrel::views::{self, View};
use whimbrel::{Pipeline, Report};
use whimbrel_ingest::{Format, Options, Problem};

/// Reports that are read before they are coded side by side: bounds memory.
const CHUNK: usize = 256;

pub(crate) fn run(args: &Code) -> Result<Outcome> {
    if let Some(jobs) = args.jobs {
        anyhow::ensure!(jobs > 0, "`--jobs` must be at least 1");
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
    }
    let (mut pipeline, lists) = crate::actors::pipeline(&args.actors)?;
    if let Some(folder) = &args.codebook {
        pipeline = pipeline.with_codebook(crate::codebook::load(folder)?);
    }
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
        progress: progress(),
        chunk: Vec::new(),
        problems: 0,
        strict: args.strict,
        error: None,
    };
    run.layout.begin(&mut run.out)?;
    let options = Options { format: input_format(args.input_format), date: args.date };
    let mut stdin = std::io::stdin().lock();
    whimbrel_ingest::read(&args.inputs, &mut stdin, &options, &mut |item| run.take(item));
    Ok(lists.and(run.finish()?))
}

pub(crate) fn input_format(format: InputFormat) -> Format {
    match format {
        InputFormat::Auto | InputFormat::Conllu => Format::Auto,
        InputFormat::Txt => Format::Txt,
        InputFormat::Jsonl => Format::Jsonl,
    }
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
fn progress() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{pos} reports coded, {per_sec}") {
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
    chunk: Vec<Report>,
    problems: usize,
    strict: bool,
    error: Option<anyhow::Error>,
}

impl Run<'_> {
    /// Takes what was read; returns whether to go on.
    fn take(&mut self, item: Result<Report, Problem>) -> bool {
        match item {
            Ok(report) => {
                self.chunk.push(report);
                self.chunk.len() < CHUNK || self.flush()
            }
            Err(problem) => {
                self.name(&problem.to_string());
                !self.strict
            }
        }
    }

    fn name(&mut self, problem: &str) {
        self.problems += 1;
        self.progress.suspend(|| eprintln!("{problem}"));
    }

    /// Codes what was read and writes it in order; returns whether writing went well.
    fn flush(&mut self) -> bool {
        let reports = std::mem::take(&mut self.chunk);
        let pipeline = self.pipeline;
        let coded: Vec<Option<Vec<EventRecord>>> =
            reports.par_iter().map(|report| code_safely(pipeline, report)).collect();
        for (report, records) in reports.iter().zip(coded) {
            let Some(mut records) = records else {
                self.name(&format!("{}: coding failed; skipped", report.id));
                continue;
            };
            if let Some(view) = self.view {
                records.iter_mut().for_each(|record| views::take(view, record));
            }
            if let Err(error) = self.layout.report(&mut self.out, report, &records) {
                self.error = Some(error.into());
                return false;
            }
            self.progress.inc(1);
        }
        true
    }

    fn finish(mut self) -> Result<Outcome> {
        if self.error.is_none() {
            self.flush();
        }
        if let Some(error) = self.error {
            return Err(error);
        }
        self.layout.end(&mut self.out)?;
        self.out.flush()?;
        self.progress.finish_and_clear();
        Ok(if self.problems == 0 { Outcome::Complete } else { Outcome::Partial })
    }
}

/// Codes a report; a panic, which would be a fault of the program, costs that report alone.
fn code_safely(pipeline: &Pipeline, report: &Report) -> Option<Vec<EventRecord>> {
    std::panic::catch_unwind(AssertUnwindSafe(|| pipeline.code(report))).ok()
}
