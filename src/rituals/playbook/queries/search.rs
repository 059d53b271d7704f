//! The index: the words of what is live or stale, in the open, because nothing sealed can be searched. `with_…` lists
//! candidates; which of them come first is a rule.

use super::{at, state_of};
use crate::{
    error::Result,
    rituals::playbook::rules::{self, State, Words},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};
use std::ops::RangeInclusive;

/// Candidates of each kind that are ranked, at most.
const CANDIDATES: usize = 60;

/// An entry as the index has it.
#[derive(Clone, Debug)]
pub(in crate::rituals::playbook) struct Indexed {
    pub(in crate::rituals::playbook) id: i64,
    pub(in crate::rituals::playbook) state: State,
    pub(in crate::rituals::playbook) version: i64,
    pub(in crate::rituals::playbook) reviewed_at: DateTime<Utc>,
    pub(in crate::rituals::playbook) words: Words,
    /// What breaks a tie: used and worked, then drilled and kept.
    pub(in crate::rituals::playbook) worth: i64,
}

const FOUND: &str = "SELECT playbook.id, state, version, reviewed_at, objection, context, answer, variants,
        coalesce((SELECT sum(CASE how WHEN 'worked' THEN 30 WHEN 'partly' THEN 10 ELSE 0 END)
            FROM playbook_use WHERE playbook_use.entry = playbook.id), 0)
        + coalesce((SELECT sum(share * duels) / 100 FROM playbook_evidence WHERE playbook_evidence.entry = playbook.id), 0) AS worth
    FROM playbook_index JOIN playbook ON playbook.id = playbook_index.rowid";

/// Entries in which every one of these words stands.
pub(in crate::rituals::playbook) fn with_all<'w>(
    read: &Read<'_>,
    words: impl Iterator<Item = &'w str>,
) -> Result<Vec<Indexed>> {
    matching(read, words, " AND ")
}

/// The same for any of the words.
pub(in crate::rituals::playbook) fn with_any<'w>(
    read: &Read<'_>,
    words: impl Iterator<Item = &'w str>,
) -> Result<Vec<Indexed>> {
    matching(read, words, " OR ")
}

fn matching<'w>(
    read: &Read<'_>,
    words: impl Iterator<Item = &'w str>,
    between: &str,
) -> Result<Vec<Indexed>> {
    // A word holds letters and digits alone, so nothing in it ends the quotation.
    let quoted: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    if quoted.is_empty() {
        return Ok(Vec::new());
    }
    // The newest of those whose objection holds the words, the newest that hold them anywhere, and whichever of the most
    // used hold them: each stops when it has enough, so a word that stands in every entry costs no more than a rare one.
    let sql = format!(
        "WITH used(id) AS MATERIALIZED (SELECT entry FROM playbook_use GROUP BY entry
             ORDER BY count(*) FILTER (WHERE how = 'worked') DESC LIMIT {CANDIDATES}),
         best(id) AS MATERIALIZED (
             SELECT * FROM (SELECT rowid FROM playbook_index WHERE playbook_index MATCH '{{objection}} : (' || ?1 || ')'
                 ORDER BY rowid DESC LIMIT {CANDIDATES})
             UNION SELECT * FROM (SELECT rowid FROM playbook_index WHERE playbook_index MATCH ?1
                 ORDER BY rowid DESC LIMIT {CANDIDATES})
             UNION SELECT playbook_index.rowid FROM used CROSS JOIN playbook_index
                 WHERE playbook_index.rowid = used.id AND playbook_index MATCH ?1)
         {FOUND} WHERE playbook_index.rowid IN (SELECT id FROM best)"
    );
    several(read, &sql, [quoted.join(between)])
}

/// The entries whose objection holds this, for words that are too short for the index.
pub(in crate::rituals::playbook) fn with_start(
    read: &Read<'_>,
    word: &str,
) -> Result<Vec<Indexed>> {
    let sql = format!("{FOUND} WHERE objection LIKE ?1 LIMIT {CANDIDATES}");
    several(read, &sql, [format!("%{word}%")])
}

/// Everything that everybody may read, by objection.
pub(in crate::rituals::playbook) fn public(read: &Read<'_>) -> Result<Vec<Indexed>> {
    let sql = format!("{FOUND} ORDER BY objection COLLATE NOCASE, playbook.id");
    several(read, &sql, [])
}

/// One entry's words as they stand in the open; `None` if it is not in the index.
pub(in crate::rituals::playbook) fn open_words(read: &Read<'_>, id: i64) -> Result<Option<Words>> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT objection, context, answer, variants FROM playbook_index WHERE rowid = ?1",
        )?
        .query_row([id], words_of)
        .optional()?)
}

fn several(read: &Read<'_>, sql: &str, params: impl rusqlite::Params) -> Result<Vec<Indexed>> {
    let mut query = read.connection().prepare_cached(sql)?;
    let found = query
        .query_map(params, |row| {
            Ok(Indexed {
                id: row.get("id")?,
                state: state_of(&row.get::<_, String>("state")?),
                version: row.get("version")?,
                reviewed_at: at(row
                    .get::<_, Option<i64>>("reviewed_at")?
                    .unwrap_or_default()),
                words: words_of(row)?,
                worth: row.get("worth")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn words_of(row: &Row<'_>) -> rusqlite::Result<Words> {
    let variants: String = row.get("variants")?;
    Ok(Words {
        objection: row.get("objection")?,
        context: row.get("context")?,
        answer: row.get("answer")?,
        variants: rules::variants(&variants),
    })
}

/// Shows every word that stands in the index with so many letters, and in how many entries.
pub(in crate::rituals::playbook) fn each_known_word(
    read: &Read<'_>,
    letters: RangeInclusive<usize>,
    mut show: impl FnMut(&str, i64),
) -> Result<()> {
    let bounds = [*letters.start(), *letters.end()].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    let mut query = read.connection().prepare_cached(
        "SELECT word, entries FROM playbook_word WHERE length(word) BETWEEN ?1 AND ?2",
    )?;
    let mut known = query.query(bounds)?;
    while let Some(row) = known.next()? {
        let word = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        show(word, row.get(1)?);
    }
    Ok(())
}

/// Everybody finds these words under this entry from now on.
pub(in crate::rituals::playbook) fn index(tx: &Tx<'_>, id: i64, words: &Words) -> Result<()> {
    unindex(tx, id)?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO playbook_index (rowid, objection, context, answer, variants) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            id,
            words.objection,
            words.context,
            words.answer,
            words.variants_text()
        ])?;
    let mut add = tx.connection().prepare_cached(
        "INSERT INTO playbook_word (word, entries) VALUES (?1, 1) ON CONFLICT (word) DO UPDATE SET entries = entries + 1",
    )?;
    for word in rules::vocabulary(words) {
        add.execute([word])?;
    }
    Ok(())
}

/// Nobody finds this entry any more; its words are gone from the index and its tables.
pub(in crate::rituals::playbook) fn unindex(tx: &Tx<'_>, id: i64) -> Result<()> {
    let Some(words) = open_words(tx, id)? else {
        return Ok(());
    };
    tx.scrub();
    tx.connection()
        .prepare_cached("DELETE FROM playbook_index WHERE rowid = ?1")?
        .execute([id])?;
    let mut last = tx
        .connection()
        .prepare_cached("DELETE FROM playbook_word WHERE word = ?1 AND entries = 1")?;
    let mut one_of_several = tx
        .connection()
        .prepare_cached("UPDATE playbook_word SET entries = entries - 1 WHERE word = ?1")?;
    for word in rules::vocabulary(&words) {
        if last.execute([&word])? == 0 {
            one_of_several.execute([&word])?;
        }
    }
    Ok(())
}
