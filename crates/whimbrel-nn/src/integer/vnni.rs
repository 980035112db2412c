//! The kernel for processors with AVX-512 VNNI: four products and their sum for each of sixteen
//! outputs in one instruction.

use super::{BLOCK, GROUP, Inputs, Map, PANEL, Sums, Tile, apply_with};
use std::arch::x86_64::{
    __m512i, _mm512_add_epi32, _mm512_dpbusd_epi32, _mm512_loadu_si512, _mm512_set1_epi32,
    _mm512_setzero_si512,
};

/// There are registers enough for two sums of so many rows.
const TILE: usize = 6;

#[target_feature(enable = "avx512f,avx512vnni")]
pub(super) fn apply(map: &Map, inputs: &Inputs, bias: &[f32], out: &mut [f32]) {
    let sums = Sums {
        one: |panel: &[i8], inputs: &[u8], width| sums::<1>(panel, inputs, width),
        tile: |panel: &[i8], inputs: &[u8], width| sums::<TILE>(panel, inputs, width),
    };
    apply_with(map, inputs, bias, out, sums);
}

// Plain loops: a closure would not be compiled for the wider vectors where it is called.
#[inline]
#[target_feature(enable = "avx512f,avx512vnni")]
fn sums<const R: usize>(panel: &[i8], inputs: &[u8], width: usize) -> Tile<R> {
    let blocks = panel.as_chunks::<BLOCK>().0;
    assert!(inputs.len() >= (R - 1) * width + blocks.len() * GROUP, "the rows go so far");
    let rows: [*const u8; R] = std::array::from_fn(|row| inputs[row * width..].as_ptr());
    // Each half of a group has a sum of its own, so that one need not wait for the other.
    let mut tile = [[_mm512_setzero_si512(); 2]; R];
    for (at, block) in blocks.iter().enumerate() {
        let [first, second] = vectors(block);
        for (row, [low, high]) in rows.iter().zip(&mut tile) {
            // SAFETY: the row's group lies where the assertion above says, or before.
            #[expect(unsafe_code, reason = "a check for each group would take longer than it")]
            let inputs = unsafe { row.add(at * GROUP).cast::<[i32; 2]>().read_unaligned() };
            *low = _mm512_dpbusd_epi32(*low, _mm512_set1_epi32(inputs[0]), first);
            *high = _mm512_dpbusd_epi32(*high, _mm512_set1_epi32(inputs[1]), second);
        }
    }
    let mut sums = [[0; PANEL]; R];
    for (sums, [low, high]) in sums.iter_mut().zip(tile) {
        *sums = numbers(_mm512_add_epi32(low, high));
    }
    sums
}

/// The two vectors of a block.
#[expect(unsafe_code, reason = "reads an array as two vectors")]
#[inline]
#[target_feature(enable = "avx512f")]
fn vectors(block: &[i8; BLOCK]) -> [__m512i; 2] {
    let first = block.as_ptr().cast::<__m512i>();
    // SAFETY: the block has 128 bytes, which are two vectors; they need not be aligned.
    unsafe { [_mm512_loadu_si512(first), _mm512_loadu_si512(first.add(1))] }
}

/// The numbers of a vector.
#[expect(unsafe_code, reason = "reads a vector as an array")]
#[inline]
fn numbers(vector: __m512i) -> [i32; PANEL] {
    // SAFETY: both are 64 bytes of plain integers.
    unsafe { std::mem::transmute(vector) }
}
