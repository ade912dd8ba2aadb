//! The ledger: append-only, double entry.

use crate::Result;
use async_trait::async_trait;
use crm::{
    ids::{AccountId, TransactionId},
    ledger::Transaction,
    money::Money,
};

/// Posts and proves the ledger.
#[async_trait]
pub trait Ledger: Send {
    /// Adds a transaction. Conflict when its kind and reference were posted before.
    async fn post(&mut self, transaction: &Transaction) -> Result<()>;

    /// What an account owes: the sum of its receivables.
    async fn receivable(&mut self, account: AccountId) -> Result<Money>;

    /// The first transactions (at most 20) whose postings do not sum to zero; none in a sound ledger.
    async fn unbalanced_transactions(&mut self) -> Result<Vec<TransactionId>>;

    /// Numbers of the first bills (at most 20) whose lines do not add up to their total; none in a sound database.
    async fn bills_not_adding_up(&mut self) -> Result<Vec<String>>;
}
