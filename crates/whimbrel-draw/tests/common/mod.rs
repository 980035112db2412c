//! Charts for tests, and what must hold of every drawing.

use roxmltree::{Document, Node};
use whimbrel_draw::{
    Area, Bar, Bars, Chart, Frame, Map, Mark, Matrix, Mean, Month, MonthCounts, MonthMean, Quads,
    Spark, Split, Spot, Timeline, figure, svg, svg_file, table,
};

/// What a chart is made of.
#[derive(Clone, Debug)]
pub(crate) struct Stuff {
    pub(crate) texts: Vec<String>,
    pub(crate) counts: Vec<Option<Quads>>,
    pub(crate) reals: Vec<f64>,
    pub(crate) width: u32,
}

impl Stuff {
    fn text(&self, i: usize) -> String {
        self.texts.get(i % self.texts.len().max(1)).cloned().unwrap_or_default()
    }

    fn real(&self, i: usize) -> f64 {
        self.reals.get(i % self.reals.len().max(1)).copied().unwrap_or(0.0)
    }

    fn frame(&self) -> Frame {
        let frame = Frame::new(&self.text(0), &self.text(1), &self.text(2));
        Frame { width: self.width, ..frame }
    }

    fn months(&self) -> impl Iterator<Item = (Month, Option<Quads>)> {
        let month =
            |i: usize| Month::new(1980 + i as u32 / 12, i as u32 % 12 + 1).expect("a month");
        self.counts.iter().enumerate().map(move |(i, counts)| (month(i), *counts))
    }

    /// One chart of each kind.
    pub(crate) fn charts(&self) -> Vec<Chart> {
        let frame = self.frame();
        let timeline = self.months().map(|(month, counts)| MonthCounts { month, counts });
        let spark = self.months().map(|(month, counts)| (month, counts.map(|counts| counts[0])));
        vec![
            Chart::Timeline(Timeline { frame: frame.clone(), months: timeline.collect() }),
            Chart::Spark(Spark { frame, months: spark.collect() }),
            self.bars(),
            self.matrix(),
            self.mean(),
            self.map(Area::World),
            self.map(Area::Region {
                west: self.real(0),
                south: self.real(1),
                east: self.real(2),
                north: self.real(3),
            }),
        ]
    }

    fn bars(&self) -> Chart {
        let bar = |(i, counts): (usize, &Option<Quads>)| Bar {
            name: self.text(i),
            value: counts.map_or(Split::Whole(i as u64), Split::ByQuad),
        };
        let bars = self.counts.iter().enumerate().map(bar).collect();
        Chart::Bars(Bars { frame: self.frame(), what: self.text(3), bars })
    }

    fn matrix(&self) -> Chart {
        let cells = self
            .counts
            .iter()
            .map(|counts| counts.map_or(vec![None], |all| all.map(Some).to_vec()));
        Chart::Matrix(Matrix {
            frame: self.frame(),
            row_title: self.text(3),
            column_title: self.text(4),
            rows: self.texts.clone(),
            columns: self.texts.iter().rev().cloned().collect(),
            cells: cells.collect(),
        })
    }

    fn mean(&self) -> Chart {
        let mean = |(i, (month, counts)): (usize, (Month, Option<Quads>))| MonthMean {
            month,
            mean: counts.map(|counts| (self.real(i), counts[0])),
        };
        Chart::Mean(Mean {
            frame: self.frame(),
            months: self.months().enumerate().map(mean).collect(),
        })
    }

    fn map(&self, area: Area) -> Chart {
        let marks = self
            .counts
            .iter()
            .enumerate()
            .map(|(i, counts)| self.mark(i, counts.map_or(0, |c| c[0])));
        Chart::Map(Map { frame: self.frame(), area, marks: marks.collect() })
    }

    fn mark(&self, i: usize, count: u64) -> Mark {
        let (lat, lon) = (self.real(i) / 2.0, self.real(i + 1));
        let code = ["UKR", "FJI", "ATA", "MLT", "", "KOS"][i / 4 % 6];
        let spot = match i % 4 {
            0 => Spot::Country { code: code.to_owned(), inside: Some((lat, lon)) },
            1 => Spot::Around { lat, lon, km: self.real(i + 2) },
            _ => Spot::Point { lat, lon },
        };
        let claimants = self.texts.iter().take(i % 3).cloned().collect();
        Mark { name: self.text(i), spot, count, claimants }
    }
}

/// Parses everything that comes of a chart, and checks what must always hold.
pub(crate) fn check(chart: &Chart) {
    for text in [svg(chart).to_string(), svg_file(chart).to_string()] {
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        check_root(document.root_element());
        check_references(&document);
        check_places(document.root_element());
    }
    for text in [table(chart), figure(chart)] {
        Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    }
}

fn check_root(root: Node<'_, '_>) {
    assert_eq!(root.attribute("role"), Some("img"));
    let id = root.attribute("id").expect("an identifier");
    assert_eq!(root.attribute("aria-labelledby"), Some(&*format!("{id}-t {id}-d")));
    let names: Vec<&str> = root
        .children()
        .filter(Node::is_element)
        .map(|node| node.tag_name().name())
        .take(2)
        .collect();
    assert_eq!(names, ["title", "desc"]);
    let known = [
        "svg", "title", "desc", "style", "defs", "pattern", "g", "rect", "line", "circle", "path",
        "text", "clipPath",
    ];
    for node in root.descendants().filter(Node::is_element) {
        assert!(known.contains(&node.tag_name().name()), "{:?}", node.tag_name());
        let hostile =
            |name: &str| name.starts_with("on") || ["style", "href", "src"].contains(&name);
        assert!(!node.attributes().any(|attribute| hostile(attribute.name())), "{node:?}");
    }
}

/// Identifiers are unique, and what is referred to is there.
fn check_references(document: &Document<'_>) {
    let nodes = || document.descendants().filter(Node::is_element);
    let mut ids: Vec<&str> = nodes().filter_map(|node| node.attribute("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an identifier comes twice");
    for fill in nodes().filter_map(|node| node.attribute("fill")) {
        let id = fill.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')'));
        assert!(id.is_some_and(|id| ids.contains(&id)), "{fill}");
    }
}

/// Numbers are finite, and shapes stand within the view box.
fn check_places(root: Node<'_, '_>) {
    let sides: Vec<f64> =
        root.attribute("viewBox").expect("a view box").split(' ').map(number).collect();
    let (width, height) = (sides[2] + 0.5, sides[3] + 0.5);
    let drawn = |node: &Node<'_, '_>| {
        node.is_element() && !node.ancestors().any(|n| n.tag_name().name() == "defs")
    };
    for node in root.descendants().filter(drawn) {
        let value = |name| node.attribute(name).map(number);
        let (x, y) = (value("x"), value("y"));
        let right = x.map(|x| x + value("width").unwrap_or(0.0));
        let bottom = y.map(|y| y + value("height").unwrap_or(0.0));
        let across = [x, right, value("x1"), value("x2"), value("cx")];
        let down = [y, bottom, value("y1"), value("y2"), value("cy")];
        if node.tag_name().name() == "svg" {
            continue;
        }
        assert!(across.into_iter().flatten().all(|x| (-0.5..=width).contains(&x)), "{node:?}");
        assert!(down.into_iter().flatten().all(|y| (-0.5..=height).contains(&y)), "{node:?}");
        check_path(node.attribute("d").unwrap_or_default());
    }
}

fn check_path(data: &str) {
    let letters = |c: char| "MLHVZlz".contains(c);
    assert!(data.chars().all(|c| letters(c) || c.is_ascii_digit() || " .-".contains(c)), "{data}");
}

fn number(text: &str) -> f64 {
    let value: f64 = text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"));
    assert!(value.is_finite());
    value
}
