//! Buttons, menus and pickers: in messages, forms and on Home.

use super::Step;
use crate::{
    act::Surface,
    blocks::state::{Field, fields},
    time::Now,
    world::{
        World,
        envelope::{About, Envelope, Kind},
    },
};
use serde_json::{Value, json};

impl World {
    pub(super) fn click(
        &mut self,
        user: &str,
        on: &Surface,
        at: (&str, &str),
        picked: &Value,
        given: &Value,
        now: Now,
    ) -> Result<Step, String> {
        let about = About::Act {
            user: user.to_owned(),
        };
        let name = self.name_of(user).to_owned();
        let payload = match on {
            Surface::Message { channel, ts } => {
                let place = self.member_place(user, channel)?.clone();
                let mut post = self.post_seen_by(user, channel, ts)?.clone();
                let blocks = post.every_block();
                let mut values = self.put_in(user, &blocks, post.values_of(user), given)?;
                let (action, said) = self.action(user, &blocks, at, picked, &mut values, now)?;
                self.transcript
                    .say(format!("{name} {said} in {}", self.place_title(&place)));
                post.picked.insert(user.to_owned(), values);
                if let Some(kept) = self.post_mut(channel, ts) {
                    kept.picked.clone_from(&post.picked);
                }
                self.look(user, channel);
                self.message_click_payload(user, &place, &post, &action, now)
            }
            Surface::Form { view } => {
                let view = self.open_form(user, view)?.clone();
                let title = view.title["text"].as_str().unwrap_or_default().to_owned();
                self.view_click(view, at, picked, given, &format!("in \"{title}\""), now)?
            }
            Surface::Home => {
                let view = self.home_of(user)?.clone();
                self.view_click(view, at, picked, given, "on Home", now)?
            }
        };
        Ok(Step::Send(vec![Envelope {
            kind: Kind::Interactive,
            payload,
            accepts: false,
            about,
        }]))
    }

    fn view_click(
        &mut self,
        mut view: crate::world::views::View,
        at: (&str, &str),
        picked: &Value,
        given: &Value,
        place: &str,
        now: Now,
    ) -> Result<Value, String> {
        let user = view.user.clone();
        let mut values = self.put_in(&user, &view.blocks, &view.values, given)?;
        let (action, said) = self.action(&user, &view.blocks, at, picked, &mut values, now)?;
        self.transcript
            .say(format!("{} {said} {place}", self.name_of(&view.user)));
        view.values = values;
        if let Some(kept) = self.views.all.get_mut(&view.id) {
            kept.values = view.values.clone();
        }
        Ok(self.view_click_payload(&view, &action, now))
    }

    /// The entry of `actions[]`, and what the transcript says of it. A pick is kept in `values` too.
    fn action(
        &mut self,
        user: &str,
        blocks: &[Value],
        at: (&str, &str),
        picked: &Value,
        values: &mut Value,
        now: Now,
    ) -> Result<(Value, String), String> {
        let field = fields(blocks)
            .into_iter()
            .find(|f| (f.block_id(), f.action_id()) == at);
        let field = field.ok_or("there is no such button")?;
        if field.is_input() && field.block["dispatch_action"] != true {
            return Err("that field does nothing until the form is sent".to_owned());
        }
        let mut action = json!({
            "type": field.kind(), "action_id": at.1, "block_id": at.0, "action_ts": self.ids.ts(now),
        });
        for (key, value) in field.element.as_object().into_iter().flatten() {
            let told = ["value", "style", "placeholder"].contains(&key.as_str())
                || key.starts_with("initial_");
            if told || (key == "text" && field.kind() == "button") {
                action[key] = value.clone();
            }
        }
        let said = self.chosen(user, field, picked, values, &mut action)?;
        Ok((action, said))
    }

    /// Completes the entry of `actions[]`, and says in words what was done.
    fn chosen(
        &self,
        user: &str,
        field: Field<'_>,
        picked: &Value,
        values: &mut Value,
        action: &mut Value,
    ) -> Result<String, String> {
        let label = |text: &Value| text["text"].as_str().unwrap_or_default().to_owned();
        let presses = |text: &Value| Ok(format!("presses [{}]", label(text)));
        match field.kind() {
            "button" | "icon_button" => return presses(&field.element["text"]),
            "feedback_buttons" => {
                let both = ["positive_button", "negative_button"].map(|key| &field.element[key]);
                let pressed = both.into_iter().find(|b| b["value"] == picked["value"]);
                let pressed = pressed.ok_or("there is no such button")?;
                action["value"] = pressed["value"].clone();
                return presses(&pressed["text"]);
            }
            "overflow" => {
                let wanted = &picked["selected_option"]["value"];
                let option = field.options().into_iter().find(|o| o["value"] == *wanted);
                let option = option.ok_or("there is no such option")?;
                action["selected_option"] = option.clone();
                return presses(&option["text"]);
            }
            _ => {}
        }
        let given = json!({field.block_id(): {field.action_id(): picked}});
        *values = self.put_in(user, std::slice::from_ref(field.block), values, &given)?;
        let now = &values[field.block_id()][field.action_id()];
        let key = field.value_key().unwrap_or("value");
        action[key] = now[key].clone();
        let chosen = self.painting(|painter| painter.value(field, now));
        Ok(format!("picks {}", chosen.as_deref().unwrap_or("nothing")))
    }
}
