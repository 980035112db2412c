//! Checking: any file of any layout, ours or another's.
//!
//! [`Rule`] says what is checked. A report counts all findings and keeps the first of each rule.

mod cells;
mod json;
mod report;
mod row;
mod rules;

use crate::conventions::{Conventions, Quad, Scale};
use crate::layout::{Layout, detect};
use crate::problem::shown;
use crate::read::{LONGEST, Line, Lines, text, trimmed};
pub use report::{Finding, Report};
pub use rules::{Rule, Severity, rules_table};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::BufRead;

/// How a file is to be checked.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Its layout; recognised where none is given.
    pub layout: Option<Layout>,
    /// How its quads are told; as in the layout's own files where none is given.
    pub quad: Option<Quad>,
    /// Its scale; as in the layout's own files where none is given.
    pub scale: Option<Scale>,
    /// How many findings of each rule are kept.
    pub examples: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { layout: None, quad: None, scale: None, examples: 10 }
    }
}

/// Checks a file. `file` is what the report calls it.
pub fn lint(input: &mut dyn BufRead, file: &str, options: &Options) -> Report {
    let start = input.fill_buf().unwrap_or_default();
    let layout = options.layout.or_else(|| detect(start, file));
    let mut report = Report::new(file, layout, options.examples);
    let Some(layout) = layout else {
        // An empty file has nothing wrong in it.
        if !start.is_empty() {
            report.add(Rule::Layout, 1, None, "no layout has lines like this".to_owned());
        }
        return report;
    };
    let mut check = Check::new(layout, options, report);
    check.file(input);
    check.report
}

/// A check under way.
struct Check {
    layout: Layout,
    conventions: Conventions,
    report: Report,
    /// Digests of the identifiers seen: of a hundred million lines they need a gigabyte at most.
    seen: BTreeSet<u64>,
    /// The number of the line under check.
    line: usize,
    reciprocal: row::Reciprocal,
    /// Lines of comma-separated values whose last cell is still open.
    open: String,
    /// For each column of the layout its place in a file of comma-separated values, whose header may have them in
    /// another order and others between them; empty before the header.
    places: Vec<usize>,
    /// How many columns the header has.
    width: usize,
}

impl Check {
    fn new(layout: Layout, options: &Options, report: Report) -> Self {
        let own = Conventions::of(layout);
        let quad = options.quad.unwrap_or(own.quad);
        let scale = options.scale.unwrap_or(own.scale);
        Self {
            layout,
            conventions: Conventions { quad, scale, ..own },
            report,
            seen: BTreeSet::new(),
            line: 0,
            reciprocal: row::Reciprocal::default(),
            open: String::new(),
            places: Vec::new(),
            width: 0,
        }
    }

    fn add(&mut self, rule: Rule, column: Option<usize>, text: String) {
        let place = |column: usize| self.places.get(column - 1).map_or(column, |place| place + 1);
        self.report.add(rule, self.line, column.map(place), text);
    }

    fn file(&mut self, input: &mut dyn BufRead) {
        let mut lines = Lines::new(input);
        loop {
            self.line = lines.number + 1;
            match lines.next() {
                Ok(None) => break,
                Ok(Some(Line::TooLong)) => {
                    self.add(Rule::Unreadable, None, "line longer than 1 MiB".to_owned());
                }
                Ok(Some(Line::Bytes(bytes))) => self.bytes(bytes),
                Err(error) => {
                    self.add(Rule::Unreadable, None, format!("cannot be read: {error}"));
                    break;
                }
            }
            self.report.lines = self.line;
        }
        if !self.open.is_empty() {
            self.add(
                Rule::Unreadable,
                None,
                "quotes are not closed at the end of the file".to_owned(),
            );
        }
        let rest = std::mem::take(&mut self.reciprocal).end();
        rest.into_iter()
            .for_each(|(line, text)| self.report.add(Rule::Reciprocal, line, None, text));
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let first = self.line == 1;
        if first && bytes.starts_with(b"\xEF\xBB\xBF") {
            self.add(Rule::ByteOrderMark, None, "byte order mark".to_owned());
        }
        if bytes.ends_with(b"\r") {
            self.add(Rule::CarriageReturn, None, "carriage return at the end".to_owned());
        }
        let line = trimmed(bytes, first);
        if std::str::from_utf8(line).is_err() {
            self.add(Rule::Encoding, None, "line is not UTF-8".to_owned());
        }
        let line = text(line);
        if line.trim().is_empty() && self.open.is_empty() {
            return;
        }
        if self.layout == Layout::Jsonl {
            self.json(&line);
        } else if !(first && self.header(&line)) {
            self.cells(&line);
        }
    }

    /// Checks the cells of a line, or of several that quotes hold together.
    fn cells(&mut self, line: &str) {
        if self.layout != Layout::Csv {
            return self.row(&self.split(line));
        }
        self.open.push_str(line);
        let quotes = self.open.bytes().filter(|byte| *byte == b'"').count();
        if quotes % 2 == 1 && self.open.len() < LONGEST {
            self.open.push('\n');
            return;
        }
        let whole = std::mem::take(&mut self.open);
        let cells = self.split(&whole);
        if self.places.is_empty() {
            return self.row(&cells);
        }
        if cells.len() != self.width {
            let text = format!("{} columns, the header has {}", cells.len(), self.width);
            return self.add(Rule::Columns, None, text);
        }
        let known: Vec<String> = self.places.iter().map(|place| cells[*place].clone()).collect();
        self.row(&known);
    }

    /// Returns the cells of a line.
    fn split(&self, line: &str) -> Vec<String> {
        if self.layout == Layout::Csv {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(line.as_bytes());
            let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
            return record.iter().map(str::to_owned).collect();
        }
        crate::read::cells(line).into_iter().map(|cell| cell.into_owned()).collect()
    }

    /// Returns whether the first line is a header, and checks it.
    fn header(&mut self, line: &str) -> bool {
        let is_header = crate::read::is_header(self.layout, line.as_bytes());
        match (self.layout.has_header(), is_header) {
            (true, true) if self.layout == Layout::Csv => self.names_anywhere(&self.split(line)),
            (true, true) => self.names(&self.split(line)),
            (true, false) => self.no_header(line),
            (false, true) => {
                let text = "the layout's files have no header".to_owned();
                self.add(Rule::UnexpectedHeader, None, text);
            }
            (false, false) => {}
        }
        is_header
    }

    fn no_header(&mut self, line: &str) {
        let first = line.split('\t').next().unwrap_or_default();
        self.add(Rule::Header, None, format!("no header: first cell is `{}`", shown(first)));
    }

    /// Takes the header of comma-separated values: tables of records have more columns than the lines of coding.
    fn names_anywhere(&mut self, found: &[String]) {
        let expected = self.layout.header();
        let place = |name: &&str| found.iter().position(|cell| cell.trim() == *name);
        let places: Vec<Option<usize>> = expected.iter().map(place).collect();
        for (name, place) in expected.iter().zip(&places) {
            if place.is_none() {
                self.add(Rule::Header, None, format!("no column `{name}`"));
            }
        }
        if let Some(places) = places.into_iter().collect() {
            (self.places, self.width) = (places, found.len());
        }
    }

    fn names(&mut self, found: &[String]) {
        let expected = self.layout.header();
        for (place, name) in expected.iter().enumerate() {
            let there = found.get(place).map_or("", |cell| cell.trim());
            // One user's loader has another name for the column of intensities in POLECAT.
            let same = there == *name || *name == "Intensity" && there == "Event Intensity";
            if !same {
                let text = format!("column should be `{name}`, is `{}`", shown(there));
                self.add(Rule::Header, Some(place + 1), text);
            }
        }
        for (place, name) in found.iter().enumerate().skip(expected.len()) {
            let rule = if name.is_empty() { Rule::TrailingSeparator } else { Rule::Header };
            self.add(rule, Some(place + 1), format!("column `{}` too many", shown(name)));
        }
    }

    /// Notes an identifier; a finding where it was there before.
    fn identify(&mut self, column: Option<usize>, id: &str, key: &impl Hash) {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        if !self.seen.insert(hasher.finish()) {
            self.add(Rule::DuplicateId, column, format!("identifier `{}` again", shown(id)));
        }
    }
}
