//! Whether two mentions tell of the same event: a score from 0 to 1 with its reason.

use crate::facts::{Facts, Party, Place, Precision};
use crate::outline::ratio;
use crate::words::shared;

/// A score with its reason in words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) score: f64,
    pub(crate) reason: String,
}

/// Returns how sure it is that a sentence was copied with its event, `None` where it was not.
///
/// `within` says that the two reports copy one text; else only sentences that are nearly the same
/// count.
pub(crate) fn copied(one: &Facts, other: &Facts, within: bool) -> Option<Verdict> {
    if one.kind() != other.kind() || one.status != other.status {
        return None;
    }
    let n_shared = shared(&one.sentence, &other.sentence);
    let sentence = ratio(n_shared, one.sentence.len().min(other.sentence.len()));
    let event = overlap(&one.event_words, &other.event_words);
    let (least, n_least) = if within { (0.6, 2) } else { (0.85, 6) };
    let parties = match parties(one, other) {
        Some(parties) => parties.unwrap_or(0.5),
        // What stands around a copied sentence may have another "he" resolved to another person.
        None if within && sentence >= 0.85 && event >= 1.0 => 0.0,
        None => return None,
    };
    if sentence < least || n_shared < n_least || event.max(parties) < 0.5 {
        return None;
    }
    Some(Verdict {
        score: rounded(0.6 * sentence + 0.2 * event + 0.2 * parties),
        reason: format!("same sentence by {:.0} % of its words", sentence * 100.0),
    })
}

/// Returns how sure it is that independent reports tell of one event, `None` where they do not:
/// other types, another status, other or swapped parties, days or places that do not go together.
///
/// The weights were chosen by reading links among news of two years on one war.
pub(crate) fn independent(one: &Facts, other: &Facts) -> Option<Verdict> {
    let kinds = one.kinds_alike(other);
    if kinds == 0.0 || one.status != other.status {
        return None;
    }
    let parties = parties(one, other)?.unwrap_or(0.0);
    let days = days(one, other)?;
    let place = places(one.place.as_ref(), other.place.as_ref())?;
    let words = common_words(one, other);
    let code = if one.cameo == other.cameo { 0.05 } else { 0.0 };
    let sum = [0.35 * parties, 0.2 * days, 0.1 * place.unwrap_or(0.4), 0.3 * words, code];
    let score = rounded(kinds * sum.iter().sum::<f64>());
    Some(Verdict { score, reason: reason(one, other, parties, days, place, words) })
}

/// Returns that two events have the same two parties, whoever did it to whom.
pub(crate) fn same_parties(one: &Facts, other: &Facts) -> Option<Verdict> {
    let straight = side(&one.actors, &other.actors)?.min(side(&one.recipients, &other.recipients)?);
    let swapped = side(&one.actors, &other.recipients)?.min(side(&one.recipients, &other.actors)?);
    let score = rounded(straight.max(swapped));
    let days = days(one, other).unwrap_or(0.0);
    (score >= 0.85).then(|| Verdict { score: rounded(score * days), reason: sides(one) })
}

fn reason(
    one: &Facts,
    other: &Facts,
    parties: f64,
    days: f64,
    place: Option<f64>,
    words: f64,
) -> String {
    let mut parts = vec![match one.kinds_alike(other) {
        1.0 => format!("both {}", one.kind()),
        _ => format!("{} beside {}", one.kind(), other.kind()),
    }];
    let who = if parties >= 0.7 { "same" } else { "like" };
    let both = !one.recipients.is_empty() && !other.recipients.is_empty();
    let whom = match (both, one.actors.is_empty() || other.actors.is_empty()) {
        (true, true) => format!("{who} recipient {}", names(&one.recipients)),
        (true, false) => format!("{who} parties {}", sides(one)),
        (false, _) => format!("{who} actor {}", names(&one.actors)),
    };
    parts.push(whom);
    parts.push(if days >= 1.0 { "same day".to_owned() } else { "days that fit".to_owned() });
    if let Some(place) = one.place.as_ref().filter(|_| place == Some(1.0)) {
        parts.push(format!("same place {}", place.label));
    }
    parts.push(format!("{:.0} % of the words", words * 100.0));
    parts.join(", ")
}

/// Returns the parties as one reads them: who > to whom.
fn sides(facts: &Facts) -> String {
    format!("{} > {}", names(&facts.actors), names(&facts.recipients))
}

fn names(side: &[Party]) -> String {
    side.iter().map(|party| party.label.as_str()).collect::<Vec<_>>().join("+")
}

/// Returns how alike the parties are, side by side; the outer `None` where they are others or have
/// swapped sides, the inner one where they cannot be compared.
pub(crate) fn parties(one: &Facts, other: &Facts) -> Option<Option<f64>> {
    if one.recipients.is_empty() && other.recipients.is_empty() {
        return side(&one.actors, &other.actors).map_or(Some(None), |a| above(a).map(Some));
    }
    let straight = (side(&one.actors, &other.actors), side(&one.recipients, &other.recipients));
    let swapped = (side(&one.actors, &other.recipients), side(&one.recipients, &other.actors));
    let sum = |pair: (Option<f64>, Option<f64>)| pair.0.unwrap_or(0.0) + pair.1.unwrap_or(0.0);
    if sum(swapped) > sum(straight) + 0.2 {
        return None;
    }
    match straight {
        (Some(actors), Some(recipients)) => {
            above(actors.min(recipients)).map(|_| Some(f64::midpoint(actors, recipients)))
        }
        (Some(alike), None) => above(alike).map(|alike| Some(alike * 0.75)),
        // Words are their speaker's, deeds are known by whom they were done to.
        (None, Some(alike)) if one.is_material_conflict() => above(alike).map(|a| Some(a * 0.85)),
        (None, Some(alike)) => above(alike).map(|alike| Some(alike * 0.5)),
        (None, None) => Some(None),
    }
}

/// Returns a likeness that does not speak against two being the same.
fn above(alike: f64) -> Option<f64> {
    (alike >= 0.3).then_some(alike)
}

/// Returns how alike two sides are: the mean over the smaller one's parties of their best matches;
/// `None` where one is empty.
fn side(one: &[Party], other: &[Party]) -> Option<f64> {
    let (fewer, more) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if fewer.is_empty() {
        return None;
    }
    let best = |party: &Party| more.iter().map(|p| party_alike(party, p)).fold(0.0, f64::max);
    Some(fewer.iter().map(best).sum::<f64>() / fewer.len() as f64)
}

/// Returns how alike two parties are: 1 for the same identifier, less for the same name, country
/// and sector.
pub(crate) fn party_alike(one: &Party, other: &Party) -> f64 {
    let country = one.country != 0 && one.country == other.country;
    if one.id != 0 && other.id != 0 {
        let bare = one.sector == 0 || other.sector == 0;
        return match (one.id == other.id, country) {
            (true, _) => 1.0,
            (false, true) if bare => 0.6,
            (false, true) => 0.2,
            (false, false) => 0.0,
        };
    }
    if one.country != 0 && other.country != 0 && !country {
        return 0.0;
    }
    let names = overlap(&one.words, &other.words);
    let of_names = if names >= 1.0 || one.label == other.label { 0.85 } else { 0.7 * names };
    let sector = one.sector != 0 && one.sector == other.sector;
    of_names.max(match (country, sector) {
        (true, true) => 0.55,
        (true, false) => 0.4,
        (false, true) => 0.3,
        (false, false) => 0.0,
    })
}

/// Returns how well two events' days go together, from 0 to 1; `None` where they cannot be one.
///
/// That a day lies in a month or year says little, and so does a day that was taken from the day of
/// publication.
pub(crate) fn days(one: &Facts, other: &Facts) -> Option<f64> {
    let (Some(first), Some(second)) = (one.days, other.days) else { return Some(0.2) };
    let gap = (first.0.max(second.0)).saturating_sub(first.1.min(second.1)).max(0);
    let (finer, coarser) = (one.precision.min(other.precision), one.precision.max(other.precision));
    match (finer, coarser, gap) {
        (_, Precision::Day, 0) => Some(1.0),
        (_, Precision::Day, 1) => Some(0.6),
        (Precision::Day | Precision::Unknown, Precision::Unknown, 0) => Some(0.5),
        (Precision::Month, Precision::Month, 0) => Some(0.5),
        (_, Precision::Week, 0) => Some(0.5),
        (Precision::Week, Precision::Unknown, 0) => Some(0.4),
        (Precision::Year, Precision::Year, 0) => Some(0.3),
        (_, _, 0) => Some(0.1),
        (_, Precision::Week, 1) => Some(0.3),
        (Precision::Day | Precision::Week, Precision::Unknown, 1) => Some(0.3),
        _ => None,
    }
}

/// Returns how well two places go together; the outer `None` where they cannot be one, the inner
/// one where one is not known.
pub(crate) fn places(one: Option<&Place>, other: Option<&Place>) -> Option<Option<f64>> {
    let (Some(one), Some(other)) = (one, other) else { return Some(None) };
    if one.id == other.id {
        return Some(Some(if one.resolution > 1 { 1.0 } else { 0.6 }));
    }
    if one.country != 0 && other.country != 0 && one.country != other.country {
        return None;
    }
    if one.resolution.min(other.resolution) <= 2 {
        return Some(Some(0.5));
    }
    are_near(one, other).then_some(Some(0.6))
}

/// Returns whether two places lie within about thirty kilometres.
fn are_near(one: &Place, other: &Place) -> bool {
    let Some((one, other)) = one.point.zip(other.point) else { return true };
    one.0.abs_diff(other.0) <= 30 && one.1.abs_diff(other.1) <= 40
}

/// Returns the share of words that two mentions have in common, the names of their parties left
/// out; few common words count less.
fn common_words(one: &Facts, other: &Facts) -> f64 {
    let (first, second) = (own_words(one), own_words(other));
    let n_shared = shared(&first, &second);
    let of_sentence =
        ratio(n_shared, first.len().min(second.len())) * (n_shared.min(5) as f64 / 5.0);
    let of_event = overlap(&one.event_words, &other.event_words);
    (0.8 * of_sentence + 0.2 * of_event).min(1.0)
}

/// Returns the words of a mention's sentence that do not name its parties.
fn own_words(facts: &Facts) -> Vec<u32> {
    let parties = || facts.actors.iter().chain(&facts.recipients);
    let is_name = |word: &u32| parties().any(|party| party.words.binary_search(word).is_ok());
    facts.sentence.iter().copied().filter(|word| !is_name(word)).collect()
}

/// Returns the share of the shorter list that stands in the longer.
fn overlap(one: &[u32], other: &[u32]) -> f64 {
    ratio(shared(one, other), one.len().min(other.len()))
}

pub(crate) fn rounded(score: f64) -> f64 {
    (score * 1000.0).round() / 1000.0
}
