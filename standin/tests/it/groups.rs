//! User groups.

use crate::{
    app::*,
    methods::{refused, start_wide},
};
use serde_json::{Value, json};

const GENERAL: &str = "C0GENERAL0";

#[tokio::test]
async fn a_group_is_listed_made_and_filled() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let (amir, dana) = (
        slack.person("Amir").id().to_owned(),
        slack.person("Dana").id().to_owned(),
    );
    let listed = app
        .call(
            "usergroups.list",
            json!({"include_users": true, "include_count": true}),
        )
        .await;
    let reps = &listed["usergroups"][0];
    assert_eq!(
        (&reps["handle"], &reps["user_count"], &reps["users"][0]),
        (&json!("reps"), &json!(3), &json!(amir))
    );
    let bare = app.call("usergroups.list", json!({})).await;
    assert!(bare["usergroups"][0].get("users").is_none());
    let made = app
        .call(
            "usergroups.create",
            json!({"name": "On call", "channels": GENERAL}),
        )
        .await;
    let id = made["usergroup"]["id"].clone();
    assert_eq!(
        (
            &made["usergroup"]["handle"],
            &made["usergroup"]["prefs"]["channels"]
        ),
        (&json!("on-call"), &json!([GENERAL]))
    );
    assert_eq!(
        socket.take("subteam_created", Value::Null).await["event"]["subteam"]["id"],
        id
    );
    let filled = app
        .call(
            "usergroups.users.update",
            json!({"usergroup": id, "users": format!("{amir},{dana}")}),
        )
        .await;
    assert_eq!(filled["usergroup"]["users"], json!([amir, dana]));
    socket.take("subteam_updated", Value::Null).await;
    let members = socket.take("subteam_members_changed", Value::Null).await;
    assert_eq!(
        (
            &members["event"]["added_users"],
            &members["event"]["removed_users_count"]
        ),
        (&json!([amir, dana]), &json!(0))
    );
    let users = app
        .call("usergroups.users.list", json!({"usergroup": id}))
        .await;
    assert_eq!(users["users"], json!([amir, dana]));
    let renamed = app
        .call(
            "usergroups.update",
            json!({"usergroup": id, "handle": "oncall", "description": "Who answers"}),
        )
        .await;
    assert_eq!(
        (
            &renamed["usergroup"]["handle"],
            &renamed["usergroup"]["name"]
        ),
        (&json!("oncall"), &json!("On call"))
    );
    socket.take("subteam_updated", Value::Null).await;
    slack.assert_clean();
}

#[tokio::test]
async fn a_group_is_mentioned_by_people_and_by_the_bot() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let id = app.call("usergroups.list", json!({})).await["usergroups"][0]["id"].clone();
    let id = id.as_str().expect("an id");
    let amir = slack.person("Amir");
    let (command, ()) = tokio::join!(
        socket.take("/feedback", Value::Null),
        amir.types("general", "/feedback @reps.")
    );
    assert_eq!(command["text"], format!("<!subteam^{id}|@reps>."));
    let rich = json!([{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "usergroup", "usergroup_id": id}]}]}]);
    app.call(
        "chat.postMessage",
        json!({"channel": GENERAL, "text": format!("Hello <!subteam^{id}>")}),
    )
    .await;
    slack.person("Dana").sees("Hello @reps").await;
    app.call(
        "chat.postMessage",
        json!({"channel": slack.person("Bea").id(), "text": "x", "blocks": rich}),
    )
    .await;
    slack.person("Bea").sees("@reps").await;
    for _ in 0..2 {
        socket.take("message", Value::Null).await;
    }
    slack.assert_clean();
}

#[tokio::test]
async fn groups_are_refused_as_slack_refuses_them() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let id = app.call("usergroups.list", json!({})).await["usergroups"][0]["id"].clone();
    let long = |count: usize| "x".repeat(count);
    refused(
        &app,
        vec![
            (
                "name_already_exists",
                "usergroups.create",
                json!({"name": "Sales representatives"}),
            ),
            (
                "handle_already_exists",
                "usergroups.create",
                json!({"name": "Others", "handle": "reps"}),
            ),
            (
                "handle_already_exists",
                "usergroups.create",
                json!({"name": "Bea"}),
            ),
            (
                "bad_handle",
                "usergroups.create",
                json!({"name": "Others", "handle": "No Way"}),
            ),
            (
                "missing_subteam_name",
                "usergroups.create",
                json!({"name": " "}),
            ),
            (
                "name_too_long",
                "usergroups.create",
                json!({"name": long(256)}),
            ),
            (
                "description_too_long",
                "usergroups.create",
                json!({"name": "N", "description": long(141)}),
            ),
            (
                "invalid_channel_provided",
                "usergroups.create",
                json!({"name": "N", "channels": ["C0NOWHERE0"]}),
            ),
            (
                "no_such_subteam",
                "usergroups.update",
                json!({"usergroup": "S0NOBODY00"}),
            ),
            (
                "no_such_subteam",
                "usergroups.users.list",
                json!({"usergroup": "S0NOBODY00"}),
            ),
            (
                "no_users_provided",
                "usergroups.users.update",
                json!({"usergroup": id, "users": ""}),
            ),
            (
                "invalid_users",
                "usergroups.users.update",
                json!({"usergroup": id, "users": slack.bot_user()}),
            ),
        ],
    )
    .await;
}
