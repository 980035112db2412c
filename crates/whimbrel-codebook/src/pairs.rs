//! Minimal pairs: a sentence that states no event beside one that does, with the same word.

use crate::ontology::EventType;
use crate::problem::Problem;

/// The file that holds them.
const FILE: &str = "pairs.tsv";

/// A line of `pairs.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Line in the file, counted from 1.
    pub line: usize,
    /// What the sentence without an event is of: sport, markets, figurative speech and so on.
    pub kind: String,
    /// A sentence that states no event.
    pub without: Sentence,
    /// A sentence that states one of `event`.
    pub with: Sentence,
    /// The type of the second sentence's event.
    pub event: EventType,
}

/// One side of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// Whether it is known not to code as it should yet.
    pub gap: bool,
}

/// Reads the pairs; a codebook without the file has none.
///
/// # Errors
/// Every line that is not as the file's header says.
pub(crate) fn read(text: &str) -> Result<Vec<Pair>, Vec<Problem>> {
    let (mut pairs, mut problems) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        match pair(at + 1, line) {
            Ok(pair) => pairs.push(pair),
            Err(message) => {
                problems.push(Problem { file: FILE.to_owned(), line: at + 1, message });
            }
        }
    }
    if problems.is_empty() { Ok(pairs) } else { Err(problems) }
}

fn pair(line: usize, text: &str) -> Result<Pair, String> {
    let columns: Vec<&str> = text.split('\t').map(str::trim).collect();
    let (kind, without, with, event, gaps) = match columns[..] {
        [kind, without, with, event] => (kind, without, with, event, ""),
        [kind, without, with, event, gaps] => (kind, without, with, event, gaps),
        _ => return Err(format!("{} columns instead of 4 or 5", columns.len())),
    };
    let event = EventType::from_code(event).ok_or_else(|| format!("no event type `{event}`"))?;
    let gap = |side: &str| gaps.split(' ').any(|gap| gap == side);
    if let Some(other) = gaps.split(' ').find(|gap| !matches!(*gap, "" | "without" | "with")) {
        return Err(format!("a gap is `without` or `with`, not `{other}`"));
    }
    Ok(Pair {
        line,
        kind: kind.to_owned(),
        without: Sentence { text: without.to_owned(), gap: gap("without") },
        with: Sentence { text: with.to_owned(), gap: gap("with") },
        event,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_faults_named() {
        let text = "# header\nsport\tSpain crushed Italy.\tPolice crushed a riot.\tASSAULT\twith\n";
        let pairs = read(text).expect("a good line");
        assert_eq!((pairs[0].line, pairs[0].without.gap, pairs[0].with.gap), (2, false, true));
        let faults = read("sport\ta\tb\tATTACK\n").expect_err("no such type");
        assert_eq!(faults[0].to_string(), "pairs.tsv:1: no event type `ATTACK`");
        assert!(read("sport\ta\tb\tASSAULT\tboth\n").is_err());
    }
}
