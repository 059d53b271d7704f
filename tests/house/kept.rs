//! What is kept, held against the schema: whom it names, what figures may be made of, what is sealed.

use crate::{fail_if_any, read};
use peerloop::{
    operator::SEALED,
    records::{Erased, Record},
    rituals::registry::HOUSE,
    store::Readable,
};
use rusqlite::Connection;

/// What is wrong with the declarations of what is kept, held against a schema.
fn undeclared(schema: &str) -> Vec<String> {
    let database = Connection::open_in_memory().unwrap();
    database.execute_batch(schema).unwrap();
    let rows = |sql: &str| -> Vec<(String, String)> {
        let mut query = database.prepare(sql).unwrap();
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    // The tables in which a full-text index keeps what stands in it are that index's.
    let tables = "(SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%') t";
    // A number is no name; everything else may be one.
    let columns = rows(&format!(
        "SELECT t.name, c.name FROM {tables}, pragma_table_info(t.name) c WHERE c.type NOT IN ('INTEGER', 'REAL')"
    ));
    let references = rows(&format!(
        "SELECT t.name, f.\"from\" FROM {tables}, pragma_foreign_key_list(t.name) f WHERE f.\"table\" = 'person'"
    ));
    let all = HOUSE.records();
    let mut faults = Vec::new();
    for (table, _) in rows(&format!("SELECT t.name, '' FROM {tables}")) {
        if !all.iter().any(|record| record.table == table) {
            faults.push(format!("{table}: no ritual declares this table"));
        }
    }
    for (table, column) in &columns {
        let of_table = || all.iter().filter(|record| record.table == table);
        let names = of_table().any(|record| record.people.iter().any(|p| p.column == column));
        let is_other = of_table().any(|record| {
            let declared = record.others.iter().find(|(name, _)| name == column);
            declared.is_some_and(|(_, reason)| !reason.is_empty())
        });
        let is_reference = references.contains(&(table.clone(), column.clone()));
        if names == is_other || (is_reference && !names) {
            faults.push(format!(
                "{table}.{column}: declare either that it names a person or why it names nobody"
            ));
        }
    }
    for record in &all {
        let Record {
            table,
            others,
            people,
            ..
        } = record;
        let declared = people
            .iter()
            .map(|p| p.column)
            .chain(others.iter().map(|(name, _)| *name));
        for column in declared {
            if !columns.contains(&((*table).to_owned(), column.to_owned())) {
                faults.push(format!("{table}.{column}: declared, but not there"));
            }
        }
        if people.is_empty() != record.erasing.is_empty() || record.what.is_empty() {
            faults.push(format!("{table}: say what it keeps and what erasing does"));
        }
        let statements = record.erase_sql().into_iter().chain(record.named_sql());
        for sql in statements.chain([record.purge_sql(&all), record.count_sql(&all)]) {
            if let Err(error) = database.prepare(&sql) {
                faults.push(format!("{table}: {error} in {sql}"));
            }
        }
    }
    faults
}

#[test]
fn every_column_that_could_name_a_person_is_declared() {
    fail_if_any(
        &undeclared(&read("schema.sql")),
        "what is not declared is neither purged, nor erased, nor shown to the person it is about",
    );
}

#[test]
fn an_undeclared_column_that_names_a_person_is_found() {
    let schema = read("schema.sql");
    let with = |more: &str| undeclared(&format!("{schema}\n{more}")).join("\n");
    let gossip = with("CREATE TABLE gossip (id INTEGER PRIMARY KEY, about TEXT) STRICT;");
    assert!(
        gossip.contains("gossip: no ritual") && gossip.contains("gossip.about"),
        "{gossip}"
    );
    assert!(with("ALTER TABLE feedback ADD COLUMN seen_by TEXT;").contains("feedback.seen_by"));
    let without = undeclared(&schema.replace("dm         TEXT,", "")).join("\n");
    assert!(
        without.contains("person.dm: declared, but not there"),
        "{without}"
    );
}

/// What is wrong with the columns that figures over many people may be made of.
fn unfit_for_figures(readable: &[Readable]) -> Vec<String> {
    let database = Connection::open_in_memory().unwrap();
    database.execute_batch(&read("schema.sql")).unwrap();
    let kind = |table: &str, column: &str| -> Option<String> {
        let mut query = database
            .prepare("SELECT type FROM pragma_table_info(?1) WHERE name = ?2")
            .unwrap();
        query.query_row([table, column], |row| row.get(0)).ok()
    };
    let all = HOUSE.records();
    let is_fit = |listed: &&Readable| {
        let Readable {
            table,
            column,
            through,
        } = **listed;
        match kind(table, column).as_deref() {
            Some("INTEGER") => true,
            Some("TEXT") => {
                // What the view of who takes part looks at goes no further.
                let is_view = table == "enrolled" || through == Some("enrolled");
                let of_table = || all.iter().filter(|record| record.table == table);
                let is_id = of_table()
                    .flat_map(|record| record.people)
                    .any(|naming| naming.column == column && naming.erased != Erased::WithRow);
                let is_code = of_table()
                    .flat_map(|record| record.others)
                    .any(|(name, reason)| *name == column && reason.starts_with("one of "));
                is_view || is_id || is_code
            }
            _ => false,
        }
    };
    let unfit = readable.iter().filter(|listed| !is_fit(listed));
    unfit
        .map(|listed| format!("{}.{}", listed.table, listed.column))
        .collect()
}

#[test]
fn figures_over_many_people_are_made_of_ids_times_numbers_and_codes() {
    fail_if_any(
        &unfit_for_figures(&HOUSE.readable()),
        "a figure must not be able to hold a word or a name",
    );
    for (table, column) in [
        ("feedback", "body"),
        ("person", "name"),
        ("person", "email"),
        ("holiday", "name"),
        ("setting", "value"),
        ("playbook_word", "word"),
        ("feedback", "no_such_column"),
    ] {
        let listed = Readable {
            table,
            column,
            through: None,
        };
        assert_eq!(unfit_for_figures(&[listed]), [format!("{table}.{column}")]);
    }
}

#[test]
fn every_sealed_column_is_sealed_anew_when_the_key_changes() {
    let mut faults = Vec::new();
    for (table, column) in sealed_columns(&read("schema.sql")) {
        let listed = SEALED
            .iter()
            .any(|sealed| sealed.table == table && sealed.column == column);
        if !listed {
            faults.push(format!(
                "operator/sealed.rs: {table}.{column}, or a new key would not open it"
            ));
        }
    }
    fail_if_any(&faults, "missing");
}

/// The BLOB columns of a schema: those that hold what only the key opens.
fn sealed_columns(schema: &str) -> Vec<(String, String)> {
    let mut table = String::new();
    let mut found = Vec::new();
    for line in schema.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["CREATE", "TABLE", name, ..] => name.clone_into(&mut table),
            [column, kind, ..] if kind.trim_end_matches(',') == "BLOB" => {
                found.push((table.clone(), column.to_owned()));
            }
            _ => {}
        }
    }
    assert!(found.len() >= 2, "no BLOB columns found");
    found
}
