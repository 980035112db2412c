//! A month of reports with known copies, made from a few reports.
//!
//! Every source is printed once as it is and then again and again, each time changed in one of the
//! ways of [`Change`], by other papers, on the same day or within three days after.
//! The whole is a function of the sources, the number and the seed.
//! Reports come in the order of their days; within a day in no order, so that a cut copy may come
//! before what it was cut from.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use whimbrel_text::Report;

/// How a copy is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// Not at all: the first print.
    Original,
    /// Not at all.
    Exact,
    /// Another headline, a dateline and an agency's line.
    Headline,
    /// The first quarter to three quarters of the paragraphs.
    Cut,
    /// Paragraphs in another order, some dropped.
    Reordered,
    /// A paragraph of background from elsewhere put in.
    Extended,
    /// Words replaced by a list, sentences shortened, merged and dropped; headline and dateline.
    Reworded,
    /// The same, and every sixth content word replaced by any other; paragraphs in another order.
    Rewritten,
    /// The same, and two content words of five.
    Loose,
}

impl Change {
    /// All ways in which a copy is changed.
    pub(crate) const ALL: [Self; 8] = [
        Self::Exact,
        Self::Headline,
        Self::Cut,
        Self::Reordered,
        Self::Extended,
        Self::Reworded,
        Self::Rewritten,
        Self::Loose,
    ];

    /// Returns the name used in files.
    pub(crate) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// A report with what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// The report.
    pub(crate) report: Report,
    /// Which of the sources it is made from.
    pub(crate) source: usize,
    /// How it was changed.
    pub(crate) change: Change,
}

/// Returns so many reports made from `sources`, in the order of their days.
pub(crate) fn month(sources: &[Report], number: usize, seed: u64) -> Vec<Made> {
    if sources.is_empty() {
        return Vec::new();
    }
    let maker = Maker::new(sources);
    let mut chance = Chance(seed);
    let days: Vec<i64> = sources.iter().map(|_| chance.below(28) as i64).collect();
    let mut made: Vec<(i64, u64, Made)> = (0..number)
        .map(|at| {
            let source = if at < sources.len() { at } else { chance.below(sources.len()) };
            let change = if at < sources.len() {
                Change::Original
            } else {
                Change::ALL[chance.below(Change::ALL.len())]
            };
            let late = if change == Change::Original { 0 } else { chance.below(4) as i64 };
            let day = days[source] + late;
            let report = maker.make(source, change, at, day, &mut chance);
            (day, chance.next(), Made { report, source, change })
        })
        .collect();
    made.sort_by_key(|(day, order, _)| (*day, *order));
    made.into_iter().map(|(_, _, made)| made).collect()
}

struct Maker<'s> {
    sources: &'s [Report],
    substitutes: BTreeMap<Vec<&'static str>, &'static str>,
    /// Content words of all sources, with repetitions.
    vocabulary: Vec<&'s str>,
}

impl<'s> Maker<'s> {
    fn new(sources: &'s [Report]) -> Self {
        let lines = include_str!("substitutes.tsv").lines().filter(|line| !line.starts_with('#'));
        let substitutes = lines
            .map(|line| line.split_once('\t').expect("two columns"))
            .map(|(from, to)| (from.split(' ').collect(), to))
            .collect();
        let vocabulary =
            sources.iter().flat_map(|s| s.text.split(' ')).filter(|w| is_content(w)).collect();
        Self { sources, substitutes, vocabulary }
    }

    fn make(
        &self,
        source: usize,
        change: Change,
        at: usize,
        day: i64,
        chance: &mut Chance,
    ) -> Report {
        let original = &self.sources[source];
        let mut text = paragraphs(&original.text);
        let mut title = original.title.clone();
        match change {
            Change::Original | Change::Exact => {}
            Change::Headline => title = self.dress(source, &mut text, chance),
            Change::Cut => {
                text.truncate((text.len() * (25 + chance.below(50)) / 100).max(2));
            }
            Change::Reordered => reorder(&mut text, 25, chance),
            Change::Extended => self.extend(source, &mut text, chance),
            Change::Reworded | Change::Rewritten | Change::Loose => {
                if change != Change::Reworded {
                    reorder(&mut text, 10, chance);
                }
                let any = match change {
                    Change::Rewritten => 17,
                    Change::Loose => 40,
                    _ => 0,
                };
                self.reword(&mut text, any, chance);
                title = self.dress(source, &mut text, chance);
            }
        }
        let day = date(2024, 3, 1).checked_add(jiff::Span::new().days(day)).expect("in range");
        Report {
            id: format!("{at}-{}-{}", change.name(), original.id),
            text: text.join("\n"),
            title,
            date: Some(day),
            publisher: Some(format!("Paper {}", chance.below(40))),
            ..Report::default()
        }
    }

    /// Puts another headline over a text and a dateline before it, and an agency's line below.
    fn dress(&self, source: usize, text: &mut Vec<String>, chance: &mut Chance) -> Option<String> {
        let place = ["LONDON", "BEIRUT", "WASHINGTON", "ISTANBUL", "PARIS"][chance.below(5)];
        if let Some(first) = text.first_mut() {
            *first = format!("{place}, March 5 (Agency) — {first}");
        }
        text.push("© The Agency. All rights reserved. Reporting by our correspondents.".to_owned());
        let first = sentences(&self.sources[source].text).into_iter().next().unwrap_or_default();
        Some(first.split(' ').skip(2).take(7).collect::<Vec<_>>().join(" "))
    }

    /// Puts one or two paragraphs of another source in.
    fn extend(&self, source: usize, text: &mut Vec<String>, chance: &mut Chance) {
        let other = (source + 1 + chance.below(self.sources.len())) % self.sources.len();
        let theirs = paragraphs(&self.sources[other].text);
        let from = chance.below(theirs.len().max(1));
        let at = chance.below(text.len() + 1);
        text.splice(at..at, theirs.into_iter().skip(from).take(2));
    }

    fn reword(&self, text: &mut Vec<String>, any: usize, chance: &mut Chance) {
        for paragraph in text.iter_mut() {
            let mut kept: Vec<String> = Vec::new();
            for sentence in sentences(paragraph) {
                if chance.percent(15) {
                    continue;
                }
                let sentence = self.replace(&shorten(&sentence, chance), any, chance);
                match kept.last_mut() {
                    Some(last) if chance.percent(20) => merge(last, &sentence),
                    _ => kept.push(sentence),
                }
            }
            *paragraph = kept.join(" ");
        }
        text.retain(|paragraph| !paragraph.is_empty());
    }

    /// Replaces words by the list, and so many in a hundred of the others by any word at all.
    fn replace(&self, sentence: &str, any: usize, chance: &mut Chance) -> String {
        let words: Vec<&str> = sentence.split(' ').collect();
        let mut out: Vec<String> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let (length, word) = self.substitute(&words[at..], any, chance);
            out.push(word);
            at += length;
        }
        out.join(" ")
    }

    /// Returns how many words are replaced, and by what.
    fn substitute(&self, words: &[&str], any: usize, chance: &mut Chance) -> (usize, String) {
        for length in (1..=words.len().min(3)).rev() {
            let bare: Vec<String> = words[..length].iter().map(|w| w.to_lowercase()).collect();
            let (bare, tail) = without_tail(bare);
            let key: Vec<&str> = bare.iter().map(String::as_str).collect();
            if let Some(new) = self.substitutes.get(&key).filter(|_| chance.percent(85)) {
                return (length, like(words[0], &format!("{new}{tail}")));
            }
        }
        if is_content(words[0]) && chance.percent(any) {
            return (1, self.vocabulary[chance.below(self.vocabulary.len())].to_owned());
        }
        (1, words[0].to_owned())
    }
}

/// Takes the punctuation off the last word.
fn without_tail(mut words: Vec<String>) -> (Vec<String>, String) {
    let mut tail = String::new();
    if let Some(last) = words.last_mut() {
        let bare = last.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        tail = last.split_off(bare);
    }
    (words, tail)
}

/// Returns a word with the capital that another has.
fn like(old: &str, new: &str) -> String {
    let mut letters = new.chars();
    match letters.next() {
        Some(first) if old.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => new.to_owned(),
    }
}

fn is_content(word: &str) -> bool {
    word.len() >= 5 && word.chars().all(char::is_lowercase)
}

/// Takes out what stands between two commas, adverbs, and quotation marks, each by chance.
fn shorten(sentence: &str, chance: &mut Chance) -> String {
    let mut parts: Vec<&str> = sentence.split(", ").collect();
    if parts.len() >= 3 && parts[1].split(' ').count() <= 8 && chance.percent(60) {
        parts.remove(1);
    }
    let sentence = parts.join(", ").replace(['“', '”'], "");
    let words = sentence.split(' ').filter(|word| !(word.ends_with("ly") && chance.percent(60)));
    words.collect::<Vec<_>>().join(" ")
}

/// Joins a sentence to the one before.
fn merge(before: &mut String, sentence: &str) {
    let bare = before.trim_end_matches(['.', '!', '?', '"', ' ']).len();
    before.truncate(bare);
    before.push_str(", and ");
    before.push_str(sentence);
}

fn reorder(text: &mut Vec<String>, drop: usize, chance: &mut Chance) {
    let longest = text.iter().max_by_key(|p| p.len()).cloned();
    text.retain(|_| !chance.percent(drop));
    if text.is_empty() {
        text.extend(longest);
    }
    for at in (1..text.len()).rev() {
        text.swap(at, chance.below(at + 1));
    }
}

/// Returns the paragraphs of a text; one without lines is cut after every third sentence.
fn paragraphs(text: &str) -> Vec<String> {
    if text.contains('\n') {
        return text.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect();
    }
    sentences(text).chunks(3).map(|chunk| chunk.join(" ")).collect()
}

/// Returns the sentences of a paragraph, roughly.
fn sentences(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for word in text.split_whitespace() {
        let last = found.last_mut().expect("never empty");
        let ended = last.trim_end_matches(['”', '"']).ends_with(['.', '!', '?']);
        if ended && !word.starts_with(char::is_lowercase) {
            found.push(word.to_owned());
        } else {
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(word);
        }
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// SplitMix64.
pub(crate) struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }
}

/// Returns the reports of JSON lines with the fields of the program's input.
///
/// # Panics
/// Where a line is not such a report.
pub(crate) fn read(lines: &str) -> Vec<Report> {
    let text = |value: &serde_json::Value, field: &str| value[field].as_str().map(str::to_owned);
    lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line is JSON"))
        .map(|value| Report {
            id: text(&value, "id").unwrap_or_default(),
            text: text(&value, "text").expect("a report has a text"),
            title: text(&value, "title"),
            publisher: text(&value, "publisher"),
            date: text(&value, "date").and_then(|day| day.parse::<Date>().ok()),
            ..Report::default()
        })
        .collect()
}
