//! Rows of values: what panels and users' queries give.

use crate::error::LedgerError;
use crate::store::Ledger;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::ValueRef;
use rusqlite::{Result, Statement, params_from_iter};

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// None.
    Missing,
    /// A whole number; a flag is 0 or 1.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text, a code, a day.
    Text(String),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    Text,
    /// Texts of which there are few.
    Code,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// 0 or 1.
    Flag,
}

/// A column of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// What that means, in a sentence; empty for users' own columns.
    pub about: String,
}

impl Ledger {
    /// Runs a query of the user's that only reads, over the views that `views.sql` explains and the tables
    /// under them; hands over its rows until `take` returns `false`. Returns the names of its columns.
    /// What readers left of themselves (table `reply`) cannot be read.
    ///
    /// # Errors
    /// Where the query is no single query, would change something, or cannot be run.
    pub fn query(
        &mut self,
        sql: &str,
        begin: &mut dyn FnMut(&[String]),
        take: &mut dyn FnMut(&[Cell]) -> bool,
    ) -> Result<(), LedgerError> {
        let wrong = |error: rusqlite::Error| LedgerError::Query { cause: error.to_string() };
        self.db.authorizer(Some(only_reads)).map_err(wrong)?;
        let mut run = || -> Result<()> {
            let mut statement = self.db.prepare(sql)?;
            let names: Vec<String> = statement.column_names().map(ToOwned::to_owned).collect();
            begin(&names);
            hand_over(&mut statement, &[], take)
        };
        let ran = run();
        self.db.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).map_err(wrong)?;
        ran.map_err(wrong)
    }

    /// Runs a query with values and hands over its rows.
    pub(crate) fn rows(
        &self,
        sql: &str,
        values: &[Cell],
        take: &mut dyn FnMut(&[Cell]) -> bool,
    ) -> Result<()> {
        hand_over(&mut self.db.prepare(sql)?, values, take)
    }
}

fn hand_over(
    statement: &mut Statement<'_>,
    values: &[Cell],
    take: &mut dyn FnMut(&[Cell]) -> bool,
) -> Result<()> {
    let n = statement.column_count();
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let cells: Vec<Cell> = (0..n).map(|at| row.get_ref(at).map(cell)).collect::<Result<_>>()?;
        if !take(&cells) {
            break;
        }
    }
    Ok(())
}

fn only_reads(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Read { table_name: "reply", .. } => Authorization::Deny,
        AuthAction::Read { .. }
        | AuthAction::Select
        | AuthAction::Function { .. }
        | AuthAction::Recursive => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Missing,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(bytes) => Cell::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Cell::Text(crate::chain::hex(bytes)),
    }
}

impl rusqlite::ToSql for Cell {
    fn to_sql(&self) -> Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Self::Missing => rusqlite::types::Null.to_sql(),
            Self::Integer(number) => number.to_sql(),
            Self::Real(number) => number.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}
