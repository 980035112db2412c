//! Words of a report with their place.

use serde::{Deserialize, Serialize};
use whimbrel_text::Span;

/// Words of a report and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Passage {
    /// The report.
    pub report_id: String,
    /// `title` or `text`.
    pub part: String,
    /// Number of the sentence in its part, from 0.
    pub sequence: usize,
    /// First code point in the part.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words as they stand there.
    pub text: String,
}

impl Passage {
    /// Returns where the passage stands in its part.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}
