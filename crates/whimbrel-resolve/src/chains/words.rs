//! Words that tell what a noun phrase names, and of which sex.

use crate::tables::{Problem, each_row};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// What a noun phrase names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Person,
    /// Several persons under one noun in the singular ("the family").
    Group,
    Organisation,
    Place,
    Thing,
}

/// Of which sex a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Female,
    Male,
}

/// What the file tells of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Noun(Kind, Option<Sex>),
    Title(Option<Sex>),
    Given(Option<Sex>),
}

/// The words of `actors/person-words.tsv`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    words: FxHashMap<String, Word>,
}

impl Words {
    /// Returns the words that the program carries; they are read at the first call.
    pub(crate) fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Words> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            match Self::read(include_str!("../../../../actors/person-words.tsv")) {
                Ok(words) => words,
                Err(problems) => panic!("the built-in words have faults: {problems:?}"),
            }
        })
    }

    /// Reads the words from a file's text.
    pub(crate) fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let mut read = Self::default();
        let mut problems = Vec::new();
        each_row("person-words.tsv", text, 3, &mut problems, |f| read.add(f));
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    fn add(&mut self, f: &[&str]) -> Result<(), String> {
        let sex = match f[2] {
            "f" => Some(Sex::Female),
            "m" => Some(Sex::Male),
            "" => None,
            other => return Err(format!("`{other}` is no sex")),
        };
        let word = match f[1] {
            "person" => Word::Noun(Kind::Person, sex),
            "group" => Word::Noun(Kind::Group, sex),
            "organisation" => Word::Noun(Kind::Organisation, sex),
            "place" => Word::Noun(Kind::Place, sex),
            "title" => Word::Title(sex),
            "given" => Word::Given(sex),
            other => return Err(format!("`{other}` is no kind of word")),
        };
        self.words.insert(f[0].to_owned(), word);
        Ok(())
    }

    /// Returns what a common noun in lower case and the singular names.
    pub(crate) fn noun(&self, lemma: &str) -> Option<(Kind, Option<Sex>)> {
        match self.words.get(lemma) {
            Some(Word::Noun(kind, sex)) => Some((*kind, *sex)),
            _ => None,
        }
    }

    /// Returns whether a word as written is a title before a name, and of which sex.
    pub(crate) fn title(&self, word: &str) -> Option<Option<Sex>> {
        match self.words.get(word) {
            Some(Word::Title(sex)) => Some(*sex),
            _ => None,
        }
    }

    /// Returns whether a word as written is a given name, and of which sex.
    pub(crate) fn given(&self, word: &str) -> Option<Option<Sex>> {
        match self.words.get(word) {
            Some(Word::Given(sex)) => Some(*sex),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_words_can_be_read() {
        let words = Words::builtin();
        assert_eq!(words.noun("mother"), Some((Kind::Person, Some(Sex::Female))));
        assert_eq!(words.title("Mr."), Some(Some(Sex::Male)));
        assert_eq!(words.given("Angela"), Some(Some(Sex::Female)));
        assert_eq!(words.noun("table"), None);
    }

    #[test]
    fn a_fault_names_its_line() {
        let problems = Words::read("mother\tperson\tx\n").map(|_| ()).unwrap_err();
        assert_eq!(problems[0].to_string(), "person-words.tsv:1: `x` is no sex");
    }
}
