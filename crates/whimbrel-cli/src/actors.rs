//! `--actors`: users' own lists of actors.

use crate::Outcome;
use crate::args::Actors;
use anyhow::{Context, Result};
use whimbrel::Pipeline;

/// Returns the built-in pipeline with the entries of the lists; what cannot be read is named.
pub(crate) fn pipeline(actors: &Actors) -> Result<(Pipeline, Outcome)> {
    let mut pipeline = Pipeline::builtin();
    let mut outcome = Outcome::Complete;
    for path in &actors.lists {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| name.clone())?;
        let (extended, added) = pipeline.with_actors(&name, &bytes);
        pipeline = extended;
        if !added.problems.is_empty() {
            added.problems.iter().for_each(|problem| eprintln!("{problem}"));
            eprintln!("{name}: {} entries read, {} faults", added.entries, added.problems.len());
            outcome = Outcome::Partial;
        }
    }
    Ok((pipeline, outcome))
}
