//! The customer file inside of other operations.

use crate::{Desk, Error, Result};
use crm::{
    customers::{Customer, CustomerField, FieldChange},
    field_rules::{self, Changer},
    ids::CustomerId,
};
use store::Unit;

/// The file of a customer known by id.
pub(crate) async fn customer(unit: &mut Unit, id: CustomerId) -> Result<Customer> {
    unit.customer(id).await?.ok_or(Error::NotFound)
}

/// Refuses changes by a customer that the rules of the fields do not let through. R-CUS-4
pub(crate) async fn allowed(unit: &mut Unit, changes: &[FieldChange]) -> Result<()> {
    let rules = unit.field_rules().await?;
    for change in changes {
        field_rules::check(&rules, change.field, Changer::Customer, &change.after)?;
    }
    Ok(())
}

/// What stands differently in a file that the customer changed, for its history. R-CUS-4
pub(crate) fn differences(
    desk: &Desk,
    before: &Customer,
    after: &Customer,
    reason: &str,
) -> Vec<FieldChange> {
    let values = |customer: &Customer| {
        [
            (CustomerField::Mobile, customer.mobile.as_str().to_owned()),
            (CustomerField::Email, customer.email.clone().unwrap_or_default()),
            (CustomerField::Language, customer.language.to_string()),
            (CustomerField::NotifyBySms, customer.notify_by_sms.to_string()),
            (CustomerField::NotifyByEmail, customer.notify_by_email.to_string()),
            (CustomerField::MarketingConsent, customer.marketing_consent.to_string()),
        ]
    };
    let pairs = values(before).into_iter().zip(values(after));
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before_value), (_, after))| FieldChange {
            field,
            before: before_value,
            after,
            at: desk.now(),
            by: before.code.clone(),
            reason: reason.to_owned(),
        })
        .collect()
}
