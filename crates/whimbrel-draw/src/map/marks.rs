//! What stands on the map: points, circles of uncertainty, shaded countries.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::ground::shape;
use super::outline::{Outline, Outlines, Point, unwrapped};
use super::projection::{View, circle};
use crate::canvas::{Anchor, Box2, Canvas};
use crate::number::{coordinate, counted, fixed, grouped, real, round_below};
use crate::pattern::Pattern;
use crate::text::{NAME, clean, fit, width};

/// At most so many places are drawn.
const MOST: usize = 150;
/// At most so many points have their name beside them.
const NAMED: usize = 14;
/// The radius of the highest count on a map of the usual width.
const GREATEST: f64 = 16.0;
/// The radius of the lowest counts.
const LEAST: f64 = 2.5;
/// The radius below which a circle of uncertainty would look like a point.
const CIRCLE: f64 = 7.0;

/// A place with its count.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its name; 120 code points of it are used.
    pub name: String,
    /// Where it is, as closely as it is known.
    pub spot: Spot,
    /// The events there.
    pub count: u64,
    /// Who claims it, where it is disputed: codes or names.
    pub claimants: Vec<String>,
}

/// Where something is, no closer than it is known. Degrees; what is no place on earth is told in
/// the table and not drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Spot {
    /// An inhabited place or a spot within one.
    Point {
        /// Latitude.
        lat: f64,
        /// Longitude.
        lon: f64,
    },
    /// Somewhere within a province or a district.
    Around {
        /// Latitude of its middle.
        lat: f64,
        /// Longitude of its middle.
        lon: f64,
        /// How far off it may be, in kilometres.
        km: f64,
    },
    /// Somewhere within a country.
    Country {
        /// ISO 3166-1 alpha-3, or `KOS`.
        code: String,
        /// Latitude and longitude of a point inside, for countries that are too small to be
        /// outlined.
        inside: Option<(f64, f64)>,
    },
}

impl Spot {
    /// How far off a place may be that is known to its province, in kilometres: a convention, the
    /// radius of a circle with the area of a large province (31,000 km²).
    pub const PROVINCE_KM: f64 = 100.0;
    /// The same of a district (2,800 km²).
    pub const DISTRICT_KM: f64 = 30.0;

    /// The spot of a resolution as event records give it: 1 country, 2 region, 3 district, 4 city,
    /// 5 within a city; `None` for others, and where coordinates or code are missing.
    pub fn of(resolution: u8, country: &str, point: Option<(f64, f64)>) -> Option<Spot> {
        let around = |km| point.map(|(lat, lon)| Spot::Around { lat, lon, km });
        match resolution {
            1 if country.is_empty() => None,
            1 => Some(Spot::Country { code: country.to_owned(), inside: point }),
            2 => around(Spot::PROVINCE_KM),
            3 => around(Spot::DISTRICT_KM),
            4 | 5 => point.map(|(lat, lon)| Spot::Point { lat, lon }),
            _ => None,
        }
    }

    /// Longitude and latitude, where they are on earth.
    pub(crate) fn point(&self) -> Option<Point> {
        let (lat, lon) = match self {
            Spot::Point { lat, lon } | Spot::Around { lat, lon, .. } => (*lat, *lon),
            Spot::Country { inside, .. } => (*inside)?,
        };
        (lat.abs() <= 90.0 && lon.abs() <= 360.0).then_some((lon, lat))
    }
}

/// A count of a country.
pub(crate) struct Shade {
    /// 0 to 2.
    pub(crate) step: usize,
    /// Its events.
    pub(crate) count: u64,
}

/// The marks, sorted by how they are drawn, with the highest counts first.
pub(crate) struct Placed<'a> {
    /// Countries with an outline.
    pub(crate) countries: Vec<(&'a Outline, Shade)>,
    /// Countries without one, where they are drawn.
    pub(crate) squares: Vec<(&'a Mark, Point)>,
    /// Circles of uncertainty.
    pub(crate) circles: Vec<(&'a Mark, Point, f64)>,
    /// Points.
    pub(crate) points: Vec<(&'a Mark, Point)>,
    /// The highest count of what is drawn at a point.
    pub(crate) greatest: u64,
    /// The largest radius that a point may have.
    most: f64,
    /// The least counts of the second and third step of shades.
    pub(crate) steps: [u64; 2],
    left_out: usize,
}

impl<'a> Placed<'a> {
    pub(crate) fn new(marks: &'a [Mark], outlines: &'a Outlines, view: &View) -> Placed<'a> {
        let mut sorted: Vec<&Mark> = marks.iter().collect();
        sorted.sort_by(|a, b| (Reverse(a.count), &a.name).cmp(&(Reverse(b.count), &b.name)));
        let (countries, steps) = shades(&sorted, outlines, view);
        let mut placed = Placed {
            countries,
            steps,
            squares: Vec::new(),
            circles: Vec::new(),
            points: Vec::new(),
            greatest: 0,
            most: GREATEST * (view.place.width / 720.0).clamp(0.6, 1.2),
            left_out: 0,
        };
        let others = sorted.into_iter().filter(|mark| !has_outline(mark, outlines));
        let mut drawn = 0;
        for mark in others {
            match mark.spot.point().and_then(|point| view.window.find(point)) {
                Some(point) if drawn < MOST => {
                    placed.put(mark, point);
                    drawn += 1;
                }
                _ => placed.left_out += 1,
            }
        }
        placed
    }

    fn put(&mut self, mark: &'a Mark, point: Point) {
        self.greatest = self.greatest.max(mark.count);
        match mark.spot {
            Spot::Point { .. } => self.points.push((mark, point)),
            Spot::Around { km, .. } if km.is_finite() => {
                self.circles.push((mark, point, km.clamp(1.0, 5000.0)));
            }
            Spot::Around { .. } => self.circles.push((mark, point, Spot::PROVINCE_KM)),
            Spot::Country { .. } => self.squares.push((mark, point)),
        }
    }

    /// The radius of a count; areas go with counts. A few events make no large points.
    pub(crate) fn radius(&self, count: u64) -> f64 {
        let greatest = real(self.greatest.max(1));
        let most = self.most.min(4.0 * greatest.sqrt());
        (most * (real(count) / greatest).sqrt()).max(LEAST)
    }

    /// Whether a disputed place is drawn as a point or circle.
    pub(crate) fn has_disputed_spot(&self) -> bool {
        let mut marks = self.points.iter().map(|(mark, _)| mark);
        marks.any(|mark| !mark.claimants.is_empty())
            || self.circles.iter().any(|(mark, ..)| !mark.claimants.is_empty())
    }

    /// What the drawing shows.
    pub(crate) fn summary(&self) -> String {
        let parts = [
            counted(self.points.len(), "place", "places"),
            counted(self.circles.len(), "province or district", "provinces or districts"),
            counted(self.countries.len() + self.squares.len(), "country", "countries"),
        ];
        let mut text = format!("{}.", parts.join(", "));
        if self.left_out > 0 {
            let places = counted(self.left_out, "place is", "places are");
            text.push_str(&format!(" {places} left out here, but not in the table."));
        }
        text
    }
}

fn has_outline(mark: &Mark, outlines: &Outlines) -> bool {
    matches!(&mark.spot, Spot::Country { code, .. } if outlines.country(code).is_some())
}

type Shades<'a> = (Vec<(&'a Outline, Shade)>, [u64; 2]);

/// Countries that are seen with the sums of their counts, in three steps.
fn shades<'a>(marks: &[&Mark], outlines: &'a Outlines, view: &View) -> Shades<'a> {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for mark in marks {
        if let Spot::Country { code, .. } = &mark.spot {
            let sum = sums.entry(code).or_default();
            *sum = sum.saturating_add(mark.count);
        }
    }
    let found = sums.iter().filter_map(|(code, count)| Some((outlines.country(code)?, *count)));
    let seen = |(outline, count): &(&Outline, u64)| *count > 0 && view.shows(&outline.rings);
    let found: Vec<(&Outline, u64)> = found.filter(seen).collect();
    let steps = steps(found.iter().map(|(_, count)| *count).max().unwrap_or(0));
    let step = |count: u64| steps.iter().filter(|least| count >= **least).count();
    let shades =
        found.into_iter().map(|(outline, count)| (outline, Shade { step: step(count), count }));
    (shades.collect(), steps)
}

/// Round numbers from which on a shade is denser.
fn steps(greatest: u64) -> [u64; 2] {
    let second = round_below(greatest / 20).max(2);
    [second, round_below(greatest / 4).max(second + 1)]
}

pub(crate) fn draw(canvas: &mut Canvas, id: &str, view: &View, placed: &Placed<'_>) {
    for (mark, point, km) in &placed.circles {
        draw_circle(canvas, id, view, (mark, *point, *km), placed.radius(mark.count));
    }
    for (mark, point) in &placed.squares {
        draw_square(canvas, id, within(view.place, view.project(*point)), mark);
    }
    for (mark, point) in &placed.points {
        draw_point(canvas, view.project(*point), mark, placed.radius(mark.count));
    }
    draw_names(canvas, view, placed);
}

/// What a mark says when pointed at.
fn told(mark: &Mark, known: &str) -> String {
    let name = clean(&mark.name, 32);
    let claimed: Vec<String> = mark.claimants.iter().take(3).map(|c| clean(c, 12)).collect();
    let claimed = if claimed.is_empty() {
        String::new()
    } else {
        format!("; claimed by {}", claimed.join(", "))
    };
    format!("{name}: {}{known}{claimed}", grouped(mark.count))
}

fn draw_circle(
    canvas: &mut Canvas,
    id: &str,
    view: &View,
    (mark, point, km): (&Mark, Point, f64),
    radius: f64,
) {
    let told = told(mark, &format!(" (within about {} km)", fixed(km, 0)));
    canvas.open("g", &[]);
    canvas.leaf("title", &[], &told);
    let fill = Pattern::Circle.url(id);
    let least = radius.max(CIRCLE);
    if km * view.per_km() > least {
        let ring = unwrapped(circle(point, km));
        shape(canvas, view, &[ring], &[("fill", &fill), ("class", "wd-around")]);
    } else {
        let (x, y) = view.project(point);
        let [x, y, r] = [x, y, least].map(coordinate);
        let attributes =
            [("cx", &*x), ("cy", &y), ("r", &r), ("fill", &fill), ("class", "wd-around")];
        canvas.empty("circle", &attributes);
    }
    ring_if_disputed(canvas, view.project(point), mark, least);
    canvas.close();
}

/// The point, moved so that a square around it is seen whole.
fn within(place: Box2, (x, y): (f64, f64)) -> (f64, f64) {
    (x.clamp(place.x + 6.0, place.right() - 6.0), y.clamp(place.y + 6.0, place.bottom() - 6.0))
}

fn draw_square(canvas: &mut Canvas, id: &str, (x, y): (f64, f64), mark: &Mark) {
    canvas.open("g", &[]);
    canvas.leaf("title", &[], &told(mark, " (the whole country)"));
    let place = Box2 { x: x - 5.0, y: y - 5.0, width: 10.0, height: 10.0 };
    canvas.filled(place, &Pattern::Country(0).url(id), "wd-square");
    canvas.close();
}

fn draw_point(canvas: &mut Canvas, at: (f64, f64), mark: &Mark, radius: f64) {
    canvas.open("g", &[]);
    canvas.leaf("title", &[], &told(mark, ""));
    canvas.circle(at, radius, "wd-point");
    ring_if_disputed(canvas, at, mark, radius);
    canvas.close();
}

fn ring_if_disputed(canvas: &mut Canvas, at: (f64, f64), mark: &Mark, radius: f64) {
    if !mark.claimants.is_empty() {
        canvas.circle(at, radius + 3.0, "wd-ring");
    }
}

/// The names of the points with the highest counts, where they cover neither each other nor a
/// point.
fn draw_names(canvas: &mut Canvas, view: &View, placed: &Placed<'_>) {
    let spots = placed.points.iter().map(|(mark, point)| {
        let ring = if mark.claimants.is_empty() { 0.0 } else { 4.0 };
        let ((x, y), r) = (view.project(*point), placed.radius(mark.count) + ring);
        Box2 { x: x - r, y: y - r, width: 2.0 * r, height: 2.0 * r }
    });
    let mut taken: Vec<Box2> = spots.collect();
    for (i, (mark, _)) in placed.points.iter().take(NAMED).enumerate() {
        let name = fit(&clean(&mark.name, NAME), 120.0, 11.0);
        let sides = beside(taken[i], width(&name, 11.0));
        let free = |place: &&Box2| {
            inside(**place, view.place) && taken.iter().all(|other| apart(**place, *other))
        };
        if let Some(place) = sides.iter().find(free).copied() {
            canvas.text((place.x, place.y + 10.0), Anchor::Start, "wd-label", &name);
            taken.push(place);
        }
    }
}

/// Where a name may stand: right, left, above, below.
fn beside(spot: Box2, width: f64) -> [Box2; 4] {
    let (middle_x, middle_y) = (spot.x + spot.width / 2.0, spot.y + spot.height / 2.0);
    let at = |x: f64, y: f64| Box2 { x, y, width, height: 13.0 };
    [
        at(spot.right() + 4.0, middle_y - 6.5),
        at(spot.x - 4.0 - width, middle_y - 6.5),
        at(middle_x - width / 2.0, spot.y - 14.0),
        at(middle_x - width / 2.0, spot.bottom() + 1.0),
    ]
}

fn inside(place: Box2, all: Box2) -> bool {
    place.x >= all.x
        && place.y >= all.y
        && place.right() <= all.right()
        && place.bottom() <= all.bottom()
}

fn apart(a: Box2, b: Box2) -> bool {
    a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y
}
