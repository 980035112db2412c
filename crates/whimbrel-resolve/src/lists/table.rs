//! Users' lists as tables: comma-separated with a header, or tab-separated as in `actors/`.

use super::codes::{Codes, is_country, is_sector};
use super::{Entry, Item, Sink, Span, check_order, class_of};
use crate::registry::{Role, check_wikidata, month};
use crate::tables::{each_row_at, list};
use whimbrel_text::ActorClass;

/// The columns that a comma-separated list may have; `name` alone must be there.
pub const COLUMNS: [&str; 10] = [
    "name",
    "other_names",
    "country",
    "sector",
    "other_sectors",
    "role",
    "from",
    "to",
    "class",
    "wikidata_id",
];

/// Reads a comma-separated list. Each line is a row by itself, so that a quotation mark too many costs
/// its line alone.
pub(crate) fn read_csv(text: &str, sink: &mut Sink<'_>) {
    let mut columns: Option<Vec<String>> = None;
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let record = match fields(line) {
            Ok(record) => record,
            Err(message) => {
                sink.fault(at + 1, message);
                continue;
            }
        };
        let Some(columns) = &columns else {
            let found = header(&record, at + 1, sink);
            if !found.iter().any(|name| name == "name") {
                return;
            }
            columns = Some(found);
            continue;
        };
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        match row(columns, &record, sink.is_state) {
            Ok(entry) => sink.take(at + 1, Item::Actor(entry)),
            Err(message) => sink.fault(at + 1, message),
        }
    }
}

fn fields(line: &str) -> Result<csv::StringRecord, String> {
    if !line.matches('"').count().is_multiple_of(2) {
        return Err("a `\"` is not closed".to_owned());
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .buffer_capacity(line.len().max(1))
        .from_reader(line.as_bytes());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record).map_err(|error| error.to_string())?;
    Ok(record)
}

/// The names of the columns; those that there are not are faults.
fn header(record: &csv::StringRecord, line: usize, sink: &mut Sink<'_>) -> Vec<String> {
    let columns: Vec<String> = record.iter().map(|name| name.trim().to_lowercase()).collect();
    for (at, name) in columns.iter().enumerate() {
        if !COLUMNS.contains(&name.as_str()) {
            sink.fault(line, format!("no column `{name}`; there are {}", COLUMNS.join(", ")));
        } else if columns[..at].contains(name) {
            sink.fault(line, format!("the column `{name}` stands twice"));
        }
    }
    if !columns.iter().any(|name| name == "name") {
        sink.fault(line, "the column `name` is missing".to_owned());
    }
    columns
}

fn row(
    columns: &[String],
    record: &csv::StringRecord,
    is_state: &dyn Fn(&str) -> bool,
) -> Result<Entry, String> {
    if record.len() > columns.len() {
        return Err(format!("{} columns instead of {}", record.len(), columns.len()));
    }
    let field = |name: &str| {
        let at = columns.iter().position(|column| column == name);
        at.and_then(|at| record.get(at)).unwrap_or("").trim()
    };
    let term = (day(field("from"), false)?, day(field("to"), true)?);
    let class = match field("class") {
        "" => None,
        name => Some(class(name)?),
    };
    let in_office = !field("role").is_empty() || term != (None, None);
    let wikidata = field("wikidata_id");
    if !wikidata.is_empty() {
        check_wikidata(wikidata)?;
    }
    let entry = entry(
        [field("name"), field("other_names")],
        [field("country"), field("sector"), field("other_sectors")],
        field("role"),
        term,
        class.or(in_office.then_some(ActorClass::Person)),
        is_state,
    )?;
    Ok(Entry { wikidata: wikidata.to_owned(), ..entry })
}

/// The kinds of our own tables, by their number of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    People,
    Organisations,
    Roles,
}

impl Table {
    /// The table with columns of these names, as its header gives them.
    pub(crate) fn of_header(columns: &str) -> Option<Self> {
        let columns = columns.trim_start();
        match () {
            () if columns.starts_with("word") => Some(Self::Roles),
            () if !columns.starts_with("name") => None,
            () if columns.contains("from") && columns.contains("role") => Some(Self::People),
            () if columns.contains("class") => Some(Self::Organisations),
            () => None,
        }
    }

    /// The table whose widest row has so many columns.
    pub(crate) fn of_width(columns: usize) -> Option<Self> {
        match columns {
            7 | 8 => Some(Self::People),
            6 => Some(Self::Organisations),
            5 => Some(Self::Roles),
            _ => None,
        }
    }

    fn columns(self) -> usize {
        match self {
            Self::People => 8,
            Self::Organisations => 6,
            Self::Roles => 5,
        }
    }

    /// Reads a table of this kind.
    pub(crate) fn read(self, text: &str, sink: &mut Sink<'_>) {
        let file = sink.file.to_owned();
        let mut items: Vec<(usize, Item)> = Vec::new();
        let is_state = sink.is_state;
        each_row_at(&file, text, self.columns(), &mut sink.problems, |line, fields| {
            items.push((line, self.item(fields, is_state)?));
            Ok(())
        });
        items.into_iter().for_each(|(line, item)| sink.take(line, item));
    }

    fn item(self, f: &[&str], is_state: &dyn Fn(&str) -> bool) -> Result<Item, String> {
        let open = (None, None);
        match self {
            Self::People => {
                let term = (month(f[6])?, month(f[7])?);
                let class = Some(ActorClass::Person);
                let codes = [f[2], f[3], f[4]];
                entry([f[0], f[1]], codes, f[5], term, class, is_state).map(Item::Actor)
            }
            Self::Organisations => {
                let class = Some(class(f[5])?);
                let codes = [f[2], f[3], f[4]];
                entry([f[0], f[1]], codes, "", open, class, is_state).map(Item::Actor)
            }
            Self::Roles => role(f),
        }
    }
}

fn role(f: &[&str]) -> Result<Item, String> {
    let codes = codes(["", f[1], f[2]], &|_| false)?;
    if f[0].is_empty() {
        return Err("no words".to_owned());
    }
    let role = Role {
        sector: codes.sector,
        other_sectors: codes.other_sectors,
        class: ActorClass::from_name(f[3]).ok_or_else(|| format!("no class `{}`", f[3]))?,
        office: f[4].to_owned(),
    };
    Ok(Item::Role { words: vec![f[0].to_owned()], role, guessed: false })
}

fn entry(
    [name, other_names]: [&str; 2],
    codes_as_written: [&str; 3],
    role: &str,
    term: Span,
    class: Option<ActorClass>,
    is_state: &dyn Fn(&str) -> bool,
) -> Result<Entry, String> {
    if name.is_empty() {
        return Err("no name".to_owned());
    }
    check_order(term)?;
    let codes = codes(codes_as_written, is_state)?;
    Ok(Entry {
        name: name.to_owned(),
        names: std::iter::once(name).chain(list(other_names)).map(ToOwned::to_owned).collect(),
        class: class.unwrap_or_else(|| class_of(&codes.sector)),
        told: class.is_some(),
        codes,
        role: role.to_owned(),
        term,
        wikidata: String::new(),
    })
}

/// Country, sector and other sectors; each must be one that there is, or empty.
fn codes(
    [country, sector, others]: [&str; 3],
    is_state: &dyn Fn(&str) -> bool,
) -> Result<Codes, String> {
    if !country.is_empty() && !is_country(country, is_state) {
        return Err(format!("`{country}` is no country"));
    }
    let mut sectors =
        std::iter::once(sector).filter(|sector| !sector.is_empty()).chain(list(others));
    if let Some(wrong) = sectors.find(|sector| !is_sector(sector)) {
        return Err(format!("`{wrong}` is no sector"));
    }
    Ok(Codes {
        country: country.to_owned(),
        sector: sector.to_owned(),
        other_sectors: list(others).map(ToOwned::to_owned).collect(),
    })
}

/// A class of actors.
fn class(name: &str) -> Result<ActorClass, String> {
    let class = ActorClass::from_name(name);
    let class = class.filter(|class| class.is_actor() && *class != ActorClass::Pronoun);
    class.ok_or_else(|| format!("no class `{name}` of actors"))
}

/// A month from `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; a year is its first month, or its last.
fn day(text: &str, last: bool) -> Result<Option<i32>, String> {
    let fault = || format!("`{text}` is not YYYY, YYYY-MM or YYYY-MM-DD");
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    if !parts.iter().all(|part| digits(part)) {
        return Err(fault());
    }
    match parts[..] {
        [""] => Ok(None),
        [year] if year.len() == 4 => month(&format!("{year}-{}", if last { 12 } else { 1 })),
        [year, of_year] if year.len() == 4 => {
            month(&format!("{year}-{of_year}")).map_err(|_| fault())
        }
        [_, _, _] => {
            let date: jiff::civil::Date = text.parse().map_err(|_| fault())?;
            month(&format!("{}-{}", date.year(), date.month()))
        }
        _ => Err(fault()),
    }
}
