//! The chain of versions: everything that the ledger holds is written down version by version,
//! and each version's hash covers the one before, so that a change of what was written shows.
//!
//! The hash is the SHA-256, in hexadecimal, of one line of JSON without its newline:
//! `["PREVIOUS HASH",SEQ,"KIND","ID",VERSION,"AT","BY","WHY","BODY"]`.
//! The first version's previous hash is sixty-four zeros.
//! `whimbrel ledger log` prints these lines, so that anyone can check them with `sha256sum`.

use rusqlite::{Connection, OptionalExtension, Result, params};
use sha2::{Digest, Sha256};

/// Who writes, and when.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// RFC 3339 in UTC, such as `2026-11-25T10:00:00Z`. The ledger reads no clock.
    pub at: String,
    /// The program's version, or a person's name.
    pub by: String,
}

/// A version as it stands in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// `report`, `record`, `commitment`, `position`, `review`, `reply`.
    pub kind: String,
    /// Identifier of the thing, the same over its versions.
    pub id: String,
    /// From 1.
    pub version: i64,
    /// When it was written.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub why: String,
    /// JSON; `null` where the thing was withdrawn.
    pub body: String,
    /// Its hash.
    pub hash: String,
}

/// What stands before the first version.
pub const ORIGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Version {
    /// Returns the line whose SHA-256 is the version's hash.
    #[must_use]
    pub fn line(&self, previous: &str) -> String {
        serde_json::json!([
            previous,
            self.seq,
            self.kind,
            self.id,
            self.version,
            self.at,
            self.by,
            self.why,
            self.body
        ])
        .to_string()
    }

    /// Returns the hash that the version should have after `previous`.
    #[must_use]
    pub fn expected_hash(&self, previous: &str) -> String {
        hex(&Sha256::digest(self.line(previous).as_bytes()))
    }

    pub(crate) fn from_row(row: &rusqlite::Row<'_>) -> Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            kind: row.get(1)?,
            id: row.get(2)?,
            version: row.get(3)?,
            at: row.get(4)?,
            by: row.get(5)?,
            why: row.get(6)?,
            body: row.get(7)?,
            hash: row.get(8)?,
        })
    }
}

/// The columns that [`Version::from_row`] reads.
pub(crate) const COLUMNS: &str = "seq, kind, id, version, at, by, why, body, hash";

/// Returns the hexadecimal digits of bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The end of the chain, to which versions are added inside one transaction.
pub(crate) struct Tail<'c> {
    db: &'c Connection,
    stamp: &'c Stamp,
    seq: i64,
    hash: String,
}

impl<'c> Tail<'c> {
    /// Reads the end of the chain; the caller holds the write lock, so that nobody else adds to it.
    pub(crate) fn read(db: &'c Connection, stamp: &'c Stamp) -> Result<Self> {
        let last = db
            .query_row("SELECT seq, hash FROM version ORDER BY seq DESC LIMIT 1", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let (seq, hash) = last.unwrap_or((0, ORIGIN.to_owned()));
        Ok(Self { db, stamp, seq, hash })
    }

    /// Adds the next version of a thing; returns its place in the chain.
    pub(crate) fn add(&mut self, kind: &str, id: &str, why: &str, body: String) -> Result<i64> {
        let mut last = self.db.prepare_cached(
            "SELECT coalesce(max(version), 0) FROM version WHERE kind = ? AND id = ?",
        )?;
        let version: i64 = last.query_row([kind, id], |row| row.get(0))?;
        let mut next = Version {
            seq: self.seq + 1,
            kind: kind.to_owned(),
            id: id.to_owned(),
            version: version + 1,
            at: self.stamp.at.clone(),
            by: self.stamp.by.clone(),
            why: why.to_owned(),
            body,
            hash: String::new(),
        };
        next.hash = next.expected_hash(&self.hash);
        let insert = "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.db.prepare_cached(insert)?.execute(params![
            next.seq,
            next.kind,
            next.id,
            next.version,
            next.at,
            next.by,
            next.why,
            next.body,
            next.hash
        ])?;
        self.seq = next.seq;
        self.hash = next.hash;
        Ok(next.seq)
    }
}
