//! The comparison as comma-separated values, one table at a time.

use crate::coefficients::Coefficient;
use crate::compare::{Comparison, FieldAgreement, Figure};
use crate::disagreements::{Disagreement, Side, Told};
use crate::scores::{PairScores, Score};
use crate::sheet::guarded;

/// A table of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvPart {
    /// A line for each field and coefficient.
    Fields,
    /// A line for each score of each pair of coders.
    Scores,
    /// A line for each pair of types that occurs.
    Confusion,
    /// A line for each disagreement; the columns of the coders follow each other.
    Disagreements,
}

impl CsvPart {
    /// All tables.
    pub const ALL: [Self; 4] = [Self::Fields, Self::Scores, Self::Confusion, Self::Disagreements];

    /// Returns a name for a file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fields => "fields",
            Self::Scores => "scores",
            Self::Confusion => "confusion",
            Self::Disagreements => "disagreements",
        }
    }
}

/// Returns a table with a header (RFC 4180, lines end with a line feed).
///
/// Figures have all their digits. Texts that a spreadsheet would take for a formula have an
/// apostrophe before them.
#[must_use]
pub fn csv(comparison: &Comparison, part: CsvPart) -> String {
    match part {
        CsvPart::Fields => written(&FIELDS, comparison.fields.iter().flat_map(of_field)),
        CsvPart::Scores => written(&SCORES, comparison.pairs.iter().flat_map(of_pair)),
        CsvPart::Confusion => written(&CONFUSION, comparison.pairs.iter().flat_map(of_types)),
        CsvPart::Disagreements => {
            let header = disagreement_header(comparison);
            let header: Vec<&str> = header.iter().map(String::as_str).collect();
            written(&header, comparison.disagreements.iter().map(of_disagreement))
        }
    }
}

fn written(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(header).expect("memory takes every row");
    for row in rows {
        out.write_record(&row).expect("memory takes every row");
    }
    let bytes = out.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("cells and separators are UTF-8")
}

const FIELDS: [&str; 11] = [
    "field",
    "level",
    "units",
    "values",
    "coefficient",
    "value",
    "undefined",
    "low",
    "high",
    "replicates",
    "reading",
];

fn of_field(agreement: &FieldAgreement) -> Vec<Vec<String>> {
    let own = Coefficient::Alpha(agreement.level);
    let row = |figure: &Figure| {
        let (estimate, interval) = (&figure.estimate, figure.estimate.interval);
        let reading = agreement.reading.filter(|_| figure.coefficient == own);
        vec![
            agreement.field.name().to_owned(),
            agreement.level.name().to_owned(),
            agreement.units.to_string(),
            agreement.values.to_string(),
            figure.coefficient.id().to_owned(),
            digits(estimate.value),
            estimate.undefined.map_or("", |undefined| undefined.reason()).to_owned(),
            digits(interval.map(|interval| interval.low)),
            digits(interval.map(|interval| interval.high)),
            interval.map(|interval| interval.replicates.to_string()).unwrap_or_default(),
            reading.map_or("", |reading| reading.name()).to_owned(),
        ]
    };
    agreement.figures.iter().map(row).collect()
}

fn digits(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

const SCORES: [&str; 12] = [
    "reference",
    "other",
    "by",
    "name",
    "n_reference",
    "n_other",
    "right",
    "precision",
    "recall",
    "f1",
    "f1_low",
    "f1_high",
];

fn of_pair(pair: &PairScores) -> Vec<Vec<String>> {
    let groups = [
        ("joint", &pair.joint),
        ("type", &pair.by_type),
        ("publisher", &pair.by_source),
        ("year", &pair.by_year),
    ];
    let row = |by: &str, score: &Score| {
        vec![
            guarded(&pair.reference),
            guarded(&pair.other),
            by.to_owned(),
            guarded(&score.name),
            score.reference.to_string(),
            score.other.to_string(),
            score.right.to_string(),
            digits(score.precision),
            digits(score.recall),
            digits(score.f1),
            digits(score.interval.map(|interval| interval.low)),
            digits(score.interval.map(|interval| interval.high)),
        ]
    };
    groups.iter().flat_map(|(by, scores)| scores.iter().map(move |score| row(by, score))).collect()
}

const CONFUSION: [&str; 5] = ["reference", "other", "reference_type", "other_type", "n"];

fn of_types(pair: &PairScores) -> Vec<Vec<String>> {
    let labels = &pair.confusion.labels;
    let mut rows = Vec::new();
    for (row, counts) in labels.iter().zip(&pair.confusion.counts) {
        for (column, n) in labels.iter().zip(counts).filter(|(_, n)| **n > 0) {
            let names = [&pair.reference, &pair.other, row, column].map(|name| guarded(name));
            rows.push(names.into_iter().chain([n.to_string()]).collect());
        }
    }
    rows
}

fn disagreement_header(comparison: &Comparison) -> Vec<String> {
    let given = ["report_id", "publisher", "published", "part", "start", "end", "sentence"];
    let of_coder = ["id", "words", "event", "actor", "recipient"];
    let mut header: Vec<String> = given.iter().map(|name| (*name).to_owned()).collect();
    header.extend(["omission".to_owned(), "differences".to_owned()]);
    for coder in &comparison.coders {
        header.extend(of_coder.iter().map(|name| guarded(&format!("{} {name}", coder.name))));
    }
    header
}

fn of_disagreement(disagreement: &Disagreement) -> Vec<String> {
    let text = |text: &Option<String>| guarded(text.as_deref().unwrap_or_default());
    let mut row = vec![
        guarded(&disagreement.report_id),
        text(&disagreement.publisher),
        text(&disagreement.published),
        disagreement.part.clone(),
        disagreement.start.to_string(),
        disagreement.end.to_string(),
        guarded(&disagreement.sentence),
        if disagreement.omission { "yes" } else { "no" }.to_owned(),
        guarded(&disagreement.summary()),
    ];
    let cells = |event: &Told| {
        let lists = [&event.actor, &event.recipient].map(|words| words.join("; "));
        let [actor, recipient] = lists;
        [event.id.clone(), event.words.clone(), event.event.clone(), actor, recipient]
    };
    let side = |side: &Side| side.event.as_ref().map_or_else(Default::default, cells);
    row.extend(disagreement.sides.iter().flat_map(side).map(|cell| guarded(&cell)));
    row
}
