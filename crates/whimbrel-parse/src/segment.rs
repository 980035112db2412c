//! From text to sentences and tokens, by the conventions of Universal Dependencies for English.
//!
//! Tokens are found by rules over characters with what a treebank teaches about words; where
//! sentences end is decided by a small model over the tokens around. Every code point that is seen
//! stands in exactly one token; between tokens stand white space and characters that are not seen
//! (controls, marks of writing direction).

mod boundary;
mod lexicon;
mod paragraphs;
mod patterns;
mod tokens;

use crate::bytes::{Reader, Writer};
use boundary::{Boundaries, Example};
use lexicon::Lexicon;
use tokens::Piece;
use whimbrel_text::{Sentence, Span, Token};

/// Most tokens of a sentence: what has no end after so many is no sentence, and is cut so that the
/// work on it stays bounded.
const LONGEST: usize = 400;

/// Most tokens of a dateline.
const LONGEST_DATELINE: usize = 14;

/// Splits text; made from a treebank by [`Segmenter::train`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segmenter {
    lexicon: Lexicon,
    boundaries: Boundaries,
}

impl Segmenter {
    /// Learns from a treebank's sentences in the order of their documents.
    ///
    /// The comments `newdoc` and `newpar` say where paragraphs begin; without them all is one.
    #[must_use]
    pub fn train(gold: &[Sentence]) -> Self {
        let lexicon = Lexicon::train(gold);
        let examples: Vec<Example> = gold_paragraphs(gold)
            .iter()
            .map(|(chars, ends)| {
                let pieces = tokens::split(chars, 0..chars.len(), &lexicon);
                let ends = boundary::mark_ends(&pieces, ends);
                Example::new(chars, &pieces, &lexicon, ends)
            })
            .collect();
        let boundaries = Boundaries::train(&examples);
        Self { lexicon, boundaries }
    }

    /// Returns the sentences of a text with their tokens; all other fields are empty.
    ///
    /// Time and memory grow with the length of the text.
    #[must_use]
    pub fn segment(&self, text: &str) -> Vec<Sentence> {
        let chars: Vec<char> = text.chars().collect();
        let mut found = Vec::new();
        for (nth, paragraph) in paragraphs::paragraphs(&chars).into_iter().enumerate() {
            let pieces = tokens::split(&chars, paragraph, &self.lexicon);
            for range in self.boundaries.split(&chars, &pieces, &self.lexicon) {
                for piece in pieces[range].chunks(LONGEST) {
                    found.push(sentence(&chars, piece, nth));
                }
            }
        }
        found
    }

    /// Returns the segmenter as bytes, the same for the same segmenter.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        self.write(&mut out);
        out.bytes
    }

    /// Reads what [`Segmenter::to_bytes`] wrote.
    ///
    /// # Errors
    /// Where the bytes are cut or no segmenter.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let mut input = Reader::new(bytes);
        let read = Self::read(&mut input).filter(|_| input.is_empty());
        read.ok_or_else(|| "not a segmenter".to_owned())
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        self.lexicon.write(out);
        self.boundaries.write(out);
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self { lexicon: Lexicon::read(input)?, boundaries: Boundaries::read(input)? })
    }
}

/// The paragraphs of a treebank as text, each with the code points after which sentences end.
fn gold_paragraphs(gold: &[Sentence]) -> Vec<(Vec<char>, Vec<usize>)> {
    let mut found: Vec<(Vec<char>, Vec<usize>)> = Vec::new();
    for sentence in gold {
        let begins = |c: &String| c.starts_with("newpar") || c.starts_with("newdoc");
        if found.is_empty() || sentence.comments.iter().any(begins) {
            found.push(Default::default());
        }
        let Some((chars, ends)) = found.last_mut() else { continue };
        for token in &sentence.tokens {
            chars.extend(token.form.chars());
            ends.push(chars.len());
            if token.space_after {
                chars.push(' ');
            }
        }
        let Some(end) = ends.pop() else { continue };
        ends.truncate(ends.len() + 1 - sentence.tokens.len());
        ends.push(end);
    }
    found
}

/// Parts a dateline ("MINSK, Nov 5 (Agency) - ") from the sentence that follows it: a place in
/// capitals, then names, numbers and marks up to a dash that stands free.
///
/// Treebanks keep the two in one sentence; what is reported is understood better without it.
#[must_use]
pub fn part_dateline(mut sentence: Sentence) -> Vec<Sentence> {
    let n = dateline(&sentence.tokens);
    if n == 0 || n >= sentence.tokens.len() {
        return vec![sentence];
    }
    let mut rest = sentence.clone();
    rest.tokens.drain(..n);
    rest.multiwords.retain(|range| range.start >= n);
    rest.multiwords.iter_mut().for_each(|range| *range = range.start - n..range.end - n);
    sentence.tokens.truncate(n);
    sentence.multiwords.retain(|range| range.end <= n);
    for part in [&mut sentence, &mut rest] {
        let spans = part.tokens.iter().map(|token| token.span);
        part.span = spans.reduce(Span::cover).unwrap_or_default();
    }
    vec![sentence, rest]
}

fn dateline(tokens: &[Token]) -> usize {
    let in_capitals = |form: &str| form.chars().count() > 2 && form.chars().all(char::is_uppercase);
    if !tokens.first().is_some_and(|first| in_capitals(&first.form)) {
        return 0;
    }
    for (at, token) in tokens.iter().enumerate().skip(1).take(LONGEST_DATELINE) {
        let is_dash = matches!(token.form.as_str(), "-" | "–" | "—" | "--");
        if is_dash && tokens[at - 1].space_after && token.space_after {
            return at + 1;
        }
        if token.form.starts_with(char::is_lowercase) {
            break;
        }
    }
    0
}

/// Builds a sentence from its tokens.
fn sentence(chars: &[char], pieces: &[Piece], paragraph: usize) -> Sentence {
    let mut sentence = Sentence { paragraph, ..Sentence::default() };
    let parted = boundary::part_last_stop(chars, pieces);
    let kept = pieces.len() - usize::from(parted.is_some());
    for piece in pieces[..kept].iter().chain(parted.iter().flatten()) {
        add(&mut sentence, chars, piece);
    }
    if let (Some(first), Some(last)) = (pieces.first(), pieces.last()) {
        sentence.span = Span::new(first.at.start, last.at.end);
    }
    sentence
}

fn add(sentence: &mut Sentence, chars: &[char], piece: &Piece) {
    let nth = sentence.tokens.len();
    sentence.tokens.push(Token {
        form: chars[piece.at.clone()].iter().copied().collect(),
        span: Span::new(piece.at.start, piece.at.end),
        space_after: chars.get(piece.at.end).is_none_or(|c| patterns::is_gap(*c)),
        ..Token::default()
    });
    if piece.joins_previous && nth > 0 {
        match sentence.multiwords.last_mut().filter(|range| range.end == nth) {
            Some(range) => range.end = nth + 1,
            None => sentence.multiwords.push(nth - 1..nth + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::OnceLock;
    use whimbrel_text::conllu;

    /// A treebank of a few sentences: words with spaces between, `_` where there is none.
    const GOLD: [&str; 8] = [
        "They left the U.S.",
        "They met _. They spoke",
        "The men left the hall _.",
        "He met Gen. Lee in the city _.",
        "It began at 5 p.m. in the hall _.",
        "“ _Go _! _” The men left _.",
        "the non-stop talks of the they he it",
        "a non-stop talk",
    ];

    fn gold() -> Vec<Sentence> {
        let sentence = |text: &&str| {
            let words: Vec<&str> = text.split(' ').collect();
            let row = |(at, word): (usize, &&str)| {
                let next = words.get(at + 1).unwrap_or(&"");
                let misc = if next.starts_with('_') { "SpaceAfter=No" } else { "_" };
                let form = word.trim_start_matches('_');
                format!("{}\t{form}\t_\tX\t_\t_\t{at}\tdep\t_\t{misc}\n", at + 1)
            };
            words.iter().enumerate().map(row).collect::<String>() + "\n"
        };
        let text: String = GOLD.iter().map(sentence).collect();
        conllu::read(&text.repeat(6)).0
    }

    fn segmenter() -> &'static Segmenter {
        static SEGMENTER: OnceLock<Segmenter> = OnceLock::new();
        SEGMENTER.get_or_init(|| Segmenter::train(&gold()))
    }

    fn joined(text: &str) -> Vec<String> {
        let forms = |s: &Sentence| s.tokens.iter().map(|t| t.form.to_string()).collect();
        let sentences = segmenter().segment(text);
        sentences.iter().map(forms).map(|forms: Vec<String>| forms.join(" ")).collect()
    }

    #[test]
    fn clitics_part_from_their_host() {
        assert_eq!(joined("Putin's men don't know."), ["Putin 's men do n't know ."]);
        assert_eq!(joined("They cannot, I’m told"), ["They can not , I ’m told"]);
        assert_eq!(joined("the ministers' talks"), ["the ministers ' talks"]);
        assert_eq!(joined("Don't rock'n'roll"), ["Do n't rock'n'roll"]);
        assert_eq!(joined("Give 'em the '90s"), ["Give 'em the '90s"]);
        let sentences = segmenter().segment("He don't");
        assert_eq!(sentences[0].multiwords.first(), Some(&(1..3)));
    }

    #[test]
    fn a_single_quotation_mark_is_no_possessive() {
        assert_eq!(
            joined("He said ‘we saw the ministers’ twice"),
            ["He said ‘ we saw the ministers ’ twice"]
        );
        assert_eq!(segmenter().segment("‘the ministers’ left")[0].multiwords, []);
        assert_eq!(
            segmenter().segment("the ministers’ talks")[0].multiwords.first(),
            Some(&(1..3))
        );
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
        assert_eq!(joined("555-1234, 2021-11-05"), ["555-1234 , 2021-11-05"]);
        assert_eq!(joined("a 5-4 vote, the 3rd"), ["a 5 - 4 vote , the 3rd"]);
        assert_eq!(joined("US$5 for AT&T at example.com"), ["US$ 5 for AT&T at example.com"]);
    }

    #[test]
    fn hyphens_part_words_but_not_prefixes() {
        assert_eq!(joined("a Russian-Belarusian union"), ["a Russian - Belarusian union"]);
        assert_eq!(joined("Mr. al-Assad"), ["Mr. al - Assad"]);
        assert_eq!(joined("a non-nuclear state"), ["a non-nuclear state"]);
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        let one = ["The U.S. sent Gen. J. K. Smith to Gov. Lee ."];
        assert_eq!(joined("The U.S. sent Gen. J. K. Smith to Gov. Lee."), one);
        assert_eq!(joined("They left the U.S. They met.").len(), 2);
        assert_eq!(joined("Is it No. 5? No. They left.").len(), 3);
        assert_eq!(joined("They met at plan B."), ["They met at plan B ."]);
    }

    #[test]
    fn a_quotation_closes_after_the_full_stop() {
        let found = joined("“We will go.” He left. \"Yes.\" She stayed.");
        assert_eq!(found, ["“ We will go . ”", "He left .", "\" Yes . \"", "She stayed ."]);
        assert_eq!(joined("“Go!” he said.").len(), 1);
        assert_eq!(joined("It ended. “They left,” he said.").len(), 2);
    }

    #[test]
    fn datelines_and_paragraphs_are_kept_apart() {
        assert_eq!(joined("MINSK, Nov. 5 (Agency) - Talks began.").len(), 1);
        assert_eq!(joined("A headline\n\nIt began.").len(), 2);
        assert_eq!(joined("first item\r\nsecond item").len(), 2);
    }

    #[test]
    fn hard_wrapped_lines_are_one_paragraph() {
        let text = "The minister said on Tuesday that the talks would go on until\n\
                    the end of the week, and that nobody had yet left the table at\n\
                    Geneva or threatened to do so.";
        assert_eq!(joined(text).len(), 1);
        let listed = "Five people were killed in the north of the country on Monday\n\
                      Four others were injured in the south on the same evening";
        assert_eq!(joined(listed).len(), 2);
    }

    #[test]
    fn a_missing_space_after_a_full_stop_is_seen() {
        assert_eq!(joined("They met.Then they left."), ["They met .", "Then they left ."]);
        assert_eq!(joined("He lives in Washington D.C. now.").len(), 1);
    }

    #[test]
    fn long_lines_without_spaces_are_split_in_time() {
        let hard =
            ["x", "!?", "a-", "1-", "1.", "x@", "n't", "'", "a.b.", "-=", "www.", "(", "\u{301}"];
        for part in hard {
            let text = part.repeat(300_000 / part.len());
            let sentences = segmenter().segment(&text);
            assert_eq!(sentences.last().map(|s| s.span.end), Some(text.chars().count()), "{part}");
        }
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let bytes = segmenter().to_bytes();
        assert_eq!(Segmenter::from_bytes(&bytes).as_ref(), Ok(segmenter()));
        assert!(Segmenter::from_bytes(&bytes[..bytes.len() - 1]).is_err());
        assert!(Segmenter::from_bytes(&[0xff; 40]).is_err());
    }

    #[test]
    fn a_dateline_can_be_parted() {
        let parts = |text: &str| {
            let sentences = segmenter().segment(text);
            let parts: Vec<Sentence> = sentences.into_iter().flat_map(part_dateline).collect();
            parts.iter().map(|part| part.words(0..part.tokens.len())).collect::<Vec<_>>()
        };
        let found = parts("MINSK, Nov 5 (Agency) - Talks didn't begin.");
        assert_eq!(found, ["MINSK, Nov 5 (Agency) -", "Talks didn't begin."]);
        assert_eq!(parts("KYIV — Talks began.").len(), 2);
        assert_eq!(parts("NATO members – all of them – agreed.").len(), 1);
        assert_eq!(parts("Talks - long ones - began.").len(), 1);
    }

    #[test]
    fn what_has_no_end_is_cut() {
        let sentences = segmenter().segment(&"Minsk ".repeat(1000));
        assert!(sentences.iter().all(|sentence| sentence.tokens.len() <= LONGEST));
    }

    proptest! {
        #[test]
        fn tokens_and_gaps_tile_any_text(
            text in "\\PC{0,80}|[a-zA-Z'’.,!? \\n\\r\\t\u{a0}\u{200b}\u{301}“”\"$%/&_@:0-9-]{0,120}|(?s).{0,60}"
        ) {
            let chars: Vec<char> = text.chars().collect();
            let mut at = 0;
            for sentence in segmenter().segment(&text) {
                prop_assert!(!sentence.tokens.is_empty());
                prop_assert_eq!(sentence.span.start, sentence.tokens[0].span.start);
                for token in &sentence.tokens {
                    prop_assert!(token.span.start >= at && token.span.end > token.span.start);
                    prop_assert!(chars[at..token.span.start].iter().all(|c| patterns::is_gap(*c)));
                    let form: String = chars[token.span.start..token.span.end].iter().collect();
                    prop_assert_eq!(token.form.as_str(), form.as_str());
                    prop_assert!(sentence.span.contains(token.span));
                    at = token.span.end;
                }
                prop_assert_eq!(sentence.span.end, at);
                prop_assert!(sentence.multiwords.iter().all(|m| m.end <= sentence.tokens.len()));
            }
            prop_assert!(chars[at..].iter().all(|c| patterns::is_gap(*c)));
        }
    }
}
