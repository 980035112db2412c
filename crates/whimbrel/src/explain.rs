//! Why a text gave the events that it gave, and why not others, in plain words.

use crate::judged::{Decider, Finding, Findings};
use crate::pipeline::{Pipeline, Read};
use std::fmt::Write;
use whimbrel_events::Detail;
use whimbrel_judge::Verdict;
use whimbrel_text::{Report, Sentence, Tree};

/// Returns an explanation of every sentence of a report: its tree, who its phrases name, the
/// frames tried with what became of each, and the events.
#[must_use]
pub fn explain(pipeline: &Pipeline, report: &Report) -> String {
    let read = pipeline.read(report);
    let all = pipeline.findings(&read, Detail::Trace);
    let mut out = String::new();
    for (at, findings) in all.iter().enumerate() {
        let sentence = &read.sentences[at];
        let _ = writeln!(out, "{}\n", sentence.words(0..sentence.tokens.len()));
        write_tree(sentence, &mut out);
        write_parties(&read, at, &mut out);
        write_attempts(pipeline, sentence, findings, &mut out);
        write_verdicts(sentence, findings, &mut out);
        write_events(pipeline, sentence, findings, &mut out);
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

fn write_attempts(pipeline: &Pipeline, sentence: &Sentence, findings: &Findings, out: &mut String) {
    out.push_str("\nframes tried\n");
    if findings.attempts.is_empty() {
        out.push_str("  none: no word of the sentence is in the codebook\n");
    }
    for attempt in &findings.attempts {
        let frame = &pipeline.codebook().frames[attempt.frame];
        let verdict =
            attempt.failure.as_deref().map_or("fits".to_owned(), |why| format!("no: {why}"));
        let word = &sentence.tokens[attempt.token].form;
        let _ = writeln!(out, "  {word}: {} ({}) {verdict}", frame.id, frame.event.code());
    }
}

/// What the judge holds of the words that may state an event, likeliest answers first.
fn write_verdicts(sentence: &Sentence, findings: &Findings, out: &mut String) {
    if findings.verdicts.is_empty() {
        return;
    }
    out.push_str("\nwhat the judge holds\n");
    for (&at, verdict) in &findings.verdicts {
        let _ = writeln!(out, "  {}: {}", sentence.tokens[at].form, answers(verdict));
    }
}

/// The two likeliest answers in words, with how likely they are.
fn answers(verdict: &Verdict) -> String {
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let best = verdict.best();
    let none = format!("no political event {}", percent(verdict.none()));
    let event = format!("{} {}", best.code(), percent(verdict.of(best)));
    if verdict.answer().is_some() { format!("{event}, {none}") } else { format!("{none}, {event}") }
}

fn write_events(pipeline: &Pipeline, sentence: &Sentence, findings: &Findings, out: &mut String) {
    out.push_str("\nevents\n");
    if findings.events.is_empty() {
        out.push_str("  none\n");
    }
    for finding in &findings.events {
        let _ = writeln!(out, "  {}", describe(pipeline, sentence, finding));
    }
    for finding in &findings.refused {
        let event = describe(pipeline, sentence, finding);
        let _ = writeln!(out, "  refused by the judge: {event}");
    }
    out.push('\n');
}

fn describe(pipeline: &Pipeline, sentence: &Sentence, finding: &Finding) -> String {
    let event = &finding.event;
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
    let frame = event.frame.map(|frame| pipeline.codebook().frames[frame].id.as_str());
    let _ = match (frame, finding.decider) {
        (Some(frame), Decider::Both) => write!(line, "; frame {frame}, its type by the judge"),
        (Some(frame), _) => write!(line, "; frame {frame}"),
        (None, _) => write!(line, "; by the judge, no frame knows the word"),
    };
    line
}
