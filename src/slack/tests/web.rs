//! The Web API: what we send, what we make of every kind of answer, and that nothing leaks.

use super::fake::{Call, FakeApi, Reply, web_at};
use crate::ids::{ChannelId, TriggerId, Ts, UserId, ViewId};
use crate::secret::Secret;
use crate::slack::web::{MessageBody, Web};
use crate::slack::web_error::WebError;
use chrono::DateTime;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;

const BODY: &str = "people's own words";

fn channel() -> ChannelId {
    ChannelId::new("D7")
}

fn message() -> MessageBody {
    MessageBody {
        text: "Hello".into(),
        blocks: json!([{"type": "divider"}]),
    }
}

async fn answering(reply: fn() -> Reply) -> FakeApi {
    FakeApi::start(move |_| reply()).await
}

async fn answering_json(body: Value) -> FakeApi {
    FakeApi::start(move |_| Reply::Json(body.clone())).await
}

#[tokio::test]
async fn every_answer_becomes_one_of_our_errors_and_none_of_them_leaks() {
    let api_error = |code: &str| WebError::Api { code: code.into() };
    let wait = |seconds| WebError::RateLimited {
        retry_after: Duration::from_secs(seconds),
    };
    let cases: [(fn() -> Reply, WebError); 16] = [
        (
            || Reply::Json(json!({"ok": false, "error": "channel_not_found", "said": BODY})),
            api_error("channel_not_found"),
        ),
        (
            || Reply::Json(json!({"ok": false, "error": "people's own words"})),
            api_error("people"),
        ),
        (
            || Reply::Json(json!({"ok": false, "error": "internal_error"})),
            WebError::Unclear,
        ),
        (
            || Reply::Json(json!({"ok": false, "error": "request_timeout"})),
            WebError::Unclear,
        ),
        (
            || Reply::Json(json!({"ok": false, "error": "ratelimited"})),
            wait(1),
        ),
        (|| Reply::Json(json!({"ok": false})), WebError::Unclear),
        (|| Reply::Json(json!({"ok": true})), WebError::Unclear),
        (|| Reply::Json(json!([BODY])), WebError::Unclear),
        (
            || {
                Reply::Raw(
                    "429 Too Many Requests",
                    "retry-after: 7\r\ncontent-type: application/json\r\n",
                    r#"{"ok":false,"error":"ratelimited"}"#,
                )
            },
            wait(7),
        ),
        (
            || {
                Reply::Raw(
                    "429 Too Many Requests",
                    "retry-after: 9\r\ncontent-type: text/html\r\n",
                    BODY,
                )
            },
            wait(9),
        ),
        (
            || {
                Reply::Raw(
                    "500 Internal Server Error",
                    "content-type: text/html\r\n",
                    BODY,
                )
            },
            WebError::Unclear,
        ),
        (
            || Reply::Raw("200 OK", "content-type: text/html\r\n", BODY),
            WebError::Unclear,
        ),
        (|| Reply::Raw("200 OK", "", BODY), WebError::Unclear),
        (
            || Reply::Raw("302 Found", "location: https://example.com/\r\n", ""),
            api_error("http_302"),
        ),
        (|| Reply::Cut, WebError::Unclear),
        (|| Reply::Drop, WebError::Unclear),
    ];
    for (number, (reply, expected)) in cases.into_iter().enumerate() {
        let api = answering(reply).await;
        let error = api
            .web()
            .post(&channel(), &message(), None)
            .await
            .unwrap_err();
        assert_eq!(error, expected, "case {number}");
        let shown = format!("{error} {error:?} {:#}", anyhow::Error::from(error.clone()));
        for secret in ["own words", "SECRET", "127.0.0.1", "ok\""] {
            assert!(!shown.contains(secret), "case {number}: {shown}");
        }
        assert_eq!(error.may_have_been_done(), error == WebError::Unclear);
        assert_eq!(error.is_permanent(), matches!(error, WebError::Api { .. }));
    }
}

#[tokio::test]
async fn a_refused_connection_was_never_sent() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let web = web_at(&format!("http://{}/api", gone.local_addr().unwrap()));
    drop(gone);
    assert_eq!(web.check_bot().await, Err(WebError::NeverSent));
    assert_eq!(
        web.respond("http://127.0.0.1:1/x", &json!({})).await,
        Err(WebError::NeverSent)
    );
}

#[tokio::test]
async fn a_person_is_waited_for_one_second() {
    let api = answering(|| Reply::Hang).await;
    assert_eq!(
        api.web().person(&UserId::new("U1")).await,
        Err(WebError::Timeout)
    );
}

#[test]
fn a_client_needs_a_safe_address_and_possible_tokens() {
    let token = Secret::new("xoxb-1");
    for (url, bot, part) in [
        ("http://slack.com/api", "xoxb-1", "must be https"),
        ("https://slack.com/api", "", "token"),
        ("http://127.0.0.1:1/api", "xoxb 1", "token"),
    ] {
        let problem = Web::new(url, &Secret::new(bot), &token)
            .err()
            .unwrap()
            .to_string();
        assert!(
            problem.contains(part) && !problem.contains("xoxb"),
            "{problem}"
        );
    }
}

#[tokio::test]
async fn checking_the_bot_gives_our_identity_and_uses_the_bots_token() {
    let mut api = answering_json(
        json!({"ok": true, "team": "Acme", "team_id": "T1", "user": "peerloop",
        "user_id": "U0BOT", "bot_id": "B1", "is_enterprise_install": false}),
    )
    .await;
    let bot = api.web().check_bot().await.unwrap();
    assert_eq!(
        (bot.team.as_str(), bot.team_name.as_str(), bot.user.as_str()),
        ("T1", "Acme", "U0BOT")
    );
    assert_eq!(bot.bot.as_deref(), Some("B1"));
    let call = api.call().await;
    assert_eq!(
        (call.method.as_str(), call.token.as_str()),
        ("auth.test", "Bearer xoxb-SECRETBOT")
    );
}

#[tokio::test]
async fn a_socket_is_opened_with_the_apps_token_and_its_ticket_is_a_secret() {
    let mut api = answering_json(json!({"ok": true, "url": "wss://x/link/?ticket=1"})).await;
    let address = api.web().open_socket().await.unwrap();
    assert_eq!(
        (address.expose(), format!("{address:?}").as_str()),
        ("wss://x/link/?ticket=1", "***")
    );
    assert_eq!(api.call().await.token, "Bearer xapp-SECRETAPP");
}

#[tokio::test]
async fn a_message_carries_its_nonce_and_unfurls_nothing() {
    let mut api = answering_json(json!({"ok": true, "channel": "D7", "ts": "17.1", "message": {"metadata": {"event_payload": {"n": 7}}}})).await;
    assert_eq!(
        api.web().post(&channel(), &message(), Some("n0nce")).await,
        Ok(Ts::new("17.1"))
    );
    let call = api.call().await;
    assert_eq!(call.method, "chat.postMessage");
    assert_eq!(
        call.body,
        json!({"channel": "D7", "text": "Hello", "blocks": [{"type": "divider"}],
        "unfurl_links": false, "unfurl_media": false,
        "metadata": {"event_type": "peerloop_outbox", "event_payload": {"nonce": "n0nce"}}})
    );

    let plain = MessageBody {
        text: "Hi".into(),
        blocks: Value::Null,
    };
    api.web()
        .update_message(&channel(), &Ts::new("17.1"), &plain)
        .await
        .unwrap();
    let call = api.call().await;
    assert_eq!(
        (call.method.as_str(), call.body),
        (
            "chat.update",
            json!({"channel": "D7", "text": "Hi", "ts": "17.1"})
        )
    );
}

#[tokio::test]
async fn forms_open_stack_and_change() {
    let mut api = answering_json(json!({"ok": true, "view": {"id": "V1", "hash": "h1"}})).await;
    let (web, view, trigger) = (api.web(), json!({"type": "modal"}), TriggerId::new("1.2"));
    let opened = web.open_view(&trigger, &view).await.unwrap();
    assert_eq!((opened.id.as_str(), opened.hash.as_str()), ("V1", "h1"));
    assert_eq!(
        api.call().await.body,
        json!({"trigger_id": "1.2", "view": view})
    );
    web.push_view(&trigger, &view).await.unwrap();
    assert_eq!(api.call().await.method, "views.push");
    web.update_view(&ViewId::new("V1"), Some("h1"), &view)
        .await
        .unwrap();
    assert_eq!(
        api.call().await.body,
        json!({"view_id": "V1", "hash": "h1", "view": view})
    );
    web.update_view(&ViewId::new("V1"), None, &view)
        .await
        .unwrap();
    assert_eq!(
        api.call().await.body,
        json!({"view_id": "V1", "view": view})
    );
    web.publish_home(&UserId::new("U1"), &view).await.unwrap();
    let call = api.call().await;
    assert_eq!(
        (call.method.as_str(), call.body),
        ("views.publish", json!({"user_id": "U1", "view": view}))
    );
}

#[tokio::test]
async fn an_update_that_answers_without_a_hash_was_still_done() {
    let api = answering_json(json!({"ok": true, "view": {"id": "V1"}})).await;
    let opened = api
        .web()
        .update_view(&ViewId::new("V1"), None, &json!({}))
        .await
        .unwrap();
    assert_eq!(opened.hash, "");
}

#[tokio::test]
async fn a_direct_conversation_is_opened_with_one_user() {
    let mut api = answering_json(json!({"ok": true, "channel": {"id": "D7"}})).await;
    assert_eq!(api.web().open_dm(&UserId::new("U1")).await, Ok(channel()));
    assert_eq!(api.call().await.body, json!({"users": "U1"}));
}

#[tokio::test]
async fn a_message_is_found_by_its_nonce_on_any_page() {
    let mut api = FakeApi::start(|call: &Call| {
        let other = json!({"ts": "2.0", "metadata": {"event_type": "peerloop_outbox", "event_payload": {"nonce": "other"}}});
        let foreign = json!({"ts": "1.5", "metadata": {"event_type": "else", "event_payload": {"nonce": "n1"}}});
        let ours = json!({"ts": "1.0", "metadata": {"event_type": "peerloop_outbox", "event_payload": {"nonce": "n1"}}});
        Reply::Json(if call.query.contains("cursor=next") {
            json!({"ok": true, "messages": [ours], "response_metadata": {"next_cursor": ""}})
        } else {
            json!({"ok": true, "messages": [{"ts": "3.0"}, other, foreign], "response_metadata": {"next_cursor": "next"}})
        })
    })
    .await;
    let oldest = DateTime::from_timestamp(1_790_000_000, 120_000).unwrap();
    assert_eq!(
        api.web().find_by_nonce(&channel(), oldest, "n1").await,
        Ok(Some(Ts::new("1.0")))
    );
    let query = api.call().await.query;
    for part in [
        "channel=D7",
        "oldest=1790000000.000120",
        "include_all_metadata=true",
        "inclusive=true",
    ] {
        assert!(query.contains(part), "{query}");
    }
    assert_eq!(
        api.web().find_by_nonce(&channel(), oldest, "absent").await,
        Ok(None)
    );
}

#[tokio::test]
async fn a_history_without_end_is_not_an_absence() {
    let pages = AtomicUsize::new(0);
    let api = FakeApi::start(move |_| {
        let next = pages.fetch_add(1, Ordering::SeqCst).to_string();
        Reply::Json(json!({"ok": true, "messages": [], "response_metadata": {"next_cursor": next}}))
    })
    .await;
    let oldest = DateTime::from_timestamp(0, 0).unwrap();
    assert_eq!(
        api.web().find_by_nonce(&channel(), oldest, "n").await,
        Err(WebError::Unclear)
    );
}

#[tokio::test]
async fn one_odd_profile_costs_nobody_else_anything() {
    let mut api = FakeApi::start(|call: &Call| {
        Reply::Json(if call.method == "auth.test" {
            json!({"ok": true, "team_id": "T1", "user_id": "U0BOT"})
        } else {
            json!({"ok": true, "members": [
                {"id": "U1", "name": "amir", "team_id": "T1", "profile": {"fields": []}}, {"name": "nobody"}, 7,
                {"id": "U2", "name": "bea", "profile": null, "tz": 3, "updated": "x", "team_id": "T2"}],
                "response_metadata": {"next_cursor": "dXNlcg=="}})
        })
    })
    .await;
    let web = api.web();
    web.check_bot().await.unwrap();
    let (people, next) = web.people_page(Some("a=b"), 200).await.unwrap();
    let seen: Vec<_> = people
        .iter()
        .map(|person| (person.handle.as_str(), person.is_outsider))
        .collect();
    assert_eq!(seen, [("amir", false), ("bea", true)]);
    assert_eq!(next.as_deref(), Some("dXNlcg=="));
    api.call().await;
    let query = api.call().await.query;
    assert!(
        query.contains("limit=200") && query.contains("cursor=a%3Db"),
        "{query}"
    );
}

#[tokio::test]
async fn one_person_is_looked_up() {
    let mut api = answering_json(
        json!({"ok": true, "user": {"id": "U1", "name": "amir", "tz": "Europe/Berlin"}}),
    )
    .await;
    assert_eq!(
        api.web()
            .person(&UserId::new("U1"))
            .await
            .unwrap()
            .zone
            .as_deref(),
        Some("Europe/Berlin")
    );
    assert_eq!(api.call().await.query, "user=U1");
}

#[tokio::test]
async fn a_response_url_is_answered_without_a_token() {
    for (headers, body) in [
        ("content-type: text/plain\r\n", "ok"),
        ("", "ok"),
        ("content-type: application/json\r\n", r#"{"ok":true}"#),
    ] {
        let mut api = FakeApi::start(move |_| Reply::Raw("200 OK", headers, body)).await;
        let url = format!("{}/respond", api.url);
        assert_eq!(
            api.web().respond(&url, &json!({"text": "hi"})).await,
            Ok(())
        );
        let call = api.call().await;
        assert_eq!(
            (call.token.as_str(), call.body),
            ("", json!({"text": "hi"}))
        );
    }
    let used_up =
        answering(|| Reply::Raw("404 Not Found", "content-type: text/plain\r\n", "used_url")).await;
    let answer = used_up
        .web()
        .respond(&format!("{}/respond", used_up.url), &json!({}))
        .await;
    assert_eq!(
        answer,
        Err(WebError::Api {
            code: "http_404".into()
        })
    );
}

#[tokio::test]
async fn a_response_url_must_be_safe_and_redirects_are_not_followed() {
    let mut elsewhere = answering_json(json!({"ok": true})).await;
    let target: &'static str =
        Box::leak(format!("location: {}/x\r\n", elsewhere.url).into_boxed_str());
    let api = FakeApi::start(move |_| Reply::Raw("307 Temporary Redirect", target, "")).await;
    let web = api.web();
    assert_eq!(
        web.respond(&format!("{}/respond", api.url), &json!({}))
            .await,
        Err(WebError::Api {
            code: "http_307".into()
        })
    );
    assert!(elsewhere.calls.try_recv().is_err());
    for url in [
        "http://hooks.slack.com/x",
        "file:///etc/passwd",
        "not a url",
    ] {
        let refused = web.respond(url, &json!({})).await;
        assert_eq!(
            refused,
            Err(WebError::Api {
                code: "response_url_not_allowed".into()
            })
        );
    }
}
