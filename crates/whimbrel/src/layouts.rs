//! The forms in which records are written: one file a form.

pub mod csv;
pub mod jsonl;
pub mod table;

use crate::record::EventRecord;
use std::io::{self, Write};
use whimbrel_text::Report;

/// A form of output, written report by report.
pub trait Layout {
    /// Writes what stands before the first report.
    ///
    /// # Errors
    /// Where writing fails.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// Writes the records of a report.
    ///
    /// # Errors
    /// Where writing fails.
    fn report(
        &mut self,
        out: &mut dyn Write,
        report: &Report,
        records: &[EventRecord],
    ) -> io::Result<()>;

    /// Writes what stands after the last report.
    ///
    /// # Errors
    /// Where writing fails.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }
}
