//! Fire drills: an objection, an answer each, a blind vote.
//!
//! Dana types `/drill`, picks "It's too expensive.", ten minutes, #pod-blue, looks at the preview and presses **Post**.
//! The card says until when; **Answer** opens one box. "3 answered", never who. When time is up the card says **Vote**:
//! two answers without authors, *A · B · Too close*, up to five times. Then it shows the winner's words, the share and
//! what voters would change; an author's name only if they **Take a bow**. No SQL and no words of ours stand here.

mod answering;
mod bowing;
mod card;
mod closing;
mod data;
mod home;
mod intent;
mod objections;
mod opening;
mod queries;
mod rules;
mod samples;
mod views;
mod voting;

use super::{Count, Entry, HomePart, Reader, Ritual, Sample};
use crate::{
    blocks::{Block, Message},
    error::Result,
    fact::Fact,
    ids::UserId,
    names::Names,
    outbox::{Place, Subject},
    outcome::Outcome,
    records::Record,
    request::Request,
    store::{Read, Tx},
};
use card::{CARD, not_ours};
use chrono::{DateTime, Utc};
use intent::Intent;
use opening::{LOST, REFUSED, Start};

/// The ritual.
pub struct Drill;

impl Ritual for Drill {
    fn name(&self) -> &'static str {
        "drill"
    }

    fn commands(&self) -> &'static [&'static str] {
        &["drill"]
    }

    fn shortcuts(&self) -> &'static [&'static str] {
        &["note_objection"]
    }

    fn is_fact(&self, request: &Request) -> bool {
        Intent::parse(request).is_some_and(|intent| intent.is_fact())
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        match Intent::parse(request) {
            Some(Intent::Help) => Ok(Outcome::Whisper(views::help_message(read.names()))),
            Some(Intent::Open { typed, picked }) => {
                let start = Start {
                    picked,
                    typed: typed.as_deref(),
                    is_in_conversation: opening::is_conversation(&request.place),
                };
                opening::open(read, who, &start)
            }
            Some(Intent::Change(id)) => opening::change(read, who, id),
            Some(Intent::PickChannel(id)) => opening::pick_channel(read, who, id),
            Some(Intent::OpenHeard) => Ok(Outcome::Open(views::objection::form(who))),
            Some(Intent::AskCancel(id)) => closing::ask_cancel(read, who, id),
            Some(Intent::AllAnswers(id)) => bowing::all_answers(read, id, &request.place),
            Some(Intent::OpenBow(id)) => bowing::open(read, who, id),
            Some(Intent::Nothing) => Ok(Outcome::Done),
            Some(_) | None => Err(not_ours()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let (who, place) = (&request.who, &request.place);
        match Intent::parse(request) {
            Some(Intent::Preview(form)) => opening::preview(tx, who, &form),
            Some(Intent::Post(id)) => opening::post(tx, who, id),
            Some(Intent::TryAgain(id)) => opening::try_again(tx, who, id),
            Some(Intent::Elsewhere(id)) => opening::elsewhere(tx, who, id),
            Some(Intent::MoveTo(id, form)) => opening::move_to(tx, who, id, &form),
            Some(Intent::Again(id)) => opening::again(tx, who, id),
            Some(Intent::Heard(text)) => objections::heard(tx, who, &request.key, &text),
            Some(Intent::SendHeard(form)) => objections::send(tx, who, &form),
            Some(Intent::Same(value)) => objections::same(tx, who, &value, place),
            Some(Intent::OpenAnswer(id)) => answering::open(tx, who, id, place),
            Some(Intent::SendAnswer(id, form)) => answering::send(tx, who, id, &form),
            Some(Intent::OpenVote(id)) => voting::open(tx, who, id, place),
            Some(Intent::Judge(id, form)) => voting::judge(tx, who, id, &form),
            Some(Intent::Extend(id)) => closing::extend(tx, who, id),
            Some(Intent::CloseNow(id, step)) => closing::close_now(tx, who, id, step),
            Some(Intent::Cancel(id)) => closing::cancel(tx, who, id),
            Some(Intent::Bow(id, is_named)) => bowing::bow(tx, who, id, is_named),
            Some(_) | None => Err(not_ours()),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "most facts are for others")]
    fn heard(&self, tx: &Tx<'_>, fact: &Fact) -> Result<()> {
        match fact {
            Fact::PersonLeft(left) => data::left(tx, left),
            Fact::PersonErased(erased) => data::erase(tx, erased),
            Fact::WantsDrill { source, objection } => objections::wanted(tx, source, objection),
            _ => Ok(()),
        }
    }

    fn due_at(&self, read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
        queries::due_at(read)
    }

    fn tick(&self, tx: &Tx<'_>) -> Result<()> {
        closing::tick(tx)
    }

    fn render(
        &self,
        read: &Read<'_>,
        subject: &Subject,
        reader: &Reader,
    ) -> Result<Option<Message>> {
        let Some(drill) = card::of_subject(read, subject)? else {
            return Ok(None);
        };
        match (&reader.place, subject.what()) {
            (Place::Channel(channel), CARD) if *channel == drill.channel => {
                card::render(read, &drill)
            }
            (Place::Dm(user), REFUSED | LOST) => opening::render(read, subject, &drill, user),
            (Place::Channel(_) | Place::Dm(_) | Place::Home(_), _) => Ok(None),
        }
    }

    fn delivered(&self, tx: &Tx<'_>, subject: &Subject) -> Result<()> {
        match card::of_subject(tx, subject)? {
            Some(drill) if subject.what() == CARD => opening::delivered(tx, &drill),
            Some(_) | None => Ok(()),
        }
    }

    fn undelivered(&self, tx: &Tx<'_>, subject: &Subject, code: &str) -> Result<()> {
        match card::of_subject(tx, subject)? {
            Some(drill) if subject.what() == CARD => opening::undelivered(tx, &drill, code),
            Some(_) | None => Ok(()),
        }
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        home::home(read, user)
    }

    fn records(&self) -> &'static [Record] {
        &data::RECORDS
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        data::entries(read, user)
    }

    fn counts(&self, read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
        queries::counts(read)
    }

    fn counted(&self) -> &'static [Count] {
        &queries::COUNTED
    }

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

#[cfg(test)]
mod tests {
    use super::{
        rules::Phase,
        views::{action, field, run},
        *,
    };
    use crate::{
        clock::Clock,
        ids::{ChannelId, Ts, ViewId},
        outcome::Outcome,
        people,
        profile::Profile,
        request::{Act, Field, Fields, FormState, Place as At},
        store::{Creating, Lane, Store},
        vault::Vault,
    };
    use proptest::prelude::*;

    fn profile(id: &str, name: &str) -> Profile {
        Profile {
            id: UserId::new(id),
            team: None,
            name: name.to_owned(),
            full_name: None,
            handle: id.to_lowercase(),
            email: None,
            zone: None,
            is_bot: false,
            is_guest: false,
            is_single_channel: false,
            is_outsider: false,
            is_admin: false,
            is_deactivated: false,
        }
    }

    fn request(who: &str, place: At, act: Act) -> Request {
        Request {
            key: format!("act:{who}"),
            who: UserId::new(who),
            team: None,
            place,
            act,
        }
    }

    fn click(who: &str, action: &str, value: &str) -> Request {
        let place = At::Message {
            channel: ChannelId::new("C1"),
            ts: Ts::new("1.1"),
            ephemeral: false,
        };
        let act = Act::Click {
            action: action.to_owned(),
            value: value.to_owned(),
            form: None,
        };
        request(who, place, act)
    }

    fn submit(who: &str, callback: &str, item: &str, fields: &[(&str, Field)]) -> Request {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()));
        let form = FormState {
            view: ViewId::new(format!("V{who}{item}")),
            callback: callback.to_owned(),
            item: item.to_owned(),
            fields: Fields(fields.collect()),
        };
        request(who, At::Form, Act::Submit(form))
    }

    fn text(text: &str) -> Field {
        Field::Text(text.to_owned())
    }

    fn choice(value: &str) -> Field {
        Field::Choice(value.to_owned())
    }

    /// What everybody in the channel reads of a drill now.
    fn public(tx: &Tx<'_>, id: i64) -> Result<String> {
        let drill = card::find(tx, id)?;
        let mut all = card::render(tx, &drill)?
            .map(|message| format!("{:?}", message.to_json()))
            .unwrap_or_default();
        if let Ok(Outcome::Open(form)) =
            Drill.open(tx, &click("VOTER0", action::ALL, &id.to_string()))
        {
            all = format!("{all}{:?}", form.to_json());
        }
        let home = Drill.home(tx, &UserId::new("VOTER0"))?;
        Ok(format!("{all}{home:?}"))
    }

    /// Plays a drill with these answers, votes and bows; every step's public face, and that of the end.
    fn play(tx: &Tx<'_>, bows: &[bool], picks: &[usize]) -> Result<(Vec<String>, String)> {
        people::keep(tx, &profile("DANA", "Dana"))?;
        for (at, _) in bows.iter().enumerate() {
            people::keep(
                tx,
                &profile(&format!("AUTHOR{at}"), &format!("Zorblax{at}")),
            )?;
        }
        for at in 0..3 {
            people::keep(tx, &profile(&format!("VOTER{at}"), &format!("Quibble{at}")))?;
        }
        let filled = [
            (field::TYPED, text("Too dear.")),
            (field::PACE, choice("live")),
            (field::CHANNEL, choice("C1")),
        ];
        Drill.act(tx, &submit("DANA", action::PREVIEW, "", &filled))?;
        let id = queries::find_by_form(tx, "VDANA")?.map_or(0, |drill| drill.id);
        let item = id.to_string();
        Drill.act(tx, &submit("DANA", action::POST, &item, &[]))?;
        Drill.delivered(tx, &Subject::new(CARD, id))?;
        let mut seen = Vec::new();
        for (at, _) in bows.iter().enumerate() {
            let who = format!("AUTHOR{at}");
            Drill.act(tx, &click(&who, action::ANSWER, &item))?;
            let answer = [(field::ANSWER, text(&format!("Words {at}.")))];
            Drill.act(tx, &submit(&who, action::ANSWER, &item, &answer))?;
            seen.push(public(tx, id)?);
        }
        Drill.act(
            tx,
            &click("DANA", action::RUN, &format!("{}:{id}", run::CLOSE)),
        )?;
        seen.push(public(tx, id)?);
        for (turn, pick) in picks.iter().enumerate() {
            let who = format!("VOTER{}", turn % 3);
            let Ok(Outcome::Open(form)) = Drill.act(tx, &click(&who, action::VOTE, &item)) else {
                continue;
            };
            seen.push(format!("{:?}", form.to_json()));
            let duel: i64 = form.item.parse().unwrap();
            let (pick_name, tweak_name) = (field::pick(duel), field::tweak(duel));
            let said = [
                (pick_name.as_str(), choice(["a", "b", "close"][*pick])),
                (tweak_name.as_str(), text("Shorter.")),
            ];
            Drill.act(tx, &submit(&who, action::JUDGE, &form.item, &said))?;
            seen.push(public(tx, id)?);
        }
        for step in [run::CLOSE_VOTE, run::CLOSE_SUDDEN] {
            Drill.act(tx, &click("DANA", action::RUN, &format!("{step}:{id}")))?;
        }
        assert!(card::find(tx, id)?.is_over() || card::find(tx, id)?.phase() == Phase::Empty);
        seen.push(public(tx, id)?);
        seen.push(format!("{:?}", tx.take_facts()));
        for (at, _) in bows.iter().enumerate().filter(|(_, bows)| **bows) {
            Drill.act(tx, &click(&format!("AUTHOR{at}"), action::BOW, &item))?;
        }
        Ok((seen, public(tx, id)?))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn nobody_is_told_whose_an_answer_is_unless_its_author_takes_a_bow(
            bows in proptest::collection::vec(any::<bool>(), 0..6), picks in proptest::collection::vec(0_usize..3, 0..12),
        ) {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            let dir = tempfile::tempdir().unwrap();
            let store = Store::open(&dir.path().join("db"), Creating::IfMissing, Vault::with_key(&[9; 32]), Clock::System).unwrap();
            let (with, picks) = (bows.clone(), picks.clone());
            let played = store.transact(Lane::Person, None, move |tx| play(tx, &with, &picks));
            let (seen, end) = runtime.block_on(played).unwrap();
            for face in &seen {
                prop_assert!(!face.contains("AUTHOR") && !face.contains("Zorblax"), "{face}");
                prop_assert!(!face.contains("Quibble"), "{face}");
            }
            prop_assert!(!end.contains("AUTHOR") && !end.contains("Quibble"), "{end}");
            for (at, bows) in bows.iter().enumerate() {
                prop_assert_eq!(end.contains(&format!("Zorblax{at}")), *bows, "{}", end);
            }
        }
    }
}
