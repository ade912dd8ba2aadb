//! The day an import is told to stand on, and the months before it.

use crm::{Date, Timestamp, cycle::Cycle};
use jiff::{ToSpan, civil::Time, tz::Offset};

/// Day of the month after the billed one on which a bill is issued.
const ISSUED_ON_DAY: i8 = 1;

/// Day of the month after the billed one until which a bill is to be paid.
const DUE_ON_DAY: i8 = 20;

/// Microseconds of a day.
pub(super) const DAY: i64 = 86_400_000_000;

/// Facts are as they stood when `as_of` began, in the operator's time zone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar {
    /// The day on which the facts stand.
    pub(super) as_of: Date,
    /// The operator's offset from UTC.
    pub(super) offset: Offset,
}

impl Calendar {
    /// The last complete month: what the last bill is for.
    pub(super) fn last(self) -> Cycle {
        self.running().previous()
    }

    /// The month `as_of` lies in.
    pub(super) fn running(self) -> Cycle {
        Cycle::of(self.as_of)
    }

    /// Microseconds from 1970 to the beginning of a day in the operator's time zone.
    pub(super) fn begin(self, day: Date) -> i64 {
        let midnight = self.offset.to_timestamp(day.to_datetime(Time::midnight()));
        midnight.map_or(0, Timestamp::as_microsecond)
    }

    /// So many seconds into a day.
    pub(super) fn at(self, day: Date, seconds: i64) -> Timestamp {
        instant(self.begin(day) + seconds * 1_000_000)
    }
}

/// A bill for that month is issued on this day.
pub(super) fn issued_on(cycle: Cycle) -> Date {
    day_of(cycle.next(), ISSUED_ON_DAY)
}

/// A bill for that month is overdue after this day.
pub(super) fn due_on(cycle: Cycle) -> Date {
    day_of(cycle.next(), DUE_ON_DAY)
}

/// The moment so many microseconds after 1970.
pub(super) fn instant(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or_default()
}

/// The day `days` later.
pub(super) fn later(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

fn day_of(cycle: Cycle, day: i8) -> Date {
    later(cycle.first(), i64::from(day) - 1)
}
