//! A copy of a ledger, taken while others may write to it.

use crate::error::{LedgerError, explain};
use crate::store::Ledger;
use std::path::Path;

impl Ledger {
    /// Writes a copy of the ledger as it stands to a new file: one whole, without a log beside it.
    ///
    /// # Errors
    /// Where the file is there already or cannot be written; a copy that was begun is removed.
    pub fn backup(&self, to: &Path) -> Result<(), LedgerError> {
        if to.exists() {
            return Err(LedgerError::Exists { path: to.to_owned() });
        }
        let name = to.to_string_lossy();
        self.db.execute("VACUUM INTO ?", [&name]).map_err(|error| {
            // A part of a copy would pass for one.
            let _ = std::fs::remove_file(to);
            explain(to, error)
        })?;
        Ok(())
    }
}
