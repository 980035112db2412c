//! Chains of mentions against those that people annotated: MUC, B³, CEAF and their mean.
//!
//! As in the CoNLL-2012 task (Pradhan et al. 2012), mentions match where their spans are the same, chains
//! of one mention are left out on both sides, and the counts of all documents are added up.

use super::Outcome;
use crate::pipeline::Pipeline;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use whimbrel_text::{Sentence, conllu};

/// A mention: the sentence's index in its document and the tokens' indices, end exclusive.
type Mention = (usize, usize, usize);

/// The chains of a document; no mention stands in two of them.
type Chains = Vec<Vec<Mention>>;

/// A sum over the items of one side, and their number or weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Share {
    part: f64,
    whole: f64,
}

impl Share {
    fn value(self) -> f64 {
        if self.whole == 0.0 { 0.0 } else { self.part / self.whole }
    }

    fn add(&mut self, other: Self) {
        self.part += other.part;
        self.whole += other.whole;
    }
}

/// Recall and precision of a measure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Score {
    recall: Share,
    precision: Share,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.recall.add(other.recall);
        self.precision.add(other.precision);
    }

    fn f1(self) -> f64 {
        let (r, p) = (self.recall.value(), self.precision.value());
        if r + p == 0.0 { 0.0 } else { 2.0 * r * p / (r + p) }
    }
}

/// The chain of each mention.
fn owners(chains: &Chains) -> BTreeMap<Mention, usize> {
    let each = |(at, chain): (usize, &Vec<Mention>)| {
        chain.iter().map(move |mention| (*mention, at)).collect::<Vec<_>>()
    };
    chains.iter().enumerate().flat_map(each).collect()
}

/// The links of `of` that `by` has too (Vilain et al. 1995): a chain of n mentions that the other side
/// has in k parts keeps n − k of its n − 1 links; a mention that it lacks is a part of its own.
fn links(of: &Chains, by: &Chains) -> Share {
    let owner = owners(by);
    let mut share = Share::default();
    for chain in of {
        let mut parts: Vec<usize> = chain.iter().filter_map(|m| owner.get(m).copied()).collect();
        let alone = chain.len() - parts.len();
        parts.sort_unstable();
        parts.dedup();
        share.add(Share {
            part: (chain.len() - parts.len() - alone) as f64,
            whole: (chain.len() - 1) as f64,
        });
    }
    share
}

/// MUC (Vilain et al. 1995): shares of links.
fn muc(gold: &Chains, system: &Chains) -> Score {
    Score { recall: links(gold, system), precision: links(system, gold) }
}

/// For each mention of `of` the share of its chain that is in the same chain of `by` (Bagga and Baldwin
/// 1998); a mention that `by` lacks has none.
fn neighbours(of: &Chains, by: &Chains) -> Share {
    let owner = owners(by);
    let mut share = Share::default();
    for chain in of {
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for at in chain.iter().filter_map(|m| owner.get(m)) {
            *common.entry(*at).or_default() += 1;
        }
        // Whole numbers are added, so that the order of the table does not matter.
        let squares: usize = common.values().map(|n| n * n).sum();
        share.add(Share { part: squares as f64 / chain.len() as f64, whole: chain.len() as f64 });
    }
    share
}

/// B³ (Bagga and Baldwin 1998): means over mentions.
fn b_cubed(gold: &Chains, system: &Chains) -> Score {
    Score { recall: neighbours(gold, system), precision: neighbours(system, gold) }
}

/// CEAF with the similarity φ₄ (Luo 2005): chains are matched one to one so that the sum of
/// 2·|common| / (|gold| + |system|) is greatest; the sum is divided by the number of chains.
fn ceaf(gold: &Chains, system: &Chains) -> Score {
    let owner = owners(system);
    let mut similar = vec![vec![0.0; system.len()]; gold.len()];
    for (row, chain) in similar.iter_mut().zip(gold) {
        for at in chain.iter().filter_map(|m| owner.get(m)) {
            row[*at] += 2.0 / (chain.len() + system[*at].len()) as f64;
        }
    }
    let part = best_assignment(&similar);
    Score {
        recall: Share { part, whole: gold.len() as f64 },
        precision: Share { part, whole: system.len() as f64 },
    }
}

/// The greatest sum of a one-to-one match of rows and columns (the Hungarian method with potentials,
/// Kuhn 1955, in cubic time).
fn best_assignment(weights: &[Vec<f64>]) -> f64 {
    let n = weights.len().max(weights.first().map_or(0, Vec::len));
    let weight = |row: usize, column: usize| {
        weights.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0)
    };
    // Rows and columns are counted from 1; column 0 stands for the row being placed.
    let (mut of_row, mut of_column) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let mut placed = vec![0; n + 1];
    for row in 1..=n {
        placed[0] = row;
        let mut column = 0;
        let (mut least, mut from) = (vec![f64::INFINITY; n + 1], vec![0; n + 1]);
        let mut done = vec![false; n + 1];
        while placed[column] != 0 {
            done[column] = true;
            let here = placed[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for at in (1..=n).filter(|&at| !done[at]) {
                let slack = -weight(here - 1, at - 1) - of_row[here] - of_column[at];
                if slack < least[at] {
                    (least[at], from[at]) = (slack, column);
                }
                if least[at] < step {
                    (step, next) = (least[at], at);
                }
            }
            for at in 0..=n {
                if done[at] {
                    of_row[placed[at]] += step;
                    of_column[at] -= step;
                } else {
                    least[at] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            placed[column] = placed[from[column]];
            column = from[column];
        }
    }
    (1..=n).map(|column| weight(placed[column] - 1, column - 1)).sum()
}

/// A chain as a treebank has it: its mentions and what kind of thing they name.
#[derive(Default)]
struct Annotated {
    kind: String,
    mentions: Vec<Mention>,
}

/// The chains that GUM's `Entity` marks tell (`(3-person-new-…` opens, `3)` closes), in the order of
/// their first mention. Parts of a mention in pieces (`3[1/2]`) are left out.
fn annotated(miscs: &[Vec<String>]) -> Vec<Annotated> {
    let mut chains: Vec<Annotated> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut open: Vec<(String, String, usize, usize)> = Vec::new();
    for (sentence, misc) in miscs.iter().enumerate() {
        for (token, misc) in misc.iter().enumerate() {
            let marks = misc.split('|').find_map(|entry| entry.strip_prefix("Entity="));
            for mark in marks.map(parts).unwrap_or_default() {
                let bare = mark.trim_matches(['(', ')']);
                let mut fields = bare.split('-');
                let id = fields.next().unwrap_or_default().to_owned();
                if mark.starts_with('(') {
                    let kind = fields.next().unwrap_or_default().to_owned();
                    open.push((id.clone(), kind, sentence, token));
                }
                if !mark.ends_with(')') {
                    continue;
                }
                let Some(at) = open.iter().rposition(|(other, ..)| *other == id) else { continue };
                let (_, kind, begun, start) = open.remove(at);
                if begun != sentence || id.contains('[') {
                    continue;
                }
                let next = numbers.len();
                let number = *numbers.entry(id).or_insert(next);
                if number == chains.len() {
                    chains.push(Annotated { kind, mentions: Vec::new() });
                }
                chains[number].mentions.push((sentence, start, token + 1));
            }
        }
    }
    chains
}

/// Parts marks that are written together: `(1-abstract…(2-person…)1)`.
fn parts(marks: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in marks.char_indices() {
        if c == '(' && at > start {
            found.push(&marks[start..at]);
            start = at;
        } else if c == ')' {
            found.push(&marks[start..=at]);
            start = at + 1;
        }
    }
    if start < marks.len() {
        found.push(&marks[start..]);
    }
    found
}

/// The chains of persons and organisations, and of places that have a proper name; of two mentions or
/// more.
fn of_actors(sentences: &[Sentence], miscs: &[Vec<String>]) -> Chains {
    let has_name = |chain: &Annotated| {
        chain.mentions.iter().any(|&(at, start, end)| {
            let sentence = &sentences[at];
            sentence.tokens[sentence.head_of(&(start..end))].upos == whimbrel_text::Upos::Propn
        })
    };
    let mut seen = BTreeSet::new();
    let mut chains = Chains::new();
    for chain in annotated(miscs) {
        let counts = match chain.kind.as_str() {
            "person" | "organization" => true,
            "place" => has_name(&chain),
            _ => false,
        };
        let mentions: Vec<Mention> =
            chain.mentions.into_iter().filter(|m| counts && seen.insert(*m)).collect();
        if mentions.len() > 1 {
            chains.push(mentions);
        }
    }
    chains
}

/// The sums over documents.
#[derive(Default)]
struct Totals {
    muc: Score,
    b_cubed: Score,
    ceaf: Score,
    mentions: Score,
}

impl Totals {
    fn count(&mut self, gold: &Chains, system: &Chains) {
        self.muc.add(muc(gold, system));
        self.b_cubed.add(b_cubed(gold, system));
        self.ceaf.add(ceaf(gold, system));
        let (wanted, found) = (owners(gold), owners(system));
        let common = gold.iter().flatten().filter(|m| found.contains_key(*m)).count() as f64;
        self.mentions.add(Score {
            recall: Share { part: common, whole: wanted.len() as f64 },
            precision: Share { part: common, whole: found.len() as f64 },
        });
    }

    /// The mean of the three measures, as the CoNLL-2012 task ranks by it.
    fn average(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3.0
    }

    fn figures(&self) -> Vec<(String, f64)> {
        let figures = [
            ("mentions, recall", self.mentions.recall.value()),
            ("mentions, precision", self.mentions.precision.value()),
            ("MUC F1", self.muc.f1()),
            ("B3 F1", self.b_cubed.f1()),
            ("CEAF F1", self.ceaf.f1()),
            ("CoNLL average F1", self.average()),
        ];
        figures.map(|(name, value)| (name.to_owned(), value)).into()
    }
}

/// Scores the chains of persons, organisations and named places in the documents of a treebank, on its
/// tokens, with tags, trees and names of the analyser; none where the treebank has no `Entity` marks.
///
/// Who speaks is taken from the comments (`# speaker`), as the task's files have a column for it; the
/// last figure is the average without that.
pub(super) fn evaluate(pipeline: &Pipeline, text: &str) -> Option<Outcome> {
    let (sentences, miscs, _) = conllu::read_with_misc(text);
    if !miscs.iter().flatten().any(|misc| misc.contains("Entity=(")) {
        return None;
    }
    let mut outcome = Outcome::new("coreference of actors, given tokens");
    let (mut totals, mut unattributed) = (Totals::default(), Totals::default());
    for range in documents(&sentences) {
        let wanted = of_actors(&sentences[range.clone()], &miscs[range.clone()]);
        let mut document = sentences[range].to_vec();
        pipeline.analyser().annotate(&mut document);
        pipeline.name(&mut document);
        let found = chains(pipeline, &document, true);
        note(&document, &wanted, &found, &mut outcome);
        totals.count(&wanted, &found);
        unattributed.count(&wanted, &chains(pipeline, &document, false));
    }
    outcome.figures = totals.figures();
    outcome.figures.push(("the same, speakers not given".to_owned(), unattributed.average()));
    Some(outcome)
}

/// The chains that the program finds, with the speakers of the comments or without.
fn chains(pipeline: &Pipeline, document: &[Sentence], speakers: bool) -> Chains {
    let speaker = |sentence: &Sentence| {
        let named = |c: &String| c.strip_prefix("speaker = ").map(ToOwned::to_owned);
        sentence.comments.iter().find_map(named).filter(|_| speakers)
    };
    let speakers: Vec<Option<String>> = document.iter().map(speaker).collect();
    let found = whimbrel_resolve::Chains::read(pipeline.registry(), document, &speakers);
    let mention =
        |m: &whimbrel_resolve::chains::Mention| (m.sentence, m.tokens.start, m.tokens.end);
    found.chains().iter().map(|chain| chain.iter().map(mention).collect()).collect()
}

/// The sentences of each document.
fn documents(sentences: &[Sentence]) -> Vec<Range<usize>> {
    let begins = |at: &usize| sentences[*at].comments.iter().any(|c| c.starts_with("newdoc"));
    let mut starts: Vec<usize> = (0..sentences.len()).filter(begins).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([sentences.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Lists the chains of a document on both sides.
fn note(document: &[Sentence], wanted: &Chains, found: &Chains, outcome: &mut Outcome) {
    for (side, chains) in [("wanted", wanted), ("found", found)] {
        for chain in chains {
            let words = |&(at, start, end): &Mention| {
                format!("{}:{}", at + 1, document[at].words(start..end))
            };
            let mentions: Vec<String> = chain.iter().map(words).collect();
            outcome.notes.push(format!("{side}: {}", mentions.join(" | ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chains of mentions that are numbers.
    fn chains(all: &[&[usize]]) -> Chains {
        all.iter().map(|chain| chain.iter().map(|&at| (at, 0, 1)).collect()).collect()
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    /// The example of Pradhan et al. 2014, "Scoring coreference partitions of predicted mentions".
    fn example() -> (Chains, Chains) {
        (chains(&[&[1, 2, 3], &[4, 5, 6, 7]]), chains(&[&[1, 2], &[3, 4, 5], &[6, 7, 8, 9]]))
    }

    #[test]
    fn muc_counts_links() {
        let (gold, system) = example();
        let score = muc(&gold, &system);
        assert!(close(score.recall.value(), 2.0 / 5.0 + 1.0 / 5.0));
        assert!(close(score.precision.value(), 3.0 / 6.0));
    }

    #[test]
    fn b_cubed_averages_over_mentions() {
        let (gold, system) = example();
        let score = b_cubed(&gold, &system);
        // (4/3 + 1/3 + 4/4 + 4/4) / 7 and (4/2 + 1/3 + 4/3 + 4/4) / 9
        assert!(close(score.recall.value(), (5.0 / 3.0 + 2.0) / 7.0));
        assert!(close(score.precision.value(), (2.0 + 5.0 / 3.0 + 1.0) / 9.0));
    }

    #[test]
    fn ceaf_matches_chains_one_to_one() {
        let (gold, system) = example();
        let score = ceaf(&gold, &system);
        let best = 2.0 * 2.0 / 5.0 + 2.0 * 2.0 / 7.0;
        let other = 2.0 * 2.0 / 5.0 + 2.0 * 2.0 / 8.0;
        assert!(best > other);
        assert!(close(score.recall.value(), best / 2.0));
        assert!(close(score.precision.value(), best / 3.0));
    }

    #[test]
    fn the_same_chains_score_one_and_none_score_nothing() {
        let (gold, _) = example();
        for measure in [muc, b_cubed, ceaf] {
            assert!(close(measure(&gold, &gold).f1(), 1.0));
            assert!(close(measure(&gold, &Chains::new()).f1(), 0.0));
        }
    }

    #[test]
    fn an_assignment_is_the_best_of_all() {
        let weights = [vec![0.9, 0.8, 0.0], vec![0.8, 0.1, 0.0]];
        assert!(close(best_assignment(&weights), 1.6));
        assert!(close(best_assignment(&[vec![0.5], vec![0.7]]), 0.7));
        assert!(close(best_assignment(&[]), 0.0));
    }

    #[test]
    fn marks_written_together_are_parted() {
        assert_eq!(parts("4)1)"), ["4)", "1)"]);
        assert_eq!(parts("(1-abstract-new(3-person-giv)"), ["(1-abstract-new", "(3-person-giv)"]);
    }

    #[test]
    fn nested_mentions_are_read() {
        let misc = |row: &[&str]| row.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>();
        let miscs = [
            misc(&["Entity=(1-person-new(2-person-new)", "_", "Entity=1)"]),
            misc(&["Entity=(2-person-giv)|SpaceAfter=No"]),
        ];
        let found = annotated(&miscs);
        assert_eq!(found[0].mentions, [(0, 0, 1), (1, 0, 1)]);
        assert_eq!(found[1].mentions, [(0, 0, 3)]);
    }
}
