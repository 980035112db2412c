//! Why a text gave the events that it gave, and why not others, in plain words.

use crate::pipeline::{Pipeline, Read};
use std::fmt::Write;
use whimbrel_events::{CodedEvent, Coding, Detail};
use whimbrel_text::{Report, Sentence, Tree};

/// Returns an explanation of every sentence of a report: its tree, who its phrases name, the
/// frames tried with what became of each, and the events.
#[must_use]
pub fn explain(pipeline: &Pipeline, report: &Report) -> String {
    let read = pipeline.read(report);
    let codings = pipeline.codings(&read, Detail::Trace);
    let mut out = String::new();
    for (at, coding) in codings.iter().enumerate() {
        let sentence = &read.sentences[at];
        let _ = writeln!(out, "{}\n", sentence.words(0..sentence.tokens.len()));
        write_tree(sentence, &mut out);
        write_parties(&read, at, &mut out);
        write_attempts(pipeline, sentence, coding, &mut out);
        write_events(pipeline, sentence, coding, &mut out);
    }
    out
}

fn write_tree(sentence: &Sentence, out: &mut String) {
    let tree = Tree::new(sentence);
    out.push_str("tree\n");
    let mut open: Vec<(usize, usize)> = sentence.root().map(|root| (root, 0)).into_iter().collect();
    while let Some((at, depth)) = open.pop() {
        let token = tree.token(at);
        let indent = "  ".repeat(depth.min(sentence.tokens.len()) + 1);
        let _ = writeln!(out, "{indent}{} ({}, {})", token.form, token.upos.name(), token.deprel);
        open.extend(tree.children(at).rev().map(|kid| (kid, depth + 1)));
        if depth > sentence.tokens.len() {
            break;
        }
    }
}

fn write_parties(read: &Read<'_>, at: usize, out: &mut String) {
    let sentence = &read.sentences[at];
    out.push_str("\nwho\n");
    for token in 0..sentence.tokens.len() {
        if !read.mentions.class(at, token).is_actor() {
            continue;
        }
        for entity in read.mentions.entities(at, token) {
            let codes = [entity.country.as_str(), entity.sector.as_str()].join(" ");
            let _ = writeln!(out, "  {}: {} ({})", entity.raw_text, entity.name, codes.trim());
        }
    }
}

fn write_attempts(pipeline: &Pipeline, sentence: &Sentence, coding: &Coding, out: &mut String) {
    out.push_str("\nframes tried\n");
    if coding.attempts.is_empty() {
        out.push_str("  none: no word of the sentence is in the codebook\n");
    }
    for attempt in &coding.attempts {
        let frame = &pipeline.codebook().frames[attempt.frame];
        let verdict =
            attempt.failure.as_deref().map_or("fits".to_owned(), |why| format!("no: {why}"));
        let word = &sentence.tokens[attempt.token].form;
        let _ = writeln!(out, "  {word}: {} ({}) {verdict}", frame.id, frame.event.code());
    }
}

fn write_events(pipeline: &Pipeline, sentence: &Sentence, coding: &Coding, out: &mut String) {
    out.push_str("\nevents\n");
    if coding.events.is_empty() {
        out.push_str("  none\n");
    }
    for event in &coding.events {
        let _ = writeln!(out, "  {}", describe(pipeline, sentence, event));
    }
    out.push('\n');
}

fn describe(pipeline: &Pipeline, sentence: &Sentence, event: &CodedEvent) -> String {
    let words = |tokens: &[usize]| {
        tokens.iter().map(|&at| sentence.tokens[at].form.as_str()).collect::<Vec<_>>().join(" ")
    };
    let mut line = event.event.code().to_owned();
    for mode in &event.mode {
        let _ = write!(line, "/{mode}");
    }
    let _ = write!(line, " {}: `{}`", event.cameo, words(&event.words));
    let _ = write!(line, ", by `{}`, to `{}`", words(&event.actors), words(&event.recipients));
    let _ = write!(line, ", {}", event.status.name());
    if !event.status_words.is_empty() {
        let _ = write!(line, " because of `{}`", words(&event.status_words));
    }
    if let Some(source) = &event.attribution {
        let speaker = source.speaker.map(|at| words(&[at])).unwrap_or_default();
        let _ = write!(line, ", `{speaker}` {} it", source.stance.name());
    }
    let _ = write!(line, "; frame {}", pipeline.codebook().frames[event.frame].id);
    line
}
