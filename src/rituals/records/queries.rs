//! The house's own tables as one person sees them, and the sweep that takes a person out of every table. Which columns
//! name a person is declared beside each table; nothing here knows what the rows of a ritual mean.

use super::rules::{PersonRow, Told};
use crate::{
    error::Result,
    ids::{NOBODY, UserId},
    records::{Class, Record},
    store::{Read, Tx},
};
use anyhow::ensure;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

pub(super) fn person(read: &Read<'_>, user: &UserId) -> Result<Option<PersonRow>> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT id, name, full_name, handle, email, zone, standing, is_admin, dm, updated_at FROM person WHERE id = ?1",
        )?
        .query_row([user.as_str()], |row| {
            Ok(PersonRow {
                id: row.get(0)?,
                name: row.get(1)?,
                full_name: row.get("full_name")?,
                handle: row.get("handle")?,
                email: row.get("email")?,
                zone: row.get("zone")?,
                standing: row.get("standing")?,
                is_admin: row.get("is_admin")?,
                dm: row.get("dm")?,
                updated_at: at(row.get("updated_at")?),
            })
        })
        .optional()?)
}

pub(super) fn told(read: &Read<'_>, user: &UserId) -> Result<Vec<Told>> {
    let mut query = read.connection().prepare_cached(
        "SELECT subject, state, created_at FROM outbox WHERE place = ?1 ORDER BY id",
    )?;
    let told = query
        .query_map([user.as_str()], |row| {
            Ok(Told {
                subject: row.get(0)?,
                state: row.get(1)?,
                created_at: at(row.get(2)?),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(told)
}

/// Takes a person out of every table as declared, and fails, so that nothing is half erased, if a row still names them.
pub(super) fn erase(tx: &Tx<'_>, user: &UserId, records: &[Record]) -> Result<()> {
    // The entry in the list of people last: until then rows refer to it.
    let (people, others): (Vec<&Record>, Vec<&Record>) = records
        .iter()
        .partition(|record| record.class == Class::People);
    for record in others.into_iter().chain(people) {
        for sql in record.erase_sql() {
            tx.connection()
                .prepare_cached(&sql)?
                .execute(params![user.as_str(), NOBODY])?;
        }
        if let Some(sql) = record.named_sql() {
            let left: i64 = tx
                .connection()
                .prepare_cached(&sql)?
                .query_row([user.as_str()], |row| row.get(0))?;
            ensure_none(left, record.table)?;
        }
    }
    Ok(())
}

fn ensure_none(left: i64, table: &str) -> anyhow::Result<()> {
    ensure!(left == 0, "{table} still names somebody who was erased");
    Ok(())
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
