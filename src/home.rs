//! The Home tab: what needs this person first, then each ritual's part. Published when it is opened and after what
//! changes it, through the outbox, so that many changes become one publish. Nothing here calls Slack.

use crate::{
    blocks::{Block, limits},
    error::Result,
    ids::UserId,
    may::{Role, Roles},
    names::Names,
    outbox,
    people::{self, Standing, roles},
    rituals::{HomePart, Is, registry::HOUSE},
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
    let mut parts = HOUSE
        .rituals()
        .map(|ritual| ritual.home(read, user))
        .collect::<Result<Vec<_>>>()?;
    let roles = roles::roles(read, user)?;
    // Whoever has given, drilled or committed before they first looked is not told how to begin.
    let is_new = parts.iter().all(|part| part.is != Is::Theirs);
    for part in &mut parts {
        trim(part, &roles);
    }
    let is_first = is_new && roles.has(Role::Rep) && outbox::is_first_home(read, user)?;
    Ok(compose(read.names(), parts, is_first))
}

/// Leaves out what this person may not do, and for whoever takes no part what only invites to begin.
fn trim(part: &mut HomePart, roles: &Roles) {
    part.actions
        .retain(|button| roles.check(button.action).is_ok());
    if part.is == Is::ToBegin && !roles.has(Role::Rep) {
        part.section.clear();
    }
}

/// Puts the parts together, each within its share: whatever a ritual hands in, no other loses its place by it.
fn compose(names: &Names, parts: Vec<HomePart>, is_first: bool) -> Vec<Block> {
    let (mut actions, mut needs_you, mut sections) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        actions.extend(part.actions);
        needs_you.extend(part.needs_you);
        if !part.section.is_empty() {
            sections.push(part.section);
        }
    }
    cut(&mut needs_you, NEEDS_YOU_BLOCKS, views::more_needs_you);
    let dividers = sections.len();
    let frame = views::home(
        names,
        is_first,
        actions.clone(),
        needs_you.clone(),
        Vec::new(),
    );
    let room = limits::VIEW_BLOCKS.saturating_sub(frame.len() + dividers);
    let sizes: Vec<usize> = sections.iter().map(Vec::len).collect();
    for (section, share) in sections.iter_mut().zip(shares(&sizes, room)) {
        cut(section, share, views::more_than_fits);
    }
    views::home(names, is_first, actions, needs_you, sections)
}

/// Keeps `most` blocks, the last of them a line that says that there is more.
fn cut(blocks: &mut Vec<Block>, most: usize, more: fn() -> Block) {
    if blocks.len() > most {
        blocks.truncate(most.saturating_sub(1));
        blocks.push(more());
    }
}

/// How much of `room` each gets: an equal share, and what the small ones leave over goes to the others.
fn shares(sizes: &[usize], room: usize) -> Vec<usize> {
    let mut by_size: Vec<usize> = (0..sizes.len()).collect();
    by_size.sort_by_key(|at| sizes[*at]);
    let mut shares = vec![0; sizes.len()];
    let mut left = room;
    for (done, at) in by_size.iter().enumerate() {
        shares[*at] = sizes[*at].min(left / (sizes.len() - done));
        left -= shares[*at];
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::{Button, sentence};
    use proptest::prelude::*;

    fn part(needs_you: usize, section: usize) -> HomePart {
        HomePart {
            actions: vec![Button::plain("feedback.give", "Give", "")],
            needs_you: vec![sentence("Needs you."); needs_you],
            section: vec![sentence("A row."); section],
            is: Is::Anybodys,
        }
    }

    #[test]
    fn what_one_ritual_hands_in_takes_no_other_one_its_place() {
        let parts = vec![part(0, 10_000), part(300, 3), part(0, 500), part(0, 20)];
        let blocks = compose(&Names::default(), parts, true);
        assert_eq!(blocks.len(), limits::VIEW_BLOCKS, "all of the room is used");
        let text = format!("{blocks:?}");
        assert_eq!(text.matches("Needs you.").count(), NEEDS_YOU_BLOCKS - 1);
        assert_eq!(text.matches("There is more than fits here.").count(), 2);
    }

    proptest! {
        #[test]
        fn a_home_is_never_too_long_and_cuts_only_what_is_above_its_share(
            sizes in proptest::collection::vec((0_usize..60, 0_usize..300), 0..12), is_first in any::<bool>()
        ) {
            let parts = sizes.iter().map(|(needs, section)| part(*needs, *section)).collect();
            prop_assert!(compose(&Names::default(), parts, is_first).len() <= limits::VIEW_BLOCKS);
            let sections: Vec<usize> = sizes.iter().map(|(_, section)| *section).collect();
            let shares = shares(&sections, 70);
            prop_assert!(shares.iter().sum::<usize>() <= 70);
            for (size, share) in sections.iter().zip(&shares) {
                prop_assert!(share == size || *share >= 70 / sections.len());
            }
        }
    }
}
