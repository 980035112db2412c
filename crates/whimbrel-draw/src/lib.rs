//! Charts and maps as SVG, drawn on the server without any script, each with the same numbers as
//! an HTML table for those who cannot see it or want to copy them.
//!
//! A [`Chart`] is plain data: a [`Frame`] with title and description, and the numbers. [`svg`]
//! draws it, [`table`] tells it, [`figure`] does both. Looks come from classes and the custom
//! properties of [`STYLESHEET`], which a page serves as a file, so that a strict
//! Content-Security-Policy stays possible; [`svg_file`] makes a file that carries them itself.
//!
//! What is told by colour is told by pattern, too. All texts may come from untrusted reports: they
//! are cleaned, cut and escaped, whatever they hold. The same input gives the same bytes.
//!
//! ```
//! use whimbrel_draw::{Chart, Frame, Month, MonthCounts, Timeline, svg, table};
//!
//! let month: Month = "2022-02".parse()?;
//! let chart = Chart::Timeline(Timeline {
//!     frame: Frame::new("events", "Events", "Events of Russia towards Ukraine, month by month."),
//!     months: vec![MonthCounts { month, counts: Some([12, 3, 40, 75]) }],
//! });
//! assert!(svg(&chart).as_str().contains("role=\"img\""));
//! assert!(table(&chart).contains("<td>75</td>"));
//! # Ok::<(), whimbrel_draw::DrawError>(())
//! ```

#![forbid(unsafe_code)]

mod axis;
mod canvas;
mod chart;
mod error;
mod legend;
mod map;
mod month;
mod number;
mod pattern;
mod style;
mod table;
mod text;
mod ticks;

pub use canvas::Svg;
pub use chart::{
    Bar, Bars, Chart, Frame, Matrix, Mean, MonthCounts, MonthMean, Quads, Spark, Split, Timeline,
    figure, svg, svg_file, table,
};
pub use error::DrawError;
pub use map::{Area, Map, Mark, Spot};
pub use month::Month;
pub use style::STYLESHEET;
