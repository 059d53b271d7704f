//! What Slack sends for each act, and the request it becomes. The payloads follow docs.slack.dev/reference.

use crate::ids::{ChannelId, TeamId, Ts, UserId, ViewId};
use crate::request::{Act, Exits, Field, Place, Request};
use crate::slack::envelope::{Envelope, Kind};
use crate::slack::receive::{Received, receive};
use serde_json::{Value, json};

fn envelope(kind: Kind, payload: Value) -> Envelope {
    Envelope {
        id: "e1".into(),
        kind,
        payload,
        retry_attempt: 0,
        accepts_payload: true,
    }
}

fn read(kind: Kind, payload: Value) -> (Request, Exits) {
    match receive(&envelope(kind, payload)) {
        Received::Request(request, exits) => (*request, exits),
        other @ (Received::Ignore(_) | Received::Unreadable(_)) => panic!("{other:?}"),
    }
}

fn ignored(kind: Kind, payload: Value) -> bool {
    matches!(receive(&envelope(kind, payload)), Received::Ignore(_))
}

fn unreadable(kind: Kind, payload: Value) -> bool {
    matches!(receive(&envelope(kind, payload)), Received::Unreadable(_))
}

fn command() -> Value {
    json!({"token": "x", "team_id": "T1", "team_domain": "acme", "channel_id": "C1", "channel_name": "general",
        "user_id": "U1", "user_name": "amir", "command": "/feedback", "text": "<@U2|bea> thanks &amp; so on",
        "api_app_id": "A1", "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T1/1/abc", "trigger_id": "111.222.abc"})
}

fn submission() -> Value {
    json!({"type": "view_submission", "team": {"id": "T1", "domain": "acme"}, "enterprise": null,
        "user": {"id": "U1", "username": "amir", "name": "amir", "team_id": "T1"}, "api_app_id": "A1",
        "trigger_id": "11.23.cd", "response_urls": [], "view": {"id": "V1", "team_id": "T1", "type": "modal",
        "callback_id": "feedback.give", "private_metadata": "feedback:17", "hash": "1790000000.Ab12", "blocks": [],
        "state": {"values": {"to": {"v": {"type": "users_select", "selected_user": "U2"}},
            "start": {"v": {"type": "plain_text_input", "value": "Ask for the next step"}},
            "stop": {"v": {"type": "plain_text_input", "value": null}}}},
        "root_view_id": "V1", "previous_view_id": null}})
}

fn click() -> Value {
    json!({"type": "block_actions", "team": {"id": "T1", "domain": "acme"},
        "user": {"id": "U2", "username": "bea", "name": "bea", "team_id": "T1"}, "trigger_id": "11.22.ab",
        "response_url": "https://hooks.slack.com/actions/T1/9/xyz",
        "container": {"type": "message", "message_ts": "1790000000.000100", "channel_id": "D7", "is_ephemeral": false},
        "channel": {"id": "D7", "name": "directmessage"},
        "message": {"type": "message", "user": "U0BOT", "ts": "1790000000.000100", "text": "t",
            "metadata": {"event_type": "x", "event_payload": {"number": 7}}, "blocks": [
            {"type": "actions", "block_id": "b1", "elements": [
                {"type": "button", "action_id": "feedback.read", "value": "feedback:17"},
                {"type": "button", "action_id": "help", "url": "https://x.example"}]}]},
        "state": {"values": {}}, "actions": [{"type": "button", "action_id": "feedback.read", "block_id": "b1",
            "text": {"type": "plain_text", "text": "Read"}, "value": "feedback:17", "action_ts": "1790000005.1"}]})
}

fn event(inner: &Value) -> Value {
    json!({"token": "x", "team_id": "T1", "api_app_id": "A1", "type": "event_callback", "event_id": "Ev1",
        "event_time": 1_790_000_000, "event": inner, "authorizations": [{"enterprise_id": null, "team_id": "T1",
        "user_id": "U0BOT", "is_bot": true}]})
}

#[test]
fn a_command_has_its_words_its_people_and_its_exits() {
    let (request, exits) = read(Kind::Command, command());
    assert_eq!(
        (request.key.as_str(), request.who, request.team),
        (
            "act:111.222.abc",
            UserId::new("U1"),
            Some(TeamId::new("T1"))
        )
    );
    assert_eq!(request.place, Place::Conversation(ChannelId::new("C1")));
    let Act::Command {
        name,
        text,
        mentions,
    } = request.act
    else {
        panic!("{:?}", request.act)
    };
    assert_eq!(
        (name.as_str(), text.as_str()),
        ("/feedback", "@bea thanks & so on")
    );
    assert_eq!(mentions, [UserId::new("U2")]);
    assert_eq!(exits.trigger.unwrap().as_str(), "111.222.abc");
    assert_eq!(
        exits.response_url.as_deref(),
        Some("https://hooks.slack.com/commands/T1/1/abc")
    );
    assert_eq!(exits.form, None);
}

#[test]
fn a_command_without_its_optional_fields_is_still_one() {
    let (request, exits) = read(
        Kind::Command,
        json!({"command": "/x", "user_id": "U1", "team_id": null}),
    );
    assert_eq!(
        (request.key.as_str(), request.team, request.place),
        ("act:e1", None, Place::Nowhere)
    );
    assert!(exits.trigger.is_none() && exits.response_url.is_none());
    assert!(unreadable(Kind::Command, json!({"command": "/x"})));
    assert!(unreadable(
        Kind::Command,
        json!({"user_id": "U1", "text": "hi"})
    ));
    assert!(unreadable(Kind::Command, Value::Null));
}

#[test]
fn a_submitted_form_has_its_fields_from_the_state() {
    let (request, exits) = read(Kind::Interactive, submission());
    assert_eq!(
        (request.key.as_str(), request.place),
        ("form:V1", Place::Form)
    );
    let Act::Submit(form) = request.act else {
        panic!("{:?}", request.act)
    };
    assert_eq!(
        (form.view, form.callback.as_str(), form.item.as_str()),
        (ViewId::new("V1"), "feedback.give", "feedback:17")
    );
    assert_eq!(form.fields.person("to"), Some(&UserId::new("U2")));
    assert_eq!(form.fields.text("start"), Some("Ask for the next step"));
    assert_eq!(form.fields.0.len(), 2, "nothing typed, no field");
    assert_eq!(
        exits.form,
        Some((ViewId::new("V1"), "1790000000.Ab12".into()))
    );
}

#[test]
fn an_org_wide_install_leaves_out_the_team_and_loses_nothing() {
    for absent in [json!(null), json!({})] {
        let mut payload = submission();
        payload["team"] = absent;
        payload["is_enterprise_install"] = true.into();
        let (request, _) = read(Kind::Interactive, payload);
        assert_eq!(request.team, None);
        assert!(matches!(request.act, Act::Submit(form) if form.fields.text("start").is_some()));
    }
}

#[test]
fn words_are_kept_whole() {
    for words in [
        "\u{200b}a\u{202e}b\u{feff}",
        "שלום עולם",
        "  two  spaces \n",
        "&lt;b&gt; <@U1> *x*",
        &"ß".repeat(3000),
    ] {
        let mut payload = submission();
        payload["view"]["state"]["values"]["start"]["v"]["value"] = words.into();
        let (request, _) = read(Kind::Interactive, payload);
        let Act::Submit(form) = request.act else {
            panic!()
        };
        assert_eq!(form.fields.0["start"], Field::Text(words.to_owned()));
    }
}

#[test]
fn a_form_that_cannot_be_read_is_not_acked() {
    let mut without_id = submission();
    without_id["view"]["id"] = Value::Null;
    let mut without_user = submission();
    without_user["user"] = Value::Null;
    let mut unknown_input = submission();
    unknown_input["view"]["state"]["values"]["start"]["v"] =
        json!({"type": "new", "drawn": "a picture"});
    let mut unknown_type = submission();
    unknown_type["type"] = "view_teleported".into();
    for payload in [
        without_id,
        without_user,
        unknown_input,
        unknown_type,
        Value::Null,
        json!([1]),
    ] {
        assert!(unreadable(Kind::Interactive, payload.clone()), "{payload}");
    }
}

#[test]
fn a_form_without_a_state_or_a_hash_is_an_empty_one() {
    let payload = json!({"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1", "type": "modal"}});
    let (request, exits) = read(Kind::Interactive, payload);
    assert!(
        matches!(request.act, Act::Submit(form) if form.fields.0.is_empty() && form.callback.is_empty())
    );
    assert_eq!(exits.form, Some((ViewId::new("V1"), String::new())));
}

#[test]
fn a_closed_form_names_what_it_was_for() {
    let mut payload = submission();
    payload["type"] = "view_closed".into();
    payload["is_cleared"] = true.into();
    let (request, _) = read(Kind::Interactive, payload);
    assert_eq!(request.key, "form:V1");
    assert!(matches!(request.act, Act::Close(form) if form.item == "feedback:17"));
}

#[test]
fn only_public_channels_have_a_name() {
    for (sent, named) in [
        (json!("pod-blue"), Some("pod-blue")),
        (json!("privategroup"), None),
        (json!("directmessage"), None),
        (json!("mpdm-amir--bea--chidi-1"), None),
        (json!(""), None),
        (json!(null), None),
    ] {
        let mut payload = click();
        payload["channel"]["name"] = sent.clone();
        let (request, _) = read(Kind::Interactive, payload);
        let Place::Message { name, .. } = request.place else {
            panic!("{:?}", request.place)
        };
        assert_eq!(name.as_deref(), named, "{sent}");
    }
}

#[test]
fn a_click_on_a_message_has_its_value_and_its_place() {
    let (request, exits) = read(Kind::Interactive, click());
    assert_eq!(request.key, "act:11.22.ab");
    let here = |ephemeral| Place::Message {
        channel: ChannelId::new("D7"),
        name: None,
        ts: Ts::new("1790000000.000100"),
        ephemeral,
    };
    assert_eq!(request.place, here(false));
    let Act::Click {
        action,
        value,
        form,
    } = request.act
    else {
        panic!("{:?}", request.act)
    };
    assert_eq!(
        (action.as_str(), value.as_str(), form.is_none()),
        ("feedback.read", "feedback:17", true)
    );
    assert_eq!((exits.response_url.is_some(), exits.form), (true, None));

    // An ephemeral message comes without its message.
    let mut ephemeral = click();
    ephemeral["container"]["is_ephemeral"] = true.into();
    ephemeral["message"] = Value::Null;
    assert_eq!(read(Kind::Interactive, ephemeral).0.place, here(true));
}

#[test]
fn a_click_in_a_form_brings_the_form_along_and_one_on_the_home_tab_does_not() {
    let mut in_form = submission();
    in_form["type"] = "block_actions".into();
    in_form["container"] = json!({"type": "view", "view_id": "V1"});
    in_form["actions"] =
        json!([{"type": "button", "action_id": "feedback.more", "block_id": "b", "value": "2"}]);
    let mut at_home = in_form.clone();
    at_home["view"]["type"] = "home".into();

    let (request, exits) = read(Kind::Interactive, in_form);
    assert_eq!(request.place, Place::Form);
    let Act::Click {
        form: Some(form), ..
    } = request.act
    else {
        panic!("{:?}", request.act)
    };
    assert_eq!(form.fields.text("start"), Some("Ask for the next step"));
    assert!(exits.form.is_some());

    let (request, exits) = read(Kind::Interactive, at_home);
    assert_eq!(request.place, Place::Home);
    assert!(matches!(request.act, Act::Click { form: None, .. }));
    assert_eq!(exits.form, None);
}

#[test]
fn a_menu_gives_what_was_picked() {
    for (pressed, expected) in [
        (
            json!({"type": "overflow", "action_id": "a", "selected_option": {"value": "withdraw:17"}}),
            "withdraw:17",
        ),
        (
            json!({"type": "static_select", "action_id": "a", "selected_option": null}),
            "",
        ),
        (
            json!({"type": "users_select", "action_id": "a", "selected_user": "U3", "initial_user": "U1"}),
            "U3",
        ),
        (json!({"type": "button", "action_id": "a"}), ""),
    ] {
        let mut payload = click();
        payload["actions"] = json!([pressed]);
        let (request, _) = read(Kind::Interactive, payload);
        assert!(
            matches!(request.act, Act::Click { value, .. } if value == expected),
            "{pressed}"
        );
    }
}

#[test]
fn a_button_that_only_opens_a_link_is_acked_and_forgotten() {
    let mut payload = click();
    payload["actions"] = json!([{"type": "button", "action_id": "help", "block_id": "b1"}]);
    assert!(ignored(Kind::Interactive, payload));
    let mut accessory = click();
    accessory["message"]["blocks"] = json!([{"type": "section", "block_id": "s",
        "accessory": {"type": "button", "action_id": "docs", "url": "https://x.example"}}]);
    accessory["actions"] = json!([{"type": "button", "action_id": "docs", "block_id": "s"}]);
    assert!(ignored(Kind::Interactive, accessory));
}

#[test]
fn a_click_on_nothing_is_unreadable() {
    for actions in [json!([]), json!(null), json!([{"type": "button"}])] {
        let mut payload = click();
        payload["actions"] = actions;
        assert!(unreadable(Kind::Interactive, payload));
    }
}

#[test]
fn shortcuts_know_their_message_and_who_wrote_it() {
    let global = json!({"type": "shortcut", "callback_id": "give", "trigger_id": "1.2.z", "team": {"id": "T1"}, "user": {"id": "U1"}});
    let (request, _) = read(Kind::Interactive, global);
    assert_eq!(request.place, Place::Nowhere);
    assert!(
        matches!(request.act, Act::Shortcut { callback, author: None, on_message: false, text: None } if callback == "give")
    );

    let mut on_message = json!({"type": "message_action", "callback_id": "turn_into", "trigger_id": "1.2.z",
        "message_ts": "17.1", "response_url": "https://hooks.slack.com/app/T1/1/x", "team": {"id": "T1"},
        "channel": {"id": "C1", "name": "general"}, "user": {"id": "U1"},
        "message": {"type": "message", "user": "U2", "ts": "17.1", "text": "hi"}});
    let (request, exits) = read(Kind::Interactive, on_message.clone());
    assert_eq!(
        request.place,
        Place::Message {
            channel: ChannelId::new("C1"),
            name: Some("general".to_owned()),
            ts: Ts::new("17.1"),
            ephemeral: false
        }
    );
    assert!(exits.response_url.is_some());
    assert!(
        matches!(request.act, Act::Shortcut { author: Some(author), on_message: true, text: None, .. } if author.as_str() == "U2")
    );
    // Only the shortcut that is about a message's words reads them.
    on_message["callback_id"] = "save_to_playbook".into();
    for (sent, said) in [
        (json!("a &lt; b, <@U9|zoe>"), Some("a < b, @zoe")),
        (json!("  "), None),
        (json!(7), None),
        (json!(null), None),
    ] {
        on_message["message"]["text"] = sent;
        let (request, _) = read(Kind::Interactive, on_message.clone());
        let Act::Shortcut { text, .. } = request.act else {
            panic!("no shortcut")
        };
        assert_eq!(text.as_deref(), said);
    }

    on_message["message"] =
        json!({"type": "message", "subtype": "bot_message", "bot_id": "B1", "ts": "17.1"});
    let (request, _) = read(Kind::Interactive, on_message);
    assert!(matches!(
        request.act,
        Act::Shortcut {
            author: None,
            on_message: true,
            ..
        }
    ));
}

#[test]
fn opening_the_home_tab_is_a_request_and_opening_the_messages_is_not() {
    let opened = |tab: &str| {
        event(&json!({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": tab}))
    };
    let (request, exits) = read(Kind::Events, opened("home"));
    assert_eq!(
        (request.key.as_str(), request.who.as_str(), request.place),
        ("event:Ev1", "U1", Place::Home)
    );
    assert!(matches!(request.act, Act::OpenedHome) && exits.trigger.is_none());
    assert!(ignored(Kind::Events, opened("messages")));
}

#[test]
fn people_who_join_or_change_come_with_their_profile() {
    for kind in ["team_join", "user_change"] {
        let user = json!({"id": "U5", "name": "elin", "team_id": "T9", "profile": {"display_name": "Elin"}});
        let (request, _) = read(
            Kind::Events,
            event(&json!({"type": kind, "user": user, "cache_ts": 1})),
        );
        assert_eq!(request.who, UserId::new("U5"));
        let Act::PeopleChanged(profile) = request.act else {
            panic!("{:?}", request.act)
        };
        assert!(profile.name == "Elin" && profile.is_outsider);
    }
    assert!(ignored(
        Kind::Events,
        event(&json!({"type": "team_join", "user": "U5"}))
    ));
}

#[test]
fn being_uninstalled_is_heard_both_ways() {
    for inner in [
        json!({"type": "app_uninstalled"}),
        json!({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}}),
    ] {
        let (request, _) = read(Kind::Events, event(&inner));
        assert!(matches!(request.act, Act::Uninstalled));
        assert_eq!(request.who, UserId::new("U0BOT"));
    }
    assert!(ignored(
        Kind::Events,
        event(&json!({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}))
    ));
    assert!(ignored(
        Kind::Events,
        event(&json!({"type": "tokens_revoked"}))
    ));
}

#[test]
fn what_means_nothing_to_us_is_acked() {
    let own_message = json!({"type": "message", "channel": "D1", "bot_id": "B1", "text": "ours"});
    assert!(ignored(Kind::Events, event(&own_message)));
    assert!(ignored(Kind::Events, event(&json!({"type": "brand_new"}))));
    assert!(ignored(
        Kind::Events,
        json!({"type": "app_rate_limited", "team_id": "T1"})
    ));
    assert!(ignored(
        Kind::Events,
        event(&json!({"type": "app_home_opened", "tab": "home"}))
    ));
    assert!(ignored(Kind::Events, Value::Null));
    assert!(ignored(
        Kind::Other("holograms".into()),
        json!({"user": {"id": "U1"}})
    ));
}

#[test]
fn an_event_without_a_team_is_still_read() {
    let mut payload = event(&json!({"type": "app_home_opened", "user": "U1", "tab": "home"}));
    payload["team_id"] = Value::Null;
    payload["authorizations"][0]["team_id"] = Value::Null;
    assert_eq!(read(Kind::Events, payload).0.team, None);
}
