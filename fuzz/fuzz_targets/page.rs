//! A copied page as a report: its parts lie in its text and in their order.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &str| {
    let report = whimbrel_ingest::read_page(page);
    assert!(report.text.chars().count() <= page.chars().count() + 1);
});
