//! The plot between its axes: values upwards, months to the right.

use crate::canvas::{Anchor, Box2, Canvas, Path};
use crate::month::{Month, Row};
use crate::pattern::Pattern;
use crate::text::width;
use crate::ticks::{Ticks, month_step};

/// The room below a plot for the marks of zero months and two rows of labels.
pub(crate) const BELOW: f64 = 44.0;

/// A plot of months.
pub(crate) struct Plot {
    /// Where values are drawn.
    pub(crate) inner: Box2,
    ticks: Ticks,
    labels: Vec<String>,
}

impl Plot {
    /// A plot below `top`, as wide as the drawing, with labels for its ticks at the left.
    pub(crate) fn new(
        ticks: Ticks,
        label: impl Fn(f64) -> String,
        top: f64,
        width_all: f64,
        height: f64,
    ) -> Plot {
        let labels: Vec<String> = ticks.values.iter().map(|value| label(*value)).collect();
        let widest = labels.iter().map(|label| width(label, 12.0)).fold(0.0, f64::max);
        let left = (widest + 8.0).ceil();
        let inner = Box2 { x: left, y: top, width: width_all - left - 14.0, height };
        Plot { inner, ticks, labels }
    }

    /// The height of a value.
    pub(crate) fn y(&self, value: f64) -> f64 {
        let (first, last) = (self.ticks.first(), self.ticks.last());
        self.inner.bottom() - (value - first) / (last - first) * self.inner.height
    }

    /// The left edge of a month.
    pub(crate) fn x(&self, month: usize, months: usize) -> f64 {
        self.inner.x + self.inner.width * month as f64 / months.max(1) as f64
    }

    /// The middle of a month.
    pub(crate) fn middle(&self, month: usize, months: usize) -> f64 {
        (self.x(month, months) + self.x(month + 1, months)) / 2.0
    }

    /// The columns of months from one to before another, over the full height.
    pub(crate) fn band(&self, run: (usize, usize), months: usize) -> Box2 {
        let (left, right) = (self.x(run.0, months), self.x(run.1, months));
        Box2 { x: left, width: right - left, ..self.inner }
    }

    /// Lines and numbers of the values.
    pub(crate) fn draw_values(&self, canvas: &mut Canvas) {
        let (left, right) = (self.inner.x, self.inner.right());
        for (value, label) in self.ticks.values.iter().zip(&self.labels) {
            let y = self.y(*value);
            let class = if *value == 0.0 { "wd-axis" } else { "wd-grid" };
            canvas.line((left, y), (right, y), class);
            canvas.text((left - 6.0, y + 4.0), Anchor::End, "wd-number", label);
        }
    }

    /// Hatches the months that nothing is known of.
    pub(crate) fn draw_gaps<T>(&self, canvas: &mut Canvas, id: &str, row: &Row<T>) {
        for run in row.runs(|cell| cell.is_none()) {
            let place = self.band(run, row.cells.len());
            canvas.filled(place, &Pattern::NoCoverage.url(id), "wd-uncovered");
        }
    }

    /// A dashed line below the months in which nothing happened.
    pub(crate) fn draw_zeros(&self, canvas: &mut Canvas, runs: &[(usize, usize)], months: usize) {
        let mut path = Path::default();
        let y = self.inner.bottom() + 4.0;
        let inset = (self.inner.width / months.max(1) as f64 * 0.12).min(2.0);
        for run in runs {
            path.move_to((self.x(run.0, months) + inset, y));
            path.line_to((self.x(run.1, months) - inset, y));
        }
        if !path.is_empty() {
            canvas.empty("path", &[("d", path.as_str()), ("class", "wd-zero")]);
        }
    }

    /// Names of months, or of years where there are many.
    pub(crate) fn draw_months<T>(&self, canvas: &mut Canvas, row: &Row<T>) {
        let months = row.cells.len();
        let step = month_step(months, self.inner.width, 36.0);
        let mut said = None;
        let mut free = f64::NEG_INFINITY;
        for (i, (month, _)) in row.iter().enumerate() {
            if !starts(month, step) {
                continue;
            }
            let x = if step < 12 { self.middle(i, months) } else { self.x(i, months) };
            self.tick(canvas, x);
            self.month_label(canvas, x, month, step);
            if step < 12 && said != Some(month.year()) && x - 16.0 >= free {
                self.centred(canvas, x, 40.0, &year(month));
                said = Some(month.year());
                free = x + 22.0;
            }
        }
        if self.has_no_label(row, step) {
            self.lone_label(canvas, row);
        }
    }

    fn has_no_label<T>(&self, row: &Row<T>, step: usize) -> bool {
        !row.iter().any(|(month, _)| starts(month, step))
    }

    /// The first month in full, where no month would have a label.
    fn lone_label<T>(&self, canvas: &mut Canvas, row: &Row<T>) {
        if let Some((month, _)) = row.iter().next() {
            let text = format!("{} {}", month.short_name(), year(month));
            self.tick(canvas, self.x(0, row.cells.len()));
            canvas.text(
                (self.inner.x, self.inner.bottom() + 25.0),
                Anchor::Start,
                "wd-text",
                &text,
            );
        }
    }

    fn month_label(&self, canvas: &mut Canvas, x: f64, month: Month, step: usize) {
        match step < 12 {
            true => self.centred(canvas, x, 25.0, month.short_name()),
            false => self.centred(canvas, x, 25.0, &year(month)),
        }
    }

    /// A label in the middle of its point, but never beyond the drawing.
    fn centred(&self, canvas: &mut Canvas, x: f64, below: f64, text: &str) {
        let half = width(text, 12.0) / 2.0;
        let x = x.clamp(half, self.inner.right() + 14.0 - half);
        canvas.text((x, self.inner.bottom() + below), Anchor::Middle, "wd-text", text);
    }

    fn tick(&self, canvas: &mut Canvas, x: f64) {
        let y = self.inner.bottom();
        canvas.line((x, y + 7.0), (x, y + 12.0), "wd-axis");
    }
}

/// Whether a label stands at this month when every so many months have one.
fn starts(month: Month, step: usize) -> bool {
    let years = (step / 12).max(1) as u32;
    match step < 12 {
        true => (month.number() as usize - 1).is_multiple_of(step),
        false => month.number() == 1 && month.year().is_multiple_of(years),
    }
}

fn year(month: Month) -> String {
    month.year().to_string()
}
