//! How well linking finds the copies of a month, and at what cost.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use whimbrel_link::{MemoryIndex, link_report};

use super::corpus::Made;

/// What became of the reports changed in one way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Reports of whose source another was there.
    pub(crate) due: usize,
    /// Those of them that were linked to one of their source.
    pub(crate) right: usize,
    /// Reports that were linked to one of another source.
    pub(crate) wrong: usize,
}

/// The outcome of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// By the name of the change.
    pub(crate) changes: BTreeMap<String, Counts>,
    /// For each tenth of the month, how many items were read and written for a report.
    pub(crate) costs: Vec<(u64, u64)>,
}

/// Links the reports of a month one by one.
pub(crate) fn measure(month: &[Made]) -> Outcome {
    let mut index = MemoryIndex::default();
    let mut sources: BTreeMap<i64, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut outcome = Outcome::default();
    for tenth in month.chunks((month.len() / 10).max(1)) {
        let before = (index.read(), index.written());
        for made in tenth {
            let Ok(linked) = link_report(&mut index, &made.report, &[]);
            let counts = outcome.changes.entry(made.change.name()).or_default();
            counts.due += usize::from(!seen.insert(made.source));
            match linked.copy.map(|copy| sources[&copy.to] == made.source) {
                Some(true) => counts.right += 1,
                Some(false) => counts.wrong += 1,
                None => {}
            }
            sources.insert(linked.report, made.source);
        }
        let each = |after: u64, before: u64| (after - before) / tenth.len() as u64;
        outcome.costs.push((each(index.read(), before.0), each(index.written(), before.1)));
    }
    outcome
}

impl Outcome {
    /// Returns the sum of all changes.
    pub(crate) fn all(&self) -> Counts {
        self.changes.values().fold(Counts::default(), |sum, one| Counts {
            due: sum.due + one.due,
            right: sum.right + one.right,
            wrong: sum.wrong + one.wrong,
        })
    }

    /// Returns the outcome as a table to read.
    pub(crate) fn table(&self) -> String {
        let mut text = format!("{:10}{:>8}{:>8}{:>8}\n", "change", "copies", "linked", "wrong");
        let all = ("all".to_owned(), self.all());
        for (name, counts) in self.changes.clone().into_iter().chain([all]) {
            let share = counts.right as f64 / counts.due.max(1) as f64;
            writeln!(text, "{name:10}{:>8}{share:>8.3}{:>8}", counts.due, counts.wrong)
                .expect("a string takes all");
        }
        for (tenth, (read, written)) in self.costs.iter().enumerate() {
            writeln!(text, "tenth {:2}: {read:5} read, {written:3} written a report", tenth + 1)
                .expect("a string takes all");
        }
        text
    }
}
