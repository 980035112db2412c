//! The store behind linking, over the ledger's tables.

use rusqlite::{Connection, OptionalExtension, Result, params};
use whimbrel_link::{Index, List, Mention, Posting, StoredReport};

/// The tables of an open ledger, inside a transaction of its caller's.
pub(crate) struct Tables<'c>(pub(crate) &'c Connection);

impl Index for Tables<'_> {
    type Error = rusqlite::Error;

    fn postings(&self, list: List, keys: &[i64], cap: usize) -> Result<Vec<Posting>> {
        let sql =
            "SELECT value FROM posting WHERE list = ? AND key = ? ORDER BY value DESC LIMIT ?";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut found = Vec::new();
        for &key in keys {
            let values = statement.query_map((list as i64, key, cap as i64), |row| row.get(0))?;
            for value in values {
                found.push(Posting { key, value: value? });
            }
        }
        Ok(found)
    }

    fn post(&mut self, list: List, postings: &[Posting]) -> Result<()> {
        let mut insert = self.0.prepare_cached("INSERT OR IGNORE INTO posting VALUES (?, ?, ?)")?;
        for posting in postings {
            insert.execute((list as i64, posting.key, posting.value))?;
        }
        Ok(())
    }

    fn next_report(&mut self) -> Result<i64> {
        next(self.0, "SELECT coalesce(max(no), 0) + 1 FROM linked_report")
    }

    fn add_report(&mut self, report: StoredReport) -> Result<()> {
        self.0
            .prepare_cached("INSERT INTO linked_report VALUES (?, ?, ?, ?, ?)")?
            .execute(params![report.no, report.id, report.group, report.day, report.outline])?;
        Ok(())
    }

    fn report(&self, no: i64) -> Result<Option<StoredReport>> {
        report_where(self.0, "no = ?", no)
    }

    fn next_mention(&mut self) -> Result<i64> {
        next(self.0, "SELECT coalesce(max(no), 0) + 1 FROM linked_mention")
    }

    fn add_mention(&mut self, mention: Mention) -> Result<()> {
        let insert = "INSERT INTO linked_mention (no, id, report, grp, event, incident, facts)
            VALUES (?, ?, ?, ?, ?, ?, ?)";
        self.0.prepare_cached(insert)?.execute(params![
            mention.no,
            mention.id,
            mention.report,
            mention.group,
            mention.event,
            mention.incident,
            mention.facts
        ])?;
        Ok(())
    }

    fn mention(&self, no: i64) -> Result<Option<Mention>> {
        let sql =
            "SELECT no, id, report, grp, event, incident, facts FROM linked_mention WHERE no = ?";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Mention {
                no: row.get(0)?,
                id: row.get(1)?,
                report: row.get(2)?,
                group: row.get(3)?,
                event: row.get(4)?,
                incident: row.get(5)?,
                facts: row.get(6)?,
            })
        };
        self.0.prepare_cached(sql)?.query_row([no], read).optional()
    }
}

fn next(db: &Connection, sql: &str) -> Result<i64> {
    db.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

/// The last linked report that a condition with one value holds for.
pub(crate) fn report_where(
    db: &Connection,
    condition: &str,
    value: impl rusqlite::ToSql,
) -> Result<Option<StoredReport>> {
    let sql = format!(
        "SELECT no, id, grp, day, outline FROM linked_report WHERE {condition} ORDER BY no DESC LIMIT 1"
    );
    let read = |row: &rusqlite::Row<'_>| {
        Ok(StoredReport {
            no: row.get(0)?,
            id: row.get(1)?,
            group: row.get(2)?,
            day: row.get(3)?,
            outline: row.get(4)?,
        })
    };
    db.prepare_cached(&sql)?.query_row([value], read).optional()
}
