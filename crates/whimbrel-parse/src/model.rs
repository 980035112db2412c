//! The model: what the network, the segmenter and the lemmatizer need at run time, and its file.
//!
//! Tables are kept as bytes with a scale for each row, maps as bytes with a scale for each output;
//! the map of the word-piece vectors is folded into their table, so that a word's vector is a sum of
//! rows. Vectors stay `f32`.

use crate::bytes::{Reader, Writer};
use crate::dense::Dense;
use crate::features::{self, N_FEATURES};
use crate::lemma::Lemmatizer;
use crate::names::N_NAME_LABELS;
use crate::network::{D, Layout, Part, Sizes};
use crate::segment::Segmenter;
use crate::vectors::Vectors;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use whimbrel_nn::integer::{Map, Rounded};
use whimbrel_text::{SmolStr, Upos};

/// First bytes of a model file; the last of them counts the format's versions.
const MAGIC: &[u8] = b"WHIMBREL-MODEL-4";

/// A file that is no model, or a damaged one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The first bytes are not those of a model file of this version.
    #[error("not a model file of this version of the program")]
    NotAModel,
    /// The file is cut, or its parts do not fit together.
    #[error("the model file is damaged")]
    Damaged,
}

/// The names of what the heads choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Labels {
    pub(crate) rels: Vec<String>,
    pub(crate) xpos: Vec<String>,
    pub(crate) feats: Vec<String>,
}

/// Which features were seen with which tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Companions {
    seen: FxHashMap<(u32, u32), Vec<u32>>,
    /// The tags that were seen together, universal one first, in order.
    pub(crate) tags: Vec<(u32, u32)>,
    /// All features, for tags that were not seen together.
    all: Vec<u32>,
}

/// Features that were seen with fewer than one in so many words of some tags are slips.
const SLIPS: usize = 1000;

impl Companions {
    /// Collects them from the words of treebanks: universal tag, treebank's tag, features.
    pub(crate) fn learn(words: impl Iterator<Item = [u32; 3]>, sizes: Sizes) -> Self {
        let mut counts: BTreeMap<(u32, u32), BTreeMap<u32, usize>> = BTreeMap::new();
        for [upos, xpos, feats] in words {
            *counts.entry((upos, xpos)).or_default().entry(feats).or_default() += 1;
        }
        let frequent = |((upos, xpos), feats): ((u32, u32), BTreeMap<u32, usize>)| {
            let total: usize = feats.values().sum();
            let kept = feats.into_iter().filter(move |(_, n)| n * SLIPS >= total);
            kept.map(move |(feats, _)| [upos, xpos, feats])
        };
        Self::of_triples(counts.into_iter().flat_map(frequent), sizes)
    }

    fn of_triples(triples: impl Iterator<Item = [u32; 3]>, sizes: Sizes) -> Self {
        let mut seen: FxHashMap<(u32, u32), Vec<u32>> = FxHashMap::default();
        let sizes = [sizes.upos, sizes.xpos, sizes.feats];
        for triple in triples {
            let [upos, xpos, feats] = triple;
            if triple.iter().zip(sizes).all(|(n, size)| (*n as usize) < size) {
                seen.entry((upos, xpos)).or_default().push(feats);
            }
        }
        let mut tags: Vec<(u32, u32)> = seen.keys().copied().collect();
        tags.sort_unstable();
        Self { seen, tags, all: (0..sizes[2] as u32).collect() }
    }

    /// Returns the features that were seen with these tags.
    pub(crate) fn of(&self, upos: usize, xpos: usize) -> &[u32] {
        self.seen.get(&(upos as u32, xpos as u32)).unwrap_or(&self.all)
    }

    fn write(&self, out: &mut Writer) {
        let all = self.seen.iter();
        let mut triples: Vec<[u32; 3]> =
            all.flat_map(|(&(u, x), feats)| feats.iter().map(move |&f| [u, x, f])).collect();
        triples.sort_unstable();
        out.number(triples.len());
        triples.as_flattened().iter().for_each(|n| out.number(*n as usize));
    }

    fn read(input: &mut Reader<'_>, sizes: Sizes) -> Option<Self> {
        let n = input.number()?;
        let mut triples = Vec::new();
        for _ in 0..n {
            let [a, b, c] = [input.number()?, input.number()?, input.number()?];
            triples.push([a as u32, b as u32, c as u32]);
        }
        Some(Self::of_triples(triples.into_iter(), sizes))
    }
}

/// A table of rows of `D` bytes, each row with its scale.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    scales: Vec<f32>,
    rows: Vec<i8>,
}

impl Table {
    fn new(values: &[f32]) -> Self {
        let mut table = Self::default();
        for row in values.chunks_exact(D) {
            let scale = row.iter().fold(0.0f32, |max, v| max.max(v.abs())) / 127.0;
            let small = |v: &f32| if scale > 0.0 { (v / scale).round() as i8 } else { 0 };
            table.scales.push(scale);
            table.rows.extend(row.iter().map(small));
        }
        table
    }

    /// Adds row `at`, times `share`, to a state.
    pub(crate) fn add(&self, at: usize, share: f32, to: &mut [f32]) {
        let Some(&scale) = self.scales.get(at) else { return };
        let row = &self.rows[at * D..(at + 1) * D];
        let factor = scale * share;
        to.iter_mut().zip(row).for_each(|(t, small)| *t += factor * f32::from(*small));
    }

    fn write(&self, out: &mut Writer) {
        out.floats(&self.scales);
        out.small(&self.rows);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let table = Self { scales: input.floats()?, rows: input.small()? };
        (table.rows.len() == table.scales.len() * D).then_some(table)
    }
}

/// The network at run time.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) sizes: Sizes,
    dense: Dense,
    pub(crate) tables: Vec<Table>,
    pub(crate) piece_table: Table,
    pub(crate) forms: FxHashMap<String, u32>,
    pub(crate) pieces: FxHashMap<String, u32>,
    form_names: Vec<String>,
    piece_names: Vec<String>,
    pub(crate) labels: Labels,
    pub(crate) companions: Companions,
    pub(crate) rels: Vec<SmolStr>,
    pub(crate) xpos: Vec<SmolStr>,
    pub(crate) feats: Vec<SmolStr>,
}

/// The words and names that a model's numbers stand for.
struct Inventory {
    forms: Vec<String>,
    pieces: Vec<String>,
    labels: Labels,
    companions: Companions,
}

/// What a model file holds.
type Parts = (String, Model, Segmenter, Lemmatizer);

impl Model {
    /// Returns the model of a network as trained.
    pub(crate) fn new(
        layout: &Layout,
        parameters: &[f32],
        forms: &[String],
        labels: &Labels,
        companions: Companions,
        vectors: Option<&Vectors>,
    ) -> Self {
        let part = |part| &parameters[layout.range(part)];
        let tables =
            (0..N_FEATURES).map(|feature| Table::new(part(Part::Table(feature)))).collect();
        let folded = vectors.map(|v| fold(v, part(Part::Vectors))).unwrap_or_default();
        let dense = Dense::new(layout, parameters);
        let pieces = vectors.map(|v| v.pieces.clone()).unwrap_or_default();
        let sizes = Sizes { vectors: 0, ..layout.sizes };
        let inventory =
            Inventory { forms: forms.to_vec(), pieces, labels: labels.clone(), companions };
        Self::assemble(sizes, dense, tables, Table::new(&folded), inventory)
    }

    fn assemble(
        sizes: Sizes,
        dense: Dense,
        tables: Vec<Table>,
        piece_table: Table,
        inventory: Inventory,
    ) -> Self {
        let Inventory { forms, pieces, labels, companions } = inventory;
        let symbols = |names: &[String]| names.iter().map(SmolStr::from).collect();
        Self {
            sizes,
            dense,
            tables,
            piece_table,
            forms: forms.iter().cloned().zip(features::FIRST_FORM as u32..).collect(),
            pieces: pieces.iter().cloned().zip(0..).collect(),
            form_names: forms,
            piece_names: pieces,
            rels: symbols(&labels.rels),
            xpos: symbols(&labels.xpos),
            feats: symbols(&labels.feats),
            labels,
            companions,
        }
    }

    /// Returns a vector of the network.
    pub(crate) fn vector(&self, part: Part) -> &[f32] {
        self.dense.vector(part)
    }

    /// Returns a map of the network as its file keeps it.
    pub(crate) fn rounded(&self, part: Part) -> &Rounded {
        self.dense.rounded(part)
    }

    /// Returns a map of the network.
    pub(crate) fn map(&self, part: Part) -> &Map {
        self.dense.map(part)
    }

    /// Returns the file of a model; `about` says how it was made.
    pub(crate) fn write(
        &self,
        about: &str,
        segmenter: &Segmenter,
        lemmatizer: &Lemmatizer,
    ) -> Vec<u8> {
        let mut out = Writer::default();
        out.bytes.extend(MAGIC);
        out.text(about);
        out.texts(&self.form_names);
        out.texts(&self.piece_names);
        out.texts(&self.labels.rels);
        out.texts(&self.labels.xpos);
        out.texts(&self.labels.feats);
        self.companions.write(&mut out);
        self.tables.iter().chain([&self.piece_table]).for_each(|table| table.write(&mut out));
        self.dense.write(&mut out);
        segmenter.write(&mut out);
        lemmatizer.write(&mut out);
        out.bytes
    }

    /// Reads a model file: what it says of its making, network, segmenter, lemmatizer.
    pub(crate) fn read(bytes: &[u8]) -> Result<Parts, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let mut input = Reader::new(rest);
        let read = Self::read_parts(&mut input).ok_or(ModelError::Damaged)?;
        if input.is_empty() { Ok(read) } else { Err(ModelError::Damaged) }
    }

    fn read_parts(input: &mut Reader<'_>) -> Option<Parts> {
        let about = input.text()?;
        let (forms, pieces) = (input.texts()?, input.texts()?);
        let labels = Labels { rels: input.texts()?, xpos: input.texts()?, feats: input.texts()? };
        let sizes = Sizes {
            forms: features::FIRST_FORM + forms.len(),
            vectors: 0,
            upos: Upos::ALL.len(),
            xpos: labels.xpos.len(),
            feats: labels.feats.len(),
            rels: labels.rels.len(),
            names: N_NAME_LABELS,
        };
        if sizes.xpos == 0 || sizes.feats == 0 || sizes.rels == 0 {
            return None;
        }
        let companions = Companions::read(input, sizes)?;
        let tables: Vec<Table> =
            (0..N_FEATURES).map(|_| Table::read(input)).collect::<Option<_>>()?;
        let piece_table = Table::read(input)?;
        let dense = Dense::read(&Layout::new(sizes), input)?;
        let inventory = Inventory { forms, pieces, labels, companions };
        let model = Self::assemble(sizes, dense, tables, piece_table, inventory);
        Some((about, model, Segmenter::read(input)?, Lemmatizer::read(input)?))
    }
}

/// The vectors through their map: `[pieces × D]`.
fn fold(vectors: &Vectors, map: &[f32]) -> Vec<f32> {
    let mut folded = vec![0.0; vectors.pieces.len() * D];
    let shape = [vectors.pieces.len(), vectors.width, D];
    whimbrel_nn::ops::matmul(&vectors.values, map, &mut folded, shape, false);
    folded
}
