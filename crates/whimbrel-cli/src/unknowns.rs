//! `whimbrel unknowns`: the names in reports that no list of actors knows.

use crate::Outcome;
use crate::args::{NamesFormat, Unknowns as Args};
use crate::chunks::{self, Input, Work};
use anyhow::Result;
use std::io::{BufWriter, Write};
use whimbrel::unknowns::{self, Unknowns};
use whimbrel::{Pipeline, Report};

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let (pipeline, lists) = crate::own::pipeline(&args.actors, None)?;
    let mut run = Run { pipeline: &pipeline, names: Unknowns::default() };
    let input = Input {
        files: &args.inputs,
        format: args.input_format,
        date: args.date,
        strict: args.strict,
        chunk: 256,
    };
    let outcome = chunks::read(&input, &mut run)?;
    let mut ranked = run.names.ranked();
    ranked.truncate(args.limit.unwrap_or(usize::MAX));
    let mut out = BufWriter::new(std::io::stdout().lock());
    match args.format {
        NamesFormat::Table => unknowns::write_table(&ranked, &mut out)?,
        NamesFormat::Csv => unknowns::write_csv(&ranked, &mut out)?,
    }
    out.flush()?;
    Ok(lists.and(outcome))
}

struct Run<'p> {
    pipeline: &'p Pipeline,
    names: Unknowns,
}

impl Work for Run<'_> {
    /// Adds the names of the reports in their order.
    fn take(&mut self, reports: Vec<Report>) -> Result<usize> {
        let see = |report: &Report| unknowns::sightings(self.pipeline, report);
        let mut skipped = 0;
        for (report, seen) in reports.iter().zip(chunks::side_by_side(&reports, see)) {
            match seen {
                Some(sightings) => self.names.add(sightings),
                None => {
                    self.name(&format!("{}: reading failed; skipped", report.id));
                    skipped += 1;
                }
            }
        }
        Ok(skipped)
    }
}
