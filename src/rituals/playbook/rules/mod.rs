//! What an entry of the playbook is, what may become of it, and what it must hold. Pure: values in, a decision out.

mod export;
mod rank;

pub(super) use export::{Exported, csv, markdown, pages};
pub(super) use rank::{Asked, Kind, asked, is_nearly, nearest, score, vocabulary};

use crate::ids::UserId;
use chrono::{DateTime, TimeDelta, Utc};

/// Longest objection: a line on a phone.
pub(super) const LONGEST_OBJECTION: u16 = 150;
/// Longest context.
pub(super) const LONGEST_CONTEXT: u16 = 300;
/// Longest answer, in characters: what can be said in a minute.
pub(super) const LONGEST_ANSWER: u16 = 1200;
/// Longest box of variants.
pub(super) const LONGEST_VARIANTS: u16 = 3000;
/// Most variants of one entry.
const MOST_VARIANTS: usize = 5;

/// So long an ask waits for its answer, and then for the entry that comes of it.
const ASK_DAYS: i64 = 14;

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Somebody proposed it; it waits for review.
    Draft,
    /// A facilitator or owner has looked at it; it is not live yet.
    Reviewed,
    /// Everybody finds it.
    Live,
    /// Everybody finds it, behind those that are live: nobody has reviewed it for a long time.
    Stale,
    /// Nobody finds it any more.
    Retired,
}

/// What moves an entry on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Somebody who may has looked at it.
    Review,
    /// It becomes findable.
    GoLive,
    /// It still holds.
    Renew,
    /// Its time without a review is over.
    Age,
    /// It goes out of the playbook, or never comes in.
    Retire,
}

/// An entry without its words.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: i64,
    pub(super) state: State,
    /// Its newest version.
    pub(super) version: i64,
    /// It is a draft for a new version of this one.
    pub(super) revises: Option<i64>,
    pub(super) proposed_by: UserId,
    pub(super) made_at: DateTime<Utc>,
}

/// An entry's words, kept whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// What a buyer says.
    pub(super) objection: String,
    /// About the buyer, or when it comes up.
    pub(super) context: Option<String>,
    /// What to say.
    pub(super) answer: String,
    /// Other ways to say it.
    pub(super) variants: Vec<String>,
}

/// One version, without its words.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) number: i64,
    /// Whom it names, with their consent.
    pub(super) author: Option<UserId>,
    pub(super) made_at: DateTime<Utc>,
}

/// What speaks for an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// In how many drills it stood.
    pub(super) drills: i64,
    /// In how many duels those drills put it.
    pub(super) duels: i64,
    /// Its share of them in per cent; `None` if they were too few to say.
    pub(super) share: Option<i64>,
    /// How often it was used.
    pub(super) uses: i64,
    /// By how many people.
    pub(super) people: i64,
    /// How often it worked.
    pub(super) worked: i64,
    /// How often it worked in part.
    pub(super) partly: i64,
}

/// How it went in the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Worked,
    Partly,
    No,
}

/// Somebody wants to keep a teammate's message.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) id: i64,
    /// The message's channel and number: its words are sealed for it.
    pub(super) message: String,
    pub(super) asker: UserId,
    pub(super) author: UserId,
    pub(super) state: AskState,
    pub(super) asked_at: DateTime<Utc>,
}

/// How far an ask has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AskState {
    /// Its author has not answered.
    Asked,
    /// Yes, with their name.
    Named,
    /// Yes, without it.
    Unnamed,
    /// No.
    Declined,
    /// Two weeks went by, or somebody left.
    Lapsed,
    /// An entry came of it.
    Kept,
}

/// Why something cannot be done. `views` has the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    NoObjection,
    NoAnswer,
    TooLong,
    TooManyVariants,
    /// There is no such entry, or it is not for this person.
    NotThere,
    /// Only facilitators and owners may.
    NotCurator,
    /// Only its writer may, and only while it is a draft.
    NotYourDraft,
    /// From where it stands it cannot go there.
    NotNow(State),
    /// What a drill has come to is not kept, or not any more.
    NoProposal,
    /// No channel was picked, or it was pressed where there is none.
    NoChannel,
    /// The message has no words.
    NothingSaid,
    /// An app wrote it.
    ByAnApp,
    /// Whoever wrote it cannot be asked: they do not take part.
    CannotAsk,
    /// The ask is over.
    AskOver,
}

impl State {
    pub(super) const ALL: [(Self, &'static str); 5] = [
        (Self::Draft, "draft"),
        (Self::Reviewed, "reviewed"),
        (Self::Live, "live"),
        (Self::Stale, "stale"),
        (Self::Retired, "retired"),
    ];

    /// The word that the table keeps.
    pub(super) fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(state, _)| *state == self)
            .map_or("draft", |(_, word)| word)
    }

    /// Everybody in the programme may read it and finds it.
    pub(super) fn is_public(self) -> bool {
        matches!(self, Self::Live | Self::Stale)
    }

    /// It waits for a facilitator or owner.
    pub(super) fn is_pending(self) -> bool {
        matches!(self, Self::Draft | Self::Reviewed)
    }
}

impl How {
    pub(super) const ALL: [(Self, &'static str); 3] = [
        (Self::Worked, "worked"),
        (Self::Partly, "partly"),
        (Self::No, "no"),
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }
}

impl AskState {
    pub(super) const ALL: [(Self, &'static str); 6] = [
        (Self::Asked, "asked"),
        (Self::Named, "named"),
        (Self::Unnamed, "unnamed"),
        (Self::Declined, "declined"),
        (Self::Lapsed, "lapsed"),
        (Self::Kept, "kept"),
    ];

    pub(super) fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(state, _)| *state == self)
            .map_or("asked", |(_, word)| word)
    }

    /// Its author said yes, and no entry came of it yet.
    pub(super) fn is_granted(self) -> bool {
        matches!(self, Self::Named | Self::Unnamed)
    }
}

impl Words {
    /// The variants as one text: an empty line stands between two.
    pub(super) fn variants_text(&self) -> String {
        self.variants.join("\n\n")
    }
}

/// Where an entry goes by a step; the same again where it has been made already.
pub(super) fn next(state: State, step: Step) -> Result<State, Why> {
    use State::{Draft, Live, Retired, Reviewed, Stale};
    match (step, state) {
        (Step::Review, Draft | Reviewed) => Ok(Reviewed),
        (Step::GoLive, Draft | Reviewed | Retired | Live) | (Step::Renew, Stale | Live) => Ok(Live),
        (Step::Age, Live | Stale) => Ok(Stale),
        (Step::Retire, _) => Ok(Retired),
        (Step::Review | Step::GoLive | Step::Renew | Step::Age, _) => Err(Why::NotNow(state)),
    }
}

/// Splits a box of variants at its empty lines.
pub(super) fn variants(text: &str) -> Vec<String> {
    let mut variants = vec![String::new()];
    for line in text.lines() {
        match variants.last_mut() {
            Some(last) if !line.trim().is_empty() => {
                if !last.is_empty() {
                    last.push('\n');
                }
                last.push_str(line.trim_end());
            }
            Some(last) if !last.is_empty() => variants.push(String::new()),
            Some(_) | None => {}
        }
    }
    variants.retain(|variant| !variant.is_empty());
    variants
}

/// What an entry must hold.
pub(super) fn check(words: &Words) -> Result<(), Why> {
    let is_long = |text: &str, most: u16| text.chars().count() > usize::from(most);
    if words.objection.trim().is_empty() {
        Err(Why::NoObjection)
    } else if words.answer.trim().is_empty() {
        Err(Why::NoAnswer)
    } else if words.variants.len() > MOST_VARIANTS {
        Err(Why::TooManyVariants)
    } else if is_long(&words.objection, LONGEST_OBJECTION)
        || is_long(
            words.context.as_deref().unwrap_or_default(),
            LONGEST_CONTEXT,
        )
        || is_long(&words.answer, LONGEST_ANSWER)
        || is_long(&words.variants_text(), LONGEST_VARIANTS)
    {
        Err(Why::TooLong)
    } else {
        Ok(())
    }
}

/// Who may change an entry's words: its writer while nobody has reviewed it, and facilitators and owners at any time.
pub(super) fn check_edit(entry: &Entry, who: &UserId, is_curator: bool) -> Result<(), Why> {
    if entry.state == State::Retired {
        Err(Why::NotNow(State::Retired))
    } else if is_curator || (entry.proposed_by == *who && entry.state == State::Draft) {
        Ok(())
    } else if entry.state.is_public() {
        Err(Why::NotCurator)
    } else {
        Err(Why::NotYourDraft)
    }
}

/// Adds what a drill has shown to an entry's words: whatever does not stand there yet becomes a variant, as far as there
/// is room.
pub(super) fn with_variants(words: &Words, more: impl IntoIterator<Item = String>) -> Words {
    let mut grown = words.clone();
    for variant in more {
        let is_there = grown.answer == variant || grown.variants.contains(&variant);
        let mut tried = grown.clone();
        tried.variants.push(variant);
        if !is_there && check(&tried).is_ok() {
            grown = tried;
        }
    }
    grown
}

/// A text that fits: the beginning of one that is too long, with a mark.
pub(super) fn cut(text: &str, most: u16) -> String {
    let most = usize::from(most);
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(most.saturating_sub(1)).collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// What was reviewed before this has turned stale at `now`, after so many days without a review.
pub(super) fn stale_before(now: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    now - TimeDelta::days(days.into())
}

/// When something that was last reviewed then turns stale.
pub(super) fn stale_at(reviewed_at: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    reviewed_at + TimeDelta::days(days.into())
}

/// Until when an ask of `now` waits.
pub(super) fn ask_until(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::days(ASK_DAYS)
}

/// How many whole days have gone by since 1970.
pub(super) fn day(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(86_400)
}

#[cfg(test)]
mod tests;
