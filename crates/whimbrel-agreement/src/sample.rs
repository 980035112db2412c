//! Samples of sentences for coding blind.

use crate::error::Error;
use crate::random::Random;
use crate::sheet::Sheet;
use std::collections::{BTreeMap, BTreeSet};
use whimbrel_record::EventRecord;

/// A sentence that can be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sentence {
    /// The report's identifier.
    pub report_id: String,
    /// `title` or `text`.
    pub part: String,
    /// Its first code point.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// Its number in its part, from 0.
    pub sequence: usize,
    /// Its words.
    pub text: String,
    /// The report's headline.
    pub title: String,
    /// Paper or agency.
    pub publisher: String,
    /// The report's day of publication.
    pub published: String,
    /// Types of the events that some coder, as a rule the program, found in it. They steer the
    /// drawing and are not shown to the coders.
    pub types: BTreeSet<String>,
}

impl Sentence {
    /// Returns the sentences of records, each once with its types, in the order of the reports'
    /// identifiers and their text.
    ///
    /// A sample of these alone tells how many events are right, not how many are missing: add the
    /// sentences without events (`types` empty) for that.
    #[must_use]
    pub fn of_records(records: &[EventRecord]) -> Vec<Self> {
        let mut all: BTreeMap<Self, BTreeSet<String>> = BTreeMap::new();
        for record in records {
            all.entry(Self::of_record(record)).or_default().insert(record.event.clone());
        }
        all.into_iter().map(|(sentence, types)| Self { types, ..sentence }).collect()
    }

    fn of_record(record: &EventRecord) -> Self {
        let (info, cite) = (&record.text_info, &record.cite_info);
        Self {
            report_id: cite.report_id.clone(),
            part: info.part.clone(),
            start: info.start,
            end: info.end,
            sequence: info.sequence,
            text: record.text.clone(),
            title: cite.title.clone().unwrap_or_default(),
            publisher: cite.publisher.clone().unwrap_or_default(),
            published: cite.date.clone().unwrap_or_default(),
            types: BTreeSet::new(),
        }
    }

    fn place(&self) -> (&str, &str, usize, usize) {
        (&self.report_id, &self.part, self.start, self.end)
    }

    /// A sentence belongs to the stratum of its first type and its publisher.
    fn stratum(&self) -> (&str, &str) {
        (self.types.first().map_or("", String::as_str), &self.publisher)
    }
}

/// Sentences drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// In the order of the reports' identifiers and their text.
    sentences: Vec<Sentence>,
    seed: u64,
}

/// Draws a share of the sentences, stratified by type and publisher: of each type, and within it of
/// each publisher, the share falls to one sentence more or less.
///
/// The sentences are put in a random order within their strata, the strata one after another, and
/// from a random start every so-manieth is taken (systematic sampling with implicit stratification:
/// Cochran 1977, "Sampling Techniques", chapter 8), so that every sentence is as likely to be drawn
/// as any other and shares of the sample need no weights. The same sentences, in any order, and the
/// same seed give the same sample.
///
/// # Errors
/// A share that is not above 0 and at most 1.
pub fn sample(sentences: &[Sentence], share: f64, seed: u64) -> Result<Sample, Error> {
    if !(share > 0.0 && share <= 1.0) {
        let range = "above 0 and at most 1";
        return Err(Error::Setting { name: "the sample's share", value: share.to_string(), range });
    }
    let mut random = Random::new(seed);
    let mut ordered = each_once(sentences);
    random.shuffle(&mut ordered);
    ordered.sort_by(|one, other| one.stratum().cmp(&other.stratum()));
    let start = random.share();
    // The whole number of steps taken before each sentence; where it grows, a sentence is drawn.
    let steps = |nth: usize| (start + nth as f64 * share).floor();
    let drawn = ordered.iter().enumerate().filter(|(nth, _)| steps(nth + 1) > steps(*nth));
    let mut drawn: Vec<Sentence> = drawn.map(|(_, sentence)| sentence.clone()).collect();
    drawn.sort();
    Ok(Sample { sentences: drawn, seed })
}

/// The sentences in order, those at one place made one with the types of all.
fn each_once(sentences: &[Sentence]) -> Vec<Sentence> {
    let mut sorted: Vec<Sentence> = sentences.to_vec();
    sorted.sort();
    sorted.dedup_by(|next, kept| {
        let same = next.place() == kept.place();
        if same {
            kept.types.append(&mut next.types);
        }
        same
    });
    sorted
}

impl Sample {
    /// Returns the sentences drawn, in the order of the reports' identifiers and their text.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// Returns the sheet of a coder, counted from 0: the sentences in an order of its own, without
    /// codes, so that neither the program's nor another coder's choice can be seen.
    #[must_use]
    pub fn sheet(&self, coder: usize) -> Sheet {
        let mut order: Vec<usize> = (0..self.sentences.len()).collect();
        // Any two coders' seeds differ, and from the sample's own.
        Random::new(self.seed.wrapping_add(1 + coder as u64)).shuffle(&mut order);
        Sheet::new(order.into_iter().map(|nth| (nth + 1, self.sentences[nth].clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentence(nth: usize, event: &str, publisher: &str) -> Sentence {
        Sentence {
            report_id: format!("r{nth:04}"),
            publisher: publisher.into(),
            types: if event.is_empty() { BTreeSet::new() } else { [event.to_owned()].into() },
            ..Sentence::default()
        }
    }

    /// Sixty quiet sentences, thirty ACCUSE of two papers, nine AID.
    fn sentences() -> Vec<Sentence> {
        let kind = |nth: usize| match nth {
            0..60 => sentence(nth, "", "A"),
            60..90 => sentence(nth, "ACCUSE", if nth.is_multiple_of(3) { "A" } else { "B" }),
            _ => sentence(nth, "AID", "B"),
        };
        (0..99).map(kind).collect()
    }

    #[test]
    fn every_stratum_has_its_share_to_one_sentence() {
        for seed in 0..50 {
            let sample = sample(&sentences(), 0.3, seed).unwrap();
            let count = |event: &str, publisher: &str| {
                sample.sentences().iter().filter(|s| s.stratum() == (event, publisher)).count()
            };
            let counts =
                [count("", "A"), count("ACCUSE", "A"), count("ACCUSE", "B"), count("AID", "B")];
            let shares = [18.0, 3.0, 6.0, 2.7];
            for (count, share) in counts.into_iter().zip(shares) {
                assert!((count as f64 - share).abs() <= 1.0, "{counts:?}");
            }
        }
    }

    #[test]
    fn every_sentence_is_as_likely_to_be_drawn() {
        let mut drawn = BTreeMap::new();
        for seed in 0..2000 {
            for sentence in sample(&sentences(), 0.3, seed).unwrap().sentences() {
                *drawn.entry(sentence.report_id.clone()).or_insert(0) += 1;
            }
        }
        assert_eq!(drawn.len(), 99);
        // 600 expected, with a standard deviation of about 20.
        assert!(drawn.values().all(|n| (500..700).contains(n)), "{drawn:?}");
    }

    #[test]
    fn coders_have_the_same_sentences_in_other_orders() {
        let sample = sample(&sentences(), 0.5, 9).unwrap();
        let ids = |coder: usize| sample.sheet(coder).items();
        let (mut one, mut other) = (ids(0), ids(1));
        assert_ne!(one, other);
        one.sort_unstable();
        other.sort_unstable();
        assert_eq!(one, other);
    }

    #[test]
    fn a_sentence_given_twice_is_drawn_once_with_all_its_types() {
        let both = [sentence(1, "AID", "A"), sentence(1, "", "A"), sentence(1, "AGREE", "A")];
        let sample = sample(&both, 1.0, 1).unwrap();
        assert_eq!(sample.sentences().len(), 1);
        assert_eq!(sample.sentences()[0].types.len(), 2);
    }

    #[test]
    fn a_share_that_is_none_is_named() {
        for share in [0.0, -1.0, 1.5, f64::NAN] {
            assert!(sample(&sentences(), share, 1).is_err(), "{share}");
        }
        assert_eq!(sample(&sentences(), 1.0, 1).unwrap().sentences().len(), 99);
        assert!(sample(&[], 0.5, 1).unwrap().sentences().is_empty());
    }

    proptest! {
        #[test]
        fn the_order_of_the_sentences_does_not_matter(seed in 0_u64..50, share in 0.01_f64..1.0) {
            let mut turned = sentences();
            turned.reverse();
            prop_assert_eq!(sample(&sentences(), share, seed), sample(&turned, share, seed));
        }
    }
}
