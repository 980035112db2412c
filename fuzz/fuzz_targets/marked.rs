//! The judge's sentences and reports: they are read, or their faults are named.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = whimbrel_judge::sentences::read(&[("fuzz.tsv".to_owned(), text.to_owned())]);
    let _ = whimbrel_judge::reports::read("fuzz.jsonl", text);
});
