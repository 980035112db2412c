//! From text to sentences, tokens, tags, lemmas, dependency trees and names, and the training of
//! the model that does it.
//!
//! Analysis never fails: any text gives sentences whose tokens, with the white space between them,
//! tile it. The crate knows nothing of events, actors or dates and can be trained on any treebank
//! in CoNLL-U.
//!
//! Entry points: [`Analyser::english`], [`Analyser::analyse`], [`train::train`].

#![forbid(unsafe_code)]

pub mod analyser;
mod bytes;
mod dense;
mod features;
pub mod lemma;
pub mod model;
mod names;
mod network;
mod recurrence;
pub mod score;
pub mod segment;
pub mod train;
mod tree;
pub mod vectors;

pub use analyser::{Analyser, States};
pub use model::ModelError;
pub use segment::part_dateline;
pub use train::{TrainConfig, TrainFile};
pub use vectors::Vectors;
