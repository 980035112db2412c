//! From degrees to the drawing.
//!
//! Sines and the like come from the crate `libm`, so that they are the same on every machine.

use super::Area;
use super::clip::Window;
use super::outline::{Point, Ring};
use crate::canvas::Box2;

/// The meridian in the middle of the world map, so that its edges run through the Bering Strait.
const MIDDLE: f64 = 11.0;
/// Kilometres of a degree of latitude on a sphere with the earth's mean radius, 6,371 km.
pub(crate) const KM: f64 = 111.195;

/// What is shown, and where.
pub(crate) struct View {
    /// What is shown, in degrees.
    pub(crate) window: Window,
    /// Where it is drawn.
    pub(crate) place: Box2,
    world: bool,
    /// Cosine of the standard parallel of a region.
    narrowing: f64,
    /// User units of a unit of the projection: of the radius for the world, of a degree for regions.
    unit: f64,
    /// The middle of the drawing, in the projection.
    origin: Point,
}

impl View {
    /// The view of an area, as wide as the drawing.
    pub(crate) fn new(area: Area, width: f64) -> View {
        match area.window() {
            Some(window) => View::region(window, width),
            None => View::world(width),
        }
    }

    fn world(width: f64) -> View {
        let window =
            Window { west: MIDDLE - 180.0, east: MIDDLE + 180.0, south: -90.0, north: 90.0 };
        let (half, top) = (equal_earth(180.0, 0.0).0, equal_earth(0.0, 90.0).1);
        let unit = (width / 2.0 - 1.0) / half;
        let place = Box2 { x: 0.0, y: 0.0, width, height: 2.0 * (top * unit + 1.0) };
        View { window, place, world: true, narrowing: 1.0, unit, origin: (MIDDLE, 0.0) }
    }

    /// Equirectangular, true along the parallel in the middle; the window grows to a shape that
    /// can be drawn.
    fn region(window: Window, width: f64) -> View {
        let (lat, lon) = ((window.south + window.north) / 2.0, (window.west + window.east) / 2.0);
        let narrowing = libm::cos(lat.to_radians()).max(0.2);
        let wide = (window.east - window.west) * narrowing;
        let high = (window.north - window.south).clamp(wide * 0.4, 180.0);
        let wide = wide.max(high / 0.75).min(360.0 * narrowing);
        let lat = lat.clamp(-90.0 + high / 2.0, 90.0 - high / 2.0);
        let half = wide / narrowing / 2.0;
        let window = Window {
            west: lon - half,
            east: lon + half,
            south: lat - high / 2.0,
            north: lat + high / 2.0,
        };
        let unit = width / wide;
        let place = Box2 { x: 0.0, y: 0.0, width, height: high * unit };
        View { window, place, world: false, narrowing, unit, origin: (lon, lat) }
    }

    /// Where a point of the window is drawn.
    pub(crate) fn project(&self, (lon, lat): Point) -> (f64, f64) {
        let (x, y) = match self.world {
            true => equal_earth(lon - self.origin.0, lat),
            false => ((lon - self.origin.0) * self.narrowing, lat - self.origin.1),
        };
        let middle = (self.place.width / 2.0, self.place.height / 2.0);
        (self.place.x + middle.0 + x * self.unit, self.place.y + middle.1 - y * self.unit)
    }

    /// How many degrees a straight line may be long, before it must bend.
    pub(crate) fn bend(&self) -> f64 {
        if self.world { 3.0 } else { 360.0 }
    }

    /// Whether anything within the rings is seen.
    pub(crate) fn shows(&self, rings: &[Ring]) -> bool {
        rings.iter().any(|ring| !self.window.ring(ring).is_empty())
    }

    /// User units of a kilometre: along the equator of the world, along the middle of a region.
    pub(crate) fn per_km(&self) -> f64 {
        match self.world {
            true => equal_earth(1.0, 0.0).0 * self.unit / KM,
            false => self.unit / KM,
        }
    }

    /// Where the scale holds.
    pub(crate) fn scale_note(&self) -> &'static str {
        if self.world { "at the equator" } else { "in the middle of the map" }
    }
}

/// Equal Earth of a sphere with radius 1: Šavrič, Patterson and Jenny, "The Equal Earth map
/// projection", International Journal of Geographical Information Science 33 (2019, online 2018),
/// pp. 454-465. Degrees from the middle meridian and from the equator.
fn equal_earth(lon: f64, lat: f64) -> Point {
    const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];
    let root = 3f64.sqrt();
    let theta = libm::asin(root / 2.0 * libm::sin(lat.clamp(-90.0, 90.0).to_radians()));
    let square = theta * theta;
    let sixth = square * square * square;
    let stretch = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
    let x = 2.0 * root * lon.to_radians() * libm::cos(theta) / (3.0 * stretch);
    let y = theta * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square));
    (x, y)
}

/// Points on a circle around a point, so many kilometres away on the sphere.
pub(crate) fn circle((lon, lat): Point, km: f64) -> Vec<Point> {
    const POINTS: usize = 48;
    let distance = (km / KM).to_radians();
    let (sin, cos) = (libm::sin(lat.to_radians()), libm::cos(lat.to_radians()));
    let (far, near) = (libm::sin(distance), libm::cos(distance));
    let point = |i: usize| {
        let bearing = i as f64 / POINTS as f64 * core::f64::consts::TAU;
        let up = (sin * near + cos * far * libm::cos(bearing)).clamp(-1.0, 1.0);
        let aside = libm::atan2(libm::sin(bearing) * far * cos, near - sin * up);
        (lon + aside.to_degrees(), libm::asin(up).to_degrees())
    };
    (0..POINTS).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_earth_has_the_published_shape() {
        let (half, top) = (equal_earth(180.0, 0.0).0, equal_earth(0.0, 90.0).1);
        assert!((half / top - 2.05458).abs() < 1e-4, "{}", half / top);
        let pole = equal_earth(180.0, 90.0).0;
        assert!((pole / half - 0.59247).abs() < 1e-3, "{}", pole / half);
    }

    #[test]
    fn equal_earth_keeps_areas() {
        let cell = |lat: f64| {
            let height = equal_earth(0.0, lat + 0.01).1 - equal_earth(0.0, lat - 0.01).1;
            height * equal_earth(1.0, lat).0 / libm::cos(lat.to_radians())
        };
        for lat in [15.0, 40.0, 65.0, 85.0] {
            assert!((cell(lat) / cell(0.0) - 1.0).abs() < 1e-4, "{lat}");
        }
    }

    #[test]
    fn a_circle_is_as_far_away_on_all_sides() {
        let points = circle((20.0, 0.0), KM);
        assert!((points[0].1 - 1.0).abs() < 1e-9 && (points[12].0 - 21.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn what_the_window_holds_is_drawn_within_the_map(
            west in -180.0..180.0f64, span in 0.0..360.0f64, south in -90.0..90.0f64, height in 0.0..180.0f64,
            at in (0.0..1.0f64, 0.0..1.0f64), world in any::<bool>(),
        ) {
            let area = if world { Area::World } else { Area::Region { west, south, east: west + span, north: south + height } };
            let view = View::new(area, 720.0);
            let w = view.window;
            let point = (w.west + at.0 * (w.east - w.west), w.south + at.1 * (w.north - w.south));
            let (x, y) = view.project(point);
            prop_assert!((-0.01..=720.01).contains(&x) && (-0.01..=view.place.height + 0.01).contains(&y), "{x} {y}");
            prop_assert!((150.0..=1000.0).contains(&view.place.height), "{}", view.place.height);
        }
    }
}
