//! Commitments and positions as the ledger holds them, and people's decisions on them.

use crate::chain::{Stamp, Tail};
use crate::error::{LedgerError, explain};
use crate::store::Ledger;
use crate::tracked::{parse, write_commitment};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Result, TransactionBehavior, params_from_iter};
use whimbrel_track::{Commitment, Position, Status, overdue};

/// A commitment as it stands.
#[derive(Clone, Debug)]
pub struct HeldCommitment {
    /// The commitment, as the first report that told of it has it.
    pub commitment: Commitment,
    /// How many reports told of it.
    pub reports: i64,
}

/// Which commitments or positions are wanted; what is `None` lets all through.
#[derive(Clone, Debug, Default)]
pub struct Who {
    /// A country's code, a registry identifier or a name: among the holders or targets, or the position's actor.
    pub party: Option<String>,
    /// Words that the issue of a position, or what a commitment is about, holds.
    pub about: Option<String>,
    /// Status of a commitment, in words.
    pub status: Option<Status>,
}

/// A decision of a person's on a commitment.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// On an entry of its history, counted from 0: it holds, or not.
    On {
        /// The entry.
        entry: usize,
        /// Whether it holds.
        accepted: bool,
    },
    /// A status of the person's own.
    Set {
        /// The status.
        status: Status,
        /// Day from which it holds.
        day: Option<Date>,
        /// Why.
        note: String,
    },
}

impl Ledger {
    /// Returns the commitments that `who` lets through, by the day on which they were made. With a day given as
    /// today, those whose deadline has passed by then, and of which nothing is known, are overdue.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn commitments(
        &self,
        who: &Who,
        today: Option<Date>,
    ) -> Result<Vec<HeldCommitment>, LedgerError> {
        let read = || -> Result<Vec<HeldCommitment>> {
            let sql = "SELECT body, (SELECT count(DISTINCT told.report) FROM commitment AS told
                    WHERE told.event_id = commitment.event_id AND told.kind = commitment.kind)
                FROM commitment JOIN version USING (seq)
                WHERE first AND (?1 IS NULL OR EXISTS (SELECT 1 FROM commitment_party AS party
                    WHERE party.commitment = commitment.row AND ?1 IN (party.country, party.id, party.name)))
                  AND (?2 IS NULL OR instr(lower(coalesce(object, '')), lower(?2)))
                ORDER BY said, commitment.row";
            let mut statement = self.db.prepare_cached(sql)?;
            let mut rows = statement.query(params_from_iter(values(who)))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let body: String = row.get(0)?;
                let mut commitment: Commitment = parse(&body)?;
                if let Some(proposal) = today.and_then(|today| overdue(&commitment, today)) {
                    commitment.propose(proposal);
                }
                if who.status.is_none_or(|status| commitment.status == status) {
                    found.push(HeldCommitment { commitment, reports: row.get(1)? });
                }
            }
            Ok(found)
        };
        read().map_err(|error| self.fail(error))
    }

    /// Returns the positions that `who` lets through, by issue, actor and day.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn positions(&self, who: &Who) -> Result<Vec<Position>, LedgerError> {
        let read = || -> Result<Vec<Position>> {
            let sql = "SELECT body FROM position JOIN version USING (seq)
                WHERE (?1 IS NULL OR ?1 IN (country, actor_id, actor))
                  AND (?2 IS NULL OR instr(lower(issue), lower(?2)))
                ORDER BY issue_key, actor, day, position.row";
            let mut statement = self.db.prepare_cached(sql)?;
            let bodies = statement
                .query_map(params_from_iter(values(who)), |row| row.get::<_, String>(0))?
                .collect::<Result<Vec<String>>>()?;
            bodies.iter().map(|body| parse(body)).collect()
        };
        read().map_err(|error| self.fail(error))
    }

    /// Writes a person's decision on a commitment, as its next version. Returns the commitment as it then stands;
    /// `None`, and nothing is written, where there is no such commitment or no such entry.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn decide(
        &mut self,
        id: &str,
        verdict: &Verdict,
        person: &str,
        at: &str,
    ) -> Result<Option<Commitment>, LedgerError> {
        let stamp = Stamp { at: at.to_owned(), by: person.to_owned() };
        let path = self.path().to_owned();
        let mut write = || -> Result<Option<Commitment>> {
            let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let sql = "SELECT row, report, body FROM commitment JOIN version USING (seq) WHERE commitment.id = ?";
            let found: Option<(i64, i64, String)> = step
                .query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?;
            let Some((row, report, body)) = found else { return Ok(None) };
            let mut commitment: Commitment = parse(&body)?;
            let Some(why) = apply(&mut commitment, verdict, person) else { return Ok(None) };
            let mut tail = Tail::read(&step, &stamp)?;
            write_commitment(&step, &mut tail, Some(row), report, &commitment, None, &why)?;
            drop(tail);
            step.commit()?;
            Ok(Some(commitment))
        };
        write().map_err(|error| explain(&path, error))
    }
}

/// Applies a verdict; returns why, for the chain.
fn apply(commitment: &mut Commitment, verdict: &Verdict, person: &str) -> Option<String> {
    match verdict {
        Verdict::On { entry, accepted } => {
            let word = if *accepted { "accepted" } else { "rejected" };
            let status = commitment.history.get(*entry)?.status;
            commitment
                .decide(*entry, *accepted, person)
                .then(|| format!("{word}: {}", status.name()))
        }
        Verdict::Set { status, day, note } => {
            commitment.set(*status, *day, person, note);
            Some(note.clone())
        }
    }
}

fn values(who: &Who) -> [Value; 2] {
    let value = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
    [value(&who.party), value(&who.about)]
}
