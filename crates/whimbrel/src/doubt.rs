//! Which records are too doubtful to be kept, given the report that they stand in.
//!
//! The confidence of a record weighs its own sentence alone. What the rest of the report tells counts
//! too: in a report full of events a weak sign is likely to be one more, in a report of sport or
//! weather it is likely to be a figure of speech.

use crate::record::{Entity, EventRecord};
use whimbrel_judge::calibration::weighed;

/// Least confidence of a record in a report full of events. Half of the F1 that records reach (0.3)
/// would make their F1 highest on the held-out sentences (Lipton, Elkan and Naryanaswamy, "Optimal
/// Thresholding of Classifiers to Maximize F1 Measure", 2014); who wants fewer false records can ask
/// for a higher confidence, who wants more has none to ask for, so half of that is kept.
const LEAST: f64 = 0.1;
/// By how much the bound is higher in a whole report than in a sentence by itself. The confidence is
/// fitted on sentences most of which were written for their event; of the sentences of reports few
/// state one, so that the same confidence is worth less there (in thirty reports that were read, one
/// record in eight was right below 0.3).
const WHOLE: f64 = 0.06;
/// Sentences of a whole report.
const SENTENCES: f64 = 10.0;
/// Summed confidence a sentence from which on a report counts as full of events.
const FULL: f64 = 0.06;
/// By how much the bound rises from there to a report without events.
const RISE: f64 = 0.45;
/// By how much the bound is higher where nobody of public life takes part …
const PRIVATE: f64 = 0.25;
/// … and how much more in a report without events.
const RISE_PRIVATE: f64 = 0.4;

/// By how much the bound is higher for what may happen, or would, where nobody is said to say so: a
/// forecast of the writer.
const UNSAID: f64 = 0.4;

/// The sectors of PLOVER that act in politics, whatever their country.
const PUBLIC: [&str; 15] = [
    "GOV", "MIL", "COP", "JUD", "LEG", "PTY", "OPP", "REB", "SPY", "UAF", "IMG", "IGO", "NGO",
    "REF", "ELI",
];

/// What people without office do to each other is politics in these types: crowds and violence.
const OF_ANYBODY: [&str; 3] = ["PROTEST", "ASSAULT", "COERCE"];

/// What a record without anybody of public life counts for the report, beside others.
const WEIGHT_PRIVATE: f64 = 1.0 / 3.0;

/// Lets what a report is about weigh on the confidence of its records: `odds` are added to the
/// logarithm of their odds.
pub(crate) fn weigh(records: &mut [EventRecord], odds: f64) {
    if odds == 0.0 {
        return;
    }
    for record in records {
        record.confidence = (weighed(record.confidence, odds) * 100.0).round() / 100.0;
    }
}

/// Leaves out the records of a report of so many sentences that are too doubtful.
pub(crate) fn settle(records: &mut Vec<EventRecord>, sentences: usize) {
    let of_public = |r: &EventRecord| r.actor.iter().chain(&r.recipient).any(is_public);
    let weight = |record: &EventRecord| {
        record.confidence * if of_public(record) { 1.0 } else { WEIGHT_PRIVATE }
    };
    // What the report comes back to again and again is not told by the way.
    let times = |record: &EventRecord| 1.0 + record.mentions.len() as f64;
    let mass: f64 = records.iter().map(|record| weight(record) * times(record)).sum();
    let scarcity = (1.0 - mass / (FULL * sentences.max(1) as f64)).max(0.0);
    let whole = ((sentences as f64 - 1.0) / (SENTENCES - 1.0)).clamp(0.0, 1.0);
    let least = LEAST + WHOLE * whole + RISE * scarcity;
    let private = least + PRIVATE + RISE_PRIVATE * scarcity;
    records.retain(|record| {
        let public = may_be_of_anybody(&record.event) || of_public(record);
        let unsaid = record.attribution.is_none()
            && matches!(record.status.as_str(), "hypothetical" | "future");
        let bound = if public { least } else { private };
        record.confidence >= bound + if unsaid { UNSAID } else { 0.0 }
    });
}

/// Whether events of this type (its code) are political whoever takes part.
pub(crate) fn may_be_of_anybody(event: &str) -> bool {
    OF_ANYBODY.contains(&event)
}

fn is_public(party: &Entity) -> bool {
    acts_in_public(&party.country, &party.entity_id, &party.sector_code)
}

/// Whether a party is of a country, known by an identifier, or of a sector of public life.
pub(crate) fn acts_in_public(country: &str, id: &str, sector: &str) -> bool {
    // A country alone is a state or its people; somebody of a country is nobody of public life yet.
    !id.is_empty() || PUBLIC.contains(&sector) || (!country.is_empty() && sector.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(confidence: f64, country: &str) -> EventRecord {
        let party = Entity { country: country.to_owned(), ..Entity::default() };
        EventRecord {
            event: "AGREE".to_owned(),
            confidence,
            actor: vec![party],
            ..EventRecord::default()
        }
    }

    fn kept(records: &[EventRecord], sentences: usize) -> usize {
        let mut records = records.to_vec();
        settle(&mut records, sentences);
        records.len()
    }

    #[test]
    fn a_weak_record_stands_among_others_and_falls_alone() {
        assert_eq!(kept(&[record(0.4, "FRA")], 1), 1);
        assert_eq!(kept(&[record(0.4, "FRA")], 30), 0);
        assert_eq!(kept(&[record(0.9, "FRA")], 30), 1);
        assert_eq!(kept(&[record(0.1, "FRA"), record(0.9, "FRA")], 2), 1);
    }

    #[test]
    fn a_topic_weighs_on_confidence() {
        let mut records = [record(0.5, "FRA"), record(0.9, "FRA")];
        weigh(&mut records, -2.0);
        assert_eq!(records.each_ref().map(|record| record.confidence), [0.12, 0.55]);
        weigh(&mut records, 0.0);
        assert_eq!(records[0].confidence, 0.12);
    }

    #[test]
    fn without_anybody_of_public_life_more_is_asked() {
        assert_eq!(kept(&[record(0.3, "FRA")], 1), 1);
        assert_eq!(kept(&[record(0.3, "")], 1), 0);
        assert_eq!(kept(&[record(0.8, "")], 1), 1);
    }
}
