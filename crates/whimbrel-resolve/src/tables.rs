//! The registry's files: tab-separated lines below comments.

/// A line of a data file that is not as the file's header says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct Problem {
    /// Name of the file.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// Calls `take` with the fields of each line; a line without the right number of fields, or that
/// `take` refuses, goes to the problems.
pub(crate) fn each_row(
    file: &str,
    text: &str,
    columns: usize,
    problems: &mut Vec<Problem>,
    mut take: impl FnMut(&[&str]) -> Result<(), String>,
) {
    each_row_at(file, text, columns, problems, |_, fields| take(fields));
}

/// As [`each_row`]; `take` gets the number of the line, too, counted from 1.
pub(crate) fn each_row_at(
    file: &str,
    text: &str,
    columns: usize,
    problems: &mut Vec<Problem>,
    mut take: impl FnMut(usize, &[&str]) -> Result<(), String>,
) {
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let mut fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        if fields.len() < columns {
            fields.resize(columns, "");
        }
        let result = match fields.len() {
            n if n > columns => Err(format!("{n} columns instead of {columns}")),
            _ => take(at + 1, &fields),
        };
        if let Err(message) = result {
            problems.push(Problem { file: file.to_owned(), line: at + 1, message });
        }
    }
}

/// The entries of a list parted by `;`.
pub(crate) fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split(';').map(str::trim).filter(|entry| !entry.is_empty())
}
