//! Lines (号码): what a subscriber has. R-SRV-5

use crate::{
    Date,
    customers::Msisdn,
    ids::{AccountId, CustomerId, LineId},
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What runs over a line.
    pub enum LineKind {
        /// A mobile number.
        Phone,
        /// Internet at home.
        Internet,
    }
}

vocabulary! {
    /// State of a line.
    pub enum LineState {
        /// In use.
        Active,
        /// Barred for now; `Line::barred` says why.
        Suspended,
        /// Ended for good.
        Terminated,
    }
}

vocabulary! {
    /// Why a line is barred. Each reason is lifted in its own way.
    pub enum BarReason {
        /// Reported lost.
        Lost,
        /// Reported stolen.
        Stolen,
        /// Bills are overdue.
        Overdue,
        /// The customer asked for a pause (停机保号).
        CustomerWish,
    }
}

/// One line of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Identifier.
    pub id: LineId,
    /// Short code used in addresses: numbers are personal and get recycled.
    pub code: String,
    /// Whose line.
    pub customer_id: CustomerId,
    /// Where it is billed.
    pub account_id: AccountId,
    /// Phone or internet.
    pub kind: LineKind,
    /// The mobile number of a phone line.
    pub msisdn: Option<Msisdn>,
    /// State.
    pub state: LineState,
    /// Why it is barred, while it is.
    pub barred: Option<BarReason>,
    /// The bar that a loss report was laid over, such as `Overdue`; it comes back when the report is cancelled, so
    /// that reporting a loss is no way around a debt. `None` unless `barred` is `Lost` or `Stolen`.
    pub barred_beneath: Option<BarReason>,
    /// First day.
    pub since: Date,
    /// Last day, once terminated.
    pub ended_on: Option<Date>,
    /// Grows with each change.
    pub version: i64,
}
