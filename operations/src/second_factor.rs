//! The second factor of whoever acts: an authenticator app, and recovery codes for the day it is lost. R-CUS-10
//!
//! Secrets are kept sealed, recovery codes as hashes, and neither stands in the audit trail. Nobody does any of this for
//! another.

use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    acting,
    desk::Done,
    messages::{self, Notice},
    sign_in::{Known, Opened, fresh_token, replace},
    vault,
};
use crm::{
    Timestamp,
    acting::EndedBy,
    audit::AuditOutcome,
    ids::SessionId,
    sign_in::{Authenticator, Holder, Proof},
};
use serde::Serialize;
use store::Unit;
use totp::Totp;
use uuid::Uuid;

mod recovery;
mod totp;
mod tries;

pub use tries::Typed;
pub(crate) use tries::settle;

/// When members of staff need a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StaffRule {
    /// Always: who has none is led to add one before anything else.
    #[default]
    Required,
    /// Once they have added one.
    WhenAdded,
}

/// Why a second factor is not added, changed or taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not a code of the app's present secret, or one that was used.
    WrongCode,
    /// No app was begun to be added, or another secret was made meanwhile.
    NotBegun,
    /// There is one already: it is taken away before another is added.
    AlreadyAdded,
    /// There is no app.
    NoneAdded,
    /// There is a passkey, and this session was opened without it: it is proved before anything is added.
    ProveFirst,
}

/// The second factor as its owner sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorView {
    /// Since when an app is asked for.
    pub since: Option<Timestamp>,
    /// Recovery codes that were not used.
    pub recovery_codes: usize,
}

/// What an authenticator app needs to know; shown to its owner alone, until its first code was typed.
pub struct Enrolment {
    /// The secret, in groups of four letters, to be typed.
    pub secret: String,
    /// The same as an `otpauth:` link, for a QR code.
    pub link: String,
}

/// The app is asked for from now on.
pub struct Confirmed {
    /// The session that goes on in place of the one that acted.
    pub opened: Opened,
    /// The recovery codes, shown this once.
    pub recovery_codes: Vec<String>,
}

/// Reads the second factor of a holder, inside of what shows it.
pub(crate) async fn of(unit: &mut Unit, holder: Holder) -> Result<FactorView> {
    let authenticator = unit.authenticator(holder).await?;
    let codes = unit.recovery_codes(holder).await?;
    Ok(FactorView {
        since: authenticator.and_then(|authenticator| authenticator.confirmed_at),
        recovery_codes: codes.iter().filter(|code| code.used_at.is_none()).count(),
    })
}

/// The second factor of whoever acts.
pub async fn view(desk: &Desk, actor: &Actor) -> Result<FactorView> {
    let (holder, _) = own(actor)?;
    desk.store.read(|mut unit| async move { of(&mut unit, holder).await }).await
}

/// A passkey or an app is there, and the session was opened without it. Nothing is added by such a session: whoever
/// learned a password would add a factor of their own in place of the one that they lack.
pub(crate) async fn is_to_be_proved(unit: &mut Unit, actor: &Actor, holder: Holder) -> Result<bool> {
    if actor.proof().is_some_and(Proof::is_strong) {
        return Ok(false);
    }
    let has_app = unit.authenticator(holder).await?.is_some_and(|known| known.is_confirmed());
    Ok(has_app || !unit.passkeys_of(holder).await?.is_empty())
}

/// Whether whoever acts proves a factor that is there before they add another.
pub async fn must_prove_first(desk: &Desk, actor: &Actor) -> Result<bool> {
    let (holder, _) = own(actor)?;
    desk.store.read(|mut unit| async move { is_to_be_proved(&mut unit, actor, holder).await }).await
}

/// Makes the secret of a new app. It is asked for once its first code was typed; until then it can be made anew.
pub async fn begin(desk: &Desk, actor: &Actor, key: Uuid) -> Result<()> {
    let (holder, _) = own(actor)?;
    let command = &"beginAuthenticator";
    desk.perform(actor, Operation::ManageFactors, key, command, |mut unit| async move {
        if unit.authenticator(holder).await?.is_some_and(|known| known.is_confirmed()) {
            return Err(Refusal::AlreadyAdded.into());
        }
        if is_to_be_proved(&mut unit, actor, holder).await? {
            return Err(Refusal::ProveFirst.into());
        }
        let secret = vault::seal(desk, &mut unit, &sealed_name(holder), &totp::fresh_secret(desk)).await?;
        let authenticator =
            Authenticator { holder, secret, made_at: desk.now(), confirmed_at: None, last_step: None };
        unit.put_authenticator(&authenticator).await?;
        Ok(Done { object: actor.label(), facts: serde_json::json!({ "authenticator": "begun" }), reply: () })
    })
    .await
}

/// What the app that was begun needs to know, under the name of the operator; nothing once its first code was typed.
pub async fn enrolment(desk: &Desk, actor: &Actor, issuer: &str) -> Result<Option<Enrolment>> {
    let (holder, _) = own(actor)?;
    let (authenticator, known) = desk
        .store
        .read(|mut unit| async move {
            Ok::<_, Error>((unit.authenticator(holder).await?, Known::load(&mut unit, holder).await?))
        })
        .await?;
    let Some(begun) = authenticator.filter(|known| !known.is_confirmed()) else { return Ok(None) };
    let totp = Totp::open(desk, &begun)?;
    Ok(Some(Enrolment { secret: totp.secret_in_groups(), link: totp.link(issuer, &known.account_name())? }))
}

/// Takes the first code of the app: from now on it is asked for. Ends all other sessions, and gives this one a fresh token.
///
/// There is no idempotency key: the answer holds secrets, which are not kept, and a code works once.
pub async fn confirm(desk: &Desk, actor: &Actor, typed: &str) -> Result<Confirmed> {
    let (holder, session) = own(actor)?;
    crate::access::check_proof(desk, actor, Operation::ManageFactors)?;
    let digits = &totp::digits(typed).ok_or(Refusal::WrongCode);
    let (plain, hashed) = &recovery::fresh_set(desk, holder).await?;
    let token = &fresh_token(desk);
    let confirmed = desk
        .store
        .write(|mut unit| async move {
            let digits = digits.as_ref().map_err(|refusal| *refusal)?;
            let begun = unit.authenticator(holder).await?.ok_or(Refusal::NotBegun)?;
            if begun.is_confirmed() {
                return Err(Refusal::AlreadyAdded.into());
            }
            // A passkey may have been added since the app was begun.
            if is_to_be_proved(&mut unit, actor, holder).await? {
                return Err(Refusal::ProveFirst.into());
            }
            let totp = Totp::open(desk, &begun)?;
            let confirmed =
                begun.verify(desk.now(), |step| totp.fits(step, digits)).map_err(|_| Refusal::WrongCode)?;
            unit.put_authenticator(&confirmed).await?;
            unit.put_recovery_codes(holder, hashed).await?;
            let known = Known::load(&mut unit, holder).await?;
            let actor = replace(desk, &mut unit, known.clone(), session, Proof::with_factor, token).await?;
            let ended = unit.end_other_sessions(holder, actor.session_id()).await?;
            acting::end_with_sessions(desk, &mut unit, &actor, holder, EndedBy::SessionEnd).await?;
            let facts = serde_json::json!({ "authenticator": "added", "sessionsEnded": ended });
            record(desk, &mut unit, &actor, &facts).await?;
            tell(desk, &mut unit, &known, &Notice::SecondFactorAdded).await?;
            Ok::<_, Error>(actor)
        })
        .await;
    match confirmed {
        Ok(actor) => {
            let opened = Opened { token: token.clone(), actor };
            Ok(Confirmed { opened, recovery_codes: plain.clone() })
        }
        Err(error) => {
            desk.record_failure(actor, Operation::ManageFactors, "", &error).await;
            Err(error)
        }
    }
}

/// Takes the app away, and the recovery codes with it.
pub async fn remove(desk: &Desk, actor: &Actor, key: Uuid) -> Result<()> {
    let (holder, _) = own(actor)?;
    let command = &"removeAuthenticator";
    desk.perform(actor, Operation::ManageFactors, key, command, |mut unit| async move {
        let confirmed = unit.authenticator(holder).await?.is_some_and(|known| known.is_confirmed());
        if !unit.remove_authenticator(holder).await? || !confirmed {
            return Err(Refusal::NoneAdded.into());
        }
        unit.put_recovery_codes(holder, &[]).await?;
        let known = Known::load(&mut unit, holder).await?;
        tell(desk, &mut unit, &known, &Notice::SecondFactorRemoved).await?;
        Ok(Done {
            object: actor.label(),
            facts: serde_json::json!({ "authenticator": "removed" }),
            reply: (),
        })
    })
    .await
}

/// Puts fresh recovery codes in place of those before, and shows them this once.
///
/// There is no idempotency key: the answer holds secrets, which are not kept. Done twice, the second set counts.
pub async fn renew_recovery_codes(desk: &Desk, actor: &Actor) -> Result<Vec<String>> {
    let (holder, _) = own(actor)?;
    crate::access::check_proof(desk, actor, Operation::ManageFactors)?;
    let (plain, hashed) = &recovery::fresh_set(desk, holder).await?;
    desk.store
        .write(|mut unit| async move {
            if !unit.authenticator(holder).await?.is_some_and(|known| known.is_confirmed()) {
                return Err(Error::from(Refusal::NoneAdded));
            }
            unit.put_recovery_codes(holder, hashed).await?;
            let known = Known::load(&mut unit, holder).await?;
            tell(desk, &mut unit, &known, &Notice::RecoveryCodesMade).await?;
            record(desk, &mut unit, actor, &serde_json::json!({ "recoveryCodes": "made" })).await
        })
        .await?;
    Ok(plain.clone())
}

/// What became of a second factor that the operator took away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactorsTaken {
    /// Customer code, or name of the member of staff.
    pub whose: String,
    /// There was an authenticator app.
    pub authenticator: bool,
    /// How many passkeys there were.
    pub passkeys: usize,
}

/// Takes the app, the recovery codes and the passkeys of somebody away who lost them all, for the operator. Their sessions
/// end, and they are told.
pub async fn take_away(desk: &Desk, known: &Known) -> Result<FactorsTaken> {
    let holder = known.holder();
    desk.store
        .write(|mut unit| async move {
            let authenticator = unit.remove_authenticator(holder).await?;
            unit.put_recovery_codes(holder, &[]).await?;
            let passkeys = unit.passkeys_of(holder).await?;
            for passkey in &passkeys {
                unit.remove_passkey(holder, passkey.id).await?;
            }
            let taken =
                FactorsTaken { whose: known.whose().to_owned(), authenticator, passkeys: passkeys.len() };
            if authenticator || !passkeys.is_empty() {
                unit.end_other_sessions(holder, None).await?;
                acting::end_with_sessions(desk, &mut unit, &Actor::System, holder, EndedBy::SessionEnd)
                    .await?;
                tell(desk, &mut unit, known, &Notice::SecondFactorRemoved).await?;
                let facts = serde_json::json!({ "authenticator": authenticator, "passkeys": passkeys.len() });
                let event = desk.audit_event(
                    &Actor::System,
                    Operation::ManageFactors,
                    known.object(),
                    AuditOutcome::Done,
                    &facts,
                );
                unit.record(&event).await?;
            }
            Ok::<_, Error>(taken)
        })
        .await
}

/// Tells a customer; staff are told nothing, since no number of theirs is known.
pub(crate) async fn tell(desk: &Desk, unit: &mut Unit, known: &Known, notice: &Notice) -> Result<()> {
    match known {
        Known::Customer(customer) => messages::send(desk, unit, customer, notice).await,
        Known::Staff(_) => Ok(()),
    }
}

pub(crate) async fn record(
    desk: &Desk,
    unit: &mut Unit,
    actor: &Actor,
    facts: &serde_json::Value,
) -> Result<()> {
    let event = desk.audit_event(actor, Operation::ManageFactors, actor.label(), AuditOutcome::Done, facts);
    Ok(unit.record(&event).await?)
}

/// Whose factors whoever acts manages, and with which session: their own.
pub(crate) fn own(actor: &Actor) -> Result<(Holder, SessionId)> {
    actor.may(Operation::ManageFactors)?;
    actor.holder().zip(actor.session_id()).ok_or(Error::NotFound)
}

/// The name a secret is sealed under.
fn sealed_name(holder: Holder) -> String {
    match holder {
        Holder::Customer(id) => format!("authenticator of customer {}", id.0),
        Holder::Staff(id) => format!("authenticator of staff {}", id.0),
    }
}
