//! `whimbrel train`: treebanks in, a model file out.

use crate::Outcome;
use crate::args::Train;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use whimbrel_parse::train::{Session, TrainData};
use whimbrel_parse::{TrainConfig, TrainFile, Vectors};

pub(crate) fn run(args: &Train) -> Result<Outcome> {
    let (gold, silver, dev) = (read(&args.train)?, read(&args.silver)?, read(&args.dev)?);
    let vectors = match &args.vectors {
        None => None,
        Some(path) => {
            let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
            let vectors = Vectors::read(&bytes);
            Some(vectors.with_context(|| format!("{}: not a file of vectors", path.display()))?)
        }
    };
    // The more there is to learn from, the less must be hidden.
    let dropout = args.dropout.unwrap_or(if args.silver.is_empty() { 0.2 } else { 0.15 });
    anyhow::ensure!((0.0..1.0).contains(&dropout), "`--dropout` must be from 0 to less than 1");
    let config =
        TrainConfig { seed: args.seed, epochs: args.epochs, dropout, ..TrainConfig::default() };
    let data = TrainData {
        gold: &files(&gold),
        silver: &files(&silver),
        dev: &files(&dev),
        vectors: vectors.as_ref(),
    };
    let state = state_path(&args.output);
    let resume = match args.resume {
        true => Some(std::fs::read(&state).with_context(|| state.display().to_string())?),
        false => None,
    };
    let mut session = Session {
        log: &mut |line| eprintln!("{line}"),
        keep: &mut |bytes| keep(&state, bytes),
        resume: resume.as_deref(),
    };
    let model = whimbrel_parse::train::train(&config, &data, &mut session)
        .with_context(|| state.display().to_string())?;
    std::fs::write(&args.output, model).with_context(|| args.output.display().to_string())?;
    // What is left behind would only take room.
    let _ = std::fs::remove_file(&state);
    Ok(Outcome::Complete)
}

fn read(paths: &[PathBuf]) -> Result<Vec<(String, String)>> {
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Ok((name(path), text))
    };
    paths.iter().map(read).collect()
}

fn files(texts: &[(String, String)]) -> Vec<TrainFile<'_>> {
    texts.iter().map(|(name, text)| TrainFile { name, text }).collect()
}

/// The file's name without its folder, so that a model does not hang on where its data lay.
fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn state_path(output: &Path) -> PathBuf {
    let mut path = output.as_os_str().to_owned();
    path.push(".state");
    path.into()
}

/// Writes beside the old state first, so that a break leaves one or the other whole.
fn keep(path: &Path, bytes: &[u8]) {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let written = std::fs::write(&fresh, bytes).and_then(|()| std::fs::rename(&fresh, path));
    if let Err(error) = written {
        eprintln!("{}: {error}; the state of the run is not kept", path.display());
    }
}
