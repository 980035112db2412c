//! How right the program is on labelled files: precision, recall and F1 by type, with a confusion
//! table, for each form of labelled file that the field uses.
//!
//! The form is told from the fields of the first line, so that one command serves all.

mod acceptance;
mod attribution;
mod coreference;
mod places;
mod records;
mod relations;
mod table;
mod treebank;

pub use table::{Confusion, Outcome};

use crate::pipeline::Pipeline;
use serde_json::Value;

/// The kinds of labelled file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Sentences with two parties and the relation between them (`root` or `political`).
    Relations,
    /// Sentences with the records that a coder wrote (`textInfo`, `source`, `target`, `event`).
    Records,
    /// Actor phrases with country and sector (`want`).
    Actors,
    /// Reports with who says what in them (`attributions`).
    Attributions,
    /// Reports with the places that they name (`toponyms`).
    Places,
    /// A treebank in CoNLL-U.
    Treebank,
    /// Words with the names that they are part of, in IOB2 columns.
    Names,
    /// A report's events as a JSON list, with the report as a text file beside it.
    Events,
}

impl Kind {
    /// Tells the kind of a labelled file from its text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let first = text.lines().find(|line| !line.trim().is_empty())?;
        if first.trim() == "[" || first.trim_start().starts_with("[{") {
            return Some(Self::Events);
        }
        let row = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'))?;
        match row.split('\t').count() {
            10 => return Some(Self::Treebank),
            3..=5 => return Some(Self::Names),
            _ => {}
        }
        let value: Value = serde_json::from_str(first).ok()?;
        let has = |field: &str| value.get(field).is_some();
        match () {
            () if has("root") || has("political") => Some(Self::Relations),
            () if has("textInfo") || has("eventText") => Some(Self::Records),
            () if has("want") => Some(Self::Actors),
            () if has("attributions") => Some(Self::Attributions),
            () if has("toponyms") => Some(Self::Places),
            () => None,
        }
    }
}

/// Evaluates a labelled file of lines (all kinds but [`Kind::Events`]).
#[must_use]
pub fn lines(pipeline: &Pipeline, kind: Kind, text: &str) -> Vec<Outcome> {
    match kind {
        Kind::Relations => relations::evaluate(pipeline, text),
        Kind::Records => records::evaluate(pipeline, text),
        Kind::Actors => records::actors(pipeline, text),
        Kind::Attributions => vec![attribution::evaluate(pipeline, text)],
        Kind::Places => vec![places::evaluate(pipeline, text)],
        Kind::Treebank => {
            let mut outcomes = treebank::treebank(pipeline, text);
            outcomes.extend(coreference::evaluate(pipeline, text));
            outcomes
        }
        Kind::Names => vec![treebank::names(pipeline, text)],
        Kind::Events => Vec::new(),
    }
}

pub use acceptance::evaluate as events;

/// Parses each line of `text` as JSON; a line that is none is counted as skipped.
fn json_lines(text: &str, outcome: &mut Outcome) -> Vec<Value> {
    let mut values = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(value) => values.push(value),
            Err(_) => outcome.skipped += 1,
        }
    }
    values
}
