//! What can be shared of a check-in, and when. Pure: values in, a decision out.

use super::{CheckIn, Why, tidy};
use crate::{
    audience::Audience,
    commitments::Answer,
    ids::{ChannelId, UserId},
};
use chrono::{DateTime, Utc};

/// Characters of a win: a few lines that a channel reads in passing.
pub(in crate::rituals::check_in) const LONGEST_WIN: u16 = 300;

/// What somebody shares of a check-in with a channel, without its words.
#[derive(Clone, Debug)]
pub(in crate::rituals::check_in) struct Win {
    /// The check-in; it has one at most.
    pub(in crate::rituals::check_in) check_in: i64,
    pub(in crate::rituals::check_in) who: UserId,
    /// The one that they saw when they pressed **Share**.
    pub(in crate::rituals::check_in) channel: ChannelId,
    pub(in crate::rituals::check_in) shared_at: DateTime<Utc>,
    pub(in crate::rituals::check_in) shared: Shared,
}

/// How far a win has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rituals::check_in) enum Shared {
    OnItsWay,
    /// It stands in the channel.
    Posted,
    /// Slack does not let it in, with this word for why.
    Refused(String),
    /// Its author took it back.
    TakenBack,
}

/// What can be shared of a check-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rituals::check_in) enum Offer {
    /// Nothing: it was not done, the programme does not want it, or it was taken back.
    None,
    /// A win.
    Open,
    /// It is shared already, or on its way, in this channel.
    Shared(ChannelId),
    /// Slack did not let it into this channel.
    Refused(ChannelId),
}

impl Win {
    /// Who reads its words.
    pub(in crate::rituals::check_in) fn audience(&self) -> Audience {
        Audience::Posted {
            channel: self.channel.clone(),
            writer: self.who.clone(),
        }
    }
}

/// What can be shared of a check-in; `channel` is where the programme shares wins, if it does.
pub(in crate::rituals::check_in) fn offer(
    check_in: &CheckIn,
    win: Option<&Win>,
    channel: Option<&ChannelId>,
) -> Offer {
    match win {
        Some(win) => match win.shared {
            Shared::OnItsWay | Shared::Posted => Offer::Shared(win.channel.clone()),
            Shared::Refused(_) => Offer::Refused(win.channel.clone()),
            Shared::TakenBack => Offer::None,
        },
        None if check_in.answer == Answer::Done && !check_in.is_taken_back && channel.is_some() => {
            Offer::Open
        }
        None => Offer::None,
    }
}

/// May a win be shared in the channel that its author saw?
pub(in crate::rituals::check_in) fn check_share(
    check_in: &CheckIn,
    seen: &ChannelId,
    channel: Option<&ChannelId>,
) -> Result<(), Why> {
    match channel {
        _ if check_in.answer != Answer::Done || check_in.is_taken_back => Err(Why::NotDone),
        None => Err(Why::NoWins),
        Some(channel) if channel != seen => Err(Why::OtherChannel),
        Some(_) => Ok(()),
    }
}

/// A win, without white space around it.
pub(in crate::rituals::check_in) fn tidy_win(text: &str) -> Result<String, Why> {
    tidy(text, LONGEST_WIN, Why::EmptyWin, Why::WinTooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(answer: Answer) -> CheckIn {
        CheckIn {
            id: 1,
            commitment: 1,
            who: UserId::new("B"),
            partner: None,
            answer,
            answered_at: DateTime::UNIX_EPOCH,
            has_note: false,
            is_cheered: false,
            is_taken_back: false,
        }
    }

    fn win(shared: Shared) -> Win {
        Win {
            check_in: 1,
            who: UserId::new("B"),
            channel: ChannelId::new("C1"),
            shared_at: DateTime::UNIX_EPOCH,
            shared,
        }
    }

    #[test]
    fn a_win_is_offered_for_what_was_done_where_the_programme_wants_it_and_once() {
        let here = ChannelId::new("C1");
        for (answer, _) in Answer::ALL {
            assert_eq!(offer(&said(answer), None, None), Offer::None, "off");
            let offered = offer(&said(answer), None, Some(&here)) == Offer::Open;
            assert_eq!(offered, answer == Answer::Done);
            let may = check_share(&said(answer), &here, Some(&here));
            assert_eq!(may.is_ok(), answer == Answer::Done);
        }
        let done = said(Answer::Done);
        for shared in [Shared::OnItsWay, Shared::Posted] {
            let offered = offer(&done, Some(&win(shared)), None);
            assert_eq!(offered, Offer::Shared(here.clone()), "also once it is off");
        }
        let refused = win(Shared::Refused("not_in_channel".to_owned()));
        let offered = offer(&done, Some(&refused), Some(&here));
        assert_eq!(offered, Offer::Refused(here.clone()));
        let back = offer(&done, Some(&win(Shared::TakenBack)), Some(&here));
        assert_eq!(back, Offer::None);
        let slip = CheckIn {
            is_taken_back: true,
            ..said(Answer::Done)
        };
        assert_eq!(offer(&slip, None, Some(&here)), Offer::None);
        assert_eq!(check_share(&slip, &here, Some(&here)), Err(Why::NotDone));
        let elsewhere = ChannelId::new("C2");
        assert_eq!(
            check_share(&done, &here, Some(&elsewhere)),
            Err(Why::OtherChannel)
        );
        assert_eq!(check_share(&done, &here, None), Err(Why::NoWins));
    }

    #[test]
    fn a_win_is_a_few_lines() {
        assert_eq!(tidy_win(" Closed. \n"), Ok("Closed.".to_owned()));
        assert_eq!(tidy_win(" \n"), Err(Why::EmptyWin));
        assert_eq!(tidy_win(&"é".repeat(300)), Ok("é".repeat(300)));
        assert_eq!(tidy_win(&"é".repeat(301)), Err(Why::WinTooLong));
    }
}
