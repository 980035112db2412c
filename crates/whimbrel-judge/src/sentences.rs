//! Sentences whose events were marked by hand: their files, and which of them are held out.

use crate::fnv;
use std::collections::BTreeMap;
use whimbrel_codebook::{EventType, Problem};
use whimbrel_text::{Sentence, Upos};

/// A word that was marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it states; `None` for no political event.
    pub event: Option<EventType>,
    /// The word as written.
    pub word: String,
    /// Which of its occurrences in the text is meant, counted from 0.
    pub nth: usize,
    /// The words that name who did it.
    pub actor: Vec<String>,
    /// The words that name to whom.
    pub recipient: Vec<String>,
}

impl Mark {
    /// Returns the token of the sentences that was marked, as sentence and token; a word in several
    /// tokens ("counter-attack") is that of its last, a word that is not found none.
    #[must_use]
    pub fn find(&self, sentences: &[Sentence]) -> Option<(usize, usize)> {
        let all = sentences.iter().enumerate();
        let all = all.flat_map(|(nth, s)| (0..s.tokens.len()).map(move |at| (nth, at)));
        let token = |&(sentence, at): &(usize, usize)| &sentences[sentence].tokens[at];
        let mut same = all.clone().filter(|place| token(place).form == self.word.as_str());
        let last = self.word.rsplit(['-', ' ']).next().unwrap_or_default();
        let mut ends = all
            .filter(|place| token(place).form == last && !matches!(token(place).upos, Upos::Punct));
        same.clone().nth(self.nth).or_else(|| same.next_back()).or_else(|| ends.next_back())
    }
}

/// A text with all that was marked in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The text: a sentence, seldom more.
    pub text: String,
    /// What was marked, in the order of the file.
    pub marks: Vec<Mark>,
}

impl Marked {
    /// Returns whether the text serves measuring and calibration alone: every fifth, by its hash.
    #[must_use]
    pub fn is_held_out(&self) -> bool {
        fnv(&self.text).is_multiple_of(5)
    }
}

/// Reads the files of a set, given as name and text; a text that several rows share is one.
///
/// # Errors
/// Every row that is not as the guide says, with file and line.
pub fn read(files: &[(String, String)]) -> Result<Vec<Marked>, Vec<Problem>> {
    let (mut all, mut problems) = (Vec::<Marked>::new(), Vec::new());
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (file, contents) in files {
        for (line, row) in (1..).zip(contents.lines()) {
            if row.starts_with('#') || row.trim().is_empty() {
                continue;
            }
            match parse(row) {
                Ok((text, mark)) => {
                    let nth = *known.entry(text.clone()).or_insert_with(|| {
                        all.push(Marked { text, marks: Vec::new() });
                        all.len() - 1
                    });
                    all[nth].marks.push(mark);
                }
                Err(message) => problems.push(Problem { file: file.clone(), line, message }),
            }
        }
    }
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

fn parse(row: &str) -> Result<(String, Mark), String> {
    let columns: Vec<&str> = row.split('\t').map(str::trim).collect();
    let [event, _mode, trigger, actor, recipient, _status, text] = columns[..] else {
        return Err(format!("{} columns instead of 7", columns.len()));
    };
    let event = match event {
        "NONE" => None,
        code => Some(EventType::from_code(code).ok_or_else(|| format!("no event type `{code}`"))?),
    };
    let (word, nth) = match trigger.split_once('#') {
        Some((word, nth)) => (word, nth.parse().map_err(|_| format!("no number in `{trigger}`"))?),
        None => (trigger, 1),
    };
    if !text.contains(word) {
        return Err(format!("`{word}` does not stand in the sentence"));
    }
    let mark = Mark {
        event,
        word: word.to_owned(),
        nth: usize::max(nth, 1) - 1,
        actor: parties(actor),
        recipient: parties(recipient),
    };
    Ok((text.to_owned(), mark))
}

fn parties(column: &str) -> Vec<String> {
    let named = column.split('|').map(str::trim);
    named.filter(|name| !matches!(*name, "" | "-")).map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<(String, String)> {
        vec![("a.tsv".to_owned(), text.to_owned())]
    }

    #[test]
    fn rows_of_one_text_are_joined() {
        let text = "# a comment\n\
            ACCUSE\t-\tblamed\tIran\tIsrael\tactual\tIran blamed Israel for the attack.\n\
            ASSAULT\t-\tattack\tIsrael\tIran\tactual\tIran blamed Israel for the attack.\n\
            NONE\t-\trose\t-\t-\t-\tPrices rose.\n";
        let read = read(&files(text)).expect("a set");
        assert_eq!(read.iter().map(|m| m.marks.len()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(read[0].marks[0].event, Some(EventType::Accuse));
        assert_eq!(read[1].marks[0].event, None);
    }

    #[test]
    fn all_faults_are_named() {
        let text = "FOO\t-\ta\t-\t-\t-\ta\nNONE\t-\tb\t-\t-\t-\ta\nNONE\n";
        let problems = read(&files(text)).expect_err("faults");
        assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn a_second_occurrence_is_found() {
        let text = "NONE\t-\ttalk#2\t-\t-\t-\tThey talk and talk";
        let marked = read(&files(text)).expect("a set").remove(0);
        let token = |form: &str| whimbrel_text::Token { form: form.into(), ..Default::default() };
        let tokens = ["They", "talk", "and", "talk"].map(token).to_vec();
        let sentence = Sentence { tokens, ..Sentence::default() };
        assert_eq!(marked.marks[0].find(&[sentence]), Some((0, 3)));
    }
}
