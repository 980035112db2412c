//! The model: what the network, the segmenter and the lemmatizer need at run time, and its file.
//!
//! Tables are kept as bytes with a scale for each row; the map of the word-piece vectors is folded
//! into their table, so that a word's vector is a sum of rows. The other parameters stay `f32`.

use crate::bytes::{Reader, Writer};
use crate::features::{self, N_FEATURES};
use crate::lemma::Lemmatizer;
use crate::network::{D, Layout, Part, Sizes};
use crate::segment::Segmenter;
use crate::vectors::Vectors;
use rustc_hash::FxHashMap;
use whimbrel_text::{NameKind, SmolStr, Upos};

/// First bytes of a model file; the last of them counts the format's versions.
const MAGIC: &[u8] = b"WHIMBREL-MODEL-1";

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

/// Part of a name: what it names, and whether the name begins here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NameTag {
    pub(crate) kind: NameKind,
    pub(crate) begins: bool,
}

/// No name, and beginning and inside of three kinds.
pub(crate) const N_NAME_LABELS: usize = 7;

const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Organisation, NameKind::Place];

/// Returns the number of a name label.
pub(crate) fn name_label(tag: Option<NameTag>) -> u32 {
    tag.map_or(0, |tag| {
        let kind = KINDS.iter().position(|kind| *kind == tag.kind).unwrap_or(0);
        1 + 2 * kind as u32 + u32::from(!tag.begins)
    })
}

/// Returns what a number of a name label means.
pub(crate) fn name_tag(label: usize) -> Option<NameTag> {
    let at = label.checked_sub(1)?;
    Some(NameTag { kind: *KINDS.get(at / 2)?, begins: at % 2 == 0 })
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
    pub(crate) layout: Layout,
    /// The flat vector without the tables, which stand first in it.
    dense: Vec<f32>,
    pub(crate) tables: Vec<Table>,
    pub(crate) piece_table: Table,
    pub(crate) forms: FxHashMap<String, u32>,
    pub(crate) pieces: FxHashMap<String, u32>,
    form_names: Vec<String>,
    piece_names: Vec<String>,
    pub(crate) labels: Labels,
    pub(crate) rels: Vec<SmolStr>,
    pub(crate) xpos: Vec<SmolStr>,
    pub(crate) feats: Vec<SmolStr>,
}

impl Model {
    /// Returns the model of a network as trained.
    pub(crate) fn new(
        layout: &Layout,
        parameters: &[f32],
        forms: &[String],
        labels: &Labels,
        vectors: Option<&Vectors>,
    ) -> Self {
        let part = |part| &parameters[layout.range(part)];
        let tables =
            (0..N_FEATURES).map(|feature| Table::new(part(Part::Table(feature)))).collect();
        let folded = vectors.map(|v| fold(v, part(Part::Vectors))).unwrap_or_default();
        let dense = parameters[layout.range(Part::Vectors).end..].to_vec();
        let pieces = vectors.map(|v| v.pieces.clone()).unwrap_or_default();
        let sizes = Sizes { vectors: 0, ..layout.sizes };
        Self::assemble(
            sizes,
            dense,
            tables,
            Table::new(&folded),
            forms.to_vec(),
            pieces,
            labels.clone(),
        )
    }

    fn assemble(
        sizes: Sizes,
        dense: Vec<f32>,
        tables: Vec<Table>,
        piece_table: Table,
        form_names: Vec<String>,
        piece_names: Vec<String>,
        labels: Labels,
    ) -> Self {
        let symbols = |names: &[String]| names.iter().map(SmolStr::from).collect();
        Self {
            layout: Layout::new(sizes),
            dense,
            tables,
            piece_table,
            forms: form_names.iter().cloned().zip(features::FIRST_FORM as u32..).collect(),
            pieces: piece_names.iter().cloned().zip(0..).collect(),
            form_names,
            piece_names,
            rels: symbols(&labels.rels),
            xpos: symbols(&labels.xpos),
            feats: symbols(&labels.feats),
            labels,
        }
    }

    /// Returns a part of the network that is no table.
    pub(crate) fn part(&self, part: Part) -> &[f32] {
        let range = self.layout.range(part);
        let before = self.layout.range(Part::Vectors).end;
        &self.dense[range.start - before..range.end - before]
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
        self.tables.iter().chain([&self.piece_table]).for_each(|table| table.write(&mut out));
        out.floats(&self.dense);
        segmenter.write(&mut out);
        lemmatizer.write(&mut out);
        out.bytes
    }

    /// Reads a model file.
    pub(crate) fn read(bytes: &[u8]) -> Result<(Self, Segmenter, Lemmatizer), ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let mut input = Reader::new(rest);
        let read = Self::read_parts(&mut input).ok_or(ModelError::Damaged)?;
        if input.is_empty() { Ok(read) } else { Err(ModelError::Damaged) }
    }

    fn read_parts(input: &mut Reader<'_>) -> Option<(Self, Segmenter, Lemmatizer)> {
        let _about = input.text()?;
        let (forms, pieces) = (input.texts()?, input.texts()?);
        let labels = Labels { rels: input.texts()?, xpos: input.texts()?, feats: input.texts()? };
        let tables: Vec<Table> =
            (0..N_FEATURES).map(|_| Table::read(input)).collect::<Option<_>>()?;
        let piece_table = Table::read(input)?;
        let sizes = Sizes {
            forms: features::FIRST_FORM + forms.len(),
            vectors: 0,
            upos: Upos::ALL.len(),
            xpos: labels.xpos.len(),
            feats: labels.feats.len(),
            rels: labels.rels.len(),
            names: N_NAME_LABELS,
        };
        let model =
            Self::assemble(sizes, input.floats()?, tables, piece_table, forms, pieces, labels);
        let wanted = model.layout.total - model.layout.range(Part::Vectors).end;
        let has_labels = sizes.xpos > 0 && sizes.feats > 0 && sizes.rels > 0;
        let fits = has_labels && model.dense.len() == wanted;
        let (segmenter, lemmatizer) = (Segmenter::read(input)?, Lemmatizer::read(input)?);
        fits.then_some((model, segmenter, lemmatizer))
    }
}

/// The vectors through their map: `[pieces × D]`.
fn fold(vectors: &Vectors, map: &[f32]) -> Vec<f32> {
    let mut folded = vec![0.0; vectors.pieces.len() * D];
    let shape = [vectors.pieces.len(), vectors.width, D];
    whimbrel_nn::ops::matmul(&vectors.values, map, &mut folded, shape, false);
    folded
}
