//! Days on which nobody is asked anything: public holidays of a person's region, imported from a file, and blackout
//! dates that owners set. Without a region of their own somebody has the default one's. Nothing here decides what follows.

use crate::{
    blocks::tidy_name,
    calendar::holidays::{self, Fault},
    error::Result,
    ids::UserId,
    store::{Read, Tx},
};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// Characters of a region's name.
pub const LONGEST_REGION: u16 = 40;
/// Regions that are kept side by side: they are picked from one menu, which holds 100 (docs.slack.dev, select menus).
const MOST_REGIONS: usize = 90;

/// What an import has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Days of the file.
    pub days: usize,
    /// The first year in it.
    pub first_year: i32,
    /// The last year in it.
    pub last_year: i32,
}

/// Where somebody lives, as holidays go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// A label.
    pub name: String,
    /// When that was set.
    pub set_at: DateTime<Utc>,
}

/// Days in a row on which nobody is asked anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blackout {
    /// Its number.
    pub id: i64,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What for: a label.
    pub why: String,
}

/// Takes the holidays of a region from a file (CSV or iCalendar): they replace what was known of the years that the file
/// speaks of. A file that is not wholly understood changes nothing.
pub fn import(tx: &Tx<'_>, region: &str, file: &str) -> Result<Result<Imported, Fault>> {
    let days = match holidays::read(file) {
        Ok(days) => days,
        Err(fault) => return Ok(Err(fault)),
    };
    let imported = summary(&days);
    tx.connection()
        .prepare_cached("DELETE FROM holiday WHERE region = ?1 AND date BETWEEN ?2 AND ?3")?
        .execute(params![
            region,
            format!("{}-01-01", imported.first_year),
            format!("{}-12-31", imported.last_year),
        ])?;
    let mut insert = tx
        .connection()
        .prepare_cached("INSERT INTO holiday (region, date, name) VALUES (?1, ?2, ?3)")?;
    for day in &days {
        insert.execute(params![region, day.date.to_string(), day.name])?;
    }
    Ok(Ok(imported))
}

/// What an import of a file would take.
pub fn check(file: &str) -> Result<Imported, Fault> {
    holidays::read(file).map(|days| summary(&days))
}

fn summary(days: &[holidays::Holiday]) -> Imported {
    use chrono::Datelike;
    let years = || days.iter().map(|day| day.date.year());
    Imported {
        days: days.len(),
        first_year: years().min().unwrap_or_default(),
        last_year: years().max().unwrap_or_default(),
    }
}

/// A region's name as it is kept: as it is known already, whatever its case. `None` for no name, one of more than 40
/// characters, or one too many.
pub fn region_label(text: &str, known: &[(String, i64, NaiveDate)]) -> Option<String> {
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let label = tidy_name(text);
    let length = label.chars().count();
    let fits = (1..=usize::from(LONGEST_REGION)).contains(&length);
    let same = known
        .iter()
        .find(|(name, ..)| name.to_lowercase() == label.to_lowercase());
    match same {
        Some((name, ..)) => Some(name.clone()),
        None => Some(label).filter(|_| fits && known.len() < MOST_REGIONS),
    }
}

/// The regions that holidays are known of, each with how many days and the last of them.
pub fn regions(read: &Read<'_>) -> Result<Vec<(String, i64, NaiveDate)>> {
    let mut query = read.connection().prepare_cached(
        "SELECT region, count(DISTINCT date), max(date) FROM holiday GROUP BY region ORDER BY region",
    )?;
    let found = query
        .query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, date(&row.get::<_, String>(2)?)))
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Where somebody lives, as their holidays go; `None` for the default region, empty for no holidays at all. `by` is a person's id or `operator`.
pub fn set_region(tx: &Tx<'_>, user: &UserId, region: Option<&str>, by: &str) -> Result<()> {
    match region {
        Some(region) => tx
            .connection()
            .prepare_cached(
                "INSERT INTO region (person, region, set_by, set_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (person) DO UPDATE SET region = excluded.region, set_by = excluded.set_by, set_at = excluded.set_at
                 WHERE region.region <> excluded.region",
            )?
            .execute(params![user.as_str(), region, by, tx.now.timestamp()])?,
        None => tx
            .connection()
            .prepare_cached("DELETE FROM region WHERE person = ?1")?
            .execute([user.as_str()])?,
    };
    Ok(())
}

/// Where somebody lives, as their holidays go, and since when that is known.
pub fn region_of(read: &Read<'_>, user: &UserId) -> Result<Option<Region>> {
    Ok(read
        .connection()
        .prepare_cached("SELECT region, set_at FROM region WHERE person = ?1")?
        .query_row([user.as_str()], |row| {
            Ok(Region {
                name: row.get(0)?,
                set_at: DateTime::from_timestamp(row.get(1)?, 0).unwrap_or_default(),
            })
        })
        .optional()?)
}

/// Deletes a region's holidays; how many days they were. Whoever has picked it has the default region's from then on.
pub fn delete_region(tx: &Tx<'_>, region: &str) -> Result<usize> {
    let days: i64 = tx
        .connection()
        .prepare_cached("SELECT count(DISTINCT date) FROM holiday WHERE region = ?1")?
        .query_row([region], |row| row.get(0))?;
    for sql in [
        "DELETE FROM holiday WHERE region = ?1",
        "DELETE FROM region WHERE region = ?1",
    ] {
        tx.connection().prepare_cached(sql)?.execute([region])?;
    }
    Ok(usize::try_from(days).unwrap_or_default())
}

/// The region of whoever has set none; `None` for no holidays. `by` is a person's id or `operator`.
pub fn set_default_region(tx: &Tx<'_>, region: Option<&str>, by: &str) -> Result<()> {
    match region {
        Some(region) => tx
            .connection()
            .prepare_cached(
                "INSERT INTO default_region (id, region, set_by, set_at) VALUES (1, ?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET region = excluded.region, set_by = excluded.set_by, set_at = excluded.set_at
                 WHERE default_region.region <> excluded.region",
            )?
            .execute(params![region, by, tx.now.timestamp()])?,
        None => tx
            .connection()
            .prepare_cached("DELETE FROM default_region")?
            .execute([])?,
    };
    Ok(())
}

/// The region of whoever has set none.
pub fn default_region(read: &Read<'_>) -> Result<Option<String>> {
    Ok(read
        .connection()
        .prepare_cached("SELECT region FROM default_region")?
        .query_row([], |row| row.get(0))
        .optional()?)
}

/// What somebody has set or taken back for everybody, with when.
pub fn set_by(read: &Read<'_>, user: &UserId) -> Result<Vec<(String, DateTime<Utc>)>> {
    let mut query = read.connection().prepare_cached(
        "SELECT 'the default region ' || region, set_at FROM default_region WHERE set_by = ?1
         UNION ALL SELECT 'quiet days from ' || from_date || ' to ' || to_date, set_at FROM blackout WHERE set_by = ?1
         UNION ALL SELECT 'no quiet days from ' || from_date || ' to ' || to_date, ended_at FROM blackout WHERE ended_by = ?1
         ORDER BY 2",
    )?;
    let found = query
        .query_map([user.as_str()], |row| {
            let at = DateTime::from_timestamp(row.get(1)?, 0).unwrap_or_default();
            Ok((row.get(0)?, at))
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The public holidays where somebody lives.
pub fn holidays_of(read: &Read<'_>, user: &UserId) -> Result<BTreeSet<NaiveDate>> {
    let mut query = read.connection().prepare_cached(
        "SELECT date FROM holiday WHERE region =
           coalesce((SELECT region FROM region WHERE person = ?1), (SELECT region FROM default_region))",
    )?;
    let found = query
        .query_map([user.as_str()], |row| Ok(date(&row.get::<_, String>(0)?)))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Lets nobody be asked anything from the first day to the last; the same days again are one row.
pub fn set_blackout(
    tx: &Tx<'_>,
    (from, to): (NaiveDate, NaiveDate),
    why: &str,
    by: &str,
) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO blackout (from_date, to_date, why, set_by, set_at) SELECT ?1, ?2, ?3, ?4, ?5
             WHERE NOT EXISTS (SELECT 1 FROM blackout WHERE from_date = ?1 AND to_date = ?2 AND ended_at IS NULL)",
        )?
        .execute(params![
            from.to_string(),
            to.to_string(),
            why,
            by,
            tx.now.timestamp()
        ])?;
    Ok(())
}

/// Takes one back.
pub fn end_blackout(tx: &Tx<'_>, id: i64, by: &str) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "UPDATE blackout SET ended_at = ?2, ended_by = ?3 WHERE id = ?1 AND ended_at IS NULL",
        )?
        .execute(params![id, tx.now.timestamp(), by])?;
    Ok(())
}

/// All that were not taken back, the first days first.
pub fn blackouts(read: &Read<'_>) -> Result<Vec<Blackout>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, from_date, to_date, why FROM blackout WHERE ended_at IS NULL ORDER BY from_date, id",
    )?;
    let found = query
        .query_map([], |row| {
            Ok(Blackout {
                id: row.get(0)?,
                from: date(&row.get::<_, String>(1)?),
                to: date(&row.get::<_, String>(2)?),
                why: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Their days, first and last.
pub fn blackout_dates(read: &Read<'_>) -> Result<Vec<(NaiveDate, NaiveDate)>> {
    let all = blackouts(read)?;
    Ok(all.iter().map(|days| (days.from, days.to)).collect())
}

fn date(text: &str) -> NaiveDate {
    // The tables' CHECKs let only dates in.
    text.parse().unwrap_or_default()
}
