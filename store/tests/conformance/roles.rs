//! The role that a web server has on PostgreSQL, as docs/deploy/postgres-role.sql makes it: it adds to the audit trail and
//! seals it, and cannot bend it.

use crate::{audit, engines::Place};
use store::{Error, Store};

const SCRIPT: &str = include_str!("../../../docs/deploy/postgres-role.sql");

#[tokio::test]
async fn the_role_of_the_web_server_adds_and_seals_and_changes_nothing() {
    let place = Place::postgres().await;
    // Roles belong to the whole server: one for each run.
    let role = format!("wangting_{}", std::process::id());
    place.run(SCRIPT.replace("wangting", &role)).await.unwrap();

    // Opening brings nothing up to date, and so needs no right to make tables.
    let store = Store::open(&place.address_as(&role)).await.unwrap();
    store.write(async |mut work| work.record(&audit::event(1)).await).await.unwrap();
    assert_eq!(store.write(async |mut work| audit::seal(&mut work, 9).await).await.unwrap(), 1);
    let backlog = store.read(async |mut work| work.audit_backlog().await).await.unwrap();
    assert_eq!(backlog.waiting, 0);
    let found = store.read(async |mut work| Ok::<_, Error>(work.latest_events(9).await?)).await.unwrap();
    assert_eq!(found, [audit::event(1)]);
    store.close().await;

    for change in [
        "UPDATE audit_events SET actor = 'nobody'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events CASCADE",
        "ALTER TABLE audit_events DISABLE TRIGGER ALL",
        "DROP TABLE audit_seals",
        "UPDATE audit_seals SET position = 2",
        "DELETE FROM audit_seals",
        "DELETE FROM audit_waiting",
        "INSERT INTO audit_waiting SELECT at, id FROM audit_events",
        "UPDATE ledger_postings SET amount = 0",
        "DELETE FROM ledger_transactions",
        "UPDATE _sqlx_migrations SET success = false",
        "CREATE TABLE mine (id int)",
    ] {
        let refused = place.raw_as(&role, change).await.expect_err(change);
        let code = refused
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .map(std::borrow::Cow::into_owned);
        assert_eq!(code.as_deref(), Some("42501"), "{change}: {refused}");
    }
    place.run(format!("DROP OWNED BY {role}; DROP ROLE {role}")).await.unwrap();
    place.leave().await;
}
