//! Passkeys (Web Authentication): a key that a device keeps and opens by finger, face or PIN. R-CUS-10
//!
//! What the browser signs is checked by the relying party, outside of these rules; here is what is kept of it.

use super::Holder;
use crate::{Timestamp, ids::PasskeyId};
use jiff::SignedDuration;

/// How long the answer to a challenge is waited for.
pub const CHALLENGE_VALID_FOR: SignedDuration = SignedDuration::from_mins(5);
/// Passkeys somebody may have.
pub const PASSKEYS_MAX: usize = 10;
/// Longest name of a passkey, in characters.
pub const PASSKEY_NAME_MAX: usize = 40;

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Identifier.
    pub id: PasskeyId,
    /// Whose.
    pub holder: Holder,
    /// What the device calls it; nobody else has the same.
    pub credential: Vec<u8>,
    /// The public key, as the relying party writes it.
    pub public_key: Vec<u8>,
    /// What changes with each use, such as the counter, as the relying party writes it.
    pub state: Vec<u8>,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// What a device was asked to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Who is to get a passkey; nobody when one is asked for to sign in.
    pub holder: Option<Holder>,
    /// What the relying party needs to check the answer.
    pub state: Vec<u8>,
    /// When it was asked.
    pub asked_at: Timestamp,
}

impl Challenge {
    /// The answer is still taken.
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.asked_at + CHALLENGE_VALID_FOR
    }
}

/// Reads the name of a passkey; `None` for one that is empty, too long or not of characters that are shown.
pub fn read_passkey_name(typed: &str) -> Option<&str> {
    let name = typed.trim();
    let length = name.chars().count();
    ((1..=PASSKEY_NAME_MAX).contains(&length) && !name.chars().any(char::is_control)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(" My phone ", Some("My phone"))]
    #[case("我的手机", Some("我的手机"))]
    #[case("", None)]
    #[case("  ", None)]
    #[case("a\u{7}b", None)]
    #[case(&"长".repeat(40), Some("长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长"))]
    #[case(&"长".repeat(41), None)]
    fn reads_names(#[case] typed: &str, #[case] read: Option<&str>) {
        assert_eq!(read_passkey_name(typed), read);
    }

    #[rstest]
    #[case(299, true)]
    #[case(300, false)]
    fn a_challenge_waits_five_minutes(#[case] now: i64, #[case] open: bool) {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(Challenge { holder: None, state: vec![], asked_at: at(0) }.is_open(at(now)), open);
    }
}
