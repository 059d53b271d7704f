//! Which skill a drill trains: the one that its opener picked, or what its objection usually trains.

use super::{
    card::refuse,
    queries::Objection,
    rules::{self, Drill, Why},
    views::{field, opening::Trains},
};
use crate::{
    error::{Refusal, Result},
    request::Fields,
    settings,
    store::Read,
};

/// What the form says; one that owners have taken off the list meanwhile is refused.
pub(super) fn picked(
    read: &Read<'_>,
    fields: &Fields,
    objection: Option<&Objection>,
) -> Result<Option<String>> {
    let skills = settings::get(read, &settings::SKILLS)?;
    let trains = Trains::of(fields.choice(field::SKILL));
    match trains {
        Trains::Nothing => Ok(None),
        Trains::Usual => Ok(usual(objection, &skills)),
        Trains::Skill(skill) if skills.contains(&skill) => Ok(Some(skill)),
        Trains::Skill(_) => Err(Refusal {
            field: Some(field::SKILL.to_owned()),
            ..refuse(Why::NoSuchSkill, "")
        }
        .into()),
    }
}

/// What the form is filled with when somebody comes back to it from the preview.
pub(super) fn again(
    read: &Read<'_>,
    drill: &Drill,
    objection: Option<&Objection>,
) -> Result<Trains> {
    let skills = settings::get(read, &settings::SKILLS)?;
    let usual = usual(objection, &skills);
    Ok(match &drill.skill {
        skill if *skill == usual => Trains::Usual,
        Some(skill) => Trains::Skill(skill.clone()),
        None => Trains::Nothing,
    })
}

fn usual(objection: Option<&Objection>, skills: &[String]) -> Option<String> {
    let starter = objection.and_then(|objection| objection.starter.as_deref());
    let last = objection.and_then(|objection| objection.last_skill.as_deref());
    rules::usual_skill(starter, last, skills).map(str::to_owned)
}
