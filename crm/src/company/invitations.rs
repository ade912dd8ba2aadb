//! Inviting a person to a role: by mobile number or customer code, for some days, for them alone. R-ENT-3

use super::{
    Refusal,
    roles::{Assent, Role},
    tree::Path,
};
use crate::{
    Timestamp,
    ids::{CustomerId, InvitationId, OrgUnitId},
    vocabulary::vocabulary,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// How long an invitation can be answered.
pub const OPEN_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

vocabulary! {
    /// What became of an invitation.
    pub enum InvitationState {
        /// Another owner has to agree before it goes out.
        AwaitingApproval,
        /// It can be answered.
        Open,
        /// The person has the role.
        Accepted,
        /// The person does not want it.
        Declined,
        /// Taken back.
        Withdrawn,
        /// Another owner did not agree.
        TurnedDown,
    }
}

/// An invitation to a role on a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Identifier.
    pub id: InvitationId,
    /// Number, used in addresses.
    pub number: String,
    /// To which company.
    pub company_id: CustomerId,
    /// To which unit.
    pub org_unit_id: OrgUnitId,
    /// Where that unit hangs.
    pub path: Path,
    /// To which role.
    pub role: Role,
    /// Who is invited, as those see it who invited: the masked number or the code.
    pub addressee: String,
    /// Who that is; `None` when nobody has that number or code, which nobody is told.
    pub invitee: Option<CustomerId>,
    /// Who invited.
    pub invited_by: CustomerId,
    /// When.
    pub invited_at: Timestamp,
    /// Until when it can be answered.
    pub open_until: Timestamp,
    /// What became of it.
    pub state: InvitationState,
    /// Grows with each change.
    pub version: i64,
}

/// What is needed to invite.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// Identifier.
    pub id: InvitationId,
    /// Number.
    pub number: String,
    /// To which company.
    pub company_id: CustomerId,
    /// To which unit.
    pub org_unit_id: OrgUnitId,
    /// Where that unit hangs.
    pub path: Path,
    /// To which role.
    pub role: Role,
    /// Who is invited, as it is shown.
    pub addressee: String,
    /// Who that is.
    pub invitee: Option<CustomerId>,
    /// Who invites.
    pub invited_by: CustomerId,
}

impl Invitation {
    /// Invites, once there is assent enough.
    pub fn begin(new: NewInvitation, assent: Assent, now: Timestamp) -> Self {
        let state = match assent {
            Assent::Enough => InvitationState::Open,
            Assent::AnotherOwner => InvitationState::AwaitingApproval,
        };
        Self {
            id: new.id,
            number: new.number,
            company_id: new.company_id,
            org_unit_id: new.org_unit_id,
            path: new.path,
            role: new.role,
            addressee: new.addressee,
            invitee: new.invitee,
            invited_by: new.invited_by,
            invited_at: now,
            open_until: end_of(now),
            state,
            version: 1,
        }
    }

    /// Neither answered nor withdrawn nor over.
    pub fn is_pending(&self, now: Timestamp) -> bool {
        self.still_open(now).is_ok()
    }

    /// Another owner agreed: it goes out, and its time begins.
    pub fn approve(self, now: Timestamp) -> Result<Self, Refusal> {
        self.awaits(now)?;
        Ok(Self { state: InvitationState::Open, open_until: end_of(now), ..self })
    }

    /// Another owner did not agree.
    pub fn turn_down(self, now: Timestamp) -> Result<Self, Refusal> {
        self.awaits(now)?;
        Ok(Self { state: InvitationState::TurnedDown, ..self })
    }

    /// The person takes the role.
    pub fn accept(self, now: Timestamp) -> Result<Self, Refusal> {
        self.can_be_answered(now)?;
        Ok(Self { state: InvitationState::Accepted, ..self })
    }

    /// The person does not want it.
    pub fn decline(self, now: Timestamp) -> Result<Self, Refusal> {
        self.can_be_answered(now)?;
        Ok(Self { state: InvitationState::Declined, ..self })
    }

    /// Takes it back.
    pub fn withdraw(self, now: Timestamp) -> Result<Self, Refusal> {
        self.still_open(now)?;
        Ok(Self { state: InvitationState::Withdrawn, ..self })
    }

    fn still_open(&self, now: Timestamp) -> Result<(), Refusal> {
        use InvitationState as S;
        match self.state {
            S::Accepted | S::Declined | S::Withdrawn | S::TurnedDown => Err(Refusal::InvitationSettled),
            S::AwaitingApproval | S::Open if now >= self.open_until => {
                Err(Refusal::InvitationOver { at: self.open_until })
            }
            S::AwaitingApproval | S::Open => Ok(()),
        }
    }

    fn awaits(&self, now: Timestamp) -> Result<(), Refusal> {
        self.still_open(now)?;
        if self.state == InvitationState::AwaitingApproval { Ok(()) } else { Err(Refusal::NothingProposed) }
    }

    fn can_be_answered(&self, now: Timestamp) -> Result<(), Refusal> {
        self.still_open(now)?;
        if self.state == InvitationState::Open { Ok(()) } else { Err(Refusal::AwaitsApproval) }
    }
}

fn end_of(now: Timestamp) -> Timestamp {
    now.checked_add(OPEN_FOR).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::samples::{person, top};
    use InvitationState as S;
    use rstest::rstest;
    use strum::VariantArray as _;
    use uuid::Uuid;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_793_600_000 + hour * 3600).unwrap()
    }

    fn invitation(state: S) -> Invitation {
        let top = top();
        let new = NewInvitation {
            id: Uuid::from_u128(7).into(),
            number: "N7KQ2MXR4Z".into(),
            company_id: top.company_id,
            org_unit_id: top.id,
            path: top.path,
            role: Role::Viewer,
            addressee: "138****8000".into(),
            invitee: Some(person(1)),
            invited_by: person(2),
        };
        Invitation { state, ..Invitation::begin(new, Assent::Enough, at(0)) }
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Approve,
        TurnDown,
        Accept,
        Decline,
        Withdraw,
    }

    fn take(step: Step, invitation: Invitation, now: Timestamp) -> Result<S, Refusal> {
        let taken = match step {
            Step::Approve => invitation.approve(now),
            Step::TurnDown => invitation.turn_down(now),
            Step::Accept => invitation.accept(now),
            Step::Decline => invitation.decline(now),
            Step::Withdraw => invitation.withdraw(now),
        };
        taken.map(|invitation| invitation.state)
    }

    #[rstest]
    #[case(Step::Approve, Ok(S::Open), Err(Refusal::NothingProposed))]
    #[case(Step::TurnDown, Ok(S::TurnedDown), Err(Refusal::NothingProposed))]
    #[case(Step::Accept, Err(Refusal::AwaitsApproval), Ok(S::Accepted))]
    #[case(Step::Decline, Err(Refusal::AwaitsApproval), Ok(S::Declined))]
    #[case(Step::Withdraw, Ok(S::Withdrawn), Ok(S::Withdrawn))]
    fn steps(#[case] step: Step, #[case] awaiting: Result<S, Refusal>, #[case] open: Result<S, Refusal>) {
        let last = at(7 * 24) - SignedDuration::from_micros(1);
        for state in S::VARIANTS {
            let expected = match state {
                S::AwaitingApproval => awaiting.clone(),
                S::Open => open.clone(),
                S::Accepted | S::Declined | S::Withdrawn | S::TurnedDown => Err(Refusal::InvitationSettled),
            };
            assert_eq!(take(step, invitation(*state), last), expected, "{step:?} {state}");
            if matches!(state, S::AwaitingApproval | S::Open) {
                let over = Err(Refusal::InvitationOver { at: at(7 * 24) });
                assert_eq!(take(step, invitation(*state), at(7 * 24)), over, "{step:?} {state}");
            }
        }
    }

    #[test]
    fn time_begins_when_it_goes_out() {
        let approved = invitation(S::AwaitingApproval).approve(at(100)).unwrap();
        assert_eq!(approved.open_until, at(100 + 7 * 24));
    }
}
