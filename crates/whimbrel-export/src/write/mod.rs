//! Writing: one file a layout, all behind [`Writer`].
//!
//! - An event that no text dates is dated by the day of publication, as in all these data sets.
//! - Fields of layouts parted by tabs have no tabs, line ends or other control characters: each
//!   becomes a space. In lists parted by `;` a `;` within a value becomes a comma.
//! - Missing values are empty, never a word.

mod gdelt;
mod icews;
mod mentions;
mod petrarch2;
mod phoenix;
mod polecat;

use crate::codes::Cameo;
use crate::conventions::Conventions;
use crate::convert;
use crate::dyads::{self, Pair};
use crate::layout::Layout;
use crate::numbers::Numbers;
use crate::row::Row;
use jiff::civil::Date;
use std::io::{self, Write};
use thiserror::Error;
use whimbrel_record::{Entity, EventRecord};

/// Why a row is not in the file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Skip {
    /// Neither the event nor its report has a day.
    #[error("record `{0}` has no day, and its report has none")]
    NoDay(String),
    /// No CAMEO code and no PLOVER type to take one from.
    #[error("record `{0}` has no CAMEO code and no type to take one from")]
    NoCode(String),
    /// No PLOVER type.
    #[error("record `{0}` has no PLOVER type")]
    NoType(String),
    /// The layout has no column that would tell that the event did not happen.
    #[error("record `{id}` is `{status}`, which the layout cannot say")]
    Status {
        /// The record.
        id: String,
        /// Its status.
        status: String,
    },
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// So many lines were written.
    Written(usize),
    /// None, and why.
    Skipped(Skip),
}

/// A layout that is not written here.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("layout `{0}` is not written from rows")]
pub struct NotWritten(pub &'static str);

/// Writes rows in a layout.
///
/// Hold on to one for a whole file: it sees to it that no two events get one number.
#[derive(Clone, Debug)]
pub struct Writer {
    layout: Layout,
    conventions: Conventions,
    numbers: Numbers,
}

/// What the lines of one record have in common, and the layout's files need.
struct Event<'r> {
    row: &'r Row,
    record: &'r EventRecord,
    code: &'static Cameo,
    day: Date,
    quad: String,
    scale: String,
    pairs: Vec<Pair<'r>>,
    conventions: &'r Conventions,
}

impl Writer {
    /// Returns a writer.
    ///
    /// # Errors
    ///
    /// [`Layout::Csv`], which the pipeline writes itself.
    pub fn new(layout: Layout, conventions: Conventions) -> Result<Self, NotWritten> {
        match layout {
            Layout::Csv => Err(NotWritten(layout.name())),
            _ => Ok(Self { layout, conventions, numbers: Numbers::default() }),
        }
    }

    /// Returns the layout.
    #[must_use]
    pub const fn layout(&self) -> Layout {
        self.layout
    }

    /// Writes the names of the columns, where the layout's files begin with them.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn header(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.layout.has_header() {
            writeln!(out, "{}", self.layout.header().join("\t"))?;
        }
        Ok(())
    }

    /// Writes a row: a line for most, several for an event that the layout tells from both sides or
    /// by each of its mentions.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&mut self, out: &mut dyn Write, row: &Row) -> io::Result<Outcome> {
        if self.layout == Layout::Jsonl {
            serde_json::to_writer(&mut *out, &row.record)?;
            writeln!(out)?;
            return Ok(Outcome::Written(1));
        }
        let event = match event(self.layout, &self.conventions, row) {
            Ok(event) => event,
            Err(skip) => return Ok(Outcome::Skipped(skip)),
        };
        let lines = lines(self.layout, &event, &mut self.numbers);
        lines.iter().try_for_each(|line| writeln!(out, "{}", cells(line)))?;
        Ok(Outcome::Written(lines.len()))
    }
}

fn event<'r>(
    layout: Layout,
    conventions: &'r Conventions,
    row: &'r Row,
) -> Result<Event<'r>, Skip> {
    let record = &row.record;
    let id = || record.id.clone();
    if !conventions.statuses.take(&record.status) {
        return Err(Skip::Status { id: id(), status: record.status.clone() });
    }
    if layout == Layout::Polecat && crate::codes::plover_of(record).is_none() {
        return Err(Skip::NoType(id()));
    }
    let code = convert::cameo_of(record).ok_or_else(|| Skip::NoCode(id()))?;
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    Ok(Event {
        row,
        record,
        code,
        day: row.day().ok_or_else(|| Skip::NoDay(id()))?,
        quad: conventions.quad(record, Some(code)).map(|quad| quad.to_string()).unwrap_or_default(),
        scale: number(conventions.scale(record, Some(code))),
        pairs: dyads::pairs(record, code, conventions.dyads),
        conventions,
    })
}

fn lines(layout: Layout, event: &Event<'_>, numbers: &mut Numbers) -> Vec<Vec<String>> {
    match layout {
        Layout::Gdelt1Back | Layout::Gdelt1 | Layout::Gdelt2 => {
            gdelt::lines(layout, event, numbers)
        }
        Layout::GdeltMentions => mentions::lines(event, numbers),
        Layout::Icews => icews::lines(event, numbers),
        Layout::Polecat => polecat::lines(event),
        Layout::Phoenix => phoenix::lines(event, numbers),
        Layout::Petrarch2 => petrarch2::lines(event),
        Layout::Jsonl | Layout::Csv => Vec::new(),
    }
}

impl<'r> Event<'r> {
    /// Returns the identifier of each pair's line: the row's, from the second pair on with its number.
    fn pairs_with_ids(&self) -> impl Iterator<Item = (String, Pair<'r>)> {
        let id = self.row.id();
        let number = move |place: usize| match place {
            0 => id.clone(),
            place => format!("{id}-{}", place + 1),
        };
        self.pairs.clone().into_iter().enumerate().map(move |(place, pair)| (number(place), pair))
    }

    /// Returns the number of the record's sentence, from 1; 0 for the headline.
    fn sentence(&self) -> usize {
        sentence(&self.record.text_info.part, self.record.text_info.sequence)
    }
}

fn sentence(part: &str, sequence: usize) -> usize {
    if part == "title" { 0 } else { sequence + 1 }
}

/// Returns the line of cells parted by tabs.
fn cells(cells: &[String]) -> String {
    cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join("\t")
}

/// Returns a text on one line without tabs.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Returns a list parted by `;`, each value once, empty ones left out.
fn list<'t>(values: impl IntoIterator<Item = &'t str>) -> String {
    let mut kept: Vec<String> = Vec::new();
    for value in values.into_iter().filter(|value| !value.is_empty()) {
        let value = value.replace(';', ",");
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept.join(";")
}

fn compact(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// Returns the name of a party: the usual one, else its words.
fn name(entity: Option<&Entity>) -> String {
    let name = |entity: &Entity| {
        let usual = !entity.entity_name.is_empty();
        if usual { entity.entity_name.clone() } else { entity.raw_text.clone() }
    };
    entity.map(name).unwrap_or_default()
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

fn degrees(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
