//! Coefficients of agreement between coders.
//!
//! All of them are reckoned with additions, multiplications and divisions in a fixed order, so that
//! they are the same bits on every machine.

use crate::ratings::{Level, Ratings};
use serde::{Serialize, Serializer};

/// A coefficient of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coefficient {
    /// Share of pairs of values of a unit that are the same; any number of coders.
    PercentAgreement,
    /// Cohen's κ for two coders.
    CohenKappa,
    /// Cohen's κ weighted by the distance of the values.
    LinearKappa,
    /// Cohen's κ weighted by the square of the distance of the values.
    QuadraticKappa,
    /// Scott's π for two coders.
    ScottPi,
    /// Fleiss' κ for any number of coders, over the units that all coded.
    FleissKappa,
    /// Krippendorff's α at the level: any number of coders, with gaps.
    Alpha(Level),
}

/// Why a coefficient has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Undefined {
    /// No unit has the values that the coefficient needs.
    NoUnits,
    /// All values are the same, so that chance explains them as well as agreement does.
    NoVariation,
    /// The coefficient is not made for this number of coders.
    Coders,
}

impl Undefined {
    /// Returns the reason in words.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NoUnits => "no unit that two coders coded",
            Self::NoVariation => "all values are the same",
            Self::Coders => "not for this number of coders",
        }
    }
}

impl Coefficient {
    /// Returns the name that readers know.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PercentAgreement => "percent agreement",
            Self::CohenKappa => "Cohen's κ",
            Self::LinearKappa => "weighted κ, linear",
            Self::QuadraticKappa => "weighted κ, quadratic",
            Self::ScottPi => "Scott's π",
            Self::FleissKappa => "Fleiss' κ",
            Self::Alpha(Level::Nominal) => "Krippendorff's α, nominal",
            Self::Alpha(Level::Ordinal) => "Krippendorff's α, ordinal",
            Self::Alpha(Level::Interval) => "Krippendorff's α, interval",
        }
    }

    /// Returns the name in JSON and CSV, a promise as the names of the fields.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::PercentAgreement => "percent_agreement",
            Self::CohenKappa => "cohen_kappa",
            Self::LinearKappa => "linear_kappa",
            Self::QuadraticKappa => "quadratic_kappa",
            Self::ScottPi => "scott_pi",
            Self::FleissKappa => "fleiss_kappa",
            Self::Alpha(Level::Nominal) => "alpha_nominal",
            Self::Alpha(Level::Ordinal) => "alpha_ordinal",
            Self::Alpha(Level::Interval) => "alpha_interval",
        }
    }

    /// Returns the paper that the formula is taken from.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::PercentAgreement => "Hayes & Krippendorff 2007, p. 80",
            Self::CohenKappa => "Cohen 1960, Educational and Psychological Measurement 20: 37-46",
            Self::LinearKappa | Self::QuadraticKappa => {
                "Cohen 1968, Psychological Bulletin 70: 213-220"
            }
            Self::ScottPi => "Scott 1955, Public Opinion Quarterly 19: 321-325",
            Self::FleissKappa => "Fleiss 1971, Psychological Bulletin 76: 378-382",
            Self::Alpha(_) => "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability",
        }
    }

    /// Returns the coefficient of all units.
    ///
    /// Time grows with the values, and for [`Self::PercentAgreement`] and [`Self::Alpha`] with the
    /// square of the coders of a unit.
    ///
    /// # Errors
    /// Says why the coefficient has no value.
    pub fn of(self, ratings: &Ratings) -> Result<f64, Undefined> {
        self.of_units(ratings, &(0..ratings.units()).collect::<Vec<_>>())
    }

    /// Returns the coefficient of some units; one may stand more than once.
    pub(crate) fn of_units(self, ratings: &Ratings, units: &[usize]) -> Result<f64, Undefined> {
        match self {
            Self::PercentAgreement => percent_agreement(ratings, units),
            Self::CohenKappa => cohen_kappa(ratings, units),
            Self::LinearKappa => linear_kappa(ratings, units),
            Self::QuadraticKappa => quadratic_kappa(ratings, units),
            Self::ScottPi => scott_pi(ratings, units),
            Self::FleissKappa => fleiss_kappa(ratings, units),
            Self::Alpha(Level::Nominal) => nominal_alpha(ratings, units),
            Self::Alpha(Level::Ordinal) => {
                distance_alpha(ratings, units, &middle_ranks(&pairable_counts(ratings, units)))
            }
            Self::Alpha(Level::Interval) => distance_alpha(ratings, units, &ratings.positions),
        }
    }
}

impl Serialize for Coefficient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

fn percent_agreement(ratings: &Ratings, units: &[usize]) -> Result<f64, Undefined> {
    let (mut same, mut pairs) = (0_usize, 0_usize);
    for unit in units {
        for (one, other) in pairs_of(ratings, *unit) {
            same += usize::from(one == other);
            pairs += 1;
        }
    }
    if pairs == 0 { Err(Undefined::NoUnits) } else { Ok(same as f64 / pairs as f64) }
}

/// Two coders' values of the units that both coded, and how often each gave each value.
struct Crossed {
    pairs: Vec<(usize, usize)>,
    margins: [Vec<f64>; 2],
}

impl Crossed {
    fn new(ratings: &Ratings, units: &[usize]) -> Result<Self, Undefined> {
        if ratings.coders() != 2 {
            return Err(Undefined::Coders);
        }
        let both = |unit: &usize| match ratings.row(*unit) {
            [Some(one), Some(other)] => Some((*one, *other)),
            _ => None,
        };
        let pairs: Vec<_> = units.iter().filter_map(both).collect();
        if pairs.is_empty() {
            return Err(Undefined::NoUnits);
        }
        let mut margins = [vec![0.0; ratings.distinct()], vec![0.0; ratings.distinct()]];
        for (one, other) in &pairs {
            margins[0][*one] += 1.0;
            margins[1][*other] += 1.0;
        }
        Ok(Self { pairs, margins })
    }

    fn n(&self) -> f64 {
        self.pairs.len() as f64
    }

    fn agreement(&self) -> f64 {
        self.pairs.iter().filter(|(one, other)| one == other).count() as f64 / self.n()
    }

    /// κ as a share of distances: 1 - observed / expected.
    fn weighted(
        &self,
        expected: f64,
        distance: impl Fn(usize, usize) -> f64,
    ) -> Result<f64, Undefined> {
        if expected <= 0.0 {
            return Err(Undefined::NoVariation);
        }
        let observed: f64 = self.pairs.iter().map(|(one, other)| distance(*one, *other)).sum();
        Ok(1.0 - observed / self.n() / expected)
    }
}

fn beyond_chance(observed: f64, expected: f64) -> Result<f64, Undefined> {
    if expected >= 1.0 {
        Err(Undefined::NoVariation)
    } else {
        Ok((observed - expected) / (1.0 - expected))
    }
}

fn cohen_kappa(ratings: &Ratings, units: &[usize]) -> Result<f64, Undefined> {
    let crossed = Crossed::new(ratings, units)?;
    let [one, other] = &crossed.margins;
    let chance: f64 = one.iter().zip(other).map(|(a, b)| a * b).sum();
    beyond_chance(crossed.agreement(), chance / (crossed.n() * crossed.n()))
}

fn scott_pi(ratings: &Ratings, units: &[usize]) -> Result<f64, Undefined> {
    let crossed = Crossed::new(ratings, units)?;
    let [one, other] = &crossed.margins;
    let chance: f64 = one.iter().zip(other).map(|(a, b)| (a + b) * (a + b)).sum();
    beyond_chance(crossed.agreement(), chance / (4.0 * crossed.n() * crossed.n()))
}

/// The expected |x - y| of independent x and y is the integral of F(1 - G) + G(1 - F) over their
/// distribution functions, so that no table of all pairs of values is needed.
fn linear_kappa(ratings: &Ratings, units: &[usize]) -> Result<f64, Undefined> {
    let crossed = Crossed::new(ratings, units)?;
    let (n, at) = (crossed.n(), &ratings.positions);
    let (mut one, mut other, mut expected) = (0.0, 0.0, 0.0);
    for value in 1..at.len() {
        one += crossed.margins[0][value - 1] / n;
        other += crossed.margins[1][value - 1] / n;
        expected += (at[value] - at[value - 1]) * (one * (1.0 - other) + other * (1.0 - one));
    }
    crossed.weighted(expected, |a, b| (at[a] - at[b]).abs())
}

/// The expected (x - y)² of independent x and y is their variances and the square of the
/// difference of their means.
fn quadratic_kappa(ratings: &Ratings, units: &[usize]) -> Result<f64, Undefined> {
    let crossed = Crossed::new(ratings, units)?;
    let at = &ratings.positions;
    let [one, other] = [0, 1].map(|coder| mean_and_variance(at, &crossed.margins[coder]));
    let apart = (one.0 - other.0) * (one.0 - other.0);
    let all: Vec<_> = crossed.margins[0].iter().zip(&crossed.margins[1]).collect();
    let varied = all.iter().filter(|(a, b)| **a + **b > 0.0).nth(1).is_some();
    // Rounding may leave a variance where all values are the same.
    let expected = if varied { one.1 + other.1 + apart } else { 0.0 };
    crossed.weighted(expected, |a, b| (at[a] - at[b]) * (at[a] - at[b]))
}

/// Units that all coders coded count, since the coefficient knows no gaps.
fn fleiss_kappa(ratings: &Ratings, units: &[usize]) -> Result<f64, Undefined> {
    if ratings.coders() < 2 {
        return Err(Undefined::Coders);
    }
    let full = |unit: &&usize| ratings.row(**unit).iter().all(Option::is_some);
    let full: Vec<usize> = units.iter().filter(full).copied().collect();
    if full.is_empty() {
        return Err(Undefined::NoUnits);
    }
    let observed = percent_agreement(ratings, &full)?;
    let mut counts = vec![0.0; ratings.distinct()];
    full.iter().flat_map(|unit| ratings.values(*unit)).for_each(|value| counts[value] += 1.0);
    let n = (full.len() * ratings.coders()) as f64;
    beyond_chance(observed, counts.iter().map(|count| count * count).sum::<f64>() / (n * n))
}

fn nominal_alpha(ratings: &Ratings, units: &[usize]) -> Result<f64, Undefined> {
    let counts = pairable_counts(ratings, units);
    let n: f64 = counts.iter().sum();
    let expected = n * n - counts.iter().map(|count| count * count).sum::<f64>();
    alpha(n, disagreement(ratings, units, |a, b| f64::from(u8::from(a != b))), expected)
}

/// α with squared distances between positions.
fn distance_alpha(ratings: &Ratings, units: &[usize], at: &[f64]) -> Result<f64, Undefined> {
    let counts = pairable_counts(ratings, units);
    let n: f64 = counts.iter().sum();
    if n == 0.0 {
        return Err(Undefined::NoUnits);
    }
    // Rounding may leave a variance where all values are the same.
    let varied = counts.iter().filter(|count| **count > 0.0).nth(1).is_some();
    let expected = if varied { 2.0 * n * n * mean_and_variance(at, &counts).1 } else { 0.0 };
    alpha(n, disagreement(ratings, units, |a, b| (at[a] - at[b]) * (at[a] - at[b])), expected)
}

/// `observed` is the sum of o_ck δ²_ck over the coincidences, `expected` that of n_c n_k δ²_ck.
fn alpha(n: f64, observed: f64, expected: f64) -> Result<f64, Undefined> {
    if n == 0.0 {
        return Err(Undefined::NoUnits);
    }
    if expected <= 0.0 {
        return Err(Undefined::NoVariation);
    }
    Ok(1.0 - (n - 1.0) * observed / expected)
}

/// The sum of the coincidences, each times its distance: a pair of a unit with m values counts
/// 1 / (m - 1), in both orders.
fn disagreement(ratings: &Ratings, units: &[usize], distance: impl Fn(usize, usize) -> f64) -> f64 {
    let of_unit = |unit: &usize| {
        let sum: f64 = pairs_of(ratings, *unit).map(|(one, other)| distance(one, other)).sum();
        let m = ratings.values(*unit).count();
        if m < 2 { 0.0 } else { 2.0 * sum / (m - 1) as f64 }
    };
    units.iter().map(of_unit).sum()
}

/// How often each value stands in the units with two values or more.
fn pairable_counts(ratings: &Ratings, units: &[usize]) -> Vec<f64> {
    let mut counts = vec![0.0; ratings.distinct()];
    let pairable = units.iter().filter(|unit| ratings.values(**unit).nth(1).is_some());
    pairable.flat_map(|unit| ratings.values(*unit)).for_each(|value| counts[value] += 1.0);
    counts
}

/// The ordinal distance, the sum of n_g from c to k less (n_c + n_k) / 2, is the difference of the
/// middles of the ranks that the values take.
fn middle_ranks(counts: &[f64]) -> Vec<f64> {
    let mut below = 0.0;
    let rank = |count: &f64| {
        let middle = below + count / 2.0;
        below += count;
        middle
    };
    counts.iter().map(rank).collect()
}

fn mean_and_variance(at: &[f64], counts: &[f64]) -> (f64, f64) {
    let n: f64 = counts.iter().sum();
    let mean = at.iter().zip(counts).map(|(x, count)| x * count).sum::<f64>() / n;
    let squares = at.iter().zip(counts).map(|(x, count)| count * (x - mean) * (x - mean));
    (mean, squares.sum::<f64>() / n)
}

/// The pairs of values of a unit, each once.
fn pairs_of(ratings: &Ratings, unit: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    let values = ratings.values(unit);
    values
        .clone()
        .enumerate()
        .flat_map(move |(nth, one)| values.clone().skip(nth + 1).map(move |other| (one, other)))
}

#[cfg(test)]
mod tests {
    use super::Coefficient::*;
    use super::*;
    use crate::ratings::Value;

    fn near(left: Result<f64, Undefined>, right: f64, tolerance: f64) {
        let value = left.unwrap();
        assert!((value - right).abs() < tolerance, "{value} is not {right}");
    }

    /// Units of two coders from a table of counts, whose rows are the first coder's values.
    fn crossed(table: &[&[usize]]) -> Ratings {
        let mut units = Vec::new();
        for (row, counts) in table.iter().enumerate() {
            for (column, count) in counts.iter().enumerate() {
                let unit = vec![Some(row as f64), Some(column as f64)];
                units.extend(std::iter::repeat_n(unit, *count));
            }
        }
        Ratings::of_numbers(2, &units)
    }

    /// Coders' lines of single letters, `.` for a gap, as papers print them.
    fn lines(coders: &[&str]) -> Ratings {
        let value = |c: char| (c != '.').then(|| Value::name(c));
        by_line(coders, value)
    }

    fn numbers(coders: &[&str]) -> Ratings {
        by_line(coders, |c| c.to_digit(10).and_then(|digit| Value::number(f64::from(digit))))
    }

    fn by_line(coders: &[&str], value: impl Fn(char) -> Option<Value>) -> Ratings {
        let unit = |at: usize| coders.iter().map(|line| value(line.chars().nth(at)?)).collect();
        let units: Vec<Vec<Option<Value>>> = (0..coders[0].len()).map(unit).collect();
        Ratings::new(coders.len(), &units)
    }

    /// Krippendorff 2011, section C: four observers, twelve units, gaps.
    fn krippendorff() -> Ratings {
        numbers(&["123321412...", "1233224125.3", ".3332342251.", "12332441251."])
    }

    #[test]
    fn alpha_of_binary_data_is_krippendorffs() {
        let ratings = lines(&["0100000010", "1110010000"]);
        near(Alpha(Level::Nominal).of(&ratings), 0.095, 0.0005);
    }

    #[test]
    fn alpha_of_nominal_data_is_krippendorffs() {
        let ratings = lines(&["aabbdcccedda", "babbbccceddd"]);
        near(Alpha(Level::Nominal).of(&ratings), 0.692, 0.0005);
    }

    #[test]
    fn alpha_of_data_with_gaps_is_krippendorffs_at_every_level() {
        near(Alpha(Level::Nominal).of(&krippendorff()), 0.743, 0.0005);
        near(Alpha(Level::Ordinal).of(&krippendorff()), 0.815, 0.0005);
        near(Alpha(Level::Interval).of(&krippendorff()), 0.849, 0.0005);
        assert_eq!(krippendorff().pairable(), 11);
    }

    #[test]
    fn kappa_of_two_raters_is_that_of_the_papers_table() {
        // Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72: 323-327: shares .53 .05 .02,
        // .11 .14 .05, .01 .06 .03 of 100; observed .70, by chance .475.
        let ratings = crossed(&[&[53, 5, 2], &[11, 14, 5], &[1, 6, 3]]);
        near(CohenKappa.of(&ratings), 0.429, 0.0005);
        near(PercentAgreement.of(&ratings), 0.70, 1e-12);
    }

    #[test]
    fn weighted_kappa_follows_the_sums_made_by_hand() {
        // Of 100: linear observed .05 + .11 + .05 + .06 + 2 (.02 + .01) = .33, quadratic .27 +
        // 4 (.03) = .39; rows .6 .3 .1, columns .65 .25 .10: linear expected
        // .6 (.25) + .3 (.65) + .3 (.1) + .1 (.25) + 2 (.6 (.1) + .1 (.65)) = .65,
        // quadratic .4 + 4 (.125) = .9.
        let ratings = crossed(&[&[53, 5, 2], &[11, 14, 5], &[1, 6, 3]]);
        near(LinearKappa.of(&ratings), 1.0 - 0.33 / 0.65, 1e-12);
        near(QuadraticKappa.of(&ratings), 1.0 - 0.39 / 0.9, 1e-12);
    }

    #[test]
    fn scotts_pi_follows_the_sums_made_by_hand() {
        // Observed 35 of 50; pooled shares (25 + 30) / 100 and (25 + 20) / 100:
        // .55² + .45² = .505; (.7 - .505) / .495. Cohen's chance is .5 (.6) + .5 (.4) = .5.
        let ratings = crossed(&[&[20, 5], &[10, 15]]);
        near(ScottPi.of(&ratings), 0.195 / 0.495, 1e-12);
        near(CohenKappa.of(&ratings), 0.4, 1e-12);
    }

    #[test]
    fn fleiss_kappa_is_that_of_the_well_known_table() {
        // Ten subjects, fourteen raters, five categories; the sums by hand are P = .378 and
        // Pe = .213, so that κ = .210.
        let table = [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ];
        let unit = |counts: &[usize; 5]| -> Vec<Option<f64>> {
            let values = counts.iter().enumerate();
            values.flat_map(|(at, n)| std::iter::repeat_n(Some(at as f64), *n)).collect()
        };
        let units: Vec<_> = table.iter().map(unit).collect();
        let ratings = Ratings::of_numbers(14, &units);
        near(FleissKappa.of(&ratings), 0.210, 0.0005);
        near(PercentAgreement.of(&ratings), 0.378, 0.0005);
    }

    #[test]
    fn units_with_gaps_do_not_count_for_fleiss() {
        let full = lines(&["aab", "abb", "aab"]);
        let gaps = lines(&["aabb", "abba", "aab."]);
        assert_eq!(FleissKappa.of(&full), FleissKappa.of(&gaps));
    }

    #[test]
    fn one_value_for_all_units_shows_no_agreement_beyond_chance() {
        let ratings = lines(&["aaa", "aaa"]);
        for coefficient in [CohenKappa, ScottPi, FleissKappa, Alpha(Level::Nominal)] {
            assert_eq!(coefficient.of(&ratings), Err(Undefined::NoVariation), "{coefficient:?}");
        }
        let numbers = numbers(&["555", "555"]);
        for coefficient in [LinearKappa, QuadraticKappa, Alpha(Level::Interval)] {
            assert_eq!(coefficient.of(&numbers), Err(Undefined::NoVariation), "{coefficient:?}");
        }
        assert_eq!(PercentAgreement.of(&ratings), Ok(1.0));
    }

    #[test]
    fn without_pairs_there_is_no_coefficient() {
        for ratings in [lines(&["a.", ".b"]), Ratings::new(2, &[])] {
            for coefficient in [PercentAgreement, CohenKappa, FleissKappa, Alpha(Level::Interval)] {
                assert_eq!(coefficient.of(&ratings), Err(Undefined::NoUnits), "{coefficient:?}");
            }
        }
        assert_eq!(CohenKappa.of(&lines(&["a", "a", "a"])), Err(Undefined::Coders));
        assert_eq!(FleissKappa.of(&lines(&["a"])), Err(Undefined::Coders));
    }
}
