//! Agreements (协议): what binds a line for a time. R-ORD-4

use crate::{
    Date,
    cycle::Cycle,
    ids::{AgreementId, LineId},
    money::Money,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// For how long the customer signed.
    pub enum Term {
        /// Can end with any cycle.
        MonthToMonth,
        /// Twelve months.
        OneYear,
        /// Twenty-four months.
        TwoYears,
    }
}

impl Term {
    /// Length in months; 0 when nothing binds.
    pub fn months(self) -> i32 {
        match self {
            Self::MonthToMonth => 0,
            Self::OneYear => 12,
            Self::TwoYears => 24,
        }
    }
}

/// What a customer committed to for one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Identifier.
    pub id: AgreementId,
    /// The line it binds.
    pub line_id: LineId,
    /// For how long.
    pub term: Term,
    /// First day.
    pub starts_on: Date,
    /// Last day the line is bound; `None` when nothing binds.
    pub ends_on: Option<Date>,
    /// What the customer committed to pay for the plan per cycle.
    pub committed_monthly: Money,
    /// Share of the missing commitment charged on an early end, in percent.
    pub termination_percent: i64,
}

impl Agreement {
    /// Binds the line on that day.
    pub fn binds(&self, on: Date) -> bool {
        self.starts_on <= on && self.ends_on.is_some_and(|ends_on| on <= ends_on)
    }

    /// Months from `on` to the end of the agreement, `on` included. A started month counts whole: fifteen days left
    /// are one month. A month runs to the day before the same day of the next month, or to that month's end.
    pub fn missing_months(&self, on: Date) -> i64 {
        let Some(ends_on) = self.ends_on.filter(|_| self.binds(on)) else {
            return 0;
        };
        let whole = Cycle::of(on).months_until(Cycle::of(ends_on));
        i64::from(whole) + i64::from(ends_on.day() >= on.day())
    }

    /// The agreement once the fee for paying only `kept_monthly` is charged: the rest of the commitment is settled,
    /// so a later change is measured by what was kept.
    #[must_use]
    pub fn settled_at(self, kept_monthly: Money) -> Self {
        Self { committed_monthly: self.committed_monthly.min(kept_monthly), ..self }
    }
}

/// The fee for ending the commitment on `on` (the first day of the new state of affairs), when `kept_monthly` per
/// cycle goes on being paid for the plan: the agreed percentage of what is missing each month, for every missing
/// month. Nothing when nothing binds, and nothing when as much as committed goes on being paid. R-ORD-4
pub fn early_termination_fee(agreement: &Agreement, on: Date, kept_monthly: Money) -> Money {
    let missing = (agreement.committed_monthly - kept_monthly).max(Money::ZERO);
    (missing * agreement.missing_months(on)).percent(agreement.termination_percent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;
    use uuid::Uuid;

    fn agreement(ends_on: Option<Date>) -> Agreement {
        Agreement {
            id: AgreementId(Uuid::nil()),
            line_id: LineId(Uuid::nil()),
            term: Term::TwoYears,
            starts_on: date(2024, 3, 1),
            ends_on,
            committed_monthly: Money::from_fen(12_999),
            termination_percent: 30,
        }
    }

    const ENDS_ON: Option<Date> = Some(date(2026, 2, 28));

    #[rstest]
    #[case::before_it_starts(date(2024, 2, 29), false)]
    #[case::first_day(date(2024, 3, 1), true)]
    #[case::last_day(date(2026, 2, 28), true)]
    #[case::day_after(date(2026, 3, 1), false)]
    fn binds_from_its_first_to_its_last_day(#[case] on: Date, #[case] binds: bool) {
        assert_eq!(agreement(ENDS_ON).binds(on), binds);
        assert!(!agreement(None).binds(on));
    }

    #[rstest]
    #[case::whole_term(date(2024, 3, 1), date(2026, 2, 28), 24)]
    #[case::last_month(date(2026, 2, 1), date(2026, 2, 28), 1)]
    #[case::started_month(date(2026, 1, 31), date(2026, 2, 28), 1)]
    #[case::last_day(date(2026, 2, 28), date(2026, 2, 28), 1)]
    #[case::after_the_end(date(2026, 3, 1), date(2026, 2, 28), 0)]
    #[case::to_the_day_before(date(2025, 11, 15), date(2026, 1, 14), 2)]
    #[case::to_the_same_day(date(2025, 11, 15), date(2026, 1, 15), 3)]
    #[case::over_a_leap_day(date(2025, 2, 28), date(2028, 2, 29), 37)]
    #[case::leap_february(date(2028, 2, 1), date(2028, 2, 29), 1)]
    fn started_months_count_whole(#[case] on: Date, #[case] ends_on: Date, #[case] months: i64) {
        assert_eq!(agreement(Some(ends_on)).missing_months(on), months);
    }

    #[rstest]
    #[case::everything_for_two_years(date(2024, 3, 1), 0, 93_593)] // 129.99 × 24 × 30 % = 935.928
    #[case::a_part_for_four_months(date(2025, 11, 1), 8_900, 4_919)] // 40.99 × 4 × 30 % = 49.188
    #[case::last_day(date(2026, 2, 28), 8_900, 1_230)] // 40.99 × 30 % = 12.297
    #[case::day_after_the_end(date(2026, 3, 1), 0, 0)]
    #[case::as_much_as_committed(date(2025, 11, 1), 12_999, 0)]
    #[case::more_than_committed(date(2025, 11, 1), 19_900, 0)]
    fn fee_is_the_agreed_share_of_what_is_missing(#[case] on: Date, #[case] kept: i64, #[case] fee: i64) {
        assert_eq!(
            early_termination_fee(&agreement(ENDS_ON), on, Money::from_fen(kept)),
            Money::from_fen(fee)
        );
    }

    #[test]
    fn without_a_term_there_is_no_fee() {
        assert_eq!(early_termination_fee(&agreement(None), date(2025, 1, 1), Money::ZERO), Money::ZERO);
    }

    proptest! {
        #[test]
        fn waiting_never_makes_it_dearer(day in 0..800_i64, wait in 0..800_i64, kept in 0..15_000_i64) {
            let on = date(2024, 3, 1).saturating_add(jiff::Span::new().days(day));
            let later = on.saturating_add(jiff::Span::new().days(wait));
            let fee = |on| early_termination_fee(&agreement(ENDS_ON), on, Money::from_fen(kept));
            prop_assert!(fee(later) <= fee(on));
        }

        #[test]
        fn two_steps_down_cost_what_one_costs(day in 0..730_i64, one in 0..13_000_i64, two in 0..13_000_i64) {
            let on = date(2024, 3, 1).saturating_add(jiff::Span::new().days(day));
            let (first, last) = (Money::from_fen(one.max(two)), Money::from_fen(one.min(two)));
            let at_once = early_termination_fee(&agreement(ENDS_ON), on, last);
            let first_fee = early_termination_fee(&agreement(ENDS_ON), on, first);
            let second_fee = early_termination_fee(&agreement(ENDS_ON).settled_at(first), on, last);
            // Each fee is rounded by itself.
            prop_assert!((first_fee + second_fee - at_once).abs() <= Money::from_fen(1));
        }
    }
}
