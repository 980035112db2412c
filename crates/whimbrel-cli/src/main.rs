//! The command line program: parses arguments, calls the library, prints.
//!
//! Data goes to standard output, messages to standard error. Exit status: 0 when all input was
//! read, 1 when some could not be, 2 for unusable arguments.

mod agreement;
mod args;
mod chunks;
mod code;
mod codebook;
mod evaluate;
mod import;
mod judge;
mod ledger;
mod lines;
mod own;
mod parse;
mod train;
mod unknowns;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

/// What a command has to say beside its output.
pub(crate) enum Outcome {
    /// All input was read.
    Complete,
    /// Some input could not be read; it was named.
    Partial,
}

impl Outcome {
    /// What a command that read both has to say.
    pub(crate) fn and(self, other: Self) -> Self {
        if matches!(self, Self::Partial) { self } else { other }
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    let result = match args.command {
        Command::Code(code) => code::run(&code),
        Command::Relate(lines) => lines::relate(&lines),
        Command::Resolve(lines) => lines::resolve(&lines),
        Command::Parse(parse) => parse::run(&parse),
        Command::Train(train) => train::run(&train),
        Command::Evaluate(evaluate) => evaluate::run(&evaluate),
        Command::Codebook(codebook) => codebook::run(&codebook),
        Command::Judge(judge) => judge::run(&judge),
        Command::Explain(explain) => parse::explain(&explain),
        Command::Unknowns(names) => unknowns::run(&names),
        Command::Ledger(ledger) => ledger::run(&ledger),
        Command::Sql(sql) => ledger::table::sql(&sql),
        Command::Lint(lint) => import::lint(&lint),
        Command::Import(import) => import::import(&import),
        Command::Agreement(agreement) => agreement::run(&agreement),
    };
    match result {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Partial) => ExitCode::from(1),
        // Whoever reads the output has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |e: &std::io::Error| e.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(broken)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|e| e.io_error_kind() == Some(std::io::ErrorKind::BrokenPipe))
    })
}
