//! Customers who may be one and the same, and joining their files. R-CUS-1

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    customers::{CustomerStatus, Origin},
    duplicates::{Defect, Likeness, Merge},
    ids::{CustomerId, MergeId, StaffId},
};

/// One of two files that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// Whose.
    pub id: CustomerId,
    /// Customer code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Two files that a look found alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one of the smaller code.
    pub one: Alike,
    /// The other.
    pub other: Alike,
    /// What they have in common.
    pub likeness: Likeness,
}

/// How many files of an origin lack something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DefectCount {
    /// What they lack.
    pub defect: Defect,
    /// Where they came from.
    pub origin: Origin,
    /// How many.
    pub customers: i64,
    /// When they were counted.
    pub counted_at: Timestamp,
}

/// Keeps duplicates, merges and defects.
#[async_trait]
pub trait Duplicates: Send {
    /// Pairs of active customers, after the pair of these codes, who have the number of the identity document or the e-mail
    /// address in common; a look over everything, for jobs.
    async fn pairs_alike(&mut self, likeness: Likeness, after: (&str, &str), limit: i64)
    -> Result<Vec<Pair>>;

    /// Keeps a pair, unless it is known.
    async fn add_pair(
        &mut self,
        one: CustomerId,
        other: CustomerId,
        likeness: Likeness,
        at: Timestamp,
    ) -> Result<()>;

    /// Pairs of active customers that nobody dismissed, the first found first.
    async fn pairs(&mut self, limit: i64) -> Result<Vec<Pair>>;

    /// Keeps that two customers are two; says whether the pair was known.
    async fn dismiss_pair(&mut self, one: CustomerId, other: CustomerId) -> Result<bool>;

    /// Counts what files lack, in place of the counts before; a look over everything, for jobs.
    async fn count_defects(&mut self, at: Timestamp) -> Result<()>;

    /// The counts of the last look.
    async fn defects(&mut self) -> Result<Vec<DefectCount>>;

    /// Keeps a merge and moves everything that belongs to the one customer to the other, with a journal of what moved; says
    /// how many things. Conflict when the one that ends is in a merge that stands.
    async fn merge(&mut self, merge: &Merge) -> Result<u64>;

    /// Keeps that a merge was taken back and moves the same things back, with what came to the accounts and lines among them
    /// since. Conflict when it was taken back before.
    async fn undo_merge(&mut self, merge: &Merge, by: StaffId, at: Timestamp) -> Result<()>;

    /// One merge.
    async fn find_merge(&mut self, id: MergeId) -> Result<Option<Merge>>;

    /// Merges that stand, the newest first, with the codes of who goes on and who ended.
    async fn standing_merges(&mut self, limit: i64) -> Result<Vec<(Merge, String, String)>>;

    /// Whether a customer's file has ended in a merge that stands.
    async fn has_ended_in_merge(&mut self, customer: CustomerId) -> Result<bool>;

    /// Whether a merge that stands touched the file that goes on, after this one.
    async fn has_later_merge(&mut self, merge: &Merge) -> Result<bool>;

    /// Gives a customer a status; raises the version.
    async fn set_status(&mut self, customer: CustomerId, status: CustomerStatus) -> Result<()>;
}
