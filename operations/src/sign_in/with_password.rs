//! Signing in with a password, and the lock-out.

use super::{
    Browser, Entry, Identifier, Known, Refusal, Tried, fresh_token, record_refusal, second_step::enter,
};
use crate::{Desk, Error, Result};
use crm::{
    customers::Msisdn,
    sign_in::{Attempts, Locked, Proof, read_staff_name},
};
use store::Unit;

/// Signs a customer in.
///
/// A customer whose accounts are all closed may come in too: a last bill may be open.
pub async fn with_password(desk: &Desk, mobile: &str, password: &str, browser: &Browser) -> Result<Entry> {
    let mobile = Msisdn::parse(mobile).ok_or(Refusal::BadMobile)?;
    by_password(desk, &Identifier::Mobile(mobile), password, browser).await
}

/// Signs a member of staff in.
pub async fn staff_with_password(
    desk: &Desk,
    name: &str,
    password: &str,
    browser: &Browser,
) -> Result<Entry> {
    // What nobody can be called is not kept as the key of a lock-out.
    let name = read_staff_name(name).ok_or(Refusal::WrongCredentials)?;
    by_password(desk, &Identifier::StaffName(name.to_owned()), password, browser).await
}

async fn by_password(
    desk: &Desk,
    identifier: &Identifier,
    password: &str,
    browser: &Browser,
) -> Result<Entry> {
    let verified = &verify(desk, identifier, password).await?;
    let token = &fresh_token(desk);
    let tried = desk
        .store
        .write(|mut unit| async move {
            // Counted anew in the transaction: of tries made side by side, each counts.
            let tried = match verified {
                Ok(verified) => settle(desk, &mut unit, identifier, verified.as_deref()).await?,
                Err(locked) => Err(Refusal::from(*locked)),
            };
            match tried {
                Ok(known) => Ok(Ok(enter(desk, &mut unit, known, Proof::Password, browser, token).await?)),
                Err(refusal) => {
                    record_refusal(desk, &mut unit, identifier, refusal, &browser.address).await?;
                    // Not an error of the transaction: the wrong try is to be kept.
                    Ok::<_, Error>(Err(refusal))
                }
            }
        })
        .await?;
    Ok(tried?.with(token))
}

/// Verifies a password outside of any transaction, since it takes long. Gives the hash that it fits, if it fits one;
/// while the identifier is locked, nothing is looked at.
pub(super) async fn verify(
    desk: &Desk,
    identifier: &Identifier,
    password: &str,
) -> Result<std::result::Result<Option<String>, Locked>> {
    let now = desk.now();
    let read = desk
        .store
        .read(|mut unit| async move {
            let (_, credential) = identifier.find(&mut unit).await?;
            let may_try = attempts(desk, &mut unit, identifier).await?.may_try(now);
            Ok::<_, Error>(may_try.map(|()| credential.map(|credential| credential.password_hash)))
        })
        .await?;
    let hash = match read {
        Ok(hash) => hash,
        Err(locked) => return Ok(Err(locked)),
    };
    let fits = desk.passwords.verify(password, hash.as_deref()).await?;
    Ok(Ok(hash.filter(|_| fits)))
}

/// Decides with the state of this transaction, and counts the try. `verified` is the hash that the password fitted: a
/// password that was changed meanwhile is wrong.
pub(super) async fn settle(
    desk: &Desk,
    unit: &mut Unit,
    identifier: &Identifier,
    verified: Option<&str>,
) -> Result<Tried<Known>> {
    let now = desk.now();
    let before = attempts(desk, unit, identifier).await?;
    if let Err(locked) = before.may_try(now) {
        return Ok(Err(locked.into()));
    }
    let (known, credential) = identifier.find(unit).await?;
    let fits = credential.is_some_and(|credential| Some(credential.password_hash.as_str()) == verified);
    if let Some(known) = known.filter(|_| fits) {
        unit.clear_attempts(&identifier.key()).await?;
        return Ok(Ok(known));
    }
    let after = before.failed(now);
    unit.save_attempts(&after).await?;
    Ok(Err(after.may_try(now).err().map_or(Refusal::WrongCredentials, Refusal::from)))
}

async fn attempts(desk: &Desk, unit: &mut Unit, identifier: &Identifier) -> Result<Attempts> {
    let key = identifier.key();
    Ok(unit.attempts(&key).await?.unwrap_or_else(|| Attempts::none(key, desk.now())))
}
