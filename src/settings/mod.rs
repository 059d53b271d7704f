//! What owners may change, each setting once and with its type: its name, its words, its default and its limits. The
//! environment is only for what an operator must decide. Nothing here shows a setting (`rituals/settings` does).

mod all;
mod log;
mod shape;

pub use all::{
    ALL, ANSWER_GRACE, CHECK_IN_AT, CHECK_IN_DAYS, DRILL_ASYNC, DRILL_LIVE, FEWEST_PEOPLE, GUESTS,
    HOURS_BETWEEN, KEEP_COMMITMENTS, KEEP_FEEDBACK, KEEP_VOTES, PLAYBOOK_STALE, PROMPTS_A_WEEK,
    SHARE_WINS, SKILLS, WINS_CHANNEL, WORK_BEGINS, WORK_DAYS, WORK_ENDS,
};
pub use log::{Change, RECORD, changed_by, changes, version};
pub use shape::{Shape, Unfit, WEEK};

use crate::{
    error::Result,
    ids::UserId,
    may::Role,
    records::Terms,
    store::{Read, Tx},
};
use anyhow::Context;
use rusqlite::{Connection, OptionalExtension, params};

/// One setting whose value is a `T`.
#[derive(Debug)]
pub struct Setting<T> {
    /// All of it but the type.
    pub spec: Spec,
    /// Reads a value that is in shape.
    read: fn(&str) -> Option<T>,
}

/// One setting, whatever its type.
#[derive(Debug)]
pub struct Spec {
    /// Its name in the table, and its field's on the form.
    pub name: &'static str,
    /// The heading under which it stands.
    pub group: &'static str,
    /// What it is called on the form.
    pub words: &'static str,
    /// What it does, in a sentence.
    pub means: &'static str,
    /// Its kind, limits and default.
    pub shape: Shape,
    /// Who may change it.
    pub may: Role,
}

impl Spec {
    /// What holds now, as text. A value that no longer fits (from another version) is as if it had not been set.
    pub fn text(&self, read: &Read<'_>) -> Result<String> {
        Ok(self.as_of(read.connection(), i64::MAX)?)
    }

    /// What held at the change with this number.
    pub fn text_at(&self, read: &Read<'_>, version: i64) -> Result<String> {
        Ok(self.as_of(read.connection(), version)?)
    }

    fn as_of(&self, connection: &Connection, version: i64) -> rusqlite::Result<String> {
        let set: Option<String> = connection
            .prepare_cached(
                "SELECT value FROM setting WHERE name = ?1 AND id <= ?2 ORDER BY id DESC LIMIT 1",
            )?
            .query_row(params![self.name, version], |row| row.get(0))
            .optional()?;
        Ok(set
            .and_then(|text| self.shape.tidy(&text).ok())
            .unwrap_or_else(|| self.shape.default()))
    }

    /// Changes it; `value` has been tidied. The same value again is no change.
    pub fn set(&self, tx: &Tx<'_>, value: &str, by: &UserId) -> Result<()> {
        if self.text(tx)? != value {
            tx.connection()
                .prepare_cached(
                    "INSERT INTO setting (name, value, set_by, set_at) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![self.name, value, by.as_str(), tx.now.timestamp()])?;
            // Some of them say when something falls due.
            tx.wake_scheduler();
        }
        Ok(())
    }
}

/// What holds now.
pub fn get<T>(read: &Read<'_>, setting: &Setting<T>) -> Result<T> {
    Ok(get_in(read.connection(), setting)?)
}

/// All that held at some time, as far as it is kept, what holds now last.
pub fn ever<T>(read: &Read<'_>, setting: &Setting<T>) -> Result<Vec<T>> {
    let spec = &setting.spec;
    let mut query = read
        .connection()
        .prepare_cached("SELECT value FROM setting WHERE name = ?1 ORDER BY id")?;
    let set = query
        .query_map([spec.name], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let texts = std::iter::once(spec.shape.default())
        .chain(set.iter().filter_map(|text| spec.shape.tidy(text).ok()));
    Ok(texts.filter_map(|text| (setting.read)(&text)).collect())
}

/// How long things are kept, from a database that is only looked at.
pub fn terms(connection: &Connection) -> anyhow::Result<Terms> {
    Ok(Terms {
        feedback: get_in(connection, &KEEP_FEEDBACK)?,
        votes: get_in(connection, &KEEP_VOTES)?,
        commitments: get_in(connection, &KEEP_COMMITMENTS)?,
    })
}

fn get_in<T>(connection: &Connection, setting: &Setting<T>) -> anyhow::Result<T> {
    let text = setting.spec.as_of(connection, i64::MAX)?;
    (setting.read)(&text)
        .with_context(|| format!("the setting {} is not of its shape", setting.spec.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads_its_default<T>(setting: &Setting<T>) {
        let default = setting.spec.shape.default();
        assert!((setting.read)(&default).is_some(), "{}", setting.spec.name);
    }

    #[test]
    fn defaults_are_in_shape_and_of_their_type_and_names_are_unique() {
        for (at, spec) in ALL.iter().enumerate() {
            let default = spec.shape.default();
            assert_eq!(spec.shape.tidy(&default), Ok(default), "{}", spec.name);
            assert!(ALL[..at].iter().all(|before| before.name != spec.name));
            assert!(spec.means.ends_with('.'), "{}: a sentence", spec.name);
        }
        for setting in [
            &KEEP_FEEDBACK,
            &KEEP_VOTES,
            &KEEP_COMMITMENTS,
            &PROMPTS_A_WEEK,
            &HOURS_BETWEEN,
            &FEWEST_PEOPLE,
            &DRILL_LIVE,
            &DRILL_ASYNC,
            &ANSWER_GRACE,
            &PLAYBOOK_STALE,
        ] {
            reads_its_default(setting);
        }
        reads_its_default(&SKILLS);
        reads_its_default(&GUESTS);
        reads_its_default(&WORK_BEGINS);
        reads_its_default(&WORK_ENDS);
        reads_its_default(&WORK_DAYS);
        reads_its_default(&CHECK_IN_DAYS);
        reads_its_default(&CHECK_IN_AT);
        reads_its_default(&SHARE_WINS);
        reads_its_default(&WINS_CHANNEL);
    }

    #[test]
    fn the_defaults_are_the_products() {
        let text =
            |spec: &&Spec| format!("{} {}", spec.name, spec.shape.default().replace('\n', ", "));
        let all: Vec<String> = ALL.iter().map(text).collect();
        assert_eq!(
            all.join("\n"),
            "skills discovery, objections, demo, negotiation & closing, follow-up, deal strategy, collaboration
keep_feedback 180
keep_votes 90
keep_commitments 365
prompts_a_week 4
hours_between 3
work_begins 09:00
work_ends 18:00
work_days Monday, Tuesday, Wednesday, Thursday, Friday
check_in_days Monday
check_in_at 09:30
share_wins No
wins_channel 
fewest_people 5
guests No
drill_live 10
drill_async 24
answer_grace 2
playbook_stale 90"
        );
    }
}
