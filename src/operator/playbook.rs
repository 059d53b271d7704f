//! `peerloop playbook --markdown FILE --csv FILE`: the playbook as it is at this instant, for a wiki or a spreadsheet. Only
//! what everyone in the programme may read stands in it; it names nobody, and no key is needed.

use super::{Desk, acts, put_in_place, refuse_to_replace, unfinished};
use crate::{rituals::playbook, store::Look};
use anyhow::{Context, Result};
use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
};

pub(super) fn run(
    desk: &mut Desk<'_>,
    markdown: Option<&Path>,
    csv: Option<&Path>,
    force: bool,
) -> Result<()> {
    let (database, _) = desk.files();
    for file in [markdown, csv].into_iter().flatten() {
        refuse_to_replace(file, force)?;
    }
    let look = Look::open(&database)?;
    let mut written = Vec::new();
    if let Some(file) = markdown {
        let (text, entries) = look.read(&desk.clock, playbook::markdown)?;
        written.push((file, text.into_bytes(), entries));
    }
    if let Some(file) = csv {
        let (table, entries) = look.read(&desk.clock, playbook::csv)?;
        written.push((file, table, entries));
    }
    for (file, bytes, entries) in written {
        let unfinished = unfinished(file);
        write(&unfinished, &bytes)
            .and_then(|()| put_in_place(&unfinished, file, force))
            .inspect_err(|_| {
                // The first error is the one to tell.
                let _ = fs::remove_file(&unfinished);
            })?;
        desk.say(&format!(
            "Wrote {entries} entries of the playbook to {}.",
            file.display()
        ))?;
    }
    acts::note(&database, &desk.clock, "playbook");
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options
        .open(path)
        .with_context(|| format!("could not create {}", path.display()))?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .context("could not write the playbook to disk")
}
