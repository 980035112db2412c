//! A line as high as a word.

use super::{Frame, Look};
use crate::Month;
use crate::canvas::{Canvas, Path, Svg};
use crate::month::Row;
use crate::number::{grouped, real};
use crate::pattern::{Pattern, define};
use crate::table::{Cell, Table};

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 24.0;
/// What the line keeps free at the edges, for its width and the last point.
const EDGE: f64 = 3.0;

/// Counts month by month as a small line from zero to the greatest; without axes or numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spark {
    /// Title and description; the width is always 120.
    pub frame: Frame,
    /// The counts, `None` or missing where no report covers the month.
    pub months: Vec<(Month, Option<u64>)>,
}

fn row(chart: &Spark) -> Row<u64> {
    Row::new(chart.months.iter().copied(), u64::saturating_add)
}

pub(super) fn draw(chart: &Spark, standalone: bool) -> Svg {
    let row = row(chart);
    let look = Look { width: Some(WIDTH), ..Look::new("wd-spark", standalone) };
    let mut canvas = chart.frame.canvas(&look, HEIGHT, &summary(&row));
    let id = chart.frame.safe_id();
    if row.cells.iter().any(Option::is_none) {
        define(&mut canvas, &id, &[Pattern::NoCoverage]);
        draw_gaps(&mut canvas, &id, &row);
    }
    canvas.line((0.0, HEIGHT - EDGE), (WIDTH, HEIGHT - EDGE), "wd-grid");
    draw_line(&mut canvas, &row);
    canvas.finish()
}

fn summary(row: &Row<u64>) -> String {
    let known = || row.iter().filter_map(|(month, count)| Some((month, *count?)));
    match (known().last(), known().map(|(_, count)| count).max()) {
        (Some((month, last)), Some(greatest)) => format!(
            "{} to {month}: last {}, greatest {}.",
            row.first,
            grouped(last),
            grouped(greatest)
        ),
        _ => "No coverage.".to_owned(),
    }
}

/// The left edge of a month's column.
fn x(month: usize, months: usize) -> f64 {
    EDGE + (WIDTH - 2.0 * EDGE) * month as f64 / months.max(1) as f64
}

fn draw_gaps(canvas: &mut Canvas, id: &str, row: &Row<u64>) {
    let months = row.cells.len();
    for (first, end) in row.runs(|cell| cell.is_none()) {
        let (left, right) = (x(first, months), x(end, months));
        let place = crate::canvas::Box2 { x: left, y: 0.0, width: right - left, height: HEIGHT };
        canvas.filled(place, &Pattern::NoCoverage.url(id), "wd-uncovered");
    }
}

fn draw_line(canvas: &mut Canvas, row: &Row<u64>) {
    let months = row.cells.len();
    let greatest = real(row.cells.iter().flatten().copied().max().unwrap_or(0)).max(1.0);
    let y = |count: u64| HEIGHT - EDGE - real(count) / greatest * (HEIGHT - 2.0 * EDGE);
    let middle = |month| (x(month, months) + x(month + 1, months)) / 2.0;
    let points: Vec<Option<(f64, f64)>> =
        row.cells.iter().enumerate().map(|(i, count)| Some((middle(i), y((*count)?)))).collect();
    broken_line(canvas, &points);
    if let Some(last) = points.iter().flatten().last() {
        canvas.circle(*last, 2.25, "wd-spot");
    }
}

/// A line through the points, broken where one is missing; a point between two gaps is a dot.
pub(super) fn broken_line(canvas: &mut Canvas, points: &[Option<(f64, f64)>]) {
    let mut path = Path::default();
    for (i, point) in points.iter().enumerate() {
        let Some(point) = point else { continue };
        let (before, after) =
            (i.checked_sub(1).and_then(|i| points[i]), points.get(i + 1).copied().flatten());
        match (before, after) {
            (Some(_), _) => path.line_to(*point),
            (None, Some(_)) => path.move_to(*point),
            (None, None) => canvas.circle(*point, 1.75, "wd-spot"),
        }
    }
    if !path.is_empty() {
        canvas.empty("path", &[("d", path.as_str()), ("class", "wd-curve")]);
    }
}

pub(super) fn table(chart: &Spark) -> String {
    let row = row(chart);
    let mut table = Table::new(&chart.frame.title, &["Month", "Events"]);
    for (month, count) in row.iter() {
        let cell = count
            .map_or_else(|| Cell::Words("no coverage".to_owned()), |n| Cell::Number(grouped(*n)));
        table.row(&month.to_string(), &[cell]);
    }
    table.finish()
}
