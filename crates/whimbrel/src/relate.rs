//! Which relation a sentence states between two given parties.
//!
//! The parties are given, so a frame need not find them by itself: every frame that fits a word of
//! the sentence stands for its type, and counts the more the better its slots and its place in the
//! tree agree with the two spans.

mod score;

use crate::doubt;
use crate::judged::Finding;
use crate::pipeline::Pipeline;
use crate::quotation::Quotations;
use jiff::civil::Date;
use score::{Bench, Parties};
use serde::{Deserialize, Serialize};
use whimbrel_text::Span;

/// One span, or several for a party that is named by several phrases; code points, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Spans {
    /// `[start, end]`
    One([usize; 2]),
    /// `[[start, end], …]`; an empty list for nobody.
    Many(Vec<[usize; 2]>),
}

impl Spans {
    /// Returns the spans as a list.
    #[must_use]
    pub fn list(&self) -> Vec<Span> {
        let all: &[[usize; 2]] = match self {
            Self::One(span) => std::slice::from_ref(span),
            Self::Many(spans) => spans,
        };
        all.iter().map(|[start, end]| Span::new(*start, *end)).collect()
    }
}

/// A sentence with two parties.
#[derive(Clone, Debug, Deserialize)]
pub struct Question {
    /// The caller's identifier.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// The first party.
    pub actor: Spans,
    /// The second party, where there is one.
    #[serde(default)]
    pub recipient: Option<Spans>,
    /// Publication date.
    #[serde(default)]
    pub date: Option<Date>,
}

/// The relation that the sentence states.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The caller's identifier.
    pub id: String,
    /// Event type, or `None` where no political relation between the two is stated.
    pub event: Option<String>,
    /// PLOVER modes.
    pub mode: Vec<String>,
    /// CAMEO code.
    pub cameo: String,
    /// From 0 to 1.
    pub confidence: f64,
    /// The codebook entry that decided.
    pub reason: String,
    /// All types found with their scores, best first.
    pub ranking: Vec<(String, f64)>,
}

/// A score below this means that no frame ties the two parties together. Chosen on the sentences
/// with and without a political relation that the documentation names.
const LEAST_SCORE: f64 = 1.5;

/// What is taken from a relation between two parties neither of whom acts in public life, unless it
/// is of a type that is political between anybody.
const PRIVATE: f64 = 1.5;

/// Answers which relation is stated.
#[must_use]
pub fn relate(pipeline: &Pipeline, question: &Question) -> Answer {
    let actor = question.actor.list();
    let recipient = question.recipient.as_ref().map(Spans::list).unwrap_or_default();
    let mut candidates: Vec<(f64, Finding)> = Vec::new();
    let (sentences, states) = pipeline.sentences(&question.text);
    let mentions = pipeline.mentions(&sentences, question.date, &Quotations::default());
    for (at, sentence) in sentences.iter().enumerate() {
        let classes = pipeline.classes(&mentions, at, sentence);
        let named = |token: usize| mentions.entities(at, token).iter().map(|e| e.span).collect();
        let parties = Parties::find(sentence, &actor, &recipient, named);
        let bench = Bench { codebook: pipeline.codebook(), judge: pipeline.judge() };
        let mut found = parties.candidates(&bench, sentence, &states[at], classes);
        let acts = |token: usize| {
            let entities = mentions.entities(at, token);
            entities.iter().any(|e| doubt::acts_in_public(&e.country, &e.id, &e.sector))
        };
        if !parties.heads().any(acts) {
            let private =
                |(_, f): &&mut (f64, Finding)| !doubt::may_be_of_anybody(f.event.event.code());
            found.iter_mut().filter(private).for_each(|(score, _)| *score -= PRIVATE);
        }
        candidates.extend(found);
    }
    answer(pipeline, question, candidates)
}

fn answer(pipeline: &Pipeline, question: &Question, mut candidates: Vec<(f64, Finding)>) -> Answer {
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.event.trigger.cmp(&b.1.event.trigger)));
    let mut ranking: Vec<(String, f64)> = Vec::new();
    for (score, Finding { event, .. }) in &candidates {
        if !ranking.iter().any(|(code, _)| code == event.event.code()) {
            ranking.push((event.event.code().to_owned(), *score));
        }
    }
    let best = candidates.first().filter(|(score, _)| *score >= LEAST_SCORE);
    let event = best.map(|(_, finding)| &finding.event);
    let second = ranking.get(1).map_or(0.0, |(_, score)| score.max(0.0));
    Answer {
        id: question.id.clone(),
        event: event.map(|event| event.event.code().to_owned()),
        mode: event
            .map(|event| event.mode.iter().map(ToString::to_string).collect())
            .unwrap_or_default(),
        cameo: event.map(|event| event.cameo.to_string()).unwrap_or_default(),
        confidence: best.map_or(0.0, |(score, _)| crate::confidence::of_margin(*score, second)),
        reason: best.map_or_else(
            || "no frame ties the two parties together".to_owned(),
            |(_, finding)| finding.reason(pipeline.codebook()),
        ),
        ranking,
    }
}
