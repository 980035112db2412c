//! What was found: examples and counts, not a flood.

use super::rules::{Rule, Severity};
use crate::layout::Layout;
use std::collections::BTreeMap;
use std::fmt;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1, where it is one column's fault.
    pub column: Option<usize>,
    /// What is wrong with what value.
    pub text: String,
}

/// The findings of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The file, as the caller named it.
    pub file: String,
    /// Its layout, where it was told or recognised.
    pub layout: Option<Layout>,
    /// Lines that were looked at, headers and empty ones among them.
    pub lines: usize,
    /// How often each rule was broken.
    pub counts: BTreeMap<Rule, u64>,
    /// The first findings of each rule, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many of each rule are kept.
    pub examples: u64,
}

impl Report {
    pub(super) fn new(file: &str, layout: Option<Layout>, examples: u64) -> Self {
        let file = file.to_owned();
        Self { file, layout, lines: 0, counts: BTreeMap::new(), findings: Vec::new(), examples }
    }

    pub(super) fn add(&mut self, rule: Rule, line: usize, column: Option<usize>, text: String) {
        let count = self.counts.entry(rule).or_default();
        *count += 1;
        if *count <= self.examples {
            self.findings.push(Finding { rule, line, column, text });
        }
    }

    /// Returns whether nothing was found.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.counts.is_empty()
    }

    /// Returns how many findings there are of this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> u64 {
        let of = |(rule, count): (&Rule, &u64)| (rule.severity() == severity).then_some(*count);
        self.counts.iter().filter_map(of).sum()
    }
}

impl fmt::Display for Report {
    /// Writes a line for each finding kept, `file:line:column: severity: text [rule]`, then a line for
    /// each rule with its count.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            write!(f, "{}:{}", self.file, finding.line)?;
            if let Some(column) = finding.column {
                write!(f, ":{column}")?;
            }
            let severity = finding.rule.severity().name();
            writeln!(f, ": {severity}: {} [{}]", finding.text, finding.rule)?;
        }
        let layout = self.layout.map_or("unknown", Layout::name);
        writeln!(f, "{}: layout {layout}, {} lines", self.file, self.lines)?;
        for (rule, count) in &self.counts {
            writeln!(f, "{count:>8}  {:<8} {rule}", rule.severity().name())?;
        }
        Ok(())
    }
}
