//! Staff acting for a customer, in the open: beginning, raising, ending. R-SYS-2
//!
//! While an acting runs, the session's actor is [`Actor::Acting`]: both names stand on everything it does, each page it
//! sees leaves an audit event, and what it changed is told to the customer when it ends, whoever or whatever ends it.

use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, Relation},
    agenda::{self, Kind},
    callers,
    customers::customer,
    desk::Done,
    messages::{self, Notice},
};
use crm::{
    acting::{Acting, Case, EndedBy, Grounds, LASTS, NewActing, Purpose},
    audit::AuditOutcome,
    customers::Customer,
    ids::{ActingId, CustomerId, StaffId},
    numbers,
    sign_in::{Holder, Staff, StaffRole},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::Unit;
use uuid::Uuid;

/// What somebody typed and chose to act for a customer.
#[derive(Clone, Debug, Serialize)]
pub struct BeginActing {
    /// Code of the customer.
    pub customer: String,
    /// What for; `None` when none was chosen.
    pub purpose: Option<Purpose>,
    /// Number of the request it is about; empty for none.
    pub request: String,
    /// There is no request: the caller is on the line.
    pub caller_on_the_line: bool,
    /// Why, in words.
    pub reason: String,
}

/// An acting as it stands after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActingStands {
    /// Which.
    pub id: ActingId,
}

/// An acting that runs, as supervisors see it.
#[derive(Clone, Debug)]
pub struct RunningActing {
    /// The acting.
    pub acting: Acting,
    /// Sign-in name of who acts.
    pub staff: String,
    /// Code of the customer.
    pub customer_code: String,
}

/// How many actings a page lists; nobody oversees more at once.
const LISTED: i64 = 100;

/// Begins to act for a customer, to look only. R-SYS-2
pub async fn begin(desk: &Desk, actor: &Actor, key: Uuid, command: &BeginActing) -> Result<ActingStands> {
    let clerk = actor.clerk(Operation::BeginActing)?;
    desk.perform(actor, Operation::BeginActing, key, command, |mut unit| async move {
        let customer = clerk.customer(&mut unit, &command.customer).await?;
        let case = case(&mut unit, customer.id, &command.request).await?;
        let grounds =
            Grounds::for_acting(command.purpose, case, command.caller_on_the_line, &command.reason)?;
        let (now, staff) = (desk.now(), clerk.staff());
        // One that is over but whose job did not run yet makes room.
        if let Some(over) = unit.running_acting(staff.session_id).await?
            && let Ok(expired) = over.expire(now)
        {
            let customer = close(desk, &mut unit, &expired).await?;
            record_end(desk, &mut unit, &Actor::System, &expired, &customer).await?;
        }
        let new = NewActing {
            id: desk.id(),
            staff_id: staff.staff_id,
            session_id: staff.session_id,
            customer_id: customer.id,
            grounds,
        };
        let acting = Acting::begin(new, now);
        unit.add_acting(&acting).await?;
        agenda::enqueue(desk, &mut unit, Kind::EndActing, acting.id.0, acting.ends_at).await?;
        Ok(Done {
            object: format!("customer:{}", customer.code),
            facts: serde_json::json!({ "acting": acting.id, "grounds": acting.grounds }),
            reply: ActingStands { id: acting.id },
        })
    })
    .await
}

/// From looking to doing.
pub async fn raise(desk: &Desk, actor: &Actor, key: Uuid) -> Result<ActingStands> {
    let both = actor.deputy(Operation::RaiseActing)?;
    desk.perform(actor, Operation::RaiseActing, key, &both.acting.id, |mut unit| async move {
        let acting = found(&mut unit, both.acting.id).await?;
        let has_consent = !desk.settings().consent_by_code
            || callers::consented(desk, &mut unit, acting.session_id, acting.customer_id).await?;
        let raised = acting.raise(has_consent, desk.now())?;
        unit.save_acting(&raised).await?;
        Ok(done(raised.id, &both.code))
    })
    .await
}

/// The member of staff ends the acting they are in.
pub async fn end(desk: &Desk, actor: &Actor, key: Uuid) -> Result<ActingStands> {
    let both = actor.deputy(Operation::EndActing)?;
    desk.perform(actor, Operation::EndActing, key, &both.acting.id, |mut unit| async move {
        let ended = found(&mut unit, both.acting.id).await?.end(EndedBy::Agent, desk.now())?;
        close(desk, &mut unit, &ended).await?;
        Ok(done(ended.id, &both.code))
    })
    .await
}

/// A supervisor ends somebody's acting.
pub async fn end_as_supervisor(desk: &Desk, actor: &Actor, key: Uuid, id: ActingId) -> Result<ActingStands> {
    actor.clerk(Operation::OverseeActings)?;
    desk.perform(actor, Operation::OverseeActings, key, &id, |mut unit| async move {
        let ended = found(&mut unit, id).await?.end(EndedBy::Supervisor, desk.now())?;
        let customer = close(desk, &mut unit, &ended).await?;
        Ok(done(id, &customer.code))
    })
    .await
}

/// The customer ends somebody's acting for them.
pub async fn end_as_customer(desk: &Desk, actor: &Actor, key: Uuid, id: ActingId) -> Result<ActingStands> {
    let own = actor.own(Operation::EndStaffAccess)?;
    desk.perform(actor, Operation::EndStaffAccess, key, &id, |mut unit| async move {
        let acting = found(&mut unit, id).await?;
        if acting.customer_id != own.id() {
            return Err(Error::NotFound);
        }
        let ended = acting.end(EndedBy::Customer, desk.now())?;
        let customer = close(desk, &mut unit, &ended).await?;
        Ok(done(id, &customer.code))
    })
    .await
}

/// The actings that run, the newest first. A look at it is written down.
pub async fn running(desk: &Desk, actor: &Actor) -> Result<Vec<RunningActing>> {
    actor.clerk(Operation::OverseeActings)?;
    desk.store
        .write(|mut unit| async move {
            let facts = serde_json::Value::Null;
            let (operation, outcome) = (Operation::OverseeActings, AuditOutcome::Done);
            let event = desk.audit_event(actor, operation, "actings".to_owned(), outcome, &facts);
            unit.record(&event).await?;
            let staff = unit.staff_members().await?;
            let mut running = Vec::new();
            for acting in unit.running_actings(LISTED).await? {
                if !acting.is_active(desk.now()) {
                    continue;
                }
                let customer_code = customer(&mut unit, acting.customer_id).await?.code;
                let staff = name_of(&staff, acting.staff_id);
                running.push(RunningActing { acting, staff, customer_code });
            }
            Ok::<_, Error>(running)
        })
        .await
}

/// Code of the customer whose pages the session was in until lately: whoever still follows a link there is told that it is
/// over, not that there is no such page.
pub async fn just_ended(desk: &Desk, actor: &Actor) -> Result<Option<String>> {
    let Actor::Staff(staff) = actor else { return Ok(None) };
    let session = staff.session_id;
    desk.store
        .read(|mut unit| async move {
            let latest = unit.latest_acting(session).await?;
            match latest.filter(|acting| desk.now() < acting.ends_at + LASTS) {
                Some(acting) => Ok(Some(customer(&mut unit, acting.customer_id).await?.code)),
                None => Ok(None),
            }
        })
        .await
}

/// Writes down that a page of the customer was looked at in their place: a staff read of personal data. R-SYS-2
pub async fn note_page(desk: &Desk, actor: &Actor, operation: Operation, path: &str) -> Result<()> {
    if actor.acting().is_none() || actor.may(operation)? != Relation::OfCustomer {
        return Ok(());
    }
    let object = format!("page:{path}");
    let event = &desk.audit_event(actor, operation, object, AuditOutcome::Done, &serde_json::Value::Null);
    desk.store.write(|mut unit| async move { Ok(unit.record(event).await?) }).await
}

/// Ends an acting whose half hour is over. Called by a job; one that ended before stays as it is.
pub(crate) async fn expire(desk: &Desk, id: ActingId) -> Result<()> {
    Actor::System.system(Operation::EndActing)?;
    desk.store
        .write(|mut unit| async move {
            let acting = found(&mut unit, id).await?;
            if acting.ended.is_some() {
                return Ok(());
            }
            let ended = acting.expire(desk.now())?;
            let customer = close(desk, &mut unit, &ended).await?;
            record_end(desk, &mut unit, &Actor::System, &ended, &customer).await
        })
        .await
}

/// Ends the actings of a member of staff whose sessions are gone, in the transaction that ended the sessions.
pub(crate) async fn end_with_sessions(
    desk: &Desk,
    unit: &mut Unit,
    actor: &Actor,
    holder: Holder,
    by: EndedBy,
) -> Result<()> {
    let Holder::Staff(staff) = holder else { return Ok(()) };
    let running = unit.running_actings_of(staff).await?;
    if running.is_empty() {
        return Ok(());
    }
    let sessions = unit.sessions_of(holder).await?;
    for acting in running {
        if sessions.iter().any(|session| session.id == acting.session_id) {
            continue;
        }
        let now = desk.now();
        let ended = acting.clone().expire(now).or_else(|_| acting.end(by, now))?;
        let customer = close(desk, unit, &ended).await?;
        record_end(desk, unit, actor, &ended, &customer).await?;
    }
    Ok(())
}

/// The acting of a session, with its customer, while it is active.
pub(crate) async fn of_session(
    desk: &Desk,
    unit: &mut Unit,
    session: crm::ids::SessionId,
) -> Result<Option<(Acting, Customer)>> {
    let running = unit.running_acting(session).await?.filter(|acting| acting.is_active(desk.now()));
    match running {
        Some(acting) => {
            let customer = customer(unit, acting.customer_id).await?;
            Ok(Some((acting, customer)))
        }
        None => Ok(None),
    }
}

/// In the transaction of a command: the acting in whose name it comes may have ended since the request came in.
pub(crate) async fn must_still_run(desk: &Desk, unit: &mut Unit, actor: &Actor) -> Result<()> {
    match actor.acting() {
        Some(acting) if !found(unit, acting.id).await?.is_active(desk.now()) => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Which request of the customer somebody names, in whatever way they wrote it.
pub(crate) async fn case(unit: &mut Unit, customer: CustomerId, typed: &str) -> Result<Case> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Case::None);
    }
    let unknown = || Case::Unknown(typed.chars().take(40).collect());
    let Some(number) = numbers::read(typed) else { return Ok(unknown()) };
    Ok(match unit.request_of(customer, &number).await? {
        Some(request) => Case::Known(request.number),
        None => unknown(),
    })
}

/// The roles of staff, for those who may know what somebody is but not who.
pub(crate) fn roles(staff: &[Staff]) -> HashMap<StaffId, StaffRole> {
    staff.iter().map(|member| (member.id, member.role)).collect()
}

/// Keeps the end of an acting, and tells the customer when something was changed.
async fn close(desk: &Desk, unit: &mut Unit, ended: &Acting) -> Result<Customer> {
    unit.save_acting(ended).await?;
    let customer = customer(unit, ended.customer_id).await?;
    if unit.count_acting_changes(ended.id).await? > 0 {
        messages::send(desk, unit, &customer, &Notice::StaffActed).await?;
    }
    Ok(customer)
}

async fn record_end(
    desk: &Desk,
    unit: &mut Unit,
    actor: &Actor,
    ended: &Acting,
    customer: &Customer,
) -> Result<()> {
    let facts = serde_json::json!({ "acting": ended.id, "by": ended.ended.map(|ended| ended.by) });
    let object = format!("customer:{}", customer.code);
    let event = desk.audit_event(actor, Operation::EndActing, object, AuditOutcome::Done, &facts);
    Ok(unit.record(&event).await?)
}

async fn found(unit: &mut Unit, id: ActingId) -> Result<Acting> {
    unit.acting(id).await?.ok_or(Error::NotFound)
}

fn done(id: ActingId, customer_code: &str) -> Done<ActingStands> {
    Done {
        object: format!("customer:{customer_code}"),
        facts: serde_json::json!({ "acting": id }),
        reply: ActingStands { id },
    }
}

fn name_of(staff: &[Staff], id: StaffId) -> String {
    staff.iter().find(|member| member.id == id).map(|member| member.name.clone()).unwrap_or_default()
}
