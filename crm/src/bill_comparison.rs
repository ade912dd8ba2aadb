//! Why a bill differs from the one before, line by line. R-BIL-2
//!
//! The comparison gives facts; the page makes sentences of them in the reader's language. A bill's total is the sum of
//! its lines, so the differences of all changes sum to the difference of the totals, to the fen.

use crate::{
    Date,
    bills::{Bill, BillLine, ChargeKind},
    catalogue::OfferingCode,
    ids::LineId,
    money::Money,
    usage::UsageKind,
};
use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, collections::BTreeMap};

/// A bill against the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Total of the bill before; `None` when this is the first.
    pub previous: Option<Money>,
    /// Total of this bill.
    pub current: Money,
    /// This bill less the one before, or less nothing when it is the first.
    pub difference: Money,
    /// What changed and what did not: the largest difference first, then as on the bill.
    pub changes: Vec<Change>,
}

/// One thing that is charged for, last time and this time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What kind of charge.
    pub kind: ChargeKind,
    /// The line it belongs to; `None` for the account as a whole.
    pub line_id: Option<LineId>,
    /// Kind of use, for usage.
    pub usage: Option<UsageKind>,
    /// As it stood on the bill before.
    pub before: Option<Side>,
    /// As it stands on this bill.
    pub after: Option<Side>,
    /// Why it differs.
    pub reason: Reason,
}

impl Change {
    /// This bill less the one before.
    pub fn difference(&self) -> Money {
        let amount = |side: &Option<Side>| side.as_ref().map_or(Money::ZERO, |side| side.amount);
        amount(&self.after) - amount(&self.before)
    }

    /// The plan or add-on: this bill's, or else the one before's.
    pub fn offering(&self) -> Option<&OfferingCode> {
        self.after.as_ref().or(self.before.as_ref()).and_then(|side| side.offering.as_ref())
    }
}

/// How a thing stands on one bill; lines of the same thing are one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The plan or add-on.
    pub offering: Option<OfferingCode>,
    /// Minutes, megabytes, messages or pieces.
    pub quantity: i64,
    /// First day it is for.
    pub first: Date,
    /// Last day it is for.
    pub last: Date,
    /// Amount; negative for a credit.
    pub amount: Money,
}

impl Side {
    /// Length in days, both ends included.
    pub fn days(&self) -> i64 {
        days(self.first, self.last)
    }
}

/// Why a thing differs between two bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "camelCase")]
pub enum Reason {
    /// The amount is the same.
    Unchanged,
    /// Another plan on the same line.
    PlanChanged,
    /// A plan on a line that had none on the bill before.
    PlanBegan,
    /// A plan that is not on this bill, and no other in its place.
    PlanEnded,
    /// A new add-on.
    AddOnBegan,
    /// An add-on that is not on this bill.
    AddOnEnded,
    /// The same plan or add-on at another price.
    PriceChanged,
    /// The plan or add-on is for a part of this bill's month only.
    PartialMonth {
        /// Days it is for.
        days: i64,
        /// Days of the month.
        of: i64,
    },
    /// The plan or add-on was for a part of the month before only, and is for the whole of this one.
    WholeMonthAgain {
        /// Days it was for.
        days: i64,
        /// Days of that month.
        of: i64,
    },
    /// Use beyond the allowance cost more, or something, where it had cost less or nothing.
    UsageUp,
    /// Use beyond the allowance cost less, or nothing.
    UsageDown,
    /// Something charged or credited once that was not on the bill before.
    OneOffAdded,
    /// Something charged or credited once that was on the bill before only.
    OneOffGone,
    /// Something charged or credited once on each bill, in different amounts.
    OneOffChanged,
    /// A discount that was not on the bill before.
    DiscountBegan,
    /// A discount that is not on this bill.
    DiscountEnded,
    /// A discount of another amount.
    DiscountChanged,
}

/// Compares a bill with the one before, both with their lines.
pub fn compare(previous: Option<(&Bill, &[BillLine])>, current: (&Bill, &[BillLine])) -> Comparison {
    let (bill, lines) = current;
    let mut before = previous.map(|(_, lines)| merged(lines)).unwrap_or_default();
    let after = merged(lines);
    let mut pairs: Vec<(Key<'_>, Option<Side>, Option<Side>)> = Vec::new();
    let mut new = Vec::new();
    for (key, side) in after {
        match before.remove(&key) {
            Some(was) => pairs.push((key, Some(was), Some(side))),
            None => new.push((key, side)),
        }
    }
    for (key, side) in new {
        let replaced = if key.kind == ChargeKind::Plan { plan_of_line(&before, key.line_id) } else { None };
        let was = replaced.and_then(|replaced| before.remove(&replaced));
        pairs.push((key, was, Some(side)));
    }
    pairs.extend(before.into_iter().map(|(key, was)| (key, Some(was), None)));

    let months = Months { before: previous.map(|(bill, _)| bill), after: bill };
    let mut changes: Vec<Change> = pairs
        .into_iter()
        .map(|(key, before, after)| {
            let reason = months.reason(key.kind, before.as_ref(), after.as_ref());
            Change { kind: key.kind, line_id: key.line_id, usage: key.usage, before, after, reason }
        })
        .collect();
    // Stable: things of equal weight stay in the order of the keys, which is that of a bill.
    changes.sort_by_key(|change| (Reverse(change.difference().abs()), change.reason == Reason::Unchanged));
    let total = previous.map(|(bill, _)| bill.total);
    Comparison {
        previous: total,
        current: bill.total,
        difference: bill.total - total.unwrap_or_default(),
        changes,
    }
}

/// What makes two lines of bills the same thing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    kind: ChargeKind,
    line_id: Option<LineId>,
    offering: Option<&'a OfferingCode>,
    usage: Option<UsageKind>,
}

fn merged(lines: &[BillLine]) -> BTreeMap<Key<'_>, Side> {
    let mut sides: BTreeMap<Key<'_>, Side> = BTreeMap::new();
    for line in lines {
        let key = Key {
            kind: line.kind,
            line_id: line.line_id,
            // Minutes are minutes: a change of plan does not make two lines of them.
            offering: line.offering.as_ref().filter(|_| line.kind != ChargeKind::Usage),
            usage: line.usage,
        };
        let side = sides.entry(key).or_insert_with(|| Side {
            offering: key.offering.cloned(),
            quantity: 0,
            first: line.first,
            last: line.last,
            amount: Money::ZERO,
        });
        side.quantity += line.quantity;
        side.first = side.first.min(line.first);
        side.last = side.last.max(line.last);
        side.amount += line.amount;
    }
    sides
}

fn plan_of_line<'a>(sides: &BTreeMap<Key<'a>, Side>, line_id: Option<LineId>) -> Option<Key<'a>> {
    sides.keys().find(|key| key.kind == ChargeKind::Plan && key.line_id == line_id).copied()
}

fn days(first: Date, last: Date) -> i64 {
    i64::from((last - first).get_days()) + 1
}

/// The months the two bills are for.
struct Months<'a> {
    before: Option<&'a Bill>,
    after: &'a Bill,
}

impl Months<'_> {
    fn reason(&self, kind: ChargeKind, before: Option<&Side>, after: Option<&Side>) -> Reason {
        if before.map(|side| (side.amount, &side.offering)) == after.map(|side| (side.amount, &side.offering))
        {
            return Reason::Unchanged;
        }
        match (kind, before, after) {
            (ChargeKind::Plan, None, _) => Reason::PlanBegan,
            (ChargeKind::Plan, _, None) => Reason::PlanEnded,
            (ChargeKind::Plan, Some(before), Some(after)) if before.offering != after.offering => {
                Reason::PlanChanged
            }
            (ChargeKind::AddOn, None, _) => Reason::AddOnBegan,
            (ChargeKind::AddOn, _, None) => Reason::AddOnEnded,
            (ChargeKind::Plan | ChargeKind::AddOn, Some(before), Some(after)) => {
                self.recurring(before, after)
            }
            (ChargeKind::Usage, before, after) => {
                let amount = |side: Option<&Side>| side.map_or(Money::ZERO, |side| side.amount);
                if amount(after) >= amount(before) { Reason::UsageUp } else { Reason::UsageDown }
            }
            (ChargeKind::Discount, None, _) => Reason::DiscountBegan,
            (ChargeKind::Discount, _, None) => Reason::DiscountEnded,
            (ChargeKind::Discount, ..) => Reason::DiscountChanged,
            (_, None, _) => Reason::OneOffAdded,
            (_, _, None) => Reason::OneOffGone,
            (_, Some(_), Some(_)) => Reason::OneOffChanged,
        }
    }

    /// The same plan or add-on in different amounts.
    fn recurring(&self, before: &Side, after: &Side) -> Reason {
        let part = |side: &Side, bill: &Bill| {
            let of = days(bill.period_first, bill.period_last);
            let days = side.days();
            (days < of).then_some((days, of))
        };
        if let Some((days, of)) = part(after, self.after) {
            return Reason::PartialMonth { days, of };
        }
        match self.before.and_then(|bill| part(before, bill)) {
            Some((days, of)) => Reason::WholeMonthAgain { days, of },
            None => Reason::PriceChanged,
        }
    }
}

#[cfg(test)]
mod tests;
