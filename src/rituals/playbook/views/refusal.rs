//! The sentences for what cannot be done.

use super::field;
use crate::{
    error::Refusal,
    rituals::playbook::rules::{State, Why},
};

/// A sentence for what cannot be done, and the field it belongs under.
pub(in crate::rituals::playbook) fn refusal(why: Why) -> Refusal {
    let (message, field) = match why {
        Why::NoObjection => ("Write what the buyer says.", Some(field::OBJECTION)),
        Why::NoAnswer => ("Write what to say.", Some(field::ANSWER)),
        Why::TooLong => (
            "That is longer than fits: 150 characters for the objection, 300 for when it comes up, 1200 for the answer, 3000 for the other ways.",
            Some(field::ANSWER),
        ),
        Why::TooManyVariants => (
            "Five other ways are the most. Keep the best.",
            Some(field::VARIANTS),
        ),
        Why::NotThere => ("This is not in the playbook, or not any more.", None),
        Why::NotCurator => ("Only facilitators and programme owners can do that.", None),
        Why::NotYourDraft => (
            "Only whoever wrote it can do that, and only until it is reviewed. Facilitators and owners can at any time.",
            None,
        ),
        Why::NotNow(state) => (not_now(state), None),
        Why::NoProposal => (
            "What this drill has come to is not kept here: it was not decided, or more than 180 days ago.",
            None,
        ),
        Why::NoChannel => ("Pick a channel.", Some(field::CHANNEL)),
        Why::NothingSaid => (
            "There are no words in that message that could go into the playbook.",
            None,
        ),
        Why::ByAnApp => ("An app wrote that, and apps can't be asked.", None),
        Why::CannotAsk => (
            "Whoever wrote that does not take part in Peerloop, so they can't be asked. Nothing was kept.",
            None,
        ),
        Why::AskOver => (
            "This is over: it was answered, an entry came of it, or two weeks went by. The copy is deleted.",
            None,
        ),
    };
    Refusal {
        message: message.to_owned(),
        field: field.map(str::to_owned),
    }
}

fn not_now(state: State) -> &'static str {
    match state {
        State::Draft => "It is a draft: it has to be reviewed or made live first.",
        State::Reviewed => "It has been reviewed already.",
        State::Live => "It is live already.",
        State::Stale => "It has turned stale: press Still good, or edit it.",
        State::Retired => "It was taken out of the playbook. Bring it back first.",
    }
}
