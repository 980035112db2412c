//! What became of a commitment: proposals, decisions, and which of them counts.

use crate::commitment::Commitment;
use crate::passage::Passage;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What became of a commitment.
///
/// For a threat `Kept` means carried out; for a demand `Kept` means met and `Broken` refused; for a
/// refusal `Broken` means that the holder did it after all.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Said, nothing known of it since.
    #[default]
    Announced,
    /// Begun.
    InProgress,
    /// Done.
    Kept,
    /// Done in part.
    PartlyKept,
    /// Not done, or the opposite done.
    Broken,
    /// Begun and stuck.
    Stalled,
    /// The deadline has passed, and nothing is known to be done.
    Overdue,
    /// A newer commitment stands in its place.
    Superseded,
    /// Taken back.
    Withdrawn,
    /// Its time is over.
    Expired,
    /// Nobody can tell.
    Unverifiable,
}

impl Status {
    /// All, in the order in which a list offers them.
    pub const ALL: [Self; 11] = [
        Self::Announced,
        Self::InProgress,
        Self::Kept,
        Self::PartlyKept,
        Self::Broken,
        Self::Stalled,
        Self::Overdue,
        Self::Superseded,
        Self::Withdrawn,
        Self::Expired,
        Self::Unverifiable,
    ];

    /// Returns the name in words: `partly kept`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::InProgress => "in progress",
            Self::Kept => "kept",
            Self::PartlyKept => "partly kept",
            Self::Broken => "broken",
            Self::Stalled => "stalled",
            Self::Overdue => "overdue",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Unverifiable => "unverifiable",
        }
    }

    /// Returns the status of a name in words, or `None` where there is no such.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Returns whether nothing more is awaited: kept, broken, superseded, withdrawn or expired.
    #[must_use]
    pub const fn is_final(self) -> bool {
        use Status::{Broken, Expired, Kept, Superseded, Withdrawn};
        matches!(self, Kept | Broken | Superseded | Withdrawn | Expired)
    }
}

/// Who made a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Proposed by the program.
    #[default]
    Program,
    /// Set by a person, who is named.
    Person(String),
}

/// Whether a change counts.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Nobody has looked yet.
    #[default]
    Open,
    /// A person agreed.
    Accepted,
    /// A person disagreed.
    Rejected,
}

/// What a change rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// The event record, where there is one.
    pub record_id: Option<String>,
    /// The words; empty where the calendar alone speaks.
    pub passage: Passage,
}

/// What the program thinks became of a commitment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proposal {
    /// The status.
    pub status: Status,
    /// How sure, from 0 to 1.
    pub score: f64,
    /// Why, in words for a reader.
    pub reason: String,
    /// Day from which it holds, where known.
    pub day: Option<Date>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// An entry in a commitment's history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    /// The status.
    pub status: Status,
    /// Day from which it holds, where known.
    pub day: Option<Date>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// Who made it.
    pub by: By,
    /// Why.
    pub note: String,
    /// How sure the program is, from 0 to 1; 1 for a person.
    pub score: f64,
    /// Whether it counts.
    pub decided: Decision,
}

impl From<Proposal> for Change {
    fn from(proposal: Proposal) -> Self {
        Self {
            status: proposal.status,
            day: proposal.day,
            evidence: proposal.evidence,
            by: By::Program,
            note: proposal.reason,
            score: proposal.score,
            decided: Decision::Open,
        }
    }
}

impl Commitment {
    /// Adds what the program thinks to the history, unless the same status was proposed on the same
    /// evidence before. Returns whether it was added.
    pub fn propose(&mut self, proposal: Proposal) -> bool {
        let known = |change: &Change| {
            change.status == proposal.status
                && change.evidence == proposal.evidence
                && change.by == By::Program
        };
        if self.history.iter().any(known) {
            return false;
        }
        self.history.push(proposal.into());
        self.status = self.current();
        true
    }

    /// Accepts or rejects entry `at` of the history in the name of `person`. Returns `false`, and
    /// changes nothing, where there is no such entry.
    pub fn decide(&mut self, at: usize, accepted: bool, person: &str) -> bool {
        let Some(change) = self.history.get_mut(at) else { return false };
        change.decided = if accepted { Decision::Accepted } else { Decision::Rejected };
        self.reviewer = Some(person.to_owned());
        self.status = self.current();
        true
    }

    /// Sets the status in the name of `person`, with the reason in words.
    pub fn set(&mut self, status: Status, day: Option<Date>, person: &str, note: &str) {
        self.history.push(Change {
            status,
            day,
            evidence: Vec::new(),
            by: By::Person(person.to_owned()),
            note: note.to_owned(),
            score: 1.0,
            decided: Decision::Accepted,
        });
        self.reviewer = Some(person.to_owned());
        self.status = self.current();
    }

    /// Returns the status in force: what a person decided last; where nobody has, the latest open
    /// proposal by its day, of one day the surest; `Announced` where there is none.
    #[must_use]
    pub fn current(&self) -> Status {
        let decided = self.history.iter().rev().find(|c| c.decided == Decision::Accepted);
        let open = self.history.iter().filter(|c| c.decided == Decision::Open);
        let best = || open.max_by(|a, b| a.day.cmp(&b.day).then(a.score.total_cmp(&b.score)));
        decided.or_else(best).map_or(Status::Announced, |change| change.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal(status: Status, day: &str, score: f64) -> Proposal {
        Proposal { status, score, day: day.parse().ok(), ..Proposal::default() }
    }

    #[test]
    fn the_latest_open_proposal_counts_until_a_person_decides() {
        let mut commitment = Commitment::default();
        assert!(commitment.propose(proposal(Status::InProgress, "2022-01-02", 0.9)));
        assert!(commitment.propose(proposal(Status::Broken, "2022-01-03", 0.3)));
        assert!(!commitment.propose(proposal(Status::Broken, "2022-01-03", 0.3)), "told before");
        assert_eq!(commitment.status, Status::Broken);
        assert!(commitment.decide(1, false, "Ada"));
        assert_eq!(commitment.status, Status::InProgress);
        commitment.set(Status::Kept, None, "Ada", "the ministry confirmed it");
        let record_id = Some("a later record".to_owned());
        let evidence = vec![Evidence { record_id, ..Evidence::default() }];
        let later = Proposal { evidence, ..proposal(Status::Broken, "2023-01-03", 0.9) };
        assert!(commitment.propose(later));
        assert_eq!(commitment.status, Status::Kept);
        assert_eq!(commitment.reviewer.as_deref(), Some("Ada"));
        assert!(!commitment.decide(9, true, "Ada"), "no such entry");
    }

    #[test]
    fn names_of_statuses_are_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_name(status.name()), Some(status));
        }
        assert_eq!(Status::from_name("pending"), None);
    }
}
