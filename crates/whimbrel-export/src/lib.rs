//! The text layouts that the field keeps its events in: GDELT 1.0 and 2.0, ICEWS, POLECAT, Phoenix
//! and PETRARCH2, written from event records, read into them, and checked.
//!
//! - [`Writer`] takes rows and writes lines; where data sets disagree, [`Conventions`] choose by name.
//! - [`read()`] takes lines and gives records or problems, [`detect`] tells a file's layout.
//! - [`lint()`] checks a file of any layout; `LINT.md` of this crate lists the rules.
//!
//! ```
//! use whimbrel_export::{Conventions, Layout, Outcome, Row, Writer, detect, lint, read};
//! use whimbrel_record::EventRecord;
//!
//! let record = EventRecord {
//!     id: "1aacb21378197ef1".into(),
//!     date: Some("2024-03-01".into()),
//!     event: "AID".into(),
//!     cameo: "073".into(),
//!     ..EventRecord::default()
//! };
//! let mut file = Vec::new();
//! let mut writer = Writer::new(Layout::Icews, Conventions::of(Layout::Icews))?;
//! writer.header(&mut file)?;
//! assert_eq!(writer.write(&mut file, &Row::from(record))?, Outcome::Written(1));
//!
//! assert_eq!(detect(&file, "events.tab"), Some(Layout::Icews));
//! assert!(lint(&mut &file[..], "events.tab", &lint::Options::default()).is_clean());
//! read(Layout::Icews, &mut &file[..], "events.tab", &mut |item| match item {
//!     Ok(record) => assert_eq!(record.event, "AID"),
//!     Err(problem) => panic!("{problem}"),
//! });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
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
