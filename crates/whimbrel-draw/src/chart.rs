//! The kinds of chart, and what is the same for all of them.

mod bars;
mod matrix;
mod scale;
mod spark;
mod timeline;

pub use bars::{Bar, Bars, Split};
pub use matrix::Matrix;
pub use scale::{Mean, MonthMean};
pub use spark::Spark;
pub use timeline::{MonthCounts, Timeline};

use crate::canvas::{Canvas, Root, Svg};
use crate::map::Map;
use crate::text::{DESCRIPTION, TITLE, clean, escape};

/// Counts by PLOVER's quads: verbal cooperation, material cooperation, verbal conflict, material
/// conflict.
pub type Quads = [u64; 4];

/// The names of the quads, in their order.
pub(crate) const QUAD_NAMES: [&str; 4] =
    ["Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict"];

/// What every chart has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The identifier of the drawing in its page, where it must be the only one; what is no ASCII
    /// letter, digit, `-` or `_` becomes `-`.
    pub id: String,
    /// The title, as plain text; 200 code points of it are shown.
    pub title: String,
    /// What is to be seen, for those who cannot see it; 1,000 code points of it are used.
    pub description: String,
    /// The width in user units (CSS pixels, where there is room); 320 to 1,200.
    pub width: u32,
}

impl Frame {
    /// A frame of the usual width, 720.
    pub fn new(id: &str, title: &str, description: &str) -> Frame {
        Frame {
            id: id.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            width: 720,
        }
    }

    /// The identifier, safe within attributes and references.
    pub(crate) fn safe_id(&self) -> String {
        let safe = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
        let id: String = self.id.chars().take(60).map(safe).collect();
        if id.starts_with(|c: char| c.is_ascii_alphabetic()) { id } else { format!("wd-{id}") }
    }

    pub(crate) fn room(&self) -> f64 {
        f64::from(self.width.clamp(320, 1200))
    }

    /// Begins the drawing; `more` is said after the description.
    pub(crate) fn canvas(&self, look: &Look<'_>, height: f64, more: &str) -> Canvas {
        let description = format!("{} {more}", clean(&self.description, DESCRIPTION - 300));
        Canvas::new(&Root {
            id: &self.safe_id(),
            class: look.class,
            title: &self.title,
            description: &description,
            width: look.width.unwrap_or_else(|| self.room()),
            height,
            standalone: look.standalone,
        })
    }
}

/// How a drawing is wanted.
pub(crate) struct Look<'a> {
    pub(crate) class: &'a str,
    pub(crate) width: Option<f64>,
    pub(crate) standalone: bool,
}

impl<'a> Look<'a> {
    pub(crate) fn new(class: &'a str, standalone: bool) -> Look<'a> {
        Look { class, width: None, standalone }
    }
}

/// A chart or a map: what [`svg`] draws and [`table`] tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// Counts month by month, stacked by quad.
    Timeline(Timeline),
    /// A line as high as a word.
    Spark(Spark),
    /// Counts by name.
    Bars(Bars),
    /// Counts by two names.
    Matrix(Matrix),
    /// A mean month by month.
    Mean(Mean),
    /// Counts by place.
    Map(Map),
}

impl Chart {
    /// Its frame.
    pub fn frame(&self) -> &Frame {
        match self {
            Chart::Timeline(chart) => &chart.frame,
            Chart::Spark(chart) => &chart.frame,
            Chart::Bars(chart) => &chart.frame,
            Chart::Matrix(chart) => &chart.frame,
            Chart::Mean(chart) => &chart.frame,
            Chart::Map(map) => &map.frame,
        }
    }
}

/// The drawing, for a page that has [`STYLESHEET`](crate::STYLESHEET).
pub fn svg(chart: &Chart) -> Svg {
    draw(chart, false)
}

/// The drawing as a file of its own, with its styles.
pub fn svg_file(chart: &Chart) -> Svg {
    draw(chart, true)
}

fn draw(chart: &Chart, standalone: bool) -> Svg {
    match chart {
        Chart::Timeline(chart) => timeline::draw(chart, standalone),
        Chart::Spark(chart) => spark::draw(chart, standalone),
        Chart::Bars(chart) => bars::draw(chart, standalone),
        Chart::Matrix(chart) => matrix::draw(chart, standalone),
        Chart::Mean(chart) => scale::draw(chart, standalone),
        Chart::Map(map) => crate::map::draw(map, standalone),
    }
}

/// The same numbers as an HTML table, escaped.
pub fn table(chart: &Chart) -> String {
    match chart {
        Chart::Timeline(chart) => timeline::table(chart),
        Chart::Spark(chart) => spark::table(chart),
        Chart::Bars(chart) => bars::table(chart),
        Chart::Matrix(chart) => matrix::table(chart),
        Chart::Mean(chart) => scale::table(chart),
        Chart::Map(map) => crate::map::table(map),
    }
}

/// An HTML `figure`: title and description, the drawing in a box that scrolls sideways on narrow
/// screens, and the table behind "The numbers".
pub fn figure(chart: &Chart) -> String {
    let frame = chart.frame();
    let title = escape(&clean(&frame.title, TITLE));
    let description = escape(&clean(&frame.description, DESCRIPTION));
    format!(
        "<figure class=\"wd-figure\">\n<figcaption><strong>{title}</strong> {description}</figcaption>\n\
         <div class=\"wd-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{title}\">\n{}\n</div>\n\
         <details><summary>The numbers</summary>\n<div class=\"wd-scroll\" tabindex=\"0\" role=\"group\" \
         aria-label=\"{title}, as a table\">\n{}\n</div>\n</details>\n</figure>",
        svg(chart),
        table(chart),
    )
}

/// The sum, at most the greatest number.
pub(crate) fn total(counts: &Quads) -> u64 {
    counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
}

/// Both added, quad by quad.
pub(crate) fn added(a: Quads, b: Quads) -> Quads {
    [0, 1, 2, 3].map(|quad| a[quad].saturating_add(b[quad]))
}
