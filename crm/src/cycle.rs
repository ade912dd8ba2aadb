//! Billing cycles: calendar months in the operator's time zone.

use crate::Date;
use serde::{Deserialize, Serialize};

/// One billing cycle: a calendar month, first and last day included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cycle {
    first: Date,
}

impl Cycle {
    /// The cycle a day falls in.
    pub fn of(day: Date) -> Self {
        Self { first: day.first_of_month() }
    }

    /// First day.
    pub fn first(self) -> Date {
        self.first
    }

    /// Last day.
    pub fn last(self) -> Date {
        self.first.last_of_month()
    }

    /// Length in days, 28 to 31.
    pub fn days(self) -> i64 {
        i64::from(self.first.days_in_month())
    }

    /// The cycle after this one.
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The cycle before this one.
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// The cycle `months` later, or earlier when negative; the calendar's own ends are never passed.
    pub fn plus(self, months: i32) -> Self {
        let month = i32::from(self.first.year()) * 12 + i32::from(self.first.month()) - 1;
        let month = month.saturating_add(months);
        let year = i16::try_from(month.div_euclid(12)).ok();
        let number = i8::try_from(month.rem_euclid(12) + 1).unwrap_or_default();
        let end = if months < 0 { Date::MIN } else { Date::MAX };
        let first = year.and_then(|year| Date::new(year, number, 1).ok());
        Self { first: first.unwrap_or(end.first_of_month()) }
    }

    /// Days from `day` to the end of the cycle, `day` included; the whole cycle when `day` lies before it, 0 after it.
    pub fn days_left(self, day: Date) -> i64 {
        let from = day.max(self.first);
        if from > self.last() { 0 } else { i64::from(self.last().day() - from.day()) + 1 }
    }

    /// Whole months from `self` to `later`, negative when it lies before.
    pub fn months_until(self, later: Self) -> i32 {
        (i32::from(later.first.year()) - i32::from(self.first.year())) * 12 + i32::from(later.first.month())
            - i32::from(self.first.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::first_day(date(2026, 2, 1), 28)]
    #[case::last_day(date(2026, 2, 28), 1)]
    #[case::before(date(2026, 1, 5), 28)]
    #[case::after(date(2026, 3, 1), 0)]
    fn days_left_in_february(#[case] day: Date, #[case] left: i64) {
        assert_eq!(Cycle::of(date(2026, 2, 10)).days_left(day), left);
    }

    #[test]
    fn months_cross_years() {
        let december = Cycle::of(date(2025, 12, 31));
        assert_eq!(december.next().first(), date(2026, 1, 1));
        assert_eq!(december.plus(-12).first(), date(2024, 12, 1));
        assert_eq!(december.plus(i32::MAX).first(), Date::MAX.first_of_month());
        assert_eq!(december.plus(i32::MIN).first(), Date::MIN.first_of_month());
        assert_eq!(december.months_until(december.plus(14)), 14);
        assert_eq!(december.plus(14).plus(-14), december);
    }
}
