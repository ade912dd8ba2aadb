//! The audit trail from the outside: read by auditors, sealed behind the pages, followed by the program.

use crate::{
    asking,
    hall::{Hall, furnished, sqlite},
    people::Part,
};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, sqlite::SqliteConnectOptions};
use std::{path::Path, process::Output, str::FromStr as _};
use tokio::process::Command;

#[tokio::test]
async fn an_auditor_follows_what_a_customer_did() {
    let hall = Hall::open().await;
    let customer = hall.subscriber(Part::Subscriber).await;
    let number = asking::file(&customer, "question").await;
    let code = &hall.the(Part::Subscriber).file.customer.code;

    let auditor = hall.auditor().await;
    auditor.get("/").await.expect_redirect("/staff/audit");
    for search in [
        format!("object={number}"),
        format!("who={code}&operation=fileRequest&outcome=done"),
        format!("who={}", hall.the(Part::Subscriber).mobile()),
    ] {
        let page = auditor.get(format!("/staff/audit?{search}")).await.expect_status(200);
        assert!(page.body.contains(&format!("request:{number}")), "{}", page.body);
    }
    let csv = auditor.get(format!("/staff/audit/csv?object={number}")).await.expect_status(200);
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"audit.csv\"");
    assert!(
        csv.body.contains(&format!("subscriber:{code},fileRequest,request:{number},done")),
        "{}",
        csv.body
    );
    auditor.get("/staff/rights").await.expect_status(200);

    // The one sealer comes round every second.
    hall.sees("a seal", || async {
        let page = auditor.get(format!("/staff/audit?object={number}")).await;
        page.body.contains("环").then_some(())
    })
    .await;
    let metrics = hall.visitor().get("/metrics").await.expect_status(200);
    assert!(metrics.body.contains("\nwangting_audit_unsealed "), "{}", metrics.body);
    hall.close().await;
}

#[tokio::test]
async fn days_that_are_none_are_typed_again() {
    let hall = Hall::open().await;
    let auditor = hall.auditor().await;
    let page = auditor.get("/staff/audit?who=owl&from=2026-13-01").await.expect_status(422);
    assert!(
        page.body.contains("value=\"2026-13-01\"") && page.body.contains("error-summary"),
        "{}",
        page.body
    );
    // Asked for as a file, too.
    let page = auditor.get("/staff/audit/csv?who=owl&to=x").await.expect_status(422);
    assert!(page.body.contains("error-summary"), "{}", page.body);
    // Nothing else can be wrong: what is not in a list was not asked about.
    auditor.get("/staff/audit?operation=fly&outcome=x&before=y").await.expect_status(200);
    hall.close().await;
}

#[tokio::test]
async fn supervisors_learn_nothing_of_it() {
    let hall = Hall::open().await;
    let supervisor = hall.supervisor().await;
    for path in ["/staff/audit", "/staff/audit/csv", "/staff/rights"] {
        supervisor.get(path).await.expect_status(404);
    }
    hall.auditor().await.get("/staff/requests").await.expect_status(404);
    hall.close().await;
}

async fn doctor(database: &str, arguments: &[&str]) -> Output {
    let mut doctor = Command::new(env!("CARGO_BIN_EXE_wangting"));
    doctor.arg("doctor").args(arguments).args(["--database", database]).output().await.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn bend(path: &Path, statements: &'static str) {
    let options = SqliteConnectOptions::from_str(&sqlite(path)).unwrap().foreign_keys(false);
    let mut connection = options.connect().await.unwrap();
    connection.execute(statements).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn doctor_names_the_first_broken_link() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hall.db");
    furnished(&path).await;
    let configuration =
        server::config::Configuration { database: sqlite(&path), ..server::config::Configuration::default() };
    let desk = server::desk(&configuration).await.unwrap();
    while operations::audit::seal(&desk).await.unwrap() > 0 {}
    desk.store().close().await;

    let whole = doctor(&sqlite(&path), &["--audit"]).await;
    let report = said(&whole);
    assert!(whole.status.success(), "{report}");
    let head = report.lines().find_map(|line| line.strip_prefix("head ")).unwrap().trim().to_owned();
    assert!(doctor(&sqlite(&path), &["--audit", "--expect", &head]).await.status.success());

    bend(
        &path,
        "DROP TRIGGER audit_events_stay;
         UPDATE audit_events SET facts = facts || ' ' WHERE id = (SELECT event_id FROM audit_seals WHERE position = 3);",
    )
    .await;
    let broken = doctor(&sqlite(&path), &["--audit"]).await;
    let report = said(&broken);
    assert!(!broken.status.success(), "{report}");
    assert!(
        report.contains("WRONG: link 3 (event ") && report.contains("2 links before it hold"),
        "{report}"
    );

    // What was cut off is missed only by who noted it down.
    bend(&path, "DROP TRIGGER audit_seals_last; DELETE FROM audit_seals WHERE position >= 3").await;
    let forgotten = doctor(&sqlite(&path), &["--audit"]).await;
    assert!(said(&forgotten).contains("neither sealed nor wait"), "{}", said(&forgotten));
    bend(
        &path,
        "DROP TRIGGER audit_events_last;
         DELETE FROM audit_events WHERE id NOT IN (SELECT event_id FROM audit_seals);",
    )
    .await;
    assert!(doctor(&sqlite(&path), &["--audit"]).await.status.success());
    let cut = doctor(&sqlite(&path), &["--audit", "--expect", &head]).await;
    assert!(!cut.status.success());
    assert!(said(&cut).contains("link 3 is missing"), "{}", said(&cut));
}
