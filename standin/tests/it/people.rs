//! People as apps are shown them, and their coming and going.

use crate::{app::*, start};
use serde_json::{Value, json};
use standin::cast::CastPerson;

#[tokio::test]
async fn people_are_listed_page_by_page_as_they_are() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut people = Vec::new();
    let mut cursor = json!("");
    loop {
        let page = app
            .call("users.list", json!({"limit": 4, "cursor": cursor}))
            .await;
        people.extend(page["members"].as_array().expect("members").clone());
        cursor = page["response_metadata"]["next_cursor"].clone();
        if cursor == "" {
            break;
        }
    }
    let of = |name: &str| people.iter().find(|p| p["name"] == name).expect("listed");
    assert_eq!(people.len(), 11);
    assert_eq!(of("slackbot")["id"], "USLACKBOT");
    assert_eq!(of("slackbot")["is_bot"], false);
    assert!(of("zoe")["deleted"] == true && of("zoe").get("tz").is_none());
    assert!(
        of("rex")["is_bot"] == true
            && of("gus")["is_restricted"] == true
            && of("olga")["is_stranger"] == true
    );
    assert!(
        of("elin")["is_admin"] == true
            && of("chidi")["tz"] == "Africa/Lagos"
            && of("chidi")["tz_offset"] == 3600
    );
    assert!(
        of("amir")["profile"].get("email").is_none(),
        "that takes another scope"
    );
}

#[tokio::test]
async fn people_join_change_and_leave() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let noor = CastPerson {
        name: "Noor".into(),
        zone: Some("Asia/Dubai".into()),
        ..CastPerson::default()
    };
    let (event, joined) = tokio::join!(socket.take("team_join", Value::Null), slack.joins(&noor));
    joined.expect("she joins");
    assert_eq!(event["event"]["user"]["tz"], "Asia/Dubai");
    let (event, moved) = tokio::join!(
        socket.take("user_change", Value::Null),
        slack.changes("Noor", |p| p.deactivated = true)
    );
    moved.expect("she is there");
    assert_eq!(event["event"]["user"]["deleted"], true);
    let both = async {
        socket.take("tokens_revoked", Value::Null).await;
        socket.take("app_uninstalled", Value::Null).await;
    };
    tokio::join!(both, slack.uninstalls());
    assert_eq!(app.error("auth.test", json!({})).await, "token_revoked");
    slack.assert_clean();
}
