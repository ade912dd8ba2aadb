//! Lines with their products and agreements.

use crate::Result;
use async_trait::async_trait;
use crm::{
    Date, Timestamp,
    agreements::Agreement,
    customers::Msisdn,
    ids::{CustomerId, LineId},
    lines::Line,
    products::Product,
};

/// Reads and changes lines and what runs on them.
#[async_trait]
pub trait Lines: Send {
    /// A customer's lines, phones first, then by age.
    async fn lines_of(&mut self, customer: CustomerId) -> Result<Vec<Line>>;

    /// A customer's line by its short code. Somebody else's line is not found.
    async fn line_of(&mut self, customer: CustomerId, code: &str) -> Result<Option<Line>>;

    /// A customer's line by its number. Somebody else's line is not found.
    async fn line_with_number(&mut self, customer: CustomerId, number: &Msisdn) -> Result<Option<Line>>;

    /// One line.
    async fn line(&mut self, id: LineId) -> Result<Option<Line>>;

    /// Keeps a line's state and bar; raises the version. Conflict when it is no longer `line.version`.
    async fn save_line(&mut self, line: &Line) -> Result<()>;

    /// Keeps that a line has another SIM, or may have.
    async fn add_sim_change(&mut self, line: LineId, at: Timestamp) -> Result<()>;

    /// When a line last got another SIM, or may have.
    async fn sim_changed_at(&mut self, line: LineId) -> Result<Option<Timestamp>>;

    /// Products on all lines of a customer that are not terminated or cancelled, plans first.
    async fn products_of(&mut self, customer: CustomerId) -> Result<Vec<Product>>;

    /// Products on a line that are not terminated or cancelled, the plan first.
    async fn products_on(&mut self, line: LineId) -> Result<Vec<Product>>;

    /// Adds a product. Conflict when it would be a second plan.
    async fn add_product(&mut self, product: &Product) -> Result<()>;

    /// Keeps a product's status and last day; raises the version. Conflict when it is no longer `product.version`.
    async fn save_product(&mut self, product: &Product) -> Result<()>;

    /// The agreement that was signed last for a line on or before `on`.
    async fn agreement_on(&mut self, line: LineId, on: Date) -> Result<Option<Agreement>>;

    /// Keeps what is still committed to in an agreement, after part of it was settled by a fee.
    async fn save_commitment(&mut self, agreement: &Agreement) -> Result<()>;
}
