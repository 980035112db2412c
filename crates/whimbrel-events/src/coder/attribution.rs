//! Who says that an event happened.

use super::Attribution;
use crate::syntax::Clause;
use whimbrel_text::Upos;

/// Returns the nearest source of the event at `at`: a verb or noun of speech above its clause, one
/// set beside it ("…, he said"), or an "according to" phrase.
pub(super) fn of(clause: &Clause<'_>, at: usize) -> Option<Attribution> {
    let mut word = at;
    for head in std::iter::once(at).chain(clause.tree.ancestors(at)) {
        if head != word
            && let Some(found) = governing(clause, word, head)
        {
            return Some(found);
        }
        if let Some(found) = beside(clause, head) {
            return Some(found);
        }
        word = head;
    }
    None
}

/// A word of speech with the clause as its complement.
fn governing(clause: &Clause<'_>, word: usize, head: usize) -> Option<Attribution> {
    let complement = match clause.rel(word) {
        "ccomp" => true,
        // "is said to have been established", "is accused of shelling"
        "xcomp" => clause.is_passive(head),
        "acl" => {
            clause.tree.token(head).upos == Upos::Noun
                && !clause.tree.token(word).deprel.ends_with("relcl")
        }
        _ => false,
    };
    let stance = clause.cues.speech(&clause.lemmas[head]).filter(|_| complement)?;
    let speakers = match clause.tree.token(head).upos {
        Upos::Noun => clause.noun_subject(head, 0),
        _ => clause.subject(head),
    };
    Some(Attribution { speaker: speakers.first().copied(), cue: head, stance })
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
            return Some(Attribution { speaker, cue, stance });
        }
    }
    None
}
