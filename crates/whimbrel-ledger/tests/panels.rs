//! Panels and queries over a small ledger whose counts are known.

use std::path::Path;
use whimbrel_ledger::panel::{Count, Panel, Role, Unit, columns};
use whimbrel_ledger::{Cell, Coded, Coding, Ledger};
use whimbrel_record::{Entity, EventRecord, Location};
use whimbrel_text::Report;

fn entity(country: &str, name: &str) -> Entity {
    Entity { country: country.to_owned(), entity_name: name.to_owned(), ..Entity::default() }
}

fn event(id: &str, day: &str, event: (&str, u8, f64), from: &str, to: &str) -> EventRecord {
    EventRecord {
        id: id.to_owned(),
        date: Some(day.to_owned()),
        event: event.0.to_owned(),
        quad_code: event.1,
        event_scale: event.2,
        status: "actual".to_owned(),
        confidence: 0.8,
        actor: vec![entity(from, &format!("the {from} side"))],
        recipient: vec![entity(to, &format!("the {to} side"))],
        ..EventRecord::default()
    }
}

fn add(ledger: &mut Ledger, id: &str, day: &str, records: Vec<EventRecord>) {
    let report = Report {
        id: id.to_owned(),
        date: Some(day.parse().expect("a day")),
        text: format!("Report {id}"),
        ..Report::default()
    };
    let coding = Coding { records, ..Coding::default() };
    ledger.add(&[Coded { report, coding }], "coder", "2026-11-25T12:00:00Z").expect("added");
}

/// Reports of January and March 2020; none of February.
fn ledger(folder: &Path) -> Ledger {
    let mut ledger = Ledger::open_or_create(&folder.join("panels.ledger")).expect("made");
    let (meet, hit) = (("CONSULT", 1, 2.5), ("ASSAULT", 4, -9.0));
    let mut doubtful = event("c", "2020-01-20", hit, "RUS", "UKR");
    doubtful.confidence = 0.2;
    let mut planned = event("d", "2020-01-21", hit, "RUS", "UKR");
    planned.status = "future".to_owned();
    add(
        &mut ledger,
        "r1",
        "2020-01-10",
        vec![event("a", "2020-01-10", hit, "RUS", "UKR"), doubtful, planned],
    );
    let mut placed = event("b", "2020-01-11", meet, "UNO", "UKR");
    placed.event_loc = Some(Location {
        lat: Some(50.45),
        lon: Some(30.52),
        country_code: "UKR".to_owned(),
        resolution: 4,
        ..Location::default()
    });
    add(&mut ledger, "r2", "2020-01-12", vec![placed]);
    add(&mut ledger, "r3", "2020-03-02", vec![event("e", "2020-03-01", hit, "UKR", "RUS")]);
    ledger
}

fn rows(ledger: &Ledger, panel: &Panel) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut take = |row: &[Cell]| {
        rows.push(row.to_vec());
        true
    };
    ledger.panel(panel, &mut take).expect("read");
    assert!(rows.iter().all(|row| row.len() == columns(panel.unit).len()));
    rows
}

/// The values of a column under the row's first `n_keys` columns and its month.
fn column(ledger: &Ledger, panel: &Panel, name: &str) -> Vec<(String, Cell)> {
    let columns = columns(panel.unit);
    let at = |name: &str| columns.iter().position(|column| column.name == name).expect("a column");
    let (month, wanted) = (at("month"), at(name));
    let key = |row: &[Cell]| {
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        row[..=month].iter().map(text).collect::<Vec<_>>().join(" ")
    };
    rows(ledger, panel).iter().map(|row| (key(row), row[wanted].clone())).collect()
}

fn expect(found: &[(String, Cell)], expected: &[(&str, Cell)]) {
    let expected: Vec<_> =
        expected.iter().map(|(key, cell)| ((*key).to_owned(), cell.clone())).collect();
    assert_eq!(found, expected);
}

#[test]
fn dyads_are_directed_and_months_without_reports_are_missing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = ledger(folder.path());
    let panel = Panel { confidence: 0.5, ..Panel::of(Unit::DyadMonth) };
    let n = |number| Cell::Integer(number);
    expect(
        &column(&ledger, &panel, "n"),
        &[
            ("RUS UKR 2020-01", n(1)),
            ("RUS UKR 2020-02", Cell::Missing),
            ("RUS UKR 2020-03", n(0)),
            ("UKR RUS 2020-01", n(0)),
            ("UKR RUS 2020-02", Cell::Missing),
            ("UKR RUS 2020-03", n(1)),
            ("UNO UKR 2020-01", n(1)),
            ("UNO UKR 2020-02", Cell::Missing),
            ("UNO UKR 2020-03", n(0)),
        ],
    );
    let rate = column(&ledger, &panel, "per_1000_reports");
    assert_eq!(rate[0].1, Cell::Real(500.0));
    let mean = column(&ledger, &panel, "scale_mean");
    assert_eq!((&mean[0].1, &mean[2].1), (&Cell::Real(-9.0), &Cell::Missing));
    assert_eq!(column(&ledger, &panel, "month_id")[0].1, n(481));
}

#[test]
fn confidence_and_status_choose_what_counts() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = ledger(folder.path());
    let january = |panel: &Panel| column(&ledger, panel, "n_assault")[0].clone().1;
    let mut panel = Panel { count: Count::Mention, ..Panel::of(Unit::DyadMonth) };
    assert_eq!(january(&panel), Cell::Integer(2));
    panel.status = None;
    assert_eq!(january(&panel), Cell::Integer(3));
    panel.count = Count::Report;
    assert_eq!(january(&panel), Cell::Integer(1));
}

#[test]
fn the_role_says_what_makes_an_event_a_countrys() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = ledger(folder.path());
    let march = |role| {
        let panel =
            Panel { role, from: Some("2020-03".to_owned()), ..Panel::of(Unit::CountryMonth) };
        column(&ledger, &panel, "n")
    };
    let one = Cell::Integer(1);
    expect(&march(Role::Any), &[("RUS 2020-03", one.clone()), ("UKR 2020-03", one.clone())]);
    expect(&march(Role::Actor), &[("UKR 2020-03", one.clone())]);
    expect(&march(Role::Recipient), &[("RUS 2020-03", one)]);
    expect(&march(Role::Place), &[]);
}

#[test]
fn actors_and_cells_have_panels() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = ledger(folder.path());
    let panel = Panel { to: Some("2020-01".to_owned()), ..Panel::of(Unit::ActorMonth) };
    expect(
        &column(&ledger, &panel, "quad_4"),
        &[
            ("the RUS side the RUS side 2020-01", Cell::Integer(2)),
            ("the UNO side the UNO side 2020-01", Cell::Integer(0)),
        ],
    );
    let panel = Panel { unit: Unit::GridMonth, ..panel };
    // Row 280, column 421 from the south-west.
    expect(&column(&ledger, &panel, "n"), &[("Integer(202022) 2020-01", Cell::Integer(1))]);
}

fn query(ledger: &mut Ledger, sql: &str) -> Result<(Vec<String>, Vec<Vec<Cell>>), String> {
    let (mut names, mut rows) = (Vec::new(), Vec::new());
    let mut take = |row: &[Cell]| {
        rows.push(row.to_vec());
        true
    };
    let ran = ledger.query(sql, &mut |found| names = found.to_vec(), &mut take);
    ran.map(|()| (names, rows)).map_err(|error| error.to_string())
}

#[test]
fn queries_read_the_views_and_change_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut ledger = ledger(folder.path());
    let (names, rows) =
        query(&mut ledger, "SELECT event, count(*) AS n FROM mentions GROUP BY 1 ORDER BY 1")
            .expect("read");
    assert_eq!(names, ["event", "n"]);
    assert_eq!(rows[1], [Cell::Text("CONSULT".to_owned()), Cell::Integer(1)]);
    for view in [
        "reports",
        "mentions",
        "parties",
        "events",
        "dyads",
        "report_links",
        "mention_links",
        "versions",
    ] {
        query(&mut ledger, &format!("SELECT * FROM {view}"))
            .unwrap_or_else(|error| panic!("{view}: {error}"));
    }
    for refused in [
        "DELETE FROM report",
        "ATTACH 'other.ledger' AS other",
        "PRAGMA user_version = 3",
        "SELECT email FROM reply",
        "SELECT load_extension('x')",
        "SELECT 1; SELECT 2",
        "SELECT FROM",
        "",
    ] {
        assert!(query(&mut ledger, refused).is_err(), "{refused}");
    }
    // What was refused leaves the ledger open to its own work.
    assert_eq!(ledger.verify(None).expect("read"), []);
}
