//! Forms of English verbs.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// Verbs that the frames know, and the forms by which they are recognised.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verbs {
    known: FxHashSet<SmolStr>,
    lemmas: FxHashMap<SmolStr, SmolStr>,
}

impl Verbs {
    /// Adds a verb with its regular forms; a form that another verb has taken stays its.
    pub(crate) fn add(&mut self, lemma: &SmolStr) {
        if self.known.insert(lemma.clone()) {
            for form in regular_forms(lemma) {
                self.lemmas.entry(form.into()).or_insert_with(|| lemma.clone());
            }
        }
    }

    /// Adds a form that no rule gives; returns whether it is none of the lemma itself.
    pub(crate) fn add_form(&mut self, form: SmolStr, lemma: &str) -> bool {
        let differs = form != lemma;
        self.lemmas.insert(form, lemma.into());
        differs
    }

    /// Returns the known verb that `form` is of, unless `lemma` is known itself.
    pub(crate) fn of_form(&self, form: &str, lemma: &str) -> Option<&SmolStr> {
        if self.known.contains(lemma) {
            return None;
        }
        self.lemmas.get(form).filter(|verb| self.known.contains(*verb))
    }
}

/// The forms in -s, -ed and -ing, with and without a doubled last consonant where both may be.
fn regular_forms(lemma: &str) -> Vec<String> {
    let letters: Vec<char> = lemma.chars().collect();
    let is_vowel = |at: usize| matches!(letters[at], 'a' | 'e' | 'i' | 'o' | 'u');
    let n = letters.len();
    if n < 2 {
        return Vec::new();
    }
    let cut = |by: usize| letters[..n - by].iter().collect::<String>();
    let (last, last_is_vowel, before_is_vowel) = (letters[n - 1], is_vowel(n - 1), is_vowel(n - 2));
    let hisses = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| lemma.ends_with(end));
    if last == 'y' && !before_is_vowel {
        return vec![cut(1) + "ies", cut(1) + "ied", lemma.to_owned() + "ing"];
    }
    let mut forms = vec![lemma.to_owned() + if hisses { "es" } else { "s" }];
    if last == 'e' {
        forms.push(lemma.to_owned() + "d");
        let stem = match lemma {
            _ if lemma.ends_with("ie") => cut(2) + "y",
            _ if ["ee", "oe", "ye"].iter().any(|end| lemma.ends_with(end)) => lemma.to_owned(),
            _ => cut(1),
        };
        forms.push(stem + "ing");
        return forms;
    }
    let doubles = !last_is_vowel && before_is_vowel && !matches!(last, 'w' | 'x' | 'y');
    for stem in [Some(lemma.to_owned()), doubles.then(|| format!("{lemma}{last}"))] {
        forms.extend(stem.iter().flat_map(|stem| [format!("{stem}ed"), format!("{stem}ing")]));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_follow_the_spelling() {
        let forms = |lemma: &str| regular_forms(lemma).join(" ");
        assert_eq!(forms("free"), "frees freed freeing");
        assert_eq!(forms("seize"), "seizes seized seizing");
        assert_eq!(forms("defy"), "defies defied defying");
        assert_eq!(forms("ban"), "bans baned baning banned banning");
        assert_eq!(forms("lynch"), "lynches lynched lynching");
        assert_eq!(forms("die"), "dies died dying");
    }

    #[test]
    fn a_known_lemma_stays() {
        let mut verbs = Verbs::default();
        verbs.add(&"free".into());
        verbs.add(&"strike".into());
        assert!(verbs.add_form("struck".into(), "strike"));
        assert_eq!(verbs.of_form("freed", "fre").map(SmolStr::as_str), Some("free"));
        assert_eq!(verbs.of_form("struck", "struck").map(SmolStr::as_str), Some("strike"));
        assert_eq!(verbs.of_form("freed", "free"), None);
        assert_eq!(verbs.of_form("walked", "walke"), None);
    }
}
