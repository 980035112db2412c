//! The heads' losses and their gradients.

use super::batch::{Batch, Gold, NO_LABEL};
use super::encoder::{Net, windows, windows_gradient};
use crate::network::{ARC, D, Head, LABEL, NAMES, Part, WINDOW};
use whimbrel_nn::random::Random;
use whimbrel_nn::{kernel, ops};

/// Weight of each tag head's loss beside arcs and labels, which weigh 1.
const TAG_HEADS: [(Head, f32); 3] = [(Head::Upos, 0.3), (Head::Xpos, 0.3), (Head::Feats, 0.2)];

/// Weight of the names' loss.
const NAMES_WEIGHT: f32 = 0.8;

/// Mean losses of a batch: arcs, labels, names.
pub(super) type Losses = [f32; 3];

impl Net<'_> {
    /// Returns the summed losses of a batch and adds their gradient, each token weighing `scale`.
    pub(super) fn loss(
        &self,
        batch: &Batch,
        gold: &Gold,
        random: &mut Random,
        scale: f32,
        gradient: &mut [f32],
    ) -> Losses {
        let encoded = self.encode(batch, random);
        let mut dstates = vec![0.0; batch.rows() * D];
        let states = &encoded.states;
        for ((head, weight), labels) in TAG_HEADS.into_iter().zip(gold.tags()) {
            self.tag_loss(states, head, labels, weight * scale, &mut dstates, gradient);
        }
        let arcs = self.arc_loss(batch, states, gold, random, scale, &mut dstates, gradient);
        let labels = self.label_loss(batch, states, gold, random, scale, &mut dstates, gradient);
        let names = self.names_loss(batch, states, gold, random, scale, &mut dstates, gradient);
        self.encode_gradient(batch, &encoded, dstates, gradient);
        [arcs, labels, names]
    }

    fn head(&self, states: &[f32], head: Head) -> Vec<f32> {
        let inputs = head.inputs();
        let (rows, n) = (states.len() / inputs, self.layout.sizes.head(head));
        let mut out = vec![0.0; rows * n];
        ops::matmul(states, self.part(Part::Head(head)), &mut out, [rows, inputs, n], false);
        ops::add_bias(&mut out, self.part(Part::HeadBias(head)));
        out
    }

    fn head_gradient(
        &self,
        states: &[f32],
        head: Head,
        dscores: &[f32],
        dstates: &mut [f32],
        gradient: &mut [f32],
    ) {
        let inputs = head.inputs();
        let shape = [states.len() / inputs, inputs, self.layout.sizes.head(head)];
        let parts = [Part::Head(head), Part::HeadBias(head)];
        self.weights_gradient(parts, states, dscores, shape, gradient);
        ops::input_gradient(dscores, self.part(Part::Head(head)), dstates, shape, true);
    }

    fn tag_loss(
        &self,
        states: &[f32],
        head: Head,
        gold: &[u32],
        weight: f32,
        dstates: &mut [f32],
        gradient: &mut [f32],
    ) {
        let mut scores = self.head(states, head);
        rows_loss(&mut scores, gold, weight);
        self.head_gradient(states, head, &scores, dstates, gradient);
    }

    #[expect(clippy::too_many_arguments, reason = "the losses share one signature")]
    fn arc_loss(
        &self,
        batch: &Batch,
        states: &[f32],
        gold: &Gold,
        random: &mut Random,
        scale: f32,
        dstates: &mut [f32],
        gradient: &mut [f32],
    ) -> f32 {
        let rows = batch.rows();
        let mut dependents = self.head(states, Head::ArcDependent);
        let mut heads = self.head(states, Head::ArcHead);
        kernel::leaky(&mut dependents);
        kernel::leaky(&mut heads);
        let plain = [dependents.clone(), heads.clone()];
        let dependent_mask = ops::dropout(&mut dependents, self.drop, random);
        let head_mask = ops::dropout(&mut heads, self.drop, random);
        let mut queries = vec![0.0; rows * ARC];
        ops::matmul(&dependents, self.part(Part::Arcs), &mut queries, [rows, ARC, ARC], false);
        ops::add_bias(&mut queries, self.part(Part::ArcsBias));
        let (mut dqueries, mut dheads) = (vec![0.0; rows * ARC], vec![0.0; rows * ARC]);
        let norm = 1.0 / (ARC as f32).sqrt();
        let mut loss = 0.0;
        for bounds in batch.starts.windows(2) {
            let (start, n) = (bounds[0], bounds[1] - bounds[0]);
            let stretch = start * ARC..bounds[1] * ARC;
            let mut scores = vec![0.0; n * n];
            let (queries, heads) = (&queries[stretch.clone()], &heads[stretch.clone()]);
            ops::input_gradient(queries, heads, &mut scores, [n, n, ARC], false);
            for (row, scores) in scores.chunks_exact_mut(n).enumerate() {
                scores.iter_mut().for_each(|score| *score *= norm);
                scores[row] = -1e4;
                if row == 0 {
                    scores.fill(0.0);
                } else {
                    loss += ops::cross_entropy(scores, gold.head[start + row] as usize, scale);
                    scores[row] = 0.0;
                }
                scores.iter_mut().for_each(|score| *score *= norm);
            }
            ops::matmul(&scores, heads, &mut dqueries[stretch.clone()], [n, n, ARC], true);
            ops::weight_gradient(&scores, queries, &mut dheads[stretch], [n, n, ARC]);
        }
        let shape = [rows, ARC, ARC];
        let parts = [Part::Arcs, Part::ArcsBias];
        let mut ddependents = self.map_gradient(parts, &dependents, &dqueries, shape, gradient);
        ops::apply_mask(&mut ddependents, &dependent_mask);
        ops::apply_mask(&mut dheads, &head_mask);
        ops::leaky_gradient(&plain[0], &mut ddependents);
        ops::leaky_gradient(&plain[1], &mut dheads);
        self.head_gradient(states, Head::ArcDependent, &ddependents, dstates, gradient);
        self.head_gradient(states, Head::ArcHead, &dheads, dstates, gradient);
        loss
    }

    #[expect(clippy::too_many_arguments, reason = "the losses share one signature")]
    fn label_loss(
        &self,
        batch: &Batch,
        states: &[f32],
        gold: &Gold,
        random: &mut Random,
        scale: f32,
        dstates: &mut [f32],
        gradient: &mut [f32],
    ) -> f32 {
        let (rows, n) = (batch.rows(), self.layout.sizes.rels);
        let head_rows = batch.head_rows(&gold.head);
        let mut hidden = vec![0.0; rows * LABEL];
        let mut of_heads = vec![0.0; rows * LABEL];
        let shape = [rows, D, LABEL];
        ops::matmul(states, self.part(Part::LabelDependent), &mut hidden, shape, false);
        ops::matmul(states, self.part(Part::LabelHead), &mut of_heads, shape, false);
        for (row, hidden) in hidden.chunks_exact_mut(LABEL).enumerate() {
            let head = &of_heads[head_rows[row] * LABEL..][..LABEL];
            for ((h, o), b) in hidden.iter_mut().zip(head).zip(self.part(Part::LabelBias)) {
                *h = (*h + o + b).max(0.0);
            }
        }
        let active: Vec<bool> = hidden.iter().map(|h| *h > 0.0).collect();
        let mask = ops::dropout(&mut hidden, self.drop, random);
        let mut scores = vec![0.0; rows * n];
        let score_shape = [rows, LABEL, n];
        ops::matmul(&hidden, self.part(Part::LabelScores), &mut scores, score_shape, false);
        ops::add_bias(&mut scores, self.part(Part::LabelScoresBias));
        let loss = rows_loss(&mut scores, &gold.rel, scale);
        let parts = [Part::LabelScores, Part::LabelScoresBias];
        let mut dhidden = self.map_gradient(parts, &hidden, &scores, score_shape, gradient);
        hidden_gradient(&mut dhidden, &mask, &active);
        let range = self.layout.range(Part::LabelBias);
        ops::bias_grad(&dhidden, &mut gradient[range]);
        let mut dheads = vec![0.0; rows * LABEL];
        for (row, dhidden) in dhidden.chunks_exact(LABEL).enumerate() {
            let to = &mut dheads[head_rows[row] * LABEL..][..LABEL];
            to.iter_mut().zip(dhidden).for_each(|(t, d)| *t += d);
        }
        for (part, d) in [(Part::LabelDependent, &dhidden), (Part::LabelHead, &dheads)] {
            let range = self.layout.range(part);
            ops::weight_gradient(states, d, &mut gradient[range], shape);
            ops::input_gradient(d, self.part(part), dstates, shape, true);
        }
        loss
    }
}

impl Net<'_> {
    /// Names: W' relu(W [left, word, right] + b) + b' over states.
    #[expect(clippy::too_many_arguments, reason = "the losses share one signature")]
    fn names_loss(
        &self,
        batch: &Batch,
        states: &[f32],
        gold: &Gold,
        random: &mut Random,
        scale: f32,
        dstates: &mut [f32],
        gradient: &mut [f32],
    ) -> f32 {
        let rows = batch.rows();
        let shape = [rows, WINDOW * D, NAMES];
        let seen = windows(states, &batch.starts);
        let mut hidden = vec![0.0; rows * NAMES];
        ops::matmul(&seen, self.part(Part::NamesWindow), &mut hidden, shape, false);
        ops::add_bias(&mut hidden, self.part(Part::NamesWindowBias));
        hidden.iter_mut().for_each(|h| *h = h.max(0.0));
        let active: Vec<bool> = hidden.iter().map(|h| *h > 0.0).collect();
        let mask = ops::dropout(&mut hidden, self.drop, random);
        let mut scores = self.head(&hidden, Head::Names);
        let loss = rows_loss(&mut scores, &gold.names, NAMES_WEIGHT * scale);
        let mut dhidden = vec![0.0; rows * NAMES];
        self.head_gradient(&hidden, Head::Names, &scores, &mut dhidden, gradient);
        hidden_gradient(&mut dhidden, &mask, &active);
        let parts = [Part::NamesWindow, Part::NamesWindowBias];
        let dseen = self.map_gradient(parts, &seen, &dhidden, shape, gradient);
        windows_gradient(&dseen, dstates, &batch.starts);
        NAMES_WEIGHT * loss
    }
}

/// Takes the gradient of a hidden layer back through its dropout and its rectifier.
fn hidden_gradient(dhidden: &mut [f32], mask: &[f32], active: &[bool]) {
    ops::apply_mask(dhidden, mask);
    dhidden.iter_mut().zip(active).filter(|(_, active)| !**active).for_each(|(d, _)| *d = 0.0);
}

/// Turns rows of scores into their gradient; rows without a label weigh nothing.
fn rows_loss(scores: &mut [f32], gold: &[u32], weight: f32) -> f32 {
    let n = scores.len() / gold.len().max(1);
    let mut loss = 0.0;
    for (row, &label) in scores.chunks_exact_mut(n).zip(gold) {
        if label == NO_LABEL {
            row.fill(0.0);
        } else {
            loss += ops::cross_entropy(row, label as usize, weight);
        }
    }
    loss
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Layout, Sizes};

    fn batch(random: &mut Random, width: usize) -> (Batch, Gold) {
        let rows = 7;
        let batch = Batch {
            starts: vec![0, 4, rows],
            features: (0..rows * 5).map(|i| (i * 7 % 10) as u32).collect(),
            vectors: (0..rows * width).map(|_| random.normal()).collect(),
        };
        let none = NO_LABEL;
        let labels = |n: u32| vec![none, 0, 1 % n, 2 % n, none, 3 % n, none];
        let gold = Gold {
            head: vec![0, 0, 1, 1, 0, 2, 0],
            rel: labels(5),
            upos: vec![none; rows],
            xpos: vec![none; rows],
            feats: vec![none; rows],
            names: labels(3),
        };
        (batch, gold)
    }

    /// Differences of the losses of arcs, labels and names over small steps agree with the gradient,
    /// for some numbers of every part of the network.
    #[test]
    fn gradients_agree_with_differences() {
        let sizes = Sizes { forms: 10, vectors: 8, upos: 3, xpos: 4, feats: 3, rels: 5, names: 3 };
        let layout = Layout::new(sizes);
        let mut random = Random::new(7);
        let mut parameters = layout.initial(&mut random);
        parameters.iter_mut().for_each(|p| *p += random.normal() * 0.05);
        let (batch, gold) = batch(&mut random, sizes.vectors);
        let run = |parameters: &[f32], gradient: &mut [f32]| {
            let net = Net { layout: &layout, parameters, drop: 0.0 };
            let losses = net.loss(&batch, &gold, &mut Random::new(3), 1.0, gradient);
            losses.into_iter().map(f64::from).sum::<f64>()
        };
        let mut gradient = vec![0.0; layout.total];
        run(&parameters, &mut gradient);
        let mut unused = vec![0.0; layout.total];
        let mut worst = 0.0f64;
        for at in (0..layout.total).step_by(layout.total / 300) {
            let step = 5e-3;
            let mut moved = parameters.clone();
            moved[at] += step;
            let up = run(&moved, &mut unused);
            moved[at] -= 2.0 * step;
            let slope = (up - run(&moved, &mut unused)) / (2.0 * f64::from(step));
            let given = f64::from(gradient[at]);
            worst = worst.max((slope - given).abs() / (0.05 + slope.abs().max(given.abs())));
        }
        assert!(worst < 0.08, "{worst}");
    }
}
