//! Who says that an event happened.

use super::Attribution;
use crate::syntax::Clause;
use whimbrel_text::Upos;

/// Returns the sources of the event at `at`, the nearest first and each next one as its `outer`: verbs
/// and nouns of speech above its clause, verbs set beside it ("…, he said"), "according to" phrases.
///
/// A word of speech without a speaker ("is said to") counts where no other names one.
pub(super) fn of(clause: &Clause<'_>, at: usize) -> Option<Attribution> {
    let mut word = at;
    let mut found: Vec<Attribution> = Vec::new();
    for head in std::iter::once(at).chain(clause.tree.ancestors(at)) {
        if head != word {
            found.extend(governing(clause, word, head));
        }
        found.extend(beside(clause, head));
        word = head;
    }
    let named = found.iter().any(|source| source.speaker.is_some());
    found.retain(|source| source.speaker.is_some() || !named);
    found.truncate(DEEPEST);
    let around = |outer: Option<Attribution>, inner: Attribution| {
        Some(Attribution { outer: outer.map(Box::new), ..inner })
    };
    found.into_iter().rev().fold(None, around)
}

/// How many sources are kept, one within another.
const DEEPEST: usize = 3;

/// A word of speech with the clause as its complement.
fn governing(clause: &Clause<'_>, word: usize, head: usize) -> Option<Attribution> {
    let complement = match clause.rel(word) {
        "ccomp" => true,
        // "denied an attack on the port", "announced the arrest of two men"
        "obj" => clause.tree.token(word).upos == Upos::Noun,
        // "is said to have been established", "is accused of shelling"
        "xcomp" => clause.is_passive(head),
        // "the claim that he fled", not "a tweet mocking him"
        "acl" => {
            clause.tree.token(head).upos == Upos::Noun
                && !clause.tree.token(word).deprel.ends_with("relcl")
                && clause.tree.child(word, "mark").is_some()
        }
        _ => false,
    };
    let stance = clause.cues.speech(&clause.lemmas[head]).filter(|_| complement)?;
    let speakers = match clause.tree.token(head).upos {
        Upos::Noun => clause.noun_subject(head, 0),
        _ => clause.subject(head),
    };
    let speaker = speakers.first().copied();
    let vague = speaker.is_some_and(|at| is_vague(clause, at));
    (!vague).then_some(Attribution { speaker, cue: head, stance, outer: None })
}

/// "That shows …", "it shows …": nobody speaks.
fn is_vague(clause: &Clause<'_>, at: usize) -> bool {
    let head = clause.tree.head(at);
    let shows = head.is_some_and(|head| {
        matches!(clause.lemmas[head].as_str(), "show" | "suggest" | "indicate" | "mean" | "reveal")
    });
    clause.tree.token(at).upos == Upos::Pron
        && match clause.lemmas[at].as_str() {
            "that" | "this" | "which" | "these" | "those" => true,
            "it" => shows,
            _ => false,
        }
}

/// A speech verb in parenthesis, or "according to", that hangs on a word above the event.
fn beside(clause: &Clause<'_>, head: usize) -> Option<Attribution> {
    for kid in clause.tree.children(head) {
        let found = match clause.rel(kid) {
            "parataxis" => {
                let stance = clause.cues.speech(&clause.lemmas[kid]);
                let bare = clause.tree.child(kid, "ccomp").is_none();
                let speaker = clause.subject(kid).first().copied();
                stance.filter(|_| bare && speaker.is_some()).map(|stance| (speaker, kid, stance))
            }
            "obl" | "nmod" if clause.case_of(kid) == "according_to" => {
                let cue = clause.tree.child(kid, "case").unwrap_or(kid);
                clause.cues.speech("according").map(|stance| (Some(kid), cue, stance))
            }
            _ => None,
        };
        if let Some((speaker, cue, stance)) = found {
            return Some(Attribution { speaker, cue, stance, outer: None });
        }
    }
    None
}
