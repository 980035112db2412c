//! Events whose words no frame knows: their parties stand where those of most words stand.

use super::fill::{self, Site};
use super::{CodedEvent, Status, attribution, outcome, status};
use crate::syntax::Clause;
use whimbrel_codebook::codebook::Codebook;
use whimbrel_codebook::frame::{Slot, TriggerKind};
use whimbrel_codebook::ontology::EventType;
use whimbrel_text::Upos;

/// Prepositions of the phrases that name a recipient where the word has no object.
const TOWARDS: [&str; 8] = ["against", "to", "with", "on", "at", "from", "of", "for"];

/// Returns the event of type `event` that the word at `at` states.
///
/// The type is taken as that of the statement as a whole: a promise to meet is given as AGREE, not
/// as a meeting that lies ahead.
#[must_use]
pub fn plain(codebook: &Codebook, clause: &Clause<'_>, at: usize, event: EventType) -> CodedEvent {
    let kind = match clause.tree.token(at).upos {
        Upos::Noun | Upos::Propn => TriggerKind::Noun,
        Upos::Adj | Upos::Adv => TriggerKind::Adjective,
        _ => TriggerKind::Verb,
    };
    let site = Site { at, kind, governed: &[], content: None };
    let actors = fill::parties(clause, &site, &[Slot::Subject]);
    let towards = TOWARDS.map(|case| Slot::Preposition(case.into()));
    let slots: Vec<Slot> =
        [Slot::Object, Slot::IndirectObject].into_iter().chain(towards).collect();
    let mut recipients = fill::parties(clause, &site, &slots);
    recipients.retain(|head| !actors.contains(head));
    if recipients.is_empty() {
        recipients = fill::nearby(clause, &site, &actors, false);
    }
    let found = status::of(clause, at, &[at]);
    let mut context = outcome::contexts(codebook, clause, event, &clause.clause_tokens(at));
    context.sort_unstable();
    context.dedup();
    CodedEvent {
        frame: None,
        trigger: at,
        words: words(clause, at),
        event,
        mode: Vec::new(),
        context,
        cameo: Default::default(),
        actors,
        recipients,
        status: if looks_ahead(event, found.status) { Status::Actual } else { found.status },
        status_words: found.words,
        attribution: attribution::of(clause, at),
        specificity: 0,
        content: None,
    }
}

/// Promises, threats, demands and refusals speak of what lies ahead and are made all the same.
fn looks_ahead(event: EventType, status: Status) -> bool {
    let speech = matches!(
        event,
        EventType::Agree | EventType::Threaten | EventType::Request | EventType::Reject
    );
    speech && status == Status::Future
}

fn words(clause: &Clause<'_>, at: usize) -> Vec<usize> {
    let particle = |&kid: &usize| clause.tree.token(kid).deprel == "compound:prt";
    let mut words: Vec<usize> = clause.tree.children(at).filter(particle).collect();
    words.push(at);
    words.sort_unstable();
    words
}
