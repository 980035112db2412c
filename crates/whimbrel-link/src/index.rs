//! What linking stores and looks up: two tables of rows and one table of postings.

/// The store behind linking.
///
/// As tables of a database: `reports` and `mentions` with the fields of [`StoredReport`] and
/// [`Mention`], keyed by their number, and `postings (list, key, value)`, unique over all three and
/// read by `list` and `key` in descending order of `value`.
/// Rows never change once added.
/// Reading in the middle of a [`crate::link_report`] must see what it has written.
pub trait Index {
    /// What can go wrong in the store; linking itself cannot fail.
    type Error;

    /// Returns the postings under each of `keys`, in the order of `keys`, for each key the largest
    /// (that is, newest) values first and at most `cap` of them.
    ///
    /// `keys` holds no key twice.
    ///
    /// # Errors
    /// As the store has them.
    fn postings(&self, list: List, keys: &[i64], cap: usize) -> Result<Vec<Posting>, Self::Error>;

    /// Adds postings; one that is there already is left as it is.
    ///
    /// # Errors
    /// As the store has them.
    fn post(&mut self, list: List, postings: &[Posting]) -> Result<(), Self::Error>;

    /// Returns the number that the next report gets: larger than all given before, at least 1.
    ///
    /// # Errors
    /// As the store has them.
    fn next_report(&mut self) -> Result<i64, Self::Error>;

    /// Adds a report under its number.
    ///
    /// # Errors
    /// As the store has them.
    fn add_report(&mut self, report: StoredReport) -> Result<(), Self::Error>;

    /// Returns the report of a number, `None` where there is none (any more).
    ///
    /// # Errors
    /// As the store has them.
    fn report(&self, no: i64) -> Result<Option<StoredReport>, Self::Error>;

    /// Returns the number that the next mention gets: larger than all given before, at least 1; the
    /// mentions added after it get the numbers that follow.
    ///
    /// # Errors
    /// As the store has them.
    fn next_mention(&mut self) -> Result<i64, Self::Error>;

    /// Adds a mention under its number.
    ///
    /// # Errors
    /// As the store has them.
    fn add_mention(&mut self, mention: Mention) -> Result<(), Self::Error>;

    /// Returns the mention of a number, `None` where there is none (any more).
    ///
    /// # Errors
    /// As the store has them.
    fn mention(&self, no: i64) -> Result<Option<Mention>, Self::Error>;
}

/// The lists of postings; their numbers are stable, so that they can be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i64)]
pub enum List {
    /// Fingerprint of two words of a sentence → number of the copy group.
    Gist = 1,
    /// Copy group → its reports.
    Copies = 2,
    /// Copy group → those of its reports that keep an outline.
    Outlines = 3,
    /// Report → its mentions.
    Mentions = 4,
    /// Fingerprint of what a mention says → mentions, one of each copied sentence.
    Fact = 5,
    /// Event (number of its first mention) → its mentions.
    Event = 6,
    /// Fingerprint of days and place or parties → mentions, one of each copied sentence.
    Scene = 7,
    /// Incident (number of its first mention) → the first mentions of its events.
    Incident = 8,
}

/// A number under a key of a [`List`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Posting {
    /// A hash or a number.
    pub key: i64,
    /// The number of a report, group or mention.
    pub value: i64,
}

/// A report as linking keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredReport {
    /// Its number.
    pub no: i64,
    /// The caller's identifier ([`whimbrel_text::Report::id`]).
    pub id: String,
    /// Number of the first report of its copy group; its own where it copies none.
    pub group: i64,
    /// Day of publication, in days since 1970-01-01.
    pub day: Option<i32>,
    /// What its sentences say, as bytes; empty where another report of the group says it as well.
    pub outline: Vec<u8>,
}

/// A mention as linking keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mention {
    /// Its number.
    pub no: i64,
    /// Identifier of its record ([`whimbrel_record::EventRecord::id`]).
    pub id: String,
    /// Number of its report.
    pub report: i64,
    /// Number of the copy group of its report.
    pub group: i64,
    /// Number of the first mention of its event, following all links whatever their score.
    pub event: i64,
    /// Number of the first mention of its incident, following all links whatever their score.
    pub incident: i64,
    /// Its type, parties, day, place and words, as bytes.
    pub facts: Vec<u8>,
}
