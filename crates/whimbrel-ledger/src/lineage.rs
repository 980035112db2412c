//! Which record of a new coding takes up which record of the old one.

use whimbrel_record::{EventRecord, TextInfo};

/// Below this two records are not the same one coded anew: sentence, type and parties alone (5) do not do.
const LEAST: u32 = 6;

/// For each new record the place of the old one that it takes up, each old one at most once.
///
/// The best pairs are taken first; of equal ones the first in the order of the old records, then of the new.
pub(crate) fn takes_up(old: &[EventRecord], new: &[EventRecord]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (o, before) in old.iter().enumerate() {
        for (n, after) in new.iter().enumerate() {
            let likeness = likeness(before, after);
            if likeness >= LEAST {
                pairs.push((likeness, o, n));
            }
        }
    }
    pairs.sort_by_key(|&(likeness, o, n)| (std::cmp::Reverse(likeness), o, n));
    let mut taken = vec![false; old.len()];
    let mut found = vec![None; new.len()];
    for (_, o, n) in pairs {
        if !taken[o] && found[n].is_none() {
            taken[o] = true;
            found[n] = Some(o);
        }
    }
    found
}

/// How alike two records of one report are, 0 to 9: the words of the sentence (2) and of the event (2), their
/// place (2), the type (2), the parties' words (1). Words count beside places because a report that its
/// paper changed has the same sentences elsewhere.
fn likeness(a: &EventRecord, b: &EventRecord) -> u32 {
    let overlaps = a.event_start < b.event_end && b.event_start < a.event_end;
    let there = a.text_info.part == b.text_info.part && overlaps;
    let raw = |record: &EventRecord| {
        let parties = record.actor.iter().chain(&record.recipient);
        parties.map(|entity| entity.raw_text.clone()).collect::<Vec<_>>()
    };
    2 * u32::from(a.text == b.text)
        + 2 * u32::from(a.event_text == b.event_text)
        + 2 * u32::from(there)
        + 2 * u32::from(a.event == b.event)
        + u32::from(raw(a) == raw(b))
}

/// Returns the names of the fields in which two records differ, but for what every coding changes: its
/// identifier and the coder.
pub(crate) fn differences(a: &EventRecord, b: &EventRecord) -> Vec<&'static str> {
    let place = |info: &TextInfo| (info.part.clone(), info.start, info.end);
    let fields = [
        ("date", a.date != b.date || a.enddate != b.enddate),
        ("date_precision", a.date_precision != b.date_precision),
        ("date_text", a.date_text != b.date_text),
        ("event", a.event != b.event),
        ("mode", a.mode != b.mode),
        ("context", a.context != b.context),
        ("cameo", a.cameo != b.cameo),
        ("quad_code", a.quad_code != b.quad_code),
        ("event_scale", a.event_scale.to_bits() != b.event_scale.to_bits()),
        ("event_text", a.event_text != b.event_text),
        ("event_span", (a.event_start, a.event_end) != (b.event_start, b.event_end)),
        ("actor", a.actor != b.actor),
        ("recipient", a.recipient != b.recipient),
        ("event_loc", a.event_loc != b.event_loc),
        ("size", a.size != b.size),
        ("status", a.status != b.status || a.status_text != b.status_text),
        ("attribution", a.attribution != b.attribution),
        ("confidence", a.confidence.to_bits() != b.confidence.to_bits()),
        ("reason", a.reason != b.reason),
        ("text", a.text != b.text || place(&a.text_info) != place(&b.text_info)),
        ("mentions", a.mentions != b.mentions),
    ];
    fields.into_iter().filter(|&(_, differs)| differs).map(|(name, _)| name).collect()
}

/// Whether a record that changed in these fields may tell of another event than before.
pub(crate) fn links_differ(fields: &[&str]) -> bool {
    let told = ["date", "event", "actor", "recipient", "event_loc", "status", "event_text", "text"];
    fields.iter().any(|field| told.contains(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(event: &str, text: &str, words: &str, start: usize) -> EventRecord {
        EventRecord {
            event: event.to_owned(),
            text: text.to_owned(),
            event_text: words.to_owned(),
            event_start: start,
            event_end: start + words.len(),
            ..EventRecord::default()
        }
    }

    #[test]
    fn a_record_whose_type_changed_is_the_same_record() {
        let old = [record("ACCUSE", "They met and argued.", "argued", 13)];
        let new = [
            record("CONSULT", "They met and argued.", "met", 5),
            record("REJECT", "They met and argued.", "argued", 13),
        ];
        assert_eq!(takes_up(&old, &new), [None, Some(0)]);
        assert_eq!(differences(&old[0], &new[1]), ["event"]);
    }

    #[test]
    fn a_record_whose_sentence_moved_is_the_same_record() {
        let old = [record("CONSULT", "They met.", "met", 5)];
        let new = [record("CONSULT", "They met.", "met", 105)];
        assert_eq!(takes_up(&old, &new), [Some(0)]);
    }

    #[test]
    fn another_event_of_the_same_type_in_the_sentence_is_another_record() {
        let old = [record("ASSAULT", "They hit him and shot her.", "hit", 5)];
        let new = [record("ASSAULT", "They hit him and shot her.", "shot", 17)];
        assert_eq!(takes_up(&old, &new), [None]);
    }
}
