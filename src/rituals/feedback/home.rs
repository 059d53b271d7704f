//! Feedback on Home: what waits, what was given, what was received, each with a few rows and, behind **Show all**, page by
//! page. Reading a page costs the same however many notes there are.

use super::{
    note::other_name,
    queries,
    rules::{Given, List, Listed, MOST_COUNTED},
    views,
};
use crate::{
    error::Result,
    ids::UserId,
    outcome::Outcome,
    people,
    request::Place,
    rituals::{HomePart, Is},
    store::Read,
};

/// Rows of each list on Home.
pub(super) const HOME_ROWS: usize = 8;
/// Rows of a page.
const PAGE_ROWS: usize = 20;

pub(super) fn part(read: &Read<'_>, user: &UserId) -> Result<HomePart> {
    let mut needs_you = Vec::new();
    for given in queries::unread_by(read, user, HOME_ROWS)? {
        needs_you.push(views::waiting(&given, &people::name(read, &given.giver)?));
    }
    let unread = queries::count_unread(read, user, MOST_COUNTED)?;
    needs_you.extend(views::more_waiting(unread, HOME_ROWS));
    let [given, received, own] = [List::Given, List::Received, List::Own]
        .map(|list| some_of(read, user, list, None, HOME_ROWS));
    let (given, received, own) = (given?, received?, own?);
    let is_empty = |list: &Listed| list.notes.is_empty();
    Ok(HomePart {
        actions: vec![views::give_button()],
        needs_you,
        is: Is::of_theirs(is_empty(&given) && is_empty(&received) && is_empty(&own)),
        section: views::home(&given, &received, &own),
    })
}

/// A page of a list, in the form it is turned in or in a new one.
pub(super) fn page(
    read: &Read<'_>,
    user: &UserId,
    (list, before): (List, Option<i64>),
    place: &Place,
) -> Result<Outcome> {
    let mut listed = some_of(read, user, list, before, PAGE_ROWS + 1)?;
    let is_more = listed.notes.len() > PAGE_ROWS;
    listed.notes.truncate(PAGE_ROWS);
    let form = views::list(list, &listed, before, is_more);
    Ok(match place {
        Place::Form => Outcome::Replace(form),
        Place::Conversation(_) | Place::Message { .. } | Place::Home | Place::Nowhere => {
            Outcome::Open(form)
        }
    })
}

fn some_of(
    read: &Read<'_>,
    user: &UserId,
    list: List,
    before: Option<i64>,
    rows: usize,
) -> Result<Listed> {
    let mut notes = Vec::new();
    for given in queries::page(read, user, list, before, rows)? {
        let other = other_of(list, &given);
        notes.push((given.clone(), other_name(read, Some(other))?));
    }
    let total = queries::count(read, user, list, MOST_COUNTED)?;
    Ok(Listed { notes, total })
}

fn other_of(list: List, given: &Given) -> &UserId {
    match list {
        List::Given => &given.receiver,
        List::Received | List::Own => &given.giver,
    }
}
