//! Lines and rings, cut at the edges of what is shown.

use super::outline::{Point, Ring};

/// What is shown, in degrees; `east` is greater than `west` and may be beyond 180.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Window {
    pub(crate) west: f64,
    pub(crate) east: f64,
    pub(crate) south: f64,
    pub(crate) north: f64,
}

impl Window {
    /// The point with the longitude that lies within the window, where it does.
    pub(crate) fn find(self, (lon, lat): Point) -> Option<Point> {
        let lon = self.west + (lon - self.west).rem_euclid(360.0);
        (lon <= self.east && (self.south..=self.north).contains(&lat)).then_some((lon, lat))
    }

    /// By how many degrees the points must be shifted to come into the window, for each time that
    /// they do.
    fn shifts(self, points: &[Point]) -> Vec<f64> {
        let least = points.iter().map(|point| point.0).fold(f64::INFINITY, f64::min);
        let greatest = points.iter().map(|point| point.0).fold(f64::NEG_INFINITY, f64::max);
        let turns = [-2.0, -1.0, 0.0, 1.0, 2.0].map(|turn| turn * 360.0);
        let meets = |shift: &f64| least + shift < self.east && greatest + shift > self.west;
        turns.into_iter().filter(meets).collect()
    }

    /// The parts of a ring within the window (Sutherland and Hodgman 1974: edges along the window
    /// may join parts, which a filled shape does not show).
    pub(crate) fn ring(self, ring: &Ring) -> Vec<Ring> {
        let shifted = |shift: f64| ring.iter().map(|(lon, lat)| (lon + shift, *lat)).collect();
        let parts = self.shifts(ring).into_iter().map(|shift| self.cut(shifted(shift)));
        parts.filter(|ring| ring.len() > 2).collect()
    }

    fn cut(self, ring: Ring) -> Ring {
        let ring = half(&ring, |p| p.0 - self.west);
        let ring = half(&ring, |p| self.east - p.0);
        let ring = half(&ring, |p| p.1 - self.south);
        half(&ring, |p| self.north - p.1)
    }

    /// The parts of a line within the window.
    pub(crate) fn line(self, line: &[Point]) -> Vec<Vec<Point>> {
        let mut parts: Vec<Vec<Point>> = Vec::new();
        for shift in self.shifts(line) {
            let shifted = |point: Point| (point.0 + shift, point.1);
            for pair in line.windows(2) {
                let Some((from, to)) = self.segment(shifted(pair[0]), shifted(pair[1])) else {
                    continue;
                };
                match parts.last_mut() {
                    Some(part) if part.last() == Some(&from) => part.push(to),
                    _ => parts.push(vec![from, to]),
                }
            }
        }
        parts
    }

    /// The part of a segment within the window (Liang and Barsky 1984).
    fn segment(self, from: Point, to: Point) -> Option<(Point, Point)> {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let edges = [
            (-dx, from.0 - self.west),
            (dx, self.east - from.0),
            (-dy, from.1 - self.south),
            (dy, self.north - from.1),
        ];
        let (mut start, mut end) = (0.0_f64, 1.0_f64);
        for (pace, room) in edges {
            match pace {
                0.0 if room < 0.0 => return None,
                0.0 => {}
                pace if pace < 0.0 => start = start.max(room / pace),
                pace => end = end.min(room / pace),
            }
        }
        let at = |share: f64| match share {
            0.0 => from,
            1.0 => to,
            share => (from.0 + share * dx, from.1 + share * dy),
        };
        (start <= end).then(|| (at(start), at(end)))
    }
}

/// The part of a ring where the distance to an edge is positive.
fn half(ring: &[Point], inside: impl Fn(Point) -> f64) -> Ring {
    let mut result = Vec::new();
    for (i, to) in ring.iter().enumerate() {
        let from = ring[(i + ring.len() - 1) % ring.len()];
        let (a, b) = (inside(from), inside(*to));
        if (a >= 0.0) != (b >= 0.0) {
            let share = a / (a - b);
            result.push((from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1)));
        }
        if b >= 0.0 {
            result.push(*to);
        }
    }
    result
}

/// The ring with points put in, so that no step is longer than so many degrees: straight edges in
/// degrees are curves on a map.
pub(crate) fn dense(ring: &[Point], step: f64) -> Ring {
    let mut result = Vec::new();
    for (i, from) in ring.iter().enumerate() {
        let to = ring[(i + 1) % ring.len()];
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let parts = (dx.abs().max(dy.abs()) / step).ceil().clamp(1.0, 1000.0) as usize;
        for part in 0..parts {
            let share = part as f64 / parts as f64;
            result.push((from.0 + share * dx, from.1 + share * dy));
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EAST: Window = Window { west: 170.0, east: 200.0, south: -30.0, north: 10.0 };

    #[test]
    fn a_ring_beyond_the_antimeridian_is_found_from_either_side() {
        let box_ = |west: f64| vec![(west, 0.0), (west + 4.0, 0.0), (west + 4.0, 4.0), (west, 4.0)];
        assert_eq!(EAST.ring(&box_(-182.0))[0][0], (178.0, 0.0));
        assert_eq!(EAST.ring(&box_(178.0))[0][0], (178.0, 0.0));
        assert!(EAST.ring(&box_(0.0)).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_has_two_parts() {
        let line = [(175.0, 0.0), (175.0, 20.0), (180.0, 20.0), (180.0, 0.0)];
        let parts = EAST.line(&line);
        assert_eq!(parts, [[(175.0, 0.0), (175.0, 10.0)], [(180.0, 10.0), (180.0, 0.0)]]);
    }

    proptest! {
        #[test]
        fn nothing_lies_beyond_the_window(ring in proptest::collection::vec((-400.0..400.0f64, -90.0..90.0f64), 3..12)) {
            let (lons, lats) = (EAST.west - 1e-9..=EAST.east + 1e-9, EAST.south - 1e-9..=EAST.north + 1e-9);
            let within = |(lon, lat): Point| lons.contains(&lon) && lats.contains(&lat);
            prop_assert!(EAST.ring(&ring).into_iter().flatten().all(&within));
            prop_assert!(EAST.line(&ring).into_iter().flatten().all(&within));
        }
    }
}
