//! Paragraphs, and the sentences of a paragraph.

use super::tokens::{Piece, is_gap};
use rustc_hash::FxHashSet;
use std::ops::Range;
use whimbrel_text::{Sentence, Span, Token};

/// Lines at least this long that stand beside each other look hard-wrapped.
const WRAPPED_LINE: usize = 50;

/// Returns the paragraphs of a text: parted by blank lines, and by single line ends except where
/// lines look hard-wrapped (long, going on with a small letter).
pub(super) fn paragraphs(chars: &[char]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut previous_len = 0;
    while start < chars.len() {
        let end = (start..chars.len()).find(|&i| chars[i] == '\n').unwrap_or(chars.len());
        let line = start..end;
        let blank = chars[line.clone()].iter().all(|c| is_gap(*c));
        if blank {
            previous_len = 0;
        } else {
            match found.last_mut() {
                Some(last) if previous_len >= WRAPPED_LINE && goes_on(chars, last, &line) => {
                    last.end = end;
                }
                _ => found.push(line.clone()),
            }
            previous_len = line.len();
        }
        start = end + 1;
    }
    found
}

/// Whether a line goes on with the sentence of the paragraph before it.
fn goes_on(chars: &[char], before: &Range<usize>, line: &Range<usize>) -> bool {
    let first = chars[line.clone()].iter().find(|c| !is_gap(**c));
    let last = chars[before.clone()].iter().rev().find(|c| !is_gap(**c));
    let open = last.is_some_and(|c| !matches!(c, '.' | '!' | '?' | ':' | '”' | '"'));
    open && first
        .is_some_and(|c| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '(' | '“' | '"'))
        || (open
            && first.is_some_and(|c| c.is_uppercase())
            && last.is_some_and(|c| matches!(c, ',' | '-')))
}

/// Returns the ranges of tokens that make the sentences of a paragraph.
pub(super) fn split(
    chars: &[char],
    tokens: &[Piece],
    abbreviations: &FxHashSet<String>,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        if !ends_sentence(chars, tokens, at, abbreviations) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < tokens.len() && closes(chars, tokens, end) {
            end += 1;
        }
        if end < tokens.len() && !may_begin(chars, tokens, at, end) {
            at = end;
            continue;
        }
        found.push(start..end);
        start = end;
        at = end;
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

fn first(chars: &[char], token: &Piece) -> char {
    chars[token.at.start]
}

/// Whether the token at `at` may be the last word of a sentence.
fn ends_sentence(
    chars: &[char],
    tokens: &[Piece],
    at: usize,
    abbreviations: &FxHashSet<String>,
) -> bool {
    let token = &tokens[at];
    match first(chars, token) {
        '.' | '!' | '?' | '…' | '。' => true,
        _ => {
            // "in the U.S. They left": an abbreviation before a word that opens sentences.
            let last = chars[token.at.end - 1];
            last == '.'
                && token.at.len() > 1
                && opens_after_abbreviation(chars, tokens, at, abbreviations)
        }
    }
}

fn opens_after_abbreviation(
    chars: &[char],
    tokens: &[Piece],
    at: usize,
    _abbreviations: &FxHashSet<String>,
) -> bool {
    let form: String = chars[tokens[at].at.clone()].iter().collect::<String>().to_lowercase();
    let may_end = matches!(
        form.as_str(),
        "u.s."
            | "u.k."
            | "u.n."
            | "u.s.a."
            | "d.c."
            | "e.u."
            | "a.m."
            | "p.m."
            | "etc."
            | "inc."
            | "corp."
            | "co."
            | "ltd."
            | "jr."
            | "sr."
            | "al."
    );
    let Some(next) = tokens.get(at + 1).filter(|_| may_end) else { return false };
    let word: String = chars[next.at.clone()].iter().collect();
    matches!(
        word.as_str(),
        "The"
            | "A"
            | "An"
            | "He"
            | "She"
            | "It"
            | "They"
            | "We"
            | "I"
            | "But"
            | "And"
            | "In"
            | "On"
            | "At"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "His"
            | "Her"
            | "Its"
            | "Their"
            | "There"
            | "However"
            | "Meanwhile"
            | "When"
            | "While"
            | "After"
            | "Before"
            | "As"
            | "If"
            | "For"
            | "With"
            | "By"
            | "What"
            | "Who"
            | "How"
            | "Why"
            | "Last"
            | "Since"
            | "Some"
            | "Many"
    )
}

/// Closing quotes and brackets belong to the sentence before them, if they follow at once.
fn closes(chars: &[char], tokens: &[Piece], at: usize) -> bool {
    let glued = tokens[at].at.start == tokens[at - 1].at.end;
    let c = first(chars, &tokens[at]);
    match c {
        '”' | '’' | ')' | ']' | '»' => true,
        '"' | '\'' => glued,
        '.' | '!' | '?' => glued,
        _ => false,
    }
}

/// Whether a sentence may begin at token `next`, the one before having its mark at `mark`.
fn may_begin(chars: &[char], tokens: &[Piece], mark: usize, next: usize) -> bool {
    let c = first(chars, &tokens[next]);
    let ellipsis = tokens[mark].at.len() > 1 || first(chars, &tokens[mark]) == '…';
    let glued = tokens[next].at.start == tokens[next - 1].at.end;
    let closed = next > mark + 1;
    if glued && !closed {
        // "met.Then": a capital after a word of small letters and its full stop
        let before = mark.checked_sub(1).map(|b| chars[tokens[b].at.end - 1]);
        return c.is_uppercase() && before.is_some_and(char::is_lowercase);
    }
    if c.is_lowercase() {
        return false;
    }
    if ellipsis || closed {
        return c.is_uppercase()
            || c.is_ascii_digit()
            || matches!(c, '“' | '"' | '‘' | '\'' | '(' | '[');
    }
    true
}

/// Builds a sentence from its tokens.
pub(super) fn build(chars: &[char], pieces: &[Piece], paragraph: usize) -> Sentence {
    let mut sentence = Sentence { paragraph, ..Sentence::default() };
    for (nth, piece) in pieces.iter().enumerate() {
        let form: String = chars[piece.at.clone()].iter().collect();
        let space_after = piece.at.end >= chars.len() || is_gap(chars[piece.at.end]);
        sentence.tokens.push(Token {
            form: form.into(),
            span: Span::new(piece.at.start, piece.at.end),
            space_after,
            ..Token::default()
        });
        if piece.joins_previous && nth > 0 {
            match sentence.multiwords.last_mut().filter(|range| range.end == nth) {
                Some(range) => range.end = nth + 1,
                None => sentence.multiwords.push(nth - 1..nth + 1),
            }
        }
    }
    let (first, last) = (pieces.first(), pieces.last());
    if let (Some(first), Some(last)) = (first, last) {
        sentence.span = Span::new(first.at.start, last.at.end);
    }
    sentence
}
