//! The arguments of `whimbrel ledger` and `whimbrel sql`.

use super::{Actors, InputFormat};
use clap::Subcommand;
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
