//! Sample values for the gallery: every view of this ritual once, with the awkward texts that people write.

use super::{
    super::{Entry, house::House},
    rules::{PersonRow, Told},
    views,
};
use crate::{names::Names, records::Terms, rituals::Sample};
use chrono::{DateTime, Utc};
use serde_json::json;

const AWKWARD: &str = "<!channel> *bold* <@U123> & \u{202E}right to left\u{202C} 😀 '; DROP TABLE feedback; -- {\"a\":1}";

pub(super) fn all(house: &House) -> Vec<(&'static str, Sample)> {
    let records = house.records();
    let entries = entries();
    let full: Vec<Entry> = std::iter::repeat_n(note(&"x".repeat(3000)), 5).collect();
    vec![
        (
            "privacy",
            Sample::Message(views::privacy(&records, &Terms::DEFAULT)),
        ),
        ("ask_erase", Sample::Form(views::ask_erase(&records))),
        ("erased", Sample::Form(views::erased())),
        ("ask_send", Sample::Form(views::ask_send())),
        ("sending", Sample::Form(views::sending())),
        ("files", Sample::Message(views::files_message())),
        (
            "not_sent",
            Sample::Message(views::not_sent("file_uploads_disabled")),
        ),
        ("help", Sample::Home(views::help(&Names::default()))),
        (
            "my_data",
            Sample::Form(views::my_data(&entries, 1, 1, false)),
        ),
        (
            "my_data_as_json",
            Sample::Form(views::my_data(&entries, 2, 3, true)),
        ),
        (
            "my_data_full",
            Sample::Form(views::my_data(&full, 2, 3, false)),
        ),
    ]
}

fn entries() -> Vec<Entry> {
    let told = |id: u8| Told {
        subject: format!("feedback.arrived:{id}"),
        state: "sent".to_owned(),
        created_at: at(),
    };
    vec![
        views::person_entry(&PersonRow {
            id: "U0AMIR".to_owned(),
            name: "Amir".to_owned(),
            full_name: Some("Amir Haddad".to_owned()),
            handle: "amir".to_owned(),
            email: Some("amir@acme.example".to_owned()),
            zone: Some("Europe/Berlin".to_owned()),
            standing: "member".to_owned(),
            is_admin: false,
            dm: None,
            updated_at: at(),
        }),
        views::told_entry(&[told(1)]),
        views::told_entry(&[told(1), told(2)]),
        note(AWKWARD),
    ]
}

fn note(text: &str) -> Entry {
    Entry {
        title: "Note from you to Bea · demo · not read yet".to_owned(),
        at: at(),
        texts: vec![
            ("Start", text.to_owned()),
            ("Stop", text.to_owned()),
            ("Continue", text.to_owned()),
        ],
        json: json!({ "kind": "note", "words": { "start": text } }),
    }
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default()
}
