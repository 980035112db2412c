//! Tokens that show by their characters where they end: addresses, numbers, marks, faces.
//!
//! A function takes the place where a token begins and the end of what stands between two gaps; it
//! returns where the token ends. None looks further than it takes or than a fixed bound, so that a
//! text is split in linear time.

use super::lexicon::Lexicon;
use whimbrel_text::SmolStr;

/// How far addresses are looked for.
const HORIZON: usize = 80;

/// Last parts of names of hosts and files.
const ENDINGS: &str = "com org net gov edu mil biz uk eu ru cn tv io asp aspx htm html php pdf doc \
    docx xls xlsx ppt txt jpg jpeg png gif zip exe csv mp3 mp4";

const FACES: [&str; 20] = [
    ":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":'(", "^_^", ":)", ":(", ";)", ":D", ":P", ":p",
    "=)", "<3", ":o", ":O", ":|", ":]",
];

/// Returns whether a code point belongs to no token: white space and what is not seen.
pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Letters, digits and what is written on or inside them.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_attached(c)
}

/// Combining marks, joiners and the soft hyphen: never a token of their own after another.
pub(super) fn is_attached(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}')
        || matches!(c, '\u{64b}'..='\u{65f}' | '\u{94d}' | '\u{9cd}' | '\u{1dc0}'..='\u{1dff}')
        || matches!(c, '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
        || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}')
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Where the run of code points that `is_in` takes ends.
pub(super) fn run(chars: &[char], from: usize, end: usize, is_in: impl Fn(char) -> bool) -> usize {
    (from..end).find(|&at| !is_in(chars[at])).unwrap_or(end)
}

pub(super) fn lower(chars: &[char]) -> SmolStr {
    chars.iter().flat_map(|c| c.to_lowercase()).collect()
}

/// Whether the word ends at `at`.
fn is_over(chars: &[char], at: usize, end: usize) -> bool {
    at >= end || !is_word(chars[at])
}

/// Web and mail addresses, hosts and files, without the marks that close a sentence after them.
pub(super) fn address(chars: &[char], at: usize, end: usize) -> Option<usize> {
    web(chars, at, end).or_else(|| mail(chars, at, end)).or_else(|| host(chars, at, end))
}

fn web(chars: &[char], at: usize, end: usize) -> Option<usize> {
    let starts = |prefix: &str| {
        let n = prefix.len();
        end - at > n && prefix.chars().zip(&chars[at..]).all(|(a, b)| a == b.to_ascii_lowercase())
    };
    let prefixes = ["http://", "https://", "www.", "ftp://", "mailto:"];
    if !matches!(chars[at].to_ascii_lowercase(), 'h' | 'w' | 'f' | 'm')
        || !prefixes.into_iter().any(starts)
    {
        return None;
    }
    let mut last = run(chars, at, end, |c| !matches!(c, '<' | '>' | '"' | '“' | '”'));
    let open = chars[at..last].contains(&'(');
    let closes = |c: char| match c {
        ')' => !open,
        _ => matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ']' | '\'' | '’'),
    };
    // "some-…/techniques-to-...": a cut address keeps its dots.
    let is_cut = last >= at + 3 && chars[last - 3..last] == ['.', '.', '.'];
    while !is_cut && last > at + 1 && closes(chars[last - 1]) {
        last -= 1;
    }
    Some(last)
}

fn mail(chars: &[char], at: usize, end: usize) -> Option<usize> {
    let horizon = end.min(at + HORIZON);
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-' | '%');
    let local = run(chars, at, horizon, is_local);
    if local == at || local >= horizon || chars[local] != '@' || !is_word(chars[at]) {
        return None;
    }
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let mut last = run(chars, local + 1, horizon, is_host);
    while last > local + 1 && !chars[last - 1].is_ascii_alphanumeric() {
        last -= 1;
    }
    (last > local + 1).then_some(last)
}

/// "example.com", "report.pdf", "alt.animals.cat".
fn host(chars: &[char], at: usize, end: usize) -> Option<usize> {
    let is_in = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let mut last = run(chars, at, end.min(at + HORIZON), is_in);
    while last > at && !chars[last - 1].is_ascii_alphanumeric() {
        last -= 1;
    }
    let parts: Vec<&[char]> = chars[at..last].split(|c| *c == '.').collect();
    let [.., ending] = parts[..] else { return None };
    if parts.len() < 2 || parts.iter().any(|part| part.is_empty()) || !is_over(chars, last, end) {
        return None;
    }
    let is_named = ENDINGS.split(' ').any(|known| *known == *lower(ending));
    let is_group = parts.len() > 2
        && parts.iter().all(|p| p.len() > 1 && p.iter().all(char::is_ascii_lowercase));
    (is_named || is_group).then_some(last)
}

/// Digits with the marks between them, and the letters that belong to them.
pub(super) fn number(chars: &[char], at: usize, end: usize, lexicon: &Lexicon) -> usize {
    let is_digit = |at: usize| at < end && chars[at].is_ascii_digit();
    let joins = |at: usize| matches!(chars[at], '.' | ',' | ':' | '/') && is_digit(at + 1);
    let mut last = at + 1;
    while last < end && (is_digit(last) || joins(last)) {
        last += 1;
    }
    if let Some(end) = groups(chars, at, end) {
        return end.max(last);
    }
    let tail = run(chars, last, end, is_word);
    let letters = lower(&chars[last..tail.min(last + 12)]);
    let is_small = chars[last..tail].iter().all(|c| c.is_lowercase());
    match letters.as_str() {
        "st" | "nd" | "rd" | "th" | "s" => tail,
        _ if lexicon.is_unit(&letters) || (is_small && tail - last >= 3) => last,
        _ => tail,
    }
}

/// "2005-03-09", "303-832-8160", "555-1234": numbers whose hyphens do not part them.
fn groups(chars: &[char], at: usize, end: usize) -> Option<usize> {
    let horizon = end.min(at + HORIZON);
    let mut last = run(chars, at, horizon, |c| c.is_ascii_digit());
    let mut sizes = vec![last - at];
    while last + 1 < horizon && chars[last] == '-' && chars[last + 1].is_ascii_digit() {
        let next = run(chars, last + 1, horizon, |c| c.is_ascii_digit());
        sizes.push(next - last - 1);
        last = next;
    }
    let is_phone = sizes.len() == 2 && sizes[0] <= 3 && sizes[1] == 4;
    (is_over(chars, last, end) && (sizes.len() > 2 || is_phone)).then_some(last)
}

/// Marks: one code point, except runs of the same mark, ornaments and faces.
pub(super) fn mark(chars: &[char], at: usize, end: usize) -> usize {
    let c = chars[at];
    if let Some(end) = face(chars, at, end) {
        return end;
    }
    if c == '[' && chars[at + 1..end].starts_with(&['.', '.', '.', ']']) {
        return at + 5;
    }
    if c == '[' && chars[at + 1..end].starts_with(&['…', ']']) {
        return at + 3;
    }
    let is_ornament =
        |c: char| matches!(c, '-' | '=' | '_' | '*' | '~' | '+' | '#' | '<' | '>' | '|');
    if is_ornament(c) {
        let last = run(chars, at + 1, end, is_ornament);
        if last - at > 3 {
            return last;
        }
    }
    let is_same = |d: char| match c {
        '!' | '?' => matches!(d, '!' | '?'),
        '…' => matches!(d, '.' | '…'),
        '.' | '-' | '*' | '=' | '_' | '~' | '+' | '#' | '<' | '>' | '$' | '\'' | '`' => d == c,
        _ => false,
    };
    let last = run(chars, at + 1, end, is_same);
    run(chars, last, end, is_attached)
}

fn face(chars: &[char], at: usize, end: usize) -> Option<usize> {
    if !matches!(chars[at], ':' | ';' | '=' | '^' | '<') {
        return None;
    }
    let shows = |face: &&str| {
        let n = face.len();
        at + n <= end
            && face.chars().zip(&chars[at..]).all(|(a, b)| a == *b)
            && is_over(chars, at + n, end)
    };
    FACES.iter().find(|face| shows(face)).map(|face| at + face.len())
}
