//! Tokens of a paragraph.

use rustc_hash::FxHashSet;
use std::ops::Range;

/// A token: its code points, and whether it is written together with the token before it as one
/// word of the treebank's multiword tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) at: Range<usize>,
    pub(super) joins_previous: bool,
}

/// Returns whether a code point belongs to no token: white space and what is not seen.
pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

/// Splits the code points in `range` into tokens.
pub(super) fn split(
    chars: &[char],
    range: Range<usize>,
    abbreviations: &FxHashSet<String>,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if is_gap(chars[at]) {
            at += 1;
            continue;
        }
        let end = (at..range.end).find(|&i| is_gap(chars[i])).unwrap_or(range.end);
        chunk(chars, at..end, abbreviations, &mut pieces);
        at = end;
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, at: Range<usize>) {
    pieces.push(Piece { at, joins_previous: false });
}

/// Splits what stands between two gaps.
fn chunk(
    chars: &[char],
    range: Range<usize>,
    abbreviations: &FxHashSet<String>,
    pieces: &mut Vec<Piece>,
) {
    let mut at = range.start;
    while at < range.end {
        let end = token_end(chars, at, range.end, abbreviations);
        let is_word = chars[at].is_alphabetic();
        if is_word {
            word(chars, at..end, pieces)
        } else {
            push(pieces, at..end)
        }
        at = end;
        if is_word || chars[at - 1].is_alphanumeric() {
            at = clitic(chars, at, range.end, pieces);
        }
    }
}

/// Returns where the token that begins at `at` ends.
fn token_end(chars: &[char], at: usize, end: usize, abbreviations: &FxHashSet<String>) -> usize {
    let c = chars[at];
    if let Some(end) = address_end(chars, at, end) {
        return end;
    }
    if c.is_ascii_digit() || (matches!(c, '.' | '+') && next_is_digit(chars, at, end)) {
        return number_end(chars, at, end);
    }
    if c.is_alphanumeric() {
        return word_end(chars, at, end, abbreviations);
    }
    if matches!(c, '#' | '@') && at + 1 < end && chars[at + 1].is_alphabetic() {
        return run_end(chars, at + 1, end, |c| c.is_alphanumeric() || c == '_');
    }
    // Runs of the same mark are one token: "...", "--", "!!".
    if matches!(c, '.' | '-' | '!' | '?' | '*' | '=' | '_' | '~') {
        let mixed = matches!(c, '!' | '?');
        return run_end(chars, at + 1, end, |d| d == c || (mixed && matches!(d, '!' | '?')));
    }
    at + 1
}

fn run_end(chars: &[char], from: usize, end: usize, is_in: impl Fn(char) -> bool) -> usize {
    (from..end).find(|&i| !is_in(chars[i])).unwrap_or(end)
}

fn next_is_digit(chars: &[char], at: usize, end: usize) -> bool {
    at + 1 < end && chars[at + 1].is_ascii_digit()
}

/// Web and mail addresses, without the marks that close a sentence after them.
fn address_end(chars: &[char], at: usize, end: usize) -> Option<usize> {
    let starts = |prefix: &str| {
        let n = prefix.chars().count();
        end - at > n && prefix.chars().zip(&chars[at..]).all(|(a, b)| a == b.to_ascii_lowercase())
    };
    let is_web = starts("http://") || starts("https://") || starts("www.");
    // A mail address is short; the bound keeps long lines linear.
    let horizon = end.min(at + 80);
    let mail = || {
        let local =
            run_end(chars, at, horizon, |c| c.is_ascii_alphanumeric() || "._+-".contains(c));
        local > at
            && local + 2 < horizon
            && chars[local] == '@'
            && chars[local + 1..horizon].contains(&'.')
    };
    let is_start = chars[at].is_ascii_alphanumeric();
    if !(is_web || (is_start && mail())) {
        return None;
    }
    let mut last = end;
    while last > at + 1
        && matches!(
            chars[last - 1],
            '.' | ',' | ';' | ':' | '!' | '?' | ')' | '"' | '\'' | '”' | '’'
        )
    {
        last -= 1;
    }
    Some(last)
}

/// Digits with the marks between them, and an ordinal's ending.
fn number_end(chars: &[char], at: usize, end: usize) -> usize {
    let mut i = at + 1;
    while i < end {
        let joins = matches!(chars[i], '.' | ',' | ':' | '/') && next_is_digit(chars, i, end);
        if !(chars[i].is_ascii_digit() || joins) {
            break;
        }
        i += 1;
    }
    let tail = run_end(chars, i, end.min(i + 3), char::is_alphabetic);
    let ending: String = chars[i..tail].iter().collect::<String>().to_lowercase();
    let alone = tail == end || !chars[tail].is_alphanumeric();
    if alone && matches!(ending.as_str(), "st" | "nd" | "rd" | "th" | "s") { tail } else { i }
}

/// Letters and digits, with full stops that belong to an abbreviation and inner apostrophes.
fn word_end(chars: &[char], at: usize, end: usize, abbreviations: &FxHashSet<String>) -> usize {
    let mut i = run_end(chars, at, end, is_word_char);
    // "U.S.", "a.m.", "J.": single letters with stops.
    if i == at + 1 && i < end && chars[i] == '.' {
        let mut last = i;
        while last + 1 < end && chars[last] == '.' && chars[last + 1].is_alphabetic() {
            let letter_alone = last + 2 >= end || !chars[last + 2].is_alphanumeric();
            if !letter_alone {
                break;
            }
            last += 2;
        }
        let closes =
            last < end && chars[last] == '.' && (last + 1 >= end || chars[last + 1] != '.');
        let initial = chars[at].is_uppercase() || last > i;
        if initial && closes {
            return last + 1;
        }
        if last > i && last <= end {
            return last;
        }
        return i;
    }
    // "rock'n'roll", "O'Brien", but not a clitic
    while i + 1 < end
        && is_apostrophe(chars[i])
        && chars[i + 1].is_alphabetic()
        && !is_clitic(chars, i, end)
    {
        if i > at && i >= 2 && chars[i - 1] == 'n' && matches!(chars[i + 1], 't' | 'T') {
            break;
        }
        i = run_end(chars, i + 1, end, is_word_char);
    }
    let with_stop = || chars[at..=i].iter().collect::<String>().to_lowercase();
    if i < end && chars[i] == '.' && i - at <= 8 && abbreviations.contains(&with_stop()) {
        let next_is_stop = i + 1 < end && chars[i + 1] == '.';
        let next_is_letter = i + 1 < end && chars[i + 1].is_alphabetic();
        if !next_is_stop && !next_is_letter {
            return i + 1;
        }
    }
    i
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe0f}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}

/// Whether the apostrophe at `i` opens a clitic: 's 're 've 'll 'd 'm.
fn is_clitic(chars: &[char], i: usize, end: usize) -> bool {
    let tail = run_end(chars, i + 1, end.min(i + 4), char::is_alphabetic);
    let alone = tail == end || !(chars[tail].is_alphanumeric());
    let ending: String = chars[i + 1..tail].iter().collect::<String>().to_lowercase();
    alone && matches!(ending.as_str(), "s" | "re" | "ve" | "ll" | "d" | "m")
}

/// Splits what is written as one word but is two: "cannot", "don't", "gonna".
fn word(chars: &[char], range: Range<usize>, pieces: &mut Vec<Piece>) {
    let n = range.len();
    let lower: String = chars[range.clone()].iter().collect::<String>().to_lowercase();
    let cut = match lower.as_str() {
        "cannot" | "gonna" | "gotta" | "wanna" | "gimme" | "lemme" => Some(3),
        _ => None,
    };
    match cut.filter(|cut| *cut < n) {
        Some(cut) => {
            push(pieces, range.start..range.start + cut);
            pieces.push(Piece { at: range.start + cut..range.end, joins_previous: true });
        }
        None => push(pieces, range),
    }
}

/// Takes the clitic that follows a word, if one does; returns where the rest begins.
fn clitic(chars: &[char], at: usize, end: usize, pieces: &mut Vec<Piece>) -> usize {
    if at >= end || !is_apostrophe(chars[at]) {
        return at;
    }
    if is_clitic(chars, at, end) {
        let tail = run_end(chars, at + 1, end, char::is_alphabetic);
        pieces.push(Piece { at: at..tail, joins_previous: true });
        return tail;
    }
    if let Some(last) = pieces.last_mut() {
        // "don't": the n goes with the clitic.
        let host = last.at.clone();
        let is_nt = at + 1 < end
            && matches!(chars[at + 1], 't' | 'T')
            && host.len() >= 2
            && matches!(chars[at - 1], 'n' | 'N')
            && (at + 2 >= end || !chars[at + 2].is_alphanumeric());
        if is_nt {
            last.at = host.start..at - 1;
            pieces.push(Piece { at: at - 1..at + 2, joins_previous: true });
            return at + 2;
        }
        // "the ministers' talks": a possessive after s, at the end of the chunk.
        let plural = matches!(chars[at - 1], 's' | 'S') && chars[at - 1].is_alphabetic();
        let at_end = at + 1 >= end || !chars[at + 1].is_alphanumeric();
        if plural && at_end && chars[at] != '‘' {
            pieces.push(Piece { at: at..at + 1, joins_previous: true });
            return at + 1;
        }
    }
    at
}
