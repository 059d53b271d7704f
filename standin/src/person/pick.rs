//! Finds a field by its label, and turns the words of a test into the value that it will hold. Nothing here changes
//! anything.

use super::{
    find::{Spot, called, spot, surfaces},
    show,
};
use crate::{
    act::Surface,
    blocks::state::{Field, fields},
    screen::Screen,
};
use serde_json::{Value, json};

/// What picking an option comes to.
pub(super) enum Picked {
    /// A field of a form: kept until the form is sent.
    Draft {
        view: String,
        block: String,
        action: String,
    },
    /// An element that tells the app at once.
    Act(Spot),
}

/// A field of the topmost form that takes words, and its value once they are in.
pub(super) fn filled(screen: &Screen, label: &str, words: &str) -> Option<(Picked, Value)> {
    let form = screen.forms.last()?;
    let takes = |f: &Field<'_>| matches!(f.value_key(), Some("value" | "rich_text_value"));
    let field = fields(&form.blocks)
        .into_iter()
        .find(|f| takes(f) && called(screen, f, label))?;
    let mut value = match field.value_key() {
        Some("rich_text_value") => {
            let section =
                json!({"type": "rich_text_section", "elements": [{"type": "text", "text": words}]});
            json!({"rich_text_value": {"type": "rich_text", "elements": [section]}})
        }
        _ => json!({"value": words}),
    };
    value["type"] = json!(field.kind());
    Some((draft(&form.id, field), value))
}

/// A field of the topmost form that takes files, and its value with the newest upload.
pub(super) fn attached(screen: &Screen, label: &str) -> Option<(Picked, Value)> {
    let form = screen.forms.last()?;
    let field = fields(&form.blocks)
        .into_iter()
        .find(|f| f.value_key() == Some("files") && called(screen, f, label))?;
    let now = &form.state[field.block_id()][field.action_id()]["files"];
    let mut files = now.as_array().cloned().unwrap_or_default();
    files.push(json!(screen.uploads.last()?));
    Some((
        draft(&form.id, field),
        json!({"type": field.kind(), "files": files}),
    ))
}

fn draft(view: &str, field: Field<'_>) -> Picked {
    Picked::Draft {
        view: view.to_owned(),
        block: field.block_id().to_owned(),
        action: field.action_id().to_owned(),
    }
}

/// A field with an option of this name, and its value once that is picked.
pub(super) fn pick(
    screen: &Screen,
    label: &str,
    option: &str,
    at_home: bool,
) -> Option<(Picked, Value)> {
    for (on, blocks) in surfaces(screen, at_home) {
        for field in fields(blocks)
            .into_iter()
            .filter(|f| called(screen, f, label))
        {
            let state = state_of(screen, &on);
            let Some(mut value) = value_of(screen, field, option, state) else {
                continue;
            };
            let silent = field.is_input() && field.block["dispatch_action"] != true;
            if let (true, Surface::Form { view }) = (silent, &on) {
                value["type"] = json!(field.kind());
                return Some((draft(view, field), value));
            }
            return Some((Picked::Act(spot(on, field)), value));
        }
    }
    None
}

/// An external select of this name, to search in.
pub(super) fn searchable(screen: &Screen, label: &str, at_home: bool) -> Option<Spot> {
    surfaces(screen, at_home)
        .into_iter()
        .find_map(|(on, blocks)| {
            let found = fields(blocks)
                .into_iter()
                .find(|f| f.is_external() && called(screen, f, label));
            found.map(|field| spot(on, field))
        })
}

/// What the fields of a surface hold.
fn state_of<'s>(screen: &'s Screen, on: &Surface) -> Option<&'s Value> {
    match on {
        Surface::Form { view } => screen
            .forms
            .iter()
            .find(|v| v.id == *view)
            .map(|v| &v.state),
        Surface::Home => screen.home.as_ref().map(|view| &view.state),
        Surface::Message { channel, ts } => screen
            .conversations
            .iter()
            .find(|place| place.id == *channel)?
            .messages
            .iter()
            .find(|message| message.ts == *ts)
            .map(|message| &message.state),
    }
}

fn value_of(
    screen: &Screen,
    field: Field<'_>,
    wanted: &str,
    state: Option<&Value>,
) -> Option<Value> {
    let key = field.value_key()?;
    let one = match key {
        "selected_date" | "selected_time" => json!(wanted),
        "selected_date_time" => {
            let at = chrono::DateTime::parse_from_rfc3339(wanted).ok()?;
            json!(at.timestamp())
        }
        "selected_option" | "selected_options" => option(screen, field, wanted)?,
        "selected_user" | "selected_users" => {
            let name = wanted.trim_start_matches('@');
            let mut people = screen.people.iter();
            json!(people.find(|p| p.name == name || p.handle == name)?.id)
        }
        _ if key.starts_with("selected_c") => {
            let fits = |c: &&crate::screen::Choice| {
                c.fits(field.element)
                    && c.name.trim_start_matches('#') == wanted.trim_start_matches('#')
            };
            json!(screen.choices.iter().find(fits)?.id)
        }
        _ => return None,
    };
    if !key.ends_with('s') {
        return Some(json!({key: one}));
    }
    // Picking it again takes it away.
    let now = state.map(|state| &state[field.block_id()][field.action_id()][key]);
    let mut chosen = now.and_then(Value::as_array).cloned().unwrap_or_default();
    let before = chosen.len();
    chosen.retain(|each| each != &one && (one["value"].is_null() || each["value"] != one["value"]));
    if chosen.len() == before {
        chosen.push(one);
    }
    Some(json!({key: chosen}))
}

/// An option of the element, or one that the app offered for it.
fn option(screen: &Screen, field: Field<'_>, wanted: &str) -> Option<Value> {
    let offered = screen.suggestions.iter().filter(|offer| {
        (offer.block_id.as_str(), offer.action_id.as_str()) == (field.block_id(), field.action_id())
    });
    let offered = offered.flat_map(|offer| &offer.options);
    let shown = |o: &&Value| show::with_names(screen, |painter| painter.text(&o["text"])) == wanted;
    field
        .options()
        .into_iter()
        .chain(offered)
        .find(shown)
        .cloned()
}
