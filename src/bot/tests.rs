//! What happens to whoever saw Slack's error for something that was kept.

use super::*;
use crate::{
    clock::Clock,
    ids::ViewId,
    profile::Profile,
    request::{Field, Fields, FormState, Place},
    secret::Secret,
    store::Creating,
    vault::Vault,
};
use std::sync::mpsc;

fn profile(id: &str) -> Profile {
    Profile {
        id: UserId::new(id),
        team: None,
        name: id.to_owned(),
        full_name: None,
        email: None,
        handle: id.to_lowercase(),
        zone: None,
        is_bot: false,
        is_guest: false,
        is_single_channel: false,
        is_outsider: false,
        is_admin: false,
        is_deactivated: false,
    }
}

fn submit() -> Box<Request> {
    let fields = [
        ("to", Field::Person(UserId::new("U2"))),
        ("skill", Field::Choice("demo".to_owned())),
        ("start", Field::Text("Late, but kept.".to_owned())),
    ];
    let form = FormState {
        view: ViewId::new("V1"),
        callback: "feedback.give".to_owned(),
        item: String::new(),
        fields: Fields(
            fields
                .into_iter()
                .map(|(name, field)| (name.to_owned(), field))
                .collect(),
        ),
    };
    Box::new(Request {
        key: "form:V1".to_owned(),
        who: UserId::new("U1"),
        team: None,
        place: Place::Form,
        act: Act::Submit(form),
    })
}

#[tokio::test]
async fn whoever_saw_slacks_error_for_a_submit_that_was_kept_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("db");
    let store = Store::open(
        &path,
        Creating::IfMissing,
        Vault::with_key(&[5; 32]),
        Clock::System,
    )
    .unwrap();
    let keep = |tx: &Tx<'_>| {
        ["U1", "U2"]
            .iter()
            .try_for_each(|id| roster::keep(tx, &profile(id)))
    };
    store.transact(Lane::Person, None, keep).await.unwrap();
    let token = Secret::new("xoxb-1");
    let web = Web::new("http://127.0.0.1:9/api", &token, &token).unwrap();
    let bot = Arc::new(Bot {
        store: store.clone(),
        web,
        end: watch::Sender::new(None),
        errands: Mutex::default(),
    });

    // A slow disk: the submit is begun in time and its commit comes 3 s later. Another job stands for the disk, in
    // the same batch behind the submit.
    tokio::time::pause();
    let arrived = Instant::now();
    let first = store.hold_writer();
    let submitted = tokio::spawn(bot.take(submit(), Exits::default(), arrived));
    store.wait_for_queue(1).await;
    let (release, held) = mpsc::channel::<()>();
    let disk = {
        let store = store.clone();
        tokio::spawn(async move {
            let wait = move |_: &Tx<'_>| {
                let _ = held.recv();
                Ok(())
            };
            store.transact(Lane::Background, None, wait).await
        })
    };
    store.wait_for_queue(2).await;
    drop(first);
    tokio::time::advance(Duration::from_secs(3)).await;
    drop(release);
    disk.await.unwrap().unwrap();
    assert!(matches!(submitted.await.unwrap(), Answer::AckWith(_)));

    let told = |read: &Read<'_>| outbox::subjects(read);
    let told = store.read(told).await.unwrap();
    assert_eq!(told, ["feedback.arrived:1", "desk.kept:form:V1"]);
}
