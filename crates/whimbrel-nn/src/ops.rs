//! Operations of training with their gradients.
//!
//! Products go through `matrixmultiply`, which picks its kernel by the processor: training gives
//! the same bytes on the same kind of machine; inference does not use this module.

use crate::kernel::{LEAK, exp, layer_norm};
use crate::random::Random;

/// A matrix product's factor: its values and the strides of its rows and columns.
struct Factor<'a> {
    values: &'a [f32],
    strides: (usize, usize),
}

/// `out[m × n] = a[m × k] · b[k × n]`, plus what `out` held where `add` says so.
#[expect(unsafe_code, reason = "the product of `matrixmultiply` takes pointers")]
fn product(a: &Factor<'_>, b: &Factor<'_>, out: &mut [f32], shape: [usize; 3], add: bool) {
    let [m, k, n] = shape;
    let last = |f: &Factor<'_>, rows: usize, columns: usize| {
        rows.saturating_sub(1) * f.strides.0 + columns.saturating_sub(1) * f.strides.1
    };
    if m * k * n == 0 {
        return;
    }
    assert!(a.values.len() > last(a, m, k), "the left factor is too short");
    assert!(b.values.len() > last(b, k, n), "the right factor is too short");
    assert!(out.len() >= m * n, "the product does not fit");
    let beta = if add { 1.0 } else { 0.0 };
    // SAFETY: the last element that each stride reaches lies inside its slice, as was checked.
    unsafe {
        matrixmultiply::sgemm(
            m,
            k,
            n,
            1.0,
            a.values.as_ptr(),
            a.strides.0 as isize,
            a.strides.1 as isize,
            b.values.as_ptr(),
            b.strides.0 as isize,
            b.strides.1 as isize,
            beta,
            out.as_mut_ptr(),
            n as isize,
            1,
        );
    }
}

/// Sets `out[rows × n]` to `a[rows × k] · w[k × n]`, or adds it.
pub fn matmul(a: &[f32], w: &[f32], out: &mut [f32], shape: [usize; 3], add: bool) {
    let [_, k, n] = shape;
    product(
        &Factor { values: a, strides: (k, 1) },
        &Factor { values: w, strides: (n, 1) },
        out,
        shape,
        add,
    );
}

/// Adds `aᵀ · dy` to `dw[k × n]`, where `a` is `[rows × k]` and `dy` `[rows × n]`: the gradient of
/// a linear map's weights. `shape` is `[rows, k, n]`.
pub fn weight_gradient(a: &[f32], dy: &[f32], dw: &mut [f32], shape: [usize; 3]) {
    let [rows, k, n] = shape;
    let transposed = Factor { values: a, strides: (1, k) };
    product(&transposed, &Factor { values: dy, strides: (n, 1) }, dw, [k, rows, n], true);
}

/// Sets `da[rows × k]` to `dy[rows × n] · wᵀ`, or adds it: the gradient of a linear map's inputs.
/// `shape` is `[rows, k, n]`.
pub fn input_gradient(dy: &[f32], w: &[f32], da: &mut [f32], shape: [usize; 3], add: bool) {
    let [rows, k, n] = shape;
    let transposed = Factor { values: w, strides: (1, n) };
    product(&Factor { values: dy, strides: (n, 1) }, &transposed, da, [rows, n, k], add);
}

/// Adds `bias[n]` to each row.
pub fn add_bias(out: &mut [f32], bias: &[f32]) {
    for row in out.chunks_exact_mut(bias.len()) {
        for (x, b) in row.iter_mut().zip(bias) {
            *x += b;
        }
    }
}

/// Adds the column sums of `dy` to `db`.
pub fn bias_grad(dy: &[f32], db: &mut [f32]) {
    for row in dy.chunks_exact(db.len()) {
        for (d, y) in db.iter_mut().zip(row) {
            *d += y;
        }
    }
}

/// Normalises each row of `x`; returns the means and inverse deviations.
#[must_use]
pub fn layer_norm_rows(x: &[f32], gain: &[f32], bias: &[f32], out: &mut [f32]) -> Vec<(f32, f32)> {
    let d = gain.len();
    let rows = x.chunks_exact(d).zip(out.chunks_exact_mut(d));
    rows.map(|(row, out)| layer_norm(row, gain, bias, out)).collect()
}

/// The gradients that [`layer_norm_gradient`] adds to.
pub struct NormGradient<'g> {
    /// Of the inputs.
    pub x: &'g mut [f32],
    /// Of the gain.
    pub gain: &'g mut [f32],
    /// Of the bias.
    pub bias: &'g mut [f32],
}

/// Gradient of [`layer_norm_rows`] from `dy`, with the moments it returned.
pub fn layer_norm_gradient(
    x: &[f32],
    gain: &[f32],
    moments: &[(f32, f32)],
    dy: &[f32],
    to: &mut NormGradient<'_>,
) {
    let d = gain.len();
    for (r, &(mean, inverse)) in moments.iter().enumerate() {
        let (row, dy) = (&x[r * d..(r + 1) * d], &dy[r * d..(r + 1) * d]);
        let dx = &mut to.x[r * d..(r + 1) * d];
        let (mut sum, mut sum_x) = (0.0, 0.0);
        for i in 0..d {
            let normed = (row[i] - mean) * inverse;
            sum += dy[i] * gain[i];
            sum_x += dy[i] * gain[i] * normed;
            to.gain[i] += dy[i] * normed;
            to.bias[i] += dy[i];
        }
        for i in 0..d {
            let normed = (row[i] - mean) * inverse;
            dx[i] += inverse * (dy[i] * gain[i] - sum / d as f32 - normed * sum_x / d as f32);
        }
    }
}

/// Zeroes each value with probability `p` and scales the rest; returns the factors, or nothing
/// where `p` is 0.
pub fn dropout(x: &mut [f32], p: f32, random: &mut Random) -> Vec<f32> {
    if p <= 0.0 {
        return Vec::new();
    }
    let scale = 1.0 / (1.0 - p);
    let cut = (p * 65536.0) as u64;
    let mut mask = vec![0.0; x.len()];
    for (values, factors) in x.chunks_mut(4).zip(mask.chunks_mut(4)) {
        let mut bits = random.bits();
        for (value, factor) in values.iter_mut().zip(factors) {
            if bits & 0xFFFF >= cut {
                *factor = scale;
            }
            *value *= *factor;
            bits >>= 16;
        }
    }
    mask
}

/// Multiplies by the factors of a [`dropout`]; an empty mask changes nothing.
pub fn apply_mask(x: &mut [f32], mask: &[f32]) {
    for (value, factor) in x.iter_mut().zip(mask) {
        *value *= factor;
    }
}

/// Turns a row of scores into the gradient of its softmax cross entropy times `weight`, and
/// returns the loss.
pub fn cross_entropy(scores: &mut [f32], gold: usize, weight: f32) -> f32 {
    let max = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = exp(*score - max);
        sum += *score;
    }
    let loss = -(scores[gold] / sum).max(1e-20).ln();
    for score in scores.iter_mut() {
        *score *= weight / sum;
    }
    scores[gold] -= weight;
    loss
}

/// Gradient of [`leaky`](crate::kernel::leaky), given its results.
pub fn leaky_gradient(y: &[f32], dy: &mut [f32]) {
    for (_, d) in y.iter().zip(dy).filter(|(y, _)| **y < 0.0) {
        *d *= LEAK;
    }
}
