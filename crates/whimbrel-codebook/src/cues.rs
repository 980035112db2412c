//! The small closed word lists of the codebook's `cues/` folder.

use crate::inflection::Verbs;
use crate::problem::Problem;
use crate::words::WordSet;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// What a status says of an event: PLOVER's auxiliary modes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It happened, as the report tells it.
    #[default]
    Actual,
    /// It did not happen.
    Negation,
    /// It is to happen.
    Future,
    /// It may happen, or would under a condition.
    Hypothetical,
    /// It happened long before the report's time.
    Historical,
}

impl Status {
    /// Returns the name that records use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Negation => "negation",
            Self::Future => "future",
            Self::Hypothetical => "hypothetical",
            Self::Historical => "historical",
        }
    }

    /// Returns the status named `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all =
            [Self::Actual, Self::Negation, Self::Future, Self::Hypothetical, Self::Historical];
        all.into_iter().find(|s| s.name() == name)
    }
}

/// How a speaker stands to what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Says it.
    States,
    /// Says it without proof.
    Alleges,
    /// Says that it is not so.
    Denies,
    /// Says that it is so after all.
    Confirms,
    /// Says that it may not be so.
    Doubts,
}

impl Stance {
    const ALL: [Self; 5] =
        [Self::States, Self::Alleges, Self::Denies, Self::Confirms, Self::Doubts];

    /// Returns the name that records use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::States => "states",
            Self::Alleges => "alleges",
            Self::Denies => "denies",
            Self::Confirms => "confirms",
            Self::Doubts => "doubts",
        }
    }
}

/// What a word that reports speech may take as what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A clause: "knows that the port was bombed".
    Clause,
    /// A clause or a thing: "condemned the bombing".
    Any,
}

/// How a status word stands to the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueKind {
    /// It hangs on the event's word.
    Modifier,
    /// The event is its complement.
    Governor,
    /// It opens the event's clause.
    Mark,
}

/// Who plays which part in the event noun that is a light verb's object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LightRoles {
    /// The verb's subject does it.
    Normal,
    /// The verb's subject suffers it.
    Reversed,
}

/// How a word takes its parties, where the tree does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Valency {
    /// The verb moves or gives its object.
    Moves,
    /// The noun is for what is moved or given and takes no part.
    Movable,
    /// The verb is always done to somebody: its past form without an object is a passive.
    Undergone,
    /// The verb tells what somebody is or holds.
    Standing,
    /// The noun's possessor suffers what it says.
    Suffered,
    /// The noun counts what stands behind its "of".
    Several,
}

impl Valency {
    const fn bit(self) -> u8 {
        1 << self as u8
    }

    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "moves" => Self::Moves,
            "movable" => Self::Movable,
            "undergone" => Self::Undergone,
            "standing" => Self::Standing,
            "suffered" => Self::Suffered,
            "several" => Self::Several,
            _ => return None,
        })
    }
}

/// All cue lists.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    light: FxHashMap<SmolStr, LightRoles>,
    transparent: FxHashMap<SmolStr, ()>,
    status: FxHashMap<SmolStr, Vec<(Status, CueKind)>>,
    speech: FxHashMap<SmolStr, (Stance, Reach)>,
    variants: FxHashMap<SmolStr, SmolStr>,
    time: FxHashSet<SmolStr>,
    bearers: FxHashSet<SmolStr>,
    fiction: FxHashSet<SmolStr>,
    private: FxHashSet<SmolStr>,
    sport: WordSet,
    /// A bit for each way.
    valency: FxHashMap<SmolStr, u8>,
    verbs: Verbs,
}

impl Cues {
    /// Reads the twelve files, found by their names in `file`.
    ///
    /// # Errors
    /// Every line that is not as its file's header says.
    pub fn read(file: impl Fn(&str) -> Option<String>) -> Result<Self, Vec<Problem>> {
        let mut cues = Self::default();
        let mut problems = Vec::new();
        let mut each = |name: &str, columns: usize, take: &mut dyn FnMut(&[&str]) -> bool| {
            let path = format!("cues/{name}.tsv");
            let Some(text) = file(&path) else {
                let message = "the file is missing".to_owned();
                return problems.push(Problem { file: path, line: 1, message });
            };
            for (at, line) in text.lines().enumerate() {
                let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
                let blank = line.starts_with('#') || line.trim().is_empty();
                if !blank && (fields.len() != columns || !take(&fields)) {
                    let message = format!("`{line}` is not as the file's header says");
                    problems.push(Problem { file: path.clone(), line: at + 1, message });
                }
            }
        };
        each("light", 2, &mut |f| {
            let roles = match f[1] {
                "normal" => LightRoles::Normal,
                "reversed" => LightRoles::Reversed,
                _ => return false,
            };
            cues.light.insert(f[0].into(), roles);
            true
        });
        each("transparent", 1, &mut |f| {
            cues.transparent.insert(f[0].into(), ());
            true
        });
        each("status", 3, &mut |f| {
            let kind = match f[2] {
                "modifier" => CueKind::Modifier,
                "governor" => CueKind::Governor,
                "mark" => CueKind::Mark,
                _ => return false,
            };
            let Some(status) = Status::from_name(f[1]) else {
                return false;
            };
            cues.status.entry(f[0].replace(' ', "_").into()).or_default().push((status, kind));
            true
        });
        each("speech", 3, &mut |f| {
            let reach = match f[2] {
                "clause" => Reach::Clause,
                "any" => Reach::Any,
                _ => return false,
            };
            let stance = Stance::ALL.into_iter().find(|s| s.name() == f[1]);
            stance.map(|s| cues.speech.insert(f[0].into(), (s, reach))).is_some()
        });
        each("bearers", 1, &mut |f| cues.bearers.insert(f[0].into()));
        each("fiction", 1, &mut |f| cues.fiction.insert(f[0].into()));
        each("private", 1, &mut |f| cues.private.insert(f[0].into()));
        each("sport", 1, &mut |f| {
            cues.sport.add(f[0]);
            true
        });
        each("valency", 2, &mut |f| {
            let Some(valency) = Valency::from_name(f[1]) else { return false };
            let ways = cues.valency.entry(f[0].into()).or_default();
            let known = *ways & valency.bit() != 0;
            *ways |= valency.bit();
            !known
        });
        each("irregular", 2, &mut |f| cues.verbs.add_form(f[0].into(), f[1]));
        each("time", 1, &mut |f| cues.time.insert(f[0].into()));
        each("variants", 2, &mut |f| {
            cues.variants.insert(f[0].into(), f[1].into());
            f[0] != f[1]
        });
        if problems.is_empty() { Ok(cues) } else { Err(problems) }
    }

    /// Returns whether a lemma names a thing that says what its maker or sender says.
    #[must_use]
    pub fn is_bearer(&self, lemma: &str) -> bool {
        self.bearers.contains(lemma)
    }

    /// Returns whether a lemma takes its parties in such a way.
    #[must_use]
    pub fn takes(&self, lemma: &str, valency: Valency) -> bool {
        self.valency.get(lemma).is_some_and(|ways| ways & valency.bit() != 0)
    }

    /// Returns whether a lemma names a work that tells a story.
    #[must_use]
    pub fn is_fiction(&self, lemma: &str) -> bool {
        self.fiction.contains(lemma)
    }

    /// Returns whether one of a sentence's lemmas, or several in a row, are words that only sport
    /// uses.
    #[must_use]
    pub fn tell_of_sport<'l>(&self, lemmas: impl Iterator<Item = &'l str>) -> bool {
        let lemmas: Vec<SmolStr> = lemmas.map(|lemma| lemma.to_lowercase().into()).collect();
        self.sport.find(&lemmas, |_| true).is_some()
    }

    /// Returns whether a lemma stands for a relative or for anybody.
    #[must_use]
    pub fn is_private(&self, lemma: &str) -> bool {
        self.private.contains(lemma)
    }

    /// Returns whether a lemma is a word of time.
    #[must_use]
    pub fn is_time(&self, lemma: &str) -> bool {
        self.time.contains(lemma)
    }

    /// Learns the verbs of the frames.
    pub(crate) fn add_verbs<'v>(&mut self, lemmas: impl Iterator<Item = &'v SmolStr>) {
        lemmas.for_each(|lemma| self.verbs.add(lemma));
    }

    /// Returns the verb of the frames that a form (in lower case) is of, where the frames do not
    /// know its lemma: a language model makes mistakes in lemmas that it has not seen.
    #[must_use]
    pub fn verb_of(&self, form: &str, lemma: &str) -> Option<&SmolStr> {
        if self.speech.contains_key(lemma) {
            return None;
        }
        self.verbs.of_form(form, lemma)
    }

    /// Returns the lemma by which frames and classes name the word of a lemma.
    #[must_use]
    pub fn named<'l>(&'l self, lemma: &'l str) -> &'l str {
        self.variants.get(lemma).map_or(lemma, SmolStr::as_str)
    }

    /// Returns the roles of a light verb, given its lemma.
    #[must_use]
    pub fn light(&self, lemma: &str) -> Option<LightRoles> {
        self.light.get(lemma).copied()
    }

    /// Returns whether a verb passes its meaning on to its complement.
    #[must_use]
    pub fn is_transparent(&self, lemma: &str) -> bool {
        self.transparent.contains_key(lemma)
    }

    /// Returns what a word of the given kind says of an event's status.
    #[must_use]
    pub fn status(&self, lemma: &str, kind: CueKind) -> Option<Status> {
        let entries = self.status.get(lemma)?;
        entries.iter().find(|(_, k)| *k == kind).map(|(status, _)| *status)
    }

    /// Returns the stance of a word that reports speech.
    #[must_use]
    pub fn speech(&self, lemma: &str) -> Option<Stance> {
        self.speech.get(lemma).map(|(stance, _)| *stance)
    }

    /// Returns what a word that reports speech may take as what is said.
    #[must_use]
    pub fn reach(&self, lemma: &str) -> Option<Reach> {
        self.speech.get(lemma).map(|(_, reach)| *reach)
    }
}
