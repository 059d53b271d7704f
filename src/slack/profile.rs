//! Reads Slack's user object into a [`Profile`]. One odd field never costs the person; only somebody without an id
//! is nobody. It does not decide what a guest or an outsider may do.
//!
//! Source: docs.slack.dev/reference/objects/user-object.

use crate::ids::{TeamId, UserId};
use crate::profile::Profile;
use serde_json::Value;

/// The workspace and organisation that the app is installed in, as far as known: others come from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// `T…`; `None` for an org-wide install.
    pub team: Option<String>,
    /// `E…`, on Enterprise Grid.
    pub enterprise: Option<String>,
}

/// Slackbot's id in every workspace; Slack does not mark it as a bot.
pub const SLACKBOT: &str = "USLACKBOT";

/// The person that a user object describes; `None` if it names nobody.
#[must_use]
pub fn profile_from(user: &Value, home: &Home) -> Option<Profile> {
    let id = text(&user["id"])?;
    let is = |flag: &str| user[flag] == true;
    let shown = &user["profile"];
    let handle = text(&user["name"]).unwrap_or(id);
    let name = [
        &shown["display_name"],
        &shown["real_name"],
        &user["real_name"],
    ]
    .into_iter()
    .find_map(text);
    let full_name = [&shown["real_name"], &user["real_name"]]
        .into_iter()
        .find_map(text);
    let team = text(&user["team_id"]);
    Some(Profile {
        id: UserId::new(id),
        team: team.map(TeamId::new),
        name: name.unwrap_or(handle).to_owned(),
        full_name: full_name.map(str::to_owned),
        email: text(&shown["email"]).map(str::to_owned),
        handle: handle.to_owned(),
        zone: text(&user["tz"]).map(str::to_owned),
        is_bot: is("is_bot") || is("is_workflow_bot") || is("is_connector_bot") || id == SLACKBOT,
        // A single-channel guest is both (docs.slack.dev/reference/objects/user-object).
        is_guest: is("is_restricted") || is("is_ultra_restricted"),
        is_single_channel: is("is_ultra_restricted"),
        is_outsider: is("is_stranger")
            || is_elsewhere(team, text(&user["enterprise_user"]["enterprise_id"]), home),
        is_admin: is("is_admin") || is("is_owner") || is("is_primary_owner"),
        is_deactivated: is("deleted"),
    })
}

/// Another workspace, unless it is one of the same organisation. What is not known is not held against anybody.
fn is_elsewhere(team: Option<&str>, enterprise: Option<&str>, home: &Home) -> bool {
    let (Some(team), Some(home_team)) = (team, home.team.as_deref()) else {
        return false;
    };
    let same_organisation = home.enterprise.is_some()
        && (enterprise == home.enterprise.as_deref() || Some(team) == home.enterprise.as_deref());
    team != home_team && !same_organisation
}

/// A text that says something.
fn text(value: &Value) -> Option<&str> {
    value
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn home() -> Home {
        Home {
            team: Some("T1".into()),
            enterprise: None,
        }
    }

    #[test]
    fn a_whole_profile_is_read() {
        let user = json!({"id": "U2", "team_id": "T1", "name": "bea", "deleted": false, "real_name": "Bea B.",
            "tz": "Europe/Berlin", "tz_offset": 3600, "is_admin": true, "is_bot": false, "is_restricted": false,
            "profile": {"display_name": " Bea ", "real_name": "Bea B.", "email": "bea@acme.example", "fields": []},
            "updated": "yesterday"});
        let bea = profile_from(&user, &home()).unwrap();
        assert_eq!(
            (bea.id.as_str(), bea.name.as_str(), bea.handle.as_str()),
            ("U2", "Bea", "bea")
        );
        assert_eq!(
            (bea.full_name.as_deref(), bea.email.as_deref()),
            (Some("Bea B."), Some("bea@acme.example"))
        );
        assert_eq!(
            (bea.team, bea.zone.as_deref()),
            (Some(TeamId::new("T1")), Some("Europe/Berlin"))
        );
        assert!(
            bea.is_admin && !bea.is_bot && !bea.is_guest && !bea.is_outsider && !bea.is_deactivated
        );
    }

    #[test]
    fn odd_and_missing_fields_cost_nothing() {
        let odd = json!({"id": "U3", "name": "chidi", "profile": "gone", "tz": null, "deleted": "no", "team_id": 7});
        let chidi = profile_from(&odd, &home()).unwrap();
        assert_eq!(
            (chidi.name.as_str(), chidi.zone, chidi.team),
            ("chidi", None, None)
        );
        assert!(!chidi.is_deactivated && !chidi.is_outsider);
        assert_eq!(
            profile_from(&json!({"id": "U4"}), &home()).unwrap().name,
            "U4"
        );
        for nobody in [
            json!({}),
            json!({"id": ""}),
            json!({"id": 7}),
            json!("U1"),
            json!(null),
        ] {
            assert_eq!(profile_from(&nobody, &home()), None);
        }
    }

    #[test]
    fn the_name_falls_back_from_display_to_real_to_handle() {
        let name = |user| profile_from(&user, &home()).unwrap().name;
        assert_eq!(
            name(
                json!({"id": "U1", "name": "h", "profile": {"display_name": "", "real_name": "Real"}})
            ),
            "Real"
        );
        assert_eq!(
            name(json!({"id": "U1", "name": "h", "real_name": "Outer", "profile": {}})),
            "Outer"
        );
        assert_eq!(
            name(json!({"id": "U1", "name": "h", "profile": {"display_name": "  "}})),
            "h"
        );
    }

    #[test]
    fn slackbot_and_workflows_are_bots() {
        assert!(
            profile_from(&json!({"id": "USLACKBOT", "is_bot": false}), &home())
                .unwrap()
                .is_bot
        );
        assert!(
            profile_from(&json!({"id": "U9", "is_workflow_bot": true}), &home())
                .unwrap()
                .is_bot
        );
        // Slack sets this for a person who authorised the app.
        assert!(
            !profile_from(&json!({"id": "U9", "is_app_user": true}), &home())
                .unwrap()
                .is_bot
        );
    }

    #[test]
    fn outsiders_are_strangers_and_people_of_other_workspaces_but_not_of_ones_own_organisation() {
        let outsider = |user: Value, home: &Home| profile_from(&user, home).unwrap().is_outsider;
        let grid = Home {
            team: Some("T1".into()),
            enterprise: Some("E1".into()),
        };
        assert!(outsider(
            json!({"id": "U1", "is_stranger": true, "team_id": "T1"}),
            &home()
        ));
        assert!(outsider(json!({"id": "U1", "team_id": "T9"}), &home()));
        assert!(!outsider(
            json!({"id": "U1", "team_id": "T9"}),
            &Home::default()
        ));
        assert!(!outsider(
            json!({"id": "U1", "team_id": "T9", "enterprise_user": {"enterprise_id": "E1"}}),
            &grid
        ));
        assert!(!outsider(json!({"id": "U1", "team_id": "E1"}), &grid));
        assert!(outsider(
            json!({"id": "U1", "team_id": "T9", "enterprise_user": {"enterprise_id": "E7"}}),
            &grid
        ));
        assert!(outsider(json!({"id": "U1", "team_id": "T9"}), &grid));
    }
}
