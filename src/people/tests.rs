//! Who takes part, who reports to whom and who is away, against the real schema.

use super::{enrolment, keep, leave, programme, reporting, roles, zone_of};
use crate::{
    clock::Clock,
    error::Result,
    ids::{ChannelId, UserId},
    may::Role,
    profile::Profile,
    store::{Creating, Lane, Store, Tx},
    vault::Vault,
};
use programme::{Enrols, Programme, Prompts};

fn user(id: &str) -> UserId {
    UserId::new(id)
}

fn profile(id: &str) -> Profile {
    Profile {
        id: user(id),
        team: None,
        name: id.to_owned(),
        full_name: None,
        email: Some(format!("{id}@Acme.example")),
        handle: id.to_lowercase(),
        zone: Some("Europe/Berlin".to_owned()),
        is_bot: false,
        is_guest: id.starts_with('G'),
        is_single_channel: false,
        is_outsider: false,
        is_admin: false,
        is_deactivated: false,
    }
}

/// Does something in a store with three members and a guest.
async fn try_out<T: Send + 'static>(
    does: impl Fn(&Tx<'_>) -> Result<T> + Send + Sync + 'static,
) -> T {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(
        &dir.path().join("db"),
        Creating::IfMissing,
        Vault::with_key(&[5; 32]),
        Clock::System,
    )
    .unwrap();
    let job = move |tx: &Tx<'_>| {
        for id in ["A", "B", "C", "G"] {
            keep(tx, &profile(id))?;
        }
        does(tx)
    };
    store.transact(Lane::Person, None, job).await.unwrap()
}

fn enrolled(tx: &Tx<'_>) -> Result<Vec<String>> {
    let people = enrolment::enrolled(tx)?;
    for id in ["A", "B", "C", "G"] {
        let listed = people.iter().any(|person| person.id.as_str() == id);
        assert_eq!(listed, enrolment::is_enrolled(tx, &user(id))?, "{id}");
    }
    assert_eq!(enrolment::count(tx)?, i64::try_from(people.len()).unwrap());
    Ok(people
        .into_iter()
        .map(|person| person.id.to_string())
        .collect())
}

fn set(tx: &Tx<'_>, enrols: Enrols, prompts: Prompts) -> Result<()> {
    let programme = Programme {
        enrols,
        is_open: true,
        prompts,
    };
    programme::set(tx, &programme, "A")
}

#[tokio::test]
async fn where_everyone_takes_part_only_who_left_does_not() {
    try_out(|tx| {
        assert_eq!(enrolled(tx)?, ["A", "B", "C"]);
        enrolment::end(tx, &user("B"), "B")?;
        enrolment::end(tx, &user("B"), "B")?;
        assert_eq!(enrolled(tx)?, ["A", "C"]);
        assert_eq!(enrolment::stints(tx, &user("B"))?.len(), 1);
        assert!(roles::roles(tx, &user("B"))?.has(Role::Bystander));
        assert!(!enrolment::add(tx, &user("B"), "A")?, "put back in");
        enrolment::join(tx, &user("B"))?;
        assert_eq!(enrolled(tx)?, ["A", "B", "C"]);
        assert!(roles::roles(tx, &user("B"))?.has(Role::Rep));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn with_a_list_or_a_channel_only_who_has_a_row_takes_part() {
    try_out(|tx| {
        set(tx, Enrols::List, Prompts::Off)?;
        assert!(enrolled(tx)?.is_empty());
        assert!(enrolment::add(tx, &user("B"), "A")?);
        assert!(enrolment::add(tx, &user("G"), "A")?);
        assert!(!enrolment::add(tx, &user("B"), "A")?);
        assert!(!enrolment::add(tx, &user("X"), "A")?);
        assert_eq!(enrolled(tx)?, ["B"], "a guest takes no part, row or not");
        set(tx, Enrols::Channel(ChannelId::new("C1")), Prompts::Off)?;
        enrolment::add(tx, &user("C"), enrolment::CHANNEL)?;
        assert_eq!(enrolled(tx)?, ["B", "C"]);
        enrolment::end(tx, &user("B"), "A")?;
        assert_eq!(enrolled(tx)?, ["C"]);
        set(tx, Enrols::Everyone, Prompts::Off)?;
        assert_eq!(
            enrolled(tx)?,
            ["A", "B", "C"],
            "B did not leave by themselves"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_newest_row_holds_and_the_same_again_is_none() {
    try_out(|tx| {
        assert!(!programme::is_live(tx)? && programme::now(tx)?.is_open);
        for prompts in [Prompts::Live, Prompts::Live, Prompts::Paused] {
            set(tx, Enrols::Everyone, prompts)?;
        }
        assert!(!programme::is_live(tx)?);
        assert_eq!(programme::changes(tx, 9)?.len(), 2);
        assert_eq!(programme::changed_by(tx, &user("A"))?.len(), 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_manager_is_whoever_has_a_report_who_takes_part() {
    try_out(|tx| {
        let (amir, bea, dana) = (user("A"), user("B"), user("C"));
        assert!(reporting::set(tx, &amir, Some(&dana), "A")?);
        assert!(!reporting::set(tx, &amir, Some(&dana), "A")?);
        reporting::set(tx, &bea, Some(&dana), "A")?;
        assert_eq!(reporting::reports_of(tx, &dana)?.len(), 2);
        assert!(roles::roles(tx, &dana)?.has(Role::Manager));
        assert_eq!(reporting::manager_of(tx, &bea)?, Some(dana.clone()));
        enrolment::end(tx, &amir, "A")?;
        assert_eq!(reporting::reports_of(tx, &dana)?.len(), 1);
        reporting::set(tx, &bea, None, "A")?;
        assert!(!reporting::is_manager(tx, &dana)?);
        assert_eq!(reporting::lines(tx)?.len(), 1);
        assert_eq!(reporting::lines_of(tx, &dana)?.len(), 2);
        let later = tx.now + chrono::TimeDelta::days(1);
        assert_eq!(reporting::lines_within(tx, tx.now, later)?.len(), 1);
        // Through somebody who takes no part.
        reporting::set(tx, &bea, Some(&amir), "A")?;
        assert!(reporting::is_manager(tx, &dana)?);
        let before = tx.now - chrono::TimeDelta::days(1);
        assert_eq!(reporting::lines_within(tx, before, tx.now)?.len(), 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn away_from_the_first_day_to_the_last() {
    try_out(|tx| {
        let amir = user("A");
        let day = |text: &str| text.parse().unwrap();
        for _ in 0..2 {
            leave::set(tx, &amir, day("2026-12-23"), day("2027-01-03"), &amir)?;
        }
        let coming = leave::coming(tx, &amir, day("2027-01-03"))?;
        assert_eq!(coming.len(), 1);
        for (date, is_away) in [
            ("2026-12-22", false),
            ("2026-12-23", true),
            ("2027-01-03", true),
            ("2027-01-04", false),
        ] {
            assert_eq!(leave::on_leave(tx, &amir, day(date))?, is_away, "{date}");
        }
        leave::cancel(tx, &user("B"), coming[0].id, &user("B"))?;
        assert!(leave::on_leave(tx, &amir, day("2027-01-01"))?);
        leave::cancel(tx, &amir, coming[0].id, &amir)?;
        assert!(!leave::on_leave(tx, &amir, day("2027-01-01"))?);
        assert_eq!(leave::all_of(tx, &amir)?, [(coming[0].clone(), true)]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_zone_that_nobody_knows_is_utc() {
    try_out(|tx| {
        assert_eq!(zone_of(tx, &user("A"))?, chrono_tz::Europe::Berlin);
        let odd = Profile {
            zone: Some("Mars/Olympus".to_owned()),
            ..profile("B")
        };
        keep(tx, &odd)?;
        assert_eq!(zone_of(tx, &user("B"))?, chrono_tz::UTC);
        assert_eq!(zone_of(tx, &user("nobody we know"))?, chrono_tz::UTC);
        Ok(())
    })
    .await;
}
