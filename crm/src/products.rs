//! Installed products: the plan and add-ons a line has, at the price that was signed.

use crate::{
    Date,
    catalogue::{OfferingCode, OfferingKind},
    ids::{LineId, ProductId},
    money::Money,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// State of an installed product, named as TM Forum does (TMF637).
    pub enum ProductStatus {
        /// Known, not yet ordered to the network.
        Created,
        /// On its way.
        PendingActive,
        /// In use and billed.
        Active,
        /// Barred.
        Suspended,
        /// End is ordered.
        PendingTerminate,
        /// Ended.
        Terminated,
        /// Never came into use.
        Cancelled,
    }
}

/// A plan or add-on on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Identifier.
    pub id: ProductId,
    /// The line it runs on.
    pub line_id: LineId,
    /// What it is.
    pub offering: OfferingCode,
    /// Plan or add-on.
    pub kind: OfferingKind,
    /// State.
    pub status: ProductStatus,
    /// The price signed, per cycle: customers keep what they signed.
    pub monthly_price: Money,
    /// First day.
    pub starts_on: Date,
    /// Last day, once known.
    pub ends_on: Option<Date>,
    /// Grows with each change.
    pub version: i64,
}
