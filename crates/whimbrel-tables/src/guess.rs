//! Guesses the schema of rows whose kinds nobody declared: the results of a query.

use crate::{Column, Error, Kind, Schema, Value};

/// What the values of each column have in common. A query's rows are looked at first, then written:
///
/// ```
/// use whimbrel_tables::{Guess, Kind, Value};
/// let mut guess = Guess::new(["event", "n"]);
/// guess.row(&["ASSAULT".into(), 3.into()]);
/// guess.row(&["AID".into(), 1.5.into()]);
/// let schema = guess.schema("query", 1)?;
/// assert_eq!(schema.columns()[1].kind, Kind::Float);
/// # Ok::<(), whimbrel_tables::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Guess {
    columns: Vec<(String, Option<Kind>)>,
}

impl Guess {
    /// Begins with the columns' names. A name that stands twice gets a number (`n`, `n_2`).
    #[must_use]
    pub fn new<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        let mut columns: Vec<(String, Option<Kind>)> = Vec::new();
        for name in names {
            let name = name.into();
            let is_taken = |name: &str| columns.iter().any(|(taken, _)| taken == name);
            let numbered = (2..).map(|nth| format!("{name}_{nth}"));
            let mut candidates = std::iter::once(name.clone()).chain(numbered);
            let free = candidates.find(|name| !is_taken(name)).expect("there is always a number");
            columns.push((free, None));
        }
        Self { columns }
    }

    /// Takes notice of a row.
    pub fn row(&mut self, row: &[Value<'_>]) {
        for ((_, kind), value) in self.columns.iter_mut().zip(row) {
            *kind = match (*kind, own_kind(value)) {
                (before, None) => before,
                (None, own) => own,
                (Some(before), Some(own)) => Some(common(before, own)),
            };
        }
    }

    /// Returns the schema that holds all rows seen, by way of [`Value::into_kind`]. Every column may
    /// miss values; a column without any is text.
    ///
    /// # Errors
    /// Where there is no column.
    pub fn schema(&self, name: &str, version: u32) -> Result<Schema, Error> {
        let column = |(name, kind): &(String, Option<Kind>)| {
            Column::new(name, kind.unwrap_or(Kind::Text), "column of the query").nullable()
        };
        Schema::new(name, version, self.columns.iter().map(column).collect())
    }
}

const fn own_kind(value: &Value<'_>) -> Option<Kind> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => Kind::Bool,
        Value::Int(_) => Kind::Int64,
        Value::Float(_) => Kind::Float,
        Value::Text(_) => Kind::Text,
        Value::Date(_) => Kind::Date,
        Value::Time(_) => Kind::Time,
        Value::Texts(_) => Kind::Texts,
        Value::Ints(_) => Kind::Ints,
        Value::Floats(_) => Kind::Floats,
    })
}

fn common(one: Kind, other: Kind) -> Kind {
    match (one, other) {
        _ if one == other => one,
        (Kind::Int64, Kind::Float) | (Kind::Float, Kind::Int64) => Kind::Float,
        _ => Kind::Text,
    }
}

impl Value<'_> {
    /// Returns the value as one of this kind: text where text is wanted (numbers, days and lists as
    /// they are written in JSON), floating point for whole numbers; others as they are.
    #[must_use]
    pub fn into_kind(self, kind: Kind) -> Self {
        match (self, kind) {
            (Self::Int(value), Kind::Float) => Self::Float(value as f64),
            (value @ (Self::Null | Self::Text(_)), _) => value,
            (Self::Date(day), Kind::Text | Kind::Code) => day.to_string().into(),
            (Self::Time(time), Kind::Text | Kind::Code) => time.to_string().into(),
            (value, Kind::Text | Kind::Code) => {
                serde_json::to_string(&value).expect("a value is plain data").into()
            }
            (value, _) => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_mixed_kinds_become_text() {
        let mut guess = Guess::new(["a", "a", "b"]);
        guess.row(&[1.into(), Value::Null, Value::Null]);
        guess.row(&["x".into(), 2.into(), Value::Null]);
        let schema = guess.schema("query", 1).unwrap();
        let found: Vec<_> = schema.columns().iter().map(|c| (c.name.as_str(), c.kind)).collect();
        assert_eq!(found, [("a", Kind::Text), ("a_2", Kind::Int64), ("b", Kind::Text)]);
        assert_eq!(Value::Int(1).into_kind(Kind::Text), "1".into());
    }

    #[test]
    fn every_value_suits_the_column_that_was_guessed_for_it() {
        let rows = [[Value::Int(1 << 60)], [Value::Float(0.5)], [Value::Null]];
        let mut guess = Guess::new(["n"]);
        rows.iter().for_each(|row| guess.row(row));
        let schema = guess.schema("query", 1).unwrap();
        let column = &schema.columns()[0];
        for [value] in rows {
            assert_eq!(value.into_kind(column.kind).fault(column), None);
        }
    }
}
