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

/// What an agreement comes to in money: so much a cycle, from the first to the last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// First day.
    #[serde(with = "crate::day_number")]
    pub first: Date,
    /// Last day.
    #[serde(with = "crate::day_number")]
    pub last: Date,
    /// What is to be paid for the plan per cycle.
    pub monthly: Money,
    /// Share of the missing commitment charged on an early end, in percent.
    pub termination_percent: i64,
}

impl Commitment {
    /// Binds the line on that day.
    pub fn binds(&self, on: Date) -> bool {
        self.first <= on && on <= self.last
    }

    /// Months from `on` to the end of the agreement, `on` included. A started month counts whole: fifteen days left
    /// are one month. A month runs to the day before the same day of the next month, or to that month's end.
    pub fn missing_months(&self, on: Date) -> i64 {
        if !self.binds(on) {
            return 0;
        }
        let whole = Cycle::of(on).months_until(Cycle::of(self.last));
        i64::from(whole) + i64::from(self.last.day() >= on.day())
    }

    /// The fee for ending the commitment on `on` (the first day of the new state of affairs), when `kept_monthly` per
    /// cycle goes on being paid for the plan: the agreed percentage of what is missing each month, for every missing
    /// month. Nothing when nothing binds, and nothing when as much as committed goes on being paid. R-ORD-4
    pub fn early_termination_fee(&self, on: Date, kept_monthly: Money) -> Money {
        let missing = (self.monthly - kept_monthly).max(Money::ZERO);
        (missing * self.missing_months(on)).percent(self.termination_percent)
    }
}

impl Agreement {
    /// What the customer is bound to; `None` when nothing binds.
    pub fn commitment(&self) -> Option<Commitment> {
        Some(Commitment {
            first: self.starts_on,
            last: self.ends_on?,
            monthly: self.committed_monthly,
            termination_percent: self.termination_percent,
        })
    }

    /// Binds the line on that day.
    pub fn binds(&self, on: Date) -> bool {
        self.commitment().is_some_and(|commitment| commitment.binds(on))
    }

    /// The agreement once the fee for paying only `kept_monthly` is charged: the rest of the commitment is settled,
    /// so a later change is measured by what was kept.
    #[must_use]
    pub fn settled_at(self, kept_monthly: Money) -> Self {
        Self { committed_monthly: self.committed_monthly.min(kept_monthly), ..self }
    }
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

    const ENDS_ON: Date = date(2026, 2, 28);

    fn bound_until(ends_on: Date) -> Commitment {
        agreement(Some(ends_on)).commitment().expect("an agreement with an end binds")
    }

    #[rstest]
    #[case::before_it_starts(date(2024, 2, 29), false)]
    #[case::first_day(date(2024, 3, 1), true)]
    #[case::last_day(date(2026, 2, 28), true)]
    #[case::day_after(date(2026, 3, 1), false)]
    fn binds_from_its_first_to_its_last_day(#[case] on: Date, #[case] binds: bool) {
        assert_eq!(agreement(Some(ENDS_ON)).binds(on), binds);
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
        assert_eq!(bound_until(ends_on).missing_months(on), months);
    }

    #[rstest]
    #[case::everything_for_two_years(date(2024, 3, 1), 0, 93_593)] // 129.99 × 24 × 30 % = 935.928
    #[case::a_part_for_four_months(date(2025, 11, 1), 8_900, 4_919)] // 40.99 × 4 × 30 % = 49.188
    #[case::last_day(date(2026, 2, 28), 8_900, 1_230)] // 40.99 × 30 % = 12.297
    #[case::day_after_the_end(date(2026, 3, 1), 0, 0)]
    #[case::as_much_as_committed(date(2025, 11, 1), 12_999, 0)]
    #[case::more_than_committed(date(2025, 11, 1), 19_900, 0)]
    fn fee_is_the_agreed_share_of_what_is_missing(#[case] on: Date, #[case] kept: i64, #[case] fee: i64) {
        let commitment = bound_until(ENDS_ON);
        assert_eq!(commitment.early_termination_fee(on, Money::from_fen(kept)), Money::from_fen(fee));
    }

    #[test]
    fn without_a_term_nothing_is_committed() {
        assert_eq!(agreement(None).commitment(), None);
    }

    proptest! {
        #[test]
        fn waiting_never_makes_it_dearer(day in 0..800_i64, wait in 0..800_i64, kept in 0..15_000_i64) {
            let on = date(2024, 3, 1).saturating_add(jiff::Span::new().days(day));
            let later = on.saturating_add(jiff::Span::new().days(wait));
            let fee = |on| bound_until(ENDS_ON).early_termination_fee(on, Money::from_fen(kept));
            prop_assert!(fee(later) <= fee(on));
        }

        #[test]
        fn two_steps_down_cost_what_one_costs(day in 0..730_i64, one in 0..13_000_i64, two in 0..13_000_i64) {
            let on = date(2024, 3, 1).saturating_add(jiff::Span::new().days(day));
            let (first, last) = (Money::from_fen(one.max(two)), Money::from_fen(one.min(two)));
            let before = bound_until(ENDS_ON);
            let at_once = before.early_termination_fee(on, last);
            let first_fee = before.early_termination_fee(on, first);
            let after = agreement(Some(ENDS_ON)).settled_at(first).commitment().expect("it still binds");
            let second_fee = after.early_termination_fee(on, last);
            // Each fee is rounded by itself.
            prop_assert!((first_fee + second_fee - at_once).abs() <= Money::from_fen(1));
        }
    }
}
