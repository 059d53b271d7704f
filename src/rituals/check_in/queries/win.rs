//! The `win` table: what people share of a check-in. Words come out only against a proof that they may be read.

use super::at;
use crate::{
    audience::MayRead,
    error::Result,
    ids::{ChannelId, UserId},
    rituals::check_in::rules::{Shared, Win},
    store::{Read, Tx},
};
use rusqlite::{Row, params};

const COLUMNS: &str = "check_in, who, channel, shared_at, posted_at, refused, taken_back_at";

/// What was shared of a check-in.
pub(in crate::rituals::check_in) fn find_win(
    read: &Read<'_>,
    check_in: i64,
) -> Result<Option<Win>> {
    Ok(several(read, "WHERE check_in = ?1", [check_in])?.pop())
}

/// All that somebody has shared, the oldest first.
pub(in crate::rituals::check_in) fn wins_of(read: &Read<'_>, who: &UserId) -> Result<Vec<Win>> {
    several(read, "WHERE who = ?1 ORDER BY check_in", [who.as_str()])
}

/// The newest of those that were not taken back.
pub(in crate::rituals::check_in) fn wins_standing(
    read: &Read<'_>,
    who: &UserId,
    most: u32,
) -> Result<Vec<Win>> {
    let which = "WHERE who = ?1 AND taken_back_at IS NULL ORDER BY check_in DESC LIMIT ?2";
    several(read, which, params![who.as_str(), most])
}

fn several(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Vec<Win>> {
    let sql = format!("SELECT {COLUMNS} FROM win {which}");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params, from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Win> {
    let has = |column: &str| row.get::<_, Option<i64>>(column).map(|at| at.is_some());
    let shared = match row.get::<_, Option<String>>("refused")? {
        _ if has("taken_back_at")? => Shared::TakenBack,
        Some(code) => Shared::Refused(code),
        None if has("posted_at")? => Shared::Posted,
        None => Shared::OnItsWay,
    };
    Ok(Win {
        check_in: row.get("check_in")?,
        who: UserId::new(row.get::<_, String>("who")?),
        channel: ChannelId::new(row.get::<_, String>("channel")?),
        shared_at: at(row.get("shared_at")?),
        shared,
    })
}

/// Somebody shares this, now.
pub(in crate::rituals::check_in) fn insert_win(
    tx: &Tx<'_>,
    check_in: i64,
    who: &UserId,
    channel: &ChannelId,
    text: &str,
) -> Result<()> {
    let body = tx.vault().seal(&seal_place(check_in), text.as_bytes())?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO win (check_in, who, channel, body, shared_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            check_in,
            who.as_str(),
            channel.as_str(),
            body,
            tx.now.timestamp()
        ])?;
    Ok(())
}

/// Its words; `None` once it was taken back.
pub(in crate::rituals::check_in) fn win_words(
    read: &Read<'_>,
    win: &Win,
    proof: &MayRead,
) -> Result<Option<String>> {
    if !proof.covers(&win.audience()) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let sealed: Option<Vec<u8>> = read
        .connection()
        .prepare_cached("SELECT body FROM win WHERE check_in = ?1")?
        .query_row([win.check_in], |row| row.get(0))?;
    let open = |sealed: Vec<u8>| -> Result<String> {
        let text = read
            .vault()
            .open_sealed(&seal_place(win.check_in), &sealed)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    };
    sealed.map(open).transpose()
}

/// It stands in the channel.
pub(in crate::rituals::check_in) fn mark_posted(tx: &Tx<'_>, check_in: i64) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE win SET posted_at = ?2, refused = NULL WHERE check_in = ?1")?
        .execute([check_in, tx.now.timestamp()])?;
    Ok(())
}

/// Slack does not let it into the channel.
pub(in crate::rituals::check_in) fn mark_refused(
    tx: &Tx<'_>,
    check_in: i64,
    code: &str,
) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE win SET refused = ?2 WHERE check_in = ?1")?
        .execute(params![check_in, code])?;
    Ok(())
}

/// It is tried once more.
pub(in crate::rituals::check_in) fn mark_sharing(tx: &Tx<'_>, check_in: i64) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE win SET refused = NULL WHERE check_in = ?1")?
        .execute([check_in])?;
    Ok(())
}

/// Its author takes it back: the words are gone.
pub(in crate::rituals::check_in) fn take_win_back(tx: &Tx<'_>, check_in: i64) -> Result<()> {
    tx.scrub();
    tx.connection()
        .prepare_cached("UPDATE win SET body = NULL, taken_back_at = ?2 WHERE check_in = ?1")?
        .execute([check_in, tx.now.timestamp()])?;
    Ok(())
}

fn seal_place(check_in: i64) -> String {
    format!("check_in.win:{check_in}")
}
