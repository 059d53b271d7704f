//! What a page of Home costs.

use super::*;
use rusqlite::{Connection, StatementStatus};

/// A workspace in which Amir gave and received and noted so many notes each.
fn with(notes: u32) -> Connection {
    let database = Connection::open_in_memory().unwrap();
    database
        .execute_batch(include_str!("../../../../schema.sql"))
        .unwrap();
    let rows = format!(
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {notes})"
    );
    for (giver, receiver, read_at, withdrawn_at) in [
        ("A", "B", "NULL", "NULL"),
        ("A", "B", "NULL", "2"),
        ("B", "A", "1", "NULL"),
        ("B", "A", "NULL", "NULL"),
        ("A", "A", "NULL", "NULL"),
    ] {
        let form = format!("'{giver}{receiver}{read_at}{withdrawn_at}'");
        database
            .execute_batch(&format!(
                "PRAGMA foreign_keys = OFF; {rows}
                 INSERT INTO feedback (form, giver, receiver, skill, body, given_at, read_at, withdrawn_at)
                 SELECT {form} || i, '{giver}', '{receiver}', 'demo', x'00', i, {read_at}, {withdrawn_at} FROM n"
            ))
            .unwrap();
    }
    database
}

/// Steps of SQLite's machine for one page: what is read, whatever the machine's speed.
fn steps(database: &Connection, sql: &str, params: impl rusqlite::Params) -> i32 {
    let mut query = database.prepare(sql).unwrap();
    let mut rows = query.query(params).unwrap();
    let mut count = 0;
    while rows.next().unwrap().is_some() {
        count += 1;
    }
    drop(rows);
    assert!(count > 0, "{sql}");
    query.get_status(StatementStatus::VmStep)
}

#[test]
fn a_page_of_home_reads_as_much_from_a_hundred_notes_as_from_ten_thousand() {
    let (few, many) = (with(100), with(10_000));
    for (list, _) in List::ALL {
        let sql = format!(
            "SELECT {COLUMNS} FROM feedback WHERE {} AND id < ?2 ORDER BY id DESC LIMIT ?3",
            of_list(list)
        );
        let of = |database| steps(database, &sql, params!["A", i64::MAX, 8]);
        assert_eq!(of(&few), of(&many), "{list:?}");
    }
    let sql = format!("SELECT {COLUMNS} FROM feedback WHERE {OF_UNREAD} ORDER BY id LIMIT ?2");
    let of = |database| steps(database, &sql, params!["A", 8]);
    assert_eq!(of(&few), of(&many), "unread");
    for which in [
        of_list(List::Given),
        of_list(List::Received),
        of_list(List::Own),
        OF_UNREAD,
    ] {
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM feedback WHERE {which} LIMIT ?2)");
        let of = |database| steps(database, &sql, params!["A", 50]);
        assert_eq!(of(&few), of(&many), "counting {which}");
    }
}
