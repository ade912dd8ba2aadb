//! Proving again who one is, before what an open session alone must not do: a phone left on a table pays nothing. R-CUS-10

use super::{
    Browser, CodeSent, Identifier, Known, Opened, Refusal, Tried, codes, fresh_token, request_code,
    token_hash, with_password,
};
use crate::{Actor, Desk, Error, Result, access::Operation, customers::customer};
use crm::{
    audit::AuditOutcome,
    customers::Msisdn,
    ids::SessionId,
    sign_in::{Holder, Proof, Session},
};
use store::Unit;

/// Whether the customer has a password to prove it with; one who always came by code has none.
pub async fn has_password(desk: &Desk, actor: &Actor) -> Result<bool> {
    let holder = Holder::Customer(actor.own(Operation::ProveAgain)?.id());
    desk.store.read(|mut unit| async move { Ok(unit.credential(holder).await?.is_some()) }).await
}

/// Proves it by password. The session that acted ends, and another goes on in its place.
pub async fn prove_by_password(desk: &Desk, actor: &Actor, password: &str) -> Result<Opened> {
    let (mobile, session) = acting(desk, actor).await?;
    let identifier = &Identifier::Mobile(mobile);
    let verified = &with_password::verify(desk, identifier, password).await?;
    let token = &fresh_token(desk);
    let tried = desk
        .store
        .write(|mut unit| async move {
            let tried = match verified {
                Ok(verified) => {
                    with_password::settle(desk, &mut unit, identifier, verified.as_deref()).await?
                }
                Err(locked) => Err(Refusal::from(*locked)),
            };
            settle(desk, &mut unit, actor, session, tried, Proof::Password, token).await
        })
        .await?;
    Ok(Opened { token: token.clone(), actor: tried? })
}

/// Sends a code to the customer's own number.
pub async fn request_own_code(desk: &Desk, actor: &Actor, browser: &Browser) -> Result<CodeSent> {
    let (mobile, _) = acting(desk, actor).await?;
    request_code(desk, mobile.as_str(), browser).await
}

/// Proves it by the code that was sent last. The session that acted ends, and another goes on in its place.
pub async fn prove_by_code(desk: &Desk, actor: &Actor, typed: &str, browser: &Browser) -> Result<Opened> {
    let (mobile, session) = &acting(desk, actor).await?;
    let digits = &codes::digits(typed).ok_or(Refusal::BadCode)?;
    let token = &fresh_token(desk);
    let tried = desk
        .store
        .write(|mut unit| async move {
            let tried = codes::check(desk, &mut unit, mobile, digits, browser).await?;
            settle(desk, &mut unit, actor, *session, tried, Proof::OneTimeCode, token).await
        })
        .await?;
    Ok(Opened { token: token.clone(), actor: tried? })
}

/// The customer's number, and the session that acts.
async fn acting(desk: &Desk, actor: &Actor) -> Result<(Msisdn, SessionId)> {
    let own = actor.own(Operation::ProveAgain)?;
    let session = actor.session_id().ok_or(Error::NotFound)?;
    let customer = desk.store.read(|mut unit| async move { customer(&mut unit, own.id()).await }).await?;
    Ok((customer.mobile, session))
}

/// Puts a session with a fresh proof in place of the one that acted, or writes down that the proof was wrong.
async fn settle(
    desk: &Desk,
    unit: &mut Unit,
    actor: &Actor,
    session: SessionId,
    tried: Tried<Known>,
    proof: Proof,
    token: &str,
) -> Result<Tried<Actor>> {
    let (outcome, facts) = match &tried {
        Ok(_) => (AuditOutcome::Done, serde_json::json!({ "proof": proof })),
        Err(refusal) => (AuditOutcome::Refused, serde_json::json!({ "refusal": format!("{refusal:?}") })),
    };
    let object = format!("session:{}", session.0);
    let event = desk.audit_event(actor, Operation::ProveAgain, object, outcome, &facts);
    unit.record(&event).await?;
    match tried {
        Ok(known) => Ok(Ok(replace(desk, unit, known, session, proof, token).await?)),
        // Not an error of the transaction: the wrong try is to be kept.
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Ends a session and opens one with a fresh proof in its place. Its absolute end stays: no proof makes a session longer.
async fn replace(
    desk: &Desk,
    unit: &mut Unit,
    known: Known,
    session: SessionId,
    proof: Proof,
    token: &str,
) -> Result<Actor> {
    let holder = known.holder();
    let sessions = unit.sessions_of(holder).await?;
    let before = sessions.into_iter().find(|known| known.id == session).ok_or(Error::SignInNeeded)?;
    unit.end_session(holder, session).await?;
    let now = desk.now();
    let after = Session { id: desk.id(), proof, proved_at: now, seen_at: now, ..before };
    unit.add_session(&after, &token_hash(token)).await?;
    Ok(known.acting(&after))
}
