//! The parts of `manifest.yml` that matter here; all others are read past.

use super::{Command, Shortcut};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct File {
    pub(super) display_information: Display,
    #[serde(default)]
    pub(super) features: Features,
    #[serde(default)]
    pub(super) oauth_config: Oauth,
    #[serde(default)]
    pub(super) settings: Settings,
}

#[derive(Deserialize)]
pub(super) struct Display {
    pub(super) name: String,
}

#[derive(Default, Deserialize)]
pub(super) struct Features {
    pub(super) app_home: Option<AppHome>,
    pub(super) bot_user: Option<BotUser>,
    #[serde(default)]
    pub(super) shortcuts: Vec<Shortcut>,
    #[serde(default)]
    pub(super) slash_commands: Vec<Command>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct AppHome {
    pub(super) home_tab_enabled: bool,
    pub(super) messages_tab_enabled: bool,
    pub(super) messages_tab_read_only_enabled: bool,
}

#[derive(Deserialize)]
pub(super) struct BotUser {
    pub(super) display_name: String,
}

#[derive(Default, Deserialize)]
pub(super) struct Oauth {
    #[serde(default)]
    pub(super) scopes: Scopes,
}

#[derive(Default, Deserialize)]
pub(super) struct Scopes {
    #[serde(default)]
    pub(super) bot: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Settings {
    pub(super) socket_mode_enabled: bool,
    pub(super) interactivity: Interactivity,
    pub(super) event_subscriptions: Events,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Interactivity {
    pub(super) is_enabled: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Events {
    pub(super) bot_events: Vec<String>,
}
