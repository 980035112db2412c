//! The kernel for NEON, the 128-bit vectors of 64-bit ARM.

use super::{BLOCK, GROUP, Inputs, Map, PANEL, Sums, Tile, apply_with};
use std::arch::aarch64::{
    int8x8_t, int32x4_t, vcreate_s8, vdupq_n_s32, vget_high_s8, vget_low_s8, vld1q_s8, vmlal_s8,
    vmull_s8, vpadalq_s16, vpaddq_s32, vst1q_s32,
};

/// Two rows' sums fill half of the registers.
const TILE: usize = 2;

/// Vectors that hold the sums of a panel, two numbers for each output.
const VECTORS: usize = PANEL / 2;

/// Bytes of a vector.
const BYTES: usize = 16;

#[target_feature(enable = "neon")]
pub(super) fn apply(map: &Map, inputs: &Inputs, bias: &[f32], out: &mut [f32]) {
    let sums = Sums {
        one: |panel: &[i8], inputs: &[u8], width| sums::<1>(panel, inputs, width),
        tile: |panel: &[i8], inputs: &[u8], width| sums::<TILE>(panel, inputs, width),
    };
    apply_with(map, inputs, bias, out, sums);
}

#[inline]
#[target_feature(enable = "neon")]
fn sums<const R: usize>(panel: &[i8], inputs: &[u8], width: usize) -> Tile<R> {
    let mut tile = [[vdupq_n_s32(0); VECTORS]; R];
    for (at, block) in panel.as_chunks::<BLOCK>().0.iter().enumerate() {
        let (first, second) = block.split_at(BLOCK / 2);
        for (row, sums) in tile.iter_mut().enumerate() {
            let group = &inputs[row * width + at * GROUP..][..GROUP];
            let (low, high) = (spread(&group[..GROUP / 2]), spread(&group[GROUP / 2..]));
            for nth in (0..VECTORS).step_by(2) {
                let (first, second) =
                    (load(&first[nth / 2 * BYTES..]), load(&second[nth / 2 * BYTES..]));
                sums[nth] = add(sums[nth], low, high, first.0, second.0);
                sums[nth + 1] = add(sums[nth + 1], low, high, first.1, second.1);
            }
        }
    }
    let mut sums = [[0; PANEL]; R];
    for (sums, vectors) in sums.iter_mut().zip(tile) {
        let (pairs, _) = vectors.as_chunks::<2>();
        for (four, [left, right]) in sums.as_chunks_mut::<4>().0.iter_mut().zip(pairs) {
            // SAFETY: four numbers are a vector.
            #[expect(unsafe_code, reason = "writes a vector to an array")]
            unsafe {
                vst1q_s32(four.as_mut_ptr(), vpaddq_s32(*left, *right));
            }
        }
    }
    sums
}

/// Adds the products of a group with the weights of its halves, for two outputs. Sums of two
/// products fit sixteen bits: 2 · 127 · 63 < 2^15.
#[inline]
#[target_feature(enable = "neon")]
fn add(
    sum: int32x4_t,
    low: int8x8_t,
    high: int8x8_t,
    first: int8x8_t,
    second: int8x8_t,
) -> int32x4_t {
    vpadalq_s16(sum, vmlal_s8(vmull_s8(low, first), high, second))
}

/// Half a group, twice; inputs have seven bits, so their sign is never set.
#[inline]
#[target_feature(enable = "neon")]
fn spread(half: &[u8]) -> int8x8_t {
    let four = [half[0], half[1], half[2], half[3]].map(u64::from);
    let number = four[0] | four[1] << 8 | four[2] << 16 | four[3] << 24;
    vcreate_s8(number | number << 32)
}

/// The weights of four outputs, in two halves.
#[inline]
#[target_feature(enable = "neon")]
fn load(weights: &[i8]) -> (int8x8_t, int8x8_t) {
    let weights: &[i8; BYTES] = weights[..BYTES].try_into().unwrap_or(&[0; BYTES]);
    // SAFETY: the array has as many bytes as a vector.
    #[expect(unsafe_code, reason = "reads an array as a vector")]
    let vector = unsafe { vld1q_s8(weights.as_ptr()) };
    (vget_low_s8(vector), vget_high_s8(vector))
}
