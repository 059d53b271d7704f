//! Lists of people from a file: reported line by line, written only without `--check`, beside a bot that works.

use super::site::Site;
use rusqlite::Connection;
use std::fs;

fn count(site: &Site, sql: &str) -> i64 {
    let database = Connection::open(site.path("peerloop.db")).unwrap();
    database.query_row(sql, [], |row| row.get(0)).unwrap()
}

const REPORTS: &str = "SELECT count(*) FROM reports_to WHERE ended_at IS NULL";
const LISTED: &str = "SELECT count(*) FROM enrolment WHERE ended_at IS NULL";

#[tokio::test]
async fn managers_and_people_come_from_files() {
    let site = Site::new().await;
    let bot = site.runs().await;
    site.settles().await;
    let file = site.path("managers.csv");
    let name = file.to_str().unwrap();
    fs::write(
        &file,
        "email;manager\namir@northwind.example;Dana\nbea;dana@northwind.example\nBea Okaforr;Dana\n",
    )
    .unwrap();
    for (arguments, end, reports) in [
        (
            vec!["import", "managers", name, "--check"],
            "2 would change, 0 so already, 1 left out. Nothing was written.",
            0,
        ),
        (
            vec!["import", "managers", name],
            "2 changed, 0 so already, 1 left out. Saved.",
            2,
        ),
        (
            vec!["import", "managers", name],
            "0 changed, 2 so already, 1 left out. Saved.",
            2,
        ),
    ] {
        let said = site.asks(&arguments).await;
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.out.contains(end), "{said:?}");
        assert!(
            said.out
                .contains("Line 4: nobody here is called “Bea Okaforr”."),
            "{said:?}"
        );
        assert_eq!(count(&site, REPORTS), reports);
    }

    fs::write(&file, "Amir\nChidi\n").unwrap();
    let said = site.does(&["import", "people", name]).await;
    assert!(said.contains("Chidi comes in"), "{said}");
    assert!(said.contains("At present everyone takes part"), "{said}");
    assert_eq!(count(&site, LISTED), 2);

    fs::write(&file, [0xff, 0xfe, 0x41]).unwrap();
    let refused = site.is_refused(&["import", "people", name]).await;
    assert!(refused.contains("is not UTF-8"), "{refused}");
    bot.ends().await;
}

#[tokio::test]
async fn holidays_come_from_a_file_whole_or_not_at_all() {
    let site = Site::new().await;
    let bot = site.runs().await;
    site.settles().await;
    let file = site.path("holidays.csv");
    let name = file.to_str().unwrap();
    let of_region = "SELECT count(*) FROM holiday WHERE region = 'DE-BE'";
    let import = |region| vec!["import", "holidays", name, "--region", region];

    fs::write(&file, "2026-12-25,Christmas Day\nsoon,Easter\n").unwrap();
    let refused = site.is_refused(&import("DE-BE")).await;
    assert!(
        refused.contains("Line 2: this is not the date"),
        "{refused}"
    );
    fs::write(&file, "2026-12-25,Christmas Day\n2027-01-01,New Year\n").unwrap();
    let mut check = import("DE-BE");
    check.push("--check");
    let said = site.does(&check).await;
    let end = "DE-BE: 2 holidays, 2026 to 2027. Nothing was written.";
    assert!(said.contains(end), "{said}");
    assert_eq!(count(&site, of_region), 0);
    // The same region in another case is the same region.
    for region in ["DE-BE", "de-be"] {
        let said = site.does(&import(region)).await;
        let end = "DE-BE: 2 holidays, 2026 to 2027. Saved.";
        assert!(said.contains(end), "{said}");
        assert_eq!(count(&site, of_region), 2);
    }
    let refused = site.is_refused(&import(" ")).await;
    assert!(refused.contains("1 to 40 characters"), "{refused}");
    bot.ends().await;
}
