//! Payments. R-BIL-3

use crate::{Result, orders::Before};
use async_trait::async_trait;
use crm::{
    bills::Bill,
    ids::{CustomerId, PaymentId},
    payments::Payment,
};

/// Keeps payments.
#[async_trait]
pub trait Payments: Send {
    /// Adds a payment with its allocations.
    async fn add_payment(&mut self, payment: &Payment) -> Result<()>;

    /// Keeps a payment's state, provider reference and settling time, if it is still initiated; Conflict otherwise.
    async fn settle_payment(&mut self, payment: &Payment) -> Result<()>;

    /// The payment with this number.
    async fn payment_by_number(&mut self, number: &str) -> Result<Option<Payment>>;

    /// A customer's payment by its number. Somebody else's is not found.
    async fn payment_of(&mut self, customer: CustomerId, number: &str) -> Result<Option<Payment>>;

    /// A customer's payments with their allocations, newest first.
    async fn payments_of(
        &mut self,
        customer: CustomerId,
        before: Option<Before>,
        limit: i64,
    ) -> Result<Vec<Payment>>;

    /// The bills a payment goes to, oldest first.
    async fn bills_of_payment(&mut self, payment: PaymentId) -> Result<Vec<Bill>>;
}
