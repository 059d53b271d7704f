//! Why something cannot be done, each in a sentence that says what to do instead.

use crate::{error::Refusal, rituals::drill::rules::Why};

/// `name` is whom the sentence speaks of: who opened the drill, or who may.
pub(in crate::rituals::drill) fn refusal(why: Why, name: &str) -> Refusal {
    let message = match why {
        Why::NotYours => {
            "This drill is not kept any more, or it is not yours. Nothing was changed.".to_owned()
        }
        Why::OnlyFacilitators => format!(
            "In this programme facilitators and owners open drills: {name}. You can note what a buyer said; it will come up."
        ),
        Why::NotTheOpener => {
            format!("{name} opened this drill. Only they or a programme owner can change it.")
        }
        Why::OnlyOnTheCard => "Press the button on the drill's card, in its channel.".to_owned(),
        Why::NoObjection => "What does the buyer say? Pick an objection or type one.".to_owned(),
        Why::ObjectionTooLong => "An objection is one line: at most 200 characters.".to_owned(),
        Why::ContextTooLong => "At most 500 characters about the buyer.".to_owned(),
        Why::NoChannel => "Pick the channel where the drill should stand.".to_owned(),
        Why::NoSuchSkill => "Owners have taken this skill off the list. Pick another.".to_owned(),
        Why::NothingWritten => "Nothing is written yet.".to_owned(),
        Why::AnswerTooLong => {
            "At most 600 characters: what you would say in one breath.".to_owned()
        }
        Why::TweakTooLong => "At most 300 characters for a change.".to_owned(),
        Why::NothingPicked => "Pick A, B or Too close.".to_owned(),
        Why::AlreadyPosted => {
            "This drill is posted already. You can extend, close or cancel it on its card."
                .to_owned()
        }
        Why::Closed => "Time is up. What you sent before then stays as it was.".to_owned(),
        Why::Closing => "Time is up. The vote opens in a moment.".to_owned(),
        Why::Cancelled => "This drill was cancelled, and nobody is shown its answers.".to_owned(),
        Why::VoteOver => "The vote is over; the result is on the card.".to_owned(),
        Why::NotYetVoting => {
            "People are still answering. The vote opens when time is up.".to_owned()
        }
        Why::NoMoreDuels => "You have voted on all there is for you. Thank you.".to_owned(),
        Why::OnlyYourOwn => {
            "There is nothing for you to vote on: nobody is shown their own answer.".to_owned()
        }
        Why::LongEnough => "A drill can be open for a week. Close it, or open another.".to_owned(),
        Why::NoAnswerOfYours => "You have no answer in this drill.".to_owned(),
        Why::NotDecided => "The result does not stand yet.".to_owned(),
        Why::NotNow => {
            "That is not possible at this point of the drill. Nothing was changed.".to_owned()
        }
    };
    Refusal {
        message,
        field: None,
    }
}
