//! Changing the plan of a line: when it takes effect and what it costs. R-PRD-5, R-ORD-4, R-ORD-8

use crate::{Date, catalogue::OfferingCode, money::Money, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// When the customer wants the new plan.
    pub enum Start {
        /// At once, with daily proration. Upgrades only.
        Now,
        /// With the next billing cycle.
        NextCycle,
    }
}

vocabulary! {
    /// Which way a change goes, by monthly price.
    pub enum Direction {
        /// To a higher monthly price.
        Upgrade,
        /// To the same monthly price.
        Sideways,
        /// To a lower monthly price.
        Downgrade,
    }
}

/// What was agreed on the check-answers page; kept with the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The plan before.
    pub from: OfferingCode,
    /// The plan after.
    pub to: OfferingCode,
    /// Price per cycle before.
    pub old_price: Money,
    /// Price per cycle after.
    pub new_price: Money,
    /// Up, down or level.
    pub direction: Direction,
    /// When it starts.
    pub start: Start,
    /// First day of the new plan.
    pub effective_on: Date,
    /// Charge (or, negative, credit) for the rest of the running cycle.
    pub proration: Money,
    /// Fee for leaving the agreement early.
    pub termination_fee: Money,
    /// Add-ons that end with the change.
    pub lost_add_ons: Vec<OfferingCode>,
    /// Monthly price of those add-ons.
    pub lost_add_ons_price: Money,
    /// How the next bill will differ from one without the change.
    pub next_bill_difference: Money,
}
