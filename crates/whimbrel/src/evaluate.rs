//! How right the program is on labelled files: precision, recall and F1 by type, with a confusion
//! table, for each form of labelled file that the field uses.
//!
//! The form is told from the fields of the first line, so that one command serves all.

mod acceptance;
mod records;
mod relations;
mod table;

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
    /// A treebank in CoNLL-U.
    Treebank,
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
        if first.starts_with('#') || first.split('\t').count() == 10 {
            return Some(Self::Treebank);
        }
        let value: Value = serde_json::from_str(first).ok()?;
        let has = |field: &str| value.get(field).is_some();
        match () {
            () if has("root") || has("political") => Some(Self::Relations),
            () if has("textInfo") || has("eventText") => Some(Self::Records),
            () if has("want") => Some(Self::Actors),
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
        Kind::Treebank => vec![treebank(pipeline, text)],
        Kind::Events => Vec::new(),
    }
}

pub use acceptance::evaluate as events;

/// Parses a treebank's sentences on their given tokens, and from raw text.
fn treebank(pipeline: &Pipeline, text: &str) -> Outcome {
    let (gold, problems) = whimbrel_text::conllu::read(text);
    let mut system = gold.clone();
    pipeline.analyser().annotate(&mut system);
    let scores = whimbrel_parse::score::score(&gold, &system);
    let mut outcome = Outcome::new("treebank, given tokens");
    outcome.skipped = problems.len();
    outcome.figures = vec![
        ("sentences".to_owned(), gold.len() as f64),
        ("UPOS".to_owned(), scores.upos),
        ("XPOS".to_owned(), scores.xpos),
        ("features".to_owned(), scores.feats),
        ("lemmas".to_owned(), scores.lemma),
        ("UAS".to_owned(), scores.uas),
        ("LAS".to_owned(), scores.las),
    ];
    outcome
}

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
