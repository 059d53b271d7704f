//! Voting: two answers without authors, one pick, the next two. Each step is one submit that the next form answers; what
//! somebody was shown is kept from the moment they see it, so that every answer is shown as often as the others.

use super::{
    card::{self, find, refuse},
    closing, queries,
    rules::{self, Candidate, Drill, Duel, LONGEST_TWEAK, MOST_DUELS, Phase, Pick, Why},
    views::{self, field, voting::Pair},
};
use crate::{
    blocks::Form,
    error::{Refusal, Result},
    ids::UserId,
    outcome::Outcome,
    request::{FormState, Place},
    store::{Read, Tx},
};

/// **Vote**, on the card only. Pressed twice it shows the same two.
pub(super) fn open(tx: &Tx<'_>, who: &UserId, id: i64, place: &Place) -> Result<Outcome> {
    let drill = find(tx, id)?;
    card::check_on_card(&drill, place)?;
    card::learn_name(tx, &drill, place)?;
    check_voting(&drill)?;
    let duel = next(tx, &drill, who)?.map_err(|why| refuse(why, ""))?;
    Ok(Outcome::Open(form(tx, &drill, &duel)?))
}

/// What somebody says of a duel. A submit that came twice changes nothing and is answered alike.
pub(super) fn judge(tx: &Tx<'_>, who: &UserId, id: i64, sent: &FormState) -> Result<Outcome> {
    let duel = queries::find_duel(tx, id)?
        .filter(|duel| duel.voter == *who)
        .ok_or_else(|| refuse(Why::NotYours, ""))?;
    let drill = find(tx, duel.drill)?;
    if !duel.is_judged {
        check_voting(&drill)?;
        if duel.is_sudden != (drill.phase() == Phase::SuddenDeath) {
            return Err(refuse(Why::VoteOver, "").into());
        }
        let (pick, tweak) = said(sent, &duel)?;
        queries::judge(tx, duel.id, pick, tweak.as_deref())?;
        if duel.is_sudden {
            closing::end_vote(tx, &drill, None)?;
            return Ok(Outcome::Replace(views::voting::thanks(&drill, None)));
        }
        card::refresh(tx, &drill)?;
    }
    let drill = find(tx, duel.drill)?;
    let judged = queries::duels_of(tx, drill.id, who)?
        .iter()
        .filter(|duel| duel.is_judged)
        .count();
    let next = match drill.phase() {
        Phase::Voting => next(tx, &drill, who)?.ok(),
        Phase::Draft
        | Phase::Posting
        | Phase::Refused
        | Phase::Answering
        | Phase::Reading
        | Phase::SuddenDeath
        | Phase::Decided
        | Phase::Empty
        | Phase::Cancelled => None,
    };
    Ok(Outcome::Replace(match next {
        Some(duel) => form(tx, &drill, &duel)?,
        None => views::voting::thanks(&drill, Some(judged)),
    }))
}

fn check_voting(drill: &Drill) -> Result<()> {
    let why = match drill.phase() {
        Phase::Reading | Phase::Voting | Phase::SuddenDeath => return Ok(()),
        Phase::Draft | Phase::Posting | Phase::Refused => Why::NotYours,
        Phase::Answering => Why::NotYetVoting,
        Phase::Decided | Phase::Empty => Why::VoteOver,
        Phase::Cancelled => Why::Cancelled,
    };
    Err(refuse(why, "").into())
}

/// What this voter judges next: what they were shown and have not judged, or something new.
fn next(tx: &Tx<'_>, drill: &Drill, who: &UserId) -> Result<Result<Duel, Why>> {
    let is_sudden = drill.phase() == Phase::SuddenDeath;
    let mut before = queries::duels_of(tx, drill.id, who)?;
    before.retain(|duel| duel.is_sudden == is_sudden);
    if let Some(waiting) = before.iter().find(|duel| !duel.is_judged) {
        return Ok(Ok(waiting.clone()));
    }
    let own = queries::answer_of(tx, drill.id, who)?.map(|answer| answer.id);
    let candidates: Vec<Candidate> = queries::showings(tx, drill.id)?
        .into_iter()
        .map(|(id, shown)| Candidate {
            id,
            shown,
            is_own: own == Some(id),
        })
        .collect();
    let nothing = if before.is_empty() {
        Why::OnlyYourOwn
    } else {
        Why::NoMoreDuels
    };
    let pair = match (drill.phase(), drill.sudden) {
        (Phase::Reading, _) => candidates
            .first()
            .filter(|only| !only.is_own && before.is_empty())
            .map(|only| (only.id, None)),
        (Phase::SuddenDeath, Some((a, b))) => {
            let is_own = own == Some(a) || own == Some(b);
            (!is_own && before.is_empty()).then_some((a, Some(b)))
        }
        _ => {
            let seen: Vec<(i64, i64)> = before
                .iter()
                .filter_map(|duel| Some((duel.a, duel.b?)))
                .collect();
            rules::next_pair(&candidates, &seen, rules::seed(&tx.random()?))
                .map(|(a, b)| (a, Some(b)))
        }
    };
    let Some(pair) = pair else {
        return Ok(Err(nothing));
    };
    let id = queries::insert_duel(tx, drill.id, who, pair, is_sudden)?;
    Ok(queries::find_duel(tx, id)?.ok_or(Why::NotYours))
}

/// The form of one duel: words without authors, for somebody who stands in the channel.
fn form(read: &Read<'_>, drill: &Drill, duel: &Duel) -> Result<Form> {
    let words = |id: i64| -> Result<String> {
        let answer = queries::find_answer(read, id)?.ok_or_else(|| refuse(Why::NotYours, ""))?;
        let proof = drill
            .audience_of(&answer)
            .may_read_in(&drill.channel)
            .ok_or_else(|| refuse(Why::NotYours, ""))?;
        queries::answer_words(read, drill, &answer, &proof)
    };
    let scene = queries::scene(read, drill)?;
    let (a, b) = (words(duel.a)?, duel.b.map(words).transpose()?);
    let number = queries::duels_of(read, drill.id, &duel.voter)?
        .iter()
        .filter(|other| other.is_sudden == duel.is_sudden && other.id <= duel.id)
        .count();
    let pair = Pair {
        duel,
        a: &a,
        b: b.as_deref(),
        number,
        most: MOST_DUELS.min(most_pairs(read, drill, &duel.voter)?),
    };
    let who_sees = drill
        .audience_of_tweaks(&duel.voter)
        .sentence(&duel.voter, ToString::to_string);
    Ok(views::voting::form(&scene, &pair, &who_sees))
}

/// How many different pairs there are for this voter.
fn most_pairs(read: &Read<'_>, drill: &Drill, voter: &UserId) -> Result<usize> {
    let own = queries::answer_of(read, drill.id, voter)?
        .is_some_and(|answer| answer.answered_at.is_some() && !answer.is_late);
    let theirs = usize::try_from(drill.in_vote).unwrap_or(usize::MAX) - usize::from(own);
    Ok(theirs * theirs.saturating_sub(1) / 2)
}

fn said(sent: &FormState, duel: &Duel) -> Result<(Option<Pick>, Option<String>), Refusal> {
    let under = |field: String, why| Refusal {
        field: Some(field),
        ..refuse(why, "")
    };
    let tweak = match sent.fields.text(&field::tweak(duel.id)) {
        None => None,
        Some(text) => Some(
            rules::check_text(
                Some(text),
                LONGEST_TWEAK,
                Why::NothingWritten,
                Why::TweakTooLong,
            )
            .map_err(|why| under(field::tweak(duel.id), why))?,
        ),
    };
    if duel.b.is_none() {
        return Ok((None, tweak));
    }
    let pick = sent
        .fields
        .choice(&field::pick(duel.id))
        .and_then(Pick::from_word)
        .ok_or_else(|| under(field::pick(duel.id), Why::NothingPicked))?;
    Ok((Some(pick), tweak))
}
