//! What a note is and what may be done with it. Pure: values in, a decision out.

use crate::{audience::Audience, ids::UserId, people::Standing};
use chrono::{DateTime, Utc};

/// Characters of one box; Slack's limit for an input.
const LONGEST_BOX: usize = 3000;

/// Why a note is reported: the word that is kept, and what the reporter picks.
pub(super) const REASONS: [(&str, &str); 4] = [
    ("hurtful", "It attacks me, not what I did"),
    ("private", "It holds something private"),
    ("harassment", "It is harassment"),
    ("other", "Something else"),
];

/// How many review a report.
pub(super) const REVIEWERS: usize = 2;

/// Words that judge a person or leave no way out, where an example of what was seen would help more.
const HEAVY_WORDS: [&str; 7] = [
    "always",
    "never",
    "lazy",
    "careless",
    "unprofessional",
    "stupid",
    "everyone knows",
];

/// What a giver wrote, kept whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) start: Option<String>,
    pub(super) stop: Option<String>,
    pub(super) go_on: Option<String>,
    pub(super) link: Option<String>,
}

/// A note without its words.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_field_names,
    reason = "times end in _at, and it was given"
)]
pub(super) struct Given {
    pub(super) id: i64,
    /// The form it came from; its words are sealed for it.
    pub(super) form: String,
    pub(super) giver: UserId,
    pub(super) receiver: UserId,
    pub(super) skill: String,
    pub(super) given_at: DateTime<Utc>,
    pub(super) state: State,
    pub(super) is_edited: bool,
    /// The receiver deleted their copy.
    pub(super) is_dropped: bool,
}

/// How far a note has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not opened yet: the giver may still change it.
    Unread,
    /// Opened by its receiver.
    Read,
    /// The receiver said that it helped.
    Helped,
    /// The giver took it back.
    Withdrawn,
    /// It could not reach its receiver; its words are gone.
    Returned,
}

/// Why something cannot be done. `views.rs` has the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// None of the three boxes holds anything.
    NothingWritten,
    /// A box holds more than it can.
    TooLong,
    /// The link is not a web address.
    NotALink,
    /// No receiver was picked.
    NobodyPicked,
    /// The skill is not one of ours.
    NoSuchSkill,
    /// Slack did not tell who the receiver is.
    Unknown,
    /// The receiver cannot be given notes.
    CannotReceive(Standing),
    /// The receiver reports to the giver.
    OwnReport,
    /// The receiver reported an earlier note of this giver's.
    Paused,
    /// Nobody can review a report.
    NoReviewers,
    /// It was reported already.
    AlreadyReported,
    /// There is no such note, or it is not this person's.
    NotYours,
    /// Its receiver has opened it.
    AlreadyRead,
    /// It was taken back.
    AlreadyWithdrawn,
    /// It could not reach its receiver.
    AlreadyReturned,
    /// The receiver deleted their copy.
    AlreadyDropped,
    /// It is not kept any more.
    Gone,
}

impl Given {
    pub(super) fn audience(&self) -> Audience {
        Audience::of_note(&self.giver, &self.receiver)
    }

    pub(super) fn is_to_self(&self) -> bool {
        self.giver == self.receiver
    }
}

/// Who can be given a note. A manager's word to a report is no word between peers; the other way round it is welcome.
pub(super) fn check_receiver(standing: Option<Standing>, is_own_report: bool) -> Result<(), Why> {
    match standing {
        Some(Standing::Member) if is_own_report => Err(Why::OwnReport),
        Some(Standing::Member) => Ok(()),
        Some(standing) => Err(Why::CannotReceive(standing)),
        None => Err(Why::Unknown),
    }
}

/// What a note must hold.
pub(super) fn check_note(note: &Note, skill: &str, skills: &[String]) -> Result<(), Why> {
    if !skills.iter().any(|known| known == skill) {
        return Err(Why::NoSuchSkill);
    }
    let boxes = note.boxes();
    if boxes.iter().all(Option::is_none) {
        return Err(Why::NothingWritten);
    }
    if boxes
        .iter()
        .flatten()
        .any(|text| text.chars().count() > LONGEST_BOX)
    {
        return Err(Why::TooLong);
    }
    match &note.link {
        Some(link) if !is_web_address(link) => Err(Why::NotALink),
        Some(_) | None => Ok(()),
    }
}

impl Note {
    /// What was written, with the label of its box.
    pub(super) fn labelled(&self) -> impl Iterator<Item = (&'static str, &str)> {
        ["Start", "Stop", "Continue"]
            .into_iter()
            .zip(self.boxes())
            .filter_map(|(label, text)| Some((label, text?)))
    }

    fn boxes(&self) -> [Option<&str>; 3] {
        [
            self.start.as_deref(),
            self.stop.as_deref(),
            self.go_on.as_deref(),
        ]
    }

    /// Heavy words that stand in the note, each once, in the order of our list.
    pub(super) fn heavy_words(&self) -> Vec<&'static str> {
        let text = self
            .boxes()
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n")
            .to_lowercase();
        HEAVY_WORDS
            .into_iter()
            .filter(|word| holds_word(&text, word))
            .collect()
    }
}

/// True if `word` stands in `text` on its own, not inside another word.
fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn is_web_address(link: &str) -> bool {
    let rest = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"));
    link.chars().count() <= LONGEST_BOX
        && rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// Whose words stand in somebody's own data: what they may open at this moment without a change to anything. What they
/// have not read yet they open with **Read**: until then the giver may still change it.
pub(super) fn may_have_words(given: &Given, who: &UserId) -> bool {
    let is_there =
        given.state != State::Withdrawn && given.state != State::Returned && !given.is_dropped;
    let is_read = matches!(given.state, State::Read | State::Helped);
    is_there
        && if given.giver == *who {
            !is_read || given.is_to_self()
        } else {
            is_read && given.receiver == *who
        }
}

/// Only its giver may change a note, and only until it is read.
pub(super) fn check_change(given: Option<Given>, who: &UserId) -> Result<Given, Why> {
    let given = given.ok_or(Why::Gone)?;
    if given.giver != *who {
        return Err(Why::NotYours);
    }
    match given.state {
        State::Unread => Ok(given),
        State::Read | State::Helped => Err(Why::AlreadyRead),
        State::Withdrawn => Err(Why::AlreadyWithdrawn),
        State::Returned => Err(Why::AlreadyReturned),
    }
}

/// Only its receiver may open a note, while there is something to open.
pub(super) fn check_read(given: Option<Given>, who: &UserId) -> Result<Given, Why> {
    let given = given.ok_or(Why::Gone)?;
    if given.receiver != *who {
        return Err(Why::NotYours);
    }
    match given.state {
        State::Withdrawn => Err(Why::AlreadyWithdrawn),
        State::Returned => Err(Why::AlreadyReturned),
        State::Unread | State::Read | State::Helped if given.is_dropped => Err(Why::AlreadyDropped),
        State::Unread | State::Read | State::Helped => Ok(given),
    }
}

/// A person's notes, by what they are to that person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Given to others.
    Given,
    /// Received and opened.
    Received,
    /// Written to oneself.
    Own,
}

impl List {
    /// All of them, with the words that buttons carry.
    pub(super) const ALL: [(Self, &'static str); 3] = [
        (Self::Given, "given"),
        (Self::Received, "received"),
        (Self::Own, "own"),
    ];

    /// What a button carries for this list from below the note with this id on, or from its top.
    pub(super) fn value(self, before: Option<i64>) -> String {
        let word = Self::ALL.iter().find(|(list, _)| *list == self);
        let before = before.map_or_else(String::new, |id| id.to_string());
        format!("{}:{before}", word.map_or("", |(_, word)| word))
    }

    /// The list and the id of a button's value.
    pub(super) fn of_value(value: &str) -> Option<(Self, Option<i64>)> {
        let (word, before) = value.split_once(':')?;
        let (list, _) = Self::ALL.iter().find(|(_, known)| *known == word)?;
        let before = match before {
            "" => None,
            id => Some(id.parse().ok()?),
        };
        Some((*list, before))
    }
}

/// Some of a list, with the other person's names.
#[derive(Clone, Debug, Default)]
pub(super) struct Listed {
    pub(super) notes: Vec<(Given, String)>,
    /// How many there are, these and others; counted up to [`MOST_COUNTED`].
    pub(super) total: usize,
}

/// Nobody counts further by eye, and what is counted is read.
pub(super) const MOST_COUNTED: usize = 1_000;

#[cfg(test)]
mod tests;
