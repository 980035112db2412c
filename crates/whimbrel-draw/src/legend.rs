//! Legends: entries that flow into as many rows as they need.

use crate::canvas::{Anchor, Canvas};
use crate::chart::QUAD_NAMES;
use crate::pattern::{Pattern, swatch};
use crate::text::width;

/// The height of a row.
pub(crate) const ROW: f64 = 18.0;
/// What a swatch and the gap to the next entry take.
const AROUND: f64 = 22.0 + 18.0;

/// The left end and base line of each entry, in rows no wider than the room, and the height of all.
pub(crate) fn flow(widths: &[f64], left: f64, top: f64, room: f64) -> (Vec<(f64, f64)>, f64) {
    let (mut x, mut row) = (0.0, 0);
    let mut places = Vec::new();
    for width in widths {
        if x > 0.0 && x + width > room {
            x = 0.0;
            row += 1;
        }
        places.push((left + x, top + 12.0 + f64::from(row) * ROW));
        x += width;
    }
    let rows = if widths.is_empty() { 0 } else { row + 1 };
    (places, f64::from(rows) * ROW)
}

/// What a legend explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Fill(Pattern),
    /// The dashed line below months in which nothing happened.
    Zero,
}

impl Sign {
    /// The four quads with their names.
    pub(crate) fn quads() -> Vec<(Sign, &'static str)> {
        Pattern::QUADS.into_iter().map(Sign::Fill).zip(QUAD_NAMES).collect()
    }

    /// Months without events and without coverage, where there are some.
    pub(crate) fn gaps(zeros: bool, uncovered: bool) -> Vec<(Sign, &'static str)> {
        let zeros = zeros.then_some((Sign::Zero, "No events"));
        let uncovered = uncovered.then_some((Sign::Fill(Pattern::NoCoverage), "No coverage"));
        zeros.into_iter().chain(uncovered).collect()
    }
}

/// A legend.
pub(crate) struct Legend {
    entries: Vec<(Sign, &'static str)>,
    places: Vec<(f64, f64)>,
    /// The height that it takes.
    pub(crate) height: f64,
}

impl Legend {
    pub(crate) fn new(
        entries: Vec<(Sign, &'static str)>,
        left: f64,
        top: f64,
        room: f64,
    ) -> Legend {
        let widths: Vec<f64> = entries.iter().map(|(_, name)| width(name, 12.0) + AROUND).collect();
        let (places, height) = flow(&widths, left, top, room);
        Legend { entries, places, height }
    }

    pub(crate) fn draw(&self, canvas: &mut Canvas, id: &str) {
        for ((sign, name), at) in self.entries.iter().zip(&self.places) {
            match sign {
                Sign::Fill(pattern) => swatch(canvas, id, *pattern, *at, name),
                Sign::Zero => draw_zero(canvas, *at, name),
            }
        }
    }

    /// The patterns that must be defined.
    pub(crate) fn patterns(&self) -> Vec<Pattern> {
        let pattern = |(sign, _): &(Sign, &str)| match sign {
            Sign::Fill(pattern) => Some(*pattern),
            Sign::Zero => None,
        };
        self.entries.iter().filter_map(pattern).collect()
    }
}

fn draw_zero(canvas: &mut Canvas, (x, y): (f64, f64), name: &str) {
    canvas.line((x, y - 3.0), (x + 16.0, y - 3.0), "wd-zero");
    canvas.text((x + 22.0, y), Anchor::Start, "wd-text", name);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_that_do_not_fit_start_a_row() {
        let (places, height) = flow(&[100.0, 100.0, 100.0], 10.0, 0.0, 220.0);
        assert_eq!(places, [(10.0, 12.0), (110.0, 12.0), (10.0, 30.0)]);
        assert_eq!(height, 36.0);
    }
}
