//! A commitment: who bound whom to what, until when, on which condition, and what became of it.

use crate::passage::Passage;
use crate::status::{Change, Status};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use whimbrel_record::{Entity, Location};

/// What kind of commitment it is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentKind {
    /// One side says what it will do.
    #[default]
    Promise,
    /// Several sides bind themselves; all of them are holders.
    Agreement,
    /// One side says what harm it will do.
    Threat,
    /// One side wants another to do something; the target is the one who should.
    Demand,
    /// One side says what it will not do.
    Refusal,
    /// One side recognises a state, a border, a government or a result.
    Recognition,
    /// One side says that a deed was its own.
    ClaimOfResponsibility,
    /// One side says that a deed was not its own, or did not happen.
    Denial,
}

impl CommitmentKind {
    /// Returns the name in words: `claim of responsibility`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Promise => "promise",
            Self::Agreement => "agreement",
            Self::Threat => "threat",
            Self::Demand => "demand",
            Self::Refusal => "refusal",
            Self::Recognition => "recognition",
            Self::ClaimOfResponsibility => "claim of responsibility",
            Self::Denial => "denial",
        }
    }
}

/// How firmly the holder is bound by its words.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// "will", "vowed to", "signed".
    #[default]
    Firm,
    /// "if necessary", "provided that".
    Conditional,
    /// "plans to", "is considering".
    Intention,
    /// "will not", "refuses to".
    Refusal,
}

/// How exact the day of a [`Bound`] is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the day.
    Day,
    /// To the week.
    Week,
    /// To the month.
    Month,
    /// To the year or coarser.
    Year,
    /// The words give no day.
    #[default]
    Unknown,
}

/// A day that bounds a commitment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bound {
    /// The day: for a deadline or an end the last on which it holds, for a start the first.
    /// `None` where the words cannot be resolved ("within six months of taking office").
    pub day: Option<Date>,
    /// How exact it is.
    pub precision: Precision,
    /// The words ("by Friday").
    pub passage: Passage,
}

/// What a commitment hangs on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Condition {
    /// The cue as the word list names it ("if", "unless", "provided that").
    pub cue: String,
    /// Whether the commitment falls away when the condition comes true ("unless").
    pub negative: bool,
    /// The words, cue included.
    pub passage: Passage,
}

/// One thing that a commitment says, or leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Provision {
    /// Whether it is part of the commitment; `false` for what was left out.
    pub included: bool,
    /// The words.
    pub passage: Passage,
}

/// The paper, or the form, that binds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Instrument {
    /// The kind as the word list names it (`treaty`, `agreement`, `memorandum`).
    pub kind: String,
    /// The words ("an agreement on 28 points").
    pub passage: Passage,
}

/// A commitment with its history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Commitment {
    /// Stable: the same report and words give the same on every machine.
    pub id: String,
    /// What kind it is.
    pub kind: CommitmentKind,
    /// Who is bound; all sides of an agreement; who demands.
    pub holders: Vec<Entity>,
    /// Who benefits; whom a threat or demand is aimed at; whom a refusal concerns.
    pub targets: Vec<Entity>,
    /// Who said so, where it is not the holder in person.
    pub spokesperson: Option<Entity>,
    /// The report.
    pub report_id: String,
    /// Where the report was published.
    pub channel: Option<String>,
    /// The event records that state it, in the order of the report.
    pub record_ids: Vec<String>,
    /// The words that bind ("promised").
    pub passage: Passage,
    /// The sentence that they stand in.
    pub sentence: Passage,
    /// Where the report states it again.
    pub mentions: Vec<Passage>,
    /// Day on which it was said, as far as the report tells.
    pub said: Option<Date>,
    /// Day of the report.
    pub reported: Option<Date>,
    /// PLOVER type of the event that it would be if done; `None` where not known.
    pub content: Option<String>,
    /// Head word of what is to be done, as a lemma; empty where nothing is named.
    pub act: String,
    /// Whether the holder binds itself not to do it ("promised not to attack").
    pub negative: bool,
    /// What is to be done, in the report's words.
    pub object: Option<Passage>,
    /// The points of it, and what was left out.
    pub provisions: Vec<Provision>,
    /// What it hangs on.
    pub conditions: Vec<Condition>,
    /// Until when it is to be done.
    pub deadline: Option<Bound>,
    /// From when it holds.
    pub start: Option<Bound>,
    /// Until when it holds.
    pub end: Option<Bound>,
    /// How firm it is.
    pub strength: Strength,
    /// The treaty, agreement or memorandum.
    pub instrument: Option<Instrument>,
    /// PLOVER contexts of its records.
    pub context: Vec<String>,
    /// Where it was made.
    pub place: Option<Location>,
    /// From 0 to 1.
    pub confidence: f64,
    /// Status in force: what [`Commitment::current`] returns.
    pub status: Status,
    /// What was proposed and decided, in the order in which it came.
    pub history: Vec<Change>,
    /// Who looked it through last.
    pub reviewer: Option<String>,
}
