//! The manager's month: issued once when it is over, sent on the first working morning where each manager is, with the
//! next level's figures where a team is small, and hidden where it would point at somebody.

use crate::{programme::enrols, town::Town};
use standin::{Options, Persona};
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
struct Floor {
    town: Town,
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
        world +=
            "channels:\n  - {name: general, members: [Elin, Dora, Mina, Noor, Otto], bot: true}\n";
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
    async fn set_up() -> Self {
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

    async fn reports(&self, lines: &str) {
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

    async fn goes_live(&self) {
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

    /// What everybody does in a month, so many times each: a note about discovery to each of the next two of their
    /// team's letter, and one commitment kept.
    fn acts(&self, month: &str, times: u32) {
        let sql = format!(
            "WITH RECURSIVE time(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM time WHERE n < {times}),
                 rep AS (SELECT id, row_number() OVER (ORDER BY id) AS at, count(*) OVER () AS all_of FROM enrolled JOIN person ON person.id = enrolled.person)
             INSERT INTO feedback (form, giver, receiver, skill, body, given_at, delivered_at)
             SELECT 'V{month}' || a.id || b.id || n, a.id, b.id, 'discovery', x'00', unixepoch('{month}') + 3600 * n, 0
             FROM rep a JOIN rep b ON b.at IN ((a.at % a.all_of) + 1, ((a.at + 1) % a.all_of) + 1) JOIN time;
             INSERT INTO commitment (form, who, tells, body, by_date, made_at, answer, answered_at)
             SELECT 'V{month}' || person, person, 0, x'00', '{month}', unixepoch('{month}'), 'done', unixepoch('{month}') + 7200 FROM enrolled;"
        );
        self.town.writes(&sql);
    }

    /// What everybody saw, but for whoever set it all up: that is told elsewhere.
    async fn ends_well(self) -> String {
        let all = self.town.ends_well().await;
        let sections = all.split_inclusive("\n\n");
        let of_others = sections.filter(|section| !section.starts_with("── Elin ──"));
        of_others.collect()
    }

    fn person(&self, name: &str) -> Persona {
        self.town.slack.person(name)
    }
}

/// The digests that somebody has in their conversation with Peerloop.
fn digests(person: &Persona) -> usize {
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
        person.sees(&format!("discovery {}", people * 4)).await;
        person
            .sees("Answers in fire drills: Hidden to protect individuals")
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
