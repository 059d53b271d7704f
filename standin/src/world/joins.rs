//! Someone new in the workspace: an id, an account, and a conversation with the bot.

use super::{World, people::Member, places::Place};
use crate::{cast::CastPerson, ids::letters_of, time::Now};
use anyhow::{Result, ensure};

impl World {
    /// Someone joins; a conversation with the bot is ready for them.
    ///
    /// # Errors
    /// When the handle is taken.
    pub fn join(&mut self, card: &CastPerson, now: Now) -> Result<String> {
        let mut card = card.clone();
        card.settle()?;
        ensure!(
            !self.people.iter().any(|m| m.card.handle == card.handle),
            "@{} is taken",
            card.handle
        );
        let mut id = format!("U0{}", letters_of(&card.handle));
        while id.len() < 10 || self.member(&id).is_some() {
            id.push('0');
        }
        let member = Member {
            id: id.clone(),
            name: card.name.clone(),
            card,
            updated: now.wall.timestamp(),
        };
        if member.is_human() {
            self.places.push(Place::dm(&id, &self.app.bot_user, now));
        }
        self.people.push(member);
        Ok(id)
    }
}
