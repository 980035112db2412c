//! From a report to its event records: the stages in a row.

use crate::assemble;
use crate::judged::{self, Findings};
use crate::quotation::Quotations;
use crate::record::EventRecord;
use jiff::civil::Date;
use std::ops::Deref;
use std::sync::OnceLock;
use whimbrel_codebook::Codebook;
use whimbrel_events::Detail;
use whimbrel_judge::{Judge, JudgeError};
use whimbrel_parse::{Analyser, States};
use whimbrel_resolve::place::PlaceMention;
use whimbrel_resolve::{Added, Mentions, Query, Registry};
use whimbrel_text::{ActorClass, CodePoints, Part, Report, Sentence};

/// Something that the program carries, or that the caller brought.
enum Held<T: 'static> {
    Builtin(&'static T),
    Own(Box<T>),
}

impl<T> Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Builtin(it) => it,
            Self::Own(it) => it,
        }
    }
}

/// The stages with their data: language model, codebook, registry of actors.
///
/// Building the first one reads the embedded data (some tens of milliseconds); a pipeline may be
/// shared between threads.
pub struct Pipeline {
    analyser: Held<Analyser>,
    codebook: Held<Codebook>,
    registry: Held<Registry>,
    /// Missing where there is none for the language model.
    judge: Option<Held<Judge>>,
    /// What tells data of the user's own in the version.
    marks: Vec<String>,
}

/// Returns the judge that the program carries.
///
/// # Errors
/// Where it does not serve the language model that the program carries: it is to be trained again.
pub fn builtin_judge() -> Result<&'static Judge, JudgeError> {
    static JUDGE: OnceLock<Result<Judge, JudgeError>> = OnceLock::new();
    let read = || {
        let bytes = include_bytes!("../../../models/en/judge.bin");
        Judge::from_bytes(bytes, Analyser::english().version())
    };
    JUDGE.get_or_init(read).as_ref().map_err(Clone::clone)
}

/// A coded report.
#[derive(Clone, Debug)]
pub struct Coded {
    /// Its event records, in the order of its text, the headline's first.
    pub records: Vec<EventRecord>,
    /// The sentences of the headline; offsets count from its own start.
    pub title: Vec<Sentence>,
    /// The sentences of the text.
    pub text: Vec<Sentence>,
}

/// A report's sentences, headline first, with what is known of their noun phrases.
pub(crate) struct Read<'r> {
    pub(crate) report: &'r Report,
    /// The title and the text by their code points.
    pub(crate) title: CodePoints<'r>,
    pub(crate) text: CodePoints<'r>,
    /// Sentences of the title, then those of the text.
    pub(crate) sentences: Vec<Sentence>,
    /// What the language model made of them.
    pub(crate) states: Vec<States>,
    /// How many of them are the title's.
    pub(crate) n_title: usize,
    pub(crate) mentions: Mentions,
    pub(crate) quotations: Quotations,
}

impl Read<'_> {
    pub(crate) fn part(&self, sentence: usize) -> Part {
        if sentence < self.n_title { Part::Title } else { Part::Text }
    }
}

impl Pipeline {
    /// Returns the pipeline with the data that the program carries.
    #[must_use]
    pub fn builtin() -> Self {
        Self {
            analyser: Held::Builtin(Analyser::english()),
            codebook: Held::Builtin(whimbrel_events::builtin::codebook()),
            registry: Held::Builtin(Registry::builtin()),
            judge: builtin_judge().ok().map(Held::Builtin),
            marks: Vec::new(),
        }
    }

    /// Replaces the codebook.
    #[must_use]
    pub fn with_codebook(mut self, codebook: Codebook) -> Self {
        self.codebook = Held::Own(Box::new(codebook));
        self
    }

    /// Adds the entries of a user's list of actors, given by the bytes of its file; they win over entries
    /// of the same name that were there before. Returns with the pipeline what was added and what could
    /// not be read.
    #[must_use]
    pub fn with_actors(mut self, file: &str, bytes: &[u8]) -> (Self, Added) {
        let mut registry = self.registry.clone();
        let added = registry.extend(file, bytes);
        self.registry = Held::Own(Box::new(registry));
        (self, added)
    }

    /// Adds to the version what tells data of the user's own, such as a list's hash: what other data coded is
    /// another coder's.
    #[must_use]
    pub fn marked(mut self, mark: &str) -> Self {
        self.marks.push(mark.to_owned());
        self
    }

    /// Replaces the language model. The judge, which serves the old one alone, goes with it.
    #[must_use]
    pub fn with_analyser(mut self, analyser: Analyser) -> Self {
        self.analyser = Held::Own(Box::new(analyser));
        self.judge = None;
        self
    }

    /// Replaces the judge; without one the frames alone decide.
    #[must_use]
    pub fn with_judge(mut self, judge: Option<Judge>) -> Self {
        self.judge = judge.map(|judge| Held::Own(Box::new(judge)));
        self
    }

    /// Returns the judge, where there is one for the language model.
    #[must_use]
    pub fn judge(&self) -> Option<&Judge> {
        self.judge.as_deref()
    }

    /// Returns the language model.
    #[must_use]
    pub fn analyser(&self) -> &Analyser {
        &self.analyser
    }

    /// Returns the codebook.
    #[must_use]
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// Returns the program, model and codebook versions as records name them.
    #[must_use]
    pub fn version(&self) -> String {
        let program = env!("CARGO_PKG_VERSION");
        let (model, codebook) = (self.analyser.version(), self.codebook.version());
        let marks = self.marks.iter().map(|mark| format!(", {mark}")).collect::<String>();
        format!("whimbrel {program}, model {model}, codebook {codebook}{marks}")
    }

    /// Returns the event records of a report, in the order of its text, the headline's first.
    #[must_use]
    pub fn code(&self, report: &Report) -> Vec<EventRecord> {
        self.code_with_sentences(report).records
    }

    /// Returns the event records of a report together with the sentences that they were read from.
    #[must_use]
    pub fn code_with_sentences(&self, report: &Report) -> Coded {
        let read = self.read(report);
        let findings = self.findings(&read, Detail::Events);
        let records = assemble::records(self, &read, &findings);
        let mut title = read.sentences;
        let text = title.split_off(read.n_title);
        Coded { records, title, text }
    }

    /// Returns the sentences of a report's text with tags, trees and names.
    #[must_use]
    pub fn parse(&self, report: &Report) -> Vec<Sentence> {
        let mut sentences = self.analyser.analyse(&report.text);
        self.name(&mut sentences);
        sentences
    }

    /// Returns the places that a report's text names, in order.
    #[must_use]
    pub fn places(&self, report: &Report) -> Vec<PlaceMention> {
        let sentences = self.parse(report);
        let found = whimbrel_resolve::place::places_of_report(&self.registry, &sentences);
        found.into_iter().flatten().collect()
    }

    /// Whether words are the adjective or the people of a country.
    pub(crate) fn is_demonym(&self, words: &str) -> bool {
        self.registry.is_demonym(&words.split_whitespace().collect::<Vec<&str>>())
    }

    /// Returns who an actor phrase names.
    ///
    /// Users give the day of publication as a date or as the context; either is read.
    #[must_use]
    pub fn resolve(&self, text: &str, context: &str, date: Option<Date>) -> crate::record::Entity {
        let date = date.or_else(|| context.trim().parse().ok());
        let mut entity = assemble::entity(&self.registry.resolve(&Query { text, context, date }));
        entity.end = text.chars().count();
        entity
    }

    /// Puts the names of persons, organisations and places in a report's analysed sentences right:
    /// those that the language model saw, and those that the registry knows.
    pub(crate) fn name(&self, sentences: &mut [Sentence]) {
        whimbrel_resolve::names_of_report(&self.registry, sentences);
    }

    /// The sentences of a text without their datelines, their names joined with what the registry
    /// knows, and what the language model made of them.
    pub(crate) fn sentences(&self, text: &str) -> (Vec<Sentence>, Vec<States>) {
        let segmented = self.analyser.segment(text);
        let mut sentences: Vec<Sentence> =
            segmented.into_iter().flat_map(whimbrel_parse::part_dateline).collect();
        let states = self.analyser.annotate_with_states(&mut sentences);
        self.name(&mut sentences);
        (sentences, states)
    }

    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    pub(crate) fn mentions(
        &self,
        sentences: &[Sentence],
        date: Option<Date>,
        quotations: &Quotations,
    ) -> Mentions {
        let quoted = |sentence, token| quotations.speaker(sentence, token);
        Mentions::read(&self.registry, sentences, date, &quoted)
    }

    pub(crate) fn classes(
        &self,
        mentions: &Mentions,
        at: usize,
        sentence: &Sentence,
    ) -> Vec<ActorClass> {
        // An official of a party or an armed group acts as officials do.
        let office =
            |role: &Option<String>| role.as_deref().is_some_and(|r| self.registry.is_office(r));
        let holds_office = |token: usize| {
            let entities = mentions.entities(at, token);
            entities.iter().any(|entity| entity.sector == "GOV" || office(&entity.role))
        };
        let class = |token: usize| match mentions.class(at, token) {
            ActorClass::Person if holds_office(token) => ActorClass::Official,
            class => class,
        };
        (0..sentence.tokens.len()).map(class).collect()
    }

    pub(crate) fn read<'r>(&self, report: &'r Report) -> Read<'r> {
        let title = report.title.as_deref().map(|title| self.sentences(title));
        let (mut sentences, mut states) = title.unwrap_or_default();
        let n_title = sentences.len();
        let (in_text, of_text) = self.sentences(&report.text);
        sentences.extend(in_text);
        states.extend(of_text);
        let title = CodePoints::new(report.title.as_deref().unwrap_or(""));
        let text = CodePoints::new(&report.text);
        let quotations = Quotations::read(&self.codebook.cues, &text, &sentences, n_title);
        let mentions = self.mentions(&sentences, report.date, &quotations);
        Read { report, title, text, sentences, states, n_title, mentions, quotations }
    }

    pub(crate) fn findings(&self, read: &Read<'_>, detail: Detail) -> Vec<Findings> {
        let find = |(at, sentence): (usize, &Sentence)| {
            let classes = self.classes(&read.mentions, at, sentence);
            let states = &read.states[at];
            judged::find(&self.codebook, self.judge(), sentence, states, classes, detail)
        };
        read.sentences.iter().enumerate().map(find).collect()
    }
}
