//! Where exports go: a file with a manifest beside it, or standard output.

use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufWriter, IsTerminal, Stdout, Write};
use std::path::Path;
use whimbrel_ledger::Ledger;
use whimbrel_tables::{Column, Component, ExportFile, Manifest, Program, Settings};

/// A file that gets a manifest, or standard output.
pub(super) enum Target {
    File(Box<ExportFile>),
    Out(BufWriter<Stdout>),
}

impl Target {
    pub(super) fn open(path: Option<&Path>) -> Result<Self> {
        Ok(match path {
            Some(path) => Self::File(Box::new(ExportFile::create(path)?)),
            None => Self::Out(BufWriter::new(std::io::stdout())),
        })
    }

    /// As [`Target::open`], for bytes that no terminal should get.
    pub(super) fn open_binary(path: Option<&Path>) -> Result<Self> {
        if path.is_none() && std::io::stdout().is_terminal() {
            bail!("Parquet is not for a terminal\nhint: `--output FILE`");
        }
        Self::open(path)
    }

    /// Ends the file and writes its manifest.
    pub(super) fn finish(self, manifest: Manifest, rows: u64) -> Result<()> {
        match self {
            Self::File(file) => {
                file.finish(manifest, rows)?;
            }
            Self::Out(mut out) => out.flush()?,
        }
        Ok(())
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Out(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Out(out) => out.flush(),
        }
    }
}

/// Whose data stand in an export.
const LICENCE: [&str; 2] = [
    "Names and coordinates of places: GeoNames, CC BY 4.0; the other tables: LICENSES-DATA.md of Whimbrel",
    "Words of reports (text, event_text, raw_text): their publishers'",
];

/// What a user is asked to name.
const CITATION: [&str; 2] = [
    "Whimbrel, with the versions under `program` and `components`",
    "PLOVER: Political Language Ontology for Verifiable Event Records, Open Event Data Alliance",
];

/// The parts that coders name in their versions (`model 650af23c, codebook 2026.11`): all that stand behind the
/// records, joined where they are several.
fn components(coders: &[String]) -> BTreeMap<String, Component> {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for part in coders.iter().flat_map(|coder| coder.split(", ").skip(1)) {
        if let Some((name, version)) = part.rsplit_once(' ') {
            versions.entry(name.to_owned()).or_default().insert(version.to_owned());
        }
    }
    let component = |versions: BTreeSet<String>| Component {
        version: Some(versions.into_iter().collect::<Vec<_>>().join("; ")),
        sha256: None,
    };
    versions.into_iter().map(|(name, versions)| (name, component(versions))).collect()
}

/// What an export's manifest says, but for what is measured while writing.
pub(super) fn manifest(
    ledger: &Ledger,
    format: &str,
    columns: Vec<Column>,
    mut settings: Settings,
) -> Result<Manifest> {
    let name = ledger.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
    settings.other.insert("ledger".to_owned(), name);
    // The chain's end stands for all that the ledger holds: its file changes without it.
    settings.other.insert("ledger_end".to_owned(), ledger.end()?);
    let coders = ledger.coders()?;
    settings.other.insert("coders".to_owned(), coders.join("; "));
    let mut manifest = Manifest {
        program: Program {
            name: "whimbrel".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        components: components(&coders),
        licence: LICENCE.map(ToOwned::to_owned).into(),
        citation: CITATION.map(ToOwned::to_owned).into(),
        settings,
        columns,
        ..Manifest::default()
    };
    format.clone_into(&mut manifest.output.format);
    Ok(manifest)
}
