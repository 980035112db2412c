//! Filled sheets read back as codings.

use crate::coding::{Coding, Extent, Place};
use crate::error::Error;
use crate::fields::Field;
use crate::sheet::{FILLED, GIVEN, unguarded};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Read};
use whimbrel_record::{Attribution, CiteInfo, Entity, EventRecord, Location, TextInfo};

/// PLOVER's types with their quad as the codebook has it (SANCTION stands under 4 in its section of
/// the manual and under 3 in the manual's table of quads).
const TYPES: [(&str, u8); 16] = [
    ("AGREE", 1),
    ("CONSULT", 1),
    ("SUPPORT", 1),
    ("CONCEDE", 1),
    ("COOPERATE", 2),
    ("AID", 2),
    ("RETREAT", 2),
    ("REQUEST", 3),
    ("ACCUSE", 3),
    ("REJECT", 3),
    ("THREATEN", 3),
    ("PROTEST", 4),
    ("SANCTION", 4),
    ("MOBILIZE", 4),
    ("COERCE", 4),
    ("ASSAULT", 4),
];

const STATUSES: [&str; 5] = ["actual", "negation", "future", "hypothetical", "historical"];

const STANCES: [&str; 5] = ["states", "denies", "alleges", "confirms", "doubts"];

impl Coding {
    /// Reads a filled sheet of comma-separated values; semicolons and tabs, as spreadsheets write
    /// them in some countries, are told from the header.
    ///
    /// Returns the coding of the sentences that are filled without fault, and the faults. A sentence
    /// with a fault in any of its rows, or not yet filled, is left out whole and does not count as
    /// read. Offsets of words are reckoned from the sentence's; words that stand there more than once
    /// are taken where they stand first.
    ///
    /// # Errors
    /// A sheet without a column that it needs.
    pub fn from_sheet_csv(
        coder: impl Into<String>,
        file: &str,
        input: impl Read,
    ) -> Result<(Self, Vec<Error>), Error> {
        let mut faults = Vec::new();
        let rows = csv_rows(file, input, &mut faults)?;
        let (coding, more) = read_rows(coder.into(), file, rows);
        faults.extend(more);
        faults.sort_by_key(line_of);
        Ok((coding, faults))
    }

    /// Reads a filled sheet of JSON lines: texts, numbers, `null` for empty, or lists of texts.
    ///
    /// Returns what [`Coding::from_sheet_csv`] returns.
    pub fn from_sheet_jsonl(
        coder: impl Into<String>,
        file: &str,
        input: impl BufRead,
    ) -> (Self, Vec<Error>) {
        let mut faults = Vec::new();
        let rows = json_rows(file, input, &mut faults);
        let (coding, more) = read_rows(coder.into(), file, rows);
        faults.extend(more);
        faults.sort_by_key(line_of);
        (coding, faults)
    }
}

fn line_of(error: &Error) -> u64 {
    match error {
        Error::Line { line, .. } | Error::Cell { line, .. } => *line,
        _ => 0,
    }
}

/// A row as it was read: the line on which it begins and its cells, without the empty ones.
struct Row {
    line: u64,
    cells: BTreeMap<&'static str, String>,
}

impl Row {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

fn column(name: &str) -> Option<&'static str> {
    GIVEN.iter().chain(&FILLED).find(|column| **column == name).copied()
}

/// The columns without which a row says nothing.
const NEEDED: [&str; 7] = ["item", "report_id", "part", "start", "end", "sentence", "event"];

fn csv_rows(file: &str, mut input: impl Read, faults: &mut Vec<Error>) -> Result<Vec<Row>, Error> {
    let unreadable = |line: u64, cause: String| Error::Line { file: file.to_owned(), line, cause };
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|error| unreadable(1, error.to_string()))?;
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter(bytes)).flexible(true).from_reader(bytes);
    let header = reader.headers().map_err(|error| unreadable(1, error.to_string()))?.clone();
    let columns: Vec<Option<&'static str>> =
        header.iter().map(|name| column(name.trim())).collect();
    if let Some(missing) = NEEDED.iter().find(|needed| !columns.contains(&Some(**needed))) {
        return Err(Error::Column { file: file.to_owned(), column: (*missing).to_owned() });
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let named = columns.iter().zip(&record);
                let cells = named.filter_map(|(name, cell)| Some(((*name)?, unguarded(cell))));
                rows.push(Row { line, cells: filled(cells.map(|(n, c)| (n, c.to_owned()))) });
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                faults.push(unreadable(
                    line,
                    "bytes that are no UTF-8; save the sheet as UTF-8".into(),
                ));
            }
        }
    }
    Ok(rows)
}

/// The separator that stands most often in the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: &u8| header.iter().filter(|byte| *byte == separator).count();
    // Of equals the last is taken, which is the comma.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Leaves the sentence as it is, since offsets count in it; of the others the spaces around go.
fn filled(cells: impl Iterator<Item = (&'static str, String)>) -> BTreeMap<&'static str, String> {
    let trimmed = cells.map(|(name, cell)| match name {
        "sentence" => (name, cell),
        _ => (name, cell.trim().to_owned()),
    });
    trimmed.filter(|(_, cell)| !cell.is_empty()).collect()
}

fn json_rows(file: &str, input: impl BufRead, faults: &mut Vec<Error>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (nth, bytes) in input.split(b'\n').enumerate() {
        let line = nth as u64 + 1;
        let mut fault =
            |cause: String| faults.push(Error::Line { file: file.to_owned(), line, cause });
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                fault(error.to_string());
                break;
            }
        };
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii();
        match serde_json::from_slice::<BTreeMap<String, Value>>(bytes) {
            _ if bytes.is_empty() => {}
            Ok(object) => {
                let cells =
                    object.into_iter().filter_map(|(n, value)| Some((column(&n)?, text(value))));
                rows.push(Row { line, cells: filled(cells) });
            }
            Err(_) => fault("no JSON object of a sheet's row".into()),
        }
    }
    rows
}

fn text(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(entries) => entries.into_iter().map(text).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}

/// A fault of a row: the column and the cause.
type Fault = (&'static str, String);

fn read_rows(coder: String, file: &str, rows: Vec<Row>) -> (Coding, Vec<Error>) {
    let fields = fields(&rows);
    let (mut faults, mut unusable) = (Vec::new(), BTreeSet::new());
    let mut read: Vec<(String, Place, Option<EventRecord>)> = Vec::new();
    for row in &rows {
        match read_row(row, &coder, &fields) {
            Ok((place, record)) => read.push((row.cell("report_id").to_owned(), place, record)),
            Err((column, cause)) => {
                unusable.insert(row.cell("item"));
                let (file, column) = (file.to_owned(), column.to_owned());
                faults.push(Error::Cell { file, line: row.line, column, cause });
            }
        }
    }
    let sound = rows.iter().filter(|row| !unusable.contains(row.cell("item")));
    let sound: BTreeSet<(String, Place)> = sound.filter_map(sentence_place).collect();
    read.retain(|(report, place, _)| sound.contains(&(report.clone(), place.clone())));
    let mut extents: BTreeMap<String, BTreeSet<Place>> = BTreeMap::new();
    for (report, place, _) in &read {
        extents.entry(report.clone()).or_default().insert(place.clone());
    }
    let extents = extents.into_iter().map(|(report, places)| (report, Extent::Sentences(places)));
    let records = read.into_iter().filter_map(|(_, _, record)| record).collect();
    (Coding { coder, records, read: extents.collect(), fields }, faults)
}

fn sentence_place(row: &Row) -> Option<(String, Place)> {
    let (start, end) = (number(row, "start").ok()?, number(row, "end").ok()?);
    let place = Place { part: row.cell("part").to_owned(), start, end };
    Some((row.cell("report_id").to_owned(), place))
}

/// The fields of the columns that are filled somewhere.
fn fields(rows: &[Row]) -> BTreeSet<Field> {
    let of_column: [(&str, &[Field]); 13] = [
        ("event", &[Field::Presence, Field::Type, Field::Quad]),
        ("mode", &[Field::Mode]),
        ("cameo", &[Field::Cameo, Field::CameoRoot]),
        ("actor", &[Field::Actor]),
        ("actor_country", &[Field::ActorCountry]),
        ("actor_sector", &[Field::ActorSector]),
        ("recipient", &[Field::Recipient]),
        ("recipient_country", &[Field::RecipientCountry]),
        ("recipient_sector", &[Field::RecipientSector]),
        ("date", &[Field::Date]),
        ("place_country", &[Field::PlaceCountry]),
        ("status", &[Field::Status]),
        ("stance", &[Field::Stance]),
    ];
    let used = |column: &str| rows.iter().any(|row| !row.cell(column).is_empty());
    let mut fields: BTreeSet<Field> = of_column
        .iter()
        .filter(|(column, _)| used(column))
        .flat_map(|(_, f)| *f)
        .copied()
        .collect();
    if used("place") || used("geonameid") {
        fields.insert(Field::Place);
    }
    if used("speaker") {
        fields.extend([Field::Attributed, Field::Speaker]);
    }
    fields
}

fn read_row(
    row: &Row,
    coder: &str,
    fields: &BTreeSet<Field>,
) -> Result<(Place, Option<EventRecord>), Fault> {
    if let Some(missing) = NEEDED.iter().find(|needed| row.cell(needed).is_empty()) {
        let cause = match *missing {
            "event" => "empty; write the type, or `none` where the sentence states no event",
            _ => "empty; it comes filled and must stay as it was",
        };
        return Err((missing, cause.into()));
    }
    let sentence = Words::new(row)?;
    let event = row.cell("event").to_uppercase();
    if event == "NONE" {
        let other = FILLED
            .iter()
            .find(|name| !["event", "comment"].contains(*name) && !row.cell(name).is_empty());
        return match other {
            None => Ok((sentence.place, None)),
            Some(filled) => Err((filled, "filled, though `event` is `none`".into())),
        };
    }
    let record = record(row, &sentence, &event, coder, fields)?;
    Ok((sentence.place, Some(record)))
}

fn record(
    row: &Row,
    sentence: &Words,
    event: &str,
    coder: &str,
    fields: &BTreeSet<Field>,
) -> Result<EventRecord, Fault> {
    let (event, quad_code) = *TYPES.iter().find(|(name, _)| *name == event).ok_or_else(|| {
        let names: Vec<&str> = TYPES.iter().map(|(name, _)| *name).collect();
        ("event", format!("`{event}` is no type; write `none` or one of {}", names.join(", ")))
    })?;
    let (event_start, event_end) = sentence.words(row, "words")?;
    let mut record = EventRecord {
        date: date(row)?,
        event: event.to_owned(),
        mode: list(row.cell("mode")),
        cameo: cameo(row.cell("cameo"))?,
        quad_code,
        event_text: row.cell("words").to_owned(),
        event_start,
        event_end,
        actor: parties(row, sentence, ["actor", "actor_country", "actor_sector"])?,
        recipient: parties(row, sentence, ["recipient", "recipient_country", "recipient_sector"])?,
        event_loc: location(row, sentence)?,
        status: status(row, fields)?,
        attribution: attribution(row, sentence)?,
        reason: "coded by hand".into(),
        text: sentence.text.to_owned(),
        text_info: text_info(row, &sentence.place),
        cite_info: cite_info(row),
        coder: coder.to_owned(),
        ..EventRecord::default()
    };
    record.id = whimbrel_record::record_id(&record);
    Ok(record)
}

/// A sentence, in which words are found.
struct Words<'a> {
    text: &'a str,
    place: Place,
}

impl<'a> Words<'a> {
    fn new(row: &'a Row) -> Result<Self, Fault> {
        let (start, end) = (number(row, "start")?, number(row, "end")?);
        let text = row.cell("sentence");
        let count = text.chars().count();
        if end.checked_sub(start) != Some(count) {
            let cause = format!(
                "the sentence has {count} characters, `start` and `end` tell otherwise; leave it as it was"
            );
            return Err(("sentence", cause));
        }
        Ok(Self { text, place: Place { part: row.cell("part").to_owned(), start, end } })
    }

    /// Returns where the words stand, in code points of the report's part; 0 and 0 where there are
    /// none.
    fn find(&self, words: &str) -> Option<(usize, usize)> {
        let before = self.text.find(words).filter(|_| !words.is_empty())?;
        let start = self.place.start + self.text[..before].chars().count();
        Some((start, start + words.chars().count()))
    }

    fn words(&self, row: &Row, column: &'static str) -> Result<(usize, usize), Fault> {
        let words = row.cell(column);
        if words.is_empty() {
            return Ok((0, 0));
        }
        let unknown =
            || (column, format!("`{words}` does not stand in the sentence; copy the words"));
        self.find(words).ok_or_else(unknown)
    }
}

fn number(row: &Row, column: &'static str) -> Result<usize, Fault> {
    let text = row.cell(column);
    text.parse().map_err(|_| (column, format!("`{text}` is no number; leave it as it was")))
}

fn list(cell: &str) -> Vec<String> {
    cell.split(';').map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}

fn date(row: &Row) -> Result<Option<String>, Fault> {
    let text = row.cell("date");
    match text.parse::<jiff::civil::Date>() {
        _ if text.is_empty() => Ok(None),
        Ok(day) => Ok(Some(day.to_string())),
        Err(_) => Err(("date", format!("`{text}` is no day; write it as YYYY-MM-DD"))),
    }
}

/// A CAMEO code: two to four digits, the first two from 01 to 20.
fn cameo(code: &str) -> Result<String, Fault> {
    let digits = (2..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    let root = || code[..2].parse::<u8>().is_ok_and(|root| (1..=20).contains(&root));
    if code.is_empty() || (digits && root()) {
        return Ok(code.to_owned());
    }
    let cause = "is no CAMEO code; it has its leading zero, which spreadsheets drop, as in `057`";
    Err(("cameo", format!("`{code}` {cause}")))
}

fn parties(row: &Row, sentence: &Words, columns: [&'static str; 3]) -> Result<Vec<Entity>, Fault> {
    let entries = |column: &str| -> Vec<String> {
        let cell = row.cell(column);
        let parts = cell.split(';').map(|entry| entry.trim().to_owned());
        if cell.is_empty() { Vec::new() } else { parts.collect() }
    };
    let [names, countries, sectors] = columns.map(entries);
    let n = names.len().max(countries.len()).max(sectors.len());
    for (column, given) in [(columns[1], &countries), (columns[2], &sectors)] {
        if !given.is_empty() && given.len() != n {
            let cause = format!("{} codes for {n} parties; separate them by `;`", given.len());
            return Err((column, cause));
        }
    }
    let code = |column: &'static str, codes: &[String], nth: usize, lengths: &[usize]| {
        let code = codes.get(nth).map_or(String::new(), |code| code.to_uppercase());
        let fits = lengths.contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase());
        if code.is_empty() || fits {
            Ok(code)
        } else {
            Err((column, format!("`{code}` is no code")))
        }
    };
    let party = |nth: usize| {
        let name = names.get(nth).cloned().unwrap_or_default();
        let (start, end) = sentence.find(&name).unwrap_or_default();
        Ok(Entity {
            country: code(columns[1], &countries, nth, &[3])?,
            sector_code: code(columns[2], &sectors, nth, &[3, 6])?,
            raw_text: name.clone(),
            entity_name: name,
            start,
            end,
            ..Entity::default()
        })
    };
    (0..n).map(party).collect()
}

fn location(row: &Row, sentence: &Words) -> Result<Option<Location>, Fault> {
    let [place, country, id] =
        ["place", "place_country", "geonameid"].map(|column| row.cell(column));
    if !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(("geonameid", format!("`{id}` is no number")));
    }
    let country_code = country.to_uppercase();
    if !(country_code.is_empty() || (country_code.len() == 3 && country_code.is_ascii())) {
        return Err(("place_country", format!("`{country}` is no code of three letters")));
    }
    let (start, end) = sentence.find(place).unwrap_or_default();
    let named = !(place.is_empty() && country.is_empty() && id.is_empty());
    Ok(named.then(|| Location {
        extracted_place: place.to_owned(),
        resolved_place: place.to_owned(),
        geonameid: id.to_owned(),
        country_code,
        start,
        end,
        ..Location::default()
    }))
}

fn one_of(row: &Row, column: &'static str, names: &[&str]) -> Result<String, Fault> {
    let given = row.cell(column).to_lowercase();
    if given.is_empty() || names.contains(&given.as_str()) {
        return Ok(given);
    }
    Err((column, format!("`{given}` is none of {}", names.join(", "))))
}

fn status(row: &Row, fields: &BTreeSet<Field>) -> Result<String, Fault> {
    let status = one_of(row, "status", &STATUSES)?;
    let silent = status.is_empty() && fields.contains(&Field::Status);
    Ok(if silent { "actual".into() } else { status })
}

fn attribution(row: &Row, sentence: &Words) -> Result<Option<Attribution>, Fault> {
    let (speaker, stance) = (row.cell("speaker"), one_of(row, "stance", &STANCES)?);
    if speaker.is_empty() {
        return match stance.as_str() {
            "" => Ok(None),
            _ => Err(("speaker", "empty, though `stance` is filled".into())),
        };
    }
    let (start, end) = sentence.find(speaker).unwrap_or_default();
    let (raw_text, entity_name) = (speaker.to_owned(), speaker.to_owned());
    let speaker = Entity { raw_text, entity_name, start, end, ..Entity::default() };
    Ok(Some(Attribution { speaker: Some(speaker), stance, ..Attribution::default() }))
}

fn text_info(row: &Row, place: &Place) -> TextInfo {
    TextInfo {
        part: place.part.clone(),
        sequence: number(row, "sequence").unwrap_or_default(),
        start: place.start,
        end: place.end,
    }
}

/// A day of publication that a spreadsheet wrote in another way is dropped.
fn cite_info(row: &Row) -> CiteInfo {
    let text = |column: &str| Some(row.cell(column).to_owned()).filter(|cell| !cell.is_empty());
    CiteInfo {
        report_id: row.cell("report_id").to_owned(),
        title: text("title"),
        publisher: text("publisher"),
        date: text("published").filter(|day| day.parse::<jiff::civil::Date>().is_ok()),
        ..CiteInfo::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Sentence, sample};
    use proptest::prelude::*;

    const TEXT: &str = "Übrigens: Serbia and Croatia recalled their envoys, Belgrade said.";

    fn sentences() -> Vec<Sentence> {
        let text =
            |nth: usize| if nth == 0 { TEXT.to_owned() } else { format!("-{nth} \"quiet\"\nday.") };
        (0..3)
            .map(|nth| Sentence {
                report_id: "r1".into(),
                part: "text".into(),
                start: nth * 100,
                end: nth * 100 + text(nth).chars().count(),
                text: text(nth),
                publisher: "Gazette, The".into(),
                published: "2020-05-06".into(),
                ..Sentence::default()
            })
            .collect()
    }

    /// The sheet with cells filled: item, column, value.
    fn fill(filled: &[(&str, &str, &str)]) -> String {
        let csv = sample(&sentences(), 1.0, 1).unwrap().sheet(0).csv();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header = reader.headers().unwrap().clone();
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(&header).unwrap();
        let mut rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        rows.sort_by(|a, b| a[0].cmp(&b[0]));
        for row in rows {
            let cell = |(at, cell): (usize, &str)| {
                let of_cell = |(item, column, _): &&(&str, &str, &str)| {
                    *item == &row[0] && *column == &header[at]
                };
                filled
                    .iter()
                    .find(of_cell)
                    .map_or(cell.to_owned(), |(.., value)| (*value).to_owned())
            };
            out.write_record(row.iter().enumerate().map(cell)).unwrap();
        }
        String::from_utf8(out.into_inner().unwrap()).unwrap()
    }

    fn read(csv: &str) -> (Coding, Vec<String>) {
        let (coding, faults) = Coding::from_sheet_csv("eva", "eva.csv", csv.as_bytes()).unwrap();
        (coding, faults.iter().map(ToString::to_string).collect())
    }

    const FULL: [(&str, &str, &str); 12] = [
        ("s0001", "event", "sanction"),
        ("s0001", "words", "recalled their envoys"),
        ("s0001", "actor", "Serbia; Croatia"),
        ("s0001", "actor_country", "SRB; hrv"),
        ("s0001", "cameo", "161"),
        ("s0001", "date", "2020-05-05"),
        ("s0001", "place", "Belgrade"),
        ("s0001", "place_country", "SRB"),
        ("s0001", "speaker", "Belgrade"),
        ("s0001", "status", "future"),
        ("s0002", "event", "none"),
        ("s0003", "event", "None"),
    ];

    #[test]
    fn a_filled_sheet_is_a_coding_with_the_words_in_their_place() {
        let (coding, faults) = read(&fill(&FULL));
        assert_eq!(faults, Vec::<String>::new());
        let record = &coding.records[0];
        let words: String = TEXT
            .chars()
            .skip(record.event_start)
            .take(record.event_end - record.event_start)
            .collect();
        assert_eq!(words, "recalled their envoys");
        assert_eq!(
            (record.event.as_str(), record.quad_code, record.status.as_str()),
            ("SANCTION", 4, "future")
        );
        assert_eq!(record.actor[1].country, "HRV");
        assert_eq!((record.actor[1].start, record.actor[1].end), (21, 28));
        assert_eq!(record.cite_info.publisher.as_deref(), Some("Gazette, The"));
        let Some(Extent::Sentences(places)) = coding.read.get("r1") else { panic!("{coding:?}") };
        assert_eq!(places.len(), 3);
        assert!(coding.fields.contains(&Field::Date) && !coding.fields.contains(&Field::Recipient));
    }

    #[test]
    fn semicolons_tabs_and_byte_order_marks_of_spreadsheets_are_read() {
        let plain = read(&fill(&FULL));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(fill(&FULL).into_bytes().leak() as &[u8]);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for delimiter in [b';', b'\t'] {
            let mut out = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            rows.iter().for_each(|row| out.write_record(row).unwrap());
            let text = String::from_utf8(out.into_inner().unwrap()).unwrap();
            assert_eq!(read(&format!("\u{feff}{text}")).1, plain.1);
        }
    }

    #[test]
    fn faults_name_file_line_column_and_cause() {
        let fault = |cells: &[(&str, &str, &str)]| read(&fill(cells)).1[0].clone();
        let with = |column: &'static str, value: &'static str| {
            fault(&[("s0001", "event", "AID"), ("s0001", column, value)])
        };
        let faults = [
            fault(&[("s0001", "event", "HELP")]),
            fault(&[("s0001", "event", "none"), ("s0001", "words", "said")]),
            with("words", "withdrew"),
            with("cameo", "57"),
            with("date", "5.5.2020"),
            with("actor_country", "Serbia"),
            with("status", "maybe"),
            with("sentence", "Serbia."),
            with("start", "1e3"),
            with("stance", "denies"),
            fault(&[
                ("s0001", "event", "AID"),
                ("s0001", "actor", "a;b"),
                ("s0001", "actor_country", "SRB"),
            ]),
        ];
        insta::assert_snapshot!(faults.join("\n"));
    }

    #[test]
    fn a_sentence_with_a_fault_or_unfilled_does_not_count_as_read() {
        let good_and_bad = [("s0001", "event", "AID"), ("s0002", "event", "HELP")];
        let (coding, faults) = read(&fill(&good_and_bad));
        assert_eq!(faults.len(), 2);
        assert_eq!(coding.records.len(), 1);
        let Some(Extent::Sentences(places)) = coding.read.get("r1") else { panic!("{coding:?}") };
        assert_eq!(places.iter().map(|place| place.start).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn a_sheet_without_its_columns_is_named() {
        let fault = Coding::from_sheet_csv("eva", "eva.csv", &b"a,b\n1,2\n"[..]).unwrap_err();
        assert!(fault.to_string().starts_with("eva.csv:1: no column `item`"));
    }

    #[test]
    fn json_lines_are_read_as_the_table_is() {
        let jsonl = sample(&sentences(), 1.0, 1).unwrap().sheet(1).jsonl();
        let filled: String = jsonl.lines().fold(String::new(), |all, line| {
            let event = if line.contains("Serbia") { "[\"AID\"]" } else { "\"none\"" };
            all + &line.replace("\"event\":\"\"", &format!("\"event\":{event}")) + "\n"
        });
        let (coding, faults) = Coding::from_sheet_jsonl("eva", "f", filled.as_bytes());
        assert_eq!(faults, []);
        assert_eq!(coding.records.len(), 1);
        let (_, faults) = Coding::from_sheet_jsonl("eva", "f", &b"{\n\n[1]\n"[..]);
        assert_eq!(faults.len(), 2);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_named(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut sheet = fill(&FULL).into_bytes();
            let at = bytes.len().min(sheet.len());
            sheet.splice(at..at, bytes.clone());
            let _ = Coding::from_sheet_csv("eva", "f", &sheet[..]);
            let _ = Coding::from_sheet_csv("eva", "f", &bytes[..]);
            let _ = Coding::from_sheet_jsonl("eva", "f", &bytes[..]);
        }
    }
}
