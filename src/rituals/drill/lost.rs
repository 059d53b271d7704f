//! A card that is gone from its channel while its drill goes on: somebody deleted it, or archived the channel. The drill
//! waits for whoever opened it; if they have gone, for the programme's owners, or whoever else is there to run it. What
//! people wrote is told to nobody here.

use super::{
    card::{self, LOST, check_run, find, refresh_told, refuse, told},
    queries,
    rules::{Drill, LONGEST_STEP, Phase, Why},
    views::{self, lost::Whose},
};
use crate::{
    blocks::{Block, Message},
    error::Result,
    ids::UserId,
    may::Role,
    outbox::{self, Lane, Place},
    outcome::Outcome,
    people::roles,
    rituals::Reader,
    store::{Read, Tx},
};

/// Lost cards that are looked through for somebody's Home.
const MOST_LOST: u32 = 20;

/// The drill stands still, and those who may post its card again hear of it.
pub(super) fn mark(tx: &Tx<'_>, drill: &Drill) -> Result<()> {
    queries::mark_lost(tx, drill.id)?;
    tx.wake_scheduler();
    let drill = find(tx, drill.id)?;
    refresh_told(tx, &drill)?;
    tell(tx, &drill)?;
    card::refresh_homes(tx, &drill)
}

/// Whoever opened these has gone: they wait for others.
pub(super) fn tell_of_each(tx: &Tx<'_>, ids: &[i64]) -> Result<()> {
    for id in ids {
        let drill = find(tx, *id)?;
        tell(tx, &drill)?;
        card::refresh_homes(tx, &drill)?;
    }
    Ok(())
}

fn tell(tx: &Tx<'_>, drill: &Drill) -> Result<()> {
    let subject = told(LOST, drill, drill.refusals);
    for user in waits_for(tx, drill)? {
        outbox::post(tx, Lane::Act, &Place::Dm(user.clone()), &subject)?;
        outbox::refresh_home(tx, &user)?;
    }
    Ok(())
}

/// Who is asked to post it again: who opened it; if they have gone the owners, and where there are none the
/// facilitators. A team that has neither is not asked one by one: it stands on their Homes.
fn waits_for(read: &Read<'_>, drill: &Drill) -> Result<Vec<UserId>> {
    if card::opener_is_here(read, drill)? {
        return Ok(vec![drill.opened_by.clone()]);
    }
    let mut people = roles::holders(read, Role::Owner)?;
    if people.is_empty() {
        people = roles::holders(read, Role::Facilitator)?;
    }
    Ok(people.into_iter().map(|person| person.id).collect())
}

fn whose(drill: &Drill, reader: &UserId) -> Whose {
    if drill.opened_by == *reader {
        Whose::TheirOwn
    } else {
        Whose::OfSomebodyWhoLeft
    }
}

/// What is told of it. Whoever was told once also reads how it went on.
pub(super) fn render(
    read: &Read<'_>,
    drill: &Drill,
    user: &UserId,
    reader: &Reader,
) -> Result<Option<Message>> {
    if !reader.stands && !waits_for(read, drill)?.contains(user) {
        return Ok(None);
    }
    Ok(Some(views::lost::message(drill, whose(drill, user))))
}

/// The lost card once more: the drill goes on where it was, with the time that was left. Pressed twice: one card.
pub(super) fn repost(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let drill = find(tx, id)?;
    check_run(tx, &drill, who)?;
    if let Some(until) = drill.resumed(tx.now) {
        let asked = waits_for(tx, &drill)?;
        queries::mark_resumed(tx, id, until)?;
        tx.wake_scheduler();
        let drill = find(tx, id)?;
        card::post(tx, &drill)?;
        refresh_told(tx, &drill)?;
        card::refresh_homes(tx, &drill)?;
        for user in asked {
            outbox::refresh_home(tx, &user)?;
        }
    } else if drill.phase() == Phase::Cancelled {
        return Err(refuse(Why::Cancelled, "").into());
    }
    Ok(Outcome::Done)
}

/// What waits for this person, for their Home: as long as any step of a drill may last.
pub(super) fn on_home(read: &Read<'_>, user: &UserId) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    for drill in queries::lost_since(read, read.now - LONGEST_STEP, MOST_LOST)? {
        let asked = waits_for(read, &drill)?;
        if asked.contains(user) || (asked.is_empty() && drills_there(read, &drill, user)?) {
            blocks.extend(views::lost::on_home(&drill, whose(&drill, user)));
        }
    }
    Ok(blocks)
}

/// True for those who take part and have opened a drill, answered or voted in its channel.
fn drills_there(read: &Read<'_>, drill: &Drill, user: &UserId) -> Result<bool> {
    Ok(roles::roles(read, user)?.has(Role::Rep)
        && queries::people_near(read, &drill.channel, card::MOST_HOMES)?.contains(user))
}
