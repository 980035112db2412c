//! The arrows between our crates are those that ARCHITECTURE.md lists.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// From each crate to those that it depends on.
type Arrows = BTreeMap<String, BTreeSet<String>>;

#[test]
fn the_arrows_between_crates_are_those_that_the_architecture_lists() {
    assert_eq!(of_manifests(), of_document(), "left: Cargo.toml files; right: ARCHITECTURE.md");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The lines `crate -> crate, crate` of the block that begins with "```arrows".
fn of_document() -> Arrows {
    let document = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let lines = document.lines().skip_while(|line| *line != "```arrows").skip(1);
    let arrow = |line: &str| {
        let (from, to) = line.split_once("->").expect("a line is `crate -> crate, crate`");
        let to = to.split(',').map(str::trim).filter(|name| !name.is_empty());
        (from.trim().to_owned(), to.map(str::to_owned).collect())
    };
    lines.take_while(|line| *line != "```").map(arrow).collect()
}

/// The dependencies between members of the workspace, without those of tests.
fn of_manifests() -> Arrows {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().map(|package| (name(package), ours(package))).collect()
}

fn ours(package: &Value) -> BTreeSet<String> {
    let dependencies = package["dependencies"].as_array().unwrap().iter();
    let is_ours = |dependency: &&Value| dependency["path"].is_string();
    dependencies.filter(|d| d["kind"] != "dev").filter(is_ours).map(name).collect()
}

fn name(of: &Value) -> String {
    of["name"].as_str().unwrap().to_owned()
}
