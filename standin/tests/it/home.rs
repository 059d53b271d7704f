//! The Home tab.

use crate::{app::*, start};
use serde_json::{Value, json};

#[tokio::test]
async fn home_is_published_with_a_hash_and_opened_with_its_view() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let (first, ()) = tokio::join!(
        socket.take("app_home_opened", Value::Null),
        amir.opens_home()
    );
    assert!(
        first["event"].get("view").is_none(),
        "nothing was published yet"
    );
    assert_eq!(first["event"]["tab"], "home");
    assert_eq!(first["authorizations"][0]["is_bot"], true);
    let home = |text: &str| json!({"type": "home", "blocks": [section(text), {"type": "actions", "elements": [button("Go", "go", text)]}]});
    let one = app
        .call(
            "views.publish",
            json!({"user_id": amir.id(), "view": home("one")}),
        )
        .await;
    assert_eq!(one["view"]["type"], "home");
    assert_eq!(
        one["view"]["title"]["text"], "View Title",
        "as in recorded payloads"
    );
    let hash = &one["view"]["hash"];
    app.call(
        "views.publish",
        json!({"user_id": amir.id(), "view": home("two"), "hash": hash}),
    )
    .await;
    let stale = json!({"user_id": amir.id(), "view": home("three"), "hash": hash});
    assert_eq!(app.error("views.publish", stale).await, "hash_conflict");
    let (click, ()) = tokio::join!(
        socket.take("block_actions", Value::Null),
        amir.clicks_beside("Go", "two")
    );
    assert_eq!(click["container"]["type"], "view");
    assert_eq!(click["actions"][0]["value"], "two");
    slack.person("Bea").sees_no("two");
    let opened = app
        .call(
            "views.open",
            json!({"trigger_id": click["trigger_id"], "view": form()}),
        )
        .await;
    assert_eq!(opened["ok"], true, "Home's trigger opens a form");
}
