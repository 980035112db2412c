//! Sentences with two parties and the relation between them.

use super::{Confusion, Outcome, json_lines};
use crate::pipeline::Pipeline;
use crate::record::EventRecord;
use crate::relate::{Question, relate};
use rayon::prelude::*;
use serde_json::Value;
use whimbrel_text::{Report, Span};

/// Evaluates a file with `root` (which type) or `political` (whether any).
pub(super) fn evaluate(pipeline: &Pipeline, text: &str) -> Vec<Outcome> {
    let mut outcome = Outcome::new("relate: the relation between two given parties");
    let items: Vec<Item> =
        json_lines(text, &mut outcome).into_iter().filter_map(Item::read).collect();
    if items.iter().any(|item| item.root.is_some()) {
        return vec![types(pipeline, &items, outcome), end_to_end(pipeline, &items)];
    }
    vec![political(pipeline, &items, outcome)]
}

/// A labelled sentence.
struct Item {
    question: Question,
    root: Option<String>,
    political: bool,
}

impl Item {
    fn read(value: Value) -> Option<Self> {
        let root = value.get("root").and_then(Value::as_str).map(ToOwned::to_owned);
        let political = value.get("political").and_then(Value::as_u64) == Some(1);
        let question = serde_json::from_value(value).ok()?;
        Some(Self { question, root, political })
    }
}

/// The set joins CONCEDE and RETREAT; so does the comparison.
fn joined(code: &str) -> &str {
    if matches!(code, "CONCEDE" | "RETREAT") { "YIELD" } else { code }
}

fn types(pipeline: &Pipeline, items: &[Item], mut outcome: Outcome) -> Outcome {
    let answers: Vec<_> = items.par_iter().map(|item| relate(pipeline, &item.question)).collect();
    let mut confusion = Confusion::default();
    for (item, answer) in items.iter().zip(&answers) {
        let gold = item.root.as_deref().unwrap_or("");
        let system = joined(answer.event.as_deref().unwrap_or("none"));
        confusion.add(gold, system);
        if gold != system {
            let id = &item.question.id;
            outcome.notes.push(format!("{id}: {gold}, given {system} by {}", answer.reason));
        }
    }
    outcome.figures = vec![
        ("sentences".to_owned(), items.len() as f64),
        ("root accuracy".to_owned(), confusion.accuracy()),
        ("macro-F1".to_owned(), confusion.macro_f1()),
    ];
    outcome.confusion = Some(confusion);
    outcome
}

fn political(pipeline: &Pipeline, items: &[Item], mut outcome: Outcome) -> Outcome {
    let answers: Vec<_> = items.par_iter().map(|item| relate(pipeline, &item.question)).collect();
    let name = |political: bool| if political { "political" } else { "none" };
    let mut confusion = Confusion::default();
    for (item, answer) in items.iter().zip(&answers) {
        confusion.add(name(item.political), name(answer.event.is_some()));
    }
    outcome.figures = vec![
        ("sentences".to_owned(), items.len() as f64),
        ("accuracy of political or not".to_owned(), confusion.accuracy()),
    ];
    outcome.confusion = Some(confusion);
    outcome
}

/// Codes each sentence as a report: right type with overlapping actor and recipient.
fn end_to_end(pipeline: &Pipeline, items: &[Item]) -> Outcome {
    let records: Vec<Vec<EventRecord>> = items
        .par_iter()
        .map(|item| {
            let question = &item.question;
            let report = Report {
                id: question.id.clone(),
                text: question.text.clone(),
                date: question.date,
                ..Report::default()
            };
            pipeline.code(&report)
        })
        .collect();
    let (mut with_parties, mut right_type, mut silent) = (0, 0, 0);
    let mut outcome = Outcome::new("code: the same sentences, parties to be found");
    for (item, records) in items.iter().zip(&records) {
        let gold = item.root.as_deref().unwrap_or("");
        let of_type = || records.iter().filter(|record| joined(&record.event) == gold);
        let found = of_type().any(|record| overlaps(record, &item.question));
        silent += usize::from(records.is_empty());
        right_type += usize::from(of_type().next().is_some());
        with_parties += usize::from(found);
        if !found {
            let given: Vec<String> = records.iter().map(brief).collect();
            let id = &item.question.id;
            outcome.notes.push(format!("{id}: {gold}, given {}", given.join("; ")));
        }
    }
    let share = |n: usize| n as f64 / items.len().max(1) as f64;
    let n_records: usize = records.iter().map(Vec::len).sum();
    outcome.figures = vec![
        ("right type with overlapping parties".to_owned(), share(with_parties)),
        ("right type somewhere".to_owned(), share(right_type)),
        ("no record".to_owned(), share(silent)),
        ("records per sentence".to_owned(), n_records as f64 / items.len().max(1) as f64),
    ];
    outcome
}

/// A record in a line: type, parties, the frame that decided.
fn brief(record: &EventRecord) -> String {
    let names = |entities: &[crate::record::Entity]| {
        entities.iter().map(|e| e.raw_text.as_str()).collect::<Vec<_>>().join(" + ")
    };
    let (actor, recipient) = (names(&record.actor), names(&record.recipient));
    format!("{} [{actor} > {recipient}] by {}", record.event, record.reason)
}

fn overlaps(record: &EventRecord, question: &Question) -> bool {
    let meets = |entities: &[crate::record::Entity], spans: &[Span]| {
        entities.iter().any(|e| spans.iter().any(|span| span.overlaps(Span::new(e.start, e.end))))
    };
    let actor = question.actor.list();
    let recipient =
        question.recipient.as_ref().map(super::super::relate::Spans::list).unwrap_or_default();
    // Both sides of a mutual event are actors.
    let recipient_found = recipient.is_empty()
        || meets(&record.recipient, &recipient)
        || (record.recipient.is_empty() && meets(&record.actor, &recipient));
    meets(&record.actor, &actor) && recipient_found
}
