//! Bookmarks, and what the workspace itself is.

use crate::{
    app::*,
    methods::{refused, start_wide},
};
use serde_json::json;

const GENERAL: &str = "C0GENERAL0";
const POD: &str = "C0PODBLUE0";

#[tokio::test]
async fn a_bookmark_is_added_changed_and_removed() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let add = json!({"channel_id": GENERAL, "title": "Playbook", "type": "link", "link": "https://wiki.example/p"});
    let made = app.call("bookmarks.add", add).await;
    let id = made["bookmark"]["id"].clone();
    assert_eq!(
        (
            &made["bookmark"]["channel_id"],
            &made["bookmark"]["date_updated"]
        ),
        (&json!(GENERAL), &json!(0))
    );
    let edit = json!({"channel_id": GENERAL, "bookmark_id": id, "title": "Our playbook", "emoji": ":book:"});
    app.call("bookmarks.edit", edit).await;
    let listed = app
        .call("bookmarks.list", json!({"channel_id": GENERAL}))
        .await;
    let only = &listed["bookmarks"][0];
    assert_eq!(
        (&only["title"], &only["link"], &only["emoji"]),
        (
            &json!("Our playbook"),
            &json!("https://wiki.example/p"),
            &json!(":book:")
        )
    );
    let at = json!({"channel_id": GENERAL, "bookmark_id": id});
    app.call("bookmarks.remove", at.clone()).await;
    let link =
        |link: &str| json!({"channel_id": GENERAL, "title": "T", "type": "link", "link": link});
    refused(
        &app,
        vec![
            ("not_found", "bookmarks.remove", at.clone()),
            ("not_found", "bookmarks.edit", at),
            ("invalid_link", "bookmarks.add", link("wiki")),
            (
                "invalid_link",
                "bookmarks.add",
                json!({"channel_id": GENERAL, "title": "T", "type": "link"}),
            ),
            (
                "invalid_bookmark_type",
                "bookmarks.add",
                json!({"channel_id": GENERAL, "title": "T", "type": "file"}),
            ),
            (
                "not_in_channel",
                "bookmarks.list",
                json!({"channel_id": POD}),
            ),
            ("channel_not_found", "bookmarks.list", json!({})),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_workspace_tells_of_itself() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let me = app.call("auth.test", json!({})).await;
    let team = app.call("team.info", json!({})).await;
    assert_eq!(
        (&team["team"]["id"], &team["team"]["domain"]),
        (&me["team_id"], &json!("northwind"))
    );
    let bot = app.call("bots.info", json!({"bot": me["bot_id"]})).await;
    assert_eq!(bot["bot"]["user_id"], me["user_id"]);
    assert_eq!(app.call("emoji.list", json!({})).await["emoji"], json!({}));
    refused(
        &app,
        vec![
            (
                "team_not_found",
                "team.info",
                json!({"team": "T0ELSEWHERE"}),
            ),
            ("bot_not_found", "bots.info", json!({"bot": "B0NOBODY00"})),
        ],
    )
    .await;
}
