//! A file of any layout, the first byte chooses which or leaves it to be recognised: findings stand in
//! lines that the file has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whimbrel_export::Layout;
use whimbrel_export::lint::{Options, lint};

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, file)) = bytes.split_first() else { return };
    let layout = Layout::ALL.get(usize::from(*choice) % 11).copied();
    let report = lint(&mut &file[..], "x", &Options { layout, ..Options::default() });
    let lines = file.split(|byte| *byte == b'\n').count();
    assert!(report.lines <= lines);
    assert!(report.findings.iter().all(|finding| finding.line <= lines + 1));
});
