//! Which of several places of one name a report means.
//!
//! What stands behind a comma decides ("Alexandria, Louisiana"), for all places of the name in the
//! report. Else size counts, by its logarithm, and how many other places of the report lie in the same
//! region, in the same country, or near: first against what can mean one place alone, then against
//! what was chosen so (after the usual heuristics: one sense a discourse, minimal distance, population;
//! Leidner 2007, Lieberman and Samet 2012).

use super::{Candidate, NamedPlace};
use crate::registry::Registry;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use whimbrel_text::Sentence;

/// What a named region counts for the places in it, in steps of e of population …
const IN_REGION: f32 = 6.0;
/// … a place chosen in the same region, up to [`MOST`] of them …
const BESIDE: f32 = 2.5;
/// … a place chosen within [`NEAR_DEGREES`] …
const NEARBY: f32 = 2.0;
/// … and a country of the report.
const IN_COUNTRY: f32 = 3.0;
const MOST: usize = 3;
const NEAR_DEGREES: f32 = 2.0;
/// What each other name counts that may mean a place of the same region, up to [`MOST`] of them.
const AGREES: f32 = 2.0;
/// What a capital is more likely meant than another place of the same size.
const CAPITAL: f32 = 3.0;
/// What a country is more likely meant than a part of another of the same size.
const COUNTRY: f32 = 2.0;
/// Rounds of choosing by what was chosen before.
const ROUNDS: usize = 2;

/// Returns for each name the place meant, none where its container holds none of the name.
pub(super) fn choose(
    registry: &Registry,
    sentences: &[Sentence],
    names: &[NamedPlace],
    countries: FxHashMap<String, usize>,
) -> Vec<Option<Candidate>> {
    let keys: Vec<String> = names
        .iter()
        .map(|name| sentences[name.sentence].words(name.tokens.clone()).to_lowercase())
        .collect();
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let group = groups.entry(&keys[at]).or_insert_with(|| {
            let sentence = &sentences[name.sentence];
            let words: Vec<&str> =
                name.tokens.clone().map(|at| sentence.tokens[at].form.as_str()).collect();
            Group { candidates: name.candidates(), told: None, capital: registry.capital(&words) }
        });
        if let Some(inside) = contained(sentences, names, at) {
            group.told = group.told.or(Some(inside));
        }
    }
    let context = Context { countries, regions: regions(&groups) };
    let mut chosen: BTreeMap<&str, Candidate> = BTreeMap::new();
    for _ in 0..=ROUNDS {
        let before = chosen.clone();
        for (key, group) in &groups {
            let others = before.iter().filter(|(other, _)| *other != key).map(|(_, place)| *place);
            let others: Vec<Candidate> = others.collect();
            if let Some(best) = group.best(&others, &context, &groups) {
                chosen.insert(key, best);
            }
        }
    }
    keys.iter().map(|key| chosen.get(key.as_str()).copied()).collect()
}

/// All names of a report that are the same.
struct Group<'n> {
    candidates: Vec<Candidate>,
    /// The place that its container tells.
    told: Option<Candidate>,
    /// The country whose capital has this name.
    capital: Option<&'n str>,
}

impl Group<'_> {
    fn best(
        &self,
        others: &[Candidate],
        context: &Context,
        groups: &BTreeMap<&str, Group<'_>>,
    ) -> Option<Candidate> {
        if self.told.is_some() {
            return self.told;
        }
        // The first round knows what can mean one place alone.
        let sure: Vec<Candidate>;
        let others = if others.is_empty() {
            let one = |group: &Group<'_>| match group.candidates[..] {
                [one] => Some(one),
                _ => group.told,
            };
            sure = groups.values().filter_map(one).collect();
            &sure
        } else {
            others
        };
        let capital = |candidate: &Candidate| match candidate {
            Candidate::Part(entry) if entry.resolution == 4 && entry.population > 0 => {
                self.capital == Some(entry.country)
            }
            _ => false,
        };
        // Of a country's places with its capital's name the largest is the capital.
        let seat = self.candidates.iter().position(capital);
        let score = |at: usize, candidate: &Candidate| {
            let seat = if seat == Some(at) { CAPITAL } else { 0.0 };
            seat + score(candidate, others, context)
        };
        let mut best: Option<(f32, Candidate)> = None;
        for (at, candidate) in self.candidates.iter().enumerate() {
            let score = score(at, candidate);
            if best.is_none_or(|(highest, _)| score > highest) {
                best = Some((score, *candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}

/// What a report tells beside its names of places, and what these may mean.
struct Context {
    /// How often each country is named.
    countries: FxHashMap<String, usize>,
    /// How many names may mean a place of each region, by country and region.
    regions: FxHashMap<(&'static str, &'static str), usize>,
}

fn regions(groups: &BTreeMap<&str, Group<'_>>) -> FxHashMap<(&'static str, &'static str), usize> {
    let mut counts = FxHashMap::default();
    for group in groups.values() {
        let region = |candidate: &Candidate| match candidate {
            Candidate::Part(entry) => Some((entry.country, region_of(entry))),
            Candidate::Country(_) => None,
        };
        let mut regions: Vec<(&str, &str)> = group.candidates.iter().filter_map(region).collect();
        regions.sort_unstable();
        regions.dedup();
        for region in regions.into_iter().filter(|(_, name)| !name.is_empty()) {
            *counts.entry(region).or_default() += 1;
        }
    }
    counts
}

const fn region_of(entry: &super::Entry) -> &'static str {
    if entry.resolution == 2 { entry.name } else { entry.region }
}

fn score(candidate: &Candidate, others: &[Candidate], context: &Context) -> f32 {
    let told = context.countries.get(candidate.country()).copied().unwrap_or(0);
    let in_country = if told > 0 { IN_COUNTRY } else { 0.0 };
    let parts = || {
        others.iter().filter_map(|other| match other {
            Candidate::Part(entry) => Some(entry),
            Candidate::Country(_) => None,
        })
    };
    match candidate {
        Candidate::Country(code) => {
            let inside = parts().filter(|entry| entry.country == *code).take(MOST).count();
            logarithm(10_000_000) + COUNTRY + in_country + BESIDE * inside as f32
        }
        Candidate::Part(entry) => {
            let is_region = entry.resolution == 2;
            let region = region_of(entry);
            let same = |other: &&&super::Entry| {
                other.country == entry.country && !region.is_empty() && region_of(other) == region
            };
            let agreeing = context.regions.get(&(entry.country, region)).copied().unwrap_or(0);
            let agreeing = agreeing.saturating_sub(1).min(MOST);
            let named = parts().any(|other| {
                other.resolution == 2 && other.country == entry.country && other.name == region
            });
            let beside = parts().filter(|o| same(&o)).take(MOST).count();
            let near = |other: &&super::Entry| {
                let wide = cosine(entry.lat.to_radians());
                let (up, along) = (entry.lat - other.lat, (entry.lon - other.lon) * wide);
                up.abs() < NEAR_DEGREES && along.abs() < NEAR_DEGREES
            };
            let nearby = parts().filter(near).take(MOST).count();
            let named = if named && !is_region { IN_REGION } else { 0.0 };
            logarithm(entry.population)
                + in_country
                + named
                + BESIDE * beside as f32
                + AGREES * agreeing as f32
                + NEARBY * nearby as f32
        }
    }
}

/// About the natural logarithm of a population and one: straight lines between the powers of two, so
/// that no machine's mathematics library has a say.
fn logarithm(population: u32) -> f32 {
    let n = u64::from(population) + 1;
    let power = n.ilog2();
    let rest = n as f32 / (1u64 << power) as f32 - 1.0;
    std::f32::consts::LN_2 * (power as f32 + rest)
}

/// About the cosine of an angle between two right ones: the first terms of its series.
fn cosine(angle: f32) -> f32 {
    let square = angle * angle;
    1.0 - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0))
}

/// The place of the name at `at` that lies in what is named right behind it: "Alexandria, **La.**".
fn contained(sentences: &[Sentence], names: &[NamedPlace], at: usize) -> Option<Candidate> {
    let (name, next) = (&names[at], names.get(at + 1)?);
    let tokens = &sentences[name.sentence].tokens;
    let beside = next.sentence == name.sentence
        && next.tokens.start == name.tokens.end + 1
        && tokens[name.tokens.end].form == ",";
    if !beside {
        return None;
    }
    let containers = next.candidates();
    let holds = |candidate: &Candidate| {
        let Candidate::Part(entry) = candidate else { return false };
        containers.iter().any(|container| match container {
            Candidate::Country(code) => entry.country == *code,
            Candidate::Part(other) => {
                other.country == entry.country
                    && match other.resolution {
                        2 => entry.resolution != 2 && entry.region == other.name,
                        _ => false,
                    }
            }
        })
    };
    name.candidates().into_iter().find(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithm_and_cosine_are_near_enough() {
        for n in [0, 1, 20, 5_000, 2_138_551] {
            assert!((logarithm(n) - (n as f32 + 1.0).ln()).abs() < 0.07, "{n}");
        }
        for degrees in [-80.0f32, 0.0, 30.0, 60.0] {
            let angle = degrees.to_radians();
            assert!((cosine(angle) - angle.cos()).abs() < 0.02, "{degrees}");
        }
    }
}
