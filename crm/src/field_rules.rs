//! The rules of the customer file's fields, which are data: what must be there, what it looks like, who may change it and
//! who must agree. R-CUS-4

use crate::{
    contact_change::is_plausible_address,
    customers::{CustomerField, IdNumber, Msisdn},
    language::Language,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a field's value looks like.
    pub enum FieldFormat {
        /// Words, a line of them.
        Text,
        /// A Chinese mobile number.
        Mobile,
        /// An e-mail address.
        Email,
        /// A language of the hall.
        Language,
        /// Yes or no.
        YesNo,
        /// The number of an identity document.
        IdNumber,
    }
}

vocabulary! {
    /// Who may change a field.
    pub enum Changer {
        /// The customer, and nobody for them.
        Customer,
        /// Staff, when the customer shows why.
        Staff,
        /// Nobody.
        Nobody,
    }
}

vocabulary! {
    /// Who must agree before a change is made.
    pub enum Approval {
        /// Nobody else.
        None,
        /// Whoever reads the old contact and whoever reads the new one.
        BothContacts,
        /// A supervisor who did not propose it.
        Supervisor,
    }
}

/// The rule of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRule {
    /// Which field.
    pub field: CustomerField,
    /// It is never empty.
    pub mandatory: bool,
    /// What it looks like.
    pub format: FieldFormat,
    /// Who may change it.
    pub changed_by: Changer,
    /// Who must agree.
    pub approval: Approval,
}

/// Why a field does not take a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum FieldRefusal {
    /// Somebody else may change it, or nobody.
    #[error("{field} is not theirs to change")]
    NotTheirs {
        /// Which field.
        field: CustomerField,
    },
    /// It must not be empty.
    #[error("{field} must not be empty")]
    Missing {
        /// Which field.
        field: CustomerField,
    },
    /// It does not look like that.
    #[error("{field} does not look like that")]
    BadFormat {
        /// Which field.
        field: CustomerField,
    },
}

/// Longest text of a field, in characters.
const TEXT_MAX: usize = 100;

impl FieldFormat {
    /// Whether a value, not empty, looks like that.
    fn fits(self, value: &str) -> bool {
        match self {
            Self::Text => value.chars().count() <= TEXT_MAX && !value.contains(char::is_control),
            Self::Mobile => Msisdn::parse(value).is_some(),
            Self::Email => is_plausible_address(value),
            Self::Language => value.parse::<Language>().is_ok(),
            Self::YesNo => matches!(value, "true" | "false"),
            Self::IdNumber => IdNumber::parse(value).is_some(),
        }
    }
}

/// Whether `by` may give a field a value, by its rule; a field without a rule is nobody's to change. Says who must agree.
pub fn check(
    rules: &[FieldRule],
    field: CustomerField,
    by: Changer,
    value: &str,
) -> Result<Approval, FieldRefusal> {
    let rule = rules.iter().find(|rule| rule.field == field && rule.changed_by == by);
    let rule =
        rule.filter(|rule| rule.changed_by != Changer::Nobody).ok_or(FieldRefusal::NotTheirs { field })?;
    match value {
        "" if rule.mandatory => Err(FieldRefusal::Missing { field }),
        "" => Ok(rule.approval),
        value if rule.format.fits(value) => Ok(rule.approval),
        _ => Err(FieldRefusal::BadFormat { field }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;
    use strum::VariantArray as _;

    const fn rule(
        field: CustomerField,
        mandatory: bool,
        format: FieldFormat,
        changed_by: Changer,
        approval: Approval,
    ) -> FieldRule {
        FieldRule { field, mandatory, format, changed_by, approval }
    }

    use Approval as A;
    use Changer as C;
    use CustomerField as F;
    use FieldFormat as Format;

    const RULES: [FieldRule; 5] = [
        rule(F::Email, false, Format::Email, C::Customer, A::BothContacts),
        rule(F::Language, true, Format::Language, C::Customer, A::None),
        rule(F::NotifyBySms, true, Format::YesNo, C::Customer, A::None),
        rule(F::Name, true, Format::Text, C::Staff, A::Supervisor),
        rule(F::IdNumber, true, Format::IdNumber, C::Nobody, A::None),
    ];

    #[rstest]
    #[case::email(F::Email, C::Customer, "a@example.com", Ok(A::BothContacts))]
    #[case::no_email(F::Email, C::Customer, "", Ok(A::BothContacts))]
    #[case::bad_email(F::Email, C::Customer, "nobody", Err(FieldRefusal::BadFormat { field: F::Email }))]
    #[case::by_staff(F::Email, C::Staff, "a@example.com", Err(FieldRefusal::NotTheirs { field: F::Email }))]
    #[case::language(F::Language, C::Customer, "en", Ok(A::None))]
    #[case::unknown(F::Language, C::Customer, "xx", Err(FieldRefusal::BadFormat { field: F::Language }))]
    #[case::switch(F::NotifyBySms, C::Customer, "maybe", Err(FieldRefusal::BadFormat { field: F::NotifyBySms }))]
    #[case::name(F::Name, C::Staff, "客户二", Ok(A::Supervisor))]
    #[case::no_name(F::Name, C::Staff, "", Err(FieldRefusal::Missing { field: F::Name }))]
    #[case::own_name(F::Name, C::Customer, "客户二", Err(FieldRefusal::NotTheirs { field: F::Name }))]
    #[case::two_lines(F::Name, C::Staff, "a\nb", Err(FieldRefusal::BadFormat { field: F::Name }))]
    #[case::nobodys(F::IdNumber, C::Staff, "11010519491231002X", Err(FieldRefusal::NotTheirs { field: F::IdNumber }))]
    #[case::nobody(F::IdNumber, C::Nobody, "11010519491231002X", Err(FieldRefusal::NotTheirs { field: F::IdNumber }))]
    #[case::no_rule(F::Mobile, C::Customer, "13800138000", Err(FieldRefusal::NotTheirs { field: F::Mobile }))]
    fn a_field_takes_what_its_rule_lets_in(
        #[case] field: CustomerField,
        #[case] by: Changer,
        #[case] value: &str,
        #[case] expected: Result<Approval, FieldRefusal>,
    ) {
        assert_eq!(check(&RULES, field, by, value), expected);
    }

    proptest! {
        /// Whatever the rules: what nobody may change is not changed, and what must be there is not emptied.
        #[test]
        fn no_rule_is_got_around(at in 0_usize..F::VARIANTS.len(), by in 0_usize..3, mandatory: bool, owner in 0_usize..3, value in ".{0,12}") {
            let (field, by, owner) = (F::VARIANTS[at], C::VARIANTS[by], C::VARIANTS[owner]);
            let rules = [rule(field, mandatory, Format::Text, owner, A::None)];
            let checked = check(&rules, field, by, &value);
            if by != owner || owner == C::Nobody {
                prop_assert_eq!(checked, Err(FieldRefusal::NotTheirs { field }));
            } else if mandatory && value.is_empty() {
                prop_assert_eq!(checked, Err(FieldRefusal::Missing { field }));
            } else {
                prop_assert!(checked.is_ok() || value.contains(char::is_control));
            }
        }
    }
}
