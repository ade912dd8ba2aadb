//! How long a session lives. R-CUS-10

use super::{Holder, Session};
use crate::Timestamp;
use jiff::SignedDuration;

/// How long sessions live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPolicy {
    /// A customer's without a request.
    pub idle: SignedDuration,
    /// A member of staff's without a request: it opens more than one file.
    pub staff_idle: SignedDuration,
    /// In all.
    pub absolute: SignedDuration,
    /// After a proof of who it is, during which money and contact data may be moved.
    pub proof: SignedDuration,
}

/// A quarter of an hour without a request, ten minutes for staff, twelve hours in all, ten minutes after a proof.
impl Default for SessionPolicy {
    fn default() -> Self {
        Self {
            idle: SignedDuration::from_mins(15),
            staff_idle: SignedDuration::from_mins(10),
            absolute: SignedDuration::from_hours(12),
            proof: SignedDuration::from_mins(10),
        }
    }
}

/// A request is noted once a minute: to write on each would make every page a write.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(60);

impl Session {
    /// When it ends unless another request comes.
    pub fn expires_at(&self, policy: SessionPolicy) -> Timestamp {
        let idle = match self.holder {
            Holder::Customer(_) => policy.idle,
            Holder::Staff(_) => policy.staff_idle,
        };
        (self.seen_at + idle).min(self.created_at + policy.absolute)
    }

    /// Still good.
    pub fn is_live(&self, now: Timestamp, policy: SessionPolicy) -> bool {
        now < self.expires_at(policy)
    }

    /// The last request was noted a minute ago or more, so this one is to be noted.
    pub fn is_to_be_noted(&self, now: Timestamp) -> bool {
        now >= self.seen_at + NOTED_EVERY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign_in::Proof;
    use rstest::rstest;
    use uuid::Uuid;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_793_800_000 + 60 * minute).unwrap()
    }

    fn session(seen: i64) -> Session {
        Session {
            id: Uuid::from_u128(1).into(),
            holder: Holder::Customer(Uuid::from_u128(2).into()),
            user_agent: String::new(),
            address: "192.0.2.1".into(),
            proof: Proof::Password,
            proved_at: at(0),
            created_at: at(0),
            seen_at: at(seen),
        }
    }

    #[rstest]
    #[case::fresh(0, 1, true)]
    #[case::last_minute(0, 14, true)]
    #[case::idle(0, 15, false)]
    #[case::busy(710, 719, true)]
    #[case::twelve_hours(719, 720, false)]
    fn sessions_end(#[case] seen: i64, #[case] now: i64, #[case] live: bool) {
        assert_eq!(session(seen).is_live(at(now), SessionPolicy::default()), live);
    }

    #[rstest]
    #[case::last_minute(9, true)]
    #[case::idle(10, false)]
    fn those_of_staff_end_sooner(#[case] now: i64, #[case] live: bool) {
        let session = Session { holder: Holder::Staff(Uuid::from_u128(3).into()), ..session(0) };
        assert_eq!(session.is_live(at(now), SessionPolicy::default()), live);
    }

    #[rstest]
    #[case::same_minute(0, false)]
    #[case::next_minute(1, true)]
    fn requests_are_noted_once_a_minute(#[case] now: i64, #[case] noted: bool) {
        assert_eq!(session(0).is_to_be_noted(at(now)), noted);
    }
}
