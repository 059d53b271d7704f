//! The manager's month: issued once when it is over, sent on the first working morning where each manager is, with the
//! next level's figures where a team is small, and hidden where it would point at somebody.

use crate::{programme::enrols, town::Town};
use standin::{Fault, Options, Persona};
use std::fmt::Write;
use tokio::sync::watch;

/// A Monday; September begins on a Tuesday, six weeks and a day later.
const BEGIN: &str = "2026-07-20T07:00:00Z";

/// Who manages whom: Dora all of them; Mina and Noor eight reps each, and Otto, who reports to Mina, two.
const TEAMS: [(&str, &str, std::ops::Range<usize>); 3] = [
    ("Mina", "M", 0..8),
    ("Noor", "N", 0..8),
    ("Otto", "O", 0..2),
];

fn reps() -> impl Iterator<Item = (String, &'static str)> {
    TEAMS.into_iter().flat_map(|(manager, letter, numbers)| {
        numbers.map(move |number| (format!("{letter}{number}"), manager))
    })
}

/// A sales floor of two zones; its managers do not take part themselves.
pub(crate) struct Floor {
    pub(crate) town: Town,
    elin: Persona,
    _world: tempfile::TempDir,
}

impl Floor {
    async fn open() -> Self {
        let mut world = "team: {name: Large, domain: large}\npeople:\n  - {name: Elin, zone: Europe/Berlin, admin: true}\n".to_owned();
        for (name, zone) in [
            ("Dora", "Europe/Berlin"),
            ("Mina", "Europe/Berlin"),
            ("Noor", "America/New_York"),
            ("Otto", "Europe/Berlin"),
        ] {
            writeln!(world, "  - {{name: {name}, zone: {zone}}}").unwrap();
        }
        for (rep, _) in reps() {
            writeln!(world, "  - {{name: {rep}, zone: Europe/Berlin}}").unwrap();
        }
        world += "channels:\n  - {name: general, members: [Elin, Dora, Mina, Noor, Otto, M3], bot: true}\n";
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("world.yml");
        std::fs::write(&path, world).unwrap();
        let at: chrono::DateTime<chrono::Utc> = BEGIN.parse().unwrap();
        let (shift, _) = watch::channel((at - peerloop::clock::Clock::System.now()).num_seconds());
        let options = Options {
            world: Some(path),
            shift: Some(shift),
            ..Options::default()
        };
        let town = Town::open_with(options).await;
        let elin = town.slack.person("Elin");
        Self {
            town,
            elin,
            _world: dir,
        }
    }

    /// The same with everybody on the list and everybody's manager set.
    pub(crate) async fn set_up() -> Self {
        let floor = Self::open().await;
        floor.elin.opens_home().await;
        floor.town.all_told().await;
        floor.elin.clicks("Set up").await;
        floor.elin.waits_for_form("Set up Peerloop").await;
        floor.elin.closes_all().await;
        let list: Vec<String> = reps().map(|(rep, _)| rep).collect();
        enrols(&floor.elin, &list.join("\n"), "Only owners add people").await;
        floor.elin.closes_all().await;
        let lines: Vec<String> = reps()
            .map(|(rep, manager)| format!("{rep},{manager}"))
            .collect();
        let lines = lines.join("\n");
        floor
            .reports(&format!("{lines}\nMina,Dora\nNoor,Dora\nOtto,Mina"))
            .await;
        floor
    }

    pub(crate) async fn reports(&self, lines: &str) {
        self.elin.types("general", "/peerloop setup").await;
        self.elin.waits_for_form("Set up Peerloop").await;
        self.elin.clicks_beside("Change", "Managers").await;
        self.elin.fills("Who reports to whom", lines).await;
        self.elin.submits().await;
        self.elin.sees("What Save would change").await;
        self.elin.submits().await;
        self.elin.sees("Saved.").await;
        self.elin.closes_all().await;
    }

    pub(crate) async fn goes_live(&self) {
        self.elin.types("general", "/peerloop setup").await;
        self.elin.waits_for_form("Set up Peerloop").await;
        self.elin.clicks_beside("Go live", "Prompts").await;
        self.elin
            .sees("On their first working morning of a month")
            .await;
        self.elin.clicks("Go live").await;
        self.elin.sees("Prompts are sent.").await;
        self.elin.closes_all().await;
        self.town.all_told().await;
    }

    /// What everybody does in a month: so many notes to each of the next two, in turn about discovery and about the demo,
    /// and one commitment kept.
    pub(crate) fn acts(&self, month: &str, times: u32) {
        let sql = format!(
            "WITH RECURSIVE time(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM time WHERE n < {times}),
                 rep AS (SELECT id, row_number() OVER (ORDER BY id) AS at, count(*) OVER () AS all_of FROM enrolled JOIN person ON person.id = enrolled.person)
             INSERT INTO feedback (form, giver, receiver, skill, body, given_at, delivered_at)
             SELECT 'V{month}' || a.id || b.id || n, a.id, b.id, CASE n % 2 WHEN 0 THEN 'demo' ELSE 'discovery' END, x'00', unixepoch('{month}') + 3600 * n, 0
             FROM rep a JOIN rep b ON b.at IN ((a.at % a.all_of) + 1, ((a.at + 1) % a.all_of) + 1) JOIN time;
             INSERT INTO commitment (form, who, tells, body, by_date, made_at, answer, answered_at)
             SELECT 'V{month}' || person, person, 0, x'00', '{month}', unixepoch('{month}'), 'done', unixepoch('{month}') + 7200 FROM enrolled;"
        );
        self.town.writes(&sql);
    }

    /// What everybody saw, but for whoever set it all up: that is told elsewhere.
    pub(crate) async fn ends_well(self) -> String {
        let all = self.town.ends_well().await;
        let sections = all.split_inclusive("\n\n");
        let of_others = sections.filter(|section| !section.starts_with("── Elin ──"));
        of_others.collect()
    }

    pub(crate) fn person(&self, name: &str) -> Persona {
        self.town.slack.person(name)
    }
}

/// The digests that somebody has in their conversation with Peerloop.
pub(crate) fn digests(person: &Persona) -> usize {
    let screen = person.screen();
    let messages = screen.conversations.iter().flat_map(|c| &c.messages);
    messages
        .filter(|m| m.text.contains("Your digest ·"))
        .count()
}

#[tokio::test]
async fn each_manager_hears_on_the_first_working_morning_where_they_are() {
    let floor = Floor::set_up().await;
    floor.goes_live().await;
    let (dora, mina, noor, otto) = (
        floor.person("Dora"),
        floor.person("Mina"),
        floor.person("Noor"),
        floor.person("Otto"),
    );
    let town = &floor.town;
    floor.acts("2026-08-10", 2);
    town.days_pass(42).await;
    town.hours_pass(23).await;
    town.all_told().await;
    // 1 September, eight in the morning in Berlin: August is issued, and nobody was woken.
    assert_eq!(town.count("SELECT count(*) FROM digest_month"), 1);
    assert_eq!(digests(&mina), 0);
    town.hours_pass(1).await;
    town.all_told().await;
    for (person, people) in [(&dora, 18), (&mina, 10)] {
        person.sees("Your digest · August 2026").await;
        person
            .sees(&format!("{people} people below you take part."))
            .await;
        person.sees(&format!("Commitments kept: {people}")).await;
        person.sees(&format!("discovery {}", people * 2)).await;
        person
            .sees("answers in fire drills, additions to the playbook")
            .await;
    }
    // Otto has two people: he is told whose figures these are.
    otto.sees("these are the figures from one level up, where 10 people take part.")
        .await;
    otto.sees("Commitments kept: 10").await;
    // In New York it is three in the morning.
    assert_eq!(digests(&noor), 0);
    town.hours_pass(6).await;
    town.all_told().await;
    noor.sees("8 people below you take part.").await;
    noor.clicks("How is this computed?").await;
    noor.sees("at least 5 people are behind it").await;
    noor.closes_all().await;
    noor.clicks("What can I do with this?").await;
    noor.sees("One decision a month is enough").await;
    noor.closes_all().await;

    // The month after, with what was before.
    floor.acts("2026-09-10", 1);
    town.days_pass(30).await;
    town.all_told().await;
    mina.sees("Your digest · September 2026").await;
    mina.sees("Commitments kept: 10 (August: 10)").await;
    assert_eq!(digests(&mina), 2);
    mina.opens_home().await;
    town.all_told().await;
    mina.sees("September 2026: 10 people").await;
    mina.clicks("Open").await;
    mina.sees("Commitments kept: 10 (August: 10)").await;
    mina.closes_all().await;
    mina.types("general", "/peerloop digest").await;
    mina.waits_for_form("Your digest").await;
    mina.closes_all().await;
    let rep = floor.person("M0");
    assert_eq!(digests(&rep), 0);
    insta::assert_snapshot!(floor.ends_well().await);
}

#[tokio::test]
async fn nothing_goes_out_before_go_live_and_once_late_when_peerloop_was_down() {
    let mut floor = Floor::set_up().await;
    let (mina, noor) = (floor.person("Mina"), floor.person("Noor"));
    floor.acts("2026-08-10", 1);
    floor.town.days_pass(44).await;
    floor.town.all_told().await;
    let skipped = "SELECT count(*) FROM ledger WHERE name = 'digest' AND skipped = 'not_live'";
    assert_eq!(floor.town.count(skipped), 4, "each manager, once");
    floor.goes_live().await;
    floor.town.days_pass(1).await;
    floor.town.all_told().await;
    assert_eq!((digests(&mina), digests(&noor)), (0, 0));
    // What was worked out is on Home, for whoever looks.
    mina.opens_home().await;
    floor.town.all_told().await;
    mina.sees("August 2026: 10 people").await;

    floor.acts("2026-09-10", 1);
    floor.town.days_pass(20).await;
    // Down over the first of October, until Monday the fifth at nine in Berlin.
    floor.town.is_down_for(24 * 13).await;
    floor.town.all_told().await;
    assert_eq!((digests(&mina), digests(&noor)), (1, 0));
    mina.sees("Commitments kept: 10 (August: 10)").await;
    floor.town.restarts().await;
    floor.town.hours_pass(6).await;
    floor.town.all_told().await;
    assert_eq!(
        (digests(&mina), digests(&noor)),
        (1, 1),
        "once, also after a restart"
    );
    assert_eq!(floor.town.count("SELECT count(*) FROM digest_month"), 2);
    let ran = "SELECT count(*) FROM ledger WHERE name = 'figures' AND person = 'everybody'";
    assert_eq!(floor.town.count(ran), 2);
    floor.ends_well().await;
}

#[tokio::test]
async fn holidays_leave_and_mute_are_kept() {
    let floor = Floor::set_up().await;
    floor.goes_live().await;
    let (mina, noor, dora, otto) = (
        floor.person("Mina"),
        floor.person("Noor"),
        floor.person("Dora"),
        floor.person("Otto"),
    );
    floor.acts("2026-08-10", 1);
    dora.opens_home().await;
    floor.town.all_told().await;
    dora.clicks("Mute everything").await;
    floor.town.writes(&format!(
        "INSERT INTO leave (person, from_date, to_date, set_by, set_at) VALUES ('{mina}', '2026-08-28', '2026-09-03', '{mina}', 0);
         INSERT INTO holiday (region, date, name) VALUES ('NY', '2026-09-01', 'A Tuesday');
         INSERT INTO region (person, region, set_by, set_at) VALUES ('{noor}', 'NY', 'operator', 0);",
        mina = mina.id(),
        noor = noor.id()
    ));
    floor.town.days_pass(43).await;
    let has = |person: &Persona| digests(person);
    // 1 September, nine in Berlin; then hour by hour until the fourth at nine.
    let mut first: Vec<(i64, &str)> = Vec::new();
    for hour in 0..=72 {
        if hour > 0 {
            floor.town.hours_pass(1).await;
        }
        floor.town.all_told().await;
        for (name, person) in [
            ("Otto", &otto),
            ("Noor", &noor),
            ("Mina", &mina),
            ("Dora", &dora),
        ] {
            if has(person) > 0 && !first.iter().any(|(_, known)| *known == name) {
                first.push((hour, name));
            }
        }
    }
    // Nine in New York is six hours later, and a day later because of the holiday.
    assert_eq!(first, [(0, "Otto"), (30, "Noor"), (72, "Mina")]);
    floor.ends_well().await;
}

#[tokio::test]
async fn a_month_of_nothing_says_so_and_a_manager_of_few_with_nobody_above_is_sent_nothing() {
    let floor = Floor::set_up().await;
    floor.reports("Otto,").await;
    floor.goes_live().await;
    let (mina, otto) = (floor.person("Mina"), floor.person("Otto"));
    floor.town.days_pass(44).await;
    floor.town.all_told().await;
    mina.sees("8 people below you take part.").await;
    mina.sees("Not enough answers to show this without pointing at someone.")
        .await;
    assert_eq!(digests(&otto), 0);
    otto.opens_home().await;
    floor.town.all_told().await;
    otto.sees("August 2026: Not enough answers to show this without pointing at someone.")
        .await;
    otto.clicks("Open").await;
    otto.sees("Below you there are fewer, and above you nobody has more.")
        .await;
    otto.closes().await;
    insta::assert_snapshot!(floor.ends_well().await);
}

#[tokio::test]
async fn who_changes_managers_counts_where_they_were_when_the_month_began() {
    let floor = Floor::set_up().await;
    floor.goes_live().await;
    let (mina, noor, otto) = (
        floor.person("Mina"),
        floor.person("Noor"),
        floor.person("Otto"),
    );
    floor.acts("2026-08-10", 1);
    floor.town.days_pass(30).await;
    // 19 August: all of Noor's people go to Otto, whose team lies below Mina.
    let lines: Vec<String> = (0..8).map(|number| format!("N{number},Otto")).collect();
    floor.reports(&lines.join("\n")).await;
    floor.acts("2026-09-10", 1);
    floor.acts("2026-10-10", 1);
    floor.town.days_pass(14).await;
    floor.town.all_told().await;
    // August is as it began: Otto had two people. Noor manages nobody any more and is sent nothing.
    mina.sees("10 people below you take part.").await;
    otto.sees("these are the figures from one level up, where 10 people take part.")
        .await;
    assert_eq!(digests(&noor), 0);
    noor.types("general", "/peerloop digest").await;
    noor.sees("Only managers can do that: people who take part report to them.")
        .await;
    // September: Otto has ten, but with August beside it they would give away the two.
    floor.town.days_pass(30).await;
    floor.town.all_told().await;
    otto.sees("Your digest · September 2026").await;
    otto.sees("10 people below you take part.").await;
    otto.sees("Not enough answers to show this without pointing at someone.")
        .await;
    mina.sees("18 people below you take part.").await;
    mina.sees("Commitments kept: 18 (August: 10)").await;
    // And a month later it is shown, on Monday the second at nine: winter time has begun.
    floor.town.days_pass(31).await;
    floor.town.hours_pass(1).await;
    floor.town.all_told().await;
    otto.sees("Your digest · October 2026").await;
    otto.sees("Commitments kept: 10 (September: Hidden to protect individuals)")
        .await;
    floor.ends_well().await;
}

#[tokio::test]
async fn whoever_erases_their_data_is_in_no_row_and_their_leaving_hides_a_month() {
    let floor = Floor::set_up().await;
    floor.goes_live().await;
    let (mina, rep) = (floor.person("Mina"), floor.person("M3"));
    floor.acts("2026-08-10", 1);
    floor.town.days_pass(44).await;
    floor.town.all_told().await;
    mina.sees("Commitments kept: 10").await;
    // What was counted may go; what was issued stays.
    floor
        .town
        .writes("DELETE FROM feedback; DELETE FROM commitment;");
    rep.types("general", "/peerloop my data").await;
    rep.sees("Counted in the figures of August 2026").await;
    rep.closes().await;
    mina.types("general", "/peerloop digest").await;
    mina.waits_for_form("Your digest").await;
    mina.sees("Commitments kept: 10").await;
    mina.closes().await;
    mina.types("general", "/peerloop my data").await;
    mina.sees("Digest of August 2026 · sent").await;
    mina.closes().await;
    let frozen = "SELECT count(*) FROM digest_figure";
    let before = floor.town.count(frozen);
    rep.types("general", "/peerloop erase me").await;
    rep.waits_for_form("Erase my data").await;
    rep.submits().await;
    rep.sees("Erased. Peerloop keeps nothing that names you")
        .await;
    rep.closes().await;
    floor.town.all_told().await;
    floor.town.all_scrubbed().await;
    let member =
        |person: &str| format!("SELECT count(*) FROM digest_member WHERE person = '{person}'");
    assert_eq!(floor.town.count(&member(rep.id())), 0);
    assert_eq!(floor.town.count(&member("nobody")), 1);
    assert_eq!(floor.town.count(frozen), before, "what was issued stays");

    floor.acts("2026-09-10", 1);
    floor.town.days_pass(29).await;
    floor.town.all_told().await;
    mina.sees("Your digest · September 2026").await;
    mina.sees("9 people below you take part.").await;
    // Ten before, nine now: the difference would be what one person did.
    mina.sees("Not enough answers to show this without pointing at someone.")
        .await;
    mina.types("general", "/peerloop erase me").await;
    mina.waits_for_form("Erase my data").await;
    mina.submits().await;
    mina.sees("Erased. Peerloop keeps nothing that names you")
        .await;
    mina.closes().await;
    floor.town.all_told().await;
    let hers = format!(
        "SELECT count(*) FROM digest WHERE manager = '{}'",
        mina.id()
    );
    assert_eq!(floor.town.count(&hers), 0);
    floor.ends_well().await;
}

#[tokio::test]
async fn a_slack_without_charts_gets_the_same_as_text() {
    let floor = Floor::set_up().await;
    floor.goes_live().await;
    let dora = floor.person("Dora");
    floor.acts("2026-08-10", 2);
    floor.town.days_pass(42).await;
    floor.town.hours_pass(23).await;
    floor.town.all_told().await;
    let faults = floor.town.slack.faults();
    for _ in 0..3 {
        faults.fail_next(
            "chat.postMessage",
            Fault::Error("invalid_blocks".to_owned()),
        );
    }
    floor.town.hours_pass(1).await;
    floor.town.all_told().await;
    dora.sees("Most practised: discovery 36, demo 36").await;
    dora.sees_no("Most practised, August 2026");
    floor.town.hours_pass(6).await;
    floor.town.all_told().await;
    // A later one is tried with its chart again.
    floor
        .person("Noor")
        .sees("Most practised, August 2026 (bar)")
        .await;
    insta::assert_snapshot!(floor.ends_well().await);
}
