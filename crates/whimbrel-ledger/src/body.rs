//! How a record stands in the chain: without what its report and its coder give anyway.

use serde_json::{Map, Value};
use whimbrel_record::{CiteInfo, EventRecord};
use whimbrel_text::{CodePoints, Part, Report, Span};

/// A report with its texts by their code points.
pub(crate) struct Home<'r> {
    report: &'r Report,
    title: CodePoints<'r>,
    text: CodePoints<'r>,
}

impl<'r> Home<'r> {
    pub(crate) fn new(report: &'r Report) -> Self {
        let title = CodePoints::new(report.title.as_deref().unwrap_or(""));
        Self { report, title, text: CodePoints::new(&report.text) }
    }

    /// The words of a record's sentence, where its span lies within the report.
    fn sentence(&self, record: &EventRecord) -> Option<&'r str> {
        let info = &record.text_info;
        let part = if info.part == Part::Title.name() { &self.title } else { &self.text };
        let within = info.start <= info.end && info.end <= part.len();
        within.then(|| part.slice(Span::new(info.start, info.end)))
    }

    fn cite_info(&self) -> CiteInfo {
        let report = self.report;
        CiteInfo {
            report_id: report.id.clone(),
            title: report.title.clone(),
            url: report.url.clone(),
            publisher: report.publisher.clone(),
            author: report.author.clone(),
            date: report.date.map(|date| date.to_string()),
            language: report.language.clone(),
        }
    }

    /// Returns a record as JSON on one line, its fields in the order of their names: without missing
    /// values, the report's data, the coder, and the sentence where it is the report's words at its place.
    pub(crate) fn write(&self, record: &EventRecord) -> String {
        let mut short = record.clone();
        short.coder.clear();
        short.coded_date = None;
        if record.cite_info == self.cite_info() {
            short.cite_info = CiteInfo::default();
        }
        if self.sentence(record) == Some(&record.text) {
            short.text.clear();
        }
        let value = serde_json::to_value(&short).expect("a record has only texts for keys");
        without_missing(value).unwrap_or_else(empty).to_string()
    }

    /// Returns the record that was written as `body`.
    ///
    /// # Errors
    /// Where the body is no record.
    pub(crate) fn read(&self, body: &str, coder: &str) -> Result<EventRecord, serde_json::Error> {
        let mut record: EventRecord = serde_json::from_str(body)?;
        coder.clone_into(&mut record.coder);
        if record.cite_info == CiteInfo::default() {
            record.cite_info = self.cite_info();
        }
        if record.text.is_empty() {
            record.text = self.sentence(&record).unwrap_or_default().to_owned();
        }
        Ok(record)
    }
}

/// A value less its missing parts: `null`, empty texts, lists and objects. Numbers stay, zero too, and so
/// does every item of a list.
fn without_missing(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then_some(Value::String(text)),
        Value::Array(items) => {
            let items: Vec<Value> = items.into_iter().map(item).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Value::Object(fields) => {
            let kept: Map<String, Value> = fields
                .into_iter()
                .filter_map(|(name, value)| Some((name, without_missing(value)?)))
                .collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        other => Some(other),
    }
}

fn item(value: Value) -> Value {
    if value.is_object() { without_missing(value).unwrap_or_else(empty) } else { value }
}

fn empty() -> Value {
    Value::Object(Map::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use whimbrel_record::{Attribution, Entity, Location, Retelling, Size, TextInfo};

    fn entity(words: &str) -> Entity {
        Entity {
            raw_text: words.to_owned(),
            other_sector_codes: vec![String::new(), words.to_owned()],
            role: (!words.is_empty()).then(|| words.to_owned()),
            ..Entity::default()
        }
    }

    prop_compose! {
        /// Texts may be empty, but an option holds none that is: "missing" has one form.
        fn records()(
            words in ".{0,12}", note in ".{1,6}", place in any::<bool>(), start in 0_usize..30,
            len in 0_usize..30, number in any::<f64>().prop_filter("finite", |n| n.is_finite()),
            value in proptest::option::of(any::<u64>()),
        ) -> EventRecord {
            EventRecord {
                id: words.clone(),
                date: Some(note.clone()),
                event_scale: number,
                mode: vec![words.clone(), String::new()],
                actor: vec![entity(&words), Entity::default()],
                event_loc: place.then(|| Location { lat: Some(number), ..Location::default() }),
                size: vec![Size { value, text: words.clone(), ..Size::default() }, Size::default()],
                attribution: place.then(|| Attribution {
                    speaker: Some(entity(&words)),
                    cue: note,
                    ..Attribution::default()
                }),
                text: words.clone(),
                text_info: TextInfo { part: "text".to_owned(), start, end: start + len, sequence: 0 },
                mentions: vec![Retelling::default()],
                coder: "coder".to_owned(),
                ..EventRecord::default()
            }
        }
    }

    proptest! {
        #[test]
        fn a_record_comes_back_as_it_was_written(record in records(), text in ".{0,60}") {
            let report = Report { id: "r".to_owned(), text, ..Report::default() };
            let home = Home::new(&report);
            // A place or a speaker of which nothing is known is none, and a sentence that is empty is the
            // report's words.
            let mut expected = record.clone();
            if record.text.is_empty() {
                expected.text = home.sentence(&record).unwrap_or_default().to_owned();
            }
            if record.cite_info == CiteInfo::default() {
                expected.cite_info = home.cite_info();
            }
            prop_assert_eq!(home.read(&home.write(&record), "coder").unwrap(), expected);
        }
    }
}
