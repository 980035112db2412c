//! Words, sentences and hashes of them.
//!
//! All hashes are of our own making (FNV-1a with the finaliser of SplitMix64), so that what is
//! stored today is found by the program of tomorrow on any machine.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Hashes of the words that carry no content.
static FUNCTION_WORDS: LazyLock<BTreeSet<u32>> = LazyLock::new(|| {
    let lines = include_str!("../words/function.txt").lines();
    lines.filter(|line| !line.starts_with('#')).map(short_hash).collect()
});

/// Returns the hash of a text.
pub(crate) fn hash(text: &str) -> u64 {
    mix(text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    }))
}

/// Returns the upper half of the hash of a text: enough to tell words apart.
fn short_hash(word: &str) -> u32 {
    (hash(word) >> 32) as u32
}

/// Returns the hash of several hashes in their order.
pub(crate) fn join(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |hash, &part| {
        mix(hash.rotate_left(5).wrapping_mul(0x0000_0100_0000_01b3) ^ part)
    })
}

/// SplitMix64's finaliser (Steele, Lea and Flood, 2014): every bit of the input moves all others.
const fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Returns a hash as the integers of databases have it.
pub(crate) const fn key(hash: u64) -> i64 {
    hash.cast_signed()
}

/// Returns the sentences of a text: they end at lines' ends, and at full stops, question and
/// exclamation marks before a space and a letter that is no small one.
///
/// Copies are split alike even where an abbreviation misleads, and that is all that counts here.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut start = 0;
        for end in sentence_ends(line) {
            found.push(&line[start..end]);
            start = end;
        }
        found.push(&line[start..]);
    }
    found.retain(|sentence| !sentence.trim().is_empty());
    found
}

/// Returns the bytes of a line at which a sentence ends within it.
fn sentence_ends(line: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut stopped, mut spaced) = (false, false);
    for (at, letter) in line.char_indices() {
        if letter.is_whitespace() {
            spaced = stopped;
        } else if matches!(letter, '.' | '!' | '?' | '…') {
            (stopped, spaced) = (true, false);
        } else if spaced && !letter.is_lowercase() {
            ends.push(at);
            (stopped, spaced) = (false, false);
        } else if letter.is_alphanumeric() {
            (stopped, spaced) = (false, false);
        }
    }
    ends
}

/// Returns the words of a text in lower case: runs of letters and digits, apostrophes within them
/// left out, and the `'s` of the genitive too.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for run in text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c)) {
        let run = run.trim_matches(is_apostrophe);
        let run = run.strip_suffix("'s").or_else(|| run.strip_suffix("’s")).unwrap_or(run);
        let word: String =
            run.chars().filter(|&c| !is_apostrophe(c)).flat_map(char::to_lowercase).collect();
        if !word.is_empty() {
            found.push(word);
        }
    }
    found
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

/// Returns the hashes of a text's content words, each once, in order of value; endings of number
/// and tense are left out.
pub(crate) fn content(text: &str) -> Vec<u32> {
    sorted(content_words(text))
}

/// Returns the same in parts of so many content words, so that a text without sentence ends is no
/// bag of words.
pub(crate) fn content_in_parts(text: &str, length: usize) -> Vec<Vec<u32>> {
    content_words(text).chunks(length).map(|part| sorted(part.to_vec())).collect()
}

fn content_words(text: &str) -> Vec<u32> {
    words(text).iter().filter_map(|word| content_word(word)).collect()
}

fn sorted(mut words: Vec<u32>) -> Vec<u32> {
    words.sort_unstable();
    words.dedup();
    words
}

/// Returns the hash of a word's stem, unless it carries no content.
fn content_word(word: &str) -> Option<u32> {
    (!FUNCTION_WORDS.contains(&short_hash(word))).then(|| short_hash(stem(word)))
}

/// Returns a word without an English ending of number or tense, if four letters stay.
///
/// Far from a linguist's stem, but the same for "kills", "killed" and "killing".
fn stem(word: &str) -> &str {
    let shorter = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4);
    ["ing", "ed", "es", "s", "e"].iter().find_map(|ending| shorter(ending)).unwrap_or(word)
}

/// Returns how many members two sorted lists share.
pub(crate) fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut count) = (0, 0);
    for word in one {
        while other.get(at).is_some_and(|there| there < word) {
            at += 1;
        }
        count += usize::from(other.get(at) == Some(word));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hashes_stay_what_they_are() {
        assert_eq!((hash(""), hash("a")), (17_665_956_581_633_026_203, 198_367_012_849_983_736));
    }

    #[test]
    fn sentences_end_at_stops_before_capitals_quotes_and_figures() {
        let text = "He left. “Why?” she asked. 20 died in St. Petersburg\nand U.N. staff... later";
        let want = [
            "He left. ",
            "“Why?” she asked. ",
            "20 died in St. ",
            "Petersburg",
            "and U.N. staff... later",
        ];
        assert_eq!(sentences(text), want);
    }

    #[test]
    fn words_lose_case_apostrophes_and_genitives() {
        assert_eq!(
            words("Britain’s MPs' don't—U.S. 3,000"),
            ["britain", "mps", "dont", "u", "s", "3", "000"]
        );
    }

    #[test]
    fn content_words_lose_their_endings() {
        assert_eq!(content("killed"), content("The killing of the kills"));
    }

    proptest! {
        #[test]
        fn sentences_hold_all_that_is_no_line_end(text in "\\PC*") {
            let joined: String = sentences(&text).concat();
            let want: String = text.lines().collect();
            prop_assert_eq!(joined.trim(), want.trim());
        }

        #[test]
        fn shared_counts_as_sets_do(
            one in prop::collection::btree_set(0..40_u32, 0..20),
            other in prop::collection::btree_set(0..40_u32, 0..20),
        ) {
            let lists: (Vec<u32>, Vec<u32>) =
                (one.iter().copied().collect(), other.iter().copied().collect());
            prop_assert_eq!(shared(&lists.0, &lists.1), one.intersection(&other).count());
        }
    }
}
