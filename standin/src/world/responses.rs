//! Response urls: a message to the one who acted, to all, or in place of the message that was acted on.

use super::{World, acks::message, handles};
use crate::time::Now;
use serde_json::{Value, json};

/// A refused use of a response url: HTTP status and body.
pub type Refused = (u16, String);

const KEYS: &[&str] = &[
    "text",
    "blocks",
    "attachments",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
    "mrkdwn",
    "metadata",
];

impl World {
    /// Takes what was sent to `/respond/{id}`.
    ///
    /// # Errors
    /// 404 for a url that is unknown, used up or too old; 400 for a message Slack would not take.
    pub fn answer_url(&mut self, id: &str, payload: &Value, now: Now) -> Result<(), Refused> {
        let not_found = |code: &str| (404, code.to_owned());
        let responder = self
            .handles
            .responders
            .get_mut(id)
            .ok_or_else(|| not_found("invalid_url"))?;
        if responder.uses >= handles::RESPOND_USES {
            return Err(not_found("used_url"));
        }
        if now.wall.timestamp() - responder.made > handles::RESPOND_SECONDS {
            return Err(not_found("expired_url"));
        }
        let to = responder.clone();
        // Slack's own examples say "true", in quotes.
        let flag = |key: &str| payload[key] == true || payload[key] == "true";
        if flag("delete_original") {
            let source = to
                .source
                .as_deref()
                .ok_or((400, "no_original".to_owned()))?;
            let bot = self.app.bot_user.clone();
            self.unpost(&to.place, source, &bot, now);
            self.use_url(id);
            return Ok(());
        }
        let (mut content, in_channel) = message(payload, KEYS).map_err(|line| (400, line))?;
        let source = to
            .source
            .as_deref()
            .filter(|ts| flag("replace_original") && self.find_post(&to.place, ts).is_some());
        if let Some(ts) = source {
            // The whole message is replaced: buttons that are not sent again are gone.
            content.blocks.get_or_insert_with(|| json!([]));
            content.attachments.get_or_insert_with(|| json!([]));
            self.repost(&to.place, ts, content, now);
        } else {
            let bot = self.app.bot_user.clone();
            self.post(
                &to.place,
                &bot,
                content,
                (!in_channel).then_some(to.user.as_str()),
                now,
            );
            self.look(&to.user, &to.place);
        }
        self.use_url(id);
        Ok(())
    }

    fn use_url(&mut self, id: &str) {
        if let Some(responder) = self.handles.responders.get_mut(id) {
            responder.uses += 1;
        }
    }
}
