//! What customers agreed to: a ledger that only grows. R-CUS-8

use crate::Result;
use async_trait::async_trait;
use crm::{consents::Consent, ids::CustomerId};

/// Keeps consents.
#[async_trait]
pub trait Consents: Send {
    /// Adds an entry to a customer's ledger, and keeps what it says of marketing in their file.
    async fn add_consent(&mut self, customer: CustomerId, consent: &Consent) -> Result<()>;

    /// A customer's ledger, in the order of time.
    async fn consents_of(&mut self, customer: CustomerId) -> Result<Vec<Consent>>;
}
