//! Between a right password or code and the session: the second step, for whoever has a second factor. R-CUS-10
//!
//! No session is open meanwhile. A token of its own leads from the first proof to the second, for ten minutes, in one
//! browser; the session gets a fresh one.

use super::{
    Browser, Known, Opened, Refusal, fresh_token, is_token, open, record_refusal_of, replace, token_hash,
};
use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    second_factor::{self, Typed},
};
use crm::{
    audit::AuditOutcome,
    ids::SessionId,
    sign_in::{Holder, Proof, SecondStep, StepPurpose},
};
use std::fmt;
use store::Unit;

/// What a right first proof leads to.
#[derive(Debug)]
pub enum Entry {
    /// In.
    Opened(Opened),
    /// To the second step.
    SecondStep(StepToken),
}

/// The secret for the cookie of a second step; it is not kept anywhere else.
#[derive(Clone)]
pub struct StepToken(pub String);

impl fmt::Debug for StepToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StepToken")
    }
}

/// What a right second proof leads to.
#[derive(Debug)]
pub enum Passed {
    /// In.
    Opened {
        /// The session.
        opened: Opened,
        /// It goes on in place of one that was open.
        again: bool,
    },
    /// To a new password in place of the forgotten one.
    NewPassword,
}

/// What is known of a second step that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepView {
    /// What it leads to.
    pub purpose: StepPurpose,
    /// Who it is, is a member of staff.
    pub staff: bool,
    /// The code of the second factor is still to come.
    pub is_waiting: bool,
}

/// What became of a right first proof inside of its transaction.
pub(super) enum Entered {
    In(Actor),
    Halfway,
}

impl Entered {
    /// For the one with the token.
    pub(super) fn with(self, token: &str) -> Entry {
        match self {
            Self::In(actor) => Entry::Opened(Opened { token: token.to_owned(), actor }),
            Self::Halfway => Entry::SecondStep(StepToken(token.to_owned())),
        }
    }
}

/// Opens a session under `token`, or begins a second step under it for whoever has a second factor.
pub(super) async fn enter(
    desk: &Desk,
    unit: &mut Unit,
    known: Known,
    proof: Proof,
    browser: &Browser,
    token: &str,
) -> Result<Entered> {
    if has_factor(unit, known.holder()).await? {
        begin(desk, unit, &known, StepPurpose::SignIn, None, proof, token).await?;
        return Ok(Entered::Halfway);
    }
    Ok(Entered::In(open(desk, unit, known, proof, browser, token).await?))
}

/// Puts a session with a fresh proof in place of one that is open, or begins a second step.
pub(super) async fn enter_again(
    desk: &Desk,
    unit: &mut Unit,
    known: Known,
    session: SessionId,
    proof: Proof,
    token: &str,
) -> Result<Entered> {
    if has_factor(unit, known.holder()).await? {
        begin(desk, unit, &known, StepPurpose::ProveAgain, Some(session), proof, token).await?;
        return Ok(Entered::Halfway);
    }
    Ok(Entered::In(replace(desk, unit, known, session, |_| proof, token).await?))
}

/// Whether a second factor is asked for.
pub(super) async fn has_factor(unit: &mut Unit, holder: Holder) -> Result<bool> {
    Ok(unit.authenticator(holder).await?.is_some_and(|known| known.is_confirmed()))
}

/// Begins a second step under a token.
pub(super) async fn begin(
    desk: &Desk,
    unit: &mut Unit,
    known: &Known,
    purpose: StepPurpose,
    session: Option<SessionId>,
    proof: Proof,
    token: &str,
) -> Result<()> {
    let step = SecondStep { holder: known.holder(), purpose, session, proof, began_at: desk.now() };
    unit.put_second_step(&token_hash(token), &step).await?;
    let facts = serde_json::json!({ "secondStep": purpose, "proof": proof });
    let outcome = AuditOutcome::Done;
    let event = desk.audit_event(&Actor::Visitor, Operation::SignIn, known.object(), outcome, &facts);
    Ok(unit.record(&event).await?)
}

/// The second step behind a token, while it is waited for.
pub async fn view_step(desk: &Desk, token: &str) -> Result<Option<StepView>> {
    desk.store
        .read(|mut unit| async move {
            let Some(step) = open_step(desk, &mut unit, token).await? else { return Ok(None) };
            let is_waiting = !step.proof.is_strong() && has_factor(&mut unit, step.holder).await?;
            let staff = matches!(step.holder, Holder::Staff(_));
            Ok(Some(StepView { purpose: step.purpose, staff, is_waiting }))
        })
        .await
}

pub(super) async fn open_step(desk: &Desk, unit: &mut Unit, token: &str) -> Result<Option<SecondStep>> {
    if !is_token(token) {
        return Ok(None);
    }
    let step = unit.second_step(&token_hash(token)).await?;
    Ok(step.filter(|step| step.is_open(desk.now())))
}

/// Takes the code of the second factor.
pub async fn pass_step(desk: &Desk, token: &str, typed: Typed<'_>, browser: &Browser) -> Result<Passed> {
    let step = desk.store.read(|mut unit| async move { open_step(desk, &mut unit, token).await }).await?;
    let holder = step.ok_or(Refusal::StepOver)?.holder;
    let checked = &typed.check(desk, holder).await?;
    let fresh = &fresh_token(desk);
    let passed = desk
        .store
        .write(|mut unit| async move {
            // Read anew in the transaction: of two that came at once, one passes.
            let Some(step) = open_step(desk, &mut unit, token).await? else {
                return Ok(Err(Refusal::StepOver));
            };
            let known = Known::load(&mut unit, step.holder).await?;
            if let Err(refusal) = second_factor::settle(desk, &mut unit, &known, checked).await? {
                record_refusal_of(desk, &mut unit, known.object(), refusal, &browser.address).await?;
                // Not an error of the transaction: the wrong try is to be kept.
                return Ok::<_, Error>(Err(refusal));
            }
            let proof = step.proof.with_factor();
            if step.purpose == StepPurpose::NewPassword {
                unit.put_second_step(&token_hash(token), &SecondStep { proof, ..step }).await?;
                return Ok(Ok(Passed::NewPassword));
            }
            unit.end_second_step(&token_hash(token)).await?;
            let (actor, again) = match step.session {
                Some(session) => (replace(desk, &mut unit, known, session, |_| proof, fresh).await?, true),
                None => (open(desk, &mut unit, known, proof, browser, fresh).await?, false),
            };
            Ok(Ok(Passed::Opened { opened: Opened { token: fresh.clone(), actor }, again }))
        })
        .await?;
    Ok(passed?)
}
