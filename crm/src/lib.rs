//! The rules of the operator's CRM: types and pure functions.
//!
//! Nothing here reads a clock, draws a random number, opens a file or a socket. Time and identifiers come in as
//! arguments, so every rule can be tested as a table. The same code runs on the server, which decides, and in the
//! browser, which previews.

#[cfg(test)]
mod samples;
mod vocabulary;

pub mod accounts;
pub mod acting;
pub mod agreements;
pub mod audit;
pub mod best_plan;
pub mod bill_comparison;
pub mod bills;
pub mod caller_checks;
pub mod catalogue;
pub mod company;
pub mod consents;
pub mod contact_change;
pub mod contacts;
pub mod corrections;
pub mod customers;
pub mod cycle;
pub mod data_exports;
pub mod day_number;
pub mod duplicates;
pub mod field_rules;
pub mod ids;
pub mod language;
pub mod ledger;
pub mod lines;
pub mod messages;
pub mod money;
pub mod numbers;
pub mod orders;
pub mod payments;
pub mod plan_change;
pub mod products;
pub mod recommendations;
pub mod requests;
pub mod sign_in;
pub mod usage;

/// A moment, to the microsecond, which is what both databases keep.
pub use jiff::Timestamp;
/// A calendar day in the operator's time zone.
pub use jiff::civil::Date;
