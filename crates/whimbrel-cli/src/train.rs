//! `whimbrel train`: treebanks in, a model file out.

use crate::Outcome;
use crate::args::Train;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use whimbrel_parse::{TrainConfig, TrainFile, Vectors};

pub(crate) fn run(args: &Train) -> Result<Outcome> {
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Ok((name(path), text))
    };
    let train: Vec<(String, String)> = args.train.iter().map(read).collect::<Result<_>>()?;
    let dev: Vec<(String, String)> = args.dev.iter().map(read).collect::<Result<_>>()?;
    let vectors = match &args.vectors {
        None => None,
        Some(path) => {
            let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
            let vectors = Vectors::read(&bytes);
            Some(vectors.with_context(|| format!("{}: not a file of vectors", path.display()))?)
        }
    };
    let config = TrainConfig { seed: args.seed, epochs: args.epochs, ..TrainConfig::default() };
    let model = whimbrel_parse::train::train(
        &config,
        &files(&train),
        &files(&dev),
        vectors.as_ref(),
        &mut |line| eprintln!("{line}"),
    );
    std::fs::write(&args.output, model).with_context(|| args.output.display().to_string())?;
    Ok(Outcome::Complete)
}

fn files(texts: &[(String, String)]) -> Vec<TrainFile<'_>> {
    texts.iter().map(|(name, text)| TrainFile { name, text }).collect()
}

/// The file's name without its folder, so that a model does not hang on where its data lay.
fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
