//! What happens in a workspace besides what people do with the app.

use super::Standin;
use crate::{
    cast::CastPerson,
    world::{World, envelope::Envelope},
};
use anyhow::{Context, Result};

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
        let id = self.hub.with(|world| {
            world
                .people
                .iter()
                .find(|m| m.name == name)
                .map(|m| m.id.clone())
        });
        let id = id.with_context(|| format!("nobody is called {name}"))?;
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
        self.hub.change(|world, _| {
            let bot = world.app.bot_user.clone();
            let place = world.places.iter_mut().find(|p| p.name == channel);
            place
                .unwrap_or_else(|| panic!("there is no channel {channel}"))
                .members
                .insert(bot);
        });
    }

    /// A channel is archived.
    ///
    /// # Panics
    /// When there is no such channel.
    pub fn archives(&self, channel: &str) {
        self.hub.change(|world, _| {
            let place = world.places.iter_mut().find(|p| p.name == channel);
            place
                .unwrap_or_else(|| panic!("there is no channel {channel}"))
                .archived = true;
        });
    }

    async fn raise(&self, event: Option<Envelope>) {
        if let Some(event) = event {
            self.hub.clone().raise(event).await;
        }
    }
}
