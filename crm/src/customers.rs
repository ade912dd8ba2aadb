//! The customer file. R-CUS-1, R-CUS-3, R-CUS-4, R-CUS-8

use crate::{
    Date, Timestamp,
    ids::{CustomerId, PartyId},
    language::Language,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

mod id_number;
mod name_keys;
mod term;

pub use id_number::IdNumber;
pub use name_keys::{name_key_prefix, name_keys};
pub use term::Term;

vocabulary! {
    /// What kind of party a customer is. R-CUS-3
    pub enum PartyKind {
        /// A person.
        Individual,
        /// A company or another group.
        Organisation,
    }
}

vocabulary! {
    /// Care tier: own queue, targets and manager. R-SRV-6
    pub enum Tier {
        /// No card.
        Standard,
        /// Silver card (银卡).
        Silver,
        /// Gold card (金卡).
        Gold,
        /// Diamond card (钻卡).
        Diamond,
    }
}

vocabulary! {
    /// Whether the customer still has business with the operator.
    pub enum CustomerStatus {
        /// Has at least one account that is open.
        Active,
        /// Every account is closed.
        Closed,
    }
}

vocabulary! {
    /// Where a fact came from.
    pub enum Origin {
        /// Read from a file of the operator.
        Imported,
        /// Derived from the customer's code because the file does not hold it.
        Generated,
        /// Entered in the hall.
        Entered,
    }
}

vocabulary! {
    /// A field of the customer file whose every change is kept. R-CUS-4
    pub enum CustomerField {
        /// Contact mobile number.
        Mobile,
        /// E-mail address.
        Email,
        /// Language of pages and messages.
        Language,
        /// Service messages by SMS.
        NotifyBySms,
        /// Service messages by e-mail.
        NotifyByEmail,
        /// Consent to marketing.
        MarketingConsent,
        /// Name on bills.
        Name,
        /// Number of the identity document. Its value stands nowhere, its changes do.
        IdNumber,
    }
}

/// A customer as every channel sees it. R-CUS-1
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// Identifier.
    pub id: CustomerId,
    /// The party behind the customer.
    pub party_id: PartyId,
    /// Customer code, unique and stable.
    pub code: String,
    /// Name on bills.
    pub name: String,
    /// Person or organisation.
    pub kind: PartyKind,
    /// Entitled to plans for senior citizens.
    pub senior: bool,
    /// Care tier.
    pub tier: Tier,
    /// On the blacklist: requests go to the credit desk. R-SRV-2
    pub blacklisted: bool,
    /// Peer group for "customers like you chose", such as `phone+fibre/80`. R-PRD-3
    pub segment: String,
    /// Language of pages and messages.
    pub language: Language,
    /// Contact mobile number, which is also how the customer signs in.
    pub mobile: Msisdn,
    /// E-mail address, if known.
    pub email: Option<String>,
    /// Last six characters of the identity document: a password must not be these.
    pub id_last_six: String,
    /// Wants service messages by SMS.
    pub notify_by_sms: bool,
    /// Wants service messages by e-mail.
    pub notify_by_email: bool,
    /// Agreed to marketing. R-CUS-8
    pub marketing_consent: bool,
    /// Whether any business is left.
    pub status: CustomerStatus,
    /// First day as a customer.
    pub since: Date,
    /// Where the file came from.
    pub origin: Origin,
    /// Grows with each change; a writer must name the version it read.
    pub version: i64,
}

impl Customer {
    /// The name as those see it who do not need it: `张**`.
    pub fn masked_name(&self) -> String {
        let mut characters = self.name.chars();
        let first: String = characters.next().into_iter().collect();
        // The length of a name is not told either.
        format!("{first}**")
    }

    /// Belongs to an account manager (gold or diamond). R-SRV-2, R-SRV-6
    pub fn is_high_value(&self) -> bool {
        self.tier >= Tier::Gold
    }
}

vocabulary! {
    /// Why a field changed, where it was not plainly the customer's wish of that moment.
    pub enum ChangeReason {
        /// Asked for, proved by old and new contact, and waited out.
        ContactProved,
        /// A change of contact was taken back.
        ContactTakenBack,
    }
}

/// One change of a field, with the person responsible. R-CUS-4
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which field.
    pub field: CustomerField,
    /// Value before.
    pub before: String,
    /// Value after.
    pub after: String,
    /// When.
    pub at: Timestamp,
    /// Who: the customer's code, or a member of staff.
    pub by: String,
    /// Why, where a reason is known: a word of [`ChangeReason`], or what a member of staff wrote.
    pub reason: String,
}

/// A Chinese mobile number: eleven digits, the first of them 1. Kept without spaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Msisdn(String);

impl Msisdn {
    /// Reads what people type: spaces and hyphens anywhere, `+86` or `0086` in front.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')')).collect();
        let digits = digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086")).unwrap_or(&digits);
        let valid =
            digits.len() == 11 && digits.starts_with('1') && digits.bytes().all(|b| b.is_ascii_digit());
        valid.then(|| Self(digits.to_owned()))
    }

    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `138 0013 8000`
    pub fn spaced(&self) -> String {
        format!("{} {} {}", &self.0[..3], &self.0[3..7], &self.0[7..])
    }

    /// `138****8000`
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("13800138000", Some("138 0013 8000"))]
    #[case(" +86 138-0013-8000 ", Some("138 0013 8000"))]
    #[case("1380013800", None)]
    #[case("23800138000", None)]
    #[case("1380013800a", None)]
    fn reads_mobile_numbers(#[case] text: &str, #[case] spaced: Option<&str>) {
        assert_eq!(Msisdn::parse(text).map(|number| number.spaced()).as_deref(), spaced);
    }
}
