//! The playbook's rules as tests.

use super::*;
use proptest::prelude::*;

const STEPS: [Step; 5] = [
    Step::Review,
    Step::GoLive,
    Step::Renew,
    Step::Age,
    Step::Retire,
];

fn words(objection: &str, answer: &str) -> Words {
    Words {
        objection: objection.to_owned(),
        answer: answer.to_owned(),
        ..Words::default()
    }
}

fn entry(state: State) -> Entry {
    Entry {
        id: 1,
        state,
        version: 1,
        revises: None,
        proposed_by: UserId::new("A"),
        made_at: DateTime::UNIX_EPOCH,
    }
}

#[test]
fn an_entry_goes_the_one_road_and_every_step_twice_is_the_same() {
    use State::{Draft, Live, Retired, Reviewed, Stale};
    let road = [
        (Draft, Step::Review, Reviewed),
        (Reviewed, Step::GoLive, Live),
        (Live, Step::Age, Stale),
        (Stale, Step::Renew, Live),
        (Live, Step::Retire, Retired),
        (Retired, Step::GoLive, Live),
    ];
    for (from, step, to) in road {
        assert_eq!(next(from, step), Ok(to), "{from:?} {step:?}");
        assert_eq!(next(to, step), Ok(to), "{from:?} {step:?} twice");
    }
    assert_eq!(next(Draft, Step::Age), Err(Why::NotNow(Draft)));
    assert_eq!(next(Stale, Step::GoLive), Err(Why::NotNow(Stale)));
    assert_eq!(next(Retired, Step::Renew), Err(Why::NotNow(Retired)));
    for (state, _) in State::ALL {
        for step in STEPS {
            // Only review and Go live lead to what everybody reads.
            if let Ok(to) = next(state, step)
                && to.is_public()
                && !state.is_public()
            {
                assert_eq!(step, Step::GoLive);
            }
        }
    }
}

#[test]
fn a_writer_changes_a_draft_and_a_curator_anything_that_is_not_retired() {
    let (writer, other) = (UserId::new("A"), UserId::new("B"));
    assert_eq!(check_edit(&entry(State::Draft), &writer, false), Ok(()));
    assert_eq!(
        check_edit(&entry(State::Draft), &other, false),
        Err(Why::NotYourDraft)
    );
    assert_eq!(
        check_edit(&entry(State::Reviewed), &writer, false),
        Err(Why::NotYourDraft)
    );
    assert_eq!(
        check_edit(&entry(State::Live), &writer, false),
        Err(Why::NotCurator)
    );
    assert_eq!(check_edit(&entry(State::Live), &other, true), Ok(()));
    assert_eq!(
        check_edit(&entry(State::Retired), &other, true),
        Err(Why::NotNow(State::Retired))
    );
}

#[test]
fn an_entry_needs_an_objection_and_an_answer_that_fit() {
    assert_eq!(check(&words("Too expensive", "Compared to what?")), Ok(()));
    assert_eq!(check(&words("  ", "x")), Err(Why::NoObjection));
    assert_eq!(check(&words("x", "\n")), Err(Why::NoAnswer));
    assert_eq!(check(&words(&"é".repeat(150), &"é".repeat(1200))), Ok(()));
    assert_eq!(check(&words(&"é".repeat(151), "x")), Err(Why::TooLong));
    let many = Words {
        variants: vec!["v".to_owned(); 6],
        ..words("x", "y")
    };
    assert_eq!(check(&many), Err(Why::TooManyVariants));
}

#[test]
fn a_drill_adds_what_is_new_and_fits() {
    let before = words("x", "answer");
    let grown = with_variants(
        &before,
        ["answer".to_owned(), "b".to_owned(), "b".to_owned()],
    );
    assert_eq!(grown.variants, ["b"]);
    let full = with_variants(&before, (0..9).map(|n| format!("variant {n}")));
    assert_eq!(full.variants.len(), MOST_VARIANTS);
    assert_eq!(with_variants(&before, ["y".repeat(3001)]), before);
}

#[test]
fn an_entry_is_stale_after_its_days_and_an_ask_over_after_two_weeks() {
    let now = DateTime::UNIX_EPOCH + TimeDelta::days(1000);
    assert_eq!(stale_at(stale_before(now, 90), 90), now);
    assert_eq!(ask_until(now) - now, TimeDelta::days(14));
    assert_eq!(day(now), 1000);
    assert_eq!(day(now - TimeDelta::seconds(1)), 999);
}

proptest! {
    #[test]
    fn variants_come_back_from_their_box(texts in proptest::collection::vec("[a-z]{1,9}(\n[a-z]{1,9}){0,2}", 0..5)) {
        let words = Words { variants: texts.clone(), ..Words::default() };
        prop_assert_eq!(variants(&words.variants_text()), texts);
    }

    #[test]
    fn what_is_cut_fits_and_what_fits_is_whole(text in ".{0,60}", most in 1_u16..50) {
        let kept = cut(&text, most);
        prop_assert!(kept.chars().count() <= usize::from(most));
        if text.chars().count() <= usize::from(most) {
            prop_assert_eq!(kept, text);
        }
    }
}
