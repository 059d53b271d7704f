//! Finds on a screen what a person means by a label. Nothing here changes anything.

use super::show;
use crate::{
    act::Surface,
    blocks::{
        attach,
        state::{Field, fields},
    },
    screen::{Kind, Screen},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Where an element stands.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) on: Surface,
    pub(super) block_id: String,
    pub(super) action_id: String,
}

/// A conversation's id by its name.
pub(super) fn conversation(screen: &Screen, name: &str) -> Option<String> {
    let name = name.trim_start_matches('#');
    let channel = screen
        .conversations
        .iter()
        .find(|c| c.kind != Kind::App && c.name == name);
    let app = screen
        .conversations
        .iter()
        .find(|c| c.kind == Kind::App && name == screen.app);
    channel.or(app).map(|c| c.id.clone())
}

/// A shortcut's callback by its name.
pub(super) fn shortcut(screen: &Screen, name: &str, on_message: bool) -> Option<String> {
    screen
        .shortcuts
        .iter()
        .find(|s| s.name == name && s.on_message == on_message)
        .map(|s| s.callback_id.clone())
}

/// The newest message that shows this text and is there for all; of this author, if one is named.
pub(super) fn message(screen: &Screen, text: &str, by: Option<&str>) -> Option<(String, String)> {
    let shows = |m: &crate::screen::Message| {
        let mut lines = if m.blocks.is_empty() {
            vec![show::with_names(screen, |painter| painter.mrkdwn(&m.text))]
        } else {
            show::message_lines(screen, &m.blocks)
        };
        lines.extend(show::with_names(screen, |painter| {
            painter.attachments(&m.attachments, &m.state)
        }));
        lines.join("\n").contains(text)
    };
    newest(screen)
        .into_iter()
        .find(|(_, m)| !m.ephemeral && by.is_none_or(|by| m.author.id == by) && shows(m))
        .map(|(channel, m)| (channel.to_owned(), m.ts.clone()))
}

fn newest(screen: &Screen) -> Vec<(&str, &crate::screen::Message)> {
    let mut all: Vec<_> = screen
        .conversations
        .iter()
        .flat_map(|c| c.messages.iter().map(|m| (c.id.as_str(), m)))
        .collect();
    all.sort_by(|a, b| b.1.ts.cmp(&a.1.ts));
    all
}

/// Every surface with blocks, in the order a person looks for something on it.
pub(super) fn surfaces(screen: &Screen, at_home: bool) -> Vec<(Surface, &[Value])> {
    let mut all = Vec::new();
    if let Some(form) = screen.forms.last() {
        all.push((
            Surface::Form {
                view: form.id.clone(),
            },
            form.blocks.as_slice(),
        ));
    }
    let home = screen
        .home
        .iter()
        .map(|home| (Surface::Home, home.blocks.as_slice()));
    let messages = newest(screen).into_iter().flat_map(|(channel, m)| {
        let attached = m.attachments.iter().map(attach::blocks);
        let on = Surface::Message {
            channel: channel.to_owned(),
            ts: m.ts.clone(),
        };
        std::iter::once(m.blocks.as_slice())
            .chain(attached)
            .map(move |blocks| (on.clone(), blocks))
    });
    if at_home {
        all.extend(home.chain(messages));
    } else {
        all.extend(messages.chain(home));
    }
    all
}

/// A button, or an entry of an overflow menu, and what is picked by it.
pub(super) fn button(
    screen: &Screen,
    label: &str,
    beside: Option<&str>,
    at_home: bool,
) -> Option<(Spot, Value)> {
    let press = |field: &Field<'_>| match field.kind() {
        "button" => (field.element["text"]["text"] == label).then(|| json!({})),
        "icon_button" => (field.element["text"]["text"] == label).then(|| json!({})),
        "feedback_buttons" => ["positive_button", "negative_button"]
            .map(|key| &field.element[key])
            .into_iter()
            .find(|button| button["text"]["text"] == label)
            .map(|button| json!({"value": button["value"]})),
        "overflow" => {
            let option = field
                .options()
                .into_iter()
                .find(|o| o["text"]["text"] == label)?;
            Some(json!({"selected_option": option}))
        }
        _ => None,
    };
    for (on, blocks) in surfaces(screen, at_home) {
        let found: Vec<_> = fields(blocks)
            .into_iter()
            .filter_map(|field| Some((field, press(&field)?)))
            .collect();
        let chosen = match beside {
            None => found.into_iter().next(),
            Some(text) => nearest(screen, blocks, found, text),
        };
        if let Some((field, picked)) = chosen {
            return Some((spot(on, field), picked));
        }
    }
    None
}

/// The one in the block that shows the text, else right below it, else right above it.
fn nearest<'v, T>(
    screen: &Screen,
    blocks: &'v [Value],
    found: Vec<(Field<'v>, T)>,
    text: &str,
) -> Option<(Field<'v>, T)> {
    let shows = |at: Option<usize>| {
        at.and_then(|at| blocks.get(at)).is_some_and(|block| {
            show::message_lines(screen, std::slice::from_ref(block))
                .join("\n")
                .contains(text)
        })
    };
    let at = |field: &Field<'_>| {
        blocks
            .iter()
            .position(|b| std::ptr::eq(b, field.block))
            .unwrap_or(0)
    };
    let far = |field: &Field<'_>| {
        let at = at(field);
        let order = [Some(at), at.checked_sub(1), Some(at + 1), at.checked_sub(2)];
        order.into_iter().position(shows)
    };
    found
        .into_iter()
        .filter_map(|(field, t)| Some((far(&field)?, field, t)))
        .min_by_key(|(far, ..)| *far)
        .map(|(_, field, t)| (field, t))
}

pub(super) fn spot(on: Surface, field: Field<'_>) -> Spot {
    Spot {
        on,
        block_id: field.block_id().to_owned(),
        action_id: field.action_id().to_owned(),
    }
}

/// It is called so: by its label, its placeholder, or the text it stands beside.
pub(super) fn called(screen: &Screen, field: &Field<'_>, label: &str) -> bool {
    let by_text = field.block["type"] == "section"
        && show::with_names(screen, |painter| painter.text(&field.block["text"])).contains(label);
    field.block["label"]["text"] == label
        || field.element["placeholder"]["text"] == label
        || by_text
}

/// The error under a field of the topmost form.
pub(super) fn error(screen: &Screen, label: &str) -> Option<String> {
    let form = screen.forms.last()?;
    let errors: &BTreeMap<String, String> = &form.errors;
    let block = form.blocks.iter().find(|b| b["label"]["text"] == label)?;
    errors.get(block["block_id"].as_str()?).cloned()
}
