//! What the file says and the hall cannot show as it is.

use crm::{Date, money::Money};

/// Something that could not be made to agree with the file, and why.
#[derive(Clone, Debug, PartialEq, Eq, strum::EnumDiscriminants, thiserror::Error)]
#[strum_discriminants(name(DisagreementKind), derive(Hash, PartialOrd, Ord, strum::IntoStaticStr))]
#[strum_discriminants(strum(serialize_all = "kebab-case"))]
#[strum_discriminants(doc = "What kind of disagreement; its name stands in the report file.")]
pub enum Disagreement {
    /// The file leaves `TotalCharges` blank: nothing was billed yet.
    #[error(
        "TotalCharges is blank and tenure 0: the customer came on {since} and has no bill yet; MonthlyCharges is kept as the price signed"
    )]
    NoBillYet {
        /// The day derived for the first one.
        since: Date,
    },
    /// The customer left within the term, and the file holds no fee for that.
    #[error(
        "Churn is Yes within the term, which would run until {until}: the file charges no fee for that, so the agreement ends with the lines"
    )]
    LeftWithinTerm {
        /// Last day of the term.
        until: Date,
    },
    /// The bills before the last one were so unlike it that what explains them is much made up.
    #[error(
        "the mean of the bills before the last one, {mean}, is far from the last one, {monthly}: discounts or one-off charges make up for most of it"
    )]
    UnusualMean {
        /// The mean of the former bills.
        mean: Money,
        /// The last bill.
        monthly: Money,
    },
    /// Another customer's derived mobile number is the same.
    #[error("the mobile number derived first belongs to another customer; try {tries} was taken")]
    MobileTaken {
        /// Which try gave a free number.
        tries: u32,
    },
}
