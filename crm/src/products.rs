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

impl ProductStatus {
    /// The line has it: in use, barred for now, or with its end ordered but not reached.
    pub fn is_installed(self) -> bool {
        match self {
            Self::Active | Self::Suspended | Self::PendingTerminate => true,
            Self::Created | Self::PendingActive | Self::Terminated | Self::Cancelled => false,
        }
    }
}

impl Product {
    /// Runs on that day, and is billed for it.
    pub fn runs(&self, on: Date) -> bool {
        self.status.is_installed() && self.starts_on <= on && self.ends_on.is_none_or(|ends_on| on <= ends_on)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;
    use uuid::Uuid;

    /// An active product since the start of 2025.
    pub(crate) fn product(offering: &str, kind: OfferingKind, monthly_price: Money) -> Product {
        Product {
            id: ProductId(Uuid::nil()),
            line_id: LineId(Uuid::nil()),
            offering: OfferingCode(offering.to_owned()),
            kind,
            status: ProductStatus::Active,
            monthly_price,
            starts_on: date(2025, 1, 1),
            ends_on: None,
            version: 1,
        }
    }

    #[rstest]
    #[case::before(ProductStatus::Active, None, date(2024, 12, 31), false)]
    #[case::first_day(ProductStatus::Active, None, date(2025, 1, 1), true)]
    #[case::last_day(ProductStatus::PendingTerminate, Some(date(2025, 6, 30)), date(2025, 6, 30), true)]
    #[case::after(ProductStatus::PendingTerminate, Some(date(2025, 6, 30)), date(2025, 7, 1), false)]
    #[case::barred(ProductStatus::Suspended, None, date(2025, 7, 1), true)]
    #[case::not_yet_there(ProductStatus::PendingActive, None, date(2025, 7, 1), false)]
    #[case::ended(ProductStatus::Terminated, None, date(2025, 7, 1), false)]
    fn runs_while_installed(
        #[case] status: ProductStatus,
        #[case] ends_on: Option<Date>,
        #[case] on: Date,
        #[case] runs: bool,
    ) {
        let product = Product { status, ends_on, ..product("A", OfferingKind::Plan, Money::from_yuan(59)) };
        assert_eq!(product.runs(on), runs);
    }
}
