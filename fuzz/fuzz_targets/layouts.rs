//! A file of a layout, the first byte chooses which: each line gives a record or a problem, and what
//! was read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whimbrel_export::{Conventions, Layout, Outcome, Row, Writer, read};

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, file)) = bytes.split_first() else { return };
    let layout = Layout::ALL[usize::from(*choice) % Layout::ALL.len()];
    let mut records = Vec::new();
    let mut items = 0;
    read(layout, &mut &file[..], "x", &mut |item| {
        items += 1;
        records.extend(item);
    });
    assert!(items <= file.split(|byte| *byte == b'\n').count());
    let Ok(mut writer) = Writer::new(layout, Conventions::of(layout)) else { return };
    let mut out = Vec::new();
    let mut written = 0;
    for record in records {
        let outcome = writer.write(&mut out, &Row::from(record)).expect("memory can be written");
        written += usize::from(matches!(outcome, Outcome::Written(_)));
    }
    let mut again = 0;
    read(layout, &mut &out[..], "x", &mut |item| again += usize::from(item.is_ok()));
    assert!(!layout.is_read() || again <= written);
});
