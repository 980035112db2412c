//! A frame of the codebook: words, slots, constraints and what they state.

use crate::ontology::{EventType, Ontology};
use crate::problem::{Problem, suggestion};
use crate::words::WordSet;
use serde::Deserialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;
use whimbrel_text::ActorClass;

/// Which words can set a frame off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TriggerKind {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective.
    Adjective,
    /// A modal auxiliary of a clause that somebody is reported to say ("said Iran must withdraw").
    Modal,
}

/// A word, or several, that set a frame off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// What the head is.
    pub kind: TriggerKind,
    /// Lemma of the head, in lower case.
    pub head: SmolStr,
    /// Lemmas that must hang on the head.
    pub rest: Vec<SmolStr>,
}

/// Where a party stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Who does it.
    Subject,
    /// To whom it is done.
    Object,
    /// Indirect object.
    IndirectObject,
    /// Possessor of the trigger noun.
    Possessor,
    /// Adjective or name before the trigger noun.
    Adjective,
    /// The phrase with this preposition (several words joined by `_`).
    Preposition(SmolStr),
    /// A modifier of the object: the inner slot seen from there.
    OfObject(Box<Slot>),
    /// A modifier of the subject: the inner slot seen from there.
    OfSubject(Box<Slot>),
    /// Who does what the content states.
    ContentActor,
    /// Who suffers what the content states.
    ContentRecipient,
    /// Who is reported to say it.
    Speaker,
    /// Who does what the clause around a noun says ("At the summit, **Xi** called for …").
    Clause,
    /// Nobody.
    None,
}

impl Slot {
    /// Parses one term of a slot expression.
    #[must_use]
    pub fn parse(term: &str) -> Option<Self> {
        Some(match term {
            "subject" => Self::Subject,
            "object" => Self::Object,
            "iobject" => Self::IndirectObject,
            "possessor" => Self::Possessor,
            "adjective" => Self::Adjective,
            "content.actor" | "content.subject" => Self::ContentActor,
            "content.recipient" | "content.object" => Self::ContentRecipient,
            "speaker" => Self::Speaker,
            "clause" => Self::Clause,
            "none" => Self::None,
            _ => {
                if let Some(inner) = term.strip_prefix("object.") {
                    return Self::parse(inner).map(|slot| Self::OfObject(Box::new(slot)));
                }
                if let Some(inner) = term.strip_prefix("subject.") {
                    return Self::parse(inner).map(|slot| Self::OfSubject(Box::new(slot)));
                }
                let word =
                    !term.is_empty() && term.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                return word.then(|| Self::Preposition(term.into()));
            }
        })
    }
}

/// A narrower outcome that some words of the clause bring.
#[derive(Clone, Debug)]
pub struct Refinement {
    /// The words.
    pub words: WordSet,
    /// The mode that replaces the frame's.
    pub mode: Option<SmolStr>,
    /// The code that replaces the frame's.
    pub cameo: Option<SmolStr>,
    /// Contexts that are added.
    pub context: Vec<SmolStr>,
}

/// A sentence with what the frame must make of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Words that the actor's phrases must hold; empty for no actor.
    pub actor: Option<String>,
    /// Words that the recipient's phrases must hold; empty for no recipient.
    pub recipient: Option<String>,
    /// Type, where it is not the frame's.
    pub event: Option<String>,
    /// Mode, where it is not the frame's.
    pub mode: Option<String>,
    /// CAMEO code to be checked.
    pub cameo: Option<String>,
    /// Status, where it is to be checked.
    pub status: Option<String>,
    /// Why the program does not yet code it so: a known fault, which the check expects to fail.
    pub gap: Option<String>,
}

/// Which voice a verb trigger must stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// The subject does it.
    Active,
    /// The subject suffers it.
    Passive,
}

/// A compiled frame.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Its name, unique in the codebook.
    pub id: SmolStr,
    /// File it stands in.
    pub file: String,
    /// Line of its id, counted from 1.
    pub line: usize,
    /// The words that set it off.
    pub triggers: Vec<Trigger>,
    /// What it states.
    pub event: EventType,
    /// The mode, where the frame fixes one.
    pub mode: Option<SmolStr>,
    /// The CAMEO code.
    pub cameo: SmolStr,
    /// Contexts it brings.
    pub context: Vec<SmolStr>,
    /// Where the actor stands; the first slot filled wins.
    pub actor: Vec<Slot>,
    /// Where the recipient stands; the first slot filled wins.
    pub recipient: Vec<Slot>,
    /// Whether both sides are actors.
    pub mutual: bool,
    /// Whether it takes another event as its content.
    pub governs: bool,
    /// Whether that content is recorded as well.
    pub keep_content: bool,
    /// Whether the trigger must not take a clause: "acknowledged that" recognises nobody.
    pub no_clause: bool,
    /// Types the content must be of; `None` for no demand.
    pub content: Option<Vec<EventType>>,
    /// What the object must be; empty for no demand.
    pub object: WordSet,
    /// What the object must not be.
    pub not_object: WordSet,
    /// What the subject must be; empty for no demand.
    pub subject: WordSet,
    /// What the subject must not be.
    pub not_subject: WordSet,
    /// Slots that must be filled.
    pub requires: Vec<Slot>,
    /// One of these must stand in the clause; empty for no demand.
    pub words: WordSet,
    /// None of these may stand in the clause.
    pub not_words: WordSet,
    /// What the actor must be; empty for no demand.
    pub actor_class: Vec<ActorClass>,
    /// What the recipient must be; empty for no demand.
    pub recipient_class: Vec<ActorClass>,
    /// Particles of which one must stand with the verb.
    pub particle: Vec<SmolStr>,
    /// The voice, where it matters.
    pub voice: Option<Voice>,
    /// Narrower outcomes, the first that applies is used.
    pub refine: Vec<Refinement>,
    /// Sentences it must code.
    pub examples: Vec<Example>,
    /// Sentences in which it must not match.
    pub counterexamples: Vec<String>,
    /// Sentences in which it matches though it should not: known faults.
    pub traps: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRefinement {
    words: Vec<Spanned<String>>,
    mode: Option<Spanned<String>>,
    cameo: Option<Spanned<String>>,
    #[serde(default)]
    context: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrame {
    id: Spanned<String>,
    #[serde(default)]
    verb: Vec<Spanned<String>>,
    #[serde(default)]
    noun: Vec<Spanned<String>>,
    #[serde(default)]
    adjective: Vec<Spanned<String>>,
    #[serde(default)]
    modal: Vec<Spanned<String>>,
    event: Option<Spanned<String>>,
    mode: Option<Spanned<String>>,
    cameo: Option<Spanned<String>>,
    #[serde(default)]
    context: Vec<Spanned<String>>,
    actor: Option<Spanned<String>>,
    recipient: Option<Spanned<String>>,
    #[serde(default)]
    mutual: bool,
    #[serde(default)]
    governs: bool,
    #[serde(default)]
    keep_content: bool,
    #[serde(default)]
    no_clause: bool,
    content: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    object: Vec<Spanned<String>>,
    #[serde(default)]
    not_object: Vec<Spanned<String>>,
    #[serde(default)]
    subject: Vec<Spanned<String>>,
    #[serde(default)]
    not_subject: Vec<Spanned<String>>,
    #[serde(default)]
    requires: Vec<Spanned<String>>,
    #[serde(default)]
    words: Vec<Spanned<String>>,
    #[serde(default)]
    not_words: Vec<Spanned<String>>,
    #[serde(default)]
    actor_class: Vec<Spanned<String>>,
    #[serde(default)]
    recipient_class: Vec<Spanned<String>>,
    #[serde(default)]
    particle: Vec<String>,
    voice: Option<Voice>,
    #[serde(default)]
    refine: Vec<RawRefinement>,
    #[serde(default)]
    examples: Vec<Example>,
    #[serde(default)]
    counterexamples: Vec<String>,
    #[serde(default)]
    traps: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameFile {
    #[serde(default)]
    frame: Vec<RawFrame>,
}

/// What compiling a frame needs to know of the rest of the codebook.
pub(crate) struct Surroundings<'a> {
    pub(crate) ontology: &'a Ontology,
    /// Classes by name, each a list of lemmas.
    pub(crate) classes: &'a BTreeMap<String, Arc<WordSet>>,
    /// Names of the contexts.
    pub(crate) contexts: &'a [String],
}

/// Reads one file of frames; what is wrong goes to `problems`, what is right is returned.
pub(crate) fn read_file(
    path: &str,
    text: &str,
    around: &Surroundings<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Frame> {
    let file: FrameFile = match crate::ontology::parse(path, text) {
        Ok(file) => file,
        Err(found) => {
            problems.extend(found);
            return Vec::new();
        }
    };
    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
    let event = EventType::from_code(&stem.to_uppercase());
    let mut reader = Reader { path, text, around, problems, event, counted: (0, 1) };
    file.frame.into_iter().filter_map(|raw| reader.compile(raw)).collect()
}

/// Compiles the frames of one file and notes what is wrong with them.
struct Reader<'a, 'p> {
    path: &'a str,
    text: &'a str,
    around: &'a Surroundings<'a>,
    problems: &'p mut Vec<Problem>,
    /// The type that the file's name says.
    event: Option<EventType>,
    /// A byte of the text and the line that it stands in: to count on from, as frames follow each
    /// other.
    counted: (usize, usize),
}

impl Reader<'_, '_> {
    fn note(&mut self, at: usize, message: impl Into<String>) {
        self.problems.push(Problem::at(self.path, self.text, at, message));
    }

    /// The line of byte `at`.
    fn line(&mut self, at: usize) -> usize {
        let (from, line) = if self.counted.0 <= at { self.counted } else { (0, 1) };
        let further = self.text.as_bytes()[from..at].iter().filter(|&&byte| byte == b'\n').count();
        self.counted = (at, line + further);
        self.counted.1
    }

    fn compile(&mut self, raw: RawFrame) -> Option<Frame> {
        let at = raw.id.span().start;
        let event = self.event_of(&raw, at)?;
        let triggers = triggers(&raw);
        if triggers.is_empty() {
            self.note(
                at,
                format!(
                    "frame `{}` has no `verb`, `noun`, `adjective` or `modal`",
                    raw.id.get_ref()
                ),
            );
        }
        if raw.examples.is_empty() {
            self.note(at, format!("frame `{}` has no example", raw.id.get_ref()));
        }
        if let Some(mode) = &raw.mode {
            self.check_mode(event, mode);
        }
        let cameo = raw.cameo.as_ref().map(|code| self.cameo(code)).unwrap_or_default();
        let context = self.contexts(&raw.context);
        let refine = raw.refine.into_iter().map(|r| self.refinement(event, r)).collect();
        Some(Frame {
            id: raw.id.get_ref().into(),
            file: self.path.to_owned(),
            line: self.line(at),
            triggers,
            event,
            mode: raw.mode.map(|m| m.into_inner().into()),
            cameo,
            context,
            actor: self.slots(raw.actor.as_ref(), "subject"),
            recipient: self.slots(raw.recipient.as_ref(), "object"),
            mutual: raw.mutual,
            governs: raw.governs,
            keep_content: raw.keep_content,
            no_clause: raw.no_clause,
            content: raw.content.map(|types| self.content(&types)),
            object: self.words(&raw.object),
            not_object: self.words(&raw.not_object),
            subject: self.words(&raw.subject),
            not_subject: self.words(&raw.not_subject),
            requires: raw
                .requires
                .iter()
                .filter_map(|term| self.slot(term, term.get_ref()))
                .collect(),
            words: self.words(&raw.words),
            not_words: self.words(&raw.not_words),
            actor_class: self.actor_classes(&raw.actor_class),
            recipient_class: self.actor_classes(&raw.recipient_class),
            particle: raw.particle.iter().map(SmolStr::from).collect(),
            voice: raw.voice,
            refine,
            examples: raw.examples,
            counterexamples: raw.counterexamples,
            traps: raw.traps,
        })
    }

    fn event_of(&mut self, raw: &RawFrame, at: usize) -> Option<EventType> {
        match &raw.event {
            None if self.event.is_none() => {
                self.note(at, "the file's name is no event type and the frame names none");
                None
            }
            None => self.event,
            Some(code) => {
                if let Some(message) = crate::ontology::event_fault(code.get_ref()) {
                    self.note(code.span().start, message);
                }
                EventType::from_code(code.get_ref())
            }
        }
    }

    fn check_mode(&mut self, event: EventType, mode: &Spanned<String>) {
        if let Some(message) = self.around.ontology.mode_fault(event, mode.get_ref()) {
            self.note(mode.span().start, message);
        }
    }

    fn cameo(&mut self, code: &Spanned<String>) -> SmolStr {
        if let Some(message) = self.around.ontology.cameo_fault(code.get_ref()) {
            self.note(code.span().start, message);
        }
        code.get_ref().into()
    }

    fn contexts(&mut self, contexts: &[Spanned<String>]) -> Vec<SmolStr> {
        for context in contexts {
            if !self.around.contexts.contains(context.get_ref()) {
                let names = self.around.contexts.iter().map(String::as_str);
                let near = suggestion(context.get_ref(), names);
                let message = format!("no context `{}`{near}", context.get_ref());
                self.note(context.span().start, message);
            }
        }
        contexts.iter().map(|c| c.get_ref().into()).collect()
    }

    fn refinement(&mut self, event: EventType, raw: RawRefinement) -> Refinement {
        if let Some(mode) = &raw.mode {
            self.check_mode(event, mode);
        }
        Refinement {
            words: self.words(&raw.words),
            cameo: raw.cameo.as_ref().map(|code| self.cameo(code)),
            context: self.contexts(&raw.context),
            mode: raw.mode.map(|m| m.into_inner().into()),
        }
    }

    fn content(&mut self, types: &[Spanned<String>]) -> Vec<EventType> {
        if types.iter().any(|t| t.get_ref() == "*") {
            return EventType::ALL.to_vec();
        }
        for code in types {
            if let Some(message) = crate::ontology::event_fault(code.get_ref()) {
                self.note(code.span().start, message);
            }
        }
        types.iter().filter_map(|t| EventType::from_code(t.get_ref())).collect()
    }

    fn words(&mut self, entries: &[Spanned<String>]) -> WordSet {
        let mut set = WordSet::default();
        for entry in entries {
            match entry.get_ref().strip_prefix('@') {
                None => set.add(entry.get_ref()),
                Some(name) => match self.around.classes.get(name) {
                    Some(class) => set.add_class(class),
                    None => {
                        let names = self.around.classes.keys().map(String::as_str);
                        let near = suggestion(name, names);
                        self.note(entry.span().start, format!("no class `@{name}`{near}"));
                    }
                },
            }
        }
        set
    }

    fn slots(&mut self, raw: Option<&Spanned<String>>, default: &str) -> Vec<Slot> {
        let Some(raw) = raw else {
            return Slot::parse(default).into_iter().collect();
        };
        let terms: Vec<&str> = raw.get_ref().split('|').map(str::trim).collect();
        terms.into_iter().filter_map(|term| self.slot(raw, term)).collect()
    }

    fn slot(&mut self, raw: &Spanned<String>, term: &str) -> Option<Slot> {
        let slot = Slot::parse(term);
        if slot.is_none() {
            self.note(raw.span().start, format!("no slot `{term}`"));
        }
        slot
    }

    fn actor_classes(&mut self, names: &[Spanned<String>]) -> Vec<ActorClass> {
        let mut classes = Vec::new();
        for name in names {
            match name.get_ref().as_str() {
                "actor" => classes.extend([
                    ActorClass::State,
                    ActorClass::Organisation,
                    ActorClass::Armed,
                    ActorClass::Person,
                    ActorClass::People,
                ]),
                other => match ActorClass::from_name(other) {
                    Some(class) => classes.push(class),
                    None => self.note(name.span().start, format!("no actor class `{other}`")),
                },
            }
        }
        classes
    }
}

fn triggers(raw: &RawFrame) -> Vec<Trigger> {
    let verbs = raw.verb.iter().map(|e| (TriggerKind::Verb, e));
    let nouns = raw.noun.iter().map(|e| (TriggerKind::Noun, e));
    let adjectives = raw.adjective.iter().map(|e| (TriggerKind::Adjective, e));
    let modals = raw.modal.iter().map(|e| (TriggerKind::Modal, e));
    let all = verbs.chain(nouns).chain(adjectives).chain(modals);
    let whole = all.filter_map(|(kind, entry)| trigger(kind, entry.get_ref()));
    whole.flat_map(|trigger| [parted(&trigger), Some(trigger)]).flatten().collect()
}

/// A trigger of compounds with its compounds parted: treebanks write "cease-fire" as three words.
fn parted(trigger: &Trigger) -> Option<Trigger> {
    if trigger.kind == TriggerKind::Verb || !trigger.head.contains('-') {
        return None;
    }
    let mut parts: Vec<SmolStr> = trigger.head.split('-').map(SmolStr::from).collect();
    let head = parts.pop()?;
    parts.extend(trigger.rest.iter().cloned());
    Some(Trigger { kind: trigger.kind, head, rest: parts })
}

/// Splits a trigger entry into its head and the words that hang on it.
fn trigger(kind: TriggerKind, entry: &str) -> Option<Trigger> {
    let entry = entry.to_lowercase();
    let mut words: Vec<SmolStr> = entry.split_whitespace().map(SmolStr::from).collect();
    if words.is_empty() {
        return None;
    }
    let head = match kind {
        TriggerKind::Verb | TriggerKind::Modal => 0,
        _ => {
            let preposition = words.iter().skip(1).position(|w| is_preposition(w));
            preposition.unwrap_or(words.len() - 1)
        }
    };
    let head = words.remove(head);
    Some(Trigger { kind, head, rest: words })
}

fn is_preposition(word: &str) -> bool {
    matches!(word, "of" | "for" | "in" | "on" | "to" | "against" | "with" | "from" | "at" | "by")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_noun_entry_stands_before_the_preposition() {
        let of = trigger(TriggerKind::Noun, "state of emergency").expect("not empty");
        assert_eq!((of.head.as_str(), of.rest.len()), ("state", 2));
        let talk = trigger(TriggerKind::Noun, "peace talk").expect("not empty");
        assert_eq!(talk.head, "talk");
    }

    #[test]
    fn compounds_are_known_parted_too() {
        let whole = trigger(TriggerKind::Noun, "hunger sit-in").expect("not empty");
        let parted = parted(&whole).expect("a compound");
        assert_eq!(parted.head, "in");
        assert_eq!(parted.rest, ["sit", "hunger"]);
    }

    #[test]
    fn slot_terms_are_parsed() {
        assert_eq!(Slot::parse("to"), Some(Slot::Preposition("to".into())));
        let of_object = Slot::OfObject(Box::new(Slot::Preposition("with".into())));
        assert_eq!(Slot::parse("object.with"), Some(of_object));
        assert_eq!(Slot::parse("on behalf"), None);
    }
}
