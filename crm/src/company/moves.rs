//! Moving a unit with all beneath it, at once or on a day to come. R-CUS-2

use super::Refusal;
use crate::{
    Date,
    ids::{CustomerId, OrgMoveId, OrgUnitId},
    vocabulary::vocabulary,
};
use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What became of a move.
    pub enum OrgMoveState {
        /// Its day has not come.
        Planned,
        /// The unit hangs in its new place.
        Done,
        /// Taken back.
        Withdrawn,
        /// When its day came the tree had changed so that it could not be done, or whoever planned it no longer had the right to.
        Failed,
    }
}

/// A move of a unit to another place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgMove {
    /// Identifier.
    pub id: OrgMoveId,
    /// In which company.
    pub company_id: CustomerId,
    /// Which unit.
    pub org_unit_id: OrgUnitId,
    /// Where it hung when the move was planned.
    pub from_id: OrgUnitId,
    /// Where to.
    pub to_id: OrgUnitId,
    /// First day in the new place.
    pub effective_on: Date,
    /// Who moved it.
    pub by: CustomerId,
    /// What became of it.
    pub state: OrgMoveState,
    /// Grows with each change.
    pub version: i64,
}

impl OrgMove {
    /// Takes a planned move back.
    pub fn withdraw(self) -> Result<Self, Refusal> {
        if self.state == OrgMoveState::Planned {
            Ok(Self { state: OrgMoveState::Withdrawn, ..self })
        } else {
            Err(Refusal::MoveSettled)
        }
    }
}

/// How far ahead a move can be planned, in months.
const MONTHS_AHEAD: i32 = 12;

/// Whether a move may take effect on that day; `planned` is the day of a move of the unit that waits already.
pub fn check_day(day: Option<Date>, planned: Option<Date>, today: Date) -> Result<Date, Refusal> {
    if let Some(on) = planned {
        return Err(Refusal::MovePlanned { on });
    }
    let day = day.ok_or(Refusal::DayMissing)?;
    let last = today.saturating_add(MONTHS_AHEAD.months());
    if day < today {
        Err(Refusal::DayPassed)
    } else if day > last {
        Err(Refusal::DayTooFar { last })
    } else {
        Ok(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 5);

    #[rstest]
    #[case::today(Some(TODAY), None, Ok(TODAY))]
    #[case::last(Some(date(2027, 11, 5)), None, Ok(date(2027, 11, 5)))]
    #[case::too_far(Some(date(2027, 11, 6)), None, Err(Refusal::DayTooFar { last: date(2027, 11, 5) }))]
    #[case::yesterday(Some(date(2026, 11, 4)), None, Err(Refusal::DayPassed))]
    #[case::none(None, None, Err(Refusal::DayMissing))]
    #[case::another(Some(TODAY), Some(date(2026, 12, 1)), Err(Refusal::MovePlanned { on: date(2026, 12, 1) }))]
    fn days(
        #[case] day: Option<Date>,
        #[case] planned: Option<Date>,
        #[case] expected: Result<Date, Refusal>,
    ) {
        assert_eq!(check_day(day, planned, TODAY), expected);
    }

    #[rstest]
    #[case(OrgMoveState::Planned, Ok(OrgMoveState::Withdrawn))]
    #[case(OrgMoveState::Done, Err(Refusal::MoveSettled))]
    #[case(OrgMoveState::Withdrawn, Err(Refusal::MoveSettled))]
    #[case(OrgMoveState::Failed, Err(Refusal::MoveSettled))]
    fn only_what_waits_is_taken_back(
        #[case] state: OrgMoveState,
        #[case] expected: Result<OrgMoveState, Refusal>,
    ) {
        let id = |number| Uuid::from_u128(number);
        let planned = OrgMove {
            id: id(1).into(),
            company_id: id(2).into(),
            org_unit_id: id(3).into(),
            from_id: id(4).into(),
            to_id: id(5).into(),
            effective_on: TODAY,
            by: id(6).into(),
            state,
            version: 1,
        };
        assert_eq!(planned.withdraw().map(|planned| planned.state), expected);
    }
}
