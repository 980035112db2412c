//! Lines of reports from standard input: each gives a report or a problem.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whimbrel_ingest::{Format, Options};

fuzz_target!(|bytes: &[u8]| {
    let options = Options { format: Format::Jsonl, date: None };
    let inputs = ["-".to_owned()];
    let mut items = 0;
    whimbrel_ingest::read(&inputs, &mut &bytes[..], &options, &mut |_| {
        items += 1;
        true
    });
    assert!(items <= bytes.split(|byte| *byte == b'\n').count());
});
