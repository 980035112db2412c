//! Lemmas: a dictionary of forms with their tags, and for forms it lacks the edit that the longest
//! known ending asks for.

use crate::bytes::{Reader, Writer};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use whimbrel_text::{Sentence, SmolStr, Upos};

/// How a lemma is made from a form: letters cut off the end, letters put on, and whether the
/// form's capitals are kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Edit {
    cut: u8,
    add: SmolStr,
    lower: bool,
}

/// A form (or an ending) in lower case with its tags.
type Key = (SmolStr, Upos, SmolStr);

/// Gives words their lemmas; made from a treebank by [`Lemmatizer::train`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lemmatizer {
    edits: Vec<Edit>,
    /// Whole forms whose edit is not the one that their ending gives.
    forms: FxHashMap<Key, u16>,
    endings: FxHashMap<Key, u16>,
}

const LONGEST_ENDING: usize = 5;

impl Lemmatizer {
    /// Learns from a treebank's sentences.
    #[must_use]
    pub fn train(gold: &[Sentence]) -> Self {
        let mut forms: BTreeMap<Key, BTreeMap<Edit, usize>> = BTreeMap::new();
        for token in gold.iter().flat_map(|sentence| &sentence.tokens) {
            let Some(edit) = Edit::between(&token.form, &token.lemma) else { continue };
            let key = (token.form.to_lowercase().into(), token.upos, token.xpos.clone());
            *forms.entry(key).or_default().entry(edit).or_default() += 1;
        }
        let mut endings: BTreeMap<Key, BTreeMap<Edit, usize>> = BTreeMap::new();
        for ((form, upos, xpos), edits) in &forms {
            for ending in endings_of(form) {
                let counts = endings.entry((ending, *upos, xpos.clone())).or_default();
                edits.keys().for_each(|edit| *counts.entry(edit.clone()).or_default() += 1);
            }
        }
        let mut lemmatizer = Self::default();
        for (key, counts) in &endings {
            lemmatizer.learn_ending(key, counts);
        }
        for (key, counts) in &forms {
            let best = lemmatizer.number(&most(counts));
            if lemmatizer.by_ending(&key.0, key.1, &key.2) != Some(best) {
                lemmatizer.forms.insert(key.clone(), best);
            }
        }
        lemmatizer
    }

    /// Keeps an ending unless the next shorter one gives the same edit.
    fn learn_ending(&mut self, key: &Key, counts: &BTreeMap<Edit, usize>) {
        let best = self.number(&most(counts));
        let shorter = key.0.char_indices().nth(1).map_or("", |(at, _)| &key.0[at..]);
        if self.by_ending(shorter, key.1, &key.2) != Some(best) {
            self.endings.insert(key.clone(), best);
        }
    }

    fn number(&mut self, edit: &Edit) -> u16 {
        let known = self.edits.iter().position(|e| e == edit);
        let at = known.unwrap_or_else(|| {
            self.edits.push(edit.clone());
            self.edits.len() - 1
        });
        at as u16
    }

    fn by_ending(&self, lower: &str, upos: Upos, xpos: &SmolStr) -> Option<u16> {
        let longest_first = endings_of(lower);
        longest_first
            .into_iter()
            .find_map(|ending| self.endings.get(&(ending, upos, xpos.clone())).copied())
    }

    /// Returns the lemma of a form with its tags.
    #[must_use]
    pub fn lemma(&self, form: &str, upos: Upos, xpos: &SmolStr) -> SmolStr {
        let lower: SmolStr = form.to_lowercase().into();
        let by_form = self.forms.get(&(lower.clone(), upos, xpos.clone())).copied();
        let edit = by_form.or_else(|| self.by_ending(&lower, upos, xpos));
        let edit = edit.and_then(|at| self.edits.get(usize::from(at)));
        edit.and_then(|edit| edit.apply(form, &lower)).unwrap_or_else(|| form.into())
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.edits.len());
        for edit in &self.edits {
            out.number(usize::from(edit.cut));
            out.text(&edit.add);
            out.number(usize::from(edit.lower));
        }
        for table in [&self.forms, &self.endings] {
            let ordered: BTreeMap<&Key, &u16> = table.iter().collect();
            out.number(ordered.len());
            for ((form, upos, xpos), edit) in ordered {
                out.text(form);
                out.number(*upos as usize);
                out.text(xpos);
                out.number(usize::from(*edit));
            }
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Self> {
        let mut read = Self::default();
        for _ in 0..input.number()? {
            let cut = u8::try_from(input.number()?).ok()?;
            let add = input.text()?.into();
            read.edits.push(Edit { cut, add, lower: input.number()? == 1 });
        }
        for table in [&mut read.forms, &mut read.endings] {
            for _ in 0..input.number()? {
                let form = input.text()?.into();
                let upos = *Upos::ALL.get(input.number()?)?;
                let key = (form, upos, input.text()?.into());
                table.insert(key, u16::try_from(input.number()?).ok()?);
            }
        }
        Some(read)
    }
}

/// The endings of a word, the longest first, the empty one last.
fn endings_of(lower: &str) -> Vec<SmolStr> {
    let starts: Vec<usize> = lower.char_indices().map(|(at, _)| at).collect();
    let from = starts.len().saturating_sub(LONGEST_ENDING);
    starts[from..].iter().map(|&at| lower[at..].into()).chain([SmolStr::default()]).collect()
}

/// The most frequent edit; of several the first in order.
fn most(counts: &BTreeMap<Edit, usize>) -> Edit {
    let best = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    best.map_or(Edit { cut: 0, add: SmolStr::default(), lower: true }, |(edit, _)| edit.clone())
}

impl Edit {
    /// The edit from a form to its lemma, where it is short enough to be one.
    fn between(form: &str, lemma: &str) -> Option<Self> {
        let lower = !(lemma.chars().any(char::is_uppercase));
        let from: Vec<char> =
            if lower { form.to_lowercase().chars().collect() } else { form.chars().collect() };
        let to: Vec<char> = lemma.chars().collect();
        let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let cut = u8::try_from(from.len() - same).ok()?;
        Some(Self { cut, add: to[same..].iter().collect::<String>().into(), lower })
    }

    fn apply(&self, form: &str, lower: &SmolStr) -> Option<SmolStr> {
        let base: &str = if self.lower { lower } else { form };
        let keep = base.chars().count().checked_sub(usize::from(self.cut))?;
        let end = base.char_indices().nth(keep).map_or(base.len(), |(at, _)| at);
        let lemma = format!("{}{}", &base[..end], self.add);
        (!lemma.is_empty()).then(|| lemma.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_text::conllu;

    fn trained() -> Lemmatizer {
        let rows = [
            ("talked", "talk", "VERB", "VBD"),
            ("walked", "walk", "VERB", "VBD"),
            ("went", "go", "VERB", "VBD"),
            ("cities", "city", "NOUN", "NNS"),
            ("Minsk", "Minsk", "PROPN", "NNP"),
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
        let lemma = |form: &str, upos, xpos: &str| lemmatizer.lemma(form, upos, &xpos.into());
        assert_eq!(lemma("Went", Upos::Verb, "VBD"), "go");
        assert_eq!(lemma("backed", Upos::Verb, "VBD"), "back");
        assert_eq!(lemma("parties", Upos::Noun, "NNS"), "party");
        assert_eq!(lemma("Kyiv", Upos::Propn, "NNP"), "Kyiv");
        assert_eq!(lemma("xyz", Upos::Intj, "UH"), "xyz");
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let lemmatizer = trained();
        let mut out = Writer::default();
        lemmatizer.write(&mut out);
        assert_eq!(Lemmatizer::read(&mut Reader::new(&out.bytes)), Some(lemmatizer));
    }
}
