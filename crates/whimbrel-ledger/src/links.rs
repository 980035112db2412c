//! Linking what is added: copies of reports, mentions of one event, events of one incident.

use crate::index::{Tables, report_where};
use rusqlite::{Connection, OptionalExtension, Result, params};
use whimbrel_link::{
    EVENT_THRESHOLD, INCIDENT_THRESHOLD, LinkedMention, MentionLink, ReportLink, link_records,
    link_report,
};
use whimbrel_record::EventRecord;
use whimbrel_text::Report;

/// Where a record stands among the linked mentions.
pub(crate) struct Place {
    /// Its number.
    pub(crate) link: i64,
    /// The event that it tells of.
    pub(crate) event: String,
    /// The incident that the event belongs to.
    pub(crate) incident: String,
}

/// Links the records of a report, each under the identifier that the ledger gives it; a report that the
/// ledger had before is not compared with others again. Returns the records' places, in their order.
pub(crate) fn link(
    db: &Connection,
    report: &Report,
    records: &[EventRecord],
) -> Result<Vec<Place>> {
    let mut tables = Tables(db);
    let mentions = match report_where(db, "id = ?", &report.id)? {
        Some(stored) => link_records(&mut tables, &stored, records)?,
        None => {
            let linked = link_report(&mut tables, report, records)?;
            for link in linked.copy.iter().chain(&linked.overlaps) {
                write_report_link(db, link)?;
            }
            linked.mentions
        }
    };
    mentions.iter().map(|mention| place(db, mention)).collect()
}

fn write_report_link(db: &Connection, link: &ReportLink) -> Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO report_link VALUES (?, ?, ?, ?, ?)")?
        .execute(params![link.from, link.to, link.kind.name(), link.score, link.reason])?;
    Ok(())
}

/// Writes a mention's links, and which event and incident it belongs to by those that are sure enough.
fn place(db: &Connection, mention: &LinkedMention) -> Result<Place> {
    let follow =
        |link: &Option<MentionLink>, kind, threshold| -> Result<Option<(String, String)>> {
            let Some(link) = link else { return Ok(None) };
            write_mention_link(db, link, kind)?;
            if link.score < threshold { Ok(None) } else { groups(db, link.to) }
        };
    let same = follow(&mention.same, "event", EVENT_THRESHOLD)?;
    let part = follow(&mention.part, "incident", INCIDENT_THRESHOLD)?;
    let (event, incident) = match (same, part) {
        (Some(same), _) => same,
        (None, Some((_, incident))) => (mention.id.clone(), incident),
        (None, None) => (mention.id.clone(), mention.id.clone()),
    };
    db.prepare_cached("UPDATE linked_mention SET event_id = ?, incident_id = ? WHERE no = ?")?
        .execute((&event, &incident, mention.no))?;
    Ok(Place { link: mention.no, event, incident })
}

fn groups(db: &Connection, no: i64) -> Result<Option<(String, String)>> {
    db.prepare_cached("SELECT event_id, incident_id FROM linked_mention WHERE no = ?")?
        .query_row([no], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

fn write_mention_link(db: &Connection, link: &MentionLink, kind: &str) -> Result<()> {
    db.prepare_cached("INSERT INTO mention_link VALUES (?, ?, ?, ?, ?, ?)")?.execute(params![
        link.from,
        link.to,
        kind,
        link.copied,
        link.score,
        link.reason
    ])?;
    Ok(())
}
