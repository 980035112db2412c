//! From text to sentences and tokens, by the conventions of Universal Dependencies for English.
//!
//! Tokens are found by rules over characters; what a treebank teaches is which words end in a full
//! stop that belongs to them ("Gen.", "Nov.") and which clitics part from their host. Every
//! code point that is not white space stands in exactly one token.

mod sentences;
mod tokens;

use crate::bytes::{Reader, Writer};
use rustc_hash::FxHashSet;
use whimbrel_text::Sentence;

/// Splits text; made from a treebank by [`Segmenter::train`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segmenter {
    /// Words, in lower case with their full stop, whose stop does not end a sentence by itself.
    abbreviations: FxHashSet<String>,
}

/// Most tokens of a sentence: what has no end after so many is no sentence, and is cut so that the
/// work on it stays bounded.
const LONGEST: usize = 400;

/// Abbreviations of news English that a treebank may happen to lack.
const KNOWN: &str = "mr. mrs. ms. dr. prof. gen. lt. col. maj. capt. sgt. cpl. adm. cmdr. brig. \
    sen. rep. gov. pres. rev. hon. st. sr. jr. inc. corp. co. ltd. bros. vs. v. no. nos. jan. feb. \
    mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon. tue. wed. thu. fri. approx. dept. est. \
    etc. fig. e.g. i.e. a.m. p.m. u.s. u.k. u.n. u.s.a. d.c. u.a.e. e.u. ph.d. mt. ft. vol. pp. ed. \
    eds. al. cf. min. max. tel. ext. ave. blvd. rd. op. cit. sgt.-maj. det. insp. supt. atty. asst.";

impl Segmenter {
    /// Learns the words that carry a full stop of their own from a treebank's sentences.
    #[must_use]
    pub fn train(gold: &[Sentence]) -> Self {
        let mut abbreviations: FxHashSet<String> =
            KNOWN.split_whitespace().map(ToOwned::to_owned).collect();
        for token in gold.iter().flat_map(|sentence| &sentence.tokens) {
            let form = token.form.to_lowercase();
            let word = form.trim_end_matches('.');
            let is_word = word.chars().any(char::is_alphabetic);
            if form.ends_with('.') && !form.ends_with("..") && is_word && form.len() <= 8 {
                abbreviations.insert(form);
            }
        }
        Self { abbreviations }
    }

    /// Returns the sentences of a text with their tokens; all other fields are empty.
    ///
    /// Time and memory grow with the length of the text.
    #[must_use]
    pub fn segment(&self, text: &str) -> Vec<Sentence> {
        let chars: Vec<char> = text.chars().collect();
        let mut found = Vec::new();
        for (nth, paragraph) in sentences::paragraphs(&chars).into_iter().enumerate() {
            let tokens = tokens::split(&chars, paragraph, &self.abbreviations);
            for range in sentences::split(&chars, &tokens, &self.abbreviations) {
                for piece in tokens[range].chunks(LONGEST) {
                    found.push(sentences::build(&chars, piece, nth));
                }
            }
        }
        found
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        let mut words: Vec<&String> = self.abbreviations.iter().collect();
        words.sort();
        out.number(words.len());
        words.into_iter().for_each(|word| out.text(word));
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Self> {
        let n = input.number()?;
        let words = (0..n).map(|_| input.text()).collect::<Option<FxHashSet<String>>>()?;
        Some(Self { abbreviations: words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn forms(text: &str) -> Vec<Vec<String>> {
        let sentences = Segmenter::train(&[]).segment(text);
        let forms = |s: &Sentence| s.tokens.iter().map(|t| t.form.to_string()).collect();
        sentences.iter().map(forms).collect()
    }

    fn joined(text: &str) -> Vec<String> {
        forms(text).into_iter().map(|forms| forms.join(" ")).collect()
    }

    #[test]
    fn clitics_part_from_their_host() {
        assert_eq!(joined("Putin's men don't know."), ["Putin 's men do n't know ."]);
        assert_eq!(joined("They cannot, I’m told"), ["They can not , I ’m told"]);
        assert_eq!(joined("the ministers' talks"), ["the ministers ' talks"]);
        assert_eq!(joined("Don't rock'n'roll"), ["Do n't rock'n'roll"]);
    }

    #[test]
    fn numbers_dates_and_addresses_stay_whole() {
        assert_eq!(
            joined("It cost $5.4m, or 1,200 euros."),
            ["It cost $ 5.4 m , or 1,200 euros ."]
        );
        assert_eq!(
            joined("See https://a.b/c?d=e, or x@y.org."),
            ["See https://a.b/c?d=e , or x@y.org ."]
        );
        assert_eq!(joined("At 10:30 a.m. on 5/11/2021"), ["At 10:30 a.m. on 5/11/2021"]);
    }

    #[test]
    fn hyphens_part_words() {
        assert_eq!(joined("a Russian-Belarusian union"), ["a Russian - Belarusian union"]);
        assert_eq!(joined("Mr. al-Assad"), ["Mr. al - Assad"]);
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        let one = ["The U.S. sent Gen. J. K. Smith to Gov. Lee ."];
        assert_eq!(joined("The U.S. sent Gen. J. K. Smith to Gov. Lee."), one);
        assert_eq!(joined("It is in the U.S. They left.").len(), 2);
    }

    #[test]
    fn a_quotation_closes_after_the_full_stop() {
        let found = joined("“We will go.” He left. \"Yes.\" She stayed.");
        assert_eq!(found, ["“ We will go . ”", "He left .", "\" Yes . \"", "She stayed ."]);
        assert_eq!(joined("“Go!” he said.").len(), 1);
    }

    #[test]
    fn datelines_and_paragraphs_are_kept_apart() {
        assert_eq!(joined("MINSK, Nov. 5 (Agency) - Talks began.").len(), 1);
        assert_eq!(joined("A headline\n\nIt began.").len(), 2);
        assert_eq!(joined("first item\nsecond item").len(), 2);
    }

    #[test]
    fn hard_wrapped_lines_are_one_paragraph() {
        let text = "The minister said on Tuesday that the talks would go on until\n\
                    the end of the week, and that nobody had yet left the table or\n\
                    threatened to do so.";
        assert_eq!(joined(text).len(), 1);
    }

    #[test]
    fn a_missing_space_after_a_full_stop_is_seen() {
        assert_eq!(joined("They met.Then they left."), ["They met .", "Then they left ."]);
        assert_eq!(joined("He lives in Washington D.C. now.").len(), 1);
    }

    #[test]
    fn a_long_line_without_spaces_is_split_in_time() {
        let text = "x".repeat(200_000) + &"!?".repeat(50_000);
        let sentences = Segmenter::train(&[]).segment(&text);
        assert_eq!(sentences.last().map(|s| s.span.end), Some(300_000));
    }

    proptest! {
        #[test]
        fn tokens_and_gaps_tile_any_text(text in "\\PC{0,80}|[a-zA-Z'’.,!? \\n\\t\u{a0}“”\"$%0-9-]{0,120}") {
            let chars: Vec<char> = text.chars().collect();
            let mut at = 0;
            for sentence in Segmenter::train(&[]).segment(&text) {
                prop_assert!(!sentence.tokens.is_empty());
                for token in &sentence.tokens {
                    prop_assert!(token.span.start >= at && token.span.end > token.span.start);
                    prop_assert!(chars[at..token.span.start].iter().all(|c| tokens::is_gap(*c)));
                    let form: String = chars[token.span.start..token.span.end].iter().collect();
                    prop_assert_eq!(token.form.as_str(), form.as_str());
                    prop_assert!(sentence.span.contains(token.span));
                    at = token.span.end;
                }
            }
            prop_assert!(chars[at..].iter().all(|c| tokens::is_gap(*c)));
        }
    }
}
