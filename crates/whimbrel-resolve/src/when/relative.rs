//! Times told from the day of publication or from another event: "yesterday", "last week",
//! "two days ago", "the past three years", "so far".

use super::calendar::{self, season_from};
use super::clock::{Clock, precision_of, shift, whole};
use super::vocabulary::{self, Unit};
use super::{Interval, Precision, Reading, told};
use jiff::civil::Date;

/// Reads a relative expression that begins at `at`.
pub(super) fn read(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    deictic_day(clock, at)
        .or_else(|| unit_but_one(clock, at))
        .or_else(|| part_of_unit(clock, at))
        .or_else(|| unit_near(clock, at))
        .or_else(|| told::read(clock, at))
        .or_else(|| stretch(clock, at))
        .or_else(|| counted(clock, at))
        .or_else(|| ahead_by(clock, at))
        .or_else(|| weekend(clock, at))
        .or_else(|| adverb(clock, at))
}

fn today(clock: &Clock<'_>, days: i32) -> Interval {
    clock.away(Unit::Day, days)
}

/// "today", "yesterday morning", "the day before yesterday", "last night".
pub(super) fn deictic_day(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let words = [0, 1, 2, 3].map(|off| clock.word(at + off));
    let (end, days) = match words {
        ["the", "day", "before", "yesterday"] => (at + 4, -2),
        ["the", "day", "after", "tomorrow"] => (at + 4, 2),
        ["last", "night", ..] => (at + 2, -1),
        ["this", part, ..] if vocabulary::is_part_of_day(part) => (at + 2, 0),
        ["earlier" | "later", "today", ..] => (at + 2, 0),
        ["overnight", ..] => return Some((at + 1, overnight(clock))),
        ["today" | "tonight", ..] => (at + 1, 0),
        ["yesterday", ..] => (at + 1, -1),
        ["tomorrow", ..] => (at + 1, 1),
        ["earlier", "in" | "on", "the", "day"] | ["later", "in" | "on", "the", "day"] => {
            return Some((at + 4, Interval::vague(None)));
        }
        _ => return None,
    };
    let end = end + usize::from(vocabulary::is_part_of_day(clock.word(end)));
    Some((end, today(clock, days)))
}

/// The night before the day of publication: it begins on the day before.
fn overnight(clock: &Clock<'_>) -> Interval {
    let bounds = clock.published.and_then(|now| Some((now.yesterday().ok()?, now)));
    Interval::of(bounds, Precision::Day)
}

/// "the week after next", "the year before last".
fn unit_but_one(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let unit = vocabulary::unit(clock.word(at + 1)).filter(|_| clock.word(at) == "the")?;
    let off = match [clock.word(at + 2), clock.word(at + 3)] {
        ["after", "next"] => 2,
        ["before", "last"] => -2,
        _ => return None,
    };
    Some((at + 4, clock.away(unit, off)))
}

/// "earlier this week", "later this month", "earlier in the year", "late last week".
fn part_of_unit(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let earlier = match clock.word(at) {
        "earlier" => true,
        "later" => false,
        _ => return None,
    };
    let (end, interval) = unit_near(clock, at + 1).or_else(|| in_the_unit(clock, at + 1))?;
    let now = clock.published;
    let covers = interval
        .start
        .zip(interval.end)
        .zip(now)
        .is_some_and(|((start, end), now)| start <= now && now <= end);
    let interval = match (covers, earlier) {
        (true, true) => Interval { end: now, past: Some(true), ..interval },
        (true, false) => Interval { start: now, past: Some(false), ..interval },
        _ => interval,
    };
    Some((end, interval))
}

/// "in the week", "in the year": the present one.
fn in_the_unit(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let unit = vocabulary::unit(clock.word(at + 2))?;
    let matches = clock.word(at) == "in" && matches!(clock.word(at + 1), "the" | "this");
    matches.then(|| (at + 3, clock.away(unit, 0)))
}

/// "last week", "this month", "next Monday", "last March", "next summer", "this weekend".
pub(super) fn unit_near(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let off = match clock.word(at) {
        "last" => -1,
        "this" => 0,
        "next" | "coming" => 1,
        _ => return None,
    };
    let next = at + 1;
    if clock.before(at) == "the" && off == -1 && calendar::weekday_at(clock, next).is_none() {
        return None;
    }
    if clock.word(next) == "weekend" {
        return Some((next + 1, weekend_near(clock, off, at)));
    }
    if let Some(weekday) = calendar::weekday_at(clock, next) {
        let day = match off {
            0 => clock.nearest_weekday(weekday, clock.is_ahead(at)),
            off => clock.published.and_then(|day| day.nth_weekday(off, weekday).ok()),
        };
        let end = next + 1 + usize::from(vocabulary::is_part_of_day(clock.word(next + 1)));
        return Some((end, Interval::day(day)));
    }
    if let Some(month) = calendar::month_at(clock, next) {
        let bounds = named_months(clock, month, off).map(|first| whole(first, Unit::Month));
        return Some((next + 1, Interval::of(bounds, Precision::Month)));
    }
    if let Some(month) = vocabulary::season(clock.word(next)) {
        let bounds = season_from(named_months(clock, month, off));
        return Some((next + 1, Interval::of(bounds, Precision::Month)));
    }
    let is_singular = !clock.word(next).ends_with('s');
    let unit = vocabulary::unit(clock.word(next)).filter(|_| is_singular)?;
    Some((next + 1, clock.away(unit, off)))
}

/// The first day of the named month before the present one, in this year, or after it.
fn named_months(clock: &Clock<'_>, month: i8, off: i32) -> Option<Date> {
    let published = clock.published?;
    let this_year = Date::new(published.year(), month, 1).ok()?;
    let passed = this_year.last_of_month() < published;
    let begun = this_year <= published;
    let years = match off {
        -1 if passed => 0,
        -1 => -1,
        1 if begun => 1,
        _ => 0,
    };
    shift(this_year, Unit::Year, years)
}

fn weekend_near(clock: &Clock<'_>, off: i32, at: usize) -> Interval {
    let days = clock.published.and_then(|published| {
        let saturday = shift(whole(published, Unit::Week).0, Unit::Day, 5)?;
        let is_over = saturday > published && off == 0 && !clock.is_ahead(at);
        let weeks = if is_over { -1 } else { off };
        let saturday = shift(saturday, Unit::Week, weeks)?;
        Some((saturday, shift(saturday, Unit::Day, 1)?))
    });
    Interval::of(days, Precision::Week)
}

/// "the weekend": the last one, or the coming one after a future verb.
fn weekend(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let is_weekend = clock.word(at) == "the" && clock.word(at + 1) == "weekend";
    is_weekend.then(|| (at + 2, weekend_near(clock, 0, at)))
}

/// How many: a number, "a", or a word that leaves it open.
pub(super) fn quantity(clock: &Clock<'_>, at: usize) -> Option<(usize, Option<i32>)> {
    let word = clock.word(at);
    if let Some(number) = vocabulary::number(word) {
        return Some((at + 1, Some(number)));
    }
    Some(match word {
        "couple" if clock.word(at + 1) == "of" => (at + 2, Some(2)),
        "a" if clock.word(at + 1) == "couple" && clock.word(at + 2) == "of" => (at + 3, Some(2)),
        "a" if clock.word(at + 1) == "few" => (at + 2, None),
        "a" if clock.word(at + 1) == "dozen" => (at + 2, Some(12)),
        "a" | "an" => (at + 1, Some(1)),
        "few" | "several" | "many" | "some" => (at + 1, None),
        "dozens" | "scores" | "hundreds" | "thousands" if clock.word(at + 1) == "of" => {
            (at + 2, None)
        }
        _ => return None,
    })
}

/// "the past three years", "the last two weeks", "recent months", "the next few days".
fn stretch(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let from = at + usize::from(matches!(clock.word(at), "the" | "these"));
    let ahead = match clock.word(from) {
        "past" | "last" | "previous" | "recent" | "preceding" => false,
        "next" | "coming" | "following" => true,
        _ => return None,
    };
    let (end, count) = quantity(clock, from + 1).unwrap_or((from + 1, None));
    let unit = vocabulary::unit(clock.word(end))?;
    let is_plural = clock.word(end).ends_with('s');
    let relates = !matches!(clock.word(from), "previous" | "preceding" | "following");
    let count = if is_plural { count } else { count.or(Some(1)) };
    // "Over the next two days, rebels took four towns" goes on from what was told.
    let relates = relates && !(ahead && clock.is_narrated(at));
    let interval = match count {
        _ if !relates => Interval::vague(None),
        Some(count) => stretch_of(clock, unit, count, ahead),
        None => open_stretch(clock, unit, ahead),
    };
    Some((end + 1, interval))
}

/// Until now from an unknown day, or from now on to one: "recent days", "the coming weeks".
fn open_stretch(clock: &Clock<'_>, unit: Unit, ahead: bool) -> Interval {
    let (start, end) = if ahead { (clock.published, None) } else { (None, clock.published) };
    Interval { start, end, precision: precision_of(unit), past: Some(!ahead) }
}

/// The days from so many units back until now, or from now on.
pub(super) fn stretch_of(clock: &Clock<'_>, unit: Unit, count: i32, ahead: bool) -> Interval {
    let count = count.min(10_000);
    let (unit, count) = if unit == Unit::Moment { (Unit::Day, 1) } else { (unit, count) };
    let bounds = clock.published.and_then(|now| {
        let other = shift(now, unit, if ahead { count } else { -count })?;
        Some((now.min(other), now.max(other)))
    });
    Interval::of(bounds, precision_of(unit)).with_past(Some(!ahead))
}

/// "two days ago", "a week ago", "a few years ago", "two months from now".
fn counted(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let (end, count) = quantity(clock, at)?;
    let unit = vocabulary::unit(clock.word(end))?;
    let away = |count: i32| {
        let (unit, count) = vocabulary::in_years(unit, count.clamp(-10_000, 10_000));
        clock.away(unit, count)
    };
    match clock.word(end + 1) {
        "ago" | "back" if clock.word(end + 1) == "ago" || clock.before(at) != "for" => {
            let interval = match count {
                Some(count) => away(-count),
                None => Interval::vague(Some(true)),
            };
            Some((end + 2, interval))
        }
        "from" if clock.word(end + 2) == "now" => {
            let interval = count.map(away);
            Some((end + 3, interval.unwrap_or(Interval::vague(Some(false)))))
        }
        _ => None,
    }
}

/// "in two weeks" and "within three days" with a future verb; else a duration.
fn ahead_by(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let within = match clock.word(at) {
        "in" => false,
        "within" => true,
        _ => return None,
    };
    let (end, count) = quantity(clock, at + 1)?;
    let unit = vocabulary::unit(clock.word(end))?;
    let interval = match count.filter(|_| clock.is_ahead(at + 1)) {
        Some(count) if within => stretch_of(clock, unit, count, true),
        Some(count) => clock.away(unit, count.min(10_000)),
        None => Interval::vague(None),
    };
    Some((end + 1, interval))
}

/// "earlier", "so far", "recently": before or after now, nobody knows how far.
fn adverb(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let words = [0, 1, 2].map(|off| clock.word(at + off));
    let (end, past) = match words {
        ["so", "far", _] => (at + 2, true),
        ["until" | "till" | "to", "now" | "date", _] => (at + 2, true),
        ["in", "the", "past"] if stretch(clock, at + 1).is_none() => (at + 3, true),
        ["in", "the", "future"] => (at + 3, false),
        ["long" | "years", "ago", _] => (at + 2, true),
        ["earlier" | "previously" | "formerly" | "recently" | "lately" | "historically", ..] => {
            (at + 1, true)
        }
        ["soon" | "shortly", next, _] if !matches!(next, "after" | "before") => (at + 1, false),
        _ => return None,
    };
    Some((end, Interval::vague(Some(past))))
}
