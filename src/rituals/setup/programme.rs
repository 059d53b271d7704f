//! What owners do with the programme: who takes part, who reports to whom, whether prompts are sent. A list is read and
//! shown before it is saved; **Save** does exactly what was shown, or shows again what has changed meanwhile.

use super::{
    queries,
    views::programme::{self as views, Filled, LastChange, Overview, Preview, field},
};
use crate::{
    blocks::Form,
    error::Result,
    ids::{ChannelId, UserId},
    lists::{self, Named, PeoplePlan},
    outbox::{self, Lane, Place, Subject},
    outcome::Outcome,
    people::{
        self, Person, enrolment,
        programme::{self, Enrols, Programme, Prompts},
        reporting, roles,
    },
    request::FormState,
    rituals::house::House,
    store::{Read, Tx},
};
use std::collections::{BTreeMap, HashSet};

pub(super) fn overview(read: &Read<'_>) -> Result<Overview> {
    let lines = reporting::lines(read)?;
    let managers: HashSet<&UserId> = lines.iter().map(|line| &line.manager).collect();
    let last = match queries::last_change(read)? {
        Some((kind, by, at)) => {
            let known = people::find(read, &UserId::new(&by))?;
            let what = queries::KINDS.iter().find(|(word, _)| *word == kind);
            Some(LastChange {
                what: what.map_or("something", |(_, what)| what),
                by: known.map_or(by, |person| person.name),
                at,
            })
        }
        None => None,
    };
    Ok(Overview {
        programme: programme::now(read)?,
        people: enrolment::count(read)?,
        reports: lines.len(),
        managers: managers.len(),
        last,
    })
}

pub(super) fn open_people(read: &Read<'_>, who: &UserId) -> Result<Form> {
    let filled = Filled {
        programme: programme::now(read)?,
        ..Filled::default()
    };
    Ok(views::people(&filled, None, &roles::owners_see(read, who)?))
}

pub(super) fn save_people(tx: &Tx<'_>, who: &UserId, form: &FormState) -> Result<Outcome> {
    let filled = filled(tx, form)?;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let plan = lists::plan_people(tx, &text(&filled.add), &text(&filled.take_out))?;
    let is_list = filled.programme.enrols == Enrols::List;
    if !is_list && (filled.add.is_some() || filled.take_out.is_some()) {
        return Err(views::names_without_list().into());
    }
    let before = programme::now(tx)?;
    // The members of a channel are read anew, whether or not it is another one.
    let reads_channel = matches!(filled.programme.enrols, Enrols::Channel(_));
    let is_change = reads_channel || before != filled.programme || !plan.is_empty();
    let preview = preview(tx, &filled.programme, plan, is_change)?;
    let who_sees = roles::owners_see(tx, who)?;
    // A second delivery of the same submit finds nothing more to change: the same answer.
    let is_again = !form.item.is_empty() && !is_change && !preview.plan.has_faults();
    if (is_change && form.item == preview.mark) || is_again {
        programme::set(tx, &filled.programme, who.as_str())?;
        preview.plan.apply(tx, who.as_str())?;
        if reads_channel {
            tx.wake_roster();
        }
        for person in preview.join.iter().chain(&preview.go) {
            outbox::refresh_home(tx, &person.id)?;
        }
        let text = views::people_saved(&filled.programme, enrolment::count(tx)?);
        return Ok(Outcome::Replace(views::saved(&text, &who_sees)));
    }
    Ok(Outcome::Replace(views::people(
        &filled,
        Some(&preview),
        &who_sees,
    )))
}

fn filled(read: &Read<'_>, form: &FormState) -> Result<Filled> {
    let text = |name| form.fields.text(name).map(str::to_owned);
    let enrols = match form.fields.choice(field::ENROLS) {
        Some("channel") => {
            let channel = form.fields.choice(field::CHANNEL);
            Enrols::Channel(ChannelId::new(channel.ok_or_else(views::no_channel)?))
        }
        Some("list") => Enrols::List,
        Some(_) | None => Enrols::Everyone,
    };
    Ok(Filled {
        programme: Programme {
            enrols,
            is_open: form.fields.choice(field::JOINING) != Some("closed"),
            prompts: programme::now(read)?.prompts,
        },
        add: text(field::ADD),
        take_out: text(field::TAKE_OUT),
    })
}

fn preview(
    read: &Read<'_>,
    after: &Programme,
    plan: PeoplePlan,
    is_change: bool,
) -> Result<Preview> {
    let now = enrolment::enrolled(read)?;
    let then = match after.enrols {
        Enrols::Everyone => Some(named(enrolment::everyone(read)?)),
        Enrols::List => {
            let mut then = named(enrolment::with_row(read)?);
            then.retain(|person| !plan.take_out.contains(person));
            then.extend(plan.add.iter().cloned());
            Some(then)
        }
        Enrols::Channel(_) => None,
    };
    let now = named(now);
    let without = |people: &[Named], others: &[Named]| {
        let others: HashSet<&UserId> = others.iter().map(|person| &person.id).collect();
        let rest = people.iter().filter(|person| !others.contains(&person.id));
        rest.cloned().collect::<Vec<_>>()
    };
    let (join, go) = then.as_ref().map_or_else(Default::default, |then| {
        (without(then, &now), without(&now, then))
    });
    let mark = lists::mark(&format!("{after:?} {plan:?} {join:?} {go:?}"));
    Ok(Preview {
        mark,
        before: now.len(),
        after: then.map(|then| then.len()),
        join,
        go,
        plan,
        is_change,
    })
}

fn named(people: Vec<Person>) -> Vec<Named> {
    people
        .into_iter()
        .map(|person| Named {
            id: person.id,
            name: person.name,
        })
        .collect()
}

pub(super) fn open_managers(read: &Read<'_>, who: &UserId) -> Result<Form> {
    let now = teams(read)?;
    Ok(views::managers(
        None,
        &now,
        None,
        &roles::owners_see(read, who)?,
    ))
}

/// Managers by name with the names of their reports.
fn teams(read: &Read<'_>) -> Result<Vec<(String, Vec<String>)>> {
    let mut teams: BTreeMap<(String, UserId), Vec<String>> = BTreeMap::new();
    for line in reporting::lines(read)? {
        let manager = people::name(read, &line.manager)?;
        let reports = teams.entry((manager, line.manager)).or_default();
        reports.push(people::name(read, &line.person)?);
    }
    let named = teams.into_iter().map(|((name, _), mut reports)| {
        reports.sort();
        (name, reports)
    });
    Ok(named.collect())
}

pub(super) fn save_managers(tx: &Tx<'_>, who: &UserId, form: &FormState) -> Result<Outcome> {
    let text = form.fields.text(field::LINES).unwrap_or_default();
    let plan = lists::plan_managers(tx, text)?;
    let mark = lists::mark(&format!("{plan:?}"));
    let who_sees = roles::owners_see(tx, who)?;
    // A second delivery of the same submit finds nothing more to change: the same answer.
    let is_again = !form.item.is_empty() && plan.is_empty() && plan.faults.is_empty();
    if (!plan.is_empty() && form.item == mark) || is_again {
        plan.apply(tx, who.as_str())?;
        return Ok(Outcome::Replace(views::saved(
            views::MANAGERS_SAVED,
            &who_sees,
        )));
    }
    Ok(Outcome::Replace(views::managers(
        Some(text.to_owned()),
        &teams(tx)?,
        Some((&mark, &plan)),
        &who_sees,
    )))
}

pub(super) fn open_live(read: &Read<'_>, who: &UserId, house: &House) -> Result<Form> {
    Ok(views::live(
        &overview(read)?,
        &house.prompts(),
        &roles::owners_see(read, who)?,
    ))
}

pub(super) fn set_prompts(
    tx: &Tx<'_>,
    who: &UserId,
    prompts: Prompts,
    house: &House,
) -> Result<Outcome> {
    let now = programme::now(tx)?;
    programme::set(tx, &Programme { prompts, ..now }, who.as_str())?;
    Ok(Outcome::Replace(open_live(tx, who, house)?))
}

/// Tells whoever chose the channel, once for each time that one was chosen.
pub(super) fn tell_of_channel(tx: &Tx<'_>, what: &'static str) -> Result<()> {
    let Some(change) = programme::last_change(tx)? else {
        return Ok(());
    };
    let user = UserId::new(change.by);
    if people::find(tx, &user)?.is_some() {
        let subject = Subject::new(what, change.id);
        outbox::post(tx, Lane::Act, &Place::Dm(user), &subject)?;
    }
    Ok(())
}
