//! Data of the user's own: lists of actors (`--actors`), a codebook (`--codebook`).

use crate::Outcome;
use crate::args::Actors;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::path::Path;
use whimbrel::Pipeline;

/// Returns the pipeline with the codebook of a folder, where one is given, and with the entries of the
/// lists; what cannot be read is named. The pipeline's version tells own data by their hashes.
pub(crate) fn pipeline(actors: &Actors, codebook: Option<&Path>) -> Result<(Pipeline, Outcome)> {
    let mut pipeline = Pipeline::builtin();
    if let Some(folder) = codebook {
        let files = crate::codebook::files(folder)?;
        let contents = files.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
        let mark = format!("own codebook {}", hash(contents));
        pipeline = pipeline.with_codebook(crate::codebook::load(folder, &files)?).marked(&mark);
    }
    let mut outcome = Outcome::Complete;
    for path in &actors.lists {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| name.clone())?;
        let (extended, added) = pipeline.with_actors(&name, &bytes);
        pipeline = extended.marked(&format!("own actors {}", hash([&bytes[..]])));
        if !added.problems.is_empty() {
            added.problems.iter().for_each(|problem| eprintln!("{problem}"));
            eprintln!("{name}: {} entries read, {} faults", added.entries, added.problems.len());
            outcome = Outcome::Partial;
        }
    }
    Ok((pipeline, outcome))
}

/// The first eight digits of the SHA-256 of byte strings, each with its length before it.
fn hash<'b>(contents: impl IntoIterator<Item = &'b [u8]>) -> String {
    let mut hash = Sha256::new();
    for bytes in contents {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
