//! Units and the values that coders gave them: what the coefficients are reckoned from.

use serde::Serialize;
use std::collections::BTreeMap;

/// How the values of a field compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The same or not.
    Nominal,
    /// In an order, without a distance.
    Ordinal,
    /// Numbers with a distance.
    Interval,
}

impl Level {
    /// Returns the name, as layouts write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nominal => "nominal",
            Self::Ordinal => "ordinal",
            Self::Interval => "interval",
        }
    }
}

/// A value that a coder gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// How it is written.
    pub(crate) label: String,
    /// Where it stands on its scale; 0 for names, which stand nowhere.
    pub(crate) position: f64,
}

impl Value {
    /// Returns a name.
    #[must_use]
    pub fn name(label: impl Into<String>) -> Self {
        Self { label: label.into(), position: 0.0 }
    }

    /// Returns a number, none for what is no finite number.
    #[must_use]
    pub fn number(number: f64) -> Option<Self> {
        // Adding 0 makes -0 into 0, so that both are one value.
        let position = number + 0.0;
        position.is_finite().then(|| Self { label: position.to_string(), position })
    }
}

/// Units by coders, with gaps where a coder gave no value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratings {
    pub(crate) coders: usize,
    /// The distinct values in the order of their positions, then their labels.
    pub(crate) labels: Vec<String>,
    pub(crate) positions: Vec<f64>,
    /// `[units × coders]`, indices of values.
    pub(crate) cells: Vec<Option<usize>>,
    /// What is drawn together in resampling: units `from..to`, in order.
    pub(crate) clusters: Vec<(usize, usize)>,
}

impl Ratings {
    /// Returns the ratings of `units`, each a list of `coders` values; a shorter list has gaps at
    /// its end, what is over is dropped. Every unit is a cluster of its own.
    #[must_use]
    pub fn new(coders: usize, units: &[Vec<Option<Value>>]) -> Self {
        let values = units.iter().flatten().flatten();
        let mut distinct: Vec<&Value> = values.filter(|v| v.position.is_finite()).collect();
        distinct.sort_by(|a, b| order(a, b));
        distinct.dedup_by(|a, b| a == b);
        let index: BTreeMap<(u64, &str), usize> =
            distinct.iter().enumerate().map(|(at, value)| (key(value), at)).collect();
        let cell = |unit: &Vec<Option<Value>>, coder: usize| {
            let value = unit.get(coder)?.as_ref()?;
            index.get(&key(value)).copied()
        };
        let cells = units.iter().flat_map(|unit| (0..coders).map(move |coder| cell(unit, coder)));
        Self {
            coders,
            cells: cells.collect(),
            labels: distinct.iter().map(|value| value.label.clone()).collect(),
            positions: distinct.iter().map(|value| value.position).collect(),
            clusters: (0..units.len()).map(|unit| (unit, unit + 1)).collect(),
        }
    }

    /// Returns ratings by names.
    #[must_use]
    pub fn of_names(coders: usize, units: &[Vec<Option<&str>>]) -> Self {
        let named = |unit: &Vec<Option<&str>>| unit.iter().map(|v| v.map(Value::name)).collect();
        Self::new(coders, &units.iter().map(named).collect::<Vec<_>>())
    }

    /// Returns ratings by numbers; what is not finite is a gap.
    #[must_use]
    pub fn of_numbers(coders: usize, units: &[Vec<Option<f64>>]) -> Self {
        let numbered =
            |unit: &Vec<Option<f64>>| unit.iter().map(|v| v.and_then(Value::number)).collect();
        Self::new(coders, &units.iter().map(numbered).collect::<Vec<_>>())
    }

    /// Draws units together in resampling: `sizes` counts the units of each cluster, in order.
    ///
    /// Units beyond the sum of the sizes are one cluster more.
    #[must_use]
    pub fn in_clusters(mut self, sizes: &[usize]) -> Self {
        let (mut clusters, mut from, units) = (Vec::new(), 0_usize, self.units());
        for size in sizes {
            let to = from.max(units.min(from.saturating_add(*size)));
            clusters.push((from, to));
            from = to;
        }
        if from < units {
            clusters.push((from, units));
        }
        clusters.retain(|(from, to)| from < to);
        self.clusters = clusters;
        self
    }

    /// Returns the number of coders.
    #[must_use]
    pub fn coders(&self) -> usize {
        self.coders
    }

    /// Returns the number of units, those without values counted.
    #[must_use]
    pub fn units(&self) -> usize {
        self.cells.len().checked_div(self.coders).unwrap_or(0)
    }

    /// Returns the number of units with values of two coders or more.
    #[must_use]
    pub fn pairable(&self) -> usize {
        (0..self.units()).filter(|unit| self.values(*unit).count() >= 2).count()
    }

    /// Returns how many distinct values there are.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.labels.len()
    }

    /// The values of a unit, without the gaps.
    pub(crate) fn values(&self, unit: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        self.row(unit).iter().flatten().copied()
    }

    pub(crate) fn row(&self, unit: usize) -> &[Option<usize>] {
        &self.cells[unit * self.coders..(unit + 1) * self.coders]
    }
}

fn order(a: &Value, b: &Value) -> std::cmp::Ordering {
    a.position.total_cmp(&b.position).then_with(|| a.label.cmp(&b.label))
}

fn key(value: &Value) -> (u64, &str) {
    (value.position.to_bits(), &value.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_a_gap() {
        let units = [vec![Some(f64::NAN), Some(1.0)], vec![Some(f64::INFINITY), Some(-0.0)]];
        let ratings = Ratings::of_numbers(2, &units);
        assert_eq!(ratings.labels, ["0", "1"]);
        assert_eq!(ratings.cells, [None, Some(1), None, Some(0)]);
        assert_eq!(ratings.pairable(), 0);
    }

    #[test]
    fn short_units_have_gaps_and_long_ones_lose_what_is_over() {
        let ratings = Ratings::of_names(2, &[vec![Some("a")], vec![Some("a"), None, Some("b")]]);
        assert_eq!(ratings.cells, [Some(0), None, Some(0), None]);
    }

    #[test]
    fn clusters_tile_the_units() {
        let units = vec![vec![Some("a")]; 5];
        let ratings = Ratings::of_names(1, &units).in_clusters(&[2, 0, 1]);
        assert_eq!(ratings.clusters, [(0, 2), (2, 3), (3, 5)]);
        let ratings = Ratings::of_names(1, &units).in_clusters(&[usize::MAX, 4]);
        assert_eq!(ratings.clusters, [(0, 5)]);
    }

    #[test]
    fn ratings_of_nobody_have_no_units() {
        assert_eq!(Ratings::of_names(0, &[vec![Some("a")]]).units(), 0);
    }
}
