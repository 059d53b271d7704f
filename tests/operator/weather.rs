//! Bad weather on the machine itself: a disk that is full, a directory that cannot be written, a clock that is set back.

use super::{
    doctor::{free_address, page},
    site::{Bot, Said, Site, WITHIN},
};
use rustix::process::{Pid, Resource, Rlimit, getuid, prlimit};
use standin::{Options, Standin};
use std::{fs, os::unix::fs::PermissionsExt, process::Stdio};
use tokio::{process::Command, sync::watch, time::timeout};

/// Files may not grow beyond so many blocks of 512 bytes: what a full disk looks like to the writer. An empty database and
/// its log take about 1,200 of them.
const BLOCKS: u64 = 1600;

#[tokio::test]
async fn a_full_disk_costs_a_sentence_and_nothing_that_was_acked() {
    let site = Site::new().await;
    let mut shell = Command::new("sh");
    let script = format!(
        "trap '' XFSZ; ulimit -S -f {BLOCKS}; exec {} run",
        env!("CARGO_BIN_EXE_peerloop")
    );
    let address = free_address();
    let shell = site.set(shell.env_clear()).args(["-c", &script]);
    let bot = Bot::from(shell.env("PEERLOOP_HEALTH", &address)).await;
    assert!(page(&address, "/healthz").await.starts_with("HTTP/1.1 200"));
    let amir = site.person("Amir");
    let mut kept = 0;
    let refused = loop {
        assert!(kept < 200, "the disk is never full");
        amir.types("general", "/feedback @bea").await;
        amir.picks("Skill", "discovery").await;
        amir.fills(
            "Start",
            &format!("Number {kept}. {}", "Many words. ".repeat(150)),
        )
        .await;
        amir.submits().await;
        if amir.form_title().as_deref() == Some("Feedback") {
            kept += 1;
            amir.closes_all().await;
        } else {
            break amir.screen_text();
        }
    };
    assert!(kept > 0, "nothing fits");
    assert!(
        refused.contains("Something went wrong on Peerloop's side and nothing was changed."),
        "{refused}"
    );
    amir.closes().await;
    assert_eq!(
        amir.form_title().as_deref(),
        Some("Give feedback"),
        "the form is gone"
    );
    assert!(
        amir.field_value("Start")
            .unwrap()
            .contains(&format!("Number {kept}.")),
        "what was typed is gone"
    );
    // Reading goes on: Home shows what was kept.
    let bytes = site.does(&["status", "--json"]).await;
    assert!(bytes.contains(&format!("\"given\": {kept}")), "{bytes}");

    // A probe is a real commit, of one page: the last pages are soon full too.
    let mut probes = 0;
    let unwell = loop {
        let said = page(&address, "/healthz").await;
        if !said.starts_with("HTTP/1.1 200") {
            break said;
        }
        probes += 1;
        assert!(probes < 32, "the probe does not write");
    };
    assert!(
        unwell.starts_with("HTTP/1.1 503") && unwell.contains("is the disk full?"),
        "{unwell}"
    );

    // Somebody makes room.
    let pid = Pid::from_raw(i32::try_from(bot.child.id().unwrap()).unwrap());
    let unlimited = Rlimit {
        current: None,
        maximum: None,
    };
    prlimit(pid, Resource::Fsize, unlimited).unwrap();
    assert!(page(&address, "/healthz").await.starts_with("HTTP/1.1 200"));
    amir.submits().await;
    amir.waits_for_form("Feedback").await;
    amir.closes_all().await;
    site.is_told(kept + 1).await;
    site.settles().await;
    bot.ends().await;
    assert_eq!(site.told(), kept + 1, "each was told once");
    let checked = Said::of(&mut site.command(&["backup", "after"]), "").await;
    assert_eq!(checked.code, Some(0), "{checked:?}");
    let checked = site.does(&["restore", "after", "--check"]).await;
    assert!(
        checked.contains(&format!("feedback {} given", kept + 1)),
        "{checked}"
    );
    // The bot refused to ack what it could not keep; those are the only breaches.
    site.slack.expect_refusal("no ack within 3 s");
    site.slack.assert_clean();
}

#[tokio::test]
async fn a_directory_that_cannot_be_written_gets_a_sentence() {
    let site = Site::new().await;
    let bot = site.runs().await;
    bot.ends().await;
    // The superuser may write anywhere, so that one hands over to somebody who may not.
    let nobody = getuid().is_root().then_some(65_534);
    if let Some(account) = nobody {
        for entry in fs::read_dir(site.dir.path()).unwrap() {
            std::os::unix::fs::chown(entry.unwrap().path(), Some(account), Some(account)).unwrap();
        }
    }
    fs::set_permissions(site.dir.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let as_nobody = |arguments: &[&str]| {
        let mut command = site.command(arguments);
        if let Some(account) = nobody {
            command.uid(account).gid(account);
        }
        command
    };
    for (arguments, sentence) in [
        (&["run"][..], "writable"),
        (&["backup", "copy"], "writable"),
        (&["status"], "writable"),
        (&["key", "rotate"], "writable"),
    ] {
        let said = Said::of(&mut as_nobody(arguments), "").await;
        assert_eq!(said.code, Some(2), "{arguments:?}: {said:?}");
        assert!(said.err.contains(sentence), "{arguments:?}: {said:?}");
    }
    let said = Said::of(&mut as_nobody(&["doctor"]), "").await;
    assert_eq!(said.code, Some(1), "{said:?}");
    fs::set_permissions(site.dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    site.runs().await.ends().await;
}

#[tokio::test]
async fn a_clock_set_back_by_a_day_loses_nothing_and_is_noticed() {
    let (shift, _) = watch::channel(0);
    let options = Options {
        manifest: std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("manifest.yml"),
        shift: Some(shift.clone()),
        ..Options::default()
    };
    let site = Site {
        slack: Standin::start(options).await.unwrap(),
        dir: tempfile::tempdir().unwrap(),
    };
    let database = site.path("peerloop.db").display().to_string();
    let config = peerloop::Config::read(&|env| match env {
        "SLACK_API_URL" => Some(site.slack.api_url()),
        "SLACK_APP_TOKEN" => Some(site.slack.app_token()),
        "SLACK_BOT_TOKEN" => Some(site.slack.bot_token()),
        "PEERLOOP_DB" => Some(database.clone()),
        _ => None,
    });
    shift.send_replace(2 * 86_400);
    let (stop, stopped) = watch::channel(false);
    let (tell, ready) = tokio::sync::oneshot::channel();
    let bot = tokio::spawn(peerloop::run(
        config.unwrap(),
        peerloop::clock::Clock::Shifted(shift.subscribe()),
        stopped,
        |_| {},
        move |running| {
            let _ = tell.send(running);
        },
    ));
    let running = timeout(WITHIN, ready).await.unwrap().unwrap();
    site.gives("Before the step.").await;
    timeout(WITHIN, running.all_told()).await.unwrap().unwrap();
    shift.send_replace(86_400);
    site.gives("After the step.").await;
    timeout(WITHIN, running.all_told()).await.unwrap().unwrap();
    assert_eq!(site.told(), 2);
    // The doctor looks with the machine's clock, a day behind that.
    let said = Said::of(site.command(&["doctor"]).stdin(Stdio::null()), "").await;
    assert!(said.out.contains("the clock was set back"), "{said:?}");
    stop.send_replace(true);
    timeout(WITHIN, bot).await.unwrap().unwrap().unwrap();
    site.slack.assert_clean();
}
