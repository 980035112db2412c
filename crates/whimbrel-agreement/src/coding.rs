//! Codings: who coded which reports, and what they found.

use crate::error::Error;
use crate::fields::Field;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Read as _};
use whimbrel_record::{EventRecord, TextInfo};

/// One coder's events.
#[derive(Clone, Debug, PartialEq)]
pub struct Coding {
    /// The coder's name.
    pub coder: String,
    /// The events, in any order.
    pub records: Vec<EventRecord>,
    /// The reports that the coder read and how much of them; what was read without an event counts
    /// as read, so that silence can be told from absence.
    pub read: BTreeMap<String, Extent>,
    /// The fields that the coder filled; values of others count as missing.
    pub fields: BTreeSet<Field>,
}

/// How much of a report a coder read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// These sentences.
    Sentences(BTreeSet<Place>),
}

/// A stretch of a report, in code points, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// `title` or `text`.
    pub part: String,
    /// Its first code point.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
}

impl Place {
    /// Returns where a record's sentence stands: the whole part where the record does not say.
    #[must_use]
    pub fn of_sentence(info: &TextInfo) -> Self {
        let part = if info.part.is_empty() { "text" } else { &info.part };
        let (start, end) =
            if info.start < info.end { (info.start, info.end) } else { (0, usize::MAX) };
        Self { part: part.to_owned(), start, end }
    }

    /// Returns the number of code points that both have.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        if self.part == other.part {
            self.end.min(other.end).saturating_sub(self.start.max(other.start))
        } else {
            0
        }
    }
}

impl Coding {
    /// Returns the coding of a coder who filled all fields and read, from end to end, the reports
    /// that the records name.
    #[must_use]
    pub fn new(coder: impl Into<String>, records: Vec<EventRecord>) -> Self {
        let reports = records.iter().map(|record| record.cite_info.report_id.clone());
        let read = reports.map(|report| (report, Extent::Whole)).collect();
        Self { coder: coder.into(), records, read, fields: Field::ALL.into_iter().collect() }
    }

    /// Adds reports that the coder read from end to end, those without events among them.
    #[must_use]
    pub fn having_read<S: Into<String>>(mut self, reports: impl IntoIterator<Item = S>) -> Self {
        self.read.extend(reports.into_iter().map(|report| (report.into(), Extent::Whole)));
        self
    }

    /// Returns whether the coder read the place.
    #[must_use]
    pub fn covers(&self, report: &str, place: &Place) -> bool {
        match self.read.get(report) {
            None => false,
            Some(Extent::Whole) => true,
            Some(Extent::Sentences(places)) => places.iter().any(|read| read.shared(place) > 0),
        }
    }

    /// Reads event records, one JSON object a line, as `whimbrel code` writes them.
    ///
    /// Returns the coding with what could be read, and a fault for each line that could not.
    /// Empty lines are passed over; a line may have 16 MiB.
    pub fn from_jsonl(
        coder: impl Into<String>,
        file: &str,
        mut input: impl BufRead,
    ) -> (Self, Vec<Error>) {
        let (mut records, mut faults, mut line) = (Vec::new(), Vec::new(), 0);
        loop {
            line += 1;
            match next_record(&mut input) {
                Ok(None) => break,
                Ok(Some(Line::Empty)) => {}
                Ok(Some(Line::Record(record))) => records.push(*record),
                Err(Stop { cause, end }) => {
                    faults.push(Error::Line { file: file.to_owned(), line, cause });
                    if end {
                        break;
                    }
                }
            }
        }
        (Self::new(coder, records), faults)
    }
}

const LONGEST_LINE: u64 = 16 << 20;

enum Line {
    Empty,
    Record(Box<EventRecord>),
}

/// A line that cannot be used, and whether nothing can be read after it.
struct Stop {
    cause: String,
    end: bool,
}

impl Stop {
    fn here(cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), end: false }
    }
}

fn next_record(input: &mut impl BufRead) -> Result<Option<Line>, Stop> {
    let mut line = Vec::new();
    let unreadable = |error: std::io::Error| Stop { cause: error.to_string(), end: true };
    input.take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(unreadable)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.len() as u64 == LONGEST_LINE && !line.ends_with(b"\n") {
        input.skip_until(b'\n').map_err(unreadable)?;
        return Err(Stop::here("a line of more than 16 MiB"));
    }
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line);
    let line = line.trim_ascii_end();
    if line.is_empty() {
        return Ok(Some(Line::Empty));
    }
    let record: EventRecord =
        serde_json::from_slice(line).map_err(|error| Stop::here(cause_in_line(&error)))?;
    check(&record).map_err(Stop::here)?;
    Ok(Some(Line::Record(Box::new(record))))
}

/// The parser counts lines within the line, which would mislead.
fn cause_in_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    format!("{} (column {})", text.strip_suffix(&place).unwrap_or(&text), error.column())
}

/// What a record needs to be compared.
pub(crate) fn check(record: &EventRecord) -> Result<(), String> {
    if record.cite_info.report_id.is_empty() {
        return Err("no field `cite_info.report_id`".into());
    }
    if record.event.is_empty() {
        return Err("no field `event`".into());
    }
    if record.event_start > record.event_end {
        let (start, end) = (record.event_start, record.event_end);
        return Err(format!("`event_start` {start} lies behind `event_end` {end}"));
    }
    match &record.date {
        Some(date) if date.parse::<jiff::civil::Date>().is_err() => {
            Err(format!("`date` is `{date}`, which is no day written as YYYY-MM-DD"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: &str =
        r#"{"event":"AID","cite_info":{"report_id":"r1"},"date":"2020-02-29","event_end":3}"#;

    fn read(text: &str) -> (Coding, Vec<String>) {
        let (coding, faults) = Coding::from_jsonl("a", "a.jsonl", text.as_bytes());
        (coding, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
        let bad = [
            "{",
            r#"{"event":"AID"}"#,
            r#"{"cite_info":{"report_id":"r"}}"#,
            r#"{"event":"AID","cite_info":{"report_id":"r"},"event_start":5,"event_end":3}"#,
            r#"{"event":"AID","cite_info":{"report_id":"r"},"date":"2020-02-30"}"#,
            r#"{"event":"AID","cite_info":{"report_id":"r"},"event_scale":1e999}"#,
        ];
        let (coding, faults) = read(&format!("{GOOD}\n\n{}\n{GOOD}", bad.join("\n")));
        assert_eq!(coding.records.len(), 2);
        insta::assert_snapshot!(faults.join("\n"), @r"
        a.jsonl:3: EOF while parsing an object (column 1)
        a.jsonl:4: no field `cite_info.report_id`
        a.jsonl:5: no field `event`
        a.jsonl:6: `event_start` 5 lies behind `event_end` 3
        a.jsonl:7: `date` is `2020-02-30`, which is no day written as YYYY-MM-DD
        a.jsonl:8: number out of range (column 64)
        ");
    }

    #[test]
    fn the_reports_of_the_records_are_read_and_others_can_be_added() {
        let coding = read(GOOD).0.having_read(["r2"]);
        assert_eq!(coding.read.keys().collect::<Vec<_>>(), ["r1", "r2"]);
        let place = Place { part: "text".into(), start: 0, end: 4 };
        assert!(coding.covers("r2", &place) && !coding.covers("r3", &place));
    }

    #[test]
    fn bytes_that_are_no_text_are_named() {
        let (coding, faults) = Coding::from_jsonl("a", "f", &b"\xff\xfe\n{}"[..]);
        assert!(coding.records.is_empty());
        assert_eq!(faults.len(), 2);
    }

    #[test]
    fn a_line_without_end_does_not_fill_the_memory() {
        let long = std::io::repeat(b'x').take(LONGEST_LINE + 10).chain(&b"\n"[..]);
        let input = std::io::BufReader::new(long.chain(GOOD.as_bytes()));
        let (coding, faults) = Coding::from_jsonl("a", "f", input);
        assert_eq!(coding.records.len(), 1);
        assert_eq!(faults.len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_named(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let lines = bytes.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty()).count();
            let (coding, faults) = Coding::from_jsonl("a", "f", &bytes[..]);
            prop_assert!(coding.records.len() + faults.len() <= lines);
        }
    }
}
