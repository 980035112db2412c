//! Other reports that a reader of a report may want.

use crate::error::LedgerError;
use crate::index::{Tables, report_where};
use crate::store::Ledger;
use rusqlite::Result;
use whimbrel_link::Relation;

/// A report related to another.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedReport {
    /// Its identifier.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Paper or agency.
    pub publisher: Option<String>,
    /// Day of publication.
    pub date: Option<String>,
    /// The closest way in which it is related.
    pub kind: Relation,
    /// From 0 to 1, within a kind.
    pub score: f64,
    /// All ways, in words, the closest first.
    pub reasons: Vec<String>,
}

impl Ledger {
    /// Returns at most `limit` reports related to a report, the closest first: copies, independent accounts of
    /// the same events, reports of the same incident, of the same parties in the same days.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn related(&self, report: &str, limit: usize) -> Result<Vec<RelatedReport>, LedgerError> {
        let read = || -> Result<Vec<RelatedReport>> {
            let Some(stored) = report_where(&self.db, "id = ?", report)? else {
                return Ok(Vec::new());
            };
            let tables = Tables(&self.db);
            let sql = "SELECT report.id, title, publisher, report.date FROM linked_report
                JOIN report ON report.id = linked_report.id AND current WHERE no = ?";
            let mut statement = self.db.prepare_cached(sql)?;
            let mut found = Vec::new();
            for related in whimbrel_link::related(&tables, stored.no, limit)? {
                found.push(statement.query_row([related.report], |row| {
                    Ok(RelatedReport {
                        id: row.get(0)?,
                        title: row.get(1)?,
                        publisher: row.get(2)?,
                        date: row.get(3)?,
                        kind: related.kind,
                        score: related.score,
                        reasons: related.reasons.clone(),
                    })
                })?);
            }
            Ok(found)
        };
        read().map_err(|error| self.fail(error))
    }
}
