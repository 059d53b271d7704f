//! Opening a drill: the form, its preview, the card on its way into the channel, and what to do if Slack does not let it
//! in. Each step is load, decide, save, say.

use super::{
    card::{self, REFUSED, check_open, find, refuse},
    lost, objections,
    queries::{self, Draft, Objection, Scene},
    rules::{self, Change, Drill, LONGEST_CONTEXT, LONGEST_OBJECTION, Pace, Phase, Why},
    skill,
    views::{self, field, opening::Filled},
};
use crate::{
    blocks::Message,
    error::{Refusal, Result},
    ids::{ChannelId, UserId},
    outbox::{self, Lane, Place as OutboxPlace},
    outcome::Outcome,
    request::{Fields, FormState, Place},
    rituals::views::outdated,
    settings,
    store::{Read, Tx},
};
use chrono::TimeDelta;

/// Options of a menu; Slack allows 100.
const MOST_OPTIONS: usize = 60;

/// What the form begins with.
#[derive(Default)]
pub(super) struct Start<'s> {
    /// A value of the menu, if it was picked elsewhere.
    pub(super) picked: Option<String>,
    pub(super) typed: Option<&'s str>,
    /// Typed in a conversation: Slack fills in which.
    pub(super) is_in_conversation: bool,
}

pub(super) fn open(read: &Read<'_>, who: &UserId, start: &Start<'_>) -> Result<Outcome> {
    check_open(read, who)?;
    let library = objections::library(read, who)?;
    let channel = if start.is_in_conversation {
        None
    } else {
        queries::last_channel(read, who, None)?.map(|known| known.channel)
    };
    let picked = match (&start.picked, start.typed) {
        (Some(picked), _) => Some(picked.clone()),
        (None, None) => library.first().map(views::opening::value_of),
        (None, Some(_)) => None,
    };
    let filled = Filled {
        picked,
        typed: start.typed.map(str::to_owned),
        channel,
        ..Filled::default()
    };
    Ok(Outcome::Open(form(read, &library, filled)?))
}

/// The preview: nothing is in the channel yet.
pub(super) fn preview(tx: &Tx<'_>, who: &UserId, sent: &FormState) -> Result<Outcome> {
    check_open(tx, who)?;
    let library = objections::library(tx, who)?;
    let (scene, objection) = scene_of(tx, &sent.fields, &library)?;
    let skill = skill::picked(tx, &sent.fields, objection.known.as_ref())?;
    let channel = sent
        .fields
        .choice(field::CHANNEL)
        .map(ChannelId::new)
        .ok_or_else(|| under(field::CHANNEL, Why::NoChannel))?;
    let pace = sent
        .fields
        .choice(field::PACE)
        .and_then(Pace::from_word)
        .ok_or_else(outdated)?;
    let draft = Draft {
        scene: &scene,
        objection: objection.row,
        channel: &channel,
        skill: skill.as_deref(),
        pace,
        length: length(tx, pace)?,
    };
    let id = match queries::find_by_form(tx, sent.view.as_str())? {
        Some(drill) if drill.opened_by != *who => return Err(refuse(Why::NotYours, "").into()),
        Some(drill) if drill.phase() != Phase::Draft => {
            return Err(refuse(Why::AlreadyPosted, "").into());
        }
        Some(drill) => {
            queries::rewrite_draft(tx, &drill, &draft)?;
            drill.id
        }
        None => queries::insert_draft(tx, sent.view.as_str(), who, &draft)?,
    };
    let drill = find(tx, id)?;
    Ok(Outcome::Replace(views::opening::preview(&drill, &scene)))
}

/// Back from the preview to the form.
pub(super) fn change(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let drill = mine(read, who, id)?;
    if drill.phase() != Phase::Draft {
        return Err(refuse(Why::AlreadyPosted, "").into());
    }
    let scene = queries::scene(read, &drill)?;
    let library = objections::library(read, who)?;
    let picked = library
        .iter()
        .find(|objection| objection.text == scene.objection);
    let known = objections::known(&library, &scene.objection);
    let trains = skill::again(read, &drill, picked.or(known.as_ref()))?;
    let filled = Filled {
        picked: picked.map(views::opening::value_of),
        trains,
        typed: picked.is_none().then_some(scene.objection),
        context: Some(scene.context).filter(|context| !context.is_empty()),
        pace: Some(drill.pace),
        channel: Some(drill.channel),
    };
    Ok(Outcome::Replace(form(read, &library, filled)?))
}

/// **Post**. Pressed twice: one card, the same answer.
pub(super) fn post(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let drill = mine(tx, who, id)?;
    if drill.phase() == Phase::Draft {
        check_open(tx, who)?;
        let scene = queries::scene(tx, &drill)?;
        let objection = match drill.objection {
            Some(id) => id,
            None => objections::match_or_add(tx, who, &scene.objection)?,
        };
        queries::touch_objection(tx, objection)?;
        queries::mark_opened(tx, id, objection, tx.now + drill.length)?;
        card::post(tx, &drill)?;
    }
    Ok(Outcome::Replace(views::opening::posted(&find(tx, id)?)))
}

/// Once more what nobody answered. Pressed twice: one drill.
pub(super) fn again(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    check_open(tx, who)?;
    let drill = find(tx, id)?;
    if drill.phase() != Phase::Empty {
        return Err(refuse(Why::NotNow, "").into());
    }
    let key = card::again_key(id);
    if queries::find_by_form(tx, &key)?.is_none() {
        let scene = queries::scene(tx, &drill)?;
        let draft = Draft {
            scene: &scene,
            objection: drill.objection,
            channel: &drill.channel,
            skill: drill.skill.as_deref(),
            pace: drill.pace,
            length: drill.length,
        };
        let new = find(tx, queries::insert_draft(tx, &key, who, &draft)?)?;
        let objection = match new.objection {
            Some(objection) => objection,
            None => objections::match_or_add(tx, who, &scene.objection)?,
        };
        queries::mark_opened(tx, new.id, objection, tx.now + new.length)?;
        card::post(tx, &new)?;
        card::refresh(tx, &drill)?;
    }
    Ok(Outcome::Done)
}

/// The card stands in the channel: its deadline runs from now on.
pub(super) fn delivered(tx: &Tx<'_>, drill: &Drill) -> Result<()> {
    let (Phase::Posting, Some(answer_by)) = (drill.phase(), drill.deadline_from(tx.now)) else {
        return Ok(());
    };
    queries::mark_posted(tx, drill.id, answer_by)?;
    tx.wake_scheduler();
    if drill.answer_by != Some(answer_by) {
        card::refresh(tx, drill)?;
    }
    card::refresh_told(tx, drill)?;
    card::refresh_homes(tx, drill)
}

/// Slack refuses the card for good: its opener hears at once what to do. If they have gone meanwhile, it was never posted.
pub(super) fn undelivered(tx: &Tx<'_>, drill: &Drill, code: &str) -> Result<()> {
    match drill.phase() {
        Phase::Posting if card::opener_is_here(tx, drill)? => {
            queries::mark_refused(tx, drill.id, code)?;
            card::refresh_told(tx, drill)?;
            let opener = OutboxPlace::Dm(drill.opened_by.clone());
            let subject = card::told(REFUSED, drill, drill.refusals + 1);
            outbox::post(tx, Lane::Act, &opener, &subject)?;
            card::refresh_homes(tx, drill)
        }
        Phase::Posting => queries::mark_cancelled(tx, drill.id, Change::Cancelled, None),
        // It stood there and can be changed no more: somebody deleted it, or archived the channel.
        Phase::Answering | Phase::Reading | Phase::Voting | Phase::SuddenDeath => {
            lost::mark(tx, drill)
        }
        Phase::Draft | Phase::Refused | Phase::Decided | Phase::Empty | Phase::Cancelled => Ok(()),
    }
}

/// The message to the opener about a card that could not be posted.
pub(super) fn render(read: &Read<'_>, drill: &Drill, reader: &UserId) -> Result<Option<Message>> {
    if *reader != drill.opened_by {
        return Ok(None);
    }
    let elsewhere = queries::last_channel(read, reader, Some(&drill.channel))?;
    Ok(Some(views::opening::refused(drill, elsewhere.as_ref())))
}

pub(super) fn try_again(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let drill = mine(tx, who, id)?;
    let channel = drill.channel.clone();
    post_in(tx, &drill, &channel)
}

/// Where its opener last posted a drill.
pub(super) fn elsewhere(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let drill = mine(tx, who, id)?;
    let known = queries::last_channel(tx, who, Some(&drill.channel))?
        .ok_or_else(|| refuse(Why::NoChannel, ""))?;
    post_in(tx, &drill, &known.channel)
}

pub(super) fn pick_channel(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let drill = mine(read, who, id)?;
    Ok(Outcome::Open(views::opening::pick_channel(&drill)))
}

pub(super) fn move_to(tx: &Tx<'_>, who: &UserId, id: i64, sent: &FormState) -> Result<Outcome> {
    let drill = mine(tx, who, id)?;
    let channel = sent
        .fields
        .choice(field::CHANNEL)
        .map(ChannelId::new)
        .ok_or_else(|| under(field::CHANNEL, Why::NoChannel))?;
    post_in(tx, &drill, &channel)?;
    Ok(Outcome::Replace(views::opening::posted(&find(tx, id)?)))
}

fn post_in(tx: &Tx<'_>, drill: &Drill, channel: &ChannelId) -> Result<Outcome> {
    match drill.phase() {
        Phase::Refused => {
            check_open(tx, &drill.opened_by)?;
            queries::mark_reopened(tx, drill.id, channel, tx.now + drill.length)?;
            card::post(tx, &find(tx, drill.id)?)?;
            card::refresh_told(tx, drill)?;
            Ok(Outcome::Done)
        }
        // Pressed twice.
        Phase::Posting => Ok(Outcome::Done),
        Phase::Draft
        | Phase::Answering
        | Phase::Reading
        | Phase::Voting
        | Phase::SuddenDeath
        | Phase::Decided
        | Phase::Empty
        | Phase::Cancelled => Err(refuse(Why::AlreadyPosted, "").into()),
    }
}

fn mine(read: &Read<'_>, who: &UserId, id: i64) -> Result<Drill> {
    let drill = find(read, id)?;
    if drill.opened_by == *who {
        Ok(drill)
    } else {
        Err(refuse(Why::NotYours, "").into())
    }
}

fn length(read: &Read<'_>, pace: Pace) -> Result<TimeDelta> {
    Ok(match pace {
        Pace::Live => TimeDelta::minutes(settings::get(read, &settings::DRILL_LIVE)?.into()),
        Pace::Async => TimeDelta::hours(settings::get(read, &settings::DRILL_ASYNC)?.into()),
    })
}

fn form(read: &Read<'_>, library: &[Objection], filled: Filled) -> Result<crate::blocks::Form> {
    let lengths = [length(read, Pace::Live)?, length(read, Pace::Async)?];
    let most = library.len().min(MOST_OPTIONS);
    let skills = settings::get(read, &settings::SKILLS)?;
    Ok(views::opening::form(
        &library[..most],
        &skills,
        filled,
        lengths,
    ))
}

/// The objection of a form.
struct Chosen {
    /// What the library knows it as.
    known: Option<Objection>,
    /// Its row, if it was picked.
    row: Option<i64>,
}

/// What was typed takes the place of what was picked.
fn scene_of(tx: &Tx<'_>, fields: &Fields, library: &[Objection]) -> Result<(Scene, Chosen)> {
    let context = match fields.text(field::CONTEXT) {
        None => String::new(),
        Some(text) => rules::check_text(
            Some(text),
            LONGEST_CONTEXT,
            Why::NothingWritten,
            Why::ContextTooLong,
        )
        .map_err(|why| under(field::CONTEXT, why))?,
    };
    if let Some(typed) = fields.text(field::TYPED) {
        let objection = rules::check_text(
            Some(typed),
            LONGEST_OBJECTION,
            Why::NoObjection,
            Why::ObjectionTooLong,
        )
        .map_err(|why| under(field::TYPED, why))?;
        let chosen = Chosen {
            known: objections::known(library, &objection),
            row: None,
        };
        return Ok((Scene { objection, context }, chosen));
    }
    let picked = fields
        .choice(field::OBJECTION)
        .and_then(|value| {
            library
                .iter()
                .find(|objection| views::opening::value_of(objection) == value)
        })
        .ok_or_else(|| under(field::TYPED, Why::NoObjection))?;
    let chosen = Chosen {
        known: Some(picked.clone()),
        row: Some(objections::keep(tx, picked)?),
    };
    let scene = Scene {
        objection: picked.text.clone(),
        context,
    };
    Ok((scene, chosen))
}

fn under(field: &str, why: Why) -> Refusal {
    Refusal {
        field: Some(field.to_owned()),
        ..refuse(why, "")
    }
}

/// True if the place that somebody acted in is a conversation, so that Slack can fill it in.
pub(super) fn is_conversation(place: &Place) -> bool {
    matches!(place, Place::Conversation(_))
}
