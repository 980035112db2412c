//! Writes a month of reports with known copies as JSON lines.
//!
//! ```sh
//! cargo run --release -p whimbrel-link --example corpus -- REPORTS.jsonl NUMBER SEED > month.jsonl
//! ```
//!
//! The fields are those of the program's input, with `source` (the report that a line was made
//! from) and `change` (how) beside them.

#[path = "../tests/corpus/mod.rs"]
mod corpus;

use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, number, seed] = arguments.as_slice() else {
        return Err("usage: corpus REPORTS.jsonl NUMBER SEED".into());
    };
    let sources = corpus::read(&std::fs::read_to_string(file)?);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for made in corpus::month(&sources, number.parse()?, seed.parse()?) {
        let report = &made.report;
        let line = serde_json::json!({
            "id": report.id,
            "title": report.title,
            "text": report.text,
            "publisher": report.publisher,
            "date": report.date.map(|day| day.to_string()),
            "source": sources[made.source].id,
            "change": made.change.name(),
        });
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}
