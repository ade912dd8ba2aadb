//! Signing in: passwords, one-time codes, lock-out, sessions. R-CUS-10

use crate::{
    Timestamp,
    customers::Msisdn,
    ids::{CodeId, CustomerId, SessionId, StaffId},
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

mod codes;
mod lock_out;
mod passkeys;
mod passwords;
mod second_factor;
mod sessions;

pub(crate) use codes::same_hash;
pub use codes::{
    CODE_DIGITS, CODE_TRIES, CODE_VALID_FOR, CODES_PER_ADDRESS, CODES_PER_HOUR, Checked, CodeRefusal, Recent,
    SIM_SETTLES_AFTER, SendRefusal, may_reach, may_send,
};
pub use lock_out::{FREE_TRIES, LONGEST_LOCK, Locked};
pub use passkeys::{
    CHALLENGE_VALID_FOR, Challenge, PASSKEY_NAME_MAX, PASSKEYS_MAX, Passkey, read_passkey_name,
};
pub use passwords::{
    PASSWORD_MAX, PASSWORD_MIN, PasswordRefusal, STAFF_PASSWORD_MIN, check_password, check_staff_password,
    read_staff_name,
};
pub use second_factor::{
    Authenticator, FEW_RECOVERY_CODES, RECOVERY_CODES, RecoveryCode, SECOND_STEP_VALID_FOR, STEP_SECONDS,
    SecondStep, StepPurpose, WrongCode, read_recovery_code, recovery_code, time_step,
};
pub use sessions::SessionPolicy;

vocabulary! {
    /// What a member of staff may do.
    pub enum StaffRole {
        /// Answers customers' requests.
        SupportAgent,
        /// Assigns and oversees.
        Supervisor,
        /// Reads the audit trail, and nothing else.
        Auditor,
    }
}

/// A member of the operator's staff with a local account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Identifier.
    pub id: StaffId,
    /// Sign-in name.
    pub name: String,
    /// What they may do.
    pub role: StaffRole,
}

/// Whose password, session or lock-out it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Holder {
    /// A customer.
    Customer(CustomerId),
    /// A member of staff.
    Staff(StaffId),
}

/// A password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Whose.
    pub holder: Holder,
    /// argon2id hash in PHC form.
    pub password_hash: String,
    /// When it was set; for one set before this was kept, 1970.
    pub set_at: Timestamp,
}

/// Wrong passwords typed for one number or name, whether it belongs to somebody or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// The number or name.
    pub identifier: String,
    /// Wrong tries since the last right one.
    pub failures: i64,
    /// When the last of them was made.
    pub failed_at: Timestamp,
    /// No try is looked at before.
    pub locked_until: Option<Timestamp>,
}

/// A one-time code that was sent; the code itself is kept only as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeCode {
    /// Identifier.
    pub id: CodeId,
    /// The number it was asked for, known or not.
    pub mobile: Msisdn,
    /// Hash of the secret of the browser that asked.
    pub browser_hash: Vec<u8>,
    /// Hash of the code.
    pub code_hash: Vec<u8>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Wrong tries so far.
    pub tries: i64,
    /// Used, or replaced by a newer one.
    pub spent: bool,
}

/// A session. The token itself is kept only as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Identifier shown in the list.
    pub id: SessionId,
    /// Whose.
    pub holder: Holder,
    /// The browser, in its own words.
    pub user_agent: String,
    /// Address it came from.
    pub address: String,
    /// How it was proved.
    pub proof: Proof,
    /// When.
    pub proved_at: Timestamp,
    /// When it began.
    pub created_at: Timestamp,
    /// Last request, to the minute.
    pub seen_at: Timestamp,
}

vocabulary! {
    /// How strongly an actor proved who they are.
    pub enum Proof {
        /// By password.
        Password,
        /// By a one-time code.
        OneTimeCode,
        /// By password and a second factor.
        PasswordAndFactor,
        /// By a one-time code and a second factor.
        CodeAndFactor,
        /// By a passkey: the device and what opens it are two factors.
        Passkey,
    }
}

impl Proof {
    /// Two factors were proved.
    pub fn is_strong(self) -> bool {
        matches!(self, Self::PasswordAndFactor | Self::CodeAndFactor | Self::Passkey)
    }

    /// The proof once a second factor was proved besides.
    #[must_use]
    pub fn with_factor(self) -> Self {
        match self {
            Self::Password | Self::PasswordAndFactor => Self::PasswordAndFactor,
            Self::OneTimeCode | Self::CodeAndFactor => Self::CodeAndFactor,
            Self::Passkey => Self::Passkey,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray as _;

    #[test]
    fn a_second_factor_makes_every_proof_strong() {
        for proof in Proof::VARIANTS {
            assert!(proof.with_factor().is_strong(), "{proof}");
            assert_eq!(proof.with_factor().with_factor(), proof.with_factor());
        }
    }
}
