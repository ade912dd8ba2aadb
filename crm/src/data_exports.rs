//! A customer's copy of everything that is kept of them: asked for, made by a job, handed out once. R-CUS-8

use crate::{
    Timestamp,
    ids::{CustomerId, DataExportId},
    vocabulary::vocabulary,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// How long a copy waits to be taken.
pub const WAITS: SignedDuration = SignedDuration::from_hours(72);
/// Between two copies.
const PAUSE: SignedDuration = SignedDuration::from_hours(24);

vocabulary! {
    /// How far a copy is.
    pub enum DataExportState {
        /// To be made.
        Waiting,
        /// Made; its link is on its way.
        Ready,
        /// Handed out, and no longer kept.
        Taken,
        /// Not taken in time, and no longer kept.
        Expired,
    }
}

/// A copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataExport {
    /// Identifier.
    pub id: DataExportId,
    /// Whose.
    pub customer_id: CustomerId,
    /// How far it is.
    pub state: DataExportState,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when it can be taken, once it is made.
    pub expires_at: Option<Timestamp>,
    /// Hash of what stands in its link, once it is made.
    pub link_hash: Option<Vec<u8>>,
    /// Grows with each change.
    pub version: i64,
}

/// Why there is no copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// One was asked for within a day.
    #[error("the next copy can be asked for at {at}")]
    TooSoon {
        /// When the next one may be.
        at: Timestamp,
    },
}

/// Whether another copy may be asked for, after the one asked for last.
pub fn may_ask(last: Option<&DataExport>, now: Timestamp) -> Result<(), Refusal> {
    match last.map(|last| last.asked_at + PAUSE) {
        Some(at) if now < at => Err(Refusal::TooSoon { at }),
        _ => Ok(()),
    }
}

impl DataExport {
    /// The copy made at a moment, under a link.
    pub fn made(self, link_hash: Vec<u8>, now: Timestamp) -> Self {
        Self {
            state: DataExportState::Ready,
            expires_at: Some(now + WAITS),
            link_hash: Some(link_hash),
            ..self
        }
    }

    /// It can be taken.
    pub fn is_there(&self, now: Timestamp) -> bool {
        self.state == DataExportState::Ready && self.expires_at.is_some_and(|until| now < until)
    }

    /// Handed out, once; `None` when there is nothing to hand out.
    pub fn taken(self, now: Timestamp) -> Option<Self> {
        self.is_there(now).then_some(Self { state: DataExportState::Taken, ..self })
    }

    /// Not taken in time.
    pub fn expired(self, now: Timestamp) -> Option<Self> {
        let is_over = self.state == DataExportState::Ready && !self.is_there(now);
        is_over.then_some(Self { state: DataExportState::Expired, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use uuid::Uuid;

    const DAY: i64 = 86_400;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn asked() -> DataExport {
        DataExport {
            id: Uuid::from_u128(1).into(),
            customer_id: Uuid::from_u128(2).into(),
            state: DataExportState::Waiting,
            asked_at: at(0),
            expires_at: None,
            link_hash: None,
            version: 1,
        }
    }

    #[rstest]
    #[case::first(None, 0, None)]
    #[case::again(Some(asked()), DAY - 1, Some(DAY))]
    #[case::next_day(Some(asked()), DAY, None)]
    fn a_copy_a_day(#[case] last: Option<DataExport>, #[case] now: i64, #[case] at_last: Option<i64>) {
        let expected = at_last.map_or(Ok(()), |second| Err(Refusal::TooSoon { at: at(second) }));
        assert_eq!(may_ask(last.as_ref(), at(now)), expected);
    }

    #[test]
    fn a_copy_is_handed_out_once_and_in_time() {
        let made = asked().made(vec![1], at(0));
        assert_eq!(asked().taken(at(0)), None);
        assert!(made.is_there(at(3 * DAY - 1)) && !made.is_there(at(3 * DAY)));
        let taken = made.clone().taken(at(1)).expect("the copy");
        assert_eq!(taken.clone().taken(at(2)), None);
        assert_eq!(taken.expired(at(9 * DAY)), None);
        assert_eq!(made.clone().expired(at(1)), None);
        assert_eq!(made.expired(at(3 * DAY)).map(|over| over.state), Some(DataExportState::Expired));
    }
}
