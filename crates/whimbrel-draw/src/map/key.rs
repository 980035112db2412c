//! Legend, scale and note below the map.

use super::NOTE;
use super::marks::Placed;
use super::outline::Outlines;
use super::projection::View;
use crate::canvas::{Anchor, Box2, Canvas};
use crate::legend::flow;
use crate::number::{grouped, real, round_below};
use crate::pattern::{Pattern, swatch};
use crate::text::{width, wrap};

/// The room between the lines of the note.
const LINE: f64 = 14.0;

/// What is explained, and where.
pub(crate) struct Key {
    entries: Vec<Entry>,
    places: Vec<(f64, f64)>,
    scale: (f64, f64),
    note: Vec<String>,
    note_top: f64,
    /// The height of the whole drawing.
    pub(crate) bottom: f64,
}

struct Entry {
    sign: Sign,
    text: String,
}

enum Sign {
    Point(f64),
    Fill(Pattern),
    Circle,
    Square,
    Ring,
}

impl Key {
    pub(crate) fn new(placed: &Placed<'_>, outlines: &Outlines, view: &View) -> Key {
        let mut disputed = outlines.areas.iter().filter(|area| !area.claimants.is_empty());
        let entries = entries(placed, disputed.any(|area| view.shows(&area.rings)));
        let place = view.place;
        let widths: Vec<f64> =
            entries.iter().map(|entry| width(&entry.text, 12.0) + 44.0).collect();
        let top = place.bottom() + 32.0;
        let (places, height) = flow(&widths, place.x, top, place.width);
        let note = wrap(NOTE, place.width, 11.0);
        let note_top = top + height + 6.0;
        let bottom = note_top + note.len() as f64 * LINE + 4.0;
        Key {
            entries,
            places,
            scale: (place.x + 1.0, place.bottom() + 16.0),
            note,
            note_top,
            bottom,
        }
    }

    /// All patterns of the map.
    pub(crate) fn patterns(&self) -> Vec<Pattern> {
        let steps = (0..3).map(Pattern::Country);
        steps.chain([Pattern::Circle, Pattern::Disputed]).collect()
    }

    pub(crate) fn draw(&self, canvas: &mut Canvas, id: &str, view: &View) {
        self.draw_scale(canvas, view);
        for (entry, at) in self.entries.iter().zip(&self.places) {
            entry.draw(canvas, id, *at);
        }
        for (i, line) in self.note.iter().enumerate() {
            let at = (0.0, self.note_top + 10.0 + i as f64 * LINE);
            canvas.text(at, Anchor::Start, "wd-note", line);
        }
    }

    fn draw_scale(&self, canvas: &mut Canvas, view: &View) {
        let (x, y) = self.scale;
        let km = round_km(view.place.width * 0.2 / view.per_km());
        let end = x + real(km) * view.per_km();
        canvas.line((x, y), (end, y), "wd-axis");
        canvas.line((x, y - 3.0), (x, y + 3.0), "wd-axis");
        canvas.line((end, y - 3.0), (end, y + 3.0), "wd-axis");
        let text = format!("{} km {}", grouped(km), view.scale_note());
        canvas.text((end + 8.0, y + 4.0), Anchor::Start, "wd-small", &text);
    }
}

impl Entry {
    fn draw(&self, canvas: &mut Canvas, id: &str, (x, y): (f64, f64)) {
        let middle = (x + 8.0, y - 4.0);
        match self.sign {
            Sign::Fill(pattern) => return swatch(canvas, id, pattern, (x, y), &self.text),
            Sign::Point(radius) => canvas.circle(middle, radius.min(10.0), "wd-point"),
            Sign::Ring => {
                canvas.circle(middle, 3.0, "wd-point");
                canvas.circle(middle, 6.5, "wd-ring");
            }
            Sign::Circle => draw_circle(canvas, id, middle),
            Sign::Square => {
                let place =
                    Box2 { x: middle.0 - 5.0, y: middle.1 - 5.0, width: 10.0, height: 10.0 };
                canvas.filled(place, &Pattern::Country(0).url(id), "wd-square");
            }
        }
        canvas.text((x + 22.0, y), Anchor::Start, "wd-text", &self.text);
    }
}

fn draw_circle(canvas: &mut Canvas, id: &str, (x, y): (f64, f64)) {
    let [x, y] = [x, y].map(crate::number::coordinate);
    let fill = Pattern::Circle.url(id);
    canvas.empty(
        "circle",
        &[("cx", &x), ("cy", &y), ("r", "7"), ("fill", &fill), ("class", "wd-around")],
    );
}

fn entries(placed: &Placed<'_>, disputed: bool) -> Vec<Entry> {
    let mut entries = sizes(placed);
    if !placed.circles.is_empty() {
        entries.push(Entry { sign: Sign::Circle, text: "somewhere within the circle".to_owned() });
    }
    entries.extend(shades(placed));
    if !placed.squares.is_empty() {
        let text = "a country too small to outline".to_owned();
        entries.push(Entry { sign: Sign::Square, text });
    }
    if placed.has_disputed_spot() {
        entries.push(Entry { sign: Sign::Ring, text: "disputed place".to_owned() });
    }
    if disputed {
        let text = "disputed area".to_owned();
        entries.push(Entry { sign: Sign::Fill(Pattern::Disputed), text });
    }
    entries
}

/// Two round counts with their points, the larger first.
fn sizes(placed: &Placed<'_>) -> Vec<Entry> {
    if placed.points.is_empty() {
        return Vec::new();
    }
    let mut counts = vec![round_below(placed.greatest / 3), round_below(placed.greatest / 20)];
    counts.retain(|count| *count > 0);
    counts.dedup();
    if counts.is_empty() {
        counts.push(placed.greatest.max(1));
    }
    let entry = |count: u64| {
        let unit = if count == 1 { "event" } else { "events" };
        Entry {
            sign: Sign::Point(placed.radius(count)),
            text: format!("{} {unit}", grouped(count)),
        }
    };
    counts.into_iter().map(entry).collect()
}

/// The steps of shades that the map has.
fn shades(placed: &Placed<'_>) -> Vec<Entry> {
    let [second, third] = placed.steps;
    let range = |step: usize| match step {
        0 => (1, Some(second - 1)),
        1 => (second, Some(third - 1)),
        _ => (third, None),
    };
    let used = (0..3).filter(|step| placed.countries.iter().any(|(_, shade)| shade.step == *step));
    let entry = |step| {
        let text = match range(step) {
            (least, None) => format!("country: {} or more", grouped(least)),
            (least, Some(most)) if least == most => format!("country: {}", grouped(least)),
            (least, Some(most)) => format!("country: {} to {}", grouped(least), grouped(most)),
        };
        Entry { sign: Sign::Fill(Pattern::Country(step)), text }
    };
    used.map(entry).collect()
}

fn round_km(km: f64) -> u64 {
    round_below(km.clamp(1.0, 1e5) as u64)
}
