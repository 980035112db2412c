//! The ledger: reports and their records in one SQLite file, every version kept.
//!
//! [`Ledger::add`] takes coded reports, each in one piece or not at all; [`Ledger::recode`] codes what is
//! there anew and keeps what stood before; [`Ledger::verify`] says whether what was written still stands
//! as it was written. The chain of versions is explained in [`chain`].
//!
//! The ledger reads no clock: who writes gives the time in a [`Stamp`].

#![forbid(unsafe_code)]

mod add;
mod backup;
mod body;
pub mod chain;
mod commitments;
mod error;
mod index;
mod lineage;
mod links;
pub mod panel;
mod query;
mod recode;
mod related;
mod rows;
mod store;
mod tracked;
mod units;
mod verify;

pub use add::{Added, Coded, Coding};
pub use chain::{Stamp, Version};
pub use commitments::{HeldCommitment, Verdict, Who};
pub use error::LedgerError;
pub use query::{Filter, Found, Held, Shown};
pub use recode::{Change, Recoded};
pub use related::RelatedReport;
pub use rows::{Cell, Column, Kind};
pub use store::{Counts, Ledger};
pub use units::{Selection, Telling, UnitRow};
pub use verify::Fault;
