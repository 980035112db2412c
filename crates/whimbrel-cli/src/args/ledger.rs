//! The arguments of `whimbrel ledger` and `whimbrel sql`.

use super::{Actors, InputFormat};
use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Ledger {
    #[command(subcommand)]
    pub(crate) action: LedgerAction,
}

#[derive(Subcommand)]
pub(crate) enum LedgerAction {
    /// Code reports and add them with their records; the same report twice is once
    Add(Add),
    /// Find reports by their words
    Search(Search),
    /// Show a report or a record as it stands, with its history
    Show(Show),
    /// Say whether everything stands as it was written
    Verify(Verify),
    /// Write a copy of the ledger, while others may write to it
    Backup(Backup),
    /// Code anew, after the codebook, the actors or the program changed, and show what changed
    Recode(Recode),
    /// Print the chain of versions, each with its hash
    Log(Log),
    /// Write records, or one for each report, event or incident, in the field's layouts
    Export(Export),
    /// Count events by country, dyad, actor or cell, and month
    Panel(Panel),
    /// Show the reports related to a report: copies, other accounts, the same incident
    Related(Related),
    /// Show what was promised, threatened, demanded, and what became of it
    Commitments(Commitments),
    /// Show who stands where on which issue
    Positions(Positions),
    /// Decide what became of a commitment
    Decide(Decide),
}

/// What codes.
#[derive(clap::Args)]
pub(crate) struct Coder {
    /// Reports worked on side by side; the output is the same for any number
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Use the codebook in this folder instead of the built-in one
    #[arg(long, value_name = "FOLDER")]
    pub(crate) codebook: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) actors: Actors,
}

#[derive(clap::Args)]
pub(crate) struct Add {
    /// The ledger, made where there is none
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// Files, folders (their .txt and .jsonl files), or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) inputs: Vec<String>,
    /// How inputs are read
    #[arg(long, value_enum, default_value_t)]
    pub(crate) input_format: InputFormat,
    /// Publication date of the reports (else from the input, or a file name that begins with it)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// Stop at the first input that cannot be read
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) coder: Coder,
}

#[derive(clap::Args)]
pub(crate) struct Search {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// Words that a report must hold; "words in quotation marks" stand together, `word*` has any ending
    #[arg(required = true, value_name = "WORD")]
    pub(crate) words: Vec<String>,
    /// Show at most so many reports
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
}

#[derive(clap::Args)]
pub(crate) struct Show {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// Identifier of a report or of a record
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Print records as JSON lines
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(clap::Args)]
pub(crate) struct Verify {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// A hash of the chain that was kept elsewhere: it must still stand in it
    #[arg(long, value_name = "HASH")]
    pub(crate) end: Option<String>,
}

#[derive(clap::Args)]
pub(crate) struct Backup {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// The copy; nothing is overwritten
    #[arg(value_name = "COPY")]
    pub(crate) to: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct Recode {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// Why, for the history of the records that change
    #[arg(long, value_name = "TEXT", default_value = "coded anew")]
    pub(crate) why: String,
    #[command(flatten)]
    pub(crate) coder: Coder,
}

#[derive(clap::Args)]
pub(crate) struct Log {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// Begin with this version's number
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) from: i64,
}

/// Which records count.
#[derive(clap::Args)]
pub(crate) struct Which {
    /// First day of the events
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) from: Option<Date>,
    /// Last day of the events
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) to: Option<Date>,
    /// PLOVER type
    #[arg(long, value_name = "TYPE")]
    pub(crate) event: Option<String>,
    /// A country's code or an actor's identifier among the parties
    #[arg(long, value_name = "CODE")]
    pub(crate) party: Option<String>,
    /// actual, negation, future, hypothetical or historical
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Option<String>,
    /// Least confidence, 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(crate) confidence: Option<f64>,
}

/// A number from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("not from 0 to 1".to_owned()) }
}

/// What a row is.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum Unit {
    /// A report's events of one type
    Report,
    /// Each record
    Mention,
    /// Each event, told by however many reports
    #[default]
    Event,
    /// Each incident's events of one type
    Incident,
}

/// How an export is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// PLOVER JSON, one record a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
    /// Parquet with typed columns
    Parquet,
    /// A map's features; what is known by country alone is not pinned
    Geojson,
    /// GDELT 1.0, daily files (58 columns)
    Gdelt1,
    /// GDELT 1.0, the back file (57 columns)
    Gdelt1Back,
    /// GDELT 2.0 events (61 columns)
    Gdelt2,
    /// GDELT 2.0 mentions (16 columns)
    Gdelt2Mentions,
    /// ICEWS (20 columns)
    Icews,
    /// POLECAT (40 columns)
    Polecat,
    /// Phoenix (26 columns)
    Phoenix,
    /// What PETRARCH2 writes
    Petrarch2,
}

/// Whose quads.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Quad {
    /// GDELT's, by CAMEO root
    Gdelt,
    /// Phoenix's, by CAMEO root
    Phoenix,
    /// PLOVER's, by type
    Plover,
}

/// Whose scale.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Scale {
    /// Goldstein's values by CAMEO code, GDELT's table
    Gdelt,
    /// ICEWS's table
    Icews,
    /// Phoenix's table
    Phoenix,
    /// PLOVER's scores by type and mode
    Plover,
}

/// What becomes of several parties where a line has one of each.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum Dyads {
    /// One line with the first of each
    #[default]
    First,
    /// A line for each pair
    Each,
}

/// Which records go into layouts that cannot say that an event did not happen.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum Statuses {
    /// What happened
    #[default]
    Facts,
    /// All
    All,
}

#[derive(clap::Args)]
pub(crate) struct Export {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// How it is written
    #[arg(long, value_enum, default_value = "jsonl")]
    pub(crate) format: ExportFormat,
    /// What a row is; the surest record stands for it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) unit: Unit,
    #[command(flatten)]
    pub(crate) which: Which,
    /// Score from which on a link makes two mentions one event, 0 to 1 (0.6)
    #[arg(long, value_name = "SCORE", value_parser = share)]
    pub(crate) event_threshold: Option<f64>,
    /// Score from which on a link makes two events one incident, 0 to 1 (0.6)
    #[arg(long, value_name = "SCORE", value_parser = share)]
    pub(crate) incident_threshold: Option<f64>,
    /// Whose quads; without it the layout's own
    #[arg(long, value_enum)]
    pub(crate) quad: Option<Quad>,
    /// Whose scale; without it the layout's own
    #[arg(long, value_enum)]
    pub(crate) scale: Option<Scale>,
    /// Several parties, in layouts with one of each a line
    #[arg(long, value_enum, default_value_t)]
    pub(crate) dyads: Dyads,
    /// Denied, planned and supposed events, in layouts without a column for it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) statuses: Statuses,
    /// Write to this file, with a manifest beside it, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What a panel's rows are.
#[derive(Clone, Copy, ValueEnum)]
#[expect(
    clippy::enum_variant_names,
    reason = "users give these names, and the unit of time is part of them"
)]
pub(crate) enum By {
    /// Country and month
    CountryMonth,
    /// Directed dyad and month
    DyadMonth,
    /// Who did it, and month
    ActorMonth,
    /// Cell of PRIO-GRID and month
    GridMonth,
}

/// What makes an event one of a country.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum Role {
    /// A party or the place is the country's
    #[default]
    Any,
    /// An actor is
    Actor,
    /// A recipient is
    Recipient,
    /// The place is
    Place,
}

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Comma-separated values with a header
    Csv,
    /// Parquet with typed columns
    Parquet,
}

#[derive(clap::Args)]
pub(crate) struct Panel {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// What a row is
    #[arg(long, value_enum, default_value = "country-month")]
    pub(crate) by: By,
    /// What makes an event one of a country (country-month)
    #[arg(long, value_enum, default_value_t)]
    pub(crate) role: Role,
    /// What counts as one
    #[arg(long, value_enum, default_value_t)]
    pub(crate) unit: Unit,
    /// Status of the records that count, or `any`
    #[arg(long, value_name = "STATUS", default_value = "actual")]
    pub(crate) status: String,
    /// Least confidence of the records that count, 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = share, default_value_t = 0.0)]
    pub(crate) confidence: f64,
    /// First month; without it that of the first report
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    pub(crate) from: Option<String>,
    /// Last month; without it that of the last report
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    pub(crate) to: Option<String>,
    /// How it is written; without it by the output's ending, else CSV
    #[arg(long, value_enum)]
    pub(crate) format: Option<TableFormat>,
    /// Write to this file, with a manifest beside it, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

fn month(text: &str) -> Result<String, String> {
    let day = format!("{text}-01").parse::<Date>();
    day.map(|_| text.to_owned()).map_err(|_| "not a month such as 2026-11".to_owned())
}

#[derive(clap::Args)]
pub(crate) struct Sql {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// A query that only reads, over the views reports, mentions, parties, events, dyads, commitments,
    /// positions, report_links, mention_links, versions
    #[arg(value_name = "QUERY")]
    pub(crate) query: String,
    /// How it is written; without it by the output's ending, else CSV
    #[arg(long, value_enum)]
    pub(crate) format: Option<TableFormat>,
    /// Write to this file, with a manifest beside it, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(crate) struct Related {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// Identifier of a report
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Show at most so many reports
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
}

#[derive(clap::Args)]
pub(crate) struct Commitments {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// A country's code, an actor's identifier or name among the holders and targets
    #[arg(long, value_name = "WHO")]
    pub(crate) party: Option<String>,
    /// Words of what it is about
    #[arg(long, value_name = "TEXT")]
    pub(crate) about: Option<String>,
    /// announced, in progress, kept, partly kept, broken, stalled, overdue, superseded, withdrawn, expired
    /// or unverifiable
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Option<String>,
    /// The day by which deadlines are told to have passed
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) today: Option<Date>,
    /// Print them as JSON lines
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(clap::Args)]
pub(crate) struct Positions {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// A country's code, an actor's identifier or name
    #[arg(long, value_name = "WHO")]
    pub(crate) party: Option<String>,
    /// Words of the issue
    #[arg(long, value_name = "TEXT")]
    pub(crate) about: Option<String>,
    /// Show only opposite positions on one issue, side by side
    #[arg(long)]
    pub(crate) contradictions: bool,
    /// Print them as JSON lines
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("verdict").required(true).args(["accept", "reject", "status"]))]
pub(crate) struct Decide {
    /// The ledger
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// Identifier of a commitment
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Who decides
    #[arg(long = "by", value_name = "NAME")]
    pub(crate) person: String,
    /// The entry of its history, counted from 1, that holds
    #[arg(long, value_name = "N")]
    pub(crate) accept: Option<usize>,
    /// The entry of its history, counted from 1, that does not hold
    #[arg(long, value_name = "N")]
    pub(crate) reject: Option<usize>,
    /// A status of your own
    #[arg(long, value_name = "STATUS", requires = "note")]
    pub(crate) status: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// Day from which the status holds
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) day: Option<Date>,
}
