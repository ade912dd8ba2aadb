//! Billing accounts.

use crate::{
    Date,
    customers::Origin,
    ids::{AccountId, CustomerId},
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Whether an account is still billed.
    pub enum AccountStatus {
        /// Billed each cycle.
        Active,
        /// No new bills; what is owed stays owed.
        Closed,
    }
}

vocabulary! {
    /// How an account is usually paid. R-BIL-3
    pub enum PaymentMethod {
        /// Collected from the bank account (银行代扣).
        DirectDebit,
        /// Charged to the card on file.
        CardOnFile,
        /// Paid by the customer on the web.
        Online,
        /// Paid by post or at a counter.
        Cheque,
    }
}

impl PaymentMethod {
    /// The operator collects by itself; the customer need not act.
    pub fn is_automatic(self) -> bool {
        matches!(self, Self::DirectDebit | Self::CardOnFile)
    }
}

/// What is billed together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Identifier.
    pub id: AccountId,
    /// Number people read out, with a check digit.
    pub number: String,
    /// Whose account.
    pub customer_id: CustomerId,
    /// Open or closed.
    pub status: AccountStatus,
    /// How it is usually paid.
    pub payment_method: PaymentMethod,
    /// Bills come without paper.
    pub paperless: bool,
    /// First day.
    pub opened_on: Date,
    /// Last day, once closed.
    pub closed_on: Option<Date>,
    /// Where it came from.
    pub origin: Origin,
    /// Grows with each change.
    pub version: i64,
}
