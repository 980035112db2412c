//! Ties times, places and sizes to the events of a sentence.
//!
//! A time or place belongs to the event whose clause it stands in; where a clause holds several
//! events, to the one nearest in the tree.

use whimbrel_text::Tree;

/// How far a word may be from an event in the tree and still belong to it.
const FARTHEST: usize = 6;

/// Returns the tree distance between two tokens, in steps.
#[must_use]
pub(crate) fn distance(tree: &Tree<'_>, a: usize, b: usize) -> usize {
    let up = |from: usize| std::iter::once(from).chain(tree.ancestors(from));
    let common = up(a)
        .enumerate()
        .find_map(|(above, at)| up(b).position(|other| other == at).map(|below| above + below));
    common.unwrap_or(usize::MAX)
}

/// Returns whether `word` stands in a clause that is apart from that of `event`: a clause boundary
/// lies on the way between them, other than an infinitive or a complement below `word`'s verb.
#[must_use]
fn is_apart(tree: &Tree<'_>, event: usize, word: usize) -> bool {
    let above: Vec<usize> = std::iter::once(event).chain(tree.ancestors(event)).collect();
    let path =
        std::iter::once(word).chain(tree.ancestors(word)).take_while(|at| !above.contains(at));
    let bounds = |at: usize| {
        let token = tree.token(at);
        matches!(token.rel(), "advcl" | "ccomp" | "parataxis" | "conj" | "acl")
            && (tree.child(at, "nsubj").is_some() || token.rel() == "parataxis")
    };
    path.into_iter().any(bounds)
}

/// Returns the index of the item nearest to `event` among those in its clause.
///
/// `tokens[i]` is the token that item `i` hangs by. Of two at the same distance the first wins.
#[must_use]
pub(crate) fn nearest(tree: &Tree<'_>, event: usize, tokens: &[usize]) -> Option<usize> {
    let ranked = tokens.iter().enumerate().filter(|(_, token)| !is_apart(tree, event, **token));
    let ranked = ranked.map(|(item, &token)| (distance(tree, event, token), item));
    ranked.min().filter(|(away, _)| *away <= FARTHEST).map(|(_, item)| item)
}
