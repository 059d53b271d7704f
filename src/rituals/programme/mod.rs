//! Taking part: join, leave, invite.
//!
//! Amir wants to give feedback to Bea, who is not in the programme: a small form says so and offers **Invite**. Bea gets
//! one DM, "Amir would like to give you feedback with Peerloop", with **Join** and **Not now**; if she joins, Amir hears
//! it once. Whoever takes no part is offered **Join** wherever a rep is needed, and on Home. `/peerloop leave` says what
//! ends and what stays. Where everyone takes part nothing of this is seen but leaving and coming back.

mod intent;
mod queries;
mod rules;
mod samples;
mod views;

use super::{Entry, HomePart, Reader, Ritual, Sample, views::outdated};
use crate::{
    audience::Audience,
    blocks::{Block, Form, Message},
    error::{Refusal, Result},
    fact::Fact,
    ids::UserId,
    may::Role,
    names::Names,
    outbox::{self, Lane, Place as OutboxPlace, Subject},
    outcome::Outcome,
    people::{
        self, Standing, enrolment, leave,
        programme::{self, Enrols},
        reporting, roles,
    },
    records::Record,
    request::{Act, Place, Request},
    store::{Read, Tx},
};
use intent::Intent;
use rules::{Answer, Door, Why};

/// The ritual.
pub struct Programme;

/// Messages by subject; the id is the invitation's.
const INVITED: &str = "programme.invited";
const JOINED: &str = "programme.joined";
const NOT_REACHED: &str = "programme.not_reached";

impl Ritual for Programme {
    fn name(&self) -> &'static str {
        "programme"
    }

    fn words(&self) -> &'static [&'static str] {
        &["join", "leave"]
    }

    fn needs(&self, request: &Request) -> Vec<UserId> {
        match Intent::parse(request) {
            Some(Intent::Invite { user }) => vec![user],
            Some(_) | None => Vec::new(),
        }
    }

    fn is_fact(&self, request: &Request) -> bool {
        matches!(
            Intent::parse(request),
            Some(Intent::Join | Intent::Leave | Intent::Invite { .. } | Intent::NotNow { .. })
        )
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        match Intent::parse(request) {
            Some(Intent::OpenLeave) => {
                let who_sees = who_sees(read, &request.who)?;
                let form = if enrolment::is_enrolled(read, &request.who)? {
                    views::leave(&who_sees)
                } else {
                    views::left(&who_sees)
                };
                Ok(Outcome::Open(form))
            }
            Some(Intent::Nothing) => Ok(Outcome::Done),
            Some(_) | None => Err(outdated().into()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        match Intent::parse(request) {
            Some(Intent::Join) => join(tx, request),
            Some(Intent::Leave) => step_out(tx, who),
            Some(Intent::Invite { user }) => invite(tx, who, &user),
            Some(Intent::NotNow { id }) => not_now(tx, who, id),
            Some(_) | None => Err(outdated().into()),
        }
    }

    fn heard(&self, tx: &Tx<'_>, fact: &Fact) -> Result<()> {
        if let Fact::PersonErased(erased) = fact {
            // The DMs name who invited.
            for id in queries::sent_by(tx, erased)? {
                outbox::refresh(tx, &Subject::new(INVITED, id))?;
            }
        }
        Ok(())
    }

    fn render(
        &self,
        read: &Read<'_>,
        subject: &Subject,
        reader: &Reader,
    ) -> Result<Option<Message>> {
        let Some(invitation) = find(read, subject)? else {
            return Ok(None);
        };
        let invited = people::name(read, &invitation.invited)?;
        let inviter = if invitation.inviter.is_nobody() {
            None
        } else {
            Some(people::name(read, &invitation.inviter)?)
        };
        let takes_part = enrolment::is_enrolled(read, &invitation.invited)?;
        Ok(match subject.what() {
            INVITED if takes_part || invitation.answer == Some(Answer::Joined) => reader
                .stands
                .then(|| views::invitation_joined(inviter.as_deref())),
            INVITED if invitation.answer == Some(Answer::NotNow) => {
                reader.stands.then(views::invitation_declined)
            }
            INVITED => match inviter {
                Some(inviter) => Some(views::invited(&invited, &inviter, invitation.id)),
                None => reader.stands.then(views::invitation_gone),
            },
            JOINED => takes_part.then(|| views::joined_for(&invited, &invitation.invited)),
            NOT_REACHED => Some(views::not_reached(&invited)),
            _ => None,
        })
    }

    fn undelivered(&self, tx: &Tx<'_>, subject: &Subject, _code: &str) -> Result<()> {
        match find(tx, subject)? {
            Some(invitation) if subject.what() == INVITED => tell(
                tx,
                &invitation.inviter,
                &Subject::new(NOT_REACHED, invitation.id),
            ),
            Some(_) | None => Ok(()),
        }
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        let mut part = HomePart::default();
        if !enrolment::is_enrolled(read, user)? {
            let door = door(read, user)?;
            let is_owner = roles::roles(read, user)?.has(Role::Owner);
            let blocks = views::outside(door, &owners(read)?, is_owner);
            match door {
                Door::Open | Door::Back => part.needs_you = blocks,
                // There is nothing to press.
                Door::Closed => part.section = blocks,
            }
        }
        Ok(part)
    }

    fn records(&self) -> &'static [Record] {
        &queries::RECORDS
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        let mut entries: Vec<Entry> = enrolment::stints(read, user)?
            .iter()
            .map(|stint| views::stint_entry(stint, user))
            .collect();
        for line in reporting::lines_of(read, user)? {
            let is_mine = line.person == *user;
            let other = if is_mine { &line.manager } else { &line.person };
            let name = people::name(read, other)?;
            entries.push(views::line_entry(&line, is_mine, &name));
        }
        entries.extend(
            leave::all_of(read, user)?
                .iter()
                .map(|(days, is_cancelled)| views::leave_entry(days, *is_cancelled, read.now)),
        );
        for invitation in queries::all_of(read, user)? {
            let is_mine = invitation.inviter == *user;
            let other = if is_mine {
                &invitation.invited
            } else {
                &invitation.inviter
            };
            let name = people::name(read, other)?;
            entries.push(views::invitation_entry(&invitation, is_mine, &name));
        }
        Ok(entries)
    }

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

/// What somebody who takes no part sees in the place of what only reps may do.
pub(crate) fn outside(read: &Read<'_>, user: &UserId) -> Result<Form> {
    Ok(views::outside_form(door(read, user)?, &owners(read)?))
}

/// What somebody sees who wants to give feedback to a member who takes no part: an offer to invite them where that
/// can be done.
pub(super) fn offer_to_invite(read: &Read<'_>, user: &UserId) -> Result<Form> {
    let name = people::name(read, user)?;
    Ok(views::offer_to_invite(
        user,
        &name,
        door(read, user)?,
        &owners(read)?,
    ))
}

fn join(tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
    let who = &request.who;
    if !enrolment::is_enrolled(tx, who)? {
        if door(tx, who)? == Door::Closed {
            return Err(refuse(Why::OwnersChoose, &owners(tx)?).into());
        }
        enrolment::join(tx, who)?;
        outbox::refresh_home(tx, who)?;
        for invitation in queries::unanswered(tx, who)? {
            queries::answer(tx, invitation.id, Answer::Joined)?;
            outbox::refresh(tx, &Subject::new(INVITED, invitation.id))?;
            tell(
                tx,
                &invitation.inviter,
                &Subject::new(JOINED, invitation.id),
            )?;
        }
    }
    Ok(match (&request.act, &request.place) {
        (Act::Command { .. }, _) => Outcome::Whisper(views::joined_message()),
        (_, Place::Form) => Outcome::Replace(views::joined_form()),
        // The message or the Home tab itself changes.
        (_, Place::Message { .. } | Place::Home | Place::Conversation(_) | Place::Nowhere) => {
            Outcome::Done
        }
    })
}

/// Pressed twice, it does nothing more and answers the same.
fn step_out(tx: &Tx<'_>, who: &UserId) -> Result<Outcome> {
    if enrolment::is_enrolled(tx, who)? {
        enrolment::end(tx, who, who.as_str())?;
        outbox::refresh_home(tx, who)?;
    }
    Ok(Outcome::Replace(views::left(&who_sees(tx, who)?)))
}

fn invite(tx: &Tx<'_>, who: &UserId, user: &UserId) -> Result<Outcome> {
    let name = people::name(tx, user)?;
    let person = people::find(tx, user)?;
    if person.is_none_or(|person| person.standing != Standing::Member) {
        return Err(refuse(Why::NotAMember, &name).into());
    }
    if enrolment::is_enrolled(tx, user)? {
        return Ok(Outcome::Replace(views::takes_part_already(user, &name)));
    }
    if door(tx, user)? != Door::Open {
        return Err(refuse(Why::CannotInvite, &name).into());
    }
    let last = queries::last_of(tx, user)?;
    // Pressed twice: the same answer.
    let is_mine = last
        .as_ref()
        .is_some_and(|last| last.inviter == *who && last.answer.is_none());
    if !rules::may_invite(last.as_ref().map(|last| last.sent_at), tx.now) {
        if is_mine {
            return Ok(Outcome::Replace(views::invitation_sent(&name)));
        }
        return Err(refuse(Why::InvitedLately, &name).into());
    }
    let id = queries::insert(tx, who, user)?;
    tell(tx, user, &Subject::new(INVITED, id))?;
    Ok(Outcome::Replace(views::invitation_sent(&name)))
}

fn not_now(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let invitation = queries::find(tx, id)?
        .filter(|invitation| invitation.invited == *who)
        .ok_or_else(outdated)?;
    if invitation.answer.is_none() {
        queries::answer(tx, id, Answer::NotNow)?;
        outbox::refresh(tx, &Subject::new(INVITED, id))?;
    }
    Ok(Outcome::Done)
}

/// How somebody who takes no part can come in.
fn door(read: &Read<'_>, user: &UserId) -> Result<Door> {
    let programme = programme::now(read)?;
    Ok(rules::door(
        programme.enrols == Enrols::Everyone,
        programme.is_open,
        enrolment::newest(read, user)?.as_ref(),
        user,
    ))
}

fn find(read: &Read<'_>, subject: &Subject) -> Result<Option<rules::Invitation>> {
    let found = subject.number().map(|id| queries::find(read, id));
    found.unwrap_or(Ok(None))
}

fn tell(tx: &Tx<'_>, user: &UserId, subject: &Subject) -> Result<()> {
    outbox::post(tx, Lane::Act, &OutboxPlace::Dm(user.clone()), subject)
}

fn owners(read: &Read<'_>) -> Result<String> {
    let owners = roles::holders(read, Role::Owner)?;
    let names: Vec<String> = owners.into_iter().map(|owner| owner.name).collect();
    Ok(names.join(", "))
}

/// Who takes part is known to oneself and to the owners.
fn who_sees(read: &Read<'_>, viewer: &UserId) -> Result<String> {
    let owners = roles::holders(read, Role::Owner)?.into_iter();
    let others = owners.map(|owner| owner.id).filter(|owner| owner != viewer);
    let among = std::iter::once(viewer.clone()).chain(others).collect();
    people::who_sees(read, &Audience::Among(among), viewer)
}

fn refuse(why: Why, name: &str) -> Refusal {
    views::refusal(why, name)
}
