//! The customer's own file: seeing it, changing it, and what was changed when. R-CUS-4, R-CUS-8

use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    customers::customer,
    desk::Done,
    messages::{self, Notice},
};
use crm::{
    audit::AuditOutcome,
    customers::{Customer, CustomerField, FieldChange},
    language::Language,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The customer file with its history.
#[derive(Clone, Debug)]
pub struct ProfileView {
    /// The file.
    pub customer: Customer,
    /// What was changed, newest first.
    pub changes: Vec<FieldChange>,
}

/// What the customer typed and chose.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeProfile {
    /// The version of the file that the form showed.
    pub version: i64,
    /// E-mail address; empty for none.
    pub email: String,
    /// Language of pages and messages.
    pub language: Language,
    /// Service messages by SMS.
    pub notify_by_sms: bool,
    /// Service messages by e-mail.
    pub notify_by_email: bool,
    /// Consent to marketing.
    pub marketing_consent: bool,
}

/// What was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileChanged {
    /// The fields; none when all were as before.
    pub fields: Vec<CustomerField>,
}

/// Why the file is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No mail would arrive at this address.
    BadEmail,
    /// Messages by e-mail need an address.
    EmailNeeded,
    /// Service messages need one way at least.
    NoWayLeft,
    /// The file was changed since the form was shown: look at it again.
    ChangedMeanwhile,
}

/// The customer file with its history.
pub async fn view(desk: &Desk, actor: &Actor) -> Result<ProfileView> {
    let own = actor.own(Operation::ViewProfile)?;
    desk.store
        .read(|mut unit| async move {
            let customer = customer(&mut unit, own.id()).await?;
            let changes = unit.customer_changes(own.id()).await?;
            Ok(ProfileView { customer, changes })
        })
        .await
}

/// Changes the file, keeps what it held before, and tells the customer at the old address too. R-CUS-4
pub async fn change(
    desk: &Desk,
    actor: &Actor,
    key: Uuid,
    command: &ChangeProfile,
) -> Result<ProfileChanged> {
    let own = actor.own(Operation::ChangeProfile)?;
    desk.perform(actor, Operation::ChangeProfile, key, command, |mut unit| async move {
        let before = customer(&mut unit, own.id()).await?;
        let after = wished(&before, command)?;
        let changes = differences(desk, &before, &after);
        if !changes.is_empty() {
            if before.version != command.version {
                return Err(Refusal::ChangedMeanwhile.into());
            }
            unit.save_customer(&after, &changes).await?;
            messages::send(desk, &mut unit, &before, &Notice::ProfileChanged).await?;
            if after.email != before.email {
                messages::send_by_email(desk, &mut unit, &after, &Notice::ProfileChanged).await?;
            }
        }
        let fields: Vec<CustomerField> = changes.iter().map(|change| change.field).collect();
        Ok(Done {
            object: format!("customer:{}", before.code),
            // The values stand in the file's own history; the audit trail is read by more people.
            facts: serde_json::json!({ "fields": fields }),
            reply: ProfileChanged { fields },
        })
    })
    .await
}

/// Keeps the language chosen in the head of a page, in the file of who is signed in. For others there is nothing to
/// keep.
pub async fn choose_language(desk: &Desk, actor: &Actor, language: Language) -> Result<()> {
    actor.may(Operation::ChangeLanguage)?;
    let Actor::Subscriber(subscriber) = actor else { return Ok(()) };
    desk.store
        .write(|mut unit| async move {
            let before = customer(&mut unit, subscriber.customer_id).await?;
            let after = Customer { language, ..before.clone() };
            let changes = differences(desk, &before, &after);
            if changes.is_empty() {
                return Ok(());
            }
            unit.save_customer(&after, &changes).await?;
            let object = format!("customer:{}", before.code);
            let facts = serde_json::json!({ "before": before.language, "after": language });
            let event =
                desk.audit_event(actor, Operation::ChangeLanguage, object, AuditOutcome::Done, &facts);
            Ok::<_, Error>(unit.record(&event).await?)
        })
        .await
}

fn wished(before: &Customer, command: &ChangeProfile) -> std::result::Result<Customer, Refusal> {
    let email = match command.email.trim() {
        "" => None,
        text if is_plausible(text) => Some(text.to_owned()),
        _ => return Err(Refusal::BadEmail),
    };
    if command.notify_by_email && email.is_none() {
        return Err(Refusal::EmailNeeded);
    }
    if !command.notify_by_email && !command.notify_by_sms {
        return Err(Refusal::NoWayLeft);
    }
    Ok(Customer {
        email,
        language: command.language,
        notify_by_sms: command.notify_by_sms,
        notify_by_email: command.notify_by_email,
        marketing_consent: command.marketing_consent,
        ..before.clone()
    })
}

fn differences(desk: &Desk, before: &Customer, after: &Customer) -> Vec<FieldChange> {
    let values = |customer: &Customer| {
        [
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
        })
        .collect()
}

/// Whether mail could arrive at an address: something, an `@`, and a host name with a dot. That it does arrive only a
/// mail can show. What could end a header line or begin a second address is left out.
fn is_plausible(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let unusual = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"@".contains(c);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (1..=64).contains(&local.len())
        && address.len() <= 254
        && !local.contains(unusual)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && domain.split('.').all(label)
        && domain
            .rsplit('.')
            .next()
            .is_some_and(|last| last.len() > 1 && !last.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("a@example.com", true)]
    #[case::tagged("first.last+hall@mail.example.co.uk", true)]
    #[case::digits("13800138000@139.com", true)]
    #[case::other_scripts("客户@例子.公司", true)]
    #[case::no_at("example.com", false)]
    #[case::no_local("@example.com", false)]
    #[case::no_dot("a@localhost", false)]
    #[case::two("a@b@example.com", false)]
    #[case::list("a@example.com,b@example.com", false)]
    #[case::header("a@example.com\r\nBcc: b@example.com", false)]
    #[case::space("a b@example.com", false)]
    #[case::empty_label("a@example..com", false)]
    #[case::dash("a@-example.com", false)]
    #[case::dots("a..b@example.com", false)]
    #[case::address("a@127.0.0.1", false)]
    #[case::angle("<a@example.com>", false)]
    fn tells_plausible_addresses(#[case] address: &str, #[case] plausible: bool) {
        assert_eq!(is_plausible(address), plausible);
    }

    #[test]
    fn an_address_has_a_length() {
        assert!(is_plausible(&format!("{}@example.com", "a".repeat(64))));
        assert!(!is_plausible(&format!("{}@example.com", "a".repeat(65))));
        assert!(!is_plausible(&format!("a@{}com", "example.".repeat(32))));
    }
}
