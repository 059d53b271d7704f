//! Members of the workspace and the user object that apps are shown.

use super::{App, World};
use crate::{cast::CastPerson, screen, time::Now};
use chrono::Offset;
use serde_json::{Value, json};

/// Slack's own helper, which is no bot by its flags.
pub const SLACKBOT: &str = "USLACKBOT";

/// Someone in the workspace.
#[derive(Clone, Debug)]
pub struct Member {
    /// `U…`
    pub id: String,
    /// The name shown.
    pub name: String,
    /// What the cast says of them.
    pub card: CastPerson,
    /// When they last changed, in seconds.
    pub updated: i64,
}

/// Those who are there before anyone else: Slackbot and the app's bot.
pub fn start(app: &App) -> Vec<Member> {
    let slackbot = CastPerson {
        name: "Slackbot".into(),
        handle: "slackbot".into(),
        ..CastPerson::default()
    };
    let name = app.manifest.bot.clone();
    let handle = name.to_lowercase().replace(' ', "_");
    let bot = CastPerson {
        name: name.clone(),
        handle,
        bot: true,
        ..CastPerson::default()
    };
    vec![
        Member {
            id: SLACKBOT.into(),
            name: "Slackbot".into(),
            card: slackbot,
            updated: 0,
        },
        Member {
            id: app.bot_user.clone(),
            name,
            card: bot,
            updated: 0,
        },
    ]
}

impl Member {
    /// A human with an account in this workspace.
    pub fn is_human(&self) -> bool {
        !self.card.bot && self.id != SLACKBOT
    }

    /// Someone a visitor may be: no bot, not deactivated.
    pub fn is_persona(&self) -> bool {
        self.is_human() && !self.card.deactivated
    }

    /// As others see them.
    pub fn seen(&self) -> screen::Person {
        screen::Person {
            id: self.id.clone(),
            handle: self.card.handle.clone(),
            name: self.name.clone(),
            is_bot: !self.is_human(),
        }
    }

    /// The team they belong to.
    pub fn team<'a>(&self, world: &'a World) -> &'a str {
        if self.card.stranger {
            "T0ELSEWHERE"
        } else {
            &world.team_id
        }
    }
}

impl World {
    /// Someone by id.
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.people.iter().find(|m| m.id == id)
    }

    /// Someone's name, or the id of a stranger to this world.
    pub fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.member(id).map_or(id, |m| &m.name)
    }

    /// The user object of `users.info`, `users.list` and events.
    pub fn user_object(&self, member: &Member, now: Now) -> Value {
        let card = &member.card;
        let own_bot = member.id == self.app.bot_user;
        let (first, last) = member.name.split_once(' ').unwrap_or((&member.name, ""));
        let mut profile = json!({
            "title": card.title, "phone": "", "skype": "", "real_name": member.name,
            "real_name_normalized": member.name, "display_name": member.name, "display_name_normalized": member.name,
            "fields": null, "status_text": "", "status_emoji": "", "status_emoji_display_info": [],
            "status_expiration": 0, "avatar_hash": "g0000000000", "always_active": card.bot,
            "image_24": self.avatar(24), "image_32": self.avatar(32), "image_48": self.avatar(48),
            "image_72": self.avatar(72), "image_192": self.avatar(192), "image_512": self.avatar(512),
            "status_text_canonical": "", "first_name": first, "last_name": last, "team": member.team(self),
        });
        if card.bot {
            profile["bot_id"] = json!(if own_bot {
                self.app.bot_id.clone()
            } else {
                member.id.replacen('U', "B", 1)
            });
            profile["api_app_id"] = json!(if own_bot { &self.app.id } else { "A0OTHERAPP" });
        }
        if self.app.manifest.scopes.contains("users:read.email") && member.is_human() {
            profile["email"] = json!(self.email(member));
        }
        let mut user = json!({
            "id": member.id, "team_id": member.team(self), "name": card.handle, "deleted": card.deactivated,
            "profile": profile, "is_bot": card.bot, "is_app_user": false, "updated": member.updated,
        });
        if card.deactivated {
            return user;
        }
        let (zone, label, offset) = zone_of(card, now);
        let more = json!({
            "color": "9f69e7", "real_name": member.name, "tz": zone, "tz_label": label, "tz_offset": offset,
            "is_admin": card.admin || card.owner, "is_owner": card.owner, "is_primary_owner": false,
            "is_restricted": card.guest || card.single_channel, "is_ultra_restricted": card.single_channel, "is_email_confirmed": member.is_human(),
            "who_can_share_contact_card": "EVERYONE",
        });
        if let (Some(user), Some(more)) = (user.as_object_mut(), more.as_object()) {
            user.extend(more.clone());
            if card.stranger {
                user.insert("is_stranger".into(), json!(true));
            }
        }
        user
    }

    /// Somebody's e-mail address.
    pub fn email(&self, member: &Member) -> String {
        format!("{}@{}.example", member.card.handle, self.domain)
    }

    fn avatar(&self, size: u16) -> String {
        format!("http://{}/avatar/{size}.png", self.address)
    }
}

fn zone_of(card: &CastPerson, now: Now) -> (String, String, i32) {
    let name = card.zone.as_deref().unwrap_or("America/Los_Angeles");
    let zone: chrono_tz::Tz = name.parse().unwrap_or(chrono_tz::UTC);
    let here = now.wall.with_timezone(&zone);
    (
        name.to_owned(),
        format!("{} time", here.format("%Z")),
        here.offset().fix().local_minus_utc(),
    )
}
