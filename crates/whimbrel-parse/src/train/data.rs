//! Treebanks as the network sees them: rows of features, numbers of labels.

use crate::features;
use crate::model::Labels;
use crate::vectors::Vectors;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use whimbrel_text::{Sentence, Token, Upos, conllu};

/// Forms and labels seen at least so often get a row of their own.
const LEAST_FREQUENCY: u32 = 2;

/// Forms that only a teacher's treebanks hold must be seen more often.
const LEAST_IN_SILVER: u32 = 5;

/// A treebank: its sentences with the MISC column of their tokens.
pub(super) struct Treebank {
    pub(super) sentences: Vec<(Sentence, Vec<String>)>,
    /// Whether names are marked in the MISC column.
    has_names: bool,
}

impl Treebank {
    pub(super) fn read(text: &str) -> Self {
        let (sentences, miscs, _) = conllu::read_with_misc(text);
        let one_root = |s: &Sentence| s.tokens.iter().filter(|t| t.head.is_none()).count() == 1;
        let both: Vec<_> = sentences.into_iter().zip(miscs).filter(|(s, _)| one_root(s)).collect();
        let has_names =
            both.iter().any(|(_, misc)| misc.iter().any(|m| m.contains(super::names::MARK)));
        Self { sentences: both, has_names }
    }
}

/// A sentence in numbers.
pub(super) struct Example {
    pub(super) features: Vec<[u32; features::N_FEATURES]>,
    /// The rows of shapes in small letters and in capitals.
    pub(super) recased: Vec<[u32; 2]>,
    pub(super) pieces: Vec<Vec<u32>>,
    pub(super) head: Vec<u32>,
    pub(super) rel: Vec<u32>,
    pub(super) upos: Vec<u32>,
    pub(super) xpos: Vec<u32>,
    pub(super) feats: Vec<u32>,
    pub(super) names: Vec<u32>,
}

/// The inventories that a model learns, and how often each row of the table of forms was seen.
pub(super) struct Inventory {
    pub(super) labels: Labels,
    pub(super) forms: Vec<String>,
    pub(super) frequencies: Vec<u32>,
    index: Index,
}

struct Index {
    forms: FxHashMap<String, u32>,
    pieces: FxHashMap<String, u32>,
    rels: FxHashMap<String, u32>,
    xpos: FxHashMap<String, u32>,
    feats: FxHashMap<String, u32>,
}

impl Inventory {
    pub(super) fn learn(gold: &[Treebank], silver: &[Treebank], vectors: Option<&Vectors>) -> Self {
        let count = |of: &dyn Fn(&Token) -> String| counts(gold, LEAST_FREQUENCY, of);
        let form = |t: &Token| t.form.to_lowercase();
        let mut seen = count(&form);
        for (form, n) in counts(silver, LEAST_IN_SILVER, &form) {
            *seen.entry(form).or_default() += n;
        }
        let mut forms: Vec<(String, u32)> = seen.into_iter().collect();
        forms.retain(|(form, _)| !is_address(form));
        forms.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let names =
            |of: &dyn Fn(&Token) -> String| -> Vec<String> { count(of).into_keys().collect() };
        let labels = Labels {
            rels: names(&|t| t.deprel.to_string()),
            xpos: names(&|t| t.xpos.to_string()),
            feats: names(&|t| t.feats.to_string()),
        };
        let mut frequencies = vec![u32::MAX; features::FIRST_FORM];
        frequencies.extend(forms.iter().map(|(_, n)| *n));
        let forms: Vec<String> = forms.into_iter().map(|(form, _)| form).collect();
        let number = |names: &[String]| names.iter().cloned().zip(0..).collect();
        let index = Index {
            forms: forms.iter().cloned().zip(features::FIRST_FORM as u32..).collect(),
            pieces: vectors.map(Vectors::index).unwrap_or_default(),
            rels: number(&labels.rels),
            xpos: number(&labels.xpos),
            feats: number(&labels.feats),
        };
        Self { labels, forms, frequencies, index }
    }

    pub(super) fn examples(&self, treebank: &Treebank) -> Vec<Example> {
        let example = |(sentence, misc): &(Sentence, Vec<String>)| {
            let names = if treebank.has_names {
                super::names::labels(misc)
            } else {
                super::names::labels_without_marks(sentence)
            };
            self.example(sentence, names)
        };
        treebank.sentences.iter().map(example).collect()
    }

    fn example(&self, sentence: &Sentence, names: Vec<u32>) -> Example {
        let each = |of: &dyn Fn(&Token) -> u32| sentence.tokens.iter().map(of).collect();
        let label = |index: &FxHashMap<String, u32>, name: &str| {
            index.get(name).copied().unwrap_or(super::batch::NO_LABEL)
        };
        let tokens = || sentence.tokens.iter();
        Example {
            features: tokens().map(|t| features::rows(&t.form, &self.index.forms)).collect(),
            recased: tokens().map(|t| features::recased_shapes(&t.form)).collect(),
            pieces: tokens().map(|t| features::pieces(&t.form, &self.index.pieces)).collect(),
            head: each(&|t| t.head.map_or(0, |head| head as u32 + 1)),
            rel: each(&|t| label(&self.index.rels, &t.deprel)),
            upos: each(&|t| t.upos as u32),
            xpos: each(&|t| label(&self.index.xpos, &t.xpos)),
            feats: each(&|t| label(&self.index.feats, &t.feats)),
            names,
        }
    }
}

/// How often each value was seen in treebanks, of those seen at least `least` times.
fn counts(
    treebanks: &[Treebank],
    least: u32,
    of: &dyn Fn(&Token) -> String,
) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let sentences = treebanks.iter().flat_map(|t| &t.sentences);
    for token in sentences.flat_map(|(s, _)| &s.tokens) {
        *counts.entry(of(token)).or_default() += 1;
    }
    counts.retain(|_, n| *n >= least);
    counts
}

/// Whether a form is an address of the net: a model need not know who was written to.
fn is_address(form: &str) -> bool {
    form.contains('@') || form.contains("://") || form.starts_with("www.")
}

/// Number of universal parts of speech.
pub(super) const N_UPOS: usize = Upos::ALL.len();
