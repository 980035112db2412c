//! Walking folders for files that hold reports.

use crate::{Problem, cause, problem};
use std::path::{Path, PathBuf};

/// Returns the `.txt` and `.jsonl` files below `folder`, sorted by path, and what could not be
/// looked into.
///
/// Hidden files and folders are passed over, links to folders are not followed (they may loop).
pub(crate) fn reports_below(folder: &str) -> (Vec<String>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let mut waiting = vec![PathBuf::from(folder)];
    while let Some(folder) = waiting.pop() {
        match entries(&folder) {
            Ok(entries) => sort_out(entries, &mut files, &mut waiting),
            Err(error) => problems.push(problem(&folder.to_string_lossy(), &cause(&error))),
        }
    }
    files.sort();
    problems.sort_by(|a, b| a.source.cmp(&b.source));
    (files, problems)
}

fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

fn sort_out(entries: Vec<PathBuf>, files: &mut Vec<String>, folders: &mut Vec<PathBuf>) {
    for path in entries.into_iter().filter(|path| !is_hidden(path)) {
        if path.is_dir() && !path.is_symlink() {
            folders.push(path);
        } else if path.is_file() && is_report(&path) {
            files.push(path.to_string_lossy().into_owned());
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn is_report(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["txt", "jsonl", "ndjson"].iter().any(|name| extension.eq_ignore_ascii_case(name))
}
