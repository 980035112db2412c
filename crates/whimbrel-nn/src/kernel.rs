//! Products and functions for inference: the same bits on every machine.
//!
//! Sums over a row are kept in a fixed number of lanes and added in a fixed order, without fused
//! multiply-add, whatever the width of the machine's vectors; so the choice of a wider kernel at run
//! time cannot change a result.

/// How many rows a row is multiplied with at once, so that it is loaded once for all of them.
const TILE: usize = 4;

/// Returns e to the power of `x`: the power of two split off, a Taylor polynomial of degree five for
/// the rest between -1/2 and 1/2; relative error below 3e-6.
#[inline]
#[must_use]
pub fn exp(x: f32) -> f32 {
    /// Beside this number, f32 has a distance of 1, so that adding it rounds to a whole number,
    /// which then stands in the lower bits.
    const ROUNDER: f32 = 12_582_912.0;
    let t = (x * std::f32::consts::LOG2_E).clamp(-120.0, 120.0);
    let rounded = t + ROUNDER;
    let f = t - (rounded - ROUNDER);
    let tail = 0.055_504_1 + f * (0.009_618_1 + f * 0.001_333_6);
    let p = 1.0 + f * (std::f32::consts::LN_2 + f * (0.240_226_5 + f * tail));
    f32::from_bits((rounded.to_bits().wrapping_add(127)) << 23) * p
}

/// Returns 1 / (1 + e^-x).
#[inline]
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Added to the variance before the root is taken.
pub const EPSILON: f32 = 1e-5;

/// Numbers that a sum over a row keeps apart until its end.
const SUM_LANES: usize = 8;

/// The sum of a function's values over a row: one sum for each eighth number, then these in turn.
#[inline(always)]
fn sum_of(x: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; SUM_LANES];
    let (eights, rest) = x.as_chunks::<SUM_LANES>();
    for eight in eights {
        lanes.iter_mut().zip(eight).for_each(|(lane, v)| *lane += f(*v));
    }
    lanes.iter().sum::<f32>() + rest.iter().map(|v| f(*v)).sum::<f32>()
}

/// Normalises a row of `x` to mean 0 and deviation 1, times `gain` plus `bias`.
///
/// Returns the mean and the inverse deviation, which the gradient needs.
#[inline(always)]
pub fn layer_norm(x: &[f32], gain: &[f32], bias: &[f32], out: &mut [f32]) -> (f32, f32) {
    let d = gain.len() as f32;
    let mean = sum_of(x, |v| v) / d;
    let variance = sum_of(x, |v| (v - mean) * (v - mean)) / d;
    let inverse = 1.0 / (variance + EPSILON).sqrt();
    for (((o, v), g), b) in out.iter_mut().zip(x).zip(gain).zip(bias) {
        *o = (v - mean) * inverse * g + b;
    }
    (mean, inverse)
}

/// Normalises each row of `x`, as [`layer_norm`] does one.
pub fn layer_norms(x: &[f32], gain: &[f32], bias: &[f32], out: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, as was just asked.
        #[expect(unsafe_code, reason = "calls a function compiled for a wider vector unit")]
        unsafe {
            layer_norms_avx2(x, gain, bias, out);
        }
        return;
    }
    layer_norms_portable(x, gain, bias, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn layer_norms_avx2(x: &[f32], gain: &[f32], bias: &[f32], out: &mut [f32]) {
    layer_norms_portable(x, gain, bias, out);
}

#[inline(always)]
fn layer_norms_portable(x: &[f32], gain: &[f32], bias: &[f32], out: &mut [f32]) {
    let d = gain.len();
    for (row, out) in x.chunks_exact(d).zip(out.chunks_exact_mut(d)) {
        layer_norm(row, gain, bias, out);
    }
}

/// Sets `out[a × b]` to the products of each row of `a` with each row of `b`, rows of `k` numbers.
///
/// # Panics
/// Where `k` is no multiple of 8, or `out` is shorter than its shape.
pub fn products(a: &[f32], b: &[f32], k: usize, out: &mut [f32]) {
    assert!(k > 0 && k.is_multiple_of(SUM_LANES), "rows are whole lanes");
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, as was just asked.
        #[expect(unsafe_code, reason = "calls a function compiled for a wider vector unit")]
        unsafe {
            products_avx2(a, b, k, out);
        }
        return;
    }
    products_portable(a, b, k, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn products_avx2(a: &[f32], b: &[f32], k: usize, out: &mut [f32]) {
    products_portable(a, b, k, out);
}

#[inline(always)]
fn products_portable(a: &[f32], b: &[f32], k: usize, out: &mut [f32]) {
    let n = b.len() / k;
    for (a, out) in a.chunks_exact(k).zip(out.chunks_exact_mut(n)) {
        let (mut others, mut outs) = (b.chunks_exact(TILE * k), out.chunks_exact_mut(TILE));
        for (b, out) in (&mut others).zip(&mut outs) {
            row_products::<TILE>(a, b, k, out);
        }
        for (b, out) in others.remainder().chunks_exact(k).zip(outs.into_remainder()) {
            row_products::<1>(a, b, k, std::slice::from_mut(out));
        }
    }
}

/// The products of one row with `R` others, each summed in lanes.
#[inline(always)]
fn row_products<const R: usize>(a: &[f32], b: &[f32], k: usize, out: &mut [f32]) {
    let a = a.as_chunks::<SUM_LANES>().0;
    let mut sums = [[0.0f32; SUM_LANES]; R];
    for (nth, sum) in sums.iter_mut().enumerate() {
        let b = b[nth * k..(nth + 1) * k].as_chunks::<SUM_LANES>().0;
        for (a, b) in a.iter().zip(b) {
            for ((s, x), y) in sum.iter_mut().zip(a).zip(b) {
                *s += x * y;
            }
        }
    }
    for (out, sum) in out.iter_mut().zip(&sums) {
        *out = sum.iter().sum();
    }
}

/// What [`leaky`] leaves of a negative value.
pub(crate) const LEAK: f32 = 0.1;

/// Leaky rectifier in place: negative values times a tenth.
pub fn leaky(x: &mut [f32]) {
    for value in x {
        *value = if *value < 0.0 { *value * LEAK } else { *value };
    }
}

/// Replaces the first `gates` values of each row of `width` by their sigmoids.
///
/// # Panics
/// Where `gates` is more than `width`, or `width` is 0.
pub fn squash(rows: &mut [f32], width: usize, gates: usize) {
    assert!(width > 0 && gates <= width, "gates are part of a row");
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, as was just asked.
        #[expect(unsafe_code, reason = "calls a function compiled for a wider vector unit")]
        unsafe {
            squash_avx2(rows, width, gates);
        }
        return;
    }
    squash_portable(rows, width, gates);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn squash_avx2(rows: &mut [f32], width: usize, gates: usize) {
    squash_portable(rows, width, gates);
}

#[inline(always)]
fn squash_portable(rows: &mut [f32], width: usize, gates: usize) {
    for row in rows.chunks_exact_mut(width) {
        row[..gates].iter_mut().for_each(|z| *z = sigmoid(*z));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn squashing_gives_the_same_bits_in_any_width() {
        let mut random = Random::new(4);
        let mut rows: Vec<f32> = (0..5 * 21).map(|_| random.normal() * 9.0).collect();
        let mut portable = rows.clone();
        squash(&mut rows, 21, 17);
        squash_portable(&mut portable, 21, 17);
        assert!(rows.iter().zip(&portable).all(|(a, b)| a.to_bits() == b.to_bits()));
    }

    #[test]
    fn products_are_those_of_the_rows() {
        let mut random = Random::new(8);
        let (a, b): (Vec<f32>, Vec<f32>) =
            (0..7 * 16).map(|_| (random.normal(), random.normal())).unzip();
        let mut out = vec![0.0; 49];
        products(&a, &b, 16, &mut out);
        let mut portable = vec![0.0; 49];
        products_portable(&a, &b, 16, &mut portable);
        assert_eq!(out, portable);
        let exact: f32 = a[3 * 16..4 * 16].iter().zip(&b[5 * 16..6 * 16]).map(|(x, y)| x * y).sum();
        assert!((out[3 * 7 + 5] - exact).abs() < 1e-4);
    }

    #[test]
    fn the_exponential_is_close() {
        for x in [-20.0f32, -1.5, -0.01, 0.0, 0.7, 9.0] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
    }
}
