//! Fills that differ without colour.

use crate::canvas::{Anchor, Box2, Canvas};

/// A fill; each drawing defines those that it uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// One of the four quads, 0 to 3.
    Quad(usize),
    /// Where nothing is known.
    NoCoverage,
    /// A country with events, in three steps, 0 to 2.
    Country(usize),
    /// Somewhere within a circle.
    Circle,
    /// Land that several states claim.
    Disputed,
}

impl Pattern {
    /// The four quads in their order.
    pub(crate) const QUADS: [Pattern; 4] =
        [Pattern::Quad(0), Pattern::Quad(1), Pattern::Quad(2), Pattern::Quad(3)];

    fn name(self) -> String {
        match self {
            Pattern::Quad(quad) => format!("q{}", quad + 1),
            Pattern::NoCoverage => "none".to_owned(),
            Pattern::Country(step) => format!("c{}", step + 1),
            Pattern::Circle => "circle".to_owned(),
            Pattern::Disputed => "disputed".to_owned(),
        }
    }

    /// The class of what is outlined in the pattern's colour.
    pub(crate) fn edge(self) -> String {
        format!("wd-edge wd-{}", self.name())
    }

    /// The reference to the pattern in the drawing of this identifier.
    pub(crate) fn url(self, id: &str) -> String {
        format!("url(#{id}-{})", self.name())
    }
}

/// Defines the patterns.
pub(crate) fn define(canvas: &mut Canvas, id: &str, patterns: &[Pattern]) {
    canvas.open("defs", &[]);
    for pattern in patterns {
        define_one(canvas, id, *pattern);
    }
    canvas.close();
}

fn define_one(canvas: &mut Canvas, id: &str, pattern: Pattern) {
    let (size, turn) = geometry(pattern);
    let side = size.to_string();
    let id = format!("{id}-{}", pattern.name());
    let class = format!("wd-{}", pattern.name());
    let turn = format!("rotate({turn})");
    canvas.open(
        "pattern",
        &[
            ("id", &id),
            ("class", &class),
            ("width", &side),
            ("height", &side),
            ("patternUnits", "userSpaceOnUse"),
            ("patternTransform", &turn),
        ],
    );
    marks(canvas, pattern, f64::from(size));
    canvas.close();
}

/// The side of a tile and by how many degrees it is turned.
fn geometry(pattern: Pattern) -> (u32, i32) {
    match pattern {
        Pattern::Quad(2) => (6, 45),
        Pattern::Quad(3) => (5, -45),
        Pattern::Quad(_) => (6, 0),
        Pattern::NoCoverage => (7, -45),
        Pattern::Country(0) => (6, 45),
        Pattern::Country(1) => (5, 45),
        Pattern::Country(_) => (5, 45),
        Pattern::Circle => (5, 0),
        Pattern::Disputed => (5, -45),
    }
}

fn marks(canvas: &mut Canvas, pattern: Pattern, size: f64) {
    let tile = Box2 { x: 0.0, y: 0.0, width: size, height: size };
    let middle = (size / 2.0, size / 2.0);
    let across = ((0.0, middle.1), (size, middle.1));
    let down = ((middle.0, 0.0), (middle.0, size));
    match pattern {
        Pattern::Quad(0) | Pattern::Circle => {
            canvas.rect(tile, "wd-tint");
            canvas.circle(middle, if pattern == Pattern::Circle { 0.8 } else { 1.5 }, "wd-solid");
        }
        Pattern::Quad(1) => canvas.rect(tile, "wd-solid"),
        Pattern::Quad(3) => {
            canvas.rect(tile, "wd-solid");
            canvas.line(down.0, down.1, "wd-gap");
        }
        Pattern::NoCoverage | Pattern::Country(1) => {
            canvas.rect(tile, "wd-tint");
            canvas.line(down.0, down.1, "wd-thin");
        }
        Pattern::Country(0) => {
            canvas.rect(tile, "wd-tint");
            canvas.circle(middle, 0.9, "wd-solid");
        }
        Pattern::Country(2) => {
            canvas.rect(tile, "wd-tint");
            canvas.line(across.0, across.1, "wd-thin");
            canvas.line(down.0, down.1, "wd-thin");
        }
        Pattern::Quad(_) | Pattern::Country(_) | Pattern::Disputed => {
            canvas.rect(tile, "wd-tint");
            canvas.line(down.0, down.1, "wd-thick");
        }
    }
}

/// A small field of the pattern with its name to the right, for a legend.
pub(crate) fn swatch(canvas: &mut Canvas, id: &str, pattern: Pattern, at: (f64, f64), name: &str) {
    let place = Box2 { x: at.0, y: at.1 - 9.0, width: 16.0, height: 11.0 };
    canvas.filled(place, &pattern.url(id), &pattern.edge());
    canvas.text((at.0 + 22.0, at.1), Anchor::Start, "wd-text", name);
}
