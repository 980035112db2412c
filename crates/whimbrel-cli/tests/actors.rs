//! Users' own lists of actors, and the names that no list knows, through the binary.

use assert_cmd::Command;
use std::path::PathBuf;
use tempfile::TempDir;

fn whimbrel() -> Command {
    Command::cargo_bin("whimbrel").expect("the binary is built")
}

fn output(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

fn write(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("a file can be written");
    path
}

const LIST: &str = "name,country,sector,class\nFree Kelp Front,LVA,REB,armed\n";

#[test]
fn own_actors_are_resolved_by_every_command() {
    let folder = folder();
    let list = write(&folder, "own.csv", LIST);
    let run = |command: &str, input: &str, lists: bool| {
        let mut whimbrel = whimbrel();
        whimbrel.args([command, "-"]).write_stdin(input.to_owned());
        if lists {
            whimbrel.arg("--actors").arg(&list);
        }
        output(&mut whimbrel)
    };
    let text = "The Free Kelp Front attacked Ukraine on Thursday.";
    let phrase = "{\"id\": 1, \"text\": \"the Free Kelp Front\"}\n";
    let question = format!(
        "{{\"id\": \"q\", \"text\": \"{text}\", \"actor\": [4, 19], \"recipient\": [29, 36]}}\n"
    );
    for (command, input) in [("code", text), ("resolve", phrase), ("explain", text)] {
        let (status, out, err) = run(command, input, true);
        assert_eq!((status, err.as_str()), (0, ""), "{command}");
        assert!(out.contains("LVA") && out.contains("REB"), "{command}: {out}");
        let (_, out, _) = run(command, input, false);
        assert!(!out.contains("LVA"), "{command}: {out}");
    }
    let (status, out, _) = run("relate", &question, true);
    assert_eq!(status, 0);
    assert!(out.contains("\"event\":\"ASSAULT\""), "{out}");
    assert_eq!(run("parse", text, true).0, 0);
}

#[test]
fn lists_of_all_forms_are_taken_together_and_the_last_wins() {
    let folder = folder();
    let csv = write(&folder, "own.csv", LIST);
    let table = write(&folder, "own.tsv", "Kelp Union\tKU\tLVA\tLAB\t\torganisation\n");
    let dictionary =
        write(&folder, "own.txt", "ADA_VARKALA_ [LVAGOV >20200101]\nFREE_KELP_FRONT_ [ESTMIL]\n");
    let phrases = "{\"text\": \"Kelp Union\"}\n{\"text\": \"Ada Varkala\", \"date\": \"2021-01-01\"}\n\
                   {\"text\": \"Free Kelp Front\"}\n";
    let mut command = whimbrel();
    command.args(["resolve", "-"]).write_stdin(phrases);
    for list in [&csv, &table, &dictionary] {
        command.arg("--actors").arg(list);
    }
    let (status, out, err) = output(&mut command);
    assert_eq!((status, err.as_str()), (0, ""));
    let lines: Vec<&str> = out.lines().collect();
    for (line, codes) in lines.iter().zip([("LVA", "LAB"), ("LVA", "GOV"), ("EST", "MIL")]) {
        assert!(line.contains(codes.0) && line.contains(codes.1), "{line}");
    }
}

#[test]
fn faults_of_a_list_are_named_and_the_rest_is_used() {
    let folder = folder();
    let list = write(&folder, "own.csv", &format!("{LIST}Nobody,QQQ,,\n"));
    let mut command = whimbrel();
    command.args(["resolve", "-", "--actors"]).arg(&list);
    let (status, out, err) = output(command.write_stdin("{\"text\": \"Free Kelp Front\"}\n"));
    assert_eq!(status, 1);
    assert!(out.contains("\"LVA\""), "{out}");
    assert!(err.contains("own.csv:3: `QQQ` is no country"), "{err}");
    assert!(err.contains("own.csv: 1 entries read, 1 faults"), "{err}");
    let missing = folder.path().join("missing.csv");
    let (status, _, err) = output(whimbrel().args(["code", "-", "--actors"]).arg(&missing));
    assert_eq!(status, 2);
    assert!(err.contains("missing.csv"), "{err}");
}

/// Two reports of a person and a body whom nobody knows, one that tells of somebody known.
fn reports(folder: &TempDir) -> PathBuf {
    let lines = [
        "{\"id\": \"a\", \"title\": \"Varkala attacks ministers\", \"text\": \"Latvian rebel leader \
         Ada Varkala accused the government on Monday. Varkala met Vladimir Putin in Moscow.\"}",
        "{\"id\": \"b\", \"text\": \"Ada Varkala threatened Estonia on Tuesday. Angela Merkel \
         condemned Russia.\"}",
    ];
    write(folder, "reports.jsonl", &lines.join("\n"))
}

#[test]
fn unknown_names_are_ranked_with_what_is_told_of_them() {
    let folder = folder();
    let reports = reports(&folder);
    let (status, out, err) = output(whimbrel().arg("unknowns").arg(&reports));
    assert_eq!((status, err.as_str()), (0, ""));
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("name"), "{out}");
    let first: Vec<&str> = lines[1].split_whitespace().collect();
    assert_eq!(first, ["Ada", "Varkala", "4", "2", "LVA", "REB"], "{out}");
    assert_eq!(lines[2].trim(), "Varkala attacks ministers");
    assert_eq!(lines[3].trim(), "Ada Varkala threatened Estonia on Tuesday.");
    assert!(!out.contains("Putin  ") && !out.contains("Merkel  "), "{out}");
    assert_eq!(out, output(whimbrel().arg("unknowns").arg(&reports)).1);
}

#[test]
fn unknown_names_become_entries() {
    let folder = folder();
    let reports = reports(&folder);
    let (status, csv, _) =
        output(whimbrel().args(["unknowns", "--format", "csv", "--limit", "1"]).arg(&reports));
    assert_eq!(status, 0);
    assert!(csv.starts_with("name,other_names,country,sector,"), "{csv}");
    assert!(csv.contains("Ada Varkala,,LVA,REB,"), "{csv}");
    let list = write(&folder, "own.csv", &csv);
    let mut command = whimbrel();
    let (status, out, err) =
        output(command.arg("unknowns").arg(&reports).arg("--actors").arg(&list));
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(!out.contains("Ada Varkala  "), "{out}");
}

#[test]
fn reports_that_cannot_be_read_are_named() {
    let folder = folder();
    let reports = write(&folder, "reports.jsonl", "{broken\n");
    let (status, _, err) = output(whimbrel().arg("unknowns").arg(&reports));
    assert_eq!(status, 1);
    assert!(err.contains("reports.jsonl:1: "), "{err}");
}
