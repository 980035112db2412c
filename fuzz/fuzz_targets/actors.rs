//! A user's list of actors: it is read, or its faults are named with lines that it has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whimbrel_resolve::Registry;

fuzz_target!(|bytes: &[u8]| {
    let mut registry = Registry::default();
    let added = registry.extend("fuzz.txt", bytes);
    let lines = bytes.split(|byte| *byte == b'\n').count();
    assert!(added.entries <= lines);
    for problem in &added.problems {
        assert!((1..=lines).contains(&problem.line));
    }
});
