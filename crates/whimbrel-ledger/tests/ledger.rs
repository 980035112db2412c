//! The ledger through its public interface: what goes in comes out, once, and what was changed shows.

use std::path::{Path, PathBuf};
use whimbrel_ledger::{Added, Change, Coded, Coding, Filter, Ledger, LedgerError, Recoded};
use whimbrel_record::{CiteInfo, Entity, EventRecord, Location, TextInfo, record_id};
use whimbrel_text::Report;

const CODER: &str = "coder 1";
const NOON: &str = "2026-11-25T12:00:00Z";

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn ledger(folder: &tempfile::TempDir) -> Ledger {
    Ledger::open_or_create(&file(folder)).expect("a new ledger")
}

fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("test.ledger")
}

fn report(id: &str, text: &str) -> Report {
    Report {
        id: id.to_owned(),
        title: Some("Žemaitė meets the envoy".to_owned()),
        publisher: Some("The Daily".to_owned()),
        date: Some("2026-11-20".parse().expect("a day")),
        text: text.to_owned(),
        ..Report::default()
    }
}

/// A record for the words `words` of the first sentence that holds them.
fn record(report: &Report, event: &str, words: &str, actor: &str) -> EventRecord {
    let start =
        |part: &str| report.text.split(part).next().map_or(0, |before| before.chars().count());
    let sentence =
        report.text.split_inclusive(". ").find(|s| s.contains(words)).expect("a sentence");
    let sentence = sentence.trim_end();
    let span = |part: &str| (start(part), start(part) + part.chars().count());
    let mut record = EventRecord {
        event: event.to_owned(),
        date: Some("2026-11-20".to_owned()),
        date_precision: "day".to_owned(),
        status: "actual".to_owned(),
        event_text: words.to_owned(),
        event_start: span(words).0,
        event_end: span(words).1,
        actor: vec![Entity {
            raw_text: actor.to_owned(),
            start: span(actor).0,
            end: span(actor).1,
            entity_name: actor.to_owned(),
            country: "LTU".to_owned(),
            ..Entity::default()
        }],
        event_loc: Some(Location {
            resolved_place: "Vilnius".to_owned(),
            lat: Some(0.0),
            ..Location::default()
        }),
        confidence: 0.5,
        reason: "test.entry".to_owned(),
        text: sentence.to_owned(),
        text_info: TextInfo {
            part: "text".to_owned(),
            sequence: 0,
            start: span(sentence).0,
            end: span(sentence).1,
        },
        cite_info: CiteInfo {
            report_id: report.id.clone(),
            title: report.title.clone(),
            publisher: report.publisher.clone(),
            date: report.date.map(|date| date.to_string()),
            ..CiteInfo::default()
        },
        coder: CODER.to_owned(),
        ..EventRecord::default()
    };
    record.id = record_id(&record);
    record
}

fn two_events() -> Coded {
    let report = report("r1", "The envoy Žukas praised Latvia. Police arrested Ozols in Riga. ");
    let records = vec![
        record(&report, "SUPPORT", "praised", "Žukas"),
        record(&report, "COERCE", "arrested", "Police"),
    ];
    coded(report, records)
}

fn coded(report: Report, records: Vec<EventRecord>) -> Coded {
    Coded { report, coding: Coding { records, ..Coding::default() } }
}

fn add(ledger: &mut Ledger, coded: &Coded) -> Added {
    ledger.add(std::slice::from_ref(coded), CODER, NOON).expect("added")[0]
}

fn all(ledger: &Ledger) -> Vec<EventRecord> {
    let mut found = Vec::new();
    let mut take = |held: whimbrel_ledger::Held| {
        found.push(held.record);
        true
    };
    ledger.records(&Filter::default(), &mut take).expect("read");
    found
}

#[test]
fn what_goes_in_comes_out() {
    let folder = folder();
    let mut ledger = ledger(&folder);
    let coded = two_events();
    assert_eq!(add(&mut ledger, &coded), Added::New);
    let shown = ledger.report("r1").expect("read").expect("there");
    assert_eq!(shown.report, coded.report);
    assert_eq!(
        shown.records.into_iter().map(|(_, record)| record).collect::<Vec<_>>(),
        coded.coding.records
    );
    assert_eq!(all(&ledger), coded.coding.records);
    assert_eq!(ledger.verify(None).expect("read"), []);
}

#[test]
fn the_same_report_twice_is_once() {
    let folder = folder();
    let mut ledger = ledger(&folder);
    let coded = two_events();
    assert!(!ledger.holds(&coded.report).expect("read"));
    add(&mut ledger, &coded);
    let before = ledger.end().expect("read");
    assert_eq!(add(&mut ledger, &coded), Added::Same);
    assert!(ledger.holds(&coded.report).expect("read"));
    assert_eq!(ledger.end().expect("read"), before);
    assert_eq!(ledger.counts().expect("read").mentions, 2);
}

#[test]
fn a_report_that_changed_keeps_its_records_identities_and_its_earlier_text() {
    let folder = folder();
    let mut ledger = ledger(&folder);
    let first = two_events();
    add(&mut ledger, &first);
    let report =
        report("r1", "Corrected. The envoy Žukas praised Latvia. Police warned Ozols in Riga. ");
    let records = vec![
        record(&report, "SUPPORT", "praised", "Žukas"),
        record(&report, "THREATEN", "warned", "Police"),
    ];
    assert_eq!(add(&mut ledger, &coded(report, records.clone())), Added::Updated);
    let shown = ledger.report("r1").expect("read").expect("there");
    assert_eq!(shown.records[0].0, first.coding.records[0].id);
    assert_eq!(shown.records[1].0, records[1].id);
    let history = ledger.history(&first.coding.records[0].id).expect("read");
    assert_eq!(history.len(), 2);
    let gone = ledger.history(&first.coding.records[1].id).expect("read");
    assert_eq!(gone.last().map(|version| version.body.as_str()), Some("null"));
    assert_eq!(ledger.search("arrested", 9).expect("read"), []);
    assert_eq!(ledger.search("warned", 9).expect("read").len(), 1);
    assert_eq!(ledger.verify(None).expect("read"), []);
}

fn recode(ledger: &mut Ledger, coder: &str, records: &[EventRecord]) -> Vec<Recoded> {
    let mut done = Vec::new();
    let code = |reports: &[Report]| {
        reports
            .iter()
            .map(|_| Some(Coding { records: records.to_vec(), ..Coding::default() }))
            .collect()
    };
    ledger.recode(coder, "new codebook", NOON, &code, &mut |one| done.push(one)).expect("recoded");
    done
}

#[test]
fn coding_anew_shows_what_changed_and_keeps_both_versions() {
    let folder = folder();
    let mut ledger = ledger(&folder);
    let coded = two_events();
    add(&mut ledger, &coded);
    let mut changed = coded.coding.records[0].clone();
    changed.event = "AGREE".to_owned();
    changed.id = "another".to_owned();
    changed.coder = "coder 2".to_owned();
    let done = recode(&mut ledger, "coder 2", std::slice::from_ref(&changed));
    assert_eq!(done.len(), 1);
    let [Change::Changed { id, fields, before, after }, Change::Gone { id: gone, .. }] =
        &done[0].changes[..]
    else {
        panic!("{:?}", done[0].changes);
    };
    assert_eq!((id, &fields[..]), (&coded.coding.records[0].id, &["event"][..]));
    assert_eq!((before.event.as_str(), after.event.as_str()), ("SUPPORT", "AGREE"));
    assert_eq!(gone, &coded.coding.records[1].id);
    assert_eq!(all(&ledger), [changed.clone()]);
    assert_eq!(ledger.history(id).expect("read").len(), 2);
    // Once coded by a coder, a report is not coded by it again.
    assert_eq!(recode(&mut ledger, "coder 2", &[changed]), []);
    assert_eq!(ledger.verify(None).expect("read"), []);
}

#[test]
fn a_report_that_cannot_be_coded_anew_stays_as_it_is() {
    let folder = folder();
    let mut ledger = ledger(&folder);
    let coded = two_events();
    add(&mut ledger, &coded);
    let code = |reports: &[Report]| reports.iter().map(|_| None).collect();
    ledger.recode("coder 2", "", NOON, &code, &mut |_| panic!("nothing is done")).expect("read");
    assert_eq!(all(&ledger), coded.coding.records);
}

#[test]
fn filters_choose_by_party_day_and_type() {
    let folder = folder();
    let mut ledger = ledger(&folder);
    add(&mut ledger, &two_events());
    let count = |filter: Filter| {
        let mut found = 0;
        let mut take = |_| {
            found += 1;
            true
        };
        ledger.records(&filter, &mut take).expect("read");
        found
    };
    let text = |value: &str| Some(value.to_owned());
    assert_eq!(count(Filter { event: text("COERCE"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { party: text("LTU"), ..Filter::default() }), 2);
    assert_eq!(count(Filter { party: text("EST"), ..Filter::default() }), 0);
    assert_eq!(count(Filter { from: text("2026-11-21"), ..Filter::default() }), 0);
    assert_eq!(count(Filter { confidence: Some(0.6), ..Filter::default() }), 0);
}

#[test]
fn searching_finds_words_without_their_accents() {
    let folder = folder();
    let mut ledger = ledger(&folder);
    add(&mut ledger, &two_events());
    let found = ledger.search("zemaite", 9).expect("read");
    assert_eq!(found[0].id, "r1");
    assert_eq!(found[0].records, 2);
    assert_eq!(ledger.search("\"praised latvia\" ozo*", 9).expect("read").len(), 1);
    assert_eq!(ledger.search("\"latvia praised\"", 9).expect("read"), []);
    assert_eq!(ledger.search("\"; DROP TABLE report; --", 9).expect("read"), []);
}

/// Opens the file beside the ledger, as somebody who tampers would.
fn tamper(folder: &tempfile::TempDir, sql: &str) {
    let db = rusqlite::Connection::open(file(folder)).expect("opened");
    db.execute_batch(sql).expect("changed");
}

#[test]
fn versions_cannot_be_changed_or_deleted() {
    let folder = folder();
    add(&mut ledger(&folder), &two_events());
    let db = rusqlite::Connection::open(file(&folder)).expect("opened");
    assert!(db.execute("UPDATE version SET why = 'other'", []).is_err());
    assert!(db.execute("DELETE FROM version", []).is_err());
}

#[test]
fn tampering_shows() {
    let cases = [
        (
            "DROP TRIGGER version_keeps; UPDATE version SET body = replace(body, 'COERCE', 'AID')",
            "not what was written",
        ),
        ("DROP TRIGGER version_stays; DELETE FROM version WHERE seq = 2", "are missing"),
        ("UPDATE report SET text = replace(text, 'Ozols', 'nobody')", "contents are not those"),
        ("UPDATE report SET publisher = NULL", "contents are not those"),
        (
            "DELETE FROM party; DELETE FROM mention WHERE event = 'COERCE'",
            "is missing among the records",
        ),
        ("UPDATE mention SET seq = 1 WHERE event = 'COERCE'", "is not its last version"),
    ];
    for (sql, expected) in cases {
        let folder = folder();
        add(&mut ledger(&folder), &two_events());
        tamper(&folder, &format!("PRAGMA foreign_keys = OFF; {sql}"));
        let faults = ledger(&folder).verify(None).expect("read");
        assert!(faults.iter().any(|fault| fault.what.contains(expected)), "{sql}: {faults:?}");
    }
}

#[test]
fn a_chain_whose_end_was_cut_off_shows_against_a_hash_kept_elsewhere() {
    let folder = folder();
    let end = {
        let mut ledger = ledger(&folder);
        add(&mut ledger, &two_events());
        ledger.end().expect("read")
    };
    assert_eq!(ledger(&folder).verify(Some(&end)).expect("read"), []);
    tamper(
        &folder,
        "DROP TRIGGER version_stays; DELETE FROM party WHERE mention = 3; DELETE FROM mention WHERE seq = 3;
         DELETE FROM version WHERE seq = 3",
    );
    let faults = ledger(&folder).verify(Some(&end)).expect("read");
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].what.contains("its end was cut off"));
}

#[test]
fn each_version_can_be_checked_by_hand() {
    use sha2::Digest;
    let folder = folder();
    let mut ledger = ledger(&folder);
    add(&mut ledger, &two_events());
    let mut previous = whimbrel_ledger::chain::ORIGIN.to_owned();
    let mut check = |version: whimbrel_ledger::Version| {
        let digest = sha2::Sha256::digest(version.line(&previous).as_bytes());
        let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, version.hash);
        previous = hash;
        true
    };
    ledger.log(1, &mut check).expect("read");
    assert_eq!(previous, ledger.end().expect("read"));
}

#[test]
fn a_backup_is_whole_and_overwrites_nothing() {
    let folder = folder();
    let mut ledger = ledger(&folder);
    add(&mut ledger, &two_events());
    let copy = folder.path().join("copy.ledger");
    ledger.backup(&copy).expect("copied");
    let copied = Ledger::open(&copy).expect("opened");
    assert_eq!(all(&copied), all(&ledger));
    assert_eq!(copied.verify(Some(&ledger.end().expect("read"))).expect("read"), []);
    assert!(matches!(ledger.backup(&copy), Err(LedgerError::Exists { .. })));
}

#[test]
fn files_that_are_no_ledgers_are_named_as_such() {
    let folder = folder();
    let path = file(&folder);
    assert!(matches!(Ledger::open(&path), Err(LedgerError::Missing { .. })));
    std::fs::write(&path, "a text, no database, long enough to hold a header of its kind")
        .expect("written");
    assert!(matches!(Ledger::open_or_create(&path), Err(LedgerError::NotALedger { .. })));
    std::fs::remove_file(&path).expect("removed");
    rusqlite::Connection::open(&path)
        .and_then(|db| db.execute_batch("CREATE TABLE t (x)"))
        .expect("made");
    assert!(matches!(Ledger::open_or_create(&path), Err(LedgerError::NotALedger { .. })));
}

#[test]
fn a_ledger_of_another_layout_is_not_touched() {
    let folder = folder();
    drop(ledger(&folder));
    tamper(&folder, "PRAGMA user_version = 7");
    let error = Ledger::open(&file(&folder)).expect_err("another layout");
    assert!(matches!(error, LedgerError::WrongLayout { found: 7, .. }), "{error}");
}

#[test]
fn a_ledger_that_was_cut_off_is_called_damaged() {
    let folder = folder();
    {
        let mut ledger = ledger(&folder);
        for number in 0..40 {
            let mut coded = two_events();
            coded.report.id = format!("r{number}");
            coded.report.text.push_str(&"More words of the report. ".repeat(200));
            coded.coding.records.clear();
            add(&mut ledger, &coded);
        }
    }
    cut(&file(&folder));
    let damaged = match Ledger::open(&file(&folder)) {
        Err(error) => error.to_string(),
        Ok(ledger) => match ledger.verify(None) {
            Err(error) => error.to_string(),
            Ok(faults) => format!("{faults:?}"),
        },
    };
    assert!(damaged.contains("damaged") || damaged.contains("the file:"), "{damaged}");
}

fn cut(path: &Path) {
    let bytes = std::fs::read(path).expect("read");
    std::fs::write(path, &bytes[..bytes.len() / 2 / 4096 * 4096]).expect("written");
}

#[test]
fn two_writers_at_once_lose_nothing() {
    let folder = folder();
    drop(ledger(&folder));
    let path = file(&folder);
    let write = |name: &'static str| {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut ledger = Ledger::open(&path).expect("opened");
            for number in 0..50 {
                let mut coded = two_events();
                coded.report.id = format!("{name}{number}");
                for record in &mut coded.coding.records {
                    record.id = format!("{name}{number}{}", record.event);
                }
                assert_eq!(add(&mut ledger, &coded), Added::New);
            }
        })
    };
    let writers = [write("a"), write("b")];
    for writer in writers {
        writer.join().expect("no panic");
    }
    let ledger = Ledger::open(&path).expect("opened");
    assert_eq!(ledger.counts().expect("read").mentions, 200);
    assert_eq!(ledger.verify(None).expect("read"), []);
}

fn selection(unit: whimbrel_ledger::panel::Count) -> whimbrel_ledger::Selection {
    whimbrel_ledger::Selection { unit, ..whimbrel_ledger::Selection::default() }
}

fn units(ledger: &Ledger, selection: &whimbrel_ledger::Selection) -> Vec<(u64, u64, u64)> {
    let mut rows = Vec::new();
    let mut take = |row: whimbrel_ledger::UnitRow| {
        assert_eq!(row.tellings.len() as u64, row.mentions);
        rows.push((row.mentions, row.reports, row.sources));
        true
    };
    ledger.units(selection, &mut take).expect("read");
    rows
}

/// A report long enough to be known again, in two papers.
fn two_papers() -> [Coded; 2] {
    let text = "The envoy Žukas praised Latvia. Police arrested Ozols in Riga. \
        Nobody in the harbour town had expected so many officers on a Sunday morning. \
        The mayor said that the market would open again once the square had been cleared. \
        Fishermen complained that their boats had been searched without any warrant at all. ";
    ["The Daily", "The Evening"].map(|paper| {
        let mut report = report(paper, text);
        report.publisher = Some(paper.to_owned());
        let records = vec![
            record(&report, "SUPPORT", "praised", "Žukas"),
            record(&report, "COERCE", "arrested", "Police"),
        ];
        coded(report, records)
    })
}

#[test]
fn copies_are_linked_and_their_events_are_one() {
    use whimbrel_ledger::panel::Count;
    let folder = folder();
    let mut ledger = ledger(&folder);
    let coded = two_papers();
    ledger.add(&coded, CODER, NOON).expect("added");
    assert_eq!(units(&ledger, &selection(Count::Mention)), [(1, 1, 1); 4]);
    assert_eq!(units(&ledger, &selection(Count::Event)), [(2, 2, 2); 2]);
    assert_eq!(units(&ledger, &selection(Count::Report)), [(1, 1, 1); 4]);
    // Nothing is sure enough for a threshold of one, but what was copied word by word.
    let strict =
        whimbrel_ledger::Selection { event_threshold: Some(1.1), ..selection(Count::Event) };
    assert_eq!(units(&ledger, &strict), [(1, 1, 1); 4]);
    let related = ledger.related("The Daily", 9).expect("read");
    assert_eq!(related.len(), 1);
    assert_eq!((related[0].id.as_str(), related[0].kind.name()), ("The Evening", "copy"));
}

#[test]
fn a_usual_threshold_given_by_hand_groups_as_without_it() {
    use whimbrel_ledger::panel::Count;
    let folder = folder();
    let mut ledger = ledger(&folder);
    ledger.add(&two_papers(), CODER, NOON).expect("added");
    for unit in [Count::Event, Count::Incident] {
        let given = whimbrel_ledger::Selection {
            event_threshold: Some(0.6),
            incident_threshold: Some(0.6),
            ..selection(unit)
        };
        assert_eq!(units(&ledger, &given), units(&ledger, &selection(unit)));
    }
}
