//! `whimbrel ledger add`.

use crate::Outcome;
use crate::args::ledger::Add;
use crate::chunks::{self, Input, Work};
use anyhow::Result;
use indicatif::ProgressBar;
use std::io::Write;
use whimbrel::{Pipeline, Report};
use whimbrel_ledger::{Added, Coded, Ledger};

/// Reports that are coded and then written in one step.
const CHUNK: usize = 64;

pub(crate) fn run(args: &Add) -> Result<Outcome> {
    chunks::set_jobs(args.coder.jobs)?;
    let (pipeline, lists) =
        crate::own::pipeline(&args.coder.actors, args.coder.codebook.as_deref())?;
    let mut run = Run {
        pipeline: &pipeline,
        coder: pipeline.version(),
        ledger: Ledger::open_or_create(&args.ledger)?,
        progress: crate::code::progress("{pos} reports added, {per_sec}"),
        new: 0,
        updated: 0,
        same: 0,
        records: 0,
    };
    let input = Input {
        files: &args.inputs,
        format: args.input_format,
        date: args.date,
        strict: args.strict,
        chunk: CHUNK,
    };
    let outcome = chunks::read(&input, &mut run)?;
    run.progress.finish_and_clear();
    let Run { new, updated, same, records, .. } = run;
    eprintln!("{new} reports added, {updated} updated, {same} there already; {records} records");
    Ok(lists.and(outcome))
}

struct Run<'p> {
    pipeline: &'p Pipeline,
    coder: String,
    ledger: Ledger,
    progress: ProgressBar,
    new: usize,
    updated: usize,
    same: usize,
    records: usize,
}

impl Work for Run<'_> {
    fn name(&mut self, problem: &str) {
        self.progress.suspend(|| eprintln!("{problem}"));
    }

    /// Codes what the ledger does not hold, writes it, and then says so.
    fn take(&mut self, reports: Vec<Report>) -> Result<usize> {
        let mut unknown = Vec::new();
        for report in reports {
            if self.ledger.holds(&report)? {
                self.same += 1;
            } else {
                unknown.push(report);
            }
        }
        let results = chunks::side_by_side(&unknown, |report| super::code(self.pipeline, report));
        let mut coded = Vec::new();
        let mut skipped = 0;
        for (report, coding) in unknown.into_iter().zip(results) {
            match coding {
                Some(coding) => coded.push(Coded { report, coding }),
                None => {
                    self.name(&format!("{}: coding failed; skipped", report.id));
                    skipped += 1;
                }
            }
        }
        let added = self.ledger.add(&coded, &self.coder, &super::now())?;
        self.say(&coded, &added)?;
        Ok(skipped)
    }
}

impl Run<'_> {
    /// Names what was added on standard output: it is kept, whatever happens to the program from here.
    fn say(&mut self, coded: &[Coded], added: &[Added]) -> Result<()> {
        let mut out = std::io::stdout().lock();
        for (coded, added) in coded.iter().zip(added) {
            let word = match added {
                Added::New => "added",
                Added::Updated => "updated",
                Added::Same => "there already",
            };
            match added {
                Added::New => self.new += 1,
                Added::Updated => self.updated += 1,
                Added::Same => self.same += 1,
            }
            if *added != Added::Same {
                let n = coded.coding.records.len();
                self.records += n;
                writeln!(
                    out,
                    "{word} {} ({n} records)",
                    whimbrel::layouts::table::printable(&coded.report.id)
                )?;
            }
            self.progress.inc(1);
        }
        out.flush()?;
        Ok(())
    }
}
