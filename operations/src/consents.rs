//! What a customer agrees to, said by nobody else. R-CUS-8

use crate::{Actor, Desk, Error, Result, access::Operation, customers::customer, desk::Done};
use crm::{
    consents::{Consent, ConsentPurpose, say as entry},
    customers::{CustomerField, FieldChange},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the customer says.
#[derive(Clone, Debug, Serialize)]
pub struct Say {
    /// To what.
    pub purpose: ConsentPurpose,
    /// Yes or no.
    pub given: bool,
}

/// It is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// It was not what stood already.
    pub is_new: bool,
}

/// The ledger of the customer who asks, in the order of time.
pub async fn view(desk: &Desk, actor: &Actor) -> Result<Vec<Consent>> {
    let own = actor.own(Operation::ViewPrivacy)?;
    desk.store.read(|mut unit| async move { Ok::<_, Error>(unit.consents_of(own.id()).await?) }).await
}

/// Gives a consent or takes it back.
pub async fn say(desk: &Desk, actor: &Actor, key: Uuid, command: &Say) -> Result<Said> {
    let own = actor.own(Operation::ManageConsents)?;
    desk.perform(actor, Operation::ManageConsents, key, command, |mut unit| async move {
        let customer = customer(&mut unit, own.id()).await?;
        let ledger = unit.consents_of(own.id()).await?;
        let said = entry(&ledger, command.purpose, command.given, actor.channel(), desk.now());
        // Files came in with a mark and no ledger: taking that back is something new.
        let marked =
            command.purpose == ConsentPurpose::Marketing && customer.marketing_consent != command.given;
        let said = said.or(marked.then(|| Consent {
            purpose: command.purpose,
            given: command.given,
            at: desk.now(),
            channel: actor.channel(),
            wording: command.purpose.wording(),
        }));
        if let Some(said) = &said {
            let changes = (command.purpose == ConsentPurpose::Marketing
                && customer.marketing_consent != command.given)
                .then(|| FieldChange {
                    field: CustomerField::MarketingConsent,
                    before: customer.marketing_consent.to_string(),
                    after: command.given.to_string(),
                    at: desk.now(),
                    by: customer.code.clone(),
                    reason: String::new(),
                });
            if let Some(change) = changes {
                unit.save_customer(&customer, &[change]).await?;
            }
            unit.add_consent(own.id(), said).await?;
        }
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({
                "purpose": command.purpose, "given": command.given, "wording": command.purpose.wording(),
            }),
            reply: Said { is_new: said.is_some() },
        })
    })
    .await
}
