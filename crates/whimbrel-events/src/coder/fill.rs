//! Filling a frame's slots.

use super::attribution;
use super::matching::Match;
use crate::syntax::Clause;
use whimbrel_codebook::frame::{Slot, TriggerKind};
use whimbrel_text::ActorClass;

/// What a slot is filled from.
pub(super) struct Site<'m> {
    /// The trigger's head.
    pub(super) at: usize,
    /// Whether the frame was set off by a verb, a noun or an adjective.
    pub(super) kind: TriggerKind,
    /// The heads of phrases whose preposition is part of the trigger: what "call for" calls for.
    pub(super) governed: &'m [usize],
    /// The match that the frame's content found, where it governs one.
    pub(super) content: Option<&'m Match>,
}

/// Returns the heads that stand in `slot`, actors or not.
pub(super) fn heads(clause: &Clause<'_>, site: &Site<'_>, slot: &Slot) -> Vec<usize> {
    let Site { mut at, kind, .. } = *site;
    if kind == TriggerKind::Modal {
        // The clause is that of the verb which the modal belongs to.
        at = clause.tree.head(at).unwrap_or(at);
    }
    let is_noun = kind == TriggerKind::Noun;
    match slot {
        Slot::Subject if is_noun => clause.noun_subject(at, 0),
        Slot::Subject => clause.subject(at),
        Slot::Object if is_noun => clause.noun_object(at),
        Slot::Object => object(clause, site, at),
        Slot::IndirectObject => clause.indirect_object(at),
        Slot::Possessor => clause.possessors(at),
        Slot::Adjective => clause.modifiers(at),
        Slot::Preposition(case) => phrases(clause, site, at, case),
        Slot::OfObject(inner) => inside(clause, site, &Slot::Object, inner),
        Slot::OfSubject(inner) => inside(clause, site, &Slot::Subject, inner),
        Slot::ContentActor => site.content.map(|m| m.actors.clone()).unwrap_or_default(),
        Slot::ContentRecipient => site.content.map(|m| m.recipients.clone()).unwrap_or_default(),
        Slot::Speaker => {
            attribution::of(clause, at).and_then(|source| source.speaker).into_iter().collect()
        }
        Slot::Clause if !is_noun => clause.subject_above(at),
        Slot::Clause => {
            let head = clause.clause_head(at);
            // "For the talks he did not come": who is denied an act takes no part in the event.
            let silent = head == at || clause.is_negated(head);
            if silent { Vec::new() } else { clause.subject(head) }
        }
        Slot::None => Vec::new(),
    }
}

/// The object of a verb, or of the preposition that its trigger holds.
fn object(clause: &Clause<'_>, site: &Site<'_>, at: usize) -> Vec<usize> {
    let own = clause.object(at);
    if !own.is_empty() {
        return own;
    }
    site.governed.iter().flat_map(|&head| clause.joined(head)).collect()
}

/// Phrases with a preposition on the trigger, else on its object or on its light verb.
fn phrases(clause: &Clause<'_>, site: &Site<'_>, at: usize, case: &str) -> Vec<usize> {
    let own = clause.phrases(at, case);
    if !own.is_empty() {
        return own;
    }
    if site.kind == TriggerKind::Noun {
        return clause
            .light_verb(at)
            .map(|(verb, _)| clause.phrases(verb, case))
            .unwrap_or_default();
    }
    let objects = object(clause, site, at);
    let of_objects: Vec<usize> =
        objects.iter().flat_map(|&object| clause.phrases(object, case)).collect();
    if !of_objects.is_empty() {
        return of_objects;
    }
    // "a mosaic of a horse to Libya": a phrase may hang too low.
    let below = |&object: &usize| clause.tree.children_by(object, "nmod").collect::<Vec<_>>();
    let of_lower: Vec<usize> =
        objects.iter().flat_map(below).flat_map(|low| clause.phrases(low, case)).collect();
    if !of_lower.is_empty() || case != "against" {
        return of_lower;
    }
    // "filed a complaint in a Paris court against the prince"
    let mut open: Vec<usize> = objects.into_iter().chain([at]).collect();
    for _ in 0..3 {
        let below = |up: &usize| clause.tree.children(*up).collect::<Vec<_>>();
        let phrase = |kid: &usize| matches!(clause.rel(*kid), "obl" | "nmod" | "appos");
        open = open.iter().flat_map(below).filter(phrase).collect();
        let found: Vec<usize> = open.iter().flat_map(|&low| clause.phrases(low, case)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The slot `inner` seen from the heads that stand in `outer`.
fn inside(clause: &Clause<'_>, site: &Site<'_>, outer: &Slot, inner: &Slot) -> Vec<usize> {
    let from_head = |&at: &usize| {
        let site = Site { at, kind: TriggerKind::Noun, governed: &[], content: None };
        heads(clause, &site, inner)
    };
    heads(clause, site, outer).iter().flat_map(from_head).collect()
}

/// Returns the actors of the first of `slots` that holds any.
///
/// A head that is no actor itself gives the nearest actor among its modifiers. Heads that lie on
/// the path from the trigger are passed over, and so is the trigger.
pub(super) fn parties(clause: &Clause<'_>, site: &Site<'_>, slots: &[Slot]) -> Vec<usize> {
    for slot in slots {
        let found = heads(clause, site, slot);
        let nearest = found.iter().filter_map(|&head| clause.nearest_actor(head));
        let named = nearest.filter(|&head| head != site.at);
        let mut actors: Vec<usize> = named.flat_map(|head| clause.parts(head)).collect();
        actors.sort_unstable();
        actors.dedup();
        if !actors.is_empty() {
            return actors;
        }
    }
    Vec::new()
}

/// Returns the places that stand in the first of `slots` that holds one: "shelled **Eastern Ghouta**"
/// is done to the people there.
pub(super) fn places(clause: &Clause<'_>, site: &Site<'_>, slots: &[Slot]) -> Vec<usize> {
    let in_slot = |slot: &Slot| -> Vec<usize> {
        let found = heads(clause, site, slot).into_iter();
        found.filter(|&head| clause.classes[head] == ActorClass::Place).collect()
    };
    slots.iter().map(in_slot).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Returns whether one of `slots` holds anything, actor or not.
pub(super) fn is_filled(clause: &Clause<'_>, site: &Site<'_>, slot: &Slot) -> bool {
    !heads(clause, site, slot).is_empty()
}

/// Returns whom a demand in a clause is made of: "demanded that **Kyiv** withdraw". None where somebody
/// else is told of it.
pub(super) fn addressee(clause: &Clause<'_>, at: usize) -> Vec<usize> {
    let told = clause.tree.children(at).any(|kid| matches!(clause.rel(kid), "obj" | "iobj"));
    let clauses =
        clause.tree.children_by(at, "ccomp").filter(|&kid| !told && !clause.is_passive(kid));
    let subjects = clauses.flat_map(|kid| clause.tree.children_by(kid, "nsubj"));
    let subjects = subjects.flat_map(|subject| clause.joined(subject));
    subjects.filter(|&subject| clause.classes[subject].is_actor()).collect()
}

/// Prepositions of phrases that may name a recipient that no slot foresaw.
const TOWARDS: [&str; 13] = [
    "to", "into", "with", "against", "for", "on", "from", "between", "toward", "towards", "over",
    "about", "of",
];

/// Prepositions of phrases that may name another side of what several do together.
const BESIDE: [&str; 3] = ["with", "between", "among"];

/// Returns the actors among the phrases of the trigger, its object and its content's clause that
/// are not `taken`: those of the nearest phrase that has any. Of what several do `together` only
/// phrases of company count: whom they agree to admit agrees to nothing.
pub(super) fn nearby(
    clause: &Clause<'_>,
    site: &Site<'_>,
    taken: &[usize],
    together: bool,
) -> Vec<usize> {
    let mut open = vec![site.at];
    open.extend(clause.light_verb(site.at).map(|(verb, _)| verb));
    let mut seen = Vec::new();
    for _ in 0..3 {
        let mut next = Vec::new();
        for &at in &open {
            for kid in clause.tree.children(at) {
                let rel = clause.rel(kid);
                let cases = if together { &BESIDE[..] } else { &TOWARDS[..] };
                // "On a visit to Harare, he voiced his support": what stands in front is apart.
                let apart = rel == "obl" && kid < at;
                let phrase = matches!(rel, "obl" | "nmod")
                    && !apart
                    && cases.contains(&clause.case_of(kid).as_str());
                if together && !phrase && matches!(rel, "obj" | "xcomp" | "obl" | "nmod") {
                    next.push(kid);
                } else if phrase || matches!(rel, "obj" | "iobj") {
                    seen.extend(Some(kid).filter(|&kid| !clause.is_moved(kid)));
                    // "rejected an appeal filed by the bank"
                    seen.extend(clause.participle_agent(kid));
                    next.push(kid);
                } else if rel == "advcl" && clause.is_infinitive(kid) {
                    // "sent troops to help Manila"
                    next.push(kid);
                } else if matches!(rel, "xcomp" | "ccomp" | "acl") {
                    next.push(kid);
                    seen.extend(clause.tree.child(kid, "nsubj"));
                }
            }
        }
        let actors = seen
            .iter()
            .flat_map(|&head| clause.joined(head))
            .filter_map(|head| clause.nearest_actor(head));
        let mut found: Vec<usize> =
            actors.filter(|head| !taken.contains(head) && *head != site.at).collect();
        found.sort_unstable();
        found.dedup();
        if let Some(first) = found.first().copied() {
            let same_phrase = |&other: &usize| {
                clause.tree.head(other) == Some(first) && clause.rel(other) == "conj"
            };
            let rest: Vec<usize> = found.iter().copied().filter(same_phrase).collect();
            return std::iter::once(first).chain(rest).collect();
        }
        open = next;
        seen.clear();
    }
    Vec::new()
}
