//! What the library of objections begins with, and which skill a drill about an objection trains unless somebody says
//! otherwise.

use chrono::TimeDelta;

/// How far back an objection counts as heard of late.
pub(in crate::rituals::drill) const HEARD_WITHIN: TimeDelta = TimeDelta::days(30);

/// What an objection that is none of the twelve trains, if owners have it.
const OBJECTIONS: &str = "objections";

/// What every sales team hears sooner or later.
pub(in crate::rituals::drill) struct Starter {
    /// The word that is kept of it.
    pub(in crate::rituals::drill) word: &'static str,
    /// What the buyer says.
    pub(in crate::rituals::drill) says: &'static str,
    /// What it trains: one of the skills that a programme begins with (`settings::SKILLS`).
    pub(in crate::rituals::drill) skill: &'static str,
}

/// The twelve.
pub(in crate::rituals::drill) const STARTERS: [Starter; 12] = [
    starter("price", "It's too expensive.", "negotiation & closing"),
    starter(
        "timing",
        "Now is not the right time. Call me next quarter.",
        OBJECTIONS,
    ),
    starter(
        "competitor",
        "We already use one of your competitors.",
        "discovery",
    ),
    starter("status quo", "What we have works well enough.", "discovery"),
    starter(
        "authority",
        "I can't decide that. My boss would have to.",
        "deal strategy",
    ),
    starter(
        "security",
        "Our security team will never approve this.",
        "collaboration",
    ),
    starter("send me info", "Just send me some information.", OBJECTIONS),
    starter(
        "discount",
        "Give us 30 % off and we sign today.",
        "negotiation & closing",
    ),
    starter(
        "ghosting",
        "(Nothing. Three messages after a good demo, and no reply.)",
        "follow-up",
    ),
    starter(
        "cold open",
        "How did you get my number? I'm in a meeting.",
        OBJECTIONS,
    ),
    starter(
        "next-step ask",
        "Sounds good. We'll get back to you.",
        "follow-up",
    ),
    starter(
        "multi-threading",
        "You only need to talk to me. I'll bring in the others.",
        "deal strategy",
    ),
];

const fn starter(word: &'static str, says: &'static str, skill: &'static str) -> Starter {
    Starter { word, says, skill }
}

/// The skill that a drill about an objection trains: that of its last drill, else what the starter brings along, else
/// objections; none where owners have taken it off their list. `starter` is its word if it is one of the twelve.
pub(in crate::rituals::drill) fn usual_skill<'s>(
    starter: Option<&str>,
    last: Option<&str>,
    skills: &'s [String],
) -> Option<&'s str> {
    let own = |skill: &str| skills.iter().map(String::as_str).find(|own| *own == skill);
    last.and_then(own).or_else(|| {
        let known = STARTERS.iter().find(|known| Some(known.word) == starter);
        own(known.map_or(OBJECTIONS, |known| known.skill))
    })
}
