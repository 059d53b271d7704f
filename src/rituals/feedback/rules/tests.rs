//! The rules of notes, tried out.

use super::*;
use proptest::prelude::*;

fn note(start: &str) -> Note {
    Note {
        start: Some(start.to_owned()),
        ..Note::default()
    }
}

fn given(state: State) -> Given {
    Given {
        id: 1,
        form: "V1".to_owned(),
        giver: UserId::new("A"),
        receiver: UserId::new("B"),
        skill: "demo".to_owned(),
        given_at: DateTime::UNIX_EPOCH,
        state,
        is_edited: false,
        is_dropped: false,
    }
}

#[test]
fn a_note_needs_one_box_a_known_skill_and_a_true_link() {
    let skills = ["demo".to_owned()];
    let check = |note: &Note, skill: &str| check_note(note, skill, &skills);
    assert_eq!(check(&Note::default(), "demo"), Err(Why::NothingWritten));
    assert_eq!(check(&note("x"), "juggling"), Err(Why::NoSuchSkill));
    assert_eq!(check(&note(&"é".repeat(3000)), "demo"), Ok(()));
    assert_eq!(check(&note(&"é".repeat(3001)), "demo"), Err(Why::TooLong));
    for (link, verdict) in [
        ("https://crm.example/deal/7", Ok(())),
        ("javascript:alert(1)", Err(Why::NotALink)),
        ("https://", Err(Why::NotALink)),
        ("https://a b", Err(Why::NotALink)),
    ] {
        assert_eq!(
            check(
                &Note {
                    link: Some(link.to_owned()),
                    ..note("x")
                },
                "demo"
            ),
            verdict,
            "{link}"
        );
    }
}

#[test]
fn heavy_words_are_found_as_words_in_any_case() {
    assert_eq!(
        note("You NEVER ask. Always late").heavy_words(),
        ["always", "never"]
    );
    assert!(note("nevertheless, the hallways").heavy_words().is_empty());
}

#[test]
fn only_the_giver_changes_and_only_the_receiver_reads() {
    let (amir, bea, chidi) = (UserId::new("A"), UserId::new("B"), UserId::new("C"));
    let change = |state, who: &UserId| check_change(Some(given(state)), who).map(|_| ());
    assert_eq!(change(State::Unread, &amir), Ok(()));
    assert_eq!(change(State::Read, &amir), Err(Why::AlreadyRead));
    assert_eq!(change(State::Unread, &bea), Err(Why::NotYours));
    let read = |state, who: &UserId| check_read(Some(given(state)), who).map(|_| ());
    assert_eq!(read(State::Unread, &bea), Ok(()));
    assert_eq!(read(State::Unread, &amir), Err(Why::NotYours));
    assert_eq!(read(State::Unread, &chidi), Err(Why::NotYours));
    assert_eq!(read(State::Withdrawn, &bea), Err(Why::AlreadyWithdrawn));
    assert_eq!(check_read(None, &bea).map(|_| ()), Err(Why::Gone));
}

#[test]
fn ones_own_data_holds_the_words_that_one_may_open_now() {
    let (amir, bea, chidi) = (UserId::new("A"), UserId::new("B"), UserId::new("C"));
    let has = |state, who: &UserId| may_have_words(&given(state), who);
    assert!(has(State::Unread, &amir) && !has(State::Unread, &bea));
    assert!(!has(State::Read, &amir) && has(State::Read, &bea) && has(State::Helped, &bea));
    for state in [State::Withdrawn, State::Returned] {
        assert!(!has(state, &amir) && !has(state, &bea));
    }
    for state in [State::Unread, State::Read, State::Helped] {
        assert!(!has(state, &chidi));
        let dropped = Given {
            is_dropped: true,
            ..given(state)
        };
        assert!(!may_have_words(&dropped, &amir) && !may_have_words(&dropped, &bea));
    }
    let own = Given {
        receiver: amir.clone(),
        ..given(State::Unread)
    };
    assert!(may_have_words(&own, &amir));
}

proptest! {
    #[test]
    fn no_text_breaks_the_wording_check(text in ".*") {
        for word in note(&text).heavy_words() {
            prop_assert!(text.to_lowercase().contains(word));
        }
    }
}
