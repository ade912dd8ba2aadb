//! One month of a customer, and what is billed for it.

use super::signed::Signed;
use crm::{
    Date,
    bills::{BillLine, ChargeKind},
    cycle::Cycle,
    money::Money,
};

/// Months whose use is kept, the last billed one included; no plan changes within them.
pub(super) const USAGE_MONTHS: usize = 6;

/// One month that is billed with a document.
#[derive(Clone, Debug)]
pub(super) struct Month {
    pub(super) cycle: Cycle,
    /// What stands on the bill, in order; positions count from 1.
    pub(super) lines: Vec<BillLine>,
}

impl Month {
    /// A month in which nothing happened: plans and add-ons, for the days since `since`.
    pub(super) fn plain(cycle: Cycle, since: Date, signed: &[Signed<'_>]) -> Self {
        let first = cycle.first().max(since);
        let running = signed.iter().filter(|item| item.runs_in(cycle));
        let lines = running.map(|item| BillLine {
            position: 0,
            kind: if item.is_plan() { ChargeKind::Plan } else { ChargeKind::AddOn },
            line_id: Some(item.line_id),
            offering: Some(item.offering.code.clone()),
            usage: None,
            quantity: 1,
            first,
            last: cycle.last(),
            amount: item.amount(cycle, since),
        });
        Self { cycle, lines: lines.collect() }
    }

    /// What the bill comes to.
    pub(super) fn total(&self) -> Money {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// Brings the lines into the order people read them in: what recurs, what was used, what happened, what is taken off.
    pub(super) fn number(&mut self) {
        self.lines.sort_by_key(|line| line.kind);
        for (line, position) in self.lines.iter_mut().zip(1..) {
            line.position = position;
        }
    }
}
