//! What a report is about: politics, or something else whose words are at times the same.
//!
//! A report's nouns, verbs and adjectives, averaged as what the language model knows of each by
//! itself, tell sport, arts and weather from politics; a single sentence tells less than a report.

use crate::logistic;
use std::collections::BTreeSet;
use whimbrel_parse::States;
use whimbrel_text::{Sentence, Upos};

/// Pull of the weights to zero: there are half as many weights as reports.
const PULL: f64 = 3.0;

/// Different words that count as much as what is known of reports in general.
const PRIOR: f64 = 10.0;

/// The weights of a report's averaged words, after them the constant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topic {
    pub(crate) weights: Vec<f32>,
}

/// A report as its topic is told from it.
#[derive(Clone, Debug)]
pub struct Gist {
    values: Vec<f64>,
    /// How many different words tell the topic: a sentence said again tells nothing new.
    words: usize,
}

impl Gist {
    /// Reads a report's sentences with what the language model makes of them.
    #[must_use]
    pub fn new(sentences: &[Sentence], states: &[States]) -> Self {
        let mut values = vec![0.0f64; States::WIDTH];
        let mut n = 0.0f64;
        let mut lemmas = BTreeSet::new();
        for (sentence, states) in sentences.iter().zip(states) {
            let tokens = sentence.tokens.iter().enumerate();
            let tells = |upos: Upos| matches!(upos, Upos::Noun | Upos::Verb | Upos::Adj);
            for (at, token) in tokens.filter(|(_, token)| tells(token.upos)) {
                lemmas.insert(&token.lemma);
                let word = states.word(at);
                let length = word.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-6);
                values.iter_mut().zip(word).for_each(|(sum, v)| *sum += f64::from(v / length));
                n += 1.0;
            }
        }
        // Averages of unit vectors are small; in this size a pull of one is a mild one.
        const SIZE: f64 = 20.0;
        values.iter_mut().for_each(|sum| *sum *= SIZE / n.max(1.0));
        values.push(1.0);
        Self { values, words: lemmas.len() }
    }
}

impl Topic {
    /// Learns from reports of which it is known whether they are political.
    #[must_use]
    pub fn learn(reports: &[(Gist, bool)]) -> Self {
        let cases: Vec<(Vec<f64>, bool)> =
            reports.iter().map(|(gist, political)| (gist.values.clone(), *political)).collect();
        Self { weights: logistic::fit(&cases, PULL) }
    }

    /// Returns how likely a report is political, from 0 to 1, if half of all are.
    #[must_use]
    pub fn share(&self, gist: &Gist) -> f64 {
        logistic::share(&self.weights, &gist.values)
    }

    /// Returns what is added to the logarithm of the odds that a record of the report is right: less
    /// than nothing in a report that is not political, the longer it is the more surely so.
    #[must_use]
    pub fn odds(&self, gist: &Gist) -> f64 {
        /// No report is as surely about something else as its words say.
        const EDGE: f64 = 0.01;
        if self.weights.is_empty() {
            return 0.0;
        }
        let share = self.share(gist).clamp(EDGE, 1.0 - EDGE);
        let n = gist.words as f64;
        (crate::calibration::ln(share / (1.0 - share)) * n / (n + PRIOR)).min(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gist(sign: f64, words: usize) -> Gist {
        Gist { values: vec![sign, 0.5, 1.0], words }
    }

    #[test]
    fn what_was_learnt_is_told_again() {
        let reports: Vec<(Gist, bool)> =
            (0..40).map(|n| (gist(if n % 2 == 0 { 1.0 } else { -1.0 }, 80), n % 2 == 0)).collect();
        let topic = Topic::learn(&reports);
        assert!(topic.share(&gist(1.0, 80)) > 0.8 && topic.share(&gist(-1.0, 80)) < 0.2);
        assert_eq!(topic.odds(&gist(1.0, 80)), 0.0);
        assert!(topic.odds(&gist(-1.0, 80)) < topic.odds(&gist(-1.0, 5)));
        assert!(topic.odds(&gist(-1.0, 5)) < 0.0);
    }
}
