//! Training and measuring the judge on sentences whose events were marked by hand.
//!
//! The sentences go through the same stages as reports do. Those held out are never trained on: on
//! them the calibration is fitted, and all figures are measured.

mod figures;

use crate::assemble;
use crate::pipeline::{Pipeline, Read};
use crate::relate::{Question, Spans, relate};
use crate::retold::Telling;
use figures::{Coded, Confidences, Related, Words};
use rayon::prelude::*;
use std::collections::BTreeMap;
use whimbrel_codebook::EventType;
use whimbrel_events::syntax::Clause;
use whimbrel_events::{CodedEvent, Coding, Detail};
use whimbrel_judge::reports::Told;
use whimbrel_judge::sentences::Marked;
use whimbrel_judge::train::{Config, Sample};
use whimbrel_judge::{Calibration, Gist, Judge, Scene, Signs, Topic};
use whimbrel_text::{Report, Token, Upos};

/// Returns a judge for the pipeline's language model and codebook, calibrated on the sentences that
/// are held out; `reports` teach it what reports are about.
#[must_use]
pub fn train(pipeline: Pipeline, all: &[Marked], reports: &[Told], config: &Config) -> Judge {
    let learnt: Vec<&Marked> = all.iter().filter(|marked| !marked.is_held_out()).collect();
    let words: Vec<Vec<Word>> = learnt.par_iter().map(|marked| words(&pipeline, marked)).collect();
    let mut samples: Vec<Sample> = words.into_iter().flatten().map(|word| word.sample).collect();
    samples.extend(examples(&pipeline));
    let gist = |told: &Told| (self::gist(&pipeline, told), told.is_political());
    let topic = Topic::learn(&reports.par_iter().map(gist).collect::<Vec<_>>());
    let judge = whimbrel_judge::train::train(&samples, pipeline.analyser().version(), config);
    let judge = judge.with_topic(topic);
    let judged = pipeline.with_judge(Some(judge.clone()));
    let records: Vec<(Signs, bool)> =
        records(&judged, all).into_iter().map(|record| (record.signs, record.right)).collect();
    judge.with_calibration(Calibration::fit(&records))
}

/// Returns what the pipeline's judge makes of the sentences that are held out, beside the frames
/// alone, in words for people.
#[must_use]
pub fn evaluate(pipeline: &Pipeline, all: &[Marked]) -> String {
    let Some(judge) = pipeline.judge() else {
        return "there is no judge for this language model\n".to_owned();
    };
    let held: Vec<&Marked> = all.iter().filter(|marked| marked.is_held_out()).collect();
    let words: Vec<Vec<Word>> = held.par_iter().map(|marked| words(pipeline, marked)).collect();
    let mut of_words = Words::default();
    for word in words.iter().flatten() {
        of_words.add(word.sample.answer, word.frame, &judge.verdict(&word.sample.input));
    }
    let mut records = String::new();
    let alone = Pipeline::builtin().with_judge(None);
    for (who, pipeline) in [("the frames alone", &alone), ("with the judge", pipeline)] {
        let (coded, related) = (coded(pipeline, &held), related(pipeline, &held));
        records.push_str(&format!("{who}\n{coded}{related}\n"));
    }
    let confidences = Confidences::new(&self::records(pipeline, all));
    format!(
        "{} sentences held out of {}\n\n{of_words}\n{records}{confidences}",
        held.len(),
        all.len()
    )
}

fn gist(pipeline: &Pipeline, told: &Told) -> Gist {
    let (title, text) = (Some(told.title.clone()), told.text.clone());
    let report = Report { title, text, ..Report::default() };
    let read = pipeline.read(&report);
    Gist::new(&read.sentences, &read.states)
}

/// A candidate with its answer and what the frames alone say.
struct Word {
    sample: Sample,
    frame: Option<EventType>,
}

/// The candidates of a text.
fn words(pipeline: &Pipeline, marked: &Marked) -> Vec<Word> {
    let report = report(marked);
    let read = pipeline.read(&report);
    let marks = marks(&read, marked);
    let mut all = Vec::new();
    for (nth, sentence) in read.sentences.iter().enumerate() {
        let codebook = pipeline.codebook();
        let classes = pipeline.classes(&read.mentions, nth, sentence);
        let clause = Clause::new(sentence, classes, &codebook.cues);
        let coding = whimbrel_events::code_clause(codebook, &clause, Detail::Unrecorded);
        let scene = Scene::new(codebook, &clause, &read.states[nth], &coding);
        let here: BTreeMap<usize, Option<EventType>> =
            marks.iter().filter(|mark| mark.0 == nth).map(|mark| (mark.1, mark.2)).collect();
        for at in 0..sentence.tokens.len() {
            if !here.contains_key(&at) && !scene.is_candidate(at) {
                continue;
            }
            let answer =
                here.get(&at).copied().unwrap_or_else(|| beside(&scene, &clause, at, &here));
            let sample = Sample { input: scene.input(at), answer };
            all.push(Word { sample, frame: recorded(&coding, at) });
        }
    }
    all
}

/// The triggers of the codebook's examples, without what the frames say: frames are always right on
/// their own examples, and the judge must not learn that they always are.
fn examples(pipeline: &Pipeline) -> Vec<Sample> {
    let frames = &pipeline.codebook().frames;
    let texts = frames.iter().flat_map(|frame| {
        let plain = frame.examples.iter().filter(|example| example.gap.is_none());
        plain.map(|example| (frame.id.as_str(), example.text.as_str()))
    });
    let texts: Vec<(&str, &str)> = texts.collect();
    texts.par_iter().filter_map(|(frame, text)| example(pipeline, frame, text)).collect()
}

fn example(pipeline: &Pipeline, frame: &str, text: &str) -> Option<Sample> {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let read = pipeline.read(&report);
    let codebook = pipeline.codebook();
    read.sentences.iter().enumerate().find_map(|(nth, sentence)| {
        let classes = pipeline.classes(&read.mentions, nth, sentence);
        let clause = Clause::new(sentence, classes, &codebook.cues);
        let coding = whimbrel_events::code_clause(codebook, &clause, Detail::Unrecorded);
        let is_own =
            |event: &&CodedEvent| event.frame.is_some_and(|own| codebook.frames[own].id == frame);
        let event = coding.events.iter().find(is_own)?;
        let scene = Scene::new(codebook, &clause, &read.states[nth], &coding);
        let input = scene.input(event.trigger).without_frames();
        Some(Sample { input, answer: Some(event.event) })
    })
}

fn recorded(coding: &Coding, at: usize) -> Option<EventType> {
    coding.events.iter().find(|event| event.trigger == at).map(|event| event.event)
}

/// An unmarked word states nothing, unless a frame found the event of a marked word at this one:
/// "held" and "talks" may both stand for the event of "held talks".
fn beside(
    scene: &Scene<'_>,
    clause: &Clause<'_>,
    at: usize,
    marks: &BTreeMap<usize, Option<EventType>>,
) -> Option<EventType> {
    let event: &CodedEvent = scene.frame_event(at)?;
    let same = |(&other, &type_): (&usize, &Option<EventType>)| {
        let near = event.words.contains(&other)
            || clause.tree.head(at) == Some(other)
            || clause.tree.head(other) == Some(at);
        near && type_ == Some(event.event)
    };
    marks.iter().any(same).then_some(event.event)
}

/// The marked words as sentence, token and type; of two marks on one word the first counts.
fn marks(read: &Read<'_>, marked: &Marked) -> Vec<(usize, usize, Option<EventType>)> {
    let mut found: Vec<(usize, usize, Option<EventType>)> = Vec::new();
    for mark in &marked.marks {
        if let Some((nth, at)) = mark.find(&read.sentences)
            && !found.iter().any(|other| (other.0, other.1) == (nth, at))
        {
            found.push((nth, at, mark.event));
        }
    }
    found
}

/// A record of a held-out sentence: what speaks for it, how sure the program is, whether it is right.
struct Recorded {
    signs: Signs,
    right: bool,
}

fn records(pipeline: &Pipeline, all: &[Marked]) -> Vec<Recorded> {
    let held: Vec<&Marked> = all.iter().filter(|marked| marked.is_held_out()).collect();
    held.par_iter().flat_map_iter(|marked| records_of(pipeline, marked)).collect()
}

/// The records of a text; right is one of a marked type at a marked word, or over it.
fn records_of(pipeline: &Pipeline, marked: &Marked) -> Vec<Recorded> {
    let report = report(marked);
    let read = pipeline.read(&report);
    let marks = marks(&read, marked);
    let tellings = assemble::tellings(pipeline, &read, &pipeline.findings(&read, Detail::Events));
    let is_right = |telling: &Telling| {
        marks.iter().any(|&(nth, at, event)| {
            let span = read.sentences[nth].tokens[at].span;
            let record = &telling.record;
            event.is_some_and(|event| event.code() == record.event)
                && record.event_start < span.end
                && span.start < record.event_end
        })
    };
    tellings.iter().map(|t| Recorded { signs: t.signs, right: is_right(t) }).collect()
}

/// How many of the records of the held-out sentences are right, and how many of their events have
/// one.
fn coded(pipeline: &Pipeline, held: &[&Marked]) -> Coded {
    let each = held.par_iter().map(|marked| {
        let records = records_of(pipeline, marked);
        let right = records.iter().filter(|record| record.right).count();
        let events = marked.marks.iter().filter(|mark| mark.event.is_some()).count();
        Coded { records: records.len(), right, events }
    });
    each.reduce(Coded::default, Coded::and)
}

/// How many of the relations between the marked parties are told right, and those of two phrases of
/// a sentence that states no event.
fn related(pipeline: &Pipeline, held: &[&Marked]) -> Related {
    let each = held.par_iter().flat_map_iter(|marked| questions(pipeline, marked));
    let answered = each.map(|(question, right)| {
        let answer = relate(pipeline, &question).event;
        let answer = answer.and_then(|code| EventType::from_code(&code));
        Related::of(right, answer)
    });
    answered.reduce(Related::default, Related::and)
}

/// The marked events between two sides as questions with their answers; of a sentence without any
/// event one question, between its first two phrases.
fn questions(pipeline: &Pipeline, marked: &Marked) -> Vec<(Question, Option<EventType>)> {
    let question = |actor: Spans, recipient: Spans| Question {
        id: String::new(),
        text: marked.text.clone(),
        actor,
        recipient: Some(recipient),
        date: None,
    };
    if marked.marks.iter().any(|mark| mark.event.is_some()) {
        let between = marked.marks.iter().filter_map(|mark| {
            let (actor, recipient) = (spans(marked, &mark.actor)?, spans(marked, &mark.recipient)?);
            Some((question(actor, recipient), mark.event))
        });
        return between.collect();
    }
    let (sentences, _) = pipeline.sentences(&marked.text);
    let all = sentences.iter().flat_map(|sentence| &sentence.tokens);
    let is_phrase = |token: &&Token| {
        matches!(token.upos, Upos::Noun | Upos::Propn)
            && matches!(token.rel(), "nsubj" | "obj" | "obl" | "nmod")
    };
    let mut phrases = all.filter(is_phrase).map(|t| Spans::One([t.span.start, t.span.end]));
    phrases.next().zip(phrases.next()).map(|(a, b)| (question(a, b), None)).into_iter().collect()
}

/// Where the named parties stand in the text; `None` where one is missing, or none is named.
fn spans(marked: &Marked, parties: &[String]) -> Option<Spans> {
    let span = |party: &String| {
        let start = marked.text[..marked.text.find(party)?].chars().count();
        Some([start, start + party.chars().count()])
    };
    let all: Vec<[usize; 2]> = parties.iter().map(span).collect::<Option<_>>()?;
    (!all.is_empty()).then_some(Spans::Many(all))
}

fn report(marked: &Marked) -> Report {
    Report { text: marked.text.clone(), ..Report::default() }
}
