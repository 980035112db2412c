//! The encoder forwards and backwards, for training.

use super::batch::Batch;
use crate::features::N_FEATURES;
use crate::network::{D, LAYERS, LayerPart, Layout, Part, WINDOW};
use whimbrel_nn::kernel::sigmoid;
use whimbrel_nn::ops;
use whimbrel_nn::random::Random;

/// Share of a word's features that are left out while training.
const FEATURE_DROPOUT: f32 = 0.07;
/// Share of words whose word-piece vector is left out.
const VECTOR_DROPOUT: f32 = 0.05;

/// The network with its parameters.
#[derive(Clone, Copy)]
pub(super) struct Net<'p> {
    pub(super) layout: &'p Layout,
    pub(super) parameters: &'p [f32],
    /// Strength of dropout; 0 while scoring.
    pub(super) drop: f32,
}

/// What a layer keeps for the way back.
#[derive(Default)]
struct Kept {
    input: Vec<f32>,
    moments: Vec<(f32, f32)>,
    /// What the layer's map was applied to: windows, or normed rows.
    mapped: Vec<f32>,
    /// The map's results, gates already squashed.
    results: Vec<f32>,
    /// The recurrence's states, before and after dropout.
    states: Vec<f32>,
    dropped: Vec<f32>,
    mask: Vec<f32>,
    output_mask: Vec<f32>,
}

/// A batch's states with what the way back needs.
pub(super) struct Encoded {
    /// `[rows × D]`.
    pub(super) states: Vec<f32>,
    layers: Vec<Kept>,
    first: Kept,
    last: Kept,
    feature_kept: Vec<bool>,
    vector_kept: Vec<bool>,
}

impl<'p> Net<'p> {
    pub(super) fn part(&self, part: Part) -> &'p [f32] {
        &self.parameters[self.layout.range(part)]
    }

    /// Encodes a batch; dropout draws from `random`.
    pub(super) fn encode(&self, batch: &Batch, random: &mut Random) -> Encoded {
        let rows = batch.rows();
        let kept = |n: usize, share: f32, random: &mut Random| -> Vec<bool> {
            (0..n).map(|_| self.drop == 0.0 || random.unit() >= share).collect()
        };
        let feature_kept = kept(rows * N_FEATURES, FEATURE_DROPOUT, random);
        let vector_kept = kept(rows, VECTOR_DROPOUT, random);
        let mut first =
            Kept { input: self.sums(batch, &feature_kept, &vector_kept), ..Kept::default() };
        let mut x = vec![0.0; rows * D];
        let norm = [Part::InputGain, Part::InputBias];
        first.moments = self.norm(&first.input, norm, &mut x);
        first.mask = ops::dropout(&mut x, self.drop, random);
        let mut layers = Vec::new();
        for layer in 0..LAYERS {
            let kept = match layer % 2 {
                0 => self.convolve(batch, layer, &mut x, random),
                _ => self.recur(batch, layer, &mut x, random),
            };
            layers.push(kept);
        }
        let mut last = Kept { input: x, ..Kept::default() };
        let mut states = vec![0.0; rows * D];
        last.moments = self.norm(&last.input, [Part::OutputGain, Part::OutputBias], &mut states);
        last.mask = ops::dropout(&mut states, self.drop, random);
        Encoded { states, layers, first, last, feature_kept, vector_kept }
    }

    /// The summed features of each word; the root's own state in its rows.
    fn sums(&self, batch: &Batch, feature_kept: &[bool], vector_kept: &[bool]) -> Vec<f32> {
        let rows = batch.rows();
        let mut x = vec![0.0f32; rows * D];
        let width = self.layout.sizes.vectors;
        if width > 0 {
            ops::matmul(&batch.vectors, self.part(Part::Vectors), &mut x, [rows, width, D], false);
            for row in (0..rows).filter(|row| !vector_kept[*row]) {
                x[row * D..(row + 1) * D].fill(0.0);
            }
        }
        for row in 0..rows {
            let out = &mut x[row * D..(row + 1) * D];
            for feature in 0..N_FEATURES {
                let at = row * N_FEATURES + feature;
                if feature_kept[at] {
                    let id = batch.features[at] as usize;
                    let entry = &self.part(Part::Table(feature))[id * D..(id + 1) * D];
                    out.iter_mut().zip(entry).for_each(|(o, e)| *o += e);
                }
            }
        }
        for start in batch.roots() {
            x[start * D..(start + 1) * D].copy_from_slice(self.part(Part::Root));
        }
        x
    }

    fn norm(&self, x: &[f32], [gain, bias]: [Part; 2], out: &mut [f32]) -> Vec<(f32, f32)> {
        ops::layer_norm_rows(x, self.part(gain), self.part(bias), out)
    }

    /// Gated convolution: x + dropout(u · sigmoid(v)), (u, v) = W [left, word, right] + b.
    fn convolve(&self, batch: &Batch, layer: usize, x: &mut [f32], random: &mut Random) -> Kept {
        let rows = batch.rows();
        let part = |part| Part::Layer(layer, part);
        let mut kept = Kept { input: x.to_vec(), ..Kept::default() };
        let mut normed = vec![0.0; rows * D];
        kept.moments =
            self.norm(&kept.input, [part(LayerPart::Gain), part(LayerPart::Bias)], &mut normed);
        kept.mapped = windows(&normed, &batch.starts);
        kept.results = vec![0.0; rows * 2 * D];
        let weights = self.part(part(LayerPart::Weights));
        ops::matmul(&kept.mapped, weights, &mut kept.results, [rows, WINDOW * D, 2 * D], false);
        ops::add_bias(&mut kept.results, self.part(part(LayerPart::WeightsBias)));
        let mut gated = vec![0.0; rows * D];
        for (out, pair) in gated.chunks_exact_mut(D).zip(kept.results.chunks_exact_mut(2 * D)) {
            let (values, gates) = pair.split_at_mut(D);
            for ((o, u), v) in out.iter_mut().zip(values).zip(gates) {
                *v = sigmoid(*v);
                *o = *u * *v;
            }
        }
        kept.mask = ops::dropout(&mut gated, self.drop * 0.75, random);
        x.iter_mut().zip(&gated).for_each(|(x, g)| *x += g);
        kept
    }

    /// Gated recurrence both ways: x + dropout(W' [forward, backward] + b').
    fn recur(&self, batch: &Batch, layer: usize, x: &mut [f32], random: &mut Random) -> Kept {
        let rows = batch.rows();
        let part = |part| Part::Layer(layer, part);
        let mut kept = Kept { input: x.to_vec(), mapped: vec![0.0; rows * D], ..Kept::default() };
        let norm = [part(LayerPart::Gain), part(LayerPart::Bias)];
        kept.moments = self.norm(&kept.input, norm, &mut kept.mapped);
        kept.results = vec![0.0; rows * 4 * D];
        let weights = self.part(part(LayerPart::Weights));
        ops::matmul(&kept.mapped, weights, &mut kept.results, [rows, D, 4 * D], false);
        ops::add_bias(&mut kept.results, self.part(part(LayerPart::WeightsBias)));
        for row in kept.results.chunks_exact_mut(4 * D) {
            row[..2 * D].iter_mut().for_each(|z| *z = sigmoid(*z));
        }
        kept.states = vec![0.0; rows * 2 * D];
        for bounds in batch.starts.windows(2) {
            crate::recurrence::scan(&kept.results, &mut kept.states, bounds[0]..bounds[1]);
        }
        kept.dropped = kept.states.clone();
        kept.mask = ops::dropout(&mut kept.dropped, self.drop * 0.5, random);
        let mut out = vec![0.0; rows * D];
        let output = self.part(part(LayerPart::Output));
        ops::matmul(&kept.dropped, output, &mut out, [rows, 2 * D, D], false);
        ops::add_bias(&mut out, self.part(part(LayerPart::OutputBias)));
        kept.output_mask = ops::dropout(&mut out, self.drop * 0.5, random);
        x.iter_mut().zip(&out).for_each(|(x, o)| *x += o);
        kept
    }

    /// The way back: adds to `gradient` what `states_gradient` asks of the parameters.
    pub(super) fn encode_gradient(
        &self,
        batch: &Batch,
        encoded: &Encoded,
        mut states_gradient: Vec<f32>,
        gradient: &mut [f32],
    ) {
        let rows = batch.rows();
        ops::apply_mask(&mut states_gradient, &encoded.last.mask);
        let mut dx = vec![0.0; rows * D];
        let norm = [Part::OutputGain, Part::OutputBias];
        self.norm_gradient(&encoded.last, norm, &states_gradient, &mut dx, gradient);
        for (layer, kept) in encoded.layers.iter().enumerate().rev() {
            let normed = match layer % 2 {
                0 => self.convolve_gradient(batch, layer, kept, &dx, gradient),
                _ => self.recur_gradient(batch, layer, kept, &dx, gradient),
            };
            let norm = [Part::Layer(layer, LayerPart::Gain), Part::Layer(layer, LayerPart::Bias)];
            self.norm_gradient(kept, norm, &normed, &mut dx, gradient);
        }
        ops::apply_mask(&mut dx, &encoded.first.mask);
        let mut sums = vec![0.0; rows * D];
        let norm = [Part::InputGain, Part::InputBias];
        self.norm_gradient(&encoded.first, norm, &dx, &mut sums, gradient);
        self.sums_gradient(batch, encoded, sums, gradient);
    }

    fn norm_gradient(
        &self,
        kept: &Kept,
        [gain, bias]: [Part; 2],
        dy: &[f32],
        dx: &mut [f32],
        gradient: &mut [f32],
    ) {
        // Gain and bias lie side by side in the flat vector.
        let both = self.layout.range(gain).start..self.layout.range(bias).end;
        let (dgain, dbias) = gradient[both].split_at_mut(D);
        let mut to = ops::NormGradient { x: dx, gain: dgain, bias: dbias };
        ops::layer_norm_gradient(&kept.input, self.part(gain), &kept.moments, dy, &mut to);
    }

    fn convolve_gradient(
        &self,
        batch: &Batch,
        layer: usize,
        kept: &Kept,
        dx: &[f32],
        gradient: &mut [f32],
    ) -> Vec<f32> {
        let rows = batch.rows();
        let mut dgated = dx.to_vec();
        ops::apply_mask(&mut dgated, &kept.mask);
        let mut dresults = vec![0.0; rows * 2 * D];
        for row in 0..rows {
            for j in 0..D {
                let (u, v) = (kept.results[row * 2 * D + j], kept.results[row * 2 * D + D + j]);
                let d = dgated[row * D + j];
                dresults[row * 2 * D + j] = d * v;
                dresults[row * 2 * D + D + j] = d * u * v * (1.0 - v);
            }
        }
        let shape = [rows, WINDOW * D, 2 * D];
        let parts = [LayerPart::Weights, LayerPart::WeightsBias].map(|p| Part::Layer(layer, p));
        let dmapped = self.map_gradient(parts, &kept.mapped, &dresults, shape, gradient);
        let mut dnormed = vec![0.0; rows * D];
        windows_gradient(&dmapped, &mut dnormed, &batch.starts);
        dnormed
    }

    fn recur_gradient(
        &self,
        batch: &Batch,
        layer: usize,
        kept: &Kept,
        dx: &[f32],
        gradient: &mut [f32],
    ) -> Vec<f32> {
        let rows = batch.rows();
        let mut dout = dx.to_vec();
        ops::apply_mask(&mut dout, &kept.output_mask);
        let parts = [LayerPart::Output, LayerPart::OutputBias].map(|p| Part::Layer(layer, p));
        let mut dstates =
            self.map_gradient(parts, &kept.dropped, &dout, [rows, 2 * D, D], gradient);
        ops::apply_mask(&mut dstates, &kept.mask);
        let mut dresults = vec![0.0; rows * 4 * D];
        for bounds in batch.starts.windows(2) {
            let span = bounds[0]..bounds[1];
            let run = crate::recurrence::Run { results: &kept.results, states: &kept.states };
            crate::recurrence::scan_gradient(&run, &dstates, &mut dresults, span);
        }
        let parts = [LayerPart::Weights, LayerPart::WeightsBias].map(|p| Part::Layer(layer, p));
        self.map_gradient(parts, &kept.mapped, &dresults, [rows, D, 4 * D], gradient)
    }

    /// Adds the gradient of a map's weights and of its bias.
    pub(super) fn weights_gradient(
        &self,
        [weights, bias]: [Part; 2],
        inputs: &[f32],
        doutputs: &[f32],
        shape: [usize; 3],
        gradient: &mut [f32],
    ) {
        ops::weight_gradient(inputs, doutputs, &mut gradient[self.layout.range(weights)], shape);
        ops::bias_grad(doutputs, &mut gradient[self.layout.range(bias)]);
    }

    /// Gradient of a map; returns that of what it was applied to.
    pub(super) fn map_gradient(
        &self,
        parts: [Part; 2],
        inputs: &[f32],
        doutputs: &[f32],
        shape: [usize; 3],
        gradient: &mut [f32],
    ) -> Vec<f32> {
        self.weights_gradient(parts, inputs, doutputs, shape, gradient);
        let mut dinputs = vec![0.0; shape[0] * shape[1]];
        ops::input_gradient(doutputs, self.part(parts[0]), &mut dinputs, shape, false);
        dinputs
    }

    fn sums_gradient(
        &self,
        batch: &Batch,
        encoded: &Encoded,
        mut sums: Vec<f32>,
        gradient: &mut [f32],
    ) {
        let add = |to: &mut [f32], from: &[f32]| to.iter_mut().zip(from).for_each(|(t, f)| *t += f);
        let root = self.layout.range(Part::Root);
        for start in batch.roots() {
            add(&mut gradient[root.clone()], &sums[start * D..(start + 1) * D]);
            sums[start * D..(start + 1) * D].fill(0.0);
        }
        for at in (0..batch.rows() * N_FEATURES).filter(|at| encoded.feature_kept[*at]) {
            let (row, feature) = (at / N_FEATURES, at % N_FEATURES);
            let entry =
                self.layout.range(Part::Table(feature)).start + batch.features[at] as usize * D;
            add(&mut gradient[entry..entry + D], &sums[row * D..(row + 1) * D]);
        }
        let width = self.layout.sizes.vectors;
        if width > 0 {
            for row in (0..batch.rows()).filter(|row| !encoded.vector_kept[*row]) {
                sums[row * D..(row + 1) * D].fill(0.0);
            }
            let range = self.layout.range(Part::Vectors);
            let shape = [batch.rows(), width, D];
            ops::weight_gradient(&batch.vectors, &sums, &mut gradient[range], shape);
        }
    }
}

/// The rows that a window at `row` covers within a sentence, with their places in the window.
fn window(row: usize, bounds: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    let (start, end) = (bounds[0], bounds[1]);
    (0..WINDOW).filter_map(move |place| {
        let seen = (row + place).checked_sub(WINDOW / 2)?;
        (start..end).contains(&seen).then_some((place, seen))
    })
}

/// Rows with their neighbours, zeros beyond a sentence's ends: `[rows × WINDOW·D]`.
pub(super) fn windows(x: &[f32], starts: &[usize]) -> Vec<f32> {
    let mut out = vec![0.0; x.len() * WINDOW];
    for bounds in starts.windows(2) {
        for row in bounds[0]..bounds[1] {
            for (place, seen) in window(row, bounds) {
                let at = (row * WINDOW + place) * D;
                out[at..at + D].copy_from_slice(&x[seen * D..(seen + 1) * D]);
            }
        }
    }
    out
}

/// Adds to `dx` the gradient of windows.
pub(super) fn windows_gradient(dwindows: &[f32], dx: &mut [f32], starts: &[usize]) {
    for bounds in starts.windows(2) {
        for row in bounds[0]..bounds[1] {
            for (place, seen) in window(row, bounds) {
                let from = &dwindows[(row * WINDOW + place) * D..][..D];
                let to = &mut dx[seen * D..(seen + 1) * D];
                to.iter_mut().zip(from).for_each(|(t, f)| *t += f);
            }
        }
    }
}
