//! What the judge makes of the frames' events: some it refuses, some it takes for another type, and
//! some it adds that no frame knows.
//!
//! The bounds were chosen on the sentences of `judge/` that are held out of training.

use std::collections::BTreeMap;
use whimbrel_codebook::{Codebook, EventType};
use whimbrel_events::syntax::Clause;
use whimbrel_events::{Attempt, CodedEvent, Coding, Detail};
use whimbrel_judge::{Judge, Scene, Verdict};
use whimbrel_parse::States;
use whimbrel_text::{ActorClass, Sentence};

/// A frame's event is refused where the judge holds it likelier than this that there is none …
const REFUSE: f64 = 0.9;
/// … and, for each demand that the frame met beyond the first, by so much likelier.
const REFUSE_STEP: f64 = 0.01;
/// An unspecific frame's event takes the judge's type from this share on.
const RETYPE: f64 = 0.85;
/// Frames that met more demands than these are specific.
const UNSPECIFIC: u32 = 3;
/// A word that no frame knows states an event from this share of its type on.
const ADD: f64 = 0.5;

/// Who decided that there is an event, and of which type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decider {
    /// The frame alone.
    Frame,
    /// The frame found the event, the judge its type.
    Both,
    /// The judge: no frame knows the word.
    Judge,
}

/// An event with who decided on it.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) event: CodedEvent,
    pub(crate) decider: Decider,
    /// The judge's word on its trigger.
    pub(crate) verdict: Option<Verdict>,
}

impl Finding {
    /// The record's `reason`.
    pub(crate) fn reason(&self, codebook: &Codebook) -> String {
        let frame = self.event.frame.map(|frame| codebook.frames[frame].id.as_str());
        match (frame, self.decider) {
            (Some(frame), Decider::Both) => format!("{frame}, judge"),
            (Some(frame), _) => frame.to_owned(),
            (None, _) => "judge".to_owned(),
        }
    }

    /// Whether all sides are actors.
    pub(crate) fn is_mutual(&self, codebook: &Codebook) -> bool {
        self.event.frame.is_some_and(|frame| codebook.frames[frame].mutual)
    }
}

/// What was found in a sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    /// The events to be recorded, in the order of their triggers.
    pub(crate) events: Vec<Finding>,
    /// The frames' events that the judge refused.
    pub(crate) refused: Vec<Finding>,
    /// Every frame tried, where a trace was asked for.
    pub(crate) attempts: Vec<Attempt>,
    /// The judge's word on all words that it looked at.
    pub(crate) verdicts: BTreeMap<usize, Verdict>,
}

/// Returns the events of a sentence: what the frames find, and what the judge makes of it.
pub(crate) fn find(
    codebook: &Codebook,
    judge: Option<&Judge>,
    sentence: &Sentence,
    states: &States,
    classes: Vec<ActorClass>,
    detail: Detail,
) -> Findings {
    let Some(judge) = judge else {
        return of_frames(whimbrel_events::code(codebook, sentence, classes, detail));
    };
    let detail = detail.max(Detail::Unrecorded);
    let clause = Clause::new(sentence, classes, &codebook.cues);
    let coding = whimbrel_events::code_clause(codebook, &clause, detail);
    let verdicts = verdicts(codebook, judge, &clause, states, &coding);
    let taken = taken(&coding);
    let added = |(&at, verdict): (&usize, &Verdict)| {
        let type_ = verdict.best();
        let sure = verdict.of(type_) >= ADD && !taken.contains(&at);
        let event = sure.then(|| whimbrel_events::plain(codebook, &clause, at, type_))?;
        let told = is_told(&clause, &coding, &event);
        let named = !event.actors.is_empty();
        let finding = Finding { event, decider: Decider::Judge, verdict: Some(*verdict) };
        (named && !told).then_some(finding)
    };
    let mut added: Vec<Finding> = verdicts.iter().filter_map(added).collect();
    let mut findings = of_frames(coding);
    let all = std::mem::take(&mut findings.events);
    for finding in all.into_iter().map(|finding| judged(codebook, finding, &verdicts)) {
        let refused = finding.verdict.is_some_and(|verdict| is_refused(&finding.event, &verdict));
        if refused { findings.refused.push(finding) } else { findings.events.push(finding) }
    }
    findings.events.append(&mut added);
    findings.events.sort_by_key(|finding| finding.event.trigger);
    findings.verdicts = verdicts;
    findings
}

fn of_frames(coding: Coding) -> Findings {
    let finding = |event| Finding { event, decider: Decider::Frame, verdict: None };
    let events = coding.events.into_iter().map(finding).collect();
    Findings { events, attempts: coding.attempts, ..Findings::default() }
}

/// The judge's word on all words of a sentence that are worth it.
fn verdicts(
    codebook: &Codebook,
    judge: &Judge,
    clause: &Clause<'_>,
    states: &States,
    coding: &Coding,
) -> BTreeMap<usize, Verdict> {
    let scene = Scene::new(codebook, clause, states, coding);
    let worth = (0..clause.tree.len()).filter(|&at| scene.is_of_interest(at));
    worth.map(|at| (at, judge.verdict(&scene.input(at)))).collect()
}

/// The words that the frames' matches used, recorded or not.
fn taken(coding: &Coding) -> Vec<usize> {
    let all = coding.events.iter().chain(&coding.unrecorded);
    all.flat_map(|event| event.words.iter().copied().chain([event.trigger])).collect()
}

/// Whether a frame's event beside the word tells the same already: "stage a protest".
fn is_told(clause: &Clause<'_>, coding: &Coding, event: &CodedEvent) -> bool {
    let head = |at: usize| clause.tree.head(at);
    let near =
        |other: usize| head(other) == Some(event.trigger) || head(event.trigger) == Some(other);
    coding.events.iter().any(|other| {
        other.event == event.event
            && (near(other.trigger)
                || (other.actors == event.actors && other.recipients == event.recipients))
    })
}

fn is_refused(event: &CodedEvent, verdict: &Verdict) -> bool {
    let demands = event.specificity.clamp(1, 6) - 1;
    event.frame.is_some() && verdict.none() > REFUSE + REFUSE_STEP * f64::from(demands)
}

/// A frame's event with the judge's word, and its type where the judge knows better.
fn judged(
    codebook: &Codebook,
    mut finding: Finding,
    verdicts: &BTreeMap<usize, Verdict>,
) -> Finding {
    finding.verdict = verdicts.get(&finding.event.trigger).copied();
    let Some(verdict) = finding.verdict else { return finding };
    let best = verdict.best();
    let knows_better = best != finding.event.event && verdict.of(best) >= RETYPE;
    if knows_better && finding.event.specificity <= UNSPECIFIC {
        retype(codebook, &mut finding.event, best);
        finding.decider = Decider::Both;
    }
    finding
}

/// Gives an event another type, and takes away what only its old one has.
pub(crate) fn retype(codebook: &Codebook, event: &mut CodedEvent, to: EventType) {
    event.event = to;
    event.mode.retain(|mode| codebook.ontology.mode_fault(to, mode).is_none());
    event.cameo = Default::default();
}
