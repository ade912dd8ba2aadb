//! Codes typed at the second step: looked at one after the other, with a delay that grows as it does for passwords.

use super::{
    tell,
    totp::{Totp, digits},
};
use crate::{
    Desk, Error, Result,
    messages::Notice,
    sign_in::{Known, Refusal, Tried},
};
use crm::sign_in::{Attempts, Authenticator, Holder, read_recovery_code};
use store::Unit;

/// What was typed at the second step.
#[derive(Clone, Copy)]
pub enum Typed<'a> {
    /// A code of the authenticator app.
    Code(&'a str),
    /// A recovery code.
    Recovery(&'a str),
}

/// The same, read, and hashed where that takes long.
pub(crate) enum Checked {
    Digits(String),
    RecoveryHash(String),
    Unreadable(Refusal),
}

impl Typed<'_> {
    /// Reads what was typed, outside of any transaction.
    pub(crate) async fn check(self, desk: &Desk, holder: Holder) -> Result<Checked> {
        match self {
            Self::Code(typed) => {
                Ok(digits(typed).map_or(Checked::Unreadable(Refusal::BadCode), Checked::Digits))
            }
            Self::Recovery(typed) => {
                let Some(code) = read_recovery_code(typed) else {
                    return Ok(Checked::Unreadable(Refusal::RecoveryCodeWrong));
                };
                let codes = desk
                    .store
                    .read(|mut unit| async move { Ok::<_, Error>(unit.recovery_codes(holder).await?) })
                    .await?;
                // Without a set there is nothing to fit, after the same work.
                let salt = codes.first().map_or([0; 32], |code| code.salt);
                Ok(Checked::RecoveryHash(desk.passwords.hash(&code, salt).await?))
            }
        }
    }
}

/// Decides with the state of this transaction, and counts the try. What nobody could take for a code is not counted.
pub(crate) async fn settle(
    desk: &Desk,
    unit: &mut Unit,
    known: &Known,
    checked: &Checked,
) -> Result<Tried<()>> {
    let (holder, now) = (known.holder(), desk.now());
    let key = tries_key(holder);
    let before = unit.attempts(&key).await?.unwrap_or_else(|| Attempts::none(key.clone(), now));
    if let Err(locked) = before.may_try(now) {
        return Ok(Err(Refusal::FactorLocked { until: locked.until }));
    }
    let wrong = match checked {
        Checked::Unreadable(refusal) => return Ok(Err(*refusal)),
        Checked::Digits(digits) => {
            let authenticator = unit.authenticator(holder).await?.filter(Authenticator::is_confirmed);
            let Some(authenticator) = authenticator else { return Ok(Err(Refusal::StepOver)) };
            let totp = Totp::open(desk, &authenticator)?;
            match authenticator.verify(now, |step| totp.fits(step, digits)) {
                Ok(used) => {
                    unit.put_authenticator(&used).await?;
                    unit.clear_attempts(&key).await?;
                    return Ok(Ok(()));
                }
                Err(_) => Refusal::FactorWrong,
            }
        }
        Checked::RecoveryHash(hash) => {
            if unit.use_recovery_code(holder, hash, now).await? {
                unit.clear_attempts(&key).await?;
                let left = super::of(unit, holder).await?.recovery_codes;
                tell(desk, unit, known, &Notice::RecoveryCodeUsed { left }).await?;
                return Ok(Ok(()));
            }
            Refusal::RecoveryCodeWrong
        }
    };
    let after = before.failed(now);
    unit.save_attempts(&after).await?;
    match after.may_try(now) {
        Ok(()) => Ok(Err(wrong)),
        Err(locked) => {
            // Somebody knows the password and not the second factor: its owner is to know.
            tell(desk, unit, known, &Notice::SecondFactorTried).await?;
            Ok(Err(Refusal::FactorLocked { until: locked.until }))
        }
    }
}

/// Under which wrong codes are counted.
fn tries_key(holder: Holder) -> String {
    match holder {
        Holder::Customer(id) => format!("factor:customer:{}", id.0),
        Holder::Staff(id) => format!("factor:staff:{}", id.0),
    }
}
