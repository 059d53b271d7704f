//! The lists of what is covered say what the tables say. `STANDIN_WRITE=1` writes them anew.

use standin::covered::{blocks_page, covered};
use std::path::Path;

fn keep(name: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("STANDIN_WRITE").is_some() {
        std::fs::write(&path, wanted).expect("it can be written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == wanted,
        "{name} is not what the tables say: run this test with STANDIN_WRITE=1 and read what changed"
    );
}

#[test]
fn the_list_for_programs_is_as_the_tables_are() {
    let text = serde_json::to_string_pretty(&covered()).expect("JSON");
    keep("covered.json", &format!("{text}\n"));
}

#[test]
fn the_page_for_people_is_as_the_tables_are() {
    keep("BLOCKS.md", &blocks_page());
}

/// Numbers that Slack's own pages give, written down once more by hand: a slip in a table is caught here.
#[test]
fn the_limits_are_slacks() {
    let page = blocks_page();
    for line in [
        "| `blocks`* | `/blocks` | 0 to 50 of ",
        "| `blocks`* | `/view/blocks` | 0 to 100 of ",
        "| `title`* | `/view/title` | `plain_text`, 1 to 24 characters |",
        "| `private_metadata` | `/view/private_metadata` | 0 to 3000 characters |",
        "| `text` | `/blocks/N/text` | `plain_text` or `mrkdwn`, 1 to 3000 characters |",
        "| `fields` | `/blocks/N/fields` | 1 to 10 texts of up to 2000 characters |",
        "| `text`* | `/blocks/N/text` | `plain_text`, 1 to 150 characters |",
        "| `elements`* | `/blocks/N/elements` | 1 to 25 of `",
        "| `label`* | `/blocks/N/label` | `plain_text`, 1 to 2000 characters |",
        "| `text`* | `/blocks/N/accessory/text` | `plain_text`, 1 to 75 characters |",
        "| `value` | `/blocks/N/accessory/value` | 0 to 2000 characters |",
        "| `options` | `/blocks/N/accessory/options` | 1 to 100 `option` |",
        "| `value`* | `/blocks/N/accessory/options/N/value` | 1 to 150 characters |",
        "| `options`* | `/blocks/N/accessory/options` | 1 to 10 `choice` |",
        "| `options`* | `/blocks/N/accessory/options` | 1 to 5 `menu_option` |",
        "| `max_length` | `/blocks/N/element/max_length` | a whole number, 1 to 3000 |",
        "| `max_files` | `/blocks/N/element/max_files` | a whole number, 1 to 10 |",
        "| `text`* | `/blocks/N/text` | 1 to 12000 characters |",
        "| `body` | `/blocks/N/body` | `plain_text` or `mrkdwn`, 1 to 200 characters |",
        "| `rows`* | `/blocks/N/rows` | 1 to 100 rows of up to 20 of `",
    ] {
        assert!(page.contains(line), "{line}");
    }
}
