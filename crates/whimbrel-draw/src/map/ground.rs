//! Sea, land, borders, and the countries that are shaded.

use super::clip::dense;
use super::marks::Placed;
use super::outline::{Outlines, Point, Ring};
use super::projection::View;
use crate::canvas::Canvas;
use crate::number::{fixed, grouped};
use crate::pattern::Pattern;

pub(crate) fn draw(
    canvas: &mut Canvas,
    id: &str,
    outlines: &Outlines,
    view: &View,
    placed: &Placed<'_>,
) {
    let window = view.window;
    let (west, east, south, north) = (window.west, window.east, window.south, window.north);
    let edge = vec![(west, south), (east, south), (east, north), (west, north)];
    shape(canvas, view, &[edge], &[("class", "wd-sea")]);
    shape(canvas, view, &outlines.land, &[("class", "wd-land")]);
    borders(canvas, outlines, view, false);
    for (outline, shade) in &placed.countries {
        let pattern = Pattern::Country(shade.step).url(id);
        canvas.open("g", &[]);
        canvas.leaf("title", &[], &format!("{}: {}", outline.name, grouped(shade.count)));
        shape(canvas, view, &outline.rings, &[("fill", &pattern), ("class", "wd-country")]);
        canvas.close();
    }
    let disputed = Pattern::Disputed.url(id);
    for area in outlines.areas.iter().filter(|area| !area.claimants.is_empty()) {
        shape(canvas, view, &area.rings, &[("fill", &disputed), ("class", "wd-claimed")]);
    }
    borders(canvas, outlines, view, true);
}

fn borders(canvas: &mut Canvas, outlines: &Outlines, view: &View, disputed: bool) {
    let mut data = Data::default();
    for (line, _) in outlines.borders.iter().filter(|(_, either)| *either == disputed) {
        for part in view.window.line(line) {
            data.line(part.iter().map(|point| view.project(*point)), false);
        }
    }
    let class = if disputed { "wd-border-disputed" } else { "wd-border" };
    data.draw(canvas, &[("class", class)]);
}

/// Rings as one shape.
pub(crate) fn shape(canvas: &mut Canvas, view: &View, rings: &[Ring], attributes: &[(&str, &str)]) {
    let mut data = Data::default();
    for ring in rings.iter().flat_map(|ring| view.window.ring(ring)) {
        let points: Vec<Point> = dense(&ring, view.bend());
        data.line(points.into_iter().map(|point| view.project(point)), true);
    }
    data.draw(canvas, attributes);
}

/// The data of a path in tenths of a unit, as steps; points closer than half a unit are left out.
#[derive(Default)]
struct Data(String);

impl Data {
    fn line(&mut self, points: impl Iterator<Item = (f64, f64)>, closed: bool) {
        let points = thin(points.map(|(x, y)| (tenths(x), tenths(y))).collect());
        if points.len() < if closed { 3 } else { 2 } {
            return;
        }
        let (mut x, mut y) = points[0];
        self.0.push('M');
        self.pair(x, y);
        self.0.push('l');
        for (i, (to_x, to_y)) in points[1..].iter().enumerate() {
            if i > 0 && *to_x >= x {
                self.0.push(' ');
            }
            self.pair(to_x - x, to_y - y);
            (x, y) = (*to_x, *to_y);
        }
        if closed {
            self.0.push('z');
        }
    }

    fn pair(&mut self, x: i64, y: i64) {
        self.0.push_str(&tenth(x));
        if y >= 0 {
            self.0.push(' ');
        }
        self.0.push_str(&tenth(y));
    }

    fn draw(&self, canvas: &mut Canvas, attributes: &[(&str, &str)]) {
        if !self.0.is_empty() {
            canvas.empty("path", &[&[("d", self.0.as_str())], attributes].concat());
        }
    }
}

fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

/// Tenths as a number without its leading zero: `-.5`.
fn tenth(value: i64) -> String {
    let text = fixed(value as f64 / 10.0, 1);
    match text.strip_prefix("0.") {
        Some(rest) => format!(".{rest}"),
        None => text.replacen("-0.", "-.", 1),
    }
}

/// First and last point, and of the others those half a unit or more from the one kept before.
fn thin(points: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    let last = points.len().saturating_sub(1);
    let mut kept: Vec<(i64, i64)> = Vec::new();
    for (i, point) in points.into_iter().enumerate() {
        let near = kept.last().is_some_and(|(x, y)| (point.0 - x).abs() + (point.1 - y).abs() < 5);
        if !near || i == last && kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_short_and_exact() {
        let mut data = Data::default();
        data.line([(0.0, 0.0), (0.1, 0.1), (1.04, -0.5), (0.5, 2.0)].into_iter(), true);
        assert_eq!(data.0, "M0 0l1-.5-.5 2.5z");
    }
}
