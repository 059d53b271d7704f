//! The rules of the house, each with its reason. A failure says what is missing and where. Here is how a rule looks at
//! the files; the rules stand by what they are about.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod checks;
mod circles;
mod floors;
mod imports;
mod kept;
mod names;
mod walls;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Where the repository stands.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// A file, by its path from the root.
pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below `dir` with this ending, by its path from the root.
pub(crate) fn files(dir: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join(dir)];
    while let Some(next) = open.pop() {
        for entry in
            fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display()))
        {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == ending) {
                found.push(path.strip_prefix(root()).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no .{ending} files in {dir}");
    found
}

/// A file's code without its tests and comments.
pub(crate) fn code(path: &str) -> String {
    let text = read(path);
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Fails with all faults at once.
pub(crate) fn fail_if_any(faults: &[String], reason: &str) {
    assert!(faults.is_empty(), "{reason}:\n  {}", faults.join("\n  "));
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let faults: Vec<String> = ["src", "standin/src", "tests"]
        .iter()
        .flat_map(|dir| files(dir, "rs"))
        .filter(|path| !read(path).starts_with("//! "))
        .collect();
    fail_if_any(
        &faults,
        "a newcomer reads the first line of a file to know whether to read on",
    );
}
