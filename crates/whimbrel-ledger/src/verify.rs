//! Whether the ledger still stands as it was written.

use crate::add::{REPORT, content_hash, report_from_row};
use crate::chain::{COLUMNS, ORIGIN, Version};
use crate::error::LedgerError;
use crate::store::Ledger;
use rusqlite::Result;

/// Something in a ledger that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, and where.
    pub what: String,
}

/// Faults beyond this number are counted, not listed.
const LISTED: usize = 100;

impl Ledger {
    /// Returns what does not stand as it was written: damage to the file, versions whose hashes do not
    /// follow from each other, reports whose texts are not those that were added, records as they stand that
    /// are not their last versions. Reads the whole ledger once.
    ///
    /// The chain shows any change inside it. That its end was cut off shows only against a hash kept
    /// elsewhere: give it as `end`.
    ///
    /// # Errors
    /// Where the ledger cannot be read at all.
    pub fn verify(&self, end: Option<&str>) -> Result<Vec<Fault>, LedgerError> {
        let mut faults = Faults::default();
        let read = || -> Result<Faults> {
            self.check_file(&mut faults)?;
            self.check_chain(&mut faults, end)?;
            self.check_reports(&mut faults)?;
            self.check_mentions(&mut faults)?;
            Ok(faults)
        };
        Ok(read().map_err(|error| self.fail(error))?.finish())
    }

    /// Returns the hash at the end of the chain, to be kept elsewhere; zeros where the chain is empty.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn end(&self) -> Result<String, LedgerError> {
        let query = "SELECT coalesce((SELECT hash FROM version ORDER BY seq DESC LIMIT 1), ?)";
        self.db.query_row(query, [ORIGIN], |row| row.get(0)).map_err(|error| self.fail(error))
    }

    fn check_file(&self, faults: &mut Faults) -> Result<()> {
        let mut statement = self.db.prepare("PRAGMA integrity_check(20)")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        for row in rows {
            let row = row?;
            if row != "ok" {
                faults.add(format!("the file: {row}"));
            }
        }
        Ok(())
    }

    fn check_chain(&self, faults: &mut Faults, end: Option<&str>) -> Result<()> {
        let mut previous = ORIGIN.to_owned();
        let mut expected_seq = 1;
        let mut passed_end = end.is_none_or(|end| end == ORIGIN);
        let mut statement =
            self.db.prepare(&format!("SELECT {COLUMNS} FROM version ORDER BY seq"))?;
        let rows = statement.query_map([], Version::from_row)?;
        for version in rows {
            let version = version?;
            if version.seq != expected_seq {
                faults.add(format!(
                    "chain: versions {expected_seq} to {} are missing",
                    version.seq - 1
                ));
            }
            if version.hash != version.expected_hash(&previous) {
                faults.add(format!(
                    "chain: version {} ({} `{}`) is not what was written there",
                    version.seq, version.kind, version.id
                ));
            }
            expected_seq = version.seq + 1;
            passed_end = passed_end || end == Some(&version.hash);
            previous = version.hash;
        }
        if !passed_end {
            faults.add("chain: the hash that was kept does not stand in it; its end was cut off or changed".to_owned());
        }
        Ok(())
    }

    fn check_reports(&self, faults: &mut Faults) -> Result<()> {
        let query = format!(
            "SELECT {REPORT}, report.version, (SELECT body FROM version WHERE kind = 'report'
                AND version.id = report.id AND version.version = report.version) FROM report ORDER BY row"
        );
        let mut statement = self.db.prepare(&query)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let held = report_from_row(row)?;
            let (version, body): (i64, Option<String>) = (row.get(12)?, row.get(13)?);
            let name = format!("report `{}`, version {version}", held.report.id);
            let hash = content_hash(&held.report);
            let written = body.as_deref().and_then(|body| {
                let value: serde_json::Value = serde_json::from_str(body).ok()?;
                Some(value.get("hash")?.as_str()?.to_owned())
            });
            match written {
                None => faults.add(format!("{name}: does not stand in the chain")),
                Some(written) if written != hash || held.hash != hash => {
                    faults.add(format!("{name}: its contents are not those that were added"));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn check_mentions(&self, faults: &mut Faults) -> Result<()> {
        let stale = "SELECT mention.id FROM mention LEFT JOIN version USING (seq)
            WHERE version.id IS NOT mention.id OR version.kind IS NOT 'record' OR version.body = 'null'
               OR EXISTS (SELECT 1 FROM version AS later WHERE later.kind = 'record'
                          AND later.id = mention.id AND later.version > version.version)";
        self.list(stale, "is not its last version", faults)?;
        let lost = "SELECT id FROM version AS last WHERE kind = 'record' AND body <> 'null'
            AND version = (SELECT max(version) FROM version WHERE kind = 'record' AND id = last.id)
            AND NOT EXISTS (SELECT 1 FROM mention WHERE mention.id = last.id)";
        self.list(lost, "is missing among the records as they stand", faults)
    }

    fn list(&self, query: &str, what: &str, faults: &mut Faults) -> Result<()> {
        let mut statement = self.db.prepare(query)?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        for id in rows {
            faults.add(format!("record `{}` {what}", id?));
        }
        Ok(())
    }
}

#[derive(Default)]
struct Faults {
    listed: Vec<Fault>,
    more: usize,
}

impl Faults {
    fn add(&mut self, what: String) {
        if self.listed.len() < LISTED {
            self.listed.push(Fault { what });
        } else {
            self.more += 1;
        }
    }

    fn finish(mut self) -> Vec<Fault> {
        if self.more > 0 {
            self.listed.push(Fault { what: format!("and {} more", self.more) });
        }
        self.listed
    }
}
