//! The analyser: text to annotated sentences.

use crate::lemma::Lemmatizer;
use crate::model::{Model, ModelError};
use crate::names::{self, N_NAME_LABELS};
use crate::network::{ARC, D, Head, LABEL, LAYERS, LayerPart, NAMES, Part, WINDOW};
use crate::segment::Segmenter;
use crate::{features, recurrence, tree};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, OnceLock};
use whimbrel_nn::buffer::Buffer;
use whimbrel_nn::integer::Inputs;
use whimbrel_nn::kernel::{layer_norms, leaky, products, squash};
use whimbrel_text::{Sentence, SmolStr, Token, Upos};

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
    about: String,
    /// One for each thread that was at work at once.
    kept: Arc<Mutex<Vec<Words>>>,
}

/// What is known of the words met so far: it hangs on them alone, so it is kept for the next text.
#[derive(Debug, Default)]
struct Words {
    /// Summed features by form.
    states: FxHashMap<SmolStr, Box<[f32]>>,
    /// Lemmas by form and tags.
    lemmas: FxHashMap<(SmolStr, Upos, u32), SmolStr>,
}

/// What the network makes of the words of a sentence: two rows of [`States::WIDTH`] numbers a token.
///
/// They hang on the model: numbers of one model mean nothing to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct States {
    words: Vec<f32>,
    encoded: Vec<f32>,
}

impl States {
    /// Length of a row.
    pub const WIDTH: usize = D;

    /// Returns what the model knows of the word of token `at` by itself.
    ///
    /// # Panics
    /// Where the sentence has no such token.
    #[must_use]
    pub fn word(&self, at: usize) -> &[f32] {
        &self.words[at * D..(at + 1) * D]
    }

    /// Returns what the model makes of token `at` in its sentence.
    ///
    /// # Panics
    /// Where the sentence has no such token.
    #[must_use]
    pub fn encoded(&self, at: usize) -> &[f32] {
        &self.encoded[at * D..(at + 1) * D]
    }
}

/// Words that are kept at most: 16 MB of states.
const MOST_WORDS: usize = 30_000;

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
        let (about, model, segmenter, lemmatizer) = Model::read(bytes)?;
        let digest = Sha256::digest(bytes);
        let version = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { model, segmenter, lemmatizer, version, about, kept: Arc::default() })
    }

    /// Returns the first eight digits of the SHA-256 of the model's file.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns what the model's file says of its making: settings, files with their SHA-256.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Returns the sentences of a text with their tokens alone.
    #[must_use]
    pub fn segment(&self, text: &str) -> Vec<Sentence> {
        self.segmenter.segment(text)
    }

    /// Returns the sentences of a text with tags, lemmas, trees and names.
    ///
    /// The tokens and the white space between them tile the text.
    #[must_use]
    pub fn analyse(&self, text: &str) -> Vec<Sentence> {
        let mut sentences = self.segment(text);
        self.annotate(&mut sentences);
        sentences
    }

    /// Keeps sentences and tokens and replaces all annotation.
    pub fn annotate(&self, sentences: &mut [Sentence]) {
        self.annotate_keeping(sentences, &mut std::iter::empty());
    }

    /// Keeps sentences and tokens and replaces all annotation; returns the states that it comes
    /// from, one for each sentence.
    pub fn annotate_with_states(&self, sentences: &mut [Sentence]) -> Vec<States> {
        let mut all = vec![States::default(); sentences.len()];
        self.annotate_keeping(sentences, &mut all.iter_mut());
        all
    }

    /// Annotates; `states` are where those of the sentences go, if they are wanted.
    fn annotate_keeping(
        &self,
        sentences: &mut [Sentence],
        states: &mut dyn Iterator<Item = &mut States>,
    ) {
        let mut words = self.kept.lock().ok().and_then(|mut kept| kept.pop()).unwrap_or_default();
        for sentence in sentences {
            self.annotate_sentence(sentence, &mut words, states.next());
        }
        if words.states.len() <= MOST_WORDS
            && words.lemmas.len() <= MOST_WORDS
            && let Ok(mut kept) = self.kept.lock()
        {
            kept.push(words);
        }
    }

    fn annotate_sentence(
        &self,
        sentence: &mut Sentence,
        words: &mut Words,
        mut states: Option<&mut States>,
    ) {
        sentence.names.clear();
        let n = sentence.tokens.len();
        let mut root: Option<usize> = None;
        for start in (0..n).step_by(LONGEST) {
            let end = n.min(start + LONGEST);
            self.annotate_stretch(sentence, start..end, words, states.as_deref_mut());
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
        kept: Option<&mut States>,
    ) {
        let n = range.len() + 1;
        let mut x = Buffer::unset(n * D);
        x[..D].copy_from_slice(self.model.vector(Part::Root));
        for (row, token) in (1..).zip(&sentence.tokens[range.clone()]) {
            let word = self.word(&token.form, words);
            x[row * D..(row + 1) * D].copy_from_slice(word);
        }
        let encoded = self.encode(&x, n);
        let states = Inputs::new(&encoded, D, 0);
        if let Some(kept) = kept {
            // The root's row is nobody's.
            kept.words.extend_from_slice(&x[D..]);
            kept.encoded.extend_from_slice(&encoded[D..]);
        }
        let heads = tree::decode(&self.arcs(&states, n), n);
        let rels = self.labels(&states, &heads);
        let (upos, xpos) = self.tags(&states, n);
        let feats = self.feats(&states, &upos, &xpos);
        let names = self.names(&encoded, &sentence.tokens[range.clone()], &upos[1..]);
        for (row, token) in (1..n).zip(&mut sentence.tokens[range.clone()]) {
            token.upos = Upos::ALL[upos[row]];
            token.xpos = self.model.xpos[xpos[row]].clone();
            token.feats = self.model.feats[feats[row]].clone();
            token.head = heads[row].checked_sub(1).map(|head| head + range.start);
            token.deprel = self.model.rels[rels[row]].clone();
            let key = (token.form.clone(), token.upos, xpos[row] as u32);
            let is_word = |lemma: &str| self.model.pieces.contains_key(lemma);
            let lemma = || self.lemmatizer.lemma(&token.form, token.upos, &token.xpos, &is_word);
            token.lemma = words.lemmas.entry(key).or_insert_with(lemma).clone();
            let is_root_label = token.deprel == "root";
            if token.head.is_none() != is_root_label {
                // The label follows the tree: only the root is `root`.
                token.deprel = if is_root_label { "dep".into() } else { "root".into() };
            }
        }
        names::add(sentence, range.start, &names);
    }

    /// The summed features of a word, kept for the next time that it is met.
    fn word<'w>(&self, form: &SmolStr, words: &'w mut Words) -> &'w [f32] {
        words.states.entry(form.clone()).or_insert_with(|| {
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
            state.into()
        })
    }

    fn norm(&self, x: &[f32], gain: Part, bias: Part) -> Buffer {
        let mut out = Buffer::unset(x.len());
        let (gain, bias) = (self.model.vector(gain), self.model.vector(bias));
        layer_norms(x, gain, bias, &mut out);
        out
    }

    /// A map of the network with its bias.
    fn mapped(&self, inputs: &Inputs, rows: usize, map: Part, bias: Part) -> Buffer {
        self.model.map(map).apply(inputs, rows, self.model.vector(bias))
    }

    /// From summed features to states, both `[n × D]`.
    fn encode(&self, sums: &[f32], n: usize) -> Buffer {
        let mut x = self.norm(sums, Part::InputGain, Part::InputBias);
        for layer in 0..LAYERS {
            let part = |part| Part::Layer(layer, part);
            let normed = self.norm(&x, part(LayerPart::Gain), part(LayerPart::Bias));
            if layer % 2 == 0 {
                self.convolve(layer, &normed, &mut x, n);
            } else {
                self.recur(layer, &normed, &mut x, n);
            }
        }
        self.norm(&x, Part::OutputGain, Part::OutputBias)
    }

    fn convolve(&self, layer: usize, normed: &[f32], x: &mut [f32], n: usize) {
        let part = |part| Part::Layer(layer, part);
        // With a row of zeros before and after, the window of word r begins at row r.
        let windows = Inputs::new(normed, D, WINDOW / 2);
        let (weights, bias) = (part(LayerPart::Weights), part(LayerPart::WeightsBias));
        let mut pairs = self.mapped(&windows, n, weights, bias);
        for pair in pairs.chunks_exact_mut(2 * D) {
            squash(&mut pair[D..], D, D);
        }
        for (x, pair) in x.chunks_exact_mut(D).zip(pairs.chunks_exact(2 * D)) {
            let (values, gates) = pair.split_at(D);
            let gated = values.iter().zip(gates).map(|(u, z)| u * z);
            x.iter_mut().zip(gated).for_each(|(x, g)| *x += g);
        }
    }

    fn recur(&self, layer: usize, normed: &[f32], x: &mut [f32], n: usize) {
        let part = |part| Part::Layer(layer, part);
        let (weights, bias) = (part(LayerPart::Weights), part(LayerPart::WeightsBias));
        let mut results = self.mapped(&Inputs::new(normed, D, 0), n, weights, bias);
        squash(&mut results, 4 * D, 2 * D);
        let mut states = Buffer::unset(n * 2 * D);
        recurrence::scan(&results, &mut states, 0..n);
        let (output, bias) = (part(LayerPart::Output), part(LayerPart::OutputBias));
        let out = self.mapped(&Inputs::new(&states, 2 * D, 0), n, output, bias);
        x.iter_mut().zip(out.iter()).for_each(|(x, o)| *x += o);
    }

    fn head(&self, states: &Inputs, n: usize, head: Head) -> Buffer {
        self.mapped(states, n, Part::Head(head), Part::HeadBias(head))
    }

    /// The best two tags of each row among those that were seen together.
    fn tags(&self, states: &Inputs, n: usize) -> (Vec<usize>, Vec<usize>) {
        let (upos, xpos) = (self.head(states, n, Head::Upos), self.head(states, n, Head::Xpos));
        let sizes = &self.model.sizes;
        let best = |(upos, xpos): (&[f32], &[f32])| {
            let scored = self.model.companions.tags.iter().map(|&(u, x)| {
                let (u, x) = (u as usize, x as usize);
                (upos[u] + xpos[x], u, x)
            });
            let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
            best.map_or((0, 0), |(_, u, x)| (u, x))
        };
        upos.chunks_exact(sizes.upos).zip(xpos.chunks_exact(sizes.xpos)).map(best).unzip()
    }

    /// The best features of each row among those that its tags were seen with.
    fn feats(&self, states: &Inputs, upos: &[usize], xpos: &[usize]) -> Vec<usize> {
        let map = self.model.rounded(Part::Head(Head::Feats));
        let bias = self.model.vector(Part::HeadBias(Head::Feats));
        let best = |row: usize| {
            let choices = self.model.companions.of(upos[row], xpos[row]);
            if let [only] = choices {
                return *only as usize;
            }
            if row == 0 {
                // The root has none.
                return 0;
            }
            let scored = choices.iter().map(|&feats| {
                let feats = feats as usize;
                (map.product(states, row, feats) + bias[feats], feats)
            });
            let better = |best: (f32, usize), next: (f32, usize)| {
                if next.0 > best.0 { next } else { best }
            };
            scored.reduce(better).map_or(0, |(_, feats)| feats)
        };
        (0..upos.len()).map(best).collect()
    }

    /// The labels of names of a stretch's words, whose states follow the root's.
    ///
    /// Only words that are proper nouns or hold a capital, and their neighbours, may be part of a
    /// name; the others are spared the work.
    fn names(&self, states: &[f32], tokens: &[Token], upos: &[usize]) -> Vec<usize> {
        let may_be = |(token, &upos): (&Token, &usize)| {
            Upos::ALL[upos] == Upos::Propn || token.form.chars().any(char::is_uppercase)
        };
        let seeds: Vec<bool> = tokens.iter().zip(upos).map(may_be).collect();
        let near = |at: usize| seeds[at.saturating_sub(1)..seeds.len().min(at + 2)].contains(&true);
        let rows: Vec<usize> = (0..tokens.len()).filter(|&at| near(at)).collect();
        let mut scores = Buffer::zeros(tokens.len() * N_NAME_LABELS);
        for row in scores.chunks_exact_mut(N_NAME_LABELS) {
            row[1..].fill(f32::NEG_INFINITY);
        }
        let mut windows = Buffer::zeros(rows.len() * WINDOW * D);
        for (window, &at) in windows.chunks_exact_mut(WINDOW * D).zip(&rows) {
            // The root's row goes before the first word's; nothing follows the last.
            let seen = &states[at * D..states.len().min((at + WINDOW) * D)];
            window[..seen.len()].copy_from_slice(seen);
        }
        let windows = Inputs::new(&windows, WINDOW * D, 0);
        let mut hidden =
            self.mapped(&windows, rows.len(), Part::NamesWindow, Part::NamesWindowBias);
        hidden.iter_mut().for_each(|h| *h = h.max(0.0));
        let found = self.head(&Inputs::new(&hidden, NAMES, 0), rows.len(), Head::Names);
        for (&at, found) in rows.iter().zip(found.chunks_exact(N_NAME_LABELS)) {
            scores[at * N_NAME_LABELS..(at + 1) * N_NAME_LABELS].copy_from_slice(found);
        }
        names::best_labels(&scores)
    }

    /// `[dependent × head]` scores of all arcs.
    fn arcs(&self, states: &Inputs, n: usize) -> Buffer {
        let mut dependents = self.head(states, n, Head::ArcDependent);
        let mut heads = self.head(states, n, Head::ArcHead);
        leaky(&mut dependents);
        leaky(&mut heads);
        let dependents = Inputs::new(&dependents, ARC, 0);
        let queries = self.mapped(&dependents, n, Part::Arcs, Part::ArcsBias);
        let mut scores = Buffer::unset(n * n);
        products(&queries, &heads, ARC, &mut scores);
        scores
    }

    fn labels(&self, states: &Inputs, heads: &[usize]) -> Vec<usize> {
        let n = heads.len();
        let mut hidden = self.mapped(states, n, Part::LabelDependent, Part::LabelBias);
        let of_heads = self.model.map(Part::LabelHead).apply(states, n, &[0.0; LABEL]);
        for (hidden, &head) in hidden.chunks_exact_mut(LABEL).zip(heads) {
            let of_head = &of_heads[head * LABEL..(head + 1) * LABEL];
            hidden.iter_mut().zip(of_head).for_each(|(h, o)| *h = (*h + o).max(0.0));
        }
        let hidden = Inputs::new(&hidden, LABEL, 0);
        let scores = self.mapped(&hidden, n, Part::LabelScores, Part::LabelScoresBias);
        scores.chunks_exact(self.model.sizes.rels).map(first_best).collect()
    }
}

/// The first of the highest scores.
fn first_best(scores: &[f32]) -> usize {
    (1..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best })
}
