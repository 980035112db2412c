//! What a governing word is about: the infinitive, clause or event noun below it.

use crate::syntax::Clause;
use whimbrel_codebook::frame::TriggerKind;

/// How many words that pass their meaning on are followed down.
const MAX_DESCENT: usize = 3;

/// Returns the trigger of the content of the word at `at`, given which words are triggers.
///
/// Infinitives come before clauses, clauses before objects, objects before phrases.
pub(super) fn find(
    clause: &Clause<'_>,
    at: usize,
    kind: TriggerKind,
    is_trigger: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    let mut places = complements(clause, at);
    if kind == TriggerKind::Noun {
        if let Some((verb, _)) = clause.light_verb(at) {
            let below = complements(clause, verb);
            places.extend(below.into_iter().filter(|&place| place != at));
        }
    } else if clause.is_passive(at) {
        places.extend(clause.object(at));
    }
    places.into_iter().find_map(|place| descend(clause, place, is_trigger))
}

/// The complements of a word in the order in which they are looked at.
fn complements(clause: &Clause<'_>, at: usize) -> Vec<usize> {
    let rank = |kid: usize| match clause.rel(kid) {
        "xcomp" => Some(0),
        "acl" => Some(1),
        "ccomp" => Some(2),
        "obj" => Some(3),
        "obl" | "nmod" if clause.case_of(kid) != "by" => Some(4),
        "advcl" if !clause.case_of(kid).is_empty() || is_infinitive(clause, kid) => Some(5),
        "compound" => Some(6),
        _ => None,
    };
    let mut ranked: Vec<(u8, usize)> =
        clause.tree.children(at).filter_map(|kid| Some((rank(kid)?, kid))).collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, kid)| kid).collect()
}

fn is_infinitive(clause: &Clause<'_>, at: usize) -> bool {
    clause.tree.children_by(at, "mark").any(|kid| clause.lemmas[kid] == "to")
}

/// Returns the trigger at `place`, or below it where the word there only passes its meaning on.
pub(super) fn descend(
    clause: &Clause<'_>,
    place: usize,
    is_trigger: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    descend_to(clause, place, is_trigger, MAX_DESCENT)
}

fn descend_to(
    clause: &Clause<'_>,
    place: usize,
    is_trigger: &dyn Fn(usize) -> bool,
    depth: usize,
) -> Option<usize> {
    if is_trigger(place) {
        return Some(place);
    }
    if depth == 0 {
        return None;
    }
    let passes_on = |kid: &usize| match clause.rel(*kid) {
        "xcomp" | "obj" | "conj" => true,
        // "attempts to interfere", "an effort to help"
        "acl" => is_infinitive(clause, *kid),
        "nmod" => matches!(clause.case_of(*kid).as_str(), "of" | "to" | "on" | "for"),
        "obl" => clause.cues.light(&clause.lemmas[place]).is_some(),
        "nsubj" => clause.is_passive(place),
        _ => false,
    };
    let kids: Vec<usize> = clause.tree.children(place).filter(passes_on).collect();
    kids.into_iter().find_map(|kid| descend_to(clause, kid, is_trigger, depth - 1))
}
