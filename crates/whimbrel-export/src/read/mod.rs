//! Reading: lines of the layouts into event records, one file a layout.
//!
//! Records of other coders hold what the layout tells in the words of PLOVER: its type, mode and contexts
//! by the crosswalk of `codes/cameo.tsv`, its quad and score by the type. They have no offsets, no
//! confidence and the status `actual`, as those coders tell none. `reason` names the layout. Missing
//! values are empty, "None" and its like among them. What CAMEO has for speech alone (01, 02) has no type.

mod gdelt;
mod icews;
mod lines;
mod phoenix;
mod polecat;

use crate::codes;
use crate::convert;
use crate::layout::Layout;
use crate::problem::{Cause, Problem, shown};
use jiff::civil::Date;
pub use lines::LONGEST;
pub(crate) use lines::{Line, Lines, cells, text, trimmed};
use std::borrow::Cow;
use std::io::BufRead;
use whimbrel_record::{EventRecord, Location};

/// Takes what was read.
pub type Take<'t> = dyn FnMut(Result<EventRecord, Problem>) + 't;

/// Reads a file of a layout, line by line: each gives a record or a problem. Empty lines and headers
/// give nothing. `file` is what problems call it.
///
/// Two lines of ICEWS that tell one event from both sides, one behind the other with numbers one apart,
/// give one record with both sides as actors, or of a visit with the visitor as actor.
pub fn read(layout: Layout, input: &mut dyn BufRead, file: &str, take: &mut Take<'_>) {
    if !layout.is_read() {
        let cause = Cause::NotRead(layout.name());
        return take(Err(Problem { file: file.to_owned(), line: 1, column: None, cause }));
    }
    let mut pairs = icews::Pairs::default();
    each_line(layout, input, file, &mut |item| match layout {
        Layout::Icews => pairs.take(item, take),
        _ => take(item),
    });
    pairs.end(take);
}

fn each_line(layout: Layout, input: &mut dyn BufRead, file: &str, take: &mut Take<'_>) {
    let mut lines = Lines::new(input);
    loop {
        let line = lines.number + 1;
        let problem = |(column, cause)| Problem { file: file.to_owned(), line, column, cause };
        let found = match lines.next() {
            Ok(None) => return,
            Ok(Some(Line::TooLong)) => Err((None, Cause::TooLong)),
            Ok(Some(Line::Bytes(bytes))) => {
                let bytes = trimmed(bytes, line == 1);
                if bytes.is_empty() || line == 1 && is_header(layout, bytes) {
                    continue;
                }
                record(layout, &text(bytes))
            }
            Err(error) => return take(Err(problem((None, Cause::Input(error.to_string()))))),
        };
        take(found.map_err(problem));
    }
}

/// Returns whether a line begins with the name of the first column.
pub(crate) fn is_header(layout: Layout, line: &[u8]) -> bool {
    let line = text(line);
    let first = line.split(['\t', ',']).next().unwrap_or_default().trim_matches('"');
    layout.columns().first().is_some_and(|column| column.name.eq_ignore_ascii_case(first))
}

/// The column, from 1, and what is wrong.
type Fault = (Option<usize>, Cause);

fn record(layout: Layout, line: &str) -> Result<EventRecord, Fault> {
    if layout == Layout::Jsonl {
        return serde_json::from_str(line).map_err(|error| {
            let column = Some(error.column()).filter(|column| *column > 0);
            (column, Cause::Json(error.to_string()))
        });
    }
    let fields = Fields::new(layout, line)?;
    let mut record = EventRecord {
        status: "actual".into(),
        date_precision: "day".into(),
        reason: layout.name().to_owned(),
        ..EventRecord::default()
    };
    record.text_info.part = "text".into();
    match layout {
        Layout::Icews => icews::fill(&mut record, &fields)?,
        Layout::Polecat => polecat::fill(&mut record, &fields)?,
        Layout::Phoenix => phoenix::fill(&mut record, &fields)?,
        _ => gdelt::fill(&mut record, &fields)?,
    }
    Ok(record)
}

/// The cells of a line by the names of their columns.
struct Fields<'l> {
    layout: Layout,
    cells: Vec<Cow<'l, str>>,
}

impl<'l> Fields<'l> {
    fn new(layout: Layout, line: &'l str) -> Result<Self, Fault> {
        let mut cells = cells(line);
        let expected = layout.columns().len();
        let found = cells.len();
        // Separators behind the last column do no harm; `lint` names them.
        if found > expected && cells[expected..].iter().all(|cell| cell.trim().is_empty()) {
            cells.truncate(expected);
        }
        if cells.len() != expected {
            return Err((None, Cause::Columns { found, expected }));
        }
        Ok(Self { layout, cells })
    }

    fn place(&self, name: &str) -> usize {
        let place = self.layout.columns().iter().position(|column| column.name == name);
        place.expect("readers name columns of their layout")
    }

    /// Returns a cell without space around it, empty where its word means that it is missing.
    fn get(&self, name: &str) -> &str {
        let cell = self.cells[self.place(name)].trim();
        if is_missing(cell) { "" } else { cell }
    }

    fn owned(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    fn option(&self, name: &str) -> Option<String> {
        Some(self.owned(name)).filter(|cell| !cell.is_empty())
    }

    /// Returns the values of a list parted by `;` or, where `parts` says so, by another character.
    fn list(&self, name: &str, part: char) -> Vec<String> {
        let values = self.get(name).split(part).map(str::trim);
        values.filter(|value| !is_missing(value)).map(ToOwned::to_owned).collect()
    }

    fn fault(&self, name: &'static str, what: &'static str) -> Fault {
        let column = self.place(name);
        let value = shown(&self.cells[column]);
        let cause = match self.get(name) {
            "" => Cause::Missing(name),
            _ => Cause::Value { column: name, value, what },
        };
        (Some(column + 1), cause)
    }

    /// Returns the number of a cell, `None` where it is empty.
    fn number(&self, name: &'static str) -> Result<Option<f64>, Fault> {
        let cell = self.get(name);
        if cell.is_empty() {
            return Ok(None);
        }
        let number = cell.parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Some).ok_or_else(|| self.fault(name, "number"))
    }

    /// Returns latitude and longitude; none where one is missing.
    fn point(&self, lat: &'static str, lon: &'static str) -> Result<Option<(f64, f64)>, Fault> {
        let within = |name, value: Option<f64>, most: f64, what| match value {
            Some(value) if value.abs() > most => Err(self.fault(name, what)),
            value => Ok(value),
        };
        let first = within(lat, self.number(lat)?, 90.0, "latitude")?;
        let second = within(lon, self.number(lon)?, 180.0, "longitude")?;
        Ok(first.zip(second))
    }

    /// Returns a day written `YYYYMMDD` or `YYYY-MM-DD`.
    fn day(&self, name: &'static str) -> Result<Date, Fault> {
        day(self.get(name)).ok_or_else(|| self.fault(name, "day"))
    }

    fn cameo(&self, name: &'static str) -> Result<&'static codes::Cameo, Fault> {
        codes::cameo(self.get(name)).ok_or_else(|| self.fault(name, "CAMEO code"))
    }
}

/// Returns whether a cell's text means that it has none.
pub(crate) fn is_missing(cell: &str) -> bool {
    cell.is_empty() || is_missing_word(cell)
}

/// Returns whether a cell has a word where it should be empty.
pub(crate) fn is_missing_word(cell: &str) -> bool {
    matches!(cell, "None" | "none" | "NULL" | "null" | "NaN" | "nan" | "N/A" | "NA" | "\\N")
}

/// Returns a day written `YYYYMMDD` or `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let dashed = text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2]);
    let compact = text.len() == 8 && digits(text);
    let text = text.replace('-', "");
    if !(dashed || compact) || !digits(&text) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text[range].parse::<i16>().ok();
    let month = i8::try_from(part(4..6)?).ok()?;
    let of_month = i8::try_from(part(6..8)?).ok()?;
    Date::new(part(0..4)?, month, of_month).ok()
}

/// Sets the code of CAMEO, and PLOVER after it.
fn set_cameo(
    record: &mut EventRecord,
    fields: &Fields<'_>,
    name: &'static str,
) -> Result<(), Fault> {
    convert::set_event(record, fields.cameo(name)?);
    Ok(())
}

/// Sets the country of a place by a code or a name, whatever of it is known.
fn set_country(place: &mut Location, text: &str) {
    match codes::country(text).or_else(|| codes::country_by_name(text)) {
        Some(country) => {
            place.country = country.name.to_owned();
            place.country_code = country.code.to_owned();
        }
        None => place.country = text.to_owned(),
    }
}

/// Returns a place whose resolution and name follow from its most exact part; `None` where it is
/// empty.
fn told(mut place: Location) -> Option<Location> {
    let parts = [&place.city, &place.district, &place.province, &place.country];
    let exact = parts.iter().position(|part| !part.is_empty());
    if exact.is_none() && place.lat.is_none() && place.resolved_place.is_empty() {
        return None;
    }
    if place.resolution == 0 {
        place.resolution = exact.map_or(0, |level| [4, 3, 2, 1][level]);
    }
    if place.resolved_place.is_empty() {
        place.resolved_place = exact.map_or_else(String::new, |level| parts[level].clone());
    }
    Some(place)
}
