//! How long `/playbook …` takes over 10,000 entries: hits, words that were mistyped, words that nobody wrote. It goes the
//! road that the command goes, from the request to the answer, on a database in a temporary directory.
//!
//! ```text
//! cargo bench --bench playbook
//! ```

use anyhow::{Context, Result, anyhow};
use peerloop::{
    clock::Clock,
    ids::{UserId, ViewId},
    may::Role,
    people::{self, roles},
    profile::Profile,
    request::{Act, Field, Fields, FormState, Place, Request},
    rituals::registry::HOUSE,
    store::{Creating, Lane, Store},
    vault::Vault,
};
use std::time::{Duration, Instant};

/// Entries in the playbook.
const ENTRIES: usize = 10_000;
/// Entries that are written in one transaction.
const STEP: usize = 500;
/// Searches of each kind.
const TIMES: usize = 200;

const WORDS: [&str; 60] = [
    "price",
    "budget",
    "expensive",
    "vendor",
    "contract",
    "timing",
    "quarter",
    "security",
    "review",
    "legal",
    "procurement",
    "champion",
    "authority",
    "committee",
    "decision",
    "renewal",
    "discount",
    "competitor",
    "feature",
    "roadmap",
    "integration",
    "migration",
    "support",
    "training",
    "adoption",
    "rollout",
    "pilot",
    "proposal",
    "meeting",
    "calendar",
    "manager",
    "director",
    "finance",
    "engineering",
    "marketing",
    "customer",
    "reference",
    "invoice",
    "payment",
    "licence",
    "volume",
    "region",
    "language",
    "compliance",
    "privacy",
    "hosting",
    "backup",
    "uptime",
    "latency",
    "mobile",
    "desktop",
    "report",
    "dashboard",
    "export",
    "import",
    "template",
    "workflow",
    "approval",
    "signature",
    "onboarding",
];

/// As long as a query may be.
const LONG: &str = "procurementprocurementprocurementprocurementprocurementprocurementprocurementprocurement\
                    securitysecuritysecuritysecuritysecuritysecuritysecuritysecuritysecuritysecuritysecurity\
                    discountdiscountdiscount";

fn main() -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(measure())
}

async fn measure() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let store = Store::open(
        &dir.path().join("db"),
        Creating::IfMissing,
        Vault::with_key(&[1; 32]),
        Clock::System,
    )?;
    let ritual = HOUSE.named("playbook").context("no playbook")?;
    let owner = UserId::new("ELIN");
    store
        .transact(Lane::Person, None, |tx| {
            people::keep(tx, &profile("ELIN"))?;
            roles::give(tx, &UserId::new("ELIN"), Role::Owner, "ELIN")
        })
        .await
        .map_err(|failure| anyhow!("{failure}"))?;
    for from in (0..ENTRIES).step_by(STEP) {
        let owner = owner.clone();
        let job = move |tx: &peerloop::store::Tx<'_>| {
            for number in from..from + STEP {
                ritual.act(tx, &proposal(&owner, number))?;
                tx.take_facts();
            }
            Ok(())
        };
        store
            .transact(Lane::Person, None, job)
            .await
            .map_err(|failure| anyhow!("{failure}"))?;
    }
    println!("{ENTRIES} entries");
    for (kind, query) in [
        ("a word of most entries", "price"),
        ("two words", "security review"),
        ("a word that was mistyped", "procuremnet"),
        ("two words, one mistyped", "discuont renewal"),
        ("a word of one entry", "number7777"),
        ("one that is like thousands", "numbre7777"),
        ("a word that nobody wrote", "zebracrossing"),
        ("a word of two letters", "qz"),
        (
            "a whole sentence",
            "they say the budget is gone and finance will not sign",
        ),
        (
            "a sentence, all mistyped",
            "procuremnet comittee aproval onbording integraton complience signatrue numbre1234",
        ),
        ("200 letters", LONG),
    ] {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let asks = request(
                &owner,
                Act::Command {
                    name: "playbook".to_owned(),
                    text: query.to_owned(),
                    mentions: Vec::new(),
                },
            );
            let begun = Instant::now();
            store
                .read(move |read| ritual.open(read, &asks).map(drop))
                .await
                .map_err(|failure| anyhow!("{failure}"))?;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        println!(
            "{kind:<28} p50 {:>6.2} ms   p99 {:>6.2} ms   longest {:>6.2} ms",
            ms(times[TIMES / 2]),
            ms(times[TIMES * 99 / 100 - 1]),
            ms(times[TIMES - 1])
        );
    }
    store.close().await;
    Ok(())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// An entry's words, drawn from the list by its number.
fn proposal(owner: &UserId, number: usize) -> Request {
    let word = |at: usize| WORDS[(number * 7 + at * at * 13 + number / 60 * at) % WORDS.len()];
    let text =
        |from: usize, count: usize| (from..from + count).map(word).collect::<Vec<_>>().join(" ");
    let fields = [
        ("objection", format!("number{number} {}", text(0, 5))),
        ("context", text(7, 8)),
        ("answer", text(20, 60)),
    ];
    let form = FormState {
        view: ViewId::new(format!("V{number}")),
        callback: "playbook.propose".to_owned(),
        item: String::new(),
        fields: Fields(
            fields
                .into_iter()
                .map(|(name, text)| (name.to_owned(), Field::Text(text)))
                .collect(),
        ),
    };
    request(owner, Act::Submit(form))
}

fn request(who: &UserId, act: Act) -> Request {
    Request {
        key: String::new(),
        who: who.clone(),
        team: None,
        place: Place::Nowhere,
        act,
    }
}

fn profile(id: &str) -> Profile {
    Profile {
        id: UserId::new(id),
        team: None,
        name: id.to_owned(),
        full_name: None,
        handle: id.to_lowercase(),
        email: None,
        zone: None,
        is_bot: false,
        is_guest: false,
        is_single_channel: false,
        is_outsider: false,
        is_admin: false,
        is_deactivated: false,
    }
}
