//! Places named in a report.

mod choice;
mod gazetteer;
mod views;

use crate::registry::{Actor, Kind, Registry};
use crate::tables::{Problem, each_row};
use gazetteer::{Entry, Gazetteer, Namesakes};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::OnceLock;
use whimbrel_text::{NameKind, Sentence, Span, Tree, Upos};

pub use views::{Named, NoView, View, country_under};

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

impl Location {
    /// Returns the names that tell which place it is.
    #[must_use]
    pub fn named(&self) -> Named<'_> {
        let Self { resolved_place, province, country, country_code, .. } = self;
        Named { place: resolved_place, province, country, country_code }
    }
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

/// What is known of countries as places.
#[derive(Default)]
struct Countries {
    /// Name and point, by code.
    points: FxHashMap<String, (String, f64, f64)>,
}

impl Countries {
    fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Countries> = OnceLock::new();
        BUILTIN.get_or_init(|| match Self::read(include_str!("../../../places/countries.tsv")) {
            Ok(countries) => countries,
            Err(problems) => panic!("the built-in places have faults: {problems:?}"),
        })
    }

    /// Returns the code as the program holds it.
    fn code(&'static self, code: &str) -> Option<&'static str> {
        self.points.get_key_value(code).map(|(code, _)| code.as_str())
    }

    fn read(countries: &str) -> Result<Self, Vec<Problem>> {
        let mut read = Self::default();
        let mut problems = Vec::new();
        each_row("countries.tsv", countries, 4, &mut problems, |f| {
            let place = (f[1].to_owned(), number(f[2])?, number(f[3])?);
            read.points.insert(f[0].to_owned(), place);
            Ok(())
        });
        if problems.is_empty() { Ok(read) } else { Err(problems) }
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
const KNOWN_CITY: u32 = 100_000;

/// Returns whether exactly these words are a place name of the gazetteer, the longest that begins
/// with the first of them.
pub(crate) fn is_listed(words: &[&str], range: &Range<usize>) -> bool {
    listed_place(words, range.start).is_some_and(|(n, _)| n == range.len())
}

/// Returns the length in words of the longest place name that begins at `at`, and what it names.
pub(crate) fn listed_place(words: &[&str], at: usize) -> Option<(usize, Listed)> {
    let (n, places) = Gazetteer::get().longest_at(words, at)?;
    Some((n, places.sort))
}

/// Returns the country of the largest place that the words from `at` on name, with their number and
/// whether it is a part of a state; none for places that few readers know.
pub(crate) fn country_at(words: &[&str], at: usize) -> Option<(usize, &'static str, bool)> {
    let (n, places) = Gazetteer::get().longest_at(words, at)?;
    let known = |entry: &Entry| entry.resolution == 2 || entry.population >= KNOWN_CITY;
    let rank = |entry: &Entry| (entry.resolution == 2, entry.population);
    let entry = places.entries().filter(known).max_by_key(rank)?;
    Some((n, entry.country, entry.resolution == 2))
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| format!("`{text}` is not a number"))
}

/// Returns the places that the sentences of a report name, in order, for each sentence.
///
/// A name means the same place all through a report: what stands behind a comma tells which of several,
/// else the other places beside it and its size.
#[must_use]
pub fn places_of_report(registry: &Registry, sentences: &[Sentence]) -> Vec<Vec<PlaceMention>> {
    let mut names: Vec<NamedPlace> = Vec::new();
    let mut countries: FxHashMap<String, usize> = FxHashMap::default();
    for (at, sentence) in sentences.iter().enumerate() {
        named_places(registry, sentence, at, &mut names, &mut countries);
    }
    let meant = choice::choose(registry, sentences, &names, countries);
    let mut tree: Option<(usize, Tree<'_>)> = None;
    let mut found: Vec<Vec<PlaceMention>> = vec![Vec::new(); sentences.len()];
    for (name, candidate) in names.into_iter().zip(meant) {
        let sentence = &sentences[name.sentence];
        let Some(mut location) = candidate.and_then(|candidate| candidate.location()) else {
            continue;
        };
        let (first, last) = (name.tokens.start, name.tokens.end - 1);
        location.span = sentence.tokens[first].span.cover(sentence.tokens[last].span);
        location.extracted_place = sentence.words(name.tokens.clone());
        let token = sentence.head_of(&name.tokens);
        if tree.as_ref().is_none_or(|(of, _)| *of != name.sentence) {
            tree = Some((name.sentence, Tree::new(sentence)));
        }
        let denied = tree.as_ref().is_some_and(|(_, tree)| is_denied(tree, token));
        found[name.sentence].push(PlaceMention { token, tokens: name.tokens, location, denied });
    }
    found
}

/// A name with the places that it may mean.
pub(crate) struct NamedPlace {
    sentence: usize,
    tokens: Range<usize>,
    country: Option<&'static str>,
    listed: Option<Namesakes>,
}

impl NamedPlace {
    /// The places that it may mean.
    fn candidates(&self) -> Vec<Candidate> {
        let country = self.country.map(Candidate::Country);
        let parts = self.listed.into_iter().flat_map(Namesakes::entries).map(Candidate::Part);
        country.into_iter().chain(parts).collect()
    }
}

/// A place that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Candidate {
    /// A country, by its code.
    Country(&'static str),
    /// A part of one.
    Part(Entry),
}

impl Candidate {
    pub(crate) fn country(&self) -> &'static str {
        match self {
            Self::Country(code) => code,
            Self::Part(entry) => entry.country,
        }
    }

    fn location(&self) -> Option<Location> {
        let countries = Countries::builtin();
        let (country, lat, lon) = countries.points.get(self.country())?;
        let of_country = Location {
            country: country.clone(),
            country_code: self.country().to_owned(),
            ..Location::default()
        };
        let location = match self {
            Self::Country(_) => Location {
                resolved_place: country.clone(),
                lat: Some(*lat),
                lon: Some(*lon),
                resolution: 1,
                ..of_country
            },
            Self::Part(entry) => {
                let name = |resolution: u8| match entry.resolution == resolution {
                    true => entry.name.to_owned(),
                    false => String::new(),
                };
                let province =
                    if entry.resolution == 2 { entry.name } else { entry.region }.to_owned();
                Location {
                    resolved_place: entry.name.to_owned(),
                    geonameid: match entry.geonameid {
                        0 => String::new(),
                        number => number.to_string(),
                    },
                    lat: Some(degrees(entry.lat)),
                    lon: Some(degrees(entry.lon)),
                    city: name(4),
                    district: name(3),
                    province,
                    resolution: entry.resolution,
                    ..of_country
                }
            }
        };
        let disputed = views::claimants(&location.named());
        Some(Location { disputed, ..location })
    }
}

/// Degrees as the table has them, to two places.
fn degrees(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}

/// Adds the names of places in a sentence, and counts how often it names each country by its adjective,
/// its people, or a name that nothing else has.
fn named_places(
    registry: &Registry,
    sentence: &Sentence,
    number: usize,
    names: &mut Vec<NamedPlace>,
    countries: &mut FxHashMap<String, usize>,
) {
    let words: Vec<&str> = sentence.tokens.iter().map(|t| t.form.as_str()).collect();
    let mut at = 0;
    while at < words.len() {
        let token = &sentence.tokens[at];
        let may_begin = matches!(token.upos, Upos::Propn | Upos::Noun | Upos::Adj)
            && token.form.starts_with(char::is_uppercase);
        let name =
            if may_begin { named_place(registry, sentence, &words, at, countries) } else { None };
        let n = name.as_ref().map_or(1, |(n, ..)| *n);
        names.extend(name.map(|(n, country, listed)| NamedPlace {
            sentence: number,
            tokens: at..at + n,
            country,
            listed,
        }));
        at += n;
    }
}

/// A name's length in words, the country of the name, and its places in the gazetteer.
type Found = (usize, Option<&'static str>, Option<Namesakes>);

/// The longest name of a place that begins at `at`.
fn named_place(
    registry: &Registry,
    sentence: &Sentence,
    words: &[&str],
    at: usize,
    countries: &mut FxHashMap<String, usize>,
) -> Option<Found> {
    let listed = Gazetteer::get().longest_at(words, at);
    let mut country: Option<(usize, &'static str)> = None;
    if let Some((n, actors)) = registry.longest_at(words, at) {
        let of_country = |kind| matches!(kind, Kind::Country | Kind::Adjective | Kind::Nationals);
        let actor = actors.iter().find(|actor| of_country(actor.kind));
        let is_country = |actor: &&&Actor| actor.kind == Kind::Country;
        let code = |actor: &&Actor| Countries::builtin().code(&actor.country);
        country = actor.filter(is_country).and_then(code).map(|code| (n, code));
        let alone = listed.is_none_or(|(m, _)| m != n);
        if let Some(actor) = actor.filter(|actor| alone || !is_country(actor)) {
            *countries.entry(actor.country.clone()).or_default() += 1;
        }
    }
    let listed = listed.filter(|(n, places)| {
        country.is_none_or(|(longer, _)| *n >= longer)
            && may_be_place(registry, sentence, &(at..at + n), places.sort)
    });
    match (country, listed) {
        (Some((n, country)), Some((m, places))) if n == m => Some((n, Some(country), Some(places))),
        (_, Some((n, places))) => Some((n, None, Some(places))),
        (Some((n, country)), None) => Some((n, Some(country), None)),
        (None, None) => None,
    }
}

/// Whether the words of a name of the gazetteer name a place here, and not somebody.
fn may_be_place(
    registry: &Registry,
    sentence: &Sentence,
    tokens: &Range<usize>,
    listed: Listed,
) -> bool {
    let covering = sentence
        .names
        .iter()
        .find(|name| name.tokens.start <= tokens.start && tokens.end <= name.tokens.end);
    let given_name = || {
        tokens.len() == 1
            && registry.first_word(&sentence.tokens[tokens.start].form) == Some(NameKind::Person)
    };
    let adjective = sentence.tokens[tokens.end - 1].upos == Upos::Adj;
    match covering.map(|name| name.kind) {
        Some(NameKind::Place) => true,
        Some(NameKind::Person) => false,
        // A small place's name is as likely another thing's: it must have been seen as a place's.
        Some(NameKind::Organisation) | None => {
            listed != Listed::Small && !given_name() && !adjective
        }
    }
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
