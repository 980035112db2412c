//! Adding coded reports: each in one piece or not at all, the same report once.

use crate::body::Home;
use crate::chain::{Stamp, Tail, hex};
use crate::error::LedgerError;
use crate::lineage;
use crate::links::Place;
use crate::recode::Change;
use crate::store::Ledger;
use crate::tracked::{self, Names};
use rusqlite::{Connection, OptionalExtension, Result, TransactionBehavior, params};
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};
use whimbrel_record::{Entity, EventRecord};
use whimbrel_text::Report;
use whimbrel_track::Tracked;

/// A report with its records.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// The report.
    pub report: Report,
    /// What was read from it.
    pub coding: Coding,
}

/// What was read from a report.
#[derive(Clone, Debug, Default)]
pub struct Coding {
    /// Its records, in the order of its text.
    pub records: Vec<EventRecord>,
    /// Its commitments and positions.
    pub tracked: Tracked,
}

/// What adding a report came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not there.
    New,
    /// It was there with the same contents; nothing was written.
    Same,
    /// It was there with other contents, which are kept as its earlier version.
    Updated,
}

/// A report as the ledger holds it.
pub(crate) struct HeldReport {
    pub(crate) row: i64,
    pub(crate) report: Report,
    pub(crate) hash: String,
}

/// A record as it stands.
pub(crate) struct HeldRecord {
    pub(crate) row: i64,
    pub(crate) id: String,
}

impl Ledger {
    /// Whether the ledger holds a report with the same contents, so that it need not be coded.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn holds(&self, report: &Report) -> Result<bool, LedgerError> {
        let held = current_hash(&self.db, &report.id).map_err(|error| self.fail(error))?;
        Ok(held.is_some_and(|hash| hash == content_hash(report)))
    }

    /// Adds coded reports in one step: all of them are kept, or, where an error is returned, none.
    ///
    /// A report whose identifier the ledger knows with other contents becomes its next version; the records of
    /// the earlier version that are found again keep their identity. `coder` is the version of program, model
    /// and codebook that made the records.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn add(
        &mut self,
        coded: &[Coded],
        coder: &str,
        at: &str,
    ) -> Result<Vec<Added>, LedgerError> {
        let stamp = Stamp { at: at.to_owned(), by: coder.to_owned() };
        let path = self.path().to_owned();
        let mut add = || {
            let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut tail = Tail::read(&step, &stamp)?;
            let added: Result<Vec<Added>> =
                coded.iter().map(|coded| add_report(&step, &mut tail, coded, coder)).collect();
            let added = added?;
            drop(tail);
            step.commit()?;
            Ok(added)
        };
        add().map_err(|error| crate::error::explain(&path, error))
    }
}

fn add_report(db: &Connection, tail: &mut Tail<'_>, coded: &Coded, coder: &str) -> Result<Added> {
    let report = &coded.report;
    let hash = content_hash(report);
    let before = current_hash(db, &report.id)?;
    if before.as_deref() == Some(&hash) {
        return Ok(Added::Same);
    }
    let old = held_report(db, &report.id)?;
    let why = if old.is_some() { "the report changed" } else { "added" };
    let row = write_report(db, tail, report, &hash, coder, why)?;
    let home = HeldReport { row, report: report.clone(), hash };
    write_coding(db, tail, old.as_ref(), &home, &coded.coding, why)?;
    Ok(if old.is_some() { Added::Updated } else { Added::New })
}

/// Returns the SHA-256 of what makes up a report, in hexadecimal: the fields of the input contract as a line
/// of JSON.
#[must_use]
pub(crate) fn content_hash(report: &Report) -> String {
    let line = serde_json::json!([
        report.id,
        report.title,
        report.subtitle,
        report.category,
        report.url,
        report.publisher,
        report.author,
        report.language,
        report.date.map(|date| date.to_string()),
        report.text
    ]);
    hex(&Sha256::digest(line.to_string().as_bytes()))
}

fn current_hash(db: &Connection, id: &str) -> Result<Option<String>> {
    db.prepare_cached("SELECT hash FROM report WHERE id = ? AND current")?
        .query_row([id], |row| row.get(0))
        .optional()
}

fn write_report(
    db: &Connection,
    tail: &mut Tail<'_>,
    report: &Report,
    hash: &str,
    coder: &str,
    why: &str,
) -> Result<i64> {
    db.prepare_cached("UPDATE report SET current = 0 WHERE id = ? AND current")?
        .execute([&report.id])?;
    let version: i64 = db
        .prepare_cached("SELECT coalesce(max(version), 0) + 1 FROM report WHERE id = ?")?
        .query_row([&report.id], |row| row.get(0))?;
    let insert =
        "INSERT INTO report (id, version, current, hash, title, subtitle, category, url, publisher,
        author, language, date, text, coder) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    db.prepare_cached(insert)?.execute(params![
        report.id,
        version,
        hash,
        report.title,
        report.subtitle,
        report.category,
        report.url,
        report.publisher,
        report.author,
        report.language,
        report.date.map(|date| date.to_string()),
        report.text,
        coder
    ])?;
    let row = db.last_insert_rowid();
    db.prepare_cached("INSERT INTO report_words (rowid, title, text) VALUES (?, ?, ?)")?
        .execute(params![row, report.title, report.text])?;
    let body = serde_json::json!({ "hash": hash, "coder": coder });
    tail.add("report", &report.id, why, body.to_string())?;
    Ok(row)
}

/// Writes what was read from a report, and what follows from it; returns what changed of its records.
pub(crate) fn write_coding(
    db: &Connection,
    tail: &mut Tail<'_>,
    old: Option<&HeldReport>,
    home: &HeldReport,
    coding: &Coding,
    why: &str,
) -> Result<Vec<Change>> {
    let mut names = Names::default();
    let changes = write_records(db, tail, old, home, &coding.records, &mut names, why)?;
    tracked::write(db, tail, old, home, &coding.tracked, &names, why)?;
    tracked::follow_up(db, tail, home)?;
    Ok(changes)
}

/// Writes the records of a report's coding: those that take up an earlier one become its next version
/// where they differ, the others are new; earlier ones that nothing takes up are withdrawn.
/// Returns what changed, in the order of the new records, the withdrawn ones last; `names` gets the identifiers
/// that the ledger has for the coder's.
fn write_records(
    db: &Connection,
    tail: &mut Tail<'_>,
    old: Option<&HeldReport>,
    home: &HeldReport,
    records: &[EventRecord],
    names: &mut Names,
    why: &str,
) -> Result<Vec<Change>> {
    let (held, before) = match old {
        Some(old) => records_of(db, old)?,
        None => (Vec::new(), Vec::new()),
    };
    let records = distinct(records);
    let takes_up = lineage::takes_up(&before, &records);
    let texts = Home::new(&home.report);
    let mut changes = Vec::new();
    let mut rows = Vec::new();
    for (record, taken) in records.into_iter().zip(&takes_up) {
        let fields = taken.map(|at| lineage::differences(&before[at], &record));
        let id = taken.map_or_else(|| record.id.clone(), |at| held[at].id.clone());
        names.insert(record.id.clone(), id.clone());
        if let (Some(at), Some([])) = (*taken, fields.as_deref()) {
            move_mention(db, held[at].row, home.row)?;
            continue;
        }
        let seq = tail.add("record", &id, why, texts.write(&record))?;
        let row = taken.map(|at| held[at].row);
        let linked = fields.as_ref().is_some_and(|fields| !lineage::links_differ(fields));
        rows.push(Row { id: id.clone(), row, seq, linked, record: record.clone() });
        let after = Box::new(record);
        changes.push(match (*taken, fields) {
            (Some(at), Some(fields)) => {
                Change::Changed { id, fields, before: Box::new(before[at].clone()), after }
            }
            _ => Change::New { id, after },
        });
    }
    write_mentions(db, home, &rows)?;
    for (at, HeldRecord { row, id }) in held.iter().enumerate() {
        if !takes_up.contains(&Some(at)) {
            tail.add("record", id, why, "null".to_owned())?;
            withdraw(db, *row)?;
            changes.push(Change::Gone { id: id.clone(), before: Box::new(before[at].clone()) });
        }
    }
    Ok(changes)
}

/// A record that is to stand in the ledger.
struct Row {
    /// Its identifier in the ledger.
    id: String,
    /// Its row, where it has one.
    row: Option<i64>,
    /// Place of its version in the chain.
    seq: i64,
    /// Whether the links that it has still hold.
    linked: bool,
    record: EventRecord,
}

fn write_mentions(db: &Connection, home: &HeldReport, rows: &[Row]) -> Result<()> {
    let unlinked: Vec<EventRecord> = rows
        .iter()
        .filter(|row| !row.linked)
        .map(|row| EventRecord { id: row.id.clone(), ..row.record.clone() })
        .collect();
    let mut places = crate::links::link(db, &home.report, &unlinked)?.into_iter();
    for row in rows {
        let place = match row.row.filter(|_| row.linked) {
            Some(held) => Some(place_of(db, held)?),
            None => places.next(),
        };
        let Some(place) = place else { continue };
        write_mention(db, row, home.row, &place)?;
    }
    Ok(())
}

fn place_of(db: &Connection, row: i64) -> Result<Place> {
    db.prepare_cached("SELECT link, event_id, incident_id FROM mention WHERE row = ?")?
        .query_row([row], |row| {
            Ok(Place { link: row.get(0)?, event: row.get(1)?, incident: row.get(2)? })
        })
}

/// Sets a record that did not change under the report's next version.
fn move_mention(db: &Connection, row: i64, report: i64) -> Result<()> {
    db.prepare_cached("UPDATE mention SET report = ? WHERE row = ?")?.execute([report, row])?;
    Ok(())
}

/// The records of a coding, each identifier once.
fn distinct(records: &[EventRecord]) -> Vec<EventRecord> {
    let mut seen = FxHashSet::default();
    records.iter().filter(|record| seen.insert(&record.id)).cloned().collect()
}

fn withdraw(db: &Connection, row: i64) -> Result<()> {
    tracked::forget(db, row)?;
    db.prepare_cached("DELETE FROM party WHERE mention = ?")?.execute([row])?;
    db.prepare_cached("DELETE FROM mention WHERE row = ?")?.execute([row])?;
    Ok(())
}

/// Writes the row of a record as it stands.
fn write_mention(db: &Connection, to: &Row, report: i64, group: &Place) -> Result<()> {
    let record = &to.record;
    let row = to.row.unwrap_or(to.seq);
    let place = record.event_loc.as_ref();
    let insert = "INSERT OR REPLACE INTO mention VALUES
        (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    db.prepare_cached("DELETE FROM party WHERE mention = ?")?.execute([row])?;
    db.prepare_cached(insert)?.execute(params![
        row,
        to.id,
        to.seq,
        report,
        group.link,
        group.event,
        group.incident,
        record.event,
        record.mode.join(";"),
        record.context.join(";"),
        record.cameo,
        record.quad_code,
        record.event_scale,
        record.status,
        record.date,
        record.enddate,
        record.date_precision,
        place.map(|place| &place.resolved_place),
        place.map(|place| &place.geonameid),
        place.and_then(|place| place.lat),
        place.and_then(|place| place.lon),
        place.map(|place| &place.country_code),
        place.map(|place| place.resolution),
        record.attribution.is_some(),
        record.confidence,
        record.event_text,
        record.text_info.part,
        record.text_info.sequence as i64,
        record.event_start as i64
    ])?;
    tracked::tell(db, row, record, group.event == to.id)?;
    let speaker = record.attribution.as_ref().and_then(|said| said.speaker.as_ref());
    write_parties(db, row, "actor", record.actor.iter())?;
    write_parties(db, row, "recipient", record.recipient.iter())?;
    write_parties(db, row, "speaker", speaker.into_iter())
}

fn write_parties<'e>(
    db: &Connection,
    mention: i64,
    side: &str,
    parties: impl Iterator<Item = &'e Entity>,
) -> Result<()> {
    let mut insert = db.prepare_cached("INSERT INTO party VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    for (number, party) in parties.enumerate() {
        insert.execute(params![
            mention,
            side,
            number as i64,
            party.entity_id,
            party.entity_name,
            party.country,
            party.sector_code,
            party.role
        ])?;
    }
    Ok(())
}

/// The columns that [`report_from_row`] reads.
pub(crate) const REPORT: &str = "report.row, report.id, report.title, report.subtitle, report.category,
    report.url, report.publisher, report.author, report.language, report.date, report.text, report.hash";

pub(crate) fn report_from_row(row: &rusqlite::Row<'_>) -> Result<HeldReport> {
    let date: Option<String> = row.get(9)?;
    let report = Report {
        id: row.get(1)?,
        title: row.get(2)?,
        subtitle: row.get(3)?,
        category: row.get(4)?,
        url: row.get(5)?,
        publisher: row.get(6)?,
        author: row.get(7)?,
        language: row.get(8)?,
        date: date.and_then(|date| date.parse().ok()),
        text: row.get(10)?,
    };
    Ok(HeldReport { row: row.get(0)?, report, hash: row.get(11)? })
}

/// The current version of a report.
pub(crate) fn held_report(db: &Connection, id: &str) -> Result<Option<HeldReport>> {
    db.prepare_cached(&format!("SELECT {REPORT} FROM report WHERE id = ? AND current"))?
        .query_row([id], report_from_row)
        .optional()
}

/// The records of a report as they stand, in the order of its text.
pub(crate) fn records_of(
    db: &Connection,
    held: &HeldReport,
) -> Result<(Vec<HeldRecord>, Vec<EventRecord>)> {
    let query = "SELECT mention.row, mention.id, version.body, version.by FROM mention
        JOIN version USING (seq) WHERE mention.report = ?
        ORDER BY part DESC, sequence, event_start, mention.row";
    let texts = Home::new(&held.report);
    let mut statement = db.prepare_cached(query)?;
    let rows = statement.query_map([held.row], |row| {
        let (body, by): (String, String) = (row.get(2)?, row.get(3)?);
        let record = crate::query::record(&texts, &body, &by)?;
        Ok((HeldRecord { row: row.get(0)?, id: row.get(1)? }, record))
    })?;
    Ok(rows.collect::<Result<Vec<_>>>()?.into_iter().unzip())
}
