//! The log of what an operator did with people's data: `<database>.acts`, a line each, for whoever must answer for it.
//! Lines are only ever added. An act is not refused because its line cannot be written; the operator is told.

use crate::{clock::Clock, store};
use anyhow::{Context, Result};
use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

/// Notes an act, with the number of the account that did it.
pub(super) fn note(database: &Path, clock: &Clock, act: &str) {
    let account = rustix::process::getuid().as_raw();
    tracing::info!(act, account, "an operator's act");
    if let Err(error) = add(database, clock, account, act) {
        tracing::warn!(
            error = format!("{error:#}"),
            "the log of acts lacks this one"
        );
    }
}

/// The last acts, oldest first.
pub(super) fn last(database: &Path, limit: usize) -> Vec<String> {
    let text = fs::read_to_string(path(database)).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.len().saturating_sub(limit);
    lines[first..].iter().map(|&line| line.to_owned()).collect()
}

fn add(database: &Path, clock: &Clock, account: u32, act: &str) -> Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let path = path(database);
    let line = format!(
        "{} account {account} {act}\n",
        clock.now().format("%Y-%m-%dT%H:%M:%SZ")
    );
    options
        .open(&path)
        .and_then(|mut file| file.write_all(line.as_bytes()))
        .with_context(|| format!("could not write {}", path.display()))
}

fn path(database: &Path) -> PathBuf {
    store::beside(database, ".acts")
}
