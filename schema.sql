-- Peerloop's database. STRICT tables; times are whole unix seconds in UTC and end in _at; a state is a time or a
-- named word with a CHECK that mirrors the Rust enum. What people wrote stands only in BLOB columns, sealed with
-- the key file (src/vault.rs), so this file and its backups hold no words.

-- ── store ────────────────────────────────────────────────────────────────────────────────────────────────────
-- Requests that were handled (src/store/seen.rs): a redelivery changes nothing. A day, not a time, and no user id.
CREATE TABLE seen (
    key TEXT PRIMARY KEY,
    day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One sealed word that tells at start whether the key file belongs to this database; and the key of pseudonyms, sealed,
-- so that tags of people outlive a change of the key file.
CREATE TABLE vault (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    sealed  BLOB NOT NULL,
    pseudonyms BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

-- ── people ───────────────────────────────────────────────────────────────────────────────────────────────────
-- Who works here, as Slack describes them (src/people.rs); kept fresh by src/roster.rs.
CREATE TABLE person (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    full_name  TEXT,              -- the real name, where Slack lists one: lists of people from elsewhere use it
    handle     TEXT NOT NULL,
    email      TEXT,              -- members only: lists of people from elsewhere name them by it
    zone       TEXT,
    standing   TEXT NOT NULL CHECK (standing IN ('member', 'guest', 'outsider', 'bot', 'deactivated')),
    is_admin   INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
    is_single_channel INTEGER NOT NULL DEFAULT 0 CHECK (is_single_channel IN (0, 1)),  -- a guest of one channel
    dm         TEXT,              -- their conversation with the bot, once it was opened
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX person_by_handle ON person (handle);

-- Who takes part, and whether Peerloop prompts (src/people/programme.rs): the newest row holds, none means everybody and
-- no prompts; older rows are the log.
CREATE TABLE programme (
    id      INTEGER PRIMARY KEY,
    enrols  TEXT NOT NULL CHECK (enrols IN ('everyone', 'channel', 'list')),
    channel TEXT,               -- whose members take part
    joining TEXT NOT NULL CHECK (joining IN ('open', 'closed')),     -- may others join by themselves?
    prompts TEXT NOT NULL CHECK (prompts IN ('off', 'live', 'paused')),
    set_by  TEXT NOT NULL,      -- a person, or 'operator'
    set_at  INTEGER NOT NULL,
    CHECK ((enrols = 'channel') = (channel IS NOT NULL))
) STRICT;

-- Who was enrolled, and who left (src/people/enrolment.rs): a row per time. Where everyone takes part, only those who
-- left or came back have rows. Whoever ended their newest row themselves takes part in no way until they join again.
CREATE TABLE enrolment (
    id       INTEGER PRIMARY KEY,
    person   TEXT NOT NULL REFERENCES person (id),
    since_at INTEGER NOT NULL,
    added_by TEXT NOT NULL,     -- a person, 'everyone', 'channel' or 'operator'
    ended_at INTEGER,
    ended_by TEXT,
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX enrolment_now ON enrolment (person) WHERE ended_at IS NULL;
CREATE INDEX enrolment_of ON enrolment (person, id);

-- Everybody who takes part now. A guest of a single channel counts as a member where owners allow it.
CREATE VIEW enrolled AS
SELECT person.id AS person FROM person
WHERE (person.standing = 'member' OR (person.standing = 'guest' AND person.is_single_channel = 1
    AND (SELECT value FROM setting WHERE name = 'guests' ORDER BY id DESC LIMIT 1) = 'Yes'))
AND CASE coalesce((SELECT enrols FROM programme ORDER BY id DESC LIMIT 1), 'everyone')
    WHEN 'everyone' THEN (SELECT ended_by FROM enrolment WHERE enrolment.person = person.id ORDER BY enrolment.id DESC LIMIT 1) IS NOT person.id
    ELSE EXISTS (SELECT 1 FROM enrolment WHERE enrolment.person = person.id AND ended_at IS NULL)
END;

-- Who reports to whom (src/people/reporting.rs): a row per time, so that a figure over a month can use who reported to
-- whom in it. One manager at a time; that there is no circle the importer checks.
CREATE TABLE reports_to (
    id       INTEGER PRIMARY KEY,
    person   TEXT NOT NULL REFERENCES person (id),
    manager  TEXT NOT NULL REFERENCES person (id),
    since_at INTEGER NOT NULL,
    set_by   TEXT NOT NULL,     -- a person, or 'operator'
    ended_at INTEGER,
    ended_by TEXT,
    CHECK (person <> manager),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX reports_to_now ON reports_to (person) WHERE ended_at IS NULL;
CREATE INDEX reports_to_manager ON reports_to (manager) WHERE ended_at IS NULL;

-- Days on which somebody is away (src/people/leave.rs): their local dates, the last one included.
CREATE TABLE leave (
    id           INTEGER PRIMARY KEY,
    person       TEXT NOT NULL REFERENCES person (id),
    from_date    TEXT NOT NULL CHECK (date(from_date) IS from_date),
    to_date      TEXT NOT NULL CHECK (date(to_date) IS to_date),
    set_by       TEXT NOT NULL,
    set_at       INTEGER NOT NULL,
    cancelled_at INTEGER,
    cancelled_by TEXT,
    CHECK (from_date <= to_date),
    CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL))
) STRICT;

CREATE INDEX leave_of ON leave (person, to_date);

-- ── programme ────────────────────────────────────────────────────────────────────────────────────────────────
-- Who invited whom to take part (src/rituals/programme): at most one in 30 days per invited person, whoever invites.
CREATE TABLE invitation (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used again: the outbox names invitations by it
    inviter     TEXT NOT NULL REFERENCES person (id),
    invited     TEXT NOT NULL REFERENCES person (id),
    sent_at     INTEGER NOT NULL,
    answer      TEXT CHECK (answer IN ('joined', 'not_now')),
    answered_at INTEGER,
    CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;

CREATE INDEX invitation_of ON invitation (invited, id);
CREATE INDEX invitation_by ON invitation (inviter);

-- ── setup ────────────────────────────────────────────────────────────────────────────────────────────────────
-- Who has which role (src/people/roles.rs): a row per time somebody had it, so that this is also the log of who gave
-- and ended it. What follows from Slack (member, guest, admin …) stands in person.
CREATE TABLE role (
    person   TEXT NOT NULL REFERENCES person (id),
    role     TEXT NOT NULL CHECK (role IN ('owner', 'reviewer', 'facilitator')),
    since_at INTEGER NOT NULL,
    given_by TEXT NOT NULL,     -- a person, or 'configuration'
    ended_at INTEGER,
    ended_by TEXT,
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX role_now ON role (person, role) WHERE ended_at IS NULL;

-- ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────
-- What owners have changed (src/settings): the newest row of a name holds, none means the default; older rows
-- are the log.
CREATE TABLE setting (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    set_by TEXT NOT NULL REFERENCES person (id),
    set_at INTEGER NOT NULL
) STRICT;

CREATE INDEX setting_by_name ON setting (name, id);

-- ── attention ────────────────────────────────────────────────────────────────────────────────────────────────
-- Who has muted everything they have not asked for (src/attention/mute.rs), and since when.
CREATE TABLE mute (
    person   TEXT PRIMARY KEY REFERENCES person (id),
    since_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What people were asked without having asked for it (src/attention): it keeps the number small.
CREATE TABLE prompt (
    id       INTEGER PRIMARY KEY,
    person   TEXT NOT NULL REFERENCES person (id),
    kind     TEXT NOT NULL CHECK (kind IN ('check_in', 'request', 'drill', 'vote', 'playbook', 'session', 'pulse', 'digest')),
    subject  TEXT NOT NULL,        -- which one; the same again is a reminder
    asked_at INTEGER NOT NULL
) STRICT;

CREATE INDEX prompt_of ON prompt (person, asked_at);
CREATE INDEX prompt_by_age ON prompt (asked_at);       -- for the nightly purge

-- ── outbox ───────────────────────────────────────────────────────────────────────────────────────────────────
-- What Slack is still to be told (src/outbox.rs writes, src/courier.rs delivers). A row is one message, card or
-- Home tab; it names its subject and never holds a person's words.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,
    subject    TEXT NOT NULL,     -- <ritual>.<what>:<id>
    kind       TEXT NOT NULL CHECK (kind IN ('dm', 'home', 'channel')),
    place      TEXT NOT NULL,     -- the person or the channel
    lane       INTEGER NOT NULL CHECK (lane IN (0, 1, 2)),  -- 0 a person's own act, 1 cards and Homes, 2 prompts
    state      TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'unclear', 'sent', 'cancelled', 'dead')),
    wanted     INTEGER NOT NULL DEFAULT 1,   -- counts up each time the message should look different
    shown      INTEGER NOT NULL DEFAULT 0,   -- the count that Slack shows
    nonce      TEXT NOT NULL,     -- in the message's metadata: finds it again after a crash
    tries      INTEGER NOT NULL DEFAULT 0,
    due_at     INTEGER NOT NULL,  -- when it may go; for an unclear one, when it is looked up
    claimed_at INTEGER,
    channel    TEXT,              -- where it stands, once posted
    ts         TEXT,
    code       TEXT,              -- Slack's last error
    created_at INTEGER NOT NULL,
    settled_at INTEGER,
    CHECK ((state = 'sending' OR state = 'unclear') <= (claimed_at IS NOT NULL)),
    CHECK ((channel IS NULL) = (ts IS NULL)),
    UNIQUE (subject, place)       -- telling somebody twice of one thing is one message
) STRICT;

-- The courier looks only at the head of each of these queues, however many wait or have been sent: one queue per lane
-- and kind of call, because Slack limits each kind apart, and one that must wait holds up no other.
CREATE INDEX outbox_waiting ON outbox (lane, kind, (ts IS NOT NULL), due_at) WHERE state IN ('ready', 'unclear');
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
-- And the nightly purge only at these.
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE state IN ('sent', 'cancelled', 'dead');
-- And whoever asks for figures at these.
CREATE INDEX outbox_dead ON outbox (code) WHERE state = 'dead';
CREATE INDEX outbox_shown ON outbox (kind) WHERE kind = 'home' AND shown > 0;

-- ── schedule ─────────────────────────────────────────────────────────────────────────────────────────────────
-- Whose turn of what recurs comes when (src/schedule): a row per recurring thing and person, or 'everybody' for what is
-- the programme's. The time is wall-clock time, in a zone of its own or in the person's.
CREATE TABLE schedule (
    name     TEXT NOT NULL,       -- <ritual>, or <ritual>.<what>
    person   TEXT NOT NULL,       -- a person, or 'everybody'
    kind     TEXT NOT NULL CHECK (kind IN ('nudge', 'digest', 'deadline', 'retention')),  -- decides what happens when it was missed
    cron     TEXT NOT NULL,       -- five fields, at most one time a day
    zone     TEXT,                -- none: the person's own
    since_at INTEGER NOT NULL,    -- only what comes after it counts
    due_at   INTEGER,             -- when to look again: at the next turn, or at once if 0; none if it never comes again
    PRIMARY KEY (name, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX schedule_due ON schedule (name, due_at);

-- Whoever moves to another zone keeps their time of day: their next turns are planned anew.
CREATE TRIGGER zone_changed AFTER UPDATE OF zone ON person WHEN old.zone IS NOT new.zone BEGIN
    UPDATE schedule SET due_at = 0 WHERE person = new.id AND zone IS NULL;
END;

CREATE INDEX schedule_of ON schedule (person);

-- Every occurrence that has run or was left out, by name, person and local date: ticking twice, a repeated hour or a
-- changed zone run it once.
CREATE TABLE ledger (
    name    TEXT NOT NULL,
    person  TEXT NOT NULL DEFAULT 'everybody',
    date    TEXT NOT NULL,         -- the local date, ISO
    ran_at  INTEGER NOT NULL,      -- when it ran or was left out
    skipped TEXT CHECK (skipped IN ('late', 'merged', 'not_live', 'not_taking_part', 'muted', 'reminded', 'no_time', 'pointless')),
    PRIMARY KEY (name, person, date)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_of ON ledger (person);

-- Public holidays, by region; who lives where; days on which nobody is asked anything (src/schedule/days.rs).
CREATE TABLE holiday (
    region TEXT NOT NULL,          -- a label that owners chose
    date   TEXT NOT NULL CHECK (date(date) IS date),
    name   TEXT NOT NULL,
    PRIMARY KEY (region, date, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE region (
    person TEXT PRIMARY KEY REFERENCES person (id),   -- without a row: the default
    region TEXT NOT NULL,          -- empty: no holidays, whatever the default
    set_by TEXT NOT NULL,          -- a person, or 'operator'
    set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE default_region (      -- of whoever has no row in region; without a row: no holidays
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    region TEXT NOT NULL CHECK (region <> ''),
    set_by TEXT NOT NULL,
    set_at INTEGER NOT NULL
) STRICT;

CREATE TABLE blackout (
    id        INTEGER PRIMARY KEY,
    from_date TEXT NOT NULL CHECK (date(from_date) IS from_date),
    to_date   TEXT NOT NULL CHECK (date(to_date) IS to_date),   -- the last day
    why       TEXT NOT NULL,       -- a label that owners chose
    set_by    TEXT NOT NULL,
    set_at    INTEGER NOT NULL,
    ended_at  INTEGER,
    ended_by  TEXT,
    CHECK (from_date <= to_date),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;

-- ── feedback ─────────────────────────────────────────────────────────────────────────────────────────────────
-- Start/Stop/Continue notes (src/rituals/feedback). The body is sealed for this row's `form`; it is gone when the
-- note is withdrawn, when the receiver has left, or when neither side keeps a copy. Giver or receiver is 'nobody'
-- once they have erased their data.
CREATE TABLE feedback (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: the outbox names notes by it
    form         TEXT NOT NULL UNIQUE,               -- the form it came from: a doubled submit is one note
    giver        TEXT NOT NULL REFERENCES person (id),
    receiver     TEXT NOT NULL REFERENCES person (id),
    skill        TEXT NOT NULL,
    body         BLOB,
    given_at     INTEGER NOT NULL,
    edited_at    INTEGER,
    delivered_at INTEGER,
    read_at      INTEGER,
    helped_at    INTEGER,
    withdrawn_at INTEGER,
    returned_at  INTEGER,         -- it could not be delivered, or the receiver left before reading it
    dropped_at   INTEGER,         -- the receiver deleted their copy
    CHECK (withdrawn_at IS NULL OR read_at IS NULL),      -- only what is unread can be taken back
    CHECK (returned_at IS NULL OR read_at IS NULL),
    CHECK (helped_at IS NULL OR read_at IS NOT NULL),     -- what was not read cannot have helped
    CHECK (body IS NOT NULL OR withdrawn_at IS NOT NULL OR returned_at IS NOT NULL OR dropped_at IS NOT NULL)
) STRICT;

CREATE INDEX feedback_given ON feedback (giver, id);
CREATE INDEX feedback_received ON feedback (receiver, id);
-- One for each list on Home, so that a page costs the same however many notes there are.
CREATE INDEX feedback_to_others ON feedback (giver, id) WHERE receiver <> giver AND withdrawn_at IS NULL;
CREATE INDEX feedback_to_oneself ON feedback (giver, id) WHERE receiver = giver AND withdrawn_at IS NULL;
CREATE INDEX feedback_opened ON feedback (receiver, id) WHERE read_at IS NOT NULL AND dropped_at IS NULL;
CREATE INDEX feedback_by_age ON feedback (given_at);   -- for the nightly purge
CREATE INDEX feedback_unread ON feedback (receiver, id)
    WHERE giver <> receiver AND read_at IS NULL AND withdrawn_at IS NULL AND returned_at IS NULL AND dropped_at IS NULL;

-- A receiver reported a note (src/rituals/feedback/report.rs). Two reviewers get its text, never its author; until they
-- lift the pause, that giver cannot write to that receiver. The text is a copy sealed for this row, so that neither
-- side can take it out of the reviewers' hands; it is deleted with their decision. The pause is a keyed tag of the two
-- people and not the note's names, for it outlives the erasing of either.
CREATE TABLE report (
    feedback    INTEGER PRIMARY KEY REFERENCES feedback (id),
    reason      TEXT NOT NULL CHECK (reason IN ('hurtful', 'private', 'harassment', 'other')),
    body        BLOB,
    reported_at INTEGER NOT NULL,
    decided_at  INTEGER,
    decided_by  TEXT REFERENCES person (id),
    lifted_at   INTEGER,        -- they decided that the giver may write again
    pair        TEXT,           -- while the pause holds: a tag of giver and receiver; names nobody without the key
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CHECK ((body IS NULL) = (decided_at IS NOT NULL)),
    CHECK (lifted_at IS NULL OR decided_at IS NOT NULL),
    CHECK (lifted_at IS NULL OR pair IS NULL)
) STRICT;

CREATE INDEX report_paused ON report (pair) WHERE pair IS NOT NULL;
