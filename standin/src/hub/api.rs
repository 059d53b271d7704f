//! One Web API call on its way through faults, tokens, scopes and rates to the model.

use super::Hub;
use crate::{args::Args, faults::Fault, refusal::Refusal, world::methods};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

/// What the caller gets.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// 200 and this.
    Reply(Value),
    /// 429, with seconds to wait.
    TooMany(u64),
    /// This status and no JSON.
    Status(u16),
    /// The connection breaks.
    Reset,
    /// Nothing, ever.
    Hang,
}

async fn pause(milliseconds: u64) {
    if milliseconds > 0 {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}

impl Hub {
    /// Calls a method. The call is a task of its own, as Slack goes on with a request whose caller is gone; planned
    /// latency lies partly before what happens and partly after it.
    pub async fn api(self: Arc<Self>, name: String, token: Option<String>, args: Args) -> Answer {
        let (before, after) = self.lock().plan.latency();
        let call = tokio::spawn(async move {
            pause(before).await;
            let answer = self.api_now(&name, token.as_deref(), &args);
            self.changed();
            pause(after).await;
            answer
        });
        call.await.unwrap_or(Answer::Status(500))
    }

    fn api_now(&self, name: &str, token: Option<&str>, args: &Args) -> Answer {
        let now = self.now();
        let mut state = self.lock();
        *state.calls.entry(name.to_owned()).or_default() += 1;
        let fault = state.plan.call(name);
        match &fault {
            Some(Fault::Error(code)) => {
                state.journal.note(name, format!("fault: {code}"));
                return Answer::Reply(json!({"ok": false, "error": code}));
            }
            Some(Fault::Status(status)) => {
                state.journal.note(name, format!("fault: HTTP {status}"));
                return Answer::Status(*status);
            }
            Some(Fault::RateLimited(seconds)) => {
                state.journal.note(name, "fault: ratelimited");
                return Answer::TooMany(*seconds);
            }
            Some(Fault::Hang) => {
                state.journal.note(name, "fault: hang");
                return Answer::Hang;
            }
            Some(Fault::AppliedThenReset) | None => {}
        }
        let state = &mut *state;
        let result = match methods::find(name) {
            None => Err(Refusal::code("unknown_method")),
            Some(method) => state.world.authorize(method, token).map(|()| method),
        };
        let result = match (result, &mut state.rates) {
            (Ok(method), Some(rates)) => {
                match rates.take(method, &args.words("channel"), now.real_ms) {
                    Ok(()) => Ok(method),
                    Err(seconds) => {
                        state.journal.note(name, "ratelimited");
                        return Answer::TooMany(seconds);
                    }
                }
            }
            (result, _) => result,
        };
        let result = result.and_then(|method| state.world.call(method, args, now));
        match &result {
            Ok(_) => state.journal.note(name, "ok"),
            // The token was taken away by a test or by uninstalling: the app cannot know before it asks.
            Err(refusal) if refusal.code == "token_revoked" => {
                state.journal.note(name, refusal.line());
            }
            Err(refusal) => state.journal.violation(name, refusal.line()),
        }
        if fault.is_some() {
            state.journal.note(name, "fault: applied, then reset");
            return Answer::Reset;
        }
        Answer::Reply(result.unwrap_or_else(|refusal| refusal.reply()))
    }
}

impl Hub {
    /// A request that could not be read.
    pub fn refuse(&self, name: &str, code: &str) -> Value {
        self.lock().journal.violation(name, code);
        self.changed();
        Refusal::code(code).reply()
    }

    /// An id for the next answer.
    pub fn request_id(&self) -> String {
        self.lock().world.ids.letters(24).to_lowercase()
    }
}

impl Hub {
    /// Something sent to a response url: status and body of the answer.
    pub fn respond(&self, id: &str, payload: &Value) -> (u16, String) {
        let now = self.now();
        let mut state = self.lock();
        *state.calls.entry("response_url".to_owned()).or_default() += 1;
        let answer = match state.plan.call("response_url") {
            Some(Fault::Status(status)) => {
                state
                    .journal
                    .note("response_url", format!("fault: HTTP {status}"));
                (status, "upstream trouble".to_owned())
            }
            Some(_) | None => match state.world.answer_url(id, payload, now) {
                Ok(()) => {
                    state.journal.note("response_url", "ok");
                    (200, "ok".to_owned())
                }
                Err((status, line)) => {
                    state.journal.violation("response_url", line.clone());
                    (status, line)
                }
            },
        };
        drop(state);
        self.changed();
        answer
    }
}
