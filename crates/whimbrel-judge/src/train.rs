//! Training of the judge's networks.

use crate::inputs::{DENSE, Input, is_of_frames, is_of_words};
use crate::network::{HIDDEN, Network, layout};
use crate::{ANSWERS, Judge};
use whimbrel_codebook::EventType;
use whimbrel_nn::ops;
use whimbrel_nn::optimiser::{Adam, Settings};
use whimbrel_nn::random::Random;

/// A word with what it states.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What the judge sees of it.
    pub input: Input,
    /// Its type; `None` for no political event.
    pub answer: Option<EventType>,
}

/// How the judge is trained.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Seed of all random choices; the networks take seeds of their own from it.
    pub seed: u64,
    /// Networks whose answers are averaged.
    pub networks: usize,
    /// Passes over the samples.
    pub epochs: usize,
    /// Highest rate of learning.
    pub rate: f32,
    /// Weight decay.
    pub decay: f32,
}

impl Default for Config {
    fn default() -> Self {
        Self { seed: 1, networks: 3, epochs: 20, rate: 1.5e-3, decay: 0.3 }
    }
}

/// Samples of a step.
const BATCH: usize = 32;
/// Share of the dense inputs that a step hides.
const DENSE_DROPOUT: f32 = 0.2;
/// Share of the hidden units that a step hides.
const HIDDEN_DROPOUT: f32 = 0.4;
/// Shares of the signs that a step hides: any, the words' own, all of the frames' at once.
const SIGN_DROPOUT: f32 = 0.1;
const WORD_DROPOUT: f32 = 0.4;
const FRAMES_DROPOUT: f32 = 0.15;

/// Trains a judge for the language model of this version.
///
/// The same samples in the same order give the same judge on the same kind of machine.
#[must_use]
pub fn train(samples: &[Sample], model: &str, config: &Config) -> Judge {
    let network = |nth: usize| {
        let random = Random::new(config.seed.wrapping_mul(1000).wrapping_add(nth as u64));
        let parameters = Run::new(samples, config, random).parameters();
        Network::of_parameters(&parameters)
    };
    Judge::new((0..config.networks).map(network).collect(), model)
}

/// The training of one network.
struct Run<'s> {
    samples: &'s [Sample],
    config: &'s Config,
    random: Random,
    parameters: Vec<f32>,
    gradient: Vec<f32>,
}

/// The signs of a step's samples that are not hidden.
type Signs = Vec<Vec<u16>>;

impl<'s> Run<'s> {
    fn new(samples: &'s [Sample], config: &'s Config, mut random: Random) -> Self {
        let parameters = Network::initial(&mut random);
        Self { samples, config, random, parameters, gradient: vec![0.0; layout::TOTAL] }
    }

    fn parameters(mut self) -> Vec<f32> {
        let settings = Settings { decay: self.config.decay, beta2: 0.99, ..Settings::default() };
        let mut adam = Adam::new(layout::TOTAL, settings);
        let mut order: Vec<usize> = (0..self.samples.len()).collect();
        let steps = (self.config.epochs * order.len().div_ceil(BATCH)).max(1);
        for _ in 0..self.config.epochs {
            self.random.shuffle(&mut order);
            for batch in order.chunks(BATCH) {
                self.gradient.fill(0.0);
                self.step(batch);
                // Up over the first twentieth, then down to nothing.
                let done = adam.steps() as f32 / steps as f32;
                let rate = self.config.rate * (done * 20.0).min((1.0 - done) / 0.95).min(1.0);
                adam.step(&mut self.parameters, &self.gradient, rate);
            }
        }
        self.parameters
    }

    /// Adds the gradient of a batch.
    fn step(&mut self, batch: &[usize]) {
        let mut dense: Vec<f32> =
            batch.iter().flat_map(|&at| self.samples[at].input.dense.iter().copied()).collect();
        ops::dropout(&mut dense, DENSE_DROPOUT, &mut self.random);
        let signs: Signs = batch.iter().map(|&at| self.visible(at)).collect();
        let mut hidden = hidden(&self.parameters, &dense, &signs);
        let mask = ops::dropout(&mut hidden, HIDDEN_DROPOUT, &mut self.random);
        let mut scores = scores(&self.parameters, &hidden, &signs);
        let weight = 1.0 / batch.len() as f32;
        for (row, &at) in scores.chunks_exact_mut(ANSWERS).zip(batch) {
            ops::cross_entropy(row, number(self.samples[at].answer), weight);
        }
        self.add_gradient(&dense, &signs, &hidden, &mask, &scores);
    }

    /// The signs of a sample that this step shows.
    fn visible(&mut self, at: usize) -> Vec<u16> {
        let without_frames = self.random.unit() < FRAMES_DROPOUT;
        let (random, sparse) = (&mut self.random, &self.samples[at].input.sparse);
        let mut shown = |sign: &u16| {
            let share = if is_of_words(*sign) { WORD_DROPOUT } else { SIGN_DROPOUT };
            let hidden = random.unit() < share;
            !(hidden || (without_frames && is_of_frames(*sign)))
        };
        sparse.iter().copied().filter(|sign| shown(sign)).collect()
    }

    fn add_gradient(
        &mut self,
        dense: &[f32],
        signs: &Signs,
        hidden: &[f32],
        mask: &[f32],
        errors: &[f32],
    ) {
        let rows = signs.len();
        let shape = [rows, HIDDEN, ANSWERS];
        ops::weight_gradient(hidden, errors, &mut self.gradient[layout::SCORES], shape);
        ops::bias_grad(errors, &mut self.gradient[layout::SCORES_BIAS]);
        let mut below = vec![0.0; rows * HIDDEN];
        ops::input_gradient(errors, &self.parameters[layout::SCORES], &mut below, shape, false);
        ops::apply_mask(&mut below, mask);
        for (b, h) in below.iter_mut().zip(hidden) {
            *b = if *h > 0.0 { *b } else { 0.0 };
        }
        let map = &mut self.gradient[layout::DENSE_MAP];
        ops::weight_gradient(dense, &below, map, [rows, DENSE, HIDDEN]);
        ops::bias_grad(&below, &mut self.gradient[layout::BIAS]);
        add_rows_gradient(&below, signs, &mut self.gradient[layout::SPARSE_MAP]);
        add_rows_gradient(errors, signs, &mut self.gradient[layout::DIRECT]);
    }
}

fn number(answer: Option<EventType>) -> usize {
    answer.map_or(0, |event| 1 + event as usize)
}

/// The hidden layer of several samples, negative values cut off.
fn hidden(parameters: &[f32], dense: &[f32], signs: &Signs) -> Vec<f32> {
    let mut hidden = vec![0.0; signs.len() * HIDDEN];
    let shape = [signs.len(), DENSE, HIDDEN];
    ops::matmul(dense, &parameters[layout::DENSE_MAP], &mut hidden, shape, false);
    ops::add_bias(&mut hidden, &parameters[layout::BIAS]);
    add_rows(&parameters[layout::SPARSE_MAP], signs, &mut hidden);
    hidden.iter_mut().for_each(|h| *h = h.max(0.0));
    hidden
}

/// Adds to each row of `to` the rows of a map that its signs stand for.
fn add_rows(map: &[f32], signs: &Signs, to: &mut [f32]) {
    let width = to.len() / signs.len().max(1);
    for (to, signs) in to.chunks_exact_mut(width).zip(signs) {
        for &sign in signs {
            let row = &map[sign as usize * width..][..width];
            to.iter_mut().zip(row).for_each(|(t, w)| *t += w);
        }
    }
}

/// The gradient of [`add_rows`].
fn add_rows_gradient(errors: &[f32], signs: &Signs, map: &mut [f32]) {
    let width = errors.len() / signs.len().max(1);
    for (errors, signs) in errors.chunks_exact(width).zip(signs) {
        for &sign in signs {
            let row = &mut map[sign as usize * width..][..width];
            row.iter_mut().zip(errors).for_each(|(r, e)| *r += e);
        }
    }
}

fn scores(parameters: &[f32], hidden: &[f32], signs: &Signs) -> Vec<f32> {
    let rows = hidden.len() / HIDDEN;
    let mut scores = vec![0.0; rows * ANSWERS];
    let shape = [rows, HIDDEN, ANSWERS];
    ops::matmul(hidden, &parameters[layout::SCORES], &mut scores, shape, false);
    ops::add_bias(&mut scores, &parameters[layout::SCORES_BIAS]);
    add_rows(&parameters[layout::DIRECT], signs, &mut scores);
    scores
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::SPARSE;

    fn samples(n: usize) -> Vec<Sample> {
        let mut random = Random::new(7);
        let sample = |nth: usize| {
            let mut input = Input::default();
            input.dense.iter_mut().for_each(|x| *x = random.normal() * 0.3);
            let answer = [None, Some(EventType::Assault), Some(EventType::Aid)][nth % 3];
            input.dense[number(answer)] += 3.0;
            input.sparse = vec![(random.bits() % SPARSE as u64) as u16, number(answer) as u16];
            Sample { input, answer }
        };
        (0..n).map(sample).collect()
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let samples = samples(4);
        let config = Config::default();
        let mut run = Run::new(&samples, &config, Random::new(3));
        let signs: Signs = samples.iter().map(|s| s.input.sparse.clone()).collect();
        let dense: Vec<f32> = samples.iter().flat_map(|s| s.input.dense.clone()).collect();
        let loss = |parameters: &[f32], errors: &mut Vec<f32>| -> f32 {
            *errors = scores(parameters, &hidden(parameters, &dense, &signs), &signs);
            let rows = errors.chunks_exact_mut(ANSWERS).zip(&samples);
            rows.map(|(row, s)| ops::cross_entropy(row, number(s.answer), 1.0)).sum()
        };
        let mut errors = Vec::new();
        loss(&run.parameters, &mut errors);
        let of_hidden = hidden(&run.parameters, &dense, &signs);
        run.add_gradient(&dense, &signs, &of_hidden, &[], &errors);
        let places = [layout::DENSE_MAP, layout::SPARSE_MAP, layout::SCORES, layout::DIRECT];
        for range in places {
            let steepest = range
                .clone()
                .max_by(|a, b| run.gradient[*a].abs().total_cmp(&run.gradient[*b].abs()));
            let at = steepest.expect("a parameter");
            let mut moved = run.parameters.clone();
            let mut at_step = |step: f32| {
                moved[at] = run.parameters[at] + step;
                loss(&moved, &mut Vec::new())
            };
            let slope = (at_step(1e-2) - at_step(-1e-2)) / 2e-2;
            let error = (slope - run.gradient[at]).abs() / slope.abs().max(0.01);
            assert!(error < 0.05, "{range:?}: {slope} {}", run.gradient[at]);
        }
    }

    #[test]
    fn what_is_plain_is_learnt_and_twice_the_same() {
        let samples = samples(120);
        let config = Config { networks: 1, epochs: 20, ..Config::default() };
        let judge = train(&samples, "0123abcd", &config);
        let right = samples.iter().filter(|s| judge.verdict(&s.input).answer() == s.answer);
        assert!(right.count() > 110);
        assert_eq!(judge.to_bytes(), train(&samples, "0123abcd", &config).to_bytes());
    }
}
