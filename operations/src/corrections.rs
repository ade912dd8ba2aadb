//! Corrections of what only staff may change in a customer's file: proposed by one, decided by a supervisor. R-CUS-4

use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    customers::customer,
    desk::Done,
    messages::{self, Notice},
};
use crm::{
    corrections::{Correction, CorrectionState, Refusal, may_propose},
    customers::{CustomerField, FieldChange},
    field_rules::{self, Changer},
    ids::{CorrectionId, StaffId},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// What a member of staff proposes.
#[derive(Clone, Debug, Serialize)]
pub struct Propose {
    /// Code of the customer.
    pub customer: String,
    /// The name as it should be.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// It waits for a supervisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Which.
    pub id: CorrectionId,
}

/// What a supervisor decides.
#[derive(Clone, Debug, Serialize)]
pub struct Decide {
    /// Which.
    pub correction: CorrectionId,
    /// Yes or no.
    pub approve: bool,
}

/// It is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Made, or not.
    pub approved: bool,
}

/// A correction that waits, as a supervisor sees it.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The correction.
    pub correction: Correction,
    /// Code of the customer.
    pub customer: String,
    /// Sign-in name of who proposed it.
    pub proposed_by: String,
    /// Whoever looks proposed it, so that somebody else decides.
    pub is_own: bool,
}

/// How many a page lists.
const LISTED: i64 = 50;

/// Proposes another name, in a file that is open to the session.
pub async fn propose(desk: &Desk, actor: &Actor, key: Uuid, command: &Propose) -> Result<Proposed> {
    let clerk = actor.clerk(Operation::ProposeCorrection)?;
    desk.perform(actor, Operation::ProposeCorrection, key, command, |mut unit| async move {
        let customer = clerk.customer(&mut unit, &command.customer).await?;
        let look = unit.latest_staff_view(clerk.staff().session_id, customer.id).await?;
        look.filter(|look| look.is_open(desk.now())).ok_or(Refusal::FileClosed)?;
        let (field, after) = (CustomerField::Name, command.name.trim().to_owned());
        field_rules::check(&unit.field_rules().await?, field, Changer::Staff, &after)
            .map_err(|why| Refusal::Field { why })?;
        may_propose(&customer.name, &after, &command.reason)?;
        if !unit.waiting_corrections_of(customer.id).await?.is_empty() {
            return Err(Refusal::Over.into());
        }
        let correction = Correction {
            id: desk.id(),
            customer_id: customer.id,
            field,
            before: customer.name,
            after,
            reason: command.reason.trim().to_owned(),
            proposed_by: clerk.staff().staff_id,
            proposed_at: desk.now(),
            state: CorrectionState::Waiting,
            decided_by: None,
            decided_at: None,
            version: 1,
        };
        unit.add_correction(&correction).await?;
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({ "correction": correction.id, "field": field }),
            reply: Proposed { id: correction.id },
        })
    })
    .await
}

/// Corrections that wait, the oldest first.
pub async fn waiting(desk: &Desk, actor: &Actor) -> Result<Vec<Waiting>> {
    let clerk = actor.clerk(Operation::ViewDataQuality)?;
    let own = clerk.staff().staff_id;
    desk.store
        .read(|mut unit| async move {
            let staff = unit.staff_members().await?;
            let names: HashMap<StaffId, String> =
                staff.into_iter().map(|staff| (staff.id, staff.name)).collect();
            let waiting = unit.waiting_corrections(LISTED).await?;
            let waiting = waiting.into_iter().map(|(correction, customer)| Waiting {
                proposed_by: names.get(&correction.proposed_by).cloned().unwrap_or_default(),
                is_own: correction.proposed_by == own,
                customer,
                correction,
            });
            Ok::<_, Error>(waiting.collect())
        })
        .await
}

/// Decides about a correction; one that is approved is made, written into the file's history and told to the customer.
pub async fn decide(desk: &Desk, actor: &Actor, key: Uuid, command: &Decide) -> Result<Decided> {
    let clerk = actor.clerk(Operation::DecideCorrection)?;
    desk.perform(actor, Operation::DecideCorrection, key, command, |mut unit| async move {
        let correction = unit.correction(command.correction).await?.ok_or(Error::NotFound)?;
        let customer = customer(&mut unit, correction.customer_id).await?;
        let staff = clerk.staff();
        let decided = correction.decide(command.approve, staff.staff_id, &customer.name, desk.now())?;
        unit.save_correction(&decided).await?;
        if command.approve {
            let change = FieldChange {
                field: decided.field,
                before: decided.before.clone(),
                after: decided.after.clone(),
                at: desk.now(),
                by: format!("staff:{}", staff.name),
                reason: decided.reason.clone(),
            };
            unit.rename(customer.party_id, &decided.after).await?;
            unit.save_customer(&customer, &[change]).await?;
            messages::send(desk, &mut unit, &customer, &Notice::ProfileChanged).await?;
        }
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({ "correction": decided.id, "approved": command.approve }),
            reply: Decided { approved: command.approve },
        })
    })
    .await
}
