//! What is wrong with a file of the codebook.

/// A fault in a codebook file, with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct Problem {
    /// Path inside the codebook folder, with `/` between parts.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong, and where it can be told, the nearest right name.
    pub message: String,
}

impl Problem {
    /// Returns a problem at byte `at` of `text`, the content of `file`.
    #[must_use]
    pub fn at(file: &str, text: &str, at: usize, message: impl Into<String>) -> Self {
        let line = text.bytes().take(at).filter(|&b| b == b'\n').count() + 1;
        Self { file: file.to_owned(), line, message: message.into() }
    }
}

/// Returns `: did you mean …` for the candidate nearest to `name`, or nothing where none is near.
#[must_use]
pub(crate) fn suggestion<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> String {
    let near = candidates.map(|c| (distance(name, c), c)).min();
    match near {
        Some((away, candidate)) if away <= 1 + name.len() / 3 => {
            format!("; did you mean `{candidate}`?")
        }
        _ => String::new(),
    }
}

/// Levenshtein distance in bytes, by the usual two-row table.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let replaced = before + usize::from(x != y);
            before = row[j + 1];
            row[j + 1] = replaced.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered() {
        let names = ["visit", "phone", "third-party"];
        assert_eq!(suggestion("vist", names.into_iter()), "; did you mean `visit`?");
        assert_eq!(suggestion("zzzzzz", names.into_iter()), "");
    }

    #[test]
    fn lines_count_from_one() {
        let problem = Problem::at("frames/aid.toml", "a\nb\nc", 2, "odd");
        assert_eq!(problem.to_string(), "frames/aid.toml:2: odd");
    }
}
