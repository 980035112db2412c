//! The vocabulary that every stage of Whimbrel shares: a [`Report`], the [`Sentence`]s and
//! [`Token`]s found in it, the dependency [`Tree`] over them, and CoNLL-U in and out.
//!
//! Invariants: nothing here knows of models, politics or files. All offsets count Unicode code
//! points from the start of the text they belong to, end exclusive, so that `text[start:end]` in
//! Python gives the words.

#![forbid(unsafe_code)]

pub mod class;
pub mod conllu;
pub mod report;
pub mod sentence;
pub mod span;
pub mod tree;

pub use class::ActorClass;
pub use report::{Part, Report};
pub use sentence::{Name, NameKind, Sentence, Token, Upos};
pub use smol_str::SmolStr;
pub use span::{CodePoints, Span};
pub use tree::Tree;
