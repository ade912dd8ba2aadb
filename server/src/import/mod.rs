//! `wangting import telco`: the operator's customers, out of one CSV file. R-CUS-1
//!
//! Pure: bytes in, facts out. [`parse`] reads rows and refuses wrong ones with line and reason, [`Generator`] turns each
//! row into everything known of that customer, [`Report`] counts. Writing it to a store is not done here.
//!
//! What comes from the file: code, age group, services, add-ons, contract, payment method, paperless billing, the last
//! bill, the sum of all bills, who left. Money agrees with it to the fen. Everything else (first day, numbers, bills in
//! between, payments, use) is derived from the customer's code, the same every time, and is marked
//! [`Origin::Generated`](crm::customers::Origin) where the vocabulary has a mark for it: the bills before the last one.
//! Names of people are not made up: customers are called by their code.

mod calendar;
mod columns;
mod course;
mod derived;
mod disagreement;
mod explain;
mod generator;
mod habits;
mod money;
mod month;
mod reader;
mod report;
mod row;
mod sample;
mod signed;
mod usage;

pub mod catalogue;
pub mod company;

#[cfg(test)]
mod tests;

pub use columns::{Column, Reason};
pub use disagreement::{Disagreement, DisagreementKind};
pub use generator::{Generated, Generator, id_number};
pub use reader::{RowError, Rows, parse};
pub use report::Report;
pub use row::{Access, Internet, Phone, Row};
pub use sample::stratified;

/// The customers of the demo operator; `demo/NOTICE` says where they come from.
pub const DEMO_FILE: &[u8] = include_bytes!("../../demo/telco-customer-churn.csv");
