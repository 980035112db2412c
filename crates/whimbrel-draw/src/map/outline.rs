//! Outlines of land and countries, read from `data/outlines.txt`.

use std::sync::LazyLock;

/// Longitude and latitude in degrees.
pub(crate) type Point = (f64, f64);
/// A closed line whose longitudes go on without a jump, beyond 180 degrees where need be.
pub(crate) type Ring = Vec<Point>;

static BUILT_IN: LazyLock<Outlines> = LazyLock::new(|| {
    let text = include_str!("../../data/outlines.txt");
    Outlines::read(text).expect("a test reads the outlines that the program carries")
});

/// All outlines.
pub(crate) struct Outlines {
    /// All land.
    pub(crate) land: Vec<Ring>,
    /// Countries, and areas that several claim.
    pub(crate) areas: Vec<Outline>,
    /// Lines between two areas; whether one of them is disputed.
    pub(crate) borders: Vec<(Vec<Point>, bool)>,
}

/// A country, or an area that several claim.
pub(crate) struct Outline {
    /// ISO 3166-1 alpha-3, `KOS` for Kosovo, or empty.
    pub(crate) code: String,
    /// Its usual name.
    pub(crate) name: String,
    /// Codes of the states that claim it, where it is disputed.
    pub(crate) claimants: Vec<String>,
    /// Its edges; holes are rings, too.
    pub(crate) rings: Vec<Ring>,
}

impl Outlines {
    /// The outlines that the program carries.
    pub(crate) fn built_in() -> &'static Outlines {
        &BUILT_IN
    }

    /// Reads the text; an error names line and cause.
    fn read(text: &str) -> Result<Outlines, String> {
        let mut raw = Raw::default();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            raw.line(line).map_err(|cause| format!("line {}: {cause}", number + 1))?;
        }
        let rings = |text: &Rings| text.iter().map(|ring| raw.ring(ring)).collect::<Result<_, _>>();
        let areas = raw.areas.iter().map(|area| {
            let (code, name, claimants) = (area.0.clone(), area.1.clone(), area.2.clone());
            Ok(Outline { code, name, claimants, rings: rings(&area.3)? })
        });
        let areas = areas.collect::<Result<Vec<Outline>, String>>()?;
        Ok(Outlines { land: rings(&raw.land)?, borders: raw.borders(), areas })
    }

    /// The outline of a country.
    pub(crate) fn country(&self, code: &str) -> Option<&Outline> {
        self.areas.iter().find(|area| !code.is_empty() && area.code == code)
    }
}

type Rings = Vec<Vec<i32>>;

/// The text's lines, before arcs are joined.
#[derive(Default)]
struct Raw {
    arcs: Vec<Vec<Point>>,
    land: Rings,
    areas: Vec<(String, String, Vec<String>, Rings)>,
}

impl Raw {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if let Some(numbers) = line.strip_prefix("arc ") {
            self.arcs.push(arc(numbers)?);
            return Ok(());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        match columns[..] {
            ["land", text] => self.land = rings(text)?,
            ["area", code, name, claimants, text] => {
                let claimants = claimants.split(';').filter(|code| !code.is_empty());
                let claimants = claimants.map(str::to_owned).collect();
                self.areas.push((code.to_owned(), name.to_owned(), claimants, rings(text)?));
            }
            _ => return Err("expected `arc`, `land` or `area`".to_owned()),
        }
        Ok(())
    }

    /// The arcs joined to a ring.
    fn ring(&self, arcs: &[i32]) -> Result<Ring, String> {
        let mut points: Vec<Point> = Vec::new();
        for index in arcs {
            let arc =
                self.arcs.get(place(*index)).ok_or_else(|| format!("there is no arc {index}"))?;
            match *index >= 0 {
                true => points.extend(arc),
                false => points.extend(arc.iter().rev()),
            }
        }
        points.dedup();
        Ok(unwrapped(points))
    }

    /// Arcs that two areas have in common.
    fn borders(&self) -> Vec<(Vec<Point>, bool)> {
        let mut used = vec![(0, false); self.arcs.len()];
        for (_, _, claimants, rings) in &self.areas {
            for index in rings.iter().flatten() {
                if let Some(use_) = used.get_mut(place(*index)) {
                    *use_ = (use_.0 + 1, use_.1 || !claimants.is_empty());
                }
            }
        }
        let shared = self.arcs.iter().zip(used).filter(|(_, (times, _))| *times > 1);
        shared.map(|(arc, (_, disputed))| (continued(arc.clone()), disputed)).collect()
    }
}

/// Where an arc stands: -1 is the first, backwards.
fn place(index: i32) -> usize {
    (if index >= 0 { index } else { -1 - index }) as usize
}

fn arc(text: &str) -> Result<Vec<Point>, String> {
    let numbers = text.split(' ').map(|n| n.parse().map_err(|_| format!("`{n}` is no number")));
    let numbers: Vec<i32> = numbers.collect::<Result<_, _>>()?;
    let (mut x, mut y) = (0, 0);
    let step = |pair: &[i32]| {
        (x, y) = (x + pair[0], y + pair[1]);
        (f64::from(x) / 100.0, f64::from(y) / 100.0)
    };
    Ok(numbers.chunks_exact(2).map(step).collect())
}

fn rings(text: &str) -> Result<Rings, String> {
    let ring = |ring: &str| {
        ring.split(',').map(|n| n.parse().map_err(|_| format!("`{n}` is no arc"))).collect()
    };
    text.split(';').map(ring).collect()
}

/// The line with longitudes that go on without a jump.
fn continued(mut line: Vec<Point>) -> Vec<Point> {
    for i in 1..line.len() {
        let before = line[i - 1].0;
        line[i].0 -= ((line[i].0 - before) / 360.0).round() * 360.0;
    }
    line
}

/// The ring with longitudes that go on without a jump; one that goes round a pole takes the pole
/// in.
pub(crate) fn unwrapped(mut ring: Vec<Point>) -> Ring {
    ring.extend(ring.first().copied());
    let mut ring = continued(ring);
    let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied()) else {
        return ring;
    };
    if (last.0 - first.0).abs() < 180.0 {
        ring.pop();
        return ring;
    }
    let pole = if ring.iter().map(|point| point.1).sum::<f64>() < 0.0 { -90.0 } else { 90.0 };
    ring.extend([(last.0, pole), (first.0, pole)]);
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_outlines_read_and_name_claimants() {
        let outlines =
            Outlines::read(include_str!("../../data/outlines.txt")).expect("sound outlines");
        assert_eq!(outlines.areas.len(), 178);
        let claimed = |name: &str| {
            outlines.areas.iter().find(|a| a.name == name).map(|a| a.claimants.clone())
        };
        assert_eq!(claimed("Crimea"), Some(vec!["RUS".to_owned(), "UKR".to_owned()]));
        assert!(outlines.country("UKR").is_some_and(|ukraine| ukraine.claimants.is_empty()));
        assert!(outlines.country("").is_none());
        assert!(outlines.borders.len() > 250, "{}", outlines.borders.len());
    }

    #[test]
    fn rings_go_on_over_the_antimeridian_and_take_in_the_pole() {
        let outlines = Outlines::built_in();
        for area in &outlines.areas {
            for ring in &area.rings {
                let jumps = ring.windows(2).filter(|pair| (pair[1].0 - pair[0].0).abs() > 180.0);
                let poles = ring.iter().filter(|point| point.1 == -90.0).count();
                assert_eq!(jumps.count(), poles / 2, "{}", area.name);
            }
        }
        let south = outlines.country("ATA").expect("Antarctica");
        assert!(south.rings.iter().flatten().any(|point| point.1 == -90.0));
        let fiji = outlines.country("FJI").expect("Fiji");
        assert!(fiji.rings.iter().flatten().all(|point| (-20.0..-15.0).contains(&point.1)));
    }

    #[test]
    fn faults_name_their_line() {
        let fault = |text| Outlines::read(text).err().expect("a fault");
        assert_eq!(fault("# x\nriver 1"), "line 2: expected `arc`, `land` or `area`");
        assert_eq!(fault("arc 1 x"), "line 1: `x` is no number");
        assert_eq!(fault("land\t7"), "there is no arc 7");
    }
}
