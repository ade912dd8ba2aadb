//! Calls, data and messages that fit the bills: six billed months and the running one to date.
//!
//! What is used in a month is decided first, as one quantity of each kind: the allowance and what the bill charges
//! beyond it, or else a part of the allowance that suits the line. Then it is spread over events between seven in the
//! morning and eleven at night. The running month has got as far as its days; on some lines nearly everything is used up.

use super::{
    calendar::{Calendar, DAY, instant},
    course::Course,
    derived::{Draw, Seed},
    habits::{Habits, allowance},
    month::{Month, USAGE_MONTHS},
    signed::Signed,
};
use crm::{
    Date,
    bills::ChargeKind,
    ids::LineId,
    lines::LineKind,
    usage::{UsageEvent, UsageKind},
};
use strum::VariantArray;

/// Events are spread over these hours of a day.
const FIRST_HOUR: i64 = 7;
const HOURS: i64 = 16;
const HOUR: i64 = DAY / 24;

/// Fewer days of the running month than this say nothing about the rest of it.
const TELLING_DAYS: i64 = 6;

/// A stretch of days within one month, on one line.
struct Stretch {
    line_id: LineId,
    /// When its first day begins, in microseconds.
    begin: i64,
    days: i64,
    /// Quantity of each kind, in order of kind.
    quantities: [i64; 3],
    /// About so many events.
    events: i64,
}

/// All events of a customer, line by line and in order of time.
pub(super) fn events(course: &Course<'_>, calendar: Calendar, closed: bool, seed: &Seed) -> Vec<UsageEvent> {
    let mut events = Vec::with_capacity(1000);
    for plan in course.plans() {
        let topic = match plan.offering.line_kind {
            LineKind::Phone => "usage of the phone",
            LineKind::Internet => "usage of the internet",
        };
        let mut draw = seed.draw(topic);
        let habits = Habits::of(seed, plan.offering.line_kind);
        let kept = course.months.len().saturating_sub(USAGE_MONTHS);
        for month in &course.months[kept..] {
            let days = month.cycle.days_left(course.since);
            let first = month.cycle.first().max(course.since);
            let whole = month.cycle.days();
            let quantities = billed(plan, month, &habits, days, &mut draw);
            let events_of_month = habits.busy(&mut draw) * days / whole;
            let begin = calendar.begin(first);
            let stretch = Stretch { line_id: plan.line_id, begin, days, quantities, events: events_of_month };
            stretch.spread(&mut draw, &mut events);
        }
        if !closed {
            running(plan, course.since, calendar, &habits, &mut draw).spread(&mut draw, &mut events);
        }
    }
    events
}

/// Quantities of a billed month: what its bill charges beyond the allowance on top of all of it.
fn billed(plan: &Signed<'_>, month: &Month, habits: &Habits, days: i64, draw: &mut Draw) -> [i64; 3] {
    let mut quantities = [0; 3];
    for (at, kind) in UsageKind::VARIANTS.iter().enumerate() {
        let beyond = month.lines.iter().find(|line| {
            line.kind == ChargeKind::Usage && line.line_id == Some(plan.line_id) && line.usage == Some(*kind)
        });
        quantities[at] = match (beyond, allowance(plan.offering, *kind)) {
            (Some(line), Some(allowance)) => allowance + line.quantity,
            _ => habits.usual(plan, at, *kind, days, month.cycle.days(), draw),
        };
    }
    quantities
}

/// The running month up to the day before the import's.
fn running(plan: &Signed<'_>, since: Date, calendar: Calendar, habits: &Habits, draw: &mut Draw) -> Stretch {
    let cycle = calendar.running();
    let first = cycle.first().max(since);
    let days = (cycle.days_left(first) - cycle.days_left(calendar.as_of)).max(0);
    let mut quantities = [0; 3];
    for (at, kind) in UsageKind::VARIANTS.iter().enumerate() {
        let nearly = habits.nearly_used_up.filter(|_| days >= TELLING_DAYS);
        quantities[at] = match (nearly, allowance(plan.offering, *kind)) {
            (Some(percent), Some(allowance)) if *kind != UsageKind::Message => allowance * percent / 100,
            _ => habits.usual(plan, at, *kind, days, cycle.days(), draw),
        };
    }
    let events = habits.busy(draw) * days / cycle.days();
    Stretch { line_id: plan.line_id, begin: calendar.begin(first), days, quantities, events }
}

impl Stretch {
    fn spread(self, draw: &mut Draw, events: &mut Vec<UsageEvent>) {
        let mut counts = self.counts();
        let mut left = self.quantities;
        let total: i64 = counts.iter().sum();
        if total == 0 || self.days == 0 {
            return;
        }
        // Every event has a slot of its own, so that events come in order and no two at the same moment.
        let slot = self.days * HOURS * HOUR / total;
        for at in 0..total {
            let position = at * slot + draw.below(slot);
            let (day, within) = (position / (HOURS * HOUR), position % (HOURS * HOUR));
            let kind = pick(&counts, draw);
            let quantity = piece(left[kind], counts[kind], draw);
            counts[kind] -= 1;
            left[kind] -= quantity;
            events.push(UsageEvent {
                line_id: self.line_id,
                at: instant(self.begin + day * DAY + FIRST_HOUR * HOUR + within),
                sequence: 0,
                kind: UsageKind::VARIANTS[kind],
                quantity,
            });
        }
    }

    /// How many events of each kind: more calls than data than messages, at most one for each piece.
    fn counts(&self) -> [i64; 3] {
        const SHARES: [i64; 3] = [45, 40, 15];
        let used = |at: usize| if self.quantities[at] > 0 { SHARES[at] } else { 0 };
        let shares: i64 = (0..3).map(used).sum();
        [0, 1, 2].map(|at| {
            (self.events * used(at) / shares.max(1))
                .clamp(self.quantities[at].min(1), self.quantities[at].max(0))
        })
    }
}

/// The kind of the next event: the more of it are left, the likelier.
fn pick(counts: &[i64; 3], draw: &mut Draw) -> usize {
    let drawn = draw.below(counts.iter().sum());
    if drawn < counts[0] {
        0
    } else if drawn < counts[0] + counts[1] {
        1
    } else {
        2
    }
}

/// A part of what is left, such that the rest suffices for a piece for each of the other events.
fn piece(left: i64, events: i64, draw: &mut Draw) -> i64 {
    if events <= 1 {
        return left;
    }
    1 + draw.below(2 * (left - events) / events + 1)
}
