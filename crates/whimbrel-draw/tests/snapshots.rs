//! One of each drawing and table, whole.

use insta::assert_snapshot;
use whimbrel_draw::{
    Area, Bar, Bars, Chart, Frame, Map, Mark, Matrix, Mean, Month, MonthCounts, MonthMean, Spark,
    Split, Spot, Timeline, figure, svg, table,
};

fn frame(id: &str, title: &str) -> Frame {
    Frame::new(id, title, "Russia & Ukraine, as reported.")
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn timeline() -> Chart {
    let counts = [
        ("2021-11", Some([4, 1, 2, 0])),
        ("2021-12", Some([0; 4])),
        ("2022-02", Some([12, 3, 40, 75])),
        ("2022-03", Some([10, 20, 30, 90])),
    ];
    let months = counts.map(|(text, counts)| MonthCounts { month: month(text), counts });
    Chart::Timeline(Timeline { frame: frame("years", "Events by month"), months: months.to_vec() })
}

fn spark() -> Chart {
    let months =
        [("2022-01", Some(3)), ("2022-02", Some(9)), ("2022-03", None), ("2022-04", Some(5))];
    let months = months.map(|(text, count)| (month(text), count)).to_vec();
    Chart::Spark(Spark { frame: frame("spark", "Events"), months })
}

fn bars() -> Chart {
    let bar = |name: &str, value| Bar { name: name.to_owned(), value };
    let bars = vec![
        bar("Russia → Ukraine", Split::ByQuad([5, 10, 20, 65])),
        bar("<Ukraine> → Russia", Split::ByQuad([10, 0, 20, 10])),
    ];
    Chart::Bars(Bars { frame: frame("pairs", "Pairs"), what: "Pair".to_owned(), bars })
}

fn matrix() -> Chart {
    let names = vec!["RUS".to_owned(), "UKR".to_owned()];
    Chart::Matrix(Matrix {
        frame: frame("dyads", "Who acts on whom"),
        row_title: "Actor".to_owned(),
        column_title: "Recipient".to_owned(),
        rows: names.clone(),
        columns: names,
        cells: vec![vec![None, Some(12_345)], vec![Some(0), None]],
    })
}

fn mean() -> Chart {
    let means = [
        ("2022-01", Some((2.5, 4))),
        ("2022-02", Some((-7.25, 12))),
        ("2022-03", Some((0.0, 0))),
        ("2022-05", Some((-3.0, 1))),
    ];
    let months = means.map(|(text, mean)| MonthMean { month: month(text), mean }).to_vec();
    Chart::Mean(Mean { frame: frame("mean", "Mean of the scale"), months })
}

fn map() -> Chart {
    let mark = |name: &str, spot, count| Mark {
        name: name.to_owned(),
        spot,
        count,
        claimants: Vec::new(),
    };
    let disputed = Mark {
        claimants: vec!["A".to_owned(), "B".to_owned()],
        ..mark("Apia", Spot::Point { lat: -13.83, lon: -171.77 }, 2)
    };
    let marks = vec![
        mark("Suva", Spot::Point { lat: -18.14, lon: 178.44 }, 6),
        disputed,
        mark("Vanua Levu", Spot::Around { lat: -16.6, lon: 179.2, km: 100.0 }, 3),
        mark("Fiji", Spot::Country { code: "FJI".to_owned(), inside: None }, 4),
    ];
    Chart::Map(Map {
        frame: frame("pacific", "Events by place"),
        area: Area::around(&marks),
        marks,
    })
}

#[test]
fn a_timeline_with_a_zero_month_and_one_without_coverage() {
    assert_snapshot!(svg(&timeline()));
    assert_snapshot!(table(&timeline()));
}

#[test]
fn a_spark_line_with_a_gap() {
    assert_snapshot!(figure(&spark()));
}

#[test]
fn bars_by_quad() {
    assert_snapshot!(svg(&bars()));
    assert_snapshot!(table(&bars()));
}

#[test]
fn a_matrix_of_two() {
    assert_snapshot!(svg(&matrix()));
    assert_snapshot!(table(&matrix()));
}

#[test]
fn a_mean_below_and_above_zero() {
    assert_snapshot!(svg(&mean()));
    assert_snapshot!(table(&mean()));
}

#[test]
fn a_map_over_the_antimeridian() {
    assert_snapshot!(svg(&map()));
    assert_snapshot!(table(&map()));
}
