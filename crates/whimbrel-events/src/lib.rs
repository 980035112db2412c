//! From dependency trees to political events: the coder, and the codebook that the program carries.
//!
//! Coding is a pure function of a sentence, the classes of its noun phrases and the codebook. This
//! crate does not know who an actor is, reads no files but the embedded ones, and knows no clock.
//!
//! Entry points: [`builtin::codebook`], then [`code`].

#![forbid(unsafe_code)]

pub mod builtin;
pub mod coder;
pub mod syntax;

pub use coder::{
    Attempt, Attribution, CodedEvent, Coding, Detail, Stance, Status, code, code_clause, plain,
};
