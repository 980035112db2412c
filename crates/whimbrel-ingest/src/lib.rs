//! From files, folders and standard input to reports.
//!
//! [`read`] hands over one report after the other and never holds more than one: a file of JSON
//! lines is read line by line. What cannot be read becomes a [`Problem`] that names the file, the
//! line and the cause; the rest goes on. Pages copied as plain text lose their furniture in
//! [`txt`]. The crate knows nothing of language or politics.

#![forbid(unsafe_code)]

mod folder;
pub mod jsonl;
pub mod txt;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use whimbrel_text::Report;

/// How the bytes of an input are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// By the file's name; standard input by its first character (`{` begins JSON lines).
    #[default]
    Auto,
    /// One report a file, as a reader copied it from a page.
    Txt,
    /// One report a line, as JSON.
    Jsonl,
}

/// What the caller knows about the inputs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Layout of every input.
    pub format: Format,
    /// Day of publication; it takes precedence over the one that an input names.
    pub date: Option<Date>,
}

/// An input, or a line of one, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// File as given or found; `-` for standard input.
    pub source: String,
    /// Line of the file, counted from 1.
    pub line: Option<usize>,
    /// Cause, in lower case without a final dot.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "{}:{line}: {}", self.source, self.message),
            None => write!(out, "{}: {}", self.source, self.message),
        }
    }
}

impl std::error::Error for Problem {}

/// Receives each report or problem; returns `false` to stop the reading.
pub type Each<'a> = dyn FnMut(Result<Report, Problem>) -> bool + 'a;

/// Reads all inputs in order: files, folders (their `.txt` and `.jsonl` files, sorted by path),
/// and `-` for `stdin`. Stops when `each` returns `false`.
///
/// Memory is bounded by the longest report.
pub fn read(inputs: &[String], stdin: &mut dyn BufRead, options: &Options, each: &mut Each<'_>) {
    for input in inputs {
        let goes_on = match input.as_str() {
            "-" => read_stdin(stdin, options, each),
            path if Path::new(path).is_dir() => read_folder(path, options, each),
            path => read_file(path, options, each),
        };
        if !goes_on {
            return;
        }
    }
}

fn read_folder(folder: &str, options: &Options, each: &mut Each<'_>) -> bool {
    let (files, problems) = folder::reports_below(folder);
    let is_empty = files.is_empty() && problems.is_empty();
    let mut goes_on = problems.into_iter().all(|problem| each(Err(problem)));
    if is_empty {
        goes_on = each(Err(problem(folder, "the folder holds no `.txt` or `.jsonl` file")));
    }
    goes_on && files.iter().all(|file| read_file(file, options, each))
}

fn read_file(path: &str, options: &Options, each: &mut Each<'_>) -> bool {
    let opened = File::open(path).map_err(|error| problem(path, &cause(&error)));
    match opened {
        Ok(file) => {
            let format = if options.format == Format::Auto { by_name(path) } else { options.format };
            read_stream(path, &mut BufReader::new(file), format, options, each)
        }
        Err(problem) => each(Err(problem)),
    }
}

fn by_name(path: &str) -> Format {
    let extension = Path::new(path).extension().unwrap_or_default();
    let is_lines = ["jsonl", "ndjson"].iter().any(|name| extension.eq_ignore_ascii_case(name));
    if is_lines { Format::Jsonl } else { Format::Txt }
}

fn read_stdin(stdin: &mut dyn BufRead, options: &Options, each: &mut Each<'_>) -> bool {
    let format = match options.format {
        Format::Auto => by_first_character(stdin),
        format => format,
    };
    read_stream("-", stdin, format, options, each)
}

/// Looks at the bytes that wait without taking them.
fn by_first_character(stdin: &mut dyn BufRead) -> Format {
    let waiting = stdin.fill_buf().unwrap_or_default();
    let waiting = waiting.strip_prefix(BOM).unwrap_or(waiting);
    match waiting.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => Format::Jsonl,
        _ => Format::Txt,
    }
}

/// The mark with which some programs begin a text in UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

fn read_stream(
    source: &str,
    input: &mut dyn BufRead,
    format: Format,
    options: &Options,
    each: &mut Each<'_>,
) -> bool {
    let mut dated = |result: Result<Report, Problem>| {
        each(result.map(|report| Report { date: options.date.or(report.date), ..report }))
    };
    match format {
        Format::Jsonl => jsonl::read(source, input, &mut dated),
        Format::Txt | Format::Auto => dated(read_page(source, input)),
    }
}

/// Reads a whole plain text.
fn read_page(source: &str, input: &mut dyn BufRead) -> Result<Report, Problem> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|error| problem(source, &cause(&error)))?;
    let bytes = bytes.strip_prefix(BOM).unwrap_or(&bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(source, bytes, error))?;
    let report = txt::page(text);
    if report.text.is_empty() && report.title.is_none() {
        return Err(problem(source, "the file holds no text"));
    }
    let name = Path::new(source).file_name().map(|name| name.to_string_lossy().into_owned());
    let id = match name.filter(|_| source != "-") {
        Some(name) => name,
        None => content_id(&[report.title.as_deref().unwrap_or(""), &report.text]),
    };
    Ok(Report { date: date_of_name(&id), id, ..report })
}

fn not_utf8(source: &str, bytes: &[u8], error: std::str::Utf8Error) -> Problem {
    let before = &bytes[..error.valid_up_to()];
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    Problem { line: Some(line), ..problem(source, "not UTF-8; convert the file and try again") }
}

/// The day that a file name such as `2024-03-05-talks.txt` begins with.
fn date_of_name(name: &str) -> Option<Date> {
    let (date, rest) = name.split_at_checked("2024-03-05".len())?;
    let ends_there = !rest.starts_with(|next: char| next.is_alphanumeric());
    date.parse().ok().filter(|_| ends_there)
}

/// Returns an identifier from the words themselves: 16 hexadecimal digits of their SHA-256.
///
/// The parts are hashed with their lengths, so that no two different lists give the same bytes.
#[must_use]
pub fn content_id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn problem(source: &str, message: &str) -> Problem {
    Problem { source: source.to_owned(), line: None, message: message.to_owned() }
}

/// The operating system's words are left out where the kind says it all, so that messages are the
/// same on every machine.
fn cause(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "no permission to read".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

#[cfg(test)]
mod tests;
