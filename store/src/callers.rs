//! Checks of callers and notes about contacts. R-CUS-5, R-CUS-9

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    caller_checks::{CallerCheck, Recent},
    contacts::ContactNote,
    ids::{CustomerId, SessionId},
};

/// Keeps what was asked of callers, and what they said.
#[async_trait]
pub trait Callers: Send {
    /// Adds a check.
    async fn add_caller_check(&mut self, check: &CallerCheck) -> Result<()>;

    /// Keeps the tries and the outcome of a check. Conflict when it is not `before.tries` tries and pending any more.
    async fn save_caller_check(&mut self, before: &CallerCheck, after: &CallerCheck) -> Result<()>;

    /// Checks of a customer's callers in a session, newest first.
    async fn caller_checks(
        &mut self,
        session: SessionId,
        customer: CustomerId,
        limit: i64,
    ) -> Result<Vec<CallerCheck>>;

    /// How many checks of a customer's callers failed since, and how many codes were sent, whoever checked.
    async fn recent_caller_checks(&mut self, customer: CustomerId, since: Timestamp) -> Result<Recent>;

    /// Adds a note.
    async fn add_contact_note(&mut self, note: &ContactNote) -> Result<()>;

    /// Notes about a customer, newest first.
    async fn contact_notes_of(&mut self, customer: CustomerId, limit: i64) -> Result<Vec<ContactNote>>;
}
