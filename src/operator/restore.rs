//! `peerloop restore FILE [--check]`: tries a backup as a start would, and puts it in the database's place. The old
//! database is kept, and at every moment one of the two bears the database's name.

use super::{Desk, SEALED, acts, directory, doctor::plural, queries, unfinished};
use crate::{
    keys, outbox, people,
    rituals::registry::HOUSE,
    store::{self, Look},
};
use anyhow::{Context, Result, ensure};
use std::{
    fs::{self, File},
    path::Path,
};

/// Sealed texts of each column that are tried.
const SAMPLE: i64 = 1000;

pub(super) fn run(desk: &mut Desk<'_>, file: &Path, check_only: bool) -> Result<()> {
    let (database, key) = desk.files();
    let lock = if check_only {
        None
    } else {
        Some(store::lock(&database)?)
    };
    let look = Look::open(file)?;
    let counted = check(desk, &look, &key)?;
    desk.say(&counted)?;
    if lock.is_none() {
        return desk.say(&format!(
            "{} can be restored: it is whole, and {} opens it.",
            file.display(),
            key.display()
        ));
    }
    ensure!(
        fs::canonicalize(file).ok() != fs::canonicalize(&database).ok(),
        "That is the database itself."
    );

    let copy = unfinished(&database);
    look.copy_to(&copy)?;
    let prepared = queries::come_back(&copy, desk.clock.now()).and_then(|unclear| {
        File::open(&copy)?.sync_all()?;
        Ok(unclear)
    });
    let replaced = prepared.and_then(|unclear| {
        replace(&database, &copy)?;
        Ok(unclear)
    });
    let unclear = replaced.inspect_err(|_| {
        // The first error is the one to tell.
        let _ = fs::remove_file(&copy);
    })?;
    acts::note(&database, &desk.clock, "restore");
    desk.say(&format!(
        "Restored {} as {}; what was there is kept as {}.",
        file.display(),
        database.display(),
        store::beside(&database, ".before-restore").display()
    ))?;
    desk.say(&format!(
        "{} waited when the backup was made: each is looked up before it is sent again. What people did since then is not in it, and what was erased since then is back: erase it again.",
        plural(unclear, "message")
    ))
}

/// What a start would refuse, in a sentence; else what the backup holds.
fn check(desk: &Desk<'_>, look: &Look, key: &Path) -> Result<String> {
    look.refuse_newer()?;
    ensure!(look.is_sound(), "The backup is damaged: take an older one.");
    let vault = keys::open_for(look, key)?;
    let (opened, shut) = look.sample(&SEALED, &vault, SAMPLE)?;
    ensure!(
        shut == 0,
        "{shut} of {} sealed texts do not open: the backup is damaged. Take an older one.",
        opened + shut
    );
    let (people, outbox, items) = look
        .read(&desk.clock, |read| {
            let mut items = Vec::new();
            for ritual in HOUSE.rituals() {
                let counts = ritual.counts(read)?;
                items.extend(
                    counts
                        .first()
                        .map(|(what, n)| format!("{} {n} {what}", ritual.name())),
                );
            }
            Ok((people::tally(read)?, outbox::tally(read)?, items))
        })
        .context("The backup cannot be counted")?;
    Ok(format!(
        "Schema {}, {} people, {}, {} waiting, {opened} sealed texts tried.",
        look.schema_version()?,
        people.iter().map(|(_, count)| count).sum::<i64>(),
        items.join(", "),
        plural(
            usize::try_from(outbox.ready + outbox.sending + outbox.unclear).unwrap_or_default(),
            "message"
        ),
    ))
}

/// Puts the copy in the database's place. The caller holds the run lock.
fn replace(database: &Path, copy: &Path) -> Result<()> {
    let kept = store::beside(database, ".before-restore");
    let beside = |path: &Path, end: &str| store::beside(path, end);
    if database.exists() {
        for end in ["", "-wal", "-shm"] {
            remove_if_there(&beside(&kept, end))?;
        }
        // A log that stays behind would be taken for the new file's own: it moves into the old file, or if that is
        // damaged, beside its new name.
        if store::empty_log(database).is_err() {
            for end in ["-wal", "-shm"] {
                let log = beside(database, end);
                if log.exists() {
                    fs::rename(&log, beside(&kept, end)).context("could not move the old log")?;
                }
            }
        }
        fs::hard_link(database, &kept)
            .or_else(|_| fs::copy(database, &kept).map(drop))
            .context("could not keep the old database")?;
    }
    for end in ["-wal", "-shm"] {
        remove_if_there(&beside(database, end))?;
    }
    fs::rename(copy, database).context("could not put the backup in place")?;
    File::open(directory(database))
        .and_then(|directory| directory.sync_all())
        .context("could not write the directory to disk")
}

fn remove_if_there(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", file.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
