//! What happens in a workspace besides what people do with the app.

use super::Standin;
use crate::{
    cast::CastPerson,
    world::{World, envelope::Envelope},
};
use anyhow::{Context, Result};
use std::collections::BTreeSet;

impl Standin {
    /// Someone new joins the workspace.
    ///
    /// # Errors
    /// When the handle is taken or the zone unknown.
    pub async fn joins(&self, person: &CastPerson) -> Result<()> {
        let event = self
            .hub
            .change(|world, now| world.person_joins(person, now))?;
        self.raise(event).await;
        Ok(())
    }

    /// Someone's card changes: zone, name, admin, deactivated and so on.
    ///
    /// # Errors
    /// When there is nobody of that name, or the new card does not hold together.
    pub async fn changes(&self, name: &str, change: impl FnOnce(&mut CastPerson)) -> Result<()> {
        let id = self.id_of(name)?;
        let event = self
            .hub
            .change(|world, now| world.person_changes(&id, change, now))?;
        self.raise(event).await;
        Ok(())
    }

    /// The app is uninstalled: its token is worthless, and it hears `tokens_revoked` and `app_uninstalled`.
    pub async fn uninstalls(&self) {
        for event in self.hub.change(World::uninstall) {
            self.raise(Some(event)).await;
        }
    }

    /// The app is installed again, with a bot token of its own; the old one stays worthless.
    pub fn reinstalls(&self) {
        self.hub.change(|world, _| {
            world.app.revoked = false;
            world.app.bot_token = format!("xoxb-standin-{}", world.ids.letters(24));
        });
    }

    /// There is such a channel.
    pub(crate) fn has_channel(&self, channel: &str) -> bool {
        self.hub
            .with(|world| world.places.iter().any(|p| p.name == channel))
    }

    /// The bot is made a member of a channel, as by `/invite`.
    ///
    /// # Panics
    /// When there is no such channel.
    pub fn invites_bot(&self, channel: &str) {
        assert!(self.has_channel(channel), "there is no channel {channel}");
        self.hub.change(|world, now| world.bring_bot(channel, now));
        self.hub.flush();
    }

    /// Someone goes into a channel.
    ///
    /// # Errors
    /// When there is nobody of that name, or no such channel.
    pub async fn enters(&self, name: &str, channel: &str) -> Result<()> {
        self.moves(name, channel, true).await
    }

    /// Someone goes out of a channel.
    ///
    /// # Errors
    /// When there is nobody of that name, or no such channel.
    pub async fn leaves(&self, name: &str, channel: &str) -> Result<()> {
        self.moves(name, channel, false).await
    }

    async fn moves(&self, name: &str, channel: &str, inside: bool) -> Result<()> {
        let user = self.id_of(name)?;
        let event = self
            .hub
            .change(|world, now| world.person_moves(&user, channel, inside, now))?;
        self.raise(event).await;
        Ok(())
    }

    /// These people have a conversation of their own, without the app; on each screen it is called by the others' names.
    ///
    /// # Errors
    /// When there is nobody of a name.
    pub fn talk(&self, names: &[&str]) -> Result<()> {
        let ids = names.iter().map(|name| self.id_of(name));
        let people = ids.collect::<Result<BTreeSet<String>>>()?;
        self.hub
            .change(|world, now| world.conversation_of(&people, now));
        Ok(())
    }

    fn id_of(&self, name: &str) -> Result<String> {
        let found = self.hub.with(|world| {
            let member = world.people.iter().find(|m| m.name == name)?;
            Some(member.id.clone())
        });
        found.with_context(|| format!("nobody is called {name}"))
    }

    /// A channel is archived.
    ///
    /// # Panics
    /// When there is no such channel.
    pub fn archives(&self, channel: &str) {
        assert!(self.has_channel(channel), "there is no channel {channel}");
        self.hub
            .change(|world, now| world.archive_place(channel, true, now));
        self.hub.flush();
    }

    async fn raise(&self, event: Option<Envelope>) {
        if let Some(event) = event {
            self.hub.clone().raise(event).await;
        }
    }
}
