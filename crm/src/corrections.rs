//! Corrections of fields that only staff may change: one member of staff proposes, a supervisor who did not decides.
//! R-CUS-4

use crate::{
    Timestamp,
    acting::{REASON_MAX, REASON_MIN},
    customers::CustomerField,
    field_rules::FieldRefusal,
    ids::{CorrectionId, CustomerId, StaffId},
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How far a correction is.
    pub enum CorrectionState {
        /// A supervisor is to decide.
        Waiting,
        /// Made.
        Approved,
        /// Not made.
        Rejected,
    }
}

/// A proposed correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Identifier.
    pub id: CorrectionId,
    /// Whose file.
    pub customer_id: CustomerId,
    /// Which field.
    pub field: CustomerField,
    /// What stands there.
    pub before: String,
    /// What is to stand there.
    pub after: String,
    /// Why; the customer reads it.
    pub reason: String,
    /// Who proposes it.
    pub proposed_by: StaffId,
    /// When.
    pub proposed_at: Timestamp,
    /// How far it is.
    pub state: CorrectionState,
    /// Who decided.
    pub decided_by: Option<StaffId>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Grows with each change.
    pub version: i64,
}

/// Why a correction does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// The file is not open to whoever proposes.
    #[error("the file is not open")]
    FileClosed,
    /// The field's rule says no.
    #[error("{why}")]
    Field {
        /// Why.
        why: FieldRefusal,
    },
    /// It stands so already.
    #[error("it stands so already")]
    SameAsBefore,
    /// The reason says too little or too much.
    #[error("the reason is too short or too long")]
    BadReason,
    /// Nobody decides about their own proposal.
    #[error("one's own proposal")]
    OwnProposal,
    /// It was decided, or the field changed since.
    #[error("it is decided, or the field changed since")]
    Over,
}

/// Whether a correction may be proposed with that reason, from one value to another.
pub fn may_propose(before: &str, after: &str, reason: &str) -> Result<(), Refusal> {
    if before == after {
        return Err(Refusal::SameAsBefore);
    }
    let length = reason.trim().chars().count();
    if (REASON_MIN..=REASON_MAX).contains(&length) { Ok(()) } else { Err(Refusal::BadReason) }
}

impl Correction {
    /// Decides about it; `now_there` is what stands in the field by now.
    pub fn decide(
        self,
        approve: bool,
        by: StaffId,
        now_there: &str,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        if self.state != CorrectionState::Waiting {
            return Err(Refusal::Over);
        }
        if self.proposed_by == by {
            return Err(Refusal::OwnProposal);
        }
        if approve && now_there != self.before {
            return Err(Refusal::Over);
        }
        let state = if approve { CorrectionState::Approved } else { CorrectionState::Rejected };
        Ok(Self { state, decided_by: Some(by), decided_at: Some(now), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use uuid::Uuid;

    fn staff(number: u128) -> StaffId {
        Uuid::from_u128(number).into()
    }

    fn correction(state: CorrectionState) -> Correction {
        Correction {
            id: Uuid::from_u128(1).into(),
            customer_id: Uuid::from_u128(2).into(),
            field: CustomerField::Name,
            before: "客户一".into(),
            after: "客户二".into(),
            reason: "A slip at the counter.".into(),
            proposed_by: staff(1),
            proposed_at: Timestamp::UNIX_EPOCH,
            state,
            decided_by: None,
            decided_at: None,
            version: 1,
        }
    }

    use CorrectionState as S;

    #[rstest]
    #[case::approved(S::Waiting, true, 2, "客户一", Ok(S::Approved))]
    #[case::rejected(S::Waiting, false, 2, "客户一", Ok(S::Rejected))]
    #[case::own(S::Waiting, true, 1, "客户一", Err(Refusal::OwnProposal))]
    #[case::changed_since(S::Waiting, true, 2, "客户三", Err(Refusal::Over))]
    #[case::rejected_though_changed(S::Waiting, false, 2, "客户三", Ok(S::Rejected))]
    #[case::twice(S::Approved, true, 2, "客户二", Err(Refusal::Over))]
    #[case::after_a_no(S::Rejected, true, 2, "客户一", Err(Refusal::Over))]
    fn a_supervisor_decides_once_and_not_about_their_own(
        #[case] state: CorrectionState,
        #[case] approve: bool,
        #[case] by: u128,
        #[case] now_there: &str,
        #[case] expected: Result<CorrectionState, Refusal>,
    ) {
        let decided = correction(state).decide(approve, staff(by), now_there, Timestamp::UNIX_EPOCH);
        assert_eq!(decided.map(|decided| decided.state), expected);
    }

    #[rstest]
    #[case::fine("a", "b", "A slip at the counter.", Ok(()))]
    #[case::same("a", "a", "A slip at the counter.", Err(Refusal::SameAsBefore))]
    #[case::short("a", "b", "  a slip  ", Err(Refusal::BadReason))]
    fn a_proposal_says_why(
        #[case] before: &str,
        #[case] after: &str,
        #[case] reason: &str,
        #[case] expected: Result<(), Refusal>,
    ) {
        assert_eq!(may_propose(before, after, reason), expected);
    }
}
