//! The SQL of every capability, written once and compiled for each engine.
//!
//! Texts are constant, so that each connection prepares them once. What differs between the engines is a named
//! constant or function of the module that mounts this one. One file per capability, one mapper per type of row.

use super::{CLAIM_JOBS, CUSTOMERS_BY_NAME, DAILY_USAGE, Day, Db, Held, Instant};
use crate::{
    Error, Result,
    orders::Before,
    unit::{Ending, Work},
};
use async_trait::async_trait;
use row::Columns;
use sqlx::Database;
use uuid::Uuid;

mod accounts;
mod actings;
mod audit;
mod bills;
mod bulk_jobs;
mod callers;
mod catalogue;
mod company_lines;
mod company_roles;
mod consents;
mod contact_changes;
mod corrections;
mod customer_search;
mod customers;
mod data_exports;
mod duplicates;
mod idempotency;
mod imports;
mod jobs;
mod ledger;
mod lines;
mod messages;
mod orders;
mod org_units;
mod passkeys;
mod payments;
mod recommendations;
mod requests;
mod row;
mod second_factor;
mod sign_in;
mod usage;

type Query = sqlx::query::Query<'static, Db, <Db as Database>::Arguments>;
type Row = <Db as Database>::Row;

/// One transaction or snapshot of this engine.
pub(crate) struct Session {
    pub(super) held: Held,
}

impl Work for Session {}

#[async_trait]
impl Ending for Session {
    async fn end(self: Box<Self>, keep: bool) -> Result<()> {
        self.held.end(keep).await
    }
}

fn query(text: &'static str) -> Query {
    sqlx::query(text)
}

impl Session {
    async fn rows(&mut self, query: Query) -> Result<Vec<Row>> {
        Ok(query.fetch_all(self.held.connection()).await?)
    }

    async fn all<T>(&mut self, query: Query, read: fn(&Row) -> Result<T>) -> Result<Vec<T>> {
        self.rows(query).await?.iter().map(read).collect()
    }

    async fn first<T>(&mut self, query: Query, read: fn(&Row) -> Result<T>) -> Result<Option<T>> {
        query.fetch_optional(self.held.connection()).await?.as_ref().map(read).transpose()
    }

    /// The one value, named `number`, of a query that always gives one row.
    async fn number(&mut self, query: Query) -> Result<i64> {
        Columns::of("the answer", &query.fetch_one(self.held.connection()).await?).value("number")
    }

    /// Says how many rows were written.
    async fn run(&mut self, query: Query) -> Result<u64> {
        Ok(query.execute(self.held.connection()).await?.rows_affected())
    }

    /// Changes a row that its writer has read: that it is not there, or not of that version, is a conflict.
    async fn change(&mut self, query: Query) -> Result<()> {
        if self.run(query).await? == 0 { Err(Error::Conflict) } else { Ok(()) }
    }
}

/// Where a list from the newest to the oldest goes on: at its beginning when there is no page before.
fn older_than(before: Option<Before>) -> (Instant, Uuid) {
    before.map_or((Instant(crm::Timestamp::MAX), Uuid::max()), |before| (Instant(before.at), before.id))
}

/// Where a list from the soonest to the latest goes on. Nothing in the hall is older than the epoch.
fn later_than(after: Option<Before>) -> (Instant, Uuid) {
    after.map_or((Instant(crm::Timestamp::UNIX_EPOCH), Uuid::nil()), |after| (Instant(after.at), after.id))
}
