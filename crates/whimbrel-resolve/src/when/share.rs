//! Shares of a year or another whole: "the third quarter", "the first half of 2023", "the last two
//! weeks of May", "early March", "the end of the month".

use super::calendar::{self, Year, in_year_within, month, season_from, year_after, year_at};
use super::clock::{Clock, precision_of, shift};
use super::vocabulary::{self, Unit};
use super::{Interval, Precision, Reading};
use jiff::civil::Date;

/// A quarter without its year is one of the last four, also beside the present.
const QUARTERS_DAYS: i32 = 366;

/// Reads a share that begins at `at`.
pub(super) fn read(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    third_of(clock, at)
        .or_else(|| quarter(clock, at))
        .or_else(|| half(clock, at))
        .or_else(|| edge(clock, at))
}

/// "early March", "mid-2021", "late last month", "the end of 2019", "the start of the year".
fn third_of(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let the = at + usize::from(clock.word(at) == "the");
    let (third, of) = third(clock, the)?;
    let (end, interval) = if let Some(rest) = clock.word(the).strip_prefix("mid-") {
        calendar::hyphened(clock, the, rest)?
    } else {
        a_whole(clock, of)?
    };
    Some((end, cut(interval, third)))
}

/// Which third of the whole the words mean (0 to 2), and where the whole begins.
fn third(clock: &Clock<'_>, at: usize) -> Option<(i32, usize)> {
    let of = |at: usize| (clock.word(at) == "of").then_some(at + 1);
    Some(match clock.word(at) {
        "early" => (0, at + 1),
        "late" => (2, at + 1),
        "mid" if matches!(clock.word(at + 1), "-" | "–") => (1, at + 2),
        "mid" => (1, at + 1),
        word if word.starts_with("mid-") => (1, at),
        "beginning" | "start" => (0, of(at + 1)?),
        "middle" => (1, of(at + 1)?),
        "end" => (2, of(at + 1)?),
        _ => return None,
    })
}

/// A week, month, year or decade that is named: "May", "2019", "last year", "the month", "the 1990s".
fn a_whole(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let the = at + usize::from(clock.word(at) == "the");
    month(clock, at)
        .or_else(|| super::relative::unit_near(clock, at))
        .or_else(|| year_at(clock, at))
        .or_else(|| calendar::decade(clock, the))
        .or_else(|| present_unit(clock, the).filter(|_| the > at))
}

/// "[the] month", "[the] year": the present one.
fn present_unit(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let word = clock.word(at);
    let unit = vocabulary::unit(word).filter(|unit| !matches!(unit, Unit::Moment | Unit::Day))?;
    (!word.ends_with('s')).then(|| (at + 1, clock.away(unit, 0)))
}

/// Cuts an interval down to one of its thirds: of a week in days, of a month in days with ten each,
/// of a year in months, of a decade in years.
fn cut(interval: Interval, third: i32) -> Interval {
    let (Some(start), Some(end)) = (interval.start, interval.end) else { return interval };
    let days = (end - start).get_days();
    let (unit, steps, precision) = match interval.precision {
        Precision::Year if days > 366 => (Unit::Year, [0, 4, 7], Precision::Year),
        Precision::Year => (Unit::Month, [0, 4, 8], Precision::Month),
        Precision::Week => (Unit::Day, [0, 2, 4], Precision::Week),
        other => (Unit::Day, [0, 10, 20], other),
    };
    let step = |third: i32| shift(start, unit, *steps.get(usize::try_from(third).ok()?)?);
    let last = match step(third + 1) {
        Some(next) => next.yesterday().ok(),
        None => Some(end),
    };
    Interval::of(step(third).zip(last).or(Some((start, end))), precision)
}

/// "the third quarter [of 2008]", "Q3 2021", "last quarter".
fn quarter(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let the = at + usize::from(clock.word(at) == "the");
    let word = clock.word(the);
    let short = word.strip_prefix('q').and_then(vocabulary::number);
    let (end, nth) = match short {
        Some(nth) => (the + 1, Some(nth)),
        None if clock.word(the + 1) == "quarter" => (the + 2, ordinal(word)),
        None => return None,
    };
    let (with_year, said) = year_after(clock, end);
    let end = if said.is_said() { with_year } else { end };
    let first = match (nth, word) {
        (Some(nth), _) => nth_quarter(clock, at, nth, said)?,
        (None, "last" | "final") if said.is_said() => nth_quarter(clock, at, 4, said)?,
        (None, "last") => quarter_from_now(clock, -1),
        (None, "this" | "current") => quarter_from_now(clock, 0),
        (None, "next") => quarter_from_now(clock, 1),
        _ => return None,
    };
    Some((end, Interval::of(season_from(first), Precision::Month)))
}

fn nth_quarter(clock: &Clock<'_>, at: usize, nth: i32, year: Year) -> Option<Option<Date>> {
    let month = i8::try_from(nth).ok().filter(|nth| (1..=4).contains(nth))? * 3 - 2;
    let first = |year| Date::new(year, month, 1).ok();
    Some(in_year_within(clock, at, year, QUARTERS_DAYS, first))
}

fn quarter_from_now(clock: &Clock<'_>, quarters: i32) -> Option<Date> {
    let now = clock.published?;
    let into = i32::from((now.month() - 1) % 3);
    shift(now.first_of_month(), Unit::Month, quarters * 3 - into)
}

fn ordinal(word: &str) -> Option<i32> {
    const NAMES: [&str; 4] = ["first", "second", "third", "fourth"];
    NAMES.iter().zip(1..).find_map(|(name, nth)| (*name == word).then_some(nth))
}

/// "the first half of 2023"; a half without its year is one of a match.
fn half(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let the = at + usize::from(clock.word(at) == "the");
    let nth = ordinal(clock.word(the)).filter(|nth| *nth <= 2)?;
    let (end, said) = year_after(clock, the + 2);
    if clock.word(the + 1) != "half" || !said.is_said() {
        return None;
    }
    let first = said.known().and_then(|year| Date::new(year, 1, 1).ok());
    let start = first.and_then(|first| shift(first, Unit::Month, (nth - 1) * 6));
    let last = start.and_then(|start| shift(start, Unit::Month, 5)).map(Date::last_of_month);
    Some((end, Interval::of(start.zip(last), Precision::Month)))
}

/// "the first three months of the year", "the last two weeks of May", "the last day of 2018".
fn edge(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let the = at + usize::from(clock.word(at) == "the");
    let is_first = match clock.word(the) {
        "first" => true,
        "last" | "final" => false,
        _ => return None,
    };
    let (noun, count) = super::relative::quantity(clock, the + 1).unwrap_or((the + 1, Some(1)));
    let unit = vocabulary::unit(clock.word(noun)).filter(|_| clock.word(noun + 1) == "of")?;
    let (end, of) = a_whole(clock, noun + 2)?;
    let bounds = of.start.zip(of.end).zip(count).and_then(|((start, end), count)| {
        let count = count.min(10_000);
        Some(if is_first {
            (start, shift(start, unit, count)?.yesterday().ok()?.min(end))
        } else {
            (shift(end.tomorrow().ok()?, unit, -count)?.max(start), end)
        })
    });
    let bounds = bounds.filter(|(start, end)| start <= end);
    Some((end, Interval::of(bounds, precision_of(unit))))
}
