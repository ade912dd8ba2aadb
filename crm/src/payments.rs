//! Payments. R-BIL-3

use crate::{
    Timestamp,
    accounts::PaymentMethod,
    ids::{AccountId, BillId, CustomerId, PaymentId},
    money::Money,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// State of a payment.
    pub enum PaymentState {
        /// The customer was sent to the provider; no answer yet.
        Initiated,
        /// The provider has the money.
        Succeeded,
        /// The provider refused, or the customer turned back.
        Failed,
    }
}

/// One payment on one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Identifier.
    pub id: PaymentId,
    /// Number people read out, with a check digit; the receipt number once it succeeded.
    pub number: String,
    /// Account paid.
    pub account_id: AccountId,
    /// Whose account.
    pub customer_id: CustomerId,
    /// How much, always positive.
    pub amount: Money,
    /// How.
    pub method: PaymentMethod,
    /// State.
    pub state: PaymentState,
    /// The provider's own reference, once it answered.
    pub provider_reference: Option<String>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When the provider answered.
    pub settled_at: Option<Timestamp>,
    /// How it is spread over bills; sums to `amount`.
    pub allocations: Vec<Allocation>,
}

/// The part of a payment that goes to one bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// The bill.
    pub bill_id: BillId,
    /// How much of the payment, always positive.
    pub amount: Money,
}
