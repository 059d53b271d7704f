//! Looking something up, saying how it went, sharing it. What somebody types is looked for and kept nowhere.

use super::{
    CARD, UNSHARED,
    entry::{self, refuse},
    queries::{self, Indexed, Share},
    rules::{self, Asked, How, Kind, Meant, Ranking, Why},
    views::{self, Hit, Results, SHOWN_HITS, field},
};
use crate::{
    audience::Audience,
    blocks::Message,
    error::Result,
    ids::{ChannelId, UserId},
    outbox::{self, Lane, Place as To, Subject},
    outcome::Outcome,
    people,
    request::{FormState, Place},
    store::{Read, Tx},
};
use std::{cmp::Reverse, collections::HashSet};

/// Entries that the search form begins with.
const MOST_USED: u32 = 5;
/// With fewer entries that hold every word, those that hold any are looked at, too.
const ENOUGH: usize = SHOWN_HITS;

/// What a search came to: the best entries, and the words that were taken for what was typed.
pub(super) struct Found {
    pub(super) ranked: Vec<Indexed>,
    pub(super) meant: Option<String>,
}

pub(super) fn whisper(read: &Read<'_>, query: &str) -> Result<Outcome> {
    Ok(Outcome::Whisper(views::results(&results(read, query)?)))
}

pub(super) fn open_search(read: &Read<'_>) -> Result<Outcome> {
    let mut hits = Vec::new();
    for id in queries::most_used(read, MOST_USED)? {
        if let (Some(words), Some(found)) =
            (queries::open_words(read, id)?, queries::find(read, id)?)
        {
            hits.push(Hit {
                id,
                state: found.state,
                words,
                evidence: queries::evidence(read, id)?,
            });
        }
    }
    Ok(Outcome::Open(views::search(None, &hits)))
}

pub(super) fn search(read: &Read<'_>, form: &FormState) -> Result<Outcome> {
    let query = form.fields.text(field::QUERY).unwrap_or_default();
    Ok(Outcome::Replace(views::search(
        Some(&results(read, query)?),
        &[],
    )))
}

fn results(read: &Read<'_>, query: &str) -> Result<Results> {
    let Found { ranked, meant } = find(read, query)?;
    let more = ranked.len().saturating_sub(SHOWN_HITS);
    let mut hits = Vec::new();
    for found in ranked.into_iter().take(SHOWN_HITS) {
        hits.push(Hit {
            id: found.id,
            state: found.state,
            evidence: queries::evidence(read, found.id)?,
            words: found.words,
        });
    }
    Ok(Results {
        query: rules::cut(query.trim(), 80),
        meant,
        hits,
        more,
    })
}

/// The entries that fit, best first. Words that nobody wrote are taken for the nearest that somebody did.
pub(super) fn find(read: &Read<'_>, query: &str) -> Result<Found> {
    let asked = rules::asked(query);
    let mut candidates = queries::with_all(read, asked.findable())?;
    if candidates.len() < ENOUGH && asked.words.len() > 1 {
        candidates.extend(queries::with_any(read, asked.findable())?);
    }
    if asked.findable().next().is_none() {
        for word in &asked.words {
            candidates.extend(queries::with_start(read, word)?);
        }
    }
    let mut ranked = Ranked::for_what(&asked);
    ranked.add(candidates);
    if ranked
        .found
        .iter()
        .any(|(_, kind, _)| *kind > Kind::Mistyped)
    {
        return Ok(Found {
            ranked: ranked.best_first(),
            meant: None,
        });
    }
    let meant = meant(read, &asked)?;
    ranked.add(queries::with_any(read, meant.iter().map(String::as_str))?);
    let ranked = ranked.best_first();
    Ok(Found {
        meant: meant.into_iter().next().filter(|_| !ranked.is_empty()),
        ranked,
    })
}

/// The known words that may have been meant, best first.
fn meant(read: &Read<'_>, asked: &Asked) -> Result<Vec<String>> {
    let mut meant = Meant::by(asked.findable());
    if let Some((shortest, longest)) = meant.lengths() {
        let show = |word: &str, entries| meant.look_at(word, entries);
        queries::each_known_word(read, shortest..=longest, show)?;
    }
    Ok(meant.words())
}

/// Candidates that fit, each looked at once.
struct Ranked<'a> {
    ranking: Ranking<'a>,
    looked_at: HashSet<i64>,
    found: Vec<(i64, Kind, Indexed)>,
}

impl<'a> Ranked<'a> {
    fn for_what(asked: &'a Asked) -> Self {
        Self {
            ranking: Ranking::of(asked),
            looked_at: HashSet::new(),
            found: Vec::new(),
        }
    }

    fn add(&mut self, candidates: Vec<Indexed>) {
        for entry in candidates {
            if !self.looked_at.insert(entry.id) {
                continue;
            }
            let score = self.ranking.score(&entry.words, entry.state, entry.worth);
            if let Some((score, kind)) = score {
                self.found.push((score, kind, entry));
            }
        }
    }

    fn best_first(mut self) -> Vec<Indexed> {
        self.found
            .sort_by_key(|(score, _, entry)| Reverse((*score, entry.id)));
        self.found.into_iter().map(|(_, _, entry)| entry).collect()
    }
}

/// Opens the entry: on top of a form with a search, in the place of the form after an act.
pub(super) fn open(read: &Read<'_>, who: &UserId, id: i64, in_shown: bool) -> Result<Outcome> {
    let form = entry::form(read, who, id)?;
    // Three forms may lie on top of each other (docs.slack.dev/surfaces/modals): what only showed something gives way.
    Ok(if in_shown {
        Outcome::Replace(form)
    } else {
        Outcome::Open(form)
    })
}

pub(super) fn version(read: &Read<'_>, who: &UserId, id: i64, number: i64) -> Result<Outcome> {
    let found = entry::to_read(read, who, id)?;
    let version = queries::versions(read, id)?
        .into_iter()
        .find(|version| version.number == number)
        .ok_or_else(|| refuse(Why::NotThere))?;
    let name = match &version.author {
        Some(author) if !author.is_nobody() => Some(people::name(read, author)?),
        Some(_) | None => None,
    };
    let words = entry::words_of(read, &found, number, who)?;
    let who_sees = entry::who_sees(read, &found, who)?;
    Ok(Outcome::Open(views::version(
        &version,
        name.as_deref(),
        &words,
        &who_sees,
    )))
}

/// How it went; `None` takes today's answer back.
pub(super) fn used(
    tx: &Tx<'_>,
    who: &UserId,
    id: i64,
    how: Option<How>,
    place: &Place,
) -> Result<Outcome> {
    let found = entry::to_use(tx, who, id)?;
    match how {
        Some(how) => queries::use_it(tx, found.id, who, how)?,
        None => queries::take_back_use(tx, found.id, who)?,
    }
    let said = views::used(id, how);
    // **Take it back** stands in what was said.
    Ok(if how.is_none() {
        entry::say(place, said)
    } else {
        Outcome::Whisper(said)
    })
}

pub(super) fn ask_share(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let found = entry::to_use(read, who, id)?;
    let words = entry::words(read, &found, who)?;
    let who_sees = entry::sentence(&Audience::InChannel, who);
    Ok(Outcome::Open(views::share(id, &words, &who_sees)))
}

pub(super) fn share_here(tx: &Tx<'_>, who: &UserId, id: i64, place: &Place) -> Result<Outcome> {
    let (Place::Message { channel, .. } | Place::Conversation(channel)) = place else {
        return Err(refuse(Why::NoChannel).into());
    };
    share(tx, who, id, channel)?;
    Ok(Outcome::Whisper(views::shared()))
}

pub(super) fn share_in(tx: &Tx<'_>, who: &UserId, id: i64, form: &FormState) -> Result<Outcome> {
    let channel = form
        .fields
        .choice(field::CHANNEL)
        .ok_or_else(|| refuse(Why::NoChannel))?;
    share(tx, who, id, &ChannelId::new(channel))?;
    Ok(Outcome::Whisper(views::shared()))
}

fn share(tx: &Tx<'_>, who: &UserId, id: i64, channel: &ChannelId) -> Result<()> {
    let found = entry::to_use(tx, who, id)?;
    let card = queries::insert_share(
        tx,
        &Share {
            entry: id,
            version: found.version,
            channel: channel.clone(),
            person: who.clone(),
        },
    )?;
    let (subject, place) = (Subject::new(CARD, card), To::Channel(channel.clone()));
    // Refused before, for the bot was not in the channel: now it may be.
    if !outbox::post_again(tx, &place, &subject)? {
        outbox::post(tx, Lane::Act, &place, &subject)?;
    }
    Ok(())
}

/// The card as everybody in the channel reads it, in the words with which it was shared.
pub(super) fn card(read: &Read<'_>, id: i64, stands: bool) -> Result<Option<Message>> {
    let Some((share, found)) = shared(read, id)? else {
        return Ok(None);
    };
    // Taken out of the playbook before Slack had the card: then it is not posted.
    if !found.state.is_public() && !stands {
        return Ok(None);
    }
    let audience = Audience::InChannel;
    let Some(proof) = audience.may_read(&share.person) else {
        return Ok(None);
    };
    let words = queries::words(read, share.entry, share.version, &audience, &proof)?;
    let by = people::name(read, &share.person)?;
    let who_sees = entry::sentence(&audience, &share.person);
    Ok(Some(views::card(share.entry, &by, &words, &who_sees)))
}

/// The sharer's message that it could not be posted.
pub(super) fn unshared(read: &Read<'_>, id: i64, user: &UserId) -> Result<Option<Message>> {
    Ok(shared(read, id)?.map(|(share, _)| {
        let who_sees = entry::sentence(&Audience::Only(user.clone()), user);
        views::unshared(share.entry, &share.channel, &who_sees)
    }))
}

fn shared(read: &Read<'_>, id: i64) -> Result<Option<(Share, rules::Entry)>> {
    let Some(share) = queries::find_share(read, id)? else {
        return Ok(None);
    };
    Ok(queries::find(read, share.entry)?.map(|found| (share, found)))
}

/// Slack refuses the card: its sharer hears of it.
pub(super) fn not_posted(tx: &Tx<'_>, id: i64) -> Result<()> {
    match queries::find_share(tx, id)? {
        Some(share) => entry::post(tx, &share.person, &Subject::new(UNSHARED, id)),
        None => Ok(()),
    }
}
