//! Every word and every name in a full database is changed, and every digest is the same, byte for byte. Only the skills
//! that owners have set may show: they are labels. A count that reads a word is found by this, and refused before.

use super::{
    deliver,
    issue::{self, Sources},
    load, queries, views,
};
use crate::{
    blocks::home_to_json,
    clock::Clock,
    figures::{Measure, Month},
    ids::UserId,
    records::{Erased, Record},
    rituals::{Count, Counted, registry::HOUSE},
    store::{Creating, Lane, Read, Readable, Store, Tx},
    vault::Vault,
};
use rusqlite::Connection;
use std::{fmt::Write, path::Path};
use tokio::sync::watch;

/// Months with something in them; the digests of the second show the first as well.
const MONTHS: [&str; 2] = ["2026-07-01", "2026-08-01"];

/// A director, two managers with 18 and 14 reps, and one below the first with three: in every table something, and most of
/// it twice as often in the second month.
fn fill() -> String {
    let mut sql = "INSERT INTO programme (enrols, joining, prompts, set_by, set_at) VALUES ('list', 'closed', 'live', 'operator', 0);".to_owned();
    let mut people = vec![
        ("D".to_owned(), None),
        ("A".to_owned(), Some("D")),
        ("B".to_owned(), Some("D")),
        ("C".to_owned(), Some("A")),
    ];
    for (manager, count) in [("A", 18), ("B", 14), ("C", 3)] {
        people.extend((0..count).map(|at| (format!("{manager}{at:02}"), Some(manager))));
    }
    // Takes part and reports to nobody.
    people.push(("ZZ".to_owned(), None));
    for (person, _) in &people {
        write!(sql, "INSERT INTO person (id, name, full_name, handle, email, zone, standing, is_admin, updated_at)
            VALUES ('{person}', 'Name {person}', 'Full {person}', 'h{person}', '{person}@example.com', 'UTC', 'member', 0, 0);").unwrap();
    }
    for (person, manager) in &people {
        if let Some(manager) = manager {
            write!(sql, "INSERT INTO reports_to (person, manager, since_at, set_by) VALUES ('{person}', '{manager}', 1, 'D');").unwrap();
        }
        if person.len() > 1 {
            write!(
                sql,
                "INSERT INTO enrolment (person, since_at, added_by) VALUES ('{person}', 1, 'D');"
            )
            .unwrap();
        }
    }
    sql += "INSERT INTO setting (name, value, set_by, set_at) VALUES ('skills', 'discovery\nour own', 'D', 5);
        INSERT INTO holiday VALUES ('DE', '2026-08-15', 'A holiday');
        INSERT INTO blackout (from_date, to_date, why, set_by, set_at) VALUES ('2026-08-03', '2026-08-04', 'Kick-off', 'D', 1);
        INSERT INTO leave (person, from_date, to_date, set_by, set_at) VALUES ('A01', '2026-08-03', '2026-08-04', 'A01', 1);
        INSERT INTO mute VALUES ('A02', 1);
        INSERT INTO prompt (person, kind, subject, asked_at) VALUES ('A02', 'check_in', 'check_in:2026-08-03', 1);
        INSERT INTO objection (mark, body, added_by, touched_at) VALUES ('m', x'0102', 'A01', 1);
        WITH RECURSIVE n(value) AS (VALUES (1) UNION ALL SELECT value + 1 FROM n WHERE value < 6)
        INSERT INTO drill (form, opened_by, channel, objection, body, skill, pace, length_s, drafted_at, opened_at, answer_by)
        SELECT 'f' || value, 'A01', 'C1', 1, x'0304', CASE value % 3 WHEN 0 THEN 'discovery' WHEN 1 THEN 'our own' END, 'live', 600, 1, 2, 3 FROM n;
        INSERT INTO playbook_proposal VALUES ('drill:1', x'0506', 1);
        INSERT INTO playbook_ask (message, asker, author, state, body, asked_at, due_at) VALUES ('C1:1', 'A01', 'A02', 'asked', x'0708', 1, 2);
        INSERT INTO playbook_word VALUES ('price', 1);
        INSERT INTO playbook_index (rowid, objection, context, answer, variants) VALUES (1, 'too expensive', 'small firm', 'what would pay', 'price');";
    for (month, times) in [("2026-07-10", 1), ("2026-08-10", 2)] {
        let at = format!("unixepoch('{month}')");
        write!(sql, "
            CREATE TEMP TABLE rep AS SELECT person AS id, row_number() OVER (ORDER BY person) AS at, count(*) OVER () AS n FROM enrolled;
            WITH RECURSIVE time(t) AS (VALUES (1) UNION ALL SELECT t + 1 FROM time WHERE t < {times} + 1)
            INSERT INTO feedback (form, giver, receiver, skill, body, given_at)
            SELECT '{month}' || a.id || b.id || t, a.id, b.id, CASE (a.at + b.at + t) % 3 WHEN 0 THEN 'our own' WHEN 1 THEN 'discovery' ELSE 'demo' END, x'aa', {at} + t
            FROM rep a JOIN rep b ON b.at IN ((a.at % a.n) + 1, ((a.at + 1) % a.n) + 1, ((a.at + 6) % a.n) + 1) JOIN time;
            INSERT INTO feedback (form, giver, receiver, skill, body, given_at) SELECT '{month}up' || id, id, substr(id, 1, 1), 'demo', x'ab', {at} FROM rep WHERE id <> 'ZZ';
            INSERT INTO commitment_source (item, who, about, wanted_at) SELECT 'feedback:{month}' || at, id, 'demo', {at} FROM rep;
            INSERT INTO commitment (form, who, tells, body, by_date, made_at, answer, answered_at)
            SELECT '{month}' || id, id, 0, x'bb', '{month}', {at}, CASE at % 3 WHEN 0 THEN 'done' WHEN 1 THEN 'partly' ELSE 'not_yet' END, {at} + {times} FROM rep;
            INSERT INTO check_in (commitment, who, partner, answer, answered_at, note) SELECT at, id, 'A01', 'done', {at}, x'cc' FROM rep;
            INSERT INTO answer (drill, author, body, begun_at, answered_at) SELECT 3 * ({times} - 1) + 1 + at % 3, id, x'dd', {at}, {at} FROM rep;
            INSERT INTO playbook (form, state, version, proposed_by, reviewed_at, made_at) SELECT '{month}' || id, 'live', 1, id, {at}, {at} FROM rep WHERE at % 2 = 0;
            INSERT INTO playbook_version (entry, number, body, made_by, made_at) SELECT id, 1, x'ee', proposed_by, made_at FROM playbook WHERE made_at = {at};
            INSERT INTO playbook_event (entry, what, by, at) SELECT id, 'live', 'D', made_at FROM playbook WHERE made_at = {at};
            DROP TABLE rep;").unwrap();
    }
    sql
}

/// What stands in a column that is no word of anybody's: ids, codes, times, and the labels that owners set.
const NO_WORDS: [&str; 19] = [
    "one of ",
    "a day ",
    "a time zone ",
    "Slack's ",
    "a part ",
    "times ",
    "an item ",
    "a setting ",
    "what holds ",
    "drawn ",
    "the number ",
    "a note's number",
    "a label that owners ",
    "a channel",
    "always ",
    "a key ",
    "sealed numbers",
    "an event",
    "a date",
];

fn is_word(record: &Record, column: &str) -> bool {
    if let Some(naming) = record.people.iter().find(|naming| naming.column == column) {
        return naming.erased == Erased::WithRow;
    }
    let reason = record.others.iter().find(|(name, _)| *name == column);
    reason.is_none_or(|(_, reason)| !NO_WORDS.iter().any(|begins| reason.starts_with(begins)))
}

/// Writes something else in every place of a word or a name; answers with those places.
fn change_every_word(database: &Connection) -> Vec<String> {
    let mut changed = Vec::new();
    for record in HOUSE.records() {
        let table = record.table;
        let mut query = database
            .prepare("SELECT name, type FROM pragma_table_info(?1) WHERE type NOT IN ('INTEGER', 'REAL')")
            .unwrap();
        let columns: Vec<(String, String)> = query
            .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for (column, kind) in columns
            .iter()
            .filter(|(column, _)| is_word(&record, column))
        {
            let other = match (kind.as_str(), column.as_str()) {
                ("BLOB", _) => "randomblob(7 + abs(random() % 90))".to_owned(),
                // These are unique, or ids of a conversation.
                (_, "word" | "pair") => format!("{column} || hex(randomblob(4))"),
                _ => "'Łukasz 😀 <!channel> ' || hex(randomblob(abs(random() % 40)))".to_owned(),
            };
            let sql = format!("UPDATE {table} SET {column} = {other} WHERE {column} IS NOT NULL");
            let rows = database
                .execute(&sql, [])
                .unwrap_or_else(|error| panic!("{sql}: {error}"));
            if rows > 0 {
                changed.push(format!("{table}.{column}"));
            }
        }
    }
    changed
}

/// A full database on 1 September; `tamper` changes it before anything is worked out.
fn full(dir: &Path, tamper: impl FnOnce(&Connection)) -> Store {
    let path = dir.join("db");
    let (_, seconds) = {
        let at: chrono::DateTime<chrono::Utc> = "2026-09-01T09:00:00Z".parse().unwrap();
        watch::channel((at - Clock::System.now()).num_seconds())
    };
    let vault = Vault::with_key(&[3; 32]);
    let store = Store::open(&path, Creating::IfMissing, vault, Clock::Shifted(seconds)).unwrap();
    let database = Connection::open(&path).unwrap();
    database.execute_batch(&fill()).unwrap();
    tamper(&database);
    store
}

/// All digests of two months as people see them, and all that is frozen, but for what is sealed.
async fn digests(store: &Store, sources: fn() -> Sources) -> String {
    for month in MONTHS {
        let month = Month::of(month.parse().unwrap());
        let issued = store
            .work_out(move |read| issue::figures_of(read, month, &sources()))
            .await
            .unwrap();
        kept(store, issued).await;
    }
    store.read(seen).await.unwrap()
}

/// Keeps a month, step by step; how many steps that took.
async fn kept(store: &Store, issued: queries::Issued) -> usize {
    let mut keep = issue::keeping(issued);
    for steps in 1.. {
        let step = move |tx: &Tx<'_>| {
            let is_last = keep(tx)?;
            Ok((keep, is_last))
        };
        let (next, is_last) = store.transact(Lane::Background, None, step).await.unwrap();
        if is_last {
            return steps;
        }
        keep = next;
    }
    unreachable!("there are more numbers than steps")
}

fn seen(read: &Read<'_>) -> crate::error::Result<String> {
    let mut seen = String::new();
    let ids = "SELECT min(id), max(id) FROM digest";
    let (first, last): (i64, i64) = read
        .connection()
        .query_row(ids, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for id in first..=last {
        let reader = queries::find(read, id)?.unwrap();
        let message = deliver::render(read, &HOUSE, id, &reader.manager, false)?.unwrap();
        let (digest, labels) = load(read, &HOUSE, &reader)?;
        let forms = [views::form, views::how, views::what].map(|view| view(&digest, &labels, ""));
        let home = home_to_json(&views::home(&digest, "")).unwrap();
        writeln!(seen, "{} {home}", message.to_json().unwrap()).unwrap();
        for form in forms {
            writeln!(seen, "{}", form.to_json().unwrap()).unwrap();
        }
    }
    for sql in [
        "SELECT month, manager, measure || ' ' || label, count FROM digest_figure ORDER BY 1, 2, 3",
        "SELECT month, number, person, 0 FROM digest_member ORDER BY 1, 2",
    ] {
        let mut query = read.connection().prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (month, number): (String, i64) = (row.get(0)?, row.get(1)?);
            let (what, count): (String, i64) = (row.get(2)?, row.get(3)?);
            writeln!(seen, "{month} {number} {what} {count}").unwrap();
        }
    }
    Ok(seen)
}

#[tokio::test(flavor = "multi_thread")]
async fn with_every_word_and_every_name_changed_the_digests_are_the_same_bytes() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = full(dir.path(), |_| ());
    let as_it_was = digests(&store, declared).await;
    // There is something to see: both months, own figures, the level above, a month before, and hidden ones.
    for words in [
        "35 people",
        "from one level up",
        "Most practised: ",
        "our own ",
        "(July: ",
        "Hidden to protect individuals: ",
        "data_visualization",
        "Answers in fire drills: ",
        ", no skill ",
    ] {
        assert!(as_it_was.contains(words), "{words} is not there");
    }
    let mut changed = Vec::new();
    let tampered = full(other.path(), |database| {
        changed = change_every_word(database);
    });
    for place in [
        "person.name",
        "person.full_name",
        "person.handle",
        "person.email",
        "feedback.body",
        "commitment.body",
        "check_in.note",
        "drill.body",
        "answer.body",
        "objection.body",
        "playbook_version.body",
        "playbook_proposal.body",
        "playbook_ask.body",
        "playbook_index.answer",
        "playbook_word.word",
        "holiday.name",
    ] {
        assert!(
            changed.iter().any(|known| known == place),
            "{place}: {changed:?}"
        );
    }
    assert_eq!(digests(&tampered, declared).await, as_it_was);
    store.close().await;
    tampered.close().await;
}

/// One more count, which reads a name.
static PLANTED: Count = Count {
    what: Counted::As(Measure::Dropped),
    sql: "SELECT NULL, giver, NULL, 1 FROM feedback JOIN person ON person.id = giver
          WHERE given_at >= ?1 AND given_at < ?2 AND person.name < 'Name B'",
    reads: &[],
};

/// What the rituals declare.
fn declared() -> Sources {
    Sources::of(&HOUSE)
}

fn planted() -> Sources {
    let mut sources = declared();
    sources.counts.push(&PLANTED);
    sources
}

/// And one that reads what a drill says, beside the skill that it may read.
static PLANTED_IN_DRILLS: Count = Count {
    what: Counted::As(Measure::Dropped),
    sql: "SELECT NULL, author, NULL, 1 FROM answer JOIN drill ON drill.id = answer.drill
          WHERE answered_at >= ?1 AND answered_at < ?2 AND drill.body > x'05'",
    reads: &[],
};

fn planted_in_drills() -> Sources {
    let mut sources = declared();
    sources.counts.push(&PLANTED_IN_DRILLS);
    sources
}

/// The same where names may be read.
fn with_names() -> Sources {
    let mut sources = planted();
    for column in ["id", "name"] {
        let table = "person";
        sources.readable.push(Readable {
            table,
            column,
            through: None,
        });
    }
    sources
}

/// SQLite refuses it; and if it did not, the bytes would be others.
#[tokio::test(flavor = "multi_thread")]
async fn a_count_that_reads_a_name_is_refused_and_would_be_found() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = full(dir.path(), |_| ());
    let month = Month::of(MONTHS[0].parse().unwrap());
    for (sources, column) in [
        (planted(), "person.name"),
        (planted_in_drills(), "drill.body"),
    ] {
        let refused =
            store.work_out(move |read| issue::figures_of(read, month, &sources).map(drop));
        let refused = refused.await.unwrap_err().to_string();
        let prohibited = format!("access to {column} is prohibited");
        assert!(refused.contains(&prohibited), "{refused}");
    }
    let tampered = full(other.path(), |database| drop(change_every_word(database)));
    let (one, two) = (
        digests(&store, with_names).await,
        digests(&tampered, with_names).await,
    );
    assert_ne!(one, two, "the test above would not notice");
    store.close().await;
    tampered.close().await;
}

/// Notes to one's own managers are in nobody's digest.
#[tokio::test(flavor = "multi_thread")]
async fn notes_upwards_are_not_counted() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = full(dir.path(), |_| ());
    let without = full(other.path(), |database| {
        let gone = database
            .execute("DELETE FROM feedback WHERE form LIKE '%up%'", [])
            .unwrap();
        assert!(gone > 60);
    });
    assert_eq!(
        digests(&store, declared).await,
        digests(&without, declared).await
    );
    store.close().await;
    without.close().await;
}

/// A number is never given to somebody else, and whoever stays keeps theirs.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_erases_their_data_leaves_a_number_that_is_nobodys() {
    let dir = tempfile::tempdir().unwrap();
    let store = full(dir.path(), |_| ());
    let july = Month::of(MONTHS[0].parse().unwrap());
    let first = store
        .work_out(move |read| issue::figures_of(read, july, &declared()))
        .await
        .unwrap();
    let number = |issued: &queries::Issued, person: &str| {
        let found = issued
            .members
            .iter()
            .find(|(_, user)| user.as_str() == person);
        found.map(|(member, _)| *member)
    };
    let (of_first, of_last) = (number(&first, "A").unwrap(), number(&first, "B13").unwrap());
    assert_eq!(number(&first, "ZZ"), None, "who is in no figure has none");
    kept(&store, first).await;
    let erase = |tx: &Tx<'_>| {
        crate::people::keep_nobody(tx)?;
        let record = HOUSE
            .records()
            .into_iter()
            .find(|record| record.table == "digest_member");
        for sql in record.unwrap().erase_sql() {
            tx.connection().execute(&sql, ["B13", "nobody"])?;
        }
        Ok(())
    };
    store.transact(Lane::Person, None, erase).await.unwrap();
    let second = store
        .work_out(move |read| issue::figures_of(read, july.after(), &declared()))
        .await
        .unwrap();
    assert_eq!(number(&second, "A"), Some(of_first));
    let anew = number(&second, "B13").unwrap();
    assert!(anew > of_last, "{anew:?}");
    store.close().await;
}

/// A month of which only some steps were kept is no month: nobody sees it, and it is worked out again.
#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_issued_as_a_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let store = full(dir.path(), |_| ());
    let july = Month::of(MONTHS[0].parse().unwrap());
    let figures = || async {
        let look = move |read: &Read<'_>| issue::figures_of(read, july, &declared());
        store.work_out(look).await.unwrap()
    };
    let steps = kept(&store, figures().await).await;
    let whole = store.read(seen).await.unwrap();
    assert!(steps > 6, "{steps}");
    let gone = |tx: &Tx<'_>| {
        for table in ["digest_member", "digest_figure", "digest", "digest_month"] {
            tx.connection()
                .execute(&format!("DELETE FROM {table}"), [])?;
        }
        Ok(())
    };
    for left_at in 1..steps {
        store.transact(Lane::Person, None, gone).await.unwrap();
        let mut keep = issue::keeping(figures().await);
        let some = move |tx: &Tx<'_>| {
            for _ in 0..left_at {
                keep(tx)?;
            }
            queries::is_issued(tx, july)
        };
        let is_issued = store.transact(Lane::Background, None, some).await.unwrap();
        let visible = |read: &Read<'_>| {
            let is_known = queries::newest_of(read, &UserId::new("A"))?.is_some();
            Ok((
                is_known,
                queries::next_due(read)?.is_some(),
                queries::newest(read)?.is_some(),
            ))
        };
        let visible = store.read(visible).await.unwrap();
        assert_eq!(
            visible,
            (is_issued, is_issued, is_issued),
            "after {left_at} steps"
        );
        // After a crash it begins anew.
        kept(&store, figures().await).await;
        let as_seen = store.read(seen).await.unwrap();
        assert_eq!(
            without_ids(&as_seen),
            without_ids(&whole),
            "left after {left_at} steps"
        );
    }
    store.close().await;
}

/// Rows of managers' months have another number each time.
fn without_ids(seen: &str) -> Vec<&str> {
    seen.lines().filter(|line| !line.starts_with('{')).collect()
}
