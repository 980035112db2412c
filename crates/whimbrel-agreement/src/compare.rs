//! Codings compared: the figures and the disagreements.

use crate::alignment::{Aligned, align};
use crate::bootstrap::{Estimate, Resampling};
use crate::coding::{Coding, Extent, Place};
use crate::coefficients::Coefficient;
use crate::disagreements::{Disagreement, disagreements};
use crate::error::Error;
use crate::fields::Field;
use crate::identities::lend_identities;
use crate::presence::{SentenceUnit, sentence_units};
use crate::ratings::{Level, Ratings, Value};
use crate::scores::{PairScores, pair_scores};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How codings are compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// How intervals are drawn.
    pub resampling: Resampling,
    /// The sentences of reports, those without events among them.
    ///
    /// Records name only sentences with events; without this, sentences that no coder found an event
    /// in are unknown, unless a sheet of a sample lists them.
    pub sentences: BTreeMap<String, BTreeSet<Place>>,
}

/// What a comparison found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The coders, in the order given.
    pub coders: Vec<Coder>,
    /// Reports that two coders or more read.
    pub reports: usize,
    /// Sentences that two coders or more read, so far as they are known.
    pub sentences: usize,
    /// Events that two coders or more have.
    pub shared_events: usize,
    /// Agreement field by field, in the order of [`Field::ALL`].
    pub fields: Vec<FieldAgreement>,
    /// Each coder against each later one.
    pub pairs: Vec<PairScores>,
    /// What a reader has to settle, in the order of the reports' identifiers and their text.
    pub disagreements: Vec<Disagreement>,
    /// How the intervals were drawn.
    pub resampling: Resampling,
    /// What a reader of the figures must know.
    pub notes: Vec<String>,
}

/// A coder's share in a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coder {
    /// The coder's name.
    pub name: String,
    /// Reports read.
    pub reports: usize,
    /// Events coded.
    pub events: usize,
    /// Events in sentences that another coder read too.
    pub compared: usize,
    /// Events of others, in sentences that this coder read, that this coder has not.
    pub omitted: usize,
}

/// How far coders agree on a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldAgreement {
    /// The field.
    pub field: Field,
    /// The level at which it is measured.
    pub level: Level,
    /// Events (for [`Field::Presence`], sentences) with values of two coders or more.
    pub units: usize,
    /// Distinct values.
    pub values: usize,
    /// The coefficients that suit the number of coders and the level.
    pub figures: Vec<Figure>,
    /// How the convention reads the field's α.
    pub reading: Option<Reading>,
}

/// A coefficient and its value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// The coefficient.
    pub coefficient: Coefficient,
    /// Its value and interval.
    #[serde(flatten)]
    pub estimate: Estimate,
}

/// How Krippendorff reads his α: "rely only on variables with reliabilities above α = .800; consider
/// variables with reliabilities between α = .667 and α = .800 only for drawing tentative conclusions"
/// (Krippendorff 2004, "Content Analysis", 2nd edition, p. 241).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// 0.800 and above.
    Reliable,
    /// From 0.667.
    Tentative,
    /// Below.
    Unreliable,
}

impl Reading {
    /// Returns the reading of an α.
    #[must_use]
    pub fn of(alpha: f64) -> Self {
        if alpha >= 0.8 {
            Self::Reliable
        } else if alpha >= 0.667 {
            Self::Tentative
        } else {
            Self::Unreliable
        }
    }

    /// Returns the word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reliable => "reliable",
            Self::Tentative => "tentative",
            Self::Unreliable => "unreliable",
        }
    }
}

impl FieldAgreement {
    /// Returns the value of a coefficient, none where it does not suit the field or the coders.
    #[must_use]
    pub fn estimate(&self, coefficient: Coefficient) -> Option<&Estimate> {
        let figure = self.figures.iter().find(|figure| figure.coefficient == coefficient);
        figure.map(|figure| &figure.estimate)
    }

    /// Returns α at the field's level.
    #[must_use]
    pub fn alpha(&self) -> Option<&Estimate> {
        self.estimate(Coefficient::Alpha(self.level))
    }
}

impl Comparison {
    /// Returns what was found about a field.
    #[must_use]
    pub fn field(&self, field: Field) -> Option<&FieldAgreement> {
        self.fields.iter().find(|agreement| agreement.field == field)
    }
}

/// Compares two codings or more.
///
/// The result does not hang on the order of reports and records. Time grows with replicates times
/// events, and is spread over the threads of the machine, field by field.
///
/// # Errors
/// Fewer than two codings, two of one name, a coding that shares no report with another, or a setting
/// out of its range.
pub fn compare(codings: &[Coding], options: &Options) -> Result<Comparison, Error> {
    check(codings, &options.resampling)?;
    let codings = &lend_identities(codings);
    let aligned = align(codings);
    let units = sentence_units(codings, &options.sentences);
    let fields = Field::ALL.into_par_iter().map(|field| {
        let ratings = match field {
            Field::Presence => presence_ratings(codings, &units),
            _ => event_ratings(codings, &aligned, field),
        };
        agreement(field, &ratings, &options.resampling)
    });
    Ok(Comparison {
        coders: coders(codings, &aligned),
        reports: shared_reports(codings).len(),
        sentences: units.len(),
        shared_events: aligned.iter().filter(|a| a.events.iter().flatten().count() > 1).count(),
        fields: fields.collect(),
        pairs: pair_scores(codings, &aligned, &options.resampling),
        disagreements: disagreements(codings, &aligned),
        resampling: options.resampling,
        notes: notes(codings, options),
    })
}

fn check(codings: &[Coding], resampling: &Resampling) -> Result<(), Error> {
    if codings.len() < 2 {
        return Err(Error::TooFew(codings.len()));
    }
    let mut names = BTreeSet::new();
    if let Some(twice) = codings.iter().find(|coding| !names.insert(&coding.coder)) {
        return Err(Error::SameName(twice.coder.clone()));
    }
    let shared = shared_reports(codings);
    let shares = |coding: &&Coding| coding.read.keys().any(|r| shared.contains(r.as_str()));
    if let Some(alone) = codings.iter().find(|coding| !shares(coding)) {
        return Err(Error::NothingShared(alone.coder.clone()));
    }
    if !(resampling.level > 0.0 && resampling.level < 1.0) {
        let value = resampling.level.to_string();
        return Err(Error::Setting {
            name: "the interval's level",
            value,
            range: "between 0 and 1",
        });
    }
    Ok(())
}

fn shared_reports(codings: &[Coding]) -> BTreeSet<&str> {
    let mut readers: BTreeMap<&str, usize> = BTreeMap::new();
    codings.iter().flat_map(|c| c.read.keys()).for_each(|r| *readers.entry(r).or_default() += 1);
    readers.into_iter().filter(|(_, n)| *n > 1).map(|(report, _)| report).collect()
}

fn coders(codings: &[Coding], aligned: &[Aligned]) -> Vec<Coder> {
    let coder = |(nth, coding): (usize, &Coding)| Coder {
        name: coding.coder.clone(),
        reports: coding.read.len(),
        events: coding.records.len(),
        compared: aligned.iter().filter(|event| event.events[nth].is_some()).count(),
        omitted: aligned.iter().filter(|a| a.read[nth] && a.events[nth].is_none()).count(),
    };
    codings.iter().enumerate().map(coder).collect()
}

fn presence_ratings(codings: &[Coding], units: &[SentenceUnit]) -> Ratings {
    let value = |coder: usize, states: Option<bool>| {
        let filled = codings[coder].fields.contains(&Field::Presence);
        states.filter(|_| filled).map(|yes| Value::name(if yes { "event" } else { "no event" }))
    };
    let rows: Vec<Vec<Option<Value>>> = units
        .iter()
        .map(|unit| unit.states.iter().enumerate().map(|(c, s)| value(c, *s)).collect())
        .collect();
    let sizes = run_lengths(units.iter().map(|unit| unit.report.as_str()));
    Ratings::new(codings.len(), &rows).in_clusters(&sizes)
}

fn event_ratings(codings: &[Coding], aligned: &[Aligned], field: Field) -> Ratings {
    let value = |(coder, record): (&Coding, &Option<usize>)| {
        let filled = coder.fields.contains(&field);
        record.filter(|_| filled).and_then(|record| field.value(&coder.records[record]))
    };
    let row = |event: &&Aligned| codings.iter().zip(&event.events).map(value).collect();
    let shared = || aligned.iter().filter(|event| event.events.iter().flatten().count() > 1);
    let rows: Vec<Vec<Option<Value>>> = shared().map(|event| row(&event)).collect();
    let sizes = run_lengths(shared().map(|event| event.report.as_str()));
    Ratings::new(codings.len(), &rows).in_clusters(&sizes)
}

/// How long each run of the same report is.
fn run_lengths<'a>(reports: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut runs: Vec<(&str, usize)> = Vec::new();
    for report in reports {
        match runs.last_mut() {
            Some((last, n)) if *last == report => *n += 1,
            _ => runs.push((report, 1)),
        }
    }
    runs.into_iter().map(|(_, n)| n).collect()
}

fn agreement(field: Field, ratings: &Ratings, resampling: &Resampling) -> FieldAgreement {
    let level = field.level();
    let figure =
        |coefficient| Figure { coefficient, estimate: resampling.estimate(coefficient, ratings) };
    let mut agreement = FieldAgreement {
        field,
        level,
        units: ratings.pairable(),
        values: ratings.distinct(),
        figures: coefficients(ratings.coders(), level).into_iter().map(figure).collect(),
        reading: None,
    };
    agreement.reading = agreement.alpha().and_then(|alpha| alpha.value).map(Reading::of);
    agreement
}

fn coefficients(coders: usize, level: Level) -> Vec<Coefficient> {
    let mut all = vec![Coefficient::PercentAgreement];
    if coders == 2 {
        all.extend([Coefficient::CohenKappa, Coefficient::ScottPi]);
        if level != Level::Nominal {
            all.extend([Coefficient::LinearKappa, Coefficient::QuadraticKappa]);
        }
    } else {
        all.push(Coefficient::FleissKappa);
    }
    let alphas = [Level::Nominal, Level::Ordinal, Level::Interval];
    all.extend(alphas.into_iter().filter(|l| *l <= level).map(Coefficient::Alpha));
    all
}

fn notes(codings: &[Coding], options: &Options) -> Vec<String> {
    let shared = shared_reports(codings);
    let alone = codings.iter().flat_map(|c| c.read.keys()).filter(|r| !shared.contains(r.as_str()));
    let alone = alone.collect::<BTreeSet<_>>().len();
    let mut notes = Vec::new();
    if alone > 0 {
        notes.push(format!(
            "reports left out, since one coder alone read them or has events of them: {alone}"
        ));
    }
    if !empty_sentences_known(codings, options) {
        notes.push(
            "sentences in which no coder found an event are not known: chance is overrated in the \
             presence of events, and its coefficients are lower than they would be"
                .into(),
        );
    }
    if shared.len() < 10 {
        notes.push(format!(
            "reports that the intervals rest on, too few for more than a rough idea: {}",
            shared.len()
        ));
    }
    notes
}

fn empty_sentences_known(codings: &[Coding], options: &Options) -> bool {
    let sheets = |coding: &Coding| coding.read.values().any(|e| matches!(e, Extent::Sentences(_)));
    !options.sentences.is_empty() || codings.iter().any(sheets)
}

/// Returns the publisher and the year of each report, as far as a record names them.
pub(crate) fn citations(codings: &[Coding]) -> BTreeMap<&str, (String, String)> {
    let mut all: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for cite in codings.iter().flat_map(|coding| &coding.records).map(|record| &record.cite_info) {
        let of_report = all.entry(&cite.report_id).or_default();
        of_report.0.extend(cite.publisher.as_deref());
        of_report.1.extend(cite.date.as_deref().and_then(|date| date.get(..4)));
    }
    let first = |names: BTreeSet<&str>| {
        names.into_iter().find(|name| !name.is_empty()).unwrap_or("unknown").to_owned()
    };
    all.into_iter().map(|(report, (who, when))| (report, (first(who), first(when)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_convention_reads_its_own_limits_upwards() {
        let readings = [0.8, 0.799, 0.667, 0.666, -0.2].map(Reading::of);
        use Reading::*;
        assert_eq!(readings, [Reliable, Tentative, Tentative, Unreliable, Unreliable]);
    }

    #[test]
    fn runs_of_reports_are_clusters() {
        assert_eq!(run_lengths(["a", "a", "b", "c", "c"].into_iter()), [2, 1, 2]);
    }
}
