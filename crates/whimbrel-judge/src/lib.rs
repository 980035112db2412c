//! The judge: of a word that a codebook's frame may or may not know, how likely it is that it
//! states a political event, and of which type.
//!
//! A small network reads what the language model makes of the word and of its subject, object,
//! governing word and content, and what the frames say of it. It is trained on sentences that were
//! written by hand; the sentences that it is measured and calibrated on are never trained on.
//!
//! Entry points: [`Scene::input`], [`Judge::verdict`], [`train::train`].

#![forbid(unsafe_code)]

pub mod calibration;
mod file;
mod inputs;
mod logistic;
mod network;
pub mod reports;
pub mod sentences;
pub mod topic;
pub mod train;

pub use calibration::{Calibration, Signs};
pub use inputs::{Input, Scene};
pub use topic::{Gist, Topic};

use file::Reader;
use network::Network;
use whimbrel_codebook::EventType;
use whimbrel_nn::integer::Inputs;

/// Number of answers: none, and the types of PLOVER.
pub(crate) const ANSWERS: usize = 1 + EventType::ALL.len();

/// First bytes of a judge's file; the last of them counts the format's versions.
const MAGIC: &[u8] = b"WHIMBREL-JUDGE-2";

/// A file that is no judge for this program and language model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JudgeError {
    /// The first bytes are not those of a judge's file of this version.
    #[error("not a judge of this version of the program")]
    NotAJudge,
    /// The file is cut, or its parts do not fit together.
    #[error("the judge's file is damaged")]
    Damaged,
    /// It was trained on the states of another language model.
    #[error("the judge was trained for language model {0}\nhint: `whimbrel judge train`")]
    OtherModel(String),
}

/// What the judge says of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    shares: [f32; ANSWERS],
}

impl Verdict {
    /// Returns how likely it is that the word states no political event, from 0 to 1.
    #[must_use]
    pub fn none(&self) -> f64 {
        f64::from(self.shares[0])
    }

    /// Returns how likely it is that the word states an event of this type, from 0 to 1.
    #[must_use]
    pub fn of(&self, event: EventType) -> f64 {
        f64::from(self.shares[1 + event as usize])
    }

    /// Returns the likeliest type, none left out, the first of equals.
    #[must_use]
    pub fn best(&self) -> EventType {
        let better =
            |best: EventType, next| if self.of(next) > self.of(best) { next } else { best };
        EventType::ALL.into_iter().fold(EventType::Agree, better)
    }

    /// Returns the likeliest answer.
    #[must_use]
    pub fn answer(&self) -> Option<EventType> {
        Some(self.best()).filter(|&best| self.of(best) > self.none())
    }
}

/// A trained judge: networks whose answers are averaged, the calibration of records, and what tells the
/// topic of a report.
#[derive(Clone, Debug)]
pub struct Judge {
    networks: Vec<Network>,
    model: String,
    calibration: Calibration,
    topic: Topic,
}

impl Judge {
    pub(crate) fn new(networks: Vec<Network>, model: &str) -> Self {
        let (calibration, topic) = Default::default();
        Self { networks, model: model.to_owned(), calibration, topic }
    }

    /// Returns what the judge says of a word.
    #[must_use]
    pub fn verdict(&self, input: &Input) -> Verdict {
        let mut shares = [0.0; ANSWERS];
        let dense = Inputs::new(&input.dense, inputs::DENSE, 0);
        let weight = 1.0 / self.networks.len().max(1) as f32;
        for network in &self.networks {
            let of_one = network.shares(&dense, input);
            shares.iter_mut().zip(of_one).for_each(|(sum, share)| *sum += weight * share);
        }
        Verdict { shares }
    }

    /// Returns how confidence in a record is reckoned.
    #[must_use]
    pub const fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// Replaces how confidence in a record is reckoned.
    #[must_use]
    pub fn with_calibration(mut self, calibration: Calibration) -> Self {
        self.calibration = calibration;
        self
    }

    /// Returns what tells the topic of a report.
    #[must_use]
    pub const fn topic(&self) -> &Topic {
        &self.topic
    }

    /// Replaces what tells the topic of a report.
    #[must_use]
    pub fn with_topic(mut self, topic: Topic) -> Self {
        self.topic = topic;
        self
    }

    /// Returns the judge's file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        file::write_text(&mut out, &self.model);
        file::write_floats(&mut out, &self.calibration.weights);
        file::write_floats(&mut out, &self.topic.weights);
        file::write_number(&mut out, self.networks.len());
        self.networks.iter().for_each(|network| network.write(&mut out));
        out
    }

    /// Reads a judge's file for the language model of this version.
    ///
    /// # Errors
    /// Where the bytes are no judge, damaged, or of a judge for another language model.
    pub fn from_bytes(bytes: &[u8], model: &str) -> Result<Self, JudgeError> {
        let mut input = Reader::new(bytes.strip_prefix(MAGIC).ok_or(JudgeError::NotAJudge)?);
        let judge = Self::read(&mut input).ok_or(JudgeError::Damaged)?;
        if !input.is_empty() {
            return Err(JudgeError::Damaged);
        }
        if judge.model == model { Ok(judge) } else { Err(JudgeError::OtherModel(judge.model)) }
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let model = input.text()?;
        let calibration = Calibration { weights: input.floats()?.try_into().ok()? };
        let topic = Topic { weights: input.floats()? };
        let n = input.number()?;
        let networks: Vec<Network> = (0..n).map(|_| Network::read(input)).collect::<Option<_>>()?;
        Some(Self { networks, model, calibration, topic })
    }
}

/// Returns the FNV-1a hash of a text: the same on every machine.
pub(crate) fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge() -> Judge {
        Judge::new(vec![Network::of_seed(1), Network::of_seed(2)], "0123abcd")
    }

    #[test]
    fn a_file_read_again_is_the_same_judge() {
        let calibration = Calibration { weights: [0.5, 0.25, -1.0, 2.0, 0.0, 1.5, -0.125] };
        let topic = Topic { weights: vec![1.0, -0.5] };
        let judge = judge().with_calibration(calibration).with_topic(topic);
        let again = Judge::from_bytes(&judge.to_bytes(), "0123abcd").expect("a judge");
        assert_eq!(again.to_bytes(), judge.to_bytes());
        let input = Input::default();
        assert_eq!(again.verdict(&input), judge.verdict(&input));
    }

    #[test]
    fn a_judge_for_another_model_is_turned_away() {
        let read = Judge::from_bytes(&judge().to_bytes(), "ffffffff");
        assert_eq!(read.err(), Some(JudgeError::OtherModel("0123abcd".to_owned())));
    }

    #[test]
    fn a_damaged_file_is_no_judge() {
        let bytes = judge().to_bytes();
        for end in [0, 3, 20, bytes.len() - 1] {
            assert!(Judge::from_bytes(&bytes[..end], "0123abcd").is_err(), "{end}");
        }
    }

    #[test]
    fn shares_sum_to_one() {
        let verdict = judge().verdict(&Input::default());
        let types: f64 = EventType::ALL.into_iter().map(|event| verdict.of(event)).sum();
        assert!((verdict.none() + types - 1.0).abs() < 1e-5);
    }
}
