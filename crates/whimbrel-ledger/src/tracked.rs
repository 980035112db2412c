//! Commitments and positions: written with their report, followed as later reports come in.

use crate::add::{HeldReport, REPORT, report_from_row};
use crate::body::Home;
use crate::chain::Tail;
use rusqlite::{Connection, OptionalExtension, Result, params};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde::de::DeserializeOwned;
use whimbrel_record::{Entity, EventRecord};
use whimbrel_track::{Commitment, Position, Tracked, follow};

/// Commitments of one party that are looked at for each report, and events of one party for each commitment:
/// bounds the work, the latest come first.
const CAP: i64 = 40;

/// Identifiers of records as the ledger has them, by the coder's.
pub(crate) type Names = FxHashMap<String, String>;

/// Writes what a report says of commitments and positions: what was there before under the same identifier
/// becomes its next version, with its history; what is not there any more is withdrawn.
pub(crate) fn write(
    db: &Connection,
    tail: &mut Tail<'_>,
    old: Option<&HeldReport>,
    home: &HeldReport,
    tracked: &Tracked,
    names: &Names,
    why: &str,
) -> Result<()> {
    let mut kept: FxHashSet<(&str, i64)> = FxHashSet::default();
    for commitment in &tracked.commitments {
        let mut commitment = named(commitment, names);
        let before: Option<(i64, Commitment)> = held(db, "commitment", &commitment.id)?;
        if let Some((row, before)) = &before {
            kept.insert(("commitment", *row));
            take_over_history(&mut commitment, before);
        }
        let (row, before) = before.unzip();
        write_commitment(db, tail, row, home.row, &commitment, before.as_ref(), why)?;
    }
    for position in &tracked.positions {
        let mut position = position.clone();
        position.record_id = position.record_id.map(|id| names.get(&id).cloned().unwrap_or(id));
        let before: Option<(i64, Position)> = held(db, "position", &position.id)?;
        kept.extend(before.iter().map(|(row, _)| ("position", *row)));
        let (row, before) = before.unzip();
        write_position(db, tail, row, home.row, &position, before.as_ref(), why)?;
    }
    let Some(old) = old else { return Ok(()) };
    for kind in ["commitment", "position"] {
        withdraw_others(db, tail, kind, old.row, &kept, why)?;
    }
    Ok(())
}

/// A commitment with the records' identifiers in the ledger.
fn named(commitment: &Commitment, names: &Names) -> Commitment {
    let name = |id: &mut String| {
        if let Some(known) = names.get(id) {
            known.clone_into(id);
        }
    };
    let mut commitment = commitment.clone();
    commitment.record_ids.iter_mut().for_each(name);
    let evidence = commitment.history.iter_mut().flat_map(|change| &mut change.evidence);
    evidence.filter_map(|evidence| evidence.record_id.as_mut()).for_each(name);
    commitment
}

/// What was proposed and decided before, and what is proposed now.
fn take_over_history(commitment: &mut Commitment, before: &Commitment) {
    let proposed = std::mem::take(&mut commitment.history);
    commitment.history.clone_from(&before.history);
    commitment.reviewer.clone_from(&before.reviewer);
    for change in proposed {
        let known = commitment
            .history
            .iter()
            .any(|known| known.status == change.status && known.evidence == change.evidence);
        if !known {
            commitment.history.push(change);
        }
    }
    commitment.status = commitment.current();
}

/// A thing as it stands, with its row.
fn held<T: DeserializeOwned>(db: &Connection, table: &str, id: &str) -> Result<Option<(i64, T)>> {
    let sql =
        format!("SELECT row, body FROM {table} JOIN version USING (seq) WHERE {table}.id = ?");
    let found: Option<(i64, String)> = db
        .prepare_cached(&sql)?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(row, body)| Ok((row, parse(&body)?))).transpose()
}

pub(crate) fn parse<T: DeserializeOwned>(body: &str) -> Result<T> {
    serde_json::from_str(body).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("what is tracked has only texts for keys")
}

pub(crate) fn write_commitment(
    db: &Connection,
    tail: &mut Tail<'_>,
    row: Option<i64>,
    report: i64,
    commitment: &Commitment,
    before: Option<&Commitment>,
    why: &str,
) -> Result<()> {
    if let (Some(row), true) = (row, before == Some(commitment)) {
        db.prepare_cached("UPDATE commitment SET report = ? WHERE row = ?")?
            .execute([report, row])?;
        return Ok(());
    }
    let seq = tail.add("commitment", &commitment.id, why, json(commitment))?;
    let event = event_of(db, commitment)?;
    let kind = commitment.kind.name();
    let row = row.unwrap_or(seq);
    let told_before =
        "SELECT EXISTS (SELECT 1 FROM commitment WHERE event_id = ? AND kind = ? AND row < ?)";
    let told: bool =
        db.prepare_cached(told_before)?.query_row((&event, kind, row), |row| row.get(0))?;
    db.prepare_cached("DELETE FROM commitment_party WHERE commitment = ?")?.execute([row])?;
    let insert =
        "INSERT OR REPLACE INTO commitment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    db.prepare_cached(insert)?.execute(params![
        row,
        commitment.id,
        seq,
        report,
        event,
        !told,
        kind,
        commitment.status.name(),
        serde_json::to_value(commitment.strength)
            .ok()
            .and_then(|name| name.as_str().map(ToOwned::to_owned)),
        commitment.content,
        commitment.object.as_ref().map(|object| &object.text),
        commitment.said.map(|day| day.to_string()),
        commitment.deadline.as_ref().and_then(|bound| bound.day).map(|day| day.to_string()),
        commitment.confidence
    ])?;
    write_parties(db, row, "holder", &commitment.holders)?;
    write_parties(db, row, "target", &commitment.targets)?;
    await_more(db, row, commitment, !told)
}

/// Notes whether something of a commitment is still awaited: of its first telling alone.
fn await_more(db: &Connection, row: i64, commitment: &Commitment, first: bool) -> Result<()> {
    db.prepare_cached("DELETE FROM awaited WHERE commitment = ?")?.execute([row])?;
    if !first || commitment.status.is_final() {
        return Ok(());
    }
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO awaited VALUES (?, ?)")?;
    for party in commitment.holders.iter().chain(&commitment.targets) {
        insert.execute((party_key(party), row))?;
    }
    Ok(())
}

/// Notes the parties of a record that tells of an event first, and that it happened.
pub(crate) fn tell(db: &Connection, row: i64, record: &EventRecord, first: bool) -> Result<()> {
    forget(db, row)?;
    if !first || record.status != "actual" {
        return Ok(());
    }
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO told VALUES (?, ?)")?;
    for party in record.actor.iter().chain(&record.recipient) {
        insert.execute((party_key(party), row))?;
    }
    Ok(())
}

/// Takes back what [`tell`] noted.
pub(crate) fn forget(db: &Connection, row: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM told WHERE mention = ?")?.execute([row])?;
    Ok(())
}

/// The event by which a commitment was made.
fn event_of(db: &Connection, commitment: &Commitment) -> Result<String> {
    let Some(record) = commitment.record_ids.first() else { return Ok(commitment.id.clone()) };
    let found: Option<String> = db
        .prepare_cached("SELECT event_id FROM mention WHERE id = ?")?
        .query_row([record], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_else(|| commitment.id.clone()))
}

fn write_parties(db: &Connection, row: i64, side: &str, parties: &[Entity]) -> Result<()> {
    let mut insert = db.prepare_cached("INSERT INTO commitment_party VALUES (?, ?, ?, ?, ?, ?)")?;
    for (number, party) in parties.iter().enumerate() {
        let number = number as i64;
        insert.execute((
            row,
            side,
            number,
            &party.entity_id,
            &party.entity_name,
            &party.country,
        ))?;
    }
    Ok(())
}

fn write_position(
    db: &Connection,
    tail: &mut Tail<'_>,
    row: Option<i64>,
    report: i64,
    position: &Position,
    before: Option<&Position>,
    why: &str,
) -> Result<()> {
    if let (Some(row), true) = (row, before == Some(position)) {
        db.prepare_cached("UPDATE position SET report = ? WHERE row = ?")?
            .execute([report, row])?;
        return Ok(());
    }
    let seq = tail.add("position", &position.id, why, json(position))?;
    let insert = "INSERT OR REPLACE INTO position VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    db.prepare_cached(insert)?.execute(params![
        row.unwrap_or(seq),
        position.id,
        seq,
        report,
        position.actor.entity_id,
        position.actor.entity_name,
        position.actor.country,
        position.issue.title,
        position.issue.key,
        position.stance,
        position.stance_word,
        position.day.map(|day| day.to_string()),
        position.confidence
    ])?;
    Ok(())
}

fn withdraw_others(
    db: &Connection,
    tail: &mut Tail<'_>,
    kind: &'static str,
    report: i64,
    kept: &FxHashSet<(&str, i64)>,
    why: &str,
) -> Result<()> {
    let sql = format!("SELECT row, id FROM {kind} WHERE report = ? ORDER BY row");
    let rows: Vec<(i64, String)> = db
        .prepare_cached(&sql)?
        .query_map([report], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_>>()?;
    for (row, id) in rows {
        if !kept.contains(&(kind, row)) {
            tail.add(kind, &id, why, "null".to_owned())?;
            if kind == "commitment" {
                db.prepare_cached("DELETE FROM awaited WHERE commitment = ?")?.execute([row])?;
            }
            db.prepare_cached(&format!("DELETE FROM {kind} WHERE row = ?"))?.execute([row])?;
        }
    }
    Ok(())
}

/// Proposes what became of commitments by the events that a report tells for the first time, and what became of
/// the commitments that it tells for the first time by events that the ledger holds already.
pub(crate) fn follow_up(db: &Connection, tail: &mut Tail<'_>, home: &HeldReport) -> Result<()> {
    let events = first_told(db, home)?;
    let mut open = open_commitments(db, home.row, &events)?;
    let mut changed: Vec<usize> = Vec::new();
    for (at, open) in open.iter_mut().enumerate() {
        let mut any = false;
        for (_, event) in &events {
            any |= propose(&mut open.commitment, event);
        }
        changed.extend(any.then_some(at));
    }
    for at in changed {
        let Open { row, report, commitment } = &open[at];
        rewrite(db, tail, *row, *report, commitment)?;
    }
    for Open { row, report, mut commitment } in own_commitments(db, home.row)? {
        let mut any = false;
        for event in events_since(db, home.row, &commitment)? {
            any |= propose(&mut commitment, &event);
        }
        if any {
            rewrite(db, tail, row, report, &commitment)?;
        }
    }
    Ok(())
}

struct Open {
    row: i64,
    report: i64,
    commitment: Commitment,
}

fn propose(commitment: &mut Commitment, event: &EventRecord) -> bool {
    follow(commitment, event).is_some_and(|proposal| commitment.propose(proposal))
}

fn rewrite(
    db: &Connection,
    tail: &mut Tail<'_>,
    row: i64,
    report: i64,
    commitment: &Commitment,
) -> Result<()> {
    let why = commitment.history.last().map_or("", |change| change.note.as_str());
    write_commitment(db, tail, Some(row), report, commitment, None, why)
}

/// The records of a report that tell of their event first, under their identifiers in the ledger.
fn first_told(db: &Connection, home: &HeldReport) -> Result<Vec<(i64, EventRecord)>> {
    let sql = "SELECT mention.row, mention.id, body, by FROM mention JOIN version USING (seq)
        WHERE report = ? AND mention.event_id = mention.id AND status = 'actual' ORDER BY mention.row";
    let texts = Home::new(&home.report);
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([home.row])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, body, by): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let mut record = crate::query::record(&texts, &body, &by)?;
        record.id = id;
        found.push((row.get(0)?, record));
    }
    Ok(found)
}

/// The commitments of other reports that the parties of events are holders or targets of, and of which something
/// is still awaited.
fn open_commitments(
    db: &Connection,
    report: i64,
    events: &[(i64, EventRecord)],
) -> Result<Vec<Open>> {
    let parties = events.iter().flat_map(|(_, event)| event.actor.iter().chain(&event.recipient));
    let mut keys: Vec<&str> = parties.map(party_key).collect();
    keys.sort_unstable();
    keys.dedup();
    let sql = "SELECT commitment.row, commitment.report, body
        FROM (SELECT commitment AS row FROM awaited WHERE key = ? ORDER BY commitment DESC LIMIT ?)
        JOIN commitment USING (row) JOIN version USING (seq) WHERE commitment.report <> ?";
    let mut statement = db.prepare_cached(sql)?;
    let mut found: Vec<Open> = Vec::new();
    let mut seen = FxHashSet::default();
    for key in keys {
        for open in statement.query_map((key, CAP, report), open)? {
            let open = open?;
            if seen.insert(open.row) {
                found.push(open);
            }
        }
    }
    found.sort_by_key(|open| open.row);
    Ok(found)
}

fn own_commitments(db: &Connection, report: i64) -> Result<Vec<Open>> {
    let sql =
        "SELECT commitment.row, commitment.report, body FROM commitment JOIN version USING (seq)
        WHERE report = ? AND first ORDER BY commitment.row";
    let mut statement = db.prepare_cached(sql)?;
    statement.query_map([report], open)?.collect()
}

fn open(row: &rusqlite::Row<'_>) -> Result<Open> {
    let body: String = row.get(2)?;
    Ok(Open { row: row.get(0)?, report: row.get(1)?, commitment: parse(&body)? })
}

/// By what a party is looked up: its country, else its name.
fn party_key(party: &Entity) -> &str {
    if party.country.is_empty() { &party.entity_name } else { &party.country }
}

/// Events of other reports that a holder of a commitment took part in after it was made, the first told of each.
fn events_since(db: &Connection, report: i64, commitment: &Commitment) -> Result<Vec<EventRecord>> {
    let (Some(said), Some(holder)) = (commitment.said, commitment.holders.first()) else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT {REPORT}, mention.id, body, by
         FROM (SELECT mention AS row FROM told WHERE key = ? ORDER BY mention DESC LIMIT {CAP})
         JOIN mention USING (row) JOIN version USING (seq) JOIN report ON report.row = mention.report
         WHERE mention.date > ? AND mention.report <> ? ORDER BY mention.row DESC"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query((party_key(holder), said.to_string(), report))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let held = report_from_row(row)?;
        let (id, body, by): (String, String, String) = (row.get(12)?, row.get(13)?, row.get(14)?);
        let mut record = crate::query::record(&Home::new(&held.report), &body, &by)?;
        record.id = id;
        found.push(record);
    }
    found.reverse();
    Ok(found)
}
