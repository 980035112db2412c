//! `whimbrel lint` and `whimbrel import`: files of records, ours and others'.

use crate::Outcome;
use crate::args::records::{Import, LayoutName, Lint};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use whimbrel_export::lint::Options;
use whimbrel_export::{Layout, Severity, detect};

/// A file's lines, and what to call it.
fn open(path: &Path) -> Result<(Box<dyn BufRead>, String)> {
    if path.as_os_str() == "-" {
        return Ok((Box::new(BufReader::new(std::io::stdin())), "standard input".to_owned()));
    }
    let name = path.display().to_string();
    let file = std::fs::File::open(path).with_context(|| name.clone())?;
    Ok((Box::new(BufReader::with_capacity(1 << 16, file)), name))
}

fn layout(name: LayoutName) -> Layout {
    match name {
        LayoutName::Gdelt1 => Layout::Gdelt1,
        LayoutName::Gdelt1Back => Layout::Gdelt1Back,
        LayoutName::Gdelt2 => Layout::Gdelt2,
        LayoutName::Gdelt2Mentions => Layout::GdeltMentions,
        LayoutName::Icews => Layout::Icews,
        LayoutName::Polecat => Layout::Polecat,
        LayoutName::Phoenix => Layout::Phoenix,
        LayoutName::Petrarch2 => Layout::Petrarch2,
        LayoutName::Jsonl => Layout::Jsonl,
        LayoutName::Csv => Layout::Csv,
    }
}

/// Exit status 1 where a file has errors; warnings alone are no failure.
pub(crate) fn lint(args: &Lint) -> Result<Outcome> {
    let options = Options {
        layout: args.layout.map(layout),
        quad: args.quad.map(Into::into),
        scale: args.scale.map(Into::into),
        examples: args.examples,
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut outcome = Outcome::Complete;
    for path in &args.files {
        let (mut input, name) = open(path)?;
        let report = whimbrel_export::lint(&mut *input, &name, &options);
        write!(out, "{report}")?;
        if report.count(Severity::Error) > 0 {
            outcome = Outcome::Partial;
        }
    }
    out.flush()?;
    Ok(outcome)
}

pub(crate) fn import(args: &Import) -> Result<Outcome> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut problems = 0_usize;
    for path in &args.files {
        let (mut input, name) = open(path)?;
        let start = input.fill_buf().with_context(|| name.clone())?;
        let Some(layout) = args.layout.map(layout).or_else(|| detect(start, &name)) else {
            bail!("{name}: no layout has lines like this\nhint: `--layout NAME`");
        };
        let mut failed = None;
        let strict = args.strict;
        whimbrel_export::read(layout, &mut *input, &name, &mut |item| {
            if failed.is_some() || strict && problems > 0 {
                return;
            }
            match item {
                Ok(record) => {
                    failed = write_line(&mut out, &record).err();
                }
                Err(problem) => {
                    eprintln!("{problem}");
                    problems += 1;
                }
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
    }
    out.flush()?;
    Ok(if problems == 0 { Outcome::Complete } else { Outcome::Partial })
}

fn write_line(out: &mut dyn Write, record: &whimbrel::record::EventRecord) -> Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    Ok(out.write_all(b"\n")?)
}
