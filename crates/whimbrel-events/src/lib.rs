//! From dependency trees to political events: the ontology (PLOVER and CAMEO), the codebook that
//! says which words state which event, and the coder that applies it.
//!
//! Coding is a pure function of a sentence, the classes of its noun phrases and the codebook. This
//! crate does not know who an actor is, reads no files but the embedded ones, and knows no clock.
//!
//! Entry points: [`Codebook::builtin`] or [`Codebook::read`], then [`code`].

#![forbid(unsafe_code)]

pub mod codebook;
pub mod coder;
pub mod cues;
pub mod frame;
pub mod ontology;
pub mod problem;
pub mod syntax;
pub mod words;

pub use codebook::Codebook;
pub use coder::{Attempt, Attribution, CodedEvent, Coding, Stance, Status, code};
pub use frame::{Example, Frame};
pub use ontology::{EventType, Ontology};
pub use problem::Problem;
