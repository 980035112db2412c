//! What part of the world is shown.

use super::clip::Window;
use super::marks::{Mark, Spot};
use super::outline::{Outlines, Point};

/// The narrowest region, in degrees of latitude: closer up the outlines are too coarse.
const LEAST: f64 = 8.0;
/// From this many degrees of longitude on, the whole world is shown.
const WORLD: f64 = 170.0;

/// What a map shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Area {
    /// The whole world, in the Equal Earth projection.
    World,
    /// A box in degrees, which grows to a shape that can be drawn. One over the antimeridian has
    /// an `east` that is less than `west`, or beyond 180; what is no box shows the world.
    Region {
        /// The western edge.
        west: f64,
        /// The southern edge.
        south: f64,
        /// The eastern edge.
        east: f64,
        /// The northern edge.
        north: f64,
    },
}

impl Area {
    /// The region that holds all places that can be drawn, with a margin; the world where they lie
    /// far apart or where there are none.
    pub fn around(marks: &[Mark]) -> Area {
        let points: Vec<Point> = marks.iter().flat_map(extent).collect();
        let lats = || points.iter().map(|point| point.1);
        let Some((west, span)) = narrowest(&points) else {
            return Area::World;
        };
        let (south, north) = (lats().fold(90.0, f64::min), lats().fold(-90.0, f64::max));
        let margin = (span.max(north - south) * 0.12).max(2.0);
        if span + 2.0 * margin > WORLD {
            return Area::World;
        }
        let (west, east) = (west - margin, west + span + margin);
        Area::Region { west, east, south: south - margin, north: north + margin }
    }

    /// The box in degrees; `None` for the world.
    pub(crate) fn window(self) -> Option<Window> {
        let Area::Region { west, south, east, north } = self else { return None };
        if ![west, south, east, north].iter().all(|degrees| degrees.abs() <= 720.0) || south > north
        {
            return None;
        }
        let span = if east < west { east - west + 360.0 } else { east - west };
        if !(0.0..WORLD).contains(&span) {
            return None;
        }
        let start = (west + 180.0).rem_euclid(360.0) - 180.0;
        let (south, north) = (south.clamp(-90.0, 90.0), north.clamp(-90.0, 90.0));
        let grow = ((LEAST - (north - south)) / 2.0).max(0.0);
        Some(Window { west: start, east: start + span, south: south - grow, north: north + grow })
    }
}

/// The points that a mark needs to be seen: its own, or the edge of the country's largest part.
fn extent(mark: &Mark) -> Vec<Point> {
    match &mark.spot {
        Spot::Point { .. } | Spot::Around { .. } => mark.spot.point().into_iter().collect(),
        Spot::Country { code, .. } => match Outlines::built_in().country(code) {
            Some(outline) => {
                let largest = outline.rings.iter().max_by_key(|ring| ring.len());
                largest.cloned().unwrap_or_default()
            }
            None => mark.spot.point().into_iter().collect(),
        },
    }
}

/// The western edge and the width of the narrowest belt that holds all longitudes.
fn narrowest(points: &[Point]) -> Option<(f64, f64)> {
    let mut lons: Vec<f64> =
        points.iter().map(|point| (point.0 + 180.0).rem_euclid(360.0) - 180.0).collect();
    lons.sort_by(f64::total_cmp);
    let gap = |i: usize| match lons.get(i + 1) {
        Some(next) => next - lons[i],
        None => lons[0] + 360.0 - lons[i],
    };
    let widest = (0..lons.len()).max_by(|a, b| gap(*a).total_cmp(&gap(*b)))?;
    let west = lons[(widest + 1) % lons.len()];
    Some((west, 360.0 - gap(widest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(lat: f64, lon: f64) -> Mark {
        Mark {
            name: String::new(),
            spot: Spot::Point { lat, lon },
            count: 1,
            claimants: Vec::new(),
        }
    }

    #[test]
    fn places_on_both_sides_of_the_antimeridian_share_a_narrow_region() {
        let area = Area::around(&[mark(-18.0, 178.0), mark(-13.8, -172.0)]);
        assert_eq!(area, Area::Region { west: 176.0, south: -20.0, east: 190.0, north: -11.8 });
    }

    #[test]
    fn places_far_apart_show_the_world() {
        let marks = [mark(0.0, 0.0), mark(0.0, 90.0), mark(0.0, -120.0)];
        assert_eq!(Area::around(&marks), Area::World);
        assert_eq!(Area::around(&[]), Area::World);
    }

    #[test]
    fn what_is_no_box_shows_the_world() {
        let region = |west, south, east, north| Area::Region { west, south, east, north };
        for area in [
            region(f64::NAN, 0.0, 1.0, 1.0),
            region(0.0, 5.0, 1.0, 1.0),
            region(0.0, 0.0, 350.0, 1.0),
        ] {
            assert_eq!(area.window(), None);
        }
    }
}
