//! Checks the codebook when the program is built, so that a fault in a file stops the build with
//! its place; the examples are run by the tests and by `whimbrel codebook check`.

use std::collections::BTreeMap;
use std::path::Path;

const FOLDER: &str = "../../codebook";

fn main() {
    println!("cargo::rerun-if-changed={FOLDER}");
    let mut files = BTreeMap::new();
    collect(Path::new(FOLDER), "", &mut files);
    if let Err(problems) = whimbrel_codebook::Codebook::read(&files) {
        for problem in problems {
            println!("cargo::error=codebook/{problem}");
        }
    }
}

/// Reads the files below `folder` by their paths from the codebook's folder.
fn collect(folder: &Path, base: &str, files: &mut BTreeMap<String, String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = format!("{base}{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.insert(name, text);
        }
    }
}
