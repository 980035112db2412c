//! Legends: entries that flow into as many rows as they need.

use crate::canvas::Canvas;
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

/// A legend of patterns.
pub(crate) struct Legend {
    entries: Vec<(Pattern, String)>,
    places: Vec<(f64, f64)>,
    /// The height that it takes.
    pub(crate) height: f64,
}

impl Legend {
    pub(crate) fn new(entries: Vec<(Pattern, String)>, left: f64, top: f64, room: f64) -> Legend {
        let widths: Vec<f64> = entries.iter().map(|(_, name)| width(name, 12.0) + AROUND).collect();
        let (places, height) = flow(&widths, left, top, room);
        Legend { entries, places, height }
    }

    pub(crate) fn draw(&self, canvas: &mut Canvas, id: &str) {
        for ((pattern, name), at) in self.entries.iter().zip(&self.places) {
            swatch(canvas, id, *pattern, *at, name);
        }
    }

    /// The patterns that must be defined.
    pub(crate) fn patterns(&self) -> Vec<Pattern> {
        self.entries.iter().map(|(pattern, _)| *pattern).collect()
    }
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
