//! Which incident an event is part of: the attack, the arrests after it, the words about it.

use crate::facts::{Facts, Party, Precision};
use crate::index::{Index, List, Mention};
use crate::linked::{LinkedMention, MentionLink};
use crate::mentions::times;
use crate::outline::ratio;
use crate::same::{self, Verdict, party_alike, rounded};
use crate::words;

/// The least score of a link that is kept, for users who cut low.
const LEAST: f64 = 0.45;
/// Mentions that are read under one key, the newest.
const PER_KEY: usize = 12;
/// Mentions of its report that an event is compared with, the nearest.
const NEAREST: usize = 30;
/// Days between the first event of an incident and any other.
const MAX_DAYS: i32 = 10;

/// A mention on its way into the index.
pub(crate) struct Placed {
    pub(crate) mention: Mention,
    pub(crate) linked: LinkedMention,
    pub(crate) facts: Facts,
}

/// Gives each mention whose event is new the incident of the event that it goes best with: of its
/// report, or of another at the same place and time.
pub(crate) fn place<I: Index>(index: &I, placed: &mut [Placed]) -> Result<(), I::Error> {
    let mut done: Vec<usize> = (0..placed.len()).filter(|&at| !placed[at].is_new()).collect();
    for at in 0..placed.len() {
        if !placed[at].is_new() {
            continue;
        }
        let mut best = of_report(placed, at, &done);
        for (mention, verdict) in elsewhere(index, &placed[at])? {
            if best.as_ref().is_none_or(|best| verdict.score > best.1.score) {
                best = Some((mention, verdict));
            }
        }
        done.push(at);
        let Some((to, verdict)) = best else { continue };
        if is_in_time(index, placed, &placed[at].facts, to.incident)? {
            placed[at].become_part(&to, verdict);
        }
    }
    Ok(())
}

impl Placed {
    /// Returns whether no earlier report told of its event.
    const fn is_new(&self) -> bool {
        self.linked.same.is_none()
    }

    fn become_part(&mut self, to: &Mention, verdict: Verdict) {
        self.set(self.linked.no, to.incident);
        let Verdict { score, reason } = verdict;
        self.linked.part =
            Some(MentionLink { from: self.linked.no, to: to.no, copied: false, score, reason });
    }
}

/// Returns the mention of the same report that an event goes best with, among those placed before.
fn of_report(placed: &[Placed], at: usize, done: &[usize]) -> Option<(Mention, Verdict)> {
    let one = &placed[at].facts;
    let mut near: Vec<usize> = done.to_vec();
    near.sort_by_key(|&other| (placed[other].facts.sequence.abs_diff(one.sequence), other));
    let judged = near.into_iter().take(NEAREST).filter_map(|other| {
        let facts = &placed[other].facts;
        let distance = one.sequence.abs_diff(facts.sequence);
        Some((other, go_together(one, facts, Some(distance))?))
    });
    let best = judged.reduce(|best, next| if next.1.score > best.1.score { next } else { best });
    best.map(|(other, verdict)| (placed[other].mention.clone(), verdict))
}

/// Returns mentions of other reports at the same place and time that an event goes with.
fn elsewhere<I: Index>(index: &I, one: &Placed) -> Result<Vec<(Mention, Verdict)>, I::Error> {
    let mut found = Vec::new();
    let mut numbers: Vec<i64> = index
        .postings(List::Scene, &scenes(&one.facts, true), PER_KEY)?
        .into_iter()
        .map(|posting| posting.value)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    for no in numbers {
        let Some(mention) = index.mention(no)?.filter(|m| m.report != one.mention.report) else {
            continue;
        };
        let verdict = go_together(&one.facts, &Facts::from_bytes(&mention.facts), None);
        found.extend(verdict.map(|verdict| (mention, verdict)));
    }
    Ok(found)
}

/// Returns whether an event is near enough in time to the first of an incident.
fn is_in_time<I: Index>(
    index: &I,
    placed: &[Placed],
    facts: &Facts,
    incident: i64,
) -> Result<bool, I::Error> {
    let here = placed.iter().find(|one| one.linked.no == incident).map(|one| one.facts.days);
    let days = match here {
        Some(days) => days,
        None => index.mention(incident)?.and_then(|m| Facts::from_bytes(&m.facts).days),
    };
    let (Some(first), Some(one)) = (days, facts.days) else { return Ok(false) };
    Ok(gap(first, one) <= MAX_DAYS)
}

/// Returns the keys of where or between whom, and when an event happened; `around` as in [`times`].
pub(crate) fn scenes(facts: &Facts, around: bool) -> Vec<i64> {
    let place = facts.place.as_ref().filter(|place| place.is_exact());
    keys_at(place.map(|place| words::join(&[6, place.id])), facts, around)
}

/// Returns the keys of the parties of an event and its days.
pub(crate) fn pairs(facts: &Facts, around: bool) -> Vec<i64> {
    let named = |side: &[Party]| side.iter().find(|party| party.id != 0).map(|party| party.id);
    let mut pair = match (named(&facts.actors), named(&facts.recipients)) {
        (Some(actor), Some(recipient)) => [actor, recipient],
        _ => return Vec::new(),
    };
    pair.sort_unstable();
    keys_at(Some(words::join(&[7, pair[0], pair[1]])), facts, around)
}

fn keys_at(thing: Option<u64>, facts: &Facts, around: bool) -> Vec<i64> {
    let Some(thing) = thing else { return Vec::new() };
    times(facts, around).into_iter().map(|time| words::key(words::join(&[thing, time]))).collect()
}

/// Returns mentions of the same two parties in the same days, whoever did it to whom.
pub(crate) fn of_same_parties<I: Index>(index: &I, facts: &Facts) -> Result<Vec<i64>, I::Error> {
    let found = index.postings(List::Scene, &pairs(facts, true), PER_KEY)?;
    Ok(found.into_iter().map(|posting| posting.value).collect())
}

/// Returns how sure it is that two events are of one incident, `None` where they hardly are:
/// what did not happen is part of none, nor is what was months or far away.
///
/// `distance` is the number of sentences between them, where one report tells of both.
pub(crate) fn go_together(one: &Facts, other: &Facts, distance: Option<u32>) -> Option<Verdict> {
    if one.status != 0 || other.status != 0 {
        return None;
    }
    let days = of_days(one, other)?;
    let place = of_place(one, other)?;
    let (party, label) = of_parties(one, other);
    let text = match distance {
        Some(0..=1) => 0.4,
        Some(2..=3) => 0.32,
        Some(4..=8) => 0.22,
        Some(_) => 0.12,
        None => 0.25 * of_words(one, other),
    };
    let kinds = if one.is_material_conflict() || other.is_material_conflict() { 0.05 } else { 0.0 };
    let score = rounded(days + place + party + text + kinds);
    let reason = || {
        let mut parts = vec![format!("{} with {}", one.kind(), other.kind())];
        parts.extend(distance.map(|n| match n {
            0 => "in one sentence".to_owned(),
            1 => "in the next sentence".to_owned(),
            n => format!("{n} sentences apart"),
        }));
        parts.extend(label.map(|label| format!("both with {label}")));
        let place = one.place.as_ref().filter(|_| place >= 0.25);
        parts.extend(place.map(|place| format!("both in {}", place.label)));
        parts.join(", ")
    };
    (score >= LEAST).then(|| Verdict { score, reason: reason() })
}

/// Returns what the days say for it; `None` where they speak against it.
fn of_days(one: &Facts, other: &Facts) -> Option<f64> {
    let is_vague = |facts: &Facts| matches!(facts.precision, Precision::Month | Precision::Year);
    if is_vague(one) || is_vague(other) {
        return None;
    }
    let exact = one.precision == Precision::Day && other.precision == Precision::Day;
    match gap(one.days?, other.days?) {
        0 => Some(if exact { 0.2 } else { 0.1 }),
        1 => Some(0.1),
        2..=3 => Some(0.0),
        _ => None,
    }
}

/// Returns how many days lie between two stretches, 0 where they meet.
fn gap(one: (i32, i32), other: (i32, i32)) -> i32 {
    one.0.max(other.0).saturating_sub(one.1.min(other.1)).max(0)
}

/// Returns what the places say for it; `None` where deeds were done in different ones.
fn of_place(one: &Facts, other: &Facts) -> Option<f64> {
    match same::places(one.place.as_ref(), other.place.as_ref()) {
        Some(Some(alike)) if alike >= 1.0 => Some(0.25),
        Some(Some(_)) => Some(0.05),
        Some(None) => Some(0.0),
        None if one.is_material_conflict() && other.is_material_conflict() => None,
        None => Some(0.0),
    }
}

/// Returns what the parties say for it, on whatever side, and whom both have.
fn of_parties(one: &Facts, other: &Facts) -> (f64, Option<String>) {
    let all = |facts: &Facts| -> Vec<Party> {
        facts.actors.iter().chain(&facts.recipients).cloned().collect()
    };
    let theirs = all(other);
    let mut best = (0.0, None);
    for party in all(one) {
        let alike = theirs.iter().map(|other| party_alike(&party, other)).fold(0.0, f64::max);
        if alike > best.0 {
            best = (alike, Some(party.label));
        }
    }
    match best {
        (alike, label) if alike >= 0.85 => (0.2, label),
        (alike, label) if alike >= 0.5 => (0.1, label),
        _ => (0.0, None),
    }
}

/// Returns the share of words that two sentences have in common.
fn of_words(one: &Facts, other: &Facts) -> f64 {
    let n_shared = words::shared(&one.sentence, &other.sentence);
    ratio(n_shared, one.sentence.len().min(other.sentence.len()))
}
