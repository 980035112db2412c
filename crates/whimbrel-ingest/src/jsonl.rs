//! Reports as JSON, one object a line.

use crate::{BOM, Each, Problem, cause, content_id, problem};
use jiff::civil::Date;
use serde::Deserialize;
use std::io::BufRead;
use whimbrel_text::Report;

/// The fields of a line; those that are not named here are passed over.
#[derive(Deserialize)]
struct Line {
    id: Option<Id>,
    text: Option<String>,
    title: Option<String>,
    subtitle: Option<String>,
    category: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    author: Option<String>,
    language: Option<String>,
    date: Option<String>,
}

/// Identifiers are text, but archives often number their reports.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

/// Reads reports line by line until the end or until `each` returns `false`; returns whether to go
/// on. Empty lines are passed over.
pub fn read(source: &str, input: &mut dyn BufRead, each: &mut Each<'_>) -> bool {
    let (mut bytes, mut number, mut is_empty) = (Vec::new(), 0, true);
    loop {
        bytes.clear();
        number += 1;
        match input.read_until(b'\n', &mut bytes) {
            Ok(0) if is_empty => return each(Err(problem(source, "the file holds no report"))),
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return each(Err(at(source, number, cause(&error)))),
        }
        let line = bytes.strip_prefix(BOM).filter(|_| number == 1).unwrap_or(&bytes);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        is_empty = false;
        if !each(report(line).map_err(|message| at(source, number, message))) {
            return false;
        }
    }
}

fn at(source: &str, line: usize, message: String) -> Problem {
    Problem { line: Some(line), ..problem(source, &message) }
}

/// Reads one line; the error is the cause.
fn report(line: &[u8]) -> Result<Report, String> {
    let text = std::str::from_utf8(line).map_err(|_| "not UTF-8; skipped".to_owned())?;
    let line: Line = serde_json::from_str(text).map_err(|error| syntax(&error))?;
    let date = line.date.as_deref().filter(|date| !date.is_empty()).map(day).transpose()?;
    let title = line.title.filter(|title| !title.trim().is_empty());
    let text = match (line.text, &title) {
        (Some(text), _) => text,
        (None, Some(_)) => String::new(),
        (None, None) => return Err("no field `text`; skipped".to_owned()),
    };
    let id = match line.id {
        Some(Id::Text(id)) if !id.is_empty() => id,
        Some(Id::Number(id)) => id.to_string(),
        _ => content_id(&[title.as_deref().unwrap_or(""), &text]),
    };
    Ok(Report {
        id,
        text,
        title,
        subtitle: line.subtitle,
        category: line.category,
        url: line.url,
        publisher: line.publisher,
        author: line.author,
        language: line.language,
        date,
    })
}

/// The place in the line is kept; the line of the message would always be 1.
fn syntax(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    format!("not a report in JSON (column {}): {what}; skipped", error.column())
}

/// The day of `YYYY-MM-DD` or of an RFC 3339 time, as written there.
fn day(date: &str) -> Result<Date, String> {
    let date = date.trim();
    let (day, time) = date.split_at_checked("2024-03-05".len()).unwrap_or((date, ""));
    let is_day = time.is_empty() || time.starts_with(['T', 't', ' ']);
    let wrong = || format!("date `{date}` is neither YYYY-MM-DD nor RFC 3339; skipped");
    day.parse().ok().filter(|_| is_day).ok_or_else(wrong)
}
