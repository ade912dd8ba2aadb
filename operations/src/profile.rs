//! The customer's own file: seeing it, changing it, and what was changed when. R-CUS-4, R-CUS-8

use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    contact_change,
    customers::{allowed, customer, differences},
    desk::Done,
    messages::{self, Notice},
};
use crm::{
    audit::AuditOutcome,
    contact_change::ContactChange,
    customers::{Customer, CustomerField, FieldChange},
    field_rules::FieldRule,
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
    /// Changes of contact that are under way.
    pub contact_changes: Vec<ContactChange>,
    /// Who may change what.
    pub rules: Vec<FieldRule>,
}

/// What the customer chose.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeProfile {
    /// The version of the file that the form showed.
    pub version: i64,
    /// Language of pages and messages.
    pub language: Language,
    /// Service messages by SMS.
    pub notify_by_sms: bool,
    /// Service messages by e-mail.
    pub notify_by_email: bool,
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
            let contact_changes = contact_change::open(&mut unit, &customer).await?;
            let rules = unit.field_rules().await?;
            Ok(ProfileView { customer, changes, contact_changes, rules })
        })
        .await
}

/// Changes the file, keeps what it held before, and tells the customer. R-CUS-4
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
        let changes = differences(desk, &before, &after, "");
        if !changes.is_empty() {
            if before.version != command.version {
                return Err(Refusal::ChangedMeanwhile.into());
            }
            allowed(&mut unit, &changes).await?;
            unit.save_customer(&after, &changes).await?;
            messages::send(desk, &mut unit, &before, &Notice::ProfileChanged).await?;
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
            let changes = differences(desk, &before, &after, "");
            if changes.is_empty() {
                return Ok(());
            }
            allowed(&mut unit, &changes).await?;
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
    if command.notify_by_email && before.email.is_none() {
        return Err(Refusal::EmailNeeded);
    }
    if !command.notify_by_email && !command.notify_by_sms {
        return Err(Refusal::NoWayLeft);
    }
    Ok(Customer {
        language: command.language,
        notify_by_sms: command.notify_by_sms,
        notify_by_email: command.notify_by_email,
        ..before.clone()
    })
}
