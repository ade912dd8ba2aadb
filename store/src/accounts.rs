//! Billing accounts.

use crate::Result;
use async_trait::async_trait;
use crm::{
    accounts::Account,
    ids::{AccountId, CustomerId},
};

/// Reads accounts.
#[async_trait]
pub trait Accounts: Send {
    /// One account.
    async fn account(&mut self, id: AccountId) -> Result<Option<Account>>;

    /// A customer's accounts, oldest first.
    async fn accounts_of(&mut self, customer: CustomerId) -> Result<Vec<Account>>;
}
