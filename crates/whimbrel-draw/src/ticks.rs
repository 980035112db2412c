//! Round numbers along an axis.

/// Round numbers from at or below the least value to at or above the greatest, evenly spaced.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ticks {
    /// The numbers, rising; two at least.
    pub(crate) values: Vec<f64>,
    /// How many decimals they need.
    pub(crate) decimals: usize,
}

impl Ticks {
    /// Ticks of counts: whole numbers from zero.
    pub(crate) fn counts(greatest: u64, wanted: usize) -> Ticks {
        Ticks::spaced(0.0, crate::number::real(greatest).max(1.0), wanted, 1.0)
    }

    /// Ticks that cover both values and zero.
    pub(crate) fn around_zero(least: f64, greatest: f64, wanted: usize) -> Ticks {
        let (least, greatest) = (least.min(0.0), greatest.max(0.0));
        let greatest = if greatest - least < 0.1 { least + 0.1 } else { greatest };
        Ticks::spaced(least, greatest, wanted, 0.01)
    }

    fn spaced(least: f64, greatest: f64, wanted: usize, finest: f64) -> Ticks {
        let step = round_step((greatest - least) / wanted.max(1) as f64).max(finest);
        let (first, last) = ((least / step).floor() as i64, (greatest / step).ceil() as i64);
        let values = (first..=last.max(first + 1)).map(|i| i as f64 * step).collect();
        Ticks { values, decimals: decimals_of(step) }
    }

    pub(crate) fn first(&self) -> f64 {
        self.values.first().copied().unwrap_or(0.0)
    }

    pub(crate) fn last(&self) -> f64 {
        self.values.last().copied().unwrap_or(1.0)
    }
}

/// The least of 1, 2, 5 times a power of ten that is no smaller.
fn round_step(rough: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    while power > rough && power > 1e-6 {
        power /= 10.0;
    }
    let fits = [1.0, 2.0, 5.0].into_iter().map(|digit| digit * power).find(|step| *step >= rough);
    fits.unwrap_or(10.0 * power)
}

fn decimals_of(step: f64) -> usize {
    match step {
        step if step >= 1.0 => 0,
        step if step >= 0.1 => 1,
        _ => 2,
    }
}

/// Every how many months an axis has a label, so that labels do not touch: months or years that
/// divide evenly.
pub(crate) fn month_step(months: usize, width: f64, label: f64) -> usize {
    let steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];
    let pitch = width / months.max(1) as f64;
    let fitting = steps.into_iter().find(|step| *step as f64 * pitch >= label);
    fitting.unwrap_or(1200)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(Ticks::counts(87, 5).values, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(Ticks::counts(0, 5).values, [0.0, 1.0]);
        assert_eq!(Ticks::counts(3, 5).values, [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(Ticks::counts(10_000_000, 5).last(), 1e7);
        assert_eq!(Ticks::around_zero(-7.2, 3.1, 5).values, [-10.0, -5.0, 0.0, 5.0]);
    }

    proptest! {
        #[test]
        fn ticks_cover_the_greatest_and_are_few(greatest in any::<u64>(), wanted in 1usize..8) {
            let ticks = Ticks::counts(greatest, wanted);
            prop_assert!(ticks.last() >= greatest as f64);
            prop_assert!((2..=wanted + 2).contains(&ticks.values.len()));
            prop_assert!(ticks.values.windows(2).all(|pair| pair[0] < pair[1]));
        }

        #[test]
        fn ticks_of_means_cover_both_ends_and_zero(a in -1e6..1e6f64, b in -1e6..1e6f64) {
            let ticks = Ticks::around_zero(a.min(b), a.max(b), 5);
            prop_assert!(ticks.first() <= a.min(b) && ticks.last() >= a.max(b));
            prop_assert!(ticks.values.contains(&0.0));
        }

        #[test]
        fn labels_of_months_keep_their_distance(months in 1usize..1200, width in 100.0..1000.0f64) {
            let step = month_step(months, width, 40.0);
            prop_assert!(step as f64 * width / months as f64 >= 40.0 || step >= months);
        }
    }
}
