//! Bills and what stands on them. R-BIL-1, R-BIL-2

use crate::{
    Date,
    catalogue::OfferingCode,
    customers::Origin,
    ids::{AccountId, BillId, ChargeId, CustomerId, LineId},
    money::Money,
    usage::UsageKind,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// State of a bill, named as TM Forum does (TMF678).
    pub enum BillState {
        /// Being put together.
        New,
        /// Kept back.
        OnHold,
        /// Checked, not yet sent.
        Validated,
        /// Sent; nothing paid.
        Sent,
        /// Some of it paid.
        PartiallyPaid,
        /// Nothing left to pay.
        Settled,
    }
}

vocabulary! {
    /// Why something stands on a bill. The words are the page's, in the reader's language.
    pub enum ChargeKind {
        /// The plan, for a whole cycle or the days it ran.
        Plan,
        /// An add-on.
        AddOn,
        /// Use beyond the allowance.
        Usage,
        /// Connecting a new line.
        Activation,
        /// A technician's visit.
        Visit,
        /// A replacement SIM or router.
        Replacement,
        /// Use abroad.
        Roaming,
        /// Third-party content, collected for its provider.
        Content,
        /// Fee for paying late.
        LateFee,
        /// Fee for leaving an agreement early.
        EarlyTermination,
        /// The difference of a plan changed within the cycle, charge or credit.
        Proration,
        /// A reduction (negative).
        Discount,
        /// Something given back (negative).
        Credit,
    }
}

/// A bill. What is still owed of it is derived from the ledger, never kept here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// Identifier.
    pub id: BillId,
    /// Number people read out, with a check digit.
    pub number: String,
    /// Account billed.
    pub account_id: AccountId,
    /// Whose account.
    pub customer_id: CustomerId,
    /// First day billed.
    pub period_first: Date,
    /// Last day billed.
    pub period_last: Date,
    /// Day it was issued.
    pub issued_on: Date,
    /// Last day to pay without being overdue.
    pub due_on: Date,
    /// Sum of its lines.
    pub total: Money,
    /// State.
    pub state: BillState,
    /// Where it came from.
    pub origin: Origin,
}

/// One line of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillLine {
    /// Place on the bill, from 1.
    pub position: i64,
    /// Why it stands there.
    pub kind: ChargeKind,
    /// The line it belongs to; `None` for the account as a whole.
    pub line_id: Option<LineId>,
    /// The plan or add-on.
    pub offering: Option<OfferingCode>,
    /// Kind of use, for usage.
    pub usage: Option<UsageKind>,
    /// Minutes, megabytes, messages or pieces.
    pub quantity: i64,
    /// First day it is for.
    pub first: Date,
    /// Last day it is for.
    pub last: Date,
    /// Amount; negative for a credit.
    pub amount: Money,
}

/// A bill with what is left to pay, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillBalance {
    /// The bill.
    pub bill: Bill,
    /// What is left to pay, from the ledger.
    pub outstanding: Money,
}

impl BillBalance {
    /// Has something to pay after the last day to pay it.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.outstanding > Money::ZERO && self.bill.due_on < today
    }
}

/// Bills older than those kept as documents, summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingHistory {
    /// First day of the first cycle.
    pub first: Date,
    /// Last day of the last cycle.
    pub last: Date,
    /// Number of bills.
    pub bills: i64,
    /// Sum of them.
    pub total: Money,
}

/// Something that waits for the next bill, such as the proration of a plan change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Identifier.
    pub id: ChargeId,
    /// Account to be billed.
    pub account_id: AccountId,
    /// The line it belongs to.
    pub line_id: LineId,
    /// Why.
    pub kind: ChargeKind,
    /// The plan or add-on.
    pub offering: Option<OfferingCode>,
    /// First day it is for.
    pub first: Date,
    /// Last day it is for.
    pub last: Date,
    /// Amount; negative for a credit.
    pub amount: Money,
}
