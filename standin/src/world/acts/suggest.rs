//! Typing into an external select: the app is asked for options.

use super::Step;
use crate::{
    act::Surface,
    blocks::state::fields,
    world::{
        World,
        envelope::{About, Envelope, Kind},
    },
};
use serde_json::Value;

/// Characters before a client asks, unless the element says otherwise.
const MIN_QUERY: u64 = 3;

impl World {
    pub(super) fn suggest(
        &mut self,
        user: &str,
        on: &Surface,
        at: (&str, &str),
        query: &str,
    ) -> Result<Step, String> {
        let (blocks, stands) = match on {
            Surface::Message { channel, ts } => {
                let place = self.member_place(user, channel)?;
                let post = self.post_seen_by(user, channel, ts)?;
                let stands = self.stands_in_message(place, post, at.0);
                (post.every_block(), stands)
            }
            Surface::Form { view } => {
                let view = self.open_form(user, view)?;
                (view.blocks.clone(), self.stands_in_view(view))
            }
            Surface::Home => {
                let view = self.home_of(user)?;
                (view.blocks.clone(), self.stands_in_view(view))
            }
        };
        let field = fields(&blocks)
            .into_iter()
            .find(|f| (f.block_id(), f.action_id()) == at && f.is_external());
        let field = field.ok_or("there is no such field to search in")?;
        let least = field.element["min_query_length"]
            .as_u64()
            .unwrap_or(MIN_QUERY);
        if (query.chars().count() as u64) < least {
            return Ok(Step::Done);
        }
        let payload: Value = self.suggestion_payload(user, at, query, stands);
        let about = About::Suggest {
            user: user.to_owned(),
            block_id: at.0.to_owned(),
            action_id: at.1.to_owned(),
            query: query.to_owned(),
        };
        Ok(Step::Send(vec![Envelope {
            kind: Kind::Interactive,
            payload,
            accepts: true,
            about,
        }]))
    }
}
