//! What the network sees of a word by itself: its form, its affixes, its shape, its word pieces.
//!
//! Nothing here depends on the words around it, so a word's vector can be kept and used again.

use rustc_hash::FxHashMap;

/// Number of features with a table of their own: form, prefix, two suffixes, shape.
pub(crate) const N_FEATURES: usize = 5;

/// Rows of the tables that affixes and shapes are hashed into.
pub(crate) const BUCKETS: [usize; N_FEATURES - 1] = [3000, 6000, 1500, 1500];

/// Row of a form that the vocabulary lacks; row 0 stays empty.
pub(crate) const UNKNOWN: u32 = 1;

/// First row of the vocabulary's forms.
pub(crate) const FIRST_FORM: usize = 2;

/// Most word pieces that are looked at in one word.
const MAX_PIECES: usize = 6;

/// Longest word piece, in code points.
const LONGEST_PIECE: usize = 20;

/// Rows of the five tables for a word, given the rows of known forms in lower case.
pub(crate) fn rows(form: &str, forms: &FxHashMap<String, u32>) -> [u32; N_FEATURES] {
    let lower = form.to_lowercase();
    let chars: Vec<char> = lower.chars().collect();
    let n = chars.len();
    [
        forms.get(&lower).copied().unwrap_or(UNKNOWN),
        hash(b'p', chars[..n.min(3)].iter().copied(), BUCKETS[0]),
        hash(b's', chars[n.saturating_sub(3)..].iter().copied(), BUCKETS[1]),
        hash(b't', chars[n.saturating_sub(2)..].iter().copied(), BUCKETS[2]),
        shape_row(form),
    ]
}

/// Number of the feature that tells a word's shape, the only one that tells its case.
pub(crate) const SHAPE: usize = 4;

/// Rows of the table of shapes for a word written in small letters and in capitals.
pub(crate) fn recased_shapes(form: &str) -> [u32; 2] {
    [form.to_lowercase(), form.to_uppercase()].map(|form| shape_row(&form))
}

fn shape_row(form: &str) -> u32 {
    hash(b'h', shape(form).into_iter(), BUCKETS[3])
}

/// FNV-1a over the UTF-8 bytes, with a salt, folded into `n` rows.
fn hash(salt: u8, chars: impl Iterator<Item = char>, n: usize) -> u32 {
    let step = |h: u32, byte: u8| (h ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let mut h = step(0x811C_9DC5, salt);
    for c in chars {
        h = c.encode_utf8(&mut [0; 4]).bytes().fold(h, step);
    }
    (h ^ (h >> 15)) % n as u32
}

/// Capitals as X, small letters as x, digits as d, other marks as they are; runs cut to two, the
/// whole to nine.
fn shape(form: &str) -> Vec<char> {
    let mut shape: Vec<char> = Vec::new();
    for c in form.chars() {
        let class = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_lowercase() => 'x',
            _ if c.is_numeric() => 'd',
            _ => c,
        };
        if shape.len() < 2 || shape[shape.len() - 2..] != [class, class] {
            shape.push(class);
        }
        if shape.len() > 8 {
            break;
        }
    }
    shape
}

/// Splits a word into pieces of the table by greedy longest match, in lower case and without
/// accents; at most six. A stretch that no piece begins gives the table's `[UNK]`.
pub(crate) fn pieces(form: &str, table: &FxHashMap<String, u32>) -> Vec<u32> {
    let chars: Vec<char> = form.chars().take(120).flat_map(char::to_lowercase).map(plain).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() && found.len() < MAX_PIECES {
        let end = if chars[at].is_alphanumeric() {
            (at..chars.len()).find(|&i| !chars[i].is_alphanumeric()).unwrap_or(chars.len())
        } else {
            at + 1
        };
        split_run(&chars[at..end], table, &mut found);
        at = end;
    }
    found.truncate(MAX_PIECES);
    found
}

fn split_run(run: &[char], table: &FxHashMap<String, u32>, found: &mut Vec<u32>) {
    let mut at = 0;
    while at < run.len() && found.len() < MAX_PIECES {
        let longest = run.len().min(at + LONGEST_PIECE);
        let piece = (at + 1..=longest).rev().find_map(|end| {
            let mut text = String::from(if at > 0 { "##" } else { "" });
            text.extend(&run[at..end]);
            table.get(&text).map(|&row| (row, end))
        });
        let Some((row, end)) = piece else {
            found.extend(table.get("[UNK]"));
            return;
        };
        found.push(row);
        at = end;
    }
}

/// A letter without its accent, as the makers of the table wrote it.
fn plain(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ė' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ő' | 'ō' => 'o',
        'ù'..='ü' | 'ű' | 'ů' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'š' | 'ś' | 'ş' | 'ș' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ğ' => 'g',
        'ř' => 'r',
        'ť' | 'ț' => 't',
        'ď' => 'd',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_short() {
        let text = |form| shape(form).into_iter().collect::<String>();
        assert_eq!(text("McDonald's"), "XxXxx'x");
        assert_eq!(text("1999-2021"), "dd-dd");
    }

    #[test]
    fn a_word_in_another_case_differs_by_its_shape_alone() {
        let forms = FxHashMap::default();
        let [small, capitals] = recased_shapes("Minsk");
        let mut recased = rows("Minsk", &forms);
        recased[SHAPE] = small;
        assert_eq!(recased, rows("minsk", &forms));
        recased[SHAPE] = capitals;
        assert_eq!(recased, rows("MINSK", &forms));
    }

    #[test]
    fn pieces_are_the_longest_that_match() {
        let names = ["[UNK]", "kha", "##rk", "##iv", "-", "elysee"];
        let table = names.iter().zip(0..).map(|(name, row)| ((*name).to_owned(), row)).collect();
        assert_eq!(pieces("Kharkiv", &table), [1, 2, 3]);
        assert_eq!(pieces("Élysée-Kha", &table), [5, 4, 1]);
        assert_eq!(pieces("zzz", &table), [0]);
    }
}
