//! What a match states: type, mode, CAMEO code, contexts, and PLOVER's reductions.

use super::matching::Match;
use super::{CodedEvent, Status};
use crate::syntax::Clause;
use smol_str::SmolStr;
use whimbrel_codebook::codebook::Codebook;
use whimbrel_codebook::frame::TriggerKind;
use whimbrel_codebook::ontology::{ContentRule, EventType};

/// Returns the event of a match, without status and attribution.
pub(super) fn event(
    codebook: &Codebook,
    clause: &Clause<'_>,
    found: &Match,
    content: Option<&Match>,
) -> CodedEvent {
    let frame = &codebook.frames[found.frame];
    let inside = clause.clause_tokens(found.trigger);
    let (mut mode, mut cameo, mut context) =
        (frame.mode.clone(), frame.cameo.clone(), frame.context.clone());
    let refined =
        frame.refine.iter().find(|r| r.words.find(&clause.lemmas, |at| inside[at]).is_some());
    if let Some(refined) = refined {
        mode = refined.mode.clone().or(mode);
        cameo = refined.cameo.clone().unwrap_or(cameo);
        context.extend(refined.context.iter().cloned());
    }
    if let Some(rule) = content.and_then(|content| content_rule(codebook, frame.event, content)) {
        let of_rule = |code: &Option<toml::Spanned<String>>| {
            code.as_ref().map(|code| SmolStr::from(code.get_ref()))
        };
        // What the content is tells more than the words around it, unless it tells nothing special.
        let special = frame.mode.is_none() && rule.content.iter().all(|c| c.get_ref() != "*");
        if frame.mode.is_none() && (special || refined.is_none_or(|r| r.mode.is_none())) {
            mode = of_rule(&rule.mode).or(mode);
        }
        if special || refined.is_none_or(|r| r.cameo.is_none()) {
            cameo = of_rule(&rule.cameo).unwrap_or(cameo);
        }
        context.extend(rule.contexts.iter().map(|c| SmolStr::from(c.get_ref())));
    }
    context.extend(contexts(codebook, clause, frame.event, &inside));
    context.sort_unstable();
    context.dedup();
    CodedEvent {
        frame: Some(found.frame),
        trigger: found.trigger,
        words: naming_words(clause, found),
        event: frame.event,
        mode: mode.into_iter().collect(),
        context,
        cameo,
        actors: found.actors.clone(),
        recipients: found.recipients.clone(),
        status: Status::Actual,
        status_words: Vec::new(),
        attribution: None,
        specificity: found.specificity,
        content: found.content,
    }
}

/// The contexts that the words of a clause bring to an event of this type, some more than once.
pub(super) fn contexts(
    codebook: &Codebook,
    clause: &Clause<'_>,
    event: EventType,
    inside: &[bool],
) -> Vec<SmolStr> {
    let lemmas = &clause.lemmas;
    let words = (0..lemmas.len()).filter(|&at| inside[at]);
    let brought = words.flat_map(|at| codebook.contexts_at(lemmas, at));
    let fitting = brought.filter(|c| !c.protest || event == EventType::Protest);
    fitting.map(|c| c.code.clone()).collect()
}

fn content_rule<'c>(
    codebook: &'c Codebook,
    governor: EventType,
    content: &Match,
) -> Option<&'c ContentRule> {
    let frame = &codebook.frames[content.frame];
    let fits = |rule: &&ContentRule| {
        rule.governor.get_ref() == governor.code()
            && rule.content.iter().any(|c| c.get_ref() == "*" || c.get_ref() == frame.event.code())
            && (rule.content_mode.is_empty()
                || frame.mode.as_ref().is_some_and(|m| rule.content_mode.iter().any(|x| *x == **m)))
    };
    codebook.ontology.content_rules.iter().find(fits)
}

/// The trigger with its parts and particle, its light verb, and the word of its content.
fn naming_words(clause: &Clause<'_>, found: &Match) -> Vec<usize> {
    let mut words = found.words.clone();
    words.extend(
        clause
            .tree
            .children(found.trigger)
            .filter(|&kid| clause.tree.token(kid).deprel == "compound:prt"),
    );
    if found.kind == TriggerKind::Noun {
        words.extend(clause.light_verb(found.trigger).map(|(verb, _)| verb));
    }
    words.extend(found.content);
    words.sort_unstable();
    words.dedup();
    words
}

/// Applies PLOVER's reductions: a future meeting is AGREE, and so on.
///
/// The reduced event is actual: what the report tells is the announcement, with its cue recorded.
///
/// `status` is the event's status, or `refusal` where it is said that it will not happen.
pub(super) fn reduce(codebook: &Codebook, event: &mut CodedEvent, status: &str) {
    let fits = |mode: &[String]| {
        mode.is_empty() || event.mode.iter().any(|m| mode.iter().any(|x| *x == **m))
    };
    let rule = codebook.ontology.reductions.iter().find(|rule| {
        rule.status == status
            && rule.from.iter().any(|from| from.get_ref() == event.event.code())
            && fits(&rule.from_mode)
    });
    let Some(rule) = rule else { return };
    let Some(to) = EventType::from_code(rule.to.get_ref()) else {
        return;
    };
    if let Some(code) = &rule.cameo {
        event.cameo = code.get_ref().into();
    } else if let Some(own) = promised(codebook, to, event.event) {
        event.cameo = own;
    }
    event.event = to;
    event.mode.retain(|mode| codebook.ontology.mode_fault(to, mode).is_none());
    event.status = Status::Actual;
}

/// The CAMEO code of a promise of `content`, as the content rules give it.
fn promised(codebook: &Codebook, governor: EventType, content: EventType) -> Option<SmolStr> {
    let fits = |rule: &&ContentRule| {
        rule.governor.get_ref() == governor.code()
            && rule.content.iter().any(|c| c.get_ref() == content.code())
            && rule.content_mode.is_empty()
    };
    let rule = codebook.ontology.content_rules.iter().find(fits)?;
    rule.cameo.as_ref().map(|code| code.get_ref().into())
}
