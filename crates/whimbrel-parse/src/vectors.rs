//! Word-piece vectors that training may start from.
//!
//! The file: the four bytes `WVEC`, the number of pieces and the width as `u32`, each piece as a
//! `u16` length and its UTF-8 bytes, then `[pieces × width]` values as `f32`; all little-endian.
//! `training/export_vectors.py` makes it.

use rustc_hash::FxHashMap;

/// A table of word pieces with their vectors.
#[derive(Clone, Debug, Default)]
pub struct Vectors {
    /// The pieces in the order of their rows; those that go on a word begin with `##`.
    pub pieces: Vec<String>,
    /// Values in a vector.
    pub width: usize,
    /// `[pieces × width]`.
    pub values: Vec<f32>,
}

impl Vectors {
    /// Reads a file of vectors; `None` where it is not one.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(b"WVEC")?;
        let mut take = |n: usize| {
            let (taken, tail) = rest.split_at_checked(n)?;
            rest = tail;
            Some(taken)
        };
        let mut number = || take(4)?.try_into().ok().map(|b| u32::from_le_bytes(b) as usize);
        let (n, width) = (number()?, number()?);
        let mut pieces = Vec::new();
        for _ in 0..n {
            let length = u16::from_le_bytes(take(2)?.try_into().ok()?);
            pieces.push(std::str::from_utf8(take(usize::from(length))?).ok()?.to_owned());
        }
        let bytes = take(n.checked_mul(width)?.checked_mul(4)?)?;
        let float = |four: &[u8]| four.try_into().map(f32::from_le_bytes).unwrap_or(0.0);
        let values: Vec<f32> = bytes.chunks_exact(4).map(float).collect();
        values.iter().all(|v| v.is_finite()).then_some(Self { pieces, width, values })
    }

    /// Returns the rows of the pieces by their texts.
    pub(crate) fn index(&self) -> FxHashMap<String, u32> {
        self.pieces.iter().cloned().zip(0..).collect()
    }

    /// Adds the mean vector of some pieces to the end of `to`.
    pub(crate) fn push_mean(&self, pieces: &[u32], to: &mut Vec<f32>) {
        let at = to.len();
        to.extend(std::iter::repeat_n(0.0, self.width));
        let share = 1.0 / pieces.len().max(1) as f32;
        for &piece in pieces {
            let vector = &self.values[piece as usize * self.width..][..self.width];
            to[at..].iter_mut().zip(vector).for_each(|(t, v)| *t += v * share);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_file_is_no_file() {
        let mut bytes = b"WVEC".to_vec();
        bytes.extend([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, b'a']);
        bytes.extend(2.0f32.to_le_bytes());
        let read = Vectors::read(&bytes).expect("the file is whole");
        assert_eq!((read.pieces, read.values), (vec!["a".to_owned()], vec![2.0]));
        assert!((0..bytes.len()).all(|n| Vectors::read(&bytes[..n]).is_none()));
    }
}
