//! What one part of Peerloop may tell the others within the same transaction. A fact has happened; nobody can refuse it.
//! Nothing here says who listens.

use crate::ids::UserId;

/// Something that has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// This person's account was switched off.
    PersonLeft(UserId),
    /// This person erases their data, here and now.
    PersonErased(UserId),
    /// The members of the programme's channel were read and are enrolled.
    ChannelRead,
    /// Slack does not let us see the members of the programme's channel.
    ChannelClosed,
    /// A fire drill is decided: its result stands on the card.
    DrillDecided(Box<DecidedDrill>),
    /// Somebody wants this objection drilled: an entry of the playbook has aged, for one.
    WantsDrill {
        /// What asks for it (`playbook:12`); asking again for the same thing changes nothing.
        source: String,
        /// What a buyer says, in a line.
        objection: String,
    },
    /// What wanted a drill does so no more: the entry of the playbook was reviewed, or taken out (`playbook:12`).
    WantsDrillNoMore(String),
    /// Somebody wants to make a commitment of something that was shown to them: a note that they have read, for one.
    WantsCommitment(Box<Seed>),
    /// This person has made a commitment.
    Committed(UserId),
    /// A commitment that came from something is kept, partly kept, or open again. Its words go nowhere.
    CommitmentSettled {
        /// What it came from (`feedback:17`).
        item: String,
        /// Whose commitment it is.
        who: UserId,
        /// How far it was kept; `None` while it is open, and when it is settled otherwise.
        kept: Option<Kept>,
    },
}

/// What a commitment may come from, without a word of it: whoever commits types their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    /// Names it (`feedback:17`); wanted again, it is the same seed.
    pub item: String,
    /// Who wants to commit to something.
    pub who: UserId,
    /// What it is about, in a word or two: a skill.
    pub about: String,
    /// Who may hear that the commitment was kept; `None` for what is nobody's, or one's own.
    pub hears: Option<UserId>,
}

/// How far a commitment was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// As it was meant.
    Whole,
    /// Partly.
    Partly,
}

/// What a fire drill has come to: what everybody in its channel may read, and no author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedDrill {
    /// Names the drill (`drill:17`).
    pub source: String,
    /// What a buyer says.
    pub objection: String,
    /// About the buyer; empty if nothing was said.
    pub context: String,
    /// The answers, best first.
    pub answers: Vec<DecidedAnswer>,
    /// How many people voted.
    pub voters: u32,
}

/// One answer, as it stands in a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedAnswer {
    /// Its words.
    pub text: String,
    /// What voters proposed to change.
    pub tweaks: Vec<String>,
    /// Its share in per cent; `None` if it was in too few duels to say.
    pub share: Option<u8>,
    /// In how many duels it stood.
    pub duels: u32,
}
