//! The state of a run between two passes, so that it can be broken off and taken up again.

use crate::bytes::{Reader, Writer};
use crate::network::Layout;
use whimbrel_nn::optimiser::{Adam, Settings};
use whimbrel_nn::random::Random;

const MAGIC: &[u8] = b"WHIMBREL-TRAIN-2";

/// Share of the average that a step keeps: it reaches over some thousand steps.
const KEPT: f32 = 0.999;

/// All that changes from step to step.
pub(super) struct State {
    pub(super) parameters: Vec<f32>,
    /// The moving average of the parameters, which the model is made of: it wavers less than what
    /// the last steps left.
    pub(super) averaged: Vec<f32>,
    pub(super) adam: Adam,
    pub(super) random: Random,
    /// Passes done.
    pub(super) epoch: usize,
}

impl State {
    pub(super) fn new(layout: &Layout, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let parameters = layout.initial(&mut random);
        let averaged = parameters.clone();
        let adam = Adam::new(layout.total, Settings::default());
        Self { parameters, averaged, adam, random, epoch: 0 }
    }

    /// Moves the average towards the parameters; early on it follows them closely.
    pub(super) fn average(&mut self) {
        let share = (10.0 / (self.adam.steps() as f32 + 10.0)).max(1.0 - KEPT);
        for (average, parameter) in self.averaged.iter_mut().zip(&self.parameters) {
            *average += share * (parameter - *average);
        }
    }

    /// Returns the state's bytes; `about` tells the run from others.
    pub(super) fn write(&self, about: &str) -> Vec<u8> {
        let mut out = Writer::default();
        out.bytes.extend(MAGIC);
        out.text(about);
        out.number(self.epoch);
        out.bytes.extend(self.random.state().to_le_bytes());
        out.number(self.adam.steps());
        let (first, second) = self.adam.moments();
        let all = [&self.parameters[..], &self.averaged, first, second];
        all.into_iter().for_each(|values| out.floats(values));
        out.bytes
    }

    /// Reads the state of the run that `about` names, with `n` parameters.
    pub(super) fn read(bytes: &[u8], about: &str, n: usize) -> Option<Self> {
        let mut input = Reader::new(bytes.strip_prefix(MAGIC)?);
        let same_run = input.text()? == about;
        let epoch = input.number()?;
        let random = Random::new(u64::from_le_bytes(input.take(8)?.try_into().ok()?));
        let steps = input.number()?;
        let (parameters, averaged) = (input.floats()?, input.floats()?);
        let (first, second) = (input.floats()?, input.floats()?);
        let all = [&parameters, &averaged, &first, &second];
        let fits = all.iter().all(|values| values.len() == n);
        let adam = Adam::resumed(first, second, steps, Settings::default());
        let state = Self { parameters, averaged, adam, random, epoch };
        (same_run && fits && input.is_empty()).then_some(state)
    }
}
