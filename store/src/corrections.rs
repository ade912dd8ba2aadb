//! The rules of the customer file's fields, and corrections that staff propose. R-CUS-4

use crate::Result;
use async_trait::async_trait;
use crm::{
    corrections::Correction,
    field_rules::FieldRule,
    ids::{CorrectionId, CustomerId},
};

/// Keeps rules and corrections.
#[async_trait]
pub trait Corrections: Send {
    /// The rules, in the order in which a page shows them.
    async fn field_rules(&mut self) -> Result<Vec<FieldRule>>;

    /// Adds a correction. Conflict when one of the same field waits.
    async fn add_correction(&mut self, correction: &Correction) -> Result<()>;

    /// Keeps who decided what; raises the version. Conflict when it is no longer `correction.version`.
    async fn save_correction(&mut self, correction: &Correction) -> Result<()>;

    /// One correction.
    async fn correction(&mut self, id: CorrectionId) -> Result<Option<Correction>>;

    /// Corrections that wait, the oldest first, with the code of the customer.
    async fn waiting_corrections(&mut self, limit: i64) -> Result<Vec<(Correction, String)>>;

    /// Corrections of a customer that wait.
    async fn waiting_corrections_of(&mut self, customer: CustomerId) -> Result<Vec<Correction>>;
}
