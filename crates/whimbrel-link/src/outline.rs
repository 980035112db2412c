//! What the sentences of a report say: their content words.

use crate::words;

/// Content words that an outline holds at most; what a report says after them is not compared.
const MAX_WORDS: usize = 6_000;
/// Content words of a sentence; those that have fewer are left out.
const MIN_SENTENCE: usize = 3;
/// Content words of a sentence; longer ones are cut.
const MAX_SENTENCE: usize = 60;

/// The content words of a report, sentence by sentence, each sentence's sorted and each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outline {
    pub(crate) sentences: Vec<Vec<u32>>,
}

impl Outline {
    /// Returns the outline of a text.
    ///
    /// Scraps of one or two words, such as the buttons of a page, are left out.
    pub(crate) fn of(text: &str) -> Self {
        let mut n_words = 0;
        let sentences = words::sentences(text)
            .into_iter()
            .flat_map(|sentence| words::content_in_parts(sentence, MAX_SENTENCE))
            .filter(|sentence| sentence.len() >= MIN_SENTENCE)
            .take_while(|sentence| {
                n_words += sentence.len();
                n_words <= MAX_WORDS
            })
            .collect();
        Self { sentences }
    }

    /// Returns how many content words it holds, each counted once a sentence.
    pub(crate) fn n_words(&self) -> usize {
        self.sentences.iter().map(Vec::len).sum()
    }

    /// Returns the outline as bytes: for each sentence the number of its words in two bytes, then
    /// the words in four each, the lowest byte first.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for sentence in &self.sentences {
            // No sentence has more than MAX_SENTENCE words.
            bytes.extend((sentence.len() as u16).to_le_bytes());
            bytes.extend(sentence.iter().flat_map(|word| word.to_le_bytes()));
        }
        bytes
    }

    /// Returns the outline that bytes hold; what is cut off or misplaced is left out.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let mut sentences = Vec::new();
        let mut rest = bytes;
        while let Some((length, tail)) = rest.split_first_chunk() {
            let length = usize::from(u16::from_le_bytes(*length)) * 4;
            let (sentence, tail) = tail.split_at(length.min(tail.len()));
            sentences.push(words_of(sentence));
            rest = tail;
        }
        Self { sentences }
    }
}

fn words_of(bytes: &[u8]) -> Vec<u32> {
    let (words, _) = bytes.as_chunks();
    words.iter().map(|word| u32::from_le_bytes(*word)).collect()
}

/// How much of each of two outlines stands in the other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Likeness {
    /// Share of the words of the first that stand in a like sentence of the second.
    pub(crate) first: f64,
    /// Share of the words of the second that stand in a like sentence of the first.
    pub(crate) second: f64,
    /// Number of words that stand in like sentences.
    pub(crate) n_words: usize,
}

/// Returns how much of each of two outlines stands in the other.
///
/// Sentences are alike where most of the words of the shorter stand in the longer; where two were
/// made one, both are found.
pub(crate) fn compare(first: &Outline, second: &Outline) -> Likeness {
    let places = places(second);
    let mut found = vec![0; second.sentences.len()];
    let mut n_words = 0;
    for sentence in &first.sentences {
        let mut rest = sentence.clone();
        for _ in 0..2 {
            let Some((at, n_shared)) = most_alike(&rest, second, &places) else { break };
            found[at] += n_shared;
            n_words += n_shared;
            rest.retain(|word| second.sentences[at].binary_search(word).is_err());
        }
    }
    let n_second: usize =
        second.sentences.iter().zip(found).map(|(sentence, n)| sentence.len().min(n)).sum();
    Likeness {
        first: ratio(n_words, first.n_words()),
        second: ratio(n_second, second.n_words()),
        n_words,
    }
}

/// Returns every word of an outline with the sentences that it stands in, sorted.
fn places(outline: &Outline) -> Vec<(u32, usize)> {
    let mut places = Vec::with_capacity(outline.n_words());
    for (at, sentence) in outline.sentences.iter().enumerate() {
        places.extend(sentence.iter().map(|&word| (word, at)));
    }
    places.sort_unstable();
    places
}

/// Returns the sentence that shares most words with `sentence`, the first of such, and their
/// number, if the two are alike.
fn most_alike(
    sentence: &[u32],
    outline: &Outline,
    places: &[(u32, usize)],
) -> Option<(usize, usize)> {
    let mut hits: Vec<usize> = Vec::new();
    for &word in sentence {
        let from = places.partition_point(|place| place.0 < word);
        hits.extend(places[from..].iter().take_while(|p| p.0 == word).map(|place| place.1));
    }
    hits.sort_unstable();
    let runs = hits.chunk_by(|a, b| a == b).map(|run| (run[0], run.len()));
    let best = runs.max_by_key(|&(at, n)| (n, std::cmp::Reverse(at)))?;
    are_alike(sentence.len(), outline.sentences[best.0].len(), best.1).then_some(best)
}

/// Returns whether sentences of so many words are alike that share so many: three at least, half
/// of the shorter one's, and three of five where that is short itself.
const fn are_alike(one: usize, other: usize, n_shared: usize) -> bool {
    let shorter = if one < other { one } else { other };
    n_shared >= MIN_SENTENCE
        && if shorter < 8 { n_shared * 5 >= shorter * 3 } else { n_shared * 2 >= shorter }
}

/// Returns a share, 0 of nothing.
pub(crate) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "The parliament of Estonia passed a law on coastal fishing on Tuesday. \
        Fishermen from Saaremaa had blocked the harbour for three weeks. \
        The minister promised talks about quotas in autumn.";

    #[test]
    fn a_text_is_wholly_in_itself() {
        let outline = Outline::of(TEXT);
        let like = compare(&outline, &outline);
        assert_eq!((like.first, like.second, like.n_words), (1.0, 1.0, outline.n_words()));
    }

    #[test]
    fn a_first_sentence_is_wholly_in_the_text_but_not_the_reverse() {
        let cut = Outline::of(words::sentences(TEXT)[0]);
        let like = compare(&cut, &Outline::of(TEXT));
        assert_eq!(like.first, 1.0);
        assert!(like.second < 0.5, "{like:?}");
    }

    #[test]
    fn two_sentences_made_one_are_both_found() {
        let joined = Outline::of(&TEXT.replacen(". Fish", ", and fish", 1));
        assert_eq!(compare(&joined, &Outline::of(TEXT)).first, 1.0);
    }

    #[test]
    fn sentences_that_share_names_alone_are_not_alike() {
        let other = Outline::of("Estonia holds elections in March, and Saaremaa votes by post.");
        assert_eq!(compare(&other, &Outline::of(TEXT)), Likeness::default());
    }

    proptest! {
        #[test]
        fn bytes_give_the_same_outline_again(text in "[A-Za-z .!?\n]{0,300}") {
            let outline = Outline::of(&text);
            prop_assert_eq!(Outline::from_bytes(&outline.to_bytes()), outline);
        }

        #[test]
        fn any_bytes_give_some_outline(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let outline = Outline::from_bytes(&bytes);
            let like = compare(&outline, &Outline::of(TEXT));
            prop_assert!(like.first >= 0.0 && like.first <= 1.0);
        }
    }
}
