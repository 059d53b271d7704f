//! What a ritual is. Each lives in a folder of its own (`mod.rs` the road, `rules.rs` decisions, `queries.rs` SQL,
//! `views.rs` words) and is added in one place, `registry.rs`; what follows from all of them is in `house.rs`. Rituals
//! meet only through facts.

pub mod attention;
pub mod check_in;
pub mod commitment;
pub mod days_off;
pub mod digest;
pub mod drill;
pub mod feedback;
pub mod house;
pub mod playbook;
pub mod programme;
pub mod records;
pub mod registry;
pub mod schedule;
pub mod settings;
pub mod setup;
pub(crate) mod views;

use crate::{
    blocks::{Block, Button, Message},
    error::Result,
    fact::Fact,
    figures::{Label, Measure},
    ids::UserId,
    names::Names,
    outbox::{Place, Subject},
    outcome::Outcome,
    records::Record,
    request::Request,
    store::{Read, Readable, Tx},
};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// The button that begins a note, wherever it stands; its value is the receiver, or nothing.
pub const GIVE_FEEDBACK: &str = "feedback.give";

/// A file for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// With its ending.
    pub name: &'static str,
    /// Text, in UTF-8; not empty.
    pub text: String,
}

/// One ritual. All functions are synchronous and call nobody: they read, decide, write and say. What a ritual has no
/// part in it leaves out.
pub trait Ritual: Sync {
    /// The prefix of its ids.
    fn name(&self) -> &'static str;

    /// Its slash commands, without their `/`.
    fn commands(&self) -> &'static [&'static str] {
        &[]
    }

    /// Words that lead to it only behind `/peerloop`, in lower case: `my data`.
    fn words(&self) -> &'static [&'static str] {
        &[]
    }

    /// The `callback_id`s of its shortcuts.
    fn shortcuts(&self) -> &'static [&'static str] {
        &[]
    }

    /// The people it must know something of before it can act; it answers in a sentence if Slack does not tell.
    fn needs(&self, _request: &Request) -> Vec<UserId> {
        Vec::new()
    }

    /// True if the request changes something; false if it only opens a form or says something.
    fn is_fact(&self, request: &Request) -> bool;

    /// Answers a request that changes nothing.
    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome>;

    /// Does what was asked: load, decide, save, say. The same request twice has one effect and the same answer.
    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome>;

    /// Hears of something that another part has done in this transaction.
    fn heard(&self, _tx: &Tx<'_>, _fact: &Fact) -> Result<()> {
        Ok(())
    }

    /// When it next has something to do by itself: a deadline, for one. Asked after every commit that called
    /// [`Tx::wake_scheduler`], so it must cost one look into an index.
    fn due_at(&self, _read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
        Ok(None)
    }

    /// Does one short step (at most 200 rows) of what is due by `tx.now`. It is called again while [`Ritual::due_at`]
    /// answers with a time that is not in the future.
    fn tick(&self, _tx: &Tx<'_>) -> Result<()> {
        Ok(())
    }

    /// True if something is due that takes seconds and must not keep the writer so long. Asked when [`Ritual::due_at`] is
    /// not in the future.
    fn has_work(&self, _read: &Read<'_>) -> Result<bool> {
        Ok(false)
    }

    /// Works it out, apart from the writer; short steps keep what came of it.
    fn work_out(&self, _read: &Read<'_>) -> Result<Keep> {
        Ok(Box::new(|_| Ok(true)))
    }

    /// Makes the message for a place; `None` if it lost its point.
    fn render(
        &self,
        _read: &Read<'_>,
        _subject: &Subject,
        _reader: &Reader,
    ) -> Result<Option<Message>> {
        Ok(None)
    }

    /// The files that go with the message when it is first sent. They stay in Slack, so only what somebody asked for.
    fn files(&self, _read: &Read<'_>, _subject: &Subject, _reader: &Reader) -> Result<Vec<File>> {
        Ok(Vec::new())
    }

    /// The message stands in Slack for the first time.
    fn delivered(&self, _tx: &Tx<'_>, _subject: &Subject) -> Result<()> {
        Ok(())
    }

    /// Slack refuses the message for good, with this code.
    fn undelivered(&self, _tx: &Tx<'_>, _subject: &Subject, _code: &str) -> Result<()> {
        Ok(())
    }

    /// Its part of a person's Home tab.
    fn home(&self, _read: &Read<'_>, _user: &UserId) -> Result<HomePart> {
        Ok(HomePart::default())
    }

    /// The prompts that it sends of its own accord once the programme is live: what, to whom and how often, a sentence
    /// each.
    fn prompts(&self) -> &'static [&'static str] {
        &[]
    }

    /// What its tables keep about whom, and for how long.
    fn records(&self) -> &'static [Record];

    /// What it keeps of a person, for that person: words only against the proof that they may read them now.
    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>>;

    /// How many of its items are in which state, for the operator: counts, never words or names.
    fn counts(&self, _read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
        Ok(Vec::new())
    }

    /// What it counts for the figures over many people.
    fn counted(&self) -> &'static [Count] {
        &[]
    }

    /// The columns besides, that it makes figures over many people of.
    fn readable(&self) -> &'static [Readable] {
        &[]
    }

    /// Its lines in the help; commands as people must type them.
    fn help(&self, names: &Names) -> Vec<Block>;

    /// Every view with sample values, by name, for the gallery.
    fn samples(&self) -> Vec<(&'static str, Sample)>;
}

/// Keeps what was worked out, a short step (at most 200 rows) each time it is called; true with the last.
pub type Keep = Box<dyn FnMut(&Tx<'_>) -> Result<bool> + Send>;

/// Something that a ritual counts for the figures over many people. It is asked for on a connection that reads the listed
/// columns and no others ([`Counting`](crate::store::Counting)).
#[derive(Clone, Copy, Debug)]
pub struct Count {
    /// In what it counts.
    pub what: Counted,
    /// SQL for rows of a skill or NULL, who did it, for whom or NULL, and how often: of what happened from `?1` up to
    /// `?2`, unix seconds, the end not included.
    pub sql: &'static str,
    /// The columns that it reads, with their tables: ids, times, numbers, words of a short list, and skills.
    pub reads: &'static [(&'static str, &'static str)],
}

/// In what something counts.
#[derive(Clone, Copy, Debug)]
pub enum Counted {
    /// In one measure a skill.
    BySkill(fn(Label) -> Measure),
    /// In this measure.
    As(Measure),
}

/// Who a message is rendered for.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Whose conversation it is, or which channel: there everybody reads the same.
    pub place: Place,
    /// It stands there already and is being edited.
    pub stands: bool,
}

impl Reader {
    /// The person whose conversation it is; nobody in particular in a channel.
    pub fn person(&self) -> Option<&UserId> {
        self.place.person()
    }
}

/// One thing that is kept of a person, as they may have it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is, in a line.
    pub title: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Texts with their labels; a label may be empty.
    pub texts: Vec<(&'static str, String)>,
    /// The same for a machine.
    pub json: Value,
}

/// A ritual's part of a Home tab.
#[derive(Clone, Debug, Default)]
pub struct HomePart {
    /// Buttons for the top.
    pub actions: Vec<Button>,
    /// What waits for this person, most urgent first; at most 20 blocks.
    pub needs_you: Vec<Block>,
    /// The rest; at most 30 blocks.
    pub section: Vec<Block>,
    /// What it is to this person.
    pub is: Is,
}

/// What a section of Home is to whoever looks at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Is {
    /// There for everybody.
    #[default]
    Anybodys,
    /// Something of theirs stands in it.
    Theirs,
    /// Nothing of theirs yet: it says how to begin, which only whoever takes part may do.
    ToBegin,
}

impl Is {
    /// Of a section in which something of theirs stands, or nothing yet.
    pub fn of_theirs(is_empty: bool) -> Self {
        if is_empty {
            Self::ToBegin
        } else {
            Self::Theirs
        }
    }
}

/// A view in the gallery.
#[derive(Clone, Debug)]
pub enum Sample {
    /// A message.
    Message(Message),
    /// A form.
    Form(crate::blocks::Form),
    /// Blocks of a Home tab.
    Home(Vec<Block>),
}
