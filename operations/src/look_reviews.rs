//! Looks at customers' files that are unusual, for supervisors to look into. R-SYS-2

use crate::{Actor, Desk, Error, Result, access::Operation, customers::customer, desk::Done};
use crm::{
    acting::{StaffView, unusual::Review},
    audit::AuditOutcome,
    ids::StaffViewId,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A look that nobody looked into yet.
#[derive(Clone, Debug)]
pub struct UnusualLook {
    /// The look, with what is unusual about it.
    pub look: StaffView,
    /// Sign-in name of who looked.
    pub staff: String,
    /// Code of the customer.
    pub customer_code: String,
    /// It is the reader's own: somebody else looks into it.
    pub own: bool,
}

/// The look was looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// Which.
    pub look: StaffViewId,
}

/// How many a page lists; the rest comes up as these are done.
const LISTED: i64 = 50;

/// Looks that nobody looked into yet, newest first. Seeing them is written down.
pub async fn list(desk: &Desk, actor: &Actor) -> Result<Vec<UnusualLook>> {
    let clerk = actor.clerk(Operation::ReviewLooks)?;
    desk.store
        .write(|mut unit| async move {
            let facts = serde_json::Value::Null;
            let (operation, outcome) = (Operation::ReviewLooks, AuditOutcome::Done);
            let event = desk.audit_event(actor, operation, "looks".to_owned(), outcome, &facts);
            unit.record(&event).await?;
            let staff = unit.staff_members().await?;
            let mut unusual = Vec::new();
            for look in unit.views_to_review(LISTED).await? {
                let by = staff.iter().find(|member| member.id == look.staff_id);
                unusual.push(UnusualLook {
                    staff: by.map(|member| member.name.clone()).unwrap_or_default(),
                    customer_code: customer(&mut unit, look.customer_id).await?.code,
                    own: look.staff_id == clerk.staff().staff_id,
                    look,
                });
            }
            Ok::<_, Error>(unusual)
        })
        .await
}

/// Keeps that a supervisor looked into a look; not one of their own.
pub async fn review(desk: &Desk, actor: &Actor, key: Uuid, id: StaffViewId) -> Result<Reviewed> {
    let clerk = actor.clerk(Operation::ReviewLooks)?;
    desk.perform(actor, Operation::ReviewLooks, key, &id, |mut unit| async move {
        let look = unit.staff_view(id).await?.ok_or(Error::NotFound)?;
        if look.staff_id == clerk.staff().staff_id || look.flags.is_empty() {
            return Err(Error::NotFound);
        }
        let review = Review { by: clerk.staff().staff_id, at: desk.now() };
        match unit.review_view(id, &review).await {
            // A colleague was quicker: it is done all the same.
            Ok(()) | Err(store::Error::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
        let customer = customer(&mut unit, look.customer_id).await?;
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({ "look": id, "flags": look.flags }),
            reply: Reviewed { look: id },
        })
    })
    .await
}
