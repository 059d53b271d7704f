//! What the ritual's flows share: the card and who may touch it.

use super::{
    queries,
    rules::{self, Answer, Drill, Phase, Why},
    views::{self, card::Shown},
};
use crate::{
    blocks::Message,
    error::{Refusal, Result},
    ids::UserId,
    may::Role,
    outbox::{self, Lane, Place as OutboxPlace, Subject},
    people::{self, Standing, roles},
    request::Place,
    settings,
    store::{Read, Tx},
};
use chrono::TimeDelta;

/// Messages by subject.
pub(super) const CARD: &str = "drill.card";

/// People whose Home tab follows what goes on in a channel.
const MOST_HOMES: u32 = 200;
/// Answers that stand on a card; the others are behind **All answers**.
const MOST_ON_CARD: usize = 3;

pub(super) fn find(read: &Read<'_>, id: i64) -> Result<Drill> {
    queries::find(read, id)?.ok_or_else(|| refuse(Why::NotYours, "").into())
}

/// The drill that a message is about.
pub(super) fn of_subject(read: &Read<'_>, subject: &Subject) -> Result<Option<Drill>> {
    let id = subject.id().split('-').next().unwrap_or_default();
    id.parse()
        .map_or(Ok(None), |id: i64| queries::find(read, id))
}

/// Puts the card into its channel, for the first time, after Slack refused it there, or after it was lost.
pub(super) fn post(tx: &Tx<'_>, drill: &Drill) -> Result<()> {
    let (place, subject) = (
        OutboxPlace::Channel(drill.channel.clone()),
        Subject::new(CARD, drill.id),
    );
    if !outbox::post_again(tx, &place, &subject)? {
        outbox::post(tx, Lane::Act, &place, &subject)?;
    }
    Ok(())
}

pub(super) fn refresh(tx: &Tx<'_>, drill: &Drill) -> Result<()> {
    outbox::refresh(tx, &Subject::new(CARD, drill.id))
}

/// The card and the Home tabs of those who have taken part in its channel.
pub(super) fn refresh_all(tx: &Tx<'_>, drill: &Drill) -> Result<()> {
    refresh(tx, drill)?;
    refresh_homes(tx, drill)
}

/// The Home tabs of those who have taken part in its channel.
pub(super) fn refresh_homes(tx: &Tx<'_>, drill: &Drill) -> Result<()> {
    for user in queries::people_near(tx, &drill.channel, MOST_HOMES)? {
        outbox::refresh_home(tx, &user)?;
    }
    Ok(())
}

pub(super) fn grace(read: &Read<'_>) -> Result<TimeDelta> {
    let minutes = settings::get(read, &settings::ANSWER_GRACE)?;
    Ok(TimeDelta::minutes(i64::from(minutes)))
}

pub(super) fn may_open(read: &Read<'_>, who: &UserId) -> Result<bool> {
    let mine = roles::roles(read, who)?;
    let has_facilitators = !roles::holders(read, Role::Facilitator)?.is_empty();
    Ok(rules::may_open(
        has_facilitators,
        mine.has(Role::Facilitator),
        mine.has(Role::Owner),
    ))
}

pub(super) fn check_open(read: &Read<'_>, who: &UserId) -> Result<()> {
    if may_open(read, who)? {
        return Ok(());
    }
    let names: Vec<String> = roles::holders(read, Role::Facilitator)?
        .into_iter()
        .map(|person| person.name)
        .collect();
    Err(refuse(Why::OnlyFacilitators, &names.join(", ")).into())
}

pub(super) fn check_run(read: &Read<'_>, drill: &Drill, who: &UserId) -> Result<()> {
    let is_owner = roles::roles(read, who)?.has(Role::Owner);
    let opener = people::find(read, &drill.opened_by)?;
    let opener_is_here = opener.is_some_and(|person| person.standing == Standing::Member);
    if rules::may_run(drill, who, may_open(read, who)?, is_owner, opener_is_here) {
        Ok(())
    } else {
        Err(refuse(Why::NotTheOpener, &people::name(read, &drill.opened_by)?).into())
    }
}

/// Whoever presses a button on the card stands in its channel: that is how Peerloop knows.
pub(super) fn is_on_card(drill: &Drill, place: &Place) -> bool {
    match place {
        Place::Message { channel, .. } => *channel == drill.channel,
        Place::Conversation(_) | Place::Form | Place::Home | Place::Nowhere => false,
    }
}

pub(super) fn check_on_card(drill: &Drill, place: &Place) -> Result<()> {
    if is_on_card(drill, place) {
        Ok(())
    } else {
        Err(refuse(Why::OnlyOnTheCard, "").into())
    }
}

/// The card as it is now.
pub(super) fn render(read: &Read<'_>, drill: &Drill) -> Result<Option<Message>> {
    let scene = queries::scene(read, drill)?;
    let opener = people::name(read, &drill.opened_by)?;
    let changer = match &drill.changed_by {
        Some(user) => people::name(read, user)?,
        None => String::new(),
    };
    let about = views::card::About {
        drill,
        scene: &scene,
        opener: &opener,
        changer: &changer,
    };
    Ok(match drill.phase() {
        Phase::Draft => None,
        Phase::Posting | Phase::Refused | Phase::Answering => {
            let answered = queries::answered(read, drill.id)?;
            let until = drill.answer_by.filter(|by| read.now >= *by);
            let grace_until = match until {
                Some(by) => Some(by + grace(read)?),
                None => None,
            };
            Some(views::card::answering(&about, answered, grace_until))
        }
        Phase::Reading | Phase::Voting | Phase::SuddenDeath => {
            let voters = queries::voters(read, drill.id)?;
            Some(views::card::voting(&about, voters))
        }
        Phase::Decided => {
            let answers = shown(read, drill)?;
            Some(views::card::decided(&about, &answers, MOST_ON_CARD))
        }
        Phase::Empty => {
            let late = queries::answers_in(read, drill.id)?.len();
            let is_again = queries::find_by_form(read, &again_key(drill.id))?.is_some();
            Some(views::card::empty(&about, late, is_again))
        }
        Phase::Cancelled => Some(views::card::cancelled(&about)),
    })
}

/// Where the drill comes from that offers this one once more: one each.
pub(super) fn again_key(id: i64) -> String {
    format!("again:{id}")
}

/// Every answer of a drill that is over, best first and late ones last, as its channel may read it.
pub(super) fn shown(read: &Read<'_>, drill: &Drill) -> Result<Vec<Shown>> {
    let mut answers = queries::answers_in(read, drill.id)?;
    answers.sort_by(|one, other| {
        let key = |answer: &Answer| (answer.is_late, !answer.has_won);
        key(one)
            .cmp(&key(other))
            .then_with(|| other.tally.compare(one.tally))
    });
    let of_tweaks = drill
        .audience_of_tweaks(&UserId::nobody())
        .may_read_in(&drill.channel);
    let mut shown = Vec::with_capacity(answers.len());
    for answer in answers {
        let proof = drill.audience_of(&answer).may_read_in(&drill.channel);
        let (Some(proof), Some(of_tweaks)) = (proof, &of_tweaks) else {
            continue;
        };
        shown.push(Shown {
            text: queries::answer_words(read, drill, &answer, &proof)?,
            tweaks: queries::tweaks(read, drill, answer.id, of_tweaks)?,
            tally: answer.tally,
            has_won: answer.has_won,
            is_late: answer.is_late,
            name: if answer.is_named {
                Some(people::name(read, &answer.author)?)
            } else {
                None
            },
        });
    }
    Ok(shown)
}

pub(super) fn refuse(why: Why, name: &str) -> Refusal {
    views::refusal(why, name)
}
