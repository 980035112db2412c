//! The codebook: all of its files, checked and made ready for matching.

use crate::cues::Cues;
use crate::frame::{self, Frame, Surroundings, TriggerKind};
use crate::ontology::{EventType, Ontology};
use crate::pairs::{self, Pair};
use crate::problem::Problem;
use crate::words::WordSet;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A PLOVER context with the words that bring it.
#[derive(Clone, Debug)]
pub struct Context {
    /// PLOVER's name for it.
    pub code: SmolStr,
    /// What it means, in one line.
    pub meaning: String,
    /// Words of which one in the event's clause brings the context.
    pub words: WordSet,
    /// Whether it says what a protest is about and holds for PROTEST alone.
    pub protest: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContext {
    code: String,
    meaning: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    protest: bool,
}

#[derive(Deserialize)]
struct ContextFile {
    #[serde(default)]
    context: Vec<RawContext>,
}

/// A frame that a lemma can set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Index of the frame.
    pub frame: usize,
    /// Index of the trigger in the frame; `None` for a noun in `-ing` made from a verb trigger.
    pub trigger: Option<usize>,
}

type Index = FxHashMap<(TriggerKind, SmolStr), Entries>;

/// The entries of a lemma.
#[derive(Clone, Debug, Default)]
struct Entries {
    all: Vec<Entry>,
    /// Those of one word.
    single: Vec<Entry>,
    /// Those of several words, by the second.
    several: FxHashMap<SmolStr, Vec<Entry>>,
    /// The types of their frames, each once.
    types: Vec<EventType>,
}

impl Entries {
    fn push(&mut self, entry: Entry, second: Option<&SmolStr>, event: EventType) {
        self.all.push(entry);
        match second {
            None => self.single.push(entry),
            Some(word) => self.several.entry(word.clone()).or_default().push(entry),
        }
        if !self.types.contains(&event) {
            self.types.push(event);
        }
    }
}

/// A checked codebook.
#[derive(Clone, Debug)]
pub struct Codebook {
    /// PLOVER and CAMEO.
    pub ontology: Ontology,
    /// Contexts in the order of the file.
    pub contexts: Vec<Context>,
    /// All frames: files in alphabetical order, frames in the order of the file.
    pub frames: Vec<Frame>,
    /// Status, speech and light-verb words.
    pub cues: Cues,
    /// Sentences with and without an event, to be tested.
    pub pairs: Vec<Pair>,
    index: Index,
    /// The contexts with an entry that begins with a lemma.
    context_index: FxHashMap<SmolStr, Vec<usize>>,
}

impl Codebook {
    /// Reads a codebook from its files, given as texts by their paths (`frames/aid.toml`).
    ///
    /// # Errors
    /// All problems found in all files, in the order of files and lines. Examples are not run.
    pub fn read(files: &BTreeMap<String, String>) -> Result<Self, Vec<Problem>> {
        let file = |path: &str| files.get(path).map_or("", String::as_str);
        let mut problems = Vec::new();
        let mut keep = |found: Vec<Problem>| problems.extend(found);
        let ontology =
            Ontology::read(file("plover.toml"), file("cameo.toml")).map_err(&mut keep).ok();
        let cues = Cues::read(|path| files.get(path).cloned()).map_err(&mut keep).ok();
        let pairs = pairs::read(file("pairs.tsv")).map_err(&mut keep).unwrap_or_default();
        let classes = read_classes(files);
        let contexts = read_contexts(file("contexts.toml"), &classes).map_err(&mut keep).ok();
        let (Some(ontology), Some(mut cues), Some(contexts)) = (ontology, cues, contexts) else {
            return Err(problems);
        };
        let names: Vec<String> = contexts.iter().map(|c| c.code.to_string()).collect();
        let around = Surroundings { ontology: &ontology, classes: &classes, contexts: &names };
        let frames = read_frames(files, &around, &mut problems);
        if !problems.is_empty() {
            problems.sort();
            return Err(problems);
        }
        let index = index(&frames);
        let triggers = frames.iter().flat_map(|frame| &frame.triggers);
        let verbs = triggers.filter(|trigger| trigger.kind == TriggerKind::Verb);
        cues.add_verbs(verbs.map(|trigger| &trigger.head));
        let mut context_index: FxHashMap<SmolStr, Vec<usize>> = FxHashMap::default();
        for (at, context) in contexts.iter().enumerate() {
            for word in context.words.beginnings() {
                let of_word = context_index.entry(word.clone()).or_default();
                if of_word.last() != Some(&at) {
                    of_word.push(at);
                }
            }
        }
        Ok(Self { ontology, contexts, frames, cues, pairs, index, context_index })
    }

    /// Returns the contexts that the entry beginning at `lemmas[at]` brings.
    pub fn contexts_at<'a>(
        &'a self,
        lemmas: &'a [SmolStr],
        at: usize,
    ) -> impl Iterator<Item = &'a Context> {
        let of_word = self.context_index.get(&lemmas[at]).map_or(&[][..], Vec::as_slice);
        let contexts = of_word.iter().map(|&context| &self.contexts[context]);
        contexts.filter(move |context| context.words.starts_at(lemmas, at))
    }

    /// Returns the frames that `lemma` (in lower case) can set off as a word of this kind.
    #[must_use]
    pub fn entries(&self, kind: TriggerKind, lemma: &SmolStr) -> &[Entry] {
        self.index.get(&(kind, lemma.clone())).map_or(&[], |entries| &entries.all)
    }

    /// Returns the types of the frames that `lemma` can set off, each once.
    #[must_use]
    pub fn types(&self, kind: TriggerKind, lemma: &SmolStr) -> &[EventType] {
        self.index.get(&(kind, lemma.clone())).map_or(&[], |entries| &entries.types)
    }

    /// Returns of the entries of `lemma` those of one word, and those of several whose second word
    /// is one of `beside`; in the order of the codebook.
    #[must_use]
    pub fn entries_beside<'w>(
        &self,
        kind: TriggerKind,
        lemma: &SmolStr,
        beside: impl Iterator<Item = &'w SmolStr>,
    ) -> Vec<Entry> {
        let Some(entries) = self.index.get(&(kind, lemma.clone())) else { return Vec::new() };
        let mut found = entries.single.clone();
        if !entries.several.is_empty() {
            found.extend(beside.filter_map(|word| entries.several.get(word)).flatten());
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    /// Returns the frame with this id.
    #[must_use]
    pub fn frame(&self, id: &str) -> Option<&Frame> {
        self.frames.iter().find(|frame| frame.id == id)
    }

    /// Returns the version that `plover.toml` names.
    #[must_use]
    pub fn version(&self) -> &str {
        self.ontology.meta.get("version").map_or("", String::as_str)
    }
}

/// Each file of `classes/` is a class named by the file, its first column the lemmas.
fn read_classes(files: &BTreeMap<String, String>) -> BTreeMap<String, Arc<WordSet>> {
    let class = |(path, text): (&String, &String)| {
        let name = path.strip_prefix("classes/")?.strip_suffix(".tsv")?.to_owned();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let mut words = WordSet::default();
        lines.for_each(|line| words.add(line.split('\t').next().unwrap_or("")));
        Some((name, Arc::new(words)))
    };
    files.iter().filter_map(class).collect()
}

fn read_contexts(
    text: &str,
    classes: &BTreeMap<String, Arc<WordSet>>,
) -> Result<Vec<Context>, Vec<Problem>> {
    let file: ContextFile = crate::ontology::parse("contexts.toml", text)?;
    let mut problems = Vec::new();
    let contexts = file.context.into_iter().map(|raw| {
        let mut words = WordSet::default();
        for entry in &raw.words {
            match entry.strip_prefix('@').map(|name| (name, classes.get(name))) {
                None => words.add(entry),
                Some((_, Some(class))) => words.add_class(class),
                Some((name, None)) => {
                    let at = text.find(entry.as_str()).unwrap_or(0);
                    let message = format!("no class `@{name}`");
                    problems.push(Problem::at("contexts.toml", text, at, message));
                }
            }
        }
        Context { code: raw.code.into(), meaning: raw.meaning, words, protest: raw.protest }
    });
    let contexts = contexts.collect();
    if problems.is_empty() { Ok(contexts) } else { Err(problems) }
}

fn read_frames(
    files: &BTreeMap<String, String>,
    around: &Surroundings<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for (path, text) in files {
        if !(path.starts_with("frames/") && path.ends_with(".toml")) {
            continue;
        }
        for frame in frame::read_file(path, text, around, problems) {
            if let Some(twin) = frames.iter().find(|other| other.id == frame.id) {
                let message = format!("id `{}` is taken by {}:{}", frame.id, twin.file, twin.line);
                problems.push(Problem { file: path.clone(), line: frame.line, message });
            }
            frames.push(frame);
        }
    }
    frames
}

fn index(frames: &[Frame]) -> Index {
    let mut index = Index::default();
    for (at, frame) in frames.iter().enumerate() {
        for (nth, trigger) in frame.triggers.iter().enumerate() {
            let entry = Entry { frame: at, trigger: Some(nth) };
            let entries = index.entry((trigger.kind, trigger.head.clone())).or_default();
            entries.push(entry, trigger.rest.first(), frame.event);
        }
    }
    add_gerunds(frames, &mut index);
    index
}

/// A noun in `-ing` states what its verb does ("the shelling of Kharkiv"), unless the codebook has
/// that noun itself.
fn add_gerunds(frames: &[Frame], index: &mut Index) {
    let mut gerunds: Vec<(SmolStr, usize)> = Vec::new();
    for (at, frame) in frames.iter().enumerate() {
        let single =
            frame.triggers.iter().filter(|t| t.kind == TriggerKind::Verb && t.rest.is_empty());
        gerunds.extend(single.map(|trigger| (gerund(&trigger.head), at)));
    }
    gerunds.retain(|(noun, _)| !index.contains_key(&(TriggerKind::Noun, noun.clone())));
    for (noun, frame) in gerunds {
        let entry = Entry { frame, trigger: None };
        let entries = index.entry((TriggerKind::Noun, noun)).or_default();
        entries.push(entry, None, frames[frame].event);
    }
}

/// Returns the `-ing` form of an English verb by the usual spelling rules.
fn gerund(verb: &str) -> SmolStr {
    let bytes = verb.as_bytes();
    let vowel = |b: u8| b"aeiou".contains(&b);
    let n = bytes.len();
    if let Some(stem) = verb.strip_suffix("ie") {
        return format!("{stem}ying").into();
    }
    if verb.ends_with('e') && !verb.ends_with("ee") && !verb.ends_with("ye") {
        return format!("{}ing", &verb[..n - 1]).into();
    }
    let short = (3..=4).contains(&n)
        && !vowel(bytes[n - 1])
        && vowel(bytes[n - 2])
        && !vowel(bytes[n - 3])
        && !b"wxy".contains(&bytes[n - 1]);
    if short { format!("{verb}{}ing", &verb[n - 1..]).into() } else { format!("{verb}ing").into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gerunds_follow_spelling() {
        let made: Vec<_> = ["shell", "bomb", "raid", "stab", "seize", "lie", "flee", "besiege"]
            .map(gerund)
            .to_vec();
        let right = [
            "shelling",
            "bombing",
            "raiding",
            "stabbing",
            "seizing",
            "lying",
            "fleeing",
            "besieging",
        ];
        assert_eq!(made, right);
    }
}
