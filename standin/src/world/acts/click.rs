//! Buttons, menus and pickers: in messages, forms and on Home.

use super::Step;
use crate::{
    act::Surface,
    blocks::state::{self, Field},
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
                let visible = |p: &&crate::world::posts::Post| {
                    p.only_for.as_deref().is_none_or(|only| only == user)
                };
                let mut post = self
                    .find_post(channel, ts)
                    .filter(visible)
                    .cloned()
                    .ok_or("that message is not there")?;
                let mut values = state::merge(&post.blocks, &post.values, given)?;
                let (action, said) = self.action(&post.blocks, at, picked, &mut values, now)?;
                self.transcript
                    .say(format!("{name} {said} in {}", self.place_title(&place)));
                post.values = values;
                if let Some(kept) = self.post_mut(channel, ts) {
                    kept.values = post.values.clone();
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
                let view = self
                    .views
                    .homes
                    .get(user)
                    .and_then(|id| self.views.all.get(id))
                    .cloned();
                self.view_click(
                    view.ok_or("Home is empty")?,
                    at,
                    picked,
                    given,
                    "on Home",
                    now,
                )?
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
        let mut values = state::merge(&view.blocks, &view.values, given)?;
        let (action, said) = self.action(&view.blocks, at, picked, &mut values, now)?;
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
        blocks: &[Value],
        at: (&str, &str),
        picked: &Value,
        values: &mut Value,
        now: Now,
    ) -> Result<(Value, String), String> {
        let field = state::fields(blocks)
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
        let said = self.chosen(field, picked, values, &mut action)?;
        Ok((action, said))
    }

    fn chosen(
        &self,
        field: Field<'_>,
        picked: &Value,
        values: &mut Value,
        action: &mut Value,
    ) -> Result<String, String> {
        let label = |text: &Value| text["text"].as_str().unwrap_or_default().to_owned();
        if field.kind() == "button" {
            return Ok(format!("presses [{}]", label(&field.element["text"])));
        }
        if field.kind() == "overflow" {
            let wanted = &picked["selected_option"]["value"];
            let option = field
                .options()
                .into_iter()
                .find(|o| o["value"] == *wanted)
                .ok_or("there is no such option")?;
            action["selected_option"] = option.clone();
            return Ok(format!("presses [{}]", label(&option["text"])));
        }
        let given = json!({field.block_id(): {field.action_id(): picked}});
        *values = state::merge(std::slice::from_ref(field.block), values, &given)?;
        let now = &values[field.block_id()][field.action_id()];
        let key = field.value_key().unwrap_or("value");
        action[key] = now[key].clone();
        let options = |value: &Value| {
            value
                .as_array()
                .into_iter()
                .flatten()
                .map(|o| label(&o["text"]))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let chosen = match (&now[key], key) {
            (Value::Null, _) => "nothing".to_owned(),
            (value, "selected_option") => label(&value["text"]),
            (value, "selected_options") => options(value),
            (value, "selected_user") => self.name_of(value.as_str().unwrap_or_default()).to_owned(),
            (value, _) => value.as_str().unwrap_or_default().to_owned(),
        };
        Ok(format!("picks {chosen}"))
    }
}
