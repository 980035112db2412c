//! Prints how many of the copies of a month are found, how many links are wrong, and the cost.
//!
//! ```sh
//! cargo run --release -p whimbrel-link --example measure -- REPORTS.jsonl NUMBER SEED
//! ```
//!
//! Three times: with the first, third, … report of the file as sources, on which thresholds were
//! chosen, with the others, and with all.

#[path = "../tests/corpus/mod.rs"]
mod corpus;
#[path = "../tests/corpus/measure.rs"]
mod measure;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, number, seed] = arguments.as_slice() else {
        return Err("usage: measure REPORTS.jsonl NUMBER SEED".into());
    };
    let sources = corpus::read(&std::fs::read_to_string(file)?);
    let half = |odd| sources.iter().skip(odd).step_by(2).cloned().collect::<Vec<_>>();
    for (name, sources) in [("chosen on", half(0)), ("held out", half(1)), ("all", sources.clone())]
    {
        let month = corpus::month(&sources, number.parse()?, seed.parse()?);
        println!("{name}: {} sources\n{}", sources.len(), measure::measure(&month).table());
    }
    Ok(())
}
