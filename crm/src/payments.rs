//! Payments. R-BIL-3

use crate::{
    Timestamp,
    accounts::PaymentMethod,
    bills::BillBalance,
    ids::{AccountId, BillId, CustomerId, PaymentId, TransactionId},
    ledger::{LedgerAccount, Posting, Transaction, TransactionKind},
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
    /// How it is spread over bills. Sums to `amount`, or to less when more came in than was owed by then: the rest is
    /// credit of the account.
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

/// Why a payment is not begun or does not take a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// Nothing is owed.
    #[error("nothing is owed")]
    NothingOwed,
    /// The amount is zero or less.
    #[error("the amount must be more than nothing")]
    NotPositive,
    /// The amount is more than what is owed.
    #[error("no more than {owed} is owed")]
    MoreThanOwed {
        /// What is owed.
        owed: Money,
    },
    /// The provider says something else than before: a person has to look into it.
    #[error("the payment is already {state}, by the provider's reference {provider_reference:?}")]
    Conflict {
        /// What the provider said before.
        state: PaymentState,
        /// The reference it gave then.
        provider_reference: Option<String>,
    },
    /// There is no money to enter into the ledger.
    #[error("the payment is {state}")]
    NotSucceeded {
        /// Where it stands.
        state: PaymentState,
    },
}

/// What the provider's answer did to a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It is news: save the payment, and enter it into the ledger when it succeeded.
    News(Payment),
    /// The provider said so before: providers repeat themselves until they hear back. There is nothing to do.
    Repeated(Payment),
}

/// Spreads an amount over the bills of an account, those due first before the others. R-BIL-3
pub fn allocate(amount: Money, balances: &[BillBalance]) -> Result<Vec<Allocation>, Refusal> {
    if amount <= Money::ZERO {
        return Err(Refusal::NotPositive);
    }
    let owed: Money = unpaid(balances).map(|balance| balance.outstanding).sum();
    if owed.is_zero() {
        return Err(Refusal::NothingOwed);
    }
    if amount > owed {
        return Err(Refusal::MoreThanOwed { owed });
    }
    Ok(spread(amount, balances))
}

/// As much of `amount` as the bills take.
fn spread(amount: Money, balances: &[BillBalance]) -> Vec<Allocation> {
    let mut by_age: Vec<&BillBalance> = unpaid(balances).collect();
    by_age.sort_by_key(|balance| (balance.bill.due_on, balance.bill.issued_on, &balance.bill.number));
    let mut left = amount;
    let mut allocations = Vec::new();
    for balance in by_age {
        let amount = left.min(balance.outstanding);
        if amount.is_zero() {
            break;
        }
        left -= amount;
        allocations.push(Allocation { bill_id: balance.bill.id, amount });
    }
    allocations
}

fn unpaid(balances: &[BillBalance]) -> impl Iterator<Item = &BillBalance> {
    balances.iter().filter(|balance| balance.outstanding > Money::ZERO)
}

/// What is known about a payment when the customer sets out to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPayment {
    /// Identifier.
    pub id: PaymentId,
    /// Number people read out, with a check digit.
    pub number: String,
    /// Account to be paid.
    pub account_id: AccountId,
    /// Whose account.
    pub customer_id: CustomerId,
    /// How much.
    pub amount: Money,
    /// How.
    pub method: PaymentMethod,
}

impl Payment {
    /// The customer sets out to pay what the bills of the account still leave to pay, or a part of it.
    pub fn begin(new: NewPayment, balances: &[BillBalance], at: Timestamp) -> Result<Self, Refusal> {
        let allocations = allocate(new.amount, balances)?;
        Ok(Self {
            id: new.id,
            number: new.number,
            account_id: new.account_id,
            customer_id: new.customer_id,
            amount: new.amount,
            method: new.method,
            state: PaymentState::Initiated,
            provider_reference: None,
            created_at: at,
            settled_at: None,
            allocations,
        })
    }

    /// The provider has the money. It is spread over what the bills leave to pay by now, since another payment may have
    /// come in meanwhile; money that came in is never turned away.
    pub fn succeed(
        self,
        provider_reference: &str,
        balances: &[BillBalance],
        at: Timestamp,
    ) -> Result<Answered, Refusal> {
        if self.state != PaymentState::Initiated {
            return self.said_before(PaymentState::Succeeded, Some(provider_reference));
        }
        let allocations = spread(self.amount, balances);
        Ok(Answered::News(Self {
            allocations,
            ..self.settled(PaymentState::Succeeded, Some(provider_reference), at)
        }))
    }

    /// The provider refused, or the customer turned back, in which case the provider may have no reference.
    pub fn fail(self, provider_reference: Option<&str>, at: Timestamp) -> Result<Answered, Refusal> {
        if self.state != PaymentState::Initiated {
            return self.said_before(PaymentState::Failed, provider_reference);
        }
        Ok(Answered::News(self.settled(PaymentState::Failed, provider_reference, at)))
    }

    /// The part that pays no bill: credit of the account.
    pub fn credit(&self) -> Money {
        self.amount - self.allocations.iter().map(|allocation| allocation.amount).sum()
    }

    /// What it means for the ledger once it succeeded: cash came in, and the customer owes that much less.
    ///
    /// # Panics
    /// Never: the credit is what the allocations leave of the amount.
    pub fn transaction(&self, id: TransactionId) -> Result<Transaction, Refusal> {
        let (PaymentState::Succeeded, Some(at)) = (self.state, self.settled_at) else {
            return Err(Refusal::NotSucceeded { state: self.state });
        };
        let posting = |ledger_account, bill_id, amount| Posting {
            ledger_account,
            account_id: self.account_id,
            bill_id,
            amount,
        };
        let mut postings = vec![posting(LedgerAccount::Cash, None, self.amount)];
        postings.extend(self.allocations.iter().map(|allocation| {
            posting(LedgerAccount::Receivable, Some(allocation.bill_id), -allocation.amount)
        }));
        let credit = self.credit();
        if !credit.is_zero() {
            postings.push(posting(LedgerAccount::Receivable, None, -credit));
        }
        let transaction = Transaction::new(id, TransactionKind::Payment, at, self.number.clone(), postings);
        Ok(transaction.expect("allocations and credit sum to the amount"))
    }

    fn settled(self, state: PaymentState, provider_reference: Option<&str>, at: Timestamp) -> Self {
        let provider_reference = provider_reference.map(str::to_owned);
        Self { state, provider_reference, settled_at: Some(at), ..self }
    }

    fn said_before(self, state: PaymentState, provider_reference: Option<&str>) -> Result<Answered, Refusal> {
        if self.state == state && self.provider_reference.as_deref() == provider_reference {
            Ok(Answered::Repeated(self))
        } else {
            Err(Refusal::Conflict { state: self.state, provider_reference: self.provider_reference })
        }
    }
}

#[cfg(test)]
mod tests;
