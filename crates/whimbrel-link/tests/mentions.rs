//! Mentions become events, events incidents, and reports are related by them.

use whimbrel_link::{
    EVENT_THRESHOLD, INCIDENT_THRESHOLD, Index, Linked, MemoryIndex, Relation, components,
    link_records, link_report, related,
};
use whimbrel_record::{CiteInfo, Entity, EventRecord, Location, TextInfo};
use whimbrel_text::Report;

/// The parties of the records: a name, and what is known of it.
fn entity(name: &str) -> Entity {
    let (id, country, sector) = match name {
        "Russia" => ("RUS", "RUS", ""),
        "Ukraine" => ("UKR", "UKR", ""),
        "Volodymyr Zelensky" => ("person/volodymyr-zelensky", "UKR", "GOV"),
        "police" => ("", "UKR", "COP"),
        _ => ("", "", "CVL"),
    };
    Entity {
        raw_text: name.to_owned(),
        entity_name: name.to_owned(),
        entity_id: id.to_owned(),
        country: country.to_owned(),
        sector_code: sector.to_owned(),
        ..Entity::default()
    }
}

/// A record of an event on a day, told by the words at the front of `sentence`.
fn record(kind: &str, who: &str, whom: &str, words: &str, sentence: &str) -> EventRecord {
    let side = |name: &str| if name.is_empty() { Vec::new() } else { vec![entity(name)] };
    EventRecord {
        id: format!("{kind}-{words}"),
        date: Some("2024-05-04".to_owned()),
        date_precision: "day".to_owned(),
        event: kind.to_owned(),
        event_text: words.to_owned(),
        actor: side(who),
        recipient: side(whom),
        status: "actual".to_owned(),
        text: sentence.to_owned(),
        ..EventRecord::default()
    }
}

fn at(mut record: EventRecord, place: &str) -> EventRecord {
    record.event_loc = Some(Location {
        extracted_place: place.to_owned(),
        resolved_place: place.to_owned(),
        geonameid: place.to_owned(),
        country_code: "UKR".to_owned(),
        resolution: 4,
        ..Location::default()
    });
    record
}

fn report(id: &str, text: &str) -> Report {
    Report {
        id: id.to_owned(),
        text: text.to_owned(),
        date: Some("2024-05-05".parse().expect("a day")),
        ..Report::default()
    }
}

fn link(index: &mut MemoryIndex, id: &str, text: &str, records: &[EventRecord]) -> Linked {
    let Ok(linked) = link_report(index, &report(id, text), records);
    linked
}

const SHELLED: &str = "Russia shelled a market in the Ukrainian city of Kherson on Saturday.";
const FIRED: &str = "Shells fired by Russia hit a market in Kherson, in the south of Ukraine.";

fn shelled() -> EventRecord {
    record("ASSAULT", "Russia", "Ukraine", "shelled", SHELLED)
}

fn fired() -> EventRecord {
    record("ASSAULT", "Russia", "Ukraine", "shells fired", FIRED)
}

/// Links one record after the other, each in a report of its own, and returns the last.
fn last(records: &[EventRecord]) -> Linked {
    let mut index = MemoryIndex::default();
    let mut linked = Linked::default();
    for (at, record) in records.iter().enumerate() {
        linked = link(&mut index, &format!("r{at}"), &record.text, std::slice::from_ref(record));
    }
    linked
}

/// Whether two reports' records are taken as one event.
fn are_one(one: EventRecord, other: EventRecord) -> bool {
    let linked = last(&[one, other]);
    linked.mentions[0].same.as_ref().is_some_and(|link| link.score >= EVENT_THRESHOLD)
}

#[test]
fn independent_accounts_of_an_event_are_joined_with_a_reason() {
    let linked = last(&[shelled(), fired()]);
    assert_eq!(linked.copy, None);
    let link = linked.mentions[0].same.as_ref().expect("a link");
    assert!(link.score >= EVENT_THRESHOLD && !link.copied, "{link:?}");
    assert_eq!(link.reason, "both ASSAULT, same parties RUS > UKR, same day, 44 % of the words");
    assert_eq!(linked.mentions[0].event, 1);
}

#[test]
fn swapped_parties_are_another_event() {
    let swapped = record("ASSAULT", "Ukraine", "Russia", "shells fired", FIRED);
    assert!(are_one(shelled(), fired()));
    assert!(!are_one(shelled(), swapped));
}

#[test]
fn what_did_not_happen_is_not_what_did() {
    for status in ["negation", "future", "hypothetical"] {
        let other = EventRecord { status: status.to_owned(), ..fired() };
        assert!(!are_one(shelled(), other), "{status}");
    }
}

#[test]
fn another_week_is_another_event() {
    let later = EventRecord { date: Some("2024-05-11".to_owned()), ..fired() };
    assert!(!are_one(shelled(), later));
}

#[test]
fn another_town_is_another_event() {
    assert!(are_one(at(shelled(), "Kherson"), at(fired(), "Kherson")));
    let far = |record: EventRecord, lat: f64| {
        let mut record = at(record, &format!("Town at {lat}"));
        let place = record.event_loc.as_mut().expect("set above");
        (place.lat, place.lon) = (Some(lat), Some(32.0));
        record
    };
    assert!(!are_one(far(shelled(), 46.6), far(fired(), 50.4)));
}

#[test]
fn another_type_is_another_event() {
    assert!(!are_one(shelled(), record("CONSULT", "Russia", "Ukraine", "talks", FIRED)));
}

#[test]
fn words_of_unknown_speakers_are_not_joined_by_their_aim_alone() {
    let of = |who| record("ACCUSE", who, "Russia", "condemned", "The attack was condemned widely.");
    let said = "Critics condemned what Russia did on Saturday, calling it murder.";
    assert!(!are_one(of(""), record("ACCUSE", "Volodymyr Zelensky", "Russia", "condemned", said)));
}

const COPIED: &str = "Russia shelled a market in the Ukrainian city of Kherson on Saturday. \
    Police in the city arrested a man who had filmed the impact. \
    President Volodymyr Zelensky condemned Russia for the attack on the market. \
    Aid workers took the injured to a clinic in Mykolaiv, where beds are scarce.";

/// The records of [`COPIED`].
fn copied() -> Vec<EventRecord> {
    let mut records = vec![
        at(shelled(), "Kherson"),
        at(
            record(
                "COERCE",
                "police",
                "a man",
                "arrested",
                "Police in the city arrested a man who had filmed the impact.",
            ),
            "Kherson",
        ),
        record(
            "ACCUSE",
            "Volodymyr Zelensky",
            "Russia",
            "condemned",
            "President Volodymyr Zelensky condemned Russia for the attack on the market.",
        ),
    ];
    for (sequence, record) in records.iter_mut().enumerate() {
        record.text_info = TextInfo { sequence, ..TextInfo::default() };
        record.cite_info = CiteInfo::default();
    }
    records
}

#[test]
fn records_of_copies_are_joined_sentence_by_sentence() {
    let mut index = MemoryIndex::default();
    let first = link(&mut index, "a", COPIED, &copied());
    let second = link(&mut index, "b", COPIED, &copied());
    for (one, other) in first.mentions.iter().zip(&second.mentions) {
        let link = other.same.as_ref().expect("a link");
        assert_eq!((link.to, link.copied), (one.no, true));
        assert!(link.score > 0.95, "{link:?}");
    }
}

#[test]
fn records_of_one_report_never_become_one_event() {
    let mut index = MemoryIndex::default();
    link(&mut index, "a", COPIED, &copied());
    let twice = [copied(), copied()].concat();
    let linked = link(&mut index, "b", COPIED, &twice);
    let mut events: Vec<i64> = linked.mentions.iter().map(|mention| mention.event).collect();
    events.sort_unstable();
    events.dedup();
    assert_eq!(events.len(), twice.len());
}

#[test]
fn the_attack_the_arrest_and_the_words_about_it_are_one_incident() {
    let mut index = MemoryIndex::default();
    let linked = link(&mut index, "a", COPIED, &copied());
    let links = linked.mentions.iter().filter_map(|mention| mention.part.as_ref());
    let groups = components(links.map(|link| (link.from, link.to, link.score)), INCIDENT_THRESHOLD);
    assert_eq!(groups.into_values().collect::<Vec<_>>(), [1, 1, 1]);
}

#[test]
fn an_event_of_long_ago_is_of_another_incident() {
    let mut records = copied();
    records[2].date = Some("2014-03-01".to_owned());
    let linked = link(&mut MemoryIndex::default(), "a", COPIED, &records);
    assert_eq!(linked.mentions[2].part, None);
}

#[test]
fn deeds_in_one_town_on_one_day_are_one_incident_across_reports() {
    let seized = record("COERCE", "police", "a driver", "seized", "Police seized a lorry driver.");
    let linked = last(&[at(shelled(), "Kherson"), at(seized, "Kherson")]);
    let part = linked.mentions[0].part.as_ref().expect("a link");
    assert!(part.score < INCIDENT_THRESHOLD, "place and day alone are a hint: {part:?}");
    assert!(part.reason.ends_with("both in Kherson"), "{part:?}");
}

#[test]
fn related_reports_name_copies_apart_from_independent_accounts() {
    let mut index = MemoryIndex::default();
    let other_text = format!("{FIRED} Nobody was hurt, said the mayor of the town.");
    for (id, text, records) in [
        ("a", COPIED, copied()),
        ("b", COPIED, copied()),
        ("c", other_text.as_str(), vec![at(fired(), "Kherson")]),
        ("d", "Voters in Peru chose a congress.", Vec::new()),
    ] {
        link(&mut index, id, text, &records);
    }
    let Ok(found) = related(&index, 1, 10);
    let kinds: Vec<_> = found.iter().map(|one| (one.report, one.kind)).collect();
    assert_eq!(kinds, [(2, Relation::Copy), (3, Relation::Event)]);
    assert!(found[1].reasons[0].starts_with("same event: both ASSAULT"), "{found:?}");
    assert_eq!(related(&index, 1, 1).map(|found| found.len()), Ok(1));
    assert_eq!(related(&index, 99, 10), Ok(Vec::new()));
}

#[test]
fn a_new_coding_of_a_report_adds_mentions_that_link_to_other_reports_only() {
    let mut index = MemoryIndex::default();
    link(&mut index, "a", COPIED, &copied());
    link(&mut index, "b", COPIED, &copied());
    let Ok(Some(stored)) = index.report(2) else { panic!("the report is there") };
    let Ok(again) = link_records(&mut index, &stored, &copied());
    let targets: Vec<_> = again.iter().filter_map(|one| one.same.as_ref()).map(|l| l.to).collect();
    assert_eq!(targets, [1, 2, 3]);
}

#[test]
fn odd_records_link_to_nothing_and_break_nothing() {
    let odd = EventRecord {
        date: Some("yesterday".to_owned()),
        event: "\0".to_owned(),
        event_start: usize::MAX,
        event_loc: Some(Location { lat: Some(f64::NAN), ..Location::default() }),
        actor: vec![Entity::default(); 300],
        ..EventRecord::default()
    };
    let linked = last(&[odd.clone(), odd]);
    assert_eq!(linked.mentions.len(), 1);
    assert_eq!(linked.mentions[0].same, None);
}
