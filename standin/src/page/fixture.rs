//! A workspace of canned data, to look at the page (`cargo run -p standin --example page`) and to test it.
//! It behaves just enough to press things; the real model is in `world`. Compiled for tests and the example only.

use crate::{
    act::{Act, Surface},
    screen::{Command, Conversation, Kind, Message, Person, Screen, Shortcut, View},
    workspace::Workspace,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

/// Three people and a bot in a workspace called Acme.
pub struct Canned {
    state: Mutex<BTreeMap<String, Screen>>,
    changes: watch::Sender<u64>,
    shift: watch::Sender<i64>,
}

/// The bot's id.
pub const BOT: &str = "U0BOT";

impl Canned {
    /// A fresh workspace.
    #[must_use]
    pub fn new() -> Arc<Self> {
        let people = [
            person("U1", "amir", "Amir"),
            person("U2", "bea", "Bea"),
            person("U3", "chidi", "Chidi Okafor"),
        ];
        let state = people
            .iter()
            .map(|me| (me.id.clone(), screen(me, &people)))
            .collect();
        Arc::new(Self {
            state: Mutex::new(state),
            changes: watch::Sender::new(1),
            shift: watch::Sender::new(0),
        })
    }

    /// Shows `user` a message in the conversation with the bot.
    pub fn tell(&self, user: &str, text: &str, blocks: Vec<Value>) {
        self.change(user, |screen| {
            if let Some(direct) = screen.conversations.last_mut() {
                let ts = next_ts(direct);
                direct.unread += 1;
                direct.messages.push(message(&ts, bot(), text, blocks));
            }
        });
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Screen>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, user: &str, edit: impl FnOnce(&mut Screen)) {
        if let Some(screen) = self.lock().get_mut(user) {
            edit(screen);
            screen.version += 1;
        }
        self.changes.send_modify(|count| *count += 1);
    }

    fn typed(&self, user: &str, channel: &str, text: &str) -> Result<(), String> {
        match text.split_whitespace().next() {
            Some("/feedback") => self.change(user, |s| s.forms.push(feedback_form("V1"))),
            Some("/gallery") => self.change(user, |s| s.forms.push(gallery_form("V9"))),
            Some(word) if word.starts_with('/') => self.change(user, |s| {
                s.notice = Some(format!(
                    "{word} failed because the app did not answer in time."
                ));
            }),
            _ if channel.starts_with('D') => return Err("This app does not take messages.".into()),
            _ => {
                let users: Vec<String> = self.lock().keys().cloned().collect();
                for each in users {
                    self.change(&each, |s| {
                        let author = s.people.iter().find(|p| p.id == user).cloned();
                        let place = s.conversations.iter_mut().find(|c| c.id == channel);
                        if let (Some(place), Some(author)) = (place, author) {
                            let ts = next_ts(place);
                            place.unread += usize::from(each != user);
                            place.messages.push(message(&ts, author, text, vec![]));
                        }
                    });
                }
            }
        }
        Ok(())
    }

    fn clicked(&self, user: &str, on: &Surface, action: &str) -> Result<(), String> {
        match (action, on) {
            ("read", Surface::Message { ts, .. }) => self.change(user, |s| {
                let found = s
                    .conversations
                    .iter_mut()
                    .flat_map(|c| &mut c.messages)
                    .find(|m| m.ts == *ts);
                if let Some(message) = found {
                    message.edited = true;
                    message.blocks = read_blocks();
                }
            }),
            ("helped", _) => {
                self.change(user, |s| s.notice = None);
                self.tell("U1", "Your feedback to Bea helped", thanks_blocks());
            }
            ("more", Surface::Form { .. }) => self.change(user, |s| s.forms.push(words_form("V2"))),
            ("home", Surface::Home) => {}
            ("nothing", _) => return Err("There is no such button any more.".into()),
            _ => self.change(user, |_| {}),
        }
        Ok(())
    }

    fn submitted(&self, user: &str, view: &str, values: &Value) {
        let empty = |block: &str| {
            values[block]["v"]["value"]
                .as_str()
                .unwrap_or("")
                .trim()
                .is_empty()
        };
        if view == "V1" && empty("situation") {
            let sentence = "Say when and where it was, in a few words.";
            self.change(user, |s| {
                if let Some(form) = s.forms.last_mut() {
                    form.errors = BTreeMap::from([("situation".into(), sentence.into())]);
                    form.state = values.clone();
                }
            });
            return;
        }
        self.change(user, |s| s.forms.retain(|form| form.id != view));
        if view == "V1" {
            let to = values["to"]["v"]["selected_user"]
                .as_str()
                .unwrap_or("U2")
                .to_owned();
            self.tell(&to, "Amir noticed something about your work", told_blocks());
        }
    }
}

impl Workspace for Canned {
    fn personas(&self) -> Vec<Person> {
        self.lock()
            .values()
            .map(|screen| screen.me.clone())
            .collect()
    }

    fn screen(&self, user: &str) -> Option<Screen> {
        self.lock().get(user).cloned()
    }

    async fn act(self: Arc<Self>, user: String, act: Act) -> Result<(), String> {
        if !matches!(act, Act::Look { .. }) {
            self.change(&user, |s| s.notice = None);
            // Long enough to see that the page is waiting.
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        match act {
            Act::Type { channel, text } => self.typed(&user, &channel, &text)?,
            Act::Click { on, action_id, .. } => self.clicked(&user, &on, &action_id)?,
            Act::Submit { view, values } => self.submitted(&user, &view, &values),
            Act::Close { view, whole_stack } => self.change(&user, |s| {
                s.forms.retain(|form| !whole_stack && form.id != view);
            }),
            Act::Shortcut { .. } | Act::MessageShortcut { .. } => {
                self.change(&user, |s| s.forms.push(feedback_form("V1")));
            }
            Act::OpenHome => {}
            Act::Look { channel } => self.change(&user, |s| {
                s.conversations
                    .iter_mut()
                    .filter(|c| c.id == channel)
                    .for_each(|c| c.unread = 0);
            }),
        }
        Ok(())
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    fn shift(&self) -> watch::Sender<i64> {
        self.shift.clone()
    }
}

fn person(id: &str, handle: &str, name: &str) -> Person {
    Person {
        id: id.into(),
        handle: handle.into(),
        name: name.into(),
        is_bot: false,
    }
}

fn bot() -> Person {
    Person {
        is_bot: true,
        ..person(BOT, "peerloop", "Peerloop")
    }
}

fn message(ts: &str, author: Person, text: &str, blocks: Vec<Value>) -> Message {
    Message {
        ts: ts.into(),
        author,
        ephemeral: false,
        edited: false,
        text: text.into(),
        blocks,
    }
}

/// One second after the last message, so that the order is plain.
fn next_ts(place: &Conversation) -> String {
    let last = place
        .messages
        .last()
        .and_then(|m| m.ts.split('.').next()?.parse::<u64>().ok());
    format!("{}.000100", last.unwrap_or(1_790_000_000) + 1)
}

fn view(id: &str, title: &str, submit: Option<&str>, blocks: Value) -> View {
    View {
        id: id.into(),
        hash: format!("1790000000.{id}"),
        title: title.into(),
        submit: submit.map(Into::into),
        close: if submit.is_some() { "Cancel" } else { "Close" }.into(),
        blocks: serde_json::from_value(blocks).unwrap_or_default(),
        state: json!({}),
        errors: BTreeMap::new(),
    }
}

fn plain(text: &str) -> Value {
    json!({"type": "plain_text", "text": text, "emoji": true})
}

fn command(command: &str, description: &str, usage_hint: &str) -> Command {
    Command {
        command: command.into(),
        description: description.into(),
        usage_hint: usage_hint.into(),
    }
}

fn shortcut(name: &str, description: &str, on_message: bool) -> Shortcut {
    Shortcut {
        name: name.into(),
        description: description.into(),
        callback_id: name.to_lowercase().replace(' ', "_"),
        on_message,
    }
}

fn screen(me: &Person, people: &[Person; 3]) -> Screen {
    let [amir, bea, chidi] = people.clone();
    let mut only_you = message(
        "1789990300.000100",
        bot(),
        "Only you see this",
        vec![json!({
            "type": "section", "block_id": "e1",
            "text": {"type": "mrkdwn", "text": "Hi <@U1>, there are *two* drills left this week. Type `/drill` when you have ten minutes."}
        })],
    );
    only_you.ephemeral = true;
    let mut edited = message(
        "1789990180.000100",
        bea.clone(),
        "Thanks! The *second* half was _much_ clearer with the <https://example.com/notes|notes> &amp; slides.\n> one example before the rule\nI'll do that again :raised_hands:",
        vec![],
    );
    edited.edited = true;
    let mut general = vec![
        message(
            "1789903600.000100",
            chidi,
            "Morning all :wave: pods meet at <!date^1789990000^{time}, {date_short_pretty}|noon>.",
            vec![],
        ),
        message(
            "1789990000.000100",
            amir,
            "Session notes for <#C2> are up. <@U2> gave the talk.",
            vec![],
        ),
        message(
            "1789990060.000100",
            person("U1", "amir", "Amir"),
            "```\nlet next = session.plus(1.week());\n```",
            vec![],
        ),
        edited,
    ];
    if me.id == "U1" {
        general.push(only_you);
    }
    let channel = |id: &str, name: &str, kind, messages| Conversation {
        id: id.into(),
        name: name.into(),
        kind,
        unread: 0,
        messages,
    };
    let mut direct = channel(
        "D1",
        "Peerloop",
        Kind::App,
        vec![message(
            "1789986400.000100",
            bot(),
            "Welcome",
            vec![
                json!({"type": "header", "block_id": "w1", "text": plain("Welcome to Peerloop :wave:")}),
                json!({"type": "section", "block_id": "w2", "text": {"type": "mrkdwn", "text": "Small, regular feedback between people who work together. Everything here is between you and the person you write to."},
            "accessory": {"type": "button", "action_id": "home", "text": plain("How it works")}}),
                json!({"type": "context", "block_id": "w3", "elements": [{"type": "mrkdwn", "text": "Mute any of this on the *Home* tab."}]}),
            ],
        )],
    );
    if me.id == "U2" {
        direct.unread = 1;
        direct.messages.push(message(
            "1789990400.000100",
            bot(),
            "Amir noticed something about your work",
            told_blocks(),
        ));
    }
    Screen {
        version: 1,
        team: "Acme".into(),
        app: "Peerloop".into(),
        me: me.clone(),
        people: people.iter().cloned().chain([bot()]).collect(),
        conversations: vec![
            channel("C1", "general", Kind::Public, general),
            channel("C2", "sessions", Kind::Public, vec![]),
            channel("C3", "pod-teal", Kind::Private, vec![]),
            direct,
        ],
        home: Some(View {
            title: String::new(),
            ..view("V0", "", None, home_blocks())
        }),
        forms: vec![],
        notice: None,
        commands: vec![
            command("/feedback", "Tell somebody what you noticed", "@someone"),
            command("/drill", "Practise with a short exercise", ""),
            command("/duel", "Two explanations, one vote", "[topic]"),
            command("/gallery", "Open a form with everything in it", ""),
            command("/peerloop", "Help and settings", "help"),
        ],
        shortcuts: vec![
            shortcut("Give feedback", "Tell somebody what you noticed", false),
            shortcut("Start a drill", "Ten minutes, alone or in your pod", false),
            shortcut(
                "Turn into feedback",
                "Quote this message in private feedback",
                true,
            ),
        ],
    }
}

fn told_blocks() -> Vec<Value> {
    vec![
        json!({"type": "section", "block_id": "t1", "text": {"type": "mrkdwn", "text": "*Amir* noticed something about your work. Read it when you have a quiet minute; only you can see it."}}),
        json!({"type": "actions", "block_id": "t2", "elements": [
            {"type": "button", "action_id": "read", "style": "primary", "text": plain("Read"), "value": "feedback:17"},
            {"type": "button", "action_id": "later", "text": plain("Tomorrow"), "value": "feedback:17"},
        ]}),
    ]
}

fn read_blocks() -> Vec<Value> {
    vec![
        json!({"type": "section", "block_id": "r1", "text": {"type": "mrkdwn", "text": "*From Amir*, about your talk in <#C2>"}}),
        json!({"type": "rich_text", "block_id": "r2", "elements": [
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "You opened with *one* example <b>before</b> the rule :) and the room was with you. Ask for the next step before minute 25."}]},
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "Keep: "}, {"type": "text", "text": "the example first", "style": {"bold": true}}, {"type": "text", "text": " — "}, {"type": "user", "user_id": "U1"}, {"type": "text", "text": " "}, {"type": "emoji", "name": "tada"}]},
            {"type": "rich_text_list", "style": "ordered", "indent": 0, "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "Name the step"}]},
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "Say who takes it", "style": {"italic": true}}]}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "minute 25: \"who does what by Friday?\""}]},
        ]}),
        json!({"type": "divider", "block_id": "r3"}),
        json!({"type": "actions", "block_id": "r4", "elements": [
            {"type": "button", "action_id": "helped", "style": "primary", "text": plain("This helped")},
            {"type": "button", "action_id": "delete", "style": "danger", "text": plain("Delete"), "confirm": {
                "title": plain("Delete this feedback?"), "text": {"type": "mrkdwn", "text": "It is gone for *both* of you."},
                "confirm": plain("Delete"), "deny": plain("Keep"), "style": "danger"}},
            {"type": "overflow", "action_id": "menu", "options": [
                {"text": plain("Reply with a question"), "value": "ask"}, {"text": plain("Report a problem"), "value": "report"}]},
        ]}),
    ]
}

fn thanks_blocks() -> Vec<Value> {
    vec![
        json!({"type": "section", "block_id": "h1", "text": {"type": "mrkdwn", "text": ":white_check_mark: *Bea* says that your feedback helped."}}),
    ]
}

fn home_blocks() -> Value {
    json!([
        {"type": "header", "block_id": "h1", "text": plain("Needs you now")},
        {"type": "section", "block_id": "h2", "text": {"type": "mrkdwn", "text": "*Feedback from Amir*\nabout your talk, two days ago"},
            "accessory": {"type": "button", "action_id": "home", "style": "primary", "text": plain("Open")}},
        {"type": "divider", "block_id": "h3"},
        {"type": "header", "block_id": "h4", "text": plain("Your week")},
        {"type": "section", "block_id": "h5", "fields": [
            {"type": "mrkdwn", "text": "*Drills done*\n2 of 3"}, {"type": "mrkdwn", "text": "*Next session*\n<!date^1790160000^{date_long_pretty} at {time}|Thursday>"},
            {"type": "mrkdwn", "text": "*Pod*\nteal, with <@U3>"}, {"type": "plain_text", "text": "Commitment\nNo *meeting* without a next step"}]},
        {"type": "section", "block_id": "h6", "text": {"type": "mrkdwn", "text": "Nudges reach me"},
            "accessory": {"type": "static_select", "action_id": "nudges", "placeholder": plain("Choose"),
                "initial_option": {"text": plain("Twice a week"), "value": "2"},
                "options": [{"text": plain("Every day"), "value": "5"}, {"text": plain("Twice a week"), "value": "2"}, {"text": plain("Never"), "value": "0"}]}},
        {"type": "context", "block_id": "h7", "elements": [{"type": "mrkdwn", "text": "Only you see this page. <https://example.com/privacy|What is kept>"}]}
    ])
}

fn feedback_form(id: &str) -> View {
    let mut form = view(
        id,
        "Give feedback",
        Some("Send"),
        json!([
            {"type": "input", "block_id": "to", "label": plain("To"), "element": {"type": "users_select", "action_id": "v", "initial_user": "U2", "placeholder": plain("Pick a person")}},
            {"type": "input", "block_id": "situation", "label": plain("Situation"), "hint": plain("When and where was it?"),
                "element": {"type": "plain_text_input", "action_id": "v", "max_length": 120, "placeholder": plain("Tuesday's session")}},
            {"type": "input", "block_id": "kind", "label": plain("What kind is it?"), "element": {"type": "radio_buttons", "action_id": "v",
                "options": [{"text": plain("Keep doing this"), "value": "keep"}, {"text": plain("Try this"), "value": "try", "description": plain("One thing, small enough for next week")}]}},
            {"type": "input", "block_id": "words", "label": plain("Your words"), "optional": true,
                "element": {"type": "plain_text_input", "action_id": "v", "multiline": true, "max_length": 3000}},
            {"type": "actions", "block_id": "more", "elements": [{"type": "button", "action_id": "more", "text": plain("Help me find words")}]},
            {"type": "context", "block_id": "note", "elements": [{"type": "plain_text", "text": "Only Bea will see it. You can withdraw it until she reads it."}]}
        ]),
    );
    form.state = json!({"to": {"v": {"type": "users_select", "selected_user": "U2"}}});
    form
}

fn words_form(id: &str) -> View {
    view(
        id,
        "Find words",
        Some("Use these"),
        json!([
            {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "Say what you *saw*, what it *did*, and what you would *like*."}},
            {"type": "input", "block_id": "saw", "label": plain("I saw"), "optional": true, "element": {"type": "plain_text_input", "action_id": "v"}}
        ]),
    )
}

fn gallery_form(id: &str) -> View {
    let options = json!([{"text": plain("Mondays"), "value": "1"}, {"text": plain("Thursdays"), "value": "4", "description": plain("with the pod")}]);
    view(
        id,
        "Everything",
        Some("Save"),
        json!([
            {"type": "input", "block_id": "b1", "label": plain("Day"), "element": {"type": "static_select", "action_id": "v", "options": options, "placeholder": plain("Pick a day")}},
            {"type": "input", "block_id": "b2", "label": plain("Days"), "optional": true, "element": {"type": "checkboxes", "action_id": "v", "options": options}},
            {"type": "input", "block_id": "b3", "label": plain("Due"), "hint": plain("A week is usual."), "element": {"type": "datepicker", "action_id": "v", "initial_date": "2026-10-01"}},
            {"type": "input", "block_id": "b4", "label": plain("Link"), "optional": true, "element": {"type": "url_text_input", "action_id": "v", "placeholder": plain("https://")}},
            {"type": "input", "block_id": "b5", "label": plain("Pods"), "optional": true, "element": {"type": "multi_static_select", "action_id": "v", "options": options}},
            {"type": "section", "block_id": "b6", "text": {"type": "mrkdwn", "text": "Who else?"}, "accessory": {"type": "users_select", "action_id": "v", "placeholder": plain("Pick a person")}},
            {"type": "holodeck", "block_id": "b7"}
        ]),
    )
}
