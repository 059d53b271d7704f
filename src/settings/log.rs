//! What was changed: the rows that no longer hold, in order. Values here are labels and numbers, never what people
//! write to each other.

use super::{ALL, Spec};
use crate::{
    error::Result,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
    store::Read,
};
use chrono::{DateTime, Utc};

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

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What was changed.
    pub spec: &'static Spec,
    /// What held before: the default, if nobody had changed it or that change is no longer kept.
    pub from: String,
    /// What held from then on.
    pub to: String,
    /// Who.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// The newest changes, the newest first.
pub fn changes(read: &Read<'_>, limit: u32) -> Result<Vec<Change>> {
    let mut query = read.connection().prepare_cached(
        "SELECT name, value, set_by, set_at,
             (SELECT before.value FROM setting before WHERE before.name = setting.name AND before.id < setting.id
              ORDER BY before.id DESC LIMIT 1)
         FROM setting ORDER BY id DESC LIMIT ?1",
    )?;
    let mut rows = query.query([limit])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        // A setting of another version has no words here.
        let Some(spec) = ALL.iter().find(|spec| spec.name == name) else {
            continue;
        };
        let before: Option<String> = row.get(4)?;
        changes.push(Change {
            spec,
            from: before.unwrap_or_else(|| spec.shape.default()),
            to: row.get(1)?,
            by: UserId::new(row.get::<_, String>(2)?),
            at: DateTime::from_timestamp(row.get(3)?, 0).unwrap_or_default(),
        });
    }
    Ok(changes)
}

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

/// The number of the newest change: what somebody looks at when they open the form. 0 if nothing was ever changed.
pub fn version(read: &Read<'_>) -> Result<i64> {
    Ok(read
        .connection()
        .prepare_cached("SELECT coalesce(max(id), 0) FROM setting")?
        .query_row([], |row| row.get(0))?)
}
