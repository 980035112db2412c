//! Paragraphs: lines, and lines that were broken to fit a width.

use super::patterns::is_gap;
use std::ops::Range;

/// Lines up to this long may have been broken to fit a width.
const WIDEST: usize = 120;

/// A line at least this long that is left open goes on in a line that begins with a small letter.
const OPEN_LINE: usize = 40;

/// Returns the paragraphs of a text in order, without blank ones.
///
/// A blank line parts paragraphs, and so does a single line end, except where lines were broken to
/// fit a width: there the next line's first word had no room, or goes on with a small letter.
pub(super) fn paragraphs(chars: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut block: Vec<Range<usize>> = Vec::new();
    for line in lines(chars) {
        let is_blank = chars[line.clone()].iter().all(|c| is_gap(*c));
        if !is_blank {
            block.push(trim(chars, line));
        } else if !block.is_empty() {
            join(chars, &block, &mut found);
            block.clear();
        }
    }
    join(chars, &block, &mut found);
    found
}

/// The lines of a text without their ends: `\n`, `\r\n`, `\r` and the separators of Unicode.
fn lines(chars: &[char]) -> impl Iterator<Item = Range<usize>> {
    let is_end = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= chars.len() {
            return None;
        }
        let end = (start..chars.len()).find(|&at| is_end(chars[at])).unwrap_or(chars.len());
        let line = start..end;
        let is_pair = chars.get(end) == Some(&'\r') && chars.get(end + 1) == Some(&'\n');
        start = end + 1 + usize::from(is_pair);
        Some(line)
    })
}

/// A line without the gaps around it; it is not blank.
fn trim(chars: &[char], line: Range<usize>) -> Range<usize> {
    let start = line.clone().find(|&at| !is_gap(chars[at])).unwrap_or(line.start);
    let end = line.clone().rev().find(|&at| !is_gap(chars[at])).map_or(line.end, |at| at + 1);
    start..end
}

/// Joins the lines of a block that belong together.
fn join(chars: &[char], block: &[Range<usize>], found: &mut Vec<Range<usize>>) {
    let is_wrapped = is_wrapped(chars, block);
    let width = block.iter().map(Range::len).max().unwrap_or(0);
    for (at, line) in block.iter().enumerate() {
        let goes_on = at > 0 && {
            let before = &block[at - 1];
            let open = before.len() >= OPEN_LINE && goes_on(chars, before, line);
            open || (is_wrapped && before.len() + 1 + first_word(chars, line) > width)
        };
        match found.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = line.end,
            None => found.push(line.clone()),
        }
    }
}

/// Whether the lines of a block were broken to fit a width: none is very long, and of their
/// beginnings many are in the middle of a sentence.
fn is_wrapped(chars: &[char], block: &[Range<usize>]) -> bool {
    let narrow = block.iter().all(|line| line.len() <= WIDEST);
    let within = block.windows(2).filter(|pair| goes_on(chars, &pair[0], &pair[1])).count();
    let long = block.iter().any(|line| line.len() >= OPEN_LINE);
    narrow && long && within > 0 && within * 4 >= block.len() - 1
}

/// Whether a line is left open and the next goes on with a small letter.
fn goes_on(chars: &[char], before: &Range<usize>, line: &Range<usize>) -> bool {
    let last = chars[before.end - 1];
    !matches!(last, '.' | '!' | '?' | ':' | ';' | '…') && chars[line.start].is_lowercase()
}

fn first_word(chars: &[char], line: &Range<usize>) -> usize {
    chars[line.clone()].iter().take_while(|c| !is_gap(**c)).count()
}
