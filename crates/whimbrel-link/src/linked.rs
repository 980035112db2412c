//! What linking returns.

/// What became of a report and its records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linked {
    /// Number of the report in the index.
    pub report: i64,
    /// Number of the first report of its copy group; its own where it copies none.
    pub group: i64,
    /// The report that it copies, if any.
    pub copy: Option<ReportLink>,
    /// Reports that it shares text with and is no copy of, best first; at most three.
    pub overlaps: Vec<ReportLink>,
    /// Its mentions, one for each record, in the order of the records.
    pub mentions: Vec<LinkedMention>,
}

/// A report linked to one that was added before.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportLink {
    /// The report.
    pub from: i64,
    /// The earlier report.
    pub to: i64,
    /// How they are alike.
    pub kind: CopyKind,
    /// From 0 to 1: the share of the words of one that stand in like sentences of the other,
    /// whichever share is larger.
    pub score: f64,
    /// Why, in words.
    pub reason: String,
}

/// How a report is like an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyKind {
    /// The same text, but for a headline, a dateline or a few words.
    Copy,
    /// A part of the earlier text.
    Cut,
    /// The earlier text and more.
    Extended,
    /// The earlier text in other words or another order.
    Rewrite,
    /// Not a copy: the two share passages only, such as background or quotations.
    Overlap,
}

impl CopyKind {
    /// Returns the name used in files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Cut => "cut",
            Self::Extended => "extended",
            Self::Rewrite => "rewrite",
            Self::Overlap => "overlap",
        }
    }

    /// Returns the kind of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Copy, Self::Cut, Self::Extended, Self::Rewrite, Self::Overlap]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// What became of a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkedMention {
    /// Number of the mention in the index.
    pub no: i64,
    /// Identifier of its record.
    pub id: String,
    /// Number of the first mention of its event, following all links whatever their score.
    pub event: i64,
    /// Number of the first mention of its incident, following all links whatever their score.
    pub incident: i64,
    /// The best earlier mention of the same event, always in another report.
    pub same: Option<MentionLink>,
    /// The best mention of another event of the same incident, earlier or in the same report; only
    /// where `same` is none.
    pub part: Option<MentionLink>,
}

/// A mention linked to another: one that was added before, or, for incidents, one of its report.
#[derive(Clone, Debug, PartialEq)]
pub struct MentionLink {
    /// The mention.
    pub from: i64,
    /// The other mention.
    pub to: i64,
    /// Whether the link came through a copied sentence, not through an independent report.
    pub copied: bool,
    /// From 0 to 1: how sure it is that the two tell of one event (or incident).
    pub score: f64,
    /// Why, in words.
    pub reason: String,
}
