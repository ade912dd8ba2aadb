//! The product catalogue: plans (套餐) and add-ons (增值业务). R-PRD-1

use crate::{Date, language::Text, lines::LineKind, money::Money, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What an offering is.
    pub enum OfferingKind {
        /// Exactly one on every line.
        Plan,
        /// Any number beside the plan.
        AddOn,
    }
}

vocabulary! {
    /// What a customer looks for; plans are filtered by it. R-PRD-2
    pub enum Need {
        /// The lowest monthly price.
        LowPrice,
        /// Many minutes.
        Calls,
        /// Much mobile data.
        Data,
        /// Fast internet at home.
        Speed,
        /// Films and series.
        Streaming,
        /// For senior citizens.
        Senior,
    }
}

vocabulary! {
    /// Who may take an offering.
    pub enum Eligibility {
        /// Every customer.
        Everyone,
        /// Senior citizens.
        Seniors,
    }
}

/// Business key of an offering, such as `5G-129`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfferingCode(pub String);

/// What a plan includes per cycle. `None` means without limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowances {
    /// Call minutes.
    pub voice_minutes: Option<i64>,
    /// Data in megabytes.
    pub data_mb: Option<i64>,
    /// Text messages.
    pub messages: Option<i64>,
}

/// What use beyond the allowance costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overage {
    /// Per minute.
    pub voice_minute: Money,
    /// Per started block of 100 megabytes.
    pub data_block: Money,
    /// Per message.
    pub message: Money,
}

/// Megabytes in one block of data beyond the allowance.
pub const DATA_BLOCK_MB: i64 = 100;

/// A plan or add-on with the price that is valid on the day it was read for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offering {
    /// Business key.
    pub code: OfferingCode,
    /// Plan or add-on.
    pub kind: OfferingKind,
    /// The kind of line it runs on.
    pub line_kind: LineKind,
    /// Name.
    pub name: Text,
    /// One sentence: what it is for.
    pub summary: Text,
    /// List price per cycle on the day it was read for.
    pub monthly_price: Money,
    /// What is included.
    pub allowances: Allowances,
    /// What more costs.
    pub overage: Overage,
    /// Downstream speed of an internet plan in Mbit/s.
    pub speed_mbps: Option<i64>,
    /// First day it can be ordered.
    pub sale_from: Date,
    /// Last day it can be ordered; `None` while no end is set.
    pub sale_until: Option<Date>,
    /// Who may order it.
    pub eligibility: Eligibility,
    /// What it is good for.
    pub needs: Vec<Need>,
    /// Add-ons that cannot run beside this plan and end with a change to it.
    pub excludes: Vec<OfferingCode>,
}

impl Offering {
    /// Can be ordered on that day.
    pub fn is_on_sale(&self, on: Date) -> bool {
        self.sale_from <= on && self.sale_until.is_none_or(|until| on <= until)
    }
}
