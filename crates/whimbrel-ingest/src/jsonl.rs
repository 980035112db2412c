//! Reports as JSON, one a line.

use crate::{LARGEST, Options, Problem, Take, content_id, too_large};
use jiff::civil::Date;
use serde::Deserialize;
use std::io::{BufRead, Read};
use whimbrel_text::Report;

/// A line as the contract of the program's input names its fields.
#[derive(Deserialize)]
struct Line {
    id: Option<serde_json::Value>,
    text: String,
    title: Option<String>,
    subtitle: Option<String>,
    category: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    author: Option<String>,
    language: Option<String>,
    date: Option<String>,
}

/// Reads all lines; a line that is no report goes to `take` as a problem.
pub(crate) fn read(
    name: &str,
    input: &mut dyn BufRead,
    options: &Options,
    take: &mut Take<'_>,
) -> bool {
    let mut bytes = Vec::new();
    let mut line = 0;
    let mut n_read = 0;
    loop {
        bytes.clear();
        line += 1;
        let fault =
            |message: String| Problem { source: name.to_owned(), line: Some(line), message };
        let found = match next_line(input, &mut bytes) {
            Err(error) => return take(Err(fault(error.to_string()))),
            Ok(Next::End) => break,
            Ok(Next::Line) if bytes.trim_ascii().is_empty() => continue,
            Ok(Next::Line) => report(&bytes, options),
            Ok(Next::TooLarge) => Err(too_large()),
        };
        n_read += 1;
        if !take(found.map_err(fault)) {
            return false;
        }
    }
    if n_read == 0 {
        let message = "empty; skipped".to_owned();
        return take(Err(Problem { source: name.to_owned(), line: None, message }));
    }
    true
}

/// What stands next in the input.
enum Next {
    Line,
    /// A line of more than [`LARGEST`] bytes; it has been passed over.
    TooLarge,
    End,
}

/// Reads a line into `bytes`, of which no more than [`LARGEST`] are held.
fn next_line(input: &mut dyn BufRead, bytes: &mut Vec<u8>) -> std::io::Result<Next> {
    if (&mut *input).take(LARGEST as u64 + 1).read_until(b'\n', bytes)? == 0 {
        return Ok(Next::End);
    }
    if bytes.len() <= LARGEST || bytes.ends_with(b"\n") {
        return Ok(Next::Line);
    }
    while !bytes.ends_with(b"\n") {
        bytes.clear();
        if (&mut *input).take(LARGEST as u64).read_until(b'\n', bytes)? == 0 {
            break;
        }
    }
    Ok(Next::TooLarge)
}

fn report(bytes: &[u8], options: &Options) -> Result<Report, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8; skipped".to_owned())?;
    let text = text.trim_start_matches('\u{feff}');
    let line: Line = serde_json::from_str(text).map_err(|e| format!("{e}; skipped"))?;
    let id = match line.id {
        Some(serde_json::Value::String(id)) => id,
        Some(serde_json::Value::Null) | None => content_id(&line.text),
        Some(other) => other.to_string(),
    };
    let date = match (&options.date, &line.date) {
        (Some(date), _) => Some(*date),
        (None, Some(text)) if !text.is_empty() => Some(day(text)?),
        _ => None,
    };
    Ok(Report {
        id,
        text: line.text,
        title: line.title.filter(|t| !t.trim().is_empty()),
        subtitle: line.subtitle,
        category: line.category,
        url: line.url,
        publisher: line.publisher,
        author: line.author,
        language: line.language,
        date,
    })
}

/// The day of `YYYY-MM-DD` or of an RFC 3339 time.
fn day(text: &str) -> Result<Date, String> {
    let fault = || format!("`{text}` is not a date as YYYY-MM-DD; skipped");
    text.get(..10).ok_or_else(fault)?.parse().map_err(|_| fault())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(input: &[u8]) -> Vec<Result<Report, Problem>> {
        let mut found = Vec::new();
        read("x.jsonl", &mut &*input, &Options::default(), &mut |item| {
            found.push(item);
            true
        });
        found
    }

    #[test]
    fn a_broken_line_is_named_and_the_rest_is_read() {
        let input = b"{\"id\": \"1\", \"text\": \"a\", \"date\": \"2024-05-01T10:00:00Z\"}\n{broken\n\n{\"text\": \"b\"}\n";
        let found = all(input);
        assert_eq!(found.len(), 3);
        let first = found[0].as_ref().ok().map(|r| (r.id.as_str(), r.date.is_some()));
        assert_eq!(first, Some(("1", true)));
        let message = found[1].as_ref().err().map(ToString::to_string).unwrap_or_default();
        assert!(message.starts_with("x.jsonl:2: "), "{message}");
        assert_eq!(found[2].as_ref().ok().map(|r| r.id.len()), Some(16));
    }

    #[test]
    fn a_line_too_large_is_named_and_passed_over() {
        let mut input = b"{\"text\": \"".to_vec();
        input.resize(3 * LARGEST, b'x');
        input.extend(b"\n{\"text\": \"b\"}\n");
        let found = all(&input);
        assert_eq!(found.len(), 2);
        let message = found[0].as_ref().err().map(ToString::to_string).unwrap_or_default();
        assert!(message.starts_with("x.jsonl:1: larger than 4 MiB"), "{message}");
        assert!(found[1].is_ok());
    }

    proptest! {
        #[test]
        fn no_input_panics(input in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = all(&input);
        }
    }
}
