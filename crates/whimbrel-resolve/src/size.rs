//! Numbers with what they count: the dead, the injured, the arrested, those who took part.

use whimbrel_text::{Sentence, Span, Tree, Upos};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeKind {
    /// Killed.
    Dead,
    /// Hurt.
    Injured,
    /// Arrested or detained.
    Arrested,
    /// Taking part.
    Participants,
}

impl SizeKind {
    /// Returns the name that records use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dead => "dead",
            Self::Injured => "injured",
            Self::Arrested => "arrested",
            Self::Participants => "participants",
        }
    }
}

/// A number of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SizeMention {
    /// What is counted.
    pub kind: SizeKind,
    /// The number; `None` for "dozens" and the like.
    pub value: Option<u64>,
    /// The words.
    pub text: String,
    /// Where they stand: code points from the start of the text.
    pub span: Span,
    /// The token that the number hangs by.
    pub token: usize,
}

/// Returns the numbers of people that a sentence tells, in order.
#[must_use]
pub fn sizes(sentence: &Sentence) -> Vec<SizeMention> {
    let tree = Tree::new(sentence);
    let number = |at: usize| mention(&tree, at);
    (0..sentence.tokens.len()).filter_map(number).collect()
}

fn mention(tree: &Tree<'_>, at: usize) -> Option<SizeMention> {
    let token = tree.token(at);
    let lower = token.form.to_lowercase();
    let vague =
        matches!(lower.as_str(), "dozens" | "hundreds" | "thousands" | "scores" | "millions");
    let value = value(&lower);
    if !vague && (token.upos != Upos::Num || value.is_none()) {
        return None;
    }
    // "five people": what is counted is the head; "five were killed": the number itself.
    let counted = tree.head(at).filter(|_| token.rel() == "nummod").unwrap_or(at);
    let kind = kind(tree, counted)?;
    let value = if vague { None } else { value };
    Some(SizeMention { kind, value, text: token.form.to_string(), span: token.span, token: at })
}

/// What happened to those counted, by the predicate above or an adjective beside them.
fn kind(tree: &Tree<'_>, counted: usize) -> Option<SizeKind> {
    let own = of_word(&tree.token(counted).lemma.to_lowercase());
    let beside =
        || tree.children(counted).find_map(|kid| of_word(&tree.token(kid).lemma.to_lowercase()));
    let above = || {
        let argument = matches!(tree.token(counted).rel(), "nsubj" | "obj");
        let head = tree.head(counted).filter(|_| argument)?;
        of_word(&tree.token(head).lemma.to_lowercase())
    };
    own.or_else(beside).or_else(above)
}

fn of_word(lemma: &str) -> Option<SizeKind> {
    match lemma {
        "kill" | "die" | "dead" | "death" | "murder" | "slay" | "execute" | "massacre" => {
            Some(SizeKind::Dead)
        }
        "injure" | "wound" | "hurt" | "wounded" | "injured" | "injury" => Some(SizeKind::Injured),
        "arrest" | "detain" | "jail" | "imprison" | "seize" => Some(SizeKind::Arrested),
        "protester" | "protestor" | "demonstrator" | "march" | "rally" | "protest"
        | "demonstrate" | "gather" | "striker" | "marcher" => Some(SizeKind::Participants),
        _ => None,
    }
}

/// The value of digits with thousands marks, or of a number word up to twenty.
fn value(word: &str) -> Option<u64> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let by_word = WORDS.iter().position(|w| *w == word).map(|n| n as u64);
    by_word.or_else(|| word.replace(',', "").parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_text::conllu;

    fn told(rows: &str) -> Vec<(SizeKind, Option<u64>)> {
        let sentence = conllu::read(rows).0.remove(0);
        sizes(&sentence).into_iter().map(|s| (s.kind, s.value)).collect()
    }

    #[test]
    fn numbers_count_what_the_verb_says() {
        let killed = "1\tBombs\tbomb\tNOUN\t_\t_\t2\tnsubj\t_\t_\n2\tkilled\tkill\tVERB\t_\t_\t0\troot\t_\t_\n3\tfive\tfive\tNUM\t_\t_\t4\tnummod\t_\t_\n4\tpeople\tpeople\tNOUN\t_\t_\t2\tobj\t_\t_\n\n";
        assert_eq!(told(killed), [(SizeKind::Dead, Some(5))]);
        let marched = "1\tThousands\tthousand\tNOUN\t_\t_\t2\tnsubj\t_\t_\n2\tmarched\tmarch\tVERB\t_\t_\t0\troot\t_\t_\n\n";
        assert_eq!(told(marched), [(SizeKind::Participants, None)]);
    }
}
