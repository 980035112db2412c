//! The text layouts that the field keeps its events in: GDELT 1.0 and 2.0, ICEWS, POLECAT, Phoenix
//! and PETRARCH2, written from event records, read into them, and checked.
//!
//! - [`Writer`] takes rows and writes lines; where data sets disagree, [`Conventions`] choose by name.
//! - [`read()`] takes lines and gives records or problems, [`detect`] tells a file's layout.
//! - [`lint()`] checks a file of any layout; `LINT.md` of this crate lists the rules.
//!
//! The tables of codes stand in `codes/`, as plain text.

#![forbid(unsafe_code)]

pub mod codes;
pub mod conventions;
pub mod convert;
mod dyads;
pub mod layout;
pub mod lint;
pub mod numbers;
pub mod problem;
pub mod read;
pub mod row;
pub mod write;

pub use conventions::{Conventions, Dyads, Quad, Scale, Statuses};
pub use layout::{Layout, detect};
pub use lint::{Finding, Report, Rule, Severity, lint};
pub use problem::{Cause, Problem};
pub use read::read;
pub use row::{Row, Telling, Unit};
pub use write::{NotWritten, Outcome, Skip, Writer};
