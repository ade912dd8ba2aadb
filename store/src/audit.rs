//! The audit trail: append-only. R-SYS-2

use crate::Result;
use async_trait::async_trait;
use crm::audit::AuditEvent;

/// Keeps what was done, refused and denied.
#[async_trait]
pub trait Audit: Send {
    /// Adds an event, in the transaction it describes.
    async fn record(&mut self, event: &AuditEvent) -> Result<()>;

    /// The newest events, at most `limit`.
    async fn latest_events(&mut self, limit: i64) -> Result<Vec<AuditEvent>>;
}
