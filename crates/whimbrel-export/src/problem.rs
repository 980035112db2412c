//! What is wrong with a line of a file.

use std::fmt;
use thiserror::Error;

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}{}: {cause}", Place(self.column))]
pub struct Problem {
    /// The file, as the caller named it.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1, where it is one column's fault.
    pub column: Option<usize>,
    /// What is wrong.
    pub cause: Cause,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Cause {
    /// The file broke off.
    #[error("cannot be read: {0}")]
    Input(String),
    /// Longer than a line of any such file.
    #[error("longer than {} KiB", crate::read::LONGEST >> 10)]
    TooLong,
    /// Another number of columns than the layout's.
    #[error("{found} columns, the layout has {expected}")]
    Columns {
        /// How many the line has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A column that must have a value has none.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A value that its column cannot have.
    #[error("`{column}` is `{value}`, which is no {what}")]
    Value {
        /// The column's name.
        column: &'static str,
        /// The value, shortened.
        value: String,
        /// What it should be.
        what: &'static str,
    },
    /// Not a record as JSON.
    #[error("no record as JSON: {0}")]
    Json(String),
    /// Nothing reads this layout.
    #[error("layout `{0}` is not read into records")]
    NotRead(&'static str),
}

struct Place(Option<usize>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |column| write!(f, ": column {column}"))
    }
}

/// Returns a value short enough for a message, without control characters.
pub(crate) fn shown(value: &str) -> String {
    const MOST: usize = 40;
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let mut shown: String = value.chars().take(MOST).map(clean).collect();
    if value.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_file_line_column_and_cause() {
        let cause = Cause::Value { column: "EventCode", value: shown("13y\t"), what: "CAMEO code" };
        let problem = Problem { file: "a.tab".into(), line: 7, column: Some(3), cause };
        let text = "a.tab:7: column 3: `EventCode` is `13y `, which is no CAMEO code";
        assert_eq!(problem.to_string(), text);
    }
}
