//! A map of counts by place that pins nothing more closely than it is known.

mod area;
mod clip;
mod ground;
mod key;
mod marks;
mod outline;
mod projection;

pub use area::Area;
pub use marks::{Mark, Spot};

use crate::canvas::{Box2, Canvas, Svg};
use crate::chart::Frame;
use crate::number::{fixed, grouped};
use crate::table::{Cell, Table};
use crate::text::clean;
use marks::Placed;
use outline::Outlines;
use projection::View;

/// What every map says about its lines.
pub(crate) const NOTE: &str = "Borders: Natural Earth 1:110m, by who controls an area. They imply no opinion \
    on whose it is.";

/// Counts by place. The 150 places with the highest counts are drawn, the table lists 1,000.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Title and description.
    pub frame: Frame,
    /// What is shown.
    pub area: Area,
    /// The places, in any order.
    pub marks: Vec<Mark>,
}

pub(crate) fn draw(map: &Map, standalone: bool) -> Svg {
    let outlines = Outlines::built_in();
    let view = View::new(map.area, map.frame.room());
    let placed = Placed::new(&map.marks, outlines, &view);
    let key = key::Key::new(&placed, outlines, &view);
    let look = crate::chart::Look::new("wd-map", standalone);
    let mut canvas = map.frame.canvas(&look, key.bottom, &format!("{} {NOTE}", placed.summary()));
    let id = map.frame.safe_id();
    crate::pattern::define(&mut canvas, &id, &key.patterns());
    open_frame(&mut canvas, &id, view.place);
    ground::draw(&mut canvas, &id, outlines, &view, &placed);
    marks::draw(&mut canvas, &id, &view, &placed);
    canvas.close();
    key.draw(&mut canvas, &id, &view);
    canvas.finish()
}

/// A group that shows nothing beyond the map.
fn open_frame(canvas: &mut Canvas, id: &str, place: Box2) {
    let clip = format!("{id}-clip");
    canvas.open("clipPath", &[("id", &clip)]);
    canvas.rect(place, "wd-sea");
    canvas.close();
    canvas.open("g", &[("clip-path", &format!("url(#{clip})"))]);
}

/// At most so many places are told.
const TOLD: usize = 1000;

pub(crate) fn table(map: &Map) -> String {
    let columns = ["Place", "Known to", "Events", "Claimed by", "Latitude", "Longitude"];
    let mut table = Table::new(&map.frame.title, &columns);
    let mut marks: Vec<&Mark> = map.marks.iter().collect();
    marks.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    for mark in marks.iter().take(TOLD) {
        table.row(&mark.name, &cells(mark));
    }
    if marks.len() > TOLD {
        table.note(&format!("{} more places are left out.", marks.len() - TOLD));
    }
    table.note(NOTE);
    table.finish()
}

fn cells(mark: &Mark) -> Vec<Cell> {
    let known = match mark.spot {
        Spot::Point { .. } => "the place".to_owned(),
        Spot::Around { km, .. } => format!("within about {} km", fixed(km.clamp(1.0, 5000.0), 0)),
        Spot::Country { .. } => "the country".to_owned(),
    };
    let degrees = |value: f64| {
        Cell::Number(if value.is_finite() { fixed(value, 2) } else { "–".to_owned() })
    };
    let place = match mark.spot {
        Spot::Point { lat, lon } | Spot::Around { lat, lon, .. } => [degrees(lat), degrees(lon)],
        Spot::Country { .. } => [Cell::Number("–".to_owned()), Cell::Number("–".to_owned())],
    };
    let claimants: Vec<String> =
        mark.claimants.iter().take(8).map(|name| clean(name, 40)).collect();
    let words =
        [Cell::Words(known), Cell::Number(grouped(mark.count)), Cell::Words(claimants.join(", "))];
    words.into_iter().chain(place).collect()
}
