//! What a month is counted from, on a connection that reads listed columns only: no word, no name.

use crate::{
    error::Result,
    figures::Month,
    rituals::digest::rules::ZONE,
    store::{Counting, Readable},
};
use chrono::{DateTime, Utc};
use rusqlite::{params, types::Type};

/// What the digest itself reads: who takes part, and who reported to whom.
pub(in crate::rituals::digest) const READABLE: [Readable; 17] = [
    of("reports_to", "person"),
    of("reports_to", "manager"),
    of("reports_to", "since_at"),
    of("reports_to", "ended_at"),
    of("enrolled", "person"),
    enrolled("person", "id"),
    enrolled("person", "standing"),
    enrolled("person", "is_single_channel"),
    enrolled("setting", "id"),
    enrolled("setting", "name"),
    enrolled("setting", "value"),
    enrolled("programme", "id"),
    enrolled("programme", "enrols"),
    enrolled("enrolment", "id"),
    enrolled("enrolment", "person"),
    enrolled("enrolment", "ended_at"),
    enrolled("enrolment", "ended_by"),
];

const fn of(table: &'static str, column: &'static str) -> Readable {
    Readable {
        table,
        column,
        through: None,
    }
}

/// Only as far as the view of who takes part asks for it.
const fn enrolled(table: &'static str, column: &'static str) -> Readable {
    Readable {
        table,
        column,
        through: Some("enrolled"),
    }
}

/// Something that somebody did.
pub(in crate::rituals::digest) struct Did<'r> {
    /// The skill it was about.
    pub(in crate::rituals::digest) skill: Option<&'r str>,
    /// Who.
    pub(in crate::rituals::digest) giver: &'r str,
    /// For whom.
    pub(in crate::rituals::digest) receiver: Option<&'r str>,
    /// How often.
    pub(in crate::rituals::digest) count: u32,
}

/// Everybody who takes part, by id.
pub(in crate::rituals::digest) fn programme(counting: &Counting) -> Result<Vec<String>> {
    let mut query = counting
        .connection()
        .prepare("SELECT person FROM enrolled ORDER BY person")?;
    let people = query
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(people)
}

/// Who reported to whom at an instant.
pub(in crate::rituals::digest) fn lines(
    counting: &Counting,
    at: DateTime<Utc>,
) -> Result<Vec<(String, String)>> {
    let mut query = counting.connection().prepare(
        "SELECT person, manager FROM reports_to WHERE since_at <= ?1 AND (ended_at IS NULL OR ended_at > ?1) ORDER BY person",
    )?;
    let lines = query
        .query_map([at.timestamp()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(lines)
}

/// Hands over all that a ritual counts in a month.
pub(in crate::rituals::digest) fn each(
    counting: &Counting,
    sql: &str,
    month: Month,
    mut take: impl FnMut(&Did<'_>),
) -> Result<()> {
    let (begin, end) = month.bounds(ZONE);
    let mut query = counting.connection().prepare(sql)?;
    let mut rows = query.query(params![begin.timestamp(), end.timestamp()])?;
    while let Some(row) = rows.next()? {
        let text = |at: usize| {
            let text = row.get_ref(at)?.as_str_or_null();
            text.map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(at, Type::Text, error.into())
            })
        };
        if let Some(giver) = text(1)? {
            take(&Did {
                skill: text(0)?,
                giver,
                receiver: text(2)?,
                count: row.get(3)?,
            });
        }
    }
    Ok(())
}
