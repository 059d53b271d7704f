//! Methods that read threads, write later, look people up and check blocks.

use crate::{app::*, start_changed};
use serde_json::{Value, json};
use standin::Standin;

const GENERAL: &str = "C0GENERAL0";

/// A workspace whose app may do nearly everything.
pub(crate) async fn start_wide() -> Standin {
    let scopes = "chat:write, commands, users:read, users:read.email, users.profile:read, im:write, im:read, im:history, mpim:write, \
        mpim:read, channels:read, channels:history, channels:manage, channels:join, groups:read, groups:write, app_mentions:read, \
        chat:write.customize, reactions:read, reactions:write, pins:read, pins:write, usergroups:read, usergroups:write, bookmarks:read, bookmarks:write, \
        team:read, emoji:read";
    let events = "message.channels, message.im, app_mention, app_home_opened, member_joined_channel, member_left_channel, \
        channel_created, channel_rename, channel_archive, channel_unarchive, channel_left, reaction_added, reaction_removed, \
        pin_added, pin_removed, subteam_created, subteam_updated, subteam_members_changed";
    let name = format!("wide-{:?}", std::thread::current().id());
    let from = "scopes: {bot: [chat:write, commands, users:read, im:write, im:history]}\n\
        settings:\n  socket_mode_enabled: true\n  interactivity: {is_enabled: true}\n  event_subscriptions: {bot_events: [app_home_opened, team_join, user_change, app_uninstalled, tokens_revoked]}";
    let to = format!(
        "scopes: {{bot: [{scopes}]}}\nsettings:\n  socket_mode_enabled: true\n  interactivity: {{is_enabled: true}}\n  event_subscriptions: {{bot_events: [{events}]}}"
    );
    start_changed(&name, from, &to).await
}

pub(crate) async fn refused(app: &App, cases: Vec<(&str, &str, Value)>) {
    for (code, method, args) in cases {
        assert_eq!(
            app.error(method, args.clone()).await,
            code,
            "{method} {args}"
        );
    }
}

#[tokio::test]
async fn a_thread_is_read_whole_and_kept_out_of_the_history() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let bea = slack.person("Bea");
    let root = app
        .call(
            "chat.postMessage",
            json!({"channel": GENERAL, "text": "root"}),
        )
        .await;
    let own = socket.take("message", Value::Null).await;
    assert_eq!(
        own["event"]["ts"], root["ts"],
        "the bot's own words come back"
    );
    let (told, ()) = tokio::join!(
        socket.take("message", Value::Null),
        bea.replies("root", "first")
    );
    assert_eq!(
        (&told["event"]["thread_ts"], &told["event"]["channel_type"]),
        (&root["ts"], &json!("channel"))
    );
    let loud = json!({"channel": GENERAL, "thread_ts": root["ts"], "text": "second", "reply_broadcast": true});
    let second = app.call("chat.postMessage", loud).await;
    let texts = |reply: &Value| -> Vec<String> {
        let messages = reply["messages"].as_array().expect("messages");
        messages
            .iter()
            .filter_map(|m| Some(m["text"].as_str()?.to_owned()))
            .collect()
    };
    let history = app
        .call("conversations.history", json!({"channel": GENERAL}))
        .await;
    assert_eq!(
        texts(&history),
        ["second", "root"],
        "newest first, and only what was broadcast"
    );
    let parent = &history["messages"][1];
    assert_eq!(
        (&parent["reply_count"], &parent["latest_reply"]),
        (&json!(2), &second["ts"])
    );
    let thread = app
        .call(
            "conversations.replies",
            json!({"channel": GENERAL, "ts": root["ts"]}),
        )
        .await;
    assert_eq!(texts(&thread), ["root", "first", "second"]);
    let link = app
        .call(
            "chat.getPermalink",
            json!({"channel": GENERAL, "message_ts": second["ts"]}),
        )
        .await;
    let (ts, root) = (
        second["ts"].as_str().expect("ts"),
        root["ts"].as_str().expect("ts"),
    );
    assert_eq!(
        link["permalink"],
        format!(
            "https://northwind.slack.com/archives/{GENERAL}/p{}?thread_ts={root}&cid={GENERAL}",
            ts.replace('.', "")
        )
    );
    refused(
        &app,
        vec![
            (
                "thread_not_found",
                "conversations.replies",
                json!({"channel": GENERAL, "ts": "1.2"}),
            ),
            (
                "message_not_found",
                "chat.getPermalink",
                json!({"channel": GENERAL, "message_ts": "1.2"}),
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn the_bot_hears_where_it_is_and_when_it_is_named() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    amir.types("pod-blue", "not for you").await;
    let both = async {
        let message = socket.take("message", Value::Null).await;
        let mention = socket.take("app_mention", Value::Null).await;
        (message, mention)
    };
    let ((message, mention), ()) = tokio::join!(both, amir.types("general", "@peerloop hello"));
    assert_eq!(
        message["event"]["text"],
        format!("<@{}|peerloop> hello", slack.bot_user())
    );
    assert_eq!(mention["event"]["ts"], message["event"]["ts"]);
    assert_eq!(
        message["event"]["blocks"][0]["elements"][0]["elements"],
        json!([{"type": "user", "user_id": slack.bot_user()}, {"type": "text", "text": " hello"}])
    );
    assert!(mention["event"].get("channel_type").is_none());
    slack.assert_clean();
}

#[tokio::test]
async fn a_message_waits_for_its_time() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let amir = slack.person("Amir");
    let at = slack.now().timestamp() + 600;
    let later = |at: i64, text: &str| json!({"channel": GENERAL, "post_at": at, "text": text});
    let first = app
        .call("chat.scheduleMessage", later(at, "in ten minutes"))
        .await;
    assert_eq!(first["post_at"], at.to_string());
    let second = app
        .call("chat.scheduleMessage", later(at, "taken back"))
        .await;
    let listed = app.call("chat.scheduledMessages.list", json!({})).await;
    assert_eq!(listed["scheduled_messages"][0]["post_at"], at);
    let take = json!({"channel": GENERAL, "scheduled_message_id": second["scheduled_message_id"]});
    app.call("chat.deleteScheduledMessage", take.clone()).await;
    amir.sees_no("in ten minutes");
    slack.advance(chrono::Duration::minutes(11));
    amir.sees("in ten minutes").await;
    amir.sees_no("taken back");
    let far = slack.now().timestamp() + 121 * 24 * 3600;
    refused(
        &app,
        vec![
            (
                "invalid_scheduled_message_id",
                "chat.deleteScheduledMessage",
                take,
            ),
            ("time_in_past", "chat.scheduleMessage", later(at, "x")),
            ("time_too_far", "chat.scheduleMessage", later(far, "x")),
            (
                "invalid_time",
                "chat.scheduleMessage",
                json!({"channel": GENERAL, "post_at": "soon", "text": "x"}),
            ),
            (
                "no_text",
                "chat.scheduleMessage",
                json!({"channel": GENERAL, "post_at": far - 864_000}),
            ),
        ],
    )
    .await;
    let soon = slack.now().timestamp() + 60;
    for n in 0..30 {
        let fine = app
            .call("chat.scheduleMessage", later(soon + n, "one of many"))
            .await;
        assert_eq!(fine["ok"], true, "{fine}");
    }
    assert_eq!(
        app.error("chat.scheduleMessage", later(soon, "x")).await,
        "restricted_too_many"
    );
}

#[tokio::test]
async fn people_are_found_by_address_and_blocks_checked_without_posting() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let bea = slack.person("Bea");
    let found = app
        .call(
            "users.lookupByEmail",
            json!({"email": "Bea@northwind.example"}),
        )
        .await;
    assert_eq!(found["user"]["id"], bea.id());
    assert_eq!(found["user"]["profile"]["email"], "bea@northwind.example");
    let profile = app
        .call("users.profile.get", json!({"user": bea.id()}))
        .await;
    assert_eq!(profile["profile"]["title"], "Sales representative");
    refused(
        &app,
        vec![
            (
                "users_not_found",
                "users.lookupByEmail",
                json!({"email": "zoe@northwind.example"}),
            ),
            (
                "users_not_found",
                "users.lookupByEmail",
                json!({"email": "nobody@northwind.example"}),
            ),
            (
                "user_not_found",
                "users.profile.get",
                json!({"user": "U0NOBODY"}),
            ),
            ("invalid_arguments", "blocks.validate", json!({})),
            (
                "invalid_view",
                "blocks.validate",
                json!({"view": {"type": "modal", "blocks": []}}),
            ),
            (
                "invalid_message",
                "blocks.validate",
                json!({"message": {"blocks": [{"type": "header"}]}}),
            ),
        ],
    )
    .await;
    assert_eq!(
        app.call("blocks.validate", json!({"blocks": [{"type": "divider"}]}))
            .await["ok"],
        true
    );
    assert_eq!(
        app.call("blocks.validate", json!({"view": form().to_string()}))
            .await["ok"],
        true,
        "as a string, too"
    );
    let wrong = app
        .call(
            "blocks.validate",
            json!({"blocks": [{"type": "divider", "colour": 1}]}),
        )
        .await;
    assert_eq!(
        (&wrong["error"], &wrong["errors"][0]["pointer"]),
        (&json!("invalid_blocks"), &json!("/blocks/0"))
    );
}

#[tokio::test]
async fn markdown_is_a_block_of_its_own() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let posted = app
        .call(
            "chat.postMessage",
            json!({"channel": GENERAL, "markdown_text": "# Hello"}),
        )
        .await;
    assert_eq!(posted["message"]["blocks"][0]["type"], "markdown");
    slack.person("Amir").sees("# Hello").await;
    let both = json!({"channel": GENERAL, "markdown_text": "x", "text": "x"});
    assert_eq!(
        app.error("chat.postMessage", both).await,
        "markdown_text_conflict"
    );
}
