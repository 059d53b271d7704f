//! Reporting: a receiver reports what they have read, two reviewers get its text and never its author, and its writer
//! cannot write to that receiver until they lift the pause. Each step is load, decide, save, say.

use super::{
    REPORTED,
    note::{find, post, refuse, words},
    queries, receiver,
    rules::{Given, REASONS, REVIEWERS, State, Why},
    views::{self, field},
};
use crate::{
    audience::Audience,
    blocks::Message,
    error::Result,
    ids::UserId,
    may::Role,
    outbox::{self, Subject},
    outcome::Outcome,
    people::{self, Person, roles},
    request::FormState,
    rituals::views::outdated,
    store::{Read, Tx},
};

pub(super) fn open(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let (given, reviewers) = to_report(read, who, id)?;
    if queries::find_report(read, id)?.is_some() {
        return Err(refuse(Why::AlreadyReported, "").into());
    }
    Ok(Outcome::Open(views::report(
        &given,
        &names(&reviewers),
        &seen_by(read, who, &reviewers)?,
    )))
}

pub(super) fn report(tx: &Tx<'_>, who: &UserId, id: i64, form: &FormState) -> Result<Outcome> {
    let (given, reviewers) = to_report(tx, who, id)?;
    let reason = form.fields.choice(field::REASON).unwrap_or_default();
    let reason = REASONS
        .iter()
        .find(|(known, _)| *known == reason)
        .ok_or_else(outdated)?
        .0;
    // Sent twice: the same answer, one report.
    if queries::find_report(tx, id)?.is_none() {
        queries::insert_report(tx, &given, reason, &words(tx, &given, who)?)?;
        for reviewer in &reviewers {
            post(tx, &reviewer.id, &Subject::new(REPORTED, id))?;
        }
    }
    Ok(Outcome::Replace(views::reported(
        &names(&reviewers),
        &seen_by(tx, who, &reviewers)?,
    )))
}

pub(super) fn review(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let given = queries::find(read, id)?.ok_or_else(|| refuse(Why::NotYours, ""))?;
    let report = queries::find_report(read, id)?.ok_or_else(|| refuse(Why::NotYours, ""))?;
    let audience = audience(read, &given)?;
    let proof = audience
        .may_read(who)
        .ok_or_else(|| refuse(Why::NotYours, ""))?;
    if report.is_decided {
        return Ok(Outcome::Open(views::reviewed(report.is_lifted)));
    }
    let words = queries::reported_words(read, id, &audience, &proof)?;
    let who_sees = people::who_sees(read, &audience, who)?;
    Ok(Outcome::Open(views::review(
        &given,
        &words,
        &report.reason,
        &who_sees,
    )))
}

/// The first reviewer's decision holds; whoever presses later hears what it was.
pub(super) fn decide(tx: &Tx<'_>, who: &UserId, id: i64, lift: bool) -> Result<Outcome> {
    let given = queries::find(tx, id)?.ok_or_else(|| refuse(Why::NotYours, ""))?;
    let report = queries::find_report(tx, id)?.ok_or_else(|| refuse(Why::NotYours, ""))?;
    if audience(tx, &given)?.may_read(who).is_none() {
        return Err(refuse(Why::NotYours, "").into());
    }
    if report.is_decided {
        return Ok(Outcome::Replace(views::reviewed(report.is_lifted)));
    }
    queries::decide_report(tx, id, who, lift)?;
    outbox::refresh(tx, &Subject::new(REPORTED, id))?;
    Ok(Outcome::Replace(views::reviewed(lift)))
}

/// The DM to a reviewer.
pub(super) fn render(
    read: &Read<'_>,
    subject: &Subject,
    reviewer: &UserId,
) -> Result<Option<Message>> {
    let (Some(given), Some(report)) = (
        find(read, subject)?,
        subject
            .number()
            .map_or(Ok(None), |id| queries::find_report(read, id))?,
    ) else {
        return Ok(None);
    };
    let who_sees = people::who_sees(read, &audience(read, &given)?, reviewer)?;
    Ok(Some(views::reported_to_you(
        &given,
        !report.is_decided,
        &who_sees,
    )))
}

/// The note that its receiver has read, and those who would review it.
fn to_report(read: &Read<'_>, who: &UserId, id: i64) -> Result<(Given, Vec<Person>)> {
    let given = receiver::to_read(read, id, who)?;
    if given.is_to_self() || given.state == State::Unread {
        return Err(refuse(Why::NotYours, "").into());
    }
    let reviewers = reviewers(read, &given)?;
    if reviewers.is_empty() {
        return Err(refuse(Why::NoReviewers, "").into());
    }
    Ok((given, reviewers))
}

/// The two named reviewers, without whoever wrote or received the note: nobody reviews their own case.
fn reviewers(read: &Read<'_>, given: &Given) -> Result<Vec<Person>> {
    let mut reviewers = roles::holders(read, Role::Reviewer)?;
    reviewers.retain(|person| person.id != given.giver && person.id != given.receiver);
    reviewers.truncate(REVIEWERS);
    Ok(reviewers)
}

fn audience(read: &Read<'_>, given: &Given) -> Result<Audience> {
    Ok(Audience::Among(
        reviewers(read, given)?
            .into_iter()
            .map(|person| person.id)
            .collect(),
    ))
}

/// Who sees a report, as whoever reports reads it.
fn seen_by(read: &Read<'_>, who: &UserId, reviewers: &[Person]) -> Result<String> {
    let reviewers = reviewers.iter().map(|person| person.id.clone());
    let everybody = std::iter::once(who.clone()).chain(reviewers).collect();
    people::who_sees(read, &Audience::Among(everybody), who)
}

fn names(people: &[Person]) -> Vec<String> {
    people.iter().map(|person| person.name.clone()).collect()
}
