//! `views.*`.

use super::object;
use crate::{args::Args, refusal::Refusal, time::Now, world::World};
use serde_json::{Value, json};

fn view(args: &Args) -> Result<Value, Refusal> {
    let view = object(args, "view", "invalid_arguments")?;
    view.ok_or_else(|| Refusal::argument("missing required field: view"))
}

/// What stands for somebody's act. A workflow's steps have an `interactivity_pointer` instead; here they are one.
fn trigger(args: &Args) -> Result<String, Refusal> {
    let given = args
        .text("trigger_id")
        .or(args.text("interactivity_pointer"));
    given.ok_or_else(|| Refusal::argument("missing required field: trigger_id"))
}

/// A form for someone who just acted.
pub(super) fn open(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let id = trigger(args)?;
    let trigger = world.trigger(&id, now)?;
    let view = world.open_view(&trigger.user, &view(args)?, trigger.place, now)?;
    world.spend_trigger(&id);
    Ok(json!({"view": view}))
}

/// A form on top of the one they acted in.
pub(super) fn push(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let id = trigger(args)?;
    let trigger = world.trigger(&id, now)?;
    let from = trigger.view.ok_or_else(|| Refusal::code("not_found"))?;
    world
        .open_form(&trigger.user, &from)
        .map_err(|_| Refusal::code("not_found"))?;
    let view = world.push_view(&trigger.user, &view(args)?, now)?;
    world.spend_trigger(&id);
    Ok(json!({"view": view}))
}

/// New content for an open form.
pub(super) fn update(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let id = match (args.text("view_id"), args.text("external_id")) {
        (Some(_), Some(_)) => {
            return Err(Refusal::argument(
                "provide view_id or external_id, not both",
            ));
        }
        (Some(id), None) => id,
        (None, Some(external)) => {
            let found = world
                .views
                .all
                .values()
                .find(|v| v.external_id == external && !external.is_empty());
            found
                .map(|v| v.id.clone())
                .ok_or_else(|| Refusal::code("not_found"))?
        }
        (None, None) => return Err(Refusal::argument("missing required field: view_id")),
    };
    let view = world.update_view(&id, &view(args)?, args.text("hash").as_deref(), now)?;
    Ok(json!({"view": view}))
}

/// Someone's Home tab.
pub(super) fn publish(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    if !world.app.manifest.home_tab {
        return Err(Refusal::code("not_enabled"));
    }
    let user = args.words("user_id");
    let member = world
        .member(&user)
        .ok_or_else(|| Refusal::code("user_not_found"))?;
    if !member.is_persona() {
        return Err(Refusal::code(if member.card.deactivated {
            "user_disabled"
        } else {
            "invalid_arguments"
        }));
    }
    let view = world.publish_home(&user, &view(args)?, args.text("hash").as_deref(), now)?;
    Ok(json!({"view": view}))
}
