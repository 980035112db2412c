//! Lemmas: a dictionary of forms with their tags, and for forms it lacks the edit that the longest
//! known ending asks for, the sooner if it leads to a lemma that is known.

use crate::bytes::{Reader, Writer};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use whimbrel_text::{Sentence, SmolStr, Upos};

/// Longest ending that is learnt, in code points.
const LONGEST_ENDING: usize = 6;

/// An ending is learnt from so many different forms at least.
const LEAST_FORMS: usize = 2;

/// Lemmas shorter than this are known by chance too often to be told by.
const SHORTEST_KNOWN: usize = 3;

/// A part before a known form is at least so long, in code points.
const SHORTEST_PREFIX: usize = 2;

/// Words in capitals that are longer than this are no acronyms, if they are known in small letters.
const LONGEST_ACRONYM: usize = 4;

/// What becomes of the capitals of a form in its lemma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Case {
    Lower,
    /// A form without capitals gets one.
    Capital,
    Keep,
}

/// How a lemma is made from a form: code points cut off the end, letters put on, capitals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Edit {
    cut: u8,
    add: SmolStr,
    case: Case,
}

/// What is known of words with one tag: edits of forms and of endings, both in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Table {
    upos: Upos,
    xpos: SmolStr,
    /// Whole forms whose edit is not the one that their ending gives.
    forms: FxHashMap<SmolStr, u16>,
    endings: FxHashMap<SmolStr, u16>,
    /// The edits of the endings, the most frequent first; they follow from these.
    frequent: Vec<u16>,
}

/// Gives words their lemmas; made from a treebank by [`Lemmatizer::train`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lemmatizer {
    edits: Vec<Edit>,
    /// In the order of their tags.
    tables: Vec<Table>,
    /// Lemmas of letters alone, as the treebank writes them.
    known: FxHashSet<SmolStr>,
}

/// How often each edit was seen, for a form or an ending.
type Counts = BTreeMap<SmolStr, BTreeMap<Edit, usize>>;

impl Lemmatizer {
    /// Learns from a treebank's sentences.
    #[must_use]
    pub fn train(gold: &[Sentence]) -> Self {
        let mut lemmatizer = Self::default();
        let mut tags: BTreeMap<(Upos, &SmolStr), Counts> = BTreeMap::new();
        for token in gold.iter().flat_map(|sentence| &sentence.tokens) {
            let letters = token.lemma.chars().filter(|c| c.is_alphabetic()).count();
            if letters >= SHORTEST_KNOWN && letters == token.lemma.chars().count() {
                lemmatizer.known.insert(token.lemma.clone());
            }
            let Some(edit) = Edit::between(&token.form, &token.lemma) else { continue };
            let forms = tags.entry((token.upos, &token.xpos)).or_default();
            *forms.entry(lower(&token.form)).or_default().entry(edit).or_default() += 1;
        }
        for ((upos, xpos), forms) in tags {
            let table = lemmatizer.table(upos, xpos.clone(), &forms);
            lemmatizer.tables.push(table);
        }
        lemmatizer
    }

    /// Makes the table of a tag from the edits of its forms.
    fn table(&mut self, upos: Upos, xpos: SmolStr, forms: &Counts) -> Table {
        let mut endings = Counts::new();
        for (form, edits) in forms {
            for ending in endings_of(form) {
                let counts = endings.entry(ending.into()).or_default();
                edits.keys().for_each(|edit| *counts.entry(edit.clone()).or_default() += 1);
            }
        }
        let mut table = Table { upos, xpos, ..Table::default() };
        // The shorter an ending the sooner it comes, so that a longer one that says the same is
        // left out.
        let mut by_length: Vec<_> = endings.iter().collect();
        by_length.sort_by_key(|(ending, _)| ending.chars().count());
        for (ending, counts) in by_length {
            let (edit, n) = most(counts);
            let best = self.number(edit);
            if (n >= LEAST_FORMS || ending.is_empty())
                && table.by_endings(ending).next() != Some(best)
            {
                table.endings.insert(ending.clone(), best);
            }
        }
        for counts in forms.values() {
            self.number(most(counts).0);
        }
        let best = |counts| self.edits.iter().position(|edit| edit == most(counts).0).unwrap_or(0);
        let kept = |form: &SmolStr, best: &u16| {
            let edit = &self.edits[usize::from(*best)];
            // What the endings make right anyway need not be kept.
            table.by_endings(form).next() != Some(*best)
                || edit.apply(form, form) != self.guess(&table, form, form)
        };
        let numbered = forms.iter().map(|(form, counts)| (form, best(counts) as u16));
        table.forms = numbered
            .filter(|(form, best)| kept(form, best))
            .map(|(f, best)| (f.clone(), best))
            .collect();
        table.count_edits();
        table
    }

    fn number(&mut self, edit: &Edit) -> u16 {
        let known = self.edits.iter().position(|e| e == edit);
        let at = known.unwrap_or_else(|| {
            self.edits.push(edit.clone());
            self.edits.len() - 1
        });
        at as u16
    }

    /// Returns the lemma of a form with its tags.
    ///
    /// `is_word` tells words of the language beyond the treebank's lemmas, as far as the caller
    /// knows any; of what a form could come from, what is a word is preferred.
    #[must_use]
    pub fn lemma(
        &self,
        form: &str,
        upos: Upos,
        xpos: &str,
        is_word: &dyn Fn(&str) -> bool,
    ) -> SmolStr {
        let found = self.tables.binary_search_by(|t| (t.upos, &*t.xpos).cmp(&(upos, xpos)));
        let Ok(table) = found.map(|at| &self.tables[at]) else { return form.into() };
        let lower = lower(form);
        let known = table.forms.get(&lower).and_then(|&at| self.edits.get(usize::from(at)));
        let lemma = match known {
            Some(edit) => edit.apply(form, &lower),
            None => self.of_unseen(table, form, &lower, is_word),
        };
        let lemma = lemma.unwrap_or_else(|| form.into());
        self.without_capitals(&lemma).unwrap_or(lemma)
    }

    /// The lemma of a form that was not seen with its tag. For verbs, the first that is known of those that
    /// the endings ask for, that the form has with a related tag ("ruled" as participle), that its
    /// own ending has ("withheld" as "held"), that the tag's other edits make.
    fn of_unseen(
        &self,
        table: &Table,
        form: &str,
        lower: &SmolStr,
        is_word: &dyn Fn(&str) -> bool,
    ) -> Option<SmolStr> {
        let guess = self.guess(table, form, lower)?;
        let is_known = |lemma: &SmolStr| {
            lemma.len() < SHORTEST_KNOWN || self.known.contains(lemma) || is_word(lemma)
        };
        if table.upos != Upos::Verb || is_known(&guess) || guess == *lower {
            // Rare words of other kinds are told best by their own endings.
            return Some(guess);
        }
        let edit = |at: u16| self.edits.get(usize::from(at));
        let related =
            || self.tables.iter().filter(|t| t.upos == table.upos && t.xpos != table.xpos);
        let seen = related().filter_map(|t| t.forms.get(lower).copied());
        let regular = |at: &u16| edit(*at).is_some_and(Edit::is_regular);
        let others = table.frequent.iter().copied().filter(regular);
        let candidates = table.by_whole_endings(lower).chain(seen).chain(others);
        let mut lemmas = candidates.filter_map(|at| edit(at)?.apply(form, lower));
        lemmas.find(|lemma| lemma != lower && is_known(lemma)).or(Some(guess))
    }

    /// The lemma that the endings of a form ask for: the first that is known, else the first.
    fn guess(&self, table: &Table, form: &str, lower: &SmolStr) -> Option<SmolStr> {
        if table.upos == Upos::Num && form.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(form.chars().filter(|c| *c != ',').collect());
        }
        let edits = || table.by_endings(lower).filter_map(|at| self.edits.get(usize::from(at)));
        let known = edits()
            .filter_map(|edit| edit.apply(form, lower))
            .find(|lemma| self.known.contains(lemma));
        known.or_else(|| edits().next()?.apply(form, lower))
    }

    /// "PRESIDENT" is "President", if that is known.
    fn without_capitals(&self, lemma: &str) -> Option<SmolStr> {
        let is_long = lemma.len() > LONGEST_ACRONYM && lemma.chars().all(char::is_uppercase);
        let capital = is_long.then(|| capital(&lower(lemma)))?;
        self.known.contains(&capital).then_some(capital)
    }

    /// Returns the lemmatizer as bytes, the same for the same lemmatizer.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        self.write(&mut out);
        out.bytes
    }

    /// Reads what [`Lemmatizer::to_bytes`] wrote.
    ///
    /// # Errors
    /// Where the bytes are cut or no lemmatizer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let mut input = Reader::new(bytes);
        let read = Self::read(&mut input).filter(|_| input.is_empty());
        read.ok_or_else(|| "not a lemmatizer".to_owned())
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.edits.len());
        for edit in &self.edits {
            out.number(usize::from(edit.cut));
            out.text(&edit.add);
            out.number(edit.case as usize);
        }
        out.number(self.tables.len());
        self.tables.iter().for_each(|table| table.write(out));
        let mut known: Vec<&SmolStr> = self.known.iter().collect();
        known.sort();
        // One text with a word a line takes less room than a length for each.
        out.text(&known.iter().map(|word| word.as_str()).collect::<Vec<_>>().join("\n"));
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Self> {
        let mut read = Self::default();
        for _ in 0..input.number()? {
            let cut = u8::try_from(input.number()?).ok()?;
            let add = input.text()?.into();
            let case = *[Case::Lower, Case::Capital, Case::Keep].get(input.number()?)?;
            read.edits.push(Edit { cut, add, case });
        }
        for _ in 0..input.number()? {
            read.tables.push(Table::read(input)?);
        }
        read.known = input.text()?.split('\n').map(SmolStr::from).collect();
        let in_order = |pair: &[Table]| pair[0].tag() < pair[1].tag();
        read.tables.windows(2).all(in_order).then_some(read)
    }
}

impl Table {
    fn tag(&self) -> (Upos, &str) {
        (self.upos, &self.xpos)
    }

    /// The edits that the endings of a word ask for, the longest ending first.
    fn by_endings<'t>(&'t self, lower: &'t str) -> impl Iterator<Item = u16> + 't {
        endings_of(lower).filter_map(|ending| self.endings.get(ending).copied())
    }

    /// The edits of the forms that a word ends with, the longest first.
    fn by_whole_endings<'t>(&'t self, lower: &'t str) -> impl Iterator<Item = u16> + 't {
        let starts = lower.char_indices().skip(SHORTEST_PREFIX).map(|(at, _)| at);
        let endings = starts.map(|at| &lower[at..]).filter(|end| end.len() > SHORTEST_KNOWN);
        endings.filter_map(|ending| self.forms.get(ending).copied())
    }

    fn count_edits(&mut self) {
        let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
        for edit in self.endings.values().chain(self.forms.values()) {
            *counts.entry(*edit).or_default() += 1;
        }
        self.frequent = counts.keys().copied().collect();
        self.frequent.sort_by_key(|edit| std::cmp::Reverse(counts[edit]));
    }

    fn write(&self, out: &mut Writer) {
        out.number(self.upos as usize);
        out.text(&self.xpos);
        for words in [&self.forms, &self.endings] {
            let ordered: BTreeMap<&SmolStr, &u16> = words.iter().collect();
            out.number(ordered.len());
            for (word, edit) in ordered {
                out.text(word);
                out.number(usize::from(*edit));
            }
        }
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let upos = *Upos::ALL.get(input.number()?)?;
        let mut table = Self { upos, xpos: input.text()?.into(), ..Self::default() };
        for words in [&mut table.forms, &mut table.endings] {
            for _ in 0..input.number()? {
                words.insert(input.text()?.into(), u16::try_from(input.number()?).ok()?);
            }
        }
        table.count_edits();
        Some(table)
    }
}

fn lower(form: &str) -> SmolStr {
    form.chars().flat_map(char::to_lowercase).collect()
}

/// The word with its first letter in upper case.
fn capital(form: &str) -> SmolStr {
    let mut chars = form.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// The endings of a word, the longest first, the empty one last.
fn endings_of(lower: &str) -> impl Iterator<Item = &str> {
    let longest = lower.char_indices().rev().take(LONGEST_ENDING).last().map_or(0, |(at, _)| at);
    let starts = lower[longest..].char_indices().map(move |(at, _)| longest + at);
    starts.chain([lower.len()]).map(move |at| &lower[at..])
}

/// The most frequent edit, of several the first in order, and how often it was seen.
fn most(counts: &BTreeMap<Edit, usize>) -> (&Edit, usize) {
    static NONE: Edit = Edit { cut: 0, add: SmolStr::new_static(""), case: Case::Lower };
    let best = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    best.map_or((&NONE, 0), |(edit, n)| (edit, *n))
}

impl Edit {
    /// The edit from a form to its lemma, where it is short enough to be one.
    fn between(form: &str, lemma: &str) -> Option<Self> {
        let case = if !lemma.chars().any(char::is_uppercase) {
            Case::Lower
        } else if lemma.starts_with(char::is_uppercase) {
            Case::Capital
        } else {
            Case::Keep
        };
        let from = case.apply(form, &lower(form));
        let same = from.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        let cut = u8::try_from(from.chars().count() - same).ok()?;
        Some(Self { cut, add: lemma.chars().skip(same).collect(), case })
    }

    fn apply(&self, form: &str, lower: &SmolStr) -> Option<SmolStr> {
        let base = self.case.apply(form, lower);
        if self.cut == 0 && self.add.is_empty() {
            return Some(base);
        }
        let keep = base.chars().count().checked_sub(usize::from(self.cut))?;
        let lemma: SmolStr = base.chars().take(keep).chain(self.add.chars()).collect();
        (!lemma.is_empty()).then_some(lemma)
    }
}

impl Edit {
    /// Whether the edit takes off an ending and little else: "tried" to "try", "stopped" to "stop".
    fn is_regular(&self) -> bool {
        self.cut <= 3 && self.add.chars().count() <= 1
    }
}

impl Case {
    fn apply(self, form: &str, lower: &SmolStr) -> SmolStr {
        match self {
            Self::Lower => lower.clone(),
            // "iPhone" has its capital.
            Self::Capital if form == lower => capital(form),
            Self::Capital | Self::Keep => form.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use whimbrel_text::conllu;

    fn trained() -> Lemmatizer {
        let rows = [
            ("talked", "talk", "VERB", "VBD"),
            ("walked", "walk", "VERB", "VBD"),
            ("went", "go", "VERB", "VBD"),
            ("cities", "city", "NOUN", "NNS"),
            ("duties", "duty", "NOUN", "NNS"),
            ("houses", "house", "NOUN", "NNS"),
            ("cars", "car", "NOUN", "NNS"),
            ("Minsk", "Minsk", "PROPN", "NNP"),
            ("georgia", "Georgia", "PROPN", "NNP"),
            ("i", "I", "PRON", "PRP"),
            ("old", "old", "ADJ", "JJ"),
            ("300", "300", "NUM", "CD"),
            ("Russian", "Russian", "ADJ", "JJ"),
            ("Indian", "Indian", "ADJ", "JJ"),
        ];
        let line = |(form, lemma, upos, xpos): &(&str, &str, &str, &str)| {
            format!("1\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t0\troot\t_\t_\n\n")
        };
        let text: String = rows.iter().map(line).collect();
        Lemmatizer::train(&conllu::read(&text).0)
    }

    #[test]
    fn known_forms_and_known_endings_are_edited() {
        let lemmatizer = trained();
        let lemma = |form: &str, upos, xpos: &str| lemmatizer.lemma(form, upos, xpos, &|_| false);
        assert_eq!(lemma("Went", Upos::Verb, "VBD"), "go");
        assert_eq!(lemma("backed", Upos::Verb, "VBD"), "back");
        assert_eq!(lemma("parties", Upos::Noun, "NNS"), "party");
        assert_eq!(lemma("1,200", Upos::Num, "CD"), "1200");
        assert_eq!(lemma("xyz", Upos::Intj, "UH"), "xyz");
    }

    #[test]
    fn names_get_their_capital_and_keep_the_others() {
        let lemmatizer = trained();
        let lemma = |form: &str, upos, xpos: &str| lemmatizer.lemma(form, upos, xpos, &|_| false);
        assert_eq!(lemma("Kyiv", Upos::Propn, "NNP"), "Kyiv");
        assert_eq!(lemma("kyiv", Upos::Propn, "NNP"), "Kyiv");
        assert_eq!(lemma("NATO", Upos::Propn, "NNP"), "NATO");
        assert_eq!(lemma("MINSK", Upos::Propn, "NNP"), "Minsk");
        assert_eq!(lemma("iPhone", Upos::Propn, "NNP"), "iPhone");
        assert_eq!(lemma("i", Upos::Pron, "PRP"), "I");
        assert_eq!(lemma("Italian", Upos::Adj, "JJ"), "Italian");
        assert_eq!(lemma("Old", Upos::Adj, "JJ"), "old");
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let lemmatizer = trained();
        assert_eq!(Lemmatizer::from_bytes(&lemmatizer.to_bytes()), Ok(lemmatizer));
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_refused_or_read_without_a_panic(
            at in 0usize..400,
            byte in any::<u8>(),
            form in "\\PC{0,12}",
        ) {
            let mut bytes = trained().to_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Ok(read) = Lemmatizer::from_bytes(&bytes) {
                let _ = read.lemma(&form, Upos::Noun, "NNS", &|_| false);
            }
            prop_assert!(Lemmatizer::from_bytes(&bytes[..at]).is_err());
        }
    }
}
