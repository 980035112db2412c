//! Joins what belongs together: copies of a report, mentions of one event, events of one incident.
//!
//! A record of a report is a *mention*.
//! [`link_report`] takes one report with its records, compares it with what an [`Index`] holds,
//! adds it, and returns what it joined and why.
//! The index is the caller's: a database, or [`MemoryIndex`].
//!
//! Nothing is merged or dropped: links are kept with a score from 0 to 1 and a reason in words, and
//! [`components`] cuts them at any threshold.
//! Links form forests: a report has at most one link to the report that it copies, a mention at
//! most one to another mention of its event, and at most one to another event of its incident.
//! All go to what was added before, those of incidents also to other mentions of the same report.
//!
//! What depends on the order in which reports are added: which of several copies is the first (its
//! number names the group), which of several good partners a link goes to where they score the
//! same, and what is found where more candidates share a key than its cap lets through.
//! The same reports in the same order give the same links on every machine.
//!
//! Invariants: reads no files, knows no database, no clock and no order of hash maps.
//! The work for one report is bounded by its own length and by caps, not by what the index holds.

#![forbid(unsafe_code)]

mod bytes;
mod components;
mod copies;
mod facts;
mod incidents;
mod index;
mod link;
mod linked;
mod memory;
mod mentions;
mod outline;
mod related;
mod same;
mod words;

pub use components::{EVENT_THRESHOLD, INCIDENT_THRESHOLD, components};
pub use index::{Index, List, Mention, Posting, StoredReport};
pub use link::link_report;
pub use linked::{CopyKind, Linked, LinkedMention, MentionLink, ReportLink};
pub use memory::MemoryIndex;
pub use mentions::link_records;
pub use related::{Related, Relation, related};
