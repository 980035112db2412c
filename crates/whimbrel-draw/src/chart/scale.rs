//! A mean month by month, such as that of PLOVER's or Goldstein's scale.

use super::spark::broken_line;
use super::{Frame, Look};
use crate::Month;
use crate::axis::{BELOW, Plot};
use crate::canvas::{Canvas, Svg};
use crate::legend::{Legend, Sign};
use crate::month::Row;
use crate::number::{counted, grouped, signed};
use crate::pattern::define;
use crate::table::{Cell, Table};
use crate::ticks::Ticks;

const HEIGHT: f64 = 170.0;
/// Up to so many months each mean has a point.
const POINTS: usize = 60;
/// Means are held within these bounds.
const BOUND: f64 = 1e6;

/// A mean month by month, with the zero line. Of more than 1,200 months the last ones are drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Mean {
    /// Title and description.
    pub frame: Frame,
    /// The months, in any order; a missing one counts as one without coverage, and of a month that
    /// comes twice the means are joined by their counts.
    pub months: Vec<MonthMean>,
}

/// A month's mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthMean {
    /// The month.
    pub month: Month,
    /// The mean and of how many events; of no events there is no mean. `None` where no report
    /// covers the month; a mean that is no finite number counts as of no events.
    pub mean: Option<(f64, u64)>,
}

type Cells = Row<(f64, u64)>;

fn row(chart: &Mean) -> Cells {
    let sound = |(mean, count): (f64, u64)| match mean.is_finite() && count > 0 {
        true => (mean.clamp(-BOUND, BOUND), count),
        false => (0.0, 0),
    };
    Row::new(chart.months.iter().map(|month| (month.month, month.mean.map(sound))), joined)
}

fn joined((a, m): (f64, u64), (b, n): (f64, u64)) -> (f64, u64) {
    let count = m.saturating_add(n);
    let weight = if count == 0 { 0.0 } else { n as f64 / count as f64 };
    (a + (b - a) * weight, count)
}

pub(super) fn draw(chart: &Mean, standalone: bool) -> Svg {
    let row = row(chart);
    let id = chart.frame.safe_id();
    let uncovered = row.cells.iter().any(Option::is_none);
    let zeros = row.cells.iter().flatten().any(|(_, count)| *count == 0);
    let legend = Legend::new(Sign::gaps(zeros, uncovered), 0.0, 0.0, chart.frame.room());
    let top = legend.height + 10.0;
    let ticks = ticks(&row);
    let decimals = ticks.decimals;
    let plot = Plot::new(ticks, |value| signed(value, decimals), top, chart.frame.room(), HEIGHT);
    let look = Look::new("wd-mean", standalone);
    let mut canvas = chart.frame.canvas(&look, top + HEIGHT + BELOW, &summary(&row));
    define(&mut canvas, &id, &legend.patterns());
    legend.draw(&mut canvas, &id);
    plot.draw_values(&mut canvas);
    plot.draw_gaps(&mut canvas, &id, &row);
    draw_means(&mut canvas, &plot, &row);
    let zeros = row.runs(|cell| cell.is_some_and(|(_, count)| *count == 0));
    plot.draw_zeros(&mut canvas, &zeros, row.cells.len());
    plot.draw_months(&mut canvas, &row);
    canvas.finish()
}

fn means(row: &Cells) -> impl Iterator<Item = f64> {
    row.cells.iter().flatten().filter(|(_, count)| *count > 0).map(|(mean, _)| *mean)
}

fn ticks(row: &Cells) -> Ticks {
    Ticks::around_zero(means(row).fold(0.0, f64::min), means(row).fold(0.0, f64::max), 4)
}

fn draw_means(canvas: &mut Canvas, plot: &Plot, row: &Cells) {
    let months = row.cells.len();
    let point = |(i, cell): (usize, &Option<(f64, u64)>)| {
        let (mean, _) = cell.filter(|(_, count)| *count > 0)?;
        Some((plot.middle(i, months), plot.y(mean)))
    };
    let points: Vec<Option<(f64, f64)>> = row.cells.iter().enumerate().map(point).collect();
    broken_line(canvas, &points);
    if months <= POINTS {
        points.iter().flatten().for_each(|point| canvas.circle(*point, 2.25, "wd-spot"));
    }
}

fn summary(row: &Cells) -> String {
    let Some((last, _)) = row.iter().last() else {
        return "No months.".to_owned();
    };
    let known = means(row).count();
    let range = match known {
        0 => "no events".to_owned(),
        _ => {
            let (least, greatest) =
                (means(row).fold(BOUND, f64::min), means(row).fold(-BOUND, f64::max));
            format!("means from {} to {}", signed(least, 2), signed(greatest, 2))
        }
    };
    let missing = row.cells.iter().filter(|cell| cell.is_none()).count();
    format!(
        "{} to {last}: {range} in {}; {} without coverage.",
        row.first,
        counted(known, "month", "months"),
        counted(missing, "month", "months"),
    )
}

pub(super) fn table(chart: &Mean) -> String {
    let row = row(chart);
    let mut table = Table::new(&chart.frame.title, &["Month", "Mean", "Events"]);
    for (month, cell) in row.iter() {
        table.row(&month.to_string(), &cells(cell));
    }
    table.note(&summary(&row));
    table.finish()
}

fn cells(cell: Option<&(f64, u64)>) -> [Cell; 2] {
    match cell {
        None => [Cell::Words("no coverage".to_owned()), Cell::Words("no coverage".to_owned())],
        Some((_, 0)) => [Cell::Number("–".to_owned()), Cell::Number("0".to_owned())],
        Some((mean, count)) => [Cell::Number(signed(*mean, 2)), Cell::Number(grouped(*count))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn means_of_one_month_are_joined_by_their_counts() {
        assert_eq!(joined((1.0, 1), (4.0, 2)), (3.0, 3));
        assert_eq!(joined((0.0, 0), (0.0, 0)), (0.0, 0));
    }

    proptest! {
        #[test]
        fn means_stay_within_the_plot(means in proptest::collection::vec((any::<f64>(), 0u64..9), 1..600)) {
            let start = Month::new(1980, 1).expect("a month");
            let months = means.iter().enumerate().map(|(i, mean)| MonthMean { month: start.later(i), mean: Some(*mean) });
            let chart = Mean { frame: Frame::new("m", "", ""), months: months.collect() };
            let row = row(&chart);
            let plot = Plot::new(ticks(&row), |v| signed(v, 2), 10.0, 720.0, HEIGHT);
            for (mean, _) in row.cells.iter().flatten() {
                let y = plot.y(*mean);
                prop_assert!((10.0 - 1e-6..=10.0 + HEIGHT + 1e-6).contains(&y), "{y}");
            }
        }
    }
}
