//! The network's vectors and maps at run time: vectors as trained, maps in bytes.

use crate::bytes::{Reader, Writer};
use crate::network::{FIRST_DENSE, Layout, Part, Shape};
use whimbrel_nn::integer::{Map, Rounded};

/// The parts that are no tables, in the order of their slots; each is either a vector or a map, and
/// the other is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dense {
    vectors: Vec<Vec<f32>>,
    rounded: Vec<Rounded>,
    maps: Vec<Map>,
}

impl Dense {
    /// Takes apart the flat vector of a network as trained.
    pub(crate) fn new(layout: &Layout, parameters: &[f32]) -> Self {
        let mut dense = Self::default();
        for (slot, &shape) in layout.shapes.iter().enumerate().skip(FIRST_DENSE) {
            let values = &parameters[layout.range_of(slot)];
            let pushed = if is_map(shape) {
                dense.push(Vec::new(), Rounded::new(values, shape[1]), shape)
            } else {
                dense.push(values.to_vec(), Rounded::default(), shape)
            };
            pushed.expect("a part has the shape that its layout gives it");
        }
        dense
    }

    /// Adds a part; `None` where it has not the shape that it should have.
    fn push(&mut self, vector: Vec<f32>, rounded: Rounded, shape: Shape) -> Option<()> {
        let [rows, columns] = shape;
        let wanted = if is_map(shape) { (0, columns) } else { (rows * columns, 0) };
        if (vector.len(), rounded.scales.len()) != wanted {
            return None;
        }
        self.maps.push(Map::new(&rounded, rows)?);
        self.vectors.push(vector);
        self.rounded.push(rounded);
        Some(())
    }

    /// Returns a vector of the network.
    pub(crate) fn vector(&self, part: Part) -> &[f32] {
        &self.vectors[part.slot() - FIRST_DENSE]
    }

    /// Returns a map of the network.
    pub(crate) fn map(&self, part: Part) -> &Map {
        &self.maps[part.slot() - FIRST_DENSE]
    }

    /// Returns a map of the network as its file keeps it.
    pub(crate) fn rounded(&self, part: Part) -> &Rounded {
        &self.rounded[part.slot() - FIRST_DENSE]
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        for (vector, rounded) in self.vectors.iter().zip(&self.rounded) {
            out.floats(vector);
            out.floats(&rounded.scales);
            out.small(&rounded.steps);
        }
    }

    /// Reads the parts; `None` where they do not have their shapes.
    pub(crate) fn read(layout: &Layout, input: &mut Reader<'_>) -> Option<Self> {
        let mut dense = Self::default();
        for &shape in &layout.shapes[FIRST_DENSE..] {
            let vector = input.floats()?;
            let rounded = Rounded { scales: input.floats()?, steps: input.small()? };
            dense.push(vector, rounded, shape)?;
        }
        Some(dense)
    }
}

const fn is_map(shape: Shape) -> bool {
    shape[0] > 1
}
