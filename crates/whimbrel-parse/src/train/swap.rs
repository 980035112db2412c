//! Names put in the place of others, so that the network learns from what stands around a name what it
//! names, and not the few names of the treebanks by heart.

use super::data::{Example, Word};
use crate::names::name_tag;
use rustc_hash::FxHashMap;
use std::ops::Range;
use whimbrel_nn::random::Random;
use whimbrel_text::NameKind;

/// Share of names that are shown as another one.
const SWAPPED: f32 = 0.3;

/// Which names may stand for each other: those of one kind whose words have the same tags in turn, so
/// that the tree holds for either.
type Sign = (NameKind, Vec<u32>);

/// The names to draw from.
#[derive(Default)]
pub(super) struct Swaps {
    /// Names of the treebanks and those of lists.
    names: FxHashMap<Sign, [Vec<Vec<Word>>; 2]>,
}

impl Swaps {
    /// Collects the names that people marked in treebanks, each as often as it stands there, and
    /// those of lists, whose words get the tag that words of names have most often.
    pub(super) fn new(examples: &[Example], listed: Vec<(NameKind, Vec<Word>)>) -> Self {
        let mut swaps = Self::default();
        let mut tags: FxHashMap<u32, usize> = FxHashMap::default();
        for example in examples {
            for (kind, words) in names(example) {
                let sign = (kind, example.xpos[words.clone()].to_vec());
                sign.1.iter().for_each(|tag| *tags.entry(*tag).or_default() += 1);
                swaps.names.entry(sign).or_default()[0].push(example.words[words].to_vec());
            }
        }
        let usual = tags.into_iter().max_by_key(|(tag, n)| (*n, *tag)).map(|(tag, _)| tag);
        for (kind, words) in listed {
            let Some(tag) = usual else { break };
            swaps.names.entry((kind, vec![tag; words.len()])).or_default()[1].push(words);
        }
        swaps
    }

    /// Returns an example's words with some of its names changed for others.
    pub(super) fn draw<'e>(&'e self, example: &'e Example, random: &mut Random) -> Vec<&'e Word> {
        let mut words: Vec<&Word> = example.words.iter().collect();
        for (kind, range) in names(example) {
            if random.unit() >= SWAPPED {
                continue;
            }
            let Some([marked, listed]) = self.names.get(&(kind, example.xpos[range.clone()].to_vec()))
            else {
                continue;
            };
            let from = if listed.is_empty() || random.unit() < 0.5 { marked } else { listed };
            let Some(last) = (from.len() as u64).checked_sub(1) else { continue };
            let name = &from[(random.bits() % (last + 1)) as usize];
            words[range].iter_mut().zip(name).for_each(|(word, other)| *word = other);
        }
        words
    }
}

/// The names of an example: what each names and which words.
fn names(example: &Example) -> Vec<(NameKind, Range<usize>)> {
    let mut found: Vec<(NameKind, Range<usize>)> = Vec::new();
    for (at, label) in example.names.iter().enumerate() {
        let Some(tag) = name_tag(*label as usize) else { continue };
        match found.last_mut() {
            Some((kind, words)) if !tag.begins && words.end == at && *kind == tag.kind => {
                words.end = at + 1;
            }
            _ => found.push((tag.kind, at..at + 1)),
        }
    }
    found
}
