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
