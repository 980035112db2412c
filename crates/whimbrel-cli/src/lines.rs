//! `whimbrel relate` and `whimbrel resolve`: JSON lines in, JSON lines out.

use crate::Outcome;
use crate::args::Lines;
use anyhow::{Context, Result};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, Write};
use whimbrel::relate::{Question, relate as answer};

pub(crate) fn relate(args: &Lines) -> Result<Outcome> {
    let (pipeline, lists) = crate::own::pipeline(&args.actors, None)?;
    let outcome = each_line(args, |line| {
        let question: Question = serde_json::from_str(line).map_err(|e| e.to_string())?;
        serde_json::to_value(answer(&pipeline, &question)).map_err(|e| e.to_string())
    });
    Ok(lists.and(outcome?))
}

pub(crate) fn resolve(args: &Lines) -> Result<Outcome> {
    let (pipeline, lists) = crate::own::pipeline(&args.actors, None)?;
    let outcome = each_line(args, |line| {
        let value: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let field = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or("");
        let text = value.get("text").and_then(Value::as_str).ok_or("no field `text`")?;
        let date: Option<Date> = field("date").parse().ok();
        let entity = pipeline.resolve(text, field("context"), date);
        let mut answer = serde_json::to_value(entity).map_err(|e| e.to_string())?;
        if let Value::Object(fields) = &mut answer {
            fields.insert("id".to_owned(), value.get("id").cloned().unwrap_or(json!(null)));
        }
        Ok(answer)
    });
    Ok(lists.and(outcome?))
}

/// Answers each line; one that cannot be read is named and the rest goes on.
fn each_line(args: &Lines, answer: impl Fn(&str) -> Result<Value, String>) -> Result<Outcome> {
    let input: Box<dyn BufRead> = match args.input.as_str() {
        "-" => Box::new(std::io::stdin().lock()),
        path => {
            Box::new(BufReader::new(std::fs::File::open(path).with_context(|| path.to_owned())?))
        }
    };
    let name = if args.input == "-" { "standard input" } else { &args.input };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut partial = false;
    for (at, line) in input.split(b'\n').enumerate() {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let text = std::str::from_utf8(&line).map_err(|_| "not UTF-8".to_owned());
        match text.and_then(&answer) {
            Ok(value) => writeln!(out, "{value}")?,
            Err(message) => {
                eprintln!("{name}:{}: {message}; skipped", at + 1);
                partial = true;
                if args.strict {
                    break;
                }
            }
        }
    }
    out.flush()?;
    Ok(if partial { Outcome::Partial } else { Outcome::Complete })
}
