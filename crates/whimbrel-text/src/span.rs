//! Spans in code points, and the way from them to bytes.

/// A stretch of text: code points from the start of the text, end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

impl Span {
    /// Returns the span from `start` to `end` (code points, end exclusive).
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns the number of code points covered.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Returns whether no code point is covered.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Returns the smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Returns whether both share at least one code point.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// An index over a text that turns code-point spans into string slices.
///
/// Building costs one pass over the text; a text in ASCII needs no table. Looking up is O(1).
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Byte offset of each code point and of the end; empty where the text is ASCII.
    bytes: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Indexes `text`. Texts of 4 GiB and more are cut by the readers before they get here.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let bytes = if text.is_ascii() {
            Vec::new()
        } else {
            let ends = std::iter::once(text.len());
            text.char_indices().map(|(at, _)| at).chain(ends).map(|at| at as u32).collect()
        };
        Self { text, bytes }
    }

    /// Returns the number of code points of the text.
    #[must_use]
    pub fn len(&self) -> usize {
        if self.bytes.is_empty() { self.text.len() } else { self.bytes.len() - 1 }
    }

    /// Returns whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the byte offset of code point `at`; past the end, the text's length in bytes.
    #[must_use]
    pub fn byte(&self, at: usize) -> usize {
        if self.bytes.is_empty() {
            at.min(self.text.len())
        } else {
            self.bytes.get(at).map_or(self.text.len(), |&b| b as usize)
        }
    }

    /// Returns the words of `span`; what lies past the end is left out.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'t str {
        let (start, end) = (self.byte(span.start), self.byte(span.end));
        &self.text[start.min(end)..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_count_code_points_not_bytes() {
        let text = "Łódź “met” Kyjiv 🕊.";
        let index = CodePoints::new(text);
        assert_eq!(index.slice(Span::new(5, 10)), "“met”");
        assert_eq!(index.slice(Span::new(17, 99)), "🕊.");
        assert_eq!(index.len(), text.chars().count());
    }

    #[test]
    fn ascii_needs_no_table() {
        let index = CodePoints::new("plain");
        assert_eq!(index.slice(Span::new(1, 3)), "la");
        assert_eq!(index.len(), 5);
    }
}
