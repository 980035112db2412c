//! Prints the commitments and positions of a text file as JSON:
//! `cargo run --release -p whimbrel-track --example track -- FILE [YYYY-MM-DD]`.
//! A file of JSON lines (`.jsonl`, one report with `id`, `text`, `title` and `date` a line) gives a
//! line for each report.

use std::error::Error;
use whimbrel::{Pipeline, Report};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("no file given")?;
    let date = arguments.next().map(|date| date.parse()).transpose()?;
    let text = std::fs::read_to_string(&file)?;
    let pipeline = Pipeline::builtin();
    for report in reports(&file, text, date)? {
        let coded = pipeline.code_with_sentences(&report);
        let found = whimbrel_track::read(&report, &coded.title, &coded.text, &coded.records);
        println!("{}", serde_json::to_string(&found)?);
    }
    Ok(())
}

fn reports(
    file: &str,
    text: String,
    date: Option<jiff::civil::Date>,
) -> Result<Vec<Report>, Box<dyn Error>> {
    if !file.ends_with(".jsonl") {
        return Ok(vec![Report { id: file.to_owned(), text, date, ..Report::default() }]);
    }
    let mut reports = Vec::new();
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| value[name].as_str().map(str::to_owned);
        let date = field("date").and_then(|day| day.parse().ok());
        let (id, text) = (field("id").unwrap_or_default(), field("text").unwrap_or_default());
        reports.push(Report { id, text, title: field("title"), date, ..Report::default() });
    }
    Ok(reports)
}
