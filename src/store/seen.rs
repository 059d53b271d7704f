//! Requests that have been handled, so that a redelivery changes nothing. A key, a day, no user id; kept 48 h.

use super::Tx;
use crate::{
    error::Result,
    records::{Class, Record},
};
use rusqlite::params;

const DAY_S: i64 = 86_400;

pub(super) const RECORD: Record = Record {
    table: "seen",
    key: &["key"],
    name: "What was handled",
    what: "that something you did was handled: Slack's number for it and a day, without your name",
    class: Class::Traces,
    since: "day * 86400",
    only: "",
    people: &[],
    erasing: &[],
    others: &[("key", "Slack's number for one event")],
};

impl Tx<'_> {
    /// True the first time this key is seen; remembers it.
    pub fn is_first(&self, key: &str) -> Result<bool> {
        let added = self
            .connection()
            .prepare_cached("INSERT INTO seen (key, day) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute(params![key, self.now.timestamp() / DAY_S])?;
        Ok(added == 1)
    }
}
