//! When: the time expressions of a sentence, resolved against the day of publication.

use jiff::civil::{Date, Weekday};
use jiff::ToSpan;
use std::ops::Range;
use whimbrel_text::{Sentence, Span};

/// How exact a date is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the week.
    Week,
    /// To the month.
    Month,
    /// To the year.
    Year,
    /// Not known.
    #[default]
    Unknown,
}

/// A time expression of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its place.
    pub span: Span,
    /// Its words.
    pub text: String,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// How exact it is.
    pub precision: Precision,
}

/// Returns the time expressions of a sentence.
#[must_use]
pub fn times(sentence: &Sentence, published: Option<Date>) -> Vec<TimeMention> {
    let mut out = Vec::new();
    for (at, token) in sentence.tokens.iter().enumerate() {
        let lower = token.form.to_lowercase();
        let day = match lower.as_str() {
            "monday" => Some(Weekday::Monday), "tuesday" => Some(Weekday::Tuesday), "wednesday" => Some(Weekday::Wednesday),
            "thursday" => Some(Weekday::Thursday), "friday" => Some(Weekday::Friday), "saturday" => Some(Weekday::Saturday), "sunday" => Some(Weekday::Sunday), _ => None,
        };
        let date = match (day, published) {
            (Some(day), Some(p)) => (0..7).find_map(|n| p.checked_sub(n.days()).ok().filter(|d| d.weekday() == day)),
            (None, Some(p)) if lower == "yesterday" => p.checked_sub(1.day()).ok(),
            (None, Some(p)) if lower == "today" => Some(p),
            _ => None,
        };
        let vague = matches!(lower.as_str(), "earlier" | "previously" | "ago" | "years" | "decades" | "always" | "ever");
        if date.is_some() || vague || day.is_some() {
            out.push(TimeMention { tokens: at..at + 1, span: token.span, text: token.form.to_string(), start: date, end: date, precision: if date.is_some() { Precision::Day } else { Precision::Unknown } });
        }
    }
    out
}
