//! The Web API: the checks that come before any method, and what methods share. The methods themselves stand in
//! `table`.

mod blocks;
mod bookmarks;
mod channel_life;
mod channels;
mod chat;
mod conversations;
mod files;
mod reactions;
mod schedule;
mod table;
mod usergroups;
mod users;
mod views;
mod workspace;

pub use table::METHODS;

use super::World;
use crate::{
    args::{Args, Unreadable},
    refusal::Refusal,
    time::Now,
};
use serde_json::{Value, json};

/// Which token a method takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// `xapp-…`
    App,
    /// `xoxb-…`
    Bot,
    /// Either.
    Any,
}

/// How often a method may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// So many a minute, bursts tolerated.
    PerMinute(u32),
    /// One a second per conversation (`channel`), and [`Tier::PerMinute`] 300 over all.
    Posting,
    /// Hundreds a minute.
    Special,
}

type Run = fn(&mut World, &Args, Now) -> Result<Value, Refusal>;

/// One method.
#[derive(Debug)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Which token it takes.
    pub token: Token,
    /// Scopes of which one is needed; none if empty.
    pub scopes: &'static [&'static str],
    /// How often.
    pub tier: Tier,
    /// Arguments that must be there.
    pub required: &'static [&'static str],
    /// Arguments that may be there.
    pub optional: &'static [&'static str],
    run: Run,
}

/// A method by name.
pub fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|m| m.name == name)
}

impl World {
    /// The checks every method begins with: token and scopes.
    ///
    /// # Errors
    /// `not_authed`, `invalid_auth`, `token_revoked`, `not_allowed_token_type` or `missing_scope`.
    pub fn authorize(&self, method: &Method, token: Option<&str>) -> Result<(), Refusal> {
        let token = token
            .filter(|t| !t.is_empty())
            .ok_or_else(|| Refusal::code("not_authed"))?;
        let kind = if token == self.app.app_token {
            Token::App
        } else if token == self.app.bot_token {
            Token::Bot
        } else {
            return Err(Refusal::code("invalid_auth"));
        };
        if kind == Token::Bot && self.app.revoked {
            return Err(Refusal::code("token_revoked"));
        }
        if method.token != Token::Any && method.token != kind {
            return Err(Refusal::code("not_allowed_token_type"));
        }
        let scopes = &self.app.manifest.scopes;
        if method.scopes.is_empty() || method.scopes.iter().any(|s| scopes.contains(*s)) {
            return Ok(());
        }
        Err(Refusal::scope(method.scopes, scopes.iter()))
    }

    /// Calls a method that was authorized.
    ///
    /// # Errors
    /// As the method's documentation says; `invalid_arg_name` for an argument it does not have.
    pub fn call(&mut self, method: &Method, args: &Args, now: Now) -> Result<Value, Refusal> {
        let known = |name: &str| {
            method.required.contains(&name) || method.optional.contains(&name) || name == "team_id"
        };
        if let Some(name) = args.names().find(|name| !known(name)) {
            let mut refusal = Refusal::argument(&format!("unknown argument: {name}"));
            refusal.code = "invalid_arg_name".into();
            return Err(refusal);
        }
        if let Some(name) = method.required.iter().find(|name| !args.has(name)) {
            return Err(Refusal::argument(&format!(
                "missing required field: {name}"
            )));
        }
        self.tick(now);
        let mut reply = json!({"ok": true});
        let more = (method.run)(self, args, now)?;
        if let (Some(reply), Value::Object(more)) = (reply.as_object_mut(), more) {
            reply.extend(more);
        }
        Ok(reply)
    }

    /// A scope that depends on what was asked for.
    fn need(&self, scope: &str) -> Result<(), Refusal> {
        self.need_any(&[scope])
    }

    /// One of several scopes.
    fn need_any(&self, any: &[&str]) -> Result<(), Refusal> {
        let scopes = &self.app.manifest.scopes;
        if any.iter().any(|scope| scopes.contains(*scope)) {
            Ok(())
        } else {
            Err(Refusal::scope(any, scopes.iter()))
        }
    }
}

/// One page of a list by cursor and limit, and the next cursor (empty at the end).
fn page<'v, T>(all: &'v [T], args: &Args, default: usize) -> Result<(&'v [T], String), Refusal> {
    let limit = match args.number("limit") {
        Ok(None | Some(0)) => default,
        Ok(Some(n @ 1..=1000)) => usize::try_from(n).unwrap_or(default),
        Ok(Some(_)) | Err(Unreadable) => return Err(Refusal::code("invalid_limit")),
    };
    let cursor = args.words("cursor");
    let start = match cursor.strip_prefix("from:") {
        None if cursor.is_empty() => 0,
        Some(n) => n
            .parse::<usize>()
            .ok()
            .filter(|n| *n <= all.len())
            .ok_or_else(|| Refusal::code("invalid_cursor"))?,
        None => return Err(Refusal::code("invalid_cursor")),
    };
    let end = (start + limit).min(all.len());
    let next = if end < all.len() {
        format!("from:{end}")
    } else {
        String::new()
    };
    Ok((&all[start..end], next))
}

/// An argument that is an object, given as such or as a JSON string.
fn object(args: &Args, name: &str, code: &str) -> Result<Option<Value>, Refusal> {
    args.json(name).map_err(|Unreadable| Refusal::code(code))
}
