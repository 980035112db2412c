//! `whimbrel judge train` and `whimbrel judge evaluate`.

use crate::Outcome;
use crate::args::{Judge as Args, JudgeAction};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use whimbrel::{Pipeline, judging};
use whimbrel_codebook::Problem;
use whimbrel_judge::sentences::{self, Marked};
use whimbrel_judge::train::Config;
use whimbrel_judge::{Judge, reports};

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    match &args.action {
        JudgeAction::Train { sentences, reports, output, seed } => {
            train(sentences, reports, output, *seed)
        }
        JudgeAction::Evaluate { sentences, judge } => evaluate(sentences, judge.as_deref()),
    }
}

fn train(folder: &Path, reports: &Path, output: &Path, seed: u64) -> Result<Outcome> {
    let marked = read(folder)?;
    let name = reports.display().to_string();
    let text = std::fs::read_to_string(reports).context(name.clone())?;
    let reports = faultless(&name, reports::read(&name, &text))?;
    let config = Config { seed, ..Config::default() };
    let judge = judging::train(Pipeline::builtin(), &marked, &reports, &config);
    std::fs::write(output, judge.to_bytes()).with_context(|| output.display().to_string())?;
    print!("{}", judging::evaluate(&Pipeline::builtin().with_judge(Some(judge)), &marked));
    Ok(Outcome::Complete)
}

fn evaluate(folder: &Path, judge: Option<&Path>) -> Result<Outcome> {
    let marked = read(folder)?;
    let mut pipeline = Pipeline::builtin();
    if let Some(path) = judge {
        let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
        let judge = Judge::from_bytes(&bytes, pipeline.analyser().version());
        pipeline = pipeline.with_judge(Some(judge.with_context(|| path.display().to_string())?));
    }
    print!("{}", judging::evaluate(&pipeline, &marked));
    Ok(Outcome::Complete)
}

/// Reads all `.tsv` files of a folder in the order of their names; their faults are an error.
fn read(folder: &Path) -> Result<Vec<Marked>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "tsv"));
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.display().to_string();
        Ok((name.clone(), std::fs::read_to_string(path).context(name)?))
    };
    let files: Vec<(String, String)> = paths.iter().map(read).collect::<Result<_>>()?;
    let marked = faultless(&folder.display().to_string(), sentences::read(&files))?;
    if marked.is_empty() {
        bail!("{}: no sentences\nhint: a folder with .tsv files is wanted", folder.display())
    }
    Ok(marked)
}

/// What was read, or an error after all its faults were named.
fn faultless<T>(name: &str, read: Result<T, Vec<Problem>>) -> Result<T> {
    read.or_else(|problems| {
        problems.iter().for_each(|problem| eprintln!("{problem}"));
        bail!("{name}: {} rows are faulty", problems.len())
    })
}
