//! Reports of which it was said what they are about.

use serde::Deserialize;
use whimbrel_codebook::Problem;

/// A report with its topic.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Told {
    /// What it is about: `politics`, or another word.
    pub topic: String,
    /// Headline.
    #[serde(default)]
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where it stands.
    #[serde(default)]
    pub id: String,
}

impl Told {
    /// Returns whether the report is political.
    #[must_use]
    pub fn is_political(&self) -> bool {
        self.topic == "politics"
    }
}

/// Reads a file with a report as JSON on each line.
///
/// # Errors
/// Every line that is no such report, with file and line.
pub fn read(name: &str, text: &str) -> Result<Vec<Told>, Vec<Problem>> {
    let (mut reports, mut problems) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(report) => reports.push(report),
            Err(error) => problems.push(Problem {
                file: name.to_owned(),
                line: at + 1,
                message: format!("no report with its topic: {error}"),
            }),
        }
    }
    if problems.is_empty() { Ok(reports) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reports_are_read_and_faults_named() {
        let good = r#"{"id": "1", "topic": "politics", "title": "Talks", "text": "They met."}"#;
        let reports = read("t.jsonl", good).expect("a report");
        assert!(reports[0].is_political() && reports[0].title == "Talks");
        let faults = read("t.jsonl", "\n{}\n").expect_err("no topic");
        assert_eq!((faults.len(), faults[0].line), (1, 2));
    }
}
