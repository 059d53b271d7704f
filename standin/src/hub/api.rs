//! One Web API call on its way through faults, tokens, scopes and rates to the model; and what is sent to a response url.

use super::{Hub, State};
use crate::{args::Args, faults::Fault, refusal::Refusal, time::Now, world::methods};
use serde_json::Value;
use std::{sync::Arc, time::Duration};

/// What the caller gets.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// 200 and this.
    Reply(Value),
    /// This status and a line of plain text.
    Line(u16, String),
    /// This status and a page of HTML.
    Html(u16),
    /// 429, with seconds to wait.
    TooMany(u64),
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
        self.call(name, move |state, now, name| {
            state.api(now, name, token.as_deref(), &args)
        })
        .await
    }

    /// Takes something sent to a response url.
    pub async fn respond(self: Arc<Self>, id: String, payload: Value) -> Answer {
        self.call("response_url".to_owned(), move |state, now, name| {
            state.respond(now, name, &id, &payload)
        })
        .await
    }

    async fn call(
        self: Arc<Self>,
        name: String,
        apply: impl FnOnce(&mut State, Now, &str) -> Answer + Send + 'static,
    ) -> Answer {
        let (before, after, fault) = {
            let plan = &mut self.lock().plan;
            let (before, after) = plan.latency();
            (before, after, plan.call(&name))
        };
        let call = tokio::spawn(async move {
            pause(before).await;
            let answer = self.lock().faulty(self.now(), &name, fault.as_ref(), apply);
            self.changed();
            self.flush();
            let slow = match fault {
                Some(Fault::Slow(milliseconds)) => milliseconds,
                _ => 0,
            };
            pause(after + slow).await;
            answer
        });
        call.await
            .unwrap_or_else(|_| Answer::Line(500, "the stand-in itself failed".to_owned()))
    }

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

impl State {
    fn faulty(
        &mut self,
        now: Now,
        name: &str,
        fault: Option<&Fault>,
        apply: impl FnOnce(&mut Self, Now, &str) -> Answer,
    ) -> Answer {
        *self.calls.entry(name.to_owned()).or_default() += 1;
        if let Some(fault) = fault {
            self.journal.note(name, format!("fault: {fault:?}"));
        }
        match fault {
            None | Some(Fault::Slow(_)) => apply(self, now, name),
            Some(Fault::Error(code)) => Answer::Reply(Refusal::code(code).reply()),
            Some(Fault::Status(status)) => Answer::Line(*status, "upstream trouble".to_owned()),
            Some(Fault::Html(status)) => Answer::Html(*status),
            Some(Fault::RateLimited(seconds)) => Answer::TooMany(*seconds),
            Some(Fault::Reset) => Answer::Reset,
            Some(Fault::Hang) => Answer::Hang,
            Some(Fault::AppliedThenReset) => {
                apply(self, now, name);
                Answer::Reset
            }
            Some(Fault::AppliedThenHang) => {
                apply(self, now, name);
                Answer::Hang
            }
            Some(Fault::Reshaped(shape)) => match apply(self, now, name) {
                Answer::Reply(reply) => Answer::Reply(shape.of(reply)),
                other @ (Answer::Line(..)
                | Answer::Html(_)
                | Answer::TooMany(_)
                | Answer::Reset
                | Answer::Hang) => other,
            },
        }
    }

    fn api(&mut self, now: Now, name: &str, token: Option<&str>, args: &Args) -> Answer {
        let result = match methods::find(name) {
            None => Err(Refusal::code("unknown_method")),
            Some(method) => self.world.authorize(method, token).map(|()| method),
        };
        if let (Ok(method), Some(rates)) = (&result, &mut self.rates)
            && let Err(seconds) = rates.take(method, &args.words("channel"), now.real_ms)
        {
            self.journal.note(name, "ratelimited");
            return Answer::TooMany(seconds);
        }
        let result = result.and_then(|method| self.world.call(method, args, now));
        // The token was taken away by a test or by uninstalling: the app cannot know before it asks.
        let dead = token.is_some_and(|token| self.dead_tokens.contains(token));
        match &result {
            Ok(_) => self.journal.note(name, "ok"),
            Err(refusal) if dead || refusal.code == "token_revoked" => {
                self.journal.note(name, refusal.line());
            }
            Err(refusal) => self.journal.violation(name, refusal.line()),
        }
        Answer::Reply(result.unwrap_or_else(|refusal| refusal.reply()))
    }

    fn respond(&mut self, now: Now, name: &str, id: &str, payload: &Value) -> Answer {
        match self.world.answer_url(id, payload, now) {
            Ok(()) => {
                self.journal.note(name, "ok");
                Answer::Line(200, "ok".to_owned())
            }
            Err((status, line)) => {
                self.journal.violation(name, line.clone());
                Answer::Line(status, line)
            }
        }
    }

    /// The app-level token is another from now on: the old one opens nothing any more.
    pub(crate) fn replace_app_token(&mut self) {
        let new = format!(
            "xapp-1-{}-{}",
            self.world.app.id,
            self.world.ids.letters(24)
        );
        let old = std::mem::replace(&mut self.world.app.app_token, new);
        self.dead_tokens.insert(old);
    }
}
