//! **Save to playbook** on a message: its author is asked, and nothing of it goes on without their yes. Each step is load,
//! decide, save, say.

use super::{
    ANSWERED, ASKED,
    draft::{self, Origin},
    entry::{self, refuse},
    queries,
    rules::{self, Ask, AskState, Why, Words},
    views::{self, Draft, action},
};
use crate::{
    audience::Audience,
    blocks::Message,
    error::Result,
    ids::UserId,
    outbox::{self, Subject},
    outcome::Outcome,
    people::{self, Standing, enrolment},
    request::Place,
    rituals::views::outdated,
    store::{Read, Tx},
};

/// Who reads the text and what is said of it: the two.
pub(super) fn audience(ask: &Ask) -> Audience {
    Audience::Among(vec![ask.author.clone(), ask.asker.clone()])
}

/// The author is asked, once for each message.
pub(super) fn ask(
    tx: &Tx<'_>,
    who: &UserId,
    author: Option<&UserId>,
    text: Option<&str>,
    place: &Place,
) -> Result<Outcome> {
    let author = author.ok_or_else(|| refuse(Why::ByAnApp))?;
    let text = text.ok_or_else(|| refuse(Why::NothingSaid))?;
    let Place::Message { channel, ts, .. } = place else {
        return Err(outdated().into());
    };
    let name = match people::find(tx, author)? {
        Some(person) if person.standing == Standing::Bot => return Err(refuse(Why::ByAnApp).into()),
        Some(person) if enrolment::is_enrolled(tx, author)? => person.name,
        Some(_) | None => return Err(refuse(Why::CannotAsk).into()),
    };
    let message = format!("{channel}:{}", ts.as_str());
    if let Some(before) = queries::find_ask_by_message(tx, &message)? {
        let only = entry::sentence(&Audience::Only(who.clone()), who);
        let again = if before.asker == *who && before.state == AskState::Asked {
            views::asked(&name, &people::who_sees(tx, &audience(&before), who)?)
        } else {
            views::asked_already(&name, before.state, &only)
        };
        return Ok(Outcome::Whisper(again));
    }
    let text = rules::cut(text.trim(), rules::LONGEST_ANSWER);
    let id = queries::insert_ask(tx, &message, who, author, &text)?;
    entry::post(tx, author, &Subject::new(ASKED, id))?;
    outbox::refresh_home(tx, author)?;
    let asked = find(tx, id)?;
    Ok(Outcome::Whisper(views::asked(
        &name,
        &people::who_sees(tx, &audience(&asked), who)?,
    )))
}

pub(super) fn open(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let ask = find(read, id)?;
    if ask.author != *who {
        return Err(refuse(Why::NotThere).into());
    }
    let text = text(read, &ask, who)?;
    let asker = people::name(read, &ask.asker)?;
    let who_sees = people::who_sees(read, &audience(&ask), who)?;
    if ask.state == AskState::Asked {
        Ok(Outcome::Open(views::read_ask(id, &asker, &text, &who_sees)))
    } else {
        Ok(Outcome::Whisper(views::thanked(&asker, ask.state)))
    }
}

/// Pressed twice, the first answer holds.
pub(super) fn answer(
    tx: &Tx<'_>,
    who: &UserId,
    id: i64,
    state: AskState,
    place: &Place,
) -> Result<Outcome> {
    let ask = find(tx, id)?;
    if ask.author != *who {
        return Err(refuse(Why::NotThere).into());
    }
    let asker = people::name(tx, &ask.asker)?;
    if ask.state != AskState::Asked {
        return Ok(entry::say(place, views::thanked(&asker, ask.state)));
    }
    queries::answer_ask(tx, id, state)?;
    tell(tx, &ask)?;
    Ok(entry::say(place, views::thanked(&asker, state)))
}

/// The asker says which objection it answers.
pub(super) fn open_finish(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let author = granted(read, who, id)?;
    let ask = find(read, id)?;
    let text = text(read, &ask, who)?;
    let name = author
        .map(|author| people::name(read, &author))
        .transpose()?;
    let words = Words {
        answer: text,
        ..Words::default()
    };
    let draft = Draft {
        named: Some(views::names_author(name.as_deref())),
        again: Some((action::FINISH, id.to_string())),
        ..draft::begin(read, who, words, &Origin::Ask(id))?
    };
    Ok(Outcome::Open(views::propose(draft)))
}

/// Whom the entry may name, once its author has said yes.
pub(super) fn granted(read: &Read<'_>, who: &UserId, id: i64) -> Result<Option<UserId>> {
    let ask = find(read, id)?;
    if ask.asker != *who {
        return Err(refuse(Why::NotThere).into());
    }
    if !ask.state.is_granted() {
        return Err(refuse(Why::AskOver).into());
    }
    Ok((ask.state == AskState::Named).then_some(ask.author))
}

/// An entry came of it: the copy is gone.
pub(super) fn done(tx: &Tx<'_>, id: i64) -> Result<()> {
    let ask = find(tx, id)?;
    queries::take_ask(tx, id)?;
    tell(tx, &ask)
}

/// Its time is over.
pub(super) fn lapse(tx: &Tx<'_>, ask: &Ask) -> Result<()> {
    queries::answer_ask(tx, ask.id, AskState::Lapsed)?;
    tell(tx, ask)
}

/// Somebody left: nobody can answer for them, or nobody is there to go on.
pub(super) fn left(tx: &Tx<'_>, left: &UserId) -> Result<()> {
    for ask in queries::open_asks_of(tx, left)? {
        lapse(tx, &ask)?;
    }
    Ok(())
}

/// Both see the new state; the asker hears of it.
fn tell(tx: &Tx<'_>, ask: &Ask) -> Result<()> {
    outbox::refresh(tx, &Subject::new(ASKED, ask.id))?;
    outbox::refresh(tx, &Subject::new(ANSWERED, ask.id))?;
    if find(tx, ask.id)?.state != AskState::Kept {
        entry::post(tx, &ask.asker, &Subject::new(ANSWERED, ask.id))?;
    }
    outbox::refresh_home(tx, &ask.author)?;
    outbox::refresh_home(tx, &ask.asker)
}

/// The author's and the asker's messages.
pub(super) fn render(
    read: &Read<'_>,
    subject: &Subject,
    user: &UserId,
    stands: bool,
) -> Result<Option<Message>> {
    let Some(ask) = subject
        .number()
        .map_or(Ok(None), |id| queries::find_ask(read, id))?
    else {
        return Ok(None);
    };
    let who_sees = people::who_sees(read, &audience(&ask), user)?;
    Ok(if subject.what() == ASKED {
        // Over before Slack had the message: then it has lost its point.
        let is_over = ask.state != AskState::Asked && !stands;
        let asker = people::name(read, &ask.asker)?;
        (!is_over).then(|| views::asks_you(ask.id, &asker, ask.state, &who_sees))
    } else {
        let author = people::name(read, &ask.author)?;
        Some(views::answered(ask.id, &author, ask.state, &who_sees))
    })
}

/// Slack would not deliver the question: it waits on the author's Home tab.
pub(super) fn not_delivered(tx: &Tx<'_>, subject: &Subject) -> Result<()> {
    match subject
        .number()
        .map_or(Ok(None), |id| queries::find_ask(tx, id))?
    {
        Some(ask) => entry::post(tx, &ask.asker, &Subject::new(ANSWERED, ask.id)),
        None => Ok(()),
    }
}

fn find(read: &Read<'_>, id: i64) -> Result<Ask> {
    Ok(queries::find_ask(read, id)?.ok_or_else(|| refuse(Why::AskOver))?)
}

fn text(read: &Read<'_>, ask: &Ask, who: &UserId) -> Result<String> {
    let audience = audience(ask);
    let proof = audience
        .may_read(who)
        .ok_or_else(|| refuse(Why::NotThere))?;
    Ok(queries::said(read, ask, &audience, &proof)?.ok_or_else(|| refuse(Why::AskOver))?)
}
