//! What holds of every drawing, whatever texts and numbers come in.

mod common;

use common::{Stuff, check};
use proptest::prelude::*;
use whimbrel_draw::{Area, Chart, Frame, Map, Mark, Quads, Spot, svg, svg_file, table};

const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"' onload='x' ]]> <!-- &amp; &#0;",
    "</title></svg><img src=x onerror=y>",
    "\u{202E}\u{2066}right to left\u{0}\u{8}\u{FFFF}\u{FEFF}",
    "url(#x); } body { display: none",
    "جامعة الدول العربية 安全理事会 👩‍👩‍👧",
    "   ",
    "",
];

fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = prop_oneof![
        any::<String>(),
        "\\PC{0,300}",
        proptest::sample::select(HOSTILE.as_slice()).prop_map(str::to_owned),
    ];
    proptest::collection::vec(text, 0..30)
}

fn counts() -> impl Strategy<Value = Vec<Option<Quads>>> {
    let counts = prop_oneof![
        Just(None),
        Just(Some([0; 4])),
        proptest::array::uniform4(0u64..10_000_000).prop_map(Some),
        proptest::array::uniform4(any::<u64>()).prop_map(Some),
    ];
    prop_oneof![
        proptest::collection::vec(counts.clone(), 0..30),
        proptest::collection::vec(counts, 0..600)
    ]
}

fn stuff() -> impl Strategy<Value = Stuff> {
    let real = prop_oneof![4 => -190.0..190.0f64, 1 => any::<f64>(), 1 => Just(f64::NAN)];
    (texts(), counts(), proptest::collection::vec(real, 0..20), any::<u32>()).prop_map(
        |(texts, counts, reals, width)| Stuff { texts, counts, reals, width: width % 1400 },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_drawing_is_well_formed_and_stays_within_its_view_box(stuff in stuff()) {
        stuff.charts().iter().for_each(check);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes(stuff in stuff()) {
        for chart in stuff.charts() {
            prop_assert_eq!(svg(&chart), svg(&chart.clone()));
            prop_assert_eq!(table(&chart), table(&chart.clone()));
        }
    }
}

#[test]
fn texts_of_any_length_give_drawings_of_bounded_size() {
    let long = "<&'\"".repeat(25_000);
    let stuff = Stuff {
        texts: vec![long; 30],
        counts: vec![Some([1, 2, 3, 4]); 600],
        reals: (0..20).map(|i| f64::from(i * 17 % 180)).collect(),
        width: 720,
    };
    for chart in stuff.charts() {
        check(&chart);
        assert!(svg(&chart).as_str().len() < 150_000, "{}", svg(&chart).as_str().len());
        assert!(table(&chart).len() < 2_000_000, "{}", table(&chart).len());
    }
}

#[test]
fn drawings_for_pages_pass_a_policy_without_inline_styles_and_scripts() {
    let stuff = Stuff {
        texts: HOSTILE.map(str::to_owned).to_vec(),
        counts: vec![Some([1, 2, 3, 4]), None, Some([0; 4])],
        reals: vec![10.0, -20.0, 30.0],
        width: 720,
    };
    for chart in stuff.charts() {
        let (inline, file) = (svg(&chart), svg_file(&chart));
        for word in ["<style", " style=", "<script"] {
            assert!(!inline.as_str().contains(word), "{word}");
        }
        assert!(file.as_str().contains("<style>") && !file.as_str().contains("<script"));
    }
}

#[test]
fn the_world_is_smaller_than_the_page_may_bear() {
    let map = |width| {
        let frame = Frame { width, ..Frame::new("world", "World", "Nothing.") };
        Chart::Map(Map { frame, area: Area::World, marks: Vec::new() })
    };
    for width in [320, 720, 1200] {
        let size = svg_file(&map(width)).as_str().len();
        assert!((20_000..100_000).contains(&size), "{width}: {size}");
    }
}

#[test]
fn a_country_is_shaded_and_never_pinned() {
    let spot = Spot::of(1, "UKR", Some((49.0, 32.0))).expect("a country");
    let mark = Mark { name: "Ukraine".to_owned(), spot, count: 7, claimants: Vec::new() };
    let chart =
        Chart::Map(Map { frame: Frame::new("m", "", ""), area: Area::World, marks: vec![mark] });
    let drawing = svg(&chart);
    assert!(drawing.as_str().contains("<title>Ukraine: 7</title>"));
    assert!(
        !drawing.as_str().contains("<circle cx")
            || !drawing.as_str().contains("class=\"wd-point\"")
    );
    assert!(!table(&chart).contains("49"));
}

#[test]
fn what_is_no_place_on_earth_is_told_and_not_drawn() {
    let spot = Spot::Point { lat: 91.0, lon: f64::NAN };
    let mark = Mark { name: "Nowhere".to_owned(), spot, count: 3, claimants: Vec::new() };
    let chart =
        Chart::Map(Map { frame: Frame::new("m", "", ""), area: Area::World, marks: vec![mark] });
    assert!(svg(&chart).as_str().contains("1 place is left out"));
    assert!(table(&chart).contains("Nowhere"));
}
