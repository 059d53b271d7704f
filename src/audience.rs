//! Who may read what. One value gives both the permission and the sentence that says so, so that they cannot
//! drift apart; queries that return words ask for the proof. Nothing here knows where the words are.

use crate::ids::{ChannelId, UserId};

/// The people who may read an item's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The one who wrote it and the one it is for.
    Between {
        /// Wrote it.
        giver: UserId,
        /// It is for them.
        receiver: UserId,
    },
    /// Only its writer.
    Only(UserId),
    /// Exactly these people: who reported a note and who reviews it, for one.
    Among(Vec<UserId>),
    /// Everyone who takes part; `may.rs` keeps the door.
    Programme,
    /// Its writer, and the facilitators and owners, who review it.
    Curators {
        /// Wrote it.
        writer: UserId,
        /// Everybody who may review it.
        curators: Vec<UserId>,
    },
    /// Whoever is in the channel where it stands, takes part or not.
    InChannel,
    /// Everybody in a channel where its writer posts it, with their name.
    Posted {
        /// Where.
        channel: ChannelId,
        /// Wrote it.
        writer: UserId,
    },
    /// Everyone who takes part, without the writer's name.
    ProgrammeUnnamed,
    /// The manager whose digest it is.
    Digest(UserId),
    /// Everybody in a channel, without the writer's name, once what it was written for is over; until then its writer.
    Channel {
        /// Where it will stand.
        channel: ChannelId,
        /// Wrote it.
        writer: UserId,
        /// What it was written for is over.
        is_over: bool,
        /// The writer can put their name under it.
        may_be_named: bool,
    },
}

/// Proof that a viewer is in an item's audience. Only [`Audience::may_read`] makes one.
#[derive(Clone, Debug)]
pub struct MayRead {
    audience: Audience,
}

impl Audience {
    /// The audience of a note from one person to another; a note to oneself is only one's own, and so is one whose
    /// giver has erased their data.
    pub fn of_note(giver: &UserId, receiver: &UserId) -> Self {
        if giver == receiver || giver.is_nobody() {
            Self::Only(receiver.clone())
        } else {
            Self::Between {
                giver: giver.clone(),
                receiver: receiver.clone(),
            }
        }
    }

    /// The proof that `viewer` may read, or `None`.
    pub fn may_read(&self, viewer: &UserId) -> Option<MayRead> {
        let allowed = match self {
            Self::Between { giver, receiver } => viewer == giver || viewer == receiver,
            Self::Only(reader) | Self::Digest(reader) => viewer == reader,
            Self::Among(people) => people.contains(viewer),
            Self::Programme => !viewer.is_nobody(),
            Self::Curators { writer, curators } => viewer == writer || curators.contains(viewer),
            // A card in a channel is made for nobody in particular; who takes part is checked at the door (`may.rs`).
            Self::InChannel | Self::ProgrammeUnnamed => true,
            Self::Channel { writer, .. } | Self::Posted { writer, .. } => {
                viewer == writer && !writer.is_nobody()
            }
        };
        allowed.then(|| MayRead {
            audience: self.clone(),
        })
    }

    /// The proof that what stands in `channel` may be read there, by nobody in particular: for a card, and for whoever
    /// presses a button on it.
    pub fn may_read_in(&self, channel: &ChannelId) -> Option<MayRead> {
        let allowed = match self {
            Self::Channel {
                channel: its,
                is_over,
                ..
            } => *is_over && its == channel,
            Self::Posted { channel: its, .. } => its == channel,
            Self::InChannel => true,
            Self::Between { .. }
            | Self::Only(_)
            | Self::Digest(_)
            | Self::Among(_)
            | Self::Programme
            | Self::ProgrammeUnnamed
            | Self::Curators { .. } => false,
        };
        allowed.then(|| MayRead {
            audience: self.clone(),
        })
    }

    /// The line at the end of every form and message, as `viewer` reads it. `name` gives a person's name. That of a
    /// channel names it in Slack's markup, for a [`dated_note`](crate::blocks::dated_note).
    pub fn sentence(&self, viewer: &UserId, mut name: impl FnMut(&UserId) -> String) -> String {
        match self {
            Self::Between { giver, receiver } => {
                let other = if viewer == giver { receiver } else { giver };
                format!("Who sees this: you and {}.", name(other))
            }
            Self::Only(_) => ONLY_YOU.to_owned(),
            Self::Digest(_) => IN_DIGESTS.to_owned(),
            Self::Programme => "Who sees this: everyone in the programme.".to_owned(),
            Self::InChannel => "Who sees this: everyone in this channel.".to_owned(),
            Self::Curators { writer, .. } => {
                let writer = if viewer == writer {
                    "you"
                } else {
                    "whoever wrote it"
                };
                format!("Who sees this: {writer}, and the facilitators and owners, who review it.")
            }
            Self::Among(people) => {
                let others: Vec<String> = people
                    .iter()
                    .filter(|user| *user != viewer)
                    .map(name)
                    .collect();
                if others.is_empty() {
                    ONLY_YOU.to_owned()
                } else {
                    format!("Who sees this: you and {}.", others.join(" and "))
                }
            }
            Self::Posted { channel, writer } => {
                let name = if viewer == writer {
                    ", with your name"
                } else {
                    ""
                };
                format!("Who sees this: everyone in <#{channel}>{name}.")
            }
            Self::ProgrammeUnnamed => {
                "Who sees this: everyone who takes part, without your name.".to_owned()
            }
            Self::Channel {
                channel,
                writer,
                is_over,
                may_be_named,
            } => {
                let unless = if *may_be_named {
                    " unless you take a bow"
                } else {
                    ""
                };
                match (viewer == writer, is_over) {
                    (true, false) => format!(
                        "Who sees this: only you until time is up, then everyone in <#{channel}>, without your name{unless}."
                    ),
                    (true, true) => format!(
                        "Who sees this: everyone in <#{channel}>, without your name{unless}."
                    ),
                    (false, false) => format!(
                        "Who sees this: only who wrote it until time is up, then everyone in <#{channel}>."
                    ),
                    (false, true) => format!("Who sees this: everyone in <#{channel}>."),
                }
            }
        }
    }
}

/// The line of a form in which `viewer` still picks whether `wide` reads what they write, or they alone.
pub fn sentence_before_choosing(
    wide: &Audience,
    viewer: &UserId,
    name: impl Fn(&UserId) -> String,
) -> String {
    let all = wide.sentence(viewer, name);
    format!("{}, or only you, as you pick.", all.trim_end_matches('.'))
}

/// The line of what only its reader sees.
pub const ONLY_YOU: &str = "Who sees this: only you.";

/// The line of figures over many people: a manager above, and one whose own team is small, has the same in a digest of
/// their own.
const IN_DIGESTS: &str =
    "Who sees this: you and the managers whose digests are about the same people.";

/// The line while the other person is not picked yet.
pub const SENTENCE_BEFORE_PICKING: &str = "Who sees this: you and the person you pick.";

/// The line while what somebody writes waits for them to post it in the channel that they pick.
pub const SENTENCE_BEFORE_POSTING: &str =
    "Who sees this: only you until you post it, then everyone in that channel.";

/// The line of what stands in a channel.
pub const EVERYONE_HERE: &str = "Who sees this: everyone in this channel.";

impl MayRead {
    /// True if the proof was given for exactly this audience.
    pub fn covers(&self, audience: &Audience) -> bool {
        self.audience == *audience
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_channel_reads_what_is_over_and_until_then_only_its_writer() {
        let (amir, bea) = (UserId::new("A"), UserId::new("B"));
        let (here, elsewhere) = (ChannelId::new("C1"), ChannelId::new("C2"));
        for (is_over, may_be_named) in [(false, true), (true, true), (false, false), (true, false)]
        {
            let audience = Audience::Channel {
                channel: here.clone(),
                writer: amir.clone(),
                is_over,
                may_be_named,
            };
            assert!(audience.may_read(&amir).is_some() && audience.may_read(&bea).is_none());
            assert_eq!(audience.may_read_in(&here).is_some(), is_over);
            assert!(audience.may_read_in(&elsewhere).is_none());
            let mine = audience.sentence(&amir, ToString::to_string);
            let theirs = audience.sentence(&bea, ToString::to_string);
            assert_eq!(mine.contains("only you"), !is_over);
            assert_eq!(mine.contains("bow"), may_be_named);
            assert!(
                theirs.contains("<#C1>") && !theirs.contains("you"),
                "{theirs}"
            );
            assert_eq!(theirs.contains("only who wrote it"), !is_over);
        }
        assert!(Audience::Programme.may_read(&bea).is_some());
        assert!(Audience::Programme.may_read_in(&here).is_none());
        assert!(Audience::Only(amir).may_read_in(&here).is_none());
    }

    #[test]
    fn what_is_posted_is_read_in_its_channel_and_by_its_writer_under_their_name() {
        let (amir, bea) = (UserId::new("A"), UserId::new("B"));
        let (here, elsewhere) = (ChannelId::new("C1"), ChannelId::new("C2"));
        let audience = Audience::Posted {
            channel: here.clone(),
            writer: amir.clone(),
        };
        assert!(audience.may_read(&amir).is_some() && audience.may_read(&bea).is_none());
        assert!(audience.may_read_in(&here).is_some());
        assert!(audience.may_read_in(&elsewhere).is_none());
        let sentence = |viewer| audience.sentence(viewer, ToString::to_string);
        assert_eq!(
            sentence(&amir),
            "Who sees this: everyone in <#C1>, with your name."
        );
        assert_eq!(sentence(&bea), "Who sees this: everyone in <#C1>.");
    }

    proptest! {
        #[test]
        fn the_sentence_names_exactly_those_who_may_read(giver in "U[0-9]", receiver in "U[0-9]", stranger in "S[0-9]") {
            let (giver, receiver, stranger) = (UserId::new(giver), UserId::new(receiver), UserId::new(stranger));
            let audience = Audience::of_note(&giver, &receiver);
            prop_assert!(audience.may_read(&giver).is_some());
            prop_assert!(audience.may_read(&receiver).is_some());
            prop_assert!(audience.may_read(&stranger).is_none());
            let sentence = audience.sentence(&giver, ToString::to_string);
            prop_assert_eq!(sentence.contains(receiver.as_str()), giver != receiver);
            prop_assert_eq!(sentence.contains("only you"), giver == receiver);
        }

        #[test]
        fn a_draft_is_for_its_writer_and_for_those_who_review_it(writer in "U[0-9]", curator in "C[0-9]", stranger in "S[0-9]") {
            let (writer, curator) = (UserId::new(writer), UserId::new(curator));
            let audience = Audience::Curators { writer: writer.clone(), curators: vec![curator.clone()] };
            prop_assert!(audience.may_read(&writer).is_some() && audience.may_read(&curator).is_some());
            prop_assert!(audience.may_read(&UserId::new(stranger)).is_none());
            prop_assert!(audience.sentence(&writer, ToString::to_string).contains("you, and the facilitators"));
            prop_assert!(!audience.sentence(&curator, ToString::to_string).contains("you"));
        }

        #[test]
        fn before_choosing_the_line_names_the_wider_of_the_two(other in "U[0-9]") {
            let (me, other) = (UserId::new("ME"), UserId::new(other));
            let wide = Audience::Among(vec![me.clone(), other.clone()]);
            let line = sentence_before_choosing(&wide, &me, ToString::to_string);
            prop_assert_eq!(line, format!("Who sees this: you and {other}, or only you, as you pick."));
        }

        #[test]
        fn among_several_everybody_is_named_to_everybody(people in proptest::collection::btree_set("U[0-9]{2}", 1..5)) {
            let people: Vec<UserId> = people.into_iter().map(UserId::new).collect();
            let audience = Audience::Among(people.clone());
            prop_assert!(audience.may_read(&UserId::new("S1")).is_none());
            for viewer in &people {
                prop_assert!(audience.may_read(viewer).is_some());
                let sentence = audience.sentence(viewer, ToString::to_string);
                for other in &people {
                    prop_assert_eq!(sentence.contains(other.as_str()), other != viewer);
                }
            }
        }
    }
}
