//! Messages that wait for their time. The model has no clock: whoever calls it says what time it is.

use super::{World, posts::Content};
use crate::time::Now;
use chrono::{DateTime, Utc};

/// A message that is to be posted later.
#[derive(Clone, Debug)]
pub struct Scheduled {
    /// `Q…`
    pub id: String,
    /// Where.
    pub place: String,
    /// When, in seconds of the workspace's clock.
    pub at: i64,
    /// What.
    pub content: Content,
}

impl World {
    /// Does what is due by now: posts what was scheduled, in the order of its times.
    pub fn tick(&mut self, now: Now) {
        let is_due = |s: &Scheduled| s.at <= now.wall.timestamp();
        let (mut due, later) = std::mem::take(&mut self.scheduled)
            .into_iter()
            .partition::<Vec<_>, _>(is_due);
        self.scheduled = later;
        due.sort_by_key(|s| s.at);
        let bot = self.app.bot_user.clone();
        for message in due {
            // A channel that was archived meanwhile gets nothing, as on Slack.
            if self.post_place(&message.place).is_ok() {
                self.post(&message.place, &bot, message.content, None, now);
            }
        }
    }

    /// When there is something to do next.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        let at = self.scheduled.iter().map(|s| s.at).min()?;
        DateTime::from_timestamp(at, 0)
    }
}
