//! Bringing in customers with their whole history, many at a time.

use crate::Result;
use async_trait::async_trait;
use crm::{
    accounts::Account,
    agreements::Agreement,
    bills::{Bill, BillLine, BillingHistory},
    customers::Customer,
    ledger::Transaction,
    lines::Line,
    payments::Payment,
    products::Product,
    usage::UsageEvent,
};

/// Everything known of one customer when they are brought in.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerFile {
    /// The customer, with the party behind it.
    pub customer: Customer,
    /// The account all lines are billed to.
    pub account: Account,
    /// Lines.
    pub lines: Vec<Line>,
    /// Plans and add-ons on the lines.
    pub products: Vec<Product>,
    /// What binds the lines.
    pub agreements: Vec<Agreement>,
    /// Bills kept as documents, oldest first, with their lines.
    pub bills: Vec<(Bill, Vec<BillLine>)>,
    /// Bills older than the documents, summed.
    pub history: Option<BillingHistory>,
    /// Payments, oldest first.
    pub payments: Vec<Payment>,
    /// The ledger's side of bills, payments and history.
    pub transactions: Vec<Transaction>,
    /// Usage events.
    pub usage: Vec<UsageEvent>,
}

/// Rows written by an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Customers that were not there before.
    pub customers: u64,
    /// Rows in all tables.
    pub rows: u64,
}

/// Brings customers in.
#[async_trait]
pub trait Imports: Send {
    /// Adds those customers whose code is not known yet, with all that belongs to them; known ones stay as they are,
    /// whatever happened to them since.
    async fn import_customers(&mut self, files: &[CustomerFile]) -> Result<Imported>;
}
