//! Months, and rows of months without a hole.

use std::fmt;
use std::str::FromStr;

use crate::DrawError;

/// At most so many months are drawn, a hundred years; of more, the last ones.
pub(crate) const MOST_MONTHS: usize = 1200;

/// A month of the Gregorian calendar, from `0000-01` to `9999-12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(u32);

impl Month {
    /// The month of a year (0 to 9999) and its number (1 to 12); `None` for others.
    pub fn new(year: u32, month: u32) -> Option<Month> {
        let fits = year <= 9999 && (1..=12).contains(&month);
        fits.then(|| Month(year * 12 + month - 1))
    }

    /// The year.
    pub fn year(self) -> u32 {
        self.0 / 12
    }

    /// The month's number, 1 to 12.
    pub fn number(self) -> u32 {
        self.0 % 12 + 1
    }

    /// The English name, cut to three letters.
    pub(crate) fn short_name(self) -> &'static str {
        const NAMES: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        NAMES[(self.0 % 12) as usize]
    }

    /// The month so many months later; stops at the last.
    pub(crate) fn later(self, months: usize) -> Month {
        let last = 9999 * 12 + 11;
        Month(u32::try_from(months).map_or(last, |months| self.0.saturating_add(months).min(last)))
    }

    /// Months from `first` to this one; zero where this one is earlier.
    pub(crate) fn since(self, first: Month) -> usize {
        self.0.saturating_sub(first.0) as usize
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl FromStr for Month {
    type Err = DrawError;

    /// Reads `YYYY-MM`.
    fn from_str(text: &str) -> Result<Month, DrawError> {
        parse(text).ok_or_else(|| DrawError::Month { text: text.chars().take(40).collect() })
    }
}

fn parse(text: &str) -> Option<Month> {
    let (year, month) = text.split_once('-')?;
    let digits =
        |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    Month::new(year.parse().ok()?, month.parse().ok()?)
}

/// Months side by side from the first to the last; `None` where the input had none.
pub(crate) struct Row<T> {
    /// The first month; of an empty row, any.
    pub(crate) first: Month,
    /// What each month holds.
    pub(crate) cells: Vec<Option<T>>,
    /// How many earlier months were left out.
    pub(crate) cut: usize,
}

impl<T> Row<T> {
    /// Puts values at their months, in any order; those of one month are joined.
    pub(crate) fn new(
        values: impl Iterator<Item = (Month, Option<T>)> + Clone,
        join: impl Fn(T, T) -> T,
    ) -> Row<T> {
        let months = values.clone().map(|(month, _)| month);
        let (Some(start), Some(last)) = (months.clone().min(), months.max()) else {
            return Row { first: Month(0), cells: Vec::new(), cut: 0 };
        };
        let cut = (last.since(start) + 1).saturating_sub(MOST_MONTHS);
        let first = start.later(cut);
        let mut cells: Vec<Option<T>> = (0..=last.since(first)).map(|_| None).collect();
        for (month, value) in values.filter(|(month, _)| *month >= first) {
            let cell = &mut cells[month.since(first)];
            *cell = match (cell.take(), value) {
                (Some(old), Some(new)) => Some(join(old, new)),
                (old, new) => old.or(new),
            };
        }
        Row { first, cells, cut }
    }

    /// The months with what they hold.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Month, Option<&T>)> {
        self.cells.iter().enumerate().map(|(i, cell)| (self.first.later(i), cell.as_ref()))
    }

    /// Where neighbouring months hold what is asked for: pairs of first and one past the last.
    pub(crate) fn runs(&self, asked: impl Fn(Option<&T>) -> bool) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for i in (0..self.cells.len()).filter(|i| asked(self.cells[*i].as_ref())) {
            match runs.last_mut() {
                Some(run) if run.1 == i => run.1 = i + 1,
                _ => runs.push((i, i + 1)),
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn months_read_as_they_are_written() {
        assert_eq!(month("2022-02").to_string(), "2022-02");
        for wrong in ["2022-13", "2022-00", "2022", "22-01", "2022-1", "+022-01", "2022-01-01", ""]
        {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_row_has_no_holes_and_joins_what_comes_twice() {
        let values = [("2020-03", 1), ("2020-01", 2), ("2020-03", 4)];
        let row = Row::new(values.iter().map(|(m, n)| (month(m), Some(*n))), |a, b| a + b);
        assert_eq!(row.cells, [Some(2), None, Some(5)]);
        assert_eq!(row.runs(|cell| cell.is_none()), [(1, 2)]);
    }

    #[test]
    fn of_too_many_months_the_last_are_kept() {
        let values = [("0001-01", 1), ("2020-01", 2)];
        let row = Row::new(values.iter().map(|(m, n)| (month(m), Some(*n))), |a, b| a + b);
        assert_eq!(row.cells.len(), MOST_MONTHS);
        assert_eq!(row.iter().last(), Some((month("2020-01"), Some(&2))));
        assert!(row.cut > 0);
    }
}
