//! Every setting, in the order and under the headings of the form. The numbers are the product's; a range says how far
//! an owner may go.

use super::{
    Setting, Spec,
    shape::{self, Shape},
};
use crate::{ids::ChannelId, may::Role, records::Terms};
use chrono::{NaiveTime, Weekday};

/// What feedback and drills can be about, one skill a line. Twenty short ones fit on a phone (Slack's own limit is 100 of 75).
pub static SKILLS: Setting<Vec<String>> = Setting {
    spec: owned(
        "skills",
        "Feedback",
        "Skills",
        "What feedback and fire drills can be about, one a line. What was given or drilled keeps the skill it has.",
        Shape::Lines {
            fewest: 1,
            most: 20,
            longest: 40,
            default: "discovery\nobjections\ndemo\nnegotiation & closing\nfollow-up\ndeal strategy\ncollaboration",
        },
    ),
    read: shape::lines,
};

/// How long notes between people are kept.
pub static KEEP_FEEDBACK: Setting<u32> = number(
    "keep_feedback",
    KEPT,
    "Keep notes",
    "Notes, reports, and that a message was sent; older ones are deleted every night.",
    ("days", 30, 365, Terms::DEFAULT.feedback),
);

/// How long single votes and pulse answers are kept.
pub static KEEP_VOTES: Setting<u32> = number(
    "keep_votes",
    KEPT,
    "Keep votes and pulse answers",
    "Who voted for what in a drill, and single answers to a pulse; results stay.",
    ("days", 30, 365, Terms::DEFAULT.votes),
);

/// How long commitments and attendance are kept.
pub static KEEP_COMMITMENTS: Setting<u32> = number(
    "keep_commitments",
    KEPT,
    "Keep commitments and attendance",
    "What people set out to do and whether they came.",
    ("days", 90, 730, Terms::DEFAULT.commitments),
);

/// Most unsolicited messages to one person in a week.
pub static PROMPTS_A_WEEK: Setting<u32> = number(
    "prompts_a_week",
    ATTENTION,
    "Messages nobody asked for",
    "At most so many to one person in a week; feedback and answers to what somebody did are not counted.",
    ("a week", 1, 14, 4),
);

/// Hours between two of them.
pub static HOURS_BETWEEN: Setting<u32> = number(
    "hours_between",
    ATTENTION,
    "Between two of them",
    "No second one to the same person before so many hours have passed.",
    ("hours", 1, 48, 3),
);

/// When people may be prompted, at the earliest, in their own zone.
pub static WORK_BEGINS: Setting<NaiveTime> = Setting {
    spec: owned(
        "work_begins",
        ATTENTION,
        "Working hours begin",
        "Nobody is prompted earlier, in their own time zone.",
        Shape::Time { default: (9, 0) },
    ),
    read: shape::time,
};

/// When people may be prompted, at the latest, in their own zone.
pub static WORK_ENDS: Setting<NaiveTime> = Setting {
    spec: owned(
        "work_ends",
        ATTENTION,
        "Working hours end",
        "Nobody is prompted later, in their own time zone.",
        Shape::Time { default: (18, 0) },
    ),
    read: shape::time,
};

/// The days on which people may be prompted.
pub static WORK_DAYS: Setting<Vec<Weekday>> = Setting {
    spec: owned(
        "work_days",
        ATTENTION,
        "Working days",
        "Nobody is prompted on another day.",
        Shape::Days {
            default: &[
                Weekday::Mon,
                Weekday::Tue,
                Weekday::Wed,
                Weekday::Thu,
                Weekday::Fri,
            ],
        },
    ),
    read: shape::days,
};

/// On which days people are asked how their commitments go, until they choose their own.
pub static CHECK_IN_DAYS: Setting<Vec<Weekday>> = Setting {
    spec: owned(
        "check_in_days",
        CHECK_INS,
        "Check-in days",
        "On these days people are asked how their commitments go, until they choose days of their own.",
        Shape::Days {
            default: &[Weekday::Mon],
        },
    ),
    read: shape::days,
};

/// And at what time.
pub static CHECK_IN_AT: Setting<NaiveTime> = Setting {
    spec: owned(
        "check_in_at",
        CHECK_INS,
        "Check-in time",
        "At this time, in each person's own time zone, until they choose an hour of their own.",
        Shape::Time { default: (9, 30) },
    ),
    read: shape::time,
};

/// Whether people are offered to share a win. Off: nothing of a check-in is public unless a programme wants that, and then
/// only what its author posts.
pub static SHARE_WINS: Setting<bool> = Setting {
    spec: owned(
        "share_wins",
        CHECK_INS,
        "Wins can be shared",
        "With yes, whoever answers a check-in with Done can post a line about it, in their own words, in the channel below.",
        Shape::YesNo { default: false },
    ),
    read: shape::flag,
};

/// Where.
pub static WINS_CHANNEL: Setting<Option<ChannelId>> = Setting {
    spec: owned(
        "wins_channel",
        CHECK_INS,
        "Wins go to",
        "Peerloop must be in this channel. Everybody in it reads what people share there, whether they take part or not.",
        Shape::Channel,
    ),
    read: shape::channel,
};

/// The k of every figure over many people. Five is what is promised: an owner can only ask for more.
pub static FEWEST_PEOPLE: Setting<u32> = number(
    "fewest_people",
    "Privacy",
    "People behind a figure",
    "A figure over fewer people is hidden, and nobody can write unnamed among fewer. It can only be raised above the 5 that everybody is promised.",
    ("people", 5, 15, 5),
);

/// Whether single-channel guests take part. Multi-channel guests never do: they are usually other companies' people.
pub static GUESTS: Setting<bool> = Setting {
    spec: owned(
        "guests",
        "People",
        "Single-channel guests take part",
        "With yes they count as members; multi-channel guests and people of other organisations never do.",
        Shape::YesNo { default: false },
    ),
    read: shape::flag,
};

/// How long a live drill is open for answers.
pub static DRILL_LIVE: Setting<u32> = number(
    "drill_live",
    DRILLS,
    "A live drill is open for",
    "So long people can answer a drill that is run live.",
    ("minutes", 2, 60, 10),
);

/// How long a drill without a meeting is open for answers.
pub static DRILL_ASYNC: Setting<u32> = number(
    "drill_async",
    DRILLS,
    "A drill over the day is open for",
    "So long people can answer a drill that everybody answers when they can.",
    ("hours", 1, 168, 24),
);

/// How long after a deadline an answer from an open form is still taken.
pub static ANSWER_GRACE: Setting<u32> = number(
    "answer_grace",
    DRILLS,
    "Grace for a form that was open",
    "So long after the deadline an answer is still in time, if its form was opened before.",
    ("minutes", 0, 30, 2),
);

/// When a playbook entry counts as old.
pub static PLAYBOOK_STALE: Setting<u32> = number(
    "playbook_stale",
    DRILLS,
    "A playbook entry is old after",
    "Then it is proposed for a new drill.",
    ("days", 30, 365, 90),
);

/// All settings.
pub static ALL: [&Spec; 19] = [
    &SKILLS.spec,
    &KEEP_FEEDBACK.spec,
    &KEEP_VOTES.spec,
    &KEEP_COMMITMENTS.spec,
    &PROMPTS_A_WEEK.spec,
    &HOURS_BETWEEN.spec,
    &WORK_BEGINS.spec,
    &WORK_ENDS.spec,
    &WORK_DAYS.spec,
    &CHECK_IN_DAYS.spec,
    &CHECK_IN_AT.spec,
    &SHARE_WINS.spec,
    &WINS_CHANNEL.spec,
    &FEWEST_PEOPLE.spec,
    &GUESTS.spec,
    &DRILL_LIVE.spec,
    &DRILL_ASYNC.spec,
    &ANSWER_GRACE.spec,
    &PLAYBOOK_STALE.spec,
];

const KEPT: &str = "How long things are kept";
const ATTENTION: &str = "Attention";
const CHECK_INS: &str = "Check-ins";
const DRILLS: &str = "Drills and playbook";

/// A setting that owners change.
const fn owned(
    name: &'static str,
    group: &'static str,
    words: &'static str,
    means: &'static str,
    shape: Shape,
) -> Spec {
    Spec {
        name,
        group,
        words,
        means,
        shape,
        may: Role::Owner,
    }
}

/// A number; its unit, range and default in this order.
const fn number(
    name: &'static str,
    group: &'static str,
    words: &'static str,
    means: &'static str,
    (unit, least, most, default): (&'static str, u32, u32, u32),
) -> Setting<u32> {
    let shape = Shape::Number {
        unit,
        least,
        most,
        default,
    };
    Setting {
        spec: owned(name, group, words, means, shape),
        read: shape::number,
    }
}
