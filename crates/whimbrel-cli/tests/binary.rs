//! The program through its binary: output, messages, exit status, and that the same input gives
//! the same bytes.

use assert_cmd::Command;
use std::collections::BTreeSet;
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

#[test]
fn records_follow_the_contract() {
    let (status, out, _) = output(whimbrel().arg("code").arg(examples()));
    assert_eq!(status, 0);
    assert!(out.lines().count() > 30);
    for line in out.lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        for field in ["id", "date", "event", "mode", "cameo", "quad_code", "actor", "recipient"] {
            assert!(record.get(field).is_some(), "{field} is missing in {line}");
        }
        let info = &record["text_info"];
        let (start, end) = (&record["event_start"], &record["event_end"]);
        assert!(start.as_u64() >= info["start"].as_u64() && end.as_u64() <= info["end"].as_u64());
    }
}

#[test]
fn the_table_is_readable() {
    let file = examples().join("2019-05-17-headline-only.txt");
    let (_, out, _) = output(whimbrel().args(["code", "--format", "table"]).arg(file));
    insta::assert_snapshot!(out);
}

#[test]
fn two_runs_any_jobs_and_any_order_give_the_same_records() {
    let run = |jobs: &str| output(whimbrel().args(["code", "--jobs", jobs]).arg(examples())).1;
    let first = run("1");
    assert_eq!(first, run("1"));
    assert_eq!(first, run("2"));
    let mut files: Vec<PathBuf> = std::fs::read_dir(examples())
        .expect("the folder is there")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    files.reverse();
    let backwards = output(whimbrel().arg("code").args(files)).1;
    let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect::<BTreeSet<String>>();
    assert_eq!(lines(&first), lines(&backwards));
}

#[test]
fn a_view_gives_disputed_places_their_country() {
    let text = "Gunmen killed two soldiers in Simferopol on Friday.\n";
    let run = |view: &[&str]| {
        let mut command = whimbrel();
        command.args(["code", "--date", "2014-05-05"]).args(view).arg("-").write_stdin(text);
        let (status, out, _) = output(&mut command);
        let line = out.lines().next().expect("there is a record");
        let record: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        let place = &record["event_loc"];
        let claimants = serde_json::json!(["RUS", "UKR"]);
        assert_eq!((status, &place["disputed"]), (0, &claimants));
        place["country_code"].as_str().map(ToOwned::to_owned)
    };
    assert_eq!(run(&[]).as_deref(), Some("UKR"));
    assert_eq!(run(&["--view", "administered"]).as_deref(), Some("RUS"));
    assert_eq!(run(&["--view", "un"]).as_deref(), Some("UKR"));
    assert_eq!(run(&["--view", "RUS"]).as_deref(), Some("RUS"));
    let (status, _, message) = output(whimbrel().args(["code", "--view", "moon", "-"]));
    assert_eq!(status, 2);
    assert!(message.contains("`moon` is no view"), "{message}");
}

#[test]
fn csv_has_a_header() {
    let (_, out, _) = output(whimbrel().args(["code", "--format", "csv"]).arg(examples()));
    assert!(out.starts_with("id,date,enddate,"));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_coded() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("a file can be written");
    };
    write("a-latin1.txt", b"Angela Merkel met Fran\xe7ois Hollande.");
    write("b-empty.txt", b"");
    write("c-good.txt", b"Russia attacked Ukraine on Thursday.");
    write("d.jsonl", b"{broken\n{\"id\": \"x\", \"text\": \"Iran threatened Israel.\"}\n");
    let (status, out, err) = output(whimbrel().arg("code").arg(folder.path()));
    assert_eq!(status, 1);
    assert!(err.contains("a-latin1.txt:1: not UTF-8"), "{err}");
    assert!(err.contains("b-empty.txt: empty"), "{err}");
    assert!(err.contains("d.jsonl:1: "), "{err}");
    assert!(out.contains("\"ASSAULT\"") && out.contains("\"THREATEN\""), "{out}");
    let strict = output(whimbrel().args(["code", "--strict"]).arg(folder.path()));
    assert_eq!((strict.0, strict.1.as_str()), (1, ""));
}

#[test]
fn a_folder_without_reports_and_a_missing_file_are_named() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (status, _, err) = output(whimbrel().arg("code").arg(folder.path()).arg("missing.txt"));
    assert_eq!(status, 1);
    assert!(err.contains("no reports in this folder") && err.contains("missing.txt: "), "{err}");
}

#[test]
fn a_long_line_is_read_and_one_too_large_is_named() {
    let text = "Russia attacked Ukraine. ".repeat(4_000) + &"x".repeat(200_000);
    let (status, out, _) = output(whimbrel().args(["code", "-"]).write_stdin(text));
    assert_eq!(status, 0);
    // One event, told again and again.
    assert_eq!(out.lines().count(), 1);
    assert!(out.matches("\"sequence\"").count() > 1000);
    let text = "Russia attacked Ukraine. ".repeat(400_000);
    let (status, out, err) = output(whimbrel().args(["code", "-"]).write_stdin(text));
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.contains("standard input: larger than 4 MiB"), "{err}");
}

#[test]
fn unusable_arguments_end_with_two() {
    assert_eq!(output(whimbrel().arg("code")).0, 2);
    assert_eq!(output(whimbrel().args(["code", "--jobs", "0", "-"])).0, 2);
}

#[test]
fn relate_and_resolve_answer_line_by_line() {
    let question = "{\"id\": \"q\", \"text\": \"Iran praised Syria.\", \"actor\": [0, 4], \"recipient\": [13, 18]}\nbroken\n";
    let (status, out, err) = output(whimbrel().args(["relate", "-"]).write_stdin(question));
    assert_eq!(status, 1);
    assert!(
        out.contains("\"event\":\"SUPPORT\"") && err.contains("standard input:2: "),
        "{out}{err}"
    );
    let phrase = "{\"id\": 7, \"text\": \"Serbian Army\"}\n";
    let (status, out, _) = output(whimbrel().args(["resolve", "-"]).write_stdin(phrase));
    assert_eq!(status, 0);
    assert!(
        out.contains("\"country\":\"SRB\"") && out.contains("\"sector_code\":\"MIL\""),
        "{out}"
    );
}

#[test]
fn parse_keeps_given_tokens() {
    let row = |(at, form)| format!("{at}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_\n");
    let rows: String = (1..).zip(["Moscow", "did", "not", "attack", "Kyiv"]).map(row).collect();
    let rows = rows + "\n";
    let mut command = whimbrel();
    let command = command.args(["parse", "-", "--input-format", "conllu"]).write_stdin(rows);
    let (status, out, _) = output(command);
    assert_eq!(status, 0);
    assert!(out.starts_with("1\tMoscow\tMoscow\tPROPN"), "{out}");
}
