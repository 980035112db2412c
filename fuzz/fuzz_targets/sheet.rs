//! Filled sheets and records of other coders: whatever is read can be compared and written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whimbrel_agreement::{Coding, Options, compare, page, table};

fuzz_target!(|bytes: &[u8]| {
    let (lines, _) = Coding::from_sheet_jsonl("lines", "-", bytes);
    let (records, _) = Coding::from_jsonl("records", "-", bytes);
    let mut codings = vec![lines, records];
    codings.extend(Coding::from_sheet_csv("cells", "-", bytes).ok().map(|(coding, _)| coding));
    let options = Options::default();
    if let Ok(comparison) = compare(&codings, &options) {
        assert!(!table(&comparison, 10).is_empty());
        assert!(!page(&comparison, 10).contains("<script"));
    }
});
