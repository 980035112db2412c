//! Feasts whose day is the same wherever they are kept: "Christmas Day", "Good Friday".

use super::calendar::{in_year, year_after};
use super::clock::{Clock, shift};
use super::vocabulary::Unit;
use super::{Interval, Reading};
use jiff::civil::Date;

/// When a feast is kept.
#[derive(Clone, Copy)]
enum Day {
    /// Month and day.
    Fixed(i8, i8),
    /// Days from Easter Sunday of the western churches.
    Easter(i32),
}

/// Names in lower case, without apostrophes and the "s" that stands alone after one; the longer
/// name before the shorter.
const FEASTS: &[(&[&str], Day)] = &[
    (&["new", "year", "eve"], Day::Fixed(12, 31)),
    (&["new", "year", "day"], Day::Fixed(1, 1)),
    (&["new", "years", "eve"], Day::Fixed(12, 31)),
    (&["new", "years", "day"], Day::Fixed(1, 1)),
    (&["valentine", "day"], Day::Fixed(2, 14)),
    (&["international", "women", "day"], Day::Fixed(3, 8)),
    (&["anzac", "day"], Day::Fixed(4, 25)),
    (&["may", "day"], Day::Fixed(5, 1)),
    (&["bastille", "day"], Day::Fixed(7, 14)),
    (&["halloween"], Day::Fixed(10, 31)),
    (&["all", "saints", "day"], Day::Fixed(11, 1)),
    (&["all", "souls", "day"], Day::Fixed(11, 2)),
    (&["armistice", "day"], Day::Fixed(11, 11)),
    (&["human", "rights", "day"], Day::Fixed(12, 10)),
    (&["christmas", "eve"], Day::Fixed(12, 24)),
    (&["christmas", "day"], Day::Fixed(12, 25)),
    (&["christmas"], Day::Fixed(12, 25)),
    (&["boxing", "day"], Day::Fixed(12, 26)),
    (&["ash", "wednesday"], Day::Easter(-46)),
    (&["palm", "sunday"], Day::Easter(-7)),
    (&["maundy", "thursday"], Day::Easter(-3)),
    (&["good", "friday"], Day::Easter(-2)),
    (&["easter", "sunday"], Day::Easter(0)),
    (&["easter", "monday"], Day::Easter(1)),
    (&["easter"], Day::Easter(0)),
    (&["ascension", "day"], Day::Easter(39)),
    (&["whit", "monday"], Day::Easter(50)),
];

/// Reads a feast that begins at `at`, with its year if that is said.
pub(super) fn read(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let (end, day) = FEASTS.iter().find_map(|(name, day)| Some((after(clock, at, name)?, *day)))?;
    if !clock.is_name(at) || names_more(clock, end) {
        return None;
    }
    let skip = usize::from(clock.word(end) == "in");
    let (with_year, said) = year_after(clock, end + skip);
    let end = if said.is_said() { with_year } else { end };
    Some((end, Interval::day(in_year(clock, at, said, |year| of_year(day, year)))))
}

/// Returns one past the name at `at`, apostrophes and their "s" passed over.
fn after(clock: &Clock<'_>, at: usize, name: &[&str]) -> Option<usize> {
    let mut end = at;
    for (nth, word) in name.iter().enumerate() {
        while nth > 0 && matches!(clock.word(end), "'" | "’" | "'s" | "’s") {
            end += 1;
        }
        if clock.word(end).trim_end_matches(['\'', '’']) != *word {
            return None;
        }
        end += 1;
    }
    Some(end)
}

/// Whether the name goes on or tells of something else: "Easter Island", "a Christmas market".
fn names_more(clock: &Clock<'_>, end: usize) -> bool {
    let last = clock.sentence.tokens.get(end - 1);
    last.is_some_and(|last| matches!(last.rel(), "compound" | "flat") && last.head == Some(end))
}

fn of_year(day: Day, year: i16) -> Option<Date> {
    match day {
        Day::Fixed(month, day) => Date::new(year, month, day).ok(),
        Day::Easter(days) => shift(easter(year)?, Unit::Day, days),
    }
}

/// Returns Easter Sunday by the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19).rem_euclid(32);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_falls_on_its_days() {
        let known = [date(1961, 4, 2), date(2000, 4, 23), date(2021, 4, 4), date(2024, 3, 31)];
        for day in known {
            assert_eq!(easter(day.year()), Some(day));
        }
    }
}
