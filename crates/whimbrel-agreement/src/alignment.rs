//! Which events of several codings are the same.

use crate::assign::assign;
use crate::coding::{Coding, Place};
use crate::fields::{Field, identity};
use crate::ratings::Value;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use whimbrel_record::{Entity, EventRecord};

/// An event as the coders have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aligned {
    /// The report's identifier.
    pub report: String,
    /// For each coder the index of its record, none where it has no such event.
    pub events: Vec<Option<usize>>,
    /// For each coder whether it read the sentence: without an event, it omitted it.
    pub read: Vec<bool>,
}

/// From this score on two events can be the same.
pub const LEAST_SCORE: u32 = 500;

const WORDS: u32 = 400;
const SENTENCE: u32 = 100;
const TYPE: u32 = 250;
const PARTIES: u32 = 250;

/// More than there are fields, so that they decide between pairs of one score only.
const FINER: u32 = 100;

/// Returns how likely two records of a report tell of the same event, of 1,000; symmetric.
///
/// Records whose sentences, those of their mentions counted, do not meet have 0. For others it is
/// the mean of what both tell, weighted:
///
/// - 400 words: the code points that the words of both events share, of those of the shorter, since
///   one coder marks the verb and another the phrase; where one marked none, the sentence stands for
///   them;
/// - 100 for standing in one sentence;
/// - 250 the type: the same or not;
/// - 250 parties: of the actors, and of the recipients, the share that the other side has too, by
///   their place in the text, by who they are, or by country and sector.
///
/// Parties that neither names, or that a coder was not asked for, leave the mean. So the same words
/// are one event whatever its type and parties, and the same type and parties are one event
/// whatever its words; but the same type alone, or the same parties alone, are two: "criticised
/// Croatia and recalled its ambassador" holds an ACCUSE and a SANCTION with the same parties, which
/// must not count as a dispute over the type.
#[must_use]
pub fn score(one: &EventRecord, other: &EventRecord) -> u32 {
    Told::new(one, 0, true).score(&Told::new(other, 0, true))
}

/// Returns the events of the reports that two coders or more read, in the order of the reports'
/// identifiers and their text.
///
/// Events of a report are aligned one to one: codings are joined one after another, the one with
/// most events first, each by the assignment whose sum of scores is greatest, where only pairs with
/// [`LEAST_SCORE`] count, pairs of one score are told apart by the fields that agree, and the score
/// against what was joined already is the mean over its records.
/// For two codings this is the optimum; for more, the optimum is out of reach (it is NP-hard), and
/// the order does not hang on the order of the codings. Events in sentences that no other coder read
/// are left out. Memory grows with the square of the events of a report.
#[must_use]
pub fn align(codings: &[Coding]) -> Vec<Aligned> {
    let reports: BTreeSet<&str> =
        codings.iter().flat_map(|coding| coding.read.keys()).map(String::as_str).collect();
    let by_report: Vec<_> = codings.iter().map(by_report).collect();
    reports
        .into_iter()
        .filter(|report| codings.iter().filter(|c| c.read.contains_key(*report)).count() > 1)
        .flat_map(|report| {
            let told: Vec<Vec<Told>> = (0..codings.len())
                .map(|coder| shared(codings, coder, report, by_report[coder].get(report)))
                .collect();
            align_report(codings, report, &told)
        })
        .collect()
}

type ByReport<'a> = std::collections::BTreeMap<&'a str, Vec<usize>>;

fn by_report(coding: &Coding) -> ByReport<'_> {
    let mut of_reports = ByReport::new();
    for (index, record) in coding.records.iter().enumerate() {
        of_reports.entry(record.cite_info.report_id.as_str()).or_default().push(index);
    }
    of_reports
}

/// A coder's events of a report in sentences that another read too, in an order of their own.
fn shared<'a>(
    codings: &'a [Coding],
    coder: usize,
    report: &str,
    indices: Option<&Vec<usize>>,
) -> Vec<Told<'a>> {
    let covered = |by: &Coding, told: &Told| told.sentences.iter().any(|s| by.covers(report, s));
    let fields = &codings[coder].fields;
    let names_parties = fields.contains(&Field::Actor) || fields.contains(&Field::Recipient);
    let others = || codings.iter().enumerate().filter(|(other, _)| *other != coder);
    let mut told: Vec<Told> = indices
        .into_iter()
        .flatten()
        .map(|index| Told::new(&codings[coder].records[*index], *index, names_parties))
        .filter(|told| covered(&codings[coder], told))
        .filter(|told| others().any(|(_, other)| covered(other, told)))
        .collect();
    told.sort_by_cached_key(Told::key);
    told
}

/// An event joined of several codings: for each coder the position among its events.
type Joined = Vec<Option<usize>>;

fn align_report(codings: &[Coding], report: &str, told: &[Vec<Told>]) -> Vec<Aligned> {
    let mut order: Vec<usize> = (0..told.len()).collect();
    order.sort_by_cached_key(|coder| {
        let keys: Vec<_> = told[*coder].iter().map(Told::key).collect();
        (Reverse(keys.len()), keys)
    });
    let mut joined: Vec<Joined> = Vec::new();
    for coder in order {
        join(&mut joined, told, coder);
    }
    let keys_of = |events: &Joined| {
        let mut keys: Vec<_> = members(events, told).map(Told::key).collect();
        keys.sort();
        keys
    };
    joined.sort_by_cached_key(keys_of);
    joined.iter().map(|events| aligned(codings, report, told, events)).collect()
}

fn members<'a>(
    events: &'a Joined,
    told: &'a [Vec<Told<'a>>],
) -> impl Iterator<Item = &'a Told<'a>> {
    let member = |(coder, at): (usize, &Option<usize>)| at.map(|at| &told[coder][at]);
    events.iter().enumerate().filter_map(member)
}

fn join(joined: &mut Vec<Joined>, told: &[Vec<Told>], coder: usize) {
    let weight = |events: &Joined, event: &Told| {
        let (sum, n) = members(events, told)
            .fold((0, 0), |(sum, n), member| (sum + member.closeness(event), n + 1));
        if sum >= n * LEAST_SCORE * FINER { sum / n } else { 0 }
    };
    let weights: Vec<Vec<u32>> = joined
        .iter()
        .map(|events| told[coder].iter().map(|event| weight(events, event)).collect())
        .collect();
    let mut left: BTreeSet<usize> = (0..told[coder].len()).collect();
    for (events, event) in joined.iter_mut().zip(assign(&weights)) {
        events[coder] = event;
        event.map(|event| left.remove(&event));
    }
    joined.extend(left.into_iter().map(|event| {
        let mut alone = vec![None; told.len()];
        alone[coder] = Some(event);
        alone
    }));
}

fn aligned(codings: &[Coding], report: &str, told: &[Vec<Told>], events: &Joined) -> Aligned {
    let reads = |coding: &Coding| {
        members(events, told).flat_map(|t| &t.sentences).any(|s| coding.covers(report, s))
    };
    let index = |(coder, at): (usize, &Option<usize>)| at.map(|at| told[coder][at].index);
    Aligned {
        report: report.to_owned(),
        events: events.iter().enumerate().map(index).collect(),
        read: codings.iter().map(reads).collect(),
    }
}

/// A record with its places read.
struct Told<'a> {
    record: &'a EventRecord,
    index: usize,
    /// The event's words, and those of its mentions.
    words: Vec<Place>,
    sentences: Vec<Place>,
    /// Whether its coder was asked for parties.
    names_parties: bool,
    /// Of all fields.
    values: Vec<Option<Value>>,
}

impl<'a> Told<'a> {
    fn new(record: &'a EventRecord, index: usize, names_parties: bool) -> Self {
        let sentences = sentences(record);
        let spans = std::iter::once((record.event_start, record.event_end))
            .chain(record.mentions.iter().map(|again| (again.start, again.end)));
        let values = Field::ALL.into_iter().map(|field| field.value(record)).collect();
        let words = sentences
            .iter()
            .zip(spans)
            .map(|(sentence, (start, end))| Place { part: sentence.part.clone(), start, end })
            .filter(|words| words.start < words.end);
        Self { record, index, words: words.collect(), sentences, names_parties, values }
    }

    /// An order that hangs on nothing but the record: where it stands, then all that it says.
    fn key(&self) -> (Place, usize, usize, String) {
        let record = self.record;
        let all = serde_json::to_string(record).unwrap_or_default();
        (self.sentences[0].clone(), record.event_start, record.event_end, all)
    }

    /// The score and, of pairs with the same, the fields whose values are the same.
    ///
    /// Without them the events of two equal codings could be crossed where words and parties are not
    /// told.
    fn closeness(&self, other: &Self) -> u32 {
        let score = self.score(other);
        let same =
            || self.values.iter().zip(&other.values).filter(|(one, of_other)| one == of_other);
        let fields = if score < LEAST_SCORE { 0 } else { same().count() };
        score * FINER + fields as u32
    }

    fn score(&self, other: &Self) -> u32 {
        if !meets(&self.sentences, &other.sentences) {
            return 0;
        }
        let same_type = u32::from(self.record.event == other.record.event) * 1000;
        let parties = (self.names_parties && other.names_parties)
            .then(|| shared_parties(self.record, other.record));
        let parts = [
            (WORDS, Some(shared_words(&self.words, &other.words))),
            (SENTENCE, Some(1000)),
            (TYPE, Some(same_type)),
            (PARTIES, parties.flatten()),
        ];
        mean(&parts)
    }
}

/// Returns where a record stands: its sentence, then those that tell it again.
pub(crate) fn sentences(record: &EventRecord) -> Vec<Place> {
    let again = record.mentions.iter().map(|again| &again.text_info);
    std::iter::once(&record.text_info).chain(again).map(Place::of_sentence).collect()
}

fn meets(one: &[Place], other: &[Place]) -> bool {
    one.iter().any(|place| other.iter().any(|of_other| place.shared(of_other) > 0))
}

/// The weighted mean of what is known.
fn mean(parts: &[(u32, Option<u32>)]) -> u32 {
    let known = parts.iter().filter_map(|(weight, part)| part.map(|part| (weight, part)));
    let (weights, sum) =
        known.fold((0, 0), |(w, s), (weight, part)| (w + weight, s + weight * part));
    u32::checked_div(sum, weights).unwrap_or(0)
}

/// Where a coder marked no words, the sentence, which both have, stands for them.
fn shared_words(one: &[Place], other: &[Place]) -> u32 {
    let share = |(a, b): (&Place, &Place)| {
        let shorter = (a.end - a.start).min(b.end - b.start);
        (a.shared(b) as u64 * 1000 / shorter as u64) as u32
    };
    one.iter().flat_map(|a| other.iter().map(move |b| (a, b))).map(share).max().unwrap_or(1000)
}

fn shared_parties(one: &EventRecord, other: &EventRecord) -> Option<u32> {
    let same_part = one.text_info.part == other.text_info.part;
    let share = |a: &[Entity], b: &[Entity]| {
        let found = |of: &[Entity], among: &[Entity]| {
            of.iter().filter(|x| among.iter().any(|y| same_party(x, y, same_part))).count()
        };
        let all = a.len() + b.len();
        (all > 0).then(|| ((found(a, b) + found(b, a)) as u64 * 1000 / all as u64) as u32)
    };
    let sides = [share(&one.actor, &other.actor), share(&one.recipient, &other.recipient)];
    let known = sides.into_iter().flatten();
    let n = known.clone().count() as u32;
    (n > 0).then(|| known.sum::<u32>() / n)
}

fn same_party(one: &Entity, other: &Entity, same_part: bool) -> bool {
    let overlap = one.start.max(other.start) < one.end.min(other.end);
    let codes = |of: &Entity| (of.country.clone(), of.sector_code.clone());
    let named = |of: &Entity| (!of.country.is_empty()).then(|| codes(of));
    let who = identity(one);
    (same_part && overlap)
        || (!who.is_empty() && who == identity(other))
        || named(one).is_some_and(|codes| named(other) == Some(codes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_record::{CiteInfo, Retelling, TextInfo};

    fn sentence(nth: usize) -> TextInfo {
        TextInfo { part: "text".into(), sequence: nth, start: nth * 100, end: nth * 100 + 90 }
    }

    /// An event of `report` in the sentence `nth`, its words `start..end` counted from there.
    fn event(event: &str, nth: usize, (start, end): (usize, usize), actor: &str) -> EventRecord {
        let actor = Entity { entity_name: actor.into(), ..Entity::default() };
        EventRecord {
            event: event.into(),
            event_start: nth * 100 + start,
            event_end: nth * 100 + end,
            actor: if actor.entity_name.is_empty() { Vec::new() } else { vec![actor] },
            text_info: sentence(nth),
            cite_info: CiteInfo { report_id: "r".into(), ..CiteInfo::default() },
            ..EventRecord::default()
        }
    }

    fn pairs(one: Vec<EventRecord>, other: Vec<EventRecord>) -> Vec<[Option<usize>; 2]> {
        let aligned = align(&[Coding::new("a", one), Coding::new("b", other)]);
        aligned.iter().map(|unit| [unit.events[0], unit.events[1]]).collect()
    }

    #[test]
    fn the_same_words_are_one_event_whatever_its_type() {
        let one = event("ACCUSE", 0, (10, 20), "Serbia");
        let other = event("REJECT", 0, (10, 32), "Croatia");
        assert_eq!(score(&one, &other), 500);
        assert_eq!(pairs(vec![one], vec![other]), [[Some(0), Some(0)]]);
    }

    #[test]
    fn the_same_parties_with_other_words_and_another_type_are_two_events() {
        let one = event("ACCUSE", 0, (10, 20), "Serbia");
        let other = event("SANCTION", 0, (30, 40), "Serbia");
        assert_eq!(score(&one, &other), 350);
        assert_eq!(pairs(vec![one], vec![other]), [[Some(0), None], [None, Some(0)]]);
    }

    #[test]
    fn the_same_type_and_parties_are_one_event_whatever_its_words() {
        let one = event("ACCUSE", 0, (10, 20), "Serbia");
        let other = event("ACCUSE", 0, (30, 40), "Serbia");
        assert_eq!(score(&one, &other), 600);
    }

    #[test]
    fn where_words_are_unmarked_the_sentence_stands_for_them() {
        let one = event("ACCUSE", 0, (0, 0), "");
        assert_eq!(score(&one, &event("ACCUSE", 0, (30, 40), "")), 1000);
        assert_eq!(score(&one, &event("AID", 0, (30, 40), "")), 500 * 1000 / 750);
        assert_eq!(score(&one, &event("AID", 1, (30, 40), "")), 0);
        let two = vec![event("AID", 0, (30, 40), ""), event("ACCUSE", 0, (50, 60), "")];
        assert_eq!(pairs(vec![one], two), [[Some(0), Some(1)], [None, Some(0)]]);
    }

    #[test]
    fn events_of_other_sentences_are_others_unless_told_again_there() {
        let one = event("ACCUSE", 0, (10, 20), "Serbia");
        let mut other = event("ACCUSE", 3, (10, 20), "Serbia");
        assert_eq!(score(&one, &other), 0);
        let again =
            Retelling { start: 10, end: 20, text_info: sentence(0), ..Retelling::default() };
        other.mentions.push(again);
        assert_eq!(score(&one, &other), 1000);
    }

    #[test]
    fn each_event_has_one_partner_and_the_best_sum_wins() {
        let one =
            vec![event("ACCUSE", 0, (10, 20), "Serbia"), event("ACCUSE", 0, (30, 40), "Serbia")];
        let other =
            vec![event("ACCUSE", 0, (30, 45), "Serbia"), event("ACCUSE", 0, (8, 20), "Serbia")];
        assert_eq!(pairs(one, other), [[Some(0), Some(1)], [Some(1), Some(0)]]);
    }

    #[test]
    fn reports_and_sentences_that_one_coder_alone_read_are_left_out() {
        let mut elsewhere = event("AID", 0, (1, 5), "");
        elsewhere.cite_info.report_id = "other".into();
        let one = vec![event("AID", 0, (1, 5), ""), event("AID", 1, (1, 5), ""), elsewhere];
        let place = Place { part: "text".into(), start: 0, end: 90 };
        let read = crate::Extent::Sentences(BTreeSet::from([place]));
        let mut other = Coding::new("b", Vec::new());
        other.read.insert("r".into(), read);
        let aligned = align(&[Coding::new("a", one), other]);
        assert_eq!(aligned.len(), 1);
        assert_eq!(
            (&aligned[0].events, &aligned[0].read),
            (&vec![Some(0), None], &vec![true, true])
        );
    }

    #[test]
    fn three_codings_meet_in_one_event() {
        let codings = ["a", "b", "c"]
            .map(|coder| Coding::new(coder, vec![event("AID", 0, (10, 20), "Serbia")]));
        let aligned = align(&codings);
        assert_eq!(aligned.len(), 1);
        assert_eq!(aligned[0].events, [Some(0); 3]);
    }
}
