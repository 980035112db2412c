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
use rustc_hash::FxHashMap;
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

/// How many of a group's last phrases are looked at: more than a report needs, and few enough that a text
/// of any length is read in time that grows with its length alone.
const LOOKED_AT: usize = 50;

/// For each group its phrases: the sentence, and the heads of those that are joined or the one head.
type Groups = Vec<Vec<(usize, Vec<usize>)>>;

/// The group of each phrase, by its sentence and head.
type Owners = FxHashMap<(usize, usize), usize>;

/// The chains of a report.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    chains: Vec<Vec<Mention>>,
    /// For each group of phrases the sentence and the heads of each, in the order of the text.
    groups: Groups,
    /// The group of the phrase that a token heads.
    of: Owners,
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
            Some(Kind::Thing) | None => false,
            Some(Kind::Place) => group.phrases.iter().any(|&at| {
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
        let chains = linker.groups.iter().filter(several).map(chain).collect();
        let (groups, of) = heads(&linker);
        Self { chains, groups, of }
    }

    /// Returns the chains of two mentions or more, each in the order of the text.
    #[must_use]
    pub fn chains(&self) -> &[Vec<Mention>] {
        &self.chains
    }

    /// Returns the phrases before the one that a token heads that name the same, nearest first: their
    /// sentence and their head, or the heads of those that are joined in it.
    pub(crate) fn before(
        &self,
        sentence: usize,
        token: usize,
    ) -> impl Iterator<Item = (usize, &[usize])> {
        let group = self.of.get(&(sentence, token)).map_or(&[][..], |&at| &self.groups[at]);
        let n = group.partition_point(|(at, heads)| (*at, heads[0]) < (sentence, token));
        group[..n].iter().rev().take(LOOKED_AT).map(|(at, heads)| (*at, heads.as_slice()))
    }

    /// Returns whether the phrase that a token heads is known to name the same as one before.
    pub(crate) fn has_antecedent(&self, sentence: usize, token: usize) -> bool {
        self.before(sentence, token).next().is_some()
    }
}

/// The heads of each group's phrases, and the group of each head.
fn heads(linker: &Linker<'_>) -> (Groups, Owners) {
    let mut of = FxHashMap::default();
    let mut groups = Vec::with_capacity(linker.groups.len());
    for (number, group) in linker.groups.iter().enumerate() {
        let mut heads = Vec::with_capacity(group.phrases.len());
        for phrase in group.phrases.iter().map(|&at| &linker.phrases[at]) {
            heads.push((phrase.mention.sentence, phrase.parts.clone()));
            if phrase.form != phrases::Form::Joined {
                of.insert((phrase.mention.sentence, phrase.mention.head), number);
            }
        }
        heads.sort_unstable();
        groups.push(heads);
    }
    (groups, of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_text::{Name, NameKind, Token};

    /// A sentence of `form/tag/head/relation`, heads counted from 1, with the names in it.
    fn sentence(rows: &str, names: &[Name]) -> Sentence {
        let token = |row: &str| {
            let fields: Vec<&str> = row.split('/').collect();
            let head: usize = fields[2].parse().unwrap();
            Token {
                form: fields[0].into(),
                lemma: fields[0].to_lowercase().into(),
                upos: Upos::from_name(fields[1]).unwrap(),
                head: head.checked_sub(1),
                deprel: fields[3].into(),
                feats: fields.get(4).copied().unwrap_or("Number=Sing").into(),
                space_after: true,
                ..Token::default()
            }
        };
        let tokens = rows.split_whitespace().map(token).collect();
        Sentence { tokens, names: names.to_vec(), ..Sentence::default() }
    }

    fn person(tokens: Range<usize>) -> Name {
        Name { tokens, kind: NameKind::Person }
    }

    fn read(sentences: &[Sentence]) -> Vec<Vec<String>> {
        let chains = Chains::read(Registry::builtin(), sentences, &[]);
        let words = |m: &Mention| sentences[m.sentence].words(m.tokens.clone());
        chains.chains().iter().map(|chain| chain.iter().map(words).collect()).collect()
    }

    #[test]
    fn a_surname_and_a_pronoun_take_up_a_full_name() {
        let report = [
            sentence(
                "Angela/PROPN/3/nsubj Varkala/PROPN/1/flat spoke/VERB/0/root ./PUNCT/3/punct",
                &[person(0..2)],
            ),
            sentence(
                "Varkala/PROPN/2/nsubj left/VERB/0/root her/PRON/4/nmod:poss office/NOUN/2/obj",
                &[person(0..1)],
            ),
        ];
        assert_eq!(read(&report), [["Angela Varkala", "Varkala", "her"]]);
    }

    #[test]
    fn a_pronoun_is_of_the_sex_of_whom_it_takes_up() {
        let report = [
            sentence(
                "Angela/PROPN/2/nsubj met/VERB/0/root Robert/PROPN/2/obj",
                &[person(0..1), person(2..3)],
            ),
            sentence("He/PRON/2/nsubj left/VERB/0/root", &[]),
        ];
        assert_eq!(read(&report), [["Robert", "He"]]);
    }

    #[test]
    fn an_argument_of_the_same_verb_is_somebody_else() {
        let report =
            [sentence("Robert/PROPN/2/nsubj saw/VERB/0/root him/PRON/2/obj", &[person(0..1)])];
        assert!(read(&report).is_empty());
    }

    #[test]
    fn an_apposition_names_the_same_and_a_span_ends_before_it() {
        let report = [
            sentence(
                "Angela/PROPN/6/nsubj ,/PUNCT/4/punct a/DET/4/det poet/NOUN/1/appos ,/PUNCT/4/punct \
                 spoke/VERB/0/root",
                &[person(0..1)],
            ),
            sentence("The/DET/2/det poet/NOUN/3/nsubj left/VERB/0/root", &[]),
        ];
        assert_eq!(read(&report), [["Angela", "a poet", "The poet"]]);
    }

    #[test]
    fn who_is_quoted_says_i() {
        let report = [sentence(
            "“/PUNCT/3/punct I/PRON/3/nsubj agree/VERB/6/ccomp ”/PUNCT/3/punct Angela/PROPN/6/nsubj \
             said/VERB/0/root",
            &[person(4..5)],
        )];
        let mut report = report;
        report[0].tokens[5].lemma = "say".into();
        assert_eq!(read(&report), [["I", "Angela"]]);
    }

    #[test]
    fn joined_persons_are_taken_up_in_the_plural() {
        let report = [
            sentence(
                "Angela/PROPN/4/nsubj and/CCONJ/3/cc Robert/PROPN/1/conj met/VERB/0/root",
                &[person(0..1), person(2..3)],
            ),
            sentence("They/PRON/2/nsubj left/VERB/0/root", &[]),
        ];
        assert_eq!(read(&report), [["Angela and Robert", "They"]]);
    }

    #[test]
    fn an_acronym_takes_up_the_name_that_it_shortens() {
        let body = |tokens| Name { tokens, kind: NameKind::Organisation };
        let report = [
            sentence(
                "Varkala/PROPN/3/compound Health/PROPN/3/compound Board/PROPN/4/nsubj \
                 met/VERB/0/root",
                &[body(0..3)],
            ),
            sentence("VHB/PROPN/2/nsubj agreed/VERB/0/root", &[body(0..1)]),
        ];
        assert_eq!(read(&report), [["Varkala Health Board", "VHB"]]);
    }
}
