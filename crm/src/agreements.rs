//! Agreements (协议): what binds a line for a time. R-ORD-4

use crate::{
    Date,
    ids::{AgreementId, LineId},
    money::Money,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// For how long the customer signed.
    pub enum Term {
        /// Can end with any cycle.
        MonthToMonth,
        /// Twelve months.
        OneYear,
        /// Twenty-four months.
        TwoYears,
    }
}

impl Term {
    /// Length in months; 0 when nothing binds.
    pub fn months(self) -> i32 {
        match self {
            Self::MonthToMonth => 0,
            Self::OneYear => 12,
            Self::TwoYears => 24,
        }
    }
}

/// What a customer committed to for one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Identifier.
    pub id: AgreementId,
    /// The line it binds.
    pub line_id: LineId,
    /// For how long.
    pub term: Term,
    /// First day.
    pub starts_on: Date,
    /// Last day the line is bound; `None` when nothing binds.
    pub ends_on: Option<Date>,
    /// What the customer committed to pay for the plan per cycle.
    pub committed_monthly: Money,
    /// Share of the missing commitment charged on an early end, in percent.
    pub termination_percent: i64,
}
