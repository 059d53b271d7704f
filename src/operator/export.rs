//! `peerloop export FILE`: every row as a line of JSON, for moving house and for audits. What people wrote stays
//! sealed: an operator who may read it does not need this command, and one who may not must not have it by accident.
//! A person's own data, words and all, is theirs to ask for in Slack.

use super::{Desk, acts, put_in_place, refuse_to_replace, unfinished};
use crate::store::Look;
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::{
    fs::{self, OpenOptions},
    io::{BufWriter, Write},
    path::Path,
};

/// Tables without anything to tell: the mark of the key, and keys of requests that were handled.
const LEFT_OUT: [&str; 2] = ["seen", "vault"];

/// Columns that are withheld. With them a result in a channel, where answers stand without names, would tell whose they
/// are and who voted for what; the times of answers would, too, beside when whose Home tab was changed. Who noted an
/// objection or used an entry of the playbook is counted and told nobody.
const WITHHELD: [(&str, &str); 9] = [
    ("answer", "author"),
    ("answer", "begun_at"),
    ("answer", "answered_at"),
    ("answer", "edited_at"),
    ("answer", "late_at"),
    ("duel", "voter"),
    ("heard", "person"),
    ("objection", "added_by"),
    ("playbook_use", "person"),
];

pub(super) fn run(desk: &mut Desk<'_>, file: &Path, force: bool) -> Result<()> {
    let (database, _) = desk.files();
    refuse_to_replace(file, force)?;
    let look = Look::open(&database)?;
    let unfinished = unfinished(file);
    let rows = write(desk, &look, &unfinished)
        .and_then(|rows| put_in_place(&unfinished, file, force).map(|()| rows))
        .inspect_err(|_| {
            // The first error is the one to tell.
            let _ = fs::remove_file(&unfinished);
        })?;
    acts::note(&database, &desk.clock, "export");
    desk.say(&format!(
        "Wrote {rows} rows to {}. It holds names and who wrote to whom and when: keep it as you keep the database. What people wrote is not in it, and not who answered or voted in drills, noted an objection or used an entry.",
        file.display()
    ))
}

fn write(desk: &Desk<'_>, look: &Look, path: &Path) -> Result<u64> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options
        .open(path)
        .with_context(|| format!("could not create {}", path.display()))?;
    let mut lines = BufWriter::new(file);
    let head = json!({
        "peerloop_export": 1,
        "schema": look.schema_version()?,
        "made_at": desk.clock.now().timestamp(),
    });
    writeln!(lines, "{head}")?;
    let rows = look.each_row(&LEFT_OUT, |table, mut fields| {
        for (_, column) in WITHHELD.iter().filter(|(of, _)| *of == table) {
            fields.remove(*column);
        }
        let mut line = Map::new();
        line.insert("table".to_owned(), table.into());
        line.insert("row".to_owned(), Value::Object(fields));
        Ok(writeln!(lines, "{}", Value::Object(line))?)
    })?;
    let file = lines
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)
        .context("could not write the export")?;
    file.sync_all()
        .context("could not write the export to disk")?;
    Ok(rows)
}
