//! A file line by line, whatever its bytes are.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

/// Most bytes of a line: a hundred times the longest of a whole file of GDELT's.
pub const LONGEST: usize = 1 << 20;

/// Lines of a file, one held at a time.
pub(crate) struct Lines<'r> {
    input: &'r mut dyn BufRead,
    bytes: Vec<u8>,
    /// Number of the line last read, from 1.
    pub(crate) number: usize,
}

/// A line as it was found.
pub(crate) enum Line<'l> {
    /// Its bytes, without the line feed.
    Bytes(&'l [u8]),
    /// It was too long and passed over.
    TooLong,
}

impl<'r> Lines<'r> {
    pub(crate) fn new(input: &'r mut dyn BufRead) -> Self {
        Self { input, bytes: Vec::new(), number: 0 }
    }

    /// Returns the next line, `None` at the end.
    ///
    /// # Errors
    ///
    /// Those of the input.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.bytes.clear();
        let limit = LONGEST as u64 + 1;
        let read = (&mut self.input).take(limit).read_until(b'\n', &mut self.bytes)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.bytes.last() == Some(&b'\n') {
            self.bytes.pop();
        } else if self.bytes.len() > LONGEST {
            self.pass_over()?;
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(Line::Bytes(&self.bytes)))
    }

    /// Passes over the rest of a line without holding it.
    fn pass_over(&mut self) -> io::Result<()> {
        loop {
            let held = self.input.fill_buf()?;
            let (used, done) = match held.iter().position(|byte| *byte == b'\n') {
                Some(end) => (end + 1, true),
                None => (held.len(), held.is_empty()),
            };
            self.input.consume(used);
            if done {
                return Ok(());
            }
        }
    }
}

/// Returns a line's text: UTF-8, or else each byte as a character (ISO 8859-1, in which some of
/// ICEWS's and POLECAT's files are).
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// Returns a line without a byte order mark in front and a carriage return behind.
pub(crate) fn trimmed(bytes: &[u8], first: bool) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) if first => rest,
        _ => bytes,
    }
}

/// Returns the cells of a line. Quotes around a whole cell are taken off.
pub(crate) fn cells(line: &str) -> Vec<Cow<'_, str>> {
    line.split('\t').map(unquoted).collect()
}

fn unquoted(cell: &str) -> Cow<'_, str> {
    let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
    match inner {
        Some(inner) if inner.contains("\"\"") => Cow::Owned(inner.replace("\"\"", "\"")),
        // A quotation mark inside means that the outer ones are no wrapping: `"A" and "B"`.
        Some(inner) if !inner.contains('"') => Cow::Borrowed(inner),
        _ => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut input: &[u8]) -> Vec<String> {
        let mut lines = Lines::new(&mut input);
        let mut found = Vec::new();
        while let Some(line) = lines.next().expect("memory can be read") {
            found.push(match line {
                Line::Bytes(bytes) => text(trimmed(bytes, false)).into_owned(),
                Line::TooLong => "too long".into(),
            });
        }
        found
    }

    #[test]
    fn lines_end_with_line_feeds_with_or_without_returns() {
        assert_eq!(all(b"a\r\n\nb"), ["a", "", "b"]);
        assert_eq!(all(b""), [""; 0]);
    }

    #[test]
    fn a_line_too_long_is_passed_over() {
        let mut input = vec![b'x'; LONGEST + 5];
        input.extend(b"\nb\n");
        assert_eq!(all(&input), ["too long", "b"]);
    }

    #[test]
    fn what_is_no_utf_8_is_read_byte_by_byte() {
        assert_eq!(text(b"C\xF4te"), "Côte");
        assert_eq!(text("Côte".as_bytes()), "Côte");
    }

    #[test]
    fn quotes_around_a_cell_are_taken_off() {
        let line = "\"a,b\"\t\"say \"\"x\"\"\"\t\"A\" and \"B\"\t\"";
        assert_eq!(cells(line), ["a,b", "say \"x\"", "\"A\" and \"B\"", "\""]);
    }
}
