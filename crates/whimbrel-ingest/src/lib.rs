//! Readers: from files, folders and streams to reports.
//!
//! A fault in one input is named with its file, line and cause, and the rest goes on. No more than
//! [`LARGEST`] bytes of an input are held at a time, whatever it is.

#![forbid(unsafe_code)]

mod jsonl;
mod page;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};
use whimbrel_text::Report;

pub use page::read_page;

/// Most bytes that a report may have: the whole of a page, a line of JSONL. A newspaper's longest
/// pieces have a fortieth of it; what is larger is something else, and is named and left out.
pub const LARGEST: usize = 4 << 20;

/// How inputs are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// By the ending of the file's name; standard input by its first character.
    #[default]
    Auto,
    /// A page of text.
    Txt,
    /// One report a line as JSON.
    Jsonl,
}

/// What a reader is told beside the inputs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How inputs are to be read.
    pub format: Format,
    /// Publication date of reports; outweighs what the inputs say.
    pub date: Option<Date>,
}

/// An input, or a line of it, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, or `standard input`.
    pub source: String,
    /// Line, counted from 1, where it is one line's fault.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.source, self.message),
            None => write!(f, "{}: {}", self.source, self.message),
        }
    }
}

/// Takes what was read; returns whether to go on.
pub type Take<'t> = dyn FnMut(Result<Report, Problem>) -> bool + 't;

/// Reads all inputs in order: files, folders (their `.txt` and `.jsonl` files, sorted by path), and
/// `-` for standard input.
pub fn read(inputs: &[String], stdin: &mut dyn BufRead, options: &Options, take: &mut Take<'_>) {
    for input in inputs {
        let goes_on = match input.as_str() {
            "-" => stream("standard input", stdin, options, take),
            path => read_path(Path::new(path), options, take),
        };
        if !goes_on {
            return;
        }
    }
}

fn problem(source: &str, message: impl Into<String>) -> Problem {
    Problem { source: source.to_owned(), line: None, message: message.into() }
}

fn read_path(path: &Path, options: &Options, take: &mut Take<'_>) -> bool {
    if !path.is_dir() {
        return read_file(path, options, take);
    }
    let mut files = Vec::new();
    if let Err(error) = collect(path, &mut files) {
        return take(Err(problem(&path.to_string_lossy(), error.to_string())));
    }
    files.sort();
    if files.is_empty() {
        let message = "no reports in this folder (no .txt or .jsonl file)";
        return take(Err(problem(&path.to_string_lossy(), message)));
    }
    files.iter().all(|file| read_file(file, options, take))
}

/// Collects the report files below a folder; links are not followed, so that no loop arises.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let path = entry.path();
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        if kind.is_dir() {
            collect(&path, files)?;
        } else if matches!(ending, "txt" | "jsonl") {
            files.push(path);
        }
    }
    Ok(())
}

fn read_file(path: &Path, options: &Options, take: &mut Take<'_>) -> bool {
    let name = path.to_string_lossy().into_owned();
    let is_jsonl = match options.format {
        Format::Auto => path.extension().is_some_and(|e| e == "jsonl" || e == "ndjson"),
        format => format == Format::Jsonl,
    };
    if is_jsonl {
        return match std::fs::File::open(path) {
            Ok(file) => jsonl::read(&name, &mut std::io::BufReader::new(file), options, take),
            Err(error) => take(Err(problem(&name, error.to_string()))),
        };
    }
    let report = match std::fs::File::open(path) {
        Ok(mut file) => whole(&name, &mut file, options),
        Err(error) => Err(problem(&name, error.to_string())),
    };
    take(report)
}

fn stream(name: &str, stdin: &mut dyn BufRead, options: &Options, take: &mut Take<'_>) -> bool {
    let is_jsonl = match options.format {
        Format::Auto => stdin.fill_buf().is_ok_and(|bytes| bytes.first() == Some(&b'{')),
        format => format == Format::Jsonl,
    };
    if is_jsonl {
        return jsonl::read(name, stdin, options, take);
    }
    take(whole(name, stdin, options))
}

/// Reads an input that is one report.
fn whole(name: &str, input: &mut dyn Read, options: &Options) -> Result<Report, Problem> {
    let mut bytes = Vec::new();
    let mut input = input.take(LARGEST as u64 + 1);
    input.read_to_end(&mut bytes).map_err(|error| problem(name, error.to_string()))?;
    if bytes.len() > LARGEST {
        return Err(problem(name, too_large()));
    }
    page(name, &bytes, options)
}

fn too_large() -> String {
    format!("larger than {} MiB, too large for a report; skipped", LARGEST >> 20)
}

/// Reads a page of text; the file's name gives the identifier and, where it begins with one, the
/// date (`2024-03-05-name.txt`).
fn page(name: &str, bytes: &[u8], options: &Options) -> Result<Report, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|&&b| b == b'\n').count() + 1;
        let message = "not UTF-8; skipped".to_owned();
        Problem { source: name.to_owned(), line: Some(line), message }
    })?;
    if text.trim().is_empty() {
        return Err(problem(name, "empty; skipped"));
    }
    let file = Path::new(name).file_name().and_then(|f| f.to_str()).unwrap_or(name);
    let mut report = read_page(text);
    let from_name = file.get(..10).and_then(|start| start.parse::<Date>().ok());
    report.date = options.date.or(from_name);
    report.id = if name == "standard input" { content_id(text) } else { file.to_owned() };
    Ok(report)
}

/// Returns an identifier made from a text: the first 16 digits of its SHA-256.
#[must_use]
pub fn content_id(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
