//! The one entry: a report and its records into the index.

use whimbrel_record::EventRecord;
use whimbrel_text::Report;

use crate::index::{Index, List, Mention, Posting, StoredReport};
use crate::linked::{Linked, LinkedMention};

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
    let stored = StoredReport { no, id: report.id.clone(), group: no, ..StoredReport::default() };
    index.add_report(stored.clone())?;
    index.post(List::Copies, &[Posting { key: no, value: no }])?;
    let mentions = link_records(index, &stored, records)?;
    Ok(Linked { report: no, group: no, mentions, ..Linked::default() })
}

/// Links records of a report that is in the index, as after a new coding, and adds them to it.
///
/// The mentions of earlier records stay; leave their links out where their records no longer count.
///
/// # Errors
/// As the index has them.
pub fn link_records<I: Index>(
    index: &mut I,
    report: &StoredReport,
    records: &[EventRecord],
) -> Result<Vec<LinkedMention>, I::Error> {
    let mut linked = Vec::new();
    for record in records {
        let no = index.next_mention()?;
        index.add_mention(Mention {
            no,
            id: record.id.clone(),
            report: report.no,
            group: report.group,
            event: no,
            incident: no,
            ..Mention::default()
        })?;
        index.post(List::Mentions, &[Posting { key: report.no, value: no }])?;
        linked.push(LinkedMention { no, event: no, incident: no, ..LinkedMention::default() });
    }
    Ok(linked)
}
