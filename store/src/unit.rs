//! The store and its units of work.

use crate::{
    Error, Result, Retry, accounts::Accounts, actings::Actings, audit::Audit, bills::Bills,
    bulk_jobs::BulkJobs, callers::Callers, catalogue::Catalogue, company_lines::CompanyLines,
    company_roles::CompanyRoles, consents::Consents, contact_changes::ContactChanges,
    corrections::Corrections, customer_search::CustomerSearch, customers::Customers,
    data_exports::DataExports, duplicates::Duplicates, idempotency::Idempotency, imports::Imports,
    jobs::Jobs, ledger::Ledger, lines::Lines, messages::Messages, orders::Orders, org_units::OrgUnits,
    passkeys::Passkeys, payments::Payments, postgres, recommendations::Recommendations, requests::Requests,
    second_factor::SecondFactor, sign_in::SignIn, sqlite, usage::Usage,
};
use async_trait::async_trait;
use std::{future::Future, sync::Arc};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Everything the store can do inside one transaction or snapshot.
pub trait Work:
    Accounts
    + Actings
    + Audit
    + Bills
    + BulkJobs
    + Callers
    + Catalogue
    + CompanyLines
    + CompanyRoles
    + Consents
    + ContactChanges
    + Corrections
    + CustomerSearch
    + Customers
    + DataExports
    + Duplicates
    + Ending
    + Idempotency
    + Imports
    + Jobs
    + Ledger
    + Lines
    + Messages
    + Orders
    + OrgUnits
    + Passkeys
    + Payments
    + Recommendations
    + Requests
    + SecondFactor
    + SignIn
    + Usage
{
}

/// How a unit of work ends; called by [`Store`] alone.
#[async_trait]
pub trait Ending: Send {
    /// Makes the work durable before it returns (`keep`), or undoes it.
    async fn end(self: Box<Self>, keep: bool) -> Result<()>;
}

/// The handle a closure works with. It is owned, so that futures that hold it are `Send` and borrow nothing.
pub type Unit = OwnedMutexGuard<Box<dyn Work>>;

/// A database, opened. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
}

#[derive(Clone)]
enum Engine {
    Sqlite(sqlite::Engine),
    Postgres(postgres::Engine),
}

/// How often a unit of work is run before its conflict is handed to the caller.
const ATTEMPTS: u32 = 8;

impl Store {
    /// Opens `sqlite:PATH` (made when missing) or `postgres://…`, and brings its tables up to date.
    ///
    /// Refuses an address of another scheme, tables from a newer program and tables that were changed by hand.
    pub async fn open(address: &str) -> Result<Self> {
        let engine = match address.split_once(':') {
            Some(("sqlite", _)) => Engine::Sqlite(sqlite::Engine::open(address).await?),
            Some(("postgres" | "postgresql", _)) => Engine::Postgres(postgres::Engine::open(address).await?),
            _ => {
                return Err(Error::Address(format!(
                    "a database is sqlite:PATH or postgres://…, not {address:?}"
                )));
            }
        };
        Ok(Self { engine })
    }

    /// Runs `work` in one transaction and commits it when it returns `Ok`; on `Err` nothing of it remains.
    ///
    /// `work` is run again when concurrent transactions got in its way, so it must not act outside the store. It must
    /// not begin another write: SQLite has one writer, and it would wait for itself. After a conflict it can only end:
    /// PostgreSQL answers nothing more in that transaction.
    /// Cancelling the returned future leaves either all of the work or nothing of it.
    pub async fn write<T, E, F, Fut>(&self, work: F) -> std::result::Result<T, E>
    where
        F: Fn(Unit) -> Fut,
        Fut: Future<Output = std::result::Result<T, E>>,
        E: From<Error> + Retry,
    {
        for attempt in 1.. {
            let session: Box<dyn Work> = match &self.engine {
                Engine::Sqlite(engine) => engine.begin_write().await?,
                Engine::Postgres(engine) => engine.begin_write().await?,
            };
            let done = run(session, &work).await;
            match done {
                Err(error) if error.is_worth_retrying() && attempt < ATTEMPTS => {
                    tracing::debug!(attempt, "a unit of work is run again");
                    // Losers of a race spread out, or they would meet again.
                    let pause = std::time::Duration::from_millis(u64::from(attempt * attempt));
                    tokio::time::sleep(pause).await;
                }
                done => return done,
            }
        }
        unreachable!("the loop ends with the last attempt")
    }

    /// Runs `work` on one snapshot: all its reads see the same moment. Writing in it is an error.
    pub async fn read<T, E, F, Fut>(&self, work: F) -> std::result::Result<T, E>
    where
        F: FnOnce(Unit) -> Fut,
        Fut: Future<Output = std::result::Result<T, E>>,
        E: From<Error>,
    {
        let session: Box<dyn Work> = match &self.engine {
            Engine::Sqlite(engine) => engine.begin_read().await?,
            Engine::Postgres(engine) => engine.begin_read().await?,
        };
        run(session, work).await
    }

    /// Says that the database answers.
    pub async fn ping(&self) -> Result<()> {
        match &self.engine {
            Engine::Sqlite(engine) => engine.ping().await,
            Engine::Postgres(engine) => engine.ping().await,
        }
    }

    /// `SQLite` or `PostgreSQL`, for people.
    pub fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite(_) => "SQLite",
            Engine::Postgres(_) => "PostgreSQL",
        }
    }

    /// Waits for running work and closes every connection.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(engine) => engine.close().await,
            Engine::Postgres(engine) => engine.close().await,
        }
    }
}

async fn run<T, E, Fut>(session: Box<dyn Work>, work: impl FnOnce(Unit) -> Fut) -> std::result::Result<T, E>
where
    Fut: Future<Output = std::result::Result<T, E>>,
    E: From<Error>,
{
    let cell = Arc::new(Mutex::new(session));
    let done = work(Arc::clone(&cell).lock_owned().await).await;
    let session = Arc::into_inner(cell)
        .ok_or_else(|| Error::Corrupt("a unit of work that outlives its closure".to_owned()))?
        .into_inner();
    match done {
        Ok(value) => session.end(true).await.map(|()| value).map_err(E::from),
        Err(error) => {
            session.end(false).await?;
            Err(error)
        }
    }
}
