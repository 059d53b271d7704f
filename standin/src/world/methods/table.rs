//! Every method there is, with what each needs. A method that is not here is `unknown_method`. Source of each:
//! `docs.slack.dev/reference/methods/` and its name.

use super::{
    Method,
    Tier::{self, PerMinute},
    Token::{Any, App, Bot},
    blocks, bookmarks, channel_life, channels, chat, conversations, files, reactions, schedule,
    usergroups, users, views, workspace,
};

const READ: &[&str] = &["im:read", "channels:read", "groups:read", "mpim:read"];
const HISTORY: &[&str] = &[
    "im:history",
    "channels:history",
    "groups:history",
    "mpim:history",
];
const MANAGE: &[&str] = &["channels:manage", "groups:write"];
const LEAVE: &[&str] = &["channels:manage", "groups:write", "im:write", "mpim:write"];
const INVITE: &[&str] = &[
    "channels:manage",
    "channels:write.invites",
    "groups:write",
    "groups:write.invites",
];
const TOPIC: &[&str] = &[
    "channels:manage",
    "channels:write.topic",
    "groups:write",
    "groups:write.topic",
];
const CHAT: &[&str] = &["chat:write"];
const PAGE: &[&str] = &["limit", "cursor"];
const PAST: &[&str] = &[
    "limit",
    "cursor",
    "oldest",
    "latest",
    "inclusive",
    "include_all_metadata",
];
const MESSAGE: &[&str] = &[
    "text",
    "blocks",
    "attachments",
    "markdown_text",
    "metadata",
    "thread_ts",
    "reply_broadcast",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
    "parse",
    "link_names",
    "as_user",
];
/// `chat.postMessage` and `chat.postEphemeral` take another name and picture, too.
const POSTED: &[&str] = &[
    "username",
    "icon_emoji",
    "icon_url",
    "text",
    "blocks",
    "attachments",
    "markdown_text",
    "metadata",
    "thread_ts",
    "reply_broadcast",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
    "parse",
    "link_names",
    "as_user",
];
const GROUP: &[&str] = &["handle", "description", "channels", "include_count"];
const TRIGGER: &[&str] = &["trigger_id", "interactivity_pointer"];
const REACTED: &[&str] = &["channel", "timestamp"];

/// Every method.
#[rustfmt::skip]
pub const METHODS: &[Method] = &[
    Method { name: "auth.test", token: Any, scopes: &[], tier: Tier::Special, required: &[], optional: &[], run: users::auth_test },
    Method { name: "apps.connections.open", token: App, scopes: &[], tier: PerMinute(50), required: &[], optional: &[], run: users::connections_open },
    Method { name: "blocks.validate", token: Bot, scopes: &[], tier: Tier::Special, required: &[], optional: &["blocks", "message", "view"], run: blocks::validate },

    Method { name: "chat.postMessage", token: Bot, scopes: CHAT, tier: Tier::Posting, required: &["channel"], optional: POSTED, run: chat::post },
    Method { name: "chat.postEphemeral", token: Bot, scopes: CHAT, tier: PerMinute(100), required: &["channel", "user"], optional: POSTED, run: chat::post_ephemeral },
    Method { name: "chat.update", token: Bot, scopes: CHAT, tier: PerMinute(50), required: &["channel", "ts"], optional: MESSAGE, run: chat::update },
    Method { name: "chat.delete", token: Bot, scopes: CHAT, tier: PerMinute(50), required: &["channel", "ts"], optional: &["as_user"], run: chat::delete },
    Method { name: "chat.getPermalink", token: Bot, scopes: &[], tier: Tier::Special, required: &["channel", "message_ts"], optional: &[], run: chat::permalink },
    Method { name: "chat.scheduleMessage", token: Bot, scopes: CHAT, tier: PerMinute(50), required: &["channel", "post_at"], optional: MESSAGE, run: schedule::schedule },
    Method { name: "chat.deleteScheduledMessage", token: Bot, scopes: CHAT, tier: PerMinute(50), required: &["channel", "scheduled_message_id"], optional: &["as_user"], run: schedule::delete },
    Method { name: "chat.scheduledMessages.list", token: Bot, scopes: &[], tier: PerMinute(50), required: &[], optional: &["channel", "limit", "cursor", "oldest", "latest"], run: schedule::list },

    Method { name: "views.open", token: Bot, scopes: &[], tier: PerMinute(100), required: &["view"], optional: TRIGGER, run: views::open },
    Method { name: "views.push", token: Bot, scopes: &[], tier: PerMinute(100), required: &["view"], optional: TRIGGER, run: views::push },
    Method { name: "views.update", token: Bot, scopes: &[], tier: PerMinute(100), required: &["view"], optional: &["view_id", "external_id", "hash"], run: views::update },
    Method { name: "views.publish", token: Bot, scopes: &[], tier: PerMinute(100), required: &["user_id", "view"], optional: &["hash"], run: views::publish },

    Method { name: "conversations.open", token: Bot, scopes: &["im:write", "mpim:write"], tier: PerMinute(50), required: &[], optional: &["users", "channel", "return_im", "prevent_creation"], run: conversations::open },
    Method { name: "conversations.info", token: Bot, scopes: READ, tier: PerMinute(50), required: &["channel"], optional: &["include_locale", "include_num_members"], run: conversations::info },
    Method { name: "conversations.list", token: Bot, scopes: READ, tier: PerMinute(20), required: &[], optional: &["types", "exclude_archived", "limit", "cursor"], run: conversations::list },
    Method { name: "conversations.members", token: Bot, scopes: READ, tier: PerMinute(100), required: &["channel"], optional: PAGE, run: conversations::members },
    Method { name: "conversations.history", token: Bot, scopes: HISTORY, tier: PerMinute(50), required: &["channel"], optional: PAST, run: conversations::history },
    Method { name: "conversations.replies", token: Bot, scopes: HISTORY, tier: PerMinute(50), required: &["channel", "ts"], optional: PAST, run: conversations::replies },
    Method { name: "conversations.create", token: Bot, scopes: MANAGE, tier: PerMinute(20), required: &["name"], optional: &["is_private"], run: channels::create },
    Method { name: "conversations.join", token: Bot, scopes: &["channels:join"], tier: PerMinute(50), required: &["channel"], optional: &[], run: channels::join },
    Method { name: "conversations.leave", token: Bot, scopes: LEAVE, tier: PerMinute(50), required: &["channel"], optional: &[], run: channels::leave },
    Method { name: "conversations.invite", token: Bot, scopes: INVITE, tier: PerMinute(50), required: &["channel", "users"], optional: &["force"], run: channels::invite },
    Method { name: "conversations.kick", token: Bot, scopes: MANAGE, tier: PerMinute(50), required: &["channel", "user"], optional: &[], run: channels::kick },
    Method { name: "conversations.archive", token: Bot, scopes: MANAGE, tier: PerMinute(20), required: &["channel"], optional: &[], run: channel_life::archive },
    Method { name: "conversations.setTopic", token: Bot, scopes: TOPIC, tier: PerMinute(20), required: &["channel", "topic"], optional: &[], run: channel_life::set_topic },
    Method { name: "conversations.setPurpose", token: Bot, scopes: TOPIC, tier: PerMinute(20), required: &["channel", "purpose"], optional: &[], run: channel_life::set_purpose },
    Method { name: "conversations.rename", token: Bot, scopes: MANAGE, tier: PerMinute(20), required: &["channel", "name"], optional: &[], run: channel_life::rename },
    Method { name: "conversations.unarchive", token: Bot, scopes: MANAGE, tier: PerMinute(20), required: &["channel"], optional: &[], run: channel_life::unarchive },

    Method { name: "users.list", token: Bot, scopes: &["users:read"], tier: PerMinute(20), required: &[], optional: &["limit", "cursor", "include_locale"], run: users::list },
    Method { name: "users.info", token: Bot, scopes: &["users:read"], tier: PerMinute(100), required: &["user"], optional: &["include_locale"], run: users::info },
    Method { name: "users.lookupByEmail", token: Bot, scopes: &["users:read.email"], tier: PerMinute(50), required: &["email"], optional: &[], run: users::lookup_by_email },
    Method { name: "users.conversations", token: Bot, scopes: READ, tier: PerMinute(50), required: &[], optional: &["user", "types", "exclude_archived", "limit", "cursor"], run: users::conversations },
    Method { name: "users.profile.get", token: Bot, scopes: &["users.profile:read"], tier: PerMinute(100), required: &[], optional: &["user", "include_labels"], run: users::profile },

    Method { name: "team.info", token: Bot, scopes: &["team:read"], tier: PerMinute(50), required: &[], optional: &["team"], run: workspace::team },
    Method { name: "bots.info", token: Bot, scopes: &["users:read"], tier: PerMinute(50), required: &["bot"], optional: &[], run: workspace::bot },
    Method { name: "emoji.list", token: Bot, scopes: &["emoji:read"], tier: PerMinute(20), required: &[], optional: &["include_categories"], run: workspace::emoji },
    Method { name: "bookmarks.add", token: Bot, scopes: &["bookmarks:write"], tier: PerMinute(20), required: &["title", "type"], optional: &["channel_id", "link", "emoji"], run: bookmarks::add },
    Method { name: "bookmarks.list", token: Bot, scopes: &["bookmarks:read"], tier: PerMinute(50), required: &[], optional: &["channel_id"], run: bookmarks::list },
    Method { name: "bookmarks.edit", token: Bot, scopes: &["bookmarks:write"], tier: PerMinute(20), required: &[], optional: &["channel_id", "bookmark_id", "title", "link", "emoji"], run: bookmarks::edit },
    Method { name: "bookmarks.remove", token: Bot, scopes: &["bookmarks:write"], tier: PerMinute(20), required: &[], optional: &["channel_id", "bookmark_id"], run: bookmarks::remove },

    Method { name: "files.getUploadURLExternal", token: Bot, scopes: &["files:write"], tier: PerMinute(100), required: &["filename", "length"], optional: &["alt_txt", "snippet_type"], run: files::get_upload_url },
    Method { name: "files.completeUploadExternal", token: Bot, scopes: &["files:write"], tier: PerMinute(100), required: &["files"], optional: &["channel_id", "channels", "initial_comment", "thread_ts", "blocks"], run: files::complete },
    Method { name: "files.info", token: Bot, scopes: &["files:read"], tier: PerMinute(100), required: &["file"], optional: PAGE, run: files::info },

    Method { name: "reactions.add", token: Bot, scopes: &["reactions:write"], tier: PerMinute(50), required: &["name"], optional: REACTED, run: reactions::add },
    Method { name: "reactions.remove", token: Bot, scopes: &["reactions:write"], tier: PerMinute(20), required: &["name"], optional: REACTED, run: reactions::remove },
    Method { name: "reactions.get", token: Bot, scopes: &["reactions:read"], tier: PerMinute(50), required: &[], optional: &["channel", "timestamp", "full"], run: reactions::get },
    Method { name: "reactions.list", token: Bot, scopes: &["reactions:read"], tier: PerMinute(20), required: &[], optional: &["user", "full", "limit", "cursor"], run: reactions::list },
    Method { name: "pins.add", token: Bot, scopes: &["pins:write"], tier: PerMinute(20), required: &["channel"], optional: &["timestamp"], run: reactions::pin },
    Method { name: "pins.remove", token: Bot, scopes: &["pins:write"], tier: PerMinute(20), required: &["channel"], optional: &["timestamp"], run: reactions::unpin },
    Method { name: "pins.list", token: Bot, scopes: &["pins:read"], tier: PerMinute(20), required: &["channel"], optional: &[], run: reactions::pins },

    Method { name: "usergroups.list", token: Bot, scopes: &["usergroups:read"], tier: PerMinute(20), required: &[], optional: &["include_users", "include_count", "include_disabled"], run: usergroups::list },
    Method { name: "usergroups.users.list", token: Bot, scopes: &["usergroups:read"], tier: PerMinute(20), required: &["usergroup"], optional: &["include_disabled"], run: usergroups::users },
    Method { name: "usergroups.create", token: Bot, scopes: &["usergroups:write"], tier: PerMinute(20), required: &["name"], optional: GROUP, run: usergroups::create },
    Method { name: "usergroups.update", token: Bot, scopes: &["usergroups:write"], tier: PerMinute(20), required: &["usergroup"], optional: &["name", "handle", "description", "channels", "include_count"], run: usergroups::update },
    Method { name: "usergroups.users.update", token: Bot, scopes: &["usergroups:write"], tier: PerMinute(20), required: &["usergroup", "users"], optional: &["include_count"], run: usergroups::set_users },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_stands_once_and_names_an_argument_once() {
        for (n, method) in METHODS.iter().enumerate() {
            assert!(
                METHODS[..n].iter().all(|other| other.name != method.name),
                "{}",
                method.name
            );
            let both = method
                .required
                .iter()
                .find(|name| method.optional.contains(name));
            assert_eq!(both, None, "{}", method.name);
        }
    }
}
