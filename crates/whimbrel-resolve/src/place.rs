//! Places named in a sentence.

use crate::registry::Registry;
use crate::tables::{Problem, each_row, list};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;
use whimbrel_text::{Name, NameKind, Sentence, SmolStr, Span, Tree, Upos};

/// A place as it is resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Location {
    /// The words.
    pub extracted_place: String,
    /// Where they stand: code points from the start of the text.
    pub span: Span,
    /// Usual name of the place.
    pub resolved_place: String,
    /// GeoNames identifier, or empty.
    pub geonameid: String,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// City, or empty.
    pub city: String,
    /// District, or empty.
    pub district: String,
    /// First-level region, or empty.
    pub province: String,
    /// Name of the country.
    pub country: String,
    /// ISO 3166-1 alpha-3 code.
    pub country_code: String,
    /// PLOVER's class: 1 country, 2 region, 3 district, 4 city, 5 within a city.
    pub resolution: u8,
    /// States that claim the place, where several do.
    pub disputed: Vec<String>,
}

/// A place named in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// Head of its name.
    pub token: usize,
    /// The tokens of its name.
    pub tokens: Range<usize>,
    /// What it is.
    pub location: Location,
    /// Whether the sentence says that it was not there ("not from the Kremlin").
    pub denied: bool,
}

struct Entry {
    name: SmolStr,
    country: SmolStr,
    resolution: u8,
    lat: f64,
    lon: f64,
    geonameid: SmolStr,
    population: u64,
}

/// All places by their names.
#[derive(Default)]
struct Gazetteer {
    entries: Vec<Entry>,
    /// By the words joined by spaces, as written: the first entry of the name.
    names: FxHashMap<SmolStr, u32>,
    /// For each entry of a name its number, and where the next of the name stands.
    named: Vec<(u32, Option<u32>)>,
    longest: FxHashMap<SmolStr, usize>,
    countries: FxHashMap<String, (String, f64, f64)>,
    disputed: FxHashMap<String, Vec<String>>,
}

impl Gazetteer {
    fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Gazetteer> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let read = Self::read(
                include_str!("../../../places/gazetteer.tsv"),
                include_str!("../../../places/countries.tsv"),
                include_str!("../../../places/disputed.tsv"),
            );
            match read {
                Ok(gazetteer) => gazetteer,
                Err(problems) => panic!("the built-in gazetteer has faults: {problems:?}"),
            }
        })
    }

    fn read(gazetteer: &str, countries: &str, disputed: &str) -> Result<Self, Vec<Problem>> {
        let mut read = Self::default();
        let mut problems = Vec::new();
        each_row("gazetteer.tsv", gazetteer, 8, &mut problems, |f| read.add(f));
        each_row("countries.tsv", countries, 4, &mut problems, |f| {
            let place = (f[1].to_owned(), number(f[2])?, number(f[3])?);
            read.countries.insert(f[0].to_owned(), place);
            Ok(())
        });
        each_row("disputed.tsv", disputed, 2, &mut problems, |f| {
            read.disputed.insert(f[0].to_owned(), list(f[1]).map(ToOwned::to_owned).collect());
            Ok(())
        });
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    fn add(&mut self, f: &[&str]) -> Result<(), String> {
        let at = self.entries.len();
        let resolution = f[3].parse().map_err(|_| format!("`{}` is no resolution", f[3]))?;
        self.entries.push(Entry {
            name: f[0].into(),
            country: f[2].into(),
            resolution,
            lat: number(f[4])?,
            lon: number(f[5])?,
            geonameid: f[6].into(),
            population: f[7].parse().map_err(|_| format!("`{}` is no population", f[7]))?,
        });
        for name in std::iter::once(f[0]).chain(list(f[1])) {
            let spaced: Cow<'_, str> =
                if name.contains('-') { name.replace('-', " - ").into() } else { name.into() };
            let (first, n) = (spaced.split(' ').next().unwrap_or(""), spaced.split(' ').count());
            let longest = self.longest.entry(first.into()).or_default();
            *longest = (*longest).max(n);
            let next = self.names.insert(spaced.as_ref().into(), self.named.len() as u32);
            self.named.push((at as u32, next));
        }
        Ok(())
    }

    /// The entries of a name, the last of the table first.
    fn entries_of(&self, name: &str) -> impl Iterator<Item = &Entry> {
        let first = self.names.get(name).copied();
        let each = std::iter::successors(first, |&at| self.named[at as usize].1);
        each.map(|at| &self.entries[self.named[at as usize].0 as usize])
    }

    /// The longest place name that begins at `at`: its length in words, and the name.
    fn longest_at<'w>(&self, words: &[&'w str], at: usize) -> Option<(usize, Cow<'w, str>)> {
        let longest = *self.longest.get(words[at])?;
        (1..=longest.min(words.len() - at)).rev().find_map(|n| {
            let name = match n {
                1 => Cow::Borrowed(words[at]),
                _ => words[at..at + n].join(" ").into(),
            };
            self.names.contains_key(name.as_ref()).then_some((n, name))
        })
    }
}

/// What sort of place a name of the gazetteer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// A part of a state.
    Region,
    /// A city that a reader of news knows.
    City,
    /// A place so small that its name is as likely another thing's.
    Small,
}

/// Inhabitants of a city that readers of news know.
const KNOWN_CITY: u64 = 100_000;

/// Returns whether exactly these words are a place name of the gazetteer, the longest that begins
/// with the first of them.
pub(crate) fn is_listed(words: &[&str], range: &Range<usize>) -> bool {
    listed_place(words, range.start).is_some_and(|(n, _)| n == range.len())
}

/// Returns the length in words of the longest place name that begins at `at`, and what it names.
pub(crate) fn listed_place(words: &[&str], at: usize) -> Option<(usize, Listed)> {
    let gazetteer = Gazetteer::builtin();
    let (n, name) = gazetteer.longest_at(words, at)?;
    let entries = || gazetteer.entries_of(&name);
    let listed = match () {
        () if entries().any(|entry| entry.resolution == 2) => Listed::Region,
        () if entries().any(|entry| entry.population >= KNOWN_CITY) => Listed::City,
        () => Listed::Small,
    };
    Some((n, listed))
}

/// Returns the country of the largest place that the words from `at` on name, with their number and
/// whether it is a part of a state; none for places that few readers know.
pub(crate) fn country_at(words: &[&str], at: usize) -> Option<(usize, &'static str, bool)> {
    let gazetteer = Gazetteer::builtin();
    let (n, name) = gazetteer.longest_at(words, at)?;
    let known = |entry: &&Entry| entry.resolution == 2 || entry.population >= KNOWN_CITY;
    let rank = |entry: &&Entry| (entry.resolution == 2, entry.population);
    let entry = gazetteer.entries_of(&name).filter(known).max_by_key(rank)?;
    Some((n, entry.country.as_str(), entry.resolution == 2))
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| format!("`{text}` is not a number"))
}

/// Returns the places that a sentence names, in order.
///
/// Of places with one name that in a country which the sentence names is taken, else the largest.
#[must_use]
pub fn places(registry: &Registry, sentence: &Sentence) -> Vec<PlaceMention> {
    let gazetteer = Gazetteer::builtin();
    let words: Vec<&str> = sentence.tokens.iter().map(|t| t.form.as_str()).collect();
    let tree = Tree::new(sentence);
    let countries: Vec<String> = (0..words.len())
        .filter_map(|at| registry.longest_at(&words, at))
        .flat_map(|(_, found)| found.into_iter().map(|a| a.country.clone()))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let is_name = matches!(sentence.tokens[at].upos, Upos::Propn | Upos::Noun);
        let place =
            if is_name { locate(gazetteer, registry, &words, at, &countries) } else { None };
        // A small place's name is as likely a person's: it must have been seen as a place's.
        let place = place.filter(|(n, _)| {
            let seen = |name: &Name| name.kind == NameKind::Place && name.tokens == (at..at + n);
            listed_place(&words, at) != Some((*n, Listed::Small)) || sentence.names.iter().any(seen)
        });
        let Some((n, mut location)) = place else {
            at += 1;
            continue;
        };
        let tokens = at..at + n;
        location.span = sentence.tokens[at].span.cover(sentence.tokens[at + n - 1].span);
        location.extracted_place = sentence.words(tokens.clone());
        let token = sentence.head_of(&tokens);
        found.push(PlaceMention { token, denied: is_denied(&tree, token), tokens, location });
        at += n;
    }
    found
}

fn locate(
    gazetteer: &Gazetteer,
    registry: &Registry,
    words: &[&str],
    at: usize,
    countries: &[String],
) -> Option<(usize, Location)> {
    let country = registry.longest_at(words, at).and_then(|(n, found)| {
        let state = found.into_iter().find(|a| a.kind == crate::registry::Kind::Country)?;
        Some((n, state))
    });
    if let Some((n, state)) = country {
        let (_, lat, lon) = gazetteer.countries.get(&state.country)?;
        let location = Location {
            resolved_place: state.name.clone(),
            lat: Some(*lat),
            lon: Some(*lon),
            country: state.name.clone(),
            country_code: state.country.clone(),
            resolution: 1,
            disputed: gazetteer.disputed.get(&state.name).cloned().unwrap_or_default(),
            ..Location::default()
        };
        return Some((n, location));
    }
    let (n, name) = gazetteer.longest_at(words, at)?;
    let in_country = |entry: &Entry| countries.iter().any(|country| *country == entry.country);
    let rank = |entry: &&Entry| (in_country(entry), entry.population);
    let entry = gazetteer.entries_of(&name).max_by_key(rank)?;
    let country = gazetteer.countries.get(entry.country.as_str());
    let is_city = entry.resolution == 4;
    let location = Location {
        resolved_place: entry.name.to_string(),
        geonameid: entry.geonameid.to_string(),
        lat: Some(entry.lat),
        lon: Some(entry.lon),
        city: if is_city { entry.name.to_string() } else { String::new() },
        province: if is_city { String::new() } else { entry.name.to_string() },
        country: country.map(|(name, ..)| name.clone()).unwrap_or_default(),
        country_code: entry.country.to_string(),
        resolution: entry.resolution,
        disputed: gazetteer.disputed.get(entry.name.as_str()).cloned().unwrap_or_default(),
        ..Location::default()
    };
    Some((n, location))
}

/// "did not … from the Kremlin, but from Sevastopol": what the negated verb says is denied, what
/// follows "but" is not.
fn is_denied(tree: &Tree<'_>, token: usize) -> bool {
    let negated = |at: usize| {
        tree.children(at).any(|kid| {
            matches!(tree.token(kid).lemma.as_str(), "not" | "never")
                && tree.token(kid).rel() != "cc"
        })
    };
    let after_but =
        |at: usize| tree.children_by(at, "cc").any(|kid| tree.token(kid).lemma == "but");
    let path: Vec<usize> = std::iter::once(token).chain(tree.ancestors(token)).collect();
    for at in path {
        if after_but(at) {
            return false;
        }
        if at != token && tree.token(at).upos == Upos::Verb {
            return negated(at) && tree.token(token).rel() == "obl";
        }
    }
    false
}
