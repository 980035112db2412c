//! What was promised, and who holds which position: commitments and positions read from a report,
//! its analysed sentences and its event records, and what becomes of them later.
//!
//! [`read`] finds them in one report. [`follow`] proposes, from a later event, that a commitment was
//! kept, broken or overtaken; [`overdue`] does so by the calendar. [`Commitment::propose`] and
//! [`Commitment::decide`] keep the history, in which a person's word always outweighs the program's.
//! [`reversal`] and [`contradictions`] compare positions.
//!
//! Nothing here reads files or a clock; days are arguments. Offsets count code points from the start
//! of the part of the report that a passage names, end exclusive.

#![forbid(unsafe_code)]

mod commitment;
mod content;
mod fate;
mod follow;
mod issue;
mod page;
mod passage;
mod position;
mod provisions;
mod reading;
mod stance;
mod status;
mod terms;
mod words;

pub use commitment::{
    Bound, Commitment, CommitmentKind, Condition, Instrument, Precision, Provision, Strength,
};
pub use follow::{follow, overdue};
pub use passage::Passage;
pub use position::{Contradiction, Issue, Position, Reversal, Since, contradictions, reversal};
pub use status::{By, Change, Decision, Evidence, Proposal, Status};
pub use words::{WordsError, check_words};

use serde::{Deserialize, Serialize};
use whimbrel_record::EventRecord;
use whimbrel_resolve::Registry;
use whimbrel_text::{Report, Sentence};

/// What a report says of commitments and positions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tracked {
    /// Commitments in the order of the report, the headline's first.
    pub commitments: Vec<Commitment>,
    /// Positions in the order of the report, the headline's first.
    pub positions: Vec<Position>,
}

/// Returns the commitments and positions that a report states.
///
/// `title` and `text` are the analysed sentences of the headline and the body; `records` are the
/// report's event records, whose offsets refer to the same title and text. Records of other reports
/// or without a sentence of their own are passed over.
///
/// Who a phrase names is taken from the records, else from the built-in registry; [`read_with`] takes
/// another one.
#[must_use]
pub fn read(
    report: &Report,
    title: &[Sentence],
    text: &[Sentence],
    records: &[EventRecord],
) -> Tracked {
    read_with(Registry::builtin(), report, title, text, records)
}

/// As [`read`], with a registry that knows users' own actors.
#[must_use]
pub fn read_with(
    registry: &Registry,
    report: &Report,
    title: &[Sentence],
    text: &[Sentence],
    records: &[EventRecord],
) -> Tracked {
    let page = page::Page::new(registry, report, title, text, records);
    Tracked { commitments: reading::commitments(&page), positions: stance::positions(&page) }
}
