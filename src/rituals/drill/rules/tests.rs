//! What may be done with a drill when, tried out.

use super::{starters::Starter, *};
use crate::ids::{ChannelId, UserId};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

const LIVE: TimeDelta = TimeDelta::minutes(10);
const GRACE: TimeDelta = TimeDelta::minutes(2);

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

pub(super) fn drill() -> Drill {
    Drill {
        id: 1,
        form: "V1".to_owned(),
        opened_by: UserId::new("D"),
        channel: ChannelId::new("C1"),
        objection: Some(1),
        skill: None,
        pace: Pace::Live,
        length: LIVE,
        opened_at: Some(at(0)),
        posted_at: Some(at(1)),
        refused: None,
        refusals: 0,
        answer_by: Some(at(600)),
        closed_at: None,
        in_vote: 0,
        vote_by: None,
        sudden: None,
        decided_at: None,
        cancelled_at: None,
        voters: 0,
        change: None,
        changed_by: None,
    }
}

fn answer(author: &str) -> Answer {
    Answer {
        id: 1,
        drill: 1,
        author: UserId::new(author),
        begun_at: at(10),
        answered_at: Some(at(60)),
        seconds: Some(50),
        is_edited: false,
        is_late: false,
        tally: Tally::default(),
        has_won: false,
        is_named: false,
    }
}

fn closed(in_vote: u32) -> Drill {
    Drill {
        closed_at: Some(at(600)),
        in_vote,
        vote_by: Some(at(1200)),
        ..drill()
    }
}

#[test]
fn a_drill_goes_from_phase_to_phase() {
    let decided = |in_vote| Drill {
        decided_at: Some(at(1200)),
        ..closed(in_vote)
    };
    let draft = Drill {
        opened_at: None,
        posted_at: None,
        answer_by: None,
        ..drill()
    };
    let posting = Drill {
        posted_at: None,
        ..drill()
    };
    let refused = Drill {
        refused: Some("not_in_channel".to_owned()),
        ..posting.clone()
    };
    let sudden = Drill {
        sudden: Some((1, 2)),
        ..closed(2)
    };
    let cancelled = Drill {
        cancelled_at: Some(at(5)),
        ..decided(3)
    };
    for (drill, phase) in [
        (draft, Phase::Draft),
        (posting, Phase::Posting),
        (refused, Phase::Refused),
        (drill(), Phase::Answering),
        (closed(1), Phase::Reading),
        (closed(2), Phase::Voting),
        (sudden, Phase::SuddenDeath),
        (decided(2), Phase::Decided),
        (decided(0), Phase::Empty),
        (cancelled, Phase::Cancelled),
    ] {
        assert_eq!(drill.phase(), phase);
        assert_eq!(
            drill.is_over(),
            matches!(phase, Phase::Decided | Phase::Empty)
        );
    }
}

#[test]
fn two_minutes_of_grace_then_an_answer_is_late_and_what_was_sent_stays() {
    let mine = answer("A");
    let begun = Answer {
        answered_at: None,
        ..mine.clone()
    };
    assert_eq!(
        check_answer(&drill(), Some(&mine), GRACE, at(720)),
        Ok(Timing::InTime)
    );
    assert_eq!(
        check_answer(&drill(), Some(&begun), GRACE, at(721)),
        Ok(Timing::Late)
    );
    assert_eq!(
        check_answer(&drill(), Some(&mine), GRACE, at(721)),
        Err(Why::Closed)
    );
    assert_eq!(
        check_answer(&closed(2), None, GRACE, at(601)),
        Ok(Timing::Late)
    );
    let cancelled = Drill {
        cancelled_at: Some(at(5)),
        ..drill()
    };
    assert_eq!(
        check_answer(&cancelled, Some(&begun), GRACE, at(6)),
        Err(Why::Cancelled)
    );
}

#[test]
fn grace_is_for_a_form_that_was_open() {
    let mine = answer("A");
    let begin = |mine, seconds| check_begin(&drill(), mine, GRACE, at(seconds));
    assert_eq!(begin(None, 600), Ok(()));
    assert_eq!(begin(None, 601), Err(Why::Closing));
    assert_eq!(begin(Some(&mine), 720), Ok(()));
    assert_eq!(begin(Some(&mine), 721), Err(Why::Closing));
    assert_eq!(
        check_begin(&closed(2), Some(&mine), GRACE, at(601)),
        Err(Why::Closed)
    );
}

#[test]
fn only_its_author_may_read_an_answer_until_the_vote_shows_it() {
    let (amir, bea) = (UserId::new("A"), UserId::new("B"));
    let (here, elsewhere) = (ChannelId::new("C1"), ChannelId::new("C2"));
    let decided = Drill {
        decided_at: Some(at(1200)),
        ..closed(2)
    };
    let cancelled = Drill {
        cancelled_at: Some(at(700)),
        ..closed(2)
    };
    let late = Answer {
        is_late: true,
        ..answer("A")
    };
    for (drill, is_shown, is_over) in [
        (drill(), false, false),
        (closed(2), true, false),
        (decided, true, true),
        (cancelled, false, false),
    ] {
        let audience = drill.audience_of(&answer("A"));
        assert!(audience.may_read(&amir).is_some() && audience.may_read(&bea).is_none());
        assert_eq!(audience.may_read_in(&here).is_some(), is_shown);
        assert!(audience.may_read_in(&elsewhere).is_none());
        let of_late = drill.audience_of(&late);
        assert_eq!(of_late.may_read_in(&here).is_some(), is_over);
        let tweak = drill.audience_of_tweaks(&bea);
        assert_eq!(tweak.may_read_in(&here).is_some(), is_over);
    }
}

#[test]
fn a_team_without_facilitators_is_not_blocked_and_one_with_them_is_theirs() {
    assert!(may_open(false, false, false));
    assert!(!may_open(true, false, false));
    assert!(may_open(true, true, false) && may_open(true, false, true));
    let (dana, amir) = (UserId::new("D"), UserId::new("A"));
    assert!(may_run(&drill(), &dana, false, false, true));
    assert!(may_run(&drill(), &amir, false, true, true));
    assert!(!may_run(&drill(), &amir, true, false, true));
    assert!(
        may_run(&drill(), &amir, true, false, false),
        "the opener left mid-drill"
    );
    assert!(!may_run(&drill(), &amir, false, false, false));
}

#[test]
fn more_time_ends_at_a_week() {
    assert_eq!(drill().extended(at(100)), Ok(at(900)));
    assert_eq!(drill().extended(at(650)), Ok(at(950)), "from now on");
    assert_eq!(closed(2).extended(at(700)), Ok(at(1500)));
    let long = Drill {
        answer_by: Some(at(7 * 86_400)),
        ..drill()
    };
    assert_eq!(long.extended(at(100)), Err(Why::LongEnough));
    assert_eq!(long.more(), None);
    let nearly = Drill {
        answer_by: Some(at(7 * 86_400 - 180)),
        ..drill()
    };
    assert_eq!(nearly.more(), Some(TimeDelta::minutes(3)));
    let sudden = Drill {
        sudden: Some((1, 2)),
        ..closed(2)
    };
    assert_eq!(sudden.extended(at(700)), Err(Why::NotNow));
}

#[test]
fn one_press_gives_half_of_what_a_step_was_opened_for() {
    let of = |pace, length| Drill {
        pace,
        length,
        answer_by: Some(at(0) + length),
        ..drill()
    };
    for (pace, length, more) in [
        (Pace::Live, TimeDelta::minutes(10), TimeDelta::minutes(5)),
        (Pace::Live, TimeDelta::minutes(3), TimeDelta::minutes(1)),
        (Pace::Async, TimeDelta::hours(24), TimeDelta::hours(12)),
        (Pace::Async, TimeDelta::hours(1), TimeDelta::minutes(30)),
        (Pace::Async, TimeDelta::days(6), TimeDelta::days(1)),
    ] {
        assert_eq!(of(pace, length).more(), Some(more), "{length}");
    }
    // A vote is no longer than a day, however long people could answer.
    let vote = Drill {
        length: TimeDelta::days(3),
        pace: Pace::Async,
        ..closed(2)
    };
    assert_eq!(vote.more(), Some(TimeDelta::hours(12)));
}

#[test]
fn a_lost_card_costs_nobody_their_time() {
    let lost = |drill| Drill {
        cancelled_at: Some(at(500)),
        change: Some(Change::CardLost),
        ..drill
    };
    assert_eq!(
        lost(drill()).resumed(at(9000)),
        Some(at(9120)),
        "at least two minutes"
    );
    assert_eq!(lost(closed(2)).resumed(at(9000)), Some(at(9700)));
    let cancelled = Drill {
        change: Some(Change::Cancelled),
        ..lost(drill())
    };
    assert_eq!(cancelled.resumed(at(9000)), None);
    assert_eq!(drill().resumed(at(9000)), None);
}

#[test]
fn a_card_that_comes_late_costs_nobody_their_time() {
    assert_eq!(drill().deadline_from(at(30)), Some(at(600)));
    assert_eq!(drill().deadline_from(at(3600)), Some(at(4200)));
}

#[test]
fn quotation_marks_around_an_objection_go() {
    for typed in [
        "\"Too dear\"",
        "“Too dear”",
        " 'Too dear' ",
        "Too dear",
        "«Too dear»",
    ] {
        assert_eq!(unquoted(typed), "Too dear");
    }
    assert_eq!(unquoted("\""), "\"");
    assert_eq!(unquoted("He said \"no\""), "He said \"no\"");
}

#[test]
fn starters_are_twelve_different_ones_within_the_limit() {
    for (at, Starter { word, says, .. }) in STARTERS.iter().enumerate() {
        assert!(
            says.chars().count() <= usize::from(LONGEST_OBJECTION),
            "{word}"
        );
        for other in &STARTERS[..at] {
            assert_ne!(compare(says, other.says), Alike::Same, "{says}");
        }
    }
}

#[test]
fn a_drill_trains_what_its_objection_did_last_or_brings_along() {
    let shape = &crate::settings::SKILLS.spec.shape;
    let skills: Vec<String> = shape.default().lines().map(str::to_owned).collect();
    for Starter { word, skill, .. } in STARTERS {
        assert_eq!(usual_skill(Some(word), None, &skills), Some(skill));
        assert_eq!(usual_skill(Some(word), Some("demo"), &skills), Some("demo"));
        let without: Vec<String> = skills
            .iter()
            .filter(|own| **own != skill)
            .cloned()
            .collect();
        assert_eq!(usual_skill(Some(word), None, &without), None, "{word}");
    }
    assert_eq!(usual_skill(None, Some("demo"), &skills), Some("demo"));
    assert_eq!(usual_skill(None, None, &skills), Some("objections"));
    assert_eq!(
        usual_skill(None, Some("gone"), &skills),
        Some("objections"),
        "what owners took off the list is as if it had not been picked"
    );
    assert_eq!(usual_skill(None, Some("gone"), &[]), None);
}

proptest! {
    #[test]
    fn a_text_is_trimmed_kept_and_limited(text in ".{0,40}", most in 1_u16..30) {
        match check_text(Some(&text), most, Why::NothingWritten, Why::AnswerTooLong) {
            Ok(kept) => {
                prop_assert_eq!(&kept, text.trim());
                prop_assert!(kept.chars().count() <= usize::from(most));
            }
            Err(Why::NothingWritten) => prop_assert!(text.trim().is_empty()),
            Err(_) => prop_assert!(text.trim().chars().count() > usize::from(most)),
        }
    }
}
