//! The playbook on a database: what is told to it, what it finds and in which order, and that nothing is left where it
//! should be gone.

mod drills;
mod finding;
mod life;
mod privacy;

use super::{find, queries, review, rules::Words};
use crate::{
    clock::Clock,
    error::Result,
    fact::{DecidedAnswer, DecidedDrill},
    ids::{UserId, ViewId},
    may::Role,
    outcome::Outcome,
    people::{self, roles},
    profile::Profile,
    request::{Act, Field, Fields, FormState, Place, Request},
    store::{Creating, Lane, Read, Store, Tx},
    vault::Vault,
};
use std::path::Path;
use tokio::sync::watch;

struct House {
    dir: tempfile::TempDir,
    store: Store,
    shift: watch::Sender<i64>,
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

fn amir() -> UserId {
    UserId::new("AMIR")
}

fn elin() -> UserId {
    UserId::new("ELIN")
}

impl House {
    async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (shift, seconds) = watch::channel(0);
        let store = Store::open(
            &dir.path().join("db"),
            Creating::IfMissing,
            Vault::with_key(&[3; 32]),
            Clock::Shifted(seconds),
        )
        .unwrap();
        let house = Self { dir, store, shift };
        house
            .does(|tx| {
                for id in ["AMIR", "BEA", "ELIN"] {
                    people::keep(tx, &profile(id))?;
                }
                roles::give(tx, &elin(), Role::Owner, elin().as_str())
            })
            .await;
        house
    }

    async fn does<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.store.transact(Lane::Person, None, job).await.unwrap()
    }

    async fn sees<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Read<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.store.read(look).await.unwrap()
    }

    async fn finds(&self, query: &'static str) -> Vec<String> {
        let found = self.sees(move |read| find::find(read, query)).await;
        found
            .ranked
            .into_iter()
            .map(|found| found.words.objection)
            .collect()
    }

    fn days_pass(&self, days: i64) {
        self.shift.send_modify(|seconds| *seconds += days * 86_400);
    }

    /// Everything in the database's files once its log has been emptied.
    fn files(&self) -> Vec<u8> {
        let database = rusqlite_checkpoint(&self.dir.path().join("db"));
        database
            .into_iter()
            .flat_map(|path| std::fs::read(path).unwrap_or_default())
            .collect()
    }

    fn count_in_files(&self, words: &str) -> usize {
        let files = self.files();
        let parts = files.windows(words.len());
        parts.filter(|part| *part == words.as_bytes()).count()
    }

    fn files_hold(&self, words: &str) -> bool {
        self.count_in_files(words) + self.count_in_files(&words.to_lowercase()) > 0
    }
}

fn rusqlite_checkpoint(path: &Path) -> Vec<std::path::PathBuf> {
    crate::store::empty_log(path).unwrap();
    let dir = path.parent().unwrap();
    std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}

fn words(objection: &str, answer: &str) -> Words {
    Words {
        objection: objection.to_owned(),
        answer: answer.to_owned(),
        ..Words::default()
    }
}

/// A live entry; its id.
fn live(tx: &Tx<'_>, objection: &str, answer: &str) -> Result<i64> {
    let form = tx.random()?;
    let id = queries::insert(tx, &form, &amir(), None, None, &words(objection, answer))?;
    review::go_live(tx, &elin(), id)
}

fn submit(
    callback: &str,
    item: &str,
    view: &str,
    who: &UserId,
    fields: &[(&str, Field)],
) -> Request {
    Request {
        key: format!("form:{view}"),
        who: who.clone(),
        team: None,
        place: Place::Form,
        act: Act::Submit(FormState {
            view: ViewId::new(view),
            callback: callback.to_owned(),
            item: item.to_owned(),
            fields: Fields(
                fields
                    .iter()
                    .map(|(name, field)| ((*name).to_owned(), field.clone()))
                    .collect(),
            ),
        }),
    }
}

fn click(action: &str, value: &str, who: &UserId) -> Request {
    Request {
        key: format!("act:{action}"),
        who: who.clone(),
        team: None,
        place: Place::Nowhere,
        act: Act::Click {
            action: action.to_owned(),
            value: value.to_owned(),
            form: None,
        },
    }
}

fn drill(source: &str, share: Option<u8>) -> DecidedDrill {
    let answer = |text: &str, share, duels| DecidedAnswer {
        text: text.to_owned(),
        tweaks: vec!["Shorter.".to_owned()],
        share,
        duels,
    };
    DecidedDrill {
        source: source.to_owned(),
        objection: "It is too expensive for us".to_owned(),
        context: "Series A, a finance lead".to_owned(),
        answers: vec![
            answer("Compared to what?", share, 8),
            answer("What would it have to return?", Some(40), 6),
            answer("Nobody judged this one.", None, 1),
        ],
        voters: 9,
    }
}

fn form_of(outcome: Outcome) -> String {
    match outcome {
        Outcome::Open(form) | Outcome::Replace(form) => form.to_json().unwrap().to_string(),
        Outcome::Whisper(message) => message.to_json().unwrap().to_string(),
        Outcome::Done | Outcome::GoOn { .. } => String::new(),
    }
}
