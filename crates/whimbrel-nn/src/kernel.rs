//! Products and functions for inference: the same bits on every machine.
//!
//! Each element of a product is summed over the inputs in their order, without fused multiply-add,
//! whatever the width of the machine's vectors; so the choice of a wider kernel at run time cannot
//! change a result.

/// How many rows are worked on at once, so that a weight is loaded once for all of them.
const TILE: usize = 4;

/// Sets `out[rows × n]` to `a[rows × k] · w[k × n]` plus `bias[n]` in each row.
///
/// # Panics
/// Where a slice is shorter than its shape.
pub fn linear(a: &[f32], w: &[f32], bias: &[f32], out: &mut [f32], k: usize) {
    let n = bias.len();
    assert!(k > 0 && n > 0 && w.len() >= k * n, "weights are [inputs × outputs]");
    assert_eq!(a.len() / k, out.len() / n, "as many rows come out as go in");
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, as was just asked.
        #[expect(unsafe_code, reason = "calls a function compiled for a wider vector unit")]
        unsafe {
            linear_avx2(a, w, bias, out, k);
        }
        return;
    }
    linear_portable(a, w, bias, out, k);
}

/// The portable kernel compiled for 256-bit vectors; without fused operations its sums are the
/// portable ones bit by bit.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn linear_avx2(a: &[f32], w: &[f32], bias: &[f32], out: &mut [f32], k: usize) {
    linear_portable(a, w, bias, out, k);
}

#[inline(always)]
fn linear_portable(a: &[f32], w: &[f32], bias: &[f32], out: &mut [f32], k: usize) {
    let n = bias.len();
    let mut rows = a.chunks_exact(TILE * k);
    let mut outs = out.chunks_exact_mut(TILE * n);
    for (rows, outs) in (&mut rows).zip(&mut outs) {
        tile::<TILE>(rows, w, bias, outs, k);
    }
    let (rest, outs) = (rows.remainder(), outs.into_remainder());
    for (row, out) in rest.chunks_exact(k).zip(outs.chunks_exact_mut(n)) {
        tile::<1>(row, w, bias, out, k);
    }
}

/// Columns that are summed in registers at once.
const LANES: usize = 16;

/// `R` rows by all columns.
#[inline(always)]
fn tile<const R: usize>(a: &[f32], w: &[f32], bias: &[f32], out: &mut [f32], k: usize) {
    let n = bias.len();
    let whole = n / LANES * LANES;
    for column in (0..whole).step_by(LANES) {
        let mut sums = [[0.0f32; LANES]; R];
        for sum in &mut sums {
            sum.copy_from_slice(&bias[column..column + LANES]);
        }
        for (input, weights) in w.chunks_exact(n).take(k).enumerate() {
            let weights: &[f32; LANES] =
                weights[column..column + LANES].try_into().expect("the slice has LANES items");
            for (row, sum) in sums.iter_mut().enumerate() {
                let x = a[row * k + input];
                for (s, w) in sum.iter_mut().zip(weights) {
                    *s += x * w;
                }
            }
        }
        for (row, sum) in sums.iter().enumerate() {
            out[row * n + column..row * n + column + LANES].copy_from_slice(sum);
        }
    }
    for row in 0..R {
        for column in whole..n {
            let mut sum = bias[column];
            for input in 0..k {
                sum += a[row * k + input] * w[input * n + column];
            }
            out[row * n + column] = sum;
        }
    }
}

/// Returns e to the power of `x`: the power of two split off, a Taylor polynomial of degree five for
/// the rest between -1/2 and 1/2; relative error below 3e-6.
#[inline]
#[must_use]
pub fn exp(x: f32) -> f32 {
    let t = (x * std::f32::consts::LOG2_E).clamp(-120.0, 120.0);
    let whole = (t + 0.5).floor();
    let f = t - whole;
    let tail = 0.055_504_1 + f * (0.009_618_1 + f * 0.001_333_6);
    let p = 1.0 + f * (std::f32::consts::LN_2 + f * (0.240_226_5 + f * tail));
    f32::from_bits((((whole as i32) + 127) << 23) as u32) * p
}

/// Returns 1 / (1 + e^-x).
#[inline]
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Added to the variance before the root is taken.
pub const EPSILON: f32 = 1e-5;

/// Normalises a row of `x` to mean 0 and deviation 1, times `gain` plus `bias`.
///
/// Returns the mean and the inverse deviation, which the gradient needs.
pub fn layer_norm(x: &[f32], gain: &[f32], bias: &[f32], out: &mut [f32]) -> (f32, f32) {
    let d = gain.len() as f32;
    let mean = x.iter().sum::<f32>() / d;
    let variance = x.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / d;
    let inverse = 1.0 / (variance + EPSILON).sqrt();
    for (((o, v), g), b) in out.iter_mut().zip(x).zip(gain).zip(bias) {
        *o = (v - mean) * inverse * g + b;
    }
    (mean, inverse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn a_linear_map_sums_in_the_order_of_the_inputs() {
        let mut random = Random::new(3);
        for (rows, k, n) in [(1, 1, 1), (5, 7, 19), (9, 128, 52), (4, 3, 16)] {
            let a: Vec<f32> = (0..rows * k).map(|_| random.normal()).collect();
            let w: Vec<f32> = (0..k * n).map(|_| random.normal()).collect();
            let bias: Vec<f32> = (0..n).map(|_| random.normal()).collect();
            let mut out = vec![0.0; rows * n];
            linear(&a, &w, &bias, &mut out, k);
            for row in 0..rows {
                for column in 0..n {
                    let mut sum = bias[column];
                    for input in 0..k {
                        sum += a[row * k + input] * w[input * n + column];
                    }
                    assert_eq!(out[row * n + column].to_bits(), sum.to_bits());
                }
            }
        }
    }

    #[test]
    fn the_exponential_is_close() {
        for x in [-20.0f32, -1.5, -0.01, 0.0, 0.7, 9.0] {
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
    }
}
