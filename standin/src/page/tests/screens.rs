//! What one person's page is sent, and what moves it.

use super::{Site, read_until};
use serde_json::json;

#[tokio::test]
async fn a_screen_is_one_persons_only() {
    let site = Site::open().await;
    site.workspace.tell("U2", "for Bea alone", vec![]);
    let (amir, bea) = (site.screen("U1").await, site.screen("U2").await);
    assert_eq!(
        (&amir["me"]["handle"], &bea["me"]["handle"]),
        (&json!("amir"), &json!("bea"))
    );
    assert!(bea.to_string().contains("for Bea alone"));
    assert!(!amir.to_string().contains("for Bea alone"));
    assert!(amir.to_string().contains("drills left this week"));
    assert!(!bea.to_string().contains("drills left this week"));
    assert!(
        !site
            .get("/as/U1")
            .await
            .body
            .contains("drills left this week"),
        "the frame holds no messages"
    );
}

#[tokio::test]
async fn events_tell_of_changes_that_the_person_can_see() {
    let site = Site::open().await;
    let mut stream = site.send("GET /as/U1/events", &[], "").await;
    let start = read_until(&mut stream, "event: screen").await;
    assert!(start.contains("content-type: text/event-stream"));
    assert!(start.contains("event: clock"));

    // Bea's news wakes the stream, but Amir must not learn of it: his next event is his own second version.
    site.workspace.tell("U2", "for Bea alone", vec![]);
    site.workspace.tell("U1", "for Amir", vec![]);
    let news = read_until(&mut stream, "data: 2\n").await;
    assert_eq!(news.matches("event: screen").count(), 1, "{news}");
    assert!(
        !news.contains("for Amir"),
        "what changed comes with the screen only"
    );
}

#[tokio::test]
async fn the_clock_moves_for_everybody_and_only_forward() {
    let site = Site::open().await;
    let mut stream = site.send("GET /as/U2/events", &[], "").await;
    read_until(&mut stream, "event: screen").await;
    assert_eq!(
        site.post("/clock", &json!({"seconds": 3600})).await.body,
        r#"{"seconds":3600}"#
    );
    read_until(&mut stream, "data: 3600\n").await;
    for seconds in [json!(-1), json!(i64::MAX), json!("soon")] {
        let reply = site.post("/clock", &json!({"seconds": seconds})).await;
        assert_eq!(reply.status, 422, "{seconds}");
    }
    assert_eq!(
        site.post("/clock", &json!({"seconds": 86_400})).await.body,
        r#"{"seconds":90000}"#
    );
}
