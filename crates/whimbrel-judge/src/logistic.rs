//! Logistic regression: weights of signs for the odds that something holds.

use whimbrel_nn::kernel::exp;

/// Returns how likely it is that something of these values holds, from 0 to 1.
pub(crate) fn share(weights: &[f32], values: &[f64]) -> f64 {
    let sum: f64 = weights.iter().zip(values).map(|(w, v)| f64::from(*w) * v).sum();
    f64::from(1.0 / (1.0 + exp(-sum as f32)))
}

/// Fits weights to cases of which it is known whether they hold, by Newton's method with a `pull` to
/// zero; all have as many values.
pub(crate) fn fit(cases: &[(Vec<f64>, bool)], pull: f64) -> Vec<f32> {
    const STEPS: usize = 25;
    let n = cases.first().map_or(0, |(values, _)| values.len());
    let mut weights = vec![0.0f64; n];
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| pull * weight).collect();
        let mut curve = vec![vec![0.0f64; n]; n];
        curve.iter_mut().enumerate().for_each(|(at, row)| row[at] = pull);
        for (values, holds) in cases {
            let sum: f64 = weights.iter().zip(values).map(|(w, v)| w * v).sum();
            let share = f64::from(1.0 / (1.0 + exp(-sum as f32)));
            let error = share - f64::from(u8::from(*holds));
            for (row, value) in values.iter().enumerate() {
                gradient[row] += error * value;
                let factor = share * (1.0 - share) * value;
                curve[row].iter_mut().zip(values).for_each(|(c, v)| *c += factor * v);
            }
        }
        let step = solve(curve, gradient);
        weights.iter_mut().zip(step).for_each(|(w, s)| *w -= s);
    }
    weights.into_iter().map(|weight| weight as f32).collect()
}

/// Solves `matrix · x = right`, the matrix symmetric and positive, by elimination.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for pivot in 0..n {
        let (upper, lower) = matrix.split_at_mut(pivot + 1);
        let above = &upper[pivot];
        for (row, values) in (pivot + 1..n).zip(lower) {
            let factor = values[pivot] / above[pivot];
            values.iter_mut().zip(above).for_each(|(value, a)| *value -= factor * a);
            right[row] -= factor * right[pivot];
        }
    }
    for pivot in (0..n).rev() {
        let known: f64 = (pivot + 1..n).map(|c| matrix[pivot][c] * right[c]).sum();
        right[pivot] = (right[pivot] - known) / matrix[pivot][pivot];
    }
    right
}
