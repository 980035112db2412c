//! A whole report with all the events that a careful coder finds in it.

use super::Outcome;
use crate::record::{Entity, EventRecord};
use serde::Deserialize;
use whimbrel_text::{Report, Span};

/// An event that the report holds.
#[derive(Clone, Debug, Deserialize)]
struct Expected {
    event: String,
    #[serde(default)]
    alt: Vec<String>,
    trigger: String,
    /// How the sentence begins.
    sentence: String,
    actor: Vec<Party>,
    recipient: Vec<Party>,
    core: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct Party {
    name: String,
    country: String,
}

/// Compares the records of a report with the events that it holds.
///
/// A record explains an event if it stands in the same sentence, has the event's type or one of
/// its alternatives, and shares a party on each side that both name. Events told several times may
/// be found in any sentence (`anywhere`). Swapped parties are counted apart.
///
/// # Errors
/// Where `expected` is not a list of events.
pub fn evaluate(
    report: &Report,
    records: &[EventRecord],
    expected: &str,
) -> Result<Outcome, serde_json::Error> {
    let expected: Vec<Expected> = serde_json::from_str(expected)?;
    let mut outcome = Outcome::new("code: a whole report");
    let index = whimbrel_text::CodePoints::new(&report.text);
    let title = report.title.clone().unwrap_or_default();
    let starts = |record: &EventRecord, beginning: &str| {
        let info = &record.text_info;
        let sentence = if info.part == "title" {
            title.clone()
        } else {
            index.slice(Span::new(info.start, info.end)).to_owned()
        };
        sentence.starts_with(beginning) || beginning.starts_with(sentence.trim())
    };
    let (mut core, mut core_found, mut found, mut swapped) = (0, 0, 0, 0);
    let mut explained = vec![false; records.len()];
    for want in &expected {
        let types =
            |record: &EventRecord| record.event == want.event || want.alt.contains(&record.event);
        let mut hit = false;
        for (at, record) in records.iter().enumerate() {
            if !types(record) || !starts(record, &want.sentence) {
                continue;
            }
            if agrees(record, want) {
                explained[at] = true;
                hit = true;
            } else if crossed(record, want) {
                explained[at] = true;
                swapped += 1;
                outcome.notes.push(format!("swapped: {} `{}`", want.event, want.trigger));
            }
        }
        core += usize::from(want.core);
        core_found += usize::from(want.core && hit);
        found += usize::from(hit);
        if !hit {
            let mark = if want.core { "core " } else { "" };
            outcome.notes.push(format!("missing {mark}{} `{}`", want.event, want.trigger));
        }
    }
    for (record, _) in records.iter().zip(&explained).filter(|(_, explained)| !**explained) {
        outcome.notes.push(format!("unexplained: {}", brief(record)));
    }
    outcome.figures = vec![
        ("events expected".to_owned(), expected.len() as f64),
        ("events found".to_owned(), found as f64),
        ("core events".to_owned(), core as f64),
        ("core events found".to_owned(), core_found as f64),
        ("records".to_owned(), records.len() as f64),
        (
            "records that no event explains".to_owned(),
            explained.iter().filter(|e| !**e).count() as f64,
        ),
        ("swapped".to_owned(), swapped as f64),
    ];
    Ok(outcome)
}

fn brief(record: &EventRecord) -> String {
    let names = |entities: &[Entity]| {
        entities.iter().map(|e| e.entity_name.as_str()).collect::<Vec<_>>().join(" + ")
    };
    let (actor, recipient) = (names(&record.actor), names(&record.recipient));
    format!("{} [{actor} > {recipient}] `{}` by {}", record.event, record.event_text, record.reason)
}

/// Whether a party is the one wanted: by name, or by country where the record names the state or
/// its leader.
fn is(entity: &Entity, party: &Party) -> bool {
    entity.entity_name == party.name
        || (!party.country.is_empty() && entity.country == party.country)
        || (party.country.is_empty()
            && entity.raw_text.to_lowercase().contains(&party.name.to_lowercase()))
}

fn share(entities: &[Entity], parties: &[Party]) -> bool {
    entities.iter().any(|e| parties.iter().any(|p| is(e, p)))
}

fn agrees(record: &EventRecord, want: &Expected) -> bool {
    let both: Vec<Party> = want.actor.iter().chain(&want.recipient).cloned().collect();
    if record.recipient.is_empty() && record.actor.len() > 1 {
        // A mutual event: all sides are actors.
        return share(&record.actor, &want.actor)
            && (want.recipient.is_empty() || share(&record.actor, &want.recipient))
            && share(&record.actor, &both);
    }
    let actor =
        want.actor.is_empty() || record.actor.is_empty() || share(&record.actor, &want.actor);
    let recipient = want.recipient.is_empty()
        || record.recipient.is_empty()
        || share(&record.recipient, &want.recipient)
        || (want.actor.len() > 1 && share(&record.recipient, &want.actor));
    actor && recipient && (want.actor.is_empty() || !record.actor.is_empty())
}

fn crossed(record: &EventRecord, want: &Expected) -> bool {
    share(&record.actor, &want.recipient) && share(&record.recipient, &want.actor)
}
