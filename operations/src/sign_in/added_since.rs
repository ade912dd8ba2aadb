//! What signs in to an account and was added since somebody else had it: taken away when its owner takes it back. R-CUS-10

use crate::Result;
use crm::{Timestamp, sign_in::Holder};
use serde::Serialize;
use store::Unit;

/// How many of each were taken away or ended, as the audit trail keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TakenAway {
    passkeys: usize,
    authenticators: usize,
    recovery_codes: usize,
    passwords: usize,
    second_steps: u64,
    sessions: u64,
}

/// Takes passkeys, app and password away that a holder got since a time, and ends every session and second step.
pub(crate) async fn take_away(unit: &mut Unit, holder: Holder, since: Timestamp) -> Result<TakenAway> {
    let mut passkeys = unit.passkeys_of(holder).await?;
    passkeys.retain(|passkey| passkey.added_at >= since);
    for passkey in &passkeys {
        unit.remove_passkey(holder, passkey.id).await?;
    }
    let authenticator = unit.authenticator(holder).await?;
    let is_new = authenticator.is_some_and(|app| app.confirmed_at.unwrap_or(app.made_at) >= since);
    let recovery_codes = if is_new {
        let codes = unit.recovery_codes(holder).await?.len();
        unit.put_recovery_codes(holder, &[]).await?;
        unit.remove_authenticator(holder).await?;
        codes
    } else {
        0
    };
    // Its owner comes in by code and sets another.
    let password = unit.credential(holder).await?.is_some_and(|credential| credential.set_at >= since);
    if password {
        unit.remove_credential(holder).await?;
    }
    Ok(TakenAway {
        passkeys: passkeys.len(),
        authenticators: usize::from(is_new),
        recovery_codes,
        passwords: usize::from(password),
        second_steps: unit.end_second_steps(holder).await?,
        sessions: unit.end_other_sessions(holder, None).await?,
    })
}
