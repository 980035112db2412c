//! GDELT 2.0's table of mentions: a line for each place of each report that tells of the event.
//!
//! `SentenceID` counts from 1, 0 is the headline. Offsets count code points from the start of the text
//! (GDELT: characters), -1 where it is not known. `Confidence` is that of the record in percent.
//! `MentionType` is 1 where the report has an address on the web, else 2 (a citation alone).

use super::{Event, compact, sentence, text};
use crate::numbers::Numbers;
use crate::row::Telling;
use jiff::civil::Date;

pub(super) fn lines(event: &Event<'_>, numbers: &mut Numbers) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    for (id, _) in event.pairs_with_ids() {
        let number = numbers.number(&id).to_string();
        lines.extend(event.row.tellings.iter().map(|telling| line(event, &number, telling)));
    }
    lines
}

fn line(event: &Event<'_>, number: &str, telling: &Telling) -> Vec<String> {
    let time = |day: Option<Date>| day.map(|day| compact(day) + "000000").unwrap_or_default();
    let first = event.row.added();
    let offset = |start: Option<usize>| start.map_or("-1".to_owned(), |start| start.to_string());
    vec![
        number.to_owned(),
        time(first),
        time(telling.published.or(first)),
        if telling.url.is_some() { "1" } else { "2" }.to_owned(),
        text(telling.publisher.as_ref()),
        telling.url.clone().unwrap_or_else(|| telling.report_id.clone()),
        sentence(&telling.part, telling.sequence).to_string(),
        offset(telling.actor_start),
        offset(telling.recipient_start),
        offset(telling.event_start),
        // The words stand in the text as they are.
        "1".to_owned(),
        format!("{:.0}", (telling.confidence * 100.0).clamp(0.0, 100.0)),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ]
}
