//! The arguments of all commands.

pub(crate) mod ledger;
pub(crate) mod records;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;
use whimbrel::views::View;

/// Reads news reports and writes down who did what to whom, when and where.
///
/// Each record is pinned to the words that it came from and names the codebook entry that decided.
#[derive(Parser)]
#[command(name = "whimbrel", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Code reports: print their event records
    Code(Code),
    /// Tell the relation that a sentence states between two given parties (JSONL in and out)
    Relate(Lines),
    /// Tell whom actor phrases name (JSONL in and out)
    Resolve(Lines),
    /// Print sentences, tokens, tags, lemmas and dependency trees as CoNLL-U
    Parse(Parse),
    /// Train a language model from treebanks in CoNLL-U
    Train(Train),
    /// Measure the program on a labelled file
    Evaluate(Evaluate),
    /// Check the codebook, or show one of its entries
    Codebook(Codebook),
    /// Train the judge on sentences with their events marked, or measure it
    Judge(Judge),
    /// Say of a text which events were found, and why not others
    Explain(Explain),
    /// Rank the names in reports that no list of actors knows
    Unknowns(Unknowns),
    /// Keep reports and their records in one file, every version of them
    Ledger(ledger::Ledger),
    /// Run a query that only reads over a ledger
    Sql(ledger::Sql),
    /// Check files of event records, ours or others': columns, codes, days, places, identifiers
    Lint(records::Lint),
    /// Read GDELT, ICEWS, POLECAT and Phoenix files into PLOVER JSON
    Import(records::Import),
    /// Compare codings of the same reports, or draw sentences for coders
    Agreement(records::Agreement),
}

/// Users' own lists of actors.
#[derive(clap::Args)]
pub(crate) struct Actors {
    /// A list of actors of your own, may be given again: CSV with a column `name`, a table as in
    /// actors/, or a dictionary of TABARI or PETRARCH; its entries win over the built-in ones
    #[arg(long = "actors", value_name = "FILE")]
    pub(crate) lists: Vec<PathBuf>,
}

/// How inputs are read.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum InputFormat {
    /// By the file's ending, standard input by its first character
    #[default]
    Auto,
    /// A page of text: headline, paragraphs
    Txt,
    /// One report a line as JSON
    Jsonl,
    /// Sentences and tokens as given; their annotation is replaced (`parse` only)
    Conllu,
}

/// How records are written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum OutputFormat {
    /// A table for people (the default on a terminal)
    Table,
    /// PLOVER JSON, one record a line (the default elsewhere)
    Jsonl,
    /// Comma-separated values with a header
    Csv,
}

#[derive(clap::Args)]
pub(crate) struct Code {
    /// Files, folders (their .txt and .jsonl files), or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) inputs: Vec<String>,
    /// How records are written
    #[arg(long, value_enum)]
    pub(crate) format: Option<OutputFormat>,
    /// How inputs are read
    #[arg(long, value_enum, default_value_t)]
    pub(crate) input_format: InputFormat,
    /// Publication date of the reports (else from the input, or a file name that begins with it)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// Reports worked on side by side; the output is the same for any number
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Stop at the first input that cannot be read
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Use the codebook in this folder instead of the built-in one
    #[arg(long, value_name = "FOLDER")]
    pub(crate) codebook: Option<PathBuf>,
    /// Give disputed places the country that they are in for the United Nations, for who has
    /// control, or for a state (else that of places/gazetteer.tsv); `disputed` stays
    #[arg(long, value_name = "un|administered|ISO3")]
    pub(crate) view: Option<View>,
    #[command(flatten)]
    pub(crate) actors: Actors,
}

impl std::fmt::Display for InputFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::Txt => "txt",
            Self::Jsonl => "jsonl",
            Self::Conllu => "conllu",
        })
    }
}

#[derive(clap::Args)]
pub(crate) struct Lines {
    /// A JSONL file, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) input: String,
    /// Stop at the first line that cannot be read
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) actors: Actors,
}

/// How trees are written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum TreeFormat {
    /// CoNLL-U, UD version 2
    Conllu,
}

#[derive(clap::Args)]
pub(crate) struct Parse {
    /// Files, folders, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) inputs: Vec<String>,
    /// How trees are written
    #[arg(long, value_enum, default_value = "conllu")]
    pub(crate) format: TreeFormat,
    /// How inputs are read
    #[arg(long, value_enum, default_value_t)]
    pub(crate) input_format: InputFormat,
    /// Stop at the first input that cannot be read
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) actors: Actors,
}

#[derive(clap::Args)]
pub(crate) struct Train {
    /// Treebanks to learn from, in CoNLL-U
    #[arg(long, required = true, value_name = "FILE")]
    pub(crate) train: Vec<PathBuf>,
    /// Treebanks made by a teacher (training/teacher.py), for the network alone
    #[arg(long, value_name = "FILE")]
    pub(crate) silver: Vec<PathBuf>,
    /// Treebanks to score the model on as it learns
    #[arg(long, value_name = "FILE")]
    pub(crate) dev: Vec<PathBuf>,
    /// Word-piece vectors to start from (made by training/export_vectors.py)
    #[arg(long, value_name = "FILE")]
    pub(crate) vectors: Option<PathBuf>,
    /// Seed of all random choices
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Passes over the data
    #[arg(long, default_value_t = 14)]
    pub(crate) epochs: usize,
    /// Share of values left out as the network learns (0.15 with silver treebanks, else 0.2)
    #[arg(long, value_name = "SHARE")]
    pub(crate) dropout: Option<f32>,
    /// Where the model is written; the state of the run is kept beside it until it ends
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Go on with a run that was broken off
    #[arg(long)]
    pub(crate) resume: bool,
}

#[derive(clap::Args)]
pub(crate) struct Evaluate {
    /// A labelled file: relations, records, actor phrases (JSONL), a treebank (CoNLL-U, with GUM's
    /// entity spans coreference, too), names (IOB2), or a report's events (JSON)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The report that the events belong to
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Publication date of that report
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// List every item that came out wrong
    #[arg(long)]
    pub(crate) list: bool,
    #[command(flatten)]
    pub(crate) actors: Actors,
}

/// How unknown names are written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum NamesFormat {
    /// A table for people, with counts and example sentences
    Table,
    /// The columns that `--actors` reads
    Csv,
}

#[derive(clap::Args)]
pub(crate) struct Unknowns {
    /// Files, folders (their .txt and .jsonl files), or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) inputs: Vec<String>,
    /// How the names are written
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: NamesFormat,
    /// How inputs are read
    #[arg(long, value_enum, default_value_t)]
    pub(crate) input_format: InputFormat,
    /// Publication date of the reports (else from the input, or a file name that begins with it)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// Write at most so many names
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Stop at the first input that cannot be read
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) actors: Actors,
}

#[derive(clap::Args)]
pub(crate) struct Codebook {
    #[command(subcommand)]
    pub(crate) action: CodebookAction,
}

#[derive(Subcommand)]
pub(crate) enum CodebookAction {
    /// Name every fault of a codebook with file and line, and every example that codes otherwise
    Check {
        /// The codebook's folder; without it, the built-in codebook
        folder: Option<PathBuf>,
    },
    /// Print an entry
    Show {
        /// The entry's id, such as `aid.give-help`, or the beginning of ids
        id: String,
    },
}

#[derive(clap::Args)]
pub(crate) struct Judge {
    #[command(subcommand)]
    pub(crate) action: JudgeAction,
}

#[derive(Subcommand)]
pub(crate) enum JudgeAction {
    /// Train the judge for the built-in language model, and measure it
    Train {
        /// Folder of the sentences (its .tsv files); every fifth is held out
        #[arg(long, value_name = "FOLDER")]
        sentences: PathBuf,
        /// Reports with their topics, JSON lines
        #[arg(long, value_name = "FILE")]
        reports: PathBuf,
        /// Where the judge is written
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
        /// Seed of all random choices
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Measure the judge on the sentences that are held out
    Evaluate {
        /// Folder of the sentences
        #[arg(long, value_name = "FOLDER")]
        sentences: PathBuf,
        /// The judge's file; without it, the built-in judge
        #[arg(long, value_name = "FILE")]
        judge: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
pub(crate) struct Explain {
    /// The text, or `-` for standard input
    #[arg(value_name = "TEXT")]
    pub(crate) text: String,
    /// Publication date
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    #[command(flatten)]
    pub(crate) actors: Actors,
}
