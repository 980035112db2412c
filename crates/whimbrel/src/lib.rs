//! Whimbrel as a library: from a report to event records.
//!
//! [`Pipeline`] holds the stages with their data; [`Pipeline::code`] does the main job. The record
//! types in [`record`] and the layouts in [`layouts`] are the only serialised types.
//!
//! ```no_run
//! use whimbrel::{Pipeline, Report};
//!
//! let report = Report { text: "Serbia recalled its ambassador from Croatia.".into(), ..Report::default() };
//! for record in Pipeline::builtin().code(&report) {
//!     println!("{} {}", record.event, record.event_text);
//! }
//! ```

#![forbid(unsafe_code)]

mod assemble;
mod bind;
pub mod check;
mod confidence;
mod doubt;
pub mod evaluate;
pub mod explain;
mod judged;
pub mod judging;
mod land;
pub mod layouts;
pub mod pipeline;
mod politics;
mod quotation;
pub mod relate;
mod retold;
pub mod unknowns;
pub mod views;

pub use pipeline::{Coded, Pipeline};
pub use whimbrel_record as record;
pub use whimbrel_resolve::Added;
pub use whimbrel_text::Report;
