//! The one entry: a report and its records into the index.

use jiff::civil::Date;
use whimbrel_record::EventRecord;
use whimbrel_text::Report;

use crate::copies;
use crate::index::{Index, StoredReport};
use crate::linked::Linked;
use crate::mentions::link_records;
use crate::outline::Outline;

/// Links a report and its records with what the index holds, adds them to it, and returns the links.
///
/// The caller sees to it that each report is added once; see [`link_records`] for new records of a
/// report that is in the index.
/// `records` are those of this report, in any order; their order gives the mentions' numbers.
///
/// # Errors
/// As the index has them; the caller then takes back what was written, as a transaction does.
pub fn link_report<I: Index>(
    index: &mut I,
    report: &Report,
    records: &[EventRecord],
) -> Result<Linked, I::Error> {
    let no = index.next_report()?;
    let day = report.date.map(day_number);
    let outline = outline(report);
    let found = copies::find(index, no, day, &outline)?;
    let group = found.copy.as_ref().map_or(no, |(_, group)| *group);
    let stored = StoredReport { no, id: report.id.clone(), group, day, outline: Vec::new() };
    let stored = copies::add(index, stored, &outline, &found)?;
    let mentions = link_records(index, &stored, records)?;
    let copy = found.copy.map(|(link, _)| link);
    Ok(Linked { report: no, group, copy, overlaps: found.overlaps, mentions })
}

/// Returns the outline of a report's text, or of its headline where it has no other.
fn outline(report: &Report) -> Outline {
    let outline = Outline::of(&report.text);
    match &report.title {
        Some(title) if outline.sentences.is_empty() => Outline::of(title),
        _ => outline,
    }
}

/// Returns a day as a number: days since 1970-01-01.
pub(crate) fn day_number(day: Date) -> i32 {
    let days = day.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
    i32::try_from(days).expect("a calendar of 20,000 years has fewer days")
}
