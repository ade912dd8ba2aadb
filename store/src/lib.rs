//! Persistence. One trait per capability (`orders::Orders`, `bills::Bills`, …), gathered in [`Work`]; one SQL text in
//! `sql/`, compiled once for SQLite (embedded, the default) and once for PostgreSQL (production).
//!
//! ```no_run
//! # use store::{Store, Error};
//! # use store::customers::Customers;
//! # async fn example(id: crm::ids::CustomerId) -> Result<(), Error> {
//! let store = Store::open("sqlite:var/wangting.db").await?;
//! let customer = store.read(async |mut work| work.customer(id).await).await?;
//! # Ok(()) }
//! ```
//!
//! This crate keeps facts; it decides nothing. It knows `crm`'s types and no one else's.

mod error;
mod postgres;
mod sqlite;
mod unit;

pub mod accounts;
pub mod actings;
pub mod audit;
pub mod bills;
pub mod bulk_jobs;
pub mod callers;
pub mod catalogue;
pub mod company_lines;
pub mod company_roles;
pub mod consents;
pub mod contact_changes;
pub mod corrections;
pub mod customer_search;
pub mod customers;
pub mod data_exports;
pub mod duplicates;
pub mod idempotency;
pub mod imports;
pub mod jobs;
pub mod ledger;
pub mod lines;
pub mod messages;
pub mod orders;
pub mod org_units;
pub mod passkeys;
pub mod payments;
pub mod recommendations;
pub mod requests;
pub mod second_factor;
pub mod sign_in;
pub mod usage;

pub use error::{Error, Retry};
pub use unit::{Store, Unit, Work};

/// What a method of the store returns.
pub type Result<T> = std::result::Result<T, Error>;
