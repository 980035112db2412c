//! Whether sentences state an event: sentences as units.

use crate::alignment::sentences;
use crate::coding::{Coding, Extent, Place};
use std::collections::{BTreeMap, BTreeSet};

/// A sentence that two coders or more read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SentenceUnit {
    /// The report's identifier.
    pub(crate) report: String,
    /// Where it stands.
    pub(crate) place: Place,
    /// For each coder whether it found an event there; none where it did not read the sentence.
    pub(crate) states: Vec<Option<bool>>,
}

/// Returns the sentences that the codings and `known` name and that two coders or more read, in the
/// order of the reports' identifiers and their text.
///
/// Sentences that overlap, since coders split the text otherwise, are one.
pub(crate) fn sentence_units(
    codings: &[Coding],
    known: &BTreeMap<String, BTreeSet<Place>>,
) -> Vec<SentenceUnit> {
    let found: Vec<_> = codings.iter().map(found).collect();
    let reports: BTreeSet<&str> =
        codings.iter().flat_map(|coding| coding.read.keys()).map(String::as_str).collect();
    let of_report = |report: &str| -> Vec<SentenceUnit> {
        let places = joined(places(codings, &found, known, report));
        let unit = |place| unit(codings, &found, report, place);
        places.into_iter().map(unit).collect()
    };
    let units = reports.into_iter().flat_map(of_report);
    units.filter(|unit| unit.states.iter().flatten().count() > 1).collect()
}

/// From reports to the sentences with events.
type Found<'a> = BTreeMap<&'a str, BTreeSet<Place>>;

fn found(coding: &Coding) -> Found<'_> {
    let mut all = Found::new();
    for record in &coding.records {
        all.entry(&record.cite_info.report_id).or_default().extend(sentences(record));
    }
    all
}

fn places(
    codings: &[Coding],
    found: &[Found],
    known: &BTreeMap<String, BTreeSet<Place>>,
    report: &str,
) -> BTreeSet<Place> {
    let listed = codings.iter().filter_map(|coding| match coding.read.get(report) {
        Some(Extent::Sentences(places)) => Some(places),
        _ => None,
    });
    let with_events = found.iter().filter_map(|of_coder| of_coder.get(report));
    listed.chain(with_events).chain(known.get(report)).flatten().cloned().collect()
}

/// Sorted places with those that overlap made one.
fn joined(places: BTreeSet<Place>) -> Vec<Place> {
    let mut all: Vec<Place> = Vec::new();
    for place in places {
        match all.last_mut() {
            Some(last) if last.shared(&place) > 0 => last.end = last.end.max(place.end),
            _ => all.push(place),
        }
    }
    all
}

fn unit(codings: &[Coding], found: &[Found], report: &str, place: Place) -> SentenceUnit {
    let states_event = |coder: usize| {
        let places = found[coder].get(report);
        places.into_iter().flatten().any(|with_event| with_event.shared(&place) > 0)
    };
    let state = |(coder, coding): (usize, &Coding)| {
        coding.covers(report, &place).then(|| states_event(coder))
    };
    let states = codings.iter().enumerate().map(state).collect();
    SentenceUnit { report: report.to_owned(), place, states }
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_record::{CiteInfo, EventRecord, TextInfo};

    fn place(start: usize, end: usize) -> Place {
        Place { part: "text".into(), start, end }
    }

    fn coding(coder: &str, sentences: &[(usize, usize)]) -> Coding {
        let record = |(start, end): &(usize, usize)| EventRecord {
            text_info: TextInfo { part: "text".into(), sequence: 0, start: *start, end: *end },
            cite_info: CiteInfo { report_id: "r".into(), ..CiteInfo::default() },
            ..EventRecord::default()
        };
        Coding::new(coder, sentences.iter().map(record).collect()).having_read(["r"])
    }

    #[test]
    fn sentences_that_overlap_are_one_and_known_ones_count_without_events() {
        let codings = [coding("a", &[(0, 10), (40, 50)]), coding("b", &[(0, 5), (5, 10)])];
        let known = BTreeMap::from([("r".to_owned(), BTreeSet::from([place(20, 30)]))]);
        let units = sentence_units(&codings, &known);
        let states: Vec<_> = units.iter().map(|unit| unit.states.clone()).collect();
        let [yes, no] = [Some(true), Some(false)];
        assert_eq!(states, [vec![yes, yes], vec![no, no], vec![yes, no]]);
        assert_eq!(units[0].place, place(0, 10));
    }

    #[test]
    fn a_sentence_that_one_coder_did_not_read_has_a_gap() {
        let mut third = coding("c", &[]);
        let read = Extent::Sentences(BTreeSet::from([place(0, 10)]));
        third.read.insert("r".into(), read);
        let codings = [coding("a", &[(0, 10), (40, 50)]), coding("b", &[]), third];
        let units = sentence_units(&codings, &BTreeMap::new());
        assert_eq!(units[0].states, [Some(true), Some(false), Some(false)]);
        assert_eq!(units[1].states, [Some(true), Some(false), None]);
    }
}
