//! Requests that have been handled, so that a redelivery changes nothing. A key, a day, no user id; kept 48 h.

use super::Tx;
use crate::error::Result;
use rusqlite::params;

/// Days a key is kept: Slack redelivers events for minutes, with "Delayed Events" for a day.
const KEPT_DAYS: i64 = 2;
const DAY_S: i64 = 86_400;

impl Tx<'_> {
    /// True the first time this key is seen; remembers it.
    pub fn is_first(&self, key: &str) -> Result<bool> {
        let added = self
            .connection()
            .prepare_cached("INSERT INTO seen (key, day) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute(params![key, self.now.timestamp() / DAY_S])?;
        Ok(added == 1)
    }

    /// Forgets old keys, at most 200 in one step; true if there may be more.
    pub fn forget_seen(&self) -> Result<bool> {
        let gone = self
            .connection()
            .prepare_cached(
                "DELETE FROM seen WHERE key IN (SELECT key FROM seen WHERE day < ?1 LIMIT 200)",
            )?
            .execute([self.now.timestamp() / DAY_S - KEPT_DAYS])?;
        Ok(gone == 200)
    }
}
