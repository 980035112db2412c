//! One network of the judge: inputs, a hidden layer, one score an answer.

use crate::ANSWERS;
use crate::file::{self, Reader};
use crate::inputs::{DENSE, Input, SPARSE, frame_signs};
use whimbrel_nn::integer::{Inputs, Map, Rounded};
use whimbrel_nn::kernel::{exp, products};
use whimbrel_nn::random::Random;

/// Units of the hidden layer.
pub(crate) const HIDDEN: usize = 64;

/// A matrix whose rows are kept as bytes with a scale each, and as numbers for use.
#[derive(Clone, Debug, PartialEq)]
struct Rows {
    scales: Vec<f32>,
    small: Vec<i8>,
    values: Vec<f32>,
}

impl Rows {
    fn new(values: &[f32], width: usize) -> Self {
        let (mut scales, mut small) = (Vec::new(), Vec::new());
        for row in values.chunks_exact(width) {
            let scale = row.iter().fold(0.0f32, |max, v| max.max(v.abs())) / 127.0;
            let round = |v: &f32| if scale > 0.0 { (v / scale).round() as i8 } else { 0 };
            scales.push(scale);
            small.extend(row.iter().map(round));
        }
        Self::of_bytes(scales, small, width)
    }

    fn of_bytes(scales: Vec<f32>, small: Vec<i8>, width: usize) -> Self {
        let rows = small.chunks_exact(width).zip(&scales);
        let values =
            rows.flat_map(|(row, scale)| row.iter().map(move |v| scale * f32::from(*v))).collect();
        Self { scales, small, values }
    }

    fn write(&self, out: &mut Vec<u8>) {
        file::write_floats(out, &self.scales);
        file::write_small(out, &self.small);
    }

    fn read(input: &mut Reader<'_>, rows: usize, width: usize) -> Option<Self> {
        let (scales, small) = (input.floats()?, input.small()?);
        let fits = scales.len() == rows && small.len() == rows * width;
        fits.then(|| Self::of_bytes(scales, small, width))
    }
}

/// Where the parameters lie in the flat vector of training: matrices as `[inputs × outputs]`.
pub(crate) mod layout {
    use super::{ANSWERS, DENSE, HIDDEN, SPARSE};
    use std::ops::Range;

    pub(crate) const DENSE_MAP: Range<usize> = 0..DENSE * HIDDEN;
    pub(crate) const SPARSE_MAP: Range<usize> = DENSE_MAP.end..DENSE_MAP.end + SPARSE * HIDDEN;
    pub(crate) const BIAS: Range<usize> = SPARSE_MAP.end..SPARSE_MAP.end + HIDDEN;
    pub(crate) const SCORES: Range<usize> = BIAS.end..BIAS.end + HIDDEN * ANSWERS;
    pub(crate) const SCORES_BIAS: Range<usize> = SCORES.end..SCORES.end + ANSWERS;
    /// From the signs straight to the scores.
    pub(crate) const DIRECT: Range<usize> = SCORES_BIAS.end..SCORES_BIAS.end + SPARSE * ANSWERS;
    pub(crate) const TOTAL: usize = DIRECT.end;
}

/// A network as used: rows stand for outputs, those of the sparse inputs for inputs.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    rounded: Rounded,
    dense: Map,
    sparse: Rows,
    bias: Vec<f32>,
    scores: Rows,
    scores_bias: Vec<f32>,
    direct: Rows,
}

impl Network {
    /// Returns the parameters at the start of training.
    pub(crate) fn initial(random: &mut Random) -> Vec<f32> {
        let mut parameters = vec![0.0; layout::TOTAL];
        let mut fill = |range: std::ops::Range<usize>, deviation: f32| {
            parameters[range].iter_mut().for_each(|p| *p = random.normal() * deviation);
        };
        fill(layout::DENSE_MAP, 0.5 / (DENSE as f32).sqrt());
        fill(layout::SPARSE_MAP, 0.1);
        fill(layout::SCORES, 1.0 / (HIDDEN as f32).sqrt());
        // The frames' word counts from the start, so that little has to be learnt to follow it.
        for (sign, answer) in frame_signs() {
            parameters[layout::DIRECT][sign as usize * ANSWERS + answer] = 1.0;
        }
        parameters
    }

    /// Returns the network of trained parameters, its weights rounded.
    ///
    /// # Panics
    /// Never: the parts have the shapes that the layout gives them.
    pub(crate) fn of_parameters(parameters: &[f32]) -> Self {
        let rounded = Rounded::new(&parameters[layout::DENSE_MAP], HIDDEN);
        let turned = |values: &[f32], columns: usize| -> Vec<f32> {
            let column = |c: usize| values.iter().skip(c).step_by(columns).copied();
            (0..columns).flat_map(column).collect()
        };
        Self {
            dense: Map::new(&rounded, DENSE).expect("the map has its shape"),
            rounded,
            sparse: Rows::new(&parameters[layout::SPARSE_MAP], HIDDEN),
            bias: parameters[layout::BIAS].to_vec(),
            scores: Rows::new(&turned(&parameters[layout::SCORES], ANSWERS), HIDDEN),
            scores_bias: parameters[layout::SCORES_BIAS].to_vec(),
            direct: Rows::new(&parameters[layout::DIRECT], ANSWERS),
        }
    }

    #[cfg(test)]
    pub(crate) fn of_seed(seed: u64) -> Self {
        Self::of_parameters(&Self::initial(&mut Random::new(seed)))
    }

    /// Returns the share of each answer; they sum to 1. `dense` are the input's dense numbers, rounded
    /// once for all networks.
    pub(crate) fn shares(&self, dense: &Inputs, input: &Input) -> [f32; ANSWERS] {
        let mut hidden = self.dense.apply(dense, 1, &self.bias);
        for &at in &input.sparse {
            let row = &self.sparse.values[at as usize * HIDDEN..][..HIDDEN];
            hidden.iter_mut().zip(row).for_each(|(h, w)| *h += w);
        }
        hidden.iter_mut().for_each(|h| *h = h.max(0.0));
        let mut scores = [0.0; ANSWERS];
        products(&hidden, &self.scores.values, HIDDEN, &mut scores);
        for &at in &input.sparse {
            let row = &self.direct.values[at as usize * ANSWERS..][..ANSWERS];
            scores.iter_mut().zip(row).for_each(|(s, w)| *s += w);
        }
        scores.iter_mut().zip(&self.scores_bias).for_each(|(s, b)| *s += b);
        softmax(scores)
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        file::write_floats(out, &self.rounded.scales);
        file::write_small(out, &self.rounded.steps);
        [&self.sparse, &self.scores, &self.direct].iter().for_each(|rows| rows.write(out));
        file::write_floats(out, &self.bias);
        file::write_floats(out, &self.scores_bias);
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Self> {
        let rounded = Rounded { scales: input.floats()?, steps: input.small()? };
        let dense = Map::new(&rounded, DENSE).filter(|map| map.outputs() == HIDDEN)?;
        let sparse = Rows::read(input, SPARSE, HIDDEN)?;
        let scores = Rows::read(input, ANSWERS, HIDDEN)?;
        let direct = Rows::read(input, SPARSE, ANSWERS)?;
        let (bias, scores_bias) = (input.floats()?, input.floats()?);
        let fits = bias.len() == HIDDEN && scores_bias.len() == ANSWERS;
        fits.then_some(Self { rounded, dense, sparse, bias, scores, scores_bias, direct })
    }
}

fn softmax(mut scores: [f32; ANSWERS]) -> [f32; ANSWERS] {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = exp(*score - most));
    let sum: f32 = scores.iter().sum();
    scores.map(|score| score / sum)
}
