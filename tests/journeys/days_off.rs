//! Days off: a person's own, the holidays of where they live, and quiet days of everybody.

use crate::town::Town;
use chrono::{Datelike, NaiveDate, TimeDelta};

/// Today in UTC by the pretend Slack's clock; asked once, for a journey may run over midnight.
fn today(town: &Town) -> NaiveDate {
    town.slack.now().date_naive()
}

/// A transcript in which the days that a journey speaks of are counted from its own.
fn timeless(transcript: &str, today: NaiveDate, days: &[i64]) -> String {
    days.iter().fold(transcript.to_owned(), |text, number| {
        let date = today + TimeDelta::days(*number);
        let named = format!("<day {number}>");
        text.replace(&shown(date), &named)
            .replace(&date.to_string(), &named)
    })
}

fn shown(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

#[tokio::test]
async fn days_away_are_entered_joined_and_removed_by_oneself() {
    let town = Town::open().await;
    let bea = town.slack.person("Bea");
    bea.opens_home().await;
    bea.clicks("Days away").await;
    bea.waits_for_form("Days away").await;
    bea.sees("No prompts on these days. Feedback still reaches you.")
        .await;
    bea.sees("Owners see nothing of this, and nobody asks why.")
        .await;

    let today = today(&town);
    let day = |number| today + TimeDelta::days(number);
    let date = |number| day(number).to_string();
    for (from, to, field, error) in [
        (30, 29, "To, the last day", "This is before the first day."),
        (30, 396, "To, the last day", "At most 366 days in one go."),
        (-9, -8, "To, the last day", "These days are over."),
    ] {
        bea.picks("From", &date(from)).await;
        bea.picks("To, the last day", &date(to)).await;
        bea.submits().await;
        bea.sees(error).await;
        assert_eq!(bea.field_error(field).as_deref(), Some(error));
    }
    assert_eq!(town.count("SELECT count(*) FROM leave"), 0);

    let enter = async |from, to, entry: String| {
        bea.picks("From", &date(from)).await;
        bea.picks("To, the last day", &date(to)).await;
        bea.submits().await;
        bea.sees("Saved.").await;
        bea.sees(&entry).await;
        // What was saved does not stand in the inputs any more.
        assert_eq!(bea.field_value("From").as_deref(), Some("<…>"));
    };
    let entry = |from, to| format!("{} to {}", shown(day(from)), shown(day(to)));
    enter(30, 34, entry(30, 34)).await;
    enter(50, 51, entry(50, 51)).await;
    // It meets the first and follows on from it: one entry.
    enter(33, 40, entry(30, 40)).await;
    let now = "SELECT count(*) FROM leave WHERE cancelled_at IS NULL";
    assert_eq!(town.count(now), 2);
    bea.sees_no(&entry(30, 34));
    bea.clicks_beside("Remove", &entry(50, 51)).await;
    bea.sees_no_more(&entry(50, 51)).await;
    assert_eq!(town.count(now), 1);
    bea.closes().await;
    town.all_told().await;
    bea.opens_home().await;
    bea.sees(&format!("Away {}.", entry(30, 40))).await;

    let days = [-9, -8, 29, 30, 33, 34, 40, 50, 51, 396];
    insta::assert_snapshot!(timeless(&town.ends_well().await, today, &days));
}

#[tokio::test]
async fn owners_enter_holidays_and_quiet_days_and_people_pick_their_region() {
    let town = Town::open().await;
    let (elin, bea) = (town.slack.person("Elin"), town.slack.person("Bea"));
    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.closes().await;
    bea.types("general", "/peerloop days off").await;
    bea.sees("Only programme owners can do that: Elin.").await;

    let today = today(&town);
    let year = today.year() + 1;
    elin.types("general", "/peerloop days off").await;
    elin.waits_for_form("Days off").await;
    let file = "Its holidays: CSV or iCalendar, up to 3000 characters";
    elin.fills("Region", "DE-BE").await;
    elin.submits().await;
    elin.sees("Paste the holidays of this region.").await;
    elin.fills(file, &format!("{year}-12-25,Christmas Day\nsoon,Easter"))
        .await;
    elin.submits().await;
    elin.sees("Line 2: this is not the date of a whole day")
        .await;
    assert_eq!(town.count("SELECT count(*) FROM holiday"), 0);
    elin.fills(
        file,
        &format!("{year}-12-25,Christmas Day\n{year}-05-01,Labour Day"),
    )
    .await;
    elin.submits().await;
    elin.sees(&format!("Saved. DE-BE: 2 holidays, {year}."))
        .await;

    let (from, to) = (today + TimeDelta::days(10), today + TimeDelta::days(12));
    elin.picks("For whoever has picked no region", "DE-BE")
        .await;
    elin.picks("From", &from.to_string()).await;
    elin.picks("To, the last day", &to.to_string()).await;
    elin.submits().await;
    elin.sees("Say in a few words what for.").await;
    assert_eq!(town.count("SELECT count(*) FROM default_region"), 0);
    elin.fills("What for", "Quarter end").await;
    elin.submits().await;
    let entry = format!("{} to {}: Quarter end", shown(from), shown(to));
    elin.sees(&entry).await;
    assert_eq!(town.count("SELECT count(*) FROM default_region"), 1);

    bea.types("general", "/peerloop away").await;
    bea.waits_for_form("Days away").await;
    bea.picks("Your public holidays", "No public holidays")
        .await;
    bea.submits().await;
    bea.closes().await;
    town.all_told().await;
    assert_eq!(
        town.count("SELECT count(*) FROM region WHERE region = ''"),
        1
    );
    // The region holds for whoever has picked none: first another one there.
    let delete = "Delete a region";
    elin.picks(delete, "DE-BE").await;
    elin.submits().await;
    elin.sees("Whoever has picked no region has this one's holidays.")
        .await;
    elin.closes().await;

    bea.types("general", "/peerloop away").await;
    bea.waits_for_form("Days away").await;
    bea.picks("Your public holidays", "As the owners set it: DE-BE")
        .await;
    bea.submits().await;
    bea.closes().await;
    town.all_told().await;
    assert_eq!(town.count("SELECT count(*) FROM region"), 0);

    elin.types("general", "/peerloop days off").await;
    elin.waits_for_form("Days off").await;
    elin.clicks_beside("Remove", "Quarter end").await;
    elin.sees_no_more(&entry).await;
    assert_eq!(
        town.count("SELECT count(*) FROM blackout WHERE ended_at IS NULL"),
        0
    );
    elin.picks("For whoever has picked no region", "No public holidays")
        .await;
    elin.submits().await;
    elin.sees("Saved.").await;
    elin.picks(delete, "DE-BE").await;
    elin.submits().await;
    elin.sees("Saved. DE-BE is deleted, with 2 days.").await;
    assert_eq!(town.count("SELECT count(*) FROM holiday"), 0);
    elin.closes().await;
    let christmas = NaiveDate::from_ymd_opt(year, 12, 25).unwrap();
    let transcript = town.ends_well().await;
    let transcript = transcript
        .replace(&shown(christmas), "<25 Dec>")
        .replace(&year.to_string(), "<year>");
    insta::assert_snapshot!(timeless(&transcript, today, &[10, 12]));
}

#[tokio::test]
async fn what_was_entered_is_in_my_data_and_goes_with_it() {
    let town = Town::open().await;
    let elin = town.slack.person("Elin");
    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.closes().await;
    let today = today(&town);
    let (from, to) = (today + TimeDelta::days(10), today + TimeDelta::days(12));
    for (command, title) in [("away", "Days away"), ("days off", "Days off")] {
        elin.types("general", &format!("/peerloop {command}")).await;
        elin.waits_for_form(title).await;
        elin.picks("From", &from.to_string()).await;
        elin.picks("To, the last day", &to.to_string()).await;
        if title == "Days off" {
            elin.fills("What for", "Quarter end").await;
        }
        elin.submits().await;
        elin.sees(&shown(from)).await;
        elin.closes().await;
    }
    elin.types("general", "/peerloop my data").await;
    elin.sees(&format!(
        "You set for everybody: quiet days from {from} to {to}"
    ))
    .await;
    elin.sees(&format!("Away from {from} to {to}")).await;
    elin.closes().await;
    elin.types("general", "/peerloop erase me").await;
    elin.submits().await;
    elin.sees("Erased.").await;
    elin.closes().await;
    assert_eq!(town.count("SELECT count(*) FROM leave"), 0);
    let nobodys = "SELECT count(*) FROM blackout WHERE set_by = 'nobody'";
    assert_eq!(town.count(nobodys), 1, "the days stay, the name goes");
    town.ends_well().await;
}
