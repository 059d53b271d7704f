//! A win: the form that shares it, what the channel reads, and what its author hears if Slack does not let it in.

use super::{action, field, message, shown};
use crate::{
    audience::{EVERYONE_HERE, ONLY_YOU},
    blocks::{
        Block, Button, Form, Input, Message, Part, Weight, buttons, dated_note, input, line, note,
        sentence, words,
    },
    ids::ChannelId,
    rituals::check_in::rules::{LONGEST_WIN, Shared, Win},
};

/// The form for a win; `begin` stands in its box, and `who_sees` is markup.
pub(in crate::rituals::check_in) fn share(
    id: i64,
    name: &str,
    channel: &ChannelId,
    begin: Option<String>,
    who_sees: &str,
) -> Form {
    let blocks = vec![
        line(vec![
            Part::Text("In ".to_owned()),
            Part::Channel(channel.clone()),
            Part::Text(" it stands under ".to_owned()),
            Part::Bold(headline(name)),
            Part::Text(" as you write it here; nothing else goes there.".to_owned()),
        ]),
        input(
            field::WIN,
            "What others read",
            false,
            Input::Brief {
                example: "Three calls in a row ended with a next step.",
                value: begin,
                most: LONGEST_WIN,
            },
        ),
        dated_note(who_sees),
    ];
    Form {
        callback: action::SHARE,
        item: format!("{id}:{channel}"),
        title: "Share this win",
        submit: Some("Share"),
        close: "Cancel",
        blocks,
        again: Some((action::SHARE, id.to_string())),
    }
}

/// After **Share**.
pub(in crate::rituals::check_in) fn shared(channel: &ChannelId, who_sees: &str) -> Form {
    let blocks = vec![
        line(vec![
            Part::Text("On its way to ".to_owned()),
            Part::Channel(channel.clone()),
            Part::Text(". Peerloop's Home tab shows it, with ".to_owned()),
            Part::Bold("Take the win back".to_owned()),
            Part::Text(".".to_owned()),
        ]),
        dated_note(who_sees),
    ];
    shown("Share this win", blocks)
}

/// After **Take the win back**, where there is no message to change.
pub(in crate::rituals::check_in) fn unshared() -> Form {
    let text = "Taken back. What you wrote is gone from Peerloop, and from the channel as soon as Slack has heard of it.";
    shown("Share this win", vec![sentence(text), note(ONLY_YOU)])
}

/// What the channel reads.
pub(in crate::rituals::check_in) fn win(name: &str, text: &str) -> Message {
    Message {
        summary: format!("{}.", headline(name)),
        blocks: vec![
            line(vec![Part::Bold(headline(name))]),
            words(text),
            note(EVERYONE_HERE),
        ],
    }
}

/// What it becomes when its author takes it back.
pub(in crate::rituals::check_in) fn win_taken_back(name: &str) -> Message {
    message(
        format!("{name} shared a win here and took it back."),
        Vec::new(),
        EVERYONE_HERE,
    )
}

/// What it becomes when it is not kept any more.
pub(in crate::rituals::check_in) fn win_gone() -> Message {
    message(
        "A win that was shared here is not kept any more.".to_owned(),
        Vec::new(),
        EVERYONE_HERE,
    )
}

/// Slack did not let it into the channel; or what became of it since.
pub(in crate::rituals::check_in) fn win_refused(win: &Win) -> Message {
    let channel = || Part::Channel(win.channel.clone());
    let text = |text: &str| Part::Text(text.to_owned());
    let (summary, parts) = match &win.shared {
        Shared::OnItsWay => (
            "Your win is on its way.",
            vec![text("Your win is on its way to "), channel(), text(".")],
        ),
        Shared::Posted => (
            "Your win stands in the channel now.",
            vec![text("Your win stands in "), channel(), text(" now.")],
        ),
        Shared::TakenBack => (
            "You took your win back.",
            vec![text("You took your win back.")],
        ),
        Shared::Refused(code) => ("Your win could not be posted. It is kept.", why(code, win)),
    };
    let mut blocks = vec![line(parts)];
    if let Shared::Refused(_) = win.shared {
        blocks.push(buttons(vec![
            Button::main(action::TRY_AGAIN, "Try again", win.check_in),
            Button::plain(action::UNSHARE, "Take the win back", win.check_in),
        ]));
    }
    blocks.push(note(ONLY_YOU));
    Message {
        summary: summary.to_owned(),
        blocks,
    }
}

/// What happened and what to do, by Slack's word for it (docs.slack.dev/reference/methods/chat.postMessage).
fn why(code: &str, win: &Win) -> Vec<Part> {
    let channel = || Part::Channel(win.channel.clone());
    let text = |text: &str| Part::Text(text.to_owned());
    match code {
        "not_in_channel" | "channel_not_found" => vec![
            text("Peerloop is not in "),
            channel(),
            text(", so your win is not posted yet. It is kept. Type "),
            Part::Bold("/invite @Peerloop".to_owned()),
            text(" there, then press Try again."),
        ],
        "is_archived" => vec![
            channel(),
            text(" is archived, so your win is not posted. An owner can pick another channel."),
        ],
        "restricted_action" | "restricted_action_read_only_channel" => vec![
            text("Only some people may post in "),
            channel(),
            text(", and Peerloop is not one of them. Your win is kept."),
        ],
        _ => vec![
            text("Slack did not let Peerloop post your win in "),
            channel(),
            text(&format!(" ({code}). It is kept.")),
        ],
    }
}

/// Home: a win that was shared and not taken back.
pub(super) fn win_at_home(win: &Win) -> [Block; 2] {
    [
        line(vec![
            Part::Text("Your win in ".to_owned()),
            Part::Channel(win.channel.clone()),
            Part::Text(" · ".to_owned()),
            Part::When(win.shared_at),
        ]),
        buttons(vec![take_back_button(win.check_in)]),
    ]
}

/// The button that takes it back, beside the answer.
pub(super) fn take_back_button(check_in: i64) -> Button {
    Button {
        weight: Weight::Final {
            title: "Take the win back?",
            text: "In the channel a line stays that you shared a win and took it back. Its words are gone.".to_owned(),
            yes: "Take it back",
        },
        ..Button::plain(action::UNSHARE, "Take the win back", check_in)
    }
}

fn headline(name: &str) -> String {
    format!("{name} shares a win")
}
