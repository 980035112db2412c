//! The ledger through the binary: what is added can be found, checked, exported in every layout and
//! counted.

use assert_cmd::Command;
use std::path::{Path, PathBuf};

fn whimbrel() -> Command {
    Command::cargo_bin("whimbrel").expect("the binary is built")
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn output(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// A folder with a ledger of the examples.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let (status, _, messages) = place.run("add", &[examples().to_str().expect("a path")]);
        assert_eq!(status, 0, "{messages}");
        place
    }

    fn ledger(&self) -> PathBuf {
        self.file("examples.ledger")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, action: &str, more: &[&str]) -> (i32, String, String) {
        output(whimbrel().args(["ledger", action]).arg(self.ledger()).args(more))
    }
}

#[test]
fn adding_twice_adds_once() {
    let place = Place::new();
    let (status, out, messages) = place.run("add", &[examples().to_str().expect("a path")]);
    assert_eq!((status, out.as_str()), (0, ""));
    assert!(messages.contains("0 reports added, 0 updated, 14 there already"), "{messages}");
    let (status, out, _) = place.run("verify", &[]);
    assert_eq!(status, 0);
    assert!(out.starts_with("all stands as it was written: 14 reports"), "{out}");
}

#[test]
fn input_that_cannot_be_read_is_named_and_the_rest_is_added() {
    let place = Place::new();
    let file = place.file("more.jsonl");
    std::fs::write(&file, "{\"id\":\"good\",\"text\":\"Serbia thanked Croatia.\"}\nbroken\n")
        .expect("written");
    let (status, out, messages) = place.run("add", &[file.to_str().expect("a path")]);
    assert_eq!(status, 1);
    assert!(out.contains("added good (1 records)"), "{out}");
    assert!(messages.contains("more.jsonl:2:"), "{messages}");
}

#[test]
fn what_was_added_is_found_and_shown_with_its_history() {
    let place = Place::new();
    let (_, out, _) = place.run("search", &["border", "police"]);
    let id = out.split_whitespace().next().expect("a report").to_owned();
    let (status, out, _) = place.run("show", &[&id]);
    assert_eq!(status, 0);
    assert!(out.contains("report: added (whimbrel"), "{out}");
    let (_, json, _) = place.run("show", &[&id, "--json"]);
    let record: serde_json::Value =
        serde_json::from_str(json.lines().next().expect("a record")).expect("JSON");
    let (status, out, _) = place.run("show", &[record["id"].as_str().expect("an id")]);
    assert_eq!(status, 0);
    assert!(out.contains(record["event"].as_str().expect("a type")), "{out}");
    let (status, _, messages) = place.run("show", &["nothing"]);
    assert_eq!(status, 2);
    assert!(messages.contains("no report and no record `nothing`"), "{messages}");
}

#[test]
fn records_come_out_as_they_were_coded() {
    let place = Place::new();
    let coded = output(whimbrel().arg("code").arg(examples())).1;
    let (_, out, _) = place.run("export", &["--unit", "mention"]);
    let id = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        value["id"].as_str().expect("an id").to_owned()
    };
    assert_eq!(out.lines().map(id).collect::<Vec<_>>(), coded.lines().map(id).collect::<Vec<_>>());
    // What the ledger adds stands behind the record.
    for (out, coded) in out.lines().zip(coded.lines()) {
        assert!(out.starts_with(coded.trim_end_matches('}')), "{coded}");
    }
}

#[test]
fn every_layout_is_checked_and_read_back() {
    let place = Place::new();
    let layouts = [
        "jsonl",
        "csv",
        "gdelt1",
        "gdelt1-back",
        "gdelt2",
        "gdelt2-mentions",
        "icews",
        "polecat",
        "phoenix",
        "petrarch2",
    ];
    for layout in layouts {
        let file = place.file(layout);
        let name = file.to_str().expect("a path");
        let (status, _, messages) = place.run("export", &["--format", layout, "-o", name]);
        assert_eq!(status, 0, "{layout}: {messages}");
        let (status, out, _) = output(whimbrel().args(["lint", name, "--layout", layout]));
        assert_eq!(status, 0, "{layout}: {out}");
        let manifest = std::fs::read_to_string(place.file(&format!("{layout}.manifest.json")));
        let manifest: serde_json::Value =
            serde_json::from_str(&manifest.expect("a manifest")).expect("JSON");
        assert_eq!(manifest["settings"]["unit"], "event");
        assert!(manifest["output"]["rows"].as_u64() > Some(90), "{layout}");
        assert!(manifest["components"]["codebook"]["version"].is_string());
        if !["csv", "gdelt2-mentions", "petrarch2"].contains(&layout) {
            let (status, out, messages) = output(whimbrel().args(["import", name]));
            assert_eq!(status, 0, "{layout}: {messages}");
            assert!(out.lines().count() > 90, "{layout}");
        }
    }
}

#[test]
fn parquet_and_maps_have_manifests() {
    let place = Place::new();
    for format in ["parquet", "geojson"] {
        let file = place.file(format);
        let name = file.to_str().expect("a path");
        let (status, _, messages) = place.run("export", &["--format", format, "-o", name]);
        assert_eq!(status, 0, "{messages}");
        assert!(file.metadata().expect("written").len() > 1000);
        assert!(place.file(&format!("{format}.manifest.json")).exists());
    }
    let bytes = std::fs::read(place.file("parquet")).expect("read");
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
}

#[test]
fn conventions_are_chosen_by_name() {
    let place = Place::new();
    let quads = |convention: &str| {
        let (status, out, _) = place.run("export", &["--event", "SANCTION", "--quad", convention]);
        assert_eq!(status, 0);
        out.lines()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).expect("JSON")["quad_code"].clone()
            })
            .collect::<Vec<_>>()
    };
    assert!(quads("plover").iter().all(|quad| quad == 4));
    assert_ne!(quads("plover"), quads("phoenix"));
    let (status, _, messages) = place.run("export", &["--confidence", "2"]);
    assert_eq!(status, 2);
    assert!(messages.contains("not from 0 to 1"), "{messages}");
}

#[test]
fn panels_and_queries_count_the_same() {
    let place = Place::new();
    let sum = |text: &str, column: &str| -> i64 {
        let mut lines = text.lines();
        let at = lines.next().expect("a header").split(',').position(|name| name == column);
        let at = at.expect("the column");
        lines.filter_map(|line| line.split(',').nth(at)?.parse::<i64>().ok()).sum()
    };
    let (status, panel, _) = place.run("panel", &["--by", "dyad-month", "--status", "any"]);
    assert_eq!(status, 0);
    // A panel reaches from the first month of a report to the last.
    let query = "SELECT count(*) AS n FROM dyads WHERE substr(date, 1, 7) BETWEEN
        (SELECT min(substr(date, 1, 7)) FROM reports) AND (SELECT max(substr(date, 1, 7)) FROM reports)";
    let (status, counted, _) = output(whimbrel().arg("sql").arg(place.ledger()).arg(query));
    assert_eq!(status, 0);
    assert!(sum(&panel, "n") > 20);
    assert_eq!(sum(&panel, "n"), sum(&counted, "n"));
    let file = place.file("panel.parquet");
    let (status, ..) = place.run("panel", &["-o", file.to_str().expect("a path")]);
    assert_eq!(status, 0);
    assert!(std::fs::read(file).expect("read").starts_with(b"PAR1"));
}

#[test]
fn queries_that_change_something_are_refused() {
    let place = Place::new();
    let query = "DELETE FROM version";
    let (status, out, messages) = output(whimbrel().arg("sql").arg(place.ledger()).arg(query));
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(messages.contains("the query cannot be run"), "{messages}");
    assert_eq!(place.run("verify", &[]).0, 0);
}

#[test]
fn the_log_can_be_checked_line_by_line() {
    use sha2::Digest;
    let place = Place::new();
    let (_, out, _) = place.run("log", &[]);
    let mut previous = "0".repeat(64);
    for line in out.lines() {
        let (text, hash) = line.split_once('\t').expect("a line and its hash");
        assert!(text.starts_with(&format!("[\"{previous}\",")));
        let digest = sha2::Sha256::digest(text.as_bytes());
        assert_eq!(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), hash);
        hash.clone_into(&mut previous);
    }
    assert!(place.run("verify", &[]).1.contains(&previous));
    assert_eq!(
        place.run("log", &["--from", "3"]).1,
        out.lines().skip(2).map(|l| l.to_owned() + "\n").collect::<String>()
    );
    let (status, _, messages) = place.run("verify", &["--end", "f00"]);
    assert_eq!(status, 1);
    assert!(messages.contains("its end was cut off"), "{messages}");
}

#[test]
fn a_new_codebook_codes_anew_and_shows_what_changed() {
    let place = Place::new();
    let own = place.file("codebook");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebook"), &own);
    let own = own.to_str().expect("a path");
    // The same words under another version change nothing that a record says.
    let (status, out, messages) = place.run("recode", &["--codebook", own, "--why", "a trial"]);
    assert_eq!((status, out.as_str()), (0, ""), "{messages}");
    assert!(
        messages.contains("14 reports coded anew: 0 records new, 0 changed, 0 gone"),
        "{messages}"
    );
    let frames = Path::new(own).join("frames");
    std::fs::remove_file(frames.join("protest.toml")).expect("removed");
    let (status, out, messages) = place.run("recode", &["--codebook", own]);
    assert_eq!(status, 0, "{messages}");
    assert!(out.lines().any(|line| line.starts_with("  - ") && line.contains("PROTEST")), "{out}");
    let (status, ..) = place.run("recode", &[]);
    assert_eq!(status, 0);
    assert_eq!(place.run("verify", &[]).0, 0);
    let coded = output(whimbrel().arg("code").arg(examples())).1;
    assert_eq!(
        place.run("export", &["--unit", "mention"]).1.lines().count(),
        coded.lines().count()
    );
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("read") {
        let entry = entry.expect("read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("read").is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

#[test]
fn a_backup_is_a_ledger_and_overwrites_nothing() {
    let place = Place::new();
    let copy = place.file("copy.ledger");
    let name = copy.to_str().expect("a path");
    assert_eq!(place.run("backup", &[name]).0, 0);
    assert_eq!(output(whimbrel().args(["ledger", "verify", name])).1, place.run("verify", &[]).1);
    let (status, _, messages) = place.run("backup", &[name]);
    assert_eq!(status, 2);
    assert!(messages.contains("not overwritten"), "{messages}");
}

#[test]
fn a_ledger_that_is_none_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("text.ledger");
    let (status, _, messages) = output(whimbrel().args(["ledger", "verify"]).arg(&file));
    assert_eq!(status, 2);
    assert!(messages.contains("no such ledger"), "{messages}");
    std::fs::write(&file, "no ledger at all, but a text of more than a hundred bytes, so that it is no empty file, either").expect("written");
    let (status, _, messages) = output(whimbrel().args(["ledger", "verify"]).arg(&file));
    assert_eq!(status, 2);
    assert!(messages.contains("not a ledger"), "{messages}");
}

#[test]
fn commitments_are_listed_and_decided() {
    let place = Place::new();
    let (status, out, _) = place.run("commitments", &["--json"]);
    assert_eq!(status, 0);
    let first: serde_json::Value =
        serde_json::from_str(out.lines().next().expect("a commitment")).expect("JSON");
    let id = first["id"].as_str().expect("an id");
    let (status, out, messages) =
        place.run("decide", &[id, "--by", "Ana", "--status", "kept", "--note", "seen"]);
    assert_eq!(status, 0, "{messages}");
    assert_eq!(out, format!("{id} is kept\n"));
    let (_, out, _) = place.run("commitments", &["--status", "kept"]);
    assert!(out.contains("(Ana, accepted): seen"), "{out}");
    let (status, _, messages) = place.run("commitments", &["--status", "forgotten"]);
    assert_eq!(status, 2);
    assert!(messages.contains("hint: one of announced"), "{messages}");
    assert_eq!(place.run("positions", &[]).0, 0);
}

#[test]
fn codings_are_compared_and_sentences_drawn() {
    let place = Place::new();
    let (a, b) = (place.file("a.jsonl"), place.file("b.jsonl"));
    let coded = output(whimbrel().arg("code").arg(examples())).1;
    std::fs::write(&a, &coded).expect("written");
    let half: Vec<&str> = coded.lines().step_by(2).collect();
    std::fs::write(&b, half.join("\n")).expect("written");
    let compare = |more: &[&str]| {
        let mut command = whimbrel();
        command.args(["agreement", "compare"]).arg(format!("one={}", a.display())).arg(&b);
        output(command.args(more))
    };
    let (status, out, messages) = compare(&[]);
    assert_eq!(status, 0, "{messages}");
    assert!(out.contains("one") && out.contains("event_scale"), "{out}");
    let (_, page, _) = compare(&["--format", "html"]);
    assert!(page.starts_with("<!doctype html>") && !page.contains("<script"), "{page}");
    let drawn = output(
        whimbrel()
            .args([
                "agreement",
                "sample",
                "--share",
                "0.2",
                "--coder",
                "ana",
                "--coder",
                "ben",
                "-o",
            ])
            .arg(place.folder.path())
            .arg(examples()),
    );
    assert_eq!(drawn.0, 0, "{}", drawn.2);
    let sheet = std::fs::read_to_string(place.file("ana.csv")).expect("a sheet");
    let other = std::fs::read_to_string(place.file("ben.csv")).expect("a sheet");
    assert!(sheet.lines().count() > 20);
    assert_ne!(sheet, other);
}
