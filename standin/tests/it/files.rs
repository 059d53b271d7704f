//! Files: what an app sends and shows, and what a person attaches to a form.

use crate::{app::*, start_changed};
use serde_json::{Value, json};
use standin::Standin;

const GENERAL: &str = "C0GENERAL0";

async fn start_files(name: &str) -> Standin {
    start_changed(name, "im:history]", "im:history, files:write, files:read]").await
}

async fn upload(app: &App, name: &str, headers: &str, body: &str, length: usize) -> (String, u16) {
    let asked = app
        .call(
            "files.getUploadURLExternal",
            json!({"filename": name, "length": length, "alt_txt": "A chart"}),
        )
        .await;
    let url = asked["upload_url"].as_str().expect("a url");
    let path = format!("/upload/{}", url.rsplit('/').next().expect("an id"));
    let (status, _, text) = app.post(&path, headers, body).await.expect("an answer");
    if status == 200 {
        assert_eq!(text, format!("OK - {length}"));
        let (again, ..) = app.post(&path, headers, body).await.expect("an answer");
        assert_eq!(again, 400, "an address takes one file");
    }
    (asked["file_id"].as_str().expect("an id").to_owned(), status)
}

#[tokio::test]
async fn a_file_is_sent_shared_and_shown_in_an_image_block() {
    let slack = start_files("files").await;
    let app = App::of(&slack);
    let (amir, olga) = (slack.person("Amir"), slack.person("Olga"));
    let (id, status) = upload(
        &app,
        "chart.png",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "PNG!",
        4,
    )
    .await;
    assert_eq!(status, 200);
    let image = json!([{"type": "image", "alt_text": "A chart", "slack_file": {"id": id}}]);
    let post = json!({"channel": GENERAL, "text": "A chart", "blocks": image});
    let early = app.call("chat.postMessage", post.clone()).await;
    assert_eq!(
        early["error"], "invalid_blocks",
        "an upload is no file before it is finished"
    );
    assert_eq!(
        early["response_metadata"]["messages"][0],
        "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"
    );
    let view = json!({"type": "home", "blocks": image});
    let home = json!({"user_id": amir.id(), "view": view});
    assert_eq!(
        app.error("views.publish", home.clone()).await,
        "invalid_arguments"
    );

    let done = json!({"files": json!([{"id": id, "title": "Answers"}]).to_string(), "channel_id": GENERAL, "initial_comment": "As asked"});
    let done = app.call("files.completeUploadExternal", done).await;
    assert_eq!(
        (&done["files"][0]["title"], &done["files"][0]["mimetype"]),
        (&json!("Answers"), &json!("image/png"))
    );
    amir.sees("As asked").await;
    amir.sees("(file Answers)").await;
    app.call("chat.postMessage", post).await;
    assert_eq!(app.call("views.publish", home).await["ok"], true);
    let info = app.call("files.info", json!({"file": id})).await;
    assert_eq!(
        (&info["file"]["channels"], &info["file"]["alt_txt"]),
        (&json!([GENERAL]), &json!("A chart"))
    );

    // On the page, only those who see it get its bytes.
    let get = async |person: &standin::Persona| {
        let request = format!(
            "GET /as/{}/file/{id} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            person.id()
        );
        let (status, head, body) = app.raw(request).await.expect("an answer");
        (status, head.contains("content-type: image/png"), body)
    };
    assert_eq!(get(&amir).await, (200, true, "PNG!".to_owned()));
    assert_eq!(get(&olga).await.0, 404, "she is not in #general");
    for refused in ["used_upload", "invalid slack file"] {
        slack.expect_refusal(refused);
    }
    slack.assert_clean();
}

#[tokio::test]
async fn uploads_are_checked() {
    let slack = start_files("uploads").await;
    let app = App::of(&slack);
    let parts = "Content-Type: multipart/form-data; boundary=XX\r\n";
    let body = "--XX\r\nContent-Disposition: form-data; name=\"body\"; filename=\"a\"\r\n\r\nfour\r\n--XX--\r\n";
    let asked = app
        .call(
            "files.getUploadURLExternal",
            json!({"filename": "a.txt", "length": 4}),
        )
        .await;
    let id = asked["file_id"].as_str().expect("an id");
    let sent = app
        .post(&format!("/upload/{id}"), parts, body)
        .await
        .expect("an answer");
    assert_eq!((sent.0, sent.2.as_str()), (200, "OK - 4"));
    let (short, status) = upload(&app, "b.txt", "", "four", 5).await;
    assert_eq!(status, 400);
    for (code, method, args) in [
        (
            "missing_argument",
            "files.getUploadURLExternal",
            json!({"filename": "a", "length": 0}),
        ),
        (
            "alt_txt_too_large",
            "files.getUploadURLExternal",
            json!({"filename": "a", "length": 1, "alt_txt": "x".repeat(1001)}),
        ),
        (
            "file_not_found",
            "files.completeUploadExternal",
            json!({"files": [{"id": "F0NONE"}]}),
        ),
        (
            "file_not_found",
            "files.completeUploadExternal",
            json!({"files": [{"id": short}]}),
        ),
        (
            "invalid_arguments",
            "files.completeUploadExternal",
            json!({"files": []}),
        ),
        (
            "not_in_channel",
            "files.completeUploadExternal",
            json!({"files": [{"id": id}], "channel_id": "C0PODBLUE0"}),
        ),
        (
            "invalid_channel",
            "files.completeUploadExternal",
            json!({"files": [{"id": id}], "channel_id": "C0NOWHERE"}),
        ),
        ("file_not_found", "files.info", json!({"file": id})),
    ] {
        assert_eq!(
            app.error(method, args.clone()).await,
            code,
            "{method} {args}"
        );
    }
}

#[tokio::test]
async fn a_person_attaches_files_to_a_form() {
    let slack = start_files("attach").await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let element = json!({"type": "file_input", "action_id": "v", "max_files": 2});
    let input =
        json!({"type": "input", "block_id": "notes", "label": plain("Notes"), "element": element});
    let view = json!({"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": [input]});
    app.call(
        "views.open",
        json!({"trigger_id": slack.trigger("Amir"), "view": view}),
    )
    .await;
    amir.submits().await;
    assert_eq!(
        amir.field_error("Notes").as_deref(),
        Some("Please complete this required field.")
    );
    amir.attaches("Notes", "first.txt", b"one").await;
    amir.attaches("Notes", "second.txt", b"two").await;
    let (sent, ()) = tokio::join!(socket.take("view_submission", Value::Null), amir.submits());
    let files = &sent["view"]["state"]["values"]["notes"]["v"]["files"];
    assert_eq!(
        (&files[0]["name"], &files[1]["size"]),
        (&json!("first.txt"), &json!(3))
    );
    let told = slack.transcript();
    assert!(told.contains("Notes: first.txt, second.txt\n"), "{told}");
    slack.assert_clean();
}
