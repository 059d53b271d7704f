//! Sending and closing forms. A client sends nothing that it can see is missing or too long.

use super::Step;
use crate::{
    blocks::state,
    time::Now,
    world::{
        World,
        envelope::{About, Envelope, Kind},
    },
};
use serde_json::Value;

impl World {
    pub(super) fn submit(
        &mut self,
        user: &str,
        id: &str,
        given: &Value,
        now: Now,
    ) -> Result<Step, String> {
        let view = self.open_form(user, id)?.clone();
        if self
            .views
            .stacks
            .get(user)
            .and_then(|s| s.last())
            .is_none_or(|top| top != id)
        {
            return Err("that form lies under another".to_owned());
        }
        if view.submit.is_null() {
            return Err("that form has no button that sends it".to_owned());
        }
        let values = self.put_in(user, &view.blocks, &view.values, given)?;
        let complaints = state::complaints(&view.blocks, &values);
        let stopped = !complaints.is_empty();
        let Some(kept) = self.views.all.get_mut(id) else {
            return Err("that form is not open (any more)".to_owned());
        };
        kept.values = values;
        kept.errors = complaints;
        let view = kept.clone();
        self.tell_submit(&view);
        if stopped {
            self.tell_view(&view, " (not sent)");
            return Ok(Step::Done);
        }
        let payload = self.submission_payload(&view, now);
        let about = About::Submit {
            user: user.to_owned(),
            view: id.to_owned(),
        };
        Ok(Step::Send(vec![Envelope {
            kind: Kind::Interactive,
            payload,
            accepts: true,
            about,
        }]))
    }

    pub(super) fn close(
        &mut self,
        user: &str,
        id: &str,
        whole_stack: bool,
    ) -> Result<Step, String> {
        let view = self.open_form(user, id)?.clone();
        let cleared = whole_stack || view.clear_on_close;
        self.transcript.say(format!(
            "{} closes \"{}\"",
            self.name_of(user),
            view.title["text"].as_str().unwrap_or_default()
        ));
        let told = if cleared {
            self.views.all.get(&view.root).cloned().unwrap_or(view)
        } else {
            view
        };
        let payload = told
            .notify_on_close
            .then(|| self.closed_payload(&told, cleared));
        if cleared {
            self.close_stack(user);
        } else {
            self.close_view(user, id);
        }
        Ok(payload.map_or(Step::Done, |payload| {
            Step::Send(vec![Envelope {
                kind: Kind::Interactive,
                payload,
                accepts: false,
                about: About::Nobody,
            }])
        }))
    }
}
