//! Names of persons, organisations and places: what the language model saw, put right and filled
//! up by what the lists of actors and places know.

use crate::place::listed_words;
use crate::registry::{Kind, Registry};
use std::borrow::Cow;
use std::ops::Range;
use whimbrel_text::{Name, NameKind, Sentence, Token, Upos};

/// Returns the names of a sentence in order; they do not overlap.
///
/// A name of the lists counts where all its words are written as names. It replaces names of the
/// model that lie within it; where the model drew the name wider ("Paris Saint-Germain"), the
/// model's stays. Where both drew it alike the lists tell its kind, unless the model took a place
/// for a person ("Jordan").
#[must_use]
pub fn names(registry: &Registry, sentence: &Sentence) -> Vec<Name> {
    let is_office = |at: usize| registry.is_role(&sentence.tokens[at].form.to_lowercase());
    let mut found: Vec<Name> = sentence.names.clone();
    found.retain(|name| !name.tokens.clone().all(is_office));
    if sentence.tokens.iter().all(|token| token.upos != Upos::Propn) {
        return found;
    }
    let words = written(sentence);
    let words: Vec<&str> = words.iter().map(Cow::as_ref).collect();
    let mut at = 0;
    while at < words.len() {
        let Some(listed) = listed(registry, sentence, &words, at) else {
            at += 1;
            continue;
        };
        at = listed.tokens.end;
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
        if found.iter().any(|name| wider(name) || crosses(name) || person(name)) {
            continue;
        }
        found.retain(|name| !overlap(&name.tokens, &listed.tokens));
        found.push(listed);
    }
    for run in runs(registry, sentence) {
        tell_by_words(registry, &words, run, &mut found);
    }
    found.sort_by_key(|name| name.tokens.start);
    found
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
    let overlaps = |name: &&Name| overlap(&name.tokens, &run);
    if found.iter().filter(overlaps).any(|name| run.len() == 1 || !covers(&run, &name.tokens)) {
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

/// The longest name of the lists that begins at `at`.
fn listed(registry: &Registry, sentence: &Sentence, words: &[&str], at: usize) -> Option<Name> {
    let in_registry = registry.longest_at(words, at).and_then(|(n, found)| {
        let kind = found.iter().find_map(|actor| match actor.kind {
            Kind::Country | Kind::Seat => Some(NameKind::Place),
            Kind::Person => Some(NameKind::Person),
            Kind::Organisation => Some(NameKind::Organisation),
            Kind::Metonym | Kind::Adjective | Kind::Nationals => None,
        })?;
        Some(Name { tokens: at..at + n, kind })
    });
    let in_gazetteer =
        listed_words(words, at).map(|n| Name { tokens: at..at + n, kind: NameKind::Place });
    let longer = |a: Name, b: Name| if b.tokens.len() > a.tokens.len() { b } else { a };
    let name = match (in_registry, in_gazetteer) {
        (Some(a), Some(b)) => longer(a, b),
        (a, b) => a.or(b)?,
    };
    let upos = |at: usize| sentence.tokens[at].upos;
    let is_name = |at: usize| {
        let capital = name.tokens.len() > 1 && words[at].starts_with(|c: char| !c.is_lowercase());
        let linked = matches!(words[at], "of" | "the" | "and" | "for" | "de" | "al" | "-");
        upos(at) == Upos::Propn || capital || linked
    };
    let mut tokens = name.tokens.clone();
    let proper = tokens.clone().any(|at| upos(at) == Upos::Propn);
    (proper && tokens.all(is_name)).then_some(name)
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
    fn a_wider_name_stays() {
        let words = [("Paris", Upos::Propn), ("Saint", Upos::Propn), ("Germain", Upos::Propn)];
        let club = Name { tokens: 0..3, kind: NameKind::Organisation };
        let found = names(Registry::builtin(), &sentence(&words, std::slice::from_ref(&club)));
        assert_eq!(found, [club]);
    }
}
