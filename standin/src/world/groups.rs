//! User groups: people who are mentioned as one, `<!subteam^S…>`. Source of the object: the example of
//! docs.slack.dev/reference/methods/usergroups.list.

use super::World;
use crate::{cast::CastGroup, ids::letters_of, screen, time::Now};
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// A group.
#[derive(Clone, Debug)]
pub struct Group {
    /// `S…`
    pub id: String,
    /// The name shown.
    pub name: String,
    /// Typed after `@`.
    pub handle: String,
    /// What it is for.
    pub description: String,
    /// Who is in it, in the order they were named.
    pub users: Vec<String>,
    /// Channels that new members are brought into.
    pub channels: Vec<String>,
    /// By whom it was made, and last changed.
    pub by: [String; 2],
    /// When it was made, and last changed, in seconds.
    pub at: [i64; 2],
}

impl World {
    /// A group of the cast.
    ///
    /// # Errors
    /// When it names an unknown person.
    pub(super) fn start_group(&mut self, group: &CastGroup, now: Now) -> Result<()> {
        let id = |name: &String| {
            let member = self.people.iter().find(|m| m.name == *name);
            member
                .map(|m| m.id.clone())
                .with_context(|| format!("nobody is called {name}"))
        };
        let users = group.members.iter().map(id).collect::<Result<_>>()?;
        let made = now.wall.timestamp();
        self.groups.push(Group {
            id: format!("S0{:0<8}", letters_of(&group.handle)),
            name: group.name.clone(),
            handle: group.handle.clone(),
            description: String::new(),
            users,
            channels: Vec::new(),
            by: [
                super::people::SLACKBOT.to_owned(),
                super::people::SLACKBOT.to_owned(),
            ],
            at: [made, made],
        });
        Ok(())
    }

    /// A group by its id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|g| g.id == id)
    }

    /// The object of `usergroups.*`.
    pub fn group_object(&self, group: &Group, with_users: bool, with_count: bool) -> Value {
        let mut object = json!({
            "id": group.id, "team_id": self.team_id, "is_usergroup": true, "is_subteam": true, "name": group.name,
            "description": group.description, "handle": group.handle, "is_external": false, "auto_provision": false,
            "date_create": group.at[0], "date_update": group.at[1], "date_delete": 0, "auto_type": null,
            "created_by": group.by[0], "updated_by": group.by[1], "deleted_by": null,
            "prefs": {"channels": group.channels, "groups": []}, "enterprise_subteam_id": "",
        });
        if with_users {
            object["users"] = json!(group.users);
        }
        if with_count {
            object["user_count"] = json!(group.users.len());
        }
        object
    }

    /// The groups that people can mention.
    pub(super) fn seen_groups(&self) -> Vec<screen::Group> {
        let seen = |group: &Group| screen::Group {
            id: group.id.clone(),
            handle: group.handle.clone(),
            name: group.name.clone(),
        };
        self.groups.iter().map(seen).collect()
    }
}
