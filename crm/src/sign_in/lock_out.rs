//! Lock-out after wrong passwords, with a delay that grows. R-CUS-10
//!
//! Wrong tries are counted for what was typed, known or not: a number that belongs to nobody is locked out like any
//! other, and nobody learns which is which. Whoever knows a mobile number can lock its password, for an hour at most;
//! the one-time code stays open meanwhile.

use super::Attempts;
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

impl Attempts {
    /// Nothing is held against this number or name.
    pub fn none(identifier: String, now: Timestamp) -> Self {
        Self { identifier, failures: 0, failed_at: now, locked_until: None }
    }

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
        Self { failures, failed_at: now, locked_until, ..self }
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
    use rstest::rstest;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_793_800_000 + second).unwrap()
    }

    fn attempts(failures: i64) -> Attempts {
        Attempts { failures, ..Attempts::none("mobile:13800138000".into(), at(-3600)) }
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
        let attempts = attempts(failures - 1).failed(at(0));
        assert_eq!(
            (attempts.failures, attempts.failed_at, attempts.locked_until),
            (failures, at(0), seconds.map(at))
        );
    }

    #[test]
    fn a_lock_ends_by_itself() {
        let locked = attempts(4).failed(at(0));
        assert_eq!(locked.may_try(at(59)), Err(Locked { until: at(60) }));
        assert_eq!(locked.may_try(at(60)), Ok(()));
    }

    #[test]
    fn nothing_is_held_against_anybody_at_first() {
        assert_eq!(attempts(0).may_try(at(0)), Ok(()));
    }
}
