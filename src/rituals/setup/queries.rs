//! Who changed what last, over all tables of set-up; each is its own log.

use crate::{error::Result, store::Read};
use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;

/// What kind of thing was changed.
pub(super) const KINDS: [(&str, &str); 4] = [
    ("role", "a role"),
    ("programme", "who takes part or whether prompts are sent"),
    ("enrolment", "who takes part"),
    ("reports_to", "who reports to whom"),
];

/// The newest change of an owner's, an operator's or the configuration's: a kind, who, when.
pub(super) fn last_change(read: &Read<'_>) -> Result<Option<(String, String, DateTime<Utc>)>> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT kind, who, at FROM (
                SELECT 1 AS rank, 'role' AS kind, given_by AS who, since_at AS at FROM role
                UNION ALL SELECT 1, 'role', ended_by, ended_at FROM role WHERE ended_at IS NOT NULL
                UNION ALL SELECT 2, 'programme', set_by, set_at FROM programme
                UNION ALL SELECT 3, 'enrolment', added_by, since_at FROM enrolment
                    WHERE added_by NOT IN (person, 'everyone', 'channel')
                UNION ALL SELECT 3, 'enrolment', ended_by, ended_at FROM enrolment
                    WHERE ended_by NOT IN (person, 'channel')
                UNION ALL SELECT 4, 'reports_to', set_by, since_at FROM reports_to
                UNION ALL SELECT 4, 'reports_to', ended_by, ended_at FROM reports_to WHERE ended_at IS NOT NULL)
             ORDER BY at DESC, rank DESC LIMIT 1",
        )?
        .query_row([], |row| {
            let at = DateTime::from_timestamp(row.get(2)?, 0).unwrap_or_default();
            Ok((row.get(0)?, row.get(1)?, at))
        })
        .optional()?)
}
