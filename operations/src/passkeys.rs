//! Passkeys: added and taken away by their owner, and signed in with. R-CUS-10
//!
//! What a device signs is checked by the relying party, a gateway that speaks Web Authentication; who it is and what it opens is
//! decided here. A passkey counts as two factors: the device, and the finger, face or PIN that opens it.

use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, check_proof},
    desk::Done,
    messages::Notice,
    second_factor::{is_to_be_proved, own, record, tell},
    sign_in::{
        self, Browser, Known, Opened, fresh_token, is_token, open, record_refusal_of, replace, token_hash,
    },
};
use crm::{
    ids::PasskeyId,
    sign_in::{Challenge, Holder, PASSKEYS_MAX, Passkey, Proof, read_passkey_name},
};
use serde::Serialize;
use store::Unit;
use uuid::Uuid;

/// Who is to get a passkey, as their device shows it.
#[derive(Clone, Debug)]
pub struct Owner {
    /// A handle without meaning, the same for all passkeys of one owner.
    pub handle: [u8; 16],
    /// The account, on a device that others may see.
    pub name: String,
}

/// A question to a device.
#[derive(Clone, Debug)]
pub struct Question {
    /// For the browser, as JSON of Web Authentication.
    pub options: String,
    /// What is needed to check the answer.
    pub state: Vec<u8>,
}

/// A passkey that a device made.
#[derive(Clone, Debug)]
pub struct Made {
    /// What the device calls it.
    pub credential: Vec<u8>,
    /// The public key, as the relying party writes it.
    pub public_key: Vec<u8>,
    /// What changes with each use, as the relying party writes it.
    pub state: Vec<u8>,
}

/// Speaks Web Authentication for the hall. An answer that does not fit gives nothing.
pub trait RelyingParty: Send + Sync {
    /// Passkeys are bound to a domain: without one there are none.
    fn is_available(&self) -> bool;

    /// Asks a device to make a passkey that it has not made before.
    fn ask_to_make(&self, owner: &Owner, known: &[Passkey]) -> Option<Question>;

    /// Checks what a device made.
    fn check_made(&self, state: &[u8], answer: &str) -> Option<Made>;

    /// Asks a device to sign with a passkey of the hall, whosever it is.
    fn ask_to_sign(&self) -> Option<Question>;

    /// The passkey that an answer names; it is not checked yet.
    fn named(&self, answer: &str) -> Option<Vec<u8>>;

    /// Checks what a device signed; gives what changed with this use.
    fn check_signed(
        &self,
        state: &[u8],
        answer: &str,
        handle: [u8; 16],
        passkey: &Passkey,
    ) -> Option<Vec<u8>>;
}

/// Why a passkey is not added or taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The hall has no domain that passkeys could be bound to.
    NotHere,
    /// Nothing that a passkey can be called.
    BadName,
    /// The device's answer does not fit, or came too late.
    DoesNotFit,
    /// It was added before.
    Known,
    /// As many as are kept are there.
    TooMany,
    /// There is a passkey or an app, and this session was opened without it: it is proved first.
    ProveFirst,
}

/// A question for the browser, with the secret for the cookie that its answer is bound to.
pub struct Asked {
    /// JSON of Web Authentication.
    pub options: String,
    /// The secret.
    pub token: String,
}

/// Takes one passkey away.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RemovePasskey {
    /// Which, as the list names it.
    pub passkey: PasskeyId,
}

/// Asks the device of whoever acts to make a passkey.
pub async fn ask_to_make(desk: &Desk, party: &dyn RelyingParty, actor: &Actor) -> Result<Asked> {
    let (holder, _) = own(actor)?;
    check_proof(desk, actor, Operation::ManageFactors)?;
    let (known, owner) = desk
        .store
        .read(|mut unit| async move {
            if is_to_be_proved(&mut unit, actor, holder).await? {
                return Err(Error::from(Refusal::ProveFirst));
            }
            let owner = Known::load(&mut unit, holder).await?;
            Ok((unit.passkeys_of(holder).await?, owner))
        })
        .await?;
    if known.len() >= PASSKEYS_MAX {
        return Err(Refusal::TooMany.into());
    }
    let owner = Owner { handle: handle(holder), name: owner.account_name() };
    let question = party.ask_to_make(&owner, &known).ok_or(Refusal::NotHere)?;
    keep(desk, Some(holder), question).await
}

/// Adds the passkey that a device made. The session gets a fresh token: both factors were at hand.
///
/// There is no idempotency key: the answer holds a secret, which is not kept, and a question is answered once.
pub async fn add(
    desk: &Desk,
    party: &dyn RelyingParty,
    actor: &Actor,
    token: &str,
    name: &str,
    answer: &str,
) -> Result<Opened> {
    let (holder, session) = own(actor)?;
    check_proof(desk, actor, Operation::ManageFactors)?;
    let name = read_passkey_name(name).ok_or(Refusal::BadName)?;
    let challenge = take(desk, token).await?.filter(|challenge| challenge.holder == Some(holder));
    let made = challenge.and_then(|challenge| party.check_made(&challenge.state, answer));
    let Some(made) = &made else {
        let error = Error::from(Refusal::DoesNotFit);
        desk.record_failure(actor, Operation::ManageFactors, "", &error).await;
        return Err(error);
    };
    let fresh = &fresh_token(desk);
    let actor = desk
        .store
        .write(|mut unit| async move {
            if is_to_be_proved(&mut unit, actor, holder).await? {
                return Err(Error::from(Refusal::ProveFirst));
            }
            if unit.passkeys_of(holder).await?.len() >= PASSKEYS_MAX {
                return Err(Refusal::TooMany.into());
            }
            if unit.passkey(&made.credential).await?.is_some() {
                return Err(Refusal::Known.into());
            }
            let passkey = Passkey {
                id: desk.id(),
                holder,
                credential: made.credential.clone(),
                public_key: made.public_key.clone(),
                state: made.state.clone(),
                name: name.to_owned(),
                added_at: desk.now(),
                used_at: None,
            };
            unit.add_passkey(&passkey).await?;
            let known = Known::load(&mut unit, holder).await?;
            let actor = replace(desk, &mut unit, known.clone(), session, Proof::with_factor, fresh).await?;
            record(desk, &mut unit, &actor, &serde_json::json!({ "passkey": passkey.id, "added": true }))
                .await?;
            tell(desk, &mut unit, &known, &Notice::PasskeyAdded).await?;
            Ok(actor)
        })
        .await?;
    Ok(Opened { token: fresh.clone(), actor })
}

/// Takes a passkey away. One that is gone already, or somebody else's, is as good as gone. Staff, who need two factors,
/// prove one first; a customer who lost the device has the password or a code left, which let them in as well.
pub async fn remove(desk: &Desk, actor: &Actor, key: Uuid, command: &RemovePasskey) -> Result<()> {
    let (holder, _) = own(actor)?;
    let bound = &("removePasskey", command);
    desk.perform(actor, Operation::ManageFactors, key, bound, |mut unit| async move {
        if matches!(holder, Holder::Staff(_)) && is_to_be_proved(&mut unit, actor, holder).await? {
            return Err(Refusal::ProveFirst.into());
        }
        let removed = unit.remove_passkey(holder, command.passkey).await?.is_some();
        if removed {
            let known = Known::load(&mut unit, holder).await?;
            tell(desk, &mut unit, &known, &Notice::PasskeyRemoved).await?;
        }
        let facts = serde_json::json!({ "passkey": command.passkey, "removed": removed });
        Ok(Done { object: actor.label(), facts, reply: () })
    })
    .await
}

/// Asks a device to sign in.
pub async fn ask_to_sign(desk: &Desk, party: &dyn RelyingParty) -> Result<Asked> {
    let question = party.ask_to_sign().ok_or(sign_in::Refusal::PasskeyWrong)?;
    keep(desk, None, question).await
}

/// Signs in with a passkey. Whoever is in already proves again who they are, and gets a fresh session in place of the one
/// that acted; a passkey of somebody else does not do.
pub async fn enter(
    desk: &Desk,
    party: &dyn RelyingParty,
    actor: &Actor,
    token: &str,
    answer: &str,
    browser: &Browser,
) -> Result<Opened> {
    let session = match actor {
        Actor::Visitor => None,
        actor if actor.may(Operation::ProveAgain).is_ok() => actor.holder().zip(actor.session_id()),
        // In a customer's place nobody proves who they are.
        _ => return Err(sign_in::Refusal::PasskeyWrong.into()),
    };
    let challenge = take(desk, token).await?.filter(|challenge| challenge.holder.is_none());
    let named = party.named(answer);
    let (challenge, named) = (&challenge, &named);
    let fresh = &fresh_token(desk);
    let entered = desk
        .store
        .write(|mut unit| async move {
            let passkey = match named {
                Some(named) => unit.passkey(named).await?,
                None => None,
            };
            let signed = challenge.as_ref().zip(passkey).and_then(|(challenge, passkey)| {
                let handle = handle(passkey.holder);
                let state = party.check_signed(&challenge.state, answer, handle, &passkey)?;
                Some(Passkey { state, used_at: Some(desk.now()), ..passkey })
            });
            let own = |passkey: &Passkey| session.is_none_or(|(holder, _)| holder == passkey.holder);
            let Some(passkey) = signed.filter(own) else {
                let (object, refusal) = ("passkey".to_owned(), sign_in::Refusal::PasskeyWrong);
                record_refusal_of(desk, &mut unit, object, refusal, browser.address()).await?;
                // Not an error of the transaction: the try is to be kept.
                return Ok::<_, Error>(Err(refusal));
            };
            unit.save_passkey(&passkey).await?;
            let known = Known::load(&mut unit, passkey.holder).await?;
            let actor = match session {
                Some((_, session)) => {
                    replace(desk, &mut unit, known, session, |_| Proof::Passkey, fresh).await?
                }
                None => open(desk, &mut unit, known, Proof::Passkey, browser, fresh).await?,
            };
            Ok(Ok(actor))
        })
        .await?;
    Ok(Opened { token: fresh.clone(), actor: entered? })
}

/// Keeps what is needed to check the answer, under a token that only the browser has.
async fn keep(desk: &Desk, holder: Option<Holder>, question: Question) -> Result<Asked> {
    let token = fresh_token(desk);
    let hash = &token_hash(&token);
    let challenge = &Challenge { holder, state: question.state, asked_at: desk.now() };
    desk.store
        .write(|mut unit| async move { Ok::<_, Error>(unit.put_challenge(hash, challenge).await?) })
        .await?;
    Ok(Asked { options: question.options, token })
}

/// The question behind a token, once.
async fn take(desk: &Desk, token: &str) -> Result<Option<Challenge>> {
    if !is_token(token) {
        return Ok(None);
    }
    let hash = &token_hash(token);
    let challenge = desk.store.write(|mut unit| async move { take_from(&mut unit, hash).await }).await?;
    Ok(challenge.filter(|challenge| challenge.is_open(desk.now())))
}

async fn take_from(unit: &mut Unit, hash: &[u8]) -> Result<Option<Challenge>> {
    Ok(unit.take_challenge(hash).await?)
}

/// The handle of an owner: their identifier, which says nothing about them.
fn handle(holder: Holder) -> [u8; 16] {
    match holder {
        Holder::Customer(id) => id.0.into_bytes(),
        Holder::Staff(id) => id.0.into_bytes(),
    }
}
