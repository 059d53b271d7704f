//! A screen as plain text: conversations, Home, open forms, and what Slack itself says.

use crate::{
    blocks::state,
    paint::Painter,
    screen::{Conversation, Kind, Screen, View},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// The whole screen.
pub(super) fn screen(screen: &Screen) -> String {
    let mut lines = Vec::new();
    for conversation in &screen.conversations {
        lines.extend(self::conversation(screen, conversation));
    }
    if let Some(home) = &screen.home {
        lines.push("Home".to_owned());
        lines.extend(indented(&blocks(screen, home)));
    }
    for form in &screen.forms {
        lines.push(format!("Form \"{}\"", form.title));
        lines.extend(indented(&blocks(screen, form)));
        let submit = form
            .submit
            .as_ref()
            .map(|s| format!("({s}) "))
            .unwrap_or_default();
        lines.push(format!("  | {submit}({})", form.close));
    }
    if let Some(notice) = &screen.notice {
        lines.push(format!("Slack says: {notice}"));
    }
    lines.join("\n")
}

fn conversation(screen: &Screen, conversation: &Conversation) -> Vec<String> {
    let unread = if conversation.unread > 0 {
        format!(" ({} new)", conversation.unread)
    } else {
        String::new()
    };
    let mark = match conversation.kind {
        Kind::Public | Kind::Private => "#",
        Kind::App | Kind::Direct | Kind::Group => "",
    };
    let mut lines = vec![format!("{mark}{}{unread}", conversation.name)];
    for message in &conversation.messages {
        let only = if message.ephemeral { " (only you)" } else { "" };
        let edited = if message.edited { " (edited)" } else { "" };
        let reply = if message.thread.is_some() { "↳ " } else { "" };
        let author = format!("{reply}{}", message.author.name);
        if message.blocks.is_empty() {
            let text = with_names(screen, |painter| painter.mrkdwn(&message.text));
            lines.push(
                format!("  {author}{only}: {text}{edited}")
                    .trim_end()
                    .to_owned(),
            );
        } else {
            lines.push(format!("  {author}{only}:{edited}"));
            lines.extend(indented(&message_lines(screen, &message.blocks)));
        }
        lines.extend(indented(&with_names(screen, |painter| {
            painter.attachments(&message.attachments, &message.state)
        })));
        for reaction in &message.reactions {
            lines.push(format!(
                "  | :{}: {}",
                reaction.name,
                reaction.people.join(", ")
            ));
        }
        if message.pinned {
            lines.push("  | (pinned)".to_owned());
        }
        for file in &message.files {
            lines.push(format!("  | (file {})", file.name));
        }
    }
    lines
}

/// The lines a person reads in a message's blocks.
pub(super) fn message_lines(screen: &Screen, blocks: &[Value]) -> Vec<String> {
    let values = state::values(blocks, &Value::Null, &state::nowhere);
    with_names(screen, |painter| {
        painter.blocks(blocks, &values, &BTreeMap::new())
    })
}

/// The lines a person reads in a view.
pub(super) fn blocks(screen: &Screen, view: &View) -> Vec<String> {
    with_names(screen, |painter| {
        painter.blocks(&view.blocks, &view.state, &view.errors)
    })
}

fn indented(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| format!("  | {line}")).collect()
}

/// Draws with the names this person knows.
pub(super) fn with_names<T>(screen: &Screen, draw: impl Fn(Painter<'_>) -> T) -> T {
    let name = |id: &str| {
        let person = screen.people.iter().find(|p| p.id == id);
        let place = screen.choices.iter().find(|c| c.id == id);
        let group = screen.groups.iter().find(|g| g.id == id);
        let name = person.map(|p| &p.name).or(place.map(|c| &c.name));
        let name = name.or(group.map(|g| &g.handle));
        name.map_or(id, String::as_str).to_owned()
    };
    draw(Painter {
        name: &name,
        stable: false,
    })
}
