//! Names of persons, organisations and places: what the language model saw, put right and filled
//! up by what the lists of actors and places know.

use crate::place::{Listed, is_listed, listed_place};
use crate::registry::{Kind, Registry};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;
use whimbrel_text::{ActorClass, Name, NameKind, Sentence, Token, Upos};

/// Puts the names of a report's sentences right: each sentence's by the lists, then all
/// of them by each other, as a name names the same thing all through a report.
pub fn names_of_report(registry: &Registry, sentences: &mut [Sentence]) {
    for sentence in &mut *sentences {
        sentence.names = names(registry, sentence);
    }
    let told = Told::read(sentences);
    for sentence in sentences {
        told.put_right(sentence);
    }
}

/// What the sentences of a report together tell of its names.
struct Told {
    /// By the name's words: how often each kind was told, in the order of `KINDS`, and how often the
    /// words stand in the report at all.
    names: FxHashMap<String, ([usize; KINDS.len()], usize)>,
    /// By a name's first word in small letters: the words of the longest of these names.
    longest: FxHashMap<String, usize>,
}

const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Organisation, NameKind::Place];

impl Told {
    fn read(sentences: &[Sentence]) -> Self {
        let mut told = Self { names: FxHashMap::default(), longest: FxHashMap::default() };
        for (sentence, name) in sentences.iter().flat_map(|s| s.names.iter().map(move |n| (s, n))) {
            told.vote(key(sentence, &name.tokens), name.kind, 1);
            let first = sentence.tokens[name.tokens.start].form.to_lowercase();
            let longest = told.longest.entry(first).or_default();
            *longest = (*longest).max(name.tokens.len());
        }
        // "Okonkwo" is whom "Maria Okonkwo" names; the full name is the surer sign.
        for (sentence, name) in sentences.iter().flat_map(|s| s.names.iter().map(move |n| (s, n))) {
            if name.kind == NameKind::Person && name.tokens.len() > 1 {
                for at in name.tokens.clone() {
                    let part = key(sentence, &(at..at + 1));
                    if told.names.contains_key(&part) {
                        told.vote(part, NameKind::Person, 2);
                    }
                }
            }
        }
        for sentence in sentences {
            for words in told.stretches(sentence) {
                if let Some((_, seen)) = told.names.get_mut(&key(sentence, &words)) {
                    *seen += 1;
                }
            }
        }
        told
    }

    fn vote(&mut self, name: String, kind: NameKind, times: usize) {
        let (votes, _) = self.names.entry(name).or_default();
        votes[KINDS.iter().position(|k| *k == kind).unwrap_or(0)] += times;
    }

    /// The stretches of a sentence's words that may be one of the names and lie in no longer one.
    fn stretches(&self, sentence: &Sentence) -> Vec<Range<usize>> {
        let proper = |at: usize| sentence.tokens[at].upos == Upos::Propn;
        let n = sentence.tokens.len();
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < n {
            let first = || sentence.tokens[at].form.to_lowercase();
            let longest = if proper(at) { self.longest.get(&first()).copied() } else { None };
            let ends = (at + 1..=n.min(at + longest.unwrap_or(0))).rev();
            let fits = |end: &usize| {
                let words = at..*end;
                let free = |name: &Name| name.tokens == words || !overlap(&name.tokens, &words);
                sentence.names.iter().all(free) && self.names.contains_key(&key(sentence, &words))
            };
            match ends.filter(|end| proper(*end - 1)).find(fits) {
                Some(end) => {
                    found.push(at..end);
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Gives each name the kind that the report gives it most often, and names what is most often
    /// named where the same words stand.
    fn put_right(&self, sentence: &mut Sentence) {
        for words in self.stretches(sentence) {
            let Some((votes, seen)) = self.names.get(&key(sentence, &words)) else { continue };
            let best = (1..KINDS.len()).fold(0, |a, b| if votes[b] > votes[a] { b } else { a });
            let kind = KINDS[best];
            match sentence.names.iter_mut().find(|name| name.tokens == words) {
                Some(name) if votes[best] > votes_of(votes, name.kind) => name.kind = kind,
                Some(_) => {}
                None if 2 * votes.iter().sum::<usize>() >= *seen => {
                    sentence.names.push(Name { tokens: words, kind });
                }
                None => {}
            }
        }
        sentence.names.sort_by_key(|name| name.tokens.start);
    }
}

fn votes_of(votes: &[usize; KINDS.len()], kind: NameKind) -> usize {
    KINDS.iter().zip(votes).find(|(k, _)| **k == kind).map_or(0, |(_, n)| *n)
}

/// A name's words in small letters.
fn key(sentence: &Sentence, words: &Range<usize>) -> String {
    let mut key = String::new();
    for token in &sentence.tokens[words.clone()] {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(token.form.chars().flat_map(char::to_lowercase));
    }
    key
}

/// Returns the names of a sentence in order; they do not overlap.
///
/// A name of the lists counts where all its words are written as names. It replaces names of the
/// model that lie within it; where the model drew the name wider ("Paris Saint-Germain"), the
/// model's stays. Where both drew it alike the lists tell its kind, unless the model took a place
/// for a person ("Jordan").
#[must_use]
fn names(registry: &Registry, sentence: &Sentence) -> Vec<Name> {
    let is_office = |at: usize| registry.is_role(&sentence.tokens[at].form.to_lowercase());
    let mut found: Vec<Name> = sentence.names.clone();
    found.iter_mut().for_each(|name| trim(sentence, name));
    found.retain(|name| !name.tokens.clone().all(is_office));
    found.retain(|name| !name.tokens.clone().all(|at| is_address(&sentence.tokens[at].form)));
    if sentence.tokens.iter().all(|token| token.upos != Upos::Propn) {
        return found;
    }
    let words = written(sentence);
    let words: Vec<&str> = words.iter().map(Cow::as_ref).collect();
    part_places(registry, &words, &mut found);
    let mut at = 0;
    while at < words.len() {
        let Some(listed) = listed(registry, sentence, &words, &found, at) else {
            at += 1;
            continue;
        };
        let start = std::mem::replace(&mut at, listed.tokens.end);
        let wider =
            |name: &Name| covers(&name.tokens, &listed.tokens) && name.tokens != listed.tokens;
        let crosses = |name: &Name| {
            overlap(&name.tokens, &listed.tokens) && !covers(&listed.tokens, &name.tokens)
        };
        let person = |name: &Name| {
            name.tokens == listed.tokens
                && name.kind == NameKind::Person
                && listed.kind == NameKind::Place
        };
        if found.iter().any(crosses) {
            // "the West" of "the West Bank": what begins later may fit.
            at = start + 1;
            continue;
        }
        if found.iter().any(|name| wider(name) || person(name)) {
            continue;
        }
        found.retain(|name| !overlap(&name.tokens, &listed.tokens));
        found.push(listed);
    }
    for run in runs(registry, sentence) {
        tell_by_words(registry, &words, run, &mut found);
    }
    found.sort_by_key(|name| name.tokens.start);
    join_by_of(registry, sentence, &words, found)
}

/// Takes words off a name's end that end no name: "Google, Inc. **of**", and addresses.
fn trim(sentence: &Sentence, name: &mut Name) {
    let ends = |at: usize| {
        let token = &sentence.tokens[at];
        let joins = matches!(token.upos, Upos::Adp | Upos::Det | Upos::Cconj);
        let mark = token.upos == Upos::Punct && !matches!(token.form.as_str(), "." | "!" | ")");
        (joins && token.form.chars().all(char::is_lowercase)) || mark || token.form.contains('@')
    };
    while name.tokens.len() > 1 && ends(name.tokens.end - 1) {
        name.tokens.end -= 1;
    }
}

/// Parts places that were taken for one, the second of which holds the first: "San Francisco
/// California".
fn part_places(registry: &Registry, words: &[&str], found: &mut Vec<Name>) {
    for at in 0..found.len() {
        let Name { tokens, kind } = found[at].clone();
        if kind != NameKind::Place || tokens.len() < 2 {
            continue;
        }
        let longest = |at: usize, listed: Option<(usize, Listed)>| {
            listed.map(|(n, _)| n).max(country_at(registry, words, at))
        };
        let is_place = |part: Range<usize>| {
            longest(part.start, listed_place(words, part.start)) == Some(part.len())
        };
        if is_place(tokens.clone()) {
            continue;
        }
        let holds = |from: usize| {
            let state = listed_place(words, from).filter(|(_, listed)| *listed == Listed::Region);
            longest(from, state) == Some(tokens.end - from)
        };
        let parts = (tokens.start + 1..tokens.end).find(|&from| holds(from));
        if let Some(from) = parts.filter(|&from| is_place(tokens.start..from)) {
            found[at].tokens.end = from;
            found.push(Name { tokens: from..tokens.end, kind });
        }
    }
    found.sort_by_key(|name| name.tokens.start);
}

/// Length in words of the name of a state that begins at `at`.
fn country_at(registry: &Registry, words: &[&str], at: usize) -> Option<usize> {
    let (n, found) = registry.longest_at(words, at)?;
    found.iter().any(|actor| actor.kind == Kind::Country).then_some(n)
}

/// Joins what "of" joins within a name: "**Gulf** of **Mexico**", "**Housing Authority** of
/// **New Orleans**". A state's name stays by itself.
fn join_by_of(
    registry: &Registry,
    sentence: &Sentence,
    words: &[&str],
    found: Vec<Name>,
) -> Vec<Name> {
    let proper = |at: usize| sentence.tokens.get(at).is_some_and(|t| t.upos == Upos::Propn);
    let mut joined: Vec<Name> = Vec::with_capacity(found.len());
    for name in &found {
        if joined.last().is_some_and(|last| overlap(&last.tokens, &name.tokens)) {
            continue;
        }
        joined.push(name.clone());
        let tokens = &name.tokens;
        let state = country_at(registry, words, tokens.start) == Some(tokens.len());
        let of = words.get(tokens.end).is_some_and(|word| *word == "of");
        if name.kind == NameKind::Person || state || !of || !proper(tokens.end - 1) {
            continue;
        }
        let the = words.get(tokens.end + 1).is_some_and(|word| *word == "the");
        let next = tokens.end + 1 + usize::from(the);
        if !proper(next) {
            continue;
        }
        let named = found.iter().find(|other| other.tokens.start == next);
        let run = (next..).find(|&at| !proper(at)).unwrap_or(next);
        let end = named.map_or(run, |other| other.tokens.end);
        if let Some(last) = joined.last_mut() {
            last.tokens.end = end;
        }
    }
    joined
}

/// Stretches of proper nouns, without offices before them.
fn runs(registry: &Registry, sentence: &Sentence) -> Vec<Range<usize>> {
    let is_proper = |at: &usize| sentence.tokens[*at].upos == Upos::Propn;
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in (0..sentence.tokens.len()).filter(is_proper) {
        let office = registry.is_role(&sentence.tokens[at].form.to_lowercase());
        match found.last_mut() {
            Some(run) if run.end == at && !(office && run.start == run.end) => run.end = at + 1,
            _ if office => found.push(at + 1..at + 1),
            _ => found.push(at..at + 1),
        }
    }
    found.retain(|run| !run.is_empty());
    found
}

/// Takes a stretch for a name, or puts a name right that the model saw there, by its first and last
/// words: "Maria Okonkwo", "Volta River Authority".
fn tell_by_words(registry: &Registry, words: &[&str], run: Range<usize>, found: &mut Vec<Name>) {
    let first = registry.first_word(words[run.start]);
    let last = registry.last_word(words[run.end - 1]);
    let kind = match (first, last) {
        (_, Some(kind)) if run.len() > 1 => kind,
        (Some(NameKind::Place), _) if run.len() == 1 => return,
        (Some(kind), _) => kind,
        _ => return,
    };
    if is_listed(words, &run) {
        return;
    }
    let overlaps = |name: &&Name| overlap(&name.tokens, &run);
    if found.iter().filter(overlaps).any(|name| run.len() == 1 || !covers(&run, &name.tokens)) {
        return;
    }
    let parts = found.iter().filter(overlaps);
    if parts.clone().all(|name| is_listed(words, &name.tokens))
        && parts.map(|name| name.tokens.len()).sum::<usize>() == run.len()
    {
        return;
    }
    // "New" and "Jersey" apart are one name, a name drawn too narrow is drawn wider.
    found.retain(|name| !overlap(&name.tokens, &run));
    found.push(Name { tokens: run, kind });
}

/// The words, proper nouns that were written small with a capital.
fn written(sentence: &Sentence) -> Vec<Cow<'_, str>> {
    sentence.tokens.iter().map(with_capital).collect()
}

fn with_capital(token: &Token) -> Cow<'_, str> {
    let small = token.form.chars().next().filter(|c| c.is_lowercase());
    match small.filter(|_| token.upos == Upos::Propn) {
        Some(first) => {
            let rest = token.form[first.len_utf8()..].chars();
            first.to_uppercase().chain(rest).collect::<String>().into()
        }
        None => Cow::Borrowed(token.form.as_str()),
    }
}

/// The longest name of the lists that begins at `at`; a small place counts only where the model
/// saw a name.
fn listed(
    registry: &Registry,
    sentence: &Sentence,
    words: &[&str],
    seen: &[Name],
    at: usize,
) -> Option<Name> {
    // A name begins with a capital, a proper noun, or one of the words that link; most words do not.
    let small = words[at].starts_with(char::is_lowercase);
    if small && sentence.tokens[at].upos != Upos::Propn && !is_link(words[at]) {
        return None;
    }
    let in_registry = registry.longest_at(words, at).and_then(|(n, found)| {
        let kind = found.iter().find_map(|actor| match actor.kind {
            Kind::Country | Kind::Seat => Some(NameKind::Place),
            Kind::Person => Some(NameKind::Person),
            Kind::Organisation => match actor.class {
                ActorClass::State | ActorClass::Place => Some(NameKind::Place),
                _ => Some(NameKind::Organisation),
            },
            Kind::Metonym | Kind::Adjective | Kind::Nationals => None,
        })?;
        Some(Name { tokens: at..at + n, kind })
    });
    let in_gazetteer = listed_place(words, at).and_then(|(n, listed)| {
        let tokens = at..at + n;
        let known = listed != Listed::Small || seen.iter().any(|name| name.tokens == tokens);
        known.then_some(Name { tokens, kind: NameKind::Place })
    });
    let longer = |a: Name, b: Name| if b.tokens.len() > a.tokens.len() { b } else { a };
    let name = match (in_registry, in_gazetteer) {
        (Some(a), Some(b)) => longer(a, b),
        (a, b) => a.or(b)?,
    };
    let upos = |at: usize| sentence.tokens[at].upos;
    let is_name = |at: usize| {
        let capital = name.tokens.len() > 1 && words[at].starts_with(|c: char| !c.is_lowercase());
        upos(at) == Upos::Propn || capital || is_link(words[at])
    };
    let mut tokens = name.tokens.clone();
    let proper = tokens.clone().any(|at| upos(at) == Upos::Propn);
    (proper && tokens.all(is_name)).then_some(name)
}

/// Whether a word may stand small within a name.
fn is_link(word: &str) -> bool {
    matches!(word, "of" | "the" | "and" | "for" | "de" | "al" | "-")
}

/// Whether a word is an address of the net or the name of a file: "stocks.pdf".
fn is_address(form: &str) -> bool {
    let ending = |(name, ending): (&str, &str)| {
        let letters = |text: &str| text.len() > 1 && text.chars().all(|c| c.is_ascii_lowercase());
        name.len() > 1 && letters(ending)
    };
    form.contains('@') || form.contains("://") || form.rsplit_once('.').is_some_and(ending)
}

fn covers(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(words: &[(&str, Upos)], names: &[Name]) -> Sentence {
        let token = |(form, upos): &(&str, Upos)| Token {
            form: (*form).into(),
            upos: *upos,
            ..Token::default()
        };
        Sentence {
            tokens: words.iter().map(token).collect(),
            names: names.to_vec(),
            ..Sentence::default()
        }
    }

    #[test]
    fn lists_fill_up_and_put_right() {
        let words = [
            ("Angela", Upos::Propn),
            ("Merkel", Upos::Propn),
            ("visited", Upos::Verb),
            ("Burkina", Upos::Propn),
            ("Faso", Upos::Propn),
        ];
        let seen = Name { tokens: 3..4, kind: NameKind::Person };
        let found = names(Registry::builtin(), &sentence(&words, &[seen]));
        let person = Name { tokens: 0..2, kind: NameKind::Person };
        assert_eq!(found, [person, Name { tokens: 3..5, kind: NameKind::Place }]);
    }

    #[test]
    fn first_and_last_words_tell_the_kind() {
        let words = [
            ("President", Upos::Propn),
            ("Maria", Upos::Propn),
            ("Okonkwo", Upos::Propn),
            ("left", Upos::Verb),
            ("Volta", Upos::Propn),
            ("River", Upos::Propn),
            ("Authority", Upos::Propn),
        ];
        let seen = Name { tokens: 4..7, kind: NameKind::Place };
        let found = names(Registry::builtin(), &sentence(&words, &[seen]));
        let person = Name { tokens: 1..3, kind: NameKind::Person };
        assert_eq!(found, [person, Name { tokens: 4..7, kind: NameKind::Organisation }]);
    }

    #[test]
    fn a_name_keeps_its_kind_through_a_report() {
        let full = [("Ada", Upos::Propn), ("Varkala", Upos::Propn), ("spoke", Upos::Verb)];
        let short = [("Varkala", Upos::Propn), ("left", Upos::Verb)];
        let person = Name { tokens: 0..2, kind: NameKind::Person };
        let place = Name { tokens: 0..1, kind: NameKind::Place };
        let mut report =
            [sentence(&full, &[person]), sentence(&short, &[place]), sentence(&short, &[])];
        names_of_report(Registry::builtin(), &mut report);
        for sentence in &report {
            assert_eq!(sentence.names.len(), 1);
            assert_eq!(sentence.names[0].kind, NameKind::Person);
        }
    }

    #[test]
    fn a_place_and_what_holds_it_are_two_names() {
        let words = [
            ("San", Upos::Propn),
            ("Francisco", Upos::Propn),
            ("California", Upos::Propn),
            ("not", Upos::Part),
            ("Kansas", Upos::Propn),
            ("City", Upos::Propn),
        ];
        let drawn = |tokens| Name { tokens, kind: NameKind::Place };
        let found = names(Registry::builtin(), &sentence(&words, &[drawn(0..3), drawn(4..6)]));
        assert_eq!(found, [drawn(0..2), drawn(2..3), drawn(4..6)]);
    }

    #[test]
    fn a_listed_place_is_no_organisation_for_its_last_word() {
        let words = [("the", Upos::Det), ("West", Upos::Propn), ("Bank", Upos::Propn)];
        let drawn = |kind| Name { tokens: 1..3, kind };
        let seen = [drawn(NameKind::Organisation)];
        let found = names(Registry::builtin(), &sentence(&words, &seen));
        assert_eq!(found, [drawn(NameKind::Place)]);
    }

    #[test]
    fn of_joins_a_name_that_is_none_by_itself() {
        let words = [
            ("Housing", Upos::Propn),
            ("Authority", Upos::Propn),
            ("of", Upos::Adp),
            ("Miramar", Upos::Propn),
            ("and", Upos::Cconj),
            ("France", Upos::Propn),
            ("of", Upos::Adp),
            ("Paris", Upos::Propn),
        ];
        let office = Name { tokens: 0..2, kind: NameKind::Organisation };
        let place = |tokens| Name { tokens, kind: NameKind::Place };
        let seen = [office, place(3..4), place(5..6), place(7..8)];
        let found = names(Registry::builtin(), &sentence(&words, &seen));
        let joined = Name { tokens: 0..4, kind: NameKind::Organisation };
        assert_eq!(found, [joined, place(5..6), place(7..8)]);
    }

    #[test]
    fn a_name_does_not_end_in_a_word_that_joins() {
        let words = [("Okonkwo", Upos::Propn), (",", Upos::Punct), ("of", Upos::Adp)];
        let drawn = Name { tokens: 0..3, kind: NameKind::Person };
        let found = names(Registry::builtin(), &sentence(&words, &[drawn]));
        assert_eq!(found, [Name { tokens: 0..1, kind: NameKind::Person }]);
    }

    #[test]
    fn files_and_addresses_are_no_names() {
        assert!(is_address("OilStocks.pdf") && is_address("who@where.org"));
        assert!(!is_address("U.S.") && !is_address("Inc.") && !is_address("J.R.R."));
    }

    #[test]
    fn a_wider_name_stays() {
        let words = [("Paris", Upos::Propn), ("Saint", Upos::Propn), ("Germain", Upos::Propn)];
        let club = Name { tokens: 0..3, kind: NameKind::Organisation };
        let found = names(Registry::builtin(), &sentence(&words, std::slice::from_ref(&club)));
        assert_eq!(found, [club]);
    }
}
