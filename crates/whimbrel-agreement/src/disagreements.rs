//! What the coders do not agree on, ready to be read.

use crate::alignment::Aligned;
use crate::coding::Coding;
use crate::fields::{Field, NONE};
use serde::Serialize;
use whimbrel_record::{Entity, EventRecord};

/// An event on which coders differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// The report's identifier.
    pub report_id: String,
    /// Paper or agency.
    pub publisher: Option<String>,
    /// The report's day of publication.
    pub published: Option<String>,
    /// `title` or `text`.
    pub part: String,
    /// The sentence's first code point.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The sentence.
    pub sentence: String,
    /// Whether a coder who read the sentence has no such event.
    pub omission: bool,
    /// What each coder has, in the order of the coders.
    pub sides: Vec<Side>,
    /// The fields in which those who have the event differ.
    pub fields: Vec<Difference>,
}

/// A coder's side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The coder's name.
    pub coder: String,
    /// Whether the coder read the sentence.
    pub read: bool,
    /// The event, none where the coder has none.
    pub event: Option<Told>,
}

/// The event in a coder's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The record's identifier.
    pub id: String,
    /// The words marked.
    pub words: String,
    /// Their first code point.
    pub start: usize,
    /// One past their last code point.
    pub end: usize,
    /// The type.
    pub event: String,
    /// The actors' words.
    pub actor: Vec<String>,
    /// The recipients' words.
    pub recipient: Vec<String>,
}

/// The values of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field.
    pub field: Field,
    /// The value of each coder, in the order of the coders; none where it is missing.
    pub values: Vec<Option<String>>,
}

impl Disagreement {
    /// Returns one line that says what is disputed: the fields, or the omission.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut parts = Vec::new();
        if self.omission {
            let omits = |side: &&Side| side.read && side.event.is_none();
            let who: Vec<&str> =
                self.sides.iter().filter(omits).map(|side| side.coder.as_str()).collect();
            parts.push(format!("no event for {}", who.join(", ")));
        }
        let value = |v: &Option<String>| v.clone().unwrap_or_else(|| "-".into());
        parts.extend(self.fields.iter().map(|difference| {
            let values: Vec<String> = difference.values.iter().map(value).collect();
            format!("{} {}", difference.field.name(), values.join(" / "))
        }));
        parts.join(", ")
    }
}

/// Returns the events that a coder omitted or in which a field differs, in the order of `aligned`.
pub(crate) fn disagreements(codings: &[Coding], aligned: &[Aligned]) -> Vec<Disagreement> {
    aligned.iter().filter_map(|event| disagreement(codings, event)).collect()
}

fn disagreement(codings: &[Coding], event: &Aligned) -> Option<Disagreement> {
    let records: Vec<Option<&EventRecord>> = codings
        .iter()
        .zip(&event.events)
        .map(|(coding, index)| index.map(|index| &coding.records[index]))
        .collect();
    let omission = event.read.iter().zip(&records).any(|(read, has)| *read && has.is_none());
    let fields: Vec<Difference> =
        Field::ALL.into_iter().filter_map(|field| difference(codings, &records, field)).collect();
    if !omission && fields.is_empty() {
        return None;
    }
    // The first coder's sentence; where coders split the text otherwise, the others' may differ.
    let shown = records.iter().flatten().next()?;
    let side = |(nth, coding): (usize, &Coding)| Side {
        coder: coding.coder.clone(),
        read: event.read[nth],
        event: records[nth].map(told),
    };
    Some(Disagreement {
        report_id: event.report.clone(),
        publisher: records.iter().flatten().find_map(|r| r.cite_info.publisher.clone()),
        published: records.iter().flatten().find_map(|r| r.cite_info.date.clone()),
        part: shown.text_info.part.clone(),
        start: shown.text_info.start,
        end: shown.text_info.end,
        sentence: shown.text.clone(),
        omission,
        sides: codings.iter().enumerate().map(side).collect(),
        fields,
    })
}

/// Coders who have the event and filled the field differ where their values do, lacking one included.
fn difference(
    codings: &[Coding],
    records: &[Option<&EventRecord>],
    field: Field,
) -> Option<Difference> {
    let value = |(coding, record): (&Coding, &Option<&EventRecord>)| {
        record.filter(|_| coding.fields.contains(&field)).map(|record| field.value(record))
    };
    let values: Vec<_> = codings.iter().zip(records).map(value).collect();
    let mut given = values.iter().flatten();
    let first = given.next()?;
    if given.all(|other| other == first) {
        return None;
    }
    let label = |value: Option<Option<crate::Value>>| {
        Some(value?.map_or_else(|| NONE.to_owned(), |value| value.label))
    };
    Some(Difference { field, values: values.into_iter().map(label).collect() })
}

fn told(record: &EventRecord) -> Told {
    let words = |parties: &[Entity]| {
        let shown = |party: &Entity| {
            if party.raw_text.is_empty() {
                party.entity_name.clone()
            } else {
                party.raw_text.clone()
            }
        };
        parties.iter().map(shown).collect()
    };
    Told {
        id: record.id.clone(),
        words: record.event_text.clone(),
        start: record.event_start,
        end: record.event_end,
        event: record.event.clone(),
        actor: words(&record.actor),
        recipient: words(&record.recipient),
    }
}
