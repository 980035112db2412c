//! One cell of a table.

use crate::{Column, Kind};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// A cell. Items of lists may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value<'a> {
    /// Missing.
    #[default]
    Null,
    /// For [`Kind::Bool`].
    Bool(bool),
    /// For [`Kind::Int32`] and [`Kind::Int64`]; also for [`Kind::Float`] where exact.
    Int(i64),
    /// For [`Kind::Float`].
    Float(f64),
    /// For [`Kind::Text`] and [`Kind::Code`].
    Text(Cow<'a, str>),
    /// For [`Kind::Date`].
    Date(Date),
    /// For [`Kind::Time`]; what is finer than a microsecond is cut.
    Time(Timestamp),
    /// For [`Kind::Texts`] and [`Kind::Codes`].
    Texts(Vec<Option<Cow<'a, str>>>),
    /// For [`Kind::Ints`].
    Ints(Vec<Option<i64>>),
    /// For [`Kind::Floats`].
    Floats(Vec<Option<f64>>),
}

/// The whole numbers that floating point of 64 bits holds one by one.
const EXACT: i64 = 1 << 53;

impl Value<'_> {
    /// Returns why the value cannot stand in `column`, or `None` where it can.
    #[must_use]
    pub fn fault(&self, column: &Column) -> Option<String> {
        let fits = match (self, column.kind) {
            (Self::Null, _) if column.nullable => true,
            (Self::Null, _) => return Some("a value is missing".to_owned()),
            (Self::Int(value), Kind::Int32) => {
                let fault = || format!("`{value}` does not fit 32 bits");
                return i32::try_from(*value).is_err().then(fault);
            }
            (Self::Int(value), Kind::Float) => {
                let fault = || format!("`{value}` is not exact as floating point");
                return (!(-EXACT..=EXACT).contains(value)).then(fault);
            }
            (Self::Bool(_), kind) => kind == Kind::Bool,
            (Self::Int(_), kind) => kind == Kind::Int64,
            (Self::Float(_), kind) => kind == Kind::Float,
            (Self::Text(_), kind) => matches!(kind, Kind::Text | Kind::Code),
            (Self::Date(_), kind) => kind == Kind::Date,
            (Self::Time(_), kind) => kind == Kind::Time,
            (Self::Texts(_), kind) => matches!(kind, Kind::Texts | Kind::Codes),
            (Self::Ints(_), kind) => kind == Kind::Ints,
            (Self::Floats(_), kind) => kind == Kind::Floats,
        };
        let fault = || format!("{} where {} is expected", self.what(), column.kind.name());
        (!fits).then(fault)
    }

    /// Returns about how many bytes the value takes while it waits for its row group.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Text(text) => text.len() + 8,
            Self::Texts(items) => {
                items.iter().map(|item| item.as_ref().map_or(0, |text| text.len()) + 12).sum()
            }
            Self::Ints(items) => items.len() * 12,
            Self::Floats(items) => items.len() * 12,
            _ => 8,
        }
    }

    const fn what(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Int(_) => "a whole number",
            Self::Float(_) => "a floating-point number",
            Self::Text(_) => "text",
            Self::Date(_) => "a date",
            Self::Time(_) => "a point in time",
            Self::Texts(_) => "a list of text",
            Self::Ints(_) => "a list of whole numbers",
            Self::Floats(_) => "a list of numbers",
        }
    }
}

/// In JSON, dates and times are text (ISO 8601), and numbers that JSON lacks are `null`.
impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => value.serialize(serializer),
            Self::Int(value) => value.serialize(serializer),
            Self::Float(value) => value.serialize(serializer),
            Self::Text(text) => text.serialize(serializer),
            Self::Date(day) => serializer.collect_str(day),
            Self::Time(time) => serializer.collect_str(time),
            Self::Texts(items) => items.serialize(serializer),
            Self::Ints(items) => items.serialize(serializer),
            Self::Floats(items) => items.serialize(serializer),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i32> for Value<'_> {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<f64> for Value<'_> {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<Date> for Value<'_> {
    fn from(day: Date) -> Self {
        Self::Date(day)
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(time: Timestamp) -> Self {
        Self::Time(time)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(value: Value<'_>, kind: Kind) -> Option<String> {
        value.fault(&Column::new("c", kind, ""))
    }

    #[test]
    fn a_value_of_another_kind_is_named() {
        assert_eq!(fault("010".into(), Kind::Code), None);
        assert_eq!(
            fault(10.into(), Kind::Code).as_deref(),
            Some("a whole number where dictionary<string> is expected")
        );
    }

    #[test]
    fn whole_numbers_that_do_not_fit_are_named() {
        assert_eq!(fault(7.into(), Kind::Float), None);
        let large = i64::from(i32::MAX) + 1;
        assert_eq!(
            fault(large.into(), Kind::Int32).as_deref(),
            Some("`2147483648` does not fit 32 bits")
        );
        assert!(fault(i64::MAX.into(), Kind::Float).is_some());
    }

    #[test]
    fn only_a_nullable_column_may_miss_a_value() {
        assert!(fault(Value::Null, Kind::Text).is_some());
        assert_eq!(Value::Null.fault(&Column::new("c", Kind::Text, "").nullable()), None);
    }

    #[test]
    fn numbers_that_json_lacks_become_null() {
        assert_eq!(serde_json::to_string(&Value::Float(f64::NAN)).unwrap(), "null");
    }
}
