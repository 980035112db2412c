//! The project's own commands: `cargo xtask test` runs every test, `cargo xtask lint` every check.

mod python;

use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

fn main() -> Result<()> {
    let task = std::env::args().nth(1).unwrap_or_default();
    match task.as_str() {
        "test" => test(),
        "lint" => lint(),
        _ => bail!("no task `{task}`\nhint: `cargo xtask test` or `cargo xtask lint`"),
    }
}

/// Runs every test that the project has. Rust is all that they need; where Python is there too, it
/// opens our tables with the packages that people use.
fn test() -> Result<()> {
    if !Path::new("../shared").is_dir() {
        println!("skipped: measurements on labelled sets, which are not part of the repository");
    }
    let test = ["test", "--release", "--workspace"];
    match python::provide() {
        Ok(python) => cargo(&test, &[("WHIMBREL_PYTHON", &python)]),
        Err(cause) => {
            println!("skipped: our tables in pandas, polars and DuckDB: {cause:#}");
            cargo(&test, &[])
        }
    }
}

fn lint() -> Result<()> {
    cargo(&["fmt", "--all", "--check"], &[])?;
    cargo(&["clippy", "--release", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])?;
    cargo(&["doc", "--release", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")])
}

fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    println!("> cargo {}", arguments.join(" "));
    let status = Command::new(cargo).args(arguments).envs(environment.iter().copied()).status()?;
    if !status.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    Ok(())
}
