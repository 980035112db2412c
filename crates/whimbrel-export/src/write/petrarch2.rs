//! PETRARCH2's lines: day, source, target, code, issues, sentences, address, source of the story.
//!
//! PETRARCH2 itself leaves out the address where a story has none, so that columns move; here it
//! stays, empty. Issues, a word list of its own, stay empty.

use super::{Event, compact, list, sentence, text};
use crate::convert::Actor;
use whimbrel_record::Entity;

pub(super) fn lines(event: &Event<'_>) -> Vec<Vec<String>> {
    let code = |entity: Option<&Entity>| entity.map(|e| Actor::of(e).code()).unwrap_or_default();
    let cite = &event.record.cite_info;
    let tellings = event.row.tellings.iter();
    let id = |t: &crate::row::Telling| format!("{}_{}", t.report_id, sentence(&t.part, t.sequence));
    let ids: Vec<String> = tellings.map(id).collect();
    let line = |&(source, target): &super::Pair<'_>| {
        vec![
            compact(event.day),
            code(source),
            code(target),
            event.code.code.to_owned(),
            String::new(),
            list(ids.iter().map(String::as_str)),
            text(cite.url.as_ref()),
            text(cite.publisher.as_ref()),
        ]
    };
    event.pairs.iter().map(line).collect()
}
