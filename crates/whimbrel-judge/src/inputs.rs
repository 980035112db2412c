//! What the judge sees of a word: the language model's states of the word and of those that matter
//! to it, and signs from the tree, the parties' classes and the frames.

use crate::fnv;
use whimbrel_codebook::codebook::Codebook;
use whimbrel_codebook::frame::TriggerKind;
use whimbrel_events::syntax::Clause;
use whimbrel_events::{CodedEvent, Coding, Status};
use whimbrel_nn::kernel::layer_norm;
use whimbrel_parse::States;
use whimbrel_text::{ActorClass, Upos};

/// States in their sentence: of the word, its subject, its object, its governing word, its content.
const IN_SENTENCE: usize = 5;
/// States of words by themselves: the word, its object, the mean of the sentence's full words.
const BY_THEMSELVES: usize = 3;
/// Length of the dense inputs.
pub(crate) const DENSE: usize = (IN_SENTENCE + BY_THEMSELVES) * States::WIDTH;

/// A group of signs of which one, or several, hold.
#[derive(Clone, Copy)]
enum Group {
    Upos,
    Relation,
    Form,
    Subject,
    Object,
    Oblique,
    Prepositions,
    Flags,
    Modal,
    FrameType,
    FrameSpecificity,
    FrameStatus,
    HeadType,
    ContentType,
    OwnTypes,
    ObjectTypes,
    Lemma,
}

/// Numbers of signs by group, in the order of [`Group`].
const SIZES: [usize; 17] = [17, 48, 16, 10, 10, 10, 32, 12, 16, 18, 8, 6, 17, 17, 16, 16, 512];

/// Number of sparse inputs.
pub(crate) const SPARSE: usize = base(SIZES.len());

/// The frames' signs: those that training hides now and then, so that the judge learns to do
/// without them.
pub(crate) fn is_of_frames(sign: u16) -> bool {
    let sign = sign as usize;
    (base(Group::FrameType as usize)..base(Group::Lemma as usize)).contains(&sign)
}

/// The signs of a match of each type and of no match, with the answers that they speak for.
pub(crate) fn frame_signs() -> impl Iterator<Item = (u16, usize)> {
    (0..crate::ANSWERS).map(|answer| ((base(Group::FrameType as usize) + answer) as u16, answer))
}

/// The words' own signs, which training hides most, since few of them are met often.
pub(crate) fn is_of_words(sign: u16) -> bool {
    sign as usize >= base(Group::Lemma as usize)
}

const fn base(group: usize) -> usize {
    let (mut sum, mut at) = (0, 0);
    while at < group {
        sum += SIZES[at];
        at += 1;
    }
    sum
}

/// What the judge sees of a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    pub(crate) dense: Vec<f32>,
    /// Numbers of the signs that hold, each once.
    pub(crate) sparse: Vec<u16>,
}

impl Default for Input {
    fn default() -> Self {
        Self { dense: vec![0.0; DENSE], sparse: Vec::new() }
    }
}

impl Input {
    /// Returns the input without what the frames say.
    #[must_use]
    pub fn without_frames(mut self) -> Self {
        self.sparse.retain(|sign| !is_of_frames(*sign));
        self
    }

    fn add(&mut self, group: Group, sign: usize) {
        let sign = base(group as usize) + sign.min(SIZES[group as usize] - 1);
        if !self.sparse.contains(&(sign as u16)) {
            self.sparse.push(sign as u16);
        }
    }

    fn add_hashed(&mut self, group: Group, text: &str) {
        self.add(group, (fnv(text) % SIZES[group as usize] as u64) as usize);
    }

    fn add_if(&mut self, holds: bool, flag: usize) {
        if holds {
            self.add(Group::Flags, flag);
        }
    }

    fn slot(&mut self, nth: usize) -> &mut [f32] {
        &mut self.dense[nth * States::WIDTH..(nth + 1) * States::WIDTH]
    }
}

/// A sentence with all that the judge looks at.
pub struct Scene<'a> {
    codebook: &'a Codebook,
    clause: &'a Clause<'a>,
    states: &'a States,
    /// By token: the match that it set off, and whether that is recorded.
    matches: Vec<Option<(&'a CodedEvent, bool)>>,
    topic: Vec<f32>,
    sport: bool,
    actors: usize,
}

impl<'a> Scene<'a> {
    /// Joins a sentence with its states and what the frames made of it; the coding must list what
    /// was not recorded too.
    #[must_use]
    pub fn new(
        codebook: &'a Codebook,
        clause: &'a Clause<'a>,
        states: &'a States,
        coding: &'a Coding,
    ) -> Self {
        let mut matches = vec![None; clause.tree.len()];
        let unrecorded = coding.unrecorded.iter().map(|event| (event, false));
        for (event, recorded) in unrecorded.chain(coding.events.iter().map(|event| (event, true))) {
            matches[event.trigger] = Some((event, recorded));
        }
        let sport = clause.cues.tell_of_sport(clause.lemmas.iter().map(|lemma| lemma.as_str()));
        let actors = clause.classes.iter().filter(|class| class.is_actor()).count();
        let topic = topic(clause, states);
        Self { codebook, clause, states, matches, topic, sport, actors }
    }

    /// Returns whether a word may state an event at all: a full verb, a noun that the codebook
    /// knows as a trigger, or any word that set off a frame.
    #[must_use]
    pub fn is_candidate(&self, at: usize) -> bool {
        let knows = |kind| !self.codebook.entries(kind, &self.clause.lemmas[at]).is_empty();
        self.matches[at].is_some()
            || match self.clause.tree.token(at).upos {
                Upos::Verb => true,
                Upos::Noun => knows(TriggerKind::Noun),
                _ => false,
            }
    }

    /// Returns whether a word set off a frame, or is a candidate with an actor as its subject or
    /// object: what is worth a verdict.
    #[must_use]
    pub fn is_of_interest(&self, at: usize) -> bool {
        let is_actor = |heads: Vec<usize>| {
            heads.into_iter().any(|head| self.clause.nearest_actor(head).is_some())
        };
        self.matches[at].is_some()
            || (self.is_candidate(at) && (is_actor(self.subject(at)) || is_actor(self.object(at))))
    }

    /// Returns the match that a word set off, recorded or not.
    #[must_use]
    pub fn frame_event(&self, at: usize) -> Option<&'a CodedEvent> {
        self.matches[at].map(|(event, _)| event)
    }

    /// Returns what the judge sees of the word at `at`.
    #[must_use]
    pub fn input(&self, at: usize) -> Input {
        let mut input = Input::default();
        let clause = self.clause;
        let (subject, object) = (self.subject(at), self.object(at));
        let (subject, object) = (subject.first().copied(), object.first().copied());
        let (head, content) = (clause.tree.head(at), self.content(at));
        let slots = [Some(at), subject, object, head, content];
        for (nth, token) in slots.into_iter().enumerate() {
            if let Some(token) = token {
                input.slot(nth).copy_from_slice(self.states.encoded(token));
            }
        }
        for (nth, token) in [Some(at), object].into_iter().enumerate() {
            if let Some(token) = token {
                normed(self.states.word(token), input.slot(IN_SENTENCE + nth));
            }
        }
        input.slot(DENSE / States::WIDTH - 1).copy_from_slice(&self.topic);
        self.add_tree(at, &mut input);
        self.add_parties(at, [subject, object], &mut input);
        self.add_frames(at, [object, head, content], &mut input);
        input.add_hashed(Group::Lemma, &clause.lemmas[at]);
        input
    }

    fn is_noun(&self, at: usize) -> bool {
        matches!(self.clause.tree.token(at).upos, Upos::Noun | Upos::Propn)
    }

    fn subject(&self, at: usize) -> Vec<usize> {
        if self.is_noun(at) { self.clause.noun_subject(at, 0) } else { self.clause.subject(at) }
    }

    fn object(&self, at: usize) -> Vec<usize> {
        if self.is_noun(at) { self.clause.noun_object(at) } else { self.clause.object(at) }
    }

    fn content(&self, at: usize) -> Option<usize> {
        ["xcomp", "ccomp", "acl"].iter().find_map(|rel| self.clause.tree.child(at, rel))
    }

    fn add_tree(&self, at: usize, input: &mut Input) {
        let clause = self.clause;
        let token = clause.tree.token(at);
        input.add(Group::Upos, token.upos as usize);
        input.add_hashed(Group::Relation, &token.deprel);
        let form = [token.feat("VerbForm"), token.feat("Tense"), token.feat("Number")];
        input.add_hashed(Group::Form, &form.map(Option::unwrap_or_default).join("|"));
        for kid in clause.tree.children(at) {
            match clause.rel(kid) {
                "obl" | "nmod" | "advcl" if !clause.case_of(kid).is_empty() => {
                    input.add_hashed(Group::Prepositions, &clause.case_of(kid));
                }
                "aux" => input.add_hashed(Group::Modal, &clause.lemmas[kid]),
                _ => {}
            }
        }
        let head = clause.tree.head(at);
        let speech = |head: usize| clause.cues.speech(&clause.lemmas[head]).is_some();
        let closes = clause.tree.sentence.tokens.last().is_some_and(|token| token.form == ".");
        let own_speech = clause.cues.speech(&clause.lemmas[at]).is_some();
        let light = self.is_noun(at) && clause.light_verb(at).is_some();
        let infinitive = clause.tree.children_by(at, "mark").any(|kid| clause.lemmas[kid] == "to");
        input.add_if(clause.is_passive(at), 0);
        input.add_if(clause.is_negated(at), 1);
        input.add_if(head.is_some_and(speech), 2);
        input.add_if(clause.tree.children_by(at, "parataxis").any(speech), 3);
        input.add_if(own_speech, 4);
        input.add_if(closes, 5);
        input.add_if(self.sport, 6);
        input.add_if(light, 7);
        input.add_if(infinitive, 8);
        input.add_if(self.actors == 0, 9);
        input.add_if(self.actors == 1, 10);
        input.add_if(clause.tree.child(at, "obj").is_some(), 11);
    }

    fn add_parties(&self, at: usize, parties: [Option<usize>; 2], input: &mut Input) {
        const NOBODY: usize = 9;
        let class = |party: Option<usize>| {
            let actor = party.map(|head| self.clause.nearest_actor(head).unwrap_or(head));
            actor.map_or(NOBODY, |head| class_number(self.clause.classes[head]))
        };
        input.add(Group::Subject, class(parties[0]));
        input.add(Group::Object, class(parties[1]));
        let tree = &self.clause.tree;
        let phrases =
            tree.children(at).filter(|&kid| matches!(self.clause.rel(kid), "obl" | "nmod"));
        for phrase in phrases {
            input.add(Group::Oblique, class(Some(phrase)));
        }
    }

    fn add_frames(&self, at: usize, places: [Option<usize>; 3], input: &mut Input) {
        let [object, head, content] = places;
        match self.matches[at] {
            None => input.add(Group::FrameType, 0),
            Some((event, recorded)) => {
                input.add(Group::FrameType, 1 + event.event as usize);
                if !recorded {
                    input.add(Group::FrameType, 17);
                }
                input.add(Group::FrameSpecificity, event.specificity as usize);
                input.add(Group::FrameStatus, status_number(event.status));
            }
        }
        for (group, place) in [(Group::HeadType, head), (Group::ContentType, content.or(object))] {
            if let Some((event, _)) = place.and_then(|place| self.matches[place]) {
                input.add(group, event.event as usize);
            }
        }
        self.add_types(Group::OwnTypes, at, input);
        if let Some(object) = object {
            self.add_types(Group::ObjectTypes, object, input);
        }
    }

    /// The types of all frames that a word's lemma can set off, whether or not they fit here.
    fn add_types(&self, group: Group, at: usize, input: &mut Input) {
        let kind = if self.is_noun(at) { TriggerKind::Noun } else { TriggerKind::Verb };
        for &event in self.codebook.types(kind, &self.clause.lemmas[at]) {
            input.add(group, event as usize);
        }
    }
}

fn class_number(class: ActorClass) -> usize {
    class as usize
}

fn status_number(status: Status) -> usize {
    status as usize
}

/// The mean of what the model knows of the sentence's full words: what it is about.
fn topic(clause: &Clause<'_>, states: &States) -> Vec<f32> {
    let mut sum = vec![0.0; States::WIDTH];
    for (at, token) in clause.tree.sentence.tokens.iter().enumerate() {
        if matches!(token.upos, Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn) {
            sum.iter_mut().zip(states.word(at)).for_each(|(s, v)| *s += v);
        }
    }
    let mut mean = vec![0.0; States::WIDTH];
    normed(&sum, &mut mean);
    mean
}

/// Brings a state to mean 0 and deviation 1.
fn normed(state: &[f32], out: &mut [f32]) {
    const ONES: [f32; States::WIDTH] = [1.0; States::WIDTH];
    const ZEROS: [f32; States::WIDTH] = [0.0; States::WIDTH];
    layer_norm(state, &ONES, &ZEROS, out);
}
