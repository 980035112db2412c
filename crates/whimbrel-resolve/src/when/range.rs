//! Times with a bound: "since 2014", "by Monday", "from March to May", "5-7 March", "for two days".

use super::calendar::{resolve_day, year_at};
use super::clock::{Clock, shift};
use super::relative::{quantity, stretch_of};
use super::vocabulary::{self, Unit};
use super::{Interval, Reading, calendar, read_point};
use jiff::civil::Date;

/// Reads an expression with a bound that begins at `at`.
pub(super) fn read(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    two_points(clock, at)
        .or_else(|| days_of_month(clock, at))
        .or_else(|| two_years(clock, at))
        .or_else(|| bounded(clock, at))
        .or_else(|| until_now(clock, at))
        .or_else(|| duration(clock, at))
}

/// A point after a bounding word; years need no further sign.
fn point(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let the = at + usize::from(clock.word(at) == "the");
    read_point(clock, at)
        .or_else(|| read_point(clock, the))
        .or_else(|| year_at(clock, at).filter(|_| !counts_noun(clock, at)))
}

/// Whether a number counts what follows: "from 2000 people".
fn counts_noun(clock: &Clock<'_>, at: usize) -> bool {
    clock
        .sentence
        .tokens
        .get(at)
        .is_some_and(|token| token.rel() == "nummod" && token.head == Some(at + 1))
}

/// "from Monday to Wednesday", "between 2014 and 2016".
fn two_points(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let links: &[&str] = match clock.word(at) {
        "from" => &["to", "until", "till", "through", "-", "–"],
        "between" => &["and"],
        _ => return None,
    };
    if let Some(days) = days_of_month(clock, at + 1) {
        return Some(days);
    }
    let (link, first) = point(clock, at + 1)?;
    if !links.contains(&clock.word(link)) {
        return (clock.word(at) == "from").then(|| (link, since(clock, first)));
    }
    let (end, second) = point(clock, link + 1)?;
    let first = with_year_of(clock, at + 1, link, end).unwrap_or(first);
    Some((end, in_order(clock, at + 1, first, second)))
}

/// The first point, before `link`, in the year that only the second, before `end`, names.
fn with_year_of(clock: &Clock<'_>, at: usize, link: usize, end: usize) -> Option<Interval> {
    let year = vocabulary::year(clock.word(end - 1))?;
    if vocabulary::year(clock.word(link - 1)).is_some() {
        return None;
    }
    clock.shared_year.set(Some(year));
    let first = point(clock, at);
    clock.shared_year.set(None);
    first.map(|(_, first)| first)
}

/// From the first to the second; of names that come again each week or year, those that follow each
/// other, next to the publication.
fn in_order(clock: &Clock<'_>, at: usize, first: Interval, second: Interval) -> Interval {
    if first.start.zip(second.end).is_none_or(|(start, end)| start <= end) {
        return cover(first, second);
    }
    let is_weekly = calendar::weekday_at(clock, at).is_some();
    let unit = if is_weekly { Unit::Week } else { Unit::Year };
    let moved = |day: Option<Date>, count| day.and_then(|day| shift(day, unit, count));
    if clock.is_ahead(at) && clock.shared_year.get().is_none() {
        return cover(first, Interval { end: moved(second.end, 1), ..second });
    }
    cover(Interval { start: moved(first.start, -1), ..first }, second)
}

fn cover(first: Interval, second: Interval) -> Interval {
    Interval {
        start: first.start,
        end: second.end,
        precision: first.precision.max(second.precision),
        past: None,
    }
}

/// "5-7 March", "5 to 7 March 2021", "March 5-7".
fn days_of_month(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let is_link = |word: &str| matches!(word, "-" | "–" | "to" | "and");
    if let Some((first, second)) = joined(clock.word(at)) {
        let month = calendar::day_then_month(clock, at + 1, second)?;
        return days(clock, at, first, &month);
    }
    if let Some(first) = vocabulary::day_of_month(clock.word(at))
        && is_link(clock.word(at + 1))
        && vocabulary::day_of_month(clock.word(at + 2)).is_some()
    {
        let written = calendar::written_day(clock, at + 2)?;
        return days(clock, at, first, &written);
    }
    calendar::month_at(clock, at)?;
    if let Some((first, second)) = joined(clock.word(at + 1)) {
        let written = calendar::month_then_day(clock, at, at + 2, second)?;
        return days(clock, at, first, &written);
    }
    let first = vocabulary::day_of_month(clock.word(at + 1))?;
    let second = vocabulary::day_of_month(clock.word(at + 3)).filter(|second| *second > first)?;
    if !is_link(clock.word(at + 2)) || calendar::month_at(clock, at + 4).is_some() {
        return None;
    }
    let written = calendar::month_then_day(clock, at, at + 4, second)?;
    days(clock, at, first, &written)
}

/// "5-7" as one token.
fn joined(word: &str) -> Option<(i8, i8)> {
    let (first, second) = word.split_once(['-', '–'])?;
    let (first, second) = (vocabulary::day_of_month(first)?, vocabulary::day_of_month(second)?);
    (first < second).then_some((first, second))
}

fn days(clock: &Clock<'_>, at: usize, first: i8, last: &calendar::Written) -> Option<Reading> {
    let end = resolve_day(clock, at, last);
    let start = end.and_then(|end| end.with().day(first).build().ok());
    Some((last.end, Interval { start, end, ..Interval::day(end) }))
}

/// "2014-2016", "2014–16" as one token or three.
fn two_years(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let word = clock.word(at);
    let (first, second, end) = if let Some((first, second)) = word.split_once(['-', '–']) {
        (first, second, at + 1)
    } else if matches!(clock.word(at + 1), "-" | "–") {
        (word, clock.word(at + 2), at + 3)
    } else {
        return None;
    };
    let first = vocabulary::year(first)?;
    let short = || second.parse::<i16>().ok().filter(|_| second.len() == 2);
    let century = first - first.rem_euclid(100);
    let second = vocabulary::year(second).or_else(|| short().map(|s| century + s))?;
    (second > first)
        .then(|| (end, cover(calendar::whole_year(first), calendar::whole_year(second))))
}

/// "since", "until", "by", "before", "after" with a point.
fn bounded(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let word = clock.word(at);
    let ever = usize::from(word == "ever" && clock.word(at + 1) == "since");
    let bound = clock.word(at + ever);
    if !matches!(bound, "since" | "until" | "till" | "by" | "before" | "after") {
        return None;
    }
    let (end, interval) = point(clock, at + ever + 1)?;
    let before = Interval { start: None, end: interval.end, ..interval };
    Some((
        end,
        match bound {
            "since" => since(clock, interval),
            "until" | "till" | "by" => before,
            "before" => Interval { end: interval.start, past: interval.past, ..before },
            _ => Interval { start: interval.end, end: None, ..interval },
        },
    ))
}

/// From the beginning of an interval until now.
fn since(clock: &Clock<'_>, from: Interval) -> Interval {
    let end = clock.published.filter(|now| from.start.is_some_and(|start| start <= *now));
    Interval { end, past: None, ..from }
}

/// "they have been waiting for two weeks": from then until now.
fn until_now(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let (end, count) = quantity(clock, at + 1).filter(|_| clock.word(at) == "for")?;
    let unit = vocabulary::unit(clock.word(end)).filter(|unit| *unit != Unit::Moment)?;
    let count = count.filter(|_| clock.is_going_on(end))?;
    Some((end + 1, stretch_of(clock, unit, count, false)))
}

/// "for more than 20 years", "for decades": how long, not when.
fn duration(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    if !matches!(clock.word(at), "for" | "after" | "over") {
        return None;
    }
    let farthest = at + 7;
    let unit = (at + 1..farthest).find(|&i| vocabulary::unit(clock.word(i)).is_some())?;
    if clock.word(at) != "for" && unit == at + 1 {
        return None;
    }
    let measures = |i: usize| {
        let word = clock.word(i);
        let counts = vocabulary::number(word).is_some();
        counts
            || matches!(
                word,
                "more"
                    | "than"
                    | "over"
                    | "at"
                    | "least"
                    | "about"
                    | "nearly"
                    | "almost"
                    | "up"
                    | "to"
                    | "a"
                    | "an"
                    | "few"
                    | "several"
                    | "many"
                    | "some"
                    | "around"
                    | "just"
                    | "whole"
                    | "entire"
                    | "-"
                    | "and"
                    | "half"
                    | "couple"
                    | "of"
                    | "hundreds"
                    | "dozens"
                    | "long"
                    | "consecutive"
                    | "straight"
            )
    };
    (at + 1..unit).all(measures).then(|| (unit + 1, Interval::vague(None)))
}
