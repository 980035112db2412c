//! Which earlier mention a record's event was told in before, and which incident it is part of.

use std::collections::{BTreeMap, BTreeSet};

use whimbrel_record::EventRecord;

use crate::copies::gists_of_sentence;
use crate::facts::{Facts, Precision};
use crate::incidents::{self, Placed};
use crate::index::{Index, List, Mention, Posting, StoredReport};
use crate::linked::{LinkedMention, MentionLink};
use crate::same::{self, Verdict};
use crate::words;

/// The least score of a link that is kept, for users who cut low.
const LEAST: f64 = 0.45;
/// Mentions that are read under one key, the newest.
const PER_KEY: usize = 24;
/// Mentions that a mention is compared with.
const MAX_CANDIDATES: usize = 32;
/// Days in one bucket of a key; the buckets before and after are read too.
const BUCKET: i32 = 4;
/// Parties of a mention that it is found by.
const KEY_PARTIES: usize = 4;

/// Links records of a report that is in the index, as after a new coding, and adds them to it.
///
/// The mentions of earlier records stay; leave their links out where their records no longer count.
///
/// # Errors
/// As the index has them.
pub fn link_records<I: Index>(
    index: &mut I,
    report: &StoredReport,
    records: &[EventRecord],
) -> Result<Vec<LinkedMention>, I::Error> {
    let facts: Vec<Facts> = records.iter().map(|record| Facts::of(record, report.day)).collect();
    let mut told = Vec::new();
    for (at, facts) in facts.iter().enumerate() {
        told.extend(told_before(index, report, at, facts)?);
    }
    let first = index.next_mention()?;
    let mut placed = place(report, first, records, &facts, told);
    incidents::place(index, &mut placed)?;
    for one in &placed {
        add(index, one)?;
    }
    Ok(placed.into_iter().map(|one| one.linked).collect())
}

/// An earlier mention that may tell of the event of a record.
struct Told {
    /// The record's place among those of its report.
    at: usize,
    mention: Mention,
    verdict: Verdict,
    copied: bool,
}

/// Returns the earlier mentions that tell of the event of a record, those of other reports alone.
fn told_before<I: Index>(
    index: &I,
    report: &StoredReport,
    at: usize,
    facts: &Facts,
) -> Result<Vec<Told>, I::Error> {
    let keys = Keys::of(facts, report);
    let mut told = Vec::new();
    for no in candidates(index, &keys)? {
        let Some(mention) = index.mention(no)?.filter(|m| m.report != report.no) else { continue };
        let other = Facts::from_bytes(&mention.facts);
        let within = mention.group == report.group;
        let copied = same::copied(facts, &other, within);
        let is_copied = copied.is_some();
        let verdict = copied
            .or_else(|| if within { None } else { same::independent(facts, &other) })
            .filter(|verdict| verdict.score >= LEAST);
        told.extend(verdict.map(|verdict| Told { at, mention, verdict, copied: is_copied }));
    }
    Ok(told)
}

/// Returns the mentions that share most keys, the newest of such.
fn candidates<I: Index>(index: &I, keys: &Keys) -> Result<Vec<i64>, I::Error> {
    let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
    for (keys, weight) in [(&keys.sentence, 4), (&keys.event, 1)] {
        for posting in index.postings(List::Fact, keys, PER_KEY)? {
            *votes.entry(posting.value).or_default() += weight;
        }
    }
    let mut ranked: Vec<(usize, i64)> = votes.into_iter().map(|(no, votes)| (votes, no)).collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    Ok(ranked.into_iter().take(MAX_CANDIDATES).map(|(_, no)| no).collect())
}

/// Gives each record the best event that it was told as before, and each event to one record of a
/// report only, so that records of one report never become one event.
fn place(
    report: &StoredReport,
    first: i64,
    records: &[EventRecord],
    facts: &[Facts],
    mut told: Vec<Told>,
) -> Vec<Placed> {
    told.sort_by(|a, b| {
        let score = b.verdict.score.total_cmp(&a.verdict.score);
        score.then((a.at, a.mention.no).cmp(&(b.at, b.mention.no)))
    });
    let mut placed: Vec<Placed> = Vec::new();
    for (no, (record, facts)) in (first..).zip(records.iter().zip(facts)) {
        placed.push(Placed::new(report, no, &record.id, facts));
    }
    let mut taken = BTreeSet::new();
    for one in told {
        let free = placed[one.at].linked.same.is_none() && !taken.contains(&one.mention.event);
        if free {
            taken.insert(one.mention.event);
            placed[one.at].join(one.mention, one.verdict, one.copied);
        }
    }
    placed
}

impl Placed {
    fn new(report: &StoredReport, no: i64, id: &str, facts: &Facts) -> Self {
        let mention = Mention {
            no,
            id: id.to_owned(),
            report: report.no,
            group: report.group,
            event: no,
            incident: no,
            facts: facts.to_bytes(),
        };
        let id = id.to_owned();
        let linked = LinkedMention { no, id, event: no, incident: no, same: None, part: None };
        Self { mention, linked, facts: facts.clone() }
    }

    /// Makes the mention one of the event of an earlier one.
    fn join(&mut self, to: Mention, verdict: Verdict, copied: bool) {
        self.set(to.event, to.incident);
        let Verdict { score, reason } = verdict;
        self.linked.same =
            Some(MentionLink { from: self.linked.no, to: to.no, copied, score, reason });
    }

    /// Sets the numbers of its event and incident.
    pub(crate) fn set(&mut self, event: i64, incident: i64) {
        (self.mention.event, self.mention.incident) = (event, incident);
        (self.linked.event, self.linked.incident) = (event, incident);
    }
}

/// Adds a mention and what it is found by; one in a copied sentence is found by the first such.
fn add<I: Index>(index: &mut I, one: &Placed) -> Result<(), I::Error> {
    let Mention { no, report, group, event, incident, .. } = one.mention;
    let mut post = |list, keys: Vec<i64>| {
        index
            .post(list, &keys.into_iter().map(|key| Posting { key, value: no }).collect::<Vec<_>>())
    };
    post(List::Mentions, vec![report])?;
    post(List::Event, vec![event])?;
    if event == no {
        post(List::Incident, vec![incident])?;
    }
    if !one.linked.same.as_ref().is_some_and(|link| link.copied) {
        post(List::Fact, Keys::posted(&one.facts, group))?;
        let mut scenes = incidents::scenes(&one.facts, false);
        scenes.extend(incidents::pairs(&one.facts, false));
        post(List::Scene, scenes)?;
    }
    index.add_mention(one.mention.clone())
}

/// The keys that a mention is looked up by.
struct Keys {
    /// Those of its sentence.
    sentence: Vec<i64>,
    /// Those of its event.
    event: Vec<i64>,
}

impl Keys {
    /// Returns the keys to look up.
    fn of(facts: &Facts, report: &StoredReport) -> Self {
        let mut event = event_keys(facts, true);
        if report.group != report.no {
            event.push(group_key(facts, report.group));
        }
        Self { sentence: sentence_keys(facts), event: sorted(event) }
    }

    /// Returns the keys to add a mention under.
    fn posted(facts: &Facts, group: i64) -> Vec<i64> {
        let mut keys = sentence_keys(facts);
        keys.extend(event_keys(facts, false));
        keys.push(group_key(facts, group));
        sorted(keys)
    }
}

fn sorted(mut keys: Vec<i64>) -> Vec<i64> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Returns the keys of the words of a mention's sentence.
fn sentence_keys(facts: &Facts) -> Vec<i64> {
    let gists = gists_of_sentence(&facts.sentence).into_iter();
    gists.map(|gist| words::key(words::join(&[1, facts.family(), gist]))).collect()
}

/// Returns the key of all events of a type in a copied text.
fn group_key(facts: &Facts, group: i64) -> i64 {
    words::key(words::join(&[2, facts.family(), group.cast_unsigned()]))
}

/// Returns the keys of who or where, and when; `around` says that the days before and after are
/// wanted as well.
fn event_keys(facts: &Facts, around: bool) -> Vec<i64> {
    let mut things: Vec<u64> = facts
        .actors
        .iter()
        .chain(&facts.recipients)
        .filter_map(|party| Some(words::join(&[3, party.key()?])))
        .take(KEY_PARTIES)
        .collect();
    let place = facts.place.as_ref().filter(|place| place.is_exact());
    things.extend(place.map(|place| words::join(&[4, place.id])));
    let times = times(facts, around);
    let keys = things.iter().flat_map(|&thing| {
        times.iter().map(move |&time| words::key(words::join(&[thing, facts.family(), time])))
    });
    keys.collect()
}

/// Returns numbers of the time: buckets of days, or the very month or year that is told.
pub(crate) fn times(facts: &Facts, around: bool) -> Vec<u64> {
    let Some((first, last)) = facts.days else { return Vec::new() };
    match facts.precision {
        Precision::Month | Precision::Year => {
            vec![words::join(&[facts.precision as u64, u64::from(first.cast_unsigned())])]
        }
        _ => {
            let bucket = last.div_euclid(BUCKET);
            let buckets = if around { bucket - 1..=bucket + 1 } else { bucket..=bucket };
            buckets.map(|bucket| words::join(&[9, u64::from(bucket.cast_unsigned())])).collect()
        }
    }
}
