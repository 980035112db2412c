//! Reports with the places that they name: are the names found, and put where they are?

use super::{Outcome, json_lines};
use crate::pipeline::Pipeline;
use rayon::prelude::*;
use serde_json::Value;
use whimbrel_resolve::place::{Location, PlaceMention};
use whimbrel_text::{Report, Span};

/// A place that people marked.
struct Marked {
    words: Span,
    /// Latitude and longitude in degrees; none where nobody could say which place is meant.
    point: Option<(f64, f64)>,
}

#[derive(Default)]
struct Counts {
    /// Names marked with a point.
    marked: usize,
    /// Names found, but for those marked without a point and for words that are no names.
    found: usize,
    both: usize,
    /// Of those found and marked: how many lie near enough.
    near: usize,
    notes: Vec<String>,
}

/// How far a place may lie from where it was marked: 161 km, a hundred miles, as is usual (Leidner
/// 2007; Gritta, Pilehvar and Collier 2018).
const NEAR: f64 = 161.0;

/// Evaluates the places of reports.
///
/// A name is found where its words overlap a marked name. Names marked without a point are passed
/// over, found or not, and so are adjectives and peoples of countries ("Turkish"), which some sets mark
/// as places.
pub(super) fn evaluate(pipeline: &Pipeline, text: &str) -> Outcome {
    let mut outcome = Outcome::new("places of reports");
    let items = json_lines(text, &mut outcome);
    let counts: Vec<Counts> = items.par_iter().map(|item| count(pipeline, item)).collect();
    let sum = |of: fn(&Counts) -> usize| counts.iter().map(of).sum::<usize>();
    let (marked, found) = (sum(|c| c.marked), sum(|c| c.found));
    let (both, near) = (sum(|c| c.both), sum(|c| c.near));
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    outcome.figures = vec![
        ("reports".to_owned(), items.len() as f64),
        ("names with a point".to_owned(), marked as f64),
        ("precision of the names".to_owned(), share(both, found)),
        ("recall of the names".to_owned(), share(both, marked)),
        ("F1 of the names".to_owned(), share(2 * both, marked + found)),
        ("within 161 km of those found".to_owned(), share(near, both)),
    ];
    outcome.notes = counts.into_iter().flat_map(|counts| counts.notes).collect();
    outcome
}

fn count(pipeline: &Pipeline, item: &Value) -> Counts {
    let field = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    let day = field("date").get(..10).and_then(|day| day.parse().ok());
    let report = Report { text: field("text"), date: day, ..Report::default() };
    let characters: Vec<char> = report.text.chars().collect();
    let empty = Vec::new();
    let toponyms = item.get("toponyms").and_then(Value::as_array).unwrap_or(&empty);
    let marked: Vec<Marked> = toponyms.iter().filter_map(read).collect();
    let found = pipeline.places(&report);
    let mut counts = Counts::default();
    let overlaps =
        |place: &PlaceMention, marked: &Marked| place.location.span.overlaps(marked.words);
    let words = |span: Span| characters[span.start..span.end].iter().collect::<String>();
    for marked in marked.iter().filter(|marked| marked.words.end <= characters.len()) {
        let Some(point) = marked.point else { continue };
        if pipeline.is_demonym(&words(marked.words)) {
            continue;
        }
        counts.marked += 1;
        match found.iter().find(|place| overlaps(place, marked)) {
            Some(place) => {
                counts.both += 1;
                let away = kilometres(&place.location, point);
                counts.near += usize::from(away <= NEAR);
                if away > NEAR {
                    let name = &place.location.extracted_place;
                    let country = &place.location.country_code;
                    counts.notes.push(format!("{name}: {away:.0} km off, put in {country}"));
                }
            }
            None => counts.notes.push(format!("{}: not found", words(marked.words))),
        }
    }
    for place in &found {
        match marked.iter().find(|marked| overlaps(place, marked)) {
            Some(Marked { point: None, .. }) => {}
            Some(_) => counts.found += 1,
            None => {
                counts.found += 1;
                counts.notes.push(format!("{}: no place", place.location.extracted_place));
            }
        }
    }
    counts
}

/// A marked place; the sets name their fields differently, and write numbers as strings.
fn read(toponym: &Value) -> Option<Marked> {
    let number = |names: &[&str]| -> Option<f64> {
        let value = names.iter().find_map(|name| toponym.get(*name))?;
        value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
    };
    let offset = |name: &str| number(&[name]).map(|at| at as usize);
    let words = Span::new(offset("start")?, offset("end")?);
    let lat = number(&["lat", "latitude", "gaztag.lat"]);
    let lon = number(&["lon", "longitude", "gaztag.lon"]);
    Some(Marked { words, point: lat.zip(lon) })
}

/// The distance on a sphere of the earth's mean radius (haversine formula).
fn kilometres(location: &Location, (lat, lon): (f64, f64)) -> f64 {
    const RADIUS: f64 = 6371.0;
    let (Some(from_lat), Some(from_lon)) = (location.lat, location.lon) else {
        return f64::INFINITY;
    };
    let (a, b) = (from_lat.to_radians(), lat.to_radians());
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let h = half(b - a) + a.cos() * b.cos() * half((lon - from_lon).to_radians());
    2.0 * RADIUS * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_kilometres() {
        let at = Location { lat: Some(50.0), lon: Some(10.0), ..Location::default() };
        assert!((kilometres(&at, (51.0, 10.0)) - 111.2).abs() < 0.1);
        assert!(kilometres(&Location::default(), (0.0, 0.0)).is_infinite());
    }
}
