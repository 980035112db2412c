//! Figures and confusion tables, and how they are printed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Counts of right type against the type given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    counts: BTreeMap<(String, String), usize>,
}

impl Confusion {
    /// Counts one item whose right type is `gold` and which was given `system`.
    pub fn add(&mut self, gold: &str, system: &str) {
        *self.counts.entry((gold.to_owned(), system.to_owned())).or_default() += 1;
    }

    /// Returns the number of items.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.values().sum()
    }

    /// Returns the share of items given their right type.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        let right = self.counts.iter().filter(|((gold, system), _)| gold == system);
        ratio(right.map(|(_, n)| n).sum(), self.total())
    }

    /// Returns precision, recall and F1 of a type.
    #[must_use]
    pub fn scores(&self, label: &str) -> [f64; 3] {
        let count = |fits: &dyn Fn(&str, &str) -> bool| -> usize {
            self.counts.iter().filter(|((g, s), _)| fits(g, s)).map(|(_, n)| n).sum()
        };
        let right = count(&|g, s| g == label && s == label);
        let precision = ratio(right, count(&|_, s| s == label));
        let recall = ratio(right, count(&|g, _| g == label));
        let sum = precision + recall;
        [precision, recall, if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 }]
    }

    /// Returns the types that stand as right ones.
    #[must_use]
    pub fn labels(&self) -> BTreeSet<&str> {
        self.counts.keys().map(|(gold, _)| gold.as_str()).collect()
    }

    /// Returns the mean F1 over the types that stand as right ones.
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        let labels = self.labels();
        let sum: f64 = labels.iter().map(|label| self.scores(label)[2]).sum();
        if labels.is_empty() { 0.0 } else { sum / labels.len() as f64 }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<12} {:>5} {:>6} {:>6} {:>6}  given instead",
            "type", "n", "prec", "rec", "F1"
        )?;
        for label in self.labels() {
            let [precision, recall, f1] = self.scores(label);
            let row = self.counts.iter().filter(|((gold, _), _)| gold == label);
            let n: usize = row.clone().map(|(_, n)| n).sum();
            let mut wrong: Vec<(&str, usize)> =
                row.filter(|((_, s), _)| s != label).map(|((_, s), n)| (s.as_str(), *n)).collect();
            wrong.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            let wrong: Vec<String> = wrong.iter().map(|(s, n)| format!("{s} {n}")).collect();
            let wrong = wrong.join(", ");
            writeln!(f, "{label:<12} {n:>5} {precision:>6.3} {recall:>6.3} {f1:>6.3}  {wrong}")?;
        }
        Ok(())
    }
}

/// What an evaluation found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// What was evaluated.
    pub title: String,
    /// Named figures in the order in which they are to be read.
    pub figures: Vec<(String, f64)>,
    /// Types right and given, where types were at stake.
    pub confusion: Option<Confusion>,
    /// Single items that a reader may want to look at.
    pub notes: Vec<String>,
    /// Lines that could not be read.
    pub skipped: usize,
}

impl Outcome {
    /// Returns an outcome without figures.
    #[must_use]
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    /// Returns the figure named `name`.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<f64> {
        self.figures.iter().find(|(n, _)| n == name).map(|(_, value)| *value)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.title)?;
        for (name, value) in &self.figures {
            let whole = value.fract() == 0.0 && value.abs() > 1.0;
            if whole {
                writeln!(f, "  {name:<44} {value:>8.0}")?;
            } else {
                writeln!(f, "  {name:<44} {value:>8.4}")?;
            }
        }
        if self.skipped > 0 {
            writeln!(f, "  {:<44} {:>8}", "lines that could not be read", self.skipped)?;
        }
        if let Some(confusion) = &self.confusion {
            write!(f, "\n{confusion}")?;
        }
        for note in &self.notes {
            writeln!(f, "  {note}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_recall_and_f1_follow_the_counts() {
        let mut confusion = Confusion::default();
        for (gold, system) in [("AID", "AID"), ("AID", "AGREE"), ("AGREE", "AGREE"), ("AGREE", "")]
        {
            confusion.add(gold, system);
        }
        assert_eq!(confusion.scores("AID"), [1.0, 0.5, 2.0 / 3.0]);
        assert_eq!(confusion.scores("AGREE"), [0.5, 0.5, 0.5]);
        assert_eq!(confusion.accuracy(), 0.5);
        assert!((confusion.macro_f1() - (2.0 / 3.0 + 0.5) / 2.0).abs() < 1e-12);
    }

    #[test]
    fn an_empty_table_divides_by_nothing() {
        assert_eq!(Confusion::default().macro_f1(), 0.0);
    }
}
