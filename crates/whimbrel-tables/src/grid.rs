//! PRIO-GRID cells and numbers of months: the keys that spatial and monthly panels are joined by.

use jiff::civil::Date;

/// Cells of the grid: 360 rows of 720 columns, half a degree wide and high.
pub const GRID_CELLS: u32 = ROWS * COLUMNS;

const ROWS: u32 = 360;
const COLUMNS: u32 = 720;

/// Returns the PRIO-GRID cell of a point in degrees: counted from 1 in the south-west corner, first
/// eastwards, then northwards (Tollefsen, Strand & Buhaug 2012).
///
/// A point on the line between two cells belongs to the northern, the eastern; the north pole to
/// the last row, longitude 180 to the last column. `None` for what is no point of the earth.
#[must_use]
pub fn gid(lat: f64, lon: f64) -> Option<u32> {
    if !is_point(lat, lon) {
        return None;
    }
    // Only the sum rounds, by less than a millionth of a millimetre.
    let row = ((lat + 90.0) * 2.0) as u32;
    let column = ((lon + 180.0) * 2.0) as u32;
    Some(row.min(ROWS - 1) * COLUMNS + column.min(COLUMNS - 1) + 1)
}

/// Returns whether these degrees are a point of the earth.
pub(crate) fn is_point(lat: f64, lon: f64) -> bool {
    (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)
}

/// Returns latitude and longitude of the middle of a cell; `None` where no cell has this number.
#[must_use]
pub fn cell_centre(gid: u32) -> Option<(f64, f64)> {
    if !(1..=GRID_CELLS).contains(&gid) {
        return None;
    }
    let (row, column) = ((gid - 1) / COLUMNS, (gid - 1) % COLUMNS);
    Some((f64::from(row) / 2.0 - 89.75, f64::from(column) / 2.0 - 179.75))
}

/// Returns the number of the day's month, counted from January 1980, which is 1 (the count of
/// ViEWS); months before that are zero and less.
#[must_use]
pub fn month_id(day: Date) -> i32 {
    (i32::from(day.year()) - 1980) * 12 + i32::from(day.month())
}

/// Returns the first day of the month with this number; `None` beyond the calendar.
#[must_use]
pub fn month_of(month_id: i32) -> Option<Date> {
    let months = month_id.checked_sub(1)?;
    let year = i16::try_from(1980 + i64::from(months.div_euclid(12))).ok()?;
    Date::new(year, i8::try_from(months.rem_euclid(12) + 1).ok()?, 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_corners_of_the_earth_are_the_corners_of_the_grid() {
        assert_eq!(gid(-90.0, -180.0), Some(1));
        assert_eq!(gid(-89.9, -179.9), Some(1));
        assert_eq!(gid(-90.0, 179.9), Some(720));
        assert_eq!(gid(-90.0, 180.0), Some(720));
        assert_eq!(gid(89.9, -179.9), Some(258_481));
        assert_eq!(gid(90.0, -180.0), Some(258_481));
        assert_eq!(gid(90.0, 180.0), Some(259_200));
    }

    #[test]
    fn lines_belong_to_the_cell_north_and_east() {
        assert_eq!(gid(0.0, 0.0), Some(180 * 720 + 360 + 1));
        assert_eq!(gid(-0.000_001, -0.000_001), Some(179 * 720 + 359 + 1));
        assert_eq!(gid(-89.5, -180.0), Some(721));
        assert_eq!(gid(-90.0, -179.5), Some(2));
    }

    #[test]
    fn kyiv_lies_in_its_cell() {
        // Row 280 (50.0 to 50.5 north), column 421 (30.5 to 31.0 east).
        assert_eq!(gid(50.4501, 30.5234), Some(280 * 720 + 421 + 1));
        assert_eq!(cell_centre(202_022), Some((50.25, 30.75)));
    }

    #[test]
    fn what_is_no_point_has_no_cell() {
        for (lat, lon) in [(90.1, 0.0), (0.0, -180.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(gid(lat, lon), None);
        }
        assert_eq!((cell_centre(0), cell_centre(259_201)), (None, None));
    }

    #[test]
    fn months_are_counted_from_january_1980() {
        assert_eq!(month_id(date(1980, 1, 31)), 1);
        assert_eq!(month_id(date(1979, 12, 1)), 0);
        assert_eq!(month_id(date(2021, 11, 5)), 503);
        assert_eq!(month_of(503), Some(date(2021, 11, 1)));
        assert_eq!(month_of(i32::MAX), None);
    }

    proptest! {
        #[test]
        fn the_middle_of_a_cell_lies_in_it(cell in 1..=GRID_CELLS) {
            let (lat, lon) = cell_centre(cell).unwrap();
            prop_assert_eq!(gid(lat, lon), Some(cell));
        }

        #[test]
        fn the_first_of_a_month_lies_in_it(month in -20_000..80_000) {
            prop_assert_eq!(month_id(month_of(month).unwrap()), month);
        }
    }
}
