//! Setting and changing passwords. R-CUS-10

use super::{Known, Opened, Refusal, fresh_token, token_hash, with_password};
use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, check_proof},
    acting,
    messages::{self, Notice},
};
use crm::{
    acting::EndedBy,
    audit::AuditOutcome,
    customers::Msisdn,
    ids::SessionId,
    sign_in::{
        Credential, Holder, Proof, Session, Staff, StaffRole, check_password, check_staff_password,
        read_staff_name,
    },
};
use store::Unit;

/// What became of a password that the operator set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordSet {
    /// Customer code, or name of the member of staff.
    pub whose: String,
    /// Whether it is another one than before; otherwise nothing was done.
    pub changed: bool,
    /// Sessions that ended.
    pub sessions_ended: u64,
}

/// Sets a customer's password, for the operator. `customer` is a customer code or a mobile number.
///
/// Ends all sessions of the customer, tells them, and forgets wrong tries.
pub async fn set_password(desk: &Desk, customer: &str, password: &str) -> Result<PasswordSet> {
    let known = find(desk, customer).await?;
    if let Known::Customer(customer) = &known {
        check_password(password, customer)?;
    }
    set(desk, &known, password).await
}

/// The customer with this code or mobile number, for the operator.
pub async fn find(desk: &Desk, customer: &str) -> Result<Known> {
    let found = desk
        .store
        .read(|mut unit| async move {
            let by_code = unit.customer_by_code(customer.trim()).await?;
            Ok::<_, Error>(match (by_code, Msisdn::parse(customer)) {
                (None, Some(mobile)) => unit.customer_by_mobile(&mobile).await?,
                (by_code, _) => by_code,
            })
        })
        .await?;
    found.map(Known::Customer).ok_or(Error::NotFound)
}

/// Sets the password of a member of staff, for the operator.
pub async fn set_staff_password(desk: &Desk, name: &str, password: &str) -> Result<PasswordSet> {
    let known = find_staff(desk, name).await?;
    check_staff_password(password, known.whose())?;
    set(desk, &known, password).await
}

/// The member of staff with this name, for the operator.
pub async fn find_staff(desk: &Desk, name: &str) -> Result<Known> {
    let found = desk
        .store
        .read(|mut unit| async move { Ok::<_, Error>(unit.staff_by_name(name.trim()).await?) })
        .await?;
    found.map(Known::Staff).ok_or(Error::NotFound)
}

/// Adds a member of staff with a password, for the operator. For one who is there already, sets the password.
pub async fn add_staff(desk: &Desk, name: &str, role: StaffRole, password: &str) -> Result<PasswordSet> {
    let name = read_staff_name(name).ok_or(Refusal::BadStaffName)?;
    check_staff_password(password, name)?;
    desk.store
        .write(|mut unit| async move {
            if unit.staff_by_name(name).await?.is_none() {
                let staff = Staff { id: desk.id(), name: name.to_owned(), role };
                unit.add_staff(&staff).await?;
                let facts = serde_json::json!({ "role": role });
                let event = desk.audit_event(
                    &Actor::System,
                    Operation::ManageSecurity,
                    format!("staff:{name}"),
                    AuditOutcome::Done,
                    &facts,
                );
                unit.record(&event).await?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    set_staff_password(desk, name, password).await
}

/// Changes the password of whoever acts. `old` is looked at when there is a password already: a customer who came by
/// code may have none, and proves freshly who they are instead. Ends all sessions and opens a fresh one in place of the one that acted.
///
/// There is no idempotency key: the answer holds a secret, which is not kept, and the session that acted is over.
pub async fn change_password(desk: &Desk, actor: &Actor, old: &str, new: &str) -> Result<Opened> {
    actor.may(Operation::ManageSecurity)?;
    let (Some(holder), Some(session)) = (actor.holder(), actor.session_id()) else {
        return Err(Error::NotFound);
    };
    let changed = change(desk, actor, holder, session, old, new).await;
    if let Err(error @ Error::Refused(crate::Refusal::Password(_))) = &changed {
        desk.record_failure(actor, Operation::ManageSecurity, "", error).await;
    }
    changed
}

async fn change(
    desk: &Desk,
    actor: &Actor,
    holder: Holder,
    session: SessionId,
    old: &str,
    new: &str,
) -> Result<Opened> {
    let (known, had_one) = desk
        .store
        .read(|mut unit| async move {
            let known = Known::load(&mut unit, holder).await?;
            Ok::<_, Error>((known, unit.credential(holder).await?.is_some()))
        })
        .await?;
    if !had_one {
        // Nothing else asks who it is: a session that was left open sets no password.
        check_proof(desk, actor, Operation::ManageFactors)?;
    }
    match &known {
        Known::Customer(customer) => check_password(new, customer)?,
        Known::Staff(staff) => check_staff_password(new, &staff.name)?,
    }
    let identifier = &known.identifier();
    let verified = &if had_one { with_password::verify(desk, identifier, old).await? } else { Ok(None) };
    let password_hash = &desk.passwords.hash(new, desk.secret()).await?;
    let token = &fresh_token(desk);
    let tried = desk
        .store
        .write(|mut unit| async move {
            let settled = match verified {
                Err(locked) => Err(Refusal::from(*locked)),
                Ok(verified) if had_one => {
                    with_password::settle(desk, &mut unit, identifier, verified.as_deref()).await?
                }
                // Another browser may have set the first password meanwhile.
                Ok(_) => match unit.credential(holder).await? {
                    Some(_) => Err(Refusal::WrongCredentials),
                    None => Ok(Known::load(&mut unit, holder).await?),
                },
            };
            let known = match settled {
                Ok(known) => known,
                Err(refusal) => {
                    let facts = serde_json::json!({ "refusal": format!("{refusal:?}") });
                    let (operation, outcome) = (Operation::ManageSecurity, AuditOutcome::Refused);
                    let event = desk.audit_event(actor, operation, identifier.masked(), outcome, &facts);
                    unit.record(&event).await?;
                    // Not an error of the transaction: the wrong try is to be kept.
                    return Ok(Err(refusal));
                }
            };
            let sessions = unit.sessions_of(holder).await?;
            let acting = sessions.into_iter().find(|known| known.id == session).ok_or(Error::SignInNeeded)?;
            put(desk, &mut unit, &known, password_hash, actor).await?;
            let now = desk.now();
            // The old password proves who it is; a first one proves nothing, and neither stands in for a second factor.
            let (proof, proved_at) = if had_one && !acting.proof.is_strong() {
                (Proof::Password, now)
            } else {
                (acting.proof, acting.proved_at)
            };
            // Its absolute end stays: a password does not make a session longer.
            let rotated = Session { id: desk.id(), proof, proved_at, seen_at: now, ..acting };
            unit.add_session(&rotated, &token_hash(token)).await?;
            Ok::<_, Error>(Ok(known.acting(&rotated)))
        })
        .await?;
    Ok(Opened { token: token.clone(), actor: tried? })
}

async fn set(desk: &Desk, known: &Known, password: &str) -> Result<PasswordSet> {
    let holder = known.holder();
    let whose = known.whose().to_owned();
    let before =
        desk.store.read(|mut unit| async move { Ok::<_, Error>(unit.credential(holder).await?) }).await?;
    if let Some(before) = before
        && desk.passwords.verify(password, Some(&before.password_hash)).await?
    {
        return Ok(PasswordSet { whose, changed: false, sessions_ended: 0 });
    }
    let password_hash = &desk.passwords.hash(password, desk.secret()).await?;
    let sessions_ended = desk
        .store
        .write(|mut unit| async move { put(desk, &mut unit, known, password_hash, &Actor::System).await })
        .await?;
    Ok(PasswordSet { whose, changed: true, sessions_ended })
}

/// Keeps a password, ends all sessions and tells the customer of a change; says how many sessions ended.
pub(super) async fn put(
    desk: &Desk,
    unit: &mut Unit,
    known: &Known,
    password_hash: &str,
    actor: &Actor,
) -> Result<u64> {
    let holder = known.holder();
    // A first password that the operator hands out is no change.
    let is_change = !matches!(actor, Actor::System) || unit.credential(holder).await?.is_some();
    let credential = Credential { holder, password_hash: password_hash.to_owned(), set_at: desk.now() };
    unit.put_credential(&credential).await?;
    let ended = unit.end_other_sessions(holder, None).await?;
    acting::end_with_sessions(desk, unit, actor, holder, EndedBy::SessionEnd).await?;
    if let Known::Customer(customer) = known
        && is_change
    {
        messages::send(desk, unit, customer, &Notice::PasswordChanged).await?;
    }
    unit.clear_attempts(&known.identifier().key()).await?;
    let facts = serde_json::json!({ "password": "set", "sessionsEnded": ended });
    let event =
        desk.audit_event(actor, Operation::ManageSecurity, known.object(), AuditOutcome::Done, &facts);
    unit.record(&event).await?;
    Ok(ended)
}
