//! What the library of objections begins with.

use chrono::TimeDelta;

/// How far back an objection counts as heard of late.
pub(in crate::rituals::drill) const HEARD_WITHIN: TimeDelta = TimeDelta::days(30);

/// What every sales team hears sooner or later: a word that is kept, and what the buyer says.
pub(in crate::rituals::drill) const STARTERS: [(&str, &str); 12] = [
    ("price", "It's too expensive."),
    ("timing", "Now is not the right time. Call me next quarter."),
    ("competitor", "We already use one of your competitors."),
    ("status quo", "What we have works well enough."),
    ("authority", "I can't decide that. My boss would have to."),
    ("security", "Our security team will never approve this."),
    ("send me info", "Just send me some information."),
    ("discount", "Give us 30 % off and we sign today."),
    (
        "ghosting",
        "(Nothing. Three messages after a good demo, and no reply.)",
    ),
    ("cold open", "How did you get my number? I'm in a meeting."),
    ("next-step ask", "Sounds good. We'll get back to you."),
    (
        "multi-threading",
        "You only need to talk to me. I'll bring in the others.",
    ),
];
