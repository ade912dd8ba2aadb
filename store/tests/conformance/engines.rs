//! Where a story takes place: a database of its own.

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgConnection};
use std::{
    future::Future,
    str::FromStr as _,
    sync::atomic::{AtomicU32, Ordering},
};
use store::Store;
use tempfile::TempDir;
use tokio::sync::OnceCell;

const VARIABLE: &str = "WANGTING_TEST_POSTGRES";

/// A database of its own, opened.
pub(crate) struct Place {
    pub(crate) store: Store,
    /// What [`Store::open`] was given.
    pub(crate) address: String,
    engine: Engine,
}

enum Engine {
    Sqlite { _folder: TempDir },
    Postgres { database: String },
}

impl Place {
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let address = format!("sqlite:{}", folder.path().join("hall.db").display());
        let store = Store::open(&address).await.expect("a new file opens");
        Self { store, address, engine: Engine::Sqlite { _folder: folder } }
    }

    pub(crate) async fn postgres() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        static PLACES: AtomicU32 = AtomicU32::new(0);
        // Bringing the tables up to date takes longer than copying an empty database that has them.
        let template = TEMPLATE.get_or_init(async || {
            let template = format!("conformance_{}", std::process::id());
            administer(format!("CREATE DATABASE {template}")).await;
            let store = Store::open(&address_of(&template)).await.expect("a new database opens");
            store.close().await;
            template
        });
        let template = template.await;
        let database = format!("{template}_{}", PLACES.fetch_add(1, Ordering::Relaxed));
        administer(format!("CREATE DATABASE {database} TEMPLATE {template}")).await;
        let address = address_of(&database);
        let store = Store::open(&address).await.expect("a copied database opens");
        Self { store, address, engine: Engine::Postgres { database } }
    }

    /// Goes around the store.
    pub(crate) async fn raw(&self, statement: &'static str) -> sqlx::Result<u64> {
        match &self.engine {
            Engine::Sqlite { .. } => {
                let options = sqlx::sqlite::SqliteConnectOptions::from_str(&self.address)?;
                let mut connection = options.connect().await?;
                let done = connection.execute(statement).await?.rows_affected();
                connection.close().await?;
                Ok(done)
            }
            Engine::Postgres { .. } => {
                let mut connection = PgConnection::connect(&self.address).await?;
                let done = connection.execute(statement).await?.rows_affected();
                connection.close().await?;
                Ok(done)
            }
        }
    }

    /// Goes around the store, on PostgreSQL, with many statements at once.
    pub(crate) async fn run(&self, statements: String) -> sqlx::Result<()> {
        let mut connection = PgConnection::connect(&self.address).await?;
        connection.execute(AssertSqlSafe(statements)).await?;
        connection.close().await
    }

    /// Goes around the store, on PostgreSQL, in another role.
    pub(crate) async fn raw_as(&self, role: &str, statement: &'static str) -> sqlx::Result<u64> {
        let mut connection = PgConnection::connect(&self.address_as(role)).await?;
        let done = connection.execute(statement).await?.rows_affected();
        connection.close().await?;
        Ok(done)
    }

    /// The address of this database on PostgreSQL for another role.
    pub(crate) fn address_as(&self, role: &str) -> String {
        let (scheme, rest) = self.address.split_once("://").expect("an address of a server");
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        format!("{scheme}://{role}@{host}")
    }

    pub(crate) async fn leave(self) {
        self.store.close().await;
        if let Engine::Postgres { database } = self.engine {
            administer(format!("DROP DATABASE {database} WITH (FORCE)")).await;
        }
    }
}

/// The address of another database on the server of the tests.
fn address_of(database: &str) -> String {
    let server = server();
    let (server, parameters) = server.split_once('?').unwrap_or((&server, ""));
    let (server, _) = server.rsplit_once('/').expect("an address names a database");
    format!("{server}/{database}?{parameters}")
}

fn server() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{VARIABLE} must be the address of a PostgreSQL server where databases may be made, such as \
             postgres://postgres@127.0.0.1:5432/postgres. `cargo xtask postgres -- cargo test -p store` starts one."
        )
    })
}

async fn administer(statement: String) {
    let mut connection = PgConnection::connect(&server()).await.expect("the server of the tests answers");
    connection.execute(AssertSqlSafe(statement)).await.expect("databases may be made and dropped");
    connection.close().await.expect("the server of the tests answers");
}

/// Starts `count` of the same at once and waits for all.
pub(crate) async fn at_once<F>(count: u32, start: impl Fn(u32) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let tasks: Vec<_> = (0..count).map(|number| tokio::spawn(start(number))).collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.expect("a task does not panic"));
    }
    outcomes
}
