//! The Home tab: what needs this person first, then each ritual's part. Published when it is opened and after what
//! changes it, through the outbox, so that many changes become one publish. Nothing here calls Slack.

use crate::{
    blocks::{Block, limits},
    error::Result,
    ids::UserId,
    people::{self, Standing},
    rituals::{HomePart, registry},
    store::Read,
    views,
};

/// Blocks of "Needs you now", over all rituals.
const NEEDS_YOU_BLOCKS: usize = 20;

/// A person's Home tab as it is now.
pub(crate) fn render(read: &Read<'_>, user: &UserId) -> Result<Vec<Block>> {
    match people::find(read, user)?.map(|person| person.standing) {
        Some(Standing::Member) | None => {}
        Some(_) => return Ok(views::home_for_others()),
    }
    let parts = registry::ALL
        .iter()
        .map(|ritual| ritual.home(read, user))
        .collect::<Result<Vec<_>>>()?;
    let (mut actions, mut needs_you, mut sections) = (Vec::new(), Vec::new(), Vec::new());
    for HomePart {
        actions: its_actions,
        needs_you: its_needs,
        section,
    } in parts
    {
        actions.extend(its_actions);
        needs_you.extend(its_needs);
        sections.push(section);
    }
    needs_you.truncate(NEEDS_YOU_BLOCKS);
    let mut blocks = views::home(read.names(), actions, needs_you, sections);
    blocks.truncate(limits::VIEW_BLOCKS);
    Ok(blocks)
}
