//! The model of the workspace: pure functions of (world, request, now). No HTTP, no sockets, no tokio,
//! no clock. Who may see or do what is decided here and nowhere else.

pub mod acks;
pub mod acts;
pub mod channel_events;
pub mod choices;
pub mod command_text;
pub mod content;
pub mod envelope;
pub mod events;
pub mod files;
pub mod groups;
pub mod handles;
pub mod joins;
pub mod message;
pub mod methods;
pub mod payloads;
pub mod people;
pub mod places;
pub mod posts;
pub mod raised;
pub mod reach;
pub mod reactions;
pub mod responses;
pub mod schedule;
pub mod see;
pub mod sound;
pub mod transcript;
pub mod typed;
pub mod view_object;
pub mod views;
pub mod words;

use crate::{cast::Cast, ids::Ids, manifest::Manifest, screen::Suggestions, time::Now};
use anyhow::{Context, Result};
use envelope::Envelope;
use files::File;
use groups::Group;
use handles::Handles;
use people::Member;
use places::{Place, PlaceKind};
use schedule::Scheduled;
use std::collections::BTreeMap;
use transcript::Transcript;
use views::Views;

/// The pretend workspace.
#[derive(Debug)]
pub struct World {
    /// Name shown.
    pub team_name: String,
    /// As in `https://DOMAIN.slack.com`.
    pub domain: String,
    /// `T…`
    pub team_id: String,
    /// The app.
    pub app: App,
    /// Everyone, bots and the deactivated too, in the order they joined.
    pub people: Vec<Member>,
    /// Channels and direct conversations.
    pub places: Vec<Place>,
    /// Groups of people that can be mentioned as one.
    pub groups: Vec<Group>,
    /// Events that wait to be handed to the app.
    pub raised: Vec<Envelope>,
    /// Messages that wait for their time.
    pub scheduled: Vec<Scheduled>,
    /// Uploads and files, by id.
    pub files: BTreeMap<String, File>,
    /// Open forms and Home tabs.
    pub views: Views,
    /// Triggers, response urls and socket tickets.
    pub handles: Handles,
    /// What the app offered each person for external selects, the newest last, until their forms close.
    pub suggestions: BTreeMap<String, Vec<Suggestions>>,
    /// The last error that Slack itself showed each person.
    pub notices: BTreeMap<String, String>,
    /// What people did and saw.
    pub transcript: Transcript,
    /// Makes ids.
    pub ids: Ids,
    /// Where `wss` and response urls point, such as `127.0.0.1:4000`.
    pub address: String,
}

/// The app as installed.
#[derive(Clone, Debug)]
pub struct App {
    /// `A…`
    pub id: String,
    /// `B…`
    pub bot_id: String,
    /// `U…`
    pub bot_user: String,
    /// `xapp-…`
    pub app_token: String,
    /// `xoxb-…`
    pub bot_token: String,
    /// The bot token was revoked.
    pub revoked: bool,
    /// Its manifest.
    pub manifest: Manifest,
}

impl World {
    /// A workspace with this app installed and this cast in it.
    ///
    /// # Errors
    /// When the cast names an unknown person.
    pub fn new(manifest: Manifest, cast: &Cast, seed: u64, now: Now) -> Result<Self> {
        let mut ids = Ids::new(seed);
        let app = App {
            id: "A0STANDIN".into(),
            bot_id: "B0STANDIN".into(),
            bot_user: "U0STANDBOT".into(),
            app_token: format!("xapp-1-A0STANDIN-{}", ids.letters(24)),
            bot_token: format!("xoxb-standin-{}", ids.letters(24)),
            revoked: false,
            manifest,
        };
        let mut world = Self {
            team_name: cast.team.name.clone(),
            domain: cast.team.domain.clone(),
            team_id: "T0STANDIN".into(),
            people: people::start(&app),
            app,
            places: Vec::new(),
            groups: Vec::new(),
            raised: Vec::new(),
            scheduled: Vec::new(),
            files: BTreeMap::new(),
            views: Views::default(),
            handles: Handles::default(),
            suggestions: BTreeMap::new(),
            notices: BTreeMap::new(),
            transcript: Transcript::default(),
            ids,
            address: String::new(),
        };
        for person in &cast.people {
            world.join(person, now)?;
        }
        for group in &cast.usergroups {
            world.start_group(group, now)?;
        }
        for channel in &cast.channels {
            let mut place = Place::new(
                places::channel_id(&channel.name),
                &channel.name,
                PlaceKind::Public,
                now,
            );
            if channel.private {
                place.kind = PlaceKind::Private;
            }
            place.archived = channel.archived;
            for name in &channel.members {
                let member = world.people.iter().find(|m| m.name == *name);
                place.members.insert(
                    member
                        .with_context(|| format!("nobody is called {name}"))?
                        .id
                        .clone(),
                );
            }
            if channel.bot {
                place.members.insert(world.app.bot_user.clone());
            }
            world.places.push(place);
        }
        Ok(world)
    }

    /// The bot's display name.
    pub fn bot_name(&self) -> &str {
        &self.app.manifest.bot
    }
}
