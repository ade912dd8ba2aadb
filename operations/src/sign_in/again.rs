//! Proving again who one is, before what an open session alone must not do: a phone left on a table pays nothing. R-CUS-10

use super::{
    Browser, CodeSent, Entry, Known, Refusal, Tried, codes, fresh_token, request_code,
    second_step::{Entered, enter_again},
    with_password,
};
use crate::{Actor, Desk, Error, Result, access::Operation};
use crm::{audit::AuditOutcome, ids::SessionId, sign_in::Proof};
use store::Unit;

/// By what whoever acts can prove it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provable {
    /// There is a password; one who always came by code has none.
    pub by_password: bool,
    /// There is a number that a code can go to; no number of staff is known.
    pub by_code: bool,
}

/// By what whoever acts can prove it.
pub async fn provable(desk: &Desk, actor: &Actor) -> Result<Provable> {
    let (known, _) = acting(desk, actor).await?;
    let holder = known.holder();
    let by_password = desk
        .store
        .read(|mut unit| async move { Ok::<_, Error>(unit.credential(holder).await?.is_some()) })
        .await?;
    Ok(Provable { by_password, by_code: known.mobile().is_some() })
}

/// Proves it by password. The session that acted ends, and another goes on in its place.
pub async fn prove_by_password(desk: &Desk, actor: &Actor, password: &str) -> Result<Entry> {
    let (known, session) = acting(desk, actor).await?;
    let identifier = &known.identifier();
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
    Ok(tried?.with(token))
}

/// Sends a code to the customer's own number.
pub async fn request_own_code(desk: &Desk, actor: &Actor, browser: &Browser) -> Result<CodeSent> {
    let (known, _) = acting(desk, actor).await?;
    let mobile = known.mobile().ok_or(Refusal::NoMobile)?;
    request_code(desk, mobile.as_str(), browser).await
}

/// Proves it by the code that was sent last. The session that acted ends, and another goes on in its place.
pub async fn prove_by_code(desk: &Desk, actor: &Actor, typed: &str, browser: &Browser) -> Result<Entry> {
    let (known, session) = &acting(desk, actor).await?;
    let mobile = known.mobile().ok_or(Refusal::NoMobile)?;
    let digits = &codes::digits(typed).ok_or(Refusal::BadCode)?;
    let token = &fresh_token(desk);
    let tried = desk
        .store
        .write(|mut unit| async move {
            let tried = codes::check(desk, &mut unit, mobile, digits, browser).await?;
            settle(desk, &mut unit, actor, *session, tried, Proof::OneTimeCode, token).await
        })
        .await?;
    Ok(tried?.with(token))
}

/// Who acts, and in which session.
async fn acting(desk: &Desk, actor: &Actor) -> Result<(Known, SessionId)> {
    actor.may(Operation::ProveAgain)?;
    let (holder, session) = actor.holder().zip(actor.session_id()).ok_or(Error::NotFound)?;
    let known = desk.store.read(|mut unit| async move { Known::load(&mut unit, holder).await }).await?;
    Ok((known, session))
}

/// Puts a session with a fresh proof in place of the one that acted, or begins the second step, or writes down that the
/// proof was wrong.
async fn settle(
    desk: &Desk,
    unit: &mut Unit,
    actor: &Actor,
    session: SessionId,
    tried: Tried<Known>,
    proof: Proof,
    token: &str,
) -> Result<Tried<Entered>> {
    let (outcome, facts) = match &tried {
        Ok(_) => (AuditOutcome::Done, serde_json::json!({ "proof": proof })),
        Err(refusal) => (AuditOutcome::Refused, serde_json::json!({ "refusal": format!("{refusal:?}") })),
    };
    let object = format!("session:{}", session.0);
    let event = desk.audit_event(actor, Operation::ProveAgain, object, outcome, &facts);
    unit.record(&event).await?;
    match tried {
        Ok(known) => Ok(Ok(enter_again(desk, unit, known, session, proof, token).await?)),
        // Not an error of the transaction: the wrong try is to be kept.
        Err(refusal) => Ok(Err(refusal)),
    }
}
