//! Scores of an analysis against a treebank, as the CoNLL 2018 shared task counts them.
//!
//! Words are aligned by their characters without white space, so that an analysis from raw text
//! can be scored; labels are compared without their subtypes. Source: Zeman et al. 2018, "CoNLL
//! 2018 Shared Task: Multilingual Parsing from Raw Text to Universal Dependencies".

use rustc_hash::FxHashMap;
use whimbrel_text::{Sentence, Token};

/// F1 of each kind of annotation, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// Words.
    pub tokens: f64,
    /// Sentences.
    pub sentences: f64,
    /// Universal parts of speech.
    pub upos: f64,
    /// The treebank's parts of speech.
    pub xpos: f64,
    /// Morphological features, those that are universal.
    pub feats: f64,
    /// Lemmas.
    pub lemma: f64,
    /// Heads.
    pub uas: f64,
    /// Heads with labels, without subtypes.
    pub las: f64,
}

/// A range of characters without white space.
type Place = (usize, usize);

/// The words of a text by their places.
struct Words<'s> {
    words: Vec<(Place, &'s Token, Option<Place>)>,
    sentences: Vec<Place>,
}

impl<'s> Words<'s> {
    fn of(sentences: &'s [Sentence]) -> Self {
        let mut found = Self { words: Vec::new(), sentences: Vec::new() };
        let mut at = 0;
        for sentence in sentences {
            let start = at;
            let mut places = Vec::with_capacity(sentence.tokens.len());
            for token in &sentence.tokens {
                let n = token.form.chars().filter(|c| !c.is_whitespace()).count();
                places.push((at, at + n));
                at += n;
            }
            let words = sentence.tokens.iter().zip(&places);
            found.words.extend(words.map(|(token, place)| {
                (*place, token, token.head.and_then(|head| places.get(head).copied()))
            }));
            found.sentences.push((start, at));
        }
        found
    }
}

/// The features that the shared task counts.
const UNIVERSAL: [&str; 21] = [
    "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number",
    "Case", "Definite", "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident",
    "Polarity", "Person", "Polite",
];

fn universal(token: &Token) -> Vec<&str> {
    let name = |pair: &&str| pair.split('=').next().is_some_and(|name| UNIVERSAL.contains(&name));
    let mut pairs: Vec<&str> = token.feats.split('|').filter(name).collect();
    pairs.sort_unstable();
    pairs
}

/// Scores an analysis of the text that `gold` annotates.
#[must_use]
pub fn score(gold: &[Sentence], system: &[Sentence]) -> Scores {
    let (gold, system) = (Words::of(gold), Words::of(system));
    let by_place: FxHashMap<Place, usize> =
        system.words.iter().enumerate().map(|(at, (place, ..))| (*place, at)).collect();
    let f1 = |right: usize, gold: usize, system: usize| {
        if gold + system == 0 { 0.0 } else { 2.0 * right as f64 / (gold + system) as f64 }
    };
    let mut right = [0usize; 7];
    for (place, token, head) in &gold.words {
        let Some((_, other, other_head)) = by_place.get(place).map(|&at| &system.words[at]) else {
            continue;
        };
        let same_head = head == other_head;
        let found = [
            true,
            token.upos == other.upos,
            token.xpos == other.xpos,
            universal(token) == universal(other),
            token.lemma == other.lemma || token.lemma == "_",
            same_head,
            same_head && token.rel() == other.rel(),
        ];
        right.iter_mut().zip(found).for_each(|(n, found)| *n += usize::from(found));
    }
    let sentences: FxHashMap<Place, ()> = system.sentences.iter().map(|s| (*s, ())).collect();
    let right_sentences = gold.sentences.iter().filter(|s| sentences.contains_key(s)).count();
    let [tokens, upos, xpos, feats, lemma, uas, las] =
        right.map(|n| f1(n, gold.words.len(), system.words.len()));
    let sentences = f1(right_sentences, gold.sentences.len(), system.sentences.len());
    Scores { tokens, sentences, upos, xpos, feats, lemma, uas, las }
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_text::conllu;

    fn sentences(text: &str) -> Vec<Sentence> {
        conllu::read(text).0
    }

    const GOLD: &str =
        "1\tKyiv\tKyiv\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tfell\tfall\tVERB\t_\t_\t0\troot\t_\t_\n\n";

    #[test]
    fn the_same_analysis_is_right_in_everything() {
        let all = score(&sentences(GOLD), &sentences(GOLD));
        assert_eq!((all.tokens, all.sentences, all.las, all.lemma), (1.0, 1.0, 1.0, 1.0));
    }

    #[test]
    fn labels_and_features_are_compared_as_far_as_universal() {
        let other = GOLD.replace("nsubj", "nsubj:pass").replace("VERB\t_\t_", "VERB\t_\tOwn=Yes");
        let scores = score(&sentences(GOLD), &sentences(&other));
        assert_eq!((scores.las, scores.feats), (1.0, 1.0));
        let other = GOLD.replace("nsubj", "obj").replace("VERB\t_\t_", "VERB\t_\tTense=Past");
        let scores = score(&sentences(GOLD), &sentences(&other));
        assert_eq!((scores.las, scores.feats, scores.uas), (0.5, 0.5, 1.0));
    }

    #[test]
    fn another_tokenization_is_aligned_by_characters() {
        let split = "1\tKy\tKy\tPROPN\t_\t_\t3\tnsubj\t_\tSpaceAfter=No\n2\tiv\tiv\tX\t_\t_\t1\tflat\t_\t_\n3\tfell\tfall\tVERB\t_\t_\t0\troot\t_\t_\n\n";
        let scores = score(&sentences(GOLD), &sentences(split));
        assert_eq!(scores.tokens, 2.0 / 5.0);
        assert_eq!(scores.uas, 2.0 / 5.0);
    }
}
