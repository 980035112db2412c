//! Times told from the event before: "the next day", "two weeks later", "that year", and those told
//! beside a named day: "the eve of Christmas", "two days after 5 March".

use super::calendar::{month_at, weekday_at};
use super::clock::{Clock, precision_of, shift, whole};
use super::relative::quantity;
use super::vocabulary::{self, Unit};
use super::{Interval, Reading, read_point};
use jiff::civil::Date;

/// The times that the text told last, as far as they still count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    /// What is over, and the sentence that told it.
    over: Option<(Interval, usize)>,
    /// What is to come.
    ahead: Option<(Interval, usize)>,
    /// Sentences begun.
    sentence: usize,
}

impl Told {
    /// Sentences after which "the next day" points to nothing any more: two or three paragraphs.
    const MEMORY: usize = 8;

    /// Begins the next sentence.
    pub(super) const fn begin_sentence(&mut self) {
        self.sentence += 1;
    }

    /// Takes in a time just read; stretches from or until now tell no event's day.
    pub(super) fn take(&mut self, interval: &Interval, now: Option<Date>) {
        let (Some(start), Some(end)) = (interval.start, interval.end) else { return };
        let told = Some((*interval, self.sentence));
        if now.is_some_and(|now| start > now) {
            self.ahead = told;
        } else if start == end || (now != Some(start) && now != Some(end)) {
            self.over = told;
        }
    }
}

/// Returns the time that an expression at `at` is told from, if one was told not long ago: beside a
/// future verb the last one to come, beside a past one the last that is over, else the last of all.
pub(super) fn last(clock: &Clock<'_>, at: usize) -> Option<Interval> {
    let Told { over, ahead, sentence } = clock.told;
    let fresh = |told: Option<(Interval, usize)>| {
        told.filter(|(_, of)| sentence.saturating_sub(*of) <= Told::MEMORY)
    };
    let (over, ahead) = (fresh(over), fresh(ahead));
    let chosen = if clock.is_ahead(at) {
        ahead.or(over)
    } else if clock.is_narrated(at) {
        over
    } else {
        [over, ahead].into_iter().flatten().max_by_key(|(_, of)| *of)
    };
    chosen.map(|(interval, _)| interval)
}

/// Reads an expression told from another time that begins at `at`.
pub(super) fn read(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    counted(clock, at).or_else(|| other_unit(clock, at)).or_else(|| beside(clock, at))
}

/// "two days later", "a week earlier", "hours later"; "two days after Christmas".
fn counted(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let counts = quantity(clock, at);
    let (end, count) = counts.unwrap_or((at, None));
    let unit = vocabulary::unit(clock.word(end))?;
    let (sign, links) = match clock.word(end + 1) {
        "earlier" => (-1, false),
        "before" => (-1, true),
        "later" | "afterwards" => (1, false),
        "after" => (1, true),
        _ => return None,
    };
    if counts.is_none() && (links || !clock.word(end).ends_with('s')) {
        return None;
    }
    let (end, from) = from_what(clock, end + 2, links);
    let count = if unit == Unit::Moment { Some(0) } else { count };
    let interval = from.zip(count).and_then(|(from, count)| moved(&from, unit, sign * count));
    Some((end, interval.unwrap_or(Interval::vague(None))))
}

/// What a distance ending before `at` is counted from: after "before" and "after" the day named
/// there, or, where the phrase ends, what was told before.
fn from_what(clock: &Clock<'_>, at: usize, links: bool) -> (usize, Option<Interval>) {
    if links && clock.word(at) == "that" && clock.is_end_of_phrase(at + 1) {
        return (at + 1, last(clock, at));
    }
    if links && let Some((end, named)) = read_point(clock, at) {
        return (end, Some(named));
    }
    let goes_on = if links { !clock.is_end_of_phrase(at) } else { clock.word(at) == "than" };
    (at, last(clock, at.saturating_sub(1)).filter(|_| !goes_on))
}

/// Returns the unit so many away from an interval, if that is not coarser than the unit.
fn moved(from: &Interval, unit: Unit, count: i32) -> Option<Interval> {
    let precision = precision_of(unit);
    if from.precision > precision {
        return None;
    }
    let base = if count < 0 { from.start } else { from.end }?;
    let (unit, count) = vocabulary::in_years(unit, count.clamp(-10_000, 10_000));
    let day = shift(base, unit, count)?;
    Some(Interval::of(Some(whole(day, unit)), precision))
}

/// "the next day", "that week", "the same month", "the following Tuesday", "the previous evening".
fn other_unit(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let off = |word: &str| match word {
        "next" | "following" => Some(1),
        "previous" | "preceding" => Some(-1),
        "same" => Some(0),
        _ => None,
    };
    let (noun, count) = match (clock.word(at), off(clock.word(at + 1))) {
        ("the", Some(count)) => (at + 2, count),
        ("that", Some(0)) => (at + 2, 0),
        ("that", None) => (at + 1, 0),
        _ => return None,
    };
    let told = last(clock, at);
    let word = clock.word(noun);
    let interval = if vocabulary::is_part_of_day(word) {
        told.and_then(|told| moved(&told, Unit::Day, count))
    } else if let Some(unit) = vocabulary::unit(word) {
        let is_stretch_ahead = clock.word(at + 1) == "next" && unit != Unit::Day;
        if unit == Unit::Moment || word.ends_with('s') || (is_stretch_ahead && clock.is_ahead(at)) {
            return None;
        }
        told.and_then(|told| moved(&told, unit, count))
    } else {
        named(clock, noun, count)?
    };
    Some((noun + 1, interval.unwrap_or(Interval::vague(None))))
}

/// The weekday or month named at `at`, before, in or after what was told.
fn named(clock: &Clock<'_>, at: usize, count: i32) -> Option<Option<Interval>> {
    let told = last(clock, at);
    if let Some(weekday) = weekday_at(clock, at) {
        let day = told.and_then(|told| {
            let base = if count < 0 { told.start } else { told.end }?;
            if count == 0 && base.weekday() == weekday {
                return Some(base);
            }
            base.nth_weekday(if count < 0 { -1 } else { 1 }, weekday).ok()
        });
        return Some(day.map(|day| Interval::day(Some(day))));
    }
    let month = month_at(clock, at)?;
    let first = told.and_then(|told| {
        let base = if count < 0 { told.start } else { told.end }?;
        let this_year = base.with().day(1).month(month).build().ok()?;
        let years = match count {
            1 if month <= base.month() => 1,
            -1 if month >= base.month() => -1,
            _ => 0,
        };
        shift(this_year, Unit::Year, years)
    });
    Some(
        first.map(|first| Interval::of(Some(whole(first, Unit::Month)), precision_of(Unit::Month))),
    )
}

/// "the day before", "the year after the war", "the eve of Christmas".
fn beside(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let words = [0, 1, 2].map(|off| clock.word(at + off));
    let (unit, count) = match words {
        ["the", "eve", "of"] => (Unit::Day, -1),
        ["the", word @ ("day" | "night" | "week" | "month" | "year"), "before"] => {
            (vocabulary::unit(word)?, -1)
        }
        ["the", word @ ("day" | "week" | "month" | "year"), "after"] => {
            (vocabulary::unit(word)?, 1)
        }
        _ => return None,
    };
    let (end, from) = from_what(clock, at + 3, true);
    let interval = from.and_then(|from| moved(&from, unit, count));
    Some((end, interval.unwrap_or(Interval::vague(None))))
}
