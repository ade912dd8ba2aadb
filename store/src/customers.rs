//! The customer file. R-CUS-1, R-CUS-4

use crate::Result;
use async_trait::async_trait;
use crm::{
    catalogue::OfferingCode,
    customers::{Customer, FieldChange, Msisdn},
    ids::CustomerId,
    lines::LineKind,
};

/// Reads and changes the customer file.
#[async_trait]
pub trait Customers: Send {
    /// One customer.
    async fn customer(&mut self, id: CustomerId) -> Result<Option<Customer>>;

    /// The customer with this code.
    async fn customer_by_code(&mut self, code: &str) -> Result<Option<Customer>>;

    /// The customer with this contact mobile.
    async fn customer_by_mobile(&mut self, mobile: &Msisdn) -> Result<Option<Customer>>;

    /// Customers whose name begins with `prefix`, whatever the case of ASCII letters, in order of name, at most `limit`.
    async fn customers_by_name(&mut self, prefix: &str, limit: i64) -> Result<Vec<Customer>>;

    /// Customers in order of code, those after `after`, at most `limit`.
    async fn customers_after(&mut self, after: &str, limit: i64) -> Result<Vec<Customer>>;

    /// Number of customers.
    async fn count_customers(&mut self) -> Result<i64>;

    /// Keeps contacts, language and preferences, adds `changes` to the history and raises the version.
    ///
    /// Conflict when the version is no longer `customer.version`.
    async fn save_customer(&mut self, customer: &Customer, changes: &[FieldChange]) -> Result<()>;

    /// The history of changes, newest first.
    async fn customer_changes(&mut self, customer: CustomerId) -> Result<Vec<FieldChange>>;

    /// Active customers of a segment.
    async fn segment_size(&mut self, segment: &str) -> Result<i64>;

    /// How many active lines of a kind have each plan among the active customers of a segment, most chosen first.
    /// R-PRD-3
    async fn segment_plans(&mut self, segment: &str, kind: LineKind) -> Result<Vec<(OfferingCode, i64)>>;
}
