//! Sets of lemmas and multiword lemmas, and how they are looked up in a sentence.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::sync::Arc;

/// A set of lemmas in lower case, some of several words.
#[derive(Clone, Debug, Default)]
pub struct WordSet {
    /// Sets that are part of this one, and of others.
    classes: Vec<Arc<WordSet>>,
    single: FxHashSet<SmolStr>,
    phrases: Vec<Vec<SmolStr>>,
    /// Numbers of the phrases that a word stands in, with its place there.
    places: FxHashMap<SmolStr, Vec<(usize, usize)>>,
}

impl WordSet {
    /// Adds a lemma; one of several words is kept as a phrase, and one with hyphens also as treebanks
    /// part it ("cease - fire").
    pub fn add(&mut self, entry: &str) {
        let entry = entry.to_lowercase();
        self.add_words(&entry);
        if entry.contains('-') {
            self.add_words(&entry.replace('-', " - "));
        }
    }

    /// Adds all entries of a class, which many sets may share.
    pub fn add_class(&mut self, class: &Arc<WordSet>) {
        self.classes.push(Arc::clone(class));
    }

    fn add_words(&mut self, entry: &str) {
        let words: Vec<SmolStr> = entry.split_whitespace().map(SmolStr::from).collect();
        match &words[..] {
            [] => {}
            [word] => {
                self.single.insert(word.clone());
            }
            _ => {
                for (place, word) in words.iter().enumerate() {
                    let places = self.places.entry(word.clone()).or_default();
                    places.push((self.phrases.len(), place));
                }
                self.phrases.push(words);
            }
        }
    }

    /// Returns whether nothing is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let own = self.single.is_empty() && self.phrases.is_empty();
        own && self.classes.iter().all(|class| class.is_empty())
    }

    /// Returns whether the single lemma is in the set.
    #[must_use]
    pub fn has(&self, lemma: &str) -> bool {
        self.single.contains(lemma) || self.classes.iter().any(|class| class.has(lemma))
    }

    /// Returns the lemmas with which the entries begin.
    pub fn beginnings(&self) -> Vec<&SmolStr> {
        let own = self.single.iter().chain(self.phrases.iter().filter_map(|words| words.first()));
        let classes = self.classes.iter().flat_map(|class| class.beginnings());
        own.chain(classes).collect()
    }

    /// Returns the first position in `lemmas[..]`, among those that `inside` admits, where an entry
    /// begins. Phrases must stand word by word.
    #[must_use]
    pub fn find(&self, lemmas: &[SmolStr], inside: impl Fn(usize) -> bool) -> Option<usize> {
        (0..lemmas.len()).filter(|&at| inside(at)).find(|&at| self.starts_at(lemmas, at))
    }

    /// Returns whether an entry begins at `at`.
    #[must_use]
    pub fn starts_at(&self, lemmas: &[SmolStr], at: usize) -> bool {
        self.has(&lemmas[at]) || self.phrase_with(lemmas, at, &|place| place == 0)
    }

    /// Returns whether a phrase of the set that holds the word at `at` stands around it.
    #[must_use]
    pub fn phrase_around(&self, lemmas: &[SmolStr], at: usize) -> bool {
        self.phrase_with(lemmas, at, &|place| place <= at)
    }

    /// Whether a phrase stands around `at` that has the word there at an admitted place.
    fn phrase_with<F: Fn(usize) -> bool>(&self, lemmas: &[SmolStr], at: usize, admits: &F) -> bool {
        let stands = |&(nth, place): &(usize, usize)| {
            admits(place) && lemmas[at - place..].starts_with(&self.phrases[nth])
        };
        // Most sets have no phrases: they are spared the hash.
        let places = if self.places.is_empty() { None } else { self.places.get(&lemmas[at]) };
        places.is_some_and(|places| places.iter().any(stands))
            || self.classes.iter().any(|class| class.phrase_with(lemmas, at, admits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemmas(text: &str) -> Vec<SmolStr> {
        text.split(' ').map(SmolStr::from).collect()
    }

    #[test]
    fn phrases_stand_word_by_word() {
        let mut set = WordSet::default();
        set.add("State of Emergency");
        set.add("curfew");
        set.add("cease-fire");
        let text = lemmas("a state of emergency and a curfew");
        assert_eq!(set.find(&text, |_| true), Some(1));
        assert_eq!(set.find(&text, |at| at > 2), Some(6));
        assert!(set.phrase_around(&text, 3));
        assert!(!set.phrase_around(&text, 4));
        let mut all = WordSet::default();
        assert!(all.is_empty());
        all.add_class(&Arc::new(set.clone()));
        assert!(!all.is_empty() && all.has("curfew"));
        assert_eq!(all.find(&text, |_| true), Some(1));
        assert!(all.beginnings().iter().any(|word| *word == "state"));
        assert!(set.has("cease-fire") && set.phrase_around(&lemmas("a cease - fire"), 3));
    }
}
