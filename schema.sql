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
    kept         TEXT CHECK (kept IN ('whole', 'partly')),  -- the commitment that came from it, if its giver is to hear
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

-- ── playbook ─────────────────────────────────────────────────────────────────────────────────────────────────
-- What to say to an objection (src/rituals/playbook). Words stand sealed in playbook_version; only of what everybody
-- may read, the entries that are live or stale, they also stand open, in playbook_index, because nothing sealed can be
-- searched. Retiring an entry takes them out of there.
CREATE TABLE playbook (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: cards and drills name entries by it
    form        TEXT NOT NULL UNIQUE,               -- the form it came from: a doubled submit is one entry
    state       TEXT NOT NULL CHECK (state IN ('draft', 'reviewed', 'live', 'stale', 'retired')),
    version     INTEGER NOT NULL CHECK (version >= 1),           -- the newest
    revises     INTEGER REFERENCES playbook (id) ON DELETE SET NULL,  -- a draft for a new version of that entry
    proposed_by TEXT NOT NULL REFERENCES person (id),
    reviewed_at INTEGER,                            -- when somebody last looked whether it still holds
    made_at     INTEGER NOT NULL,
    CHECK (reviewed_at IS NOT NULL OR state IN ('draft', 'retired')),
    CHECK (revises IS NULL OR state IN ('draft', 'reviewed', 'retired'))
) STRICT;

CREATE INDEX playbook_by_state ON playbook (state, reviewed_at);
CREATE INDEX playbook_proposed ON playbook (proposed_by, id);

-- One text of an entry; older ones stay readable. The body is sealed for this row's entry and number.
CREATE TABLE playbook_version (
    id      INTEGER PRIMARY KEY,
    entry   INTEGER NOT NULL REFERENCES playbook (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    body    BLOB NOT NULL,
    made_by TEXT NOT NULL REFERENCES person (id),   -- whose edit it was
    author  TEXT REFERENCES person (id),            -- whom it names, with their consent
    made_at INTEGER NOT NULL,
    UNIQUE (entry, number)
) STRICT;

-- Who moved an entry on, and when. Peerloop itself lets it turn stale.
CREATE TABLE playbook_event (
    id    INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES playbook (id) ON DELETE CASCADE,
    what  TEXT NOT NULL CHECK (what IN ('proposed', 'reviewed', 'live', 'revised', 'stale', 'renewed', 'retired')),
    by    TEXT NOT NULL,            -- a person, or 'peerloop'
    at    INTEGER NOT NULL
) STRICT;

CREATE INDEX playbook_event_of ON playbook_event (entry, id);

-- What a drill has shown for an entry; a drill counts once.
CREATE TABLE playbook_evidence (
    source   TEXT PRIMARY KEY,      -- drill:17
    entry    INTEGER NOT NULL REFERENCES playbook (id) ON DELETE CASCADE,
    share    INTEGER CHECK (share BETWEEN 0 AND 100),  -- per cent of the duels that the answer won; NULL: too few
    duels    INTEGER NOT NULL,
    voters   INTEGER NOT NULL,
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX playbook_evidence_of ON playbook_evidence (entry);

-- Somebody used an entry in the field: one answer a day and person, shown only as a count.
CREATE TABLE playbook_use (
    entry   INTEGER NOT NULL REFERENCES playbook (id) ON DELETE CASCADE,
    person  TEXT NOT NULL REFERENCES person (id),
    day     INTEGER NOT NULL,       -- days since 1970, UTC
    how     TEXT NOT NULL CHECK (how IN ('worked', 'partly', 'no')),
    used_at INTEGER NOT NULL,
    PRIMARY KEY (entry, person, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX playbook_use_by_age ON playbook_use (used_at);

-- A card in a channel with one version of an entry: later edits leave it as it was shared.
CREATE TABLE playbook_share (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: the outbox names cards by it
    entry     INTEGER NOT NULL REFERENCES playbook (id) ON DELETE CASCADE,
    version   INTEGER NOT NULL,
    channel   TEXT NOT NULL,
    person    TEXT NOT NULL REFERENCES person (id),
    day       INTEGER NOT NULL,       -- days since 1970, UTC: pressing twice is one card
    shared_at INTEGER NOT NULL,
    UNIQUE (entry, version, channel, person, day)
) STRICT;

CREATE INDEX playbook_share_by_person ON playbook_share (person);

-- What a drill has come to, until somebody adds it to the playbook. Sealed for its source.
CREATE TABLE playbook_proposal (
    source     TEXT PRIMARY KEY,    -- drill:17
    body       BLOB NOT NULL,
    decided_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Somebody wants to keep a teammate's message. Its text is sealed for this row and gone with a no, with the entry that
-- comes of it, and after two weeks; that it was asked stays, so that nobody is asked twice for one message.
CREATE TABLE playbook_ask (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used again: the outbox names asks by it
    message  TEXT NOT NULL UNIQUE,                -- its channel and number
    asker    TEXT NOT NULL REFERENCES person (id),
    author   TEXT NOT NULL REFERENCES person (id),
    state    TEXT NOT NULL CHECK (state IN ('asked', 'named', 'unnamed', 'declined', 'lapsed', 'kept')),
    body     BLOB,
    asked_at INTEGER NOT NULL,
    due_at   INTEGER NOT NULL,      -- then what is not answered, or not made an entry, is deleted
    CHECK ((body IS NOT NULL) = (state IN ('asked', 'named', 'unnamed')))
) STRICT;

CREATE INDEX playbook_ask_due ON playbook_ask (due_at) WHERE body IS NOT NULL;
CREATE INDEX playbook_ask_of ON playbook_ask (author, id);
CREATE INDEX playbook_ask_by ON playbook_ask (asker, id);

-- The words of live and stale entries, for the search: a row has its entry's id. Trigrams find parts of words.
CREATE VIRTUAL TABLE playbook_index USING fts5 (objection, context, answer, variants, tokenize = 'trigram remove_diacritics 1');
-- What is taken out is gone from the index's own tables, too, not only marked (sqlite.org/fts5.html, secure-delete).
INSERT INTO playbook_index (playbook_index, rank) VALUES ('secure-delete', 1);
-- Writing is rare and searching is not: its segments are merged as soon as two are alike (same page, automerge), which
-- halves what the longest search costs.
INSERT INTO playbook_index (playbook_index, rank) VALUES ('automerge', 2);

-- The words that stand in the index and in how many entries: what somebody who mistyped may have meant.
CREATE TABLE playbook_word (
    word    TEXT PRIMARY KEY,
    entries INTEGER NOT NULL CHECK (entries > 0)
) STRICT, WITHOUT ROWID;
-- ── drill ────────────────────────────────────────────────────────────────────────────────────────────────────
-- What buyers say (src/rituals/drill): the library of objections. Peerloop's twelve starters get a row once somebody
-- uses them. The words are sealed for `mark`.
CREATE TABLE objection (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    mark       TEXT NOT NULL UNIQUE,
    starter    TEXT UNIQUE,       -- which of the twelve
    source     TEXT UNIQUE,       -- what wants it drilled: 'playbook:12'
    aged_at    INTEGER,           -- since when; none once it was drilled
    body       BLOB NOT NULL,
    added_by   TEXT REFERENCES person (id),
    touched_at INTEGER NOT NULL,  -- last heard, wanted or drilled
    CHECK (aged_at IS NULL OR source IS NOT NULL)
) STRICT;

-- Somebody heard it from a buyer, once per command or form.
CREATE TABLE heard (
    id        INTEGER PRIMARY KEY,
    act       TEXT NOT NULL UNIQUE,
    objection INTEGER NOT NULL REFERENCES objection (id),
    person    TEXT NOT NULL REFERENCES person (id),
    heard_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX heard_of ON heard (objection, heard_at);
CREATE INDEX heard_at ON heard (heard_at);

-- A fire drill, from its preview to its result. The body (objection and context) is sealed for `form`.
CREATE TABLE drill (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: cards name drills by it
    form         TEXT NOT NULL UNIQUE,               -- the form it came from, or 'again:<drill>': one drill each
    opened_by    TEXT NOT NULL REFERENCES person (id),
    channel      TEXT NOT NULL,
    channel_name TEXT,               -- a public channel's, as Slack told it with a press there
    objection    INTEGER REFERENCES objection (id),
    body         BLOB NOT NULL,
    skill        TEXT,               -- what it trains, one of the owners' labels: figures count answers by it
    pace         TEXT NOT NULL CHECK (pace IN ('live', 'async')),
    length_s     INTEGER NOT NULL,   -- how long people answer
    drafted_at   INTEGER NOT NULL,
    opened_at    INTEGER,            -- Post was pressed
    posted_at    INTEGER,            -- the card stands in the channel
    refused      TEXT,               -- Slack's code, while it does not let the card in
    refusals     INTEGER NOT NULL DEFAULT 0,
    answer_by    INTEGER,
    closed_at    INTEGER,            -- no more answers for the vote
    in_vote      INTEGER NOT NULL DEFAULT 0,
    vote_by      INTEGER,
    sudden_a     INTEGER,            -- the two answers of a sudden death
    sudden_b     INTEGER,
    decided_at   INTEGER,
    voters       INTEGER NOT NULL DEFAULT 0,
    cancelled_at INTEGER,
    change       TEXT CHECK (change IN ('extended', 'closed', 'cancelled', 'lost')),  -- what was done to it last
    changed_by   TEXT REFERENCES person (id),
    due_at       INTEGER,            -- when it next goes on by itself
    CHECK (opened_at IS NULL OR (answer_by IS NOT NULL AND objection IS NOT NULL)),
    CHECK (posted_at IS NULL OR (opened_at IS NOT NULL AND refused IS NULL)),
    CHECK (closed_at IS NULL OR posted_at IS NOT NULL),
    CHECK (decided_at IS NULL OR closed_at IS NOT NULL),
    CHECK ((sudden_a IS NULL) = (sudden_b IS NULL)),
    CHECK (due_at IS NULL OR (posted_at IS NOT NULL AND decided_at IS NULL AND cancelled_at IS NULL))
) STRICT;

CREATE INDEX drill_due ON drill (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX drill_opened ON drill (opened_by, id);
CREATE INDEX drill_in ON drill (channel, id);
CREATE INDEX drill_of ON drill (objection);

-- An answer, from the moment its form was opened (that is what its seconds count from); sealed for this row. One each.
-- In `place` stands a drawn number: the order in which answers came is used nowhere. The figures are frozen with the
-- result, so that they outlive the votes.
CREATE TABLE answer (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    drill       INTEGER NOT NULL REFERENCES drill (id),
    author      TEXT NOT NULL REFERENCES person (id),
    body        BLOB,
    begun_at    INTEGER NOT NULL,
    answered_at INTEGER,
    seconds     INTEGER,
    edited_at   INTEGER,
    late_at     INTEGER,           -- it came after the deadline and its grace: not in the vote
    place       INTEGER NOT NULL DEFAULT 0,
    wins        INTEGER NOT NULL DEFAULT 0,
    ties        INTEGER NOT NULL DEFAULT 0,
    duels       INTEGER NOT NULL DEFAULT 0,
    won_at      INTEGER,
    named_at    INTEGER,           -- the author put their name under it
    CHECK ((body IS NULL) = (answered_at IS NULL)),
    CHECK (named_at IS NULL OR body IS NOT NULL)
) STRICT;

-- Nobody may be several people.
CREATE UNIQUE INDEX answer_of ON answer (drill, author) WHERE author <> 'nobody';
CREATE INDEX answer_in ON answer (drill, place);
CREATE INDEX answer_by ON answer (author, id);

-- Two answers (or the only one) that a voter was shown, from the moment they were; judged once. The tweak is sealed for
-- this row.
CREATE TABLE duel (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    drill     INTEGER NOT NULL REFERENCES drill (id),
    voter     TEXT NOT NULL REFERENCES person (id),
    a         INTEGER NOT NULL REFERENCES answer (id),
    b         INTEGER REFERENCES answer (id),
    is_sudden INTEGER NOT NULL CHECK (is_sudden IN (0, 1)),
    shown_at  INTEGER NOT NULL,
    judged_at INTEGER,
    pick      TEXT CHECK (pick IN ('a', 'b', 'close')),
    tweak     BLOB,
    CHECK (a <> b),
    CHECK (pick IS NULL OR (judged_at IS NOT NULL AND b IS NOT NULL)),
    CHECK (judged_at IS NULL OR b IS NULL OR pick IS NOT NULL),
    CHECK (tweak IS NULL OR judged_at IS NOT NULL)
) STRICT;

CREATE INDEX duel_in ON duel (drill, voter);
CREATE INDEX duel_by ON duel (voter, id);
CREATE INDEX duel_by_a ON duel (a);
CREATE INDEX duel_by_b ON duel (b);
CREATE INDEX duel_by_age ON duel (shown_at);
-- ── commitment ───────────────────────────────────────────────────────────────────────────────────────────────
-- What people commit to, and who looks after it with them (src/commitments). The body is sealed for this row's `form`.
-- What a commitment came from stands apart: it is kept when somebody wants to make one, before they have typed a word.
CREATE TABLE commitment_source (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    item      TEXT NOT NULL,                         -- feedback:17
    who       TEXT NOT NULL REFERENCES person (id),
    hears     TEXT REFERENCES person (id),           -- may hear that it was kept; 'nobody' once they have erased their data
    about     TEXT NOT NULL,                         -- a skill
    wanted_at INTEGER NOT NULL,
    UNIQUE (item, who)
) STRICT;

CREATE TABLE commitment (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used again: the outbox and buttons name it
    form        TEXT NOT NULL UNIQUE,                -- a doubled submit is one commitment
    who         TEXT NOT NULL REFERENCES person (id),
    source      INTEGER REFERENCES commitment_source (id),
    tells       INTEGER NOT NULL CHECK (tells IN (0, 1)),
    body        BLOB NOT NULL,
    shown_to    TEXT REFERENCES person (id),         -- the partner of that time; another one does not inherit it
    by_date     TEXT NOT NULL,                       -- a local date of theirs, ISO
    made_at     INTEGER NOT NULL,
    answer      TEXT CHECK (answer IN ('done', 'partly', 'not_yet', 'no_longer')),
    answered_at INTEGER,
    silent      INTEGER NOT NULL DEFAULT 0,          -- check-ins without a word since then
    silent_at   INTEGER,
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CHECK (source IS NOT NULL OR tells = 0),         -- nobody to tell
    CHECK (shown_to IS NULL OR shown_to <> who)
) STRICT;

CREATE INDEX commitment_of ON commitment (who, by_date);
CREATE INDEX commitment_from ON commitment (source);

-- Two people who look after each other's commitments, from the ask to the end.
CREATE TABLE partnership (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    asker     TEXT NOT NULL REFERENCES person (id),
    asked     TEXT NOT NULL REFERENCES person (id),
    asked_at  INTEGER NOT NULL,
    agreed_at INTEGER,
    ended_at  INTEGER,                               -- ended, declined or taken back
    CHECK (asker <> asked)
) STRICT;

-- Somebody has one partner, whoever asked.
CREATE UNIQUE INDEX partnership_asker ON partnership (asker) WHERE agreed_at IS NOT NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX partnership_asked ON partnership (asked) WHERE agreed_at IS NOT NULL AND ended_at IS NULL;

-- ── check_in ─────────────────────────────────────────────────────────────────────────────────────────────────
-- Answers to "How did it go?" (src/rituals/check_in): each is a row, because the partner has a card of each.
CREATE TABLE check_in (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    commitment    INTEGER NOT NULL,                  -- which is kept no longer than this, and may go first
    who           TEXT NOT NULL REFERENCES person (id),
    partner       TEXT REFERENCES person (id),       -- of that time; 'nobody' once they have erased their data
    answer        TEXT NOT NULL CHECK (answer IN ('done', 'partly', 'not_yet', 'no_longer')),
    answered_at   INTEGER NOT NULL,
    note          BLOB,                              -- to the partner, sealed for this id
    cheered_at    INTEGER,                           -- once
    taken_back_at INTEGER,                           -- it was a slip
    CHECK (note IS NULL OR partner IS NOT NULL),
    CHECK (note IS NULL OR taken_back_at IS NULL),
    CHECK (cheered_at IS NULL OR partner IS NOT NULL)
) STRICT;

CREATE INDEX check_in_about ON check_in (commitment, id);
CREATE INDEX check_in_of ON check_in (who);
CREATE INDEX check_in_for ON check_in (partner) WHERE partner IS NOT NULL;

-- What somebody shares of a check-in with the programme's channel, in their own words and with their name.
CREATE TABLE win (
    check_in      INTEGER PRIMARY KEY,               -- one each; its message is named by it
    who           TEXT NOT NULL REFERENCES person (id),
    channel       TEXT NOT NULL,                     -- the one that its author saw, whatever the setting is now
    body          BLOB,                              -- sealed for this check-in
    shared_at     INTEGER NOT NULL,
    posted_at     INTEGER,                           -- it stands in the channel
    refused       TEXT,                              -- Slack's word for why it does not
    taken_back_at INTEGER,
    CHECK ((body IS NULL) = (taken_back_at IS NOT NULL)),
    CHECK (posted_at IS NULL OR refused IS NULL)
) STRICT;

CREATE INDEX win_of ON win (who);

-- When somebody is asked, on their own clock; the next time follows from it and stands in schedule.
CREATE TABLE rhythm (
    who       TEXT PRIMARY KEY REFERENCES person (id),
    days      INTEGER NOT NULL CHECK (days BETWEEN 1 AND 127),  -- a bit a weekday, Monday first
    minute    INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439),
    weeks     INTEGER NOT NULL CHECK (weeks IN (1, 2)),
    from_date TEXT NOT NULL,                         -- a local date of the first of these weeks, ISO
    set_at    INTEGER NOT NULL,
    paused_at INTEGER
) STRICT, WITHOUT ROWID;

-- Each time that somebody was asked. One that was sent and has no answer when the next one is due was skipped.
CREATE TABLE nudge (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    who         TEXT NOT NULL REFERENCES person (id),
    date        TEXT NOT NULL,                       -- their local date, ISO
    asks        TEXT NOT NULL CHECK (asks IN ('how', 'fewer')),
    asked_at    INTEGER NOT NULL,
    seen_at     INTEGER,                             -- the DM stands in Slack; without it nobody was asked
    answered_at INTEGER,
    UNIQUE (who, date)
) STRICT;

-- ── digest ───────────────────────────────────────────────────────────────────────────────────────────────────
-- The months whose figures were issued (src/rituals/digest): once, when they were over, and never again. The figures of
-- the month after are hidden with an eye on this one, so what people did, in numbers without a name, stays until then,
-- sealed for the month.
CREATE TABLE digest_month (
    month     TEXT PRIMARY KEY CHECK (date(month, 'start of month') IS month),  -- its first day, of UTC's calendar
    k         INTEGER NOT NULL,     -- how many people hide one
    issued_at INTEGER,              -- none while it is being kept
    period    BLOB
) STRICT, WITHOUT ROWID;

-- Who has which number in the newest month, so that they have the same in the month after. Whoever has erased their data
-- is 'nobody' here, and the number stays: without it the month after could tell what they did.
CREATE TABLE digest_member (
    month  TEXT NOT NULL REFERENCES digest_month (month),
    number INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (month, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX digest_member_of ON digest_member (person);

-- What each month shows, by the numbers of managers; what has no row is hidden.
CREATE TABLE digest_figure (
    month   TEXT NOT NULL REFERENCES digest_month (month),
    manager INTEGER NOT NULL,
    measure TEXT NOT NULL CHECK (measure IN ('practised', 'asked_for', 'kept', 'partly_kept', 'not_kept', 'dropped', 'drilled', 'drilled_at_large', 'added')),
    label   INTEGER NOT NULL CHECK ((label = -1) = (measure NOT IN ('practised', 'asked_for', 'drilled'))),
    count   INTEGER NOT NULL,
    PRIMARY KEY (month, manager, measure, label)
) STRICT, WITHOUT ROWID;

-- The skills that owners have set, by the numbers that figures have them under.
CREATE TABLE digest_label (
    number INTEGER PRIMARY KEY,
    label  TEXT NOT NULL UNIQUE
) STRICT;

-- A manager's month: whose people it is about, and when it goes out.
CREATE TABLE digest (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used again: the outbox and buttons name it
    month    TEXT NOT NULL REFERENCES digest_month (month),
    manager  TEXT NOT NULL REFERENCES person (id),
    level    INTEGER,               -- whose number in that month; none has enough people
    up       INTEGER,               -- so many levels above the reader
    people   INTEGER,               -- so many of them take part
    due_at   INTEGER,               -- when it is sent, or looked at again
    asked_at INTEGER,               -- when it was sent
    is_plain INTEGER NOT NULL DEFAULT 0 CHECK (is_plain IN (0, 1)),  -- Slack did not take the chart
    UNIQUE (manager, month),
    CHECK ((level IS NULL) = (up IS NULL) AND (level IS NULL) = (people IS NULL)),
    CHECK (level IS NOT NULL OR due_at IS NULL)
) STRICT;

CREATE INDEX digest_due ON digest (due_at) WHERE due_at IS NOT NULL;
