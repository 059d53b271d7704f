//! What the team of the story writes to each other. None of it is a word of the product's.

/// A note's skill, its box and what stands in it.
pub(super) type Note = (&'static str, &'static str, &'static str);

/// Notes of four weeks; in each everybody gives one, in this order.
pub(super) const NOTES: [[Note; 8]; 4] = [
    [
        (
            "discovery",
            "Start",
            "When the buyer went quiet after the price, wait three seconds more: he was about to say why.",
        ),
        (
            "discovery",
            "Continue",
            "When you summed up her week in her own words, she told you about the audit by herself.",
        ),
        (
            "discovery",
            "Start",
            "When he said “we had a bad rollout”, one question about it would have been worth the rest of the call.",
        ),
        (
            "discovery",
            "Stop",
            "When you offered three answers with the question, she took the first one.",
        ),
        (
            "discovery",
            "Continue",
            "When you asked who else loses sleep over it, two more names came up at once.",
        ),
        (
            "discovery",
            "Start",
            "When they named the deadline, ask what happens the day after they miss it.",
        ),
        (
            "discovery",
            "Stop",
            "When you read the list of questions out, it felt like a form; the third one came alive when you left it.",
        ),
        (
            "discovery",
            "Continue",
            "When you said what you had understood and stopped, he corrected the one thing that mattered.",
        ),
    ],
    [
        (
            "objections",
            "Start",
            "When she said “too expensive”, ask compared to what before you explain.",
        ),
        (
            "objections",
            "Continue",
            "When you agreed that switching is work, the tone changed and he asked how long it takes.",
        ),
        (
            "objections",
            "Stop",
            "When you answered the security question yourself, you guessed; a name from our side would have closed it.",
        ),
        (
            "objections",
            "Start",
            "When they say “next quarter”, ask what has to be true by then.",
        ),
        (
            "objections",
            "Continue",
            "When you let the silence stand after the discount, she withdrew it by herself.",
        ),
        (
            "objections",
            "Stop",
            "When you gave five reasons at once, he argued with the weakest one.",
        ),
        (
            "objections",
            "Start",
            "When he asks for information only, ask what he would look for first.",
        ),
        (
            "objections",
            "Continue",
            "When you named the objection before they did, the room laughed and went on.",
        ),
    ],
    [
        (
            "demo",
            "Start",
            "When the screen shows their own numbers, stop talking for a moment.",
        ),
        (
            "demo",
            "Stop",
            "When you showed the settings page, two people opened their mail.",
        ),
        (
            "demo",
            "Continue",
            "When you began with the report they had asked for, the head of IT leaned in.",
        ),
        (
            "demo",
            "Start",
            "When somebody asks about a detail, park it on a visible list and come back to it.",
        ),
        (
            "demo",
            "Continue",
            "When you handed over the mouse, they sold it to each other.",
        ),
        (
            "demo",
            "Stop",
            "When the first click failed you apologised four times; once was enough.",
        ),
        (
            "demo",
            "Start",
            "When you end, ask which of the three things they would use on Monday.",
        ),
        (
            "demo",
            "Continue",
            "When you skipped half of the slides because they were ahead of you, they noticed.",
        ),
    ],
    [
        (
            "discovery",
            "Continue",
            "When you came back to last week's answer, she felt heard and told you the real budget.",
        ),
        (
            "discovery",
            "Start",
            "When two people answer differently, ask them to sort it out while you listen.",
        ),
        (
            "discovery",
            "Continue",
            "When you asked what they had tried before us, you got the whole story.",
        ),
        (
            "discovery",
            "Stop",
            "When you filled the pause with our features, he looked at the clock.",
        ),
        (
            "discovery",
            "Start",
            "When she says “interesting”, ask which part.",
        ),
        (
            "follow-up",
            "Start",
            "When you write after the call, put their next step into the subject.",
        ),
        (
            "follow-up",
            "Continue",
            "When you sent the summary within the hour, legal was already in copy.",
        ),
        (
            "follow-up",
            "Stop",
            "When you wrote “just checking in”, there was nothing to answer.",
        ),
    ],
];

/// One for each, in order.
pub(super) const COMMITMENTS: [&str; 8] = [
    "Wait three seconds after every price, in all calls of the week.",
    "Sum up in their words before each demo.",
    "Ask one question more about every bad experience they mention.",
    "Ask without offering answers.",
    "Ask in three calls who else is affected.",
    "Send each summary within the hour.",
    "Leave the list of questions in the drawer.",
    "Park details on a list that they can see.",
];

/// What buyers said in the week before the first drill, nearly the same each time.
pub(super) const HEARD: [&str; 3] = [
    "Your price is far too high.",
    "Your price is too high!",
    "The price is far too high.",
];

/// Who the buyer of the first drill is, and what is answered, the best first.
pub(super) const BUYER: &str = "Head of IT, 200 seats, has compared three vendors";
pub(super) const ANSWERS: [&str; 4] = [
    "Compared to what? Let us put both beside what the outage in May cost you.",
    "What would it have to bring in for the price to be right?",
    "Fair. Which part would you leave out if we had to meet your number?",
    "We could start with one team, and you decide after a quarter.",
];

/// The same for the second drill, which begins with an objection of the library.
pub(super) const SECOND_BUYER: &str = "Operations lead who liked the demo";
pub(super) const SECOND_ANSWERS: [&str; 4] = [
    "Gladly. What would you look for in it first?",
    "I will send one page. Who else will read it, and what do they need to see?",
    "Before I do: what made you ask for it today?",
    "I can, and most people do not read it. Ten minutes on Thursday?",
];

/// For the one that is open when the visitor comes.
pub(super) const OPEN_OBJECTION: &str = "We already have a tool for that.";
pub(super) const OPEN_ANSWERS: [&str; 2] = [
    "What does it do well that you would miss?",
    "Who on your team would give it up last, and why?",
];

/// A note that waits to be read.
pub(super) const UNREAD: Note = (
    "discovery",
    "Continue",
    "When you asked what a quiet week would look like, he put the pen down and told you everything.",
);
