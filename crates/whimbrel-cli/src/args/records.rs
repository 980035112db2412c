//! The arguments of the commands that read files of records: `lint`, `import`, `agreement`.

use super::InputFormat;
use super::ledger::{Quad, Scale};
use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// The layout of a file.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LayoutName {
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
    /// PLOVER JSON, one record a line
    Jsonl,
    /// Our comma-separated values
    Csv,
}

#[derive(clap::Args)]
pub(crate) struct Lint {
    /// Files of records, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Their layout; without it each file's is told by its columns
    #[arg(long, value_enum)]
    pub(crate) layout: Option<LayoutName>,
    /// Whose quads they have; without it the layout's own
    #[arg(long, value_enum)]
    pub(crate) quad: Option<Quad>,
    /// Whose scale they have; without it the layout's own
    #[arg(long, value_enum)]
    pub(crate) scale: Option<Scale>,
    /// Show at most so many findings of a rule
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) examples: u64,
}

#[derive(clap::Args)]
pub(crate) struct Import {
    /// Files of records, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Their layout; without it each file's is told by its columns
    #[arg(long, value_enum)]
    pub(crate) layout: Option<LayoutName>,
    /// Stop at the first line that cannot be read
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(clap::Args)]
pub(crate) struct Agreement {
    #[command(subcommand)]
    pub(crate) action: AgreementAction,
}

#[derive(Subcommand)]
pub(crate) enum AgreementAction {
    /// Compare codings: Cohen's κ, Krippendorff's α, precision and recall, and where they differ
    Compare(Compare),
    /// Draw sentences and write a sheet for each of two coders or more, without codes
    Sample(Sample),
}

/// How a comparison is written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ComparisonFormat {
    /// A table for people
    Table,
    /// A page, without scripts
    Html,
    /// Everything, for machines
    Json,
    /// The coefficients of each field, as comma-separated values
    Csv,
}

#[derive(clap::Args)]
pub(crate) struct Compare {
    /// Codings, two or more: PLOVER JSON lines (.jsonl) or filled sheets (.csv); the coder's name may
    /// stand before the file: `ana=ana.csv`
    #[arg(required = true, num_args = 2.., value_name = "[NAME=]FILE")]
    pub(crate) codings: Vec<String>,
    /// The reports that all coders read (files or folders), so that silence counts
    #[arg(long = "reports", value_name = "FILE")]
    pub(crate) reports: Vec<String>,
    /// How reports are read
    #[arg(long, value_enum, default_value_t)]
    pub(crate) input_format: InputFormat,
    /// Publication date of the reports
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// How it is written
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: ComparisonFormat,
    /// Show at most so many disagreements
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) disagreements: usize,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(crate) struct Sample {
    /// Reports to draw from: files, folders, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) inputs: Vec<String>,
    /// How reports are read
    #[arg(long, value_enum, default_value_t)]
    pub(crate) input_format: InputFormat,
    /// Publication date of the reports
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// Share of the sentences, above 0 and at most 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    pub(crate) share: f64,
    /// Seed of the drawing
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Names of the coders; each gets the file NAME.csv
    #[arg(long = "coder", required = true, value_name = "NAME")]
    pub(crate) coders: Vec<String>,
    /// Folder of the sheets; nothing in it is overwritten
    #[arg(long, short, value_name = "FOLDER", default_value = ".")]
    pub(crate) output: PathBuf,
}
