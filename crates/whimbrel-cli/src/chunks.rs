//! Reports, read from files a chunk at a time and worked on side by side.

use crate::Outcome;
use crate::args::InputFormat;
use anyhow::Result;
use jiff::civil::Date;
use rayon::prelude::*;
use std::panic::AssertUnwindSafe;
use whimbrel::Report;
use whimbrel_ingest::{Format, Options};

/// What is read, and how.
pub(crate) struct Input<'a> {
    pub(crate) files: &'a [String],
    pub(crate) format: InputFormat,
    pub(crate) date: Option<Date>,
    /// Whether the first problem ends reading.
    pub(crate) strict: bool,
    /// Reports that are read before they are worked on: bounds memory.
    pub(crate) chunk: usize,
}

/// What a command does with reports.
pub(crate) trait Work {
    /// Takes a chunk of reports; returns how many of them could not be worked on (each was named).
    fn take(&mut self, reports: Vec<Report>) -> Result<usize>;

    /// Names a problem on standard error.
    fn name(&mut self, problem: &str) {
        eprintln!("{problem}");
    }
}

/// Hands all reports of the input over, chunk by chunk; what cannot be read is named, and the rest goes on.
pub(crate) fn read(input: &Input<'_>, work: &mut impl Work) -> Result<Outcome> {
    let options = Options { format: input_format(input.format), date: input.date };
    let mut problems = 0;
    let mut chunk = Vec::new();
    let mut failed = None;
    let mut stdin = std::io::stdin().lock();
    whimbrel_ingest::read(input.files, &mut stdin, &options, &mut |item| match item {
        Ok(report) => {
            chunk.push(report);
            if chunk.len() < input.chunk {
                return true;
            }
            match work.take(std::mem::take(&mut chunk)) {
                Ok(skipped) => problems += skipped,
                Err(error) => failed = Some(error),
            }
            failed.is_none()
        }
        Err(problem) => {
            work.name(&problem.to_string());
            problems += 1;
            !input.strict
        }
    });
    if let Some(error) = failed {
        return Err(error);
    }
    problems += work.take(chunk)?;
    Ok(if problems == 0 { Outcome::Complete } else { Outcome::Partial })
}

/// Works on reports side by side; the results stand in their order. A panic, which would be a fault of the
/// program, costs its report alone, whose result is missing.
pub(crate) fn side_by_side<T: Send>(
    reports: &[Report],
    work: impl Fn(&Report) -> T + Sync,
) -> Vec<Option<T>> {
    let safely = |report| std::panic::catch_unwind(AssertUnwindSafe(|| work(report))).ok();
    reports.par_iter().map(safely).collect()
}

/// Sets how many reports are worked on side by side.
pub(crate) fn set_jobs(jobs: Option<usize>) -> Result<()> {
    if let Some(jobs) = jobs {
        anyhow::ensure!(jobs > 0, "`--jobs` must be at least 1");
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
    }
    Ok(())
}

fn input_format(format: InputFormat) -> Format {
    match format {
        InputFormat::Auto | InputFormat::Conllu => Format::Auto,
        InputFormat::Txt => Format::Txt,
        InputFormat::Jsonl => Format::Jsonl,
    }
}
