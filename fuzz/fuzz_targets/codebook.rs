//! A file of frames in the place of one of the codebook's: it is read, or its faults are named.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;
use whimbrel_codebook::Codebook;

fuzz_target!(|text: &str| {
    let files = BTreeMap::from([("frames/aid.toml".to_owned(), text.to_owned())]);
    if let Err(problems) = Codebook::read(&files) {
        assert!(!problems.is_empty());
    }
});
