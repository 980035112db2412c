//! Chains of mentions: which noun phrases of a report name the same person, body or place.
//!
//! Mentions are names, pronouns and noun phrases; a span holds the whole phrase with what is below its
//! head, without a leading preposition and what explains it behind (after the guidelines of GUM,
//! Zeldes 2017).

mod link;
mod phrases;
mod voices;
mod words;

use crate::registry::Registry;
use link::Linker;
use phrases::{Finder, Phrase};
use std::ops::Range;
use voices::Voices;
use whimbrel_text::{Sentence, Tree, Upos};
use words::{Kind, Words};

/// A noun phrase in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Index of the sentence in the report.
    pub sentence: usize,
    /// Indices of the tokens in the sentence.
    pub tokens: Range<usize>,
    /// Index of the token that heads the phrase.
    pub head: usize,
}

/// The chains of a report.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    chains: Vec<Vec<Mention>>,
}

impl Chains {
    /// Reads the chains of a report's sentences, in their order; `speakers` names for each sentence whose
    /// words it is, where a transcript tells it, and may be empty.
    #[must_use]
    pub fn read(registry: &Registry, sentences: &[Sentence], speakers: &[Option<String>]) -> Self {
        let trees: Vec<Tree<'_>> = sentences.iter().map(Tree::new).collect();
        let words = Words::builtin();
        let find = |(at, tree): (usize, &Tree<'_>)| {
            Finder { registry, words, sentence: &sentences[at], tree, at }.find()
        };
        let phrases: Vec<Phrase> = trees.iter().enumerate().flat_map(find).collect();
        let mut linker = Linker::new(&phrases, &trees);
        linker.link();
        voices::link(&mut linker, &Voices::read(&trees, speakers));
        let is_actor = |group: &link::Group| match group.kind {
            Some(Kind::Thing) => false,
            Some(Kind::Place) | None => group.phrases.iter().any(|&at| {
                let mention = &phrases[at].mention;
                sentences[mention.sentence].tokens[mention.head].upos == Upos::Propn
            }),
            _ => true,
        };
        let chain = |group: &link::Group| {
            let mut chain: Vec<Mention> =
                group.phrases.iter().map(|&at| phrases[at].mention.clone()).collect();
            chain.sort_by_key(|m| (m.sentence, m.tokens.start, std::cmp::Reverse(m.tokens.end)));
            chain
        };
        let several = |group: &&link::Group| group.phrases.len() > 1 && is_actor(group);
        Self { chains: linker.groups.iter().filter(several).map(chain).collect() }
    }

    /// Returns the chains of two mentions or more, each in the order of the text.
    #[must_use]
    pub fn chains(&self) -> &[Vec<Mention>] {
        &self.chains
    }
}
