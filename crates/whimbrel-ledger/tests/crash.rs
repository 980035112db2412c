//! What was reported as added is there, whole, whatever happened to the program or to the disk.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use whimbrel_ledger::{Coded, Coding, Ledger};
use whimbrel_record::EventRecord;
use whimbrel_text::Report;

const NOON: &str = "2026-11-25T12:00:00Z";
/// Tells a copy of this test that it is the writer, and where it writes.
const WRITER: &str = "WHIMBREL_TEST_WRITER";
/// Records of each report.
const RECORDS: usize = 5;

fn coded(id: &str) -> Coded {
    let report = Report {
        id: id.to_owned(),
        text: format!("Report {id}. ").repeat(40),
        ..Report::default()
    };
    let record = |number: usize| EventRecord {
        id: format!("{id}-{number}"),
        event: "CONSULT".to_owned(),
        event_text: format!("words {number}"),
        ..EventRecord::default()
    };
    let records = (0..RECORDS).map(record).collect();
    Coded { report, coding: Coding { records, ..Coding::default() } }
}

/// Adds reports until it is killed, and says after each step which are kept. Run by the tests below in a
/// process of its own.
#[test]
fn writer() {
    let Ok(path) = std::env::var(WRITER) else { return };
    let mut ledger = Ledger::open_or_create(Path::new(&path)).expect("opened");
    let mut out = std::io::stdout();
    for step in 0.. {
        let name = |number| format!("{}-{step}-{number}", std::process::id());
        let reports: Vec<Coded> = (0..3).map(|number| coded(&name(number))).collect();
        if let Err(error) = ledger.add(&reports, "coder", NOON) {
            writeln!(out, "\nerror {error}").expect("written");
            return;
        }
        for coded in &reports {
            writeln!(out, "\nadded {}", coded.report.id).expect("written");
        }
        out.flush().expect("written");
    }
}

fn spawn_writer(ledger: &Path) -> std::process::Child {
    Command::new(std::env::current_exe().expect("this test"))
        .args(["writer", "--exact", "--nocapture", "--test-threads=1"])
        .env(WRITER, ledger)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started")
}

/// What a writer said until it ended.
fn said(writer: &mut std::process::Child, word: &str) -> Vec<String> {
    let out = writer.stdout.take().expect("piped");
    // The last line may be cut off by the kill: only what ends in a newline was said.
    let mut reader = BufReader::new(out);
    let mut lines = Vec::new();
    let mut line = String::new();
    while reader.read_line(&mut line).expect("read") > 0 && line.ends_with('\n') {
        lines.extend(line.trim_end().strip_prefix(word).map(|rest| rest.trim().to_owned()));
        line.clear();
    }
    lines
}

fn check(path: &Path, added: &[String]) {
    // A writer that was killed at once may have left no file, or an empty one.
    let ledger = Ledger::open_or_create(path).expect("opens after a crash");
    for id in added {
        let shown = ledger.report(id).expect("read").unwrap_or_else(|| panic!("{id} was lost"));
        assert_eq!(shown.records.len(), RECORDS, "{id} is kept by half");
    }
    let counts = ledger.counts().expect("read");
    assert_eq!(counts.mentions, counts.reports * RECORDS as i64);
    assert_eq!(counts.versions, counts.reports + counts.mentions);
}

#[test]
fn a_hundred_kills_lose_nothing_that_was_reported_as_added() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("killed.ledger");
    let mut added = Vec::new();
    for round in 0..100_u64 {
        let mut writer = spawn_writer(&path);
        // From before the file is opened to some steps later.
        std::thread::sleep(Duration::from_millis(1 + round * 7 % 60));
        writer.kill().expect("killed");
        let kept = said(&mut writer, "added ");
        writer.wait().expect("ended");
        check(&path, &kept);
        added.extend(kept);
    }
    assert!(added.len() > 20, "the writers hardly wrote: {}", added.len());
    check(&path, &added);
    assert_eq!(Ledger::open(&path).expect("opened").verify(None).expect("read"), []);
}

/// A file system of 512 KiB on `folder`, seen by `command` alone; `None` where the system does not let us.
fn on_small_disk(folder: &Path, command: &str) -> Option<std::process::Output> {
    let script = format!(
        "mount -t tmpfs -o size=512k tmpfs '{}' 2>/dev/null || exit 99; {command}",
        folder.display()
    );
    let output = Command::new("unshare").args(["-r", "-m", "sh", "-c", &script]).output().ok()?;
    (output.status.success()).then_some(output)
}

#[test]
fn a_full_disk_is_named_and_loses_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (disk, copy) = (folder.path().join("disk"), folder.path().join("copy.ledger"));
    std::fs::create_dir(&disk).expect("made");
    let path: PathBuf = disk.join("full.ledger");
    let test = std::env::current_exe().expect("this test");
    let command = format!(
        "{WRITER}='{}' '{}' writer --exact --nocapture --test-threads=1; cp '{}' '{}'; cp '{}-wal' '{}-wal' 2>/dev/null; true",
        path.display(),
        test.display(),
        path.display(),
        copy.display(),
        path.display(),
        copy.display()
    );
    let Some(output) = on_small_disk(&disk, &command) else {
        eprintln!("skipped: no small file system can be mounted here");
        return;
    };
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = out.lines().find_map(|line| line.strip_prefix("error ")).expect("the disk is full");
    assert!(error.contains("the disk is full"), "{error}");
    let added: Vec<String> =
        out.lines().filter_map(|line| Some(line.strip_prefix("added ")?.to_owned())).collect();
    assert!(!added.is_empty());
    check(&copy, &added);
}
