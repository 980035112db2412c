//! Tokens of a paragraph.

use super::lexicon::{LONGEST_ABBREVIATION, Lexicon};
use super::patterns::{self, is_apostrophe, is_gap, is_word, lower, run};
use std::ops::Range;

/// A token: its code points, and whether it is written together with the token before it as one
/// word of the treebank's multiword tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) at: Range<usize>,
    pub(super) joins_previous: bool,
}

/// Words that begin with an apostrophe.
const ELISIONS: [&str; 9] = ["em", "n", "til", "tis", "twas", "cause", "bout", "round", "cos"];

/// Splits the code points in `range`, a paragraph, into tokens.
pub(super) fn split(chars: &[char], range: Range<usize>, lexicon: &Lexicon) -> Vec<Piece> {
    let mut splitter = Splitter {
        chars,
        lexicon,
        pieces: Vec::new(),
        next: None,
        has_address: false,
        open: false,
    };
    let mut at = run(chars, range.start, range.end, is_gap);
    while at < range.end {
        let end = run(chars, at, range.end, |c| !is_gap(c));
        let next = run(chars, end, range.end, is_gap);
        splitter.next = (next < range.end).then(|| chars[next]);
        splitter.chunk(at..end);
        at = next;
    }
    splitter.pieces
}

struct Splitter<'t> {
    chars: &'t [char],
    lexicon: &'t Lexicon,
    pieces: Vec<Piece>,
    /// What follows the gap after the chunk, in the same paragraph.
    next: Option<char>,
    /// Whether the chunk may hold an address.
    has_address: bool,
    /// Whether a single quotation mark stands open in the paragraph.
    open: bool,
}

impl Splitter<'_> {
    fn push(&mut self, at: Range<usize>) {
        self.pieces.push(Piece { at, joins_previous: false });
    }

    /// Adds the rest of a word whose beginning was added before.
    fn push_joined(&mut self, at: Range<usize>) {
        self.pieces.push(Piece { at, joins_previous: true });
    }

    /// Splits what stands between two gaps.
    fn chunk(&mut self, chunk: Range<usize>) {
        let inner = &self.chars[chunk.start..chunk.end - 1];
        self.has_address = inner.iter().any(|c| matches!(c, '.' | '@' | ':'));
        let mut at = chunk.start;
        while at < chunk.end {
            at = self.token(at, &chunk);
        }
    }

    /// Adds the token that begins at `at` with its clitic; returns where the rest begins.
    fn token(&mut self, at: usize, chunk: &Range<usize>) -> usize {
        let (chars, end) = (self.chars, chunk.end);
        if let Some(last) = self.has_address.then(|| patterns::address(chars, at, end)).flatten() {
            self.push(at..last);
            return self.clitic(last, end);
        }
        let c = chars[at];
        let begins = at == chunk.start || !chars[at - 1].is_alphanumeric();
        let signs = matches!(c, '.' | '+')
            && begins
            && !(at > chunk.start && matches!(chars[at - 1], '.' | ')' | '”' | '"'));
        let digit_next = at + 1 < end && chars[at + 1].is_ascii_digit();
        if c.is_ascii_digit() || (signs && digit_next) {
            let last = patterns::number(chars, at, end, self.lexicon);
            self.push(at..last);
            return self.clitic(last, end);
        }
        if is_word(c) {
            return self.word(at, end);
        }
        if is_apostrophe(c) && begins {
            return self.apostrophe(at, end);
        }
        let last = if matches!(c, '#' | '@') && at + 1 < end && chars[at + 1].is_alphabetic() {
            run(chars, at + 1, end, |c| is_word(c) || c == '_')
        } else {
            patterns::mark(chars, at, end)
        };
        self.push(at..last);
        last
    }

    /// An apostrophe before a word: an elision ("'em", "'60s") or a quotation mark.
    fn apostrophe(&mut self, at: usize, end: usize) -> usize {
        let tail = run(self.chars, at + 1, end, is_word);
        let inner = &self.chars[at + 1..tail];
        let is_year = inner.len() >= 2 && inner[..2].iter().all(char::is_ascii_digit);
        let is_elision = inner.len() <= 5 && ELISIONS.contains(&&*lower(inner));
        if is_elision || (is_year && inner.len() <= 3) {
            self.push(at..tail);
            return tail;
        }
        let last = patterns::mark(self.chars, at, end);
        self.open = last < end && self.chars[at] != '’';
        self.push(at..last);
        last
    }

    /// Adds the word that begins at `at`: one token, or two that are written as one.
    fn word(&mut self, at: usize, end: usize) -> usize {
        let last = self.word_end(at, end);
        let cut = (last - at <= 12).then(|| self.lexicon.cut(&lower(&self.chars[at..last])));
        match cut.flatten().filter(|&cut| cut < last - at) {
            Some(cut) => {
                self.push(at..at + cut);
                self.push_joined(at + cut..last);
            }
            None => self.push(at..last),
        }
        self.clitic(last, end)
    }

    fn word_end(&self, at: usize, end: usize) -> usize {
        let mut last = run(self.chars, at, end, is_word);
        if let Some(end) = self.initials(at, end) {
            return end;
        }
        while let Some(next) = self.word_goes_on(at, last, end) {
            last = next;
        }
        self.abbreviation(at, last, end).unwrap_or(last)
    }

    /// Where the word `at..last` really ends, if the mark at `last` does not part it.
    fn word_goes_on(&self, at: usize, last: usize, end: usize) -> Option<usize> {
        let chars = self.chars;
        let mark = *chars.get(last).filter(|_| last < end)?;
        let left = &chars[at..last];
        if mark == '-' && last + 1 == end && left.len() <= 2 {
            // A word broken off: "w-".
            return Some(end);
        }
        let follows = last + 1 < end && is_word(chars[last + 1]);
        let next = if follows { run(chars, last + 1, end, is_word) } else { return None };
        let right = &chars[last + 1..next];
        let capital = |part: &[char]| part.len() <= 4 && part.iter().all(|c| c.is_uppercase());
        let goes_on = match mark {
            '_' => true,
            '&' => (capital(left) && capital(right)) || (left.len() == 1 && right.len() == 1),
            '/' => left.len() == 1 && right.len() <= 3 && right[0].is_alphabetic(),
            '-' => left.len() <= 12 && self.lexicon.is_prefix(&lower(left)),
            '$' => capital(left) && right[0].is_ascii_digit(),
            _ => {
                is_apostrophe(mark)
                    && right[0].is_alphabetic()
                    && !self.is_clitic(last, end)
                    && !self.is_negation(last, end)
            }
        };
        let whole = if mark == '$' { last + 1 } else { next };
        goes_on.then_some(whole)
    }

    /// "U.S.", "a.m.", "J.": single letters with stops.
    fn initials(&self, at: usize, end: usize) -> Option<usize> {
        let chars = self.chars;
        let is_stop = |at: usize| at < end && chars[at] == '.';
        if !is_stop(at + 1) || !chars[at].is_alphabetic() {
            return None;
        }
        let mut stop = at + 1;
        while is_stop(stop + 2) && chars[stop + 1].is_alphabetic() {
            stop += 2;
        }
        let letter_last = stop + 1 < end
            && chars[stop + 1].is_alphabetic()
            && !(stop + 2 < end && is_word(chars[stop + 2]));
        if letter_last && chars[stop + 1].is_uppercase() == chars[at].is_uppercase() {
            return Some(stop + 2);
        }
        if is_stop(stop + 1) && (stop == at + 1 || is_stop(stop + 2)) {
            return (stop > at + 1).then_some(stop);
        }
        let alone = stop == at + 1;
        let is_initial =
            chars[at].is_uppercase() && chars[at] != 'I' && self.goes_on(stop + 1, end);
        (!alone || is_initial).then_some(stop + 1)
    }

    /// Whether more of the paragraph follows.
    fn goes_on(&self, at: usize, end: usize) -> bool {
        at < end || self.next.is_some()
    }

    /// Where the word ends with the full stop of its abbreviation: "Gen.", "Ph.D.".
    fn abbreviation(&self, at: usize, last: usize, end: usize) -> Option<usize> {
        let chars = self.chars;
        if last >= end || chars[last] != '.' || last - at >= LONGEST_ABBREVIATION {
            return None;
        }
        let horizon = end.min(at + LONGEST_ABBREVIATION);
        let stops = (last..horizon).rev().filter(|&stop| chars[stop] == '.');
        stops.map(|stop| stop + 1).find(|&stop| self.is_abbreviation(at, stop, end))
    }

    fn is_abbreviation(&self, at: usize, last: usize, end: usize) -> bool {
        let form = lower(&self.chars[at..last]);
        let next = if last < end { Some(self.chars[last]) } else { self.next };
        let (true, Some(next)) = (self.lexicon.is_abbreviation(&form), next) else { return false };
        let number_follows = next.is_ascii_digit() || next == '#';
        if self.lexicon.is_numbered(&form) {
            return number_follows;
        }
        let is_capital = self.chars[at].is_uppercase();
        if last < end && (next == '.' || (is_word(next) && !(is_capital && next.is_uppercase()))) {
            return false;
        }
        let is_word_too = self.lexicon.is_common(form.trim_end_matches('.'));
        let fits = next.is_uppercase() || number_follows || (last < end && next == '-');
        !is_word_too || (is_capital && fits)
    }

    /// Whether the apostrophe at `at` opens a clitic: 's 're 've 'll 'd 'm.
    fn is_clitic(&self, at: usize, end: usize) -> bool {
        let tail = run(self.chars, at + 1, end.min(at + 4), is_word);
        let ending = lower(&self.chars[at + 1..tail]);
        let is_over = tail >= end || !is_word(self.chars[tail]);
        is_over && matches!(ending.as_str(), "s" | "re" | "ve" | "ll" | "d" | "m")
    }

    /// Whether the apostrophe at `at` stands in "n't".
    fn is_negation(&self, at: usize, end: usize) -> bool {
        let t = at + 1 < end && matches!(self.chars[at + 1], 't' | 'T');
        let n = at > 0 && matches!(self.chars[at - 1], 'n' | 'N');
        t && n && (at + 2 >= end || !is_word(self.chars[at + 2]))
    }

    /// Takes the clitic that follows a word, if one does; returns where the rest begins.
    fn clitic(&mut self, at: usize, end: usize) -> usize {
        if at >= end || !is_apostrophe(self.chars[at]) {
            return at;
        }
        if self.is_clitic(at, end) {
            let tail = run(self.chars, at + 1, end, is_word);
            self.push_joined(at..tail);
            return tail;
        }
        if self.is_negation(at, end)
            && let Some(host) = self.pieces.last_mut().filter(|host| host.at.len() >= 2)
        {
            // The n goes with the clitic.
            host.at.end -= 1;
            self.push_joined(at - 1..at + 2);
            return at + 2;
        }
        // "the ministers' talks"; but "‘the ministers’" ends what was quoted.
        let plural = matches!(self.chars[at - 1], 's' | 'S' | 'z' | 'x');
        let is_last = at + 1 >= end || !is_word(self.chars[at + 1]);
        if plural && is_last && matches!(self.chars[at], '\'' | '’') && !self.open {
            self.push_joined(at..at + 1);
            return at + 1;
        }
        self.open &= !is_last;
        at
    }
}
