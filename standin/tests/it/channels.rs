//! Messages in channels: what several people do with one, and what each of them sees.

use crate::{app::*, methods::start_wide, start, start_changed};
use serde_json::{Value, json};
use standin::workspace::Workspace;

const GENERAL: &str = "C0GENERAL0";

fn card(text: &str) -> Value {
    json!([section(text), {"type": "actions", "block_id": "vote", "elements": [button("Join", "join", "7")]}])
}

#[tokio::test]
async fn a_card_is_pressed_by_several_people_and_changes_for_all() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    let posted = app
        .call(
            "chat.postMessage",
            json!({"channel": GENERAL, "text": "A drill", "blocks": card("A drill: nobody joined")}),
        )
        .await;
    assert!(posted["message"]["bot_id"].is_string(), "{posted}");
    amir.sees("nobody joined").await;
    assert_eq!(amir.unread(), 1);

    let (first, ()) = tokio::join!(
        socket.take("block_actions", Value::Null),
        amir.clicks("Join")
    );
    let (second, ()) = tokio::join!(
        socket.take("block_actions", Value::Null),
        bea.clicks("Join")
    );
    for (click, person) in [(&first, &amir), (&second, &bea)] {
        assert_eq!(click["user"]["id"], person.id());
        assert_eq!(click["channel"], json!({"id": GENERAL, "name": "general"}));
        assert_eq!(click["message"]["ts"], posted["ts"]);
        assert_eq!(click["container"]["message_ts"], posted["ts"]);
    }
    assert_eq!(amir.unread(), 0, "pressing is looking");

    // A whisper to each, over their own response url.
    for (click, words) in [(&first, "Amir is in"), (&second, "Bea is in")] {
        let url = click["response_url"].as_str().expect("a url");
        let path = format!("/respond/{}", url.rsplit('/').next().expect("an id"));
        let body = json!({"response_type": "ephemeral", "replace_original": false, "text": words});
        app.post(&path, "", &body.to_string()).await;
    }
    amir.sees("Peerloop (only you): Amir is in").await;
    amir.sees_no("Bea is in");
    bea.sees("Peerloop (only you): Bea is in").await;

    let (channel, ts) = (&posted["channel"], &posted["ts"]);
    let change = json!({"channel": channel, "ts": ts, "text": "A drill", "blocks": card("A drill: 2 joined")});
    app.call("chat.update", change).await;
    for person in [&amir, &bea, &slack.person("Gus")] {
        person.sees("2 joined").await;
        person.sees("(edited)").await;
    }

    // A button of a channel message opens a form for the one who pressed it.
    let opened = app
        .call(
            "views.open",
            json!({"trigger_id": second["trigger_id"], "view": form()}),
        )
        .await;
    assert_eq!(opened["ok"], true, "{opened}");
    bea.waits_for_form("Give feedback").await;
    assert_eq!(amir.form_title(), None);
    slack.assert_clean();
}

#[tokio::test]
async fn what_one_person_picks_in_a_message_is_theirs() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    let options =
        json!([{"text": plain("Yes"), "value": "y"}, {"text": plain("No"), "value": "n"}]);
    let poll = json!([{"type": "actions", "block_id": "poll", "elements": [
        {"type": "radio_buttons", "action_id": "v", "options": options}]},
        {"type": "section", "block_id": "who", "text": {"type": "mrkdwn", "text": "Who?"},
         "accessory": {"type": "users_select", "action_id": "v"}}]);
    app.call(
        "chat.postMessage",
        json!({"channel": GENERAL, "text": "A poll", "blocks": poll}),
    )
    .await;
    let vote = async |socket: &mut Socket, who: &standin::Persona, label: &str, option: &str| {
        tokio::join!(
            socket.take("block_actions", Value::Null),
            who.picks(label, option)
        )
        .0
    };
    let radio = |n: usize, who: &standin::Persona| {
        who.screen().conversations[0].messages[n].state["poll"]["v"]["selected_option"]["value"]
            .clone()
    };
    vote(&mut socket, &amir, "Who?", "Bea").await;
    // A radio group in a message has no label of its own: it is picked by its place.
    let pick = |value: &str, label: &str| {
        let on = json!({"kind": "message", "channel": GENERAL, "ts": amir.screen().conversations[0].messages[0].ts});
        let picked = json!({"selected_option": {"text": plain(label), "value": value}});
        serde_json::from_value(json!({"do": "click", "on": on, "block_id": "poll", "action_id": "v", "picked": picked})).expect("an act")
    };
    let (click, ()) = tokio::join!(
        socket.take("block_actions", Value::Null),
        amir.does(pick("y", "Yes"))
    );
    assert_eq!(click["actions"][0]["selected_option"]["value"], "y");
    assert_eq!(
        click["state"]["values"]["who"]["v"]["selected_user"],
        bea.id()
    );
    let (click, ()) = tokio::join!(
        socket.take("block_actions", Value::Null),
        bea.does(pick("n", "No"))
    );
    assert_eq!(
        click["state"]["values"]["who"]["v"]["selected_user"],
        Value::Null
    );
    assert_eq!((radio(0, &amir), radio(0, &bea)), (json!("y"), json!("n")));
}

#[tokio::test]
async fn a_private_channel_is_seen_by_its_members_only() {
    let slack = start_private().await;
    let app = App::of(&slack);
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    let post = json!({"channel": "C0SECRET00", "text": "between us"});
    assert_eq!(
        app.error("chat.postMessage", post.clone()).await,
        "channel_not_found"
    );
    slack.invites_bot("secret");
    app.call("chat.postMessage", post.clone()).await;
    amir.sees("between us").await;
    bea.sees_no("between us");
    assert!(
        !bea.screen()
            .choices
            .iter()
            .any(|choice| choice.name == "#secret")
    );
    let ephemeral = json!({"channel": "C0SECRET00", "user": amir.id(), "text": "for Amir"});
    app.call("chat.postEphemeral", ephemeral).await;
    amir.sees("Peerloop (only you): for Amir").await;
    let other = json!({"channel": "C0SECRET00", "user": bea.id(), "text": "x"});
    assert_eq!(
        app.error("chat.postEphemeral", other).await,
        "user_not_in_channel"
    );
    slack.archives("secret");
    assert_eq!(app.error("chat.postMessage", post).await, "is_archived");
    amir.types("secret", "hello?").await;
    assert_eq!(
        amir.notice().as_deref(),
        Some("This channel has been archived.")
    );
}

async fn start_private() -> standin::Standin {
    let text = "team: {name: T, domain: t}\npeople: [{name: Amir}, {name: Bea}]\n\
        channels: [{name: general, members: [Amir, Bea]}, {name: secret, members: [Amir], private: true}]";
    let path = std::env::temp_dir().join(format!("standin-private-{}.yml", std::process::id()));
    std::fs::write(&path, text).expect("a temporary file");
    let options = standin::Options {
        world: Some(path.clone()),
        ..standin::Options::default()
    };
    let slack = crate::start_with(options).await;
    std::fs::remove_file(path).expect("it was just written");
    slack
}

#[tokio::test]
async fn people_and_the_bot_answer_in_a_thread() {
    let slack = start().await;
    let app = App::of(&slack);
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    let posted = app
        .call(
            "chat.postMessage",
            json!({"channel": GENERAL, "text": "The question"}),
        )
        .await;
    bea.replies("The question", "An answer").await;
    amir.sees("↳ Bea: An answer").await;
    let reply = json!({"channel": GENERAL, "thread_ts": posted["ts"], "text": "Thank you"});
    let replied = app.call("chat.postMessage", reply).await;
    assert_eq!(replied["message"]["thread_ts"], posted["ts"]);
    amir.sees("↳ Peerloop: Thank you").await;
    let lost = json!({"channel": GENERAL, "thread_ts": "1.2", "text": "x"});
    assert_eq!(
        app.error("chat.postMessage", lost).await,
        "thread_not_found"
    );
    bea.replies("The question", "/feedback").await;
    assert_eq!(
        bea.notice().as_deref(),
        Some("Slash commands are not supported in threads.")
    );
}

#[tokio::test]
async fn people_change_and_take_back_their_own_words() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    let (said, ()) = tokio::join!(
        socket.take("message", Value::Null),
        amir.types("general", "a typpo")
    );
    let (event, ()) = tokio::join!(
        socket.take("message", Value::Null),
        amir.edits("typpo", "a typo & @bea")
    );
    let event = &event["event"];
    assert_eq!(
        (&event["subtype"], &event["hidden"]),
        (&json!("message_changed"), &json!(true))
    );
    assert_eq!(event["previous_message"]["text"], "a typpo");
    assert_eq!(
        event["message"]["text"],
        format!("a typo &amp; <@{}|bea>", bea.id())
    );
    assert_eq!(event["message"]["ts"], said["event"]["ts"]);
    bea.sees("a typo & @Bea (edited)").await;
    let (event, ()) = tokio::join!(socket.take("message", Value::Null), amir.deletes("typo"));
    assert_eq!(
        (&event["event"]["subtype"], &event["event"]["deleted_ts"]),
        (&json!("message_deleted"), &said["event"]["ts"])
    );
    bea.sees_no("a typo");
    // Elin is an admin: she may delete anybody's.
    let (_, ()) = tokio::join!(
        socket.take("message", Value::Null),
        bea.types("general", "not for here")
    );
    let elin = slack.person("Elin");
    let (event, ()) = tokio::join!(
        socket.take("message", Value::Null),
        elin.deletes("not for here")
    );
    assert_eq!(event["event"]["subtype"], "message_deleted");
    bea.sees_no("not for here");
    let others = json!({"do": "delete", "channel": GENERAL, "ts": "1.2"});
    let act = serde_json::from_value(others).expect("an act");
    let refused = slack.hub().act(bea.id().to_owned(), act).await;
    assert_eq!(refused, Err("that message is not there".to_owned()));
    slack.assert_clean();
}

#[tokio::test]
async fn a_scope_opens_public_channels_to_the_bot() {
    let slack = start_changed("public", "chat:write,", "chat:write, chat:write.public,").await;
    let app = App::of(&slack);
    let post = json!({"channel": "C0PODBLUE0", "text": "from outside"});
    app.call("chat.postMessage", post).await;
    slack.person("Chidi").sees("from outside").await;
    let whisper = json!({"channel": "C0PODBLUE0", "user": slack.person("Chidi").id(), "text": "x"});
    assert_eq!(
        app.error("chat.postEphemeral", whisper).await,
        "not_in_channel"
    );
    slack.expect_refusal("not_in_channel");
    slack.assert_clean();
}
