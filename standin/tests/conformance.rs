//! The official Python client, unmodified, against the stand-in: the scripts of `conformance/`, one test for each. They
//! say what the client sees; here stands what the stand-in noted of it.

use standin::{Disconnect, Options, Standin};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// The repository's own manifest.
const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../manifest.yml");

/// Settings by which the client would send even loopback calls to a proxy.
const PROXIES: [&str; 6] = [
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
];

async fn start() -> Standin {
    let options = Options {
        manifest: MANIFEST.into(),
        ..Options::default()
    };
    Standin::start(options).await.expect("the stand-in starts")
}

/// The interpreter on one script, told where Slack is.
fn python(script: &str, slack: impl IntoIterator<Item = (String, String)>) -> Command {
    let interpreter =
        std::env::var("PEERLOOP_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(interpreter);
    command.args(["-B", "-m", "unittest", "-v", script]);
    command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance"))
        .envs(slack);
    for proxy in PROXIES {
        command.env_remove(proxy);
    }
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

/// Runs a command to its end, which the scripts bound themselves.
async fn passes(mut command: Command) {
    let output = tokio::task::spawn_blocking(move || command.output())
        .await
        .expect("no panic");
    let output = output.expect("Python with slack_sdk: set PEERLOOP_TEST_PYTHON");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{}\n{text}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert!(text.trim_end().ends_with("OK"), "no test ran:\n{text}");
}

/// Runs a script; each of `refusals` is noted as a broken rule, and nothing else is.
async fn check(script: &str, refusals: &[&str]) {
    let slack = start().await;
    passes(python(script, variables(&slack))).await;
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
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Python with slack_sdk: pip install -r standin/conformance/requirements.txt"]
async fn a_recycled_socket_is_replaced() {
    let slack = start().await;
    let script = tokio::spawn(passes(python("test_reconnect", variables(&slack))));
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
    passes(python("test_people", printed)).await;
    let told = Command::new("kill")
        .args(["-TERM", &program.0.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(told.success());
    let ended = program.0.wait().expect("it ends");
    assert_eq!(ended.code(), Some(0));
}
