//! One coding against another: precision, recall, F1 and which types are taken for which.

use crate::alignment::Aligned;
use crate::bootstrap::{Interval, Resampling};
use crate::coding::Coding;
use crate::compare::citations;
use crate::fields::{Field, NONE};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use whimbrel_record::EventRecord;

/// A coding against a reference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairScores {
    /// The coder taken as right.
    pub reference: String,
    /// The coder who is measured.
    pub other: String,
    /// How much of an event must be the same to count as right, from little to much.
    pub joint: Vec<Score>,
    /// Right type, by type.
    pub by_type: Vec<Score>,
    /// Right type, by the reports' publisher.
    pub by_source: Vec<Score>,
    /// Right type, by the year of the reports' publication.
    pub by_year: Vec<Score>,
    /// Types of the reference against those of the other.
    pub confusion: Confusion,
}

/// Events of a kind counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// What is counted.
    pub name: String,
    /// Events of the reference.
    pub reference: usize,
    /// Events of the other.
    pub other: usize,
    /// Events that both have and that are the same in what is counted.
    pub right: usize,
    /// Right ones of the other's; none without any.
    pub precision: Option<f64>,
    /// Right ones of the reference's; none without any.
    pub recall: Option<f64>,
    /// Their harmonic mean, 2 right / (reference + other); none without any event.
    pub f1: Option<f64>,
    /// The interval of F1, of joint figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
}

/// Counts of types, rows the reference's, columns the other's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// The types in alphabetical order; `none`, for an event that one side has not, is the last.
    pub labels: Vec<String>,
    /// `[labels × labels]`.
    pub counts: Vec<Vec<usize>>,
}

/// What must be the same, and how it is called.
const JOINT: [(&str, &[Field]); 9] = [
    ("the same event", &[]),
    ("quad", &[Field::Quad]),
    ("type", &[Field::Type]),
    ("type, mode", &[Field::Type, Field::Mode]),
    ("CAMEO root", &[Field::CameoRoot]),
    ("CAMEO code", &[Field::Cameo]),
    (
        "type, countries of both parties",
        &[Field::Type, Field::ActorCountry, Field::RecipientCountry],
    ),
    (
        "type, countries and sectors of both parties",
        &[
            Field::Type,
            Field::ActorCountry,
            Field::ActorSector,
            Field::RecipientCountry,
            Field::RecipientSector,
        ],
    ),
    ("type, both parties", &[Field::Type, Field::Actor, Field::Recipient]),
];

/// Returns each coding, in the order given, as reference of each later one.
pub(crate) fn pair_scores(
    codings: &[Coding],
    aligned: &[Aligned],
    resampling: &Resampling,
) -> Vec<PairScores> {
    let cited = citations(codings);
    let pairs = (0..codings.len()).flat_map(|r| (r + 1..codings.len()).map(move |o| (r, o)));
    pairs
        .map(|(reference, other)| {
            let pair = [&codings[reference], &codings[other]];
            let both_read = aligned.iter().filter(|a| a.read[reference] && a.read[other]);
            let events = both_read.filter_map(|a| {
                let record = |coder: usize| Some(&codings[coder].records[a.events[coder]?]);
                let sides = [record(reference), record(other)];
                sides.iter().any(Option::is_some).then_some(Both { report: &a.report, sides })
            });
            scores_of(pair, &events.collect::<Vec<_>>(), &cited, resampling)
        })
        .collect()
}

/// An event of the reference, of the other, or of both.
struct Both<'a> {
    report: &'a str,
    sides: [Option<&'a EventRecord>; 2],
}

impl Both<'_> {
    fn same(&self, fields: &[Field]) -> bool {
        let [Some(one), Some(other)] = self.sides else { return false };
        fields.iter().all(|field| field.value(one) == field.value(other))
    }

    fn types(&self) -> [Option<&str>; 2] {
        self.sides.map(|side| side.map(|record| record.event.as_str()))
    }
}

fn scores_of(
    pair: [&Coding; 2],
    events: &[Both],
    cited: &BTreeMap<&str, (String, String)>,
    resampling: &Resampling,
) -> PairScores {
    let filled =
        |fields: &[Field]| fields.iter().all(|f| pair.iter().all(|c| c.fields.contains(f)));
    let joint = JOINT.iter().filter(|(_, fields)| filled(fields));
    let source = |event: &Both| cited.get(event.report).map(|cite| cite.0.clone());
    let year = |event: &Both| cited.get(event.report).map(|cite| cite.1.clone());
    PairScores {
        reference: pair[0].coder.clone(),
        other: pair[1].coder.clone(),
        joint: joint.map(|(name, fields)| joint_score(name, fields, events, resampling)).collect(),
        by_type: by_type(events),
        by_source: by_group(events, &source),
        by_year: by_group(events, &year),
        confusion: confusion(events),
    }
}

/// Events of the reference, of the other, right ones.
#[derive(Clone, Copy, Default)]
struct Counts([usize; 3]);

impl Counts {
    fn of(event: &Both, fields: &[Field]) -> Self {
        let [reference, other] = event.sides.map(|side| usize::from(side.is_some()));
        Self([reference, other, usize::from(event.same(fields))])
    }

    fn add(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, n)| *sum += n);
    }

    fn f1(self) -> Option<f64> {
        ratio(2 * self.0[2], self.0[0] + self.0[1])
    }

    fn score(self, name: &str) -> Score {
        let [reference, other, right] = self.0;
        Score {
            name: name.to_owned(),
            reference,
            other,
            right,
            precision: ratio(right, other),
            recall: ratio(right, reference),
            f1: self.f1(),
            interval: None,
        }
    }
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn joint_score(name: &str, fields: &[Field], events: &[Both], resampling: &Resampling) -> Score {
    let mut of_reports: BTreeMap<&str, Counts> = BTreeMap::new();
    for event in events {
        of_reports.entry(event.report).or_default().add(Counts::of(event, fields));
    }
    let of_reports: Vec<Counts> = of_reports.into_values().collect();
    let sum = |counts: &mut dyn Iterator<Item = Counts>| {
        counts.fold(Counts::default(), |mut sum, counts| {
            sum.add(counts);
            sum
        })
    };
    let drawn_f1 = |drawn: &[usize]| sum(&mut drawn.iter().map(|report| of_reports[*report])).f1();
    let interval = resampling.interval(of_reports.len(), drawn_f1);
    Score { interval, ..sum(&mut of_reports.iter().copied()).score(name) }
}

/// An event counts under the type that each side gives it.
fn by_type(events: &[Both]) -> Vec<Score> {
    let mut types: BTreeMap<&str, Counts> = BTreeMap::new();
    for event in events {
        let sides = event.sides.iter().enumerate();
        for (nth, record) in sides.filter_map(|(nth, side)| side.map(|record| (nth, record))) {
            let counts = types.entry(&record.event).or_default();
            counts.0[nth] += 1;
            // Counted once, with the reference's side.
            counts.0[2] += usize::from(nth == 0 && event.same(&[Field::Type]));
        }
    }
    types.into_iter().map(|(name, counts)| counts.score(name)).collect()
}

fn by_group(events: &[Both], group: &dyn Fn(&Both) -> Option<String>) -> Vec<Score> {
    let mut groups: BTreeMap<String, Counts> = BTreeMap::new();
    for event in events {
        let name = group(event).unwrap_or_else(|| "unknown".into());
        groups.entry(name).or_default().add(Counts::of(event, &[Field::Type]));
    }
    groups.into_iter().map(|(name, counts)| counts.score(&name)).collect()
}

fn confusion(events: &[Both]) -> Confusion {
    let types: BTreeSet<&str> = events.iter().flat_map(Both::types).flatten().collect();
    let mut labels: Vec<String> = types.iter().map(|name| (*name).to_owned()).collect();
    labels.push(NONE.to_owned());
    let at: BTreeMap<&str, usize> =
        types.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let mut counts = vec![vec![0; labels.len()]; labels.len()];
    for event in events {
        let [row, column] = event.types().map(|side| side.map_or(types.len(), |name| at[name]));
        counts[row][column] += 1;
    }
    Confusion { labels, counts }
}
