//! What whoever runs the server asks of Peerloop: is it well, what does it hold, keep a copy, put one back, change the
//! key. A file per command, with its words. All but `restore` and the changes of the key work beside a running bot;
//! none shows a word of what people wrote.

mod acts;
mod backup;
mod doctor;
mod export;
mod import;
mod key;
mod live;
mod playbook;
mod queries;
mod restore;
mod schedule;
mod sealed;
mod status;

pub use key::tell_once;
pub use sealed::SEALED;

use crate::{
    clock::Clock,
    config::{self, Lookup},
};
use anyhow::{Context, Result};
use clap::Subcommand;
use std::{
    fs::{self, File},
    io::{BufRead, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// What can be asked.
#[derive(Subcommand)]
pub enum Command {
    /// Examines tokens, scopes, sockets, clock, disk, database, key and schedule, and says what to do. Exit code 1 if something is broken.
    Doctor {
        /// A walk of ten minutes through a real workspace: sends test messages to you alone and asks what you saw.
        #[arg(long)]
        live: bool,
    },
    /// Counts people, notes, waiting messages and runs; never a name, never a word.
    Status {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Says what recurs, when it comes next, and how often it was left out and why; never a name.
    Schedule,
    /// Copies the database to a new file, beside a running bot. The key file is never in it.
    Backup {
        /// The new file.
        file: PathBuf,
        /// Replace the file if it is there.
        #[arg(long)]
        force: bool,
    },
    /// Puts a backup in place of the database (the bot stopped), keeping the old one as `<database>.before-restore`.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Only look whether it could be restored: whole, known, and opened by the key file.
        #[arg(long)]
        check: bool,
    },
    /// Writes every row as a line of JSON. It holds names and who wrote to whom and when; what people wrote stays
    /// sealed and only its length is told.
    Export {
        /// The new file.
        file: PathBuf,
        /// Replace the file if it is there.
        #[arg(long)]
        force: bool,
    },
    /// Reads a list of people from a file, beside a running bot. Exit code 1 if a line was left out.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Writes the playbook to files, beside a running bot: the entries that everyone in the programme may read.
    #[command(group = clap::ArgGroup::new("files").required(true).multiple(true))]
    Playbook {
        /// A new file for it as Markdown.
        #[arg(long, group = "files")]
        markdown: Option<PathBuf>,
        /// A new file for it as CSV, a row for each entry.
        #[arg(long, group = "files")]
        csv: Option<PathBuf>,
        /// Replace the files if they are there.
        #[arg(long)]
        force: bool,
    },
    /// The key file that opens what people wrote: its copy for paper, a new key, the key from paper.
    #[command(subcommand)]
    Key(KeyCommand),
}

/// What can be read from a file.
#[derive(Subcommand)]
pub enum ImportCommand {
    /// Adds people to the list of who takes part: a line each, by email, name, handle or member ID.
    People {
        /// CSV or one a line, in UTF-8.
        file: PathBuf,
        /// Only report; write nothing.
        #[arg(long)]
        check: bool,
    },
    /// Takes the public holidays of a region: nobody there is prompted on them. They replace what was known of their years.
    Holidays {
        /// CSV (2026-12-25,Christmas Day) or iCalendar, in UTF-8.
        file: PathBuf,
        /// What people pick it by: DE-BE, for one. At most 40 characters.
        #[arg(long)]
        region: String,
        /// Only report; write nothing.
        #[arg(long)]
        check: bool,
    },
    /// Says who reports to whom: a line each, the person and their manager.
    Managers {
        /// CSV in UTF-8; a heading line may name the columns.
        file: PathBuf,
        /// Only report; write nothing.
        #[arg(long)]
        check: bool,
    },
}

/// What can be done with the key.
#[derive(Subcommand)]
pub enum KeyCommand {
    /// Prints the recovery copy, to a terminal only.
    Show {
        /// Print it although the output is no terminal: take care that no log keeps it.
        #[arg(long)]
        anyway: bool,
    },
    /// Seals everything with a new key (the bot stopped) and prints the new recovery copy.
    Rotate {
        /// Print it although the output is no terminal: take care that no log keeps it.
        #[arg(long)]
        anyway: bool,
    },
    /// Makes a missing key file from a recovery copy, read from standard input.
    Restore,
}

/// Where a command reads answers and writes its own.
pub struct Desk<'a> {
    /// The settings.
    pub lookup: &'a Lookup<'a>,
    /// The time.
    pub clock: Clock,
    /// What the operator types.
    pub input: &'a mut dyn BufRead,
    /// What the operator sees.
    pub output: &'a mut dyn Write,
    /// The output is a terminal: somebody is there, and nothing keeps what is printed.
    pub is_terminal: bool,
}

impl Desk<'_> {
    fn files(&self) -> (PathBuf, PathBuf) {
        config::files(self.lookup)
    }

    fn say(&mut self, line: &str) -> Result<()> {
        writeln!(self.output, "{line}").context("could not write to the terminal")?;
        self.output
            .flush()
            .context("could not write to the terminal")
    }
}

/// Does what was asked; false if something is broken. Fails with one sentence.
pub async fn run(command: &Command, mut desk: Desk<'_>) -> Result<bool> {
    match command {
        Command::Doctor { live: false } => return doctor::run(&mut desk).await,
        Command::Doctor { live: true } => return live::run(&mut desk).await,
        Command::Import(command) => return import::run(&mut desk, command).await,
        Command::Status { json } => status::run(&mut desk, *json)?,
        Command::Schedule => schedule::run(&mut desk)?,
        Command::Backup { file, force } => backup::run(&mut desk, file, *force)?,
        Command::Restore { file, check } => restore::run(&mut desk, file, *check)?,
        Command::Export { file, force } => export::run(&mut desk, file, *force)?,
        Command::Playbook {
            markdown,
            csv,
            force,
        } => playbook::run(&mut desk, markdown.as_deref(), csv.as_deref(), *force)?,
        Command::Key(command) => key::run(&mut desk, command)?,
    }
    Ok(true)
}

/// Puts a finished file under its name, for good; an old one is replaced only if that was asked for.
fn put_in_place(file: &Path, name: &Path, force: bool) -> Result<()> {
    // A link never replaces what came there in the meantime; not every file system has links.
    let linked = if force {
        false
    } else {
        match fs::hard_link(file, name) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(error).context(format!("{} is there already", name.display()));
            }
            linked => linked.is_ok(),
        }
    };
    if linked {
        fs::remove_file(file)
    } else {
        fs::rename(file, name)
    }
    .with_context(|| format!("could not put {} in place", name.display()))?;
    File::open(directory(name))
        .and_then(|directory| directory.sync_all())
        .with_context(|| {
            format!(
                "could not write the directory of {} to disk",
                name.display()
            )
        })
}

/// Where a file lies.
fn directory(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// A name beside `file` that nobody has yet; what a command leaves half written when it is killed bears it.
fn unfinished(file: &Path) -> PathBuf {
    crate::store::beside(file, &format!(".{}.unfinished", std::process::id()))
}

/// Refuses to write over something.
fn refuse_to_replace(file: &Path, force: bool) -> Result<()> {
    anyhow::ensure!(
        force || !file.exists(),
        "{} is there already. Give another name, or --force to replace it.",
        file.display()
    );
    Ok(())
}

/// Bytes as people read them.
fn size(bytes: u64) -> String {
    const MEGA: u64 = 1 << 20;
    const GIGA: u64 = 1 << 30;
    let (unit, name) = match bytes {
        0..MEGA => return format!("{} KiB", bytes.div_ceil(1 << 10)),
        MEGA..GIGA => (MEGA, "MiB"),
        _ => (GIGA, "GiB"),
    };
    format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit)
}
