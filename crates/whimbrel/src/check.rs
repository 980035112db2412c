//! Runs the examples of a codebook: does each sentence code as its frame says?

use crate::pipeline::Pipeline;
use crate::record::{Entity, EventRecord};
use rayon::prelude::*;
use whimbrel_codebook::pairs::{Pair, Sentence};
use whimbrel_codebook::{Example, Frame, Problem};
use whimbrel_text::Report;

/// Returns every example that does not code as it says, and every counterexample that its frame
/// matches, and every sentence of the pairs that is not coded as it should be, in the order of files
/// and lines; of known faults those that are faults no more.
#[must_use]
pub fn examples(pipeline: &Pipeline) -> Vec<Problem> {
    let frames = &pipeline.codebook().frames;
    let mut problems: Vec<Problem> =
        frames.par_iter().flat_map_iter(|frame| faults(pipeline, frame)).collect();
    let pairs = &pipeline.codebook().pairs;
    problems.par_extend(pairs.par_iter().flat_map_iter(|pair| pair_faults(pipeline, pair)));
    problems.sort();
    problems
}

/// Whether the sentences of a pair code as they should: the first without an event that is stated as
/// one, the second with one of the pair's type.
fn pair_faults(pipeline: &Pipeline, pair: &Pair) -> Vec<Problem> {
    let without = code(pipeline, &pair.without.text);
    let with = code(pipeline, &pair.with.text);
    let found = with.iter().any(|record| record.event == pair.event.code());
    let sides = [(without.is_empty(), &pair.without, without), (found, &pair.with, with)];
    let fault = |(right, sentence, records): (bool, &Sentence, Vec<EventRecord>)| {
        let message = match (right, sentence.gap) {
            (true, false) | (false, true) => return None,
            (true, true) => format!("`{}` has no gap any more", sentence.text),
            (false, false) => format!("`{}` gives {}", sentence.text, brief(&records)),
        };
        Some(Problem { file: "pairs.tsv".to_owned(), line: pair.line, message })
    };
    sides.into_iter().filter_map(fault).collect()
}

fn code(pipeline: &Pipeline, text: &str) -> Vec<EventRecord> {
    let report = Report { text: text.to_owned(), ..Report::default() };
    pipeline.code(&report)
}

fn faults(pipeline: &Pipeline, frame: &Frame) -> Vec<Problem> {
    let code = |text: &str| code(pipeline, text);
    let problem = |message: String| Problem {
        file: frame.file.clone(),
        line: frame.line,
        message: format!("frame `{}`: {message}", frame.id),
    };
    let wrong = frame.examples.iter().filter_map(|example| {
        let records = code(&example.text);
        let right = records.iter().any(|record| agrees(record, frame, example));
        match (right, &example.gap) {
            (true, None) | (false, Some(_)) => None,
            (true, Some(_)) => Some(problem(format!("`{}` has no gap any more", example.text))),
            (false, None) => Some(problem(format!("`{}` gives {}", example.text, brief(&records)))),
        }
    });
    let matches = |text: &String| code(text).iter().any(|r| r.reason == frame.id.as_str());
    let trapped = frame.counterexamples.iter().filter(|text| matches(text));
    let trapped = trapped.map(|text| problem(format!("matches its counterexample `{text}`")));
    let freed = frame.traps.iter().filter(|text| !matches(text));
    let freed = freed.map(|text| problem(format!("`{text}` is a trap no more")));
    wrong.chain(trapped).chain(freed).collect()
}

fn agrees(record: &EventRecord, frame: &Frame, example: &Example) -> bool {
    let event = example.event.as_deref().unwrap_or(frame.event.code());
    let mode = example.mode.as_deref();
    let same = |wanted: Option<&str>, given: &str| wanted.is_none_or(|w| w == given);
    record.event == event
        && mode.is_none_or(|mode| record.mode.iter().any(|m| m == mode))
        && same(example.cameo.as_deref(), &record.cameo)
        && same(example.status.as_deref(), &record.status)
        && holds(&record.actor, example.actor.as_deref())
        && (holds(&record.recipient, example.recipient.as_deref())
            || (frame.mutual && holds(&record.actor, example.recipient.as_deref())))
}

/// Whether one of the phrases holds the words; the empty text asks for no phrase at all.
fn holds(entities: &[Entity], words: Option<&str>) -> bool {
    match words {
        None => true,
        Some("") => entities.is_empty(),
        Some(words) => entities.iter().any(|e| {
            e.raw_text.contains(words)
                || words.contains(&e.raw_text)
                || e.entity_name.contains(words)
        }),
    }
}

fn brief(records: &[EventRecord]) -> String {
    let names = |entities: &[Entity]| {
        entities.iter().map(|e| e.raw_text.as_str()).collect::<Vec<_>>().join(" + ")
    };
    let line = |record: &EventRecord| {
        let mode = record.mode.join("/");
        let (actor, recipient) = (names(&record.actor), names(&record.recipient));
        format!(
            "{} {mode} {} {} [{actor} > {recipient}] by {}",
            record.event, record.cameo, record.status, record.reason
        )
    };
    let lines: Vec<String> = records.iter().map(line).collect();
    if lines.is_empty() { "no record".to_owned() } else { lines.join("; ") }
}
