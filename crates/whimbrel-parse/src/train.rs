//! Training: from treebanks to a model file.
//!
//! Each step's batch is parted in two halves that are worked on side by side and summed in a fixed
//! order, so that the number of threads does not change the result.

mod batch;
mod data;
mod encoder;
mod heads;
mod names;

use crate::analyser::Analyser;
use crate::model::{self, Model};
use crate::network::{Layout, Sizes};
use crate::score::score;
use crate::segment::Segmenter;
use crate::vectors::Vectors;
use crate::{features, lemma::Lemmatizer};
use data::{Example, Inventory, Treebank};
use encoder::Net;
use sha2::{Digest, Sha256};
use whimbrel_nn::optimiser::{Adam, Settings};
use whimbrel_nn::random::Random;
use whimbrel_text::Sentence;

/// What a training run can be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainConfig {
    /// Seed of all random choices.
    pub seed: u64,
    /// Passes over the training data.
    pub epochs: usize,
    /// Rows in a batch: words and one root for each sentence.
    pub batch: usize,
    /// The highest learning rate; it rises over the first 4 % of the steps and falls as a cosine.
    pub rate: f32,
    /// Share of values left out in the encoder and the heads.
    pub dropout: f32,
}

impl Default for TrainConfig {
    fn default() -> Self {
        Self { seed: 1, epochs: 12, batch: 1500, rate: 2e-3, dropout: 0.2 }
    }
}

/// A treebank file.
#[derive(Clone, Copy, Debug)]
pub struct TrainFile<'t> {
    /// The name that the model's records give it.
    pub name: &'t str,
    /// Its content: CoNLL-U.
    pub text: &'t str,
}

/// Trains a model and returns its file.
///
/// The same files, configuration and kind of machine give the same bytes. `log` gets a line for
/// each pass over the data, with scores on `dev` for every second one.
pub fn train(
    config: &TrainConfig,
    train: &[TrainFile<'_>],
    dev: &[TrainFile<'_>],
    vectors: Option<&Vectors>,
    log: &mut dyn FnMut(&str),
) -> Vec<u8> {
    let treebanks: Vec<Treebank> = train.iter().map(|file| Treebank::read(file.text)).collect();
    let inventory = Inventory::learn(&treebanks, vectors);
    let sizes = Sizes {
        forms: features::FIRST_FORM + inventory.forms.len(),
        vectors: vectors.map_or(0, |v| v.width),
        upos: data::N_UPOS,
        xpos: inventory.labels.xpos.len(),
        feats: inventory.labels.feats.len(),
        rels: inventory.labels.rels.len(),
        names: model::N_NAME_LABELS,
    };
    let layout = Layout::new(sizes);
    let mut random = Random::new(config.seed);
    let mut parameters = layout.initial(&mut random);
    let examples: Vec<Example> =
        treebanks.iter().flat_map(|treebank| inventory.examples(treebank)).collect();
    let gold: Vec<Sentence> =
        treebanks.iter().flat_map(|t| t.sentences.iter().map(|(s, _)| s.clone())).collect();
    let about = about(config, train, vectors);
    let segmenter = Segmenter::train(&gold);
    let lemmatizer = Lemmatizer::train(&gold);
    let file = |parameters: &[f32]| {
        let model = Model::new(&layout, parameters, &inventory.forms, &inventory.labels, vectors);
        model.write(&about, &segmenter, &lemmatizer)
    };
    let mut adam = Adam::new(layout.total, Settings::default());
    let rows: usize = examples.iter().map(|e| e.head.len() + 1).sum();
    let steps = config.epochs * rows.div_ceil(config.batch);
    let mut step = 0;
    log(&format!("{} sentences, {rows} rows, {} parameters", examples.len(), layout.total));
    let run = Run { config, layout: &layout, inventory: &inventory, vectors };
    for epoch in 1..=config.epochs {
        let mut losses = [0.0f64; 2];
        for batch in run.batches(&examples, &mut random) {
            let (gradient, loss) = run.gradient(&parameters, &batch, &mut random);
            adam.step(&mut parameters, &gradient, run.rate(step, steps));
            losses.iter_mut().zip(loss).for_each(|(sum, loss)| *sum += f64::from(loss));
            step += 1;
        }
        let [arcs, labels] = losses.map(|loss| loss / rows as f64);
        let mut line = format!("epoch {epoch}: loss of arcs {arcs:.3}, of labels {labels:.3}");
        if epoch % 2 == 0 || epoch == config.epochs {
            line += &dev_scores(&file(&parameters), dev);
        }
        log(&line);
    }
    file(&parameters)
}

/// What the model file says of its making.
fn about(config: &TrainConfig, train: &[TrainFile<'_>], vectors: Option<&Vectors>) -> String {
    let hash = |text: &str| -> String {
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let files = train.iter().map(|file| format!("{} sha256:{}", file.name, hash(file.text)));
    let with = vectors.map_or(0, |v| v.pieces.len());
    let lines = [format!("{config:?}"), format!("word pieces: {with}")];
    lines.into_iter().chain(files).collect::<Vec<_>>().join("\n")
}

fn dev_scores(file: &[u8], dev: &[TrainFile<'_>]) -> String {
    let Ok(analyser) = Analyser::from_bytes(file) else { return String::new() };
    let of = |file: &TrainFile<'_>| {
        let (gold, _) = whimbrel_text::conllu::read(file.text);
        let mut system = gold.clone();
        analyser.annotate(&mut system);
        let scores = score(&gold, &system);
        let percent = |value: f64| 100.0 * value;
        format!(
            "; {}: UPOS {:.2}, UAS {:.2}, LAS {:.2}",
            file.name,
            percent(scores.upos),
            percent(scores.uas),
            percent(scores.las)
        )
    };
    dev.iter().map(of).collect()
}

/// What the steps of a run share.
struct Run<'r> {
    config: &'r TrainConfig,
    layout: &'r Layout,
    inventory: &'r Inventory,
    vectors: Option<&'r Vectors>,
}

impl Run<'_> {
    /// Parts the examples, in random order, into batches of about the wanted number of rows.
    fn batches<'e>(&self, examples: &'e [Example], random: &mut Random) -> Vec<Vec<&'e Example>> {
        let mut order: Vec<&Example> = examples.iter().collect();
        random.shuffle(&mut order);
        let mut batches: Vec<Vec<&Example>> = Vec::new();
        let mut rows = self.config.batch;
        for example in order {
            if rows >= self.config.batch {
                batches.push(Vec::new());
                rows = 0;
            }
            rows += example.head.len() + 1;
            if let Some(batch) = batches.last_mut() {
                batch.push(example);
            }
        }
        batches
    }

    /// The gradient of a batch: that of its halves, each with a generator of its own.
    fn gradient(
        &self,
        parameters: &[f32],
        batch: &[&Example],
        random: &mut Random,
    ) -> (Vec<f32>, heads::Losses) {
        let rows: usize = batch.iter().map(|e| e.head.len() + 1).sum();
        let scale = 1.0 / rows as f32;
        let (left, right) = batch.split_at(batch.len() / 2);
        let seeds = [random.bits(), random.bits()];
        let half = |part: &[&Example], seed: u64| self.half(parameters, part, seed, scale);
        let ((mut sum, mut losses), (other, other_losses)) =
            rayon::join(|| half(left, seeds[0]), || half(right, seeds[1]));
        sum.iter_mut().zip(&other).for_each(|(s, o)| *s += o);
        losses.iter_mut().zip(other_losses).for_each(|(s, o)| *s += o);
        (sum, losses)
    }

    fn half(
        &self,
        parameters: &[f32],
        part: &[&Example],
        seed: u64,
        scale: f32,
    ) -> (Vec<f32>, heads::Losses) {
        let mut gradient = vec![0.0; self.layout.total];
        if part.is_empty() {
            return (gradient, heads::Losses::default());
        }
        let mut random = Random::new(seed);
        let (batch, gold) =
            batch::batch(part, &self.inventory.frequencies, self.vectors, &mut random);
        let net = Net { layout: self.layout, parameters, drop: self.config.dropout };
        let losses = net.loss(&batch, &gold, &mut random, scale, &mut gradient);
        (gradient, losses)
    }

    /// Rises to the highest rate over 4 % of the steps, then falls as a cosine to 2 % of it.
    fn rate(&self, step: usize, steps: usize) -> f32 {
        const RISE: f32 = 0.04;
        let done = step as f32 / steps.max(1) as f32;
        let share = if done < RISE {
            done / RISE
        } else {
            let turn = std::f32::consts::PI * (done - RISE) / (1.0 - RISE);
            (1.0 + turn.cos()) * 0.49 + 0.02
        };
        self.config.rate * share
    }
}
