//! The audit trail: append-only, and chained by hash. R-SYS-2

use crate::{Result, orders::Before};
use async_trait::async_trait;
use crm::{
    Timestamp,
    audit::{
        AuditEvent, AuditOutcome,
        chain::{Head, Link, Seal},
    },
};
use jiff::SignedDuration;

/// Events that are not sealed yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// How many.
    pub waiting: i64,
    /// When the oldest of them happened.
    pub oldest: Option<Timestamp>,
}

impl Backlog {
    /// For how long the oldest has waited.
    pub fn age(&self, now: Timestamp) -> SignedDuration {
        self.oldest.map_or(SignedDuration::ZERO, |oldest| now.duration_since(oldest))
    }
}

/// How many there are of everything, at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditCounts {
    /// Events, sealed or not.
    pub events: i64,
    /// Links of the chain.
    pub seals: i64,
    /// Events that wait for their seal.
    pub waiting: i64,
}

/// Which events are looked for; what is `None` is not asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventSearch {
    /// Role and code of who acted, as it stands in the trail.
    pub actor: Option<String>,
    /// What it was about, as it stands in the trail.
    pub object: Option<String>,
    /// Name of the operation.
    pub operation: Option<String>,
    /// How it ended.
    pub outcome: Option<AuditOutcome>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// An event, and where in the chain it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundEvent {
    /// The event.
    pub event: AuditEvent,
    /// Its position; `None` when it is not sealed yet.
    pub position: Option<i64>,
}

/// Keeps what was done, refused and denied.
#[async_trait]
pub trait Audit: Send {
    /// Adds an event, in the transaction it describes.
    async fn record(&mut self, event: &AuditEvent) -> Result<()>;

    /// The newest events, at most `limit`.
    async fn latest_events(&mut self, limit: i64) -> Result<Vec<AuditEvent>>;

    /// A page of the events that are looked for, the newest first. By who acted or by object an index leads to them;
    /// otherwise the days in question are walked through.
    async fn find_events(
        &mut self,
        search: &EventSearch,
        before: Option<Before>,
        limit: i64,
    ) -> Result<Vec<FoundEvent>>;

    /// The events that wait for their seal, the oldest first, at most `limit`.
    async fn unsealed_events(&mut self, limit: i64) -> Result<Vec<AuditEvent>>;

    /// How many wait for their seal, and since when.
    async fn audit_backlog(&mut self) -> Result<Backlog>;

    /// The end of the chain.
    async fn chain_head(&mut self) -> Result<Head>;

    /// Adds links at the end of the chain. Conflict when somebody else has sealed meanwhile: a position and an event are
    /// taken once.
    async fn add_seals(&mut self, seals: &[Seal]) -> Result<()>;

    /// The links after a position with their events as they are now, in order, at most `limit`.
    async fn links_after(&mut self, position: i64, limit: i64) -> Result<Vec<Link>>;

    /// Counts everything; reads all of it.
    async fn count_audit(&mut self) -> Result<AuditCounts>;
}
