//! A table for people: a heading for each report, a line or two for each event.

use super::Layout;
use crate::record::{Entity, EventRecord};
use std::io::{self, Write};
use whimbrel_text::Report;

/// The readable table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Table {
    reports: usize,
    records: usize,
}

impl Layout for Table {
    fn report(
        &mut self,
        out: &mut dyn Write,
        report: &Report,
        records: &[EventRecord],
    ) -> io::Result<()> {
        self.reports += 1;
        self.records += records.len();
        let date = report.date.map(|d| d.to_string()).unwrap_or_default();
        let title = report.title.as_deref().unwrap_or("");
        writeln!(out, "{}  {date}  {}", printable(&report.id), printable(title))?;
        if records.is_empty() {
            writeln!(out, "  no event")?;
        }
        records.iter().try_for_each(|record| write_record(out, record))?;
        writeln!(out)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{} events in {} reports", self.records, self.reports)
    }
}

fn write_record(out: &mut dyn Write, record: &EventRecord) -> io::Result<()> {
    let date = record.date.as_deref().unwrap_or("undated");
    let event = match record.mode.first() {
        Some(mode) => format!("{}/{mode}", record.event),
        None => record.event.clone(),
    };
    let parties = match (&record.actor[..], &record.recipient[..]) {
        (actor, []) => names(actor),
        ([], recipient) => format!("? > {}", names(recipient)),
        (actor, recipient) => format!("{} > {}", names(actor), names(recipient)),
    };
    writeln!(out, "  {date:<10}  {event:<22} {:<5} {parties}", record.cameo)?;
    let mut notes = vec![format!("\"{}\"", printable(&record.event_text))];
    if record.status != "actual" {
        notes.push(record.status.clone());
    }
    if let Some(said) = &record.attribution {
        let speaker = said.speaker.as_ref().map_or("nobody named", |s| s.entity_name.as_str());
        notes.push(format!("{} {}", printable(speaker), said.stance));
    }
    if let Some(place) = &record.event_loc {
        notes.push(format!("in {}", printable(&place.resolved_place)));
    }
    notes.push(format!("{} {:.2}", record.reason, record.confidence));
    writeln!(out, "  {:<10}  {:<22}       {}", "", "", notes.join(", "))
}

fn names(entities: &[Entity]) -> String {
    let name = |entity: &Entity| {
        let codes = format!("{} {}", entity.country, entity.sector_code);
        let codes = codes.trim();
        let name = printable(&entity.entity_name);
        if codes.is_empty() { name } else { format!("{name} ({codes})") }
    };
    entities.iter().map(name).collect::<Vec<_>>().join(" + ")
}

/// Returns a text without control characters, which could move a terminal's cursor, on one line.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\nc"), "a [2Jb c");
    }
}
