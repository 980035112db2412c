//! The words of time: weekdays, months, units, numbers.

use jiff::civil::Weekday;

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Less than a day: minutes, hours.
    Moment,
    Day,
    Week,
    Fortnight,
    Month,
    Year,
    Decade,
    Century,
}

/// Returns the weekday that `word` (lower case, perhaps cut short) names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" | "mon." => Weekday::Monday,
        "tuesday" | "tue" | "tues" | "tue." | "tues." => Weekday::Tuesday,
        "wednesday" | "wed" | "wed." => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" | "thu." | "thur." | "thurs." => Weekday::Thursday,
        "friday" | "fri" | "fri." => Weekday::Friday,
        "saturday" | "sat" | "sat." => Weekday::Saturday,
        "sunday" | "sun" | "sun." => Weekday::Sunday,
        _ => return None,
    })
}

/// Returns the number of the month that `word` (lower case, perhaps cut short) names.
pub(super) fn month(word: &str) -> Option<i8> {
    Some(match word.trim_end_matches('.') {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// Returns the first month of the season that `word` names; northern seasons, as the wires use.
pub(super) fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" => 3,
        "summer" => 6,
        "autumn" | "fall" => 9,
        "winter" => 12,
        _ => return None,
    })
}

/// Returns the unit that `word` names, in the singular or plural.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "second" | "seconds" | "minute" | "minutes" | "hour" | "hours" => Unit::Moment,
        "day" | "days" | "night" | "nights" => Unit::Day,
        "week" | "weeks" | "weekend" | "weekends" => Unit::Week,
        "fortnight" | "fortnights" => Unit::Fortnight,
        "month" | "months" => Unit::Month,
        "year" | "years" => Unit::Year,
        "decade" | "decades" => Unit::Decade,
        "century" | "centuries" => Unit::Century,
        _ => return None,
    })
}

/// Returns decades and centuries counted in years: "a decade ago" means a year, not ten.
pub(super) const fn in_years(unit: Unit, count: i32) -> (Unit, i32) {
    match unit {
        Unit::Decade => (Unit::Year, count * 10),
        Unit::Century => (Unit::Year, count * 100),
        other => (other, count),
    }
}

/// Returns whether `word` is a part of a day.
pub(super) fn is_part_of_day(word: &str) -> bool {
    matches!(
        word,
        "dawn"
            | "dusk"
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "noon"
            | "midday"
            | "midnight"
    )
}

/// Returns the number that a single word states; figures of at most four digits.
pub(super) fn number(word: &str) -> Option<i32> {
    const SMALL: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 7] = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok();
    }
    let small = SMALL.iter().position(|w| *w == word).map(|n| n as i32);
    small.or_else(|| TENS.iter().position(|w| *w == word).map(|n| n as i32 * 10 + 30))
}

/// Returns the year that a word of four digits states, if it is one that news speak of.
pub(super) fn year(word: &str) -> Option<i16> {
    let word = word.trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
    if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|year| (1500..=2199).contains(year))
}

/// Returns the first year of "1990s", "1990's" or "90s".
pub(super) fn decade(word: &str) -> Option<i16> {
    let digits = word.trim_start_matches(['\'', '’']).strip_suffix('s')?;
    let digits = digits.trim_end_matches(['\'', '’']);
    if !digits.ends_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        2 => digits.parse::<i16>().ok().filter(|d| *d >= 30).map(|d| 1900 + d),
        4 => year(digits),
        _ => None,
    }
}

/// Returns the day of the month that a word states: "5", "5th", "1st".
pub(super) fn day_of_month(word: &str) -> Option<i8> {
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (digits, suffix) = word.split_at(end);
    if !matches!(suffix, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}
