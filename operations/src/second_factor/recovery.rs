//! Recovery codes: sixty random bits each, kept as slow hashes.

use crate::{Desk, Result};
use crm::sign_in::{Holder, RECOVERY_CODES, RecoveryCode, recovery_code};

/// A fresh set: as it is shown, and as it is kept.
pub(super) async fn fresh_set(desk: &Desk, holder: Holder) -> Result<(Vec<String>, Vec<RecoveryCode>)> {
    let salt = desk.secret();
    let (mut plain, mut hashed) = (Vec::new(), Vec::new());
    for _ in 0..RECOVERY_CODES {
        let code = recovery_code(desk.bits());
        let hash = desk.passwords.hash(&code, salt).await?;
        hashed.push(RecoveryCode { holder, hash, salt, used_at: None });
        plain.push(code);
    }
    Ok((plain, hashed))
}
