//! Which roles people have: rows with who gave and ended them, never a flag. A role counts while its holder is a
//! member of the workspace, so an owner who has left is none. Nothing here decides what a role may do (`may.rs` does).

use super::{Person, Standing, enrolment, find, from_row, members, reporting};
use crate::{
    audience::Audience,
    error::Result,
    ids::UserId,
    may::{Role, Roles},
    records::{Class, Erased, Naming, Record},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use rusqlite::params;

/// Roles that are given, with the word that the table keeps.
const GIVEN: [(Role, &str); 3] = [
    (Role::Owner, "owner"),
    (Role::Reviewer, "reviewer"),
    (Role::Facilitator, "facilitator"),
];

/// The `role` table: it is also the log of who gave and ended a role.
pub const RECORD: Record = Record {
    table: "role",
    key: &["rowid"],
    name: "Roles",
    what: "whether you are or were an owner, a reviewer or a facilitator, since when, and who gave and ended it; time counts from its end",
    class: Class::Changes,
    since: "ended_at",
    only: "ended_at IS NOT NULL",
    people: &[
        Naming {
            by: "person",
            column: "person",
            erased: Erased::Row,
        },
        Naming {
            by: "given_by",
            column: "given_by",
            erased: Erased::Name,
        },
        Naming {
            by: "ended_by",
            column: "ended_by",
            erased: Erased::Name,
        },
    ],
    erasing: &[
        "You have none any more. That somebody got or lost a role through you stays, without your name.",
    ],
    others: &[("role", "one of a few words")],
};

/// A role that somebody has or had.
pub struct Held {
    /// The word for it.
    pub role: String,
    /// Since when.
    pub since_at: DateTime<Utc>,
    /// Until when; `None` if they have it.
    pub ended_at: Option<DateTime<Utc>>,
}

/// The roles that somebody has or had.
pub fn held_by(read: &Read<'_>, user: &UserId) -> Result<Vec<Held>> {
    let mut query = read.connection().prepare_cached(
        "SELECT role, since_at, ended_at FROM role WHERE person = ?1 ORDER BY rowid",
    )?;
    let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let held = query
        .query_map([user.as_str()], |row| {
            Ok(Held {
                role: row.get(0)?,
                since_at: at(row.get(1)?),
                ended_at: row.get::<_, Option<i64>>(2)?.map(at),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(held)
}

/// Who gave a role that the configuration gives.
pub const CONFIGURATION: &str = "configuration";

/// Everything that somebody is; nobody we know of is nothing.
pub fn roles(read: &Read<'_>, user: &UserId) -> Result<Roles> {
    let Some(person) = find(read, user)? else {
        return Ok(Roles::default());
    };
    let standing = match person.standing {
        Standing::Member if enrolment::is_enrolled(read, user)? => Role::Rep,
        Standing::Member => Role::Bystander,
        Standing::Guest => return Ok(Roles::new([Role::Guest])),
        Standing::Outsider => return Ok(Roles::new([Role::Outsider])),
        Standing::Bot => return Ok(Roles::new([Role::Bot])),
        Standing::Deactivated => return Ok(Roles::new([Role::Deactivated])),
    };
    let mut query = read
        .connection()
        .prepare_cached("SELECT role FROM role WHERE person = ?1 AND ended_at IS NULL")?;
    let words = query
        .query_map([user.as_str()], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let given = GIVEN
        .iter()
        .filter(|(_, word)| words.iter().any(|has| has == word))
        // A facilitator is a rep: whoever stepped out facilitates nothing.
        .filter(|(role, _)| *role != Role::Facilitator || standing == Role::Rep);
    let admin = person.is_admin.then_some(Role::Admin);
    let manager = reporting::is_manager(read, user)?.then_some(Role::Manager);
    Ok(Roles::new(
        given
            .map(|(role, _)| *role)
            .chain(admin)
            .chain(manager)
            .chain([standing]),
    ))
}

/// Everybody who has this role now, those who have had it longest first.
pub fn holders(read: &Read<'_>, role: Role) -> Result<Vec<Person>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, name, standing, dm, is_admin, is_single_channel FROM role JOIN person ON person.id = role.person
         WHERE role.role = ?1 AND role.ended_at IS NULL ORDER BY role.since_at, role.rowid",
    )?;
    members(read, query.query_map([word(role)], from_row)?)
}

/// The line that ends what owners see, as `viewer` reads it.
pub fn owners_see(read: &Read<'_>, viewer: &UserId) -> Result<String> {
    let owners = holders(read, Role::Owner)?.into_iter();
    let owners = Audience::Among(owners.map(|owner| owner.id).collect());
    super::who_sees(read, &owners, viewer)
}

/// Gives a role; nothing happens to somebody who has it.
pub fn give(tx: &Tx<'_>, user: &UserId, role: Role, by: &str) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO role (person, role, since_at, given_by) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        )?
        .execute(params![user.as_str(), word(role), tx.now.timestamp(), by])?;
    Ok(())
}

/// Ends a role; nothing happens to somebody who does not have it.
pub fn end(tx: &Tx<'_>, user: &UserId, role: Role, by: &UserId) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "UPDATE role SET ended_at = ?3, ended_by = ?4 WHERE person = ?1 AND role = ?2 AND ended_at IS NULL",
        )?
        .execute(params![user.as_str(), word(role), tx.now.timestamp(), by.as_str()])?;
    Ok(())
}

fn word(role: Role) -> &'static str {
    GIVEN.iter().find(|(given, _)| *given == role).map_or_else(
        || unreachable!("{role:?} follows from what else is known and is never given"),
        |(_, word)| word,
    )
}
