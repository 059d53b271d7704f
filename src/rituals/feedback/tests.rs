//! One value says who may read a note and what its forms and messages say of that: changing it changes both.

use super::{
    note::Names,
    rules::{Given, Note, State},
    views,
};
use crate::{
    audience::Audience,
    blocks::{Form, Message},
    ids::UserId,
};
use chrono::DateTime;
use serde_json::Value;

const PEOPLE: [&str; 4] = ["Amir", "Bea", "Chidi", "Dana"];

fn user(name: &str) -> UserId {
    UserId::new(format!("U0{}", name.to_uppercase()))
}

fn name(user: &UserId) -> String {
    let known = PEOPLE.iter().find(|name| self::user(name) == *user);
    known.map_or_else(|| "nobody".to_owned(), |name| (*name).to_owned())
}

fn note(giver: UserId, receiver: UserId) -> Given {
    Given {
        id: 17,
        form: "V1".to_owned(),
        giver,
        receiver,
        skill: "demo".to_owned(),
        given_at: DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default(),
        state: State::Unread,
        is_edited: false,
        is_dropped: false,
    }
}

fn last_line(blocks: &Value) -> String {
    let last = blocks["blocks"].as_array().unwrap().last().unwrap();
    let line = last["elements"][0]["text"].as_str();
    line.unwrap_or_else(|| panic!("no small print at the end: {last}"))
        .to_owned()
}

fn of_form(form: &Form) -> String {
    last_line(&form.to_json().unwrap())
}

fn of_message(message: &Message) -> String {
    last_line(&message.to_json().unwrap())
}

/// Who of all may read, and the line as the first of them reads it.
fn readers(audience: &Audience) -> (Vec<&'static str>, UserId) {
    let may: Vec<&str> = PEOPLE
        .into_iter()
        .filter(|name| audience.may_read(&user(name)).is_some())
        .collect();
    let first = user(may[0]);
    (may, first)
}

#[test]
fn whose_a_note_is_decides_who_opens_it_and_what_form_and_message_say() {
    let (amir, bea, chidi) = (user("Amir"), user("Bea"), user("Chidi"));
    for (given, may, line) in [
        (
            note(amir.clone(), bea.clone()),
            &["Amir", "Bea"][..],
            "Who sees this: you and Bea.",
        ),
        (
            note(amir.clone(), chidi),
            &["Amir", "Chidi"][..],
            "Who sees this: you and Chidi.",
        ),
        (
            note(amir.clone(), amir.clone()),
            &["Amir"][..],
            "Who sees this: only you.",
        ),
        // Its giver has erased their data.
        (
            note(UserId::nobody(), bea),
            &["Bea"][..],
            "Who sees this: only you.",
        ),
    ] {
        let (readers, viewer) = readers(&given.audience());
        assert_eq!(readers, may);
        let names = Names {
            giver: name(&given.giver),
            receiver: name(&given.receiver),
        };
        let who_sees = names.who_sees(&given, &viewer);
        let words = Note::default();
        let forms = [
            views::edit(&given, &names.receiver, &[], words.clone(), &who_sees),
            views::reading(&given, &names.giver, &words, &who_sees),
            views::sent(&given, &names.receiver, &[], &who_sees),
            views::drop_question(&given, &names.giver, &who_sees),
        ];
        let messages = [
            views::arrived(&given, &names.receiver, &names.giver, &who_sees),
            views::helped(&given, &names.giver, &names.receiver, &who_sees),
            views::undelivered(&given, &names.receiver, &who_sees),
        ];
        let said = forms.iter().map(of_form);
        for said in said.chain(messages.iter().map(of_message)) {
            assert_eq!(said, line);
        }
    }
}

#[test]
fn who_reviews_a_report_decides_who_opens_it_and_what_form_and_message_say() {
    let given = note(user("Amir"), user("Bea"));
    for (reviewers, line) in [
        (&["Chidi", "Dana"][..], "Who sees this: you and Dana."),
        (&["Dana"][..], "Who sees this: only you."),
    ] {
        let audience = Audience::Among(reviewers.iter().map(|name| user(name)).collect());
        let (readers, viewer) = readers(&audience);
        assert_eq!(readers, reviewers, "neither its giver nor its receiver");
        let who_sees = audience.sentence(&viewer, name);
        let form = views::review(&given, &Note::default(), "other", &who_sees);
        assert_eq!(of_form(&form), line);
        let message = views::reported_to_you(&given, true, &who_sees);
        assert_eq!(of_message(&message), line);
    }
}
