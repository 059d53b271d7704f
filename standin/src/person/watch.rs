//! What a person sees, now or before long.

use super::{Persona, find, show};
use crate::{screen::Screen, workspace::Workspace};

impl Persona {
    /// Waits until the screen shows this text.
    pub async fn sees(&self, text: &str) {
        self.until(&format!("{text:?}"), |s| {
            show::screen(s).contains(text).then_some(())
        })
        .await;
    }

    /// Waits until the screen shows this text no more.
    pub async fn sees_no_more(&self, text: &str) {
        self.until(&format!("{text:?} to go"), |s| {
            (!show::screen(s).contains(text)).then_some(())
        })
        .await;
    }

    /// # Panics
    /// When the screen shows this text now.
    pub fn sees_no(&self, text: &str) {
        let screen = self.screen_text();
        assert!(
            !screen.contains(text),
            "{} should not see {text:?}:\n{screen}",
            self.me.name
        );
    }

    /// Waits until the topmost form has this title.
    pub async fn waits_for_form(&self, title: &str) {
        let there = |s: &Screen| s.forms.last().filter(|v| v.title == title).map(|_| ());
        self.until(&format!("a form {title:?}"), there).await;
    }

    /// Waits until no form is open.
    pub async fn waits_for_no_form(&self) {
        self.until("all forms to close", |s| s.forms.is_empty().then_some(()))
            .await;
    }

    /// Waits for an error of Slack's own.
    pub async fn waits_for_notice(&self) -> String {
        self.until("a notice", |s| s.notice.clone()).await
    }

    /// The error under a field of the topmost form.
    pub fn field_error(&self, label: &str) -> Option<String> {
        find::error(&self.screen(), label)
    }

    /// The value of a field of the topmost form, as drawn.
    pub fn field_value(&self, label: &str) -> Option<String> {
        let screen = self.screen();
        let text = show::screen(&screen);
        let start = format!("{label}: ");
        text.lines().rev().find_map(|line| {
            line.trim_start_matches([' ', '|'])
                .strip_prefix(&start)
                .map(str::to_owned)
        })
    }

    /// The title of the topmost form.
    pub fn form_title(&self) -> Option<String> {
        self.screen().forms.last().map(|v| v.title.clone())
    }

    /// The last error that Slack itself showed.
    pub fn notice(&self) -> Option<String> {
        self.screen().notice
    }

    /// Messages not looked at yet, over all conversations.
    pub fn unread(&self) -> usize {
        self.screen().conversations.iter().map(|c| c.unread).sum()
    }

    /// Waits until a message shows a file of this name; its bytes, as this person saves them.
    pub async fn saves(&self, name: &str) -> Vec<u8> {
        let look = |screen: &Screen| {
            let conversations = screen.conversations.iter();
            let mut files = conversations
                .flat_map(|place| &place.messages)
                .flat_map(|m| &m.files);
            let file = files.rfind(|file| file.name == name)?;
            self.hub.file(&self.me.id, &file.id).map(|(_, bytes)| bytes)
        };
        self.until(&format!("a file {name:?}"), look).await
    }

    /// The screen, with what was typed but not sent.
    ///
    /// # Panics
    /// When the person has left the workspace.
    pub fn screen(&self) -> Screen {
        self.look()
            .unwrap_or_else(|| panic!("{} has left the workspace", self.me.name))
    }

    /// The same; `None` when the person has left the workspace.
    pub(crate) fn look(&self) -> Option<Screen> {
        let mut screen = self.hub.screen(&self.me.id)?;
        let memory = self.memory();
        for view in &mut screen.forms {
            for (block, actions) in memory.drafts.get(&view.id).into_iter().flatten() {
                for (action, value) in actions.as_object().into_iter().flatten() {
                    // What was typed stays as long as the same field is there.
                    if view.state[block][action]["type"] == value["type"] {
                        view.state[block][action] = value.clone();
                    }
                }
            }
        }
        Some(screen)
    }

    /// The screen as plain text.
    pub fn screen_text(&self) -> String {
        show::screen(&self.screen())
    }
}
