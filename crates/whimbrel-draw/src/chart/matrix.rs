//! Counts by two names: who acts on whom.

use super::{Frame, Look};
use crate::canvas::{Anchor, Box2, Canvas, Svg};
use crate::number::{coordinate, counted, grouped, real, short};
use crate::pattern::{Pattern, define};
use crate::table::{Cell, Table};
use crate::text::{NAME, clean, fit, width};

/// At most so many rows and columns are drawn and told.
const MOST: usize = 24;
const ROW: f64 = 26.0;
/// The narrowest column; where they do not fit, the drawing grows.
const LEAST: f64 = 32.0;

/// Counts by row and column as a field of shades, each with its number. The first 24 rows and
/// columns are shown; the drawing is as wide as they need, also beyond the frame's width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// Title and description.
    pub frame: Frame,
    /// What the rows are, such as "Actor".
    pub row_title: String,
    /// What the columns are, such as "Recipient".
    pub column_title: String,
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The counts, row by row; `None` or missing where there can be none.
    pub cells: Vec<Vec<Option<u64>>>,
}

impl Matrix {
    fn rows(&self) -> &[String] {
        &self.rows[..self.rows.len().min(MOST)]
    }

    fn columns(&self) -> &[String] {
        &self.columns[..self.columns.len().min(MOST)]
    }

    fn cell(&self, row: usize, column: usize) -> Option<u64> {
        self.cells.get(row).and_then(|cells| cells.get(column)).copied().flatten()
    }

    fn greatest(&self) -> u64 {
        let places =
            (0..self.rows().len()).flat_map(|r| (0..self.columns().len()).map(move |c| (r, c)));
        places.filter_map(|(r, c)| self.cell(r, c)).max().unwrap_or(0)
    }
}

/// Where the field stands and how its columns are named.
struct Layout {
    field: Box2,
    cell: f64,
    /// Names of columns stand upwards.
    upright: bool,
}

fn layout(chart: &Matrix) -> Layout {
    let widest =
        |names: &[String]| names.iter().map(|n| width(&clean(n, NAME), 12.0)).fold(0.0, f64::max);
    let room = chart.frame.room();
    let corner = width(&clean(&chart.row_title, 40), 11.0) + 16.0;
    let left = widest(chart.rows()).max(corner).min(room * 0.3).ceil() + 10.0;
    let columns = chart.columns().len().max(1) as f64;
    let cell = ((room - left - 1.0) / columns).clamp(LEAST, 64.0);
    let upright = widest(chart.columns()) > cell - 4.0;
    let top = 22.0 + if upright { widest(chart.columns()).min(110.0) + 8.0 } else { 20.0 };
    let height = chart.rows().len().max(1) as f64 * ROW;
    Layout { field: Box2 { x: left, y: top, width: cell * columns, height }, cell, upright }
}

pub(super) fn draw(chart: &Matrix, standalone: bool) -> Svg {
    let layout = layout(chart);
    let id = chart.frame.safe_id();
    let height = layout.field.bottom() + 2.0;
    let title = layout.field.x + width(&clean(&chart.column_title, 40), 11.0) + 20.0;
    let width = title.max(layout.field.right() + 1.0);
    let look = Look { width: Some(width), ..Look::new("wd-matrix", standalone) };
    let mut canvas = chart.frame.canvas(&look, height, &summary(chart));
    define(&mut canvas, &id, &[Pattern::NoCoverage]);
    draw_names(&mut canvas, chart, &layout);
    let greatest = chart.greatest();
    for row in 0..chart.rows().len() {
        for column in 0..chart.columns().len() {
            draw_cell(
                &mut canvas,
                &id,
                place(&layout, row, column),
                chart.cell(row, column),
                greatest,
            );
        }
    }
    canvas.finish()
}

fn place(layout: &Layout, row: usize, column: usize) -> Box2 {
    let (x, y) = (layout.field.x + column as f64 * layout.cell, layout.field.y + row as f64 * ROW);
    Box2 { x: x + 0.5, y: y + 0.5, width: layout.cell - 1.0, height: ROW - 1.0 }
}

fn draw_names(canvas: &mut Canvas, chart: &Matrix, layout: &Layout) {
    let field = layout.field;
    let titles = (
        format!("{} ↓", clean(&chart.row_title, 40)),
        format!("{} →", clean(&chart.column_title, 40)),
    );
    canvas.text((field.x - 8.0, field.y - 8.0), Anchor::End, "wd-note", &titles.0);
    canvas.text((field.x, 12.0), Anchor::Start, "wd-note", &titles.1);
    for (i, name) in chart.rows().iter().enumerate() {
        let base = field.y + i as f64 * ROW + ROW / 2.0 + 4.0;
        let name = fit(&clean(name, NAME), field.x - 10.0, 12.0);
        canvas.text((field.x - 8.0, base), Anchor::End, "wd-text", &name);
    }
    for (i, name) in chart.columns().iter().enumerate() {
        let x = field.x + (i as f64 + 0.5) * layout.cell;
        match layout.upright {
            true => {
                upright(canvas, (x + 4.0, field.y - 6.0), &fit(&clean(name, NAME), 110.0, 12.0))
            }
            false => canvas.text((x, field.y - 8.0), Anchor::Middle, "wd-text", &clean(name, NAME)),
        }
    }
}

fn upright(canvas: &mut Canvas, at: (f64, f64), name: &str) {
    let turn = format!("translate({} {}) rotate(-90)", coordinate(at.0), coordinate(at.1));
    canvas.leaf("text", &[("transform", &turn), ("class", "wd-text")], name);
}

/// The shade of a count, 0 for none, to 5: by the square root, so that middling counts differ.
fn shade(count: u64, greatest: u64) -> usize {
    if count == 0 {
        return 0;
    }
    let share = (real(count) / real(greatest.max(1))).sqrt();
    ((share * 5.0).ceil() as usize).clamp(1, 5)
}

fn draw_cell(canvas: &mut Canvas, id: &str, place: Box2, count: Option<u64>, greatest: u64) {
    let Some(count) = count else {
        canvas.filled(place, &Pattern::NoCoverage.url(id), "wd-uncovered");
        return;
    };
    let shade = shade(count, greatest);
    canvas.rect(place, &format!("wd-h{shade}"));
    let ink = match shade {
        0 => "",
        1 | 2 => " wd-low",
        _ => " wd-high",
    };
    let at = (place.x + place.width / 2.0, place.y + place.height / 2.0 + 4.0);
    canvas.text(at, Anchor::Middle, &format!("{}{ink}", size(place.width)), &short(count));
}

/// The class of numbers in cells of this width; the longest, such as `9,999`, fit.
fn size(width: f64) -> &'static str {
    if width >= 40.0 { "wd-number" } else { "wd-tiny" }
}

fn summary(chart: &Matrix) -> String {
    let (rows, columns) = (chart.rows().len(), chart.columns().len());
    let mut text = format!(
        "{}, {}; greatest count {}.",
        counted(rows, "row", "rows"),
        counted(columns, "column", "columns"),
        grouped(chart.greatest())
    );
    if rows < chart.rows.len() || columns < chart.columns.len() {
        text.push_str(&format!(
            " Of {} rows and {} columns.",
            chart.rows.len(),
            chart.columns.len()
        ));
    }
    text
}

pub(super) fn table(chart: &Matrix) -> String {
    let corner = format!("{} / {}", clean(&chart.row_title, 40), clean(&chart.column_title, 40));
    let names = chart.columns().iter().map(String::as_str);
    let columns: Vec<&str> = [corner.as_str()].into_iter().chain(names).collect();
    let mut table = Table::new(&chart.frame.title, &columns);
    for (row, name) in chart.rows().iter().enumerate() {
        let counts = (0..chart.columns().len()).map(|column| chart.cell(row, column));
        let cells = counts.map(|count| Cell::Number(count.map_or_else(|| "–".to_owned(), grouped)));
        table.row(name, &cells.collect::<Vec<_>>());
    }
    table.note(&summary(chart));
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_rise_with_counts_and_zero_has_none() {
        let shades: Vec<usize> = [0, 1, 4, 20, 50, 80, 100].map(|count| shade(count, 100)).into();
        assert_eq!(shades, [0, 1, 1, 3, 4, 5, 5]);
        assert_eq!(shade(u64::MAX, u64::MAX), 5);
    }
}
