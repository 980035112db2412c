//! Any text through the whole program: the offsets of its records lie in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use whimbrel::{Pipeline, Report};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(Pipeline::builtin);

fuzz_target!(|text: &str| {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let n = text.chars().count();
    for record in PIPELINE.code(&report) {
        assert!(record.event_start <= record.event_end && record.event_end <= n);
        for party in record.actor.iter().chain(&record.recipient) {
            assert!(party.start <= party.end && party.end <= n);
        }
    }
});
