//! The dependency tree of a sentence as a thing to walk: children, subtrees, ancestors.

use crate::sentence::{Sentence, Token};
use crate::span::Span;

/// A sentence with its children lists.
///
/// Building is O(tokens). Walks never loop, also on a malformed tree.
#[derive(Clone, Debug)]
pub struct Tree<'s> {
    /// The sentence.
    pub sentence: &'s Sentence,
    /// `starts[i]..starts[i + 1]` are the children of `i` in `kids`.
    starts: Vec<u32>,
    kids: Vec<u32>,
}

impl<'s> Tree<'s> {
    /// Indexes the children of each token, in the order of the text.
    #[must_use]
    pub fn new(sentence: &'s Sentence) -> Self {
        let n = sentence.tokens.len();
        let mut starts = vec![0u32; n + 1];
        for head in sentence.tokens.iter().filter_map(|t| t.head).filter(|&h| h < n) {
            starts[head + 1] += 1;
        }
        for at in 0..n {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut kids = vec![0u32; starts[n] as usize];
        for (at, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head.filter(|&h| h < n) {
                kids[next[head] as usize] = at as u32;
                next[head] += 1;
            }
        }
        Self { sentence, starts, kids }
    }

    /// Returns the number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    /// Returns whether the sentence has no tokens.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sentence.tokens.is_empty()
    }

    /// Returns token `at`.
    #[must_use]
    pub fn token(&self, at: usize) -> &'s Token {
        &self.sentence.tokens[at]
    }

    /// Returns the children of `at` in the order of the text.
    pub fn children(&self, at: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let range = self.starts[at] as usize..self.starts[at + 1] as usize;
        self.kids[range].iter().map(|&kid| kid as usize)
    }

    /// Returns the children of `at` whose universal relation (without subtype) is `rel`.
    pub fn children_by<'a>(
        &'a self,
        at: usize,
        rel: &'a str,
    ) -> impl DoubleEndedIterator<Item = usize> + 'a {
        self.children(at).filter(move |&kid| self.token(kid).rel() == rel)
    }

    /// Returns the first child of `at` with the universal relation `rel`.
    #[must_use]
    pub fn child(&self, at: usize, rel: &str) -> Option<usize> {
        self.children_by(at, rel).next()
    }

    /// Returns the head of `at`, `None` for the root.
    #[must_use]
    pub fn head(&self, at: usize) -> Option<usize> {
        self.token(at).head
    }

    /// Returns the ancestors of `at`, nearest first, without `at` itself.
    pub fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(at), |&up| self.head(up)).take(self.len())
    }

    /// Returns all tokens below and including `at`, in the order of the text.
    #[must_use]
    pub fn subtree(&self, at: usize) -> Vec<usize> {
        let mut found = vec![at];
        let mut next = 0;
        while next < found.len() && found.len() <= self.len() {
            found.extend(self.children(found[next]));
            next += 1;
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the span in the text that covers all of `tokens`.
    ///
    /// An empty list gives an empty span at the sentence's start.
    #[must_use]
    pub fn cover(&self, tokens: &[usize]) -> Span {
        let spans = tokens.iter().map(|&at| self.token(at).span);
        spans
            .reduce(Span::cover)
            .unwrap_or(Span::new(self.sentence.span.start, self.sentence.span.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu;

    const GOLD: &str = "\
1\tRussia\tRussia\tPROPN\tNNP\t_\t2\tnsubj\t_\t_
2\tthreatened\tthreaten\tVERB\tVBD\t_\t0\troot\t_\t_
3\tto\tto\tPART\tTO\t_\t4\tmark\t_\t_
4\tattack\tattack\tVERB\tVB\t_\t2\txcomp\t_\t_
5\tUkraine\tUkraine\tPROPN\tNNP\t_\t4\tobj\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

";

    #[test]
    fn walks_go_down_and_up() {
        let sentences = conllu::read(GOLD).0;
        let tree = Tree::new(&sentences[0]);
        assert_eq!(tree.children(1).collect::<Vec<_>>(), [0, 3, 5]);
        assert_eq!(tree.subtree(3), [2, 3, 4]);
        assert_eq!(tree.ancestors(4).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(tree.child(1, "xcomp"), Some(3));
        assert_eq!(tree.cover(&[3, 4]), Span::new(21, 35));
    }

    #[test]
    fn a_cycle_does_not_hang() {
        let mut sentence = conllu::read(GOLD).0.remove(0);
        sentence.tokens[1].head = Some(3);
        let tree = Tree::new(&sentence);
        assert!(tree.subtree(3).len() <= 6);
        assert!(tree.ancestors(4).count() <= 6);
    }
}
