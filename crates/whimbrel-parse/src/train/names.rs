//! Names marked in the MISC column: `Name=B-PER`, `Name=I-ORG` and so on, as `whimbrel parse` writes them.
//!
//! A treebank without such marks still tells which words are no part of a name.

use super::batch::NO_LABEL;
use crate::names::{NameTag, name_label};
use whimbrel_text::{NameKind, Sentence, Token, Upos};

/// How the MISC column marks a name.
pub(super) const MARK: &str = "Name=";

/// The mark of a word of which nobody said whether it is a name.
const OPEN: &str = "?";

/// Returns the label of each token of a sentence without marks: none for words that are no proper
/// nouns, and nothing to learn from the others.
pub(super) fn labels_without_marks(sentence: &Sentence) -> Vec<u32> {
    let label = |token: &Token| if is_proper(token) { NO_LABEL } else { name_label(None) };
    sentence.tokens.iter().map(label).collect()
}

/// Returns the label of each token by its MISC column; nothing is learnt where the mark is open.
pub(super) fn labels(misc: &[String]) -> Vec<u32> {
    let tag = |mark: &str| {
        let (place, kind) = mark.split_once('-')?;
        Some(NameTag { kind: NameKind::from_label(kind)?, begins: place == "B" })
    };
    let label = |column: &String| {
        let mut marks = column.split('|').filter_map(|entry| entry.strip_prefix(MARK));
        match marks.next() {
            Some(OPEN) => NO_LABEL,
            mark => name_label(mark.and_then(tag)),
        }
    };
    misc.iter().map(label).collect()
}

/// Whether a word is part of a name by its Penn tag, or where there is none by its universal one.
fn is_proper(token: &Token) -> bool {
    token.xpos.starts_with("NNP") || (token.xpos.is_empty() && token.upos == Upos::Propn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_and_others_passed_over() {
        let misc = ["_", "SpaceAfter=No|Name=B-ORG", "Name=I-ORG", "Name=B-MISC", "Name=?"];
        let tag = |begins| name_label(Some(NameTag { kind: NameKind::Organisation, begins }));
        let none = name_label(None);
        let expected = [none, tag(true), tag(false), none, NO_LABEL];
        assert_eq!(labels(&misc.map(String::from)), expected);
    }
}
