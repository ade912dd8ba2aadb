//! Why a plan change is refused.

use crate::{
    Date,
    catalogue::{Eligibility, OfferingCode},
    lines::BarReason,
    money::Money,
};
use serde::{Deserialize, Serialize};

/// Why a plan cannot be changed as wished, with what a person needs to know to go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "refused", rename_all = "camelCase")]
pub enum Refusal {
    /// The line is barred; it must be put back in use first.
    LineBarred {
        /// Why it is barred, where known.
        by: Option<BarReason>,
    },
    /// The line has ended for good.
    LineEnded {
        /// Its last day, where known.
        on: Option<Date>,
    },
    /// Another change of this line waits; it must be done or withdrawn first.
    PendingChange {
        /// Number of that order.
        order: String,
    },
    /// The account of this line must be paid up first.
    Overdue {
        /// What is overdue.
        amount: Money,
    },
    /// No such plan exists for this kind of line.
    UnknownPlan {
        /// What was asked for.
        to: OfferingCode,
    },
    /// The line has this plan already.
    SamePlan {
        /// The plan.
        plan: OfferingCode,
    },
    /// The plan cannot be ordered today.
    NotOnSale {
        /// First day it can be ordered.
        from: Date,
        /// Last day it could be ordered.
        until: Option<Date>,
    },
    /// The plan is for other customers.
    NotEligible {
        /// Whom it is for.
        only: Eligibility,
    },
    /// A change to the same or a lower price starts with a cycle, not within one.
    OnlyNextCycle {
        /// First day it can start.
        from: Date,
    },
    /// The price is another one than the customer saw; they must see it again.
    PriceChanged {
        /// What they saw.
        seen: Money,
        /// What it is now.
        now: Money,
    },
    /// The change would start on another day than the customer saw, because midnight has passed.
    DateChanged {
        /// What they saw.
        seen: Date,
        /// What it is now.
        now: Date,
    },
    /// An agreement binds the line, and exactly this fee was not accepted.
    LockedIn {
        /// Last day the line is bound.
        until: Date,
        /// Fee for the change.
        fee: Money,
    },
}
