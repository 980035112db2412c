//! A phrase taken apart: its head, the names in it, and whose they are.

use super::is_capital;
use crate::registry::{Actor, Kind, Registry};
use jiff::civil::Date;

/// A name of the registry in a phrase: first word, number of words, entries.
pub(super) type Named<'r> = (usize, usize, Vec<&'r Actor>);

/// A phrase taken apart.
pub(super) struct Parts<'r> {
    pub(super) words: Vec<String>,
    pub(super) lower: Vec<String>,
    /// The names that may tell who it is.
    pub(super) names: Vec<Named<'r>>,
    /// The names of those who back him, or whom he is for or against: "Iran-backed", "pro-Russian".
    sides: Vec<Named<'r>>,
    /// One past the head noun.
    pub(super) head_end: usize,
}

/// What another does for somebody, or has done to a place, behind the other's name: "Iran-backed".
const STANDING: [&str; 22] = [
    "backed",
    "supported",
    "trained",
    "funded",
    "financed",
    "armed",
    "sponsored",
    "supplied",
    "equipped",
    "allied",
    "aligned",
    "installed",
    "appointed",
    "imposed",
    "brokered",
    "mediated",
    "occupied",
    "controlled",
    "held",
    "friendly",
    "leaning",
    "speaking",
];

/// Words after which no name tells whose a person is, only whom or what he deals with.
fn is_towards(word: &str) -> bool {
    matches!(word, "to" | "against" | "with" | "by" | "on" | "over" | "toward" | "towards")
}

fn ends_head(word: &str) -> bool {
    matches!(word, "of" | "in" | "at" | "for" | "from" | "," | "who" | "near") || is_towards(word)
}

/// Whether the name of these words is of somebody else than the phrase names, of whom only the stand
/// towards him is told.
fn is_side(lower: &[String], start: usize, end: usize) -> bool {
    let word = |at: usize| lower.get(at).map_or("", String::as_str);
    let stands = word(end) == "-" && STANDING.contains(&word(end + 1));
    let before = start.checked_sub(2).map_or(["", ""], |at| [word(at), word(at + 1)]);
    stands || matches!(before, ["pro" | "anti", "-"])
}

/// One past the words of the part of a state whose name, with its article, begins at a word: names that
/// are a part of it are not meant, "the West" of "the West Bank" and "Wales" of "New South Wales".
fn place_end(words: &[&str], at: usize) -> usize {
    let from = if words[at].eq_ignore_ascii_case("the") { at + 1 } else { at };
    let place = (from < words.len()).then(|| crate::place::country_at(words, from)).flatten();
    place.map_or(at, |(n, ..)| from + n)
}

impl<'r> Parts<'r> {
    pub(super) fn of(registry: &'r Registry, words: Vec<String>) -> Self {
        let plain: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut names: Vec<Named<'r>> = Vec::new();
        let mut at = 0;
        while at < plain.len() {
            let found = registry.longest_at(&plain, at);
            let length = found.as_ref().map_or(0, |(n, _)| *n);
            match found {
                _ if place_end(&plain, at) > at + length.max(1) => at = place_end(&plain, at),
                Some((n, found)) => {
                    names.push((at, n, found));
                    at += n;
                }
                None => at += 1,
            }
        }
        let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        let inside_name =
            |at: usize| names.iter().any(|(start, n, _)| at > *start && at < start + n);
        let head_end = (1..lower.len())
            .find(|&at| ends_head(&lower[at]) && !inside_name(at))
            .unwrap_or(lower.len());
        let side = |(start, n, _): &Named<'_>| is_side(&lower, *start, start + n);
        let (sides, names) = names.into_iter().partition(side);
        Self { words, lower, names, sides, head_end }
    }

    /// Whether the whole phrase is the name of a known place.
    pub(super) fn is_place(&self) -> bool {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        !words.is_empty()
            && crate::place::country_at(&words, 0).is_some_and(|(n, ..)| n == words.len())
    }

    /// The country of a part of a state or a known city before the head or in a phrase behind it: "Kano
    /// State government", "rebels in Rakhine". Where the head tells a `role`, what follows it without a
    /// preposition is somebody's name.
    pub(super) fn country_of_places(&self, role: bool) -> Option<String> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let links =
            |at: usize| matches!(self.lower[at].as_str(), "of" | "in" | "from" | "at" | "near");
        let before = 0..if role { self.head_end.saturating_sub(1) } else { words.len() };
        let behind = (self.head_end..words.len()).filter(|&at| at > 0 && links(at - 1));
        before.chain(behind).find_map(|at| {
            let (n, country, is_part) = crate::place::country_at(&words, at)?;
            // A city may be the first word of the name of anything, and of anybody.
            let whole = n == words.len();
            let tells = is_part || whole || (at == 0 && role) || (at > 0 && links(at - 1));
            tells.then(|| country.to_owned())
        })
    }

    /// The country that the names in the phrase tell, the first that does.
    pub(super) fn country(&self) -> Option<String> {
        self.names.iter().find_map(|(.., found)| country_of(found))
    }

    /// The country of an actor: as [`Self::country`], but not of those whom he deals with ("talks with
    /// Iran"), and of an envoy not of where he serves.
    pub(super) fn country_of_actor(&self, is_envoy: bool) -> Option<String> {
        let mut found = self.names.iter().filter(|(at, ..)| !self.is_dealt_with(*at, is_envoy));
        found.find_map(|(.., found)| country_of(found))
    }

    /// The country of the party or person, but not the state, that the phrase's actor is for or against:
    /// such stands are taken at home.
    pub(super) fn country_of_sides(
        &self,
        registry: &Registry,
        date: Option<Date>,
    ) -> Option<String> {
        let at_home = |(_, _, found): &&Named<'_>| {
            let at_home = [Kind::Person, Kind::Organisation, Kind::Metonym];
            found.iter().all(|actor| at_home.contains(&actor.kind))
        };
        let named = self.sides.iter().filter(at_home).find_map(|(.., found)| country_of(found));
        named.or_else(|| {
            // "pro-Assad": surnames are no names of the registry by themselves.
            (0..self.words.len()).find_map(|at| {
                let is_name = is_capital(&self.words[at]) && is_side(&self.lower, at, at + 1);
                is_name.then(|| registry.country_of_surname(&self.words[at], date)).flatten()
            })
        })
    }

    /// The person that the phrase names, unless it names what is his: "Macron's government", and with a
    /// `role` "supporters of Bobi Wine".
    pub(super) fn person(&self, role: bool) -> Option<&Named<'r>> {
        let is_owner = |start: usize, end: usize| {
            let possessive =
                matches!(self.lower.get(end).map(String::as_str), Some("'s" | "’s" | "'"));
            (possessive && end + 1 < self.head_end) || start > self.head_end
        };
        self.names.iter().find(|(start, n, found)| {
            found.iter().any(|actor| actor.kind == Kind::Person)
                && !(role && is_owner(*start, start + n))
        })
    }

    /// The first name of an organisation that may tell who it is; an envoy is not of the one where he
    /// serves.
    pub(super) fn organisation(&self, registry: &Registry, is_envoy: bool) -> Option<&Named<'r>> {
        self.names.iter().find(|(start, n, found)| {
            found[0].kind == Kind::Organisation
                && !self.is_dealt_with(*start, is_envoy)
                && !self.is_anothers(registry, *start, *n, found)
        })
    }

    /// The country whose name stands right before a body's, where the body is known in another: "the
    /// **Kenya** National Union of Teachers".
    pub(super) fn country_before(&self, start: usize, body: &str) -> Option<String> {
        let of_state = |found: &[&Actor]| {
            found.iter().all(|actor| matches!(actor.kind, Kind::Country | Kind::Adjective))
        };
        let before = self.names.iter().find(|(at, n, found)| at + n == start && of_state(found));
        before.and_then(|(.., found)| country_of(found)).filter(|country| country != body)
    }

    /// "Peru's **Congress**": a common noun that by itself is one country's, where another is named.
    fn is_anothers(&self, registry: &Registry, start: usize, n: usize, found: &[&Actor]) -> bool {
        let other = |(at, _, named): &Named<'_>| {
            *at < start
                && named.iter().any(|actor| {
                    matches!(actor.kind, Kind::Country | Kind::Adjective)
                        && actor.country != found[0].country
                })
        };
        self.names.iter().any(other) && registry.is_role(&self.lower[start..start + n].join(" "))
    }

    /// Whether a name is of those whom the actor deals with, or whom an envoy serves with.
    fn is_dealt_with(&self, start: usize, is_envoy: bool) -> bool {
        let Some(link) = self.link(start) else { return false };
        is_towards(link) || (is_envoy && start > self.head_end && link != "of")
    }

    /// The word before a name and its article.
    fn link(&self, start: usize) -> Option<&str> {
        // The phrase's own preposition says nothing of whose it is.
        let before = |at: usize| at.checked_sub(1).filter(|&at| at > 0);
        let link = before(start)?;
        let link = match self.lower[link].as_str() {
            "the" | "a" | "an" => before(link)?,
            _ => link,
        };
        Some(&self.lower[link])
    }
}

fn country_of(found: &[&Actor]) -> Option<String> {
    found.iter().map(|actor| &actor.country).find(|country| !country.is_empty()).cloned()
}
