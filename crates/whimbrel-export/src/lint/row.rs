//! A line: its columns one by one, then what must agree between them.

use super::{Check, Rule, cells};
use crate::codes::{self, Cameo, Country};
use crate::conventions::Quad;
use crate::layout::{Kind, Layout};
use crate::problem::shown;
use crate::read;
use jiff::civil::Date;
use whimbrel_record::EventRecord;

/// Degrees from the middle of a country within which a place counts as near it.
const NEAR: f64 = 15.0;

/// Degrees from the middle of a country beyond which a place counts as far off. Few lands overseas lie
/// beyond, and none of them comes near the middle with its coordinates exchanged.
const FAR: f64 = 30.0;

impl Check {
    pub(super) fn row(&mut self, row: &[String]) {
        let columns = self.layout.columns();
        let Some(row) = self.whole(row) else { return };
        for (place, column) in columns.iter().enumerate() {
            self.cell(place, column, row[place].trim());
        }
        self.code_parts(row);
        self.values(row);
        self.dates(row);
        self.places(row);
        self.identifier(row);
        if self.layout == Layout::Icews {
            let found = self.reciprocal.take(self.line, row);
            found.into_iter().for_each(|(line, text)| {
                self.report.add(Rule::Reciprocal, line, None, text);
            });
        }
    }

    /// Returns the layout's columns of a line, `None` where it has too few or too many.
    fn whole<'r>(&mut self, row: &'r [String]) -> Option<&'r [String]> {
        let expected = self.layout.columns().len();
        let (cells, behind) = row.split_at(row.len().min(expected));
        if cells.len() < expected || behind.iter().any(|cell| !cell.trim().is_empty()) {
            let text = format!("{} columns, the layout has {expected}", row.len());
            self.add(Rule::Columns, None, text);
            return None;
        }
        if !behind.is_empty() {
            let text = format!("{} empty columns behind the last", behind.len());
            self.add(Rule::TrailingSeparator, Some(expected + 1), text);
        }
        Some(cells)
    }

    fn cell(&mut self, place: usize, column: &crate::layout::Column, cell: &str) {
        let at = Some(place + 1);
        let name = column.name;
        if cell.is_empty() {
            if column.always {
                self.add(Rule::Missing, at, format!("`{name}` is empty"));
            }
        } else if read::is_missing_word(cell) {
            self.add(Rule::MissingWord, at, format!("`{name}` is the word `{cell}`"));
        } else if let Some((rule, what)) = cells::text_fault(cell) {
            self.add(rule, at, format!("`{name}` is `{}`, which {what}", shown(cell)));
        } else if let Some((rule, text)) = cells::fault(column, cell) {
            self.add(rule, at, text);
        }
    }

    fn column(&self, kind: Kind) -> Option<usize> {
        self.layout.columns().iter().position(|column| column.kind == kind)
    }

    /// Returns the cell of the first column of this kind, where there is one with a value.
    fn of<'r>(&self, row: &'r [String], kind: Kind) -> Option<&'r str> {
        let cell = row[self.column(kind)?].trim();
        (!read::is_missing(cell)).then_some(cell)
    }

    fn code_parts(&mut self, row: &[String]) {
        let Some(code) = self.of(row, Kind::Event).and_then(codes::cameo) else { return };
        for (kind, part) in [(Kind::Base, code.base()), (Kind::Root, code.root())] {
            let found = self.of(row, kind).filter(|found| codes::cameo(found).is_some());
            if let Some(found) = found.filter(|found| *found != part) {
                let text = format!("code `{}` has `{found}` where `{part}` should be", code.code);
                self.add(Rule::CodeParts, self.column(kind).map(|place| place + 1), text);
            }
        }
    }

    /// Holds quad and scale to the code, or to the type of PLOVER where the convention goes by it.
    fn values(&mut self, row: &[String]) {
        let code = self.of(row, Kind::Event).and_then(codes::cameo);
        let list =
            |kind| self.of(row, kind).map(|cell| cell.split(';').map(str::to_owned).collect());
        let record = EventRecord {
            event: self.of(row, Kind::PloverType).unwrap_or_default().to_owned(),
            mode: list(Kind::Modes).unwrap_or_default(),
            ..EventRecord::default()
        };
        let quad = self.of(row, Kind::Quad).and_then(cells::quad);
        let scale = self.of(row, Kind::Scale).and_then(cells::number);
        let columns =
            [Kind::Quad, Kind::Scale].map(|kind| self.column(kind).map(|place| place + 1));
        self.agree(&record, code, (quad, columns[0]), (scale, columns[1]));
    }

    /// Holds a quad and a value, each with its column, to the convention.
    pub(super) fn agree(
        &mut self,
        record: &EventRecord,
        code: Option<&Cameo>,
        (quad, quad_column): (Option<u8>, Option<usize>),
        (scale, scale_column): (Option<f64>, Option<usize>),
    ) {
        let expected = self.conventions.quad(record, code);
        if let (Some(quad), Some(expected)) = (quad, expected)
            && quad != expected
        {
            let text = self.other_quad(code, quad, expected);
            self.add(Rule::Quad, quad_column, text);
        }
        let expected = self.conventions.scale(record, code);
        // What no scale has is a finding of the column's own.
        if let (Some(scale), Some(expected)) = (scale.filter(|scale| scale.abs() <= 10.0), expected)
            && (scale - expected).abs() > 0.05
        {
            let name = self.conventions.scale.name();
            let text = format!("value is {scale}, in convention `{name}` {expected}");
            self.add(Rule::Scale, scale_column, text);
        }
    }

    fn other_quad(&self, code: Option<&Cameo>, quad: u8, expected: u8) -> String {
        let name = self.conventions.quad.name();
        let agrees = |other: &Quad| code.and_then(|code| other.of_code(code)) == Some(quad);
        let other = Quad::ALL.into_iter().find(agrees);
        let hint =
            other.map_or(String::new(), |other| format!(", as in convention `{}`", other.name()));
        format!("quad is {quad}{hint}, in convention `{name}` {expected}")
    }

    fn dates(&mut self, row: &[String]) {
        let first =
            self.of(row, Kind::Day8).or_else(|| self.of(row, Kind::Day)).and_then(read::day);
        let Some(day) = first else { return };
        self.date_parts(row, day);
        if let Some(end) = self.of(row, Kind::LastDay).and_then(read::day) {
            self.in_order(Kind::LastDay, day, end, "ends on", "begins on");
        }
        for kind in [Kind::Added8, Kind::Added14, Kind::Published] {
            let seen = self.of(row, kind).and_then(seen);
            if let Some(seen) = seen {
                self.in_order(kind, day, seen, "was reported on", "happened on");
            }
        }
    }

    fn in_order(&mut self, kind: Kind, early: Date, late: Date, was: &str, began: &str) {
        if late < early {
            let text = format!("event {was} {late} and {began} {early}");
            self.add(Rule::DateOrder, self.column(kind).map(|place| place + 1), text);
        }
    }

    fn date_parts(&mut self, row: &[String], day: Date) {
        for (kind, form) in [
            (Kind::Year, "%Y"),
            (Kind::Month6, "%Y%m"),
            (Kind::Month, "%m"),
            (Kind::DayOfMonth, "%d"),
        ] {
            let right = day.strftime(form).to_string();
            let found = self.of(row, kind);
            // `5` for `05` is the same month.
            let wrong = found
                .filter(|found| found.trim_start_matches('0') != right.trim_start_matches('0'));
            if let Some(found) = wrong {
                let text = format!("`{}` does not fit the day {day}", shown(found));
                self.add(Rule::DateParts, self.column(kind).map(|place| place + 1), text);
            }
        }
        let fraction = self.of(row, Kind::Fraction).and_then(cells::number);
        let apart =
            fraction.map(|fraction| (fraction - f64::from(day.year()) - year_part(day)).abs());
        // A day more or less comes from other ways to count.
        if apart.is_some_and(|apart| apart > 0.02) {
            let text = format!("fraction does not fit the day {day}");
            self.add(Rule::DateParts, self.column(Kind::Fraction).map(|place| place + 1), text);
        }
    }

    fn places(&mut self, row: &[String]) {
        let columns = self.layout.columns();
        for place in (0..columns.len()).filter(|place| columns[*place].kind == Kind::Latitude) {
            // In all layouts the longitude stands behind the latitude.
            let cell =
                |place: usize| Some(row[place].trim()).filter(|cell| !read::is_missing(cell));
            let (lat, lon) = (cell(place), cell(place + 1));
            if lat.is_some() != lon.is_some() {
                let text = "one of latitude and longitude is missing".to_owned();
                self.add(Rule::Coordinates, Some(place + 1), text);
            }
            let point = lat.and_then(cells::number).zip(lon.and_then(cells::number));
            if let Some(point) = point {
                self.point(point, self.country(row, place), Some(place + 1));
            }
        }
    }

    /// Returns the country that goes with the latitude in a column: the nearest before it, else behind.
    fn country(&self, row: &[String], latitude: usize) -> Option<&'static Country> {
        let columns = self.layout.columns();
        let is =
            |place: &usize| matches!(columns[*place].kind, Kind::PlaceFips | Kind::PlaceCountry);
        let before = (latitude.saturating_sub(4)..latitude).rev().find(is);
        let place = before.or_else(|| (latitude..columns.len()).find(is))?;
        let cell = row[place].trim();
        match columns[place].kind {
            Kind::PlaceFips => codes::country_by_fips(cell),
            _ => codes::country(cell).or_else(|| codes::country_by_name(cell)),
        }
    }

    /// Checks a point with its country.
    pub(super) fn point(
        &mut self,
        (lat, lon): (f64, f64),
        country: Option<&Country>,
        column: Option<usize>,
    ) {
        if lat == 0.0 && lon == 0.0 {
            self.add(Rule::CoordinatesZero, column, "place is at 0, 0".to_owned());
            return;
        }
        let Some((country, middle)) = country.and_then(|c| Some((c, c.point?))) else { return };
        if distance((lat, lon), middle) > FAR && distance((lon, lat), middle) < NEAR {
            let text = format!("{lat}, {lon} lies far from {}, exchanged near it", country.name);
            self.add(Rule::CoordinatesSwapped, column, text);
        }
    }

    fn identifier(&mut self, row: &[String]) {
        let column = self.column(Kind::Key).or_else(|| self.column(Kind::TextKey));
        let Some(column) = column.filter(|column| !row[*column].trim().is_empty()) else { return };
        let id = row[column].trim();
        // ICEWS uses numbers again on other days.
        let day = if self.layout == Layout::Icews { row[1].trim() } else { "" };
        self.identify(Some(column + 1), id, &(id, day));
    }
}

fn seen(cell: &str) -> Option<Date> {
    let dashed = cell.get(4..5) == Some("-");
    cell.get(..if dashed { 10 } else { 8 }).and_then(read::day)
}

/// Part of the year that is over, as GDELT counts.
fn year_part(day: Date) -> f64 {
    f64::from((i32::from(day.month()) - 1) * 30 + i32::from(day.day())) / 365.0
}

/// Returns degrees between two points, the greater of those of latitude and longitude.
fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    let around = (one.1 - other.1).abs();
    (one.0 - other.0).abs().max(around.min(360.0 - around))
}

/// The lines of ICEWS that wait for their other side.
#[derive(Default)]
pub(super) struct Reciprocal {
    waiting: Option<Side>,
}

/// A line that should have another side.
struct Side {
    line: usize,
    number: Option<u64>,
    mirror: &'static str,
    code: &'static str,
    /// Day, source, target, story and sentence.
    key: [Vec<String>; 2],
}

type Found = Vec<(usize, String)>;

impl Reciprocal {
    /// Takes a line; returns findings about it or the line before.
    fn take(&mut self, line: usize, row: &[String]) -> Found {
        let side = Side::of(line, row);
        match (self.waiting.take(), side) {
            (Some(one), Some(other)) if one.faces(&other) => {
                let next = one.number.and_then(|number| number.checked_add(1));
                let good = next.is_some() && next == other.number;
                let text = "numbers of the two sides are not one apart".to_owned();
                if good { Vec::new() } else { vec![(line, text)] }
            }
            (waiting, side) => {
                self.waiting = side;
                waiting.into_iter().map(Side::alone).collect()
            }
        }
    }

    /// Returns the finding about the last line, if it stands alone.
    pub(super) fn end(self) -> Found {
        self.waiting.into_iter().map(Side::alone).collect()
    }
}

impl Side {
    /// Returns the line as a side, if its event holds both ways and it has both parties.
    fn of(line: usize, row: &[String]) -> Option<Self> {
        let code = codes::cameo(row[6].trim())?;
        let mirror = code.mirror?;
        let both = [2, 8]
            .into_iter()
            .all(|party| row[party..party + 3].iter().any(|cell| !read::is_missing(cell.trim())));
        let told = [1, 11, 12].map(|place| row[place].clone());
        let party = |from: usize| told.iter().chain(&row[from..from + 3]).cloned().collect();
        let number = row[0].trim().parse().ok();
        both.then(|| Self { line, number, mirror, code: code.code, key: [party(2), party(8)] })
    }

    fn faces(&self, other: &Self) -> bool {
        self.mirror == other.code && self.key[0] == other.key[1] && self.key[1] == other.key[0]
    }

    fn alone(self) -> (usize, String) {
        (
            self.line,
            format!("event of code `{}` has no line from the other side beside it", self.code),
        )
    }
}
