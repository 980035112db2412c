//! Whole comparisons: properties, layouts, hostile input, double coding from sample to figures.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use whimbrel_agreement::*;
use whimbrel_record::{Attribution, CiteInfo, Entity, EventRecord, Location, TextInfo, record_id};

/// One event in few numbers: report, sentence, type, actor, first word.
#[derive(Clone, Copy, Debug)]
struct Brief {
    report: usize,
    sentence: usize,
    event: usize,
    actor: usize,
    words: usize,
}

const TYPES: [(&str, u8, &str, f64); 4] = [
    ("ACCUSE", 3, "112", -3.0),
    ("AID", 2, "070", 10.0),
    ("ASSAULT", 4, "190", -9.0),
    ("CONSULT", 1, "040", 2.5),
];

const SENTENCES: [&str; 3] = [
    "Serbia accused Croatia of lies and Croatia sent aid to Serbia at once.",
    "Croatia met Serbia in Belgrade, officials said.",
    "Fighters of Serbia shelled a town & village in <Croatia>.",
];

fn entity(text: &str, sentence: usize) -> Entity {
    let code = if text == "Serbia" { "SRB" } else { "HRV" };
    let start = SENTENCES[sentence].find(text).map_or(0, |at| sentence * 100 + at);
    Entity {
        raw_text: text.into(),
        entity_name: text.into(),
        entity_id: format!("state/{}", code.to_lowercase()),
        country: code.into(),
        sector_code: "GOV".into(),
        start,
        end: start + text.len(),
        ..Entity::default()
    }
}

fn event(brief: Brief) -> EventRecord {
    let Brief { report, sentence, event, actor, words } = brief;
    let (name, quad_code, cameo, event_scale) = TYPES[event];
    let text: Vec<char> = SENTENCES[sentence].chars().collect();
    let event_text: String = text[words..words + 8].iter().collect();
    let parties = if actor == 0 { ["Serbia", "Croatia"] } else { ["Croatia", "Serbia"] };
    let mut record = EventRecord {
        date: Some(format!("202{}-03-1{sentence}", report % 2)),
        date_precision: "day".into(),
        event: name.into(),
        cameo: cameo.into(),
        quad_code,
        event_scale,
        event_text,
        event_start: sentence * 100 + words,
        event_end: sentence * 100 + words + 8,
        actor: vec![entity(parties[0], sentence)],
        recipient: vec![entity(parties[1], sentence)],
        status: "actual".into(),
        text: SENTENCES[sentence].into(),
        text_info: TextInfo {
            part: "text".into(),
            sequence: sentence,
            start: sentence * 100,
            end: sentence * 100 + text.len(),
        },
        cite_info: CiteInfo {
            report_id: format!("r{report}"),
            publisher: Some(if report < 2 { "Gazette" } else { "Herald" }.into()),
            date: Some(format!("202{}-03-15", report % 2)),
            ..CiteInfo::default()
        },
        ..EventRecord::default()
    };
    if sentence == 1 {
        let geonameid = "792680".into();
        record.event_loc = Some(Location {
            extracted_place: "Belgrade".into(),
            resolved_place: "Belgrade".into(),
            geonameid,
            country_code: "SRB".into(),
            resolution: 4,
            ..Location::default()
        });
        let speaker = Entity { entity_name: "officials".into(), ..Entity::default() };
        let stance = "states".into();
        record.attribution =
            Some(Attribution { speaker: Some(speaker), stance, ..Attribution::default() });
    }
    record.id = record_id(&record);
    record
}

const fn brief(report: usize, sentence: usize, event: usize, actor: usize, words: usize) -> Brief {
    Brief { report, sentence, event, actor, words }
}

const REPORTS: [&str; 4] = ["r0", "r1", "r2", "r3"];

fn coding(coder: &str, briefs: &[Brief]) -> Coding {
    Coding::new(coder, briefs.iter().copied().map(event).collect()).having_read(REPORTS)
}

fn ana() -> Coding {
    let briefs = [
        brief(0, 0, 0, 0, 7),
        brief(0, 0, 1, 1, 43),
        brief(0, 1, 3, 1, 8),
        brief(1, 2, 2, 0, 19),
        brief(2, 0, 0, 0, 7),
        brief(2, 1, 3, 1, 8),
        brief(3, 2, 2, 0, 19),
    ];
    coding("ana", &briefs)
}

fn ben() -> Coding {
    let briefs = [
        brief(0, 0, 0, 0, 7),
        brief(0, 1, 3, 0, 8),
        brief(1, 2, 0, 0, 19),
        brief(2, 0, 0, 0, 9),
        brief(2, 0, 1, 1, 43),
        brief(2, 1, 3, 1, 8),
        brief(3, 2, 2, 0, 19),
    ];
    coding("ben", &briefs)
}

fn cleo() -> Coding {
    let briefs = [brief(0, 0, 0, 0, 7), brief(1, 2, 2, 0, 19), brief(2, 1, 0, 1, 8)];
    let mut cleo = coding("cleo", &briefs);
    cleo.read.remove("r3");
    cleo
}

/// All sentences of the reports.
fn known() -> Options {
    let place = |nth: usize| Place {
        part: "text".into(),
        start: nth * 100,
        end: nth * 100 + SENTENCES[nth].chars().count(),
    };
    let places: BTreeSet<Place> = (0..3).map(place).collect();
    let sentences = REPORTS.iter().map(|report| ((*report).to_owned(), places.clone())).collect();
    Options { sentences, resampling: Resampling { replicates: 200, ..Resampling::default() } }
}

fn compared(codings: &[Coding]) -> Comparison {
    compare(codings, &known()).unwrap()
}

fn alpha(comparison: &Comparison, field: Field) -> f64 {
    comparison.field(field).unwrap().alpha().unwrap().value.unwrap()
}

#[test]
fn figures_are_those_reckoned_by_hand() {
    let comparison = compared(&[ana(), ben()]);
    // Six events that both have, one that each omitted; five of six types the same.
    assert_eq!(comparison.shared_events, 6);
    assert_eq!(comparison.coders.iter().map(|c| c.omitted).collect::<Vec<_>>(), [1, 1]);
    let types = comparison.field(Field::Type).unwrap();
    let percent = types.estimate(Coefficient::PercentAgreement).unwrap().value.unwrap();
    assert!((percent - 5.0 / 6.0).abs() < 1e-12);
    // Values: ACCUSE 2 + 3, CONSULT 2 + 2, ASSAULT 2 + 1; n = 12, 2 coincidences off the diagonal,
    // 144 - 25 - 16 - 9 = 94 expected: 1 - 11 (2) / 94.
    assert!((alpha(&comparison, Field::Type) - (1.0 - 22.0 / 94.0)).abs() < 1e-12);
    // ACCUSE 2 of 6 and 3 of 6, CONSULT 2 and 2, ASSAULT 2 and 1: chance (6 + 4 + 2) / 36.
    let kappa = types.estimate(Coefficient::CohenKappa).unwrap().value.unwrap();
    assert!((kappa - (5.0 / 6.0 - 1.0 / 3.0) / (2.0 / 3.0)).abs() < 1e-12);
    // Twelve sentences, seven with an event for both, five without.
    let presence = comparison.field(Field::Presence).unwrap();
    assert_eq!(presence.units, 12);
    let pair = &comparison.pairs[0];
    let score = |name: &str| pair.joint.iter().find(|score| score.name == name).unwrap();
    assert_eq!((score("type").right, score("type").reference, score("type").other), (5, 7, 7));
    assert_eq!(score("type, both parties").right, 4);
    assert!((score("type").f1.unwrap() - 5.0 / 7.0).abs() < 1e-12);
    assert_eq!(
        pair.by_source.iter().map(|s| (s.name.as_str(), s.right)).collect::<Vec<_>>(),
        [("Gazette", 2), ("Herald", 3)]
    );
    assert_eq!(pair.by_year.iter().map(|s| s.reference).collect::<Vec<_>>(), [5, 2]);
    assert_eq!(pair.confusion.labels, ["ACCUSE", "AID", "ASSAULT", "CONSULT", "none"]);
    assert_eq!(pair.confusion.counts[2], [1, 0, 1, 0, 0]);
    assert_eq!(pair.confusion.counts[1][4] + pair.confusion.counts[4][1], 2);
}

#[test]
fn disagreements_have_both_sides_and_their_words() {
    let comparison = compared(&[ana(), ben()]);
    let summaries: Vec<String> = comparison.disagreements.iter().map(|d| d.summary()).collect();
    insta::assert_snapshot!(summaries.join("\n"));
    let sides = &comparison.disagreements[0].sides;
    assert_eq!(sides[0].event.as_ref().unwrap().words, "sent aid");
    assert!(sides[1].read && sides[1].event.is_none());
}

#[test]
fn the_table_of_two_coders_is_readable() {
    insta::assert_snapshot!(table(&compared(&[ana(), ben()]), 2));
}

#[test]
fn the_table_of_three_coders_has_fleiss_and_gaps() {
    let comparison = compared(&[ana(), ben(), cleo()]);
    assert_eq!(comparison.pairs.len(), 3);
    let types = comparison.field(Field::Type).unwrap();
    assert!(types.estimate(Coefficient::CohenKappa).is_none());
    assert!(types.estimate(Coefficient::FleissKappa).unwrap().value.is_some());
    insta::assert_snapshot!(table(&comparison, 0));
}

#[test]
fn the_page_is_whole_and_asks_for_nothing() {
    let page = page(&compared(&[ana(), ben()]), 10);
    insta::assert_snapshot!(page);
    for outside in
        ["<script", "<link", "<img", "src=", "url(", "@import", "http://", "https://", "onclick"]
    {
        assert!(!page.contains(outside), "{outside}");
    }
    balanced(&page);
}

#[test]
fn the_page_of_more_disagreements_than_asked_for_says_so() {
    let page = page(&compared(&[ana(), ben()]), 1);
    assert!(page.contains("The first 1 follow"));
    assert_eq!(page.matches("<article>").count(), 1);
}

/// Every tag is closed by its own, but for those that HTML leaves open.
fn balanced(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1) {
        let name = tag.split(['>', ' ']).next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if ["!doctype", "meta"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn heads_of_tables_say_what_they_are_heads_of() {
    let page = page(&compared(&[ana(), ben()]), 10);
    assert_eq!(page.matches("<th ").count(), page.matches("scope=").count());
    assert!(!page.contains("<th>"));
    assert_eq!(page.matches("<table").count(), page.matches("<caption>").count());
}

#[test]
fn json_has_the_figures_the_convention_and_the_sources() {
    let text = json(&compared(&[ana(), ben()]));
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["fields"][1]["field"], "event");
    let alpha = &document["fields"][1]["figures"][3];
    assert_eq!(alpha["coefficient"], "alpha_nominal");
    assert!((alpha["value"].as_f64().unwrap() - (1.0 - 22.0 / 94.0)).abs() < 1e-12);
    assert_eq!(document["fields"][1]["reading"], "tentative");
    assert!(document["convention"].as_str().unwrap().contains("0.667"));
    assert!(document["sources"]["cohen_kappa"].as_str().unwrap().starts_with("Cohen 1960"));
}

#[test]
fn csv_has_a_table_for_each_part() {
    let comparison = compared(&[ana(), ben()]);
    let parts: Vec<String> = CsvPart::ALL
        .iter()
        .map(|part| {
            let lines = csv(&comparison, *part);
            let first: Vec<&str> = lines.lines().take(5).collect();
            format!("{}\n{}\n", part.name(), first.join("\n"))
        })
        .collect();
    insta::assert_snapshot!(parts.join("\n"));
}

#[test]
fn hostile_texts_stay_texts_in_every_layout() {
    let hostile = "=<script>alert('&\"')</script>\u{1b}[2J\u{0}";
    let mut one = ana();
    one.coder = hostile.into();
    for record in &mut one.records {
        record.text = hostile.into();
        record.event_text = hostile.into();
        record.event = hostile.into();
        record.cite_info.publisher = Some(hostile.into());
        record.actor[0].raw_text = hostile.into();
        record.event_start = usize::MAX - 1;
        record.event_end = usize::MAX;
    }
    let comparison = compared(&[one, ben()]);
    let page = page(&comparison, 99);
    assert!(!page.contains("<script") && !page.contains('\u{0}') && !page.contains('\u{1b}'));
    balanced(&page);
    assert!(table(&comparison, 99).chars().all(|c| c == '\n' || !c.is_control()));
    for part in CsvPart::ALL {
        let text = csv(&comparison, part);
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let cells = rows
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
        assert!(cells.into_iter().all(|cell| !cell.starts_with(['=', '+', '@'])), "{part:?}");
    }
    serde_json::from_str::<serde_json::Value>(&json(&comparison)).unwrap();
}

#[test]
fn what_cannot_be_compared_is_named() {
    let fault = |codings: &[Coding]| compare(codings, &known()).unwrap_err().to_string();
    let mut elsewhere = coding("ben", &[]);
    elsewhere.read = BTreeMap::from([("other".to_owned(), Extent::Whole)]);
    let mut level = known();
    level.resampling.level = f64::NAN;
    let faults = [
        fault(&[]),
        fault(&[ana()]),
        fault(&[ana(), ana()]),
        fault(&[ana(), elsewhere]),
        fault(&[Coding::new("a", Vec::new()), Coding::new("b", Vec::new())]),
        compare(&[ana(), ben()], &level).unwrap_err().to_string(),
    ];
    insta::assert_snapshot!(faults.join("\n"));
}

#[test]
fn a_coder_without_events_has_omitted_all_and_nothing_breaks() {
    let comparison = compared(&[ana(), coding("ben", &[])]);
    assert_eq!(comparison.coders[1].omitted, 7);
    let types = comparison.field(Field::Type).unwrap();
    assert_eq!(types.alpha().unwrap().undefined, Some(Undefined::NoUnits));
    assert_eq!(comparison.pairs[0].joint[0].precision, None);
    assert_eq!(comparison.pairs[0].joint[0].recall, Some(0.0));
    balanced(&page(&comparison, 99));
    assert!(table(&comparison, 99).contains("no unit that two coders coded"));
}

#[test]
fn scales_that_are_no_numbers_are_missing() {
    let mut one = ana();
    one.records.iter_mut().for_each(|record| record.event_scale = f64::NAN);
    let comparison = compared(&[one, ben()]);
    assert_eq!(comparison.field(Field::Scale).unwrap().units, 0);
    assert!(json(&comparison).contains("no_units"));
}

#[test]
fn fields_that_a_coder_was_not_asked_for_do_not_count() {
    let mut one = ana();
    one.fields.remove(&Field::Recipient);
    let comparison = compared(&[one, ben()]);
    assert_eq!(comparison.field(Field::Recipient).unwrap().units, 0);
    assert!(
        comparison
            .disagreements
            .iter()
            .all(|d| d.fields.iter().all(|f| f.field != Field::Recipient))
    );
    assert!(comparison.pairs[0].joint.iter().all(|score| score.name != "type, both parties"));
}

#[test]
fn double_coding_goes_from_sample_to_figures() {
    let program = coding("whimbrel", &ana_briefs_many());
    let quiet = (0..20).map(|nth| Sentence {
        report_id: format!("r{}", nth % 4),
        part: "text".into(),
        start: 1000 + nth * 10,
        end: 1000 + nth * 10 + 6,
        text: "Quiet.".into(),
        ..Sentence::default()
    });
    let sentences: Vec<Sentence> =
        Sentence::of_records(&program.records).into_iter().chain(quiet).collect();
    let sample = sample(&sentences, 0.5, 4).unwrap();
    let eva = filled(&sample.sheet(0), &program.records, "eva");
    let max = filled(&sample.sheet(1), &program.records, "max");
    let comparison = compare(&[program, eva, max], &known()).unwrap();
    assert_eq!(comparison.sentences, sample.sentences().len());
    for field in
        [Field::Presence, Field::Type, Field::Quad, Field::Actor, Field::ActorCountry, Field::Place]
    {
        let agreement = comparison.field(field).unwrap();
        assert!(agreement.units > 0, "{field:?}");
        assert_eq!(agreement.alpha().unwrap().value.unwrap_or(1.0), 1.0, "{field:?}");
    }
    assert_eq!(comparison.field(Field::Scale).unwrap().units, 0);
    assert!(comparison.disagreements.is_empty(), "{:#?}", comparison.disagreements);
}

fn ana_briefs_many() -> Vec<Brief> {
    let sentence =
        |report: usize, sentence: usize| brief(report, sentence, (report + sentence) % 4, 0, 9);
    (0..4).flat_map(|report| (0..3).map(move |nth| sentence(report, nth))).collect()
}

/// The sheet as a coder would fill it who finds what the records have.
fn filled(sheet: &Sheet, records: &[EventRecord], coder: &str) -> Coding {
    let text = sheet.csv();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&header).unwrap();
    for row in reader.records().map(Result::unwrap) {
        let of = |record: &&EventRecord| {
            record.cite_info.report_id == row[1] && record.text_info.start.to_string() == row[7]
        };
        let record = records.iter().find(of);
        let cells = header.iter().zip(&row).map(|(column, given)| {
            let cell = match column {
                "event" => record.map_or("none", |record| &record.event),
                "words" => record.map_or("", |record| &record.event_text),
                "actor" => record.map_or("", |record| &record.actor[0].raw_text),
                "actor_country" => record.map_or("", |record| &record.actor[0].country),
                "place" => record.and_then(|r| r.event_loc.as_ref()).map_or("", |_| "Belgrade"),
                _ => given,
            };
            cell.to_owned()
        });
        out.write_record(cells.collect::<Vec<_>>()).unwrap();
    }
    let bytes = out.into_inner().unwrap();
    let (coding, faults) = Coding::from_sheet_csv(coder, "sheet.csv", &bytes[..]).unwrap();
    assert_eq!(faults, []);
    coding
}

fn briefs() -> impl Strategy<Value = Vec<Brief>> {
    let one = (0_usize..4, 0_usize..3, 0_usize..4, 0_usize..2, 0_usize..30).prop_map(
        |(report, sentence, event, actor, words)| brief(report, sentence, event, actor, words),
    );
    proptest::collection::vec(one, 0..14)
}

fn near(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-9,
        (one, other) => one == other,
    }
}

fn quick() -> Options {
    Options { resampling: Resampling { replicates: 20, ..Resampling::default() }, ..known() }
}

proptest! {
    #[test]
    fn turning_the_coders_round_turns_the_figures_round(a in briefs(), b in briefs()) {
        let codings = [coding("a", &a), coding("b", &b)];
        let turned = [codings[1].clone(), codings[0].clone()];
        let [one, other] = [&codings, &turned].map(|c| compare(c, &quick()).unwrap());
        for (left, right) in one.fields.iter().zip(&other.fields) {
            for (left, right) in left.figures.iter().zip(&right.figures) {
                prop_assert!(near(left.estimate.value, right.estimate.value), "{left:?} {right:?}");
            }
        }
        let (left, right) = (&one.pairs[0], &other.pairs[0]);
        for (row, counts) in left.confusion.counts.iter().enumerate() {
            for (column, n) in counts.iter().enumerate() {
                prop_assert_eq!(*n, right.confusion.counts[column][row]);
            }
        }
        for (left, right) in left.joint.iter().zip(&right.joint) {
            prop_assert_eq!((left.precision, left.recall, left.f1), (right.recall, right.precision, right.f1));
        }
    }

    #[test]
    fn equal_codings_agree_wholly(a in briefs()) {
        let comparison = compare(&[coding("a", &a), coding("b", &a), coding("c", &a)], &quick()).unwrap();
        prop_assert!(comparison.disagreements.is_empty());
        for agreement in &comparison.fields {
            for figure in &agreement.figures {
                prop_assert!(near(figure.estimate.value, Some(1.0)) || figure.estimate.undefined.is_some());
            }
        }
        prop_assert!(comparison.pairs.iter().all(|pair| pair.joint.iter().all(|s| s.right == a.len())));
    }

    #[test]
    fn the_order_of_reports_and_records_does_not_matter(a in briefs(), b in briefs(), turn in 0_usize..14) {
        let codings = [coding("a", &a), coding("b", &b)];
        let mut shuffled = codings.clone();
        for coding in &mut shuffled {
            coding.records.reverse();
            let turns = turn % coding.records.len().max(1);
            coding.records.rotate_left(turns);
        }
        prop_assert_eq!(compare(&codings, &quick()), compare(&shuffled, &quick()));
    }

    #[test]
    fn no_coefficient_exceeds_1_and_intervals_have_two_ends(a in briefs(), b in briefs(), c in briefs()) {
        let codings = [coding("a", &a), coding("b", &b), coding("c", &c)];
        for codings in [&codings[..2], &codings[..]] {
            let comparison = compare(codings, &quick()).unwrap();
            for figure in comparison.fields.iter().flat_map(|field| &field.figures) {
                prop_assert!(figure.estimate.value.is_none_or(|value| value <= 1.0 && value.is_finite()));
                prop_assert!(figure.estimate.interval.is_none_or(|i| i.low <= i.high && i.high <= 1.0));
                prop_assert!(figure.estimate.value.is_some() != figure.estimate.undefined.is_some());
            }
            // Every event of every coder stands once on each side that it belongs to.
            for (at, coder) in comparison.coders.iter().enumerate() {
                prop_assert_eq!(coder.compared, codings[at].records.len());
            }
        }
    }

    #[test]
    fn the_order_of_three_coders_does_not_change_alpha(a in briefs(), b in briefs(), c in briefs()) {
        let codings = [coding("a", &a), coding("b", &b), coding("c", &c)];
        let turned = [codings[2].clone(), codings[0].clone(), codings[1].clone()];
        let [one, other] = [&codings, &turned].map(|c| compare(c, &quick()).unwrap());
        for (left, right) in one.fields.iter().zip(&other.fields) {
            prop_assert!(near(left.alpha().unwrap().value, right.alpha().unwrap().value));
        }
    }
}
