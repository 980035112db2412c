//! The one place where SVG is written: elements open and close in order, every value is escaped.

use std::fmt;

use crate::number::coordinate;
use crate::style::STYLESHEET;
use crate::text::{self, clean, escape};

/// A finished drawing: well-formed SVG with everything escaped, to be put into a page as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Svg(String);

impl Svg {
    /// The markup, one `svg` element.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Svg> for String {
    fn from(svg: Svg) -> String {
        svg.0
    }
}

/// What stands on the root element.
pub(crate) struct Root<'a> {
    pub(crate) id: &'a str,
    pub(crate) class: &'a str,
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Whether the drawing carries its own styles.
    pub(crate) standalone: bool,
}

/// A drawing in the making.
pub(crate) struct Canvas {
    out: String,
    open: Vec<&'static str>,
}

/// Where a text stands against its point.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Canvas {
    pub(crate) fn new(root: &Root<'_>) -> Canvas {
        let mut canvas = Canvas { out: String::new(), open: Vec::new() };
        canvas.open_root(root);
        canvas.leaf("title", &[("id", &format!("{}-t", root.id))], &clean(root.title, text::TITLE));
        let description = clean(root.description, text::DESCRIPTION);
        canvas.leaf("desc", &[("id", &format!("{}-d", root.id))], &description);
        if root.standalone {
            canvas.leaf("style", &[], STYLESHEET);
        }
        canvas
    }

    fn open_root(&mut self, root: &Root<'_>) {
        let (width, height) = (coordinate(root.width), coordinate(root.height));
        let wide = if root.width >= 512.0 { " wd-wide" } else { "" };
        self.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("id", root.id),
                ("class", &format!("wd {}{wide}", root.class)),
                ("role", "img"),
                ("aria-labelledby", &format!("{0}-t {0}-d", root.id)),
                ("viewBox", &format!("0 0 {width} {height}")),
                ("width", &width),
                ("height", &height),
            ],
        );
    }

    pub(crate) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str(&format!("</{name}>"));
            self.newline();
        }
    }

    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>");
        self.newline();
    }

    pub(crate) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], content: &str) {
        self.start(name, attributes);
        self.out.push_str(&format!(">{}</{name}>", escape(content)));
        self.newline();
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push_str(&format!(" {key}=\"{}\"", escape(value)));
        }
    }

    fn newline(&mut self) {
        self.out.push('\n');
    }

    /// A rectangle; `paint` is a class.
    pub(crate) fn rect(&mut self, place: Box2, paint: &str) {
        self.empty("rect", &place.with(&[("class", paint)]).as_pairs());
    }

    /// A rectangle filled with a pattern of this drawing, or with a pattern and a class.
    pub(crate) fn filled(&mut self, place: Box2, fill: &str, class: &str) {
        self.empty("rect", &place.with(&[("fill", fill), ("class", class)]).as_pairs());
    }

    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(coordinate);
        let ends = [("x1", &*x1), ("y1", &y1), ("x2", &x2), ("y2", &y2), ("class", class)];
        self.empty("line", &ends);
    }

    pub(crate) fn circle(&mut self, centre: (f64, f64), radius: f64, class: &str) {
        let [cx, cy, r] = [centre.0, centre.1, radius].map(coordinate);
        self.empty("circle", &[("cx", &cx), ("cy", &cy), ("r", &r), ("class", class)]);
    }

    /// A text on one line, cleaned; of the size of its class.
    pub(crate) fn text(&mut self, at: (f64, f64), anchor: Anchor, class: &str, content: &str) {
        let [x, y] = [at.0, at.1].map(coordinate);
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let attributes = [("x", &*x), ("y", &y), ("text-anchor", anchor), ("class", class)];
        self.leaf("text", &attributes, &clean(content, text::TITLE));
    }

    pub(crate) fn finish(mut self) -> Svg {
        while !self.open.is_empty() {
            self.close();
        }
        Svg(self.out.trim_end().to_owned())
    }
}

/// Left, top, width and height of a rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Box2 {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Box2 {
    pub(crate) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(crate) fn bottom(self) -> f64 {
        self.y + self.height
    }

    fn with<'a>(self, more: &[(&'a str, &'a str)]) -> Attributes<'a> {
        let sides = [("x", self.x), ("y", self.y), ("width", self.width), ("height", self.height)];
        let sides = sides.into_iter().map(|(key, value)| (key, coordinate(value))).collect();
        Attributes { sides, more: more.to_vec() }
    }
}

struct Attributes<'a> {
    sides: Vec<(&'static str, String)>,
    more: Vec<(&'a str, &'a str)>,
}

impl Attributes<'_> {
    fn as_pairs(&self) -> Vec<(&str, &str)> {
        let sides = self.sides.iter().map(|(key, value)| (*key, value.as_str()));
        sides.chain(self.more.iter().copied().filter(|(_, value)| !value.is_empty())).collect()
    }
}

/// The data of a `path`: rectangles and lines appended one by one.
#[derive(Default)]
pub(crate) struct Path(String);

impl Path {
    pub(crate) fn rect(&mut self, place: Box2) {
        let [x, y, right, bottom] =
            [place.x, place.y, place.right(), place.bottom()].map(coordinate);
        self.0.push_str(&format!("M{x} {y}H{right}V{bottom}H{x}Z"));
    }

    pub(crate) fn move_to(&mut self, at: (f64, f64)) {
        self.0.push_str(&format!("M{} {}", coordinate(at.0), coordinate(at.1)));
    }

    pub(crate) fn line_to(&mut self, at: (f64, f64)) {
        self.0.push_str(&format!("L{} {}", coordinate(at.0), coordinate(at.1)));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
