//! Every message.

use super::{SEES_AMIR, SEES_BEA, hits, long, results};
use crate::{
    audience::{Audience, ONLY_YOU},
    blocks::Message,
    ids::{ChannelId, UserId},
    names::Names,
    rituals::playbook::{
        rules::{AskState, How},
        views,
    },
};

pub(super) fn messages() -> Vec<(&'static str, Message)> {
    let channel = ChannelId::new("C0GENERAL");
    let channel_line = Audience::InChannel.sentence(&UserId::nobody(), ToString::to_string);
    let mut messages = vec![
        ("found", views::results(&results(None, hits()))),
        (
            "found_mistyped",
            views::results(&results(Some("price"), hits()[..1].to_vec())),
        ),
        ("found_nothing", views::results(&results(None, Vec::new()))),
        ("shared", views::shared()),
        ("used", views::used(12, Some(How::Worked))),
        ("used_taken_back", views::used(12, None)),
        ("card", views::card(12, "Amir", &long(), &channel_line)),
        ("unshared", views::unshared(12, &channel, ONLY_YOU)),
        ("asked", views::asked("Bea", SEES_BEA)),
        ("settled_live", views::settled(12, true, ONLY_YOU)),
        ("settled_not", views::settled(12, false, ONLY_YOU)),
        ("help", views::help_message(&Names::default())),
    ];
    let states: [(AskState, [&'static str; 4]); 6] = [
        (
            AskState::Asked,
            [
                "asks_you",
                "answered_undelivered",
                "asked_already",
                "thanked_not",
            ],
        ),
        (
            AskState::Named,
            [
                "asks_you_named",
                "answered_named",
                "asked_already_named",
                "thanked_named",
            ],
        ),
        (
            AskState::Unnamed,
            [
                "asks_you_unnamed",
                "answered_unnamed",
                "asked_already_unnamed",
                "thanked",
            ],
        ),
        (
            AskState::Declined,
            [
                "asks_you_declined",
                "answered_declined",
                "asked_already_declined",
                "thanked_declined",
            ],
        ),
        (
            AskState::Lapsed,
            [
                "asks_you_lapsed",
                "answered_lapsed",
                "asked_already_lapsed",
                "thanked_lapsed",
            ],
        ),
        (
            AskState::Kept,
            [
                "asks_you_kept",
                "answered_kept",
                "asked_already_kept",
                "thanked_kept",
            ],
        ),
    ];
    for (state, [asks, answered, already, thanked]) in states {
        messages.push((asks, views::asks_you(5, "Amir", state, SEES_AMIR)));
        messages.push((answered, views::answered(5, "Bea", state, SEES_BEA)));
        messages.push((already, views::asked_already("Bea", state, ONLY_YOU)));
        messages.push((thanked, views::thanked("Amir", state)));
    }
    messages
}
