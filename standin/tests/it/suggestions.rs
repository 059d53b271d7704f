//! External selects: the app is asked for options, and what it offers is checked.

use crate::{
    app::*,
    fields::{input, modal, open, options},
    start,
};
use serde_json::{Value, json};

#[tokio::test]
async fn an_app_offers_options_for_what_is_typed() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let element = json!({"type": "multi_external_select", "action_id": "v", "min_query_length": 2});
    open(
        &slack,
        &app,
        &mut socket,
        "general",
        modal(vec![input("skill", element)]),
    )
    .await;
    amir.searches("skill", "o").await;
    let offered = json!({"options": options(&["Opening", "Objections"])});
    let (asked, ()) = tokio::join!(
        socket.take("block_suggestion", offered),
        amir.searches("skill", "op")
    );
    assert_eq!(
        (&asked["value"], &asked["action_id"]),
        (&json!("op"), &json!("v"))
    );
    assert_eq!(asked["container"]["type"], "view");
    assert_eq!(asked["view"]["callback_id"], "");
    amir.picks("skill", "Opening").await;
    let grouped =
        json!({"option_groups": [{"label": plain("Talk"), "options": options(&["Closing"])}]});
    tokio::join!(
        socket.take("block_suggestion", grouped),
        amir.searches("skill", "clo")
    );
    amir.picks("skill", "Closing").await;
    let (sent, ()) = tokio::join!(socket.take("view_submission", Value::Null), amir.submits());
    let picked = &sent["view"]["state"]["values"]["skill"]["v"]["selected_options"];
    assert_eq!(
        (&picked[0]["value"], &picked[1]["value"]),
        (&json!("opening"), &json!("closing"))
    );
    slack.assert_clean();
}

#[tokio::test]
async fn options_that_slack_would_not_take_are_noticed() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let element = json!({"type": "external_select", "action_id": "v"});
    open(
        &slack,
        &app,
        &mut socket,
        "general",
        modal(vec![input("skill", element)]),
    )
    .await;
    let many: Vec<String> = (0..101).map(|n| n.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for (answer, wrong) in [
        (
            json!({"options": options(&many)}),
            "no more than 100 items allowed",
        ),
        (
            json!({"choices": []}),
            "invalid additional property: choices",
        ),
        (Value::Null, "options are missing"),
    ] {
        tokio::join!(
            socket.take("block_suggestion", answer),
            amir.searches("skill", "anything")
        );
        let noted = slack
            .journal()
            .into_iter()
            .any(|e| e.violation && e.outcome.contains(wrong));
        assert!(noted, "{wrong}");
        slack.expect_refusal(wrong);
    }
    slack.assert_clean();
}
