//! A win that somebody shares with the programme's channel: off until the owners want it, in words that its author sees
//! before they leave, and taken back at any time. Each step is load, decide, save, say.

use super::{
    WIN, WIN_REFUSED, queries, refresh_nudges, refuse,
    rules::{self, CheckIn, Offer, Shared, Why, Win},
    said,
    views::{self, field},
};
use crate::{
    blocks::Message,
    commitments::{self, NotSo},
    error::Result,
    ids::{ChannelId, UserId},
    outbox::{self, Lane, Subject},
    outcome::Outcome,
    people,
    request::{FormState, Place},
    settings::{self, SHARE_WINS, WINS_CHANNEL},
    store::{Read, Tx},
};

/// What can be shared of a check-in now.
pub(super) fn offer(read: &Read<'_>, check_in: &CheckIn) -> Result<Offer> {
    let win = queries::find_win(read, check_in.id)?;
    Ok(rules::offer(
        check_in,
        win.as_ref(),
        channel(read)?.as_ref(),
    ))
}

/// The form for a win. It begins with the commitment's own words, unless that came from somebody's note: those may repeat
/// what they were told in confidence.
pub(super) fn open(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let check_in = own(read, who, id)?;
    let channel = channel(read)?.ok_or_else(|| refuse(Why::NoWins))?;
    rules::check_share(&check_in, &channel, Some(&channel)).map_err(refuse)?;
    if let Some(win) = queries::find_win(read, id)? {
        return Err(refuse(shared_already(&win)).into());
    }
    let begin = match commitments::queries::find(read, check_in.commitment)? {
        Some(commitment) if commitment.source.is_none() => {
            let audience = commitment.audience(None);
            let proof = audience.may_read(who);
            let proof = proof.ok_or_else(|| refuse(Why::NotYours))?;
            Some(commitments::queries::words(
                read,
                &commitment,
                &audience,
                &proof,
            )?)
        }
        Some(_) | None => None,
    };
    let sentence = people::who_sees(read, &not_yet(&check_in, &channel).audience(), who)?;
    Ok(Outcome::Open(views::share(
        id,
        &people::name(read, who)?,
        &channel,
        begin,
        &sentence,
    )))
}

/// **Share**. Sent twice, it is one message and the same answer.
pub(super) fn share(
    tx: &Tx<'_>,
    who: &UserId,
    id: i64,
    seen: &ChannelId,
    form: &FormState,
) -> Result<Outcome> {
    let check_in = own(tx, who, id)?;
    let text = form.fields.text(field::WIN).unwrap_or_default();
    let text = rules::tidy_win(text).map_err(refuse)?;
    match queries::find_win(tx, id)? {
        Some(win) if words(tx, &win)?.as_ref() != Some(&text) => {
            return Err(refuse(shared_already(&win)).into());
        }
        Some(_) => {}
        None => {
            rules::check_share(&check_in, seen, channel(tx)?.as_ref()).map_err(refuse)?;
            queries::insert_win(tx, id, who, seen, &text)?;
            let place = outbox::Place::Channel(seen.clone());
            outbox::post(tx, Lane::Act, &place, &Subject::new(WIN, id))?;
            refresh(tx, who)?;
        }
    }
    let sentence = people::who_sees(tx, &not_yet(&check_in, seen).audience(), who)?;
    Ok(Outcome::Replace(views::shared(seen, &sentence)))
}

/// **Try again**, after Slack did not let it in.
pub(super) fn try_again(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let check_in = own(tx, who, id)?;
    let win = own_win(tx, who, id)?;
    if let Shared::Refused(_) = win.shared {
        rules::check_share(&check_in, &win.channel, channel(tx)?.as_ref()).map_err(refuse)?;
        queries::mark_sharing(tx, id)?;
        let place = outbox::Place::Channel(win.channel);
        outbox::post_again(tx, &place, &Subject::new(WIN, id))?;
        outbox::refresh(tx, &Subject::new(WIN_REFUSED, id))?;
        refresh_nudges(tx, who)?;
    }
    Ok(Outcome::Done)
}

/// **Take the win back**: in the channel a line without its words stays.
pub(super) fn take_back(tx: &Tx<'_>, who: &UserId, id: i64, place: &Place) -> Result<Outcome> {
    let win = own_win(tx, who, id)?;
    remove(tx, &win)?;
    Ok(said(place, views::unshared()))
}

/// The answer was a slip, and with it what was shared of it.
pub(super) fn slip(tx: &Tx<'_>, check_in: i64) -> Result<()> {
    match queries::find_win(tx, check_in)? {
        Some(win) => remove(tx, &win),
        None => Ok(()),
    }
}

fn remove(tx: &Tx<'_>, win: &Win) -> Result<()> {
    if win.shared != Shared::TakenBack {
        queries::take_win_back(tx, win.check_in)?;
        for what in [WIN, WIN_REFUSED] {
            outbox::refresh(tx, &Subject::new(what, win.check_in))?;
        }
        refresh(tx, &win.who)?;
    }
    Ok(())
}

/// What shows its author whether it stands.
fn refresh(tx: &Tx<'_>, who: &UserId) -> Result<()> {
    refresh_nudges(tx, who)?;
    outbox::refresh_home(tx, who)
}

/// The message in the channel.
pub(super) fn render(
    read: &Read<'_>,
    id: i64,
    channel: &ChannelId,
    stands: bool,
) -> Result<Option<Message>> {
    let Some(win) = queries::find_win(read, id)? else {
        return Ok(stands.then(views::win_gone));
    };
    let Some(proof) = win.audience().may_read_in(channel) else {
        return Ok(None);
    };
    let name = people::name(read, &win.who)?;
    Ok(match queries::win_words(read, &win, &proof)? {
        Some(text) => Some(views::win(&name, &text)),
        None => stands.then(|| views::win_taken_back(&name)),
    })
}

/// The message to its author about a win that Slack did not let in.
pub(super) fn render_refused(
    read: &Read<'_>,
    id: i64,
    viewer: &UserId,
    stands: bool,
) -> Result<Option<Message>> {
    let win = queries::find_win(read, id)?.filter(|win| win.who == *viewer);
    Ok(win
        .filter(|win| stands || matches!(win.shared, Shared::Refused(_)))
        .map(|win| views::win_refused(&win)))
}

/// It stands in the channel.
pub(super) fn delivered(tx: &Tx<'_>, id: i64) -> Result<()> {
    match queries::find_win(tx, id)? {
        Some(win) if win.shared == Shared::OnItsWay => {
            queries::mark_posted(tx, id)?;
            outbox::refresh(tx, &Subject::new(WIN_REFUSED, id))
        }
        Some(_) | None => Ok(()),
    }
}

/// Slack refuses it for good: its author hears at once what to do.
pub(super) fn undelivered(tx: &Tx<'_>, id: i64, code: &str) -> Result<()> {
    match queries::find_win(tx, id)? {
        Some(win) if win.shared == Shared::OnItsWay => {
            queries::mark_refused(tx, id, code)?;
            refresh_nudges(tx, &win.who)?;
            let (author, subject) = (outbox::Place::Dm(win.who), Subject::new(WIN_REFUSED, id));
            outbox::post(tx, Lane::Act, &author, &subject)?;
            // Refused before, it stands there already.
            outbox::refresh(tx, &subject)
        }
        Some(_) | None => Ok(()),
    }
}

/// Its words, for its author.
pub(super) fn words(read: &Read<'_>, win: &Win) -> Result<Option<String>> {
    match win.audience().may_read(&win.who) {
        Some(proof) => queries::win_words(read, win, &proof),
        None => Ok(None),
    }
}

/// Where the programme shares wins, if it does.
fn channel(read: &Read<'_>) -> Result<Option<ChannelId>> {
    if settings::get(read, &SHARE_WINS)? {
        settings::get(read, &WINS_CHANNEL)
    } else {
        Ok(None)
    }
}

/// A win as it would be.
fn not_yet(check_in: &CheckIn, channel: &ChannelId) -> Win {
    Win {
        check_in: check_in.id,
        who: check_in.who.clone(),
        channel: channel.clone(),
        shared_at: check_in.answered_at,
        shared: Shared::OnItsWay,
    }
}

fn shared_already(win: &Win) -> Why {
    if win.shared == Shared::TakenBack {
        Why::WinTakenBack
    } else {
        Why::WinShared
    }
}

fn own(read: &Read<'_>, who: &UserId, id: i64) -> Result<CheckIn> {
    let found = queries::find(read, id)?.ok_or_else(|| refuse(Why::Not(NotSo::Gone)))?;
    if found.who == *who {
        Ok(found)
    } else {
        Err(refuse(Why::NotYours).into())
    }
}

fn own_win(read: &Read<'_>, who: &UserId, id: i64) -> Result<Win> {
    let found = queries::find_win(read, id)?.ok_or_else(|| refuse(Why::Not(NotSo::Gone)))?;
    if found.who == *who {
        Ok(found)
    } else {
        Err(refuse(Why::NotYours).into())
    }
}
