//! What can go wrong with a ledger, in words that say what to do.

use std::path::{Path, PathBuf};

/// Why a ledger could not be read or written. Nothing of the step that failed was kept.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no file.
    #[error("{path}: no such ledger\nhint: `whimbrel ledger add` makes one")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{path}: not a ledger of Whimbrel")]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// Another version of the program wrote it.
    #[error(
        "{path}: the ledger's layout is version {found}, this program reads version {wanted}\nhint: use the program that wrote it"
    )]
    WrongLayout {
        /// The file.
        path: PathBuf,
        /// Version of its layout.
        found: i64,
        /// Version that this program knows.
        wanted: i64,
    },
    /// Another program writes for longer than we wait.
    #[error("{path}: another program is writing to the ledger\nhint: try again when it has ended")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("{path}: the disk is full; nothing of this step was kept")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be written.
    #[error("{path}: the ledger cannot be written (read-only file or folder)")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The file was cut off or overwritten.
    #[error(
        "{path}: the ledger is damaged ({cause})\nhint: `whimbrel ledger verify` tells how far; go back to a backup"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        cause: String,
    },
    /// A backup would overwrite something.
    #[error("{path}: exists already; not overwritten")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// What stands in the ledger cannot be understood.
    #[error("{path}: {kind} `{id}` cannot be read: {cause}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What kind of thing.
        kind: &'static str,
        /// Which.
        id: String,
        /// Why.
        cause: String,
    },
    /// A query of the user's.
    #[error("the query cannot be run: {cause}")]
    Query {
        /// What SQLite says.
        cause: String,
    },
    /// Anything else that SQLite says.
    #[error("{path}: {source}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What it says.
        source: rusqlite::Error,
    },
}

/// Returns what an error of SQLite's means for the ledger at `path`.
pub(crate) fn explain(path: &Path, error: rusqlite::Error) -> LedgerError {
    use rusqlite::ErrorCode;
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { path },
        Some(ErrorCode::DiskFull) => LedgerError::Full { path },
        Some(ErrorCode::ReadOnly) => LedgerError::ReadOnly { path },
        Some(ErrorCode::NotADatabase) => LedgerError::NotALedger { path },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::SystemIoFailure) => {
            LedgerError::Damaged { path, cause: error.to_string() }
        }
        _ => LedgerError::Sqlite { path, source: error },
    }
}
