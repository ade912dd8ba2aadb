//! What the audit trail keeps. R-SYS-2

use crate::{Timestamp, ids::AuditEventId, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};

pub mod chain;

vocabulary! {
    /// How an attempt ended.
    pub enum AuditOutcome {
        /// Done.
        Done,
        /// Refused by a rule.
        Refused,
        /// Denied: no right to it, or no such thing.
        Denied,
    }
}

/// One event of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// Identifier.
    pub id: AuditEventId,
    /// When.
    pub at: Timestamp,
    /// Role and code of who acted, such as `subscriber:7590-VHVEG`.
    pub actor: String,
    /// Name of the operation.
    pub operation: String,
    /// What it was about, such as `order:2026-0001`.
    pub object: String,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// Facts before and after, secrets left out.
    pub facts: String,
}
