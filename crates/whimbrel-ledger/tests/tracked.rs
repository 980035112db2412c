//! Commitments and positions in a ledger: kept with their histories, followed, decided.

use whimbrel_ledger::{Coded, Coding, Ledger, Verdict, Who};
use whimbrel_record::{Entity, EventRecord};
use whimbrel_text::Report;
use whimbrel_track::{
    Bound, Commitment, CommitmentKind, Issue, Passage, Position, Status, Tracked,
};

const NOON: &str = "2026-11-25T12:00:00Z";

fn day(text: &str) -> jiff::civil::Date {
    text.parse().expect("a day")
}

fn entity(id: &str, name: &str, country: &str) -> Entity {
    Entity {
        raw_text: name.to_owned(),
        entity_id: id.to_owned(),
        entity_name: name.to_owned(),
        country: country.to_owned(),
        ..Entity::default()
    }
}

fn record(id: &str, date: &str, event: &str) -> EventRecord {
    EventRecord {
        id: id.to_owned(),
        date: Some(date.to_owned()),
        date_precision: "day".to_owned(),
        event: event.to_owned(),
        event_text: "sent help".to_owned(),
        text: "Russia sent help, grain and medicine to Belarus.".to_owned(),
        status: "actual".to_owned(),
        confidence: 0.9,
        actor: vec![entity("RUS", "Russia", "RUS")],
        recipient: vec![entity("BLR", "Belarus", "BLR")],
        ..EventRecord::default()
    }
}

fn promise(record: &str) -> Commitment {
    Commitment {
        id: "promise-1".to_owned(),
        kind: CommitmentKind::Promise,
        holders: vec![entity("RUS", "Russia", "RUS")],
        targets: vec![entity("BLR", "Belarus", "BLR")],
        report_id: "r1".to_owned(),
        record_ids: vec![record.to_owned()],
        said: Some(day("2026-01-10")),
        reported: Some(day("2026-01-10")),
        content: Some("AID".to_owned()),
        act: "send".to_owned(),
        object: Some(Passage {
            text: "to send help, grain and medicine".to_owned(),
            ..Passage::default()
        }),
        deadline: Some(Bound { day: Some(day("2026-03-01")), ..Bound::default() }),
        confidence: 0.8,
        ..Commitment::default()
    }
}

fn position(id: &str, actor: &str, stance: i8) -> Position {
    Position {
        id: id.to_owned(),
        actor: entity("", actor, ""),
        issue: Issue {
            kind: "bases".to_owned(),
            title: "bases in Belarus".to_owned(),
            object: "Belarus".to_owned(),
            key: "bases:belarus".to_owned(),
        },
        stance,
        report_id: "r1".to_owned(),
        ..Position::default()
    }
}

fn coded(id: &str, date: &str, records: Vec<EventRecord>, tracked: Tracked) -> Coded {
    let report = Report {
        id: id.to_owned(),
        text: format!("Report {id}."),
        date: Some(day(date)),
        ..Report::default()
    };
    Coded { report, coding: Coding { records, tracked } }
}

/// A ledger with a promise of January.
fn with_promise(folder: &tempfile::TempDir) -> Ledger {
    let mut ledger = Ledger::open_or_create(&folder.path().join("tracked.ledger")).expect("made");
    let tracked = Tracked {
        commitments: vec![promise("a")],
        positions: vec![position("p1", "Minsk", -2), position("p2", "Moscow", 2)],
    };
    let coded = coded("r1", "2026-01-10", vec![record("a", "2026-01-10", "AGREE")], tracked);
    ledger.add(&[coded], "coder", NOON).expect("added");
    ledger
}

fn one(ledger: &Ledger, today: Option<&str>) -> Commitment {
    let found = ledger.commitments(&Who::default(), today.map(day)).expect("read");
    assert_eq!(found.len(), 1);
    found[0].commitment.clone()
}

#[test]
fn a_promise_is_found_by_its_parties_and_words() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = with_promise(&folder);
    let count = |who: Who| ledger.commitments(&who, None).expect("read").len();
    let text = |value: &str| Some(value.to_owned());
    assert_eq!(count(Who { party: text("BLR"), ..Who::default() }), 1);
    assert_eq!(count(Who { party: text("Russia"), ..Who::default() }), 1);
    assert_eq!(count(Who { party: text("UKR"), ..Who::default() }), 0);
    assert_eq!(count(Who { about: text("HELP"), ..Who::default() }), 1);
    assert_eq!(count(Who { status: Some(Status::Kept), ..Who::default() }), 0);
}

#[test]
fn a_deadline_passes_by_the_calendar_that_is_asked_with() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = with_promise(&folder);
    assert_eq!(one(&ledger, None).status, Status::Announced);
    assert_eq!(one(&ledger, Some("2026-03-01")).status, Status::Announced);
    assert_eq!(one(&ledger, Some("2026-03-02")).status, Status::Overdue);
    // Asking writes nothing.
    assert_eq!(ledger.history("promise-1").expect("read").len(), 1);
}

#[test]
fn a_later_event_proposes_and_a_person_decides() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut ledger = with_promise(&folder);
    let later =
        coded("r2", "2026-02-02", vec![record("b", "2026-02-01", "AID")], Tracked::default());
    ledger.add(&[later], "coder", NOON).expect("added");
    let proposed = one(&ledger, None);
    assert_eq!(proposed.status, Status::Kept, "{:?}", proposed.history);
    assert_eq!(proposed.history[0].evidence[0].record_id.as_deref(), Some("b"));
    let verdict = Verdict::On { entry: 0, accepted: false };
    let decided =
        ledger.decide("promise-1", &verdict, "Ana", NOON).expect("written").expect("there");
    assert_eq!(decided.status, Status::Announced);
    let note = "went to others".to_owned();
    let verdict = Verdict::Set { status: Status::Broken, day: None, note };
    ledger.decide("promise-1", &verdict, "Ana", NOON).expect("written");
    assert_eq!(one(&ledger, None).status, Status::Broken);
    let history = ledger.history("promise-1").expect("read");
    assert_eq!(
        history.iter().map(|version| version.by.as_str()).collect::<Vec<_>>(),
        ["coder", "coder", "Ana", "Ana"]
    );
    let none = Verdict::On { entry: 9, accepted: true };
    assert_eq!(ledger.decide("promise-1", &none, "Ana", NOON).expect("read"), None);
    assert_eq!(ledger.verify(None).expect("read"), []);
}

#[test]
fn an_event_that_was_added_before_the_promise_is_found_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut ledger = Ledger::open_or_create(&folder.path().join("backwards.ledger")).expect("made");
    let later =
        coded("r2", "2026-02-02", vec![record("b", "2026-02-01", "AID")], Tracked::default());
    let tracked = Tracked { commitments: vec![promise("a")], positions: Vec::new() };
    let first = coded("r1", "2026-01-10", vec![record("a", "2026-01-10", "AGREE")], tracked);
    ledger.add(&[later, first], "coder", NOON).expect("added");
    assert_eq!(one(&ledger, None).status, Status::Kept);
}

#[test]
fn what_a_person_decided_outlives_a_new_coding() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut ledger = with_promise(&folder);
    let verdict = Verdict::Set { status: Status::Withdrawn, day: None, note: "said so".to_owned() };
    ledger.decide("promise-1", &verdict, "Ana", NOON).expect("written");
    let code = |reports: &[Report]| {
        let tracked = Tracked {
            commitments: vec![Commitment { confidence: 0.5, ..promise("a2") }],
            positions: vec![position("p1", "Minsk", -1)],
        };
        let mut record = record("a2", "2026-01-10", "AGREE");
        record.event_text = "sent help".to_owned();
        let coding = Coding { records: vec![record], tracked };
        reports.iter().map(|_| Some(coding.clone())).collect()
    };
    ledger.recode("coder 2", "new words", NOON, &code, &mut |_| ()).expect("written");
    let commitment = one(&ledger, None);
    assert_eq!((commitment.status, commitment.confidence), (Status::Withdrawn, 0.5));
    // The record is the same one: its identifier is that of its first version.
    assert_eq!(commitment.record_ids, ["a"]);
    let positions = ledger.positions(&Who::default()).expect("read");
    assert_eq!(
        positions.iter().map(|p| (p.id.as_str(), p.stance)).collect::<Vec<_>>(),
        [("p1", -1)]
    );
    assert_eq!(ledger.history("p2").expect("read").len(), 2);
}

#[test]
fn positions_on_one_issue_stand_together() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = with_promise(&folder);
    let positions =
        ledger.positions(&Who { about: Some("BASES".to_owned()), ..Who::default() }).expect("read");
    assert_eq!(positions.len(), 2);
    assert_eq!(whimbrel_track::contradictions(&positions).len(), 1);
}
