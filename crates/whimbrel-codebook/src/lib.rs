//! The codebook: how words become events, as data that political scientists write.
//!
//! The crate reads the files (given as texts), checks them, names every fault with file and line,
//! and compiles them for the coder. It does no input or output of its own, so that the build can
//! check the files that the program carries.
//!
//! Entry point: [`Codebook::read`].

#![forbid(unsafe_code)]

pub mod codebook;
pub mod cues;
pub mod frame;
mod inflection;
pub mod ontology;
pub mod pairs;
pub mod problem;
pub mod words;

pub use codebook::Codebook;
pub use cues::{Cues, Stance, Status};
pub use frame::{Example, Frame};
pub use ontology::{EventType, Ontology};
pub use problem::Problem;
