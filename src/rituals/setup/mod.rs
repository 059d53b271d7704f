//! Set-up: who runs the programme, who reviews reports.
//!
//! Elin administers the workspace and opens Home: "Nobody runs Peerloop here yet." **Set up** makes her the first owner
//! and opens the form: owners, reviewers, each with **Remove**, and a field to add one. What people do for each other
//! works before any of this.

mod programme;
mod queries;
mod rules;
mod samples;
mod views;

use super::{Entry, HomePart, Reader, Ritual, Sample, house::House, views::outdated};
use crate::{
    blocks::{Block, Form, Message},
    error::{Refusal, Result},
    fact::Fact,
    ids::UserId,
    may::{Role, Roles},
    names::Names,
    outbox::{self, Subject},
    outcome::Outcome,
    people::{self, enrolment, programme::Prompts, reporting, roles},
    records::Record,
    request::{Act, FormState, Place, Request},
    store::{Read, Tx},
};
use rules::{MOST_REVIEWERS, Why};
use views::{action, field};

/// The ritual.
pub struct Setup {
    /// What all rituals prompt.
    pub(super) house: &'static House,
}

/// Messages by subject; the id is the programme's row.
const CHANNEL_READ: &str = "setup.channel_read";
const CHANNEL_CLOSED: &str = "setup.channel_closed";

/// What somebody wants.
enum Intent {
    Begin,
    Add(FormState),
    Remove { role: Role, user: UserId },
    OpenPeople,
    SavePeople(FormState),
    OpenManagers,
    SaveManagers(FormState),
    OpenLive,
    SetPrompts(Prompts),
}

impl Intent {
    fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Command { .. } => Some(Self::Begin),
            Act::Click { action, .. } if action == action::BEGIN => Some(Self::Begin),
            Act::Click { action, value, .. } if action == action::REMOVE => {
                let (role, user) = value.split_once(':')?;
                Some(Self::Remove {
                    role: rules::role_of(role)?,
                    user: UserId::new(user),
                })
            }
            Act::Click { action, .. } if action == action::PEOPLE => Some(Self::OpenPeople),
            Act::Click { action, .. } if action == action::MANAGERS => Some(Self::OpenManagers),
            Act::Click { action, .. } if action == action::LIVE => Some(Self::OpenLive),
            Act::Click { action, value, .. } if action == action::PROMPTS => {
                rules::prompts_of(value).map(Self::SetPrompts)
            }
            Act::Submit(form) if form.callback == action::SAVE_PEOPLE => {
                Some(Self::SavePeople(form.clone()))
            }
            Act::Submit(form) if form.callback == action::SAVE_MANAGERS => {
                Some(Self::SaveManagers(form.clone()))
            }
            Act::Submit(form) if form.callback == action::ROLES => Some(Self::Add(form.clone())),
            Act::Click { .. }
            | Act::Submit(_)
            | Act::Close(_)
            | Act::Shortcut { .. }
            | Act::OpenedHome
            | Act::PeopleChanged(_)
            | Act::Uninstalled => None,
        }
    }
}

impl Ritual for Setup {
    fn name(&self) -> &'static str {
        "setup"
    }

    fn words(&self) -> &'static [&'static str] {
        &["setup"]
    }

    fn needs(&self, request: &Request) -> Vec<UserId> {
        match Intent::parse(request) {
            Some(Intent::Add(form)) => [field::OWNER, field::REVIEWER, field::FACILITATOR]
                .iter()
                .filter_map(|name| picked(&form, name))
                .map(|(_, user)| user)
                .collect(),
            Some(_) | None => Vec::new(),
        }
    }

    fn is_fact(&self, request: &Request) -> bool {
        !matches!(
            Intent::parse(request),
            Some(Intent::OpenPeople | Intent::OpenManagers | Intent::OpenLive) | None
        )
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        let form = match Intent::parse(request) {
            Some(Intent::OpenPeople) => programme::open_people(read, &request.who)?,
            Some(Intent::OpenManagers) => programme::open_managers(read, &request.who)?,
            Some(Intent::OpenLive) => programme::open_live(read, &request.who, self.house)?,
            Some(_) | None => return Err(outdated().into()),
        };
        Ok(Outcome::Replace(form))
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        match Intent::parse(request) {
            Some(Intent::Begin) => begin(tx, who, &request.place),
            Some(Intent::Add(form)) => add(tx, who, &form),
            Some(Intent::Remove { role, user }) => remove(tx, who, role, &user),
            Some(Intent::SavePeople(form)) => programme::save_people(tx, who, &form),
            Some(Intent::SaveManagers(form)) => programme::save_managers(tx, who, &form),
            Some(Intent::SetPrompts(prompts)) => {
                programme::set_prompts(tx, who, prompts, self.house)
            }
            Some(Intent::OpenPeople | Intent::OpenManagers | Intent::OpenLive) | None => {
                Err(outdated().into())
            }
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "most facts are for others")]
    fn heard(&self, tx: &Tx<'_>, fact: &Fact) -> Result<()> {
        match fact {
            Fact::ChannelRead => programme::tell_of_channel(tx, CHANNEL_READ),
            Fact::ChannelClosed => programme::tell_of_channel(tx, CHANNEL_CLOSED),
            _ => Ok(()),
        }
    }

    fn render(
        &self,
        read: &Read<'_>,
        subject: &Subject,
        reader: &Reader,
    ) -> Result<Option<Message>> {
        let Some(user) = reader.person() else {
            return Ok(None);
        };
        let who_sees = roles::owners_see(read, user)?;
        Ok(match subject.what() {
            CHANNEL_READ => Some(views::programme::channel_read(
                enrolment::count(read)?,
                &who_sees,
            )),
            CHANNEL_CLOSED => Some(views::programme::channel_closed(&who_sees)),
            _ => None,
        })
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        let roles = roles::roles(read, user)?;
        let has_owner = !roles::holders(read, Role::Owner)?.is_empty();
        let mut part = HomePart::default();
        if roles.has(Role::Owner) {
            part.actions.push(views::begin_button());
        } else if roles.has(Role::Admin) && !has_owner {
            part.needs_you.push(views::nobody_runs_it());
        }
        Ok(part)
    }

    fn records(&self) -> &'static [Record] {
        &[roles::RECORD]
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        let held = roles::held_by(read, user)?;
        let set = people::programme::changed_by(read, user)?;
        let set = set.iter().map(views::programme::changed_entry);
        Ok(held.iter().map(views::held_entry).chain(set).collect())
    }

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

/// Opens the form; an admin becomes the first owner by it.
fn begin(tx: &Tx<'_>, who: &UserId, place: &Place) -> Result<Outcome> {
    let owners = roles::holders(tx, Role::Owner)?;
    let mine: Roles = roles::roles(tx, who)?;
    rules::check_begin(&mine, owners.is_empty())
        .map_err(|why| refuse(why, &views::names(&owners)))?;
    if !mine.has(Role::Owner) {
        roles::give(tx, who, Role::Owner, who.as_str())?;
        outbox::refresh_home(tx, who)?;
    }
    let form = form(tx, who)?;
    // **Back** stands in the form itself.
    Ok(if *place == Place::Form {
        Outcome::Replace(form)
    } else {
        Outcome::Open(form)
    })
}

fn add(tx: &Tx<'_>, who: &UserId, submitted: &FormState) -> Result<Outcome> {
    for (field, role) in [
        (field::OWNER, Role::Owner),
        (field::REVIEWER, Role::Reviewer),
        (field::FACILITATOR, Role::Facilitator),
    ] {
        let Some((field, user)) = picked(submitted, field) else {
            continue;
        };
        let person = people::find(tx, &user)?;
        let name = person
            .as_ref()
            .map(|person| person.name.clone())
            .unwrap_or_default();
        let theirs = roles::roles(tx, &user)?;
        rules::check_holder(&theirs).map_err(|why| Refusal {
            field: Some(field.clone()),
            ..refuse(why, &name)
        })?;
        if role == Role::Reviewer && !theirs.has(role) {
            let reviewers = roles::holders(tx, Role::Reviewer)?;
            rules::check_reviewers(reviewers.len()).map_err(|why| refuse(why, ""))?;
        }
        if role == Role::Facilitator {
            rules::check_facilitator(
                &theirs,
                reporting::has_reports(tx, &user)?,
                roles::holders(tx, Role::Facilitator)?.len(),
            )
            .map_err(|why| Refusal {
                field: Some(field.clone()),
                ..refuse(why, &name)
            })?;
        }
        roles::give(tx, &user, role, who.as_str())?;
        outbox::refresh_home(tx, &user)?;
    }
    Ok(Outcome::Replace(form(tx, who)?))
}

fn remove(tx: &Tx<'_>, who: &UserId, role: Role, user: &UserId) -> Result<Outcome> {
    roles::end(tx, user, role, who)?;
    outbox::refresh_home(tx, user)?;
    if role == Role::Owner && user == who {
        return Ok(Outcome::Replace(views::stepped_down(
            roles::holders(tx, Role::Owner)?.is_empty(),
        )));
    }
    Ok(Outcome::Replace(form(tx, who)?))
}

/// The field whose name begins so, and who was picked there.
fn picked(form: &FormState, beginning: &str) -> Option<(String, UserId)> {
    let (name, _) = form
        .fields
        .0
        .iter()
        .find(|(name, _)| name.starts_with(beginning))?;
    Some((name.clone(), form.fields.person(name)?.clone()))
}

fn form(read: &Read<'_>, who: &UserId) -> Result<Form> {
    let owners = roles::holders(read, Role::Owner)?;
    let reviewers = roles::holders(read, Role::Reviewer)?;
    let facilitators = roles::holders(read, Role::Facilitator)?;
    let may_add_reviewer = reviewers.len() < MOST_REVIEWERS;
    Ok(views::roles(
        &programme::overview(read)?,
        &owners,
        &reviewers,
        &facilitators,
        may_add_reviewer,
        &roles::owners_see(read, who)?,
    ))
}

fn refuse(why: Why, name: &str) -> Refusal {
    views::refusal(why, name)
}
