//! How sure a record is: a logistic sum of the judge's word, the frame's and the parties' signs.

use crate::logistic;
use whimbrel_nn::kernel::exp;

/// What speaks for a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signs {
    /// How likely the judge holds the record's type.
    pub share: f64,
    /// How likely it holds that there is no event.
    pub none: f64,
    /// How many of the frame's demands were met; 0 without a frame.
    pub specificity: u32,
    /// Whether an actor of known country or sector was found.
    pub actor: bool,
    /// Whether a recipient, or a second side, of known country or sector was found.
    pub recipient: bool,
    /// Whether the event is told as a fact.
    pub asserted: bool,
}

/// Number of weights, the constant among them.
const WEIGHTS: usize = 7;

/// Weights of the signs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    pub(crate) weights: [f32; WEIGHTS],
}

impl Default for Calibration {
    /// The judge's word as it stands.
    fn default() -> Self {
        Self { weights: [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0] }
    }
}

/// Shares nearer to 0 or 1 are read as these: no network is as sure as its numbers say.
const EDGE: f64 = 0.003;

impl Signs {
    fn values(&self) -> [f64; WEIGHTS] {
        let sign = |holds: bool| f64::from(u8::from(holds));
        let odds = |share: f64| {
            let share = share.clamp(EDGE, 1.0 - EDGE);
            ln(share / (1.0 - share))
        };
        [
            1.0,
            odds(self.share),
            odds(self.none),
            f64::from(self.specificity.min(6)),
            sign(self.actor),
            sign(self.recipient),
            sign(self.asserted),
        ]
    }
}

impl Calibration {
    /// Returns how likely a record of these signs is right, from 0 to 1.
    #[must_use]
    pub fn confidence(&self, signs: &Signs) -> f64 {
        logistic::share(&self.weights, &signs.values())
    }

    /// Fits the weights to records of which it is known whether they are right, by Newton's method
    /// with a small pull to zero.
    #[must_use]
    pub fn fit(records: &[(Signs, bool)]) -> Self {
        const PULL: f64 = 1.0;
        let cases: Vec<(Vec<f64>, bool)> =
            records.iter().map(|(signs, right)| (signs.values().to_vec(), *right)).collect();
        let mut weights = [0.0; WEIGHTS];
        weights.iter_mut().zip(logistic::fit(&cases, PULL)).for_each(|(to, from)| *to = from);
        Self { weights }
    }
}

/// Returns a share with `odds` added to the logarithm of its odds.
#[must_use]
pub fn weighed(share: f64, odds: f64) -> f64 {
    let right = share * f64::from(exp(odds as f32));
    right / (right + 1.0 - share)
}

/// The natural logarithm by halving and a series: the same bits on every platform.
pub(crate) fn ln(x: f64) -> f64 {
    let (mut x, mut twos) = (x, 0.0);
    while x > 1.5 {
        x /= 2.0;
        twos += 1.0;
    }
    while x < 0.75 {
        x *= 2.0;
        twos -= 1.0;
    }
    let ratio = (x - 1.0) / (x + 1.0);
    let square = ratio * ratio;
    let series = (0..12).rev().fold(0.0, |sum, n| sum * square + 1.0 / f64::from(2 * n + 1));
    2.0 * ratio * series + twos * std::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(share: f64) -> Signs {
        let none = 1.0 - share;
        Signs { share, none, specificity: 2, actor: true, recipient: false, asserted: true }
    }

    #[test]
    fn the_logarithm_is_close() {
        for x in [0.003, 0.4, 1.0, 1.7, 300.0] {
            assert!((ln(x) - f64::ln(x)).abs() < 1e-10, "{x}");
        }
    }

    #[test]
    fn a_fit_gives_the_share_that_is_right() {
        let records: Vec<(Signs, bool)> = (0..400)
            .map(|n| if n % 2 == 0 { (signs(0.9), n % 20 != 0) } else { (signs(0.3), n % 5 == 0) })
            .collect();
        let fit = Calibration::fit(&records);
        let right = |share: f64| {
            let of_share: Vec<_> = records.iter().filter(|(s, _)| s.share == share).collect();
            of_share.iter().filter(|(_, right)| *right).count() as f64 / of_share.len() as f64
        };
        for share in [0.9, 0.3] {
            let gap = fit.confidence(&signs(share)) - right(share);
            assert!(gap.abs() < 0.03, "{share}: {gap}");
        }
    }
}
