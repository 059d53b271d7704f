//! The form for a new entry: where its words come from, what it begins with, and what the playbook has of it already.

use super::{
    entry, find,
    rules::{self, Words},
    views::{Draft, Near},
};
use crate::{error::Result, ids::UserId, store::Read};

/// Where an entry's words come from; the form carries it as its item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Typed.
    Own,
    /// A change that somebody suggests for this entry.
    Revises(i64),
    /// A message whose author said yes.
    Ask(i64),
    /// A drill, by its name.
    Drill(String),
}

impl Origin {
    pub(super) fn parse(item: &str) -> Option<Self> {
        match item.split_once(':') {
            None if item.is_empty() => Some(Self::Own),
            Some(("revises", id)) => Some(Self::Revises(id.parse().ok()?)),
            Some(("ask", id)) => Some(Self::Ask(id.parse().ok()?)),
            Some(("drill", _)) => Some(Self::Drill(item.to_owned())),
            Some(_) | None => None,
        }
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Own => Ok(()),
            Self::Revises(id) => write!(f, "revises:{id}"),
            Self::Ask(id) => write!(f, "ask:{id}"),
            Self::Drill(source) => f.write_str(source),
        }
    }
}

/// The form for a new entry with these words in it.
pub(super) fn begin(read: &Read<'_>, who: &UserId, words: Words, origin: &Origin) -> Result<Draft> {
    Ok(Draft {
        item: origin.to_string(),
        drill: None,
        near: None,
        named: None,
        is_cut: false,
        is_curator: entry::is_curator(read, who)?,
        again: None,
        who_sees: entry::sentence(&entry::audience_of_new(read, who)?, who),
        words,
    })
}

/// The live entry on nearly the same objection.
pub(super) fn near(read: &Read<'_>, objection: &str) -> Result<Option<Near>> {
    let found = find::find(read, objection)?.ranked;
    let near = found
        .into_iter()
        .find(|found| rules::is_nearly(&found.words.objection, objection));
    Ok(near.map(|found| Near {
        id: found.id,
        objection: found.words.objection,
    }))
}
