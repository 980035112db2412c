//! A labelled file for `whimbrel evaluate`: of whatever kind it is taken to be, it is scored.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use whimbrel::Pipeline;
use whimbrel::evaluate::{self, Kind};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(Pipeline::builtin);

fuzz_target!(|text: &str| {
    if let Some(kind) = Kind::of(text) {
        let _ = evaluate::lines(&PIPELINE, kind, text);
    }
});
