//! Names as labels of words: which kind of name a word belongs to, and whether it begins it.

use whimbrel_text::{Name, NameKind, Sentence};

/// Part of a name: what it names, and whether the name begins here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NameTag {
    pub(crate) kind: NameKind,
    pub(crate) begins: bool,
}

/// No name, and beginning and inside of three kinds.
pub(crate) const N_NAME_LABELS: usize = 7;

const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Organisation, NameKind::Place];

/// Returns the number of a name label.
pub(crate) fn name_label(tag: Option<NameTag>) -> u32 {
    tag.map_or(0, |tag| {
        let kind = KINDS.iter().position(|kind| *kind == tag.kind).unwrap_or(0);
        1 + 2 * kind as u32 + u32::from(!tag.begins)
    })
}

/// Returns what a number of a name label means.
pub(crate) fn name_tag(label: usize) -> Option<NameTag> {
    let at = label.checked_sub(1)?;
    Some(NameTag { kind: *KINDS.get(at / 2)?, begins: at % 2 == 0 })
}

/// Whether a label may follow another: a name goes on only after its own kind.
fn may_follow(label: usize, before: Option<usize>) -> bool {
    match name_tag(label) {
        Some(NameTag { kind, begins: false }) => {
            before.and_then(name_tag).is_some_and(|tag| tag.kind == kind)
        }
        _ => true,
    }
}

/// The best labels that may follow each other, given `[words × N_NAME_LABELS]` scores (Viterbi).
pub(crate) fn best_labels(scores: &[f32]) -> Vec<usize> {
    let mut totals = [0.0f32; N_NAME_LABELS];
    let mut origins: Vec<[usize; N_NAME_LABELS]> = Vec::new();
    for scores in scores.as_chunks::<N_NAME_LABELS>().0 {
        let first = origins.is_empty();
        let origin: [usize; N_NAME_LABELS] = std::array::from_fn(|label| {
            let allowed = (0..N_NAME_LABELS).filter(|&before| may_follow(label, Some(before)));
            allowed.reduce(|a, b| if totals[b] > totals[a] { b } else { a }).unwrap_or(0)
        });
        let next: [f32; N_NAME_LABELS] = std::array::from_fn(|label| match first {
            true if may_follow(label, None) => scores[label],
            true => f32::NEG_INFINITY,
            false => totals[origin[label]] + scores[label],
        });
        totals = next;
        origins.push(origin);
    }
    let best =
        (1..N_NAME_LABELS).fold(0, |best, at| if totals[at] > totals[best] { at } else { best });
    let mut labels: Vec<usize> = Vec::with_capacity(origins.len());
    let mut label = best;
    for origin in origins.iter().rev() {
        labels.push(label);
        label = origin[label];
    }
    labels.reverse();
    labels
}

/// Adds the names of a stretch of a sentence's words that begins at `start`.
pub(crate) fn add(sentence: &mut Sentence, start: usize, labels: &[usize]) {
    for (at, label) in (start..).zip(labels) {
        let Some(tag) = name_tag(*label) else { continue };
        match sentence.names.last_mut() {
            Some(name) if !tag.begins && name.tokens.end == at && name.kind == tag.kind => {
                name.tokens.end = at + 1;
            }
            _ => sentence.names.push(Name { tokens: at..at + 1, kind: tag.kind }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(kind: NameKind, begins: bool) -> usize {
        name_label(Some(NameTag { kind, begins })) as usize
    }

    #[test]
    fn a_name_does_not_change_its_kind() {
        let (place, person) = (label(NameKind::Place, true), label(NameKind::Person, false));
        let mut scores = [0.0f32; 2 * N_NAME_LABELS];
        scores[place] = 5.0;
        scores[N_NAME_LABELS + person] = 3.0;
        scores[N_NAME_LABELS + label(NameKind::Place, false)] = 2.0;
        assert_eq!(best_labels(&scores), [place, label(NameKind::Place, false)]);
        assert_eq!(best_labels(&scores[N_NAME_LABELS..]), [0]);
    }

    #[test]
    fn labels_and_their_meanings_are_the_same() {
        for number in 0..N_NAME_LABELS {
            assert_eq!(name_label(name_tag(number)) as usize, number);
        }
    }
}
