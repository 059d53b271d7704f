//! The official clients for Python and JavaScript and both Bolts, unmodified, against the stand-in: the scripts of
//! `conformance/`, one test for each. They say what the client sees; here stands what the stand-in noted of it.

use standin::{Disconnect, Options, Standin};
use std::{
    collections::BTreeMap,
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// An app with few scopes; no product's, so that the scripts stay true when one changes.
const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/manifest.yml");

/// Settings by which the client would send even loopback calls to a proxy.
const PROXIES: [&str; 6] = [
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
];

/// An app that may call everything there is.
const WIDE_MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/conformance/manifest.yml");

async fn start(manifest: &str) -> Standin {
    let options = Options {
        manifest: manifest.into(),
        ..Options::default()
    };
    Standin::start(options).await.expect("the stand-in starts")
}

/// A program in this folder, told where Slack is.
fn client(
    program: impl AsRef<OsStr>,
    folder: &str,
    slack: impl IntoIterator<Item = (String, String)>,
) -> Command {
    let mut command = Command::new(program);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    command.current_dir(folder).envs(slack);
    for proxy in PROXIES {
        command.env_remove(proxy);
    }
    command
}

fn python(script: &str, slack: impl IntoIterator<Item = (String, String)>) -> Command {
    let interpreter =
        std::env::var("PEERLOOP_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = client(interpreter, "conformance", slack);
    command.args(["-B", "-m", "unittest", "-v", script]);
    command
}

fn node(script: &str, slack: impl IntoIterator<Item = (String, String)>) -> Command {
    let mut command = client("node", "conformance/js", slack);
    command.args([
        "--test",
        "--test-timeout=240000",
        "--test-reporter=spec",
        script,
    ]);
    command
}

fn variables(slack: &Standin) -> [(String, String); 4] {
    [
        ("SLACK_API_URL".to_owned(), slack.api_url()),
        ("SLACK_APP_TOKEN".to_owned(), slack.app_token()),
        ("SLACK_BOT_TOKEN".to_owned(), slack.bot_token()),
        ("PAGE".to_owned(), slack.page_url()),
    ]
}

/// Runs a command to its end, which the scripts bound themselves. It says on its output that it ran something.
async fn passes(mut command: Command, proof: &str) {
    let output = tokio::task::spawn_blocking(move || command.output())
        .await
        .expect("no panic");
    let output = output.expect("the interpreter and the clients: see .ci/run");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(output.status.success(), "{text}");
    assert!(text.contains(proof), "no test ran:\n{text}");
}

/// What `unittest` and Node's runner say at the end.
const PYTHON_RAN: &str = "\nOK\n";
const NODE_RAN: &str = "\u{2139} fail 0\n";

/// Runs a Python script; each of `refusals` is noted as a broken rule, and nothing else is.
async fn check(script: &str, refusals: &[&str]) {
    let slack = start(MANIFEST).await;
    passes(python(script, variables(&slack)), PYTHON_RAN).await;
    noted(&slack, refusals);
}

/// The same for a script for Node.
async fn check_node(manifest: &str, script: &str, refusals: &[&str]) {
    let slack = start(manifest).await;
    passes(node(script, variables(&slack)), NODE_RAN).await;
    noted(&slack, refusals);
}

fn noted(slack: &Standin, refusals: &[&str]) {
    let broken: Vec<_> = slack
        .journal()
        .into_iter()
        .filter(|entry| entry.violation)
        .collect();
    for refusal in refusals {
        let found = broken.iter().any(|entry| entry.outcome.contains(refusal));
        assert!(found, "{refusal} was not noted: {broken:#?}");
        slack.expect_refusal(refusal);
    }
    slack.assert_clean();
}

macro_rules! scripts {
    ($($name:ident: $script:literal, $refusals:expr;)*) => { $(
        #[tokio::test(flavor = "multi_thread")]
        #[ignore = "needs Python with slack_sdk: pip install -r standin/conformance/requirements.txt"]
        async fn $name() {
            check($script, &$refusals).await;
        }
    )* };
}

scripts! {
    a_socket_says_hello_and_an_event_comes_again: "test_socket", ["invalid_auth", "no ack within 3 s"];
    websocket_client_is_served_too: "test_websocket_client", [];
    asyncio_is_served_too: "test_asyncio", [];
    websockets_is_served_too: "test_websockets", [];
    commands_are_answered: "test_commands", ["no ack within 3 s", "expired_trigger_id"];
    forms_open_refuse_change_and_close: "test_forms", [
        "duplicate_external_id", "exchanged_trigger_id", "hash_conflict", "invalid_arguments", "invalid_trigger_id",
        "push_limit_reached", "an invalid ack: errors names nowhere",
    ];
    messages_are_posted_changed_and_pressed: "test_messages", ["used_url", "invalid_url", "no_text"];
    home_is_visited_and_published: "test_home", ["hash_conflict", "invalid_arguments"];
    people_are_listed: "test_people", ["user_not_found", "invalid_cursor"];
    what_slack_refuses_is_refused: "test_refusals", [
        "cant_delete_message", "cant_update_message", "channel_not_found", "invalid_arguments", "invalid_auth",
        "invalid_blocks", "invalid_metadata_format", "message_not_found", "missing_scope", "msg_too_long", "no_text",
        "not_allowed_token_type", "not_authed", "not_in_channel", "unknown_method", "user_not_found",
        "users_list_not_supplied",
    ];
    too_many_calls_must_wait: "test_rates", [];
    bolt_for_python_is_served: "test_bolt", [];
    bolt_for_python_is_back_after_every_end: "test_bolt_reconnect", [];
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Python with slack_sdk: pip install -r standin/conformance/requirements.txt"]
async fn attachments_emoji_pins_and_groups_are_served() {
    let slack = start(WIDE_MANIFEST).await;
    passes(python("test_marks", variables(&slack)), PYTHON_RAN).await;
    noted(
        &slack,
        &[
            "invalid_attachments",
            "already_reacted",
            "no_reaction",
            "already_pinned",
            "no_pin",
            "name_already_exists",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node with @slack/bolt: npm install in standin/conformance/js"]
async fn bolt_for_javascript_is_served() {
    check_node(MANIFEST, "bolt.test.mjs", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node with @slack/bolt: npm install in standin/conformance/js"]
async fn bolt_for_javascript_is_back_after_every_end() {
    check_node(MANIFEST, "reconnect.test.mjs", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node with @slack/bolt: npm install in standin/conformance/js"]
async fn a_bot_does_not_answer_itself() {
    check_node(WIDE_MANIFEST, "own.test.mjs", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node with @slack/bolt: npm install in standin/conformance/js"]
async fn of_two_programs_one_handles_each_command() {
    check_node(MANIFEST, "two.test.mjs", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node with @slack/bolt: npm install in standin/conformance/js"]
async fn what_is_sent_fits_the_published_types() {
    check_node(WIDE_MANIFEST, "types.test.mjs", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node with @slack/web-api and playwright-core, and Chromium: see .ci/run"]
async fn the_page_draws_what_apps_send() {
    let slack = start(WIDE_MANIFEST).await;
    passes(node("page.test.mjs", variables(&slack)), NODE_RAN).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Python with slack_sdk: pip install -r standin/conformance/requirements.txt"]
async fn a_recycled_socket_is_replaced() {
    let slack = start(MANIFEST).await;
    let script = python("test_reconnect", variables(&slack));
    let script = tokio::spawn(passes(script, PYTHON_RAN));
    slack.wait_for_sockets(1).await;
    slack.faults().disconnect(Disconnect::RefreshRequested);
    script.await.expect("the script passes");
    assert_eq!(slack.calls("apps.connections.open"), 2);
    noted(&slack, &[]);
}

/// A program that ends with the test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Python with slack_sdk: pip install -r standin/conformance/requirements.txt"]
async fn the_program_prints_what_an_app_needs_and_ends_when_told() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_standin"));
    command
        .args(["--manifest", MANIFEST])
        .stdout(Stdio::piped());
    let mut program = Program(command.spawn().expect("the program starts"));
    let lines = BufReader::new(program.0.stdout.take().expect("its output")).lines();
    let printed: BTreeMap<String, String> = lines
        .take(4)
        .map(|line| line.expect("text"))
        .map(|line| {
            line.split_once('=')
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .expect("NAME=value")
        })
        .collect();
    assert_eq!(
        printed.keys().collect::<Vec<_>>(),
        [
            "PAGE",
            "SLACK_API_URL",
            "SLACK_APP_TOKEN",
            "SLACK_BOT_TOKEN"
        ]
    );
    passes(python("test_people", printed), PYTHON_RAN).await;
    let told = Command::new("kill")
        .args(["-TERM", &program.0.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(told.success());
    let ended = program.0.wait().expect("it ends");
    assert_eq!(ended.code(), Some(0));
}
