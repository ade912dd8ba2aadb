//! What happens once, or in one month, and what is taken off for it to come out: rules 4 and 5.

use super::{Explanation, count, prices};
use crate::import::{habits::allowance, month::USAGE_MONTHS, signed::Signed};
use crm::{
    bills::{BillLine, ChargeKind},
    catalogue::{DATA_BLOCK_MB, Offering, OfferingKind},
    money::Money,
    usage::{CycleUsage, UsageKind, overage},
};

impl<'c> Explanation<'c> {
    /// Use beyond allowances and things that happen once, for what is missing and a drawn amount more.
    pub(super) fn something_happens(&mut self) {
        let most = (self.monthly * count(&self.months)).share(1, 10).fen().min(4_000);
        let by_itself =
            if self.months.len() >= 3 && self.draw.chance(850) { self.draw.between(200, most) } else { 0 };
        let mut budget = self.missing.max(Money::ZERO) + Money::from_fen(by_itself / 5 * 5);
        for _ in 0..self.draw.between(1, 8) {
            budget -= self.use_beyond_the_allowance(budget);
        }
        for _ in 0..self.draw.between(1, 5) {
            budget -= self.one_off(budget);
        }
    }

    /// Charges use beyond an allowance in one month, for no more than `budget`; says how much.
    fn use_beyond_the_allowance(&mut self, budget: Money) -> Money {
        const DEAREST: i64 = 2_500;
        let heavy = |item: &&Signed<'c>| self.heavily_used.contains(&item.line_id);
        let plans = self.signed.iter().filter(|item| item.is_plan() && item.until.is_none()).filter(heavy);
        let Some(plan) = self.draw.weighted(&plans.map(|plan| (plan, 1)).collect::<Vec<_>>()) else {
            return Money::ZERO;
        };
        let (line_id, offering) = (plan.line_id, plan.offering);
        let kinds = [(UsageKind::Data, 5), (UsageKind::Voice, 4), (UsageKind::Message, 1)];
        let Some(kind) = self.draw.weighted(&kinds).filter(|kind| is_limited(offering, *kind)) else {
            return Money::ZERO;
        };
        // Mostly in the months whose use is kept, where it can be looked up.
        let kept = self.months.len().saturating_sub(USAGE_MONTHS - 1).max(self.present_plans_from);
        let from = if self.draw.chance(700) { kept } else { self.present_plans_from };
        let Some(at) = self.draw_month(from) else { return Money::ZERO };
        let month = &self.months[at];
        let is_taken = |line: &BillLine| line.line_id == Some(line_id) && line.usage == Some(kind);
        if month.cycle.first() < self.since || month.lines.iter().any(is_taken) {
            return Money::ZERO;
        }
        let rate = match kind {
            UsageKind::Voice => offering.overage.voice_minute,
            UsageKind::Data => offering.overage.data_block,
            UsageKind::Message => offering.overage.message,
        };
        let units = self.draw.between(1, budget.fen().min(DEAREST) / rate.fen().max(1));
        let quantity = match kind {
            UsageKind::Data => units * DATA_BLOCK_MB - self.draw.below(DATA_BLOCK_MB),
            UsageKind::Voice | UsageKind::Message => units,
        };
        let amount = beyond(offering, kind, quantity);
        if amount > budget || amount.is_zero() {
            return Money::ZERO;
        }
        self.missing -= amount;
        let cycle = self.months[at].cycle;
        self.months[at].lines.push(BillLine {
            position: 0,
            kind: ChargeKind::Usage,
            line_id: Some(line_id),
            offering: Some(offering.code.clone()),
            usage: Some(kind),
            quantity,
            first: cycle.first(),
            last: cycle.last(),
            amount,
        });
        amount
    }

    /// Charges something that happened once, for no more than `budget`; says how much.
    fn one_off(&mut self, budget: Money) -> Money {
        let abroad = Money::from_fen(self.draw.between(60, 900) * 5);
        let content = Money::from_fen(self.draw.between(20, 300) * 5);
        let things = [
            (self.internet, ChargeKind::Visit, prices::VISIT, 2),
            (self.internet, ChargeKind::Replacement, prices::ROUTER, 1),
            (self.phone, ChargeKind::Replacement, prices::SIM, 2),
            (self.phone, ChargeKind::Roaming, abroad, 3),
            (self.phone.or(self.internet), ChargeKind::Content, content, 3),
        ];
        let possible: Vec<_> = things
            .into_iter()
            .filter(|(line, _, amount, _)| line.is_some() && *amount <= budget)
            .map(|(line, kind, amount, weight)| ((line, kind, amount), weight))
            .collect();
        // Often in the months that customers look at most.
        let lately = self.months.len().saturating_sub(3);
        let from = if self.draw.chance(400) { lately } else { 0 };
        let (Some((line, kind, amount)), Some(at)) = (self.draw.weighted(&possible), self.draw_month(from))
        else {
            return Money::ZERO;
        };
        let day = self.draw_day(at);
        self.charge(at, kind, line, amount, day);
        amount
    }

    /// Charges everything that is still missing as content of third parties, a few yuan at a time.
    pub(super) fn content(&mut self) {
        let piece = (self.missing.fen() / 6).max(500);
        while self.missing > Money::ZERO {
            let Some(at) = self.draw_month(0) else { return };
            let amount = self.missing.min(Money::from_fen(self.draw.between(piece, piece * 3) / 5 * 5));
            let day = self.draw_day(at);
            self.charge(at, ChargeKind::Content, self.phone.or(self.internet), amount, day);
        }
    }

    /// Takes off what is too much: month by month the same discount of the plan, and a credit for a small rest.
    pub(super) fn discounts(&mut self) {
        const SMALL: i64 = 300;
        let excess = self.excess();
        if excess <= Money::ZERO {
            return;
        }
        if excess < Money::from_fen(SMALL) {
            let roomy = (0..self.months.len()).filter(|at| self.room(*at) >= excess).map(|at| (at, 1));
            if let Some(at) = self.draw.weighted(&roomy.collect::<Vec<_>>()) {
                let line_id = self.plan_of(at).and_then(|plan| plan.line_id);
                let day = self.draw_day(at);
                self.charge(at, ChargeKind::Credit, line_id, -excess, day);
                return;
            }
        }
        let months = count(&self.months);
        let shared_by = self.draw.between(1 + months / 2, months).min(excess.fen() / SMALL).max(1);
        let piece = Money::from_fen((excess.fen() / shared_by + 49) / 50 * 50);
        // Round after round in case that some months have no room for the whole piece.
        let mut rounds = std::iter::successors(Some(piece), |piece| Some(*piece * 2));
        while let Some(piece) = rounds.next().filter(|_| self.excess() > Money::ZERO) {
            for at in 0..self.months.len() {
                let off = piece.min(self.excess()).min(self.room(at));
                if off > Money::ZERO {
                    self.discount(at, off);
                }
            }
        }
    }

    /// The last plan on the bill: that of the internet line where there is one.
    fn plan_of(&self, at: usize) -> Option<&BillLine> {
        self.months[at].lines.iter().rfind(|line| line.kind == ChargeKind::Plan)
    }

    /// How much may be taken off a bill: a tenth of a whole month's price stays, or all of a bill that is smaller.
    fn room(&self, at: usize) -> Money {
        (self.months[at].total() - self.monthly.share(1, 10)).max(Money::ZERO)
    }

    fn discount(&mut self, at: usize, off: Money) {
        self.missing += off;
        let plan = self.plan_of(at).cloned();
        let lines = &mut self.months[at].lines;
        match lines.iter_mut().find(|line| line.kind == ChargeKind::Discount) {
            Some(line) => line.amount -= off,
            None => {
                lines.extend(plan.map(|plan| BillLine { kind: ChargeKind::Discount, amount: -off, ..plan }));
            }
        }
    }
}

fn is_limited(plan: &Offering, kind: UsageKind) -> bool {
    plan.kind == OfferingKind::Plan && allowance(plan, kind).is_some_and(|allowance| allowance > 0)
}

/// What so much beyond the allowance costs, as the rating of the hall computes it.
fn beyond(plan: &Offering, kind: UsageKind, quantity: i64) -> Money {
    let mut used = CycleUsage::default();
    used.add(kind, allowance(plan, kind).unwrap_or(0) + quantity);
    overage(used, &plan.allowances, &plan.overage).total()
}
