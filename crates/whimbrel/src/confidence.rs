//! How sure the program is of what it says.

use whimbrel_judge::{Calibration, Signs};

/// Returns the confidence of a choice from its score and the score of the next best type.
///
/// A logistic curve over the margin; the constants are those that the documentation's table of
/// reliability was measured with.
#[must_use]
pub(crate) fn of_margin(best: f64, second: f64) -> f64 {
    let value = 1.0 / (1.0 + exp(-(0.35 * best + 0.6 * (best - second) - 1.2)));
    round(value)
}

/// Returns the confidence of a record: how likely one of its signs is right, or without a judge's
/// calibration a logistic sum of them.
#[must_use]
pub(crate) fn of_record(calibration: Option<&Calibration>, signs: &Signs) -> f64 {
    if let Some(calibration) = calibration {
        return round(calibration.confidence(signs));
    }
    let sign = |holds: bool, weight: f64| if holds { weight } else { 0.0 };
    let sum = f64::from(signs.specificity.min(6)) * 0.2
        + sign(signs.actor, 0.6)
        + sign(signs.recipient, 0.8)
        + sign(signs.asserted, 0.2)
        - 1.2;
    round(1.0 / (1.0 + exp(-sum)))
}

/// Rounds to two decimals, so that the last bit of a sum never shows in a record.
#[must_use]
pub(crate) fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// e to the power of `x` by halving and a Taylor polynomial: the same bits on every platform.
fn exp(x: f64) -> f64 {
    let x = x.clamp(-40.0, 40.0);
    let small = x / 1024.0;
    let mut value = 1.0 + small * (1.0 + small / 2.0 * (1.0 + small / 3.0 * (1.0 + small / 4.0)));
    for _ in 0..10 {
        value *= value;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_right_to_five_digits() {
        for x in [-5.0, -0.3, 0.0, 1.0, 4.2] {
            assert!((exp(x) / f64::exp(x) - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn a_wider_margin_is_surer() {
        assert!(of_margin(5.0, 1.0) > of_margin(5.0, 4.8));
    }
}
