//! Exports with their manifests, and what is said when files have changed.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use whimbrel_tables::{
    Component, Error, Export, Format, Input, Manifest, Options, Program, RecordTable, Settings,
    manifest_path, verify,
};

fn given() -> Manifest {
    let version = |v: &str| Component { version: Some(v.into()), sha256: None };
    Manifest {
        program: Program { name: "whimbrel".into(), version: "0.1.0".into() },
        components: BTreeMap::from([("codebook".into(), version("2026.11"))]),
        settings: Settings {
            unit: "mention".into(),
            threshold: Some(0.5),
            filters: vec!["event = ASSAULT".into()],
            quad_convention: "plover".into(),
            scale_convention: "plover".into(),
            other: BTreeMap::new(),
        },
        inputs: vec![Input { name: "in/reports.jsonl".into(), sha256: "00".into(), bytes: 3 }],
        licence: vec!["codebook: CC BY 4.0".into()],
        citation: vec!["Whimbrel 0.1.0".into()],
        ..Manifest::default()
    }
}

fn export(folder: &Path, format: Format) -> Manifest {
    let table = RecordTable::select(&["id", "date", "event", "actor_country"]).unwrap();
    let path = folder.join(format!("events.{}", format.name()));
    let schema = table.schema().clone();
    let mut export = Export::create(&path, format, schema, &Options::default()).unwrap();
    for record in [common::full(), common::bare()] {
        export.write(&table.row(&record, &common::unit()).unwrap()).unwrap();
    }
    export.finish(given()).unwrap()
}

fn said(manifest: &Manifest, folder: &Path) -> Vec<String> {
    let verdict = verify(manifest, folder).unwrap();
    verdict.differences.iter().map(ToString::to_string).collect()
}

#[test]
fn a_manifest_is_what_users_rely_on() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(export(folder.path(), Format::Csv).to_json());
}

#[test]
fn the_file_beside_the_export_is_the_manifest() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = export(folder.path(), Format::Parquet);
    let beside = manifest_path(&folder.path().join("events.parquet"));
    assert_eq!(beside.file_name().unwrap(), "events.parquet.manifest.json");
    assert_eq!(Manifest::read(&beside).unwrap(), manifest);
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["events.parquet", "events.parquet.manifest.json"]);
}

#[test]
fn what_was_exported_is_verified() {
    let folder = tempfile::tempdir().unwrap();
    for format in [Format::Parquet, Format::Csv] {
        let manifest = export(folder.path(), format);
        let verdict = verify(&manifest, folder.path()).unwrap();
        assert_eq!(verdict.differences, []);
        assert_eq!(verdict.unchecked, ["in/reports.jsonl"]);
    }
}

#[test]
fn a_changed_table_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = export(folder.path(), Format::Csv);
    let path = folder.path().join("events.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("event,", "type,") + "1,,AID,\n").unwrap();
    let said = said(&manifest, folder.path());
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(said[0].starts_with("bytes of `events.csv`: "));
    assert!(said[1].starts_with("sha256 of `events.csv`: "));
    assert_eq!(said[2], "rows of `events.csv`: 2 in the manifest, 3 found");
    let columns = "columns of `events.csv`: id, date, event, actor_country in the manifest, \
        id, date, type, actor_country found";
    assert_eq!(said[3], columns);
}

#[test]
fn a_damaged_table_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = export(folder.path(), Format::Parquet);
    fs::write(folder.path().join("events.parquet"), b"gone").unwrap();
    let said = said(&manifest, folder.path());
    assert!(
        said[2].starts_with("table of `events.parquet`: readable in the manifest, "),
        "{said:?}"
    );
}

#[test]
fn a_missing_table_and_a_changed_input_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = export(folder.path(), Format::Csv);
    fs::remove_file(folder.path().join("events.csv")).unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("in/reports.jsonl"), "{}\n").unwrap();
    let said = said(&manifest, folder.path());
    assert_eq!(said[0], "output `events.csv`: a file in the manifest, nothing found");
    assert!(said[1].starts_with("sha256 of `in/reports.jsonl`: 00 in the manifest, "));
    assert_eq!(said.len(), 2);
}

#[test]
fn no_name_leads_out_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("secret"), "x").unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let mut manifest = export(&inner, Format::Csv);
    for name in ["../secret".to_owned(), folder.path().join("secret").display().to_string()] {
        manifest.output.name.clone_from(&name);
        manifest.inputs[0].name.clone_from(&name);
        let verdict = verify(&manifest, &inner).unwrap();
        assert_eq!(verdict.unchecked, [name]);
        assert_eq!(verdict.differences.len(), 1);
    }
}

#[test]
fn two_runs_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let one = export(folder.path(), Format::Csv);
    let mut other = one.clone();
    assert_eq!(one.differences(&other), []);
    other.settings.threshold = Some(0.8);
    other.inputs.push(Input::default());
    let found: Vec<_> = one.differences(&other).into_iter().map(|d| (d.what, d.expected)).collect();
    let threshold = ("settings.threshold".to_owned(), "0.5".to_owned());
    assert_eq!(found, [("inputs[1]".to_owned(), "null".to_owned()), threshold]);
}

#[test]
fn what_is_no_manifest_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.manifest.json");
    for text in ["", "[]", "{}", "{\"manifest\": \"whimbrel-manifest/9\"}", "{\"columns\": 1}"] {
        fs::write(&path, text).unwrap();
        let error = Manifest::read(&path).unwrap_err();
        assert!(matches!(error, Error::Manifest { .. }), "{text}: {error}");
    }
}

#[test]
fn a_file_that_cannot_be_made_is_named() {
    let table = RecordTable::select(&["id"]).unwrap();
    let path = Path::new("/nowhere/at/all/events.csv");
    let made = Export::create(path, Format::Csv, table.schema().clone(), &Options::default());
    let error = made.err().unwrap().to_string();
    assert!(error.starts_with("/nowhere/at/all/events.csv.part: "), "{error}");
}
