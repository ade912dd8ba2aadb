//! The ledger: append-only, double entry. What anyone owes is the sum of its postings and stands nowhere else.

use crate::{
    Timestamp,
    ids::{AccountId, BillId, TransactionId},
    money::Money,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The operator's accounts in the ledger.
    pub enum LedgerAccount {
        /// What customers owe.
        Receivable,
        /// What was earned.
        Revenue,
        /// What was received.
        Cash,
    }
}

vocabulary! {
    /// What happened.
    pub enum TransactionKind {
        /// A bill was issued.
        Bill,
        /// A payment was received.
        Payment,
        /// Bills and payments older than the documents, summed.
        History,
    }
}

/// One side of a transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// Where in the ledger.
    pub ledger_account: LedgerAccount,
    /// Whose billing account it concerns.
    pub account_id: AccountId,
    /// The bill it concerns, for receivables.
    pub bill_id: Option<BillId>,
    /// Debit positive, credit negative.
    pub amount: Money,
}

/// A balanced set of postings: they sum to zero, or the transaction does not construct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    id: TransactionId,
    kind: TransactionKind,
    at: Timestamp,
    reference: String,
    postings: Vec<Posting>,
}

/// The postings do not sum to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("postings of a transaction must sum to zero, these sum to {0}")]
pub struct Unbalanced(pub Money);

impl Transaction {
    /// A transaction; `reference` is the number of the bill or payment that caused it.
    pub fn new(
        id: TransactionId,
        kind: TransactionKind,
        at: Timestamp,
        reference: String,
        postings: Vec<Posting>,
    ) -> Result<Self, Unbalanced> {
        let sum: Money = postings.iter().map(|posting| posting.amount).sum();
        if sum.is_zero() { Ok(Self { id, kind, at, reference, postings }) } else { Err(Unbalanced(sum)) }
    }

    /// Identifier.
    pub fn id(&self) -> TransactionId {
        self.id
    }

    /// What happened.
    pub fn kind(&self) -> TransactionKind {
        self.kind
    }

    /// When.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Number of the bill or payment.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// Both sides.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }
}
