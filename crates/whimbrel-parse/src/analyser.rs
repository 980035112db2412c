//! The analyser: text to annotated sentences.

use crate::lemma::Lemmatizer;
use crate::model::{Model, ModelError, name_tag};
use crate::network::{ARC, D, Head, LABEL, LAYERS, LayerPart, Part, WINDOW};
use crate::segment::Segmenter;
use crate::{features, recurrence, tree};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;
use whimbrel_nn::kernel::{layer_norm, linear, sigmoid};
use whimbrel_text::{Name, Sentence, SmolStr, Upos};

/// Longest sentence that is parsed as one; a longer one is parsed in stretches of this length, so
/// that memory stays bounded (arcs take the square of it).
const LONGEST: usize = 400;

/// A language model, ready to work. It may be shared between threads.
#[derive(Clone, Debug)]
pub struct Analyser {
    model: Model,
    segmenter: Segmenter,
    lemmatizer: Lemmatizer,
    version: String,
}

/// Vectors of the words met so far, by form.
type Words = FxHashMap<SmolStr, Box<[f32]>>;

impl Analyser {
    /// Returns the English model that the program carries.
    ///
    /// # Panics
    /// Never in a program whose tests pass: they read the same file.
    #[must_use]
    pub fn english() -> &'static Self {
        static ENGLISH: OnceLock<Analyser> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            let bytes = include_bytes!("../../../models/en/model.bin");
            Self::from_bytes(bytes).expect("the embedded model is whole")
        })
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// Where the bytes are no model of this version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (model, segmenter, lemmatizer) = Model::read(bytes)?;
        let digest = Sha256::digest(bytes);
        let version = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { model, segmenter, lemmatizer, version })
    }

    /// Returns the first eight digits of the SHA-256 of the model's file.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the sentences of a text with tags, lemmas, trees and names.
    ///
    /// The tokens and the white space between them tile the text.
    #[must_use]
    pub fn analyse(&self, text: &str) -> Vec<Sentence> {
        let mut sentences = self.segmenter.segment(text);
        self.annotate(&mut sentences);
        sentences
    }

    /// Keeps sentences and tokens and replaces all annotation.
    pub fn annotate(&self, sentences: &mut [Sentence]) {
        let mut words = Words::default();
        for sentence in sentences {
            self.annotate_sentence(sentence, &mut words);
        }
    }

    fn annotate_sentence(&self, sentence: &mut Sentence, words: &mut Words) {
        sentence.names.clear();
        let n = sentence.tokens.len();
        let mut root: Option<usize> = None;
        for start in (0..n).step_by(LONGEST) {
            let end = n.min(start + LONGEST);
            self.annotate_stretch(sentence, start..end, words);
            let own = (start..end).find(|&at| sentence.tokens[at].head.is_none());
            // Later stretches hang on the root of the first.
            match (root, own) {
                (None, own) => root = own,
                (Some(root), Some(own)) => {
                    sentence.tokens[own].head = Some(root);
                    sentence.tokens[own].deprel = "parataxis".into();
                }
                (Some(_), None) => {}
            }
        }
    }

    fn annotate_stretch(
        &self,
        sentence: &mut Sentence,
        range: std::ops::Range<usize>,
        words: &mut Words,
    ) {
        let n = range.len() + 1;
        let mut x = vec![0.0f32; n * D];
        x[..D].copy_from_slice(self.model.part(Part::Root));
        for (row, token) in (1..).zip(&sentence.tokens[range.clone()]) {
            let word = self.word(&token.form, words);
            x[row * D..(row + 1) * D].copy_from_slice(word);
        }
        let states = self.encode(x, n);
        let heads = tree::decode(&self.arcs(&states, n), n);
        let rels = self.labels(&states, &heads);
        let (upos, xpos) = (self.best(&states, Head::Upos), self.best(&states, Head::Xpos));
        let (feats, names) = (self.best(&states, Head::Feats), self.best(&states, Head::Names));
        for (row, token) in (1..n).zip(&mut sentence.tokens[range.clone()]) {
            token.upos = Upos::ALL[upos[row]];
            token.xpos = self.model.xpos[xpos[row]].clone();
            token.feats = self.model.feats[feats[row]].clone();
            token.head = heads[row].checked_sub(1).map(|head| head + range.start);
            token.deprel = self.model.rels[rels[row]].clone();
            token.lemma = self.lemmatizer.lemma(&token.form, token.upos, &token.xpos);
            let is_root_label = token.deprel == "root";
            if token.head.is_none() != is_root_label {
                // The label follows the tree: only the root is `root`.
                token.deprel = if is_root_label { "dep".into() } else { "root".into() };
            }
        }
        add_names(sentence, range.start, &names[1..]);
    }

    /// The summed features of a word, kept for the next time that it is met.
    fn word<'w>(&self, form: &SmolStr, words: &'w mut Words) -> &'w [f32] {
        if !words.contains_key(form) {
            let mut state = vec![0.0f32; D];
            let rows = features::rows(form, &self.model.forms);
            for (table, row) in self.model.tables.iter().zip(rows) {
                table.add(row as usize, 1.0, &mut state);
            }
            let pieces = features::pieces(form, &self.model.pieces);
            let share = 1.0 / pieces.len().max(1) as f32;
            for piece in pieces {
                self.model.piece_table.add(piece as usize, share, &mut state);
            }
            words.insert(form.clone(), state.into());
        }
        &words[form]
    }

    fn norm(&self, x: &[f32], gain: Part, bias: Part) -> Vec<f32> {
        let mut out = vec![0.0; x.len()];
        let (gain, bias) = (self.model.part(gain), self.model.part(bias));
        for (row, out) in x.chunks_exact(D).zip(out.chunks_exact_mut(D)) {
            layer_norm(row, gain, bias, out);
        }
        out
    }

    fn encode(&self, sums: Vec<f32>, n: usize) -> Vec<f32> {
        let mut x = self.norm(&sums, Part::InputGain, Part::InputBias);
        for layer in 0..LAYERS {
            let part = |part| Part::Layer(layer, part);
            let normed = self.norm(&x, part(LayerPart::Gain), part(LayerPart::Bias));
            let weights = self.model.part(part(LayerPart::Weights));
            let bias = self.model.part(part(LayerPart::WeightsBias));
            if layer % 2 == 0 {
                let mut windows = vec![0.0; n * WINDOW * D];
                for (place, shift) in [(0, 0), (1, D), (2, 2 * D)] {
                    // Row r of the window's place p holds row r + p - 1.
                    for row in (1 - place.min(1))..(n + 1 - place.max(1)) {
                        let seen = row + place - 1;
                        let at = row * WINDOW * D + shift;
                        windows[at..at + D].copy_from_slice(&normed[seen * D..(seen + 1) * D]);
                    }
                }
                let mut pairs = vec![0.0; n * 2 * D];
                linear(&windows, weights, bias, &mut pairs, WINDOW * D);
                for (x, pair) in x.chunks_exact_mut(D).zip(pairs.chunks_exact(2 * D)) {
                    let (values, gates) = pair.split_at(D);
                    let gated = values.iter().zip(gates).map(|(u, v)| u * sigmoid(*v));
                    x.iter_mut().zip(gated).for_each(|(x, g)| *x += g);
                }
            } else {
                let mut results = vec![0.0; n * 4 * D];
                linear(&normed, weights, bias, &mut results, D);
                for row in results.chunks_exact_mut(4 * D) {
                    row[..2 * D].iter_mut().for_each(|z| *z = sigmoid(*z));
                }
                let mut states = vec![0.0; n * 2 * D];
                recurrence::scan(&results, &mut states, 0..n);
                let mut out = vec![0.0; n * D];
                let output = self.model.part(part(LayerPart::Output));
                let bias = self.model.part(part(LayerPart::OutputBias));
                linear(&states, output, bias, &mut out, 2 * D);
                x.iter_mut().zip(&out).for_each(|(x, o)| *x += o);
            }
        }
        self.norm(&x, Part::OutputGain, Part::OutputBias)
    }

    fn head(&self, states: &[f32], head: Head) -> Vec<f32> {
        let bias = self.model.part(Part::HeadBias(head));
        let mut out = vec![0.0; states.len() / D * bias.len()];
        linear(states, self.model.part(Part::Head(head)), bias, &mut out, D);
        out
    }

    /// The best choice of a head for each row.
    fn best(&self, states: &[f32], head: Head) -> Vec<usize> {
        let n = self.model.layout.sizes.head(head);
        self.head(states, head).chunks_exact(n).map(first_best).collect()
    }

    /// `[dependent × head]` scores of all arcs.
    fn arcs(&self, states: &[f32], n: usize) -> Vec<f32> {
        let leaky = |mut rows: Vec<f32>| {
            rows.iter_mut().filter(|v| **v < 0.0).for_each(|v| *v *= 0.1);
            rows
        };
        let dependents = leaky(self.head(states, Head::ArcDependent));
        let heads = leaky(self.head(states, Head::ArcHead));
        let mut queries = vec![0.0; n * ARC];
        let (form, bias) = (self.model.part(Part::Arcs), self.model.part(Part::ArcsBias));
        linear(&dependents, form, bias, &mut queries, ARC);
        let mut transposed = vec![0.0; ARC * n];
        for (row, head) in heads.chunks_exact(ARC).enumerate() {
            head.iter().enumerate().for_each(|(at, v)| transposed[at * n + row] = *v);
        }
        let mut scores = vec![0.0; n * n];
        linear(&queries, &transposed, &vec![0.0; n], &mut scores, ARC);
        scores
    }

    fn labels(&self, states: &[f32], heads: &[usize]) -> Vec<usize> {
        let n = heads.len();
        let mut hidden = vec![0.0; n * LABEL];
        let mut of_heads = vec![0.0; n * LABEL];
        let bias = self.model.part(Part::LabelBias);
        linear(states, self.model.part(Part::LabelDependent), bias, &mut hidden, D);
        linear(states, self.model.part(Part::LabelHead), &[0.0; LABEL], &mut of_heads, D);
        for (hidden, &head) in hidden.chunks_exact_mut(LABEL).zip(heads) {
            let of_head = &of_heads[head * LABEL..(head + 1) * LABEL];
            hidden.iter_mut().zip(of_head).for_each(|(h, o)| *h = (*h + o).max(0.0));
        }
        let bias = self.model.part(Part::LabelScoresBias);
        let mut scores = vec![0.0; n * bias.len()];
        linear(&hidden, self.model.part(Part::LabelScores), bias, &mut scores, LABEL);
        scores.chunks_exact(bias.len()).map(first_best).collect()
    }
}

/// The first of the highest scores.
fn first_best(scores: &[f32]) -> usize {
    (1..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best })
}

/// Turns name labels into names; one that goes on without a beginning begins where it stands.
fn add_names(sentence: &mut Sentence, start: usize, labels: &[usize]) {
    for (at, tag) in labels.iter().enumerate() {
        let Some(tag) = name_tag(*tag) else { continue };
        let at = start + at;
        match sentence.names.last_mut() {
            Some(name) if !tag.begins && name.tokens.end == at && name.kind == tag.kind => {
                name.tokens.end = at + 1;
            }
            _ => sentence.names.push(Name { tokens: at..at + 1, kind: tag.kind }),
        }
    }
}
