//! Files of a language model, a judge and word-piece vectors: damaged ones are refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = whimbrel_parse::Analyser::from_bytes(bytes);
    let _ = whimbrel_judge::Judge::from_bytes(bytes, "");
    let _ = whimbrel_parse::Vectors::read(bytes);
});
