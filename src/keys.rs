//! The key files beside a database: which of them opens it, a new one in place of the old, and back to one after a
//! rotation was cut off. Nothing here knows what is sealed or speaks to anybody.
//!
//! A rotation writes the new key to `<key>.new`, seals everything anew in one transaction, and only then puts the new
//! file in the old one's place. Cut off at any point, the database opens with one of the two, and the next start or
//! rotation finds out which.

use crate::{
    recovery,
    secret::Secret,
    store::{self, Look, SealedColumn},
    vault::{self, Vault},
};
use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// The key for a database that is about to run, and a recovery copy if the key was made just now: a new database gets
/// a new key, an old one needs the key that it has. The caller holds the run lock.
pub(crate) fn open_or_create(database: &Path, key: &Path) -> Result<(Vault, Option<Secret>)> {
    settle(database, key)?;
    if database.exists() || key.exists() {
        return Ok((Vault::open(key)?, None));
    }
    let vault = Vault::create(key).context("a new database needs a new key")?;
    sync_directory(key)?;
    Ok((vault, Some(recovery_copy(key)?)))
}

/// The key that opens this database, while a rotation may be under way or cut off. Changes nothing.
pub(crate) fn open_for(look: &Look, key: &Path) -> Result<Vault> {
    let vault = Vault::open(key)?;
    if look.opens_with(&vault)? {
        return Ok(vault);
    }
    let new = new_path(key);
    if new.exists() {
        let vault = Vault::open(&new)?;
        if look.opens_with(&vault)? {
            return Ok(vault);
        }
    }
    bail!(
        "The key file {} does not belong to this database: nothing people wrote would open. Point PEERLOOP_KEY at the right one, or type its recovery copy in with `peerloop key restore`.",
        key.display()
    )
}

/// Seals everything with a new key; answers with how much was sealed and the new recovery copy. The caller holds the
/// run lock.
pub(crate) fn rotate(
    database: &Path,
    key: &Path,
    columns: &[SealedColumn],
) -> Result<(u64, Secret)> {
    settle(database, key)?;
    let look = Look::open(database)?;
    look.refuse_newer()?;
    let old = open_for(&look, key)?;
    drop(look);
    let new = new_path(key);
    let vault = Vault::create(&new)?;
    // The new key must be on disk before anything is sealed with it.
    sync_directory(&new)?;
    let sealed = match store::reseal(database, columns, &old, &vault) {
        Ok(sealed) => sealed,
        Err(error) => {
            // Whether or not the commit got through, this leaves the one key that opens.
            settle(database, key)?;
            return Err(error.context("Nothing was changed"));
        }
    };
    settle(database, key)?;
    Ok((sealed, recovery_copy(key)?))
}

/// Finishes or undoes a rotation that was cut off.
fn settle(database: &Path, key: &Path) -> Result<()> {
    let new = new_path(key);
    if !new.exists() {
        return Ok(());
    }
    let look = Look::open(database)?;
    let opens = |path: &Path| Vault::open(path).and_then(|vault| look.opens_with(&vault));
    if matches!(opens(key), Ok(true)) {
        fs::remove_file(&new).context("could not remove the unused new key")?;
    } else if matches!(opens(&new), Ok(true)) {
        fs::rename(&new, key).context("could not put the new key in place")?;
    } else {
        bail!(
            "Neither {} nor {} opens this database. Put the right key file back before anything else.",
            key.display(),
            new.display()
        );
    }
    sync_directory(key)
}

/// The key in this file, as text to print.
pub(crate) fn recovery_copy(key: &Path) -> Result<Secret> {
    Ok(recovery::to_text(&vault::read_key(key)?))
}

/// Makes a key file from a recovery copy.
pub(crate) fn restore(key: &Path, text: &str) -> Result<()> {
    let bytes = recovery::from_text(text)?;
    vault::write_key(key, &bytes)?;
    sync_directory(key)
}

fn new_path(key: &Path) -> PathBuf {
    store::beside(key, ".new")
}

/// A new name is only sure to be there once its directory is on disk.
fn sync_directory(file: &Path) -> Result<()> {
    let directory = match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    File::open(directory)
        .and_then(|directory| directory.sync_all())
        .with_context(|| {
            format!(
                "could not write the directory {} to disk",
                directory.display()
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Clock, operator::SEALED, store::Creating, store::Store};

    struct Site {
        dir: tempfile::TempDir,
        database: PathBuf,
        key: PathBuf,
    }

    impl Site {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let (database, key) = (dir.path().join("db"), dir.path().join("key"));
            let (vault, copy) = open_or_create(&database, &key).unwrap();
            assert!(copy.is_some());
            Store::open(&database, Creating::IfMissing, vault, Clock::System).unwrap();
            Self { dir, database, key }
        }

        fn bytes(&self) -> Vec<u8> {
            fs::read(&self.key).unwrap()
        }

        fn opens(&self) -> bool {
            open_for(&Look::open(&self.database).unwrap(), &self.key).is_ok()
        }

        /// As the next start does it.
        fn starts(&self) -> Result<()> {
            let (vault, copy) = open_or_create(&self.database, &self.key)?;
            assert!(copy.is_none());
            Store::open(&self.database, Creating::Never, vault, Clock::System).map(drop)
        }

        fn left_over(&self) -> bool {
            new_path(&self.key).exists()
        }
    }

    #[test]
    fn a_rotation_cut_off_before_its_commit_never_was() {
        for half in ["", "ab12"] {
            let site = Site::new();
            let before = site.bytes();
            if half.is_empty() {
                Vault::create(&new_path(&site.key)).unwrap();
            } else {
                // Cut off while the new key was being written.
                fs::write(new_path(&site.key), half).unwrap();
            }
            assert!(site.opens() && site.left_over());
            site.starts().unwrap();
            assert!(!site.left_over());
            assert_eq!(site.bytes(), before);
        }
    }

    #[test]
    fn a_rotation_cut_off_after_its_commit_is_finished_by_the_next_start_or_rotation() {
        for again in [false, true] {
            let site = Site::new();
            let before = site.bytes();
            let old = Vault::open(&site.key).unwrap();
            let new = Vault::create(&new_path(&site.key)).unwrap();
            assert_eq!(
                store::reseal(&site.database, &SEALED, &old, &new).unwrap(),
                2
            );
            assert!(site.opens(), "nobody who only looks is hindered");
            if again {
                rotate(&site.database, &site.key, &SEALED).unwrap();
            }
            site.starts().unwrap();
            assert!(site.opens() && !site.left_over());
            assert_ne!(site.bytes(), before);
        }
    }

    #[test]
    fn what_does_not_open_stops_a_rotation_and_nothing_is_changed() {
        let site = Site::new();
        let before = site.bytes();
        let wrong = SealedColumn {
            place: "'elsewhere'",
            ..SEALED[0]
        };
        let error = rotate(&site.database, &site.key, &[SEALED[0], wrong]).unwrap_err();
        assert!(
            format!("{error:#}").starts_with("Nothing was changed: could not seal vault.sealed")
        );
        assert_eq!(site.bytes(), before);
        assert!(!site.left_over());
        site.starts().unwrap();
    }

    #[test]
    fn with_two_keys_that_are_both_wrong_nothing_is_removed() {
        let site = Site::new();
        fs::remove_file(&site.key).unwrap();
        Vault::create(&site.key).unwrap();
        Vault::create(&new_path(&site.key)).unwrap();
        assert!(
            site.starts()
                .unwrap_err()
                .to_string()
                .starts_with("Neither")
        );
        assert!(site.left_over() && site.key.exists());
        drop(site.dir);
    }
}
