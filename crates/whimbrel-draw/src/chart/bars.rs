//! Counts by name, as bars to the right.

use super::{Frame, Look, QUAD_NAMES, Quads, total};
use crate::canvas::{Anchor, Box2, Canvas, Svg};
use crate::legend::{Legend, Sign};
use crate::number::{counted, grouped, real, short};
use crate::pattern::{Pattern, define};
use crate::table::Table;
use crate::text::{NAME, clean, fit, width};
use crate::ticks::Ticks;

/// At most so many bars are drawn and told.
const MOST: usize = 60;
/// The height of a row.
const ROW: f64 = 24.0;

/// Counts by name, such as the most active pairs or actors, in the order given; the first 60.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// Title and description.
    pub frame: Frame,
    /// What the names are, for the table: "Pair", "Actor".
    pub what: String,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Whose it is; 120 code points of it are used.
    pub name: String,
    /// How long it is.
    pub value: Split,
}

/// A count, whole or in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// One number.
    Whole(u64),
    /// One for each quad.
    ByQuad(Quads),
}

impl Split {
    fn total(self) -> u64 {
        match self {
            Split::Whole(count) => count,
            Split::ByQuad(counts) => total(&counts),
        }
    }

    fn parts(self) -> Vec<(Option<Pattern>, u64)> {
        match self {
            Split::Whole(count) => vec![(None, count)],
            Split::ByQuad(counts) => Pattern::QUADS.into_iter().map(Some).zip(counts).collect(),
        }
    }
}

pub(super) fn draw(chart: &Bars, standalone: bool) -> Svg {
    let bars = shown(chart);
    let id = chart.frame.safe_id();
    let legend = Legend::new(entries(bars), 0.0, 0.0, chart.frame.room());
    let place = plot(bars, legend.height, chart.frame.room());
    let height = place.bottom() + 22.0;
    let mut canvas = chart.frame.canvas(&Look::new("wd-bars", standalone), height, &summary(chart));
    define(&mut canvas, &id, &legend.patterns());
    legend.draw(&mut canvas, &id);
    let ticks = ticks(bars);
    draw_ticks(&mut canvas, place, &ticks);
    for (i, bar) in bars.iter().enumerate() {
        draw_bar(&mut canvas, &id, place, ticks.last(), (i, bar));
    }
    canvas.line((place.x, place.y), (place.x, place.bottom()), "wd-axis");
    canvas.finish()
}

fn shown(chart: &Bars) -> &[Bar] {
    &chart.bars[..chart.bars.len().min(MOST)]
}

fn ticks(bars: &[Bar]) -> Ticks {
    Ticks::counts(bars.iter().map(|bar| bar.value.total()).max().unwrap_or(0), 4)
}

fn entries(bars: &[Bar]) -> Vec<(Sign, &'static str)> {
    let split = bars.iter().any(|bar| matches!(bar.value, Split::ByQuad(_)));
    if split { Sign::quads() } else { Vec::new() }
}

/// Where the bars stand: right of the names, left of the numbers behind the longest bar.
fn plot(bars: &[Bar], legend: f64, room: f64) -> Box2 {
    let widest = bars.iter().map(|bar| width(&clean(&bar.name, NAME), 12.0)).fold(0.0, f64::max);
    let left = (widest + 10.0).min(room * 0.45).ceil();
    let numbers =
        bars.iter().map(|bar| width(&grouped(bar.value.total()), 12.0)).fold(20.0, f64::max);
    let top = if legend > 0.0 { legend + 8.0 } else { 4.0 };
    let height = bars.len().max(1) as f64 * ROW;
    Box2 { x: left, y: top, width: (room - left - numbers - 12.0).max(40.0), height }
}

fn draw_ticks(canvas: &mut Canvas, place: Box2, ticks: &Ticks) {
    let mut free = f64::NEG_INFINITY;
    for value in &ticks.values {
        let x = place.x + place.width * value / ticks.last();
        let label = short(*value as u64);
        let half = width(&label, 11.0) / 2.0;
        canvas.line((x, place.y), (x, place.bottom()), "wd-grid");
        if x - half >= free {
            canvas.text((x, place.bottom() + 15.0), Anchor::Middle, "wd-small", &label);
            free = x + half + 6.0;
        }
    }
}

/// The parts of a bar from left to right.
fn parts(value: Split, row: Box2, greatest: f64) -> Vec<(Option<Pattern>, Box2)> {
    let mut before = 0_u64;
    let mut parts = Vec::new();
    for (pattern, count) in value.parts().into_iter().filter(|(_, count)| *count > 0) {
        let after = before.saturating_add(count);
        let (left, right) = (real(before) / greatest, real(after) / greatest);
        let (x, width) = (row.x + left * row.width, (right - left) * row.width);
        parts.push((pattern, Box2 { x, width, ..row }));
        before = after;
    }
    parts
}

fn draw_bar(canvas: &mut Canvas, id: &str, place: Box2, greatest: f64, (i, bar): (usize, &Bar)) {
    let y = place.y + i as f64 * ROW;
    let row = Box2 { y: y + 4.0, height: ROW - 8.0, ..place };
    let base = y + ROW / 2.0 + 4.0;
    let name = fit(&clean(&bar.name, NAME), place.x - 8.0, 12.0);
    canvas.text((place.x - 8.0, base), Anchor::End, "wd-text", &name);
    for (pattern, part) in parts(bar.value, row, greatest) {
        match pattern {
            Some(pattern) => canvas.filled(part, &pattern.url(id), &pattern.edge()),
            None => canvas.rect(part, "wd-plain"),
        }
    }
    let end = place.x + real(bar.value.total()) / greatest * place.width;
    canvas.text((end + 6.0, base), Anchor::Start, "wd-number", &grouped(bar.value.total()));
}

fn summary(chart: &Bars) -> String {
    let bars = shown(chart);
    let first = bars
        .iter()
        .take(3)
        .map(|bar| format!("{} {}", clean(&bar.name, 40), grouped(bar.value.total())));
    let first: Vec<String> = first.collect();
    let number = counted(bars.len(), "bar", "bars");
    let first =
        if first.is_empty() { String::new() } else { format!("; first {}", first.join(", ")) };
    match chart.bars.len() - bars.len() {
        0 => format!("{number}{first}."),
        more => format!("{number}, {} more left out{first}.", grouped(more as u64)),
    }
}

pub(super) fn table(chart: &Bars) -> String {
    let bars = shown(chart);
    let columns = match entries(bars).is_empty() {
        true => vec![chart.what.as_str(), "Events"],
        false => [&[chart.what.as_str()], &QUAD_NAMES[..], &["All"]].concat(),
    };
    let mut table = Table::new(&chart.frame.title, &columns);
    for bar in bars {
        table.row(&bar.name, &cells(bar.value, columns.len() == 2));
    }
    table.note(&summary(chart));
    table.finish()
}

fn cells(value: Split, whole: bool) -> Vec<crate::table::Cell> {
    use crate::table::Cell;
    match value {
        Split::ByQuad(counts) => super::timeline::cells(Some(&counts)),
        Split::Whole(count) if whole => vec![Cell::Number(grouped(count))],
        Split::Whole(count) => {
            let unknown = (0..4).map(|_| Cell::Number(String::new()));
            unknown.chain([Cell::Number(grouped(count))]).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_of_a_bar_lie_side_by_side_within_the_plot(
            counts in proptest::array::uniform4(0u64..10_000_000), name in "\\PC{0,80}", room in 320.0..1200.0f64,
        ) {
            let bars = [Bar { name, value: Split::ByQuad(counts) }];
            let place = plot(&bars, 18.0, room);
            let all = parts(bars[0].value, place, ticks(&bars).last());
            let sum: f64 = all.iter().map(|(_, part)| part.width).sum();
            let end = all.last().map_or(place.x, |(_, part)| part.right());
            prop_assert!((place.x + sum - end).abs() < 1e-6);
            prop_assert!(end <= place.right() + 1e-6 && place.right() <= room);
        }
    }
}
