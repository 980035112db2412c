//! Batches: sentences laid end to end, each begun by a row for the root.

use super::data::Example;
use crate::features::{N_FEATURES, SHAPE, UNKNOWN};
use crate::vectors::Vectors;
use whimbrel_nn::random::Random;

/// Stands for a missing label.
pub(super) const NO_LABEL: u32 = u32::MAX;

/// What the network sees of a batch.
#[derive(Default)]
pub(super) struct Batch {
    /// First row of each sentence, and the number of rows.
    pub(super) starts: Vec<usize>,
    /// `[rows × N_FEATURES]` rows of the tables; empty entries in root rows.
    pub(super) features: Vec<u32>,
    /// `[rows × width]` mean word-piece vectors.
    pub(super) vectors: Vec<f32>,
}

impl Batch {
    pub(super) fn rows(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// The rows of the roots.
    pub(super) fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        self.starts[..self.starts.len() - 1].iter().copied()
    }

    /// The row of each row's head, given heads counted within the sentences.
    pub(super) fn head_rows(&self, heads: &[u32]) -> Vec<usize> {
        let sentences = self.starts.windows(2);
        sentences.flat_map(|b| (b[0]..b[1]).map(|row| b[0] + heads[row] as usize)).collect()
    }
}

/// The labels of a batch, one a row, [`NO_LABEL`] where there is none.
#[derive(Default)]
pub(super) struct Gold {
    /// Row of the head counted from the sentence's root row; 0 in root rows.
    pub(super) head: Vec<u32>,
    pub(super) rel: Vec<u32>,
    pub(super) upos: Vec<u32>,
    pub(super) xpos: Vec<u32>,
    pub(super) feats: Vec<u32>,
    pub(super) names: Vec<u32>,
}

impl Gold {
    /// The labels of the tag heads in their order.
    pub(super) fn tags(&self) -> [&[u32]; 3] {
        [&self.upos, &self.xpos, &self.feats]
    }
}

/// Shares of sentences that are shown in small letters, and in capitals as headlines have them.
const RECASED: [f32; 2] = [0.04, 0.015];

/// Lays examples end to end; some sentences are shown in another case, as careless writers and
/// headlines have it; rare forms are hidden now and then, so that the network learns to do
/// without them: with the odds of 0.5 / (0.25 + frequency), at most 0.6.
pub(super) fn batch(
    examples: &[&Example],
    frequencies: &[u32],
    vectors: Option<&Vectors>,
    random: &mut Random,
) -> (Batch, Gold) {
    let mut batch = Batch { starts: vec![0], ..Batch::default() };
    let mut gold = Gold::default();
    let width = vectors.map_or(0, |v| v.width);
    for example in examples {
        batch.features.extend([0; N_FEATURES]);
        batch.vectors.extend(std::iter::repeat_n(0.0, width));
        gold.head.push(0);
        let labels =
            [&mut gold.rel, &mut gold.upos, &mut gold.xpos, &mut gold.feats, &mut gold.names];
        labels.into_iter().for_each(|labels| labels.push(NO_LABEL));
        let drawn = random.unit();
        let case = match drawn {
            _ if drawn < RECASED[0] => Some(0),
            _ if drawn < RECASED[0] + RECASED[1] => Some(1),
            _ => None,
        };
        let words = example.features.iter().zip(&example.recased).zip(&example.pieces);
        for ((features, recased), pieces) in words {
            let mut features = *features;
            if let Some(case) = case {
                features[SHAPE] = recased[case];
            }
            let seen = frequencies.get(features[0] as usize).copied().unwrap_or(u32::MAX);
            if random.unit() < (0.5 / (0.25 + seen as f32)).min(0.6) {
                features[0] = UNKNOWN;
            }
            batch.features.extend(features);
            if let Some(vectors) = vectors {
                vectors.push_mean(pieces, &mut batch.vectors);
            }
        }
        gold.head.extend(&example.head);
        gold.rel.extend(&example.rel);
        gold.upos.extend(&example.upos);
        gold.xpos.extend(&example.xpos);
        gold.feats.extend(&example.feats);
        gold.names.extend(&example.names);
        batch.starts.push(gold.head.len());
    }
    (batch, gold)
}
