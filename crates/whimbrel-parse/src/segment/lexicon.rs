//! What a treebank teaches about the words of a language: which carry a full stop, which keep
//! their hyphen, which are two words written as one.

use crate::bytes::{Reader, Writer};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use whimbrel_text::{Sentence, SmolStr, Token};

/// Abbreviations of news English that a treebank may happen to lack.
const KNOWN: &str = "mr. mrs. ms. dr. drs. prof. gen. lt. col. maj. capt. sgt. cpl. adm. cmdr. \
    brig. sen. rep. gov. pres. rev. hon. st. sr. jr. inc. corp. co. ltd. bros. vs. v. no. nos. jan. \
    feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon. tue. tues. wed. thu. thurs. fri. \
    sat. sun. approx. dept. est. etc. fig. mt. ft. vol. pp. ed. eds. al. cf. max. tel. ext. ave. \
    blvd. rd. op. cit. det. insp. supt. atty. asst. ph.d. p. c. ca. messrs. mx. sgts. gens. sens. \
    reps. govs. calif. conn. fla. mass. mich. minn. okla. penn. tenn. wash. wis.";

/// Abbreviations that are none unless a number follows.
const NUMBERED: &str = "no. nos. fig. art. vol. pp. p. c. ca. ch. sec. v. max. est.";

/// Abbreviations that a name follows, so that no sentence ends with them.
const TITLES: &str = "mr. mrs. ms. dr. drs. prof. gen. lt. col. maj. capt. sgt. cpl. adm. cmdr. \
    brig. sen. rep. gov. rev. hon. messrs. mx. st. mt. sens. reps. gens. vs. atty. asst. insp. supt. \
    det. fig. no. nos. vol. pp. p.";

/// Units that part from the number before them.
const UNITS: &str = "am pm m bn b k kg km cm mm ft mph kmh lb lbs oz gb mb tn t mw gw kw mn";

/// Longest abbreviation, its full stop included.
pub(super) const LONGEST_ABBREVIATION: usize = 8;

/// What is known of single words; all in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lexicon {
    /// Words with the full stop that belongs to them.
    abbreviations: FxHashSet<SmolStr>,
    /// Words often written with a small first letter.
    common: FxHashSet<SmolStr>,
    /// What stands before a hyphen that does not part words: "non", "anti".
    prefixes: FxHashSet<SmolStr>,
    /// Letters that part from digits before them: "km", "bn".
    units: FxHashSet<SmolStr>,
    /// Two words written as one, with the length of the first in code points.
    fused: FxHashMap<SmolStr, usize>,
    numbered: FxHashSet<SmolStr>,
    titles: FxHashSet<SmolStr>,
}

/// How often something was seen as one thing and as two.
type Tally = BTreeMap<SmolStr, [usize; 2]>;

/// Returns the words for which one thing was seen at least `least` times and more than two.
fn mostly(tally: Tally, least: usize) -> impl Iterator<Item = SmolStr> {
    tally
        .into_iter()
        .filter(move |(_, [one, two])| *one >= least && one > two)
        .map(|(word, _)| word)
}

fn lower(form: &str) -> SmolStr {
    form.chars().flat_map(char::to_lowercase).collect()
}

fn set(words: &str) -> FxHashSet<SmolStr> {
    words.split_whitespace().map(SmolStr::from).collect()
}

fn is_letters(form: &str) -> bool {
    !form.is_empty() && form.chars().all(char::is_alphabetic)
}

impl Lexicon {
    /// Learns from a treebank's sentences and adds what is known of English.
    pub(super) fn train(gold: &[Sentence]) -> Self {
        let mut abbreviations = set(KNOWN);
        abbreviations.extend(mostly(abbreviations_of(gold), 1));
        let mut units = set(UNITS);
        units.extend(mostly(units_of(gold), 2));
        let words = gold.iter().flat_map(|s| &s.tokens);
        let mut counts: BTreeMap<&SmolStr, usize> = BTreeMap::new();
        for token in words.filter(|t| t.form.starts_with(char::is_lowercase)) {
            *counts.entry(&token.form).or_default() += 1;
        }
        let common = counts.into_iter().filter(|(_, n)| *n >= 4).map(|(word, _)| lower(word));
        Self {
            abbreviations,
            units,
            common: common.filter(|word| is_letters(word)).collect(),
            prefixes: mostly(prefixes_of(gold), 2).collect(),
            fused: fused_of(gold),
            numbered: set(NUMBERED),
            titles: set(TITLES),
        }
    }

    pub(super) fn is_abbreviation(&self, lower: &str) -> bool {
        self.abbreviations.contains(lower)
    }

    pub(super) fn is_common(&self, lower: &str) -> bool {
        self.common.contains(lower)
    }

    pub(super) fn is_prefix(&self, lower: &str) -> bool {
        self.prefixes.contains(lower)
    }

    pub(super) fn is_unit(&self, lower: &str) -> bool {
        self.units.contains(lower)
    }

    /// Where a word that is two is cut, in code points.
    pub(super) fn cut(&self, lower: &str) -> Option<usize> {
        self.fused.get(lower).copied()
    }

    /// Whether an abbreviation is one only before a number.
    pub(super) fn is_numbered(&self, lower: &str) -> bool {
        self.numbered.contains(lower)
    }

    /// Whether an abbreviation is always followed by more of its sentence.
    pub(super) fn is_title(&self, lower: &str) -> bool {
        self.titles.contains(lower)
    }

    pub(super) fn write(&self, out: &mut Writer) {
        for set in [&self.abbreviations, &self.common, &self.prefixes, &self.units] {
            let mut words: Vec<&SmolStr> = set.iter().collect();
            words.sort();
            out.texts(&words);
        }
        let fused: BTreeMap<&SmolStr, &usize> = self.fused.iter().collect();
        out.number(fused.len());
        for (word, cut) in fused {
            out.text(word);
            out.number(*cut);
        }
    }

    pub(super) fn read(input: &mut Reader<'_>) -> Option<Self> {
        let mut set_of = || {
            let words = input.texts()?;
            Some(words.into_iter().map(SmolStr::from).collect::<FxHashSet<SmolStr>>())
        };
        let (abbreviations, common, prefixes, units) = (set_of()?, set_of()?, set_of()?, set_of()?);
        let mut fused = FxHashMap::default();
        for _ in 0..input.number()? {
            fused.insert(input.text()?.into(), input.number()?);
        }
        let (numbered, titles) = (set(NUMBERED), set(TITLES));
        Some(Self { abbreviations, common, prefixes, units, fused, numbered, titles })
    }
}

/// Neighbours without space between them: the token before, and the one that follows at once.
fn glued(gold: &[Sentence]) -> impl Iterator<Item = (&[Token], &Token, &Token)> {
    gold.iter().flat_map(|sentence| {
        let tokens = &sentence.tokens;
        let pairs = (1..tokens.len()).filter(|&at| !tokens[at - 1].space_after);
        pairs.map(move |at| (&tokens[..at - 1], &tokens[at - 1], &tokens[at]))
    })
}

/// Words with a full stop inside the token, against the same before a stop of its own; a stop that
/// ends the sentence says nothing.
fn abbreviations_of(gold: &[Sentence]) -> Tally {
    let mut tally = Tally::new();
    for sentence in gold {
        for (at, token) in sentence.tokens.iter().enumerate() {
            let Some(word) = token.form.strip_suffix('.') else { continue };
            if is_letters(word)
                && word.chars().count() > 1
                && token.form.len() <= LONGEST_ABBREVIATION
            {
                tally.entry(lower(&token.form)).or_default()[0] += 1;
            }
            let last = sentence.tokens.len() - 1;
            if word.is_empty() && at > 0 && at < last && !sentence.tokens[at - 1].space_after {
                let split = format!("{}.", lower(&sentence.tokens[at - 1].form));
                tally.entry(split.into()).or_default()[1] += 1;
            }
        }
    }
    tally
}

/// What stands before a hyphen: in one token with it, against parted from it.
fn prefixes_of(gold: &[Sentence]) -> Tally {
    let mut tally = Tally::new();
    for token in gold.iter().flat_map(|s| &s.tokens) {
        if let Some((first, rest)) =
            token.form.split_once('-').filter(|(first, _)| is_letters(first))
            && rest.starts_with(char::is_alphanumeric)
        {
            tally.entry(lower(first)).or_default()[0] += 1;
        }
    }
    for (before, first, hyphen) in glued(gold) {
        let begins = before.last().is_none_or(|token| token.space_after);
        if &*hyphen.form == "-" && !hyphen.space_after && begins && is_letters(&first.form) {
            tally.entry(lower(&first.form)).or_default()[1] += 1;
        }
    }
    tally
}

/// Letters after digits: parted from them, against in one token with them.
fn units_of(gold: &[Sentence]) -> Tally {
    let mut tally = Tally::new();
    for token in gold.iter().flat_map(|s| &s.tokens) {
        let tail = token.form.trim_start_matches(|c: char| c.is_ascii_digit());
        if tail.len() < token.form.len() && is_letters(tail) {
            tally.entry(lower(tail)).or_default()[1] += 1;
        }
    }
    for (_, number, unit) in glued(gold) {
        if number.form.ends_with(|c: char| c.is_ascii_digit()) && is_letters(&unit.form) {
            tally.entry(lower(&unit.form)).or_default()[0] += 1;
        }
    }
    tally
}

/// Words of letters alone that are two words more often than one.
fn fused_of(gold: &[Sentence]) -> FxHashMap<SmolStr, usize> {
    let mut tally = Tally::new();
    let mut cuts: BTreeMap<SmolStr, usize> = BTreeMap::new();
    for sentence in gold {
        for range in sentence.multiwords.iter().filter(|range| range.len() == 2) {
            let (first, second) =
                (&sentence.tokens[range.start], &sentence.tokens[range.start + 1]);
            let whole = lower(&format!("{}{}", first.form, second.form));
            if is_letters(&whole) {
                cuts.insert(whole.clone(), first.form.chars().count());
                tally.entry(whole).or_default()[0] += 1;
            }
        }
    }
    for token in gold.iter().flat_map(|s| &s.tokens) {
        if let Some(counts) = tally.get_mut(&lower(&token.form)) {
            counts[1] += 1;
        }
    }
    let known =
        ["cannot", "gonna", "gotta", "wanna", "gimme", "lemme"].map(|word| (word.into(), 3));
    mostly(tally, 2).map(|word| (word.clone(), cuts[&word])).chain(known).collect()
}
