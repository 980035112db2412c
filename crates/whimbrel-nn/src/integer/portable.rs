//! The kernel that any processor runs; what it sums, the others sum too.

use super::{BLOCK, GROUP, PANEL, Tile};

pub(super) fn sums<const R: usize>(panel: &[i8], inputs: &[u8], width: usize) -> Tile<R> {
    let mut tile = [[0i32; PANEL]; R];
    for (at, half) in panel.as_chunks::<{ BLOCK / 2 }>().0.iter().enumerate() {
        for (row, sums) in tile.iter_mut().enumerate() {
            let inputs = &inputs[row * width + at * GROUP / 2..][..GROUP / 2];
            for (sum, weights) in sums.iter_mut().zip(half.as_chunks::<{ GROUP / 2 }>().0) {
                let products =
                    inputs.iter().zip(weights).map(|(a, w)| i32::from(*a) * i32::from(*w));
                *sum += products.sum::<i32>();
            }
        }
    }
    tile
}
