//! Writes a page with one of each drawing, light and dark, all with invented numbers:
//! `cargo run --release -p whimbrel-draw --example gallery -- gallery.html`.

use std::process::ExitCode;

use whimbrel_draw::{
    Area, Bar, Bars, Chart, Frame, Map, Mark, Matrix, Mean, Month, MonthCounts, MonthMean,
    STYLESHEET, Spark, Split, Spot, Timeline, figure,
};

const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width\">\n<title>Gallery</title>\n<style>\n";
const LOOK: &str = "body { margin: 0; font-family: Georgia, 'DejaVu Serif', serif; }\n\
    section { padding: 1rem 2rem; background: #ffffff; color: #14181c; max-width: 60rem; }\n\
    [data-theme=dark] { background: #15181c; color: #e6e9ec; }\n</style>\n";

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: gallery FILE");
        return ExitCode::from(2);
    };
    match std::fs::write(&path, page()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn page() -> String {
    let mut page = format!("{HEAD}{STYLESHEET}{LOOK}");
    for theme in ["light", "dark"] {
        page.push_str(&format!("<section data-theme=\"{theme}\">\n<h1>Gallery, {theme}</h1>\n"));
        for chart in charts(theme) {
            page.push_str(&figure(&chart));
            page.push('\n');
        }
        page.push_str("</section>\n");
    }
    page
}

fn charts(theme: &str) -> Vec<Chart> {
    let frame = |id: &str, title: &str| {
        Frame::new(&format!("{id}-{theme}"), title, "The numbers are invented.")
    };
    vec![
        timeline(frame("years", "Events by month, five years"), 60),
        timeline(frame("months", "Events by month, eight months"), 8),
        timeline(frame("month", "Events of one month"), 1),
        timeline(frame("decades", "Events by month, fifty years"), 600),
        spark(frame("spark", "Events, two years")),
        mean(frame("mean", "Mean of the scale by month"), 40),
        mean(frame("longmean", "Mean of the scale, thirty years"), 360),
        pairs(frame("pairs", "Most active pairs")),
        actors(frame("actors", "Most active actors")),
        matrix(
            frame("matrix", "Who acts on whom"),
            ["RUS", "UKR", "USA", "CHN", "DEU", "TUR"].map(str::to_owned).to_vec(),
        ),
        matrix(frame("longmatrix", "Who acts on whom, by name"), names()),
        Chart::Map(Map {
            frame: frame("world", "Events by place"),
            area: Area::World,
            marks: marks(),
        }),
        europe(frame("europe", "Events in eastern Europe")),
        pacific(frame("pacific", "Events over the antimeridian")),
        arctic(frame("arctic", "Events in the Arctic")),
        timeline(narrow(frame("narrow-years", "Events by month, on a phone")), 30),
        pairs(narrow(frame("narrow-pairs", "Most active pairs, on a phone"))),
        matrix(narrow(frame("narrow-matrix", "Who acts on whom, on a phone")), names()),
        Chart::Map(Map {
            frame: narrow(frame("narrow-world", "Events by place, on a phone")),
            area: Area::World,
            marks: marks(),
        }),
    ]
}

fn narrow(frame: Frame) -> Frame {
    Frame { width: 340, ..frame }
}

/// Numbers that go up and down, the same in every run.
fn noise(i: u64, most: u64) -> u64 {
    let mixed = (i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) % (most + 1)
}

fn month(i: u64) -> Month {
    let i = u32::try_from(i).unwrap_or(0) + 3;
    Month::new(1975 + i / 12, i % 12 + 1).expect("a month of the next decades")
}

fn timeline(frame: Frame, months: u64) -> Chart {
    let counts = |i: u64| match i % 23 {
        4 | 5 => Some([0; 4]),
        9..=11 => None,
        _ => Some([0, 1, 2, 3].map(|quad| noise(i * 4 + quad, 40 + i % 50))),
    };
    let month = |i| MonthCounts { month: month(i), counts: counts(i) };
    Chart::Timeline(Timeline { frame, months: (0..months).map(month).collect() })
}

fn spark(frame: Frame) -> Chart {
    let count = |i| if i % 11 == 7 { None } else { Some(noise(i, 90)) };
    Chart::Spark(Spark { frame, months: (0..24).map(|i| (month(i), count(i))).collect() })
}

fn mean(frame: Frame, months: u64) -> Chart {
    let mean = |i: u64| match i % 19 {
        6 => None,
        12 | 14 => Some((0.0, 0)),
        _ => Some((noise(i, 1200) as f64 / 100.0 - 8.0, 1 + noise(i, 30))),
    };
    let months = (0..months).map(|i| MonthMean { month: month(i), mean: mean(i) });
    Chart::Mean(Mean { frame, months: months.collect() })
}

fn pairs(frame: Frame) -> Chart {
    let names = [
        "Russia → Ukraine",
        "Ukraine → Russia",
        "Israel → Palestine",
        "United States → China",
        "Democratic Republic of the Congo → Rwanda",
        "India → Pakistan",
        "Mali → Mali",
    ];
    let bar = |(i, name): (usize, &&str)| {
        let counts = [0, 1, 2, 3].map(|quad| noise(i as u64 * 4 + quad, 900 / (i as u64 + 1)));
        Bar { name: (*name).to_owned(), value: Split::ByQuad(counts) }
    };
    Chart::Bars(Bars {
        frame,
        what: "Pair".to_owned(),
        bars: names.iter().enumerate().map(bar).collect(),
    })
}

fn actors(frame: Frame) -> Chart {
    let names = [
        ("Volodymyr Zelenskyy", 1_204_551),
        ("Security Council", 880_120),
        ("جامعة الدول العربية", 120_000),
        ("<script>alert('report')</script>", 77),
        ("Nobody", 0),
    ];
    let bar =
        |(name, count): &(&str, u64)| Bar { name: (*name).to_owned(), value: Split::Whole(*count) };
    Chart::Bars(Bars { frame, what: "Actor".to_owned(), bars: names.iter().map(bar).collect() })
}

fn names() -> Vec<String> {
    let names = [
        "Russia",
        "Ukraine",
        "United States",
        "China",
        "Germany",
        "Türkiye",
        "Democratic Republic of the Congo",
        "Rwanda",
        "Israel",
        "Palestine",
        "Iran",
        "India",
        "Pakistan",
        "Mali",
    ];
    names.map(str::to_owned).to_vec()
}

fn matrix(frame: Frame, names: Vec<String>) -> Chart {
    let cell = |r: usize, c: usize| {
        (r != c).then(|| {
            noise((r * 31 + c) as u64, 4) * noise((r * 17 + c) as u64, 5000) / (1 + r as u64)
        })
    };
    let cells = (0..names.len()).map(|r| (0..names.len()).map(|c| cell(r, c)).collect());
    Chart::Matrix(Matrix {
        frame,
        row_title: "Actor".to_owned(),
        column_title: "Recipient".to_owned(),
        cells: cells.collect(),
        rows: names.clone(),
        columns: names,
    })
}

fn point(name: &str, lat: f64, lon: f64, count: u64, claimants: &[&str]) -> Mark {
    let claimants = claimants.iter().map(|code| (*code).to_owned()).collect();
    Mark { name: name.to_owned(), spot: Spot::Point { lat, lon }, count, claimants }
}

fn around(name: &str, lat: f64, lon: f64, km: f64, count: u64) -> Mark {
    Mark {
        name: name.to_owned(),
        spot: Spot::Around { lat, lon, km },
        count,
        claimants: Vec::new(),
    }
}

fn country(name: &str, code: &str, inside: (f64, f64), count: u64) -> Mark {
    let spot = Spot::Country { code: code.to_owned(), inside: Some(inside) };
    Mark { name: name.to_owned(), spot, count, claimants: Vec::new() }
}

fn marks() -> Vec<Mark> {
    vec![
        point("Kyiv", 50.45, 30.52, 420, &[]),
        point("Moscow", 55.75, 37.62, 300, &[]),
        point("Donetsk", 48.0, 37.8, 96, &["RUS", "UKR"]),
        point("Mariupol", 47.1, 37.55, 40, &["RUS", "UKR"]),
        point("Washington", 38.9, -77.04, 210, &[]),
        point("Beijing", 39.9, 116.4, 180, &[]),
        point("Jerusalem", 31.78, 35.22, 90, &["ISR", "PSE"]),
        point("Suva", -18.14, 178.44, 6, &[]),
        point("Apia", -13.83, -171.77, 2, &[]),
        point("Lima", -12.05, -77.05, 30, &[]),
        point("Nairobi", -1.29, 36.82, 55, &[]),
        around("Kharkiv Oblast", 49.5, 36.5, Spot::PROVINCE_KM, 60),
        around("Tigray", 14.0, 38.5, 150.0, 44),
        around("Rakhine", 20.1, 93.5, Spot::PROVINCE_KM, 25),
        around("Greenland's north", 82.0, -35.0, 400.0, 3),
        country("Ukraine", "UKR", (49.0, 32.0), 700),
        country("Sudan", "SDN", (15.0, 30.0), 130),
        country("Brazil", "BRA", (-10.4, -53.3), 12),
        country("Fiji", "FJI", (-18.0, 178.0), 3),
        country("Russia", "RUS", (60.0, 100.0), 400),
        country("Singapore", "SGP", (1.36, 103.8), 9),
        country("Malta", "MLT", (35.9, 14.4), 4),
    ]
}

fn europe(frame: Frame) -> Chart {
    let area = Area::Region { west: 20.0, south: 43.0, east: 44.0, north: 57.0 };
    Chart::Map(Map { frame, area, marks: marks() })
}

fn pacific(frame: Frame) -> Chart {
    let marks: Vec<Mark> = marks()
        .into_iter()
        .filter(|mark| ["Suva", "Apia", "Fiji"].contains(&&*mark.name))
        .collect();
    Chart::Map(Map { frame, area: Area::around(&marks), marks })
}

fn arctic(frame: Frame) -> Chart {
    let area = Area::Region { west: -70.0, south: 60.0, east: 60.0, north: 90.0 };
    Chart::Map(Map { frame, area, marks: marks() })
}
