//! How far codings of the same reports agree: people's, or a person's and the program's.
//!
//! A [`Coding`] is a coder's name, event records, and which reports or sentences the coder read.
//! [`compare`] matches reports by their identifier, aligns the events within each one to one
//! ([`align`], [`score`]), and gives a [`Comparison`]:
//!
//! - for each [`Field`] (type, quad, codes, parties, day, place, status, attribution, and whether a
//!   sentence states an event) percent agreement, Cohen's κ (weighted for numbers and orders),
//!   Scott's π, Fleiss' κ and Krippendorff's α, with the number of units and an interval
//!   ([`Coefficient`], [`Resampling`]);
//! - for each pair of coders precision, recall and F1 of the one against the other, by type, publisher
//!   and year, for the type alone and together with the parties, and which types are taken for which
//!   ([`PairScores`]);
//! - the [`Disagreement`]s with both sides and their words.
//!
//! It is written as a [`table`], as [`json`], as [`csv()`] and as a [`page`].
//!
//! # How to read the figures
//!
//! Fields are compared over the events that coders share; what one has and another has not is no
//! disagreement over a field but an omission, which precision and recall count.
//! So look at both: a coder who codes only what is plain agrees well on it.
//! α corrects for chance and takes any number of coders with gaps, so it is the figure to report;
//! κ and π are there for comparison with other studies.
//! Where all values are the same there is nothing to correct, and no figure but percent agreement.
//!
//! # An example
//!
//! Two people code a sample of the program's sentences blind, then all three are compared:
//!
//! ```
//! use whimbrel_agreement::{Coding, Field, Options, Sentence, compare, page, sample, table};
//!
//! let line = |report: &str, event: &str, start: usize| format!(
//!     "{{\"event\":\"{event}\",\"event_text\":\"met\",\"event_start\":{start},\"event_end\":{},\
//!      \"text\":\"Serbia met Croatia.\",\"text_info\":{{\"part\":\"text\",\"start\":{},\"end\":{}}},\
//!      \"cite_info\":{{\"report_id\":\"{report}\"}}}}\n",
//!     start + 3, start - 7, start + 12
//! );
//! let lines = line("r1", "CONSULT", 7) + &line("r1", "AID", 40) + &line("r2", "CONSULT", 7);
//! let (program, faults) = Coding::from_jsonl("whimbrel", "records.jsonl", lines.as_bytes());
//! assert!(faults.is_empty());
//!
//! // Half of the sentences, or all, or a twentieth; the same seed draws the same.
//! let sample = sample(&Sentence::of_records(&program.records), 1.0, 7)?;
//! // Each coder gets a sheet in an order of its own, without codes, and fills the empty columns.
//! let fill = |sheet: String| sheet.replace("Serbia met Croatia.,", "Serbia met Croatia.,CONSULT");
//! let (ana, faults) =
//!     Coding::from_sheet_csv("ana", "ana.csv", fill(sample.sheet(0).csv()).as_bytes())?;
//! assert!(faults.is_empty());
//! let (ben, _) = Coding::from_sheet_csv("ben", "ben.csv", fill(sample.sheet(1).csv()).as_bytes())?;
//!
//! let comparison = compare(&[program, ana, ben], &Options::default())?;
//! let types = comparison.field(Field::Type).expect("every field is there");
//! assert_eq!(types.units, 3);
//! // Six values of three coders, one of them AID: each pair with it differs.
//! let alpha = types.alpha().and_then(|alpha| alpha.value).expect("the types vary");
//! assert!((alpha - 0.0).abs() < 1e-12);
//! println!("{}", table(&comparison, 10));
//! let html = page(&comparison, 100);
//! assert!(html.starts_with("<!doctype html>"));
//! # Ok::<(), whimbrel_agreement::Error>(())
//! ```

#![forbid(unsafe_code)]

mod alignment;
mod assign;
mod bootstrap;
mod coding;
mod coefficients;
mod compare;
mod disagreements;
mod error;
mod fields;
mod filled;
mod identities;
mod layouts;
mod presence;
mod random;
mod ratings;
mod sample;
mod scores;
mod sheet;

pub use alignment::{Aligned, LEAST_SCORE, align, score};
pub use bootstrap::{Estimate, Interval, Resampling};
pub use coding::{Coding, Extent, Place};
pub use coefficients::{Coefficient, Undefined};
pub use compare::{Coder, Comparison, FieldAgreement, Figure, Options, Reading, compare};
pub use disagreements::{Difference, Disagreement, Side, Told};
pub use error::Error;
pub use fields::Field;
pub use layouts::{CONVENTION, CsvPart, csv, json, page, table};
pub use ratings::{Level, Ratings, Value};
pub use sample::{Sample, Sentence, sample};
pub use scores::{Confusion, PairScores, Score};
pub use sheet::{FILLED, GIVEN, Sheet};
