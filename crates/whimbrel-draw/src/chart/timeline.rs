//! Counts month by month, stacked by quad.

use super::{Frame, Look, QUAD_NAMES, Quads, added, total};
use crate::Month;
use crate::axis::{BELOW, Plot};
use crate::canvas::{Box2, Canvas, Path, Svg};
use crate::legend::{Legend, Sign};
use crate::month::Row;
use crate::number::{counted, grouped, real, short};
use crate::pattern::{Pattern, define};
use crate::table::{Cell, Table};
use crate::ticks::Ticks;

/// The height of the plot.
const HEIGHT: f64 = 190.0;
/// Up to so many months each month can be pointed at.
const POINTED: usize = 120;

/// Counts month by month, stacked by quad. Of more than 1,200 months the last ones are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Title and description.
    pub frame: Frame,
    /// The months, in any order; a month between the first and the last that is missing counts as
    /// one without coverage, and the counts of a month that comes twice are added.
    pub months: Vec<MonthCounts>,
}

/// A month's counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthCounts {
    /// The month.
    pub month: Month,
    /// Counts by quad; `None` where no report covers the month.
    pub counts: Option<Quads>,
}

pub(super) fn row(months: &[MonthCounts]) -> Row<Quads> {
    Row::new(months.iter().map(|month| (month.month, month.counts)), added)
}

pub(super) fn draw(chart: &Timeline, standalone: bool) -> Svg {
    let row = row(&chart.months);
    let id = chart.frame.safe_id();
    let legend = Legend::new(entries(&row), 0.0, 0.0, chart.frame.room());
    let top = legend.height + 10.0;
    let greatest = row.cells.iter().flatten().map(total).max().unwrap_or(0);
    let label = |value: f64| short(value as u64);
    let plot = Plot::new(Ticks::counts(greatest, 4), label, top, chart.frame.room(), HEIGHT);
    let look = Look::new("wd-timeline", standalone);
    let mut canvas = chart.frame.canvas(&look, top + HEIGHT + BELOW, &summary(&row));
    define(&mut canvas, &id, &legend.patterns());
    legend.draw(&mut canvas, &id);
    plot.draw_values(&mut canvas);
    plot.draw_gaps(&mut canvas, &id, &row);
    draw_stacks(&mut canvas, &id, &plot, &row);
    let zeros = row.runs(|cell| cell.is_some_and(|counts| total(counts) == 0));
    plot.draw_zeros(&mut canvas, &zeros, row.cells.len());
    plot.draw_months(&mut canvas, &row);
    draw_hits(&mut canvas, &plot, &row);
    canvas.finish()
}

fn entries(row: &Row<Quads>) -> Vec<(Sign, &'static str)> {
    let zeros = row.cells.iter().flatten().any(|counts| total(counts) == 0);
    let uncovered = row.cells.iter().any(Option::is_none);
    Sign::quads().into_iter().chain(Sign::gaps(zeros, uncovered)).collect()
}

/// What the drawing shows, in a sentence or two.
fn summary(row: &Row<Quads>) -> String {
    let sum = row.cells.iter().flatten().map(total).fold(0, u64::saturating_add);
    let known = row.cells.iter().flatten().count();
    let zeros = row.cells.iter().flatten().filter(|counts| total(counts) == 0).count();
    let Some((last, _)) = row.iter().last() else {
        return "No months.".to_owned();
    };
    let mut text = format!(
        "{} events in {} from {} to {last}; {} without an event, {} without coverage.",
        grouped(sum),
        counted(known, "month", "months"),
        row.first,
        counted(zeros, "month", "months"),
        row.cells.len() - known,
    );
    if row.cut > 0 {
        let months = counted(row.cut, "earlier month is", "earlier months are");
        text.push_str(&format!(" {months} left out."));
    }
    text
}

/// The parts of each month's bar, bottom up; each begins where the one below ends.
fn stacks(plot: &Plot, row: &Row<Quads>, quad: usize) -> Vec<Box2> {
    let months = row.cells.len();
    let pitch = plot.inner.width / months.max(1) as f64;
    let gap = if pitch < 4.0 { 0.0 } else { (pitch * 0.15).min(3.0) };
    let mut parts = Vec::new();
    for (i, counts) in row.cells.iter().enumerate() {
        let Some(counts) = counts.filter(|counts| counts[quad] > 0) else { continue };
        let below = counts[..quad].iter().fold(0, |sum: u64, count| sum.saturating_add(*count));
        let (bottom, top) = (plot.y(real(below)), plot.y(real(below.saturating_add(counts[quad]))));
        let band = plot.band((i, i + 1), months);
        let width = (band.width - gap).min(60.0);
        let x = band.x + (band.width - width) / 2.0;
        parts.push(Box2 { x, y: top, width, height: bottom - top });
    }
    parts
}

fn draw_stacks(canvas: &mut Canvas, id: &str, plot: &Plot, row: &Row<Quads>) {
    let edged = plot.inner.width / row.cells.len().max(1) as f64 >= 4.0;
    for (quad, pattern) in Pattern::QUADS.into_iter().enumerate() {
        let mut path = Path::default();
        stacks(plot, row, quad).into_iter().for_each(|part| path.rect(part));
        if path.is_empty() {
            continue;
        }
        let class = if edged { pattern.edge() } else { String::from("wd-bar") };
        let (fill, data) = (pattern.url(id), path.as_str());
        canvas.empty("path", &[("d", data), ("fill", &fill), ("class", &class)]);
    }
}

/// Fields over the months that tell their numbers when pointed at.
fn draw_hits(canvas: &mut Canvas, plot: &Plot, row: &Row<Quads>) {
    let months = row.cells.len();
    if months > POINTED {
        return;
    }
    for (i, (month, counts)) in row.iter().enumerate() {
        let place = plot.band((i, i + 1), months);
        let [x, y, width, height] =
            [place.x, place.y, place.width, place.height].map(crate::number::coordinate);
        let sides = [("x", &*x), ("y", &y), ("width", &width), ("height", &height)];
        canvas.open("rect", &[&sides[..], &[("class", "wd-hit")]].concat());
        canvas.leaf("title", &[], &told(month, counts));
        canvas.close();
    }
}

fn told(month: Month, counts: Option<&Quads>) -> String {
    match counts {
        None => format!("{month}: no coverage"),
        Some(counts) => {
            let parts =
                QUAD_NAMES.iter().zip(counts).map(|(name, n)| format!("{name} {}", grouped(*n)));
            format!("{month}: {}", parts.collect::<Vec<_>>().join(", "))
        }
    }
}

pub(super) fn table(chart: &Timeline) -> String {
    let row = row(&chart.months);
    let columns = [&["Month"], &QUAD_NAMES[..], &["All"]].concat();
    let mut table = Table::new(&chart.frame.title, &columns);
    for (month, counts) in row.iter() {
        table.row(&month.to_string(), &cells(counts));
    }
    table.note(&summary(&row));
    table.finish()
}

/// The counts and their sum, or that there is none.
pub(super) fn cells(counts: Option<&Quads>) -> Vec<Cell> {
    match counts {
        None => (0..5).map(|_| Cell::Words("no coverage".to_owned())).collect(),
        Some(counts) => {
            let numbers = counts.iter().copied().chain([total(counts)]);
            numbers.map(|number| Cell::Number(grouped(number))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn series() -> impl Strategy<Value = Vec<MonthCounts>> {
        let counts = prop_oneof![
            Just(None),
            Just(Some([0; 4])),
            proptest::array::uniform4(0u64..10_000_000).prop_map(Some),
            proptest::array::uniform4(0u64..20).prop_map(Some),
        ];
        let start = Month::new(1970, 1).expect("a month");
        proptest::collection::vec(counts, 1..600).prop_map(move |all| {
            let months = all.into_iter().enumerate();
            months.map(|(i, counts)| MonthCounts { month: start.later(i), counts }).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn bars_stand_within_the_plot_and_their_heights_sum_to_the_totals(months in series()) {
            let row = row(&months);
            let greatest = row.cells.iter().flatten().map(total).max().unwrap_or(0);
            let ticks = Ticks::counts(greatest, 4);
            let unit = HEIGHT / ticks.last();
            let plot = Plot::new(ticks, |v| short(v as u64), 20.0, 720.0, HEIGHT);
            let mut heights = 0.0;
            for quad in 0..4 {
                for part in stacks(&plot, &row, quad) {
                    heights += part.height;
                    prop_assert!(part.x >= plot.inner.x - 1e-6 && part.right() <= plot.inner.right() + 1e-6);
                    prop_assert!(part.y >= 20.0 - 1e-6 && part.bottom() <= 20.0 + HEIGHT + 1e-6);
                    prop_assert!(part.height >= 0.0 && part.width > 0.0);
                }
            }
            let sum: u64 = row.cells.iter().flatten().map(total).sum();
            prop_assert!((heights - sum as f64 * unit).abs() < 0.01);
        }
    }
}
