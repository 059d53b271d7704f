//! `/control/people/{name}`: what somebody sees, and steps that they take by the words on their screen.

use super::{Reply, Slack, unprocessable};
use crate::person::Persona;
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::json;

/// One step. Each waits ten seconds at most for what it needs.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Step {
    /// Types into a conversation: a command if it begins with `/`.
    Types { r#in: String, text: String },
    /// Replies in the thread of the newest message with this text.
    Replies { to: String, text: String },
    /// Changes their newest message with this text.
    Edits { was: String, text: String },
    /// Takes back their newest message with this text.
    Deletes(String),
    /// Puts an emoji under the newest message with this text.
    Reacts { to: String, emoji: String },
    /// Takes theirs away.
    TakesBackReaction { to: String, emoji: String },
    /// Pins the newest message with this text.
    Pins(String),
    /// Takes its pin away.
    Unpins(String),
    /// Runs a global shortcut.
    Runs(String),
    /// Runs a shortcut on the newest message with this text.
    RunsOn { shortcut: String, text: String },
    /// Opens the app's Home tab.
    OpensHome,
    /// Opens the app's messages tab.
    OpensMessages,
    /// Looks at a conversation.
    Looks(String),
    /// Types into a field of the topmost form.
    Fills { field: String, text: String },
    /// The same, and presses Enter.
    Enters { field: String, text: String },
    /// Types into an external select, so that the app offers options.
    Searches { field: String, query: String },
    /// Attaches a file with these words in it.
    Attaches {
        field: String,
        name: String,
        text: String,
    },
    /// Picks an option, a person (`Bea`), a conversation (`#general`), a date (`2026-10-01`) or a time (`09:30`).
    Picks { field: String, option: String },
    /// Presses a button or an entry of a menu.
    Clicks(String),
    /// The same, of the one in or beside the block with this text.
    ClicksBeside { button: String, text: String },
    /// Sends the topmost form.
    Submits,
    /// Closes the topmost form with its Cancel.
    Closes,
    /// Closes all forms with the ×.
    ClosesAll,
    /// Waits until this text is on the screen.
    Sees(String),
    /// Waits until this text is not on the screen.
    SeesNoMore(String),
    /// Waits until the topmost form has this title.
    WaitsForForm(String),
    /// Waits until no form is open.
    WaitsForNoForm,
    /// Waits for an error of Slack's own.
    WaitsForNotice,
}

/// One, or several in turn.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Steps {
    Several(Vec<Step>),
    One(Step),
}

pub(super) async fn look(State(slack): Slack, Path(name): Path<String>) -> Reply {
    let person = slack.find_person(&name).map_err(unprocessable)?;
    seen(&person)
}

pub(super) async fn does(
    State(slack): Slack,
    Path(name): Path<String>,
    Json(steps): Json<Steps>,
) -> Reply {
    let person = slack.find_person(&name).map_err(unprocessable)?;
    let steps = match steps {
        Steps::Several(steps) => steps,
        Steps::One(step) => vec![step],
    };
    let actor = person.clone();
    let taken = tokio::spawn(async move {
        for step in steps {
            take(&actor, step).await;
        }
    });
    // Persons are made for tests: they fail by panicking, with a sentence and their screen.
    taken.await.map_err(|stopped| {
        let panic = stopped.into_panic();
        let sentence = panic.downcast_ref::<String>().cloned();
        unprocessable(sentence.unwrap_or_else(|| "the stand-in itself failed".to_owned()))
    })?;
    seen(&person)
}

async fn take(person: &Persona, step: Step) {
    match step {
        Step::Types { r#in, text } => person.types(&r#in, &text).await,
        Step::Replies { to, text } => person.replies(&to, &text).await,
        Step::Enters { field, text } => person.enters(&field, &text).await,
        Step::Attaches { field, name, text } => {
            person.attaches(&field, &name, text.as_bytes()).await;
        }
        Step::Edits { was, text } => person.edits(&was, &text).await,
        Step::Deletes(text) => person.deletes(&text).await,
        Step::Reacts { to, emoji } => person.reacts(&to, &emoji, true).await,
        Step::TakesBackReaction { to, emoji } => person.reacts(&to, &emoji, false).await,
        Step::Pins(text) => person.pins(&text, true).await,
        Step::Unpins(text) => person.pins(&text, false).await,
        Step::OpensMessages => person.opens_messages().await,
        Step::Runs(shortcut) => person.runs(&shortcut).await,
        Step::RunsOn { shortcut, text } => person.runs_on(&shortcut, &text).await,
        Step::OpensHome => person.opens_home().await,
        Step::Looks(conversation) => person.looks(&conversation).await,
        Step::Fills { field, text } => person.fills(&field, &text).await,
        Step::Searches { field, query } => person.searches(&field, &query).await,
        Step::Picks { field, option } => person.picks(&field, &option).await,
        Step::Clicks(label) => person.clicks(&label).await,
        Step::ClicksBeside { button, text } => person.clicks_beside(&button, &text).await,
        Step::Submits => person.submits().await,
        Step::Closes => person.closes().await,
        Step::ClosesAll => person.closes_all().await,
        Step::Sees(text) => person.sees(&text).await,
        Step::SeesNoMore(text) => person.sees_no_more(&text).await,
        Step::WaitsForForm(title) => person.waits_for_form(&title).await,
        Step::WaitsForNoForm => person.waits_for_no_form().await,
        Step::WaitsForNotice => {
            person.waits_for_notice().await;
        }
    }
}

/// `text` is the screen in words, `screen` the same with every id and block.
fn seen(person: &Persona) -> Reply {
    let screen = person
        .look()
        .ok_or_else(|| unprocessable(format!("{} has left the workspace", person.name())))?;
    Ok(Json(json!({
        "name": person.name(), "id": person.id(), "form": person.form_title(), "notice": screen.notice,
        "text": person.screen_text(), "screen": screen,
    })))
}
