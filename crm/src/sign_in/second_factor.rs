//! The second factor: codes of an authenticator app (TOTP, RFC 6238), the recovery codes for the day it is lost, and the
//! step between a right password and the session. R-CUS-10

use super::{Holder, Proof};
use crate::{Timestamp, ids::SessionId, vocabulary::vocabulary};
use jiff::SignedDuration;

/// How long one code of an authenticator app is shown.
pub const STEP_SECONDS: i64 = 30;
/// Steps before and after the present one whose codes are taken too: clocks of phones go wrong.
const TOLERANCE: i64 = 1;
/// How long the second step waits for its code.
pub const SECOND_STEP_VALID_FOR: SignedDuration = SignedDuration::from_mins(10);
/// Recovery codes in a set.
pub const RECOVERY_CODES: usize = 10;
/// With so many left or fewer it is time for a new set.
pub const FEW_RECOVERY_CODES: usize = 3;

/// An authenticator app. It counts once a code of it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticator {
    /// Whose.
    pub holder: Holder,
    /// The secret it shares with the hall, sealed.
    pub secret: Vec<u8>,
    /// When the secret was made.
    pub made_at: Timestamp,
    /// When its first code was typed.
    pub confirmed_at: Option<Timestamp>,
    /// The time step of the last code that was taken.
    pub last_step: Option<i64>,
}

/// The code is not one of this moment, or was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code of this moment, or one that was used")]
pub struct WrongCode;

impl Authenticator {
    /// It was proved to work: from now on it is asked for.
    pub fn is_confirmed(&self) -> bool {
        self.confirmed_at.is_some()
    }

    /// Checks a code. `fits` says whether it is the code of a time step; it is asked about every step that could be, so
    /// that the time tells nothing. A step whose code was taken is over, and so are those before it: no code works twice.
    pub fn verify(self, now: Timestamp, fits: impl Fn(i64) -> bool) -> Result<Self, WrongCode> {
        let present = time_step(now);
        let used = self.last_step.unwrap_or(i64::MIN);
        let mut taken = None;
        for step in present - TOLERANCE..=present + TOLERANCE {
            let right = fits(step) && step > used;
            taken = taken.or(right.then_some(step));
        }
        let step = taken.ok_or(WrongCode)?;
        Ok(Self { confirmed_at: self.confirmed_at.or(Some(now)), last_step: Some(step), ..self })
    }
}

/// The number of the time step that an instant lies in.
pub fn time_step(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECONDS)
}

/// One of the codes that stand in for a lost authenticator app; the code itself is kept only as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode {
    /// Whose.
    pub holder: Holder,
    /// argon2id hash in PHC form. All codes of a set have one salt, so that one hash tells which of them was typed.
    pub hash: String,
    /// The salt of the set.
    pub salt: [u8; 32],
    /// When it was used; it works once.
    pub used_at: Option<Timestamp>,
}

/// Digits and letters that are not mistaken for one another, thirty-two of them: a code holds sixty random bits.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const CODE_LENGTH: usize = 12;

/// A recovery code out of random bits, as people write it down: `7KQ2-MXR4-ZB5T`.
pub fn recovery_code(mut bits: u64) -> String {
    let mut code = String::with_capacity(CODE_LENGTH + 2);
    for position in 0..CODE_LENGTH {
        if position > 0 && position % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::try_from(bits % 32).unwrap_or(0)]));
        bits /= 32;
    }
    code
}

/// Reads a recovery code as people type it (lower case, spaces, no hyphens) into the form in which it was written.
pub fn read_recovery_code(typed: &str) -> Option<String> {
    let plain: Vec<char> =
        typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let fits = plain.len() == CODE_LENGTH
        && plain.iter().all(|c| u8::try_from(*c).is_ok_and(|c| ALPHABET.contains(&c)));
    fits.then(|| plain.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

vocabulary! {
    /// What the second step leads to.
    pub enum StepPurpose {
        /// A session.
        SignIn,
        /// A fresh proof for the session that is open.
        ProveAgain,
        /// A new password in place of a forgotten one.
        NewPassword,
    }
}

/// Somebody whose first proof was right and whose second is waited for. No session is open yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondStep {
    /// Who.
    pub holder: Holder,
    /// What for.
    pub purpose: StepPurpose,
    /// The session that proves again.
    pub session: Option<SessionId>,
    /// What was proved so far.
    pub proof: Proof,
    /// When the first proof was right.
    pub began_at: Timestamp,
}

impl SecondStep {
    /// Still waited for.
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.began_at + SECOND_STEP_VALID_FOR
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;
    use uuid::Uuid;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn authenticator(last_step: Option<i64>) -> Authenticator {
        Authenticator {
            holder: Holder::Customer(Uuid::from_u128(1).into()),
            secret: vec![7; 60],
            made_at: at(0),
            confirmed_at: last_step.map(|_| at(1)),
            last_step,
        }
    }

    // The present step is 100: seconds 3000 to 3029.
    #[rstest]
    #[case::first(None, 100, 3000, Some(100))]
    #[case::end_of_the_step(None, 100, 3029, Some(100))]
    #[case::slow_clock(None, 99, 3000, Some(99))]
    #[case::fast_clock(None, 101, 3000, Some(101))]
    #[case::too_slow(None, 98, 3000, None)]
    #[case::too_fast(None, 102, 3000, None)]
    #[case::replayed(Some(100), 100, 3010, None)]
    #[case::before_the_last(Some(100), 99, 3010, None)]
    #[case::after_the_last(Some(100), 101, 3010, Some(101))]
    #[case::long_after(Some(3), 100, 3010, Some(100))]
    fn a_code_is_of_its_moment_and_works_once(
        #[case] last: Option<i64>,
        #[case] typed: i64,
        #[case] now: i64,
        #[case] taken: Option<i64>,
    ) {
        let verified = authenticator(last).verify(at(now), |step| step == typed);
        assert_eq!(verified.as_ref().ok().and_then(|after| after.last_step), taken);
        assert_eq!(verified.is_ok_and(|after| after.is_confirmed()), taken.is_some());
    }

    #[test]
    fn the_first_code_confirms_and_no_later_one_does_so_again() {
        let first = authenticator(None).verify(at(3000), |step| step == 100).unwrap();
        assert_eq!(first.confirmed_at, Some(at(3000)));
        let second = first.verify(at(3060), |step| step == 102).unwrap();
        assert_eq!(second.confirmed_at, Some(at(3000)));
    }

    #[rstest]
    #[case::as_written("7KQ2-MXR4-ZB5T", Some("7KQ2-MXR4-ZB5T"))]
    #[case::in_haste(" 7kq2mxr4 zb5t", Some("7KQ2-MXR4-ZB5T"))]
    #[case::short("7KQ2-MXR4-ZB5", None)]
    #[case::long("7KQ2-MXR4-ZB5TT", None)]
    #[case::look_alike("7KQ2-MXR4-ZB50", None)]
    #[case::wide("７KQ2-MXR4-ZB5T", None)]
    #[case::empty("", None)]
    fn reads_recovery_codes(#[case] typed: &str, #[case] read: Option<&str>) {
        assert_eq!(read_recovery_code(typed).as_deref(), read);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bits in any::<u64>()) {
            let code = recovery_code(bits);
            prop_assert_eq!(read_recovery_code(&code.to_lowercase().replace('-', " ")), Some(code));
        }
    }

    #[rstest]
    #[case(599, true)]
    #[case(600, false)]
    fn the_second_step_waits_ten_minutes(#[case] now: i64, #[case] open: bool) {
        let step = SecondStep {
            holder: Holder::Customer(Uuid::from_u128(1).into()),
            purpose: StepPurpose::SignIn,
            session: None,
            proof: Proof::Password,
            began_at: at(0),
        };
        assert_eq!(step.is_open(at(now)), open);
    }
}
