//! What check-ins show on Home: what is due, who asks to be a partner, one's partner and one's rhythm.

use super::{partner, queries, rhythm, views};
use crate::{
    calendar, commitments,
    commitments::partnership::queries as partnerships,
    error::Result,
    ids::UserId,
    people,
    rituals::{HomePart, Is},
    store::Read,
};

/// What is due, on Home: two blocks each.
const DUE: u32 = 4;
/// Wins that were shared, on Home: two blocks each.
const WINS: u32 = 3;

pub(super) fn home(read: &Read<'_>, user: &UserId) -> Result<HomePart> {
    let mut part = HomePart::default();
    let asks = partner::waiting(read, user)?;
    for ask in asks.iter().filter(|ask| ask.asked == *user) {
        let name = people::name(read, &ask.asker)?;
        part.needs_you.extend(views::asked_at_home(ask.id, &name));
    }
    let today = calendar::local_date(read.now, people::zone_of(read, user)?);
    let open = commitments::queries::open_of(read, user, DUE)?;
    for due in open.iter().filter(|commitment| commitment.by <= today) {
        part.needs_you.extend(views::due(due));
    }
    let pair = match partnerships::of(read, user)? {
        Some(pair) => Some((pair.id, partner::other_name(read, &pair, user)?)),
        None => None,
    };
    let mine = asks.iter().find(|ask| ask.asker == *user);
    let asked = mine
        .map(|ask| people::name(read, &ask.asked).map(|name| (ask.id, name)))
        .transpose()?;
    part.is = Is::of_theirs(pair.is_none() && asked.is_none() && open.is_empty());
    let wins = queries::wins_standing(read, user, WINS)?;
    part.section = views::home(pair, asked, &rhythm::of(read, user)?, &wins);
    Ok(part)
}
