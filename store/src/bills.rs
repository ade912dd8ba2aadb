//! Bills and the charges that wait for the next one. R-BIL-2

use crate::Result;
use async_trait::async_trait;
use crm::{
    Date,
    bills::{BillBalance, BillLine, BillState, BillingHistory, Charge},
    ids::{AccountId, BillId, CustomerId},
};
use uuid::Uuid;

/// The place of a bill in the list of a customer's bills. Accounts of one customer have bills of the same period: those
/// are told apart by their identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BillPlace {
    /// First day of its period.
    pub period_first: Date,
    /// Identifier.
    pub id: BillId,
}

impl BillPlace {
    /// Before everything whose period begins on that day or later.
    pub fn ahead_of(period_first: Date) -> Self {
        Self { period_first, id: BillId(Uuid::nil()) }
    }
}

/// Reads bills, with what is left to pay as the ledger has it, and keeps their state.
#[async_trait]
pub trait Bills: Send {
    /// A customer's bills, newest first, at most `limit`, only those that come after `before` in that order (keyset).
    async fn bills_of(
        &mut self,
        customer: CustomerId,
        before: Option<BillPlace>,
        limit: i64,
    ) -> Result<Vec<BillBalance>>;

    /// A customer's bill by its number. The customer is part of the question: somebody else's bill is not found.
    async fn bill_of(&mut self, customer: CustomerId, number: &str) -> Result<Option<BillBalance>>;

    /// One bill, for those who found it named in something they may see.
    async fn bill(&mut self, id: BillId) -> Result<Option<BillBalance>>;

    /// The bill of the same account before the one whose period began on `period_first`.
    async fn bill_before(&mut self, account: AccountId, period_first: Date) -> Result<Option<BillBalance>>;

    /// The lines of a bill in their order.
    async fn bill_lines(&mut self, bill: BillId) -> Result<Vec<BillLine>>;

    /// The account's bills with something left to pay, oldest due first.
    async fn open_bills(&mut self, account: AccountId) -> Result<Vec<BillBalance>>;

    /// All of a customer's bills with something left to pay, oldest due first.
    async fn open_bills_of(&mut self, customer: CustomerId) -> Result<Vec<BillBalance>>;

    /// What was billed before the documents begin.
    async fn billing_history(&mut self, account: AccountId) -> Result<Option<BillingHistory>>;

    /// Keeps a bill's new state.
    async fn save_bill_state(&mut self, bill: BillId, state: BillState) -> Result<()>;

    /// Adds a charge for the next bill.
    async fn add_charge(&mut self, charge: &Charge) -> Result<()>;

    /// Charges of an account that stand on no bill yet, in order of their first day.
    async fn waiting_charges(&mut self, account: AccountId) -> Result<Vec<Charge>>;
}
