//! Intervals by resampling.

use crate::coefficients::{Coefficient, Undefined};
use crate::random::Random;
use crate::ratings::Ratings;
use serde::Serialize;

/// How intervals are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Resampling {
    /// How often; 0 for no intervals.
    pub replicates: usize,
    /// The share of replicates within the interval, between 0 and 1.
    pub level: f64,
    /// The same seed gives the same interval on every machine.
    pub seed: u64,
}

impl Default for Resampling {
    /// 1,000 replicates, 95 per cent.
    fn default() -> Self {
        Self { replicates: 1000, level: 0.95, seed: 1 }
    }
}

/// An interval of the percentile bootstrap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// The replicates that had a value.
    pub replicates: usize,
}

/// A figure with its interval, or why there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// The figure of all units.
    pub value: Option<f64>,
    /// Why there is no figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undefined: Option<Undefined>,
    /// The interval, where at least half of the replicates have a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
}

impl Resampling {
    /// Returns a coefficient with its interval.
    ///
    /// Whole clusters (reports) are drawn with replacement, since units of one report are not
    /// independent; the interval lies between the percentiles of the replicates (Efron & Tibshirani
    /// 1993, "An Introduction to the Bootstrap", chapter 13; clusters: Davison & Hinkley 1997,
    /// "Bootstrap Methods and their Application", section 3.8). With a single cluster there is no
    /// interval. Time grows with replicates times values.
    #[must_use]
    pub fn estimate(&self, coefficient: Coefficient, ratings: &Ratings) -> Estimate {
        match coefficient.of(ratings) {
            Err(undefined) => Estimate { undefined: Some(undefined), ..Estimate::default() },
            Ok(value) => {
                let of_drawn = |drawn: &[usize]| {
                    let clusters = drawn.iter().map(|cluster| ratings.clusters[*cluster]);
                    let units: Vec<usize> = clusters.flat_map(|(from, to)| from..to).collect();
                    coefficient.of_units(ratings, &units).ok()
                };
                let interval = self.interval(ratings.clusters.len(), of_drawn);
                Estimate { value: Some(value), interval, ..Estimate::default() }
            }
        }
    }

    /// Returns the interval of a statistic of clusters, numbered from 0.
    pub(crate) fn interval(
        &self,
        clusters: usize,
        statistic: impl Fn(&[usize]) -> Option<f64>,
    ) -> Option<Interval> {
        if clusters < 2 {
            return None;
        }
        let mut random = Random::new(self.seed);
        let mut drawn = vec![0; clusters];
        let mut values: Vec<f64> = (0..self.replicates)
            .filter_map(|_| {
                drawn.iter_mut().for_each(|cluster| *cluster = random.below(clusters));
                statistic(&drawn)
            })
            .collect();
        values.sort_by(f64::total_cmp);
        if values.is_empty() || values.len() * 2 < self.replicates {
            return None;
        }
        let tail = (1.0 - self.level) / 2.0;
        let nth = (tail * values.len() as f64) as usize;
        let (low, high) = (nth.min(values.len() / 2), values.len() - 1);
        Some(Interval { low: values[low], high: values[high - low], replicates: values.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Level;

    fn ratings(units: usize) -> Ratings {
        let unit = |at: usize| vec![Some((at % 3) as f64), Some((at % 7 % 3) as f64)];
        Ratings::of_numbers(2, &(0..units).map(unit).collect::<Vec<_>>())
    }

    #[test]
    fn the_same_seed_gives_the_same_interval_and_another_seed_another() {
        let alpha = Coefficient::Alpha(Level::Nominal);
        let seeded = |seed| Resampling { seed, ..Resampling::default() };
        let [one, again, other] = [1, 1, 2].map(|s| seeded(s).estimate(alpha, &ratings(80)));
        assert_eq!(one, again);
        assert_ne!(one.interval, other.interval);
    }

    #[test]
    fn the_interval_holds_the_figure_and_narrows_with_more_units() {
        let alpha = Coefficient::Alpha(Level::Interval);
        let width = |units: usize| {
            let estimate = Resampling::default().estimate(alpha, &ratings(units));
            let (value, interval) = (estimate.value.unwrap(), estimate.interval.unwrap());
            assert!(interval.low <= value && value <= interval.high, "{estimate:?}");
            interval.high - interval.low
        };
        assert!(width(1000) < width(40));
    }

    #[test]
    fn the_interval_of_a_share_is_about_that_of_theory() {
        // 200 units, 80 % the same: a standard error of 0.028, an interval of 1.96 of them.
        let unit = |at: usize| vec![Some("a"), Some(if at.is_multiple_of(5) { "b" } else { "a" })];
        let ratings = Ratings::of_names(2, &(0..200).map(unit).collect::<Vec<_>>());
        let percent = Coefficient::PercentAgreement;
        let interval = Resampling::default().estimate(percent, &ratings).interval.unwrap();
        assert!((interval.low - 0.745).abs() < 0.015, "{interval:?}");
        assert!((interval.high - 0.855).abs() < 0.015, "{interval:?}");
    }

    #[test]
    fn one_cluster_or_no_replicates_give_no_interval() {
        let percent = Coefficient::PercentAgreement;
        let one = Resampling::default().estimate(percent, &ratings(9).in_clusters(&[9]));
        let none = Resampling { replicates: 0, ..Resampling::default() };
        assert_eq!(one.interval, None);
        assert_eq!(none.estimate(percent, &ratings(9)).interval, None);
        assert!(one.value.is_some());
    }
}
