//! A connection for counting over many people. It reads the columns that whoever opens it has listed, and nothing else:
//! SQLite itself refuses a query that names another one, and every function, pragma and write that counting does not
//! need. So what people wrote, and what they are called, cannot get into a figure by a slip in a query. It has no key.

use super::open;
use anyhow::Result;
use rusqlite::{
    Connection,
    hooks::{AuthAction, AuthContext, Authorization},
};
use std::path::Path;

/// A column that counting may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readable {
    /// Its table, or a view.
    pub table: &'static str,
    /// Its name.
    pub column: &'static str,
    /// Only by way of this view, if there is one.
    pub through: Option<&'static str>,
}

/// The functions that counting needs (`sqlite.org/lang_aggfunc.html`, `sqlite.org/lang_corefunc.html`).
const FUNCTIONS: [&str; 5] = ["count", "sum", "min", "max", "coalesce"];

/// A look at listed columns. All queries see the same state.
pub struct Counting {
    connection: Connection,
}

impl Counting {
    pub(super) fn open(path: &Path, readable: Vec<Readable>) -> Result<Self> {
        let mut connection = open::for_reading(path)?;
        connection.authorizer(Some(move |asks: AuthContext<'_>| {
            if may(&readable, &asks) {
                Authorization::Allow
            } else {
                Authorization::Deny
            }
        }))?;
        connection.execute_batch("BEGIN")?;
        Ok(Self { connection })
    }

    /// For `queries` only. It sees no more than was listed.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not named is refused, also what a later SQLite can do"
)]
fn may(readable: &[Readable], asks: &AuthContext<'_>) -> bool {
    match asks.action {
        AuthAction::Select | AuthAction::Transaction { .. } => true,
        AuthAction::Function { function_name } => FUNCTIONS.contains(&function_name),
        AuthAction::Read {
            table_name,
            column_name,
        } => readable.iter().any(|listed| {
            // Without a column it asks for the number of rows.
            listed.table == table_name
                && (listed.column == column_name || column_name.is_empty())
                && (listed.through.is_none() || listed.through == asks.accessor)
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Clock,
        store::{Creating, Store},
        vault::Vault,
    };

    const LISTED: [Readable; 5] = [
        of("feedback", "giver", None),
        of("feedback", "given_at", None),
        of("enrolled", "person", None),
        of("person", "id", Some("enrolled")),
        of("person", "standing", Some("enrolled")),
    ];

    const fn of(
        table: &'static str,
        column: &'static str,
        through: Option<&'static str>,
    ) -> Readable {
        Readable {
            table,
            column,
            through,
        }
    }

    #[tokio::test]
    async fn what_is_not_listed_is_refused_by_sqlite_itself() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("db");
        let vault = Vault::with_key(&[1; 32]);
        let store = Store::open(&path, Creating::IfMissing, vault, Clock::System).unwrap();
        let counting = Counting::open(&path, LISTED.to_vec()).unwrap();
        let prepared = |sql: &str| counting.connection().prepare(sql).map(drop);
        for sql in [
            "SELECT giver, count(*) FROM feedback WHERE given_at > ?1 GROUP BY giver",
            "SELECT count(*) FROM feedback",
        ] {
            prepared(sql).unwrap();
        }
        for sql in [
            "SELECT body FROM feedback",
            "SELECT * FROM feedback",
            "SELECT count(*) FROM feedback WHERE body IS NOT NULL",
            "SELECT giver FROM feedback ORDER BY length(body)",
            "SELECT (SELECT name FROM person WHERE id = giver) FROM feedback",
            "SELECT name FROM person",
            // Listed for a view only.
            "SELECT id FROM person",
            "SELECT standing FROM person JOIN enrolled ON enrolled.person = person.id",
            "SELECT sql FROM sqlite_master",
            "SELECT hex(giver) FROM feedback",
            "SELECT value FROM setting",
            "SELECT words FROM playbook_index",
            "DELETE FROM feedback",
            "UPDATE feedback SET giver = 'U1'",
            "CREATE TEMP TABLE kept (giver TEXT)",
            "ATTACH 'other' AS other",
            "PRAGMA query_only = OFF",
            "SELECT * FROM pragma_table_info('feedback')",
        ] {
            let refused = prepared(sql).unwrap_err().to_string();
            assert!(
                ["prohibited", "not authorized", "vtable constructor failed"]
                    .iter()
                    .any(|word| refused.contains(word)),
                "{sql}: {refused}"
            );
        }
        store.close().await;
    }
}
