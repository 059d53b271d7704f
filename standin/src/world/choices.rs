//! What a person may pick in a form: which conversations and people a client would offer them, and the options that
//! an app offered for an external select. What the shape of a value is stands in `blocks`.

use super::{World, places::Place, see::kind_of};
use crate::{
    blocks::state::{self, Field, fields},
    screen::Choice,
};
use serde_json::{Value, json};

impl World {
    /// Conversations this person can pick: their own, and every public channel; none that is archived.
    pub fn choices(&self, user: &str) -> Vec<Choice> {
        let open = |p: &&Place| !p.archived && self.can_pick(p, user);
        let choice = |place: &Place| {
            let name = self.place_name_for(place, user);
            Choice {
                id: place.id.clone(),
                name: if place.kind.is_channel() {
                    format!("#{name}")
                } else {
                    name
                },
                kind: kind_of(place),
                is_shared: self.is_shared(place),
            }
        };
        self.places.iter().filter(open).map(choice).collect()
    }

    fn can_pick(&self, place: &Place, user: &str) -> bool {
        let stranger = self
            .member(user)
            .is_some_and(|m| m.card.stranger || m.card.guest);
        let open = place.kind == super::places::PlaceKind::Public && !stranger;
        open || place.members.contains(user)
    }

    /// The conversation that this element begins with, if the person was looking at one that fits.
    pub(super) fn here(&self, user: &str, at: Option<&str>, element: &Value) -> Option<String> {
        let at = at?;
        let choices = self.choices(user);
        let fits = choices.iter().any(|c| c.id == at && c.fits(element));
        fits.then(|| at.to_owned())
    }

    /// These values with what this person put in.
    ///
    /// # Errors
    /// A sentence, if no client would offer it.
    pub(super) fn put_in(
        &self,
        user: &str,
        blocks: &[Value],
        current: &Value,
        given: &Value,
    ) -> Result<Value, String> {
        let blocks = self.with_offered(user, blocks);
        let mut values = state::merge(&blocks, current, given)?;
        for field in fields(&blocks) {
            let (block, action) = (field.block_id(), field.action_id());
            let (old, new) = (&current[block][action], &values[block][action]);
            if old != new {
                self.check_pick(user, field, new)?;
                let whole = self.with_files(user, new)?;
                values[block][action] = whole;
            }
        }
        Ok(values)
    }

    /// Nobody picks a conversation that they do not see, or a person who is not there.
    fn check_pick(&self, user: &str, field: Field<'_>, state: &Value) -> Result<(), String> {
        let Some(key) = field.value_key() else {
            return Ok(());
        };
        let value = &state[key];
        let one = value.as_str().into_iter();
        let picked = one.chain(
            value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str),
        );
        let kind = field.kind();
        for id in picked {
            let offered = if kind.contains("users") {
                self.member(id).is_some_and(|m| !m.card.deactivated)
            } else if kind.contains("conversations") || kind.contains("channels") {
                let choices = self.choices(user);
                choices.iter().any(|c| c.id == id && c.fits(field.element))
            } else {
                true
            };
            if !offered {
                return Err(format!("{} does not offer {id}", field.action_id()));
            }
        }
        Ok(())
    }

    /// The same value, with the whole objects of its files; only one's own can be attached.
    fn with_files(&self, user: &str, state: &Value) -> Result<Value, String> {
        let mut state = state.clone();
        let files = state.get_mut("files").and_then(Value::as_array_mut);
        for file in files.into_iter().flatten() {
            let found = file["id"].as_str().and_then(|id| self.files.get(id));
            let found = found.filter(|found| found.user == user && found.complete);
            *file = self.file_object(found.ok_or("that file is not yours")?);
        }
        Ok(state)
    }

    /// The same blocks, with what the app offered to this person among the options of its external selects.
    fn with_offered(&self, user: &str, blocks: &[Value]) -> Vec<Value> {
        let mut blocks = blocks.to_vec();
        for offered in self.suggestions.get(user).into_iter().flatten() {
            for element in elements_of(&mut blocks, &offered.block_id) {
                if element["action_id"] != offered.action_id {
                    continue;
                }
                let mut options = element["options"].as_array().cloned().unwrap_or_default();
                options.extend(offered.options.iter().cloned());
                element["options"] = json!(options);
            }
        }
        blocks
    }
}

/// The elements of one block.
fn elements_of<'v>(blocks: &'v mut [Value], block_id: &str) -> Vec<&'v mut Value> {
    let block = blocks.iter_mut().find(|b| b["block_id"] == block_id);
    let Some(block) = block else {
        return Vec::new();
    };
    let key = match block["type"].as_str() {
        Some("input") => "element",
        Some("section") => "accessory",
        _ => "elements",
    };
    match block.get_mut(key) {
        Some(Value::Array(items)) => items.iter_mut().collect(),
        found => found.into_iter().collect(),
    }
}
