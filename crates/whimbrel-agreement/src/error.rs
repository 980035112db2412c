//! What can go wrong.

use thiserror::Error;

/// A fault of an input or a request.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Error {
    /// A line that cannot be used; the others are.
    #[error("{file}:{line}: {cause}")]
    Line {
        /// The file's name, as the caller gave it.
        file: String,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong with it.
        cause: String,
    },
    /// A field of a filled sheet that cannot be used.
    #[error("{file}:{line}: column `{column}`: {cause}")]
    Cell {
        /// The file's name, as the caller gave it.
        file: String,
        /// The line on which the row begins, counted from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// What is wrong with it.
        cause: String,
    },
    /// A sheet without a column that it needs.
    #[error(
        "{file}:1: no column `{column}`\nhint: the first line names the columns; keep it as the sheet had it"
    )]
    Column {
        /// The file's name, as the caller gave it.
        file: String,
        /// The column's name.
        column: String,
    },
    /// Fewer than two codings.
    #[error("agreement needs two codings or more, not {0}")]
    TooFew(usize),
    /// Two codings of one name.
    #[error("two codings have the name `{0}`\nhint: give each coder a name of its own")]
    SameName(String),
    /// A coder that shares no report with another.
    #[error(
        "`{0}` has no report in common with another coder\nhint: reports are matched by `cite_info.report_id`; both codings must come from the same reports"
    )]
    NothingShared(String),
    /// A setting out of its range.
    #[error("{name} is {value}; it must be {range}")]
    Setting {
        /// What is set.
        name: &'static str,
        /// The value given.
        value: String,
        /// The values that are possible.
        range: &'static str,
    },
}
