//! Says whether an export is still what its manifest says.

use crate::export::Digest;
use crate::{Column, Error, Manifest, Source, parquet_in};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Component, Path, PathBuf};

/// What differs from a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What of the export: `sha256 of x.parquet`, `settings.threshold` …
    pub what: String,
    /// What the manifest says.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} in the manifest, {} found", self.what, self.expected, self.found)
    }
}

/// What [`verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What differs; empty where nothing does.
    pub differences: Vec<Difference>,
    /// Inputs that are not in the folder and were not checked.
    pub unchecked: Vec<String>,
}

impl Verdict {
    fn note(&mut self, what: String, expected: impl fmt::Display, found: impl fmt::Display) {
        let (expected, found) = (expected.to_string(), found.to_string());
        if expected != found {
            self.differences.push(Difference { what, expected, found });
        }
    }
}

/// Returns the path of the manifest beside an export: `events.parquet` has
/// `events.parquet.manifest.json`.
#[must_use]
pub fn manifest_path(export: &Path) -> PathBuf {
    let mut name = export.file_name().unwrap_or_default().to_owned();
    name.push(".manifest.json");
    export.with_file_name(name)
}

/// Compares the files of `folder` with what `manifest` says of them: the output's size, hash, rows
/// and columns, and those inputs that are there too. Follows no name out of the folder.
///
/// # Errors
/// Where a file is there but cannot be read. That it is not there, or not what it should be, is a
/// difference.
pub fn verify(manifest: &Manifest, folder: &Path) -> Result<Verdict, Error> {
    let mut verdict = Verdict::default();
    let output = &manifest.output;
    let name = &output.name;
    match inside(folder, name) {
        None => verdict.note(format!("output `{name}`"), "a file", "nothing"),
        Some(path) => {
            check_bytes(&path, name, &output.sha256, output.bytes, &mut verdict)?;
            check_table(&path, manifest, &mut verdict)?;
        }
    }
    for input in &manifest.inputs {
        match inside(folder, &input.name) {
            None => verdict.unchecked.push(input.name.clone()),
            Some(path) => {
                check_bytes(&path, &input.name, &input.sha256, input.bytes, &mut verdict)?
            }
        }
    }
    Ok(verdict)
}

/// The file of this name, where it is one and lies in the folder.
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let stays = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    Some(folder.join(name)).filter(|path| stays && path.is_file())
}

fn check_bytes(
    path: &Path,
    name: &str,
    sha256: &str,
    bytes: u64,
    verdict: &mut Verdict,
) -> Result<(), Error> {
    let failed = |source| Error::File { file: path.to_owned(), source };
    let mut digest = Digest::new(io::sink());
    io::copy(&mut File::open(path).map_err(failed)?, &mut digest).map_err(failed)?;
    let (_, measured) = digest.finish();
    verdict.note(format!("bytes of `{name}`"), bytes, measured.bytes);
    verdict.note(format!("sha256 of `{name}`"), sha256, &measured.sha256);
    Ok(())
}

/// Rows and columns, of formats that have them.
fn check_table(path: &Path, manifest: &Manifest, verdict: &mut Verdict) -> Result<(), Error> {
    let name = &manifest.output.name;
    let table = match manifest.output.format.as_str() {
        "parquet" => parquet_in::outline(Source::Path(path)),
        "csv" => outline_csv(path),
        _ => return Ok(()),
    };
    let (rows, names) = match table {
        Ok(table) => table,
        Err(Error::Unreadable { cause, .. }) => {
            verdict.note(format!("table of `{name}`"), "readable", cause);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    verdict.note(format!("rows of `{name}`"), manifest.output.rows, rows);
    let expected: Vec<String> = manifest.columns.iter().map(|c: &Column| c.name.clone()).collect();
    verdict.note(format!("columns of `{name}`"), expected.join(", "), names.join(", "));
    Ok(())
}

fn outline_csv(path: &Path) -> Result<(u64, Vec<String>), Error> {
    let failed = |source| Error::File { file: path.to_owned(), source };
    let unreadable = |error: csv::Error| Error::Unreadable {
        file: path.display().to_string(),
        cause: error.to_string(),
    };
    let file = BufReader::new(fs::File::open(path).map_err(failed)?);
    let mut reader = csv::Reader::from_reader(file);
    let names = reader.headers().map_err(unreadable)?.iter().map(str::to_owned).collect();
    let mut row = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut row).map_err(unreadable)? {
        rows += 1;
    }
    Ok((rows, names))
}
