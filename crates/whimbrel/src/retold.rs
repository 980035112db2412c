//! One event, one record: folds what a report tells again into the record of its first telling.
//!
//! Three cases are safe enough to decide from one report alone. A definite event noun ("the talks",
//! "this online meeting") points back to an event of its type that the report has told. The same
//! words of the same parties tell of the same event: the headline's, the lead's and the sixth
//! paragraph's "signs the treaty". And an event that is only asked or supposed again, between the
//! same parties, adds nothing to a record that is already there.

use crate::assemble::is_same;
use crate::record::{Entity, EventRecord, Retelling};
use whimbrel_judge::Signs;

/// A record with what decides whether it may point back.
pub(crate) struct Telling {
    pub(crate) record: EventRecord,
    /// Its trigger is a noun with "the", "this" or "that".
    pub(crate) definite: bool,
    /// All sides are actors.
    pub(crate) mutual: bool,
    /// What speaks for it.
    pub(crate) signs: Signs,
}

/// How many records back a retelling may point: more than a long report has.
const REACH: usize = 300;

/// Returns one record an event, in the order of their first telling.
///
/// What the headline tells too is a mention of the text's record, which knows more.
pub(crate) fn fold(tellings: Vec<Telling>) -> Vec<EventRecord> {
    let mut kept: Vec<Telling> = Vec::new();
    for telling in tellings {
        // The nearest earlier event is the one meant.
        match kept.iter_mut().rev().take(REACH).find(|earlier| tells_again(earlier, &telling)) {
            Some(earlier) if earlier.record.text_info.part == "title" => {
                let title = std::mem::replace(&mut earlier.record, telling.record);
                join(&mut earlier.record, title);
            }
            Some(earlier) => join(&mut earlier.record, telling.record),
            None => kept.push(telling),
        }
    }
    kept.into_iter().map(|telling| telling.record).collect()
}

fn tells_again(earlier: &Telling, later: &Telling) -> bool {
    let (a, b) = (&earlier.record, &later.record);
    if a.event != b.event || dates_differ(a, b) {
        return false;
    }
    if a.text_info != b.text_info && a.status == b.status && a.mode == b.mode && same_words(a, b) {
        let named = !a.actor.is_empty() && (!a.recipient.is_empty() || a.actor.len() > 1);
        if named && same_all(&a.actor, &b.actor) && same_all(&a.recipient, &b.recipient) {
            return true;
        }
    }
    let in_text = a.text_info.part == "text" && b.text_info.part == "text";
    if !in_text {
        return false;
    }
    let asked = b.status == "hypothetical" && a.reason == b.reason;
    if asked && same_all(&a.actor, &b.actor) && same_all(&a.recipient, &b.recipient) {
        return true;
    }
    if !later.definite || a.text_info == b.text_info || a.status != b.status {
        return false;
    }
    if earlier.mutual && later.mutual {
        // A side alone does not contradict another: "his appearance at the talks".
        let open = a.actor.len() < 2 || b.actor.len() < 2;
        return open || within(&b.actor, &a.actor);
    }
    within(&b.actor, &a.actor) && within(&b.recipient, &a.recipient)
}

/// Whether the words that name two events are the same but for their endings.
fn same_words(a: &EventRecord, b: &EventRecord) -> bool {
    const STEM: usize = 5;
    let stems = |record: &EventRecord| {
        let stem = |word: &str| word.to_lowercase().chars().take(STEM).collect::<String>();
        let mut stems: Vec<String> = record.event_text.split_whitespace().map(stem).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    };
    stems(a) == stems(b)
}

fn dates_differ(a: &EventRecord, b: &EventRecord) -> bool {
    a.date_text.is_some() && b.date_text.is_some() && a.date != b.date
}

fn within(some: &[Entity], all: &[Entity]) -> bool {
    some.iter().all(|entity| all.iter().any(|other| is_same(entity, other)))
}

fn same_all(a: &[Entity], b: &[Entity]) -> bool {
    a.len() == b.len() && within(a, b)
}

/// Adds what the later telling knows and the earlier does not: sides, date, place.
fn join(earlier: &mut EventRecord, later: EventRecord) {
    for entity in later.actor {
        if later.recipient.is_empty() && !earlier.actor.iter().any(|a| is_same(a, &entity)) {
            earlier.actor.push(entity);
        }
    }
    if earlier.date_text.is_none() && later.date_text.is_some() {
        earlier.date = later.date;
        earlier.enddate = later.enddate;
        earlier.date_text = later.date_text;
        earlier.date_precision = later.date_precision;
    }
    if earlier.event_loc.is_none() {
        earlier.event_loc = later.event_loc;
    }
    earlier.mentions.push(Retelling {
        event_text: later.event_text,
        start: later.event_start,
        end: later.event_end,
        text_info: later.text_info,
    });
    earlier.mentions.extend(later.mentions);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::TextInfo;

    fn party(name: &str) -> Entity {
        Entity { entity_id: name.to_owned(), ..Entity::default() }
    }

    fn meeting(sequence: usize, actors: &[&str], definite: bool) -> Telling {
        let record = EventRecord {
            event: "CONSULT".to_owned(),
            status: "actual".to_owned(),
            actor: actors.iter().map(|name| party(name)).collect(),
            text_info: TextInfo { part: "text".to_owned(), sequence, ..TextInfo::default() },
            ..EventRecord::default()
        };
        let signs = Signs {
            share: 0.5,
            none: 0.5,
            specificity: 1,
            actor: true,
            recipient: true,
            asserted: true,
        };
        Telling { record, definite, mutual: true, signs }
    }

    #[test]
    fn a_definite_noun_points_back_and_brings_its_side() {
        let records = fold(vec![meeting(0, &["a"], false), meeting(3, &["b"], true)]);
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].actor, [party("a"), party("b")]);
        assert_eq!(records[0].mentions.len(), 1);
    }

    #[test]
    fn another_meeting_of_others_stays() {
        let other = meeting(3, &["c", "d"], true);
        assert_eq!(fold(vec![meeting(0, &["a", "b"], false), other]).len(), 2);
        assert_eq!(fold(vec![meeting(0, &["a", "b"], false), meeting(3, &["a"], false)]).len(), 2);
    }

    #[test]
    fn the_same_words_of_the_same_sides_tell_again() {
        let told = |part: &str, sequence: usize, words: &str| {
            let mut telling = meeting(sequence, &["a", "b"], false);
            telling.record.text_info.part = part.to_owned();
            telling.record.event_text = words.to_owned();
            telling
        };
        let records = fold(vec![
            told("title", 0, "meets"),
            told("text", 1, "meets"),
            told("text", 6, "talked"),
        ]);
        assert_eq!(records.len(), 2);
        assert_eq!(records[0].text_info.part, "text");
        assert_eq!(records[0].mentions[0].text_info.part, "title");
    }

    #[test]
    fn a_second_date_is_a_second_event() {
        let dated = |mut telling: Telling, day: &str| {
            telling.record.date = Some(day.to_owned());
            telling.record.date_text = Some(day.to_owned());
            telling
        };
        let first = dated(meeting(0, &["a"], false), "2021-11-04");
        assert_eq!(fold(vec![first, dated(meeting(1, &["a"], true), "2021-11-05")]).len(), 2);
    }
}
