//! A database of its own on the PostgreSQL of the tests.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

const VARIABLE: &str = "WANGTING_TEST_POSTGRES";

/// A database that everybody has moved into, copied from one that was prepared once.
pub(crate) async fn furnished() -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    static COPIES: AtomicU32 = AtomicU32::new(0);
    let template = TEMPLATE
        .get_or_init(async || {
            let template = format!("http_{}", std::process::id());
            administer(format!("CREATE DATABASE {template}")).await;
            crate::hall::furnish(&address_of(&template)).await;
            template
        })
        .await;
    let name = format!("{template}_{}", COPIES.fetch_add(1, Ordering::Relaxed));
    administer(format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    name
}

pub(crate) async fn drop(name: &str) {
    administer(format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

/// The address of another database on the server of the tests.
pub(crate) fn address_of(name: &str) -> String {
    let server = server();
    let (server, parameters) = server.split_once('?').unwrap_or((&server, ""));
    let (server, _) = server.rsplit_once('/').expect("an address names a database");
    format!("{server}/{name}?{parameters}")
}

fn server() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{VARIABLE} must be the address of a PostgreSQL server where databases may be made, such as \
             postgres://postgres@127.0.0.1:5432/postgres. `cargo xtask postgres -- cargo test -p server` starts one."
        )
    })
}

async fn administer(statement: String) {
    let mut connection = PgConnection::connect(&server()).await.expect("the server of the tests answers");
    connection.execute(AssertSqlSafe(statement)).await.expect("databases may be made and dropped");
    connection.close().await.expect("the server of the tests answers");
}
