//! Lock-out after wrong passwords, with a delay that grows. R-CUS-10
//!
//! Whoever knows a mobile number can lock its password, for an hour at most; the one-time code stays open meanwhile.

use super::Credential;
use crate::Timestamp;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// Wrong tries that cost nothing but the last of them.
pub const FREE_TRIES: i64 = 5;
/// The delay never grows beyond.
pub const LONGEST_LOCK: SignedDuration = SignedDuration::from_hours(1);

/// The password is locked: no try is looked at, right or wrong, and none counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("locked until {until}")]
pub struct Locked {
    /// When the next try is looked at.
    pub until: Timestamp,
}

impl Credential {
    /// Whether a try is looked at now.
    pub fn may_try(&self, now: Timestamp) -> Result<(), Locked> {
        match self.locked_until {
            Some(until) if now < until => Err(Locked { until }),
            _ => Ok(()),
        }
    }

    /// After a wrong try: the fifth in a row locks for a minute, each further one for twice as long, up to an hour.
    #[must_use]
    pub fn failed(self, now: Timestamp) -> Self {
        let failures = self.failures.saturating_add(1);
        let locked_until = lock_after(failures).map(|delay| now + delay);
        Self {
            failures,
            locked_until,
            ..self
        }
    }

    /// After the right password: nothing is held against it any more.
    #[must_use]
    pub fn succeeded(self) -> Self {
        Self {
            failures: 0,
            locked_until: None,
            ..self
        }
    }
}

fn lock_after(failures: i64) -> Option<SignedDuration> {
    let doublings = u32::try_from(failures - FREE_TRIES).ok()?;
    let minutes = 1_i64.checked_shl(doublings.min(32)).unwrap_or(i64::MAX);
    Some(SignedDuration::from_mins(minutes).min(LONGEST_LOCK))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign_in::Holder;
    use rstest::rstest;
    use uuid::Uuid;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_793_800_000 + second).unwrap()
    }

    fn credential(failures: i64) -> Credential {
        Credential {
            holder: Holder::Customer(Uuid::from_u128(1).into()),
            password_hash: "$argon2id$…".into(),
            failures,
            locked_until: None,
        }
    }

    #[rstest]
    #[case::first(1, None)]
    #[case::fourth(4, None)]
    #[case::fifth(5, Some(60))]
    #[case::sixth(6, Some(120))]
    #[case::tenth(10, Some(1920))]
    #[case::eleventh(11, Some(3600))]
    #[case::far_beyond(1_000_000, Some(3600))]
    fn the_delay_grows(#[case] failures: i64, #[case] seconds: Option<i64>) {
        let credential = credential(failures - 1).failed(at(0));
        assert_eq!(
            (credential.failures, credential.locked_until),
            (failures, seconds.map(at))
        );
    }

    #[test]
    fn a_lock_ends_by_itself() {
        let locked = credential(4).failed(at(0));
        assert_eq!(locked.may_try(at(59)), Err(Locked { until: at(60) }));
        assert_eq!(locked.may_try(at(60)), Ok(()));
    }

    #[test]
    fn the_right_password_clears_the_past() {
        let credential = credential(9).failed(at(0)).succeeded();
        assert_eq!((credential.failures, credential.may_try(at(0))), (0, Ok(())));
    }
}
