//! The columns of the operator's file, and why a line of it is refused.

use crm::money::Money;

/// A column, by the name the file's first line gives it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "PascalCase")]
#[expect(missing_docs, reason = "the names are the file's own")]
pub enum Column {
    #[strum(serialize = "customerID")]
    CustomerId,
    #[strum(serialize = "gender")]
    Gender,
    SeniorCitizen,
    Partner,
    Dependents,
    #[strum(serialize = "tenure")]
    Tenure,
    PhoneService,
    MultipleLines,
    InternetService,
    OnlineSecurity,
    OnlineBackup,
    DeviceProtection,
    TechSupport,
    #[strum(serialize = "StreamingTV")]
    StreamingTv,
    StreamingMovies,
    Contract,
    PaperlessBilling,
    PaymentMethod,
    MonthlyCharges,
    TotalCharges,
    Churn,
}

/// Why a line of the file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The file could not be read on.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// There is no first line.
    #[error("the file is empty")]
    Empty,
    /// The first line lacks a column.
    #[error("the first line lacks the column {0}")]
    ColumnMissing(Column),
    /// The first line has a column that is not known.
    #[error("the first line has the unknown column {0:?}")]
    ColumnUnknown(String),
    /// The first line has a column twice.
    #[error("the first line has the column {0} twice")]
    ColumnTwice(Column),
    /// A line so long that it cannot be a customer.
    #[error("the line is longer than {0} bytes")]
    TooLong(usize),
    /// Bytes that are no text.
    #[error("the line is not UTF-8")]
    NotUtf8,
    /// Too few or too many columns.
    #[error("the line has {found} columns instead of {expected}")]
    ColumnCount {
        /// As many as the line has.
        found: usize,
        /// As many as the first line has.
        expected: usize,
    },
    /// A field that must not be blank.
    #[error("{0} is missing")]
    Blank(Column),
    /// A number that is none, or beyond what is believed.
    #[error("{column} is not a number that makes sense: {value:?}")]
    Number {
        /// Where.
        column: Column,
        /// What stands there, shortened.
        value: String,
    },
    /// A value that the column does not know.
    #[error("{column} has the unknown value {value:?}")]
    Unknown {
        /// Where.
        column: Column,
        /// What stands there, shortened.
        value: String,
    },
    /// A customer who is in the file already.
    #[error("customerID {code} was on line {first} already")]
    Duplicate {
        /// The code.
        code: String,
        /// Line that went in.
        first: u64,
    },
    /// Two columns that contradict each other.
    #[error("{column} contradicts {other}")]
    Disagrees {
        /// The one.
        column: Column,
        /// The other.
        other: Column,
    },
    /// Neither phone nor internet.
    #[error("the customer has neither phone nor internet")]
    NoService,
    /// The monthly charge does not even cover the add-ons.
    #[error("MonthlyCharges {monthly} leaves nothing for the plan beside the list prices of the add-ons")]
    NothingForThePlan {
        /// The monthly charge.
        monthly: Money,
    },
    /// Bills, but no sum of them.
    #[error("TotalCharges is missing though tenure is {tenure}")]
    TotalBlank {
        /// Months billed.
        tenure: i32,
    },
    /// A sum of bills, but no bill.
    #[error("TotalCharges is {total} though tenure is 0")]
    TotalWithoutBill {
        /// The sum.
        total: Money,
    },
    /// Left before the first month was over.
    #[error("Churn is Yes though tenure is 0")]
    LeftWithoutBill,
    /// No bills that come to this sum can be explained.
    #[error("TotalCharges {total} cannot be the sum of {tenure} bills of which the last is {monthly}")]
    TotalDoesNotFit {
        /// The sum.
        total: Money,
        /// The last bill.
        monthly: Money,
        /// Months billed.
        tenure: i32,
    },
}

impl Reason {
    /// A value that the column does not know.
    pub(super) fn unknown(column: Column, value: &str) -> Self {
        Self::Unknown { column, value: shortened(value) }
    }

    /// A number that is none.
    pub(super) fn number(column: Column, value: &str) -> Self {
        Self::Number { column, value: shortened(value) }
    }

    /// Two columns that contradict each other.
    pub(super) fn disagrees(column: Column, other: Column) -> Self {
        Self::Disagrees { column, other }
    }
}

/// The first characters: a report is to be read, however damaged the file.
pub(super) fn shortened(value: &str) -> String {
    const LENGTH: usize = 40;
    let mut short: String = value.chars().take(LENGTH).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    short
}
