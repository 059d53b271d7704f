//! The table of who may do what, pressed from end to end: every action as everybody. Whoever may not hears a sentence,
//! and nothing in the database changes.

use crate::{feedback::give, town::Town};
use peerloop::may::{Role, TABLE};
use serde_json::{Value, json};

/// Somebody for each role; those without a screen cannot be personas.
const CAST: [(&str, &[Role]); 8] = [
    ("U0CHIDI000", &[Role::Rep, Role::Facilitator]),
    ("U0IRIS0000", &[Role::Bystander]),
    ("U0ELIN0000", &[Role::Rep, Role::Owner, Role::Admin]),
    ("U0DANA0000", &[Role::Rep, Role::Reviewer, Role::Manager]),
    ("U0GUS00000", &[Role::Guest]),
    ("U0OLGA0000", &[Role::Outsider]),
    ("U0REX00000", &[Role::Bot]),
    ("U0ZOE00000", &[Role::Deactivated]),
];

#[tokio::test]
async fn every_action_as_everybody_changes_something_only_where_the_table_says_so() {
    // More forms are asked for here in a minute than Slack opens for an app.
    let options = standin::Options {
        rate_limits: false,
        ..standin::Options::default()
    };
    let town = Town::open_with(options).await;
    let elin = town.slack.person("Elin");
    elin.types("general", "/peerloop setup").await;
    elin.picks("Add a reviewer", "Dana").await;
    elin.submits().await;
    elin.sees("Dana").await;
    elin.picks("Add a facilitator", "Chidi").await;
    elin.submits().await;
    elin.clicks_beside("Change", "Managers").await;
    elin.fills("Who reports to whom", "Chidi, Dana").await;
    elin.submits().await;
    elin.submits().await;
    elin.sees("Saved.").await;
    elin.closes().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(&amir, "bea", "demo", "Between Amir and Bea.").await;
    amir.closes().await;
    bea.clicks("Read").await;
    bea.sees("Between Amir and Bea.").await;
    bea.closes().await;
    let iris = standin::cast::CastPerson {
        name: "Iris".to_owned(),
        ..Default::default()
    };
    town.slack.joins(&iris).await.unwrap();
    let iris = town.slack.person("Iris");
    iris.types("general", "/peerloop leave").await;
    iris.submits().await;
    iris.sees("You don't take part any more.").await;
    iris.closes().await;
    town.all_told().await;
    // Forged payloads carry no trigger that Slack knows: what would be shown goes nowhere, and that is not the point.
    for code in [
        "invalid_trigger_id",
        "expired_trigger_id",
        "exchanged_trigger_id",
        "used_url",
        "not_found",
        "response_url",
    ] {
        town.slack.expect_refusal(code);
    }
    let mut pressed = 0;
    for row in TABLE {
        for (user, roles) in CAST {
            let may = roles.iter().any(|role| row.may.contains(role));
            let before = kept(&town);
            for payload in payloads(row.action, user) {
                let ack = town.slack.inject(payload).await;
                let ack = ack.unwrap_or_else(|| panic!("{} by {user} was not acked", row.action));
                pressed += 1;
                let said = ack["payload"].to_string();
                let is_denied = [
                    "don't take part in Peerloop",
                    "can't take part in Peerloop",
                    "Only programme owners",
                    "Only facilitators",
                    "Only the two",
                    "Only managers",
                    "Peerloop is for",
                    "Nobody owns",
                ]
                .iter()
                .any(|words| said.contains(words));
                if !ack["payload"].is_null() && !may {
                    assert!(is_denied, "{} by {user}: {said}", row.action);
                }
                assert!(
                    !(may && is_denied),
                    "{} by {user} was denied: {said}",
                    row.action
                );
            }
            if !may {
                assert_eq!(kept(&town), before, "{} by {user}, who may not", row.action);
            }
        }
    }
    assert!(pressed >= TABLE.len() * CAST.len());
    town.all_told().await;
    // None of these is between Amir and Bea, so whatever role they have, the note is as it was.
    bea.clicks_beside("Read", "Amir noticed").await;
    bea.sees("Between Amir and Bea.").await;
    bea.sees_no("You told Amir");
    town.ends_well().await;
}

/// The ways in which an action can reach us: as a command, a shortcut, a button, a form.
fn payloads(action: &str, user: &str) -> Vec<Value> {
    let interactive = |payload: Value| json!({ "type": "interactive", "accepts_response_payload": true, "payload": payload });
    let base =
        json!({ "team": { "id": "T1" }, "user": { "id": user }, "trigger_id": "1.2.forged" });
    let with = |fields: Value| {
        let mut payload = base.clone();
        for (name, value) in fields.as_object().unwrap() {
            payload[name] = value.clone();
        }
        interactive(payload)
    };
    if let Some(word) = action.strip_prefix('/') {
        return vec![
            json!({ "type": "slash_commands", "accepts_response_payload": true, "payload": {
            "command": "/peerloop", "text": word, "user_id": user, "team_id": "T1", "channel_id": "C1",
            "trigger_id": "1.2.forged", "response_url": "http://127.0.0.1:1/none" } }),
        ];
    }
    if !action.contains('.') {
        return vec![with(json!({ "type": "shortcut", "callback_id": action }))];
    }
    let values = json!({ "to": { "v": { "type": "users_select", "selected_user": "U0BEA00000" } },
        "skill": { "v": { "type": "static_select", "selected_option": { "value": "demo" } } },
        "start": { "v": { "type": "plain_text_input", "value": "Forged." } },
        "reason": { "v": { "type": "static_select", "selected_option": { "value": "other" } } },
        "enrols": { "v": { "type": "static_select", "selected_option": { "value": "list" } } },
        "joining": { "v": { "type": "static_select", "selected_option": { "value": "open" } } },
        "lines": { "v": { "type": "plain_text_input", "value": "Amir, Dana" } },
        "owner": { "v": { "type": "users_select", "selected_user": "U0ELIN0000" } },
        "objection": { "v": { "type": "plain_text_input", "value": "Forged." } },
        "answer": { "v": { "type": "plain_text_input", "value": "Forged." } },
        "skills": { "v": { "type": "plain_text_input", "value": "demo" } } });
    let view = json!({ "id": format!("V{user}{action}"), "callback_id": action, "private_metadata": "1", "hash": "1.a",
        "state": { "values": values } });
    let click = |value: &str| {
        with(
            json!({ "type": "block_actions", "container": { "type": "view", "view_id": "V1" },
            "view": { "id": "V1", "type": "home", "callback_id": "", "private_metadata": "", "hash": "1.a", "state": { "values": {} } },
            "actions": [{ "type": "button", "action_id": action, "block_id": "b", "value": value }] }),
        )
    };
    // Not the owner role of Elin: she is needed to the end of the table.
    vec![
        click("1"),
        click("report:1"),
        click("live"),
        click("U0BEA00000"),
        click("reviewer:U0NOBODY00"),
        with(json!({ "type": "view_submission", "view": view })),
    ]
}

/// Everything that people's acts change; what deliveries change meanwhile is left out.
fn kept(town: &Town) -> Vec<String> {
    let database = rusqlite::Connection::open(town.dir.path().join("peerloop.db")).unwrap();
    let queries = [
        "SELECT id, giver, receiver, skill, body, edited_at, read_at, helped_at, withdrawn_at, returned_at, dropped_at FROM feedback",
        "SELECT * FROM report",
        "SELECT * FROM role",
        "SELECT * FROM setting",
        "SELECT * FROM programme",
        "SELECT * FROM enrolment",
        "SELECT * FROM invitation",
        "SELECT * FROM reports_to",
        "SELECT id, state, version FROM playbook",
        "SELECT id, entry, number, made_by, author FROM playbook_version",
        "SELECT entry, what, by FROM playbook_event",
        "SELECT entry, person, how FROM playbook_use",
        "SELECT id, state FROM playbook_ask",
        "SELECT * FROM mute",
        "SELECT * FROM objection",
        "SELECT * FROM heard",
        "SELECT * FROM drill",
        "SELECT * FROM answer",
        "SELECT * FROM duel",
        "SELECT subject, place, wanted FROM outbox WHERE kind <> 'home'",
    ];
    let mut rows = Vec::new();
    for sql in queries {
        let mut query = database.prepare(sql).unwrap();
        let columns = query.column_count();
        let mut found = query.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values: Vec<String> = (0..columns)
                .map(|at| format!("{:?}", row.get_ref(at).unwrap()))
                .collect();
            rows.push(format!("{sql}: {}", values.join(", ")));
        }
    }
    rows
}
