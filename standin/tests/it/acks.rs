//! Acks that Slack would not take, and those it takes as bare.

use crate::{app::*, start};
use serde_json::{Value, json};

#[tokio::test]
async fn acks_are_checked() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    for (payload, wrong) in [
        (
            json!({"text": "x", "blocks": [{"type": "sections"}]}),
            "unsupported type: sections",
        ),
        (
            json!({"text": "x", "response_type": "loud"}),
            "response_type loud is unknown",
        ),
        (json!({"blocks": []}), "no_text"),
        (
            json!({"text": "x", "mood": "good"}),
            "a message has no mood",
        ),
    ] {
        tokio::join!(
            socket.take("/feedback", payload),
            amir.types("general", "/feedback")
        );
        let journal = slack.journal();
        let last = journal.iter().rfind(|e| e.violation).expect("a violation");
        assert!(last.outcome.contains(wrong), "{last:?}");
        assert!(amir.notice().is_some());
    }
    let blank = json!({"type": "modal", "title": plain("T")});
    for (payload, wrong) in [
        (
            json!({"response_action": "errors", "errors": {"more": "x"}}),
            "more, which is no input block",
        ),
        (
            json!({"response_action": "errors", "errors": {}}),
            "at least one block",
        ),
        (
            json!({"response_action": "update", "view": blank}),
            "missing required field: blocks",
        ),
        (json!({"response_action": "push"}), "must provide an object"),
        (
            json!({"response_action": "explode"}),
            "response_action explode is unknown",
        ),
        (
            json!({"errors": {"start": "x"}}),
            "response_action is missing",
        ),
    ] {
        app.call(
            "views.open",
            json!({"trigger_id": slack.trigger("Amir"), "view": form()}),
        )
        .await;
        amir.picks("To", "Bea").await;
        tokio::join!(socket.take("view_submission", payload), amir.submits());
        let journal = slack.journal();
        let last = journal.iter().rfind(|e| e.violation).expect("a violation");
        assert!(last.outcome.contains(wrong), "{last:?}");
        assert_eq!(
            amir.notice().as_deref(),
            Some("We had some trouble connecting. Try again?")
        );
        assert!(amir.form_title().is_some(), "the form stays");
    }
    tokio::join!(
        socket.take("shortcut", json!({"text": "hi"})),
        amir.runs("Give feedback")
    );
    for (text, wrong) in [
        ("hello", "a frame that is not JSON"),
        ("{}", "a frame without envelope_id"),
        (
            r#"{"envelope_id":"x"}"#,
            "an ack of an envelope that was never sent",
        ),
    ] {
        socket.send(text).await;
        slack.expect_refusal(wrong);
        slack
            .wait_until(wrong, |s| s.journal().iter().any(|e| e.outcome == wrong))
            .await;
    }
    assert!(
        slack
            .journal()
            .iter()
            .any(|e| e.violation && e.outcome == "a payload where none is taken")
    );
}

#[tokio::test]
async fn an_empty_payload_is_a_bare_ack() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    tokio::join!(
        socket.take("/feedback", json!({})),
        amir.types("general", "/feedback")
    );
    tokio::join!(
        socket.take("shortcut", json!({})),
        amir.runs("Give feedback")
    );
    assert_eq!(amir.notice(), None);
    slack.assert_clean();
}

#[tokio::test]
async fn a_second_ack_is_noticed() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let twice = async {
        let envelope = socket.envelope("/feedback").await;
        socket.ack(&envelope, Value::Null).await;
        socket.ack(&envelope, Value::Null).await;
    };
    tokio::join!(twice, amir.types("general", "/feedback"));
    slack
        .wait_until("the violation", |s| {
            s.journal().iter().any(|e| e.outcome == "acked twice")
        })
        .await;
}
