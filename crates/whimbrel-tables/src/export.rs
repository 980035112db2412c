//! Writes a file with its manifest beside it.

use crate::{Error, Format, Manifest, Options, Schema, TableWriter, Value, manifest_path};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Size and hash of what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// How many bytes.
    pub bytes: u64,
    /// Their SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// Passes bytes on, counts them and reckons their hash.
pub struct Digest<W: Write> {
    out: W,
    bytes: u64,
    hash: Sha256,
}

impl<W: Write> Digest<W> {
    /// Passes bytes on to `out`.
    #[must_use]
    pub fn new(out: W) -> Self {
        Self { out, bytes: 0, hash: Sha256::new() }
    }

    /// Returns where the bytes went, and what they were.
    #[must_use]
    pub fn finish(self) -> (W, Measured) {
        let digits = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        (self.out, Measured { bytes: self.bytes, sha256: digits })
    }
}

impl<W: Write> Write for Digest<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.out.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A file that gets a manifest. Until [`ExportFile::finish`] its bytes stand under its name with
/// `.part` behind, so that nothing unfinished has the export's name.
pub struct ExportFile {
    out: Digest<BufWriter<File>>,
    path: PathBuf,
}

impl ExportFile {
    /// Begins the file `path`.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let part = part_of(path);
        let file = File::create(&part).map_err(|source| Error::File { file: part, source })?;
        Ok(Self { out: Digest::new(BufWriter::new(file)), path: path.to_owned() })
    }

    /// Ends the file, gives it its name, and writes the manifest beside it: the given one with the
    /// output's name, size, hash and number of rows filled in, which is returned.
    ///
    /// # Errors
    /// Where a file cannot be written or renamed.
    pub fn finish(self, mut manifest: Manifest, rows: u64) -> Result<Manifest, Error> {
        let (part, path) = (part_of(&self.path), self.path);
        let failed = |file: &Path, source| Error::File { file: file.to_owned(), source };
        let (file, measured) = self.out.finish();
        file.into_inner().map_err(|error| failed(&part, error.into_error()))?;
        let output = &mut manifest.output;
        output.name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (output.bytes, output.sha256, output.rows) = (measured.bytes, measured.sha256, rows);
        let beside = manifest_path(&path);
        fs::rename(part, &path).map_err(|source| failed(&path, source))?;
        fs::write(&beside, manifest.to_json()).map_err(|source| failed(&beside, source))?;
        Ok(manifest)
    }
}

impl Write for ExportFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.out.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A table that becomes a file with its manifest.
pub struct Export {
    table: TableWriter<ExportFile>,
    format: Format,
}

impl Export {
    /// Begins the file `path`.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn create(
        path: &Path,
        format: Format,
        schema: Schema,
        options: &Options,
    ) -> Result<Self, Error> {
        let table = TableWriter::new(ExportFile::create(path)?, format, schema, options)?;
        Ok(Self { table, format })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Those of [`TableWriter::write`].
    pub fn write(&mut self, row: &[Value<'_>]) -> Result<(), Error> {
        self.table.write(row)
    }

    /// Ends the table and writes its manifest, as [`ExportFile::finish`] does; format, schema and
    /// columns are filled in too.
    ///
    /// # Errors
    /// Where a file cannot be written or renamed.
    pub fn finish(self, manifest: Manifest) -> Result<Manifest, Error> {
        let manifest = manifest.of_table(self.format.name(), self.table.schema());
        let (file, rows) = self.table.finish()?;
        file.finish(manifest, rows)
    }
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}
