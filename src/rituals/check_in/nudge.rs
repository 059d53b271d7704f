//! The DM at somebody's hour. It is sent only if there is something to ask about, within the attention budget, and never
//! before the owners have pressed **Go live**; what the schedule and the budget decide is theirs.

use super::{
    NUDGE, card,
    queries::{self, Nudge},
    rhythm::{self, NAME},
    rules::{self, Offer, Pace, Turn},
    views::{self, Asked},
    win,
};
use crate::{
    attention::{self, Prompt},
    blocks::Message,
    commitments,
    error::Result,
    ids::UserId,
    outbox::{self, Lane, Place, Subject},
    people,
    schedule::{self, NUDGE_GRACE, Settled, Skip, Whose},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};

/// Commitments in one DM.
const ASKED_AT_ONCE: u32 = 5;

pub(super) fn due_at(read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
    schedule::due_at(read, NAME)
}

pub(super) fn tick(tx: &Tx<'_>) -> Result<()> {
    schedule::turns(tx, NAME, |turn| match &turn.whose {
        Whose::Of(who) => take(tx, who, turn),
        Whose::Everybodys => Ok(Settled::Skipped(Skip::Pointless)),
    })
}

fn take(tx: &Tx<'_>, who: &UserId, turn: &schedule::Turn) -> Result<Settled> {
    let rhythm = rhythm::of(tx, who)?;
    let has_open = !commitments::queries::open_of(tx, who, 1)?.is_empty();
    if rhythm.is_paused || !rhythm.has_week(turn.date) || !has_open {
        return Ok(Settled::Skipped(Skip::Pointless));
    }
    let subject = format!("{NAME}:{}", turn.date);
    let prompt = Prompt {
        kind: attention::Kind::CheckIn,
        subject: &subject,
    };
    if let Some(settled) = attention::may_prompt(tx, who, &prompt)?.settled() {
        return Ok(settled);
    }
    let before = queries::last_nudges(tx, who, 4)?;
    let skipped = before.iter().take_while(|nudge| !nudge.is_answered).count();
    if let Some(last) = before.first().filter(|last| !last.is_answered) {
        commitments::queries::pass_in_silence(tx, who, last.asked_at)?;
    }
    let asks_fewer = match rules::turn_after(skipped) {
        Turn::How => false,
        Turn::Fewer => true,
        Turn::Rest => {
            // Until they come back: Home has Resume.
            queries::keep_rhythm(tx, who, &rhythm.at_pace(Pace::Paused, turn.date))?;
            outbox::refresh_home(tx, who)?;
            return Ok(Settled::Skipped(Skip::Pointless));
        }
    };
    let id = queries::nudge(tx, who, turn.date, asks_fewer)?;
    attention::asked(tx, who, &prompt)?;
    let place = Place::Dm(who.clone());
    outbox::post(tx, Lane::Prompt, &place, &Subject::new(NUDGE, id))?;
    Ok(Settled::Ran)
}

pub(super) fn render(
    read: &Read<'_>,
    id: i64,
    viewer: &UserId,
    stands: bool,
) -> Result<Option<Message>> {
    let Some(nudge) = queries::find_nudge(read, id)?.filter(|nudge| nudge.who == *viewer) else {
        return Ok(None);
    };
    // Slack was away for so long that it would be out of place.
    if !stands && read.now - nudge.asked_at > NUDGE_GRACE {
        return Ok(None);
    }
    let name = people::name(read, viewer)?;
    if nudge.asks_fewer {
        let rhythm = rhythm::of(read, viewer)?;
        let chosen = nudge.is_answered.then_some(&rhythm);
        return Ok(Some(views::fewer(&name, chosen)));
    }
    let asked = asked(read, &nudge)?;
    let has_point = stands || asked.iter().any(|asked| asked.said.is_none());
    Ok(has_point.then(|| views::nudge(&name, &asked)))
}

/// What a DM asks about, and what was answered since.
fn asked(read: &Read<'_>, nudge: &Nudge) -> Result<Vec<Asked>> {
    let all = commitments::queries::asked_of(read, &nudge.who, nudge.asked_at, ASKED_AT_ONCE)?;
    all.into_iter()
        .map(|commitment| {
            let said = queries::last_about(read, commitment.id)?
                .filter(|said| said.answered_at >= nudge.asked_at);
            let (told, offer) = match &said {
                Some(said) => (card::told(read, said)?, win::offer(read, said)?),
                None => (None, Offer::None),
            };
            Ok(Asked {
                commitment,
                said,
                told,
                offer,
            })
        })
        .collect()
}
