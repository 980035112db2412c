//! Why a frame does not fit a word.

use std::fmt;
use whimbrel_codebook::frame::Slot;

/// Why a frame does not fit a word. Most frames do not fit, so it is put in words only where someone
/// asks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Misfit<'c> {
    /// A word of the trigger is not there.
    Word(&'c str),
    /// It stands in the passive, and should not.
    Passive,
    /// It stands in the active, and should not.
    Active,
    /// The particle is missing.
    Particle,
    /// It takes a clause, and should not.
    Clause,
    /// Below it stands no event of the kind that the frame demands.
    Content,
    /// The object or subject is not one of the frame's.
    NotOne(&'static str),
    /// The object or subject is one that the frame excludes.
    Excluded(&'static str),
    /// None of the frame's words stands in the clause.
    NoWord,
    /// A word that the frame excludes stands there.
    Beside(&'c str),
    /// A slot that must be filled holds nothing.
    Empty(&'c Slot),
    /// It is done to oneself.
    Oneself,
    /// The actor or recipient is not of a kind that the frame admits.
    Class(&'static str),
}

impl fmt::Display for Misfit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "`{word}` does not stand with it"),
            Self::Passive => f.write_str("it stands in the passive"),
            Self::Active => f.write_str("it stands in the active"),
            Self::Clause => f.write_str("a clause hangs on it"),
            Self::Particle => f.write_str("the particle is missing"),
            Self::Content => {
                f.write_str("no event of the kind that the frame demands stands below it")
            }
            Self::NotOne(name) => write!(f, "the {name} is not one of the frame's"),
            Self::Excluded(name) => write!(f, "the {name} is one that the frame excludes"),
            Self::NoWord => f.write_str("none of the frame's words stands in the clause"),
            Self::Beside(word) => write!(f, "`{word}` stands with it"),
            Self::Empty(slot) => f.write_str(&format!("nothing stands in {slot:?}").to_lowercase()),
            Self::Oneself => f.write_str("it is done to oneself"),
            Self::Class(name) => {
                write!(f, "the {name} is not of a kind that the frame admits")
            }
        }
    }
}
