//! Lines as other coders write them.

use crate::common::records;
use whimbrel_export::{Cause, Layout, Problem};
use whimbrel_record::EventRecord;

fn one(layout: Layout, line: &str) -> EventRecord {
    let mut found = records(layout, line.as_bytes());
    assert_eq!(found.len(), 1);
    found.remove(0).expect("the line is whole")
}

fn problems(layout: Layout, file: &[u8]) -> Vec<String> {
    records(layout, file)
        .into_iter()
        .filter_map(Result::err)
        .map(|problem| problem.to_string())
        .collect()
}

/// A line of GDELT 2.0's form, its empty cells left out.
fn gdelt2() -> String {
    let mut cells = vec![String::new(); 61];
    for (place, cell) in [
        (0, "410412347"),
        (1, "20150218"),
        (2, "201502"),
        (3, "2015"),
        (4, "2015.1315"),
        (5, "IGOEUREEC"),
        (6, "EUROPEAN UNION"),
        (8, "EEC"),
        (12, "IGO"),
        (15, "PALMOSINS"),
        (16, "HAMAS"),
        (17, "PAL"),
        (20, "MOS"),
        (22, "INS"),
        (25, "1"),
        (26, "0233"),
        (27, "023"),
        (28, "02"),
        (29, "1"),
        (30, "3.4"),
        (31, "10"),
        (32, "1"),
        (33, "10"),
        (34, "-2.5"),
        (51, "4"),
        (52, "Rafah, Israel (general), Israel"),
        (53, "GZ"),
        (54, "GZ00"),
        (56, "31.28"),
        (57, "34.25"),
        (58, "-797157"),
        (59, "20150218230000"),
        (60, "http://example.org/a"),
    ] {
        cells[place] = cell.to_owned();
    }
    cells.join("\t")
}

#[test]
fn a_line_of_gdelt_becomes_a_record() {
    let record = one(Layout::Gdelt2, &gdelt2());
    assert_eq!((record.id.as_str(), record.date.as_deref()), ("410412347", Some("2015-02-18")));
    // An appeal is speech: it has a code and no type.
    assert_eq!((record.cameo.as_str(), record.event.as_str(), record.quad_code), ("0233", "", 0));
    assert_eq!(record.actor[0].country, "EUR");
    assert_eq!(record.actor[0].sector_code, "");
    let hamas = &record.recipient[0];
    assert_eq!((hamas.country.as_str(), hamas.sector_code.as_str()), ("PSE", "REB"));
    assert_eq!(hamas.other_sector_codes, ["REL"]);
    let place = record.event_loc.expect("a place");
    assert_eq!((place.city.as_str(), place.country_code.as_str()), ("Rafah", "PSE"));
    assert_eq!((place.lat, place.lon, place.resolution), (Some(31.28), Some(34.25), 4));
    assert_eq!(record.cite_info.date.as_deref(), Some("2015-02-18"));
}

const ICEWS: &str = "\
Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude
101\t2014-01-31\tForeign Affairs (Kelpland)\t\"Executive,Foreign Ministry,Government\"\tCzech Republic\tConsult\t040\t1.0\tChina\t\tChina\t3\t2\tKelp Wire\t\t\tPrague\tCzech Republic\t50.08\t14.42
102\t2014-01-31\tChina\t\tChina\tConsult\t040\t1.0\tForeign Affairs (Kelpland)\t\"Executive,Foreign Ministry,Government\"\tCzech Republic\t3\t2\tKelp Wire\t\t\tPrague\tCzech Republic\t50.08\t14.42
103\t2014-01-31\tCitizen\tGeneral Population / Civilian / Social\tNULL\tAccuse\t112\t-2.0\tNone\t\t\t3\t3\tKelp Wire\t\t\t\t\t\t
";

#[test]
fn both_sides_of_an_event_of_icews_become_one_record() {
    let found: Vec<EventRecord> = records(Layout::Icews, ICEWS.as_bytes())
        .into_iter()
        .collect::<Result<_, _>>()
        .expect("whole");
    assert_eq!(found.len(), 2);
    let names: Vec<_> = found[0].actor.iter().map(|actor| actor.entity_name.as_str()).collect();
    assert_eq!((names, found[0].recipient.len()), (vec!["Foreign Affairs (Kelpland)", "China"], 0));
    assert_eq!(found[0].actor[0].country, "CZE");
    assert_eq!(found[0].actor[0].sector_code, "GOV");
    assert!(found[0].actor[0].other_sector_codes.is_empty());
    assert_eq!(found[0].text_info.sequence, 1);
    assert_eq!(found[1].actor[0].sector_code, "CVL");
    assert_eq!(found[1].actor[0].country, "");
    assert!(found[1].recipient.is_empty() && found[1].event_loc.is_none());
}

#[test]
fn a_file_in_iso_8859_1_is_read() {
    let file = ICEWS.replace("Citizen", "Señor");
    let latin: Vec<u8> = file.chars().map(|c| c as u8).collect();
    let found = records(Layout::Icews, &latin);
    let last = found.last().and_then(|item| item.as_ref().ok()).expect("a record");
    assert_eq!(last.actor[0].entity_name, "Señor");
}

#[test]
fn a_bad_line_is_named_and_the_rest_is_read() {
    let file =
        ICEWS.replace("112", "13y").replace("101\t", "\u{feff}x\n101\t") + "\n104\t2014-13-01\n";
    assert_eq!(
        problems(Layout::Icews, file.as_bytes()),
        [
            "x:2: 1 columns, the layout has 20",
            "x:5: column 7: `CAMEO Code` is `13y`, which is no CAMEO code",
            "x:7: 2 columns, the layout has 20",
        ]
    );
    assert_eq!(
        records(Layout::Icews, file.as_bytes()).iter().filter(|item| item.is_ok()).count(),
        1
    );
}

#[test]
fn a_lost_zero_is_not_guessed() {
    let file = gdelt2().replace("\t0233\t", "\t233\t");
    let text = ["x:1: column 27: `EventCode` is `233`, which is no CAMEO code"];
    assert_eq!(problems(Layout::Gdelt2, file.as_bytes()), text);
}

#[test]
fn a_header_that_the_layout_does_not_have_is_passed_over() {
    let file = format!("{}\n{}\n", Layout::Gdelt2.header().join("\t"), gdelt2());
    assert_eq!(records(Layout::Gdelt2, file.as_bytes()).len(), 1);
    let file = format!("{}\t\n", gdelt2());
    assert_eq!(records(Layout::Gdelt2, file.as_bytes()).len(), 1);
}

#[test]
fn a_line_of_polecat_becomes_a_record() {
    let mut cells = vec!["None"; 40];
    for (place, cell) in [
        (0, "20230101-0001-abc_ASSAULT_aerial"),
        (1, "2023-01-01"),
        (2, "ASSAULT"),
        (3, "aerial"),
        (4, "-9.5"),
        (5, "4"),
        (6, "military;territory"),
        (7, "Russian Armed Forces"),
        (9, "365"),
        (10, "MIL"),
        (11, "MIL;GOV"),
        (25, "Kherson Raion"),
        (27, "UKR"),
        (28, "46.6"),
        (29, "32.6"),
        (39, "NGEC_coder-Vers001-b1-Run-001"),
    ] {
        cells[place] = cell;
    }
    let record = one(Layout::Polecat, &cells.join("\t"));
    assert_eq!(record.actor[0].country, "RUS");
    assert_eq!(record.actor[0].other_sector_codes, ["GOV"]);
    assert!(record.recipient.is_empty());
    assert_eq!((record.cameo.as_str(), record.event_scale), ("195", -9.5));
    assert_eq!(record.context, ["military", "territory"]);
    let place = record.event_loc.expect("a place");
    assert_eq!((place.resolution, place.resolved_place.as_str()), (3, "Kherson Raion"));
    assert_eq!(record.coder, "NGEC_coder-Vers001-b1-Run-001");
    assert_eq!(record.cite_info.publisher, None);
}

#[test]
fn a_line_of_phoenix_becomes_a_record() {
    let line = "7_v0.3.0\t20140620\t2014\t06\t20\tIRQREBMOS\tIRQ\tREB\tMOS\tUSA\tUSA\t\t\t173\t17\t4\t-5.0\tTERROR,1\t33.34\t44.39\tBaghdad\tBaghdad\tIraq\tabc_5_2\thttp://a;http://b\twire;herald";
    let record = one(Layout::Phoenix, line);
    assert_eq!((record.id.as_str(), record.coder.as_str()), ("7", "Phoenix v0.3.0"));
    assert_eq!((record.event.as_str(), &record.mode[..]), ("COERCE", &["arrest".to_owned()][..]));
    assert_eq!(record.actor[0].country, "IRQ");
    assert_eq!(record.cite_info.report_id, "abc_5");
    assert_eq!(record.text_info.sequence, 1);
    assert_eq!(record.cite_info.url.as_deref(), Some("http://a"));
}

#[test]
fn a_layout_that_is_not_read_is_one_problem() {
    let found = records(Layout::Petrarch2, b"a\nb\n");
    let cause = Cause::NotRead("petrarch2");
    assert_eq!(found, [Err(Problem { file: "x".into(), line: 1, column: None, cause })]);
}
