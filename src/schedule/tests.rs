//! Turns on a real database: a bot that was down, clocks that jump, people who move, and what the ledger says of it.

use super::*;
use crate::{
    clock::Clock,
    people::keep,
    profile::Profile,
    store::{Creating, Lane, Store},
    vault::Vault,
};
use chrono::TimeDelta;
use tokio::sync::watch;

/// A database on a clock that the test sets.
struct House {
    store: Store,
    shift: watch::Sender<i64>,
    _dir: tempfile::TempDir,
}

const NAME: &str = "check_in";

impl House {
    fn new(now: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (shift, seconds) = watch::channel(0);
        let store = Store::open(
            &dir.path().join("db"),
            Creating::IfMissing,
            Vault::with_key(&[4; 32]),
            Clock::Shifted(seconds),
        )
        .unwrap();
        let house = Self {
            store,
            shift,
            _dir: dir,
        };
        house.at(now);
        house
    }

    /// Sets the clock.
    fn at(&self, now: &str) {
        let wanted: DateTime<Utc> = now.parse().unwrap();
        let wrong = (wanted - self.store.clock().now()).num_seconds();
        self.shift.send_modify(|shift| *shift += wrong);
    }

    async fn does<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.store
            .transact(Lane::Background, None, job)
            .await
            .unwrap()
    }

    async fn lives(&self, user: &'static str, zone: &'static str) {
        let profile = Profile {
            id: UserId::new(user),
            team: None,
            name: user.to_owned(),
            full_name: None,
            email: None,
            handle: user.to_lowercase(),
            zone: Some(zone.to_owned()),
            is_bot: false,
            is_guest: false,
            is_single_channel: false,
            is_outsider: false,
            is_admin: false,
            is_deactivated: false,
        };
        self.does(move |tx| keep(tx, &profile).map(drop)).await;
    }

    async fn wants(&self, user: &'static str, cron: &'static str) {
        let whose = Whose::Of(UserId::new(user));
        self.does(move |tx| set(tx, NAME, &whose, Kind::Nudge, cron, None))
            .await
            .unwrap();
    }

    /// Ticks as the scheduler does, until nothing is due; answers with the turns that ran.
    async fn ticks(&self, settled: Settled) -> Vec<String> {
        self.does(move |tx| {
            let mut ran = Vec::new();
            while due_at(tx, NAME)?.is_some_and(|at| at <= tx.now) {
                turns(tx, NAME, |turn| {
                    ran.push(format!("{}:{}:{}", NAME, turn.whose.word(), turn.date));
                    Ok(settled)
                })?;
            }
            Ok(ran)
        })
        .await
    }

    async fn entries(&self, user: &'static str) -> Vec<String> {
        let whose = Whose::Of(UserId::new(user));
        let entries = self.does(move |tx| entries_of(tx, &whose)).await;
        let entry = |entry: &Entry| match entry.skipped {
            Some(why) => format!("{} {why:?}", entry.date),
            None => format!("{} ran", entry.date),
        };
        entries.iter().map(entry).collect()
    }
}

#[tokio::test]
async fn a_turn_runs_once_and_missed_ones_are_noted() {
    let house = House::new("2026-03-01T12:00:00Z");
    house.lives("U1", "Europe/Berlin").await;
    house.wants("U1", "0 9 * * *").await;
    assert_eq!(house.ticks(Settled::Ran).await, [""; 0]);
    house.at("2026-03-02T08:10:00Z");
    assert_eq!(house.ticks(Settled::Ran).await, ["check_in:U1:2026-03-02"]);
    assert_eq!(house.ticks(Settled::Ran).await, [""; 0], "ticking twice");
    // Three hours down, then three days.
    house.at("2026-03-03T11:10:00Z");
    assert_eq!(house.ticks(Settled::Ran).await, ["check_in:U1:2026-03-03"]);
    house.at("2026-03-06T20:00:00Z");
    assert_eq!(house.ticks(Settled::Ran).await, [""; 0]);
    assert_eq!(
        house.entries("U1").await,
        [
            "2026-03-02 ran",
            "2026-03-03 ran",
            "2026-03-04 Late",
            "2026-03-05 Late",
            "2026-03-06 Late"
        ]
    );
}

#[tokio::test]
async fn who_moves_keeps_their_time_of_day_and_no_date_runs_twice() {
    let house = House::new("2026-03-01T12:00:00Z");
    house.lives("U1", "Europe/Berlin").await;
    house.wants("U1", "0 9 * * *").await;
    house.at("2026-03-02T08:10:00Z");
    assert_eq!(house.ticks(Settled::Ran).await.len(), 1);
    // West: nine o'clock comes again on the same date.
    house.lives("U1", "America/New_York").await;
    house.at("2026-03-02T14:30:00Z");
    assert_eq!(house.ticks(Settled::Ran).await, [""; 0]);
    house.at("2026-03-03T14:10:00Z");
    assert_eq!(house.ticks(Settled::Ran).await, ["check_in:U1:2026-03-03"]);
    // East: the next nine o'clock comes earlier than was planned.
    house.lives("U1", "Asia/Tokyo").await;
    assert_eq!(house.ticks(Settled::Ran).await, [""; 0], "planned anew");
    let next = house.does(|tx| due_at(tx, NAME)).await.unwrap();
    let nine: DateTime<Utc> = "2026-03-04T00:00:00Z".parse().unwrap();
    assert!(next >= nine && next - nine < SPREAD, "{next}");
}

#[tokio::test]
async fn a_clock_set_back_and_a_clock_set_right_again() {
    let house = House::new("2026-03-01T12:00:00Z");
    house.lives("U1", "UTC").await;
    house.wants("U1", "0 9 * * *").await;
    house.at("2026-03-03T10:00:00Z");
    house.ticks(Settled::Ran).await;
    // Back by a day: nothing again.
    house.at("2026-03-02T10:00:00Z");
    house.does(replan).await;
    assert_eq!(house.ticks(Settled::Ran).await, [""; 0]);
    assert_eq!(
        house.entries("U1").await,
        ["2026-03-02 Late", "2026-03-03 ran"]
    );
    // A year ahead by mistake, then right: it does not wait for a year.
    house.at("2027-03-02T10:00:00Z");
    house.ticks(Settled::Ran).await;
    house.at("2026-03-04T10:00:00Z");
    house.does(replan).await;
    assert_eq!(house.ticks(Settled::Ran).await, ["check_in:U1:2026-03-04"]);
}

#[tokio::test]
async fn what_is_put_off_comes_up_again_or_is_left_out() {
    let house = House::new("2026-03-02T08:00:00Z");
    house.lives("U1", "UTC").await;
    house.wants("U1", "0 9 * * *").await;
    house.at("2026-03-02T09:30:00Z");
    let eleven: DateTime<Utc> = "2026-03-02T11:00:00Z".parse().unwrap();
    let later = Settled::Later(eleven, Skip::NoTime);
    assert_eq!(house.ticks(later).await.len(), 1);
    assert_eq!(house.does(|tx| due_at(tx, NAME)).await, Some(eleven));
    house.at("2026-03-02T11:00:00Z");
    assert_eq!(house.ticks(Settled::Ran).await, ["check_in:U1:2026-03-02"]);
    // Until tomorrow is too long for a nudge.
    house.at("2026-03-03T09:30:00Z");
    let tomorrow = Settled::Later(eleven + TimeDelta::days(2), Skip::NoTime);
    assert_eq!(house.ticks(tomorrow).await.len(), 1);
    assert_eq!(
        house.entries("U1").await,
        ["2026-03-02 ran", "2026-03-03 NoTime"]
    );
    // What is not settled by a time to come is left out, too, and nobody ticks for ever.
    house.at("2026-03-04T09:30:00Z");
    assert_eq!(house.ticks(later).await.len(), 1);
}

#[tokio::test]
async fn everybodys_turns_have_a_zone_and_what_is_no_schedule_is_refused() {
    let house = House::new("2026-03-01T12:00:00Z");
    let of_all = |cron: &'static str, zone| {
        house.does(move |tx| set(tx, NAME, &Whose::Everybodys, Kind::Digest, cron, zone))
    };
    assert!(matches!(
        of_all("nine", None).await,
        Err(CannotRecur::Unfit(_))
    ));
    assert_eq!(
        of_all("0 9,17 * * *", None).await,
        Err(CannotRecur::TooOften)
    );
    assert_eq!(of_all("0 9 1 * *", Some(Tz::Asia__Tokyo)).await, Ok(()));
    let next = house.does(|tx| due_at(tx, NAME)).await.unwrap();
    assert_eq!(next.to_rfc3339(), "2026-04-01T00:00:00+00:00");
    house.at("2026-06-15T00:00:00Z");
    assert_eq!(
        house.ticks(Settled::Ran).await,
        ["check_in:everybody:2026-06-01"],
        "once, late"
    );
    house.does(|tx| end(tx, NAME, &Whose::Everybodys)).await;
    assert_eq!(house.does(|tx| due_at(tx, NAME)).await, None);
}

#[tokio::test]
async fn two_thousand_people_take_their_turns_in_steps() {
    let house = House::new("2026-03-01T12:00:00Z");
    house
        .does(|tx| {
            for person in 0..2_000 {
                let whose = Whose::Of(UserId::new(format!("U{person}")));
                set(tx, NAME, &whose, Kind::Nudge, "0 9 * * *", Some(Tz::UTC))?.unwrap();
            }
            Ok(())
        })
        .await;
    house.at("2026-03-02T09:10:00Z");
    let mut steps = Vec::new();
    while house
        .does(|tx| Ok(due_at(tx, NAME)?.is_some_and(|at| at <= tx.now)))
        .await
    {
        steps.push(
            house
                .does(|tx| {
                    let mut ran = 0;
                    turns(tx, NAME, |_| {
                        ran += 1;
                        Ok(Settled::Ran)
                    })?;
                    Ok(ran)
                })
                .await,
        );
    }
    assert_eq!(steps, [TURNS_A_STEP; 10]);
}

#[tokio::test]
async fn holidays_are_those_of_a_persons_region_and_an_import_replaces_its_years() {
    let house = House::new("2026-03-01T12:00:00Z");
    house.lives("U1", "UTC").await;
    let of_bea = || house.does(|tx| holidays_of(tx, &UserId::new("U1")));
    let import = |file: &'static str| house.does(move |tx| super::import(tx, "Bavaria", file));
    let done = import("2026-01-06,Epiphany\n2026-12-25,Christmas")
        .await
        .unwrap();
    assert_eq!(
        (done.days, done.first_year, done.last_year),
        (2, 2026, 2026)
    );
    assert!(of_bea().await.is_empty(), "no region, no holidays");
    house
        .does(|tx| set_region(tx, &UserId::new("U1"), Some("Bavaria"), "U1"))
        .await;
    assert_eq!(of_bea().await.len(), 2);
    import("2027-01-06,Epiphany").await.unwrap();
    assert_eq!(of_bea().await.len(), 3, "another year");
    assert!(import("2026-01-06,Epiphany\nnonsense").await.is_err());
    assert_eq!(
        of_bea().await.len(),
        3,
        "a file that is not understood changes nothing"
    );
    import("2026-12-25,Christmas").await.unwrap();
    assert_eq!(of_bea().await.len(), 2);
    let known = house.does(|tx| regions(tx)).await;
    assert_eq!(known[0].1, 2);
    house
        .does(|tx| set_region(tx, &UserId::new("U1"), None, "U1"))
        .await;
    assert!(of_bea().await.is_empty());
    house
        .does(|tx| set_default_region(tx, Some("Bavaria"), "U2"))
        .await;
    assert_eq!(of_bea().await.len(), 2, "the default region's");
    house
        .does(|tx| set_region(tx, &UserId::new("U1"), Some(""), "U1"))
        .await;
    assert!(of_bea().await.is_empty(), "none, whatever the default");
    house
        .does(|tx| set_region(tx, &UserId::new("U1"), Some("Bavaria"), "U1"))
        .await;
    assert_eq!(house.does(|tx| delete_region(tx, "Bavaria")).await, 2);
    assert!(house.does(|tx| regions(tx)).await.is_empty());
    let own = house.does(|tx| region_of(tx, &UserId::new("U1")));
    assert_eq!(own.await, None, "the default region's from now on");
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let days = (day("2026-12-24"), day("2026-12-31"));
    for _ in 0..2 {
        house
            .does(move |tx| set_blackout(tx, days, "Quarter end", "U1"))
            .await;
    }
    let set = house.does(|tx| blackouts(tx)).await;
    assert_eq!(set.len(), 1);
    let id = set[0].id;
    house.does(move |tx| end_blackout(tx, id, "U1")).await;
    assert_eq!(house.does(|tx| blackout_dates(tx)).await, []);
}
