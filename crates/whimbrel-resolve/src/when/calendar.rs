//! Names of days, months and years: "Thursday", "5 March 2021", "late March", "2014", "the 1990s".

use super::clock::{Clock, precision_of, shift, whole};
use super::vocabulary::{self, Unit};
use super::{Interval, Precision, Reading, told};
use jiff::civil::{Date, Weekday};
use whimbrel_text::{NameKind, Upos};

/// Days back beyond which a date without a year is rather the next one, also beside a past verb:
/// "the vote on March 5" in a report of March 1.
const STALE_DAYS: i32 = 330;

/// A day of the calendar as written, perhaps without its year.
pub(super) struct Written {
    pub(super) end: usize,
    pub(super) year: Year,
    pub(super) month: i8,
    pub(super) day: i8,
}

/// Reads a name of the calendar that begins at `at`.
pub(super) fn read(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    iso(clock, at)
        .or_else(|| super::feast::read(clock, at))
        .or_else(|| weekday(clock, at))
        .or_else(|| day(clock, at))
        .or_else(|| part_of_day(clock, at))
        .or_else(|| super::share::read(clock, at))
        .or_else(|| month(clock, at))
        .or_else(|| season(clock, at))
        .or_else(|| years(clock, at))
}

/// Returns whether a person or an organisation is named here: "Theresa May", "the Sunday Times".
fn is_in_name(clock: &Clock<'_>, at: usize) -> bool {
    let names = clock.sentence.names.iter();
    let mut names = names.filter(|name| name.kind != NameKind::Place);
    let flat = clock.sentence.tokens.get(at).is_some_and(|token| {
        token.rel() == "flat"
            && token.head.is_some_and(|h| clock.sentence.tokens[h].upos == Upos::Propn)
            && token.head.is_some_and(|h| !is_calendar_word(clock.word(h)))
    });
    flat || names.any(|name| name.tokens.contains(&at))
}

fn is_calendar_word(word: &str) -> bool {
    vocabulary::weekday(word).is_some() || vocabulary::month(word).is_some()
}

/// The month named at `at`, unless the word is a verb or part of another name.
pub(super) fn month_at(clock: &Clock<'_>, at: usize) -> Option<i8> {
    let month = vocabulary::month(clock.word(at))?;
    (clock.is_name(at) && !is_in_name(clock, at)).then_some(month)
}

/// The weekday named at `at`; "Black Friday" and its like name no day of the week.
pub(super) fn weekday_at(clock: &Clock<'_>, at: usize) -> Option<Weekday> {
    const FEASTS: &[&str] = &[
        "bloody", "black", "good", "palm", "easter", "super", "cyber", "ash", "maundy", "red",
        "giving",
    ];
    let weekday = vocabulary::weekday(clock.word(at))?;
    let is_feast = FEASTS.contains(&clock.before(at)) && clock.is_name(at.saturating_sub(1));
    (clock.is_name(at) && !is_feast && !is_in_name(clock, at)).then_some(weekday)
}

/// "2021-03-05", as one token or cut at its hyphens; "5/3/2021" where it has one reading.
fn iso(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    if let Ok(date) = clock.word(at).parse::<Date>()
        && clock.word(at).len() == 10
    {
        return Some((at + 1, Interval::day(Some(date))));
    }
    if let Some(interval) = slashed(clock.word(at)) {
        return Some((at + 1, interval));
    }
    let year = vocabulary::year(clock.word(at)).filter(|_| clock.word(at + 1) == "-")?;
    let two = |word: &str| word.parse::<i8>().ok().filter(|_| word.len() == 2);
    let month = two(clock.word(at + 2)).filter(|_| clock.word(at + 3) == "-")?;
    let date = Date::new(year, month, two(clock.word(at + 4))?).ok()?;
    Some((at + 5, Interval::day(Some(date))))
}

/// "25/12/2020"; "5/11/2020" is a date of two readings, so it keeps its words alone.
fn slashed(word: &str) -> Option<Interval> {
    let mut parts = word.split(['/', '.']).map(|part| part.parse::<i16>().ok());
    let (a, b, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || !(1500..2200).contains(&year) {
        return None;
    }
    let (day, month) = match (a, b) {
        (a, b) if a == b || a > 12 => (a, b),
        (a, b) if b > 12 => (b, a),
        (a, b) if word.contains('/') && a.min(b) > 0 => return Some(Interval::vague(None)),
        _ => return None,
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Interval::day(Some(date)))
}

/// "Thursday", "Thursday night", "Thursday, 5 March", "Thursday last week".
fn weekday(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let weekday = weekday_at(clock, at)?;
    if matches!(clock.before(at), "every" | "each") {
        return Some((at + 1, Interval::vague(None)));
    }
    let mut next = at + 1;
    if vocabulary::is_part_of_day(clock.word(next)) {
        next += 1;
    }
    let dated = if clock.word(next) == "," { next + 1 } else { next };
    if let Some(dated) = day(clock, dated) {
        return Some(dated);
    }
    if let Some((end, weeks)) = of_week(clock, next) {
        return Some((end, day_in_week(clock, weekday, weeks)));
    }
    let ahead = clock.is_ahead(at);
    Some((next, Interval::day(clock.nearest_weekday(weekday, ahead))))
}

/// "early Tuesday", "late on Monday", "earlier on 5 March", "the night of 16 December", "the early
/// hours of Sunday", "late yesterday": the day of which a part is named.
fn part_of_day(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let the = at + usize::from(clock.word(at) == "the");
    let from = match [0, 1, 2].map(|off| clock.word(the + off)) {
        ["early" | "late" | "earlier" | "later", "on", _] => the + 2,
        ["early" | "small", "hours", "of"] => the + 3,
        ["early" | "late", ..] => the + 1,
        [part, "of", _] if vocabulary::is_part_of_day(part) => the + 2,
        _ => return None,
    };
    super::feast::read(clock, from)
        .or_else(|| weekday(clock, from))
        .or_else(|| day(clock, from))
        .or_else(|| super::relative::deictic_day(clock, from))
}

/// "last week", "of this week", "next week" after a weekday: the weeks from the present one.
fn of_week(clock: &Clock<'_>, at: usize) -> Option<(usize, i32)> {
    let at = if clock.word(at) == "of" { at + 1 } else { at };
    let weeks = match clock.word(at) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    (clock.word(at + 1) == "week").then_some((at + 2, weeks))
}

fn day_in_week(clock: &Clock<'_>, weekday: Weekday, weeks: i32) -> Interval {
    let day = clock.published.and_then(|published| {
        let monday = shift(whole(published, Unit::Week).0, Unit::Week, weeks)?;
        shift(monday, Unit::Day, i32::from(weekday.to_monday_zero_offset()))
    });
    Interval::day(day)
}

/// "5 March 2021", "the 5th of March", "March 5, 2021", "March 5th".
fn day(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let written = written_day(clock, at)?;
    let date = resolve_day(clock, at, &written);
    Some((written.end, Interval::day(date)))
}

/// Returns the day as it is written at `at`.
pub(super) fn written_day(clock: &Clock<'_>, at: usize) -> Option<Written> {
    let from = at + usize::from(clock.word(at) == "the");
    if let Some(day) = vocabulary::day_of_month(clock.word(from)) {
        return day_then_month(clock, from + 1, day);
    }
    let the = at + 1 + usize::from(clock.word(at + 1) == "the");
    let day = vocabulary::day_of_month(clock.word(the))?;
    month_then_day(clock, at, the + 1, day)
}

/// Reads "[of] March [2021]" at `at` after a day.
pub(super) fn day_then_month(clock: &Clock<'_>, at: usize, day: i8) -> Option<Written> {
    let at = at + usize::from(clock.word(at) == "of");
    let month = month_at(clock, at)?;
    let (end, year) = year_after(clock, at + 1);
    Some(Written { end, year, month, day })
}

/// Reads the month at `at` and the year that may follow the day, which ends before `after`.
pub(super) fn month_then_day(
    clock: &Clock<'_>,
    at: usize,
    after: usize,
    day: i8,
) -> Option<Written> {
    let month = month_at(clock, at)?;
    let (end, year) = year_after(clock, after);
    Some(Written { end, year, month, day })
}

/// Returns the date of a written day; without a year, the one nearest in the clause's direction.
pub(super) fn resolve_day(clock: &Clock<'_>, at: usize, written: &Written) -> Option<Date> {
    in_year(clock, at, written.year, |year| Date::new(year, written.month, written.day).ok())
}

/// Returns the day of the year said or shared; without one, the nearest in the clause's direction.
pub(super) fn in_year(
    clock: &Clock<'_>,
    at: usize,
    year: Year,
    of_year: impl Fn(i16) -> Option<Date>,
) -> Option<Date> {
    in_year_within(clock, at, year, STALE_DAYS, of_year)
}

/// As [`in_year`], with the days back beyond which a date is rather the next one.
pub(super) fn in_year_within(
    clock: &Clock<'_>,
    at: usize,
    year: Year,
    stale_days: i32,
    of_year: impl Fn(i16) -> Option<Date>,
) -> Option<Date> {
    match (year, clock.shared_year.get()) {
        (Year::Said(year), _) => of_year(year?),
        (Year::Unsaid, Some(year)) => of_year(year),
        (Year::Unsaid, None) => nearest(clock, at, stale_days, of_year),
    }
}

/// Picks among the days of last year, this year and next year.
fn nearest(
    clock: &Clock<'_>,
    at: usize,
    stale_days: i32,
    of_year: impl Fn(i16) -> Option<Date>,
) -> Option<Date> {
    let published = clock.published?;
    let candidates = (-1..=1).filter_map(|off| of_year(published.year().saturating_add(off)));
    let candidates: Vec<Date> = candidates.collect();
    let before = candidates.iter().copied().filter(|day| *day <= published).max();
    let after = candidates.iter().copied().filter(|day| *day >= published).min();
    if clock.is_ahead(at) {
        return after.or(before);
    }
    let is_stale = |day: &Date| (published - *day).get_days() > stale_days;
    before.filter(|day| !is_stale(day) || after.is_none()).or(after)
}

/// "March", "March 2021", "March of 2021".
pub(super) fn month(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    Some(month_with_year(clock, at, month_at(clock, at)?))
}

/// The month named at `at` with the year that may follow it.
fn month_with_year(clock: &Clock<'_>, at: usize, month: i8) -> Reading {
    let (end, year) = year_after(clock, at + 1);
    let first = in_year(clock, at, year, |year| Date::new(year, month, 1).ok());
    (end, Interval::of(first.map(|day| whole(day, Unit::Month)), Precision::Month))
}

/// The year of a date.
#[derive(Clone, Copy, Debug)]
pub(super) enum Year {
    /// None is said.
    Unsaid,
    /// One is said; `None` where it hangs on a day that is not known ("last year", "that year").
    Said(Option<i16>),
}

impl Year {
    pub(super) const fn is_said(self) -> bool {
        matches!(self, Self::Said(_))
    }

    /// Returns the year, where it is said and known.
    pub(super) const fn known(self) -> Option<i16> {
        match self {
            Self::Said(year) => year,
            Self::Unsaid => None,
        }
    }
}

/// The year that follows a day, month, season or share of a year, with the end of the whole.
pub(super) fn year_after(clock: &Clock<'_>, at: usize) -> (usize, Year) {
    let skip = usize::from(matches!(clock.word(at), "of" | ","));
    let from = at + skip;
    if let Some(year) = vocabulary::year(clock.word(from)) {
        return (from + 1, Year::Said(Some(year)));
    }
    let now = |off: i16| Year::Said(clock.published.map(|now| now.year().saturating_add(off)));
    let told = || {
        Year::Said(
            told::last(clock, at.saturating_sub(1)).and_then(|told| Some(told.start?.year())),
        )
    };
    match [0, 1, 2].map(|off| clock.word(from + off)) {
        _ if clock.word(at) == "," => (at, Year::Unsaid),
        ["last", "year", _] => (from + 2, now(-1)),
        ["this", "year", _] => (from + 2, now(0)),
        ["next", "year", _] => (from + 2, now(1)),
        ["that", "year", _] => (from + 2, told()),
        ["the" | "that", "same", "year"] => (from + 3, told()),
        ["the", "year", _] if skip == 1 => (from + 2, now(0)),
        _ => (at, Year::Unsaid),
    }
}

/// "summer 2021", "the summer of 2021"; a season without a year only after "in" or "the".
fn season(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    let month = vocabulary::season(clock.word(at))?;
    let is_noun = clock.sentence.tokens[at].upos != Upos::Verb;
    let (end, year) = year_after(clock, at + 1);
    if !is_noun || (!year.is_said() && !matches!(clock.before(at), "in" | "the" | "during")) {
        return None;
    }
    if !year.is_said() && clock.word(at) == "fall" {
        return None;
    }
    let first = in_year(clock, at, year, |year| Date::new(year, month, 1).ok());
    Some((end, Interval::of(season_from(first), Precision::Month)))
}

/// Returns the three months from `first` on.
pub(super) fn season_from(first: Option<Date>) -> Option<(Date, Date)> {
    let first = first?;
    Some((first, shift(first, Unit::Month, 2)?.last_of_month()))
}

/// Reads what follows "mid-" in the word at `at`: a month, a year or a decade.
pub(super) fn hyphened(clock: &Clock<'_>, at: usize, rest: &str) -> Option<Reading> {
    if let Some(year) = vocabulary::year(rest) {
        return Some((at + 1, whole_year(year)));
    }
    if let Some(first) = vocabulary::decade(rest) {
        return Some((at + 1, whole_decade(first)));
    }
    Some(month_with_year(clock, at, vocabulary::month(rest)?))
}

/// "2014" where it stands as a year, "the 1990s".
fn years(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    decade(clock, at).or_else(|| year_at(clock, at).filter(|_| stands_as_year(clock, at)))
}

/// "1990s" at `at`.
pub(super) fn decade(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    vocabulary::decade(clock.word(at)).map(|first| (at + 1, whole_decade(first)))
}

fn whole_decade(first: i16) -> Interval {
    let bounds = Date::new(first, 1, 1).ok().map(|day| whole(day, Unit::Decade));
    Interval::of(bounds, precision_of(Unit::Decade))
}

/// The year written at `at`, wherever it stands.
pub(super) fn year_at(clock: &Clock<'_>, at: usize) -> Option<Reading> {
    vocabulary::year(clock.word(at)).map(|year| (at + 1, whole_year(year)))
}

pub(super) fn whole_year(year: i16) -> Interval {
    let bounds = Date::new(year, 1, 1).ok().map(|day| whole(day, Unit::Year));
    Interval::of(bounds, Precision::Year)
}

/// Four digits are a year after a preposition of time, in brackets, or between "the" and a noun;
/// before a plural they may count it.
fn stands_as_year(clock: &Clock<'_>, at: usize) -> bool {
    const BEFORE: &[&str] = &[
        "in",
        "since",
        "until",
        "till",
        "of",
        "by",
        "during",
        "from",
        "before",
        "after",
        "to",
        "around",
        "circa",
        "and",
        "between",
        "late",
        "early",
        "(",
        "the",
        "'s",
        "’s",
        "through",
        "its",
        "his",
        "her",
        "their",
        "back",
        "throughout",
    ];
    let token = &clock.sentence.tokens[at];
    let next = clock.sentence.tokens.get(at + 1);
    let counts = next.is_some_and(|next| {
        matches!(next.upos, Upos::Noun | Upos::Adj | Upos::Propn)
            && (next.xpos == "NNS" || next.feat("Number") == Some("Plur") || next.upos == Upos::Adj)
    });
    let determined =
        matches!(clock.before(at), "the" | "'s" | "’s" | "its" | "his" | "her" | "their");
    let adverbial =
        matches!(&*token.deprel, "nmod:tmod" | "obl:tmod" | "nmod:unmarked" | "obl:unmarked");
    let counts = counts || (token.rel() == "nummod" && token.head == Some(at + 1));
    if counts && !determined {
        return false;
    }
    adverbial || at == 0 || BEFORE.contains(&clock.before(at))
}
