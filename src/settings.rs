//! What owners may change, each setting once: its name, its words, its default and its limits. The environment is only
//! for what an operator must decide. Nothing here knows who may change them (`may.rs` does).

use crate::{
    error::Result,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

/// The `setting` table: the newest row of a name holds, the others are the log.
pub const RECORD: Record = Record {
    table: "setting",
    key: &["id"],
    name: "Settings",
    what: "what owners have changed, who and when; what holds now is kept while it holds",
    class: Class::Changes,
    since: "set_at",
    only: "id < (SELECT max(id) FROM setting newest WHERE newest.name = setting.name)",
    people: &[Naming {
        by: "set_by",
        column: "set_by",
        erased: Erased::Name,
    }],
    erasing: &["What you changed stays changed, without your name."],
    others: &[
        ("name", "a setting of Peerloop's"),
        ("value", "what holds for everybody"),
    ],
};

/// What somebody has changed: names and times.
pub fn changed_by(read: &Read<'_>, user: &UserId) -> Result<Vec<(String, DateTime<Utc>)>> {
    let mut query = read
        .connection()
        .prepare_cached("SELECT name, set_at FROM setting WHERE set_by = ?1 ORDER BY id")?;
    let changed = query
        .query_map([user.as_str()], |row| {
            let at = DateTime::from_timestamp(row.get(1)?, 0).unwrap_or_default();
            Ok((row.get(0)?, at))
        })?
        .collect::<Result<_, _>>()?;
    Ok(changed)
}

/// What feedback can be about, one skill a line.
pub const SKILLS: Setting = Setting {
    name: "skills",
    words: "Skills",
    default: "discovery\nobjections\ndemo\nnegotiation & closing\nfollow-up\ndeal strategy\ncollaboration",
    tidy: tidy_skills,
};

/// All settings.
pub const ALL: [Setting; 1] = [SKILLS];

/// Fewest and most skills, and the longest: a list that fits on a phone (Slack's own limit is 100 options of 75).
const FEWEST_SKILLS: usize = 1;
const MOST_SKILLS: usize = 20;
const LONGEST_SKILL: usize = 40;

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name in the table.
    pub name: &'static str,
    /// Its name on the form.
    pub words: &'static str,
    /// What holds until it is changed.
    pub default: &'static str,
    /// Puts a value into shape, or says why it cannot be one.
    pub tidy: fn(&str) -> Result<String, Unfit>,
}

/// Why a value cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Too few or too many lines.
    Lines(usize, usize),
    /// A line is too long.
    TooLong(usize),
}

/// One change, for the log.
#[derive(Clone, Debug)]
pub struct Change {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What holds now.
pub fn get(read: &Read<'_>, setting: &Setting) -> Result<String> {
    let set: Option<String> = read
        .connection()
        .prepare_cached("SELECT value FROM setting WHERE name = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([setting.name], |row| row.get(0))
        .optional()?;
    Ok(set.unwrap_or_else(|| setting.default.to_owned()))
}

/// The skills that feedback can be about.
pub fn skills(read: &Read<'_>) -> Result<Vec<String>> {
    Ok(get(read, &SKILLS)?.lines().map(str::to_owned).collect())
}

/// Changes a setting; `value` has been tidied. The same value again is no change.
pub fn set(tx: &Tx<'_>, setting: &Setting, value: &str, by: &UserId) -> Result<()> {
    if get(tx, setting)? != value {
        tx.connection()
            .prepare_cached(
                "INSERT INTO setting (name, value, set_by, set_at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                setting.name,
                value,
                by.as_str(),
                tx.now.timestamp()
            ])?;
    }
    Ok(())
}

/// Who changed it last.
pub fn last_change(read: &Read<'_>, setting: &Setting) -> Result<Option<Change>> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT set_by, set_at FROM setting WHERE name = ?1 ORDER BY id DESC LIMIT 1",
        )?
        .query_row([setting.name], |row| {
            Ok(Change {
                by: UserId::new(row.get::<_, String>(0)?),
                at: DateTime::from_timestamp(row.get(1)?, 0).unwrap_or_default(),
            })
        })
        .optional()?)
}

/// One skill a line: trimmed, without empty lines and repetitions.
fn tidy_skills(text: &str) -> Result<String, Unfit> {
    let mut skills: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.chars().count() > LONGEST_SKILL {
            return Err(Unfit::TooLong(LONGEST_SKILL));
        }
        if !skills.iter().any(|skill| skill.eq_ignore_ascii_case(line)) {
            skills.push(line);
        }
    }
    if !(FEWEST_SKILLS..=MOST_SKILLS).contains(&skills.len()) {
        return Err(Unfit::Lines(FEWEST_SKILLS, MOST_SKILLS));
    }
    Ok(skills.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn defaults_are_in_shape_and_names_are_unique() {
        for (at, setting) in ALL.iter().enumerate() {
            assert_eq!(
                (setting.tidy)(setting.default).as_deref(),
                Ok(setting.default),
                "{}",
                setting.name
            );
            assert!(ALL[..at].iter().all(|before| before.name != setting.name));
        }
    }

    #[test]
    fn skills_are_lines_within_limits() {
        assert_eq!(
            tidy_skills(" demo \n\n Demo\nobjections"),
            Ok("demo\nobjections".to_owned())
        );
        assert_eq!(tidy_skills(" \n "), Err(Unfit::Lines(1, 20)));
        assert_eq!(tidy_skills(&"x".repeat(41)), Err(Unfit::TooLong(40)));
        let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
        assert_eq!(tidy_skills(&many.join("\n")), Err(Unfit::Lines(1, 20)));
    }

    proptest! {
        #[test]
        fn what_is_tidy_stays_as_it_is(text in "(.{0,50}\n){0,25}") {
            if let Ok(tidy) = tidy_skills(&text) {
                prop_assert_eq!(tidy_skills(&tidy), Ok(tidy.clone()));
            }
        }
    }
}
