//! The word lists of the folder `words/`: read once, every fault named with file and line.

use crate::commitment::{CommitmentKind, Strength};
use crate::status::Status;
use serde::Deserialize;
use std::sync::OnceLock;
use whimbrel_text::Upos;

/// A word list that is not as its header says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// A line with a missing, surplus or unknown entry.
    #[error("{file}:{line}: {cause}")]
    Line {
        /// Name of the file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong.
        cause: String,
    },
    /// A file that cannot be read as a whole.
    #[error("{file}: {cause}")]
    File {
        /// Name of the file.
        file: String,
        /// What is wrong.
        cause: String,
    },
}

/// A word that commits somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trigger {
    pub(crate) lemma: String,
    /// A particle or preposition that belongs to it.
    pub(crate) with: Option<String>,
    pub(crate) upos: Upos,
    pub(crate) kind: CommitmentKind,
    pub(crate) strength: Strength,
    pub(crate) takes: Takes,
}

/// What must follow a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    Clause,
    Infinitive,
    Thing,
    /// An infinitive or a thing.
    Either,
    Any,
}

/// What opens a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opens {
    Clause,
    Phrase,
    /// "should the talks fail": the clause begins with the auxiliary itself.
    Inversion,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConditionCue {
    pub(crate) words: Vec<String>,
    pub(crate) negative: bool,
    pub(crate) opens: Opens,
}

/// Which bound of a commitment a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoundKind {
    Deadline,
    Start,
    End,
    During,
}

/// A deed that is promised, threatened or demanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Act {
    pub(crate) lemma: String,
    pub(crate) event: Option<String>,
    pub(crate) group: Option<String>,
}

/// What undoes or does a commitment later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Followup {
    pub(crate) about: String,
    /// Types, with a mode behind a slash where only that counts.
    pub(crate) doing: Vec<String>,
    pub(crate) undoing: Vec<String>,
}

/// A verb that says what became of a commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fulfilment {
    pub(crate) lemma: String,
    pub(crate) with: Vec<String>,
    pub(crate) status: Status,
    /// Kinds of commitments, and `instrument`.
    pub(crate) takes: Vec<String>,
}

/// Where a contrast cue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contrast {
    Head,
    Alone,
    Partial,
}

/// How a verb tells what is in an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tells {
    Object,
    Subject,
    Negated,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProvisionVerb {
    pub(crate) lemma: String,
    pub(crate) with: Option<String>,
    pub(crate) included: bool,
    pub(crate) tells: Tells,
}

/// A stance as the list writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lean {
    Score(i8),
    Undeclared,
    Ambiguous,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StanceWord {
    pub(crate) lemma: String,
    pub(crate) with: Option<String>,
    pub(crate) upos: Upos,
    pub(crate) lean: Lean,
    /// `obj`, `clause`, `self` or prepositions.
    pub(crate) takes: Vec<String>,
}

/// A kind of issue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssueKind {
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) bare: String,
    #[serde(default)]
    pub(crate) names: Vec<String>,
    #[serde(default)]
    pub(crate) deeds: Vec<String>,
    #[serde(default)]
    pub(crate) slot: Vec<String>,
    #[serde(default)]
    pub(crate) owner: Vec<String>,
    #[serde(default)]
    pub(crate) needed: bool,
    /// Whether only a named object makes a deed one of this issue.
    #[serde(default)]
    pub(crate) named: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordGroup {
    words: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct IssueFile {
    issue: Vec<IssueKind>,
    #[serde(default)]
    flip: Vec<WordGroup>,
    #[serde(default)]
    generic: Vec<WordGroup>,
    #[serde(default)]
    anaphor: Vec<WordGroup>,
    #[serde(default)]
    carrier: Vec<WordGroup>,
}

/// What the list of issues holds.
#[derive(Clone, Debug, Default)]
struct Issues {
    issues: Vec<IssueKind>,
    flips: Vec<String>,
    generic: Vec<String>,
    anaphors: Vec<String>,
    carriers: Vec<String>,
}

/// All word lists.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) conditions: Vec<ConditionCue>,
    pub(crate) bounds: Vec<(Vec<String>, BoundKind)>,
    pub(crate) instruments: Vec<(String, String)>,
    /// CAMEO prefix and PLOVER type.
    pub(crate) contents: Vec<(String, String)>,
    pub(crate) acts: Vec<Act>,
    pub(crate) followups: Vec<Followup>,
    pub(crate) fulfilments: Vec<Fulfilment>,
    pub(crate) contrasts: Vec<(Vec<String>, Contrast)>,
    pub(crate) provisions: Vec<ProvisionVerb>,
    pub(crate) since: Vec<Vec<String>>,
    /// Verbs whose subject is told what the noun below them says.
    pub(crate) receivers: Vec<String>,
    /// Nouns of guilt, and whether one can claim it.
    pub(crate) guilt: Vec<(String, bool)>,
    /// Form, lemma that the model gives, lemma that is meant.
    pub(crate) lemmas: Vec<(String, String, String)>,
    pub(crate) stances: Vec<StanceWord>,
    pub(crate) issues: Vec<IssueKind>,
    pub(crate) flips: Vec<String>,
    pub(crate) generic: Vec<String>,
    pub(crate) anaphors: Vec<String>,
    pub(crate) carriers: Vec<String>,
}

/// The texts of the files, for reading them anew with one exchanged.
#[derive(Clone, Copy, Debug)]
struct Texts {
    triggers: &'static str,
    conditions: &'static str,
    bounds: &'static str,
    instruments: &'static str,
    contents: &'static str,
    acts: &'static str,
    followups: &'static str,
    fulfilments: &'static str,
    contrasts: &'static str,
    provisions: &'static str,
    since: &'static str,
    lemmas: &'static str,
    guilt: &'static str,
    receivers: &'static str,
    stances: &'static str,
    issues: &'static str,
}

const BUILTIN: Texts = Texts {
    triggers: include_str!("../words/triggers.tsv"),
    conditions: include_str!("../words/conditions.tsv"),
    bounds: include_str!("../words/deadlines.tsv"),
    instruments: include_str!("../words/instruments.tsv"),
    contents: include_str!("../words/contents.tsv"),
    acts: include_str!("../words/acts.tsv"),
    followups: include_str!("../words/followups.tsv"),
    fulfilments: include_str!("../words/fulfilment.tsv"),
    contrasts: include_str!("../words/contrasts.tsv"),
    provisions: include_str!("../words/provisions.tsv"),
    since: include_str!("../words/since.tsv"),
    lemmas: include_str!("../words/lemmas.tsv"),
    guilt: include_str!("../words/guilt.tsv"),
    receivers: include_str!("../words/receivers.tsv"),
    stances: include_str!("../words/stances.tsv"),
    issues: include_str!("../words/issues.toml"),
};

/// Returns the word lists that the crate carries, as far as they can be read; [`check_words`] tells
/// what cannot.
pub(crate) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| read(BUILTIN).0)
}

/// Returns all faults of the word lists that the crate carries: none, as a test makes sure.
#[must_use]
pub fn check_words() -> Vec<WordsError> {
    read(BUILTIN).1
}

fn read(texts: Texts) -> (Words, Vec<WordsError>) {
    let mut faults = Vec::new();
    let at = &mut faults;
    let Issues { issues, flips, generic, anaphors, carriers } =
        issues("issues.toml", texts.issues, at);
    let words = Words {
        triggers: rows("triggers.tsv", texts.triggers, 5, at, trigger),
        conditions: rows("conditions.tsv", texts.conditions, 3, at, condition),
        bounds: rows("deadlines.tsv", texts.bounds, 2, at, bound),
        instruments: rows("instruments.tsv", texts.instruments, 2, at, pair),
        contents: rows("contents.tsv", texts.contents, 2, at, content),
        acts: rows("acts.tsv", texts.acts, 3, at, act),
        followups: rows("followups.tsv", texts.followups, 3, at, followup),
        fulfilments: rows("fulfilment.tsv", texts.fulfilments, 3, at, fulfilment),
        contrasts: rows("contrasts.tsv", texts.contrasts, 2, at, contrast),
        provisions: rows("provisions.tsv", texts.provisions, 3, at, provision),
        since: rows("since.tsv", texts.since, 1, at, |f| Ok(split(f[0]))),
        lemmas: rows("lemmas.tsv", texts.lemmas, 3, at, triple),
        guilt: rows("guilt.tsv", texts.guilt, 2, at, guilt),
        receivers: rows("receivers.tsv", texts.receivers, 1, at, |f| Ok(f[0].to_owned())),
        stances: rows("stances.tsv", texts.stances, 4, at, stance),
        issues,
        flips,
        generic,
        anaphors,
        carriers,
    };
    (words, faults)
}

/// Reads the lines of a table that hold `columns` fields; faults go to `faults`.
fn rows<T>(
    file: &str,
    text: &str,
    columns: usize,
    faults: &mut Vec<WordsError>,
    read: impl Fn(&[&str]) -> Result<T, String>,
) -> Vec<T> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        let row = match fields.len() {
            n if n != columns => Err(format!("{n} columns instead of {columns}")),
            _ if fields.iter().any(|field| field.is_empty()) => Err("an empty column".to_owned()),
            _ => read(&fields),
        };
        match row {
            Ok(row) => found.push(row),
            Err(cause) => {
                faults.push(WordsError::Line { file: file.to_owned(), line: at + 1, cause });
            }
        }
    }
    found
}

fn issues(file: &str, text: &str, faults: &mut Vec<WordsError>) -> Issues {
    match toml::from_str::<IssueFile>(text) {
        Ok(file) => {
            let all = |groups: Vec<WordGroup>| groups.into_iter().flat_map(|g| g.words).collect();
            Issues {
                issues: file.issue,
                flips: all(file.flip),
                generic: all(file.generic),
                anaphors: all(file.anaphor),
                carriers: all(file.carrier),
            }
        }
        Err(error) => {
            let line = |at: std::ops::Range<usize>| text[..at.start].matches('\n').count() + 1;
            let (file, cause) = (file.to_owned(), error.message().to_owned());
            faults.push(match error.span() {
                Some(span) => WordsError::Line { file, line: line(span), cause },
                None => WordsError::File { file, cause },
            });
            Issues::default()
        }
    }
}

fn split(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

/// A lemma and the word that belongs to it: "call on".
fn lemma_with(field: &str) -> (String, Option<String>) {
    match field.split_once(' ') {
        Some((lemma, with)) => (lemma.to_owned(), Some(with.to_owned())),
        None => (field.to_owned(), None),
    }
}

fn unknown<T>(what: &str, value: &str) -> Result<T, String> {
    Err(format!("no {what} `{value}`"))
}

fn upos(name: &str) -> Result<Upos, String> {
    match name {
        "verb" => Ok(Upos::Verb),
        "noun" => Ok(Upos::Noun),
        "adj" => Ok(Upos::Adj),
        "adp" => Ok(Upos::Adp),
        _ => unknown("part of speech", name),
    }
}

fn trigger(fields: &[&str]) -> Result<Trigger, String> {
    let (lemma, with) = lemma_with(fields[0]);
    let kind = match fields[2] {
        "promise" => CommitmentKind::Promise,
        "agreement" => CommitmentKind::Agreement,
        "threat" => CommitmentKind::Threat,
        "demand" => CommitmentKind::Demand,
        "refusal" => CommitmentKind::Refusal,
        "recognition" => CommitmentKind::Recognition,
        "denial" => CommitmentKind::Denial,
        "claim" => CommitmentKind::ClaimOfResponsibility,
        other => return unknown("kind", other),
    };
    let strength = match fields[3] {
        "firm" => Strength::Firm,
        "conditional" => Strength::Conditional,
        "intention" => Strength::Intention,
        "refusal" => Strength::Refusal,
        other => return unknown("strength", other),
    };
    let takes = match fields[4] {
        "clause" => Takes::Clause,
        "infinitive" => Takes::Infinitive,
        "thing" => Takes::Thing,
        "either" => Takes::Either,
        "any" => Takes::Any,
        other => return unknown("complement", other),
    };
    Ok(Trigger { lemma, with, upos: upos(fields[1])?, kind, strength, takes })
}

fn condition(fields: &[&str]) -> Result<ConditionCue, String> {
    let negative = match fields[1] {
        "if" => false,
        "unless" => true,
        other => return unknown("kind of condition", other),
    };
    let opens = match fields[2] {
        "clause" => Opens::Clause,
        "phrase" => Opens::Phrase,
        "inversion" => Opens::Inversion,
        other => return unknown("opening", other),
    };
    Ok(ConditionCue { words: split(fields[0]), negative, opens })
}

fn bound(fields: &[&str]) -> Result<(Vec<String>, BoundKind), String> {
    let kind = match fields[1] {
        "deadline" => BoundKind::Deadline,
        "start" => BoundKind::Start,
        "end" => BoundKind::End,
        "during" => BoundKind::During,
        other => return unknown("bound", other),
    };
    Ok((split(fields[0]), kind))
}

fn pair(fields: &[&str]) -> Result<(String, String), String> {
    Ok((fields[0].to_owned(), fields[1].to_owned()))
}

fn guilt(fields: &[&str]) -> Result<(String, bool), String> {
    match fields[1] {
        "both" => Ok((fields[0].to_owned(), true)),
        "denial" => Ok((fields[0].to_owned(), false)),
        other => unknown("use", other),
    }
}

fn triple(fields: &[&str]) -> Result<(String, String, String), String> {
    Ok((fields[0].to_owned(), fields[1].to_owned(), fields[2].to_owned()))
}

fn content(fields: &[&str]) -> Result<(String, String), String> {
    match fields[0].bytes().all(|byte| byte.is_ascii_digit()) {
        true => pair(fields),
        false => unknown("CAMEO code", fields[0]),
    }
}

fn act(fields: &[&str]) -> Result<Act, String> {
    let given = |field: &str| Some(field.to_owned()).filter(|field| field != "-");
    Ok(Act { lemma: fields[0].to_owned(), event: given(fields[1]), group: given(fields[2]) })
}

fn followup(fields: &[&str]) -> Result<Followup, String> {
    let (doing, undoing) = (split(fields[1]), split(fields[2]));
    Ok(Followup { about: fields[0].to_owned(), doing, undoing })
}

fn fulfilment(fields: &[&str]) -> Result<Fulfilment, String> {
    let mut words = split(fields[0]).into_iter();
    let Some(lemma) = words.next() else { return Err("no verb".to_owned()) };
    let Some(status) = Status::from_name(fields[1]) else { return unknown("status", fields[1]) };
    let takes = fields[2].split(',').map(|kind| kind.trim().to_owned()).collect();
    Ok(Fulfilment { lemma, with: words.collect(), status, takes })
}

fn contrast(fields: &[&str]) -> Result<(Vec<String>, Contrast), String> {
    let at = match fields[1] {
        "head" => Contrast::Head,
        "alone" => Contrast::Alone,
        "partial" => Contrast::Partial,
        other => return unknown("contrast", other),
    };
    Ok((split(fields[0]), at))
}

fn provision(fields: &[&str]) -> Result<ProvisionVerb, String> {
    let (lemma, with) = lemma_with(fields[0]);
    let included = match fields[1] {
        "included" => true,
        "excluded" => false,
        other => return unknown("kind of provision", other),
    };
    let tells = match fields[2] {
        "object" => Tells::Object,
        "subject" => Tells::Subject,
        "negated" => Tells::Negated,
        other => return unknown("place of a provision", other),
    };
    Ok(ProvisionVerb { lemma, with, included, tells })
}

fn stance(fields: &[&str]) -> Result<StanceWord, String> {
    let (lemma, with) = lemma_with(fields[0]);
    let lean = match fields[2] {
        "?" => Lean::Undeclared,
        "~" => Lean::Ambiguous,
        score => match score.parse() {
            Ok(score @ -2..=2) => Lean::Score(score),
            _ => return unknown("stance", score),
        },
    };
    Ok(StanceWord { lemma, with, upos: upos(fields[1])?, lean, takes: split(fields[3]) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_lists_are_without_faults() {
        assert_eq!(check_words(), []);
        let words = words();
        assert!(words.triggers.len() > 80 && words.issues.len() > 30 && words.stances.len() > 60);
    }

    #[test]
    fn a_fault_names_file_line_and_cause() {
        let (words, faults) = read(Texts {
            triggers: "# head\n\npromise\tverb\tpromise\tfirm\tany\nvow\tverb\toath\tfirm\tany\n",
            conditions: "if\tif\n",
            stances: "oppose\tverb\t-3\tobj\n",
            ..BUILTIN
        });
        assert_eq!(words.triggers.len(), 1);
        let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "triggers.tsv:4: no kind `oath`",
                "conditions.tsv:1: 2 columns instead of 3",
                "stances.tsv:1: no stance `-3`",
            ]
        );
    }

    #[test]
    fn a_broken_list_of_issues_names_its_line() {
        let (_, faults) = read(Texts { issues: "[[issue]]\nkind = 3\n", ..BUILTIN });
        assert!(matches!(&faults[..], [WordsError::Line { line: 2, .. }]), "{faults:?}");
    }
}
