//! When: the time expressions of a text, resolved against the day of publication, or, where the
//! words say so ("the next day"), against the time that the text told last.
//!
//! Expressions are read left to right, the longest pattern first. What stands for a day, week,
//! month or year becomes an interval of dates; an open count ("recent days", "the coming weeks")
//! is bounded by the day of publication alone; what only says "long", "before" or "so far" keeps
//! its words and gets [`Precision::Unknown`] without dates, so that no event is dated by it.
//! A bare weekday, month or day of the year lies before the publication unless the governing verb
//! speaks of the future.

mod calendar;
mod clock;
mod feast;
mod range;
mod relative;
mod share;
mod told;
mod vocabulary;

use crate::when::clock::Clock;
use crate::when::told::Told;
use jiff::civil::Date;
use std::ops::Range;
use whimbrel_text::{Sentence, Span, Token};

/// How exact a date is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the week (or a week end).
    Week,
    /// To the month (or a third of it, or a season).
    Month,
    /// To the year or coarser.
    Year,
    /// Not known: the words give no bounds.
    #[default]
    Unknown,
}

/// A time expression of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMention {
    /// Its tokens, without a preposition that only links ("on", "in"), with one that bounds
    /// ("since", "until", "for").
    pub tokens: Range<usize>,
    /// Its place: code points from the start of the text.
    pub span: Span,
    /// Its words as they stand in the text.
    pub text: String,
    /// First day; `None` where unknown or without a day of publication.
    pub start: Option<Date>,
    /// Last day, the same as `start` for a single day.
    pub end: Option<Date>,
    /// How exact `start` and `end` are; [`Precision::Unknown`] where both are absent.
    pub precision: Precision,
    /// Whether it lies before the publication (`Some(true)`), after it (`Some(false)`), or cannot
    /// be told apart from it.
    pub past: Option<bool>,
}

/// A stretch of days with its precision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Interval {
    start: Option<Date>,
    end: Option<Date>,
    precision: Precision,
    past: Option<bool>,
}

impl Interval {
    /// Words that say when, but give no bounds.
    const fn vague(past: Option<bool>) -> Self {
        Self { start: None, end: None, precision: Precision::Unknown, past }
    }

    /// The days from `bounds.0` to `bounds.1`, or no dates where they are not known.
    fn of(bounds: Option<(Date, Date)>, precision: Precision) -> Self {
        Self { start: bounds.map(|b| b.0), end: bounds.map(|b| b.1), precision, past: None }
    }

    fn day(day: Option<Date>) -> Self {
        Self { start: day, end: day, precision: Precision::Day, past: None }
    }

    const fn with_past(self, past: Option<bool>) -> Self {
        Self { past, ..self }
    }
}

/// A pattern found: one past its last token, and what it means.
type Reading = (usize, Interval);

/// Returns the time expressions of each sentence of a text in order; they do not overlap.
///
/// Without `published`, only dates with a year are resolved, and what is told from them; the others
/// keep their words.
#[must_use]
pub fn times(sentences: &[Sentence], published: Option<Date>) -> Vec<Vec<TimeMention>> {
    let mut told = Told::default();
    let mut all = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        told.begin_sentence();
        let mut clock = Clock::new(sentence, published, told);
        all.push(in_sentence(&mut clock));
        told = clock.told;
    }
    all
}

fn in_sentence(clock: &mut Clock<'_>) -> Vec<TimeMention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < clock.sentence.tokens.len() {
        match read_at(clock, at) {
            Some((end, interval)) => {
                found.push(mention(clock, at..end, interval));
                clock.told.take(&interval, clock.published);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Reads the longest expression that begins at `at`.
fn read_at(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    range::read(clock, at).or_else(|| read_point(clock, at))
}

/// Reads a single expression, one without a bound before it.
fn read_point(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    calendar::read(clock, at).or_else(|| relative::read(clock, at))
}

fn mention(clock: &Clock<'_>, tokens: Range<usize>, interval: Interval) -> TimeMention {
    let sentence = clock.sentence;
    let is_dated = interval.start.is_some() || interval.end.is_some();
    let spans = sentence.tokens[tokens.clone()].iter().map(|t: &Token| t.span);
    TimeMention {
        span: spans.reduce(Span::cover).unwrap_or_default(),
        text: sentence.words(tokens.clone()).trim_end().to_owned(),
        tokens,
        start: interval.start,
        end: interval.end.filter(|end| interval.start.is_none_or(|start| start <= *end)),
        precision: if is_dated { interval.precision } else { Precision::Unknown },
        past: interval.past.or_else(|| clock.is_past(&interval)),
    }
}

#[cfg(test)]
mod tests;

/// Returns whether a word names a month beside a number: "May 3", "Dec. 2018", "12 March".
pub(crate) fn is_dated_month(before: Option<&str>, word: &str, after: Option<&str>) -> bool {
    let begins_with_digit = |near: Option<&str>| {
        near.is_some_and(|near| near.starts_with(|c: char| c.is_ascii_digit()))
    };
    vocabulary::month(&word.to_lowercase()).is_some()
        && (begins_with_digit(before) || begins_with_digit(after))
}

/// Returns whether a word names a day of the week or a month.
pub(crate) fn is_calendar_word(word: &str) -> bool {
    const WORDS: [&str; 18] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "nov.",
    ];
    WORDS.contains(&word.to_lowercase().as_str())
}
