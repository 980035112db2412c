//! The codebook that the program carries.

use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use whimbrel_codebook::Codebook;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../codebook");

/// Returns the codebook that the program carries; it is read at the first call.
///
/// # Panics
/// Never in a program that was built: the build checks the same files.
#[must_use]
pub fn codebook() -> &'static Codebook {
    static BUILTIN: OnceLock<Codebook> = OnceLock::new();
    BUILTIN.get_or_init(|| match Codebook::read(&files()) {
        Ok(codebook) => codebook,
        Err(problems) => panic!("the built-in codebook has faults: {problems:?}"),
    })
}

/// Returns the files of the codebook that the program carries, by their paths.
#[must_use]
pub fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    collect(&FILES, &mut files);
    files
}

fn collect(dir: &Dir<'_>, files: &mut BTreeMap<String, String>) {
    for file in dir.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.insert(path.replace('\\', "/"), text.to_owned());
        }
    }
    dir.dirs().for_each(|sub| collect(sub, files));
}
