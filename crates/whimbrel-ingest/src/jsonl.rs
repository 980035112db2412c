//! Reports as JSON, one a line.

use crate::{Options, Problem, Take, content_id};
use jiff::civil::Date;
use serde::Deserialize;
use std::io::BufRead;
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
        match input.read_until(b'\n', &mut bytes) {
            Err(error) => return take(Err(fault(error.to_string()))),
            Ok(0) => break,
            Ok(_) if bytes.trim_ascii().is_empty() => continue,
            Ok(_) => {}
        }
        n_read += 1;
        if !take(report(&bytes, options).map_err(fault)) {
            return false;
        }
    }
    if n_read == 0 {
        let message = "empty; skipped".to_owned();
        return take(Err(Problem { source: name.to_owned(), line: None, message }));
    }
    true
}

fn report(bytes: &[u8], options: &Options) -> Result<Report, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8; skipped".to_owned())?;
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

    proptest! {
        #[test]
        fn no_input_panics(input in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = all(&input);
        }
    }
}
