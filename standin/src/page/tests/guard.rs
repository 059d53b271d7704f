//! Who may ask for anything at all.

use super::{Site, type_in};

#[tokio::test]
async fn another_website_cannot_post() {
    let site = Site::open().await;
    let body = type_in("C1", "hello").to_string();
    let here = format!("http://{}", site.address);
    let json = ("Content-Type", "application/json");
    let refused: [&[(&str, &str)]; 7] = [
        &[json, ("Origin", "https://evil.example")],
        &[json, ("Origin", "null")],
        &[json, ("Origin", "http://127.0.0.1:1")],
        &[json, ("Sec-Fetch-Site", "cross-site")],
        &[json, ("Origin", &here), ("Sec-Fetch-Site", "same-site")],
        &[("Content-Type", "text/plain"), ("Origin", &here)],
        &[("Origin", &here)],
    ];
    for headers in refused {
        for path in ["/as/U1/act", "/clock"] {
            let reply = site.ask(&format!("POST {path}"), headers, &body).await;
            assert_eq!(reply.status, 403, "{path} {headers:?}");
        }
    }
    assert_eq!(site.screen("U1").await["version"], 1, "nothing was done");

    let own = [
        json,
        ("Origin", here.as_str()),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    assert_eq!(site.ask("POST /as/U1/act", &own, &body).await.status, 204);
}

#[tokio::test]
async fn a_foreign_host_gets_nothing() {
    let site = Site::open().await;
    for host in [
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "10.1.2.3",
    ] {
        for path in ["/", "/as/U1/screen", "/page.js"] {
            let reply = site
                .ask(&format!("GET {path}"), &[("Host", host)], "")
                .await;
            assert_eq!(reply.status, 403, "{host}{path}");
            assert!(!reply.body.contains("Amir"));
        }
    }
    let absolute = site
        .ask("GET http://evil.example/as/U1/screen", &[], "")
        .await;
    assert_eq!(absolute.status, 403);
    for host in ["localhost", "localhost:1", "[::1]:1"] {
        assert_eq!(
            site.ask("GET /", &[("Host", host)], "").await.status,
            200,
            "{host}"
        );
    }
}

#[tokio::test]
async fn a_stranger_is_sent_back_to_the_chooser() {
    let site = Site::open().await;
    for path in ["/as/U9", "/as/U0BOT", "/as/U9/screen", "/as/U9/events"] {
        let reply = site.get(path).await;
        assert_eq!(reply.status, 404, "{path}");
        assert!(reply.body.contains(r#"<a href="/">"#), "{path}");
    }
    assert_eq!(
        site.post("/as/U9/act", &type_in("C1", "hello"))
            .await
            .status,
        404
    );
}
