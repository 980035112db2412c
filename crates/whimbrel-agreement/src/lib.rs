//! How far codings of the same reports agree.

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
