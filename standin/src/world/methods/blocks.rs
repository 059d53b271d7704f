//! `blocks.validate`: Block Kit checked without being posted.

use super::object;
use crate::{
    args::Args,
    blocks::{Issue, ViewKind, check_attachments, check_message, check_view},
    refusal::Refusal,
    time::Now,
    world::World,
};
use serde_json::{Value, json};

/// The longest payload, in characters of JSON.
const LONGEST: usize = 100_000;

/// Checks blocks, a message or a view.
pub(super) fn validate(_: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let given: Vec<&str> = args.names().filter(|name| *name != "team_id").collect();
    let [name] = given.as_slice() else {
        return Err(Refusal::argument(
            "provide exactly one of blocks, message and view",
        ));
    };
    let code = format!("invalid_{name}");
    let payload = object(args, name, &code)?.unwrap_or(Value::Null);
    if payload.to_string().chars().count() > LONGEST {
        return Err(Refusal::code(&code));
    }
    let checked = match *name {
        "blocks" => check_message(&payload),
        "message" => {
            let given = |key: &str| payload.get(key).filter(|value| !value.is_null());
            let blocks = given("blocks").map_or(Ok(()), check_message);
            let attachments = given("attachments").map_or(Ok(()), check_attachments);
            blocks.and(attachments)
        }
        _ if payload["type"] == "home" => check_view(&payload, ViewKind::Home),
        _ => check_view(&payload, ViewKind::Modal),
    };
    let error = |issue: &Issue| json!({"code": "failed_constraint", "message": issue.text, "pointer": issue.pointer, "constraint": issue.text});
    checked.map(|()| json!({})).map_err(|issues| {
        let errors: Vec<Value> = issues.iter().map(error).collect();
        Refusal::code(&code).with("errors", json!(errors))
    })
}
