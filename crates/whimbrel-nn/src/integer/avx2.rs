//! The kernel for 256-bit vectors of x86-64.

use super::{BLOCK, GROUP, Inputs, Map, PANEL, Sums, TILE, Tile, apply_with};
use std::arch::x86_64::{
    __m256i, _mm256_add_epi16, _mm256_add_epi32, _mm256_loadu_si256, _mm256_madd_epi16,
    _mm256_maddubs_epi16, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
};

#[target_feature(enable = "avx2")]
pub(super) fn apply(map: &Map, inputs: &Inputs, bias: &[f32], out: &mut [f32]) {
    let sums = Sums {
        one: |panel: &[i8], inputs: &[u8], width| sums::<1>(panel, inputs, width),
        tile: |panel: &[i8], inputs: &[u8], width| sums::<TILE>(panel, inputs, width),
    };
    apply_with(map, inputs, bias, out, sums);
}

#[target_feature(enable = "avx2")]
pub(super) fn round(rows: &[f32], width: usize, margin: usize) -> Inputs {
    Inputs::round(rows, width, margin)
}

// Plain loops: a closure would not be compiled for the wider vectors where it is called.
#[inline]
#[target_feature(enable = "avx2")]
fn sums<const R: usize>(panel: &[i8], inputs: &[u8], width: usize) -> Tile<R> {
    let blocks = panel.as_chunks::<BLOCK>().0;
    assert!(inputs.len() >= (R - 1) * width + blocks.len() * GROUP, "the rows go so far");
    let rows: [*const u8; R] = std::array::from_fn(|row| inputs[row * width..].as_ptr());
    let ones = _mm256_set1_epi16(1);
    let mut tile = [[_mm256_setzero_si256(); 2]; R];
    for (at, block) in blocks.iter().enumerate() {
        // First half of the group for the first and the last eight outputs, then the second.
        let [a, b, c, d] = vectors(block);
        for (row, [left, right]) in rows.iter().zip(&mut tile) {
            // SAFETY: the row's group lies where the assertion above says, or before.
            #[expect(unsafe_code, reason = "a check for each group would take longer than it")]
            let low = unsafe { spread(row.add(at * GROUP)) };
            // SAFETY: as above.
            #[expect(unsafe_code, reason = "a check for each group would take longer than it")]
            let high = unsafe { spread(row.add(at * GROUP + GROUP / 2)) };
            *left = _mm256_add_epi32(*left, product(low, high, a, c, ones));
            *right = _mm256_add_epi32(*right, product(low, high, b, d, ones));
        }
    }
    let mut sums = [[0; PANEL]; R];
    for (sums, vectors) in sums.iter_mut().zip(tile) {
        *sums = numbers(vectors);
    }
    sums
}

/// The products of a group with the weights of its halves, summed for each of eight outputs.
#[inline]
#[target_feature(enable = "avx2")]
fn product(low: __m256i, high: __m256i, first: __m256i, second: __m256i, ones: __m256i) -> __m256i {
    let low = _mm256_maddubs_epi16(low, first);
    let high = _mm256_maddubs_epi16(high, second);
    _mm256_madd_epi16(_mm256_add_epi16(low, high), ones)
}

/// Half a group, as often as a vector holds it.
///
/// # Safety
/// Half a group must begin at `half`.
#[expect(unsafe_code, reason = "takes a pointer")]
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn spread(half: *const u8) -> __m256i {
    // SAFETY: half a group has four bytes, which are a number; it need not be aligned.
    _mm256_set1_epi32(unsafe { half.cast::<i32>().read_unaligned() })
}

/// The four vectors of a block.
#[expect(unsafe_code, reason = "reads an array as four vectors")]
#[inline]
#[target_feature(enable = "avx2")]
fn vectors(block: &[i8; BLOCK]) -> [__m256i; 4] {
    let first = block.as_ptr().cast::<__m256i>();
    // SAFETY: the block has 128 bytes, which are four vectors; they need not be aligned.
    unsafe { [0, 1, 2, 3].map(|nth| _mm256_loadu_si256(first.add(nth))) }
}

/// The numbers of two vectors.
#[expect(unsafe_code, reason = "reads two vectors as an array")]
#[inline]
fn numbers(vectors: [__m256i; 2]) -> [i32; PANEL] {
    // SAFETY: both are 64 bytes of plain integers.
    unsafe { std::mem::transmute(vectors) }
}
