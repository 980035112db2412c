//! `whimbrel codebook check` and `whimbrel codebook show`.

use crate::Outcome;
use crate::args::{Codebook as Args, CodebookAction};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use whimbrel::Pipeline;
use whimbrel_codebook::{Codebook, Frame};
use whimbrel_events::builtin;

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    match &args.action {
        CodebookAction::Check { folder } => check(folder.as_deref()),
        CodebookAction::Show { id } => show(id),
    }
}

/// Reads a codebook from the files of a folder; its faults are named and are an error.
pub(crate) fn load(folder: &Path, files: &BTreeMap<String, String>) -> Result<Codebook> {
    match Codebook::read(files) {
        Ok(codebook) => Ok(codebook),
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{}/{problem}", folder.display()));
            bail!("{}: the codebook has {} faults", folder.display(), problems.len())
        }
    }
}

/// Returns the texts of a codebook's files under their paths in its folder.
pub(crate) fn files(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files).with_context(|| folder.display().to_string())?;
    Ok(files)
}

fn collect(folder: &Path, base: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{base}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if name.ends_with(".toml") || name.ends_with(".tsv") {
            let text = std::fs::read_to_string(entry.path()).with_context(|| name.clone())?;
            files.insert(name, text);
        }
    }
    Ok(())
}

fn check(folder: Option<&Path>) -> Result<Outcome> {
    let pipeline = match folder {
        None => Pipeline::builtin(),
        Some(folder) => match Codebook::read(&files(folder)?) {
            Ok(codebook) => Pipeline::builtin().with_codebook(codebook),
            Err(problems) => {
                problems.iter().for_each(|problem| eprintln!("{problem}"));
                return Ok(Outcome::Partial);
            }
        },
    };
    let problems = whimbrel::check::examples(&pipeline);
    problems.iter().for_each(|problem| eprintln!("{problem}"));
    let frames = &pipeline.codebook().frames;
    let examples: usize = frames.iter().map(|f| f.examples.len() + f.counterexamples.len()).sum();
    let triggers: usize = frames.iter().map(|f| f.triggers.len()).sum();
    let n = frames.len();
    let gaps: usize = frames
        .iter()
        .map(|f| f.traps.len() + f.examples.iter().filter(|e| e.gap.is_some()).count())
        .sum();
    let faults = problems.len();
    let sides = pipeline.codebook().pairs.iter().flat_map(|pair| [&pair.without, &pair.with]);
    let (right, open): (Vec<_>, Vec<_>) = sides.partition(|sentence| !sentence.gap);
    println!(
        "{} sentences of pairs with and without an event, {} known gaps",
        right.len() + open.len(),
        open.len()
    );
    println!(
        "{n} frames, {triggers} triggers, {examples} examples, {gaps} known gaps, {faults} faults"
    );
    Ok(if problems.is_empty() { Outcome::Complete } else { Outcome::Partial })
}

fn show(id: &str) -> Result<Outcome> {
    let codebook = builtin::codebook();
    let frames: Vec<&Frame> = codebook.frames.iter().filter(|f| f.id.starts_with(id)).collect();
    if frames.is_empty() {
        bail!("no entry `{id}`");
    }
    let sources = builtin::files();
    let mut out = std::io::stdout().lock();
    for frame in frames {
        let text = sources.get(&frame.file).map_or("", String::as_str);
        writeln!(out, "# codebook/{}:{}", frame.file, frame.line)?;
        // From the heading above the id to the next entry.
        let entry = text.lines().skip(frame.line.saturating_sub(2));
        for line in entry.enumerate().take_while(|(at, line)| *at == 0 || *line != "[[frame]]") {
            writeln!(out, "{}", line.1)?;
        }
    }
    Ok(Outcome::Complete)
}
