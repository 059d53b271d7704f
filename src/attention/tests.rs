//! The budget against the real schema: who takes part, who is silent, what is a day off, and what was asked.

use super::*;
use crate::{
    clock::Clock,
    people::{
        keep,
        programme::{Programme, Prompts},
    },
    profile::Profile as SlackProfile,
    schedule::{Settled, Skip},
    store::{Creating, Lane, Store, Tx},
    vault::Vault,
};
use chrono::{DateTime, Utc};
use tokio::sync::watch;

const ASK: Prompt<'_> = Prompt {
    kind: Kind::CheckIn,
    subject: "check_in:2026-03-02",
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn bea() -> UserId {
    UserId::new("U1")
}

fn keep_bea(tx: &Tx<'_>) -> Result<()> {
    let profile = SlackProfile {
        id: bea(),
        team: None,
        name: "Bea".to_owned(),
        full_name: None,
        email: None,
        handle: "bea".to_owned(),
        zone: Some("Europe/Berlin".to_owned()),
        is_bot: false,
        is_guest: false,
        is_single_channel: false,
        is_outsider: false,
        is_admin: false,
        is_deactivated: false,
    };
    keep(tx, &profile).map(drop)
}

/// Sets the programme up, does this on Monday at ten in Berlin, and answers with what is decided then.
async fn decided(does: impl Fn(&Tx<'_>) -> Result<()> + Send + Sync + 'static) -> Decision {
    decided_of(ASK, does).await
}

/// The same about something else.
async fn decided_of(
    prompt: Prompt<'static>,
    does: impl Fn(&Tx<'_>) -> Result<()> + Send + Sync + 'static,
) -> Decision {
    let dir = tempfile::tempdir().unwrap();
    let (shift, seconds) = watch::channel(0);
    let clock = Clock::Shifted(seconds);
    let ten = at("2026-03-02T09:00:00Z");
    let store = Store::open(
        &dir.path().join("db"),
        Creating::IfMissing,
        Vault::with_key(&[7; 32]),
        clock.clone(),
    )
    .unwrap();
    shift.send_replace((ten - clock.now()).num_seconds());
    let job = move |tx: &Tx<'_>| {
        keep_bea(tx)?;
        let live = Programme {
            prompts: Prompts::Live,
            is_open: true,
            ..Programme::default()
        };
        programme::set(tx, &live, programme::OPERATOR)?;
        does(tx)?;
        may_prompt(tx, &bea(), &prompt)
    };
    store.transact(Lane::Background, None, job).await.unwrap()
}

/// Whatever second the test runs in: the clock of the store goes on.
fn is_about(decision: Decision, instant: &str) -> bool {
    let Decision::NotBefore(then) = decision else {
        return false;
    };
    (then - at(instant)).num_seconds().abs() < 60
}

#[tokio::test]
async fn who_takes_part_and_is_not_silent_is_asked_now() {
    assert_eq!(decided(|_| Ok(())).await, Decision::Now);
}

#[tokio::test]
async fn each_silence_has_its_reason() {
    let muted = decided(|tx| mute::mute(tx, &bea())).await;
    assert_eq!(muted, Decision::Never(Why::Muted));
    let paused = decided(|tx| {
        let paused = Programme {
            prompts: Prompts::Paused,
            is_open: true,
            ..Programme::default()
        };
        programme::set(tx, &paused, programme::OPERATOR)
    });
    assert_eq!(paused.await, Decision::Never(Why::NotLive));
    let out = decided(|tx| {
        let nobody = Programme {
            enrols: programme::Enrols::List,
            is_open: true,
            prompts: Prompts::Live,
        };
        programme::set(tx, &nobody, programme::OPERATOR)
    });
    assert_eq!(out.await, Decision::Never(Why::NotTakingPart));
}

#[tokio::test]
async fn a_digest_reaches_whoever_is_not_on_the_list_and_nobody_who_left() {
    let digest = Prompt {
        kind: Kind::Digest,
        subject: "digest:2026-03-01",
    };
    let not_listed = |tx: &Tx<'_>| {
        let nobody = Programme {
            enrols: programme::Enrols::List,
            is_open: true,
            prompts: Prompts::Live,
        };
        programme::set(tx, &nobody, programme::OPERATOR)
    };
    assert_eq!(decided_of(digest, not_listed).await, Decision::Now);
    let left = decided_of(digest, |tx| {
        crate::people::enrolment::end(tx, &bea(), bea().as_str())
    });
    assert_eq!(left.await, Decision::Never(Why::NotTakingPart));
}

#[tokio::test]
async fn leave_holidays_and_quiet_days_are_waited_for() {
    let tuesday = "2026-03-03T08:00:00Z";
    let monday = || ("2026-03-02".parse().unwrap(), "2026-03-02".parse().unwrap());
    let away = decided(move |tx| leave::set(tx, &bea(), monday().0, monday().1, &bea())).await;
    assert!(is_about(away, tuesday), "{away:?}");
    let quiet = decided(move |tx| schedule::set_blackout(tx, monday(), "Quarter end", "U1")).await;
    assert!(is_about(quiet, tuesday), "{quiet:?}");
    let holiday = decided(|tx| {
        schedule::import(tx, "Berlin", "2026-03-02,A Monday")?.unwrap();
        schedule::set_region(tx, &bea(), Some("Berlin"), "U1")
    })
    .await;
    assert!(is_about(holiday, tuesday), "{holiday:?}");
}

#[tokio::test]
async fn what_was_asked_counts_and_one_reminder_is_enough() {
    let other = Prompt {
        kind: Kind::Drill,
        subject: "drill:1",
    };
    let once = decided(move |tx| asked(tx, &bea(), &other)).await;
    assert!(is_about(once, "2026-03-02T12:00:00Z"), "{once:?}");
    let twice = decided(|tx| {
        asked(tx, &bea(), &ASK)?;
        asked(tx, &bea(), &ASK)?;
        assert_eq!(of(tx, &bea())?.len(), 2);
        Ok(())
    });
    assert_eq!(twice.await, Decision::Never(Why::Reminded));
}

#[test]
fn a_turn_is_settled_by_what_was_decided() {
    let then = at("2026-03-02T12:00:00Z");
    assert_eq!(Decision::Now.settled(), None);
    assert_eq!(
        Decision::NotBefore(then).settled(),
        Some(Settled::Later(then, Skip::NoTime))
    );
    assert_eq!(
        Decision::Never(Why::Muted).settled(),
        Some(Settled::Skipped(Skip::Muted))
    );
}
