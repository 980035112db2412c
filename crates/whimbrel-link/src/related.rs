//! Other reports that a reader of a report may want.

use std::collections::{BTreeMap, BTreeSet};

use crate::components::{EVENT_THRESHOLD, INCIDENT_THRESHOLD};
use crate::facts::Facts;
use crate::incidents;
use crate::index::{Index, List, Mention, StoredReport};
use crate::same;

/// A report related to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Its number.
    pub report: i64,
    /// The closest way in which it is related.
    pub kind: Relation,
    /// From 0 to 1, within a kind.
    pub score: f64,
    /// All ways in which it is related, in words, the closest first; at most three.
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

/// Mentions of a report whose events are followed.
const MAX_MENTIONS: usize = 100;
/// Mentions of an event, events of an incident or reports of a group that are looked at.
const MAX_MEMBERS: usize = 24;
/// Reasons that are told.
const MAX_REASONS: usize = 3;

/// Returns at most `limit` reports related to a report of the index, the closest first: by kind,
/// then score, then number; copies are told from independent accounts, and of a group of copies
/// elsewhere only one is named for each kind.
///
/// A report that the index does not hold has none.
///
/// # Errors
/// As the index has them.
pub fn related<I: Index>(index: &I, report: i64, limit: usize) -> Result<Vec<Related>, I::Error> {
    let Some(report) = index.report(report)? else { return Ok(Vec::new()) };
    let mut found = copies(index, &report)?;
    let mut others = Found::default();
    for no in members(index, List::Mentions, report.no, MAX_MENTIONS)? {
        let Some(mention) = index.mention(no)? else { continue };
        others.of_mention(index, &report, &mention)?;
    }
    found.extend(others.one_for_each_group());
    found.sort_by(|a, b| {
        a.kind.cmp(&b.kind).then(b.score.total_cmp(&a.score)).then(a.report.cmp(&b.report))
    });
    found.truncate(limit);
    Ok(found)
}

/// Returns the other reports of a report's copy group.
fn copies<I: Index>(index: &I, report: &StoredReport) -> Result<Vec<Related>, I::Error> {
    let copies = members(index, List::Copies, report.group, MAX_MEMBERS)?;
    let related = |no| Related {
        report: no,
        kind: Relation::Copy,
        score: 1.0,
        reasons: vec!["a version of the same text".to_owned()],
    };
    Ok(copies.into_iter().filter(|&no| no != report.no).map(related).collect())
}

fn members<I: Index>(index: &I, list: List, key: i64, cap: usize) -> Result<Vec<i64>, I::Error> {
    let postings = index.postings(list, &[key], cap)?;
    Ok(postings.into_iter().map(|posting| posting.value).collect())
}

/// How a report is related, with score and reason.
type Way = (Relation, f64, String);

/// What is known of reports of other groups.
#[derive(Default)]
struct Found {
    /// Report → its group and how it is related.
    reports: BTreeMap<i64, (i64, Vec<Way>)>,
    /// Mentions compared already, with the mention that they were compared with.
    seen: BTreeSet<(i64, i64)>,
}

impl Found {
    /// Adds the reports that a mention leads to.
    fn of_mention<I: Index>(
        &mut self,
        index: &I,
        report: &StoredReport,
        mention: &Mention,
    ) -> Result<(), I::Error> {
        let facts = Facts::from_bytes(&mention.facts);
        for no in members(index, List::Event, mention.event, MAX_MEMBERS)? {
            self.add(index, report, mention, &facts, no, Relation::Event)?;
        }
        for no in members(index, List::Incident, mention.incident, MAX_MEMBERS)? {
            self.add(index, report, mention, &facts, no, Relation::Incident)?;
        }
        for no in incidents::of_same_parties(index, &facts)? {
            self.add(index, report, mention, &facts, no, Relation::Parties)?;
        }
        Ok(())
    }

    /// Adds the report of a mention, if the two go together as the relation has it.
    fn add<I: Index>(
        &mut self,
        index: &I,
        report: &StoredReport,
        mention: &Mention,
        facts: &Facts,
        no: i64,
        relation: Relation,
    ) -> Result<(), I::Error> {
        if !self.seen.insert((mention.no, no)) {
            return Ok(());
        }
        let Some(other) = index.mention(no)?.filter(|other| other.group != report.group) else {
            return Ok(());
        };
        let theirs = Facts::from_bytes(&other.facts);
        if let Some((score, reason)) = judge(facts, &theirs, relation) {
            let (_, ways) =
                self.reports.entry(other.report).or_insert_with(|| (other.group, Vec::new()));
            ways.push((relation, score, reason));
        }
        Ok(())
    }

    /// Returns for every group the report that is closest.
    fn one_for_each_group(self) -> Vec<Related> {
        let mut best: BTreeMap<i64, Related> = BTreeMap::new();
        for (report, (group, mut ways)) in self.reports {
            ways.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
            ways.dedup_by(|a, b| a.2 == b.2);
            let Some(&(kind, score, _)) = ways.first() else { continue };
            let reasons = ways.into_iter().take(MAX_REASONS).map(|way| way.2).collect();
            let related = Related { report, kind, score, reasons };
            let is_closer = |old: &Related| (kind, -score) < (old.kind, -old.score);
            if best.get(&group).is_none_or(is_closer) {
                best.insert(group, related);
            }
        }
        best.into_values().collect()
    }
}

/// Returns score and reason where two mentions are related in this way, compared anew, for members
/// of one event or incident may be so by weak links only.
fn judge(one: &Facts, other: &Facts, relation: Relation) -> Option<(f64, String)> {
    let (verdict, least, what) = match relation {
        Relation::Event => {
            let same = same::copied(one, other, false).or_else(|| same::independent(one, other));
            (same, EVENT_THRESHOLD, "same event")
        }
        Relation::Incident => {
            (incidents::go_together(one, other, None), INCIDENT_THRESHOLD, "same incident")
        }
        Relation::Parties | Relation::Copy => (same::same_parties(one, other), 0.0, "same parties"),
    };
    let verdict = verdict.filter(|verdict| verdict.score >= least)?;
    Some((verdict.score, format!("{what}: {}", verdict.reason)))
}
