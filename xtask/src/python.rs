//! A Python with the packages that open our tables, below `target/`.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The packages with their versions.
const PACKAGES: &str = "benches/peers/requirements.txt";

/// Installing takes half a minute; a registry that does not answer must not hold up the tests.
const PATIENCE: Duration = Duration::from_secs(120);

/// Returns the path of a Python that has the packages: the one that `WHIMBREL_PYTHON` names, or
/// one of our own, which is made once and again when the versions change.
///
/// # Errors
/// Where there is no Python, or the packages cannot be had.
pub(crate) fn provide() -> Result<String> {
    if let Ok(python) = std::env::var("WHIMBREL_PYTHON") {
        return Ok(python);
    }
    let folder = target().join("peers-python");
    let python = folder.join("bin/python");
    let packages = fs::read_to_string(PACKAGES).context(PACKAGES)?;
    // Holds the versions that were installed, and is written last.
    let done = folder.join("installed.txt");
    if fs::read_to_string(&done).is_ok_and(|installed| installed == packages) && python.exists() {
        return Ok(python.display().to_string());
    }
    install(&folder, &python)?;
    fs::write(done, packages)?;
    Ok(python.display().to_string())
}

fn target() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

fn install(folder: &Path, python: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(folder);
    // Without pip and compiled files, a fifth smaller: the system's pip installs into it.
    run(Command::new("python3").args(["-m", "venv", "--without-pip"]).arg(folder))?;
    let pip = ["install", "--quiet", "--no-compile", "--only-binary=:all:", "--requirement"];
    let mut command = Command::new("python3");
    command.args(["-m", "pip", "--python"]).arg(python).args(pip).arg(PACKAGES);
    run(&mut command)
}

/// Runs a command to its end, or to the end of patience.
fn run(command: &mut Command) -> Result<()> {
    let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    let shown = format!("python3 {}", words.join(" "));
    println!("> {shown}");
    let child = command.stdin(Stdio::null()).spawn();
    let status = wait(child.with_context(|| format!("`{shown}` cannot be run"))?)?;
    if !status {
        bail!("`{shown}` failed");
    }
    Ok(())
}

fn wait(mut child: Child) -> Result<bool> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        sleep(Duration::from_millis(100));
    }
    child.kill()?;
    child.wait()?;
    bail!("no end after {} seconds", PATIENCE.as_secs());
}
