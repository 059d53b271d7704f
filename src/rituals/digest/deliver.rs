//! A manager's month on its way: the first working morning of the month in their zone, within the attention budget, late
//! if it must be, and once. Each step is load, decide, save, say.

use super::{
    MONTH, load,
    queries::{self, Reader},
    views,
};
use crate::{
    attention::{self, Prompt},
    audience::Audience,
    blocks::Message,
    error::Result,
    figures::Month,
    ids::UserId,
    outbox::{self, Lane, Place, Subject},
    people::{self, Standing, reporting},
    rituals::house::House,
    schedule::{self, Settled, Skip, Whose},
    store::{Read, Tx},
};
use chrono::NaiveDate;

/// Its name in the ledger.
const NAME: &str = "digest";

/// Those that one step sends.
const A_STEP: u32 = 200;

/// Slack's code for blocks that it does not take (docs.slack.dev, chat.postMessage).
const INVALID_BLOCKS: &str = "invalid_blocks";

/// The day by which a month goes in the ledger: the first on which it can be sent.
pub(super) fn date_of(month: Month) -> NaiveDate {
    month.after().first_day()
}

pub(super) fn tick(tx: &Tx<'_>) -> Result<()> {
    for reader in queries::due(tx, A_STEP)? {
        let settled = take(tx, &reader)?;
        let (again, noted) = match settled {
            Settled::Later(at, _) if at > tx.now => (Some(at), None),
            Settled::Later(_, why) | Settled::Skipped(why) => (None, Some(Some(why))),
            Settled::Ran => (None, Some(None)),
        };
        queries::look_again(tx, reader.id, again)?;
        if let Some(skipped) = noted {
            let whose = Whose::Of(reader.manager.clone());
            schedule::note(tx, NAME, &whose, date_of(reader.month), skipped)?;
        }
    }
    Ok(())
}

fn take(tx: &Tx<'_>, reader: &Reader) -> Result<Settled> {
    let manager = &reader.manager;
    // Whoever manages nobody any more has no use for it.
    if !reporting::is_manager(tx, manager)? {
        return Ok(Settled::Skipped(Skip::Pointless));
    }
    let subject = format!("{NAME}:{}", date_of(reader.month));
    let prompt = Prompt {
        kind: attention::Kind::Digest,
        subject: &subject,
    };
    if let Some(settled) = attention::may_prompt(tx, manager, &prompt)?.settled() {
        return Ok(settled);
    }
    queries::set_asked(tx, reader.id)?;
    attention::asked(tx, manager, &prompt)?;
    let place = Place::Dm(manager.clone());
    outbox::post(tx, Lane::Prompt, &place, &Subject::new(MONTH, reader.id))?;
    Ok(Settled::Ran)
}

/// One that waits goes to nobody who has left the company meanwhile, or manages nobody any more.
pub(super) fn render(
    read: &Read<'_>,
    house: &House,
    id: i64,
    viewer: &UserId,
    stands: bool,
) -> Result<Option<Message>> {
    let Some(reader) = queries::find(read, id)? else {
        return Ok(None);
    };
    if !stands && !may_get(read, viewer)? {
        return Ok(None);
    }
    let audience = Audience::Digest(reader.manager.clone());
    if audience.may_read(viewer).is_none() {
        return Ok(None);
    }
    let who_sees = audience.sentence(viewer, ToString::to_string);
    let (digest, labels) = load(read, house, &reader)?;
    Ok(Some(views::message(&digest, &labels, &who_sees)))
}

fn may_get(read: &Read<'_>, manager: &UserId) -> Result<bool> {
    let found = people::find(read, manager)?;
    let is_here = found.is_some_and(|person| person.standing == Standing::Member);
    Ok(is_here && reporting::is_manager(read, manager)?)
}

/// A workspace whose Slack has no charts yet gets the same without one.
pub(super) fn undelivered(tx: &Tx<'_>, subject: &Subject, id: i64, code: &str) -> Result<()> {
    let Some(reader) = queries::find(tx, id)?.filter(|reader| !reader.is_plain) else {
        return Ok(());
    };
    if code == INVALID_BLOCKS {
        queries::set_plain(tx, id)?;
        outbox::post_again(tx, &Place::Dm(reader.manager), subject)?;
    }
    Ok(())
}
