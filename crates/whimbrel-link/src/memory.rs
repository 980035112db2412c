//! An index in memory, for tests and for small sets of reports.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use crate::index::{Index, List, Mention, Posting, StoredReport};

/// An [`Index`] in memory that counts what is asked of it.
#[derive(Clone, Debug, Default)]
pub struct MemoryIndex {
    postings: BTreeMap<(List, i64), BTreeSet<i64>>,
    reports: BTreeMap<i64, StoredReport>,
    mentions: BTreeMap<i64, Mention>,
    read: Cell<u64>,
    written: u64,
}

impl MemoryIndex {
    /// Returns how many keys, postings and rows were read so far.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read.get()
    }

    /// Returns how many postings and rows were written so far, those that were there already too.
    #[must_use]
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// Returns how many postings it holds.
    #[must_use]
    pub fn size(&self) -> usize {
        self.postings.values().map(BTreeSet::len).sum()
    }

    fn count(&self, items: usize) {
        self.read.set(self.read.get() + items as u64);
    }
}

impl Index for MemoryIndex {
    type Error = Infallible;

    fn postings(&self, list: List, keys: &[i64], cap: usize) -> Result<Vec<Posting>, Infallible> {
        let mut found = Vec::new();
        for &key in keys {
            let values = self.postings.get(&(list, key)).into_iter().flatten().rev().take(cap);
            found.extend(values.map(|&value| Posting { key, value }));
        }
        self.count(keys.len() + found.len());
        Ok(found)
    }

    fn post(&mut self, list: List, postings: &[Posting]) -> Result<(), Infallible> {
        for posting in postings {
            self.postings.entry((list, posting.key)).or_default().insert(posting.value);
        }
        self.written += postings.len() as u64;
        Ok(())
    }

    fn next_report(&mut self) -> Result<i64, Infallible> {
        Ok(self.reports.last_key_value().map_or(1, |(no, _)| no + 1))
    }

    fn add_report(&mut self, report: StoredReport) -> Result<(), Infallible> {
        self.written += 1;
        self.reports.insert(report.no, report);
        Ok(())
    }

    fn report(&self, no: i64) -> Result<Option<StoredReport>, Infallible> {
        self.count(1);
        Ok(self.reports.get(&no).cloned())
    }

    fn next_mention(&mut self) -> Result<i64, Infallible> {
        Ok(self.mentions.last_key_value().map_or(1, |(no, _)| no + 1))
    }

    fn add_mention(&mut self, mention: Mention) -> Result<(), Infallible> {
        self.written += 1;
        self.mentions.insert(mention.no, mention);
        Ok(())
    }

    fn mention(&self, no: i64) -> Result<Option<Mention>, Infallible> {
        self.count(1);
        Ok(self.mentions.get(&no).cloned())
    }
}
