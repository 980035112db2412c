//! The figures of the judge and how they are printed.

use super::Recorded;
use crate::evaluate::Confusion;
use std::fmt;
use whimbrel_codebook::EventType;
use whimbrel_judge::{Calibration, Signs, Verdict};

/// Sure answers counted by how sure they are, in ten bins.
#[derive(Clone, Debug, Default)]
pub(super) struct Reliability {
    /// Sum of the confidences, and how many answers there are and how many are right.
    bins: [(f64, usize, usize); 10],
}

impl Reliability {
    fn add(&mut self, confidence: f64, right: bool) {
        let bin = &mut self.bins[((confidence * 10.0) as usize).min(9)];
        bin.0 += confidence;
        bin.1 += 1;
        bin.2 += usize::from(right);
    }

    /// The mean gap between confidence and the share that is right, weighted by the answers.
    fn gap(&self) -> f64 {
        let total: usize = self.bins.iter().map(|bin| bin.1).sum();
        let gaps = self.bins.iter().map(|bin| (bin.0 - bin.2 as f64).abs());
        gaps.sum::<f64>() / total.max(1) as f64
    }
}

impl fmt::Display for Reliability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {:<12} {:>6} {:>10} {:>6}", "confidence", "n", "predicted", "right")?;
        for (nth, (sum, n, right)) in self.bins.iter().enumerate() {
            let range = format!("{:.1} to {:.1}", nth as f64 / 10.0, (nth + 1) as f64 / 10.0);
            let share = |part: f64| part / (*n).max(1) as f64;
            let (predicted, right) = (share(*sum), share(*right as f64));
            if *n > 0 {
                writeln!(f, "  {range:<12} {n:>6} {predicted:>10.3} {right:>6.3}")?;
            }
        }
        writeln!(f, "  {:<12} {:>6} {:>10.3}", "mean gap", "", self.gap())
    }
}

/// The answers on words: the judge's beside the frames'.
#[derive(Default)]
pub(super) struct Words {
    judge: Answers,
    frames: Answers,
    reliability: Reliability,
}

#[derive(Default)]
struct Answers {
    political: Confusion,
    types: Confusion,
    /// Of words that state an event.
    of_events: Confusion,
}

impl Answers {
    fn add(&mut self, right: Option<EventType>, given: Option<EventType>) {
        let political = |answer: Option<EventType>| if answer.is_some() { "event" } else { "none" };
        let name = |answer: Option<EventType>| answer.map_or("NONE", EventType::code);
        self.political.add(political(right), political(given));
        self.types.add(name(right), name(given));
        if right.is_some() {
            self.of_events.add(name(right), name(given));
        }
    }
}

impl Words {
    pub(super) fn add(
        &mut self,
        right: Option<EventType>,
        frame: Option<EventType>,
        verdict: &Verdict,
    ) {
        self.judge.add(right, verdict.answer());
        self.frames.add(right, frame);
        let sure = verdict.answer().map_or(verdict.none(), |event| verdict.of(event));
        self.reliability.add(sure, verdict.answer() == right);
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (who, answers) in [("the frames alone", &self.frames), ("the judge", &self.judge)] {
            let [precision, recall, f1] = answers.political.scores("event");
            writeln!(f, "{who}: {} words", answers.types.total())?;
            writeln!(f, "  event or not {:>28.3}", answers.political.accuracy())?;
            writeln!(f, "  events: precision, recall, F1 {precision:>11.3} {recall:.3} {f1:.3}")?;
            writeln!(f, "  right type, none counted {:>16.3}", answers.types.accuracy())?;
            writeln!(f, "  right type of the events {:>16.3}\n", answers.of_events.accuracy())?;
        }
        writeln!(f, "{}", self.judge.types)?;
        writeln!(f, "the judge's word on words\n{}", self.reliability)
    }
}

/// Records against marked events.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Coded {
    pub(super) records: usize,
    pub(super) right: usize,
    pub(super) events: usize,
}

impl Coded {
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            records: self.records + other.records,
            right: self.right + other.right,
            events: self.events + other.events,
        }
    }
}

impl fmt::Display for Coded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |whole: usize| self.right as f64 / whole.max(1) as f64;
        let (precision, recall) = (share(self.records), share(self.events));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        let Self { records, events, .. } = self;
        writeln!(f, "  code: {records} records, {events} events")?;
        writeln!(f, "    precision, recall, F1 {precision:>17.3} {recall:.3} {f1:.3}")
    }
}

/// Questions for a relation by their right answer, and what was told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Related {
    /// With an event, and with one told, and with the right one told.
    events: [usize; 3],
    /// Without, and with none told.
    none: [usize; 2],
}

impl Related {
    pub(super) fn of(right: Option<EventType>, answer: Option<EventType>) -> Self {
        let is = usize::from;
        match right {
            Some(_) => {
                Self { events: [1, is(answer.is_some()), is(answer == right)], ..Self::default() }
            }
            None => Self { none: [1, is(answer.is_none())], ..Self::default() },
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            events: std::array::from_fn(|at| self.events[at] + other.events[at]),
            none: std::array::from_fn(|at| self.none[at] + other.none[at]),
        }
    }
}

impl fmt::Display for Related {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let ([events, told, right], [none, silent]) = (self.events, self.none);
        let (told, silent) = (share(told, events), share(silent, none));
        writeln!(f, "  relate: {events} questions with an event, {none} without")?;
        writeln!(f, "    told, right type {:>22.3} {:.3}", told, share(right, events))?;
        writeln!(f, "    none told where there is none {:>9.3}", silent)?;
        writeln!(f, "    mean of told and none {:>17.3}", (told + silent) / 2.0)
    }
}

/// The confidence of records, each half of the sentences measured with the fit to the other.
pub(super) struct Confidences {
    n: usize,
    right: usize,
    crossed: Reliability,
}

impl Confidences {
    pub(super) fn new(records: &[Recorded]) -> Self {
        let half = |odd: usize| -> Vec<(Signs, bool)> {
            let of_half = records.iter().skip(odd).step_by(2);
            of_half.map(|record| (record.signs, record.right)).collect()
        };
        let mut crossed = Reliability::default();
        for (fitted, measured) in [(half(0), half(1)), (half(1), half(0))] {
            let fit = Calibration::fit(&fitted);
            measured.iter().for_each(|(signs, right)| crossed.add(fit.confidence(signs), *right));
        }
        let right = records.iter().filter(|record| record.right).count();
        Self { n: records.len(), right, crossed }
    }
}

impl fmt::Display for Confidences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "records: {}, right {}", self.n, self.right)?;
        writeln!(f, "the records' confidence, fitted to the other half\n{}", self.crossed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_holds_what_is_as_sure() {
        let mut reliability = Reliability::default();
        for (confidence, right) in [(0.95, true), (1.0, true), (0.91, false), (0.05, false)] {
            reliability.add(confidence, right);
        }
        assert_eq!(reliability.bins[9].1, 3);
        assert_eq!(reliability.bins[9].2, 2);
        assert_eq!(reliability.bins[0].1, 1);
    }
}
