//! Reading a ledger: search, one report or record with its history, the chain, records by a filter.

use crate::add::{REPORT, held_report, records_of, report_from_row};
use crate::body::Home;
use crate::chain::{COLUMNS, Version};
use crate::error::LedgerError;
use crate::store::Ledger;
use rusqlite::types::Value;
use rusqlite::{Result, params_from_iter};
use whimbrel_record::EventRecord;
use whimbrel_text::Report;

/// A report that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its identifier.
    pub id: String,
    /// Day of publication.
    pub date: Option<String>,
    /// Paper or agency.
    pub publisher: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Words around what was found; it stands between U+2068 and U+2069.
    pub snippet: String,
    /// How many records the report has.
    pub records: i64,
}

/// A report with its records as they stand.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The report.
    pub report: Report,
    /// Its records, each with its identifier in the ledger (that of its first version).
    pub records: Vec<(String, EventRecord)>,
}

/// A record as it stands, with what the ledger knows of it.
#[derive(Clone, Debug)]
pub struct Held {
    /// Identifier in the ledger: that of the record's first version.
    pub id: String,
    /// The record.
    pub record: EventRecord,
    /// Identifier of the event that it tells of.
    pub event: String,
    /// Identifier of the incident that the event belongs to.
    pub incident: String,
}

/// Which records are wanted; what is `None` lets all through.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// First day (`YYYY-MM-DD`) on which an event happened.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// PLOVER type.
    pub event: Option<String>,
    /// A country's code or a registry identifier among the parties.
    pub party: Option<String>,
    /// `actual`, `negation` …
    pub status: Option<String>,
    /// Least confidence.
    pub confidence: Option<f64>,
}

impl Filter {
    /// The condition over `mention`, and its values.
    pub(crate) fn condition(&self) -> (String, Vec<Value>) {
        let mut tests = vec!["TRUE".to_owned()];
        let mut values = Vec::new();
        let mut add = |test: &str, value: Option<Value>| {
            if let Some(value) = value {
                tests.push(test.replace('?', &format!("?{}", values.len() + 1)));
                values.push(value);
            }
        };
        let text = |value: &Option<String>| value.clone().map(Value::Text);
        add("mention.date >= ?", text(&self.from));
        add("mention.date <= ?", text(&self.to));
        add("mention.event = ?", text(&self.event));
        add("mention.status = ?", text(&self.status));
        add("mention.confidence >= ?", self.confidence.map(Value::Real));
        let party = "EXISTS (SELECT 1 FROM party WHERE party.mention = mention.row
            AND party.side <> 'speaker' AND (party.country = ? OR party.id = ?))";
        add(party, text(&self.party));
        (tests.join(" AND "), values)
    }
}

impl Ledger {
    /// Returns the reports that hold all the given words, the best first, at most `limit`. Words are
    /// matched without regard to case and accents; `"words in quotation marks"` stand together, a star at the
    /// end of a word stands for any ending.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Found>, LedgerError> {
        let query = full_text_query(words);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "SELECT report.id, report.date, report.publisher, report.title,
                snippet(report_words, -1, char(0x2068), char(0x2069), '…', 16),
                (SELECT count(*) FROM mention WHERE mention.report = report.row)
            FROM report_words JOIN report ON report.row = report_words.rowid
            WHERE report_words MATCH ? AND report.current
            ORDER BY bm25(report_words, 4.0, 1.0), report.row LIMIT ?";
        let read = || -> Result<Vec<Found>> {
            let mut statement = self.db.prepare_cached(sql)?;
            let rows = statement.query_map((query.as_str(), limit as i64), |row| {
                Ok(Found {
                    id: row.get(0)?,
                    date: row.get(1)?,
                    publisher: row.get(2)?,
                    title: row.get(3)?,
                    snippet: row.get(4)?,
                    records: row.get(5)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|error| self.fail(error))
    }

    /// Returns a report as it stands, with its records.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn report(&self, id: &str) -> Result<Option<Shown>, LedgerError> {
        let read = || -> Result<Option<Shown>> {
            let Some(held) = held_report(&self.db, id)? else { return Ok(None) };
            let (rows, records) = records_of(&self.db, &held)?;
            let records = rows.into_iter().map(|row| row.id).zip(records).collect();
            Ok(Some(Shown { report: held.report, records }))
        };
        read().map_err(|error| self.fail(error))
    }

    /// Returns a record as it stands, by its identifier in the ledger.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn record(&self, id: &str) -> Result<Option<Held>, LedgerError> {
        let mut found = None;
        let condition = "mention.id = ?1".to_owned();
        let mut take = |held| {
            found = Some(held);
            true
        };
        self.select(&condition, vec![Value::Text(id.to_owned())], &mut take)?;
        Ok(found)
    }

    /// Returns the versions of all things of that identifier (report, record, commitment …), in the order of
    /// the chain.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn history(&self, id: &str) -> Result<Vec<Version>, LedgerError> {
        let kinds = ["report", "coding", "record", "commitment", "position", "review", "reply"];
        let read = || -> Result<Vec<Version>> {
            let sql = format!("SELECT {COLUMNS} FROM version WHERE kind = ? AND id = ?");
            let mut statement = self.db.prepare_cached(&sql)?;
            let mut found = Vec::new();
            for kind in kinds {
                let rows = statement.query_map([kind, id], Version::from_row)?;
                found.extend(rows.collect::<Result<Vec<Version>>>()?);
            }
            found.sort_by_key(|version| version.seq);
            Ok(found)
        };
        read().map_err(|error| self.fail(error))
    }

    /// Hands over the versions of the chain from `seq` on until `take` returns `false`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn log(&self, seq: i64, take: &mut dyn FnMut(Version) -> bool) -> Result<(), LedgerError> {
        let mut read = || -> Result<()> {
            let sql = format!("SELECT {COLUMNS} FROM version WHERE seq >= ? ORDER BY seq");
            let mut statement = self.db.prepare_cached(&sql)?;
            for version in statement.query_map([seq], Version::from_row)? {
                if !take(version?) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|error| self.fail(error))
    }

    /// Hands over the records that a filter lets through, by report in the order of adding and within it
    /// in the order of the text, until `take` returns `false`. Memory does not grow with their number.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn records(
        &self,
        filter: &Filter,
        take: &mut dyn FnMut(Held) -> bool,
    ) -> Result<(), LedgerError> {
        let (condition, values) = filter.condition();
        self.select(&condition, values, take)
    }

    fn select(
        &self,
        condition: &str,
        values: Vec<Value>,
        take: &mut dyn FnMut(Held) -> bool,
    ) -> Result<(), LedgerError> {
        self.select_rows(condition, values, take).map_err(|error| self.fail(error))
    }

    pub(crate) fn select_rows(
        &self,
        condition: &str,
        values: Vec<Value>,
        take: &mut dyn FnMut(Held) -> bool,
    ) -> Result<()> {
        let sql = format!(
            "SELECT mention.report, mention.id, version.body, version.by, event_id, incident_id
             FROM mention JOIN version USING (seq) WHERE {condition}
             ORDER BY mention.report, mention.part DESC, mention.sequence, mention.event_start, mention.row"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut home: Option<(i64, Report)> = None;
        while let Some(row) = rows.next()? {
            let at: i64 = row.get(0)?;
            if home.as_ref().is_none_or(|(held, _)| *held != at) {
                home = Some((at, self.report_at(at)?));
            }
            let Some((_, report)) = &home else { continue };
            let (body, by): (String, String) = (row.get(2)?, row.get(3)?);
            let record = record(&Home::new(report), &body, &by)?;
            let held = Held { id: row.get(1)?, record, event: row.get(4)?, incident: row.get(5)? };
            if !take(held) {
                break;
            }
        }
        Ok(())
    }

    fn report_at(&self, row: i64) -> Result<Report> {
        let sql = format!("SELECT {REPORT} FROM report WHERE row = ?");
        Ok(self.db.prepare_cached(&sql)?.query_row([row], report_from_row)?.report)
    }

    /// Returns the versions of program, model and codebook, and the persons, that stand behind the records as they
    /// are, in the order of their names.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn coders(&self) -> Result<Vec<String>, LedgerError> {
        let read = || -> Result<Vec<String>> {
            let sql = "SELECT DISTINCT by FROM mention JOIN version USING (seq) ORDER BY by";
            self.db.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        read().map_err(|error| self.fail(error))
    }
}

/// The record of a version's body.
pub(crate) fn record(home: &Home<'_>, body: &str, by: &str) -> Result<EventRecord> {
    home.read(body, by).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// What FTS5 is asked: each word quoted, so that nothing in it is taken for an operator.
fn full_text_query(words: &str) -> String {
    let mut terms = Vec::new();
    for (at, piece) in words.split('"').enumerate() {
        if at % 2 == 1 {
            terms.push(quoted(piece));
        } else {
            terms.extend(piece.split_whitespace().map(term));
        }
    }
    terms.retain(|term| term.chars().any(char::is_alphanumeric));
    terms.join(" ")
}

fn term(word: &str) -> String {
    match word.strip_suffix('*') {
        Some(beginning) => format!("{}*", quoted(beginning)),
        None => quoted(word),
    }
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_of_the_search_are_words() {
        assert_eq!(full_text_query("NEAR(a b) -c: ^d"), r#""NEAR(a" "b)" "-c:" "^d""#);
        assert_eq!(full_text_query("\"border dispute\" pol*"), r#""border dispute" "pol"*"#);
        assert_eq!(full_text_query(" * \"\" -"), "");
    }
}
