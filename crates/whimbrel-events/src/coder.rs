//! The coder: from a sentence to the events that the codebook finds in it.
//!
//! Words are looked at from the leaves of the tree up, so that a promise finds what is promised
//! already matched. Each word takes the most specific frame that fits it; governing frames then
//! take up their content; what is left is given its status and its source.

mod attribution;
mod content;
mod fill;
mod matching;
mod misfit;
mod outcome;
mod plain;
mod status;

pub use plain::plain;
pub use whimbrel_codebook::cues::{Stance, Status};

use crate::syntax::Clause;
use smol_str::SmolStr;
use whimbrel_codebook::codebook::Codebook;
use whimbrel_codebook::ontology::EventType;
use whimbrel_text::{ActorClass, Sentence, Upos};

/// Who says that something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// Head of the phrase that names the speaker; `None` where nobody is named.
    pub speaker: Option<usize>,
    /// The word that reports the speech.
    pub cue: usize,
    /// How the speaker stands to it.
    pub stance: Stance,
    /// Whether the speaker takes for granted that it happened: "condemned the attack". Then who says
    /// that the speaker says so says it himself.
    pub presumed: bool,
    /// Who says that the speaker says it.
    pub outer: Option<Box<Attribution>>,
}

/// An event found in a sentence. All numbers are indices of tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedEvent {
    /// Index of the frame in the codebook; `None` where no frame brought the event.
    pub frame: Option<usize>,
    /// The word that set the frame off, or that states the event.
    pub trigger: usize,
    /// The words that name the event, the trigger among them, in the order of the text.
    pub words: Vec<usize>,
    /// Its type.
    pub event: EventType,
    /// Its modes.
    pub mode: Vec<SmolStr>,
    /// Its contexts, in the codebook's order.
    pub context: Vec<SmolStr>,
    /// Its CAMEO code, empty where none is safe.
    pub cameo: SmolStr,
    /// Heads of the phrases that name who did it.
    pub actors: Vec<usize>,
    /// Heads of the phrases that name to whom.
    pub recipients: Vec<usize>,
    /// Whether it happened.
    pub status: Status,
    /// The words that say so.
    pub status_words: Vec<usize>,
    /// Who says it.
    pub attribution: Option<Attribution>,
    /// How many of the frame's demands were met, from 1 up; 0 without a frame.
    pub specificity: u32,
    /// Trigger of another event that this one is about.
    pub content: Option<usize>,
}

/// What became of a frame that a word could have set off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The word.
    pub token: usize,
    /// Index of the frame.
    pub frame: usize,
    /// Why it was not taken; `None` where it was.
    pub failure: Option<String>,
}

/// All that coding a sentence brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coding {
    /// The events to be recorded, in the order of their triggers.
    pub events: Vec<CodedEvent>,
    /// Matches that were not recorded (content of another event, nobody named, told twice), where
    /// they were asked for.
    pub unrecorded: Vec<CodedEvent>,
    /// Every frame tried, where a trace was asked for.
    pub attempts: Vec<Attempt>,
}

/// How much is wanted of a coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The events to be recorded.
    Events,
    /// Those that are not recorded too.
    Unrecorded,
    /// And every frame tried, with the reason of its failure.
    Trace,
}

/// Finds the events of a sentence.
///
/// `classes[i]` is the class of the noun phrase that token `i` heads; it must be as long as the
/// sentence.
#[must_use]
pub fn code(
    codebook: &Codebook,
    sentence: &Sentence,
    classes: Vec<ActorClass>,
    detail: Detail,
) -> Coding {
    if sentence.tokens.is_empty() || classes.len() != sentence.tokens.len() {
        return Coding::default();
    }
    code_clause(codebook, &Clause::new(sentence, classes, &codebook.cues), detail)
}

/// Finds the events of a sentence whose clauses are read already, as [`code`] does.
#[must_use]
pub fn code_clause(codebook: &Codebook, clause: &Clause<'_>, detail: Detail) -> Coding {
    let mut matched = matching::Matches::new(codebook, clause, detail);
    for at in from_leaves(clause) {
        matched.visit(at);
    }
    matched.finish()
}

/// Returns the tokens with the deepest first, those of one depth in the order of the text.
///
/// Auxiliaries come last: a modal's content is the clause that it hangs on.
fn from_leaves(clause: &Clause<'_>) -> Vec<usize> {
    let n = clause.tree.len();
    let depths: Vec<usize> = (0..n).map(|at| clause.tree.ancestors(at).count()).collect();
    let mut order: Vec<usize> = (0..n).collect();
    let is_auxiliary = |at: usize| clause.tree.token(at).upos == Upos::Aux;
    order.sort_by_key(|&at| (is_auxiliary(at), std::cmp::Reverse(depths[at]), at));
    order
}
