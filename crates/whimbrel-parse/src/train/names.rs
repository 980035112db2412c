//! Names from the entity spans that GUM keeps in the MISC column.
//!
//! A span opens with `(id-type-…` and closes with `id)`; of persons, places and organisations those
//! count whose head is a proper noun, cut to the stretch of names around the head. A treebank without
//! such spans still tells which words are no part of a name.

use super::batch::NO_LABEL;
use crate::names::{NameTag, name_label};
use whimbrel_text::{NameKind, Sentence, Token, Upos};

/// Returns the label of each token of a sentence without spans: none for words that are no proper
/// nouns, and nothing to learn from the others.
pub(super) fn labels_without_spans(sentence: &Sentence) -> Vec<u32> {
    let label = |token: &Token| if is_proper(token) { NO_LABEL } else { name_label(None) };
    sentence.tokens.iter().map(label).collect()
}

/// Returns the label of each token.
pub(super) fn labels(sentence: &Sentence, misc: &[String]) -> Vec<u32> {
    let mut labels = vec![name_label(None); misc.len()];
    let mut spans = spans(misc);
    spans.sort_by_key(|span| (span.last - span.first, span.first));
    for span in spans {
        let Some((first, last)) = name_in(sentence, &span) else { continue };
        if labels[first..=last].iter().any(|label| *label != name_label(None)) {
            continue;
        }
        for (at, label) in labels[first..=last].iter_mut().enumerate() {
            *label = name_label(Some(NameTag { kind: span.kind, begins: at == 0 }));
        }
    }
    labels
}

struct EntitySpan {
    first: usize,
    last: usize,
    kind: NameKind,
}

fn spans(misc: &[String]) -> Vec<EntitySpan> {
    let mut open: Vec<(String, Option<NameKind>, usize)> = Vec::new();
    let mut found = Vec::new();
    for (at, column) in misc.iter().enumerate() {
        let Some(mut rest) = column.split('|').find_map(|m| m.strip_prefix("Entity=")) else {
            continue;
        };
        while !rest.is_empty() {
            let opens = rest.starts_with('(');
            let body = rest.trim_start_matches('(');
            let end = body.find(['(', ')']).unwrap_or(body.len());
            let mut fields = body[..end].split('-');
            let id = fields.next().unwrap_or("").to_owned();
            if opens {
                open.push((id.clone(), fields.next().and_then(kind), at));
            }
            let closes = body[end..].starts_with(')');
            if closes && let Some(nth) = open.iter().rposition(|(other, ..)| *other == id) {
                let (_, kind, first) = open.remove(nth);
                found.extend(kind.map(|kind| EntitySpan { first, last: at, kind }));
            }
            rest = &body[end + usize::from(closes)..];
        }
    }
    found
}

fn kind(name: &str) -> Option<NameKind> {
    match name {
        "person" => Some(NameKind::Person),
        "organization" => Some(NameKind::Organisation),
        "place" => Some(NameKind::Place),
        _ => None,
    }
}

/// Words that stand before a person's name and are no part of it.
const TITLES: [&str; 18] = [
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "Prof",
    "Sir",
    "President",
    "Professor",
    "Senator",
    "King",
    "Queen",
    "Prime",
    "Minister",
    "Secretary",
    "General",
    "Captain",
    "Judge",
    "Governor",
];

/// Words that may link the parts of a name.
const LINKS: [&str; 5] = ["of", "for", "the", "&", "-"];

/// The stretch of names around the span's head, if that is a proper noun: whether a word belongs
/// to a name is told by its Penn tag, as UD tags the "United" of a name an adjective.
fn name_in(sentence: &Sentence, span: &EntitySpan) -> Option<(usize, usize)> {
    let token = |at: usize| &sentence.tokens[at];
    let inside = |at: usize| (span.first..=span.last).contains(&at);
    let is_name = |at: usize| inside(at) && is_proper(token(at));
    let links = |at: usize| inside(at) && LINKS.contains(&token(at).form.as_str());
    let head =
        (span.first..=span.last).find(|&at| token(at).head.is_none_or(|head| !inside(head)))?;
    if !is_name(head) {
        return None;
    }
    let (mut first, mut last) = (head, head);
    loop {
        // Over at most two links, as in "Bank of the West".
        let over = (0..=2).find(|&n| {
            (1..=n).all(|gap| first >= gap && links(first - gap))
                && first > n
                && is_name(first - 1 - n)
        });
        let Some(n) = over else { break };
        first -= 1 + n;
    }
    while let Some(n) =
        (0..=2).find(|&n| (1..=n).all(|gap| links(last + gap)) && is_name(last + 1 + n))
    {
        last += 1 + n;
    }
    let is_title = |at: usize| TITLES.contains(&token(at).form.trim_end_matches('.'));
    while span.kind == NameKind::Person && first < last && is_title(first) {
        first += 1;
    }
    Some((first, last))
}

/// Whether a word is part of a name by its Penn tag, or where there is none by its universal one.
pub(super) fn is_proper(token: &Token) -> bool {
    token.xpos.starts_with("NNP") || (token.xpos.is_empty() && token.upos == Upos::Propn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_text::conllu;

    #[test]
    fn a_name_is_cut_out_of_its_span() {
        let text = "\
1\tthe\tthe\tDET\t_\t_\t3\tdet\t_\tEntity=(1-organization-new
2\tGreek\tGreek\tADJ\t_\t_\t3\tamod\t_\tEntity=(2-place-new)
3\tMinistry\tMinistry\tPROPN\tNNP\t_\t0\troot\t_\t_
4\tof\tof\tADP\t_\t_\t5\tcase\t_\t_
5\tDefence\tDefence\tPROPN\tNNP\t_\t3\tnmod\t_\tEntity=1)

";
        let (sentences, miscs, _) = conllu::read_with_misc(text);
        let tag = |begins| name_label(Some(NameTag { kind: NameKind::Organisation, begins }));
        let none = name_label(None);
        assert_eq!(
            labels(&sentences[0], &miscs[0]),
            [none, none, tag(true), tag(false), tag(false)]
        );
    }
}
