//! `whimbrel unknowns`: the names in reports that no list of actors knows.

use crate::Outcome;
use crate::args::{NamesFormat, Unknowns as Args};
use anyhow::Result;
use rayon::prelude::*;
use std::io::{BufWriter, Write};
use std::panic::AssertUnwindSafe;
use whimbrel::unknowns::{self, Sighting, Unknowns};
use whimbrel::{Pipeline, Report};
use whimbrel_ingest::Options;

/// Reports that are read before they are worked on side by side: bounds memory.
const CHUNK: usize = 256;

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let (pipeline, lists) = crate::actors::pipeline(&args.actors)?;
    let options = Options { format: crate::code::input_format(args.input_format), date: args.date };
    let mut names = Unknowns::default();
    let mut chunk: Vec<Report> = Vec::new();
    let mut partial = false;
    let mut stdin = std::io::stdin().lock();
    whimbrel_ingest::read(&args.inputs, &mut stdin, &options, &mut |item| match item {
        Ok(report) => {
            chunk.push(report);
            if chunk.len() == CHUNK {
                partial |= !add(&pipeline, &mut chunk, &mut names);
            }
            true
        }
        Err(problem) => {
            eprintln!("{problem}");
            partial = true;
            !args.strict
        }
    });
    partial |= !add(&pipeline, &mut chunk, &mut names);
    let mut ranked = names.ranked();
    ranked.truncate(args.limit.unwrap_or(usize::MAX));
    let mut out = BufWriter::new(std::io::stdout().lock());
    match args.format {
        NamesFormat::Table => unknowns::write_table(&ranked, &mut out)?,
        NamesFormat::Csv => unknowns::write_csv(&ranked, &mut out)?,
    }
    out.flush()?;
    Ok(lists.and(if partial { Outcome::Partial } else { Outcome::Complete }))
}

/// Adds the names of the reports in their order; returns whether all could be worked on. A panic, which
/// would be a fault of the program, costs its report alone.
fn add(pipeline: &Pipeline, chunk: &mut Vec<Report>, names: &mut Unknowns) -> bool {
    let reports = std::mem::take(chunk);
    let see = |report: &Report| {
        let see = AssertUnwindSafe(|| unknowns::sightings(pipeline, report));
        std::panic::catch_unwind(see).ok()
    };
    let seen: Vec<Option<Vec<Sighting>>> = reports.par_iter().map(see).collect();
    let mut complete = true;
    for (report, sightings) in reports.iter().zip(seen) {
        match sightings {
            Some(sightings) => names.add(sightings),
            None => {
                eprintln!("{}: reading failed; skipped", report.id);
                complete = false;
            }
        }
    }
    complete
}
