//! Reports in which it is marked who says what: is the right source named for what states an event?

use super::{Outcome, json_lines};
use crate::pipeline::Pipeline;
use crate::record::Entity;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use whimbrel_text::{Report, Span};

/// A statement with its source: spans of code points, each perhaps in several pieces.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Statement {
    content: Vec<[usize; 2]>,
    source: Vec<[usize; 2]>,
}

fn overlaps(spans: &[[usize; 2]], with: Span) -> bool {
    spans.iter().any(|[start, end]| Span::new(*start, *end).overlaps(with))
}

/// Whether a content, which may be in pieces, holds all of an event's words: not where they are the
/// words that report it ("called for talks").
fn holds(content: &[[usize; 2]], words: Span) -> bool {
    let last = content.iter().map(|[_, end]| *end).max().unwrap_or(0);
    words.end <= last && content.iter().any(|[a, b]| (*a..*b).contains(&words.start))
}

/// What was counted over reports.
#[derive(Default)]
struct Counts {
    /// Events that stand in a statement with a source.
    stated: usize,
    /// Records with a speaker.
    given: usize,
    right: usize,
    /// Right where the sources around the speaker are counted, too.
    around: usize,
    notes: Vec<String>,
}

/// Evaluates the sources of event records.
///
/// Of the statements that an event's words stand in, the shortest counts; its source is right where
/// it overlaps the speaker that the record names. Precision is over records with a speaker, recall
/// over records in a statement with a source.
///
/// Of statements within statements, people who mark them mark the outer one alone, more often than
/// not; so a last figure counts those records as right, too, whose outer source is the one marked.
pub(super) fn evaluate(pipeline: &Pipeline, text: &str) -> Outcome {
    let mut outcome = Outcome::new("code: who says that an event happened");
    let items = json_lines(text, &mut outcome);
    let counts: Vec<Counts> = items.par_iter().map(|item| count(pipeline, item)).collect();
    let sum = |of: fn(&Counts) -> usize| counts.iter().map(of).sum::<usize>();
    let (stated, given, right) = (sum(|c| c.stated), sum(|c| c.given), sum(|c| c.right));
    let around = sum(|c| c.around);
    let share = |whole: usize| right as f64 / whole.max(1) as f64;
    let (precision, recall) = (share(given), share(stated));
    outcome.figures = vec![
        ("reports".to_owned(), items.len() as f64),
        ("events in a statement with a source".to_owned(), stated as f64),
        ("precision of the source".to_owned(), precision),
        ("recall of the source".to_owned(), recall),
        ("F1 of the source".to_owned(), 2.0 * right as f64 / (stated + given).max(1) as f64),
        (
            "F1, outer sources counted too".to_owned(),
            2.0 * around as f64 / (stated + given).max(1) as f64,
        ),
    ];
    outcome.notes = counts.into_iter().flat_map(|counts| counts.notes).collect();
    outcome
}

fn count(pipeline: &Pipeline, item: &Value) -> Counts {
    let field = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    let report =
        Report { text: field("text"), date: field("date").parse().ok(), ..Report::default() };
    let marked = item.get("attributions").cloned().unwrap_or_default();
    let statements: Vec<Statement> = serde_json::from_value(marked).unwrap_or_default();
    let mut counts = Counts::default();
    for record in pipeline.code(&report) {
        let words = Span::new(record.event_start, record.event_end);
        let within = statements.iter().filter(|s| holds(&s.content, words));
        let length = |s: &&Statement| s.content.iter().map(|[a, b]| b - a).sum::<usize>();
        let source = within
            .filter(|s| !s.source.is_empty())
            .min_by_key(length)
            .map(|statement| &statement.source);
        let speaker = record.attribution.as_ref().and_then(|a| a.speaker.as_ref());
        counts.stated += usize::from(source.is_some());
        counts.given += usize::from(speaker.is_some());
        let is_marked = |speaker: &Entity| {
            source.is_some_and(|source| overlaps(source, Span::new(speaker.start, speaker.end)))
        };
        let right = speaker.is_some_and(is_marked);
        let mut sources = std::iter::successors(record.attribution.as_ref(), |inner| {
            inner.reported_by.as_deref()
        });
        let around = sources.any(|it| it.speaker.as_ref().is_some_and(is_marked));
        counts.right += usize::from(right);
        counts.around += usize::from(around && speaker.is_some());
        if !right && (source.is_some() || speaker.is_some()) {
            let chars = |span: &[usize; 2]| -> String {
                report.text.chars().skip(span[0]).take(span[1] - span[0]).collect()
            };
            let wanted = source.map_or("nobody".to_owned(), |s| chars(&s[0]));
            let given = speaker.map_or("nobody", |s| s.raw_text.as_str());
            counts.notes.push(format!("{wanted}, given {given}: {}", record.text));
        }
    }
    counts
}
