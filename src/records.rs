//! What is kept about whom, and for how long: every table is declared once, beside its SQL, and purge, erasure, export
//! and `/peerloop privacy` follow from the declarations. `tests/house` holds them against `schema.sql`: a column that
//! could name a person and is declared nowhere fails the build. Pure: nothing here opens a database.

use chrono::{DateTime, TimeDelta, Utc};

/// Rows that one step of a purge deletes at most, so that nobody's press waits for it.
pub const ROWS_A_STEP: usize = 200;

/// What a table keeps.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// The table.
    pub table: &'static str,
    /// The columns of its primary key.
    pub key: &'static [&'static str],
    /// What a person calls it, in a word or two.
    pub name: &'static str,
    /// What it keeps, as a person reads it: a phrase without a full stop.
    pub what: &'static str,
    /// What kind of thing that is; how long it is kept follows from it.
    pub class: Class,
    /// Unix seconds from which its time counts: a column, or SQL over the row's columns.
    pub since: &'static str,
    /// SQL over the row's columns: only such rows may go. Empty: all.
    pub only: &'static str,
    /// The columns that name a person.
    pub people: &'static [Naming],
    /// What erasing does, as a person reads it, in sentences. None if it names nobody.
    pub erasing: &'static [&'static str],
    /// Its other columns of text or bytes, each with the reason why it names nobody.
    pub others: &'static [(&'static str, &'static str)],
}

/// A column that names a person.
#[derive(Clone, Copy, Debug)]
pub struct Naming {
    /// The column, or SQL over the row's columns that gives the person's id.
    pub by: &'static str,
    /// The column that this reads.
    pub column: &'static str,
    /// What erasing the person does to the row.
    pub erased: Erased,
}

/// What erasing a person does to a row that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// The row is deleted.
    Row,
    /// The row is also somebody else's: it stays and names nobody in this place.
    Name,
    /// It only describes the row that another column names.
    WithRow,
}

/// Kinds of things that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Notes between people.
    Feedback,
    /// Single votes and pulse answers.
    Votes,
    /// Commitments and attendance.
    Commitments,
    /// Who had which role, and who changed a setting.
    Changes,
    /// The playbook, and figures over many people.
    Common,
    /// Who works here, as Slack lists them.
    People,
    /// That a message was sent, and where it stands; never its text.
    Messages,
    /// What people were asked unasked, so that it is little.
    Prompts,
    /// What has run already.
    Runs,
    /// What has been handled already, without any name.
    Traces,
}

/// The days that owners may change, by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Notes between people, and what tells of them.
    pub feedback: u32,
    /// Single votes and pulse answers.
    pub votes: u32,
    /// Commitments and attendance.
    pub commitments: u32,
}

impl Terms {
    /// What the product promises until an owner changes it.
    pub const DEFAULT: Self = Self {
        feedback: 180,
        votes: 90,
        commitments: 365,
    };
}

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// So many days.
    Days(i64),
    /// As long as Peerloop is used here.
    Kept,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 10] = [
        Self::Feedback,
        Self::Votes,
        Self::Commitments,
        Self::Changes,
        Self::Common,
        Self::People,
        Self::Messages,
        Self::Prompts,
        Self::Runs,
        Self::Traces,
    ];

    /// How long it is kept on these terms.
    pub fn retention(self, terms: &Terms) -> Retention {
        match self {
            // That a message was sent counts from its last change, which is never before the note that it tells of.
            Self::Feedback | Self::Messages | Self::People => {
                Retention::Days(i64::from(terms.feedback))
            }
            Self::Votes => Retention::Days(i64::from(terms.votes)),
            Self::Commitments => Retention::Days(i64::from(terms.commitments)),
            Self::Prompts => Retention::Days(90),
            Self::Changes | Self::Runs => Retention::Days(365),
            // Slack sends an event again for minutes, with "Delayed Events" for a day.
            Self::Traces => Retention::Days(2),
            Self::Common => Retention::Kept,
        }
    }
}

impl Record {
    /// What is older than this goes at `now`; `None` if nothing goes.
    pub fn cutoff(&self, now: DateTime<Utc>, terms: &Terms) -> Option<DateTime<Utc>> {
        match self.class.retention(terms) {
            Retention::Days(days) => Some(now - TimeDelta::days(days)),
            Retention::Kept => None,
        }
    }

    /// SQL that deletes at most [`ROWS_A_STEP`] rows from before `?1`. A row that another table still names by a
    /// foreign key stays; `all` are all declarations.
    pub fn purge_sql(&self, all: &[Record]) -> String {
        let (table, key) = (self.table, self.key.join(", "));
        let old = self.old(all);
        format!(
            "DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE {old} LIMIT {ROWS_A_STEP})"
        )
    }

    /// SQL that counts what a purge would delete.
    pub fn count_sql(&self, all: &[Record]) -> String {
        format!(
            "SELECT count(*) FROM {} WHERE {}",
            self.table,
            self.old(all)
        )
    }

    fn old(&self, all: &[Record]) -> String {
        let mut old = format!("{} < ?1", self.since);
        if !self.only.is_empty() {
            old = format!("{old} AND ({})", self.only);
        }
        if self.class == Class::People {
            // Somebody whom a row still names stays, or that row would name nobody we know.
            for other in all {
                if other.table == self.table || other.class == Class::Messages {
                    continue;
                }
                for Naming { by, .. } in other.people {
                    old = format!(
                        "{old} AND NOT EXISTS (SELECT 1 FROM {} WHERE {by} = {}.{})",
                        other.table,
                        self.table,
                        self.key.join(", ")
                    );
                }
            }
        }
        old
    }

    /// SQL statements that take the person `?1` out of this table; `?2` is the id that names nobody.
    pub fn erase_sql(&self) -> Vec<String> {
        let table = self.table;
        let of = |naming: &Naming| match naming.erased {
            Erased::Row => Some(format!(
                "DELETE FROM {table} WHERE {} = ?1 AND ?2 = ?2",
                naming.by
            )),
            Erased::Name => Some(format!(
                "UPDATE {table} SET {} = ?2 WHERE {} = ?1",
                naming.column, naming.by
            )),
            Erased::WithRow => None,
        };
        self.people.iter().filter_map(of).collect()
    }

    /// SQL that counts the rows that name the person `?1`.
    pub fn named_sql(&self) -> Option<String> {
        let names: Vec<String> = self
            .people
            .iter()
            .filter(|naming| naming.erased != Erased::WithRow)
            .map(|naming| format!("{} = ?1", naming.by))
            .collect();
        let any = names.join(" OR ");
        (!names.is_empty()).then(|| format!("SELECT count(*) FROM {} WHERE {any}", self.table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOTES: Record = Record {
        table: "notes",
        key: &["id"],
        name: "Notes",
        what: "notes",
        class: Class::Feedback,
        since: "at",
        only: "",
        people: &[
            Naming {
                by: "giver",
                column: "giver",
                erased: Erased::Name,
            },
            Naming {
                by: "owner",
                column: "owner",
                erased: Erased::Row,
            },
        ],
        erasing: &["Gone."],
        others: &[],
    };

    #[test]
    fn the_classes_are_kept_as_long_as_the_product_promises() {
        let days = Class::ALL.map(|class| match class.retention(&Terms::DEFAULT) {
            Retention::Days(days) => days,
            Retention::Kept => 0,
        });
        assert_eq!(days, [180, 90, 365, 365, 0, 180, 180, 90, 365, 2]);
    }

    #[test]
    fn erasing_follows_the_declaration() {
        assert_eq!(
            NOTES.erase_sql(),
            [
                "UPDATE notes SET giver = ?2 WHERE giver = ?1",
                "DELETE FROM notes WHERE owner = ?1 AND ?2 = ?2"
            ]
        );
        assert_eq!(
            NOTES.named_sql().as_deref(),
            Some("SELECT count(*) FROM notes WHERE giver = ?1 OR owner = ?1")
        );
    }

    proptest! {
        #[test]
        fn a_row_goes_after_its_days_and_not_before(at in 0_i64..4_000_000_000, second in 0_i64..86_400, feedback in 1_u32..1_000, votes in 1_u32..1_000, commitments in 1_u32..1_000) {
            let terms = Terms { feedback, votes, commitments };
            let row = DateTime::from_timestamp(at, 0).unwrap_or_default();
            for class in Class::ALL {
                let record = Record { class, ..NOTES };
                let goes = |now| record.cutoff(now, &terms).is_some_and(|cutoff| row < cutoff);
                match class.retention(&terms) {
                    Retention::Days(days) => {
                        let last = row + TimeDelta::days(days);
                        prop_assert!(!goes(last - TimeDelta::seconds(second)));
                        prop_assert!(goes(last + TimeDelta::seconds(second + 1)));
                    }
                    Retention::Kept => prop_assert!(!goes(row + TimeDelta::days(36_500))),
                }
            }
        }
    }
}
