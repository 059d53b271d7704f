//! What people did and saw, in the order it happened, in words. No ids and no times, so that it is the
//! same in every run and can travel with a change as a snapshot.

use super::{World, posts::Post, views::View};
use crate::paint::Painter;
use serde_json::Value;
use std::{collections::BTreeMap, fmt::Write};

/// The lines so far.
#[derive(Clone, Debug, Default)]
pub struct Transcript(String);

impl Transcript {
    /// Adds a line.
    pub fn say(&mut self, line: impl AsRef<str>) {
        self.0 += line.as_ref();
        self.0.push('\n');
    }

    /// Everything.
    pub fn text(&self) -> &str {
        &self.0
    }

    fn under(&mut self, lines: &[String]) {
        for line in lines {
            let _ = writeln!(self.0, "    | {line}");
        }
    }
}

impl World {
    /// Blocks as lines for the transcript.
    fn lines(
        &self,
        blocks: &[Value],
        values: &Value,
        errors: &BTreeMap<String, String>,
    ) -> Vec<String> {
        self.painting(|painter| painter.blocks(blocks, values, errors))
    }

    /// Draws with names that are the same in every run.
    pub(super) fn painting<T>(&self, draw: impl FnOnce(Painter<'_>) -> T) -> T {
        let name = |id: &str| self.called(id);
        draw(Painter {
            name: &name,
            stable: true,
        })
    }

    /// A message appeared or changed.
    pub(super) fn tell_post(&mut self, place: &str, post: &Post, how: &str) {
        let Some(place) = self.place(place) else {
            return;
        };
        let text = self.painting(|painter| painter.mrkdwn(&post.text));
        let title = self.place_title(place);
        let whom = match &post.only_for {
            Some(user) => format!("only {} in {title}", self.name_of(user)),
            None if post.thread.is_some() => format!("a thread in {title}"),
            None => title,
        };
        let mut lines = self.lines(&post.blocks, &post.values, &BTreeMap::new());
        lines.extend(self.painting(|painter| painter.attachments(&post.attachments, &post.values)));
        let author = self.author_of(post).name;
        let line = format!("{author} → {whom}{how}: {text}");
        self.transcript.say(line.trim_end());
        self.transcript.under(&lines);
    }

    /// A form or a Home tab appeared or changed.
    pub(super) fn tell_view(&mut self, view: &View, how: &str) {
        let lines = self.lines(&view.blocks, &view.values, &view.errors);
        let who = self.name_of(&view.user).to_owned();
        match view.title["text"].as_str() {
            None => self.transcript.say(format!("{who}'s Home {how}")),
            Some(title) => self
                .transcript
                .say(format!("{who} sees a form \"{title}\"{how}")),
        }
        self.transcript.under(&lines);
        if let Some(submit) = view.submit["text"].as_str() {
            self.transcript.under(&[format!("({submit})")]);
        }
    }

    /// A form's values as a person sent them.
    pub(super) fn tell_submit(&mut self, view: &View) {
        let inputs: Vec<Value> = view
            .blocks
            .iter()
            .filter(|b| b["type"] == "input")
            .cloned()
            .collect();
        let lines = self.lines(&inputs, &view.values, &BTreeMap::new());
        let title = view.title["text"].as_str().unwrap_or_default();
        let who = self.name_of(&view.user).to_owned();
        self.transcript.say(format!("{who} sends \"{title}\""));
        self.transcript.under(&lines);
    }

    /// Slack itself shows this person an error.
    pub fn notice(&mut self, user: &str, text: &str) {
        let line = format!("Slack tells {}: {text}", self.name_of(user));
        self.transcript.say(line);
        self.notices.insert(user.to_owned(), text.to_owned());
    }
}
