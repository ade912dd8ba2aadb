//! Lines (号码): what a subscriber has. R-SRV-5

use crate::{
    Date,
    customers::Msisdn,
    ids::{AccountId, CustomerId, LineId},
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What runs over a line.
    pub enum LineKind {
        /// A mobile number.
        Phone,
        /// Internet at home.
        Internet,
    }
}

vocabulary! {
    /// State of a line.
    pub enum LineState {
        /// In use.
        Active,
        /// Barred for now; `Line::barred` says why.
        Suspended,
        /// Ended for good.
        Terminated,
    }
}

vocabulary! {
    /// Why a line is barred. Each reason is lifted in its own way.
    pub enum BarReason {
        /// Reported lost.
        Lost,
        /// Reported stolen.
        Stolen,
        /// Bills are overdue.
        Overdue,
        /// The customer asked for a pause (停机保号).
        CustomerWish,
    }
}

vocabulary! {
    /// How a phone was lost.
    pub enum Loss {
        /// Mislaid.
        Lost,
        /// Stolen.
        Stolen,
    }
}

impl Loss {
    /// The bar it leads to.
    pub fn bar(self) -> BarReason {
        match self {
            Self::Lost => BarReason::Lost,
            Self::Stolen => BarReason::Stolen,
        }
    }
}

impl BarReason {
    /// Laid by a loss report.
    pub fn is_loss(self) -> bool {
        matches!(self, Self::Lost | Self::Stolen)
    }

    /// The customer may lift it online; the others are lifted by what they wait for.
    pub fn is_lifted_by_customer(self) -> bool {
        self != Self::Overdue
    }
}

/// Why a line is not barred or not resumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum Refusal {
    /// The line ended for good.
    #[error("the line is terminated")]
    Terminated,
    /// It is barred already.
    #[error("the line is already barred: {reason}")]
    AlreadyBarred {
        /// Why.
        reason: BarReason,
    },
    /// It is in use; there is nothing to lift.
    #[error("the line is not barred")]
    NotBarred,
    /// It is barred for a debt: paying lifts the bar.
    #[error("the line is barred because bills are overdue")]
    DebtFirst,
    /// A loss is reported of a phone, not of the internet at home.
    #[error("the line is not a phone")]
    NotAPhone,
}

/// One line of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Identifier.
    pub id: LineId,
    /// Short code used in addresses: numbers are personal and get recycled.
    pub code: String,
    /// Whose line.
    pub customer_id: CustomerId,
    /// Where it is billed.
    pub account_id: AccountId,
    /// Phone or internet.
    pub kind: LineKind,
    /// The mobile number of a phone line.
    pub msisdn: Option<Msisdn>,
    /// State.
    pub state: LineState,
    /// Why it is barred, while it is.
    pub barred: Option<BarReason>,
    /// The bar that a loss report was laid over, such as `Overdue`; it comes back when the report is cancelled, so
    /// that reporting a loss is no way around a debt. `None` unless `barred` is `Lost` or `Stolen`.
    pub barred_beneath: Option<BarReason>,
    /// First day.
    pub since: Date,
    /// Last day, once terminated.
    pub ended_on: Option<Date>,
    /// Grows with each change.
    pub version: i64,
}

impl Line {
    /// Bars a phone that was lost or stolen, at once. A loss goes over a debt or a pause, which come back when the report
    /// is cancelled. R-SRV-5
    pub fn report_lost(self, loss: Loss) -> Result<Self, Refusal> {
        match (self.state, self.kind, self.barred) {
            (LineState::Terminated, ..) => Err(Refusal::Terminated),
            (_, LineKind::Internet, _) => Err(Refusal::NotAPhone),
            (_, _, Some(reason)) if reason.is_loss() => Err(Refusal::AlreadyBarred { reason }),
            (_, _, beneath) => {
                let state = LineState::Suspended;
                Ok(Self { state, barred: Some(loss.bar()), barred_beneath: beneath, ..self })
            }
        }
    }

    /// Pauses a line as the customer wishes (停机保号). R-SRV-5
    pub fn suspend(self) -> Result<Self, Refusal> {
        match (self.state, self.barred) {
            (LineState::Terminated, _) => Err(Refusal::Terminated),
            (_, Some(reason)) => Err(Refusal::AlreadyBarred { reason }),
            (_, None) => {
                Ok(Self { state: LineState::Suspended, barred: Some(BarReason::CustomerWish), ..self })
            }
        }
    }

    /// Lifts the bar of a debt that was paid; `None` when no debt bars the line. A loss report over it stays. R-BIL-6
    pub fn debt_paid(self) -> Option<Self> {
        if self.barred == Some(BarReason::Overdue) {
            return Some(Self { state: LineState::Active, barred: None, ..self });
        }
        let lay_beneath = self.barred_beneath == Some(BarReason::Overdue);
        lay_beneath.then_some(Self { barred_beneath: None, ..self })
    }

    /// Ends a pause or cancels a loss report. R-SRV-5
    pub fn resume(self) -> Result<Self, Refusal> {
        match (self.state, self.barred) {
            (LineState::Terminated, _) => Err(Refusal::Terminated),
            (_, None) => Err(Refusal::NotBarred),
            (_, Some(reason)) if !reason.is_lifted_by_customer() => Err(Refusal::DebtFirst),
            (_, Some(_)) => {
                let barred = self.barred_beneath;
                let state = if barred.is_some() { LineState::Suspended } else { LineState::Active };
                Ok(Self { state, barred, barred_beneath: None, ..self })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;
    use uuid::Uuid;

    fn line(kind: LineKind, state: LineState, barred: Option<BarReason>) -> Line {
        Line {
            id: Uuid::from_u128(1).into(),
            code: "L7KQ2MXR4Z".into(),
            customer_id: Uuid::from_u128(2).into(),
            account_id: Uuid::from_u128(3).into(),
            kind,
            msisdn: Msisdn::parse("13800138000"),
            state,
            barred,
            barred_beneath: None,
            since: date(2024, 1, 1),
            ended_on: None,
            version: 1,
        }
    }

    fn phone(barred: Option<BarReason>) -> Line {
        let state = if barred.is_some() { LineState::Suspended } else { LineState::Active };
        line(LineKind::Phone, state, barred)
    }

    fn bars(
        line: Result<Line, Refusal>,
    ) -> Result<(LineState, Option<BarReason>, Option<BarReason>), Refusal> {
        line.map(|line| (line.state, line.barred, line.barred_beneath))
    }

    #[rstest]
    #[case::in_use(None, Loss::Lost, Ok((BarReason::Lost, None)))]
    #[case::stolen(None, Loss::Stolen, Ok((BarReason::Stolen, None)))]
    #[case::over_a_debt(Some(BarReason::Overdue), Loss::Lost, Ok((BarReason::Lost, Some(BarReason::Overdue))))]
    #[case::over_a_pause(
        Some(BarReason::CustomerWish),
        Loss::Stolen,
        Ok((BarReason::Stolen, Some(BarReason::CustomerWish))),
    )]
    #[case::twice(Some(BarReason::Lost), Loss::Lost, Err(Refusal::AlreadyBarred { reason: BarReason::Lost }))]
    #[case::then_stolen(Some(BarReason::Lost), Loss::Stolen, Err(Refusal::AlreadyBarred { reason: BarReason::Lost }))]
    fn a_loss_bars_at_once(
        #[case] barred: Option<BarReason>,
        #[case] loss: Loss,
        #[case] expected: Result<(BarReason, Option<BarReason>), Refusal>,
    ) {
        let expected = expected.map(|(barred, beneath)| (LineState::Suspended, Some(barred), beneath));
        assert_eq!(bars(phone(barred).report_lost(loss)), expected);
    }

    #[rstest]
    #[case::terminated(LineKind::Phone, LineState::Terminated, Refusal::Terminated)]
    #[case::internet(LineKind::Internet, LineState::Active, Refusal::NotAPhone)]
    fn only_a_living_phone_is_lost(
        #[case] kind: LineKind,
        #[case] state: LineState,
        #[case] refusal: Refusal,
    ) {
        assert_eq!(line(kind, state, None).report_lost(Loss::Lost), Err(refusal));
    }

    #[rstest]
    #[case::lost(Some(BarReason::Lost), Ok(()))]
    #[case::stolen(Some(BarReason::Stolen), Ok(()))]
    #[case::paused(Some(BarReason::CustomerWish), Ok(()))]
    #[case::debt(Some(BarReason::Overdue), Err(Refusal::DebtFirst))]
    #[case::in_use(None, Err(Refusal::NotBarred))]
    fn a_customer_resumes(#[case] barred: Option<BarReason>, #[case] expected: Result<(), Refusal>) {
        assert_eq!(bars(phone(barred).resume()), expected.map(|()| (LineState::Active, None, None)));
    }

    #[rstest]
    #[case::debt(BarReason::Overdue)]
    #[case::pause(BarReason::CustomerWish)]
    fn a_cancelled_loss_report_lifts_nothing_else(#[case] beneath: BarReason) {
        let found = phone(Some(beneath)).report_lost(Loss::Lost).and_then(Line::resume);
        assert_eq!(found, Ok(phone(Some(beneath))));
    }

    #[rstest]
    #[case::in_use(LineState::Active, None, Ok(()))]
    #[case::debt(
        LineState::Suspended,
        Some(BarReason::Overdue),
        Err(Refusal::AlreadyBarred { reason: BarReason::Overdue }),
    )]
    #[case::terminated(LineState::Terminated, None, Err(Refusal::Terminated))]
    fn a_customer_pauses(
        #[case] state: LineState,
        #[case] barred: Option<BarReason>,
        #[case] expected: Result<(), Refusal>,
    ) {
        let paused = bars(line(LineKind::Internet, state, barred).suspend());
        let expected = expected.map(|()| (LineState::Suspended, Some(BarReason::CustomerWish), None));
        assert_eq!(paused, expected);
    }

    #[test]
    fn a_terminated_line_does_not_resume() {
        assert_eq!(line(LineKind::Phone, LineState::Terminated, None).resume(), Err(Refusal::Terminated));
    }

    #[rstest]
    #[case::debt(Some(BarReason::Overdue), None, Some((LineState::Active, None)))]
    #[case::debt_under_a_loss(
        Some(BarReason::Lost),
        Some(BarReason::Overdue),
        Some((LineState::Suspended, Some(BarReason::Lost)))
    )]
    #[case::pause(Some(BarReason::CustomerWish), None, None)]
    #[case::in_use(None, None, None)]
    fn paying_lifts_the_bar_of_the_debt_and_no_other(
        #[case] barred: Option<BarReason>,
        #[case] barred_beneath: Option<BarReason>,
        #[case] after: Option<(LineState, Option<BarReason>)>,
    ) {
        let freed = Line { barred_beneath, ..phone(barred) }.debt_paid();
        assert!(freed.as_ref().is_none_or(|line| line.barred_beneath.is_none()));
        assert_eq!(freed.map(|line| (line.state, line.barred)), after);
    }
}
