//! The rules of the house, each with its reason. A failure says what is missing and where.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use peerloop::{
    blocks::home_to_json,
    config::SETTINGS,
    may::TABLE,
    names::Names,
    operator::SEALED,
    records::{Erased, Record},
    rituals::{Sample, registry},
    store::Readable,
};
use rusqlite::Connection;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below `dir` with this ending, by its path from the root.
fn files(dir: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join(dir)];
    while let Some(next) = open.pop() {
        for entry in
            fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display()))
        {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == ending) {
                found.push(path.strip_prefix(root()).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no .{ending} files in {dir}");
    found
}

/// A file's code without its tests and comments.
fn code(path: &str) -> String {
    let text = read(path);
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn fail_if_any(faults: &[String], reason: &str) {
    assert!(faults.is_empty(), "{reason}:\n  {}", faults.join("\n  "));
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let faults: Vec<String> = ["src", "standin/src", "tests"]
        .iter()
        .flat_map(|dir| files(dir, "rs"))
        .filter(|path| !read(path).starts_with("//! "))
        .collect();
    fail_if_any(
        &faults,
        "a newcomer reads the first line of a file to know whether to read on",
    );
}

/// The floors of the house, from the ground up, as `lib.rs` lists them: a blank line begins the next floor.
fn floors() -> Vec<Vec<String>> {
    let text = read("src/lib.rs");
    let mut floors = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        let name = line
            .strip_prefix("pub ")
            .unwrap_or(line)
            .strip_prefix("mod ")
            .and_then(|rest| rest.strip_suffix(';'));
        match name {
            Some(name) => floors.last_mut().unwrap().push(name.to_owned()),
            None if line.is_empty() && !floors.last().unwrap().is_empty() => {
                floors.push(Vec::new());
            }
            None => {}
        }
    }
    floors.retain(|floor| !floor.is_empty());
    floors
}

#[test]
fn every_room_imports_only_from_the_floors_below() {
    let floors = floors();
    let floor_of = |room: &str| {
        floors
            .iter()
            .position(|floor| floor.iter().any(|name| name == room))
    };
    let mut faults = Vec::new();
    for path in files("src", "rs") {
        let room = path
            .trim_start_matches("src/")
            .split(['/', '.'])
            .next()
            .unwrap()
            .to_owned();
        if matches!(room.as_str(), "lib" | "main") {
            continue;
        }
        let floor =
            floor_of(&room).unwrap_or_else(|| panic!("{room} stands on no floor of lib.rs"));
        for used in uses(&code(&path)) {
            if used != room && floor_of(&used).is_some_and(|of_used| of_used >= floor) {
                faults.push(format!("{path} uses {used}, which is not below it"));
            }
        }
    }
    fail_if_any(
        &faults,
        "arrows run down, so that a room can be read without those above it",
    );
}

/// The rooms that a file names: `crate::room` and the first names in `use crate::{…}`.
fn uses(code: &str) -> BTreeSet<String> {
    names_behind("crate::", code)
}

/// What stands behind a path's beginning, by itself or in the braces of a `use`.
fn names_behind(path: &str, code: &str) -> BTreeSet<String> {
    let name = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let mut found: BTreeSet<String> = code
        .match_indices(path)
        .map(|(at, _)| name(&code[at + path.len()..]))
        .collect();
    let (braces, after) = (format!("{path}{{"), path.len());
    for (at, _) in code.match_indices(&braces) {
        let mut depth = 0;
        let mut begins = true;
        for (offset, c) in code[at + after..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if begins && depth == 1 && c.is_alphabetic() {
                found.insert(name(&code[at + after + offset..]));
                begins = false;
            }
            begins |= depth == 1 && matches!(c, '{' | ',');
        }
    }
    found.remove("");
    found
}

#[test]
fn the_files_of_a_ritual_do_not_know_each_other_in_a_circle() {
    let mut faults = Vec::new();
    for ritual in registry::ALL {
        let dir = format!("src/rituals/{}/", ritual.name());
        let mut knows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for path in files(&dir, "rs") {
            let inner = path.trim_start_matches(&dir);
            let part = inner.split(['/', '.']).next().unwrap().to_owned();
            let mut named = names_behind(&format!("rituals::{}::", ritual.name()), &code(&path));
            // In a folder `super` is the folder, but for its `mod.rs`.
            if !inner.contains('/') || inner.ends_with("/mod.rs") {
                named.extend(names_behind("super::", &code(&path)));
            }
            knows.entry(part).or_default().append(&mut named);
        }
        // What opens the ritual knows all of it, and tests and samples show it.
        knows.retain(|part, _| !["mod", "tests", "samples", "simulation"].contains(&part.as_str()));
        for part in knows.keys() {
            let mut reached = BTreeSet::new();
            let mut open = vec![part];
            while let Some(at) = open.pop() {
                let next = knows.get(at).into_iter().flatten();
                open.extend(next.filter(|next| *next != at && reached.insert(*next)));
            }
            if reached.contains(part) {
                faults.push(format!("{dir}{part} knows itself by way of {reached:?}"));
            }
        }
    }
    fail_if_any(
        &faults,
        "of two files that need each other neither can be read first",
    );
}

#[test]
fn what_a_room_must_not_know_is_not_named_there() {
    let rules: [(&str, &[&str], &str); 6] = [
        (
            "slack_morphism",
            &["src/slack/", "src/blocks/"],
            "only Slack's wire and the blocks know the client library",
        ),
        (
            "rusqlite",
            &[
                "src/store/",
                "src/outbox/",
                "src/people/",
                "src/settings/",
                "src/schedule/",
                "src/attention/",
                "src/scheduler.rs",
                "src/retention.rs",
                "src/error.rs",
                "/queries.rs",
                "/queries/",
            ],
            "SQL stands where rows are kept, not where things are decided",
        ),
        (
            "disallowed_methods",
            &["src/clock.rs"],
            "only the clock reads wall time",
        ),
        (
            "std::env::var",
            &["src/main.rs"],
            "settings are read once, at the top",
        ),
        (
            "tokio::spawn",
            &["src/run.rs", "src/main.rs", "src/slack/"],
            "who starts a task must also end it",
        ),
        (
            "standin::",
            &[
                "src/demo/mod.rs",
                "src/demo/story.rs",
                "src/main.rs",
                "src/lib.rs",
            ],
            "the bot must not know that its Slack may be a pretended one",
        ),
    ];
    let mut faults = Vec::new();
    for path in files("src", "rs")
        .iter()
        .filter(|path| !path.contains("/tests"))
    {
        for (word, allowed, reason) in &rules {
            if code(path).contains(word) && !allowed.iter().any(|place| path.contains(place)) {
                faults.push(format!("{path} names {word}: {reason}"));
            }
        }
    }
    fail_if_any(&faults, "walls between rooms");
}

#[test]
fn a_ritual_is_rules_without_sql_and_a_road_without_waiting() {
    let mut faults = Vec::new();
    for ritual in registry::ALL {
        let dir = format!("src/rituals/{}", ritual.name());
        let forbidden: [(&str, &[&str]); 4] = [
            (
                "rules.rs",
                &[
                    "rusqlite", "serde", "tokio", "Tx", "Read<", "SELECT", "now()", "slack::",
                ],
            ),
            ("queries.rs", &["slack::", "blocks::", "tokio"]),
            (
                "views.rs",
                &["rusqlite", "Tx", "Read<", "store::", "SELECT"],
            ),
            (
                "mod.rs",
                &["async", ".await", "SELECT", "INSERT", "UPDATE ", "slack::"],
            ),
        ];
        for (file, words) in forbidden {
            let code = ritual_code(&dir, file);
            faults.extend(
                words
                    .iter()
                    .filter(|word| code.contains(**word))
                    .map(|word| format!("{dir}/{file} names {word}")),
            );
        }
    }
    fail_if_any(
        &faults,
        "a rule can be read and tested without a database, and a ritual never waits",
    );
}

#[test]
fn whatever_prompts_says_so_before_go_live() {
    let faults: Vec<String> = registry::ALL
        .iter()
        .filter(|ritual| {
            let code = ritual_code(&format!("src/rituals/{}", ritual.name()), "mod.rs");
            code.contains("may_prompt") == ritual.prompts().is_empty()
        })
        .map(|ritual| format!("src/rituals/{}", ritual.name()))
        .collect();
    fail_if_any(
        &faults,
        "an owner reads what Go live starts, and nothing else",
    );
}

/// A ritual's file, or the folder of that name once it has grown; everything else there is road.
fn ritual_code(dir: &str, file: &str) -> String {
    let special = ["rules", "queries", "views", "samples", "tests"];
    let folder = format!("{dir}/{}", file.trim_end_matches(".rs"));
    files(dir, "rs")
        .iter()
        .filter(|path| match file {
            "mod.rs" => !special
                .iter()
                .any(|name| path.starts_with(&format!("{dir}/{name}"))),
            _ => path.starts_with(&folder) && !path.ends_with("/tests.rs"),
        })
        .map(|path| code(path))
        .collect()
}

#[test]
fn the_registry_the_manifest_the_readme_and_the_schema_say_the_same() {
    let manifest: serde_json::Value = serde_yaml_ng::from_str(peerloop::MANIFEST).unwrap();
    let listed = |list: &str, key: &str| -> BTreeSet<String> {
        manifest["features"][list]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item[key].as_str().unwrap().to_owned())
            .collect()
    };
    let mut commands: BTreeSet<String> = registry::commands()
        .map(|command| format!("/{command}"))
        .collect();
    commands.insert("/peerloop".to_owned());
    assert_eq!(
        listed("slash_commands", "command"),
        commands,
        "commands of the manifest and of the code"
    );
    let shortcuts: BTreeSet<String> = registry::ALL
        .iter()
        .flat_map(|ritual| ritual.shortcuts())
        .map(|name| (*name).to_owned())
        .collect();
    assert_eq!(
        listed("shortcuts", "callback_id"),
        shortcuts,
        "shortcuts of the manifest and of the code"
    );
    for command in manifest["features"]["slash_commands"].as_array().unwrap() {
        assert_eq!(
            command["should_escape"], true,
            "{command}: without it a mention arrives as a name"
        );
    }

    let (readme, schema) = (read("README.md"), read("schema.sql"));
    let mut faults: Vec<String> = Vec::new();
    faults.extend(
        commands
            .iter()
            .filter(|name| !readme.contains(&format!("`{name}")))
            .map(|name| format!("README: {name}")),
    );
    faults.extend(
        registry::words()
            .map(|word| format!("`/peerloop {word}"))
            .filter(|phrase| !readme.contains(phrase))
            .map(|phrase| format!("README: {phrase}")),
    );
    for ritual in registry::ALL {
        let name = ritual.name();
        if !ritual.records().is_empty() && !schema.contains(&format!("-- ── {name} ──")) {
            faults.push(format!("schema.sql: a banner for {name}"));
        }
        if !root().join(format!("tests/journeys/{name}.rs")).exists() {
            faults.push(format!("tests/journeys/{name}.rs"));
        }
        if ritual.samples().is_empty() || ritual.help(&Names::default()).is_empty() {
            faults.push(format!("samples and help of {name}"));
        }
    }
    for setting in SETTINGS {
        let row = format!(
            "| `{}` | {} |",
            setting.env,
            setting
                .default
                .map_or("—".to_owned(), |value| format!("`{value}`"))
        );
        if !readme.contains(&row) {
            faults.push(format!("README, settings: {row} {}", setting.doc));
        }
        if !readme.contains(setting.doc) {
            faults.push(format!("README, settings: {}", setting.doc));
        }
    }
    for command in [
        "doctor", "status", "schedule", "backup", "restore", "export", "import", "playbook", "key",
    ] {
        if !readme.contains(&format!("`peerloop {command}")) {
            faults.push(format!("README: peerloop {command}"));
        }
    }
    for scope in manifest["oauth_config"]["scopes"]["bot"]
        .as_array()
        .unwrap()
    {
        let scope = scope.as_str().unwrap();
        let has_reason = peerloop::MANIFEST
            .lines()
            .any(|line| line.trim().starts_with(&format!("- {scope} #")));
        if !has_reason {
            faults.push(format!("manifest: a reason for the scope {scope}"));
        }
    }
    fail_if_any(&faults, "missing");
}

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
    let all = registry::records();
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
    let all = registry::records();
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
        &unfit_for_figures(&registry::readable()),
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
fn every_id_that_can_be_pressed_has_a_row_in_the_table_of_who_may() {
    let mut ids: BTreeSet<String> = registry::words().map(|word| format!("/{word}")).collect();
    ids.extend(
        registry::ALL
            .iter()
            .flat_map(|ritual| ritual.shortcuts())
            .map(|id| (*id).to_owned()),
    );
    for (_, sample) in peerloop::gallery() {
        let json = match &sample {
            Sample::Message(message) => message.to_json(),
            Sample::Form(form) => form.to_json(),
            Sample::Home(blocks) => home_to_json(blocks),
        };
        pressable(&json.unwrap(), &mut ids);
    }
    let rows: BTreeSet<String> = TABLE.iter().map(|row| row.action.to_owned()).collect();
    let faults: Vec<String> = ids
        .difference(&rows)
        .chain(rows.difference(&ids))
        .cloned()
        .collect();
    fail_if_any(
        &faults,
        "pressable without a row in may.rs, or a row for what no view shows",
    );
}

/// Every `action_id` but those of inputs, and the `callback_id` of every form that can be sent.
fn pressable(json: &Value, ids: &mut BTreeSet<String>) {
    if let Some(id) = json["action_id"].as_str().filter(|id| *id != "v") {
        ids.insert(id.to_owned());
    }
    if let Some(id) = json["callback_id"]
        .as_str()
        .filter(|_| json["submit"].is_object())
    {
        ids.insert(id.to_owned());
    }
    match json {
        Value::Object(object) => object.values().for_each(|value| pressable(value, ids)),
        Value::Array(values) => values.iter().for_each(|value| pressable(value, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
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

#[test]
fn names_are_unique() {
    let mut words = BTreeSet::from(["help", "peerloop"]);
    for word in registry::words() {
        assert!(words.insert(word), "two rituals answer to {word}");
    }
    let mut seen = BTreeSet::new();
    for ritual in registry::ALL {
        assert!(
            seen.insert(ritual.name().to_owned()),
            "two rituals are called {}",
            ritual.name()
        );
        for (sample, _) in ritual.samples() {
            assert!(
                seen.insert(format!("{}.{sample}", ritual.name())),
                "two samples {sample}"
            );
        }
    }
}

#[test]
fn the_readme_and_ci_run_the_same_tests_and_nothing_sleeps() {
    let (readme, ci) = (read("README.md"), read(".ci/run"));
    for command in ["cargo run -- demo", "cargo test --workspace"] {
        assert!(readme.contains(command), "README: {command}");
    }
    assert!(ci.contains("cargo test --workspace"));
    let sleeps: Vec<String> = ["tests", "standin/tests"]
        .iter()
        .flat_map(|dir| files(dir, "rs"))
        .filter(|path| path != "tests/house.rs" && sleeps_without_a_reason(&read(path)))
        .collect();
    fail_if_any(
        &sleeps,
        "a test waits on a signal, never on a guess; where real time is what is tested, say so above",
    );
    assert!(
        !read("standin/Cargo.toml").contains("peerloop"),
        "the stand-in knows nothing of Peerloop"
    );
}

fn sleeps_without_a_reason(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let is_reason = |line: &str| line.trim_start().starts_with("// Real time");
    lines
        .iter()
        .enumerate()
        .any(|(at, line)| line.contains("sleep(") && !(at > 0 && is_reason(lines[at - 1])))
}

/// A method that the pretend Slack does not know would never be tried before it meets the real one.
#[test]
fn the_bot_calls_only_methods_that_the_stand_in_covers() {
    const FAMILIES: &[&str] = &[
        "apps.",
        "auth.",
        "blocks.",
        "bots.",
        "chat.",
        "conversations.",
        "dnd.",
        "files.",
        "reactions.",
        "team.",
        "usergroups.",
        "users.",
        "views.",
    ];
    let covered: serde_json::Value = serde_json::from_str(&read("standin/covered.json")).unwrap();
    let known: Vec<&str> = covered["methods"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|method| method["name"].as_str())
        .collect();
    let is_method = |word: &str| {
        FAMILIES.iter().any(|family| word.starts_with(family))
            && word.chars().all(|c| c.is_ascii_alphabetic() || c == '.')
    };
    let mut called = BTreeSet::new();
    for path in files("src", "rs") {
        let text = code(&path);
        called.extend(
            text.split('"')
                .filter(|word| is_method(word))
                .map(str::to_owned),
        );
    }
    assert!(called.contains("chat.postMessage"), "{called:?}");
    let unknown: Vec<String> = called
        .into_iter()
        .filter(|method| !known.contains(&method.as_str()))
        .collect();
    fail_if_any(
        &unknown,
        "standin/src/world/methods/table.rs has no such method",
    );
}
