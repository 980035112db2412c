//! The text layouts that the field keeps its events in: GDELT 1.0 and 2.0, ICEWS, POLECAT, Phoenix
//! and PETRARCH2, written from event records, read into them, and checked.
//!
//! The tables of codes stand in `codes/`, as plain text.

#![forbid(unsafe_code)]

pub mod codes;
pub mod conventions;
pub mod layout;
pub mod row;

pub use conventions::{Conventions, Dyads, Quad, Scale, Statuses};
pub use layout::{Layout, detect};
pub use row::{Row, Telling, Unit};
