//! Tables of a former version, brought up to date with what is in them.

use crate::{audit, given};
use crm::sign_in::StaffRole;
use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _, migrate::Migrator, sqlite::SqliteConnectOptions,
};
use std::{fs, path::Path, str::FromStr as _};
use store::{Error, Store};

/// An address of a SQLite file with the tables of a former version.
async fn former(folder: &Path, version: &str) -> String {
    let address = format!("sqlite:{}", folder.join("hall.db").display());
    let migrations = folder.join("migrations");
    fs::create_dir(&migrations).unwrap();
    let file = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_string_lossy().starts_with(version))
        .unwrap();
    fs::copy(&file, migrations.join(file.file_name().unwrap())).unwrap();
    let options =
        SqliteConnectOptions::from_str(&address).unwrap().create_if_missing(true).foreign_keys(true);
    let mut connection = options.connect().await.unwrap();
    Migrator::new(migrations).await.unwrap().run(&mut connection).await.unwrap();
    // Somebody with a password, and an event of the trail.
    connection
        .execute(
            "INSERT INTO staff VALUES (x'00000000000000000000000000000001', 'wren', 'supportAgent');
             INSERT INTO credentials VALUES (NULL, x'00000000000000000000000000000001', 'hash');
             INSERT INTO audit_events VALUES \
                 (x'00000000000000000000000000000007', 1793600000000000, 'staff:wren', 'signIn', '', 'done', '{}');",
        )
        .await
        .unwrap();
    connection.close().await.unwrap();
    address
}

#[tokio::test]
async fn staff_and_events_survive_the_audit_chain() {
    let folder = tempfile::tempdir().unwrap();
    let address = former(folder.path(), "0001").await;
    let store = Store::open(&address).await.unwrap();
    let (staff, waiting) = store
        .read(async |mut work| Ok::<_, Error>((work.staff_members().await?, work.unsealed_events(9).await?)))
        .await
        .unwrap();
    assert_eq!((staff.len(), staff[0].name.as_str(), staff[0].role), (1, "wren", StaffRole::SupportAgent));
    assert_eq!((waiting.len(), waiting[0].actor.as_str()), (1, "staff:wren"));
    let auditor =
        crm::sign_in::Staff { id: given::id("staff", 2), name: "owl".to_owned(), role: StaffRole::Auditor };
    store.write(async |mut work| work.add_staff(&auditor).await).await.unwrap();
    store.write(async |mut work| work.record(&audit::event(1)).await).await.unwrap();
    store.close().await;

    // Nothing refers to what is not there, and what referred to staff refers to them again.
    let mut connection = SqliteConnectOptions::from_str(&address).unwrap().connect().await.unwrap();
    let dangling = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await.unwrap();
    assert!(dangling.is_empty());
    assert!(connection.execute("DELETE FROM staff WHERE name = 'wren'").await.is_err());
    connection.close().await.unwrap();
}
