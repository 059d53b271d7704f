//! How a month is computed, and what can be done with it: plain advice for each figure.

use super::{action, name, point, shown};
use crate::{
    blocks::{Form, note, sentence},
    figures::views::HIDDEN,
    rituals::digest::{Labels, rules::Digest},
};

/// **How is this computed?**
pub(in crate::rituals::digest) fn how(digest: &Digest, _: &Labels, who_sees: &str) -> Form {
    let k = digest.k;
    let whose = match digest.level {
        Some(level) if level.up > 0 => {
            "Everybody who takes part and, when the month began, reported to that manager above you, directly or through others. Whoever has changed managers since then counts where they are now from the next month on."
        }
        Some(_) | None => {
            "Everybody who takes part and, when the month began, reported to you, directly or through others. Whoever has come to you or left you since then counts where they are now from the next month on."
        }
    };
    let when = format!(
        "{}, by the calendar of UTC. It was worked out once, when it was over, and never changes. What was withdrawn or erased by then is not counted.",
        name(digest.month)
    );
    let shown_if = format!(
        "A figure is shown if at least {k} people are behind it, of more than {k} in the group; if what was done for others was for at least {k} of them; if nobody made more than half of it; and if no digest of this month or the month before could be subtracted from it to reach fewer people. Otherwise it says “{HIDDEN}”, whichever of these it was. After few have joined or left a team, it is hidden for a month."
    );
    let blocks = vec![
        point("Who", whose),
        point("When", &when),
        point("Shown or hidden", &shown_if),
        point(
            "Commitments",
            "What people answered in this month. One that passed two check-ins without a word counts as not yet. Follow-through is those kept and half of those partly kept, of all but those no longer relevant.",
        ),
        point(
            "Most practised",
            "Feedback to others, by skill. Notes to oneself and to one's own managers are in nobody's digest.",
        ),
        point(
            "Fire drills",
            "Answers that people gave, by the skill that the drill was opened for. Each counts once, and there is no total: with one, what is hidden could be worked out.",
        ),
        point(
            "Playbook",
            "Entries of theirs that went live for the first time.",
        ),
        sentence(
            "What counts these figures cannot read what people wrote, nor their names: the database refuses it.",
        ),
        note(who_sees),
    ];
    shown("How this is computed", blocks, (action::HOW, digest.id))
}

/// **What can I do with this?**
pub(in crate::rituals::digest) fn what(digest: &Digest, _: &Labels, who_sees: &str) -> Form {
    let blocks = vec![
        sentence("One decision a month is enough: which skill to train next."),
        point(
            "Commitments",
            "If fewer are kept than the month before, ask the whole team what gets in the way: too many, too large, or overtaken by events.",
        ),
        point(
            "Most practised",
            "This is where your team is looking. Choose one of these for the next fire drill, or one that matters to you and is not in the list.",
        ),
        point(
            "Fire drills",
            "Compare their skills with those of the feedback: if the two have little in common, open the next drill for what your team practises. Few answers often mean that few drills were opened. Ask who would open the next one, and give it ten minutes of a meeting you have anyway.",
        ),
        point(
            "Playbook",
            "Use one of the new entries in a deal review, so that people see what becomes of them.",
        ),
        point(
            "Hidden figures",
            "They are neither good nor bad. They come back when more people take part in what they count.",
        ),
        sentence(
            "Please don't look for who is behind a number. People write to each other freely because nobody does.",
        ),
        note(who_sees),
    ];
    shown("What you can do", blocks, (action::WHAT, digest.id))
}
