//! The customer file inside of other operations.

use crate::{Desk, Error, Result};
use crm::{
    customers::{Customer, CustomerField, FieldChange},
    ids::CustomerId,
};
use store::Unit;

/// The file of a customer known by id.
pub(crate) async fn customer(unit: &mut Unit, id: CustomerId) -> Result<Customer> {
    unit.customer(id).await?.ok_or(Error::NotFound)
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
