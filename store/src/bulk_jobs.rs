//! Changes of many lines of a company at once. R-ENT-3

use crate::Result;
use async_trait::async_trait;
use crm::{
    company::bulk::{BulkItem, BulkItemState, BulkJob},
    customers::Msisdn,
    ids::{BulkJobId, CustomerId},
    lines::LineKind,
};

/// A line of a job with what names it to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedItem {
    /// What became of it.
    pub item: BulkItem,
    /// Short code of the line.
    pub code: String,
    /// Phone or internet.
    pub kind: LineKind,
    /// Number of a phone.
    pub msisdn: Option<Msisdn>,
}

/// Keeps jobs with their lines.
#[async_trait]
pub trait BulkJobs: Send {
    /// Adds a job with its lines. Conflict when a line is in it twice.
    async fn add_bulk_job(&mut self, job: &BulkJob, items: &[BulkItem]) -> Result<()>;

    /// Keeps a job's state. Conflict when its version is no longer `job.version`.
    async fn save_bulk_job(&mut self, job: &BulkJob) -> Result<()>;

    /// A company's job by its number.
    async fn bulk_job_of(&mut self, company: CustomerId, number: &str) -> Result<Option<BulkJob>>;

    /// One job.
    async fn bulk_job(&mut self, id: BulkJobId) -> Result<Option<BulkJob>>;

    /// A company's jobs, newest first.
    async fn bulk_jobs_in(&mut self, company: CustomerId, limit: i64) -> Result<Vec<BulkJob>>;

    /// How many lines of a job are in each state.
    async fn count_bulk_items(&mut self, job: BulkJobId) -> Result<Vec<(BulkItemState, i64)>>;

    /// Lines of a job in a state, in order, at most `limit`.
    async fn bulk_items_in(
        &mut self,
        job: BulkJobId,
        state: BulkItemState,
        limit: i64,
    ) -> Result<Vec<NamedItem>>;

    /// All lines of a job, in order.
    async fn bulk_items(&mut self, job: BulkJobId) -> Result<Vec<NamedItem>>;

    /// Keeps what became of a line. Conflict when it is no longer in the state `from`: it was done meanwhile.
    async fn save_bulk_item(&mut self, job: BulkJobId, item: &BulkItem, from: BulkItemState) -> Result<()>;
}
