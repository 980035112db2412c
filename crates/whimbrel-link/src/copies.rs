//! Which report a report copies.
//!
//! Candidates come from *gists*: fingerprints of pairs of words of a sentence, which survive where
//! a sentence is moved, cut or reworded in part.
//! A candidate is compared sentence by sentence ([`crate::outline`]); what counts is the share of
//! the words of one that stand in like sentences of the other.
//! Postings point to groups of copies, and only reports that say something new to their group add
//! any, so that the hundredth copy costs what the second did.

use std::collections::BTreeMap;

use crate::index::{Index, List, Posting, StoredReport};
use crate::linked::{CopyKind, ReportLink};
use crate::outline::{Likeness, Outline, compare};
use crate::words;

/// Groups that may share a gist; one that more have is boilerplate, neither followed nor added to.
const MAX_GROUPS: usize = 32;
/// Gists of a report that are looked up and kept: those with the smallest hashes, so that copies
/// choose the same ones.
const MAX_GISTS: usize = 256;
/// Groups that a report is compared with.
const MAX_CANDIDATES: usize = 5;
/// Reports of a group that keep an outline.
const MAX_OUTLINES: usize = 6;
/// Overlaps that are returned.
const MAX_OVERLAPS: usize = 3;

/// What was found out about a report.
#[derive(Default)]
pub(crate) struct Found {
    /// The report that it copies, with its group.
    pub(crate) copy: Option<(ReportLink, i64)>,
    /// Reports that it shares passages with, best first.
    pub(crate) overlaps: Vec<ReportLink>,
    /// Gists that its group lacks.
    gists: Vec<i64>,
    /// Whether it says something that its group did not.
    is_new: bool,
}

/// Finds the report that a report of this number, day and outline copies.
pub(crate) fn find<I: Index>(
    index: &I,
    no: i64,
    day: Option<i32>,
    outline: &Outline,
) -> Result<Found, I::Error> {
    let gists = gists(outline);
    let held = index.postings(List::Gist, &gists, MAX_GROUPS)?;
    let mut links = Vec::new();
    for group in candidates(&held, gists.len()) {
        links.extend(best_of_group(index, no, day, outline, group)?);
    }
    links.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(a.link.to.cmp(&b.link.to)));
    Ok(sort_out(links, &gists, &held))
}

/// Returns the one that is a copy, the overlaps, and what the group lacks.
fn sort_out(links: Vec<Compared>, gists: &[i64], held: &[Posting]) -> Found {
    let (copies, overlaps): (Vec<_>, Vec<_>) =
        links.into_iter().partition(|found| found.link.kind != CopyKind::Overlap);
    let best = copies.into_iter().next();
    let group = best.as_ref().map(|best| best.group);
    let is_new = best.as_ref().is_none_or(|best| best.says_new);
    let lacking = |&gist: &i64| {
        let groups = || held.iter().filter(|posting| posting.key == gist);
        groups().count() < MAX_GROUPS && !groups().any(|posting| Some(posting.value) == group)
    };
    let gists = if is_new { gists.iter().copied().filter(lacking).collect() } else { Vec::new() };
    let overlaps = overlaps.into_iter().map(|found| found.link).take(MAX_OVERLAPS).collect();
    Found { copy: best.map(|best| (best.link, best.group)), overlaps, gists, is_new }
}

/// Adds a report of this number to its group.
pub(crate) fn add<I: Index>(
    index: &mut I,
    mut report: StoredReport,
    outline: &Outline,
    found: &Found,
) -> Result<StoredReport, I::Error> {
    let (no, group) = (report.no, report.group);
    if found.is_new {
        report.outline = outline.to_bytes();
        index.post(List::Outlines, &[Posting { key: group, value: no }])?;
        let postings: Vec<Posting> =
            found.gists.iter().map(|&key| Posting { key, value: group }).collect();
        index.post(List::Gist, &postings)?;
    }
    index.post(List::Copies, &[Posting { key: group, value: no }])?;
    index.add_report(report.clone())?;
    Ok(report)
}

/// Returns the gists of an outline: for each sentence the pairs out of the three words with the
/// smallest hashes.
fn gists(outline: &Outline) -> Vec<i64> {
    let mut gists: Vec<u64> = outline.sentences.iter().flat_map(|s| gists_of_sentence(s)).collect();
    gists.sort_unstable();
    gists.dedup();
    gists.truncate(MAX_GISTS);
    gists.into_iter().map(words::key).collect()
}

/// Returns the gists of a sentence's content words, sorted as those of an outline are.
pub(crate) fn gists_of_sentence(sentence: &[u32]) -> Vec<u64> {
    let smallest = &sentence[..sentence.len().min(3)];
    let mut gists = Vec::new();
    for (at, &one) in smallest.iter().enumerate() {
        for &other in &smallest[at + 1..] {
            gists.push(words::join(&[one.into(), other.into()]));
        }
    }
    gists
}

/// Returns the groups that share most gists, weighed by how few groups have them, the best first.
fn candidates(held: &[Posting], n_gists: usize) -> Vec<i64> {
    let mut votes: BTreeMap<i64, (usize, usize)> = BTreeMap::new();
    for run in held.chunk_by(|a, b| a.key == b.key).filter(|run| run.len() < MAX_GROUPS) {
        for posting in run {
            let vote = votes.entry(posting.value).or_default();
            *vote = (vote.0 + 64 / run.len(), vote.1 + 1);
        }
    }
    let least = if n_gists < 12 { 1 } else { 2 };
    let mut ranked: Vec<(usize, i64)> = votes
        .into_iter()
        .filter(|(_, (_, n))| *n >= least)
        .map(|(group, (weight, _))| (weight, group))
        .collect();
    ranked.sort_unstable_by_key(|&(weight, group)| (std::cmp::Reverse(weight), group));
    ranked.into_iter().take(MAX_CANDIDATES).map(|(_, group)| group).collect()
}

/// What comparing a report with a group gave.
struct Compared {
    link: ReportLink,
    group: i64,
    /// How well the link suits among others.
    rank: f64,
    /// Whether the report says something that is new to the group and may be kept.
    says_new: bool,
}

/// Compares a report with those of a group that have outlines and returns the best link.
///
/// A copy must have something of the group's first report as well, lest a round-up of two reports
/// join their groups.
fn best_of_group<I: Index>(
    index: &I,
    no: i64,
    day: Option<i32>,
    outline: &Outline,
    group: i64,
) -> Result<Option<Compared>, I::Error> {
    let mut best: Option<(ReportLink, f64)> = None;
    let (mut n_outlines, mut most, mut has_first) = (0, 0.0_f64, true);
    for posting in index.postings(List::Outlines, &[group], MAX_OUTLINES)? {
        let Some(other) = index.report(posting.value)? else { continue };
        let theirs = Outline::from_bytes(&other.outline);
        let like = compare(outline, &theirs);
        n_outlines += 1;
        most = most.max(like.first);
        has_first &= other.no != group || like.first.max(like.second) >= OF_FIRST;
        let link = judge(no, day, &other, (outline, &theirs), like);
        let rank = rank(&link, like);
        if best.as_ref().is_none_or(|best| rank >= best.1) {
            best = Some((link, rank));
        }
    }
    let says_new = most < SAYS_NEW && n_outlines < MAX_OUTLINES;
    let found = best.map(|(link, rank)| Compared { link, group, rank, says_new });
    Ok(found.map(|found| if has_first { found } else { found.overlap() }).filter(Compared::counts))
}

impl Compared {
    /// Takes a copy for an overlap.
    fn overlap(mut self) -> Self {
        self.link.kind = CopyKind::Overlap;
        self.rank = self.link.score;
        self
    }

    /// Returns whether it is worth telling.
    fn counts(&self) -> bool {
        self.link.kind != CopyKind::Overlap || self.link.score >= OVERLAP
    }
}

/// Share of words from which on two reports are versions of one text; this and the limits below
/// were chosen on copies made from every second of 231 reports (see the example `measure`).
const COPY: f64 = 0.45;
/// The least sum of both reports' shares where neither stands whole in the other.
const BOTH: f64 = 0.85;
/// The share of a longer version that the shorter one makes at least.
const IN_EXTENDED: f64 = 0.2;
/// The same as [`COPY`] where more than [`NEAR_DAYS`] lie between them: background is used again for months.
const LATE_COPY: f64 = 0.75;
/// Days within which a reworded copy is looked for.
const NEAR_DAYS: u32 = 10;
/// Share of words below which an overlap is not worth telling.
const OVERLAP: f64 = 0.15;
/// Share of words that a copy has in common with the first report of its group.
const OF_FIRST: f64 = 0.1;
/// Share of words from which on a report says nothing new to its group.
const SAYS_NEW: f64 = 0.9;
/// Share of words from which on a text stands whole in another.
const WHOLE: f64 = 0.88;
/// Content words of a text that is found in a longer one.
const PART: usize = 12;

/// Returns the link of two reports, whatever it is worth.
fn judge(
    no: i64,
    day: Option<i32>,
    other: &StoredReport,
    (mine, theirs): (&Outline, &Outline),
    like: Likeness,
) -> ReportLink {
    let is_late = day.zip(other.day).is_some_and(|(a, b)| a.abs_diff(b) > NEAR_DAYS);
    let share = share(mine, theirs, like);
    let is_copy = share >= if is_late { LATE_COPY } else { COPY }
        && like.first >= IN_EXTENDED
        && (share >= WHOLE || like.first + like.second >= BOTH);
    let kind = if is_copy { kind(like) } else { CopyKind::Overlap };
    let reason = format!(
        "{:.0} % of its words stand in `{}`, and {:.0} % of that one's in it",
        like.first * 100.0,
        other.id,
        like.second * 100.0
    );
    ReportLink { from: no, to: other.no, kind, score: (share * 1000.0).round() / 1000.0, reason }
}

/// Returns how well a link suits among those to one group: copies by what each has of the other, so
/// that the whole text goes before a part of it.
fn rank(link: &ReportLink, like: Likeness) -> f64 {
    if link.kind == CopyKind::Overlap { link.score } else { 1.0 + like.first + like.second }
}

/// Returns the share of words that counts: that of the text which stands more fully in the other,
/// unless it is a mere scrap.
fn share(mine: &Outline, theirs: &Outline, like: Likeness) -> f64 {
    let first = if is_scrap(mine, theirs) { 0.0 } else { like.first };
    let second = if is_scrap(theirs, mine) { 0.0 } else { like.second };
    first.max(second)
}

/// Returns whether a text is too short to be known as a part of another.
fn is_scrap(text: &Outline, whole: &Outline) -> bool {
    let n_words = text.n_words();
    n_words < PART && n_words * 2 < whole.n_words()
}

/// Returns how two versions of one text differ.
fn kind(like: Likeness) -> CopyKind {
    match (like.first >= WHOLE, like.second >= WHOLE) {
        (true, true) => CopyKind::Copy,
        (true, false) => CopyKind::Cut,
        (false, true) => CopyKind::Extended,
        (false, false) => CopyKind::Rewrite,
    }
}
