//! One record a line as JSON.

use super::Layout;
use crate::record::EventRecord;
use std::io::{self, Write};
use whimbrel_text::Report;

/// PLOVER JSON, one record a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Jsonl;

impl Layout for Jsonl {
    fn report(
        &mut self,
        out: &mut dyn Write,
        _: &Report,
        records: &[EventRecord],
    ) -> io::Result<()> {
        for record in records {
            serde_json::to_writer(&mut *out, record)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}
