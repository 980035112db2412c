//! Treebanks and name labels: the analyser against what people annotated.

use super::Outcome;
use crate::pipeline::Pipeline;
use std::fmt::Write;
use whimbrel_parse::score::{Scores, score};
use whimbrel_text::{Name, NameKind, Sentence, conllu};

/// Scores the analysis of a treebank's sentences, on their given tokens and from raw text.
pub(super) fn treebank(pipeline: &Pipeline, text: &str) -> Vec<Outcome> {
    let (gold, problems) = conllu::read(text);
    let mut given = gold.clone();
    pipeline.analyser().annotate(&mut given);
    let mut on_tokens = outcome("treebank, given tokens", &score(&gold, &given));
    on_tokens.skipped = problems.len();
    on_tokens.figures.insert(0, ("sentences".to_owned(), gold.len() as f64));
    let raw = pipeline.analyser().analyse(&raw_text(&gold));
    let scores = score(&gold, &raw);
    let mut from_text = outcome("treebank, from raw text (F1)", &scores);
    let found = [("tokens", scores.tokens), ("sentence ends", scores.sentences)];
    from_text.figures.splice(0..0, found.map(|(name, value)| (name.to_owned(), value)));
    vec![on_tokens, from_text]
}

fn outcome(title: &str, scores: &Scores) -> Outcome {
    let mut outcome = Outcome::new(title);
    let figures = [
        ("UPOS", scores.upos),
        ("XPOS", scores.xpos),
        ("features", scores.feats),
        ("lemmas", scores.lemma),
        ("UAS", scores.uas),
        ("LAS", scores.las),
    ];
    outcome.figures = figures.map(|(name, value)| (name.to_owned(), value)).into();
    outcome
}

/// The text that a treebank annotates: paragraphs where its comments say that they begin.
fn raw_text(gold: &[Sentence]) -> String {
    let mut text = String::new();
    for sentence in gold {
        let begins = |c: &String| c.starts_with("newpar") || c.starts_with("newdoc");
        if !text.is_empty() && sentence.comments.iter().any(begins) {
            text.push_str("\n\n");
        }
        for token in &sentence.tokens {
            let space = if token.space_after { " " } else { "" };
            let _ = write!(text, "{}{space}", token.form);
        }
    }
    text
}

/// Scores the names of persons, organisations and places against a file in IOB2 columns, on its
/// tokens; documents begin where its comments say so (`# newdoc`).
pub(super) fn names(pipeline: &Pipeline, text: &str) -> Outcome {
    let mut outcome = Outcome::new("names, given tokens");
    let (mut gold, mut system) = (Vec::new(), Vec::new());
    let mut document: Vec<Sentence> = Vec::new();
    let mut wanted: Vec<Vec<Name>> = Vec::new();
    for block in text.split("\n\n") {
        if block.lines().any(|line| line.starts_with("# newdoc")) {
            system.extend(named(pipeline, std::mem::take(&mut document)));
            gold.append(&mut wanted);
        }
        let rows: Vec<Vec<&str>> = block
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(|line| line.split('\t').collect())
            .collect();
        if rows.is_empty() {
            continue;
        }
        if rows.iter().any(|row| row.len() < 3) {
            outcome.skipped += 1;
            continue;
        }
        let row = |(at, row): (usize, &Vec<&str>)| {
            format!("{}\t{}\t_\t_\t_\t_\t_\t_\t_\t_\n", at + 1, row[1])
        };
        let bare: String = rows.iter().enumerate().map(row).chain(["\n".to_owned()]).collect();
        let Some(sentence) = conllu::read(&bare).0.pop() else {
            outcome.skipped += 1;
            continue;
        };
        document.push(sentence);
        let labels: Vec<&str> = rows.iter().map(|row| row[2]).collect();
        wanted.push(spans(&labels));
    }
    system.extend(named(pipeline, document));
    gold.append(&mut wanted);
    let system: Vec<Vec<Name>> = gold
        .iter()
        .zip(system)
        .map(|(gold, sentence)| {
            if *gold != sentence.names {
                let forms: Vec<&str> = sentence.tokens.iter().map(|t| t.form.as_str()).collect();
                outcome.notes.push(note(&forms, gold, &sentence.names));
            }
            sentence.names
        })
        .collect();
    for (kind, label) in [
        (Some(NameKind::Person), "persons"),
        (Some(NameKind::Organisation), "organisations"),
        (Some(NameKind::Place), "places"),
        (None, "all"),
    ] {
        outcome.figures.push((format!("F1 of {label}"), f1(&gold, &system, kind)));
    }
    outcome
}

/// A document's sentences with their names.
fn named(pipeline: &Pipeline, mut document: Vec<Sentence>) -> Vec<Sentence> {
    pipeline.analyser().annotate(&mut document);
    pipeline.name(&mut document);
    document
}

/// The names of persons, organisations and places that IOB2 labels mark.
fn spans(labels: &[&str]) -> Vec<Name> {
    let kind = |label: &str| label.get(2..).and_then(NameKind::from_label);
    let mut found: Vec<Name> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let Some(kind) = kind(label) else { continue };
        match found.last_mut() {
            Some(last) if label.starts_with('I') && last.tokens.end == at && last.kind == kind => {
                last.tokens.end += 1;
            }
            _ => found.push(Name { tokens: at..at + 1, kind }),
        }
    }
    found
}

fn f1(gold: &[Vec<Name>], system: &[Vec<Name>], kind: Option<NameKind>) -> f64 {
    let counts = |name: &&Name| kind.is_none_or(|kind| name.kind == kind);
    let n = |all: &[Vec<Name>]| all.iter().flatten().filter(counts).count();
    let both = |(g, s): (&Vec<Name>, &Vec<Name>)| {
        g.iter().filter(counts).filter(|name| s.contains(name)).count()
    };
    let hits: usize = gold.iter().zip(system).map(both).sum();
    let total = n(gold) + n(system);
    if total == 0 { 0.0 } else { 2.0 * hits as f64 / total as f64 }
}

fn note(forms: &[&str], gold: &[Name], system: &[Name]) -> String {
    let list = |names: &[Name]| {
        let one = |name: &Name| {
            format!("{} ({})", forms[name.tokens.clone()].join(" "), name.kind.label())
        };
        names.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    format!("wanted [{}], found [{}]: {}", list(gold), list(system), forms.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_treebanks_text_has_its_paragraphs() {
        let rows = "# newpar\n1\tGo\tgo\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n2\t!\t!\tPUNCT\t_\t_\t1\tpunct\t_\t_\n\n";
        let (gold, _) = conllu::read(&rows.repeat(2));
        assert_eq!(raw_text(&gold), "Go! \n\nGo! ");
    }

    #[test]
    fn labels_give_spans() {
        let found = spans(&["B-LOC", "I-LOC", "O", "B-PER", "B-PER", "B-OTH"]);
        let tokens: Vec<_> = found.iter().map(|name| name.tokens.clone()).collect();
        assert_eq!(tokens, [0..2, 3..4, 4..5]);
    }
}
