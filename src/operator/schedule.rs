//! `peerloop schedule`: everything that recurs, when next, and how often it was left out and why. Counts, never a name.

use super::Desk;
use crate::{
    schedule::{self, Summary, views},
    store::Look,
};
use anyhow::Result;
use chrono_tz::Tz;

pub(super) fn run(desk: &mut Desk<'_>) -> Result<()> {
    let look = Look::open(&desk.files().0)?;
    look.refuse_newer()?;
    let all = look
        .read(&desk.clock, schedule::summary)
        .map_err(|failure| anyhow::anyhow!("{failure}"))?;
    for summary in &all {
        for line in lines(summary) {
            desk.say(&line)?;
        }
    }
    Ok(())
}

fn lines(summary: &Summary) -> Vec<String> {
    let next = summary
        .next_at
        .map_or("never again".to_owned(), |at| views::moment(at, Tz::UTC));
    let whose = match summary.people {
        0 => String::new(),
        1 => " (1 person)".to_owned(),
        people => format!(" ({people} people)"),
    };
    let mut lines = vec![format!(
        "{}{whose}: next {next} UTC",
        views::title(&summary.name)
    )];
    let skipped = summary.skipped.iter();
    lines.extend(skipped.map(|(why, count, date)| {
        format!(
            "  left out {count} times within 30 days, last on {date}: {}",
            views::skipped_of_many(*why)
        )
    }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Skip;

    #[test]
    fn a_line_for_what_recurs_and_one_for_each_reason() {
        let summary = Summary {
            name: "check_in".to_owned(),
            people: 34,
            next_at: Some("2026-03-02T09:00:00Z".parse().unwrap()),
            skipped: vec![(Skip::Muted, 3, "2026-02-27".parse().unwrap())],
        };
        assert_eq!(
            lines(&summary),
            [
                "Check in (34 people): next Mon 2 Mar, 09:00 UTC",
                "  left out 3 times within 30 days, last on 2026-02-27: people had muted everything"
            ]
        );
    }
}
