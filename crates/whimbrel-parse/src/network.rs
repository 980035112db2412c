//! The network's shape: its parameters in one flat vector, and how they begin.
//!
//! Word features are summed and normalised; five layers follow, convolutions over three words in
//! turn with gated recurrences (minGRU: h = (1 - z) h + z c, both ways); linear heads give tags and
//! features, a bilinear form gives the arcs, a small layer over the dependent's and the head's state
//! gives the labels, and one over the states of three words gives the names.

use crate::features::{BUCKETS, N_FEATURES};
use std::ops::Range;
use whimbrel_nn::random::Random;

/// Width of a word's state.
pub(crate) const D: usize = 128;
/// Width of the states that arcs are scored with.
pub(crate) const ARC: usize = 128;
/// Hidden units of the label head.
pub(crate) const LABEL: usize = 128;
/// Hidden units of the head for names.
pub(crate) const NAMES: usize = 96;
/// Number of layers; even ones are convolutions, odd ones recurrences.
pub(crate) const LAYERS: usize = 5;
/// Words that a convolution sees.
pub(crate) const WINDOW: usize = 3;

/// Sizes that the training data decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// Rows of the table of forms.
    pub(crate) forms: usize,
    /// Width of the word-piece vectors; 0 without them.
    pub(crate) vectors: usize,
    pub(crate) upos: usize,
    pub(crate) xpos: usize,
    pub(crate) feats: usize,
    pub(crate) rels: usize,
    pub(crate) names: usize,
}

/// A parameter: a matrix or a vector of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Table of the feature with this number.
    Table(usize),
    /// Map from word-piece vectors to states.
    Vectors,
    /// State of the root.
    Root,
    /// Gain and bias of the first and the last normalisation.
    InputGain,
    InputBias,
    OutputGain,
    OutputBias,
    /// Parts of a layer.
    Layer(usize, LayerPart),
    /// Weights and bias of a linear head.
    Head(Head),
    HeadBias(Head),
    /// The bilinear form of arcs, and its bias over heads.
    Arcs,
    ArcsBias,
    /// The label head: maps of the dependent and the head, bias, then the scores.
    LabelDependent,
    LabelHead,
    LabelBias,
    LabelScores,
    LabelScoresBias,
    /// The hidden layer of names, over a window of states; its scores are a linear head.
    NamesWindow,
    NamesWindowBias,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LayerPart {
    Gain,
    Bias,
    Weights,
    WeightsBias,
    /// Of a recurrence alone: the map back from both directions.
    Output,
    OutputBias,
}

/// The linear heads: over a word's state, of names over their hidden layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "the head of an arc is no head of the network")]
pub(crate) enum Head {
    Upos,
    Xpos,
    Feats,
    Names,
    ArcDependent,
    ArcHead,
}

const LAYER_PARTS: [LayerPart; 6] = [
    LayerPart::Gain,
    LayerPart::Bias,
    LayerPart::Weights,
    LayerPart::WeightsBias,
    LayerPart::Output,
    LayerPart::OutputBias,
];

const HEADS: [Head; 6] =
    [Head::Upos, Head::Xpos, Head::Feats, Head::Names, Head::ArcDependent, Head::ArcHead];

/// First slot of the heads: tables, vectors, root, four norms, layers.
const FIRST_HEAD: usize = N_FEATURES + 6 + LAYERS * LAYER_PARTS.len();

impl Part {
    /// The parameter's number.
    pub(crate) fn slot(self) -> usize {
        let head = |head: Head| HEADS.iter().position(|h| *h == head).unwrap_or(0);
        let last = FIRST_HEAD + 2 * HEADS.len();
        match self {
            Self::Table(feature) => feature,
            Self::Vectors => N_FEATURES,
            Self::Root => N_FEATURES + 1,
            Self::InputGain => N_FEATURES + 2,
            Self::InputBias => N_FEATURES + 3,
            Self::OutputGain => N_FEATURES + 4,
            Self::OutputBias => N_FEATURES + 5,
            Self::Layer(layer, part) => {
                let nth = LAYER_PARTS.iter().position(|p| *p == part).unwrap_or(0);
                N_FEATURES + 6 + layer * LAYER_PARTS.len() + nth
            }
            Self::Head(h) => FIRST_HEAD + 2 * head(h),
            Self::HeadBias(h) => FIRST_HEAD + 2 * head(h) + 1,
            Self::Arcs => last,
            Self::ArcsBias => last + 1,
            Self::LabelDependent => last + 2,
            Self::LabelHead => last + 3,
            Self::LabelBias => last + 4,
            Self::LabelScores => last + 5,
            Self::LabelScoresBias => last + 6,
            Self::NamesWindow => last + 7,
            Self::NamesWindowBias => last + 8,
        }
    }
}

/// Slots before this one hold the tables and the map of the vectors.
pub(crate) const FIRST_DENSE: usize = N_FEATURES + 1;

/// The shape of a parameter: `[rows × columns]`; vectors have one row, missing ones none.
pub(crate) type Shape = [usize; 2];

/// Where each part lies in the flat vector.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) sizes: Sizes,
    pub(crate) total: usize,
    /// Of all parts by their slots.
    pub(crate) shapes: Vec<Shape>,
    starts: Vec<usize>,
}

impl Layout {
    pub(crate) fn new(sizes: Sizes) -> Self {
        const STATE: Shape = [1, D];
        const NONE: Shape = [0, 0];
        let mut shapes = vec![[sizes.forms, D]];
        shapes.extend(BUCKETS.map(|rows| [rows, D]));
        shapes.extend([[sizes.vectors, D], STATE, STATE, STATE, STATE, STATE]);
        for layer in 0..LAYERS {
            shapes.extend(match layer % 2 {
                0 => [STATE, STATE, [WINDOW * D, 2 * D], [1, 2 * D], NONE, NONE],
                _ => [STATE, STATE, [D, 4 * D], [1, 4 * D], [2 * D, D], STATE],
            });
        }
        for head in HEADS {
            let n = sizes.head(head);
            shapes.extend([[head.inputs(), n], [1, n]]);
        }
        shapes.extend([[ARC, ARC], [1, ARC], [D, LABEL], [D, LABEL], [1, LABEL]]);
        shapes.extend([[LABEL, sizes.rels], [1, sizes.rels]]);
        shapes.extend([[WINDOW * D, NAMES], [1, NAMES]]);
        let mut starts = vec![0];
        let mut total = 0;
        for [rows, columns] in &shapes {
            total += rows * columns;
            starts.push(total);
        }
        Self { sizes, total, shapes, starts }
    }

    /// Returns where a part lies.
    pub(crate) fn range(&self, part: Part) -> Range<usize> {
        self.range_of(part.slot())
    }

    /// Returns where the part with this number lies.
    pub(crate) fn range_of(&self, slot: usize) -> Range<usize> {
        self.starts[slot]..self.starts[slot + 1]
    }

    /// Returns the parameters at the start of training.
    pub(crate) fn initial(&self, random: &mut Random) -> Vec<f32> {
        let mut parameters = vec![0.0f32; self.total];
        let mut normal = |part: Part, deviation: f32, parameters: &mut Vec<f32>| {
            parameters[self.range(part)].iter_mut().for_each(|p| *p = random.normal() * deviation);
        };
        let spread = |inputs: usize| 0.6 / (inputs.max(1) as f32).sqrt();
        for feature in 0..N_FEATURES {
            // Without vectors the tables carry the whole word.
            let deviation = if self.sizes.vectors > 0 { 0.1 } else { 0.3 };
            normal(Part::Table(feature), deviation, &mut parameters);
        }
        normal(Part::Vectors, spread(self.sizes.vectors), &mut parameters);
        normal(Part::Root, 0.1, &mut parameters);
        for layer in 0..LAYERS {
            let inputs = if layer % 2 == 0 { WINDOW * D } else { D };
            normal(Part::Layer(layer, LayerPart::Weights), spread(inputs), &mut parameters);
            normal(Part::Layer(layer, LayerPart::Output), spread(2 * D), &mut parameters);
        }
        for head in [Head::Upos, Head::Xpos, Head::Feats] {
            normal(Part::Head(head), 0.05, &mut parameters);
        }
        normal(Part::Head(Head::Names), spread(NAMES), &mut parameters);
        normal(Part::NamesWindow, spread(WINDOW * D), &mut parameters);
        let wide = [
            Part::Head(Head::ArcDependent),
            Part::Head(Head::ArcHead),
            Part::LabelDependent,
            Part::LabelHead,
        ];
        wide.into_iter().for_each(|part| normal(part, spread(D), &mut parameters));
        normal(Part::LabelScores, spread(LABEL), &mut parameters);
        self.set_constants(&mut parameters);
        parameters
    }

    /// Gains begin at 1; the gates' biases are spread over channels, so that these keep what they
    /// saw for shorter or longer.
    fn set_constants(&self, parameters: &mut [f32]) {
        let layers = (0..LAYERS).map(|layer| Part::Layer(layer, LayerPart::Gain));
        for gain in [Part::InputGain, Part::OutputGain].into_iter().chain(layers) {
            parameters[self.range(gain)].fill(1.0);
        }
        for layer in (1..LAYERS).step_by(2) {
            let biases = &mut parameters[self.range(Part::Layer(layer, LayerPart::WeightsBias))];
            for (at, bias) in biases[..2 * D].iter_mut().enumerate() {
                *bias = -2.5 + 4.5 * (at % D) as f32 / (D - 1) as f32;
            }
        }
    }
}

impl Head {
    /// Number of values that the head is applied to.
    pub(crate) const fn inputs(self) -> usize {
        match self {
            Self::Names => NAMES,
            _ => D,
        }
    }
}

impl Sizes {
    /// Number of scores that a head gives.
    pub(crate) fn head(&self, head: Head) -> usize {
        match head {
            Head::Upos => self.upos,
            Head::Xpos => self.xpos,
            Head::Feats => self.feats,
            Head::Names => self.names,
            Head::ArcDependent | Head::ArcHead => ARC,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_lie_side_by_side() {
        let sizes = Sizes { forms: 10, vectors: 8, upos: 3, xpos: 4, feats: 5, rels: 6, names: 7 };
        let layout = Layout::new(sizes);
        assert_eq!(layout.range(Part::Table(0)), 0..10 * D);
        assert_eq!(layout.range(Part::Vectors).len(), 8 * D);
        assert_eq!(layout.range(Part::Layer(1, LayerPart::Output)).len(), 2 * D * D);
        assert_eq!(layout.range(Part::HeadBias(Head::Names)).len(), 7);
        assert_eq!(layout.shapes[Part::HeadBias(Head::Names).slot()], [1, 7]);
        assert_eq!(layout.shapes[Part::Head(Head::Names).slot()], [NAMES, 7]);
        assert_eq!(layout.range(Part::NamesWindowBias).end, layout.total);
    }
}
