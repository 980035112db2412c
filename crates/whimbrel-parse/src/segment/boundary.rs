//! Where sentences end: a linear model over the tokens around each place where one might.
//!
//! A place is looked at from the last token of the sentence before it, without the closing
//! quotation marks and brackets (the core), to the first two of the sentence after it. Weights are
//! small whole numbers, so that the decision is the same on every machine.

use super::lexicon::Lexicon;
use super::patterns::{is_gap, is_word, lower};
use super::tokens::Piece;
use crate::bytes::{Reader, Writer};
use std::ops::Range;

/// Number of weights; a feature's hash picks one.
const BUCKETS: usize = 1 << 16;

/// What a weight of 1.0 is in the table.
const SCALE: f32 = 16.0;

/// Score that a boundary must exceed, in units of the table, by [`Mark`]: where the mark is plain
/// only strong evidence speaks against a boundary, where there is none only strong evidence for it.
const LEAST: [i32; 3] = [-48, 0, 32];

const N_FEATURES: usize = 18;
const EPOCHS: usize = 8;
const RATE: f32 = 0.3;

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Edge,
    Stop,
    Exclamation,
    Ellipsis,
    Colon,
    Semicolon,
    Comma,
    Dash,
    OpenQuote,
    CloseQuote,
    StraightQuote,
    OpenBracket,
    CloseBracket,
    Mark,
    Address,
    Number,
    Date,
    Initial,
    Initials,
    Abbreviation,
    Title,
    Small,
    CommonCapital,
    Capital,
    Capitals,
}

/// A token as the model sees it.
#[derive(Clone, Copy, Debug)]
struct Seen {
    kind: Kind,
    /// Hash of the form in lower case.
    form: u64,
    /// Length in code points, at most 4.
    length: u8,
    /// Whether a gap stands before it.
    spaced: bool,
    /// Whether it stands inside quotation marks, or is the mark that opens them.
    quoted: bool,
    /// Whether it stands inside brackets.
    bracketed: bool,
}

const EDGE: Seen =
    Seen { kind: Kind::Edge, form: 0, length: 0, spaced: true, quoted: false, bracketed: false };

/// The weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Boundaries {
    weights: Vec<i8>,
}

impl Default for Boundaries {
    fn default() -> Self {
        Self { weights: vec![0; BUCKETS] }
    }
}

/// A paragraph to learn from: its tokens, and for each whether a sentence ends with it.
pub(super) struct Example {
    seen: Vec<Seen>,
    joins: Vec<bool>,
    ends: Vec<bool>,
}

impl Example {
    pub(super) fn new(
        chars: &[char],
        pieces: &[Piece],
        lexicon: &Lexicon,
        ends: Vec<bool>,
    ) -> Self {
        Self { seen: look(chars, pieces, lexicon), joins: joins(pieces), ends }
    }
}

fn joins(pieces: &[Piece]) -> Vec<bool> {
    pieces.iter().map(|piece| piece.joins_previous).collect()
}

impl Boundaries {
    /// Learns from paragraphs; the same examples give the same weights.
    pub(super) fn train(examples: &[Example]) -> Self {
        let mut weights = vec![0.0f32; BUCKETS];
        let mut squares = vec![1e-4f32; BUCKETS];
        // A stride without a common divisor mixes the order in a fixed way.
        let n = examples.len();
        let stride = (1..n).rev().find(|s| s % 7919 == 1 || gcd(*s, n) == 1).unwrap_or(1);
        let stride = if n > 0 && gcd(7919, n) == 1 { 7919 } else { stride };
        for _ in 0..EPOCHS {
            for nth in 0..n {
                learn(&examples[nth * stride % n], &mut weights, &mut squares);
            }
        }
        let small = |w: &f32| (w * SCALE).round().clamp(-127.0, 127.0) as i8;
        Self { weights: weights.iter().map(small).collect() }
    }

    /// Returns the ranges of tokens that make the sentences of a paragraph.
    pub(super) fn split(
        &self,
        chars: &[char],
        pieces: &[Piece],
        lexicon: &Lexicon,
    ) -> Vec<Range<usize>> {
        let seen = look(chars, pieces, lexicon);
        let joins = joins(pieces);
        let mut found = Vec::new();
        let mut start = 0;
        for at in 0..pieces.len() {
            let ends = at + 1 == pieces.len()
                || place(&seen, &joins, start, at).is_some_and(|place| self.ends(&place));
            if ends {
                found.push(start..at + 1);
                start = at + 1;
            }
        }
        found
    }

    fn ends(&self, place: &Place) -> bool {
        let weight = |bucket: &usize| i32::from(self.weights[*bucket]);
        let score: i32 = place.features.iter().map(weight).sum();
        score > LEAST[place.mark as usize]
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.small(&self.weights);
    }

    pub(super) fn read(input: &mut Reader<'_>) -> Option<Self> {
        let weights = input.small()?;
        (weights.len() == BUCKETS).then_some(Self { weights })
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// One pass of logistic regression with a learning rate for each weight.
fn learn(example: &Example, weights: &mut [f32], squares: &mut [f32]) {
    let mut start = 0;
    for at in 0..example.seen.len().saturating_sub(1) {
        if let Some(place) = place(&example.seen, &example.joins, start, at) {
            let score: f32 = place.features.iter().map(|&bucket| weights[bucket]).sum();
            let wanted = f32::from(u8::from(example.ends[at]));
            let slope = 1.0 / (1.0 + (-score).exp()) - wanted;
            for &bucket in &place.features {
                squares[bucket] += slope * slope;
                weights[bucket] -= RATE * slope / squares[bucket].sqrt();
            }
        }
        if example.ends[at] {
            start = at + 1;
        }
    }
}

/// Looks at all tokens of a paragraph.
fn look(chars: &[char], pieces: &[Piece], lexicon: &Lexicon) -> Vec<Seen> {
    let (mut quoted, mut depth) = (false, 0usize);
    let mut seen = Vec::with_capacity(pieces.len());
    for (nth, piece) in pieces.iter().enumerate() {
        let form = &chars[piece.at.clone()];
        let lower = lower(&form[..form.len().min(24)]);
        let spaced = nth == 0 || pieces[nth - 1].at.end < piece.at.start;
        let next_spaced = pieces.get(nth + 1).is_none_or(|next| next.at.start > piece.at.end);
        let kind = match kind(form, &lower, lexicon) {
            Kind::StraightQuote if form[0] == '"' && quoted => Kind::CloseQuote,
            Kind::StraightQuote if form[0] == '"' => Kind::OpenQuote,
            Kind::StraightQuote if spaced && !next_spaced => Kind::OpenQuote,
            Kind::StraightQuote => Kind::CloseQuote,
            kind => kind,
        };
        match kind {
            Kind::OpenQuote if matches!(form[0], '"' | '“' | '«' | '„') => quoted = true,
            Kind::CloseQuote if matches!(form[0], '"' | '”' | '»') => quoted = false,
            Kind::OpenBracket => depth += 1,
            Kind::CloseBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        seen.push(Seen {
            kind,
            form: lower.bytes().fold(7, |hash, byte| mix(hash, u64::from(byte))),
            length: form.len().min(4) as u8,
            spaced,
            quoted,
            bracketed: depth > 0,
        });
    }
    seen
}

fn kind(form: &[char], lower: &str, lexicon: &Lexicon) -> Kind {
    let (first, last) = (form[0], form[form.len() - 1]);
    if !is_word(first) && !form.iter().any(|c| is_word(*c)) {
        return mark_kind(form);
    }
    if last == '.' && form.len() > 1 {
        return match form.len() {
            2 => Kind::Initial,
            _ if lexicon.is_title(lower) => Kind::Title,
            _ if form[..form.len() - 1].contains(&'.') => Kind::Initials,
            _ => Kind::Abbreviation,
        };
    }
    if form.iter().any(|c| c.is_ascii_digit()) {
        let is_date = form.iter().filter(|c| matches!(c, '/' | ':' | '-')).count() > 0;
        return if is_date { Kind::Date } else { Kind::Number };
    }
    if form.contains(&'@') || form.contains(&'/') {
        return Kind::Address;
    }
    if !first.is_uppercase() {
        return Kind::Small;
    }
    if form.len() > 1 && form.iter().all(|c| c.is_uppercase()) {
        return Kind::Capitals;
    }
    if lexicon.is_common(lower) { Kind::CommonCapital } else { Kind::Capital }
}

fn mark_kind(form: &[char]) -> Kind {
    match form[0] {
        '.' if form.len() == 1 => Kind::Stop,
        '。' | '।' | '۔' => Kind::Stop,
        '.' | '…' => Kind::Ellipsis,
        '!' | '?' | '！' | '？' | '؟' => Kind::Exclamation,
        ':' if form.len() == 1 => Kind::Colon,
        ';' if form.len() == 1 => Kind::Semicolon,
        ',' => Kind::Comma,
        '-' | '–' | '—' if form.len() <= 2 => Kind::Dash,
        '“' | '‘' | '«' | '„' => Kind::OpenQuote,
        '”' | '’' | '»' => Kind::CloseQuote,
        '"' | '\'' | '`' => Kind::StraightQuote,
        '(' | '[' | '{' => Kind::OpenBracket,
        ')' | ']' | '}' => Kind::CloseBracket,
        _ => Kind::Mark,
    }
}

/// A place where a sentence may end.
struct Place {
    features: [usize; N_FEATURES],
    mark: Mark,
}

/// How plainly a mark before a place says that a sentence ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// A full stop or the like, and after a gap a capital or an opening quotation mark.
    Plain,
    /// A mark that may end sentences.
    Some,
    None,
}

/// Looks at the place after token `at`, in a sentence that began at `start`; `None` where no
/// sentence can end.
fn place(seen: &[Seen], joins: &[bool], start: usize, at: usize) -> Option<Place> {
    let next = *seen.get(at + 1)?;
    let core = core(seen, start, at);
    let is_marked = matches!(
        seen[core].kind,
        Kind::Stop | Kind::Exclamation | Kind::Ellipsis | Kind::Semicolon
    ) || (seen[core].kind == Kind::Colon && next.spaced);
    let never = match next.kind {
        Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::CloseBracket => true,
        Kind::Stop | Kind::Exclamation | Kind::CloseQuote => !is_marked || !next.spaced,
        Kind::Ellipsis => !next.spaced,
        Kind::Small => !is_marked || (core < at && seen[core + 1].kind == Kind::CloseQuote),
        _ => false,
    };
    let is_glued = !next.spaced && !is_marked;
    let is_title = seen[at].kind == Kind::Title;
    if never || is_glued || is_title || joins[at + 1] {
        return None;
    }
    let is_capital =
        matches!(next.kind, Kind::Capital | Kind::CommonCapital | Kind::Capitals | Kind::OpenQuote);
    // "met.Then": a space is missing.
    let is_run_on =
        core == at && at > start && seen[at - 1].kind == Kind::Small && seen[at - 1].length > 2;
    let is_plain = (next.spaced || is_run_on)
        && match seen[core].kind {
            Kind::Stop => true,
            // "“Really?” President Lee asked": not so plain after the quotation.
            Kind::Exclamation => core == at,
            _ => false,
        };
    let mark = match is_marked {
        true if is_plain && is_capital => Mark::Plain,
        true => Mark::Some,
        false => Mark::None,
    };
    Some(Place { features: features(seen, start, core, at), mark })
}

/// The last token before the closing marks that end at `at`.
fn core(seen: &[Seen], start: usize, at: usize) -> usize {
    let mut core = at;
    while core > start && at - core < 3 {
        if !matches!(seen[core].kind, Kind::CloseQuote | Kind::CloseBracket) {
            break;
        }
        core -= 1;
    }
    core
}

fn features(seen: &[Seen], start: usize, core: usize, at: usize) -> [usize; N_FEATURES] {
    let before = |back: usize| {
        let inside = core.checked_sub(back).filter(|&at| at >= start);
        inside.map_or(EDGE, |at| seen[at])
    };
    let (c, p, pp) = (before(0), before(1), before(2));
    let n = seen[at + 1];
    let nn = seen.get(at + 2).copied().unwrap_or(EDGE);
    let [ck, pk, ppk, nk, nnk] = [c, p, pp, n, nn].map(|token| token.kind as u64);
    let closers = seen[core + 1..=at].iter().fold(1, |hash, token| hash * 32 + token.kind as u64);
    let gap = u64::from(n.spaced) + 2 * u64::from(n.quoted) + 4 * u64::from(c.bracketed);
    let length = match at + 1 - start {
        n @ 0..=3 => n as u64,
        4..=6 => 4,
        7..=12 => 5,
        13..=24 => 6,
        _ => 7,
    };
    let first = seen[start].kind as u64;
    let lists: [&[u64]; N_FEATURES] = [
        &[ck],
        &[ck, nk],
        &[ck, nk, gap, closers],
        &[ck, nk, closers],
        &[ck, n.form],
        &[c.form, nk],
        &[p.form, ck, nk],
        &[pk, ck, nk],
        &[pk, ck, nk, nnk],
        &[ck, nk, length],
        &[n.form, nn.form, ck],
        &[ppk, pk, ck, nk, nnk],
        &[ck, nk, first],
        &[c.form, n.form],
        &[p.form, c.form],
        &[closers, nk, nnk, gap],
        &[u64::from(p.length), ck, nk, u64::from(n.spaced)],
        &[pk, ck, length, first],
    ];
    let mut buckets = [0; N_FEATURES];
    for (nth, (bucket, list)) in buckets.iter_mut().zip(lists).enumerate() {
        let hash = list.iter().fold(nth as u64 + 1, |hash, part| mix(hash, *part));
        *bucket = (hash >> 40) as usize % BUCKETS;
    }
    buckets
}

/// Mixes one more part into a hash; the same on every machine.
fn mix(hash: u64, part: u64) -> u64 {
    (hash.rotate_left(9) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Where each sentence of a gold paragraph ends, told for the tokens found in it: `ends` holds the
/// code points after which sentences end.
pub(super) fn mark_ends(pieces: &[Piece], ends: &[usize]) -> Vec<bool> {
    pieces.iter().map(|piece| ends.binary_search(&piece.at.end).is_ok()).collect()
}

/// The stop of an abbreviation or initial that ends a sentence is a token of its own, except where
/// the abbreviation has more than one stop ("U.S.").
pub(super) fn part_last_stop(chars: &[char], pieces: &[Piece]) -> Option<[Piece; 2]> {
    let last = pieces.last().filter(|last| pieces.len() > 1 && last.at.len() > 1)?;
    let form = &chars[last.at.clone()];
    let word = form.strip_suffix(&['.'])?;
    if !word.iter().all(|c| is_word(*c) && !is_gap(*c) && !c.is_ascii_digit()) {
        return None;
    }
    let cut = last.at.end - 1;
    let host = Piece { at: last.at.start..cut, joins_previous: last.joins_previous };
    Some([host, Piece { at: cut..last.at.end, joins_previous: false }])
}
