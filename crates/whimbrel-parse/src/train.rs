//! Training: from treebanks to a model file.
//!
//! Each step's batch is parted in two halves that are worked on side by side and summed in a fixed
//! order, so that the number of threads does not change the result.

mod batch;
mod data;
mod encoder;
mod heads;
mod names;
mod state;

use crate::analyser::Analyser;
use crate::model::{Companions, Model};
use crate::names::N_NAME_LABELS;
use crate::network::{Layout, Sizes};
use crate::score::score;
use crate::segment::Segmenter;
use crate::vectors::Vectors;
use crate::{features, lemma::Lemmatizer};
use data::{Example, Inventory, Treebank};
use encoder::Net;
use sha2::{Digest, Sha256};
use state::State;
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

/// What a model is trained on.
#[derive(Clone, Copy, Debug, Default)]
pub struct TrainData<'t> {
    /// Treebanks made by people.
    pub gold: &'t [TrainFile<'t>],
    /// Treebanks made by a teacher. The network learns from them as from the others; segmentation,
    /// lemmas and the inventories of labels come from the gold ones alone.
    pub silver: &'t [TrainFile<'t>],
    /// Treebanks to score the model on as it learns.
    pub dev: &'t [TrainFile<'t>],
    /// Word-piece vectors to start from.
    pub vectors: Option<&'t Vectors>,
}

/// How a run tells of itself, and how it is taken up again.
pub struct Session<'s> {
    /// Gets a line for each pass over the data, with scores on the dev treebanks.
    pub log: &'s mut dyn FnMut(&str),
    /// Gets the state of the run after each pass.
    pub keep: &'s mut dyn FnMut(&[u8]),
    /// A state that was kept, to go on from.
    pub resume: Option<&'s [u8]>,
}

/// A state that belongs to another run: other data or another configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the kept state is of a run with other data or settings, or damaged")]
pub struct OtherRun;

/// Trains a model and returns its file.
///
/// The same files, configuration and kind of machine give the same bytes, whether the run was broken
/// off and resumed or not.
///
/// # Errors
/// Where the state to resume from is not of such a run.
pub fn train(
    config: &TrainConfig,
    data: &TrainData<'_>,
    session: &mut Session<'_>,
) -> Result<Vec<u8>, OtherRun> {
    let read = |files: &[TrainFile<'_>]| -> Vec<Treebank> {
        files.iter().map(|file| Treebank::read(file.text)).collect()
    };
    let (gold, silver) = (read(data.gold), read(data.silver));
    let inventory = Inventory::learn(&gold, &silver, data.vectors);
    let sizes = Sizes {
        forms: features::FIRST_FORM + inventory.forms.len(),
        vectors: data.vectors.map_or(0, |v| v.width),
        upos: data::N_UPOS,
        xpos: inventory.labels.xpos.len(),
        feats: inventory.labels.feats.len(),
        rels: inventory.labels.rels.len(),
        names: N_NAME_LABELS,
    };
    let layout = Layout::new(sizes);
    let examples = |treebanks: &[Treebank]| -> Vec<Example> {
        treebanks.iter().flat_map(|treebank| inventory.examples(treebank)).collect()
    };
    let mut all = examples(&gold);
    let words =
        all.iter().flat_map(|e| (0..e.head.len()).map(|at| [e.upos[at], e.xpos[at], e.feats[at]]));
    let companions = Companions::learn(words, sizes);
    all.extend(examples(&silver));
    let sentences: Vec<Sentence> =
        gold.iter().flat_map(|t| t.sentences.iter().map(|(s, _)| s.clone())).collect();
    let about = about(config, data);
    let segmenter = Segmenter::train(&sentences);
    let lemmatizer = Lemmatizer::train(&sentences);
    let file = |parameters: &[f32]| {
        let (forms, labels) = (&inventory.forms, &inventory.labels);
        let model =
            Model::new(&layout, parameters, forms, labels, companions.clone(), data.vectors);
        model.write(&about, &segmenter, &lemmatizer)
    };
    let rows: usize = all.iter().map(|e| e.head.len() + 1).sum();
    let steps = config.epochs * rows.div_ceil(config.batch);
    (session.log)(&format!("{} sentences, {rows} rows, {} parameters", all.len(), layout.total));
    let run = Run { config, layout: &layout, inventory: &inventory, vectors: data.vectors };
    let mut state = match session.resume {
        Some(bytes) => State::read(bytes, &about, layout.total).ok_or(OtherRun)?,
        None => State::new(&layout, config.seed),
    };
    while state.epoch < config.epochs {
        let mut losses = [0.0f64; 3];
        for batch in run.batches(&all, &mut state.random) {
            let (gradient, loss) = run.gradient(&state.parameters, &batch, &mut state.random);
            let rate = run.rate(state.adam.steps(), steps);
            state.adam.step(&mut state.parameters, &gradient, rate);
            state.average();
            losses.iter_mut().zip(loss).for_each(|(sum, loss)| *sum += f64::from(loss));
        }
        state.epoch += 1;
        let epoch = state.epoch;
        let [arcs, labels, names] = losses.map(|loss| loss / rows as f64);
        let mut line = format!(
            "epoch {epoch}: loss of arcs {arcs:.3}, of labels {labels:.3}, of names {names:.4}"
        );
        if epoch.is_multiple_of(2) || epoch == config.epochs {
            line += &dev_scores(&file(&state.averaged), data.dev);
        }
        (session.log)(&line);
        (session.keep)(&state.write(&about));
    }
    Ok(file(&state.averaged))
}

/// What the model file says of its making.
fn about(config: &TrainConfig, data: &TrainData<'_>) -> String {
    let hash = |text: &str| -> String {
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let line = |kind: &str, file: &TrainFile<'_>| {
        format!("{kind} {} sha256:{}", file.name, hash(file.text))
    };
    let gold = data.gold.iter().map(|file| line("gold", file));
    let silver = data.silver.iter().map(|file| line("silver", file));
    let with = data.vectors.map_or(0, |v| v.pieces.len());
    let lines = [format!("{config:?}"), format!("word pieces: {with}")];
    lines.into_iter().chain(gold).chain(silver).collect::<Vec<_>>().join("\n")
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
