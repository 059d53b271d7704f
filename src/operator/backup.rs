//! `peerloop backup FILE`: a copy of the database as it is at this instant, beside a running bot. It is complete or
//! not there: written under another name, checked, flushed to disk and then renamed.

use super::{Desk, acts, put_in_place, refuse_to_replace, size, unfinished};
use crate::store::Look;
use anyhow::{Context, Result};
use std::{fs, path::Path};

pub(super) fn run(desk: &mut Desk<'_>, file: &Path, force: bool) -> Result<()> {
    let (database, key) = desk.files();
    refuse_to_replace(file, force)?;
    let look = Look::open(&database)?;
    let copy = unfinished(file);
    look.copy_to(&copy)
        .and_then(|()| put_in_place(&copy, file, force))
        .inspect_err(|_| {
            // The first error is the one to tell.
            let _ = fs::remove_file(&copy);
        })?;
    let bytes = fs::metadata(file)
        .context("could not look at the backup")?
        .len();
    acts::note(&database, &desk.clock, "backup");
    desk.say(&format!(
        "Copied {} to {} ({}), whole and on disk. The key is not in it: without {} or its recovery copy nobody can open what people wrote there.",
        database.display(),
        file.display(),
        size(bytes),
        key.display()
    ))
}
