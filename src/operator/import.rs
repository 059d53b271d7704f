//! `peerloop import people FILE`, `peerloop import managers FILE` and `peerloop import holidays FILE --region DE`: what
//! owners paste on a form, for files that are longer than a box holds. Beside a running bot; `--check` only reports.

use super::{Desk, ImportCommand, acts};
use crate::{
    error::Result as Done,
    keys,
    lists::{self, Fault},
    outbox,
    people::programme::{self, Enrols, OPERATOR},
    schedule::{self, views},
    store::{Creating, Lane, Look, Store, Tx},
};
use anyhow::{Context, Result, anyhow, ensure};
use std::{fs, path::Path};

/// What was or would be done.
struct Report {
    changes: Vec<String>,
    same: usize,
    faults: Vec<Fault>,
    note: Option<&'static str>,
}

/// False if a line was left out.
pub(super) async fn run(desk: &mut Desk<'_>, command: &ImportCommand) -> Result<bool> {
    let (file, check, is_people) = match command {
        ImportCommand::People { file, check } => (file, *check, true),
        ImportCommand::Managers { file, check } => (file, *check, false),
        ImportCommand::Holidays {
            file,
            region,
            check,
        } => return holidays(desk, file, region, *check).await,
    };
    let text = read(file)?;
    let (database, key) = desk.files();
    let vault = keys::open_for(&Look::open(&database)?, &key)?;
    let store = Store::open(&database, Creating::Never, vault, desk.clock.clone())?;
    let job = move |tx: &Tx<'_>| {
        if is_people {
            people(tx, &text, check)
        } else {
            managers(tx, &text, check)
        }
    };
    let done = store.transact(Lane::Background, None, job).await;
    store.close().await;
    let report = done.map_err(|failure| anyhow!("{failure}"))?;
    if !check {
        acts::note(
            &database,
            &desk.clock,
            if is_people {
                "import people"
            } else {
                "import managers"
            },
        );
    }
    tell(desk, &report, check)?;
    Ok(report.faults.is_empty())
}

/// A file that is not wholly understood changes nothing.
async fn holidays(desk: &mut Desk<'_>, file: &Path, region: &str, check: bool) -> Result<bool> {
    let text = read(file)?;
    let (database, key) = desk.files();
    let vault = keys::open_for(&Look::open(&database)?, &key)?;
    let store = Store::open(&database, Creating::Never, vault, desk.clock.clone())?;
    let wanted = region.to_owned();
    let job = move |tx: &Tx<'_>| {
        let Some(region) = schedule::region_label(&wanted, &schedule::regions(tx)?) else {
            return Ok(None);
        };
        let done = if check {
            schedule::check(&text)
        } else {
            schedule::import(tx, &region, &text)?
        };
        Ok(Some((region, done)))
    };
    let done = store.transact(Lane::Background, None, job).await;
    store.close().await;
    let done = done.map_err(|failure| anyhow!("{failure}"))?;
    let (region, done) = done.context(
        "a region has a name of 1 to 40 characters, and there are at most 90. Nothing was changed",
    )?;
    let imported = done.map_err(|fault| anyhow!(views::not_read(fault)))?;
    if !check {
        acts::note(&database, &desk.clock, "import holidays");
    }
    let end = if check {
        "Nothing was written."
    } else {
        "Saved."
    };
    desk.say(&format!("{} {end}", views::taken(&region, imported)))?;
    Ok(true)
}

fn read(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    let text = String::from_utf8(bytes).ok();
    ensure!(
        text.is_some(),
        "{} is not UTF-8. Save it as “CSV UTF-8”.",
        file.display()
    );
    Ok(text.unwrap_or_default())
}

fn people(tx: &Tx<'_>, text: &str, check: bool) -> Done<Report> {
    let plan = lists::plan_people(tx, text, "")?;
    if !check {
        plan.apply(tx, OPERATOR)?;
        for person in &plan.add {
            outbox::refresh_home(tx, &person.id)?;
        }
    }
    let note = match programme::now(tx)?.enrols {
        Enrols::Everyone => Some(
            "At present everyone takes part: the list counts once an owner chooses “A list of people” under Set up.",
        ),
        Enrols::Channel(_) => Some(
            "At present the members of a channel take part: whoever is not in it goes again at night, until an owner chooses “A list of people” under Set up.",
        ),
        Enrols::List => None,
    };
    Ok(Report {
        changes: plan
            .add
            .iter()
            .map(|person| format!("{} comes in", person.name))
            .collect(),
        same: plan.same,
        faults: plan.add_faults,
        note,
    })
}

fn managers(tx: &Tx<'_>, text: &str, check: bool) -> Done<Report> {
    let plan = lists::plan_managers(tx, text)?;
    if !check {
        plan.apply(tx, OPERATOR)?;
    }
    let line = |change: &lists::NewManager| {
        let to = change.to.as_ref().map_or("nobody", |to| to.name.as_str());
        format!("{} reports to {to}", change.person.name)
    };
    Ok(Report {
        changes: plan.changes.iter().map(line).collect(),
        same: plan.same,
        faults: plan.faults,
        note: None,
    })
}

fn tell(desk: &mut Desk<'_>, report: &Report, check: bool) -> Result<()> {
    for change in &report.changes {
        desk.say(change)?;
    }
    for fault in &report.faults {
        desk.say(&lists::sentence(fault))?;
    }
    if let Some(note) = report.note {
        desk.say(note)?;
    }
    let (changed, end) = if check {
        ("would change", "Nothing was written.")
    } else {
        ("changed", "Saved.")
    };
    desk.say(&format!(
        "{} {changed}, {} so already, {} left out. {end}",
        report.changes.len(),
        report.same,
        report.faults.len()
    ))
}
