//! Sentences and their tokens, after the conventions of Universal Dependencies v2.

use crate::span::Span;
use smol_str::SmolStr;
use std::ops::Range;

/// The universal parts of speech of UD v2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are the tags of UD v2 themselves")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

impl Upos {
    /// All tags in alphabetical order; the position is the value of `as usize`.
    pub const ALL: [Self; 17] = [
        Self::Adj,
        Self::Adp,
        Self::Adv,
        Self::Aux,
        Self::Cconj,
        Self::Det,
        Self::Intj,
        Self::Noun,
        Self::Num,
        Self::Part,
        Self::Pron,
        Self::Propn,
        Self::Punct,
        Self::Sconj,
        Self::Sym,
        Self::Verb,
        Self::X,
    ];

    const NAMES: [&'static str; 17] = [
        "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
        "PUNCT", "SCONJ", "SYM", "VERB", "X",
    ];

    /// Returns the tag as CoNLL-U writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Returns the tag that CoNLL-U writes as `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|n| *n == name).map(|at| Self::ALL[at])
    }
}

/// A syntactic word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// The word as written.
    pub form: SmolStr,
    /// Where it stands: code points from the start of the text.
    pub span: Span,
    /// Dictionary form.
    pub lemma: SmolStr,
    /// Universal part of speech.
    pub upos: Upos,
    /// Part of speech of the treebank (Penn tags for English), or empty.
    pub xpos: SmolStr,
    /// Morphological features as CoNLL-U writes them (`Mood=Ind|Tense=Past`), or empty.
    pub feats: SmolStr,
    /// Index of the head in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head with its subtype (`nsubj:pass`); `root` for the root.
    pub deprel: SmolStr,
    /// Whether white space (or the text's end) follows.
    pub space_after: bool,
}

impl Token {
    /// Returns the universal relation without its subtype: `nsubj` for `nsubj:pass`.
    #[must_use]
    pub fn rel(&self) -> &str {
        // Asked for many times a word: a search of bytes is several times faster than `split`.
        let end = self.deprel.bytes().position(|byte| byte == b':');
        end.map_or(self.deprel.as_str(), |end| &self.deprel[..end])
    }

    /// Returns the value of a morphological feature, such as `Past` for `Tense`.
    #[must_use]
    pub fn feat(&self, name: &str) -> Option<&str> {
        self.feats
            .split('|')
            .find_map(|pair| pair.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')))
    }
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
}

impl NameKind {
    /// Returns the short label of the name-recognition sets: `PER`, `ORG`, `LOC`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::Place => "LOC",
        }
    }

    /// Returns the kind of a short label, or `None` where there is no such.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        [Self::Person, Self::Organisation, Self::Place].into_iter().find(|k| k.label() == label)
    }
}

/// A name in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Indices of its tokens.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
}

/// A sentence: its place in the text, its tokens with their tree, and the names in it.
///
/// `tokens[i].head` points into `tokens`; an analysed sentence has exactly one root and no cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last token: code points from the start of the text.
    pub span: Span,
    /// The syntactic words in order.
    pub tokens: Vec<Token>,
    /// Names in order; they do not overlap.
    pub names: Vec<Name>,
    /// Tokens written as one orthographic word ("don't" is `do` + `n't`), as index ranges.
    pub multiwords: Vec<Range<usize>>,
    /// Index of the paragraph in the text, counted from 0.
    pub paragraph: usize,
    /// CoNLL-U comment lines without the leading `# `, where the sentence was read from a file.
    pub comments: Vec<String>,
}

impl Sentence {
    /// Returns the index of the root, or `None` for a sentence without tokens.
    #[must_use]
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|t| t.head.is_none())
    }

    /// Returns the token of a range that hangs on one outside it, the first of several; where there is
    /// none, the first of the range.
    #[must_use]
    pub fn head_of(&self, tokens: &Range<usize>) -> usize {
        let outside = |at: &usize| self.tokens[*at].head.is_none_or(|head| !tokens.contains(&head));
        tokens.clone().find(outside).unwrap_or(tokens.start)
    }

    /// Returns the words of a range of tokens, spaced as in the text.
    #[must_use]
    pub fn words(&self, tokens: Range<usize>) -> String {
        let mut words = String::new();
        for at in tokens.clone() {
            let token = &self.tokens[at];
            words.push_str(&token.form);
            if token.space_after && at + 1 < tokens.end {
                words.push(' ');
            }
        }
        words
    }
}
