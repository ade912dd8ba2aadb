//! What a customer agrees to, said by nobody else. R-CUS-8

use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    customers::{allowed, customer, differences},
    desk::Done,
};
use crm::{
    consents::{Consent, ConsentPurpose, say as entry},
    customers::Customer,
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
        let (purpose, given) = (command.purpose, command.given);
        let of_mark = purpose == ConsentPurpose::Marketing && customer.marketing_consent != given;
        // Files came in with a mark and no ledger: taking that back is something new.
        let said = entry(&ledger, purpose, given, actor.channel(), desk.now()).or(of_mark.then(|| Consent {
            purpose,
            given,
            at: desk.now(),
            channel: actor.channel(),
            wording: purpose.wording(),
        }));
        if of_mark {
            let after = Customer { marketing_consent: given, ..customer.clone() };
            let changes = differences(desk, &customer, &after, "");
            allowed(&mut unit, &changes).await?;
            unit.save_customer(&customer, &changes).await?;
        }
        if let Some(said) = &said {
            unit.add_consent(own.id(), said).await?;
        }
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({
                "purpose": purpose, "given": given, "wording": purpose.wording(),
            }),
            reply: Said { is_new: said.is_some() },
        })
    })
    .await
}
