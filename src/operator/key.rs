//! `peerloop key show | rotate | restore`. The recovery copy goes to a terminal and to no log: under a service manager
//! standard output and error are logs.

use super::{Desk, KeyCommand, SEALED, acts};
use crate::{
    keys,
    secret::Secret,
    store::{self, Look},
};
use anyhow::{Context, Result, ensure};
use std::io::{IsTerminal, Write};

const PAPER: &str = "Write it down or print it, and keep it apart from the server and its backups. Whoever has it and the database can read everything.";

pub(super) fn run(desk: &mut Desk<'_>, command: &KeyCommand) -> Result<()> {
    match command {
        KeyCommand::Show { anyway } => show(desk, *anyway),
        KeyCommand::Rotate { anyway } => rotate(desk, *anyway),
        KeyCommand::Restore => restore(desk),
    }
}

/// Shows the recovery copy of a key that `peerloop run` has just made to whoever sits at the terminal; to nobody, if
/// nobody does.
pub fn tell_once(recovery_copy: &Secret) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        // Nobody is left to tell if this fails, and `key show` prints it again.
        let _ = writeln!(
            terminal,
            "\nThe recovery copy of the new key:\n\n{}\n\n{PAPER}\n",
            recovery_copy.expose()
        );
    }
}

fn show(desk: &mut Desk<'_>, anyway: bool) -> Result<()> {
    let (database, key) = desk.files();
    let copy = keys::recovery_copy(&key)?;
    ensure!(
        desk.is_terminal || anyway,
        "The output is no terminal, and what is logged is no secret any more. Run this in a terminal, or with --anyway."
    );
    acts::note(&database, &desk.clock, "key show");
    desk.say(copy.expose())?;
    if desk.is_terminal {
        desk.say(&format!("\n{PAPER}"))?;
    }
    Ok(())
}

fn rotate(desk: &mut Desk<'_>, anyway: bool) -> Result<()> {
    let (database, key) = desk.files();
    let _lock = store::lock(&database)?;
    let (sealed, copy) = keys::rotate(&database, &key, &SEALED)?;
    acts::note(&database, &desk.clock, "key rotate");
    desk.say(&format!(
        "{sealed} sealed texts are sealed with a new key, which is in {}; the old key opens none of them.",
        key.display()
    ))?;
    desk.say("Backups made before now open with the old key only: keep its recovery copy as long as them, or make a new backup and destroy them.")?;
    if desk.is_terminal || anyway {
        desk.say(&format!(
            "\nThe new recovery copy:\n\n{}\n\n{PAPER}",
            copy.expose()
        ))
    } else {
        desk.say("`peerloop key show` prints the new recovery copy, in a terminal.")
    }
}

fn restore(desk: &mut Desk<'_>) -> Result<()> {
    let (database, key) = desk.files();
    ensure!(
        !key.exists(),
        "{} is there already, and a key file is never replaced. Move it away first.",
        key.display()
    );
    if desk.is_terminal {
        desk.say("Type the four lines of the recovery copy, then Ctrl+D:")?;
    }
    let mut text = String::new();
    desk.input
        .read_to_string(&mut text)
        .context("could not read the recovery copy")?;
    keys::restore(&key, &text)?;
    acts::note(&database, &desk.clock, "key restore");
    let opens = Look::open(&database).and_then(|look| keys::open_for(&look, &key));
    desk.say(&match (database.exists(), opens) {
        (true, Ok(_)) => format!("Made {}; it opens the database.", key.display()),
        (true, Err(error)) => format!("Made {}. But: {error:#}", key.display()),
        (false, _) => format!(
            "Made {}. There is no database yet: `peerloop restore` puts a backup in its place.",
            key.display()
        ),
    })
}
