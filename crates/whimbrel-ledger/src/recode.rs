//! Coding anew what the ledger holds, after the codebook, the actors or the program changed.

use crate::add::{Coding, HeldReport, REPORT, report_from_row, write_coding};
use crate::chain::{Stamp, Tail};
use crate::error::{LedgerError, explain};
use crate::store::Ledger;
use rusqlite::{Result, TransactionBehavior};
use whimbrel_record::EventRecord;
use whimbrel_text::Report;

/// What became of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It was not there before.
    New {
        /// Its identifier.
        id: String,
        /// As it stands.
        after: Box<EventRecord>,
    },
    /// It stands otherwise than before.
    Changed {
        /// Its identifier, that of its first version.
        id: String,
        /// The names of the fields that differ.
        fields: Vec<&'static str>,
        /// As it stood.
        before: Box<EventRecord>,
        /// As it stands.
        after: Box<EventRecord>,
    },
    /// It was withdrawn: the coder does not find it any more.
    Gone {
        /// Its identifier.
        id: String,
        /// As it stood.
        before: Box<EventRecord>,
    },
}

/// What coding a report anew changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Recoded {
    /// Identifier of the report.
    pub report: String,
    /// Its records that are new, changed or gone.
    pub changes: Vec<Change>,
}

/// Reports that are coded anew in one step.
const CHUNK: usize = 64;

impl Ledger {
    /// Codes anew all reports that `coder` did not code last, a few at a time, and hands over what changed. Both
    /// versions of a record are kept. `code` gives for each of a chunk of reports what is read from it, in their order;
    /// for a report that cannot be coded, `None`, and it stays as it is.
    ///
    /// Broken off, it goes on where it stopped when it is called again.
    ///
    /// # Errors
    /// Where the ledger cannot be written; chunks that were handed over are kept.
    pub fn recode(
        &mut self,
        coder: &str,
        why: &str,
        at: &str,
        code: &dyn Fn(&[Report]) -> Vec<Option<Coding>>,
        take: &mut dyn FnMut(Recoded),
    ) -> Result<(), LedgerError> {
        let stamp = Stamp { at: at.to_owned(), by: coder.to_owned() };
        let mut after = 0;
        loop {
            let chunk = self.stale(coder, after).map_err(|error| self.fail(error))?;
            let Some(last) = chunk.last() else { return Ok(()) };
            after = last.row;
            let reports: Vec<Report> = chunk.iter().map(|held| held.report.clone()).collect();
            let coded = code(&reports);
            for done in self.recode_chunk(&chunk, &coded, &stamp, why)? {
                take(done);
            }
        }
    }

    fn stale(&self, coder: &str, after: i64) -> Result<Vec<HeldReport>> {
        let query = format!(
            "SELECT {REPORT} FROM report WHERE current AND coder <> ? AND row > ? ORDER BY row LIMIT {CHUNK}"
        );
        let mut statement = self.db.prepare_cached(&query)?;
        statement.query_map((coder, after), report_from_row)?.collect()
    }

    fn recode_chunk(
        &mut self,
        chunk: &[HeldReport],
        coded: &[Option<Coding>],
        stamp: &Stamp,
        why: &str,
    ) -> Result<Vec<Recoded>, LedgerError> {
        let path = self.path().to_owned();
        let mut write = || {
            let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut tail = Tail::read(&step, stamp)?;
            let mut done = Vec::new();
            for (held, coding) in chunk.iter().zip(coded) {
                let Some(coding) = coding else { continue };
                let changes = write_coding(&step, &mut tail, Some(held), held, coding, why)?;
                let body =
                    serde_json::json!({ "coder": stamp.by, "records": coding.records.len() });
                tail.add("coding", &held.report.id, why, body.to_string())?;
                step.prepare_cached("UPDATE report SET coder = ? WHERE row = ?")?
                    .execute((&stamp.by, held.row))?;
                done.push(Recoded { report: held.report.id.clone(), changes });
            }
            drop(tail);
            step.commit()?;
            Ok(done)
        };
        write().map_err(|error| explain(&path, error))
    }
}
