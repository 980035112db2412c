//! Opening and making a ledger.

use crate::error::{LedgerError, explain};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Marks the file as a ledger: "WHML" in ASCII, SQLite's `application_id`.
const APPLICATION: i64 = 0x5748_4d4c;
/// Version of the layout, SQLite's `user_version`.
const LAYOUT: i64 = 1;
/// How long we wait for another writer.
const PATIENCE: Duration = Duration::from_secs(20);

const SCHEMA: &str = include_str!("schema.sql");
const VIEWS: &str = include_str!("views.sql");

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) db: Connection,
    path: PathBuf,
}

/// How much a ledger holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reports, each counted once.
    pub reports: i64,
    /// Records as they stand.
    pub mentions: i64,
    /// Events that they tell of.
    pub events: i64,
    /// Versions in the chain.
    pub versions: i64,
}

impl Ledger {
    /// Opens the ledger at `path`, which is made where there is none.
    ///
    /// # Errors
    /// Where the file is no ledger, of another layout, damaged, or cannot be written.
    pub fn open_or_create(path: &Path) -> Result<Self, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut ledger = Self::connect(path, flags)?;
        ledger.make_if_empty().map_err(|error| explain(path, error))?;
        ledger.check_layout()?;
        Ok(ledger)
    }

    /// Opens a ledger that is there already, to read and write.
    ///
    /// # Errors
    /// As [`Ledger::open_or_create`], and where there is no file.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens a ledger that is there already; nothing can be changed through it.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_to_read(path: &Path) -> Result<Self, LedgerError> {
        Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    fn open_with(path: &Path, flags: OpenFlags) -> Result<Self, LedgerError> {
        if !path.exists() {
            return Err(LedgerError::Missing { path: path.to_owned() });
        }
        let ledger = Self::connect(path, flags)?;
        ledger.check_layout()?;
        Ok(ledger)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, LedgerError> {
        let set = |db: &Connection| -> rusqlite::Result<()> {
            db.busy_timeout(PATIENCE)?;
            db.set_prepared_statement_cache_capacity(64);
            db.pragma_update(None, "foreign_keys", true)?;
            db.pragma_update(None, "synchronous", "FULL")?;
            // 64 MiB of pages, so that memory stays bounded whatever the ledger's size.
            db.pragma_update(None, "cache_size", -65_536)
        };
        let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .and_then(|db| set(&db).map(|()| db))
            .map_err(|error| explain(path, error))?;
        Ok(Self { db, path: path.to_owned() })
    }

    /// Lays out an empty file. Two programs may try at once: the second finds it done.
    fn make_if_empty(&mut self) -> rusqlite::Result<()> {
        if self.number("PRAGMA schema_version")? != 0 {
            return Ok(());
        }
        self.db.pragma_update(None, "journal_mode", "WAL")?;
        let step = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let laid_out: i64 = step.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if laid_out == 0 {
            step.execute_batch(SCHEMA)?;
            step.execute_batch(VIEWS)?;
            step.pragma_update(None, "application_id", APPLICATION)?;
            step.pragma_update(None, "user_version", LAYOUT)?;
        }
        step.commit()
    }

    fn check_layout(&self) -> Result<(), LedgerError> {
        let read = |pragma| self.number(pragma).map_err(|error| explain(&self.path, error));
        let path = self.path.clone();
        if read("PRAGMA application_id")? != APPLICATION {
            return Err(LedgerError::NotALedger { path });
        }
        match read("PRAGMA user_version")? {
            LAYOUT => Ok(()),
            found => Err(LedgerError::WrongLayout { path, found, wanted: LAYOUT }),
        }
    }

    fn number(&self, query: &str) -> rusqlite::Result<i64> {
        self.db.query_row(query, [], |row| row.get(0))
    }

    /// Returns the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn fail(&self, error: rusqlite::Error) -> LedgerError {
        explain(&self.path, error)
    }

    /// Returns how much the ledger holds.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn counts(&self) -> Result<Counts, LedgerError> {
        let count = |query| self.number(query).map_err(|error| self.fail(error));
        Ok(Counts {
            reports: count("SELECT count(*) FROM report WHERE current")?,
            mentions: count("SELECT count(*) FROM mention")?,
            events: count("SELECT count(DISTINCT event_id) FROM mention")?,
            versions: count("SELECT count(*) FROM version")?,
        })
    }
}
