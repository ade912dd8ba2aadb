//! Jobs: work that is due at some time, claimed with a lease, retried, visible.

use crate::Result;
use async_trait::async_trait;
use crm::{Timestamp, ids::JobId};

/// A job: what is to be done (`kind`) and to what (`subject`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Identifier.
    pub id: JobId,
    /// What is to be done, such as `deliverMessage`.
    pub kind: String,
    /// What it is done to: an identifier as text. One job of a kind per subject.
    pub subject: String,
    /// Not before.
    pub due_at: Timestamp,
    /// Tries so far.
    pub attempts: i64,
    /// Why the last try failed.
    pub last_error: Option<String>,
}

/// Counts of jobs by state, for metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Waiting or running.
    pub waiting: i64,
    /// Given up.
    pub failed: i64,
}

/// Keeps jobs.
#[async_trait]
pub trait Jobs: Send {
    /// Adds a job; does nothing when there is one of this kind for this subject already.
    async fn enqueue(&mut self, job: &Job) -> Result<()>;

    /// Takes up to `limit` jobs that are due and not leased, oldest first, leases them until `leased_until` and counts
    /// the try. Two callers never get the same job.
    async fn claim_jobs(&mut self, now: Timestamp, leased_until: Timestamp, limit: i64) -> Result<Vec<Job>>;

    /// The job is done.
    async fn finish_job(&mut self, id: JobId) -> Result<()>;

    /// The try failed: again at `due_at`, or given up when `None`.
    async fn postpone_job(&mut self, id: JobId, due_at: Option<Timestamp>, error: &str) -> Result<()>;

    /// Forgets jobs that are done and were due before a time; says how many. Those given up stay to be looked at.
    async fn forget_jobs(&mut self, before: Timestamp) -> Result<u64>;

    /// How many wait and how many were given up.
    async fn count_jobs(&mut self) -> Result<JobCounts>;
}
