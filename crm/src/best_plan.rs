//! The plan that would have been cheapest for what this customer really used: every plan of the catalogue is computed
//! to the fen for the same months, nothing is estimated. R-PRD-4
//!
//! The fee for leaving an agreement is not in the comparison, because what it is set against is the past: a page shows
//! it beside the saving (`plan_change::quote`), with the months it takes to earn it back.

use crate::{
    Date,
    catalogue::{Allowances, Offering, OfferingCode, Overage, plans_for},
    cycle::Cycle,
    money::Money,
    recommendations::RecommendationKind,
    usage::{CycleUsage, DailyUsage, OverageCharges, by_cycle, overage},
};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// How many finished months are looked at.
pub const MONTHS: i32 = 6;

/// What a line used in the last finished months, month after month without a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The first month.
    pub first: Cycle,
    /// What was used in it and in each month after it; at most [`MONTHS`].
    pub months: Vec<CycleUsage>,
}

impl History {
    /// The last finished months that the line was there for from the first to the last day, out of its use by day. A
    /// month without any use counts: its plan costs something too.
    pub fn of<'a>(days: impl IntoIterator<Item = &'a DailyUsage>, line_since: Date, today: Date) -> Self {
        let running = Cycle::of(today);
        let begun = Cycle::of(line_since);
        let first_whole = if line_since == begun.first() { begun } else { begun.next() };
        let first = first_whole.max(running.plus(-MONTHS));
        let usage = by_cycle(days);
        let months = (0..first.months_until(running))
            .map(|month| usage.get(&first.plus(month)).copied().unwrap_or_default())
            .collect();
        Self { first, months }
    }

    fn by_month(&self) -> impl Iterator<Item = (Cycle, CycleUsage)> {
        std::iter::successors(Some(self.first), |cycle| Some(cycle.next())).zip(self.months.iter().copied())
    }
}

/// What a plan costs, and nothing else of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The plan.
    pub code: OfferingCode,
    /// Price per cycle.
    pub monthly_price: Money,
    /// What is included.
    pub allowances: Allowances,
    /// What more costs.
    pub overage: Overage,
}

impl Candidate {
    /// The plan at its list price.
    pub fn listed(plan: &Offering) -> Self {
        Self::signed(plan, plan.monthly_price)
    }

    /// The plan at the price this customer signed.
    pub fn signed(plan: &Offering, monthly_price: Money) -> Self {
        Self { code: plan.code.clone(), monthly_price, allowances: plan.allowances, overage: plan.overage }
    }
}

/// The plans a customer could change to from `present`: for the same kind of line, on sale, eligible, and never slower
/// than what they have. `present` itself is not among them, because it counts at its signed price.
pub fn candidates(catalogue: &[Offering], present: &Offering, senior: bool, today: Date) -> Vec<Candidate> {
    plans_for(catalogue, present.line_kind, senior, today)
        .into_iter()
        .filter(|plan| plan.code != present.code && plan.is_as_fast_as(present))
        .map(Candidate::listed)
        .collect()
}

/// What a month with this use costs on a plan: its price and what was used beyond the allowances.
pub fn cost(plan: &Candidate, usage: CycleUsage) -> Money {
    plan.monthly_price + overage(usage, &plan.allowances, &plan.overage).total()
}

/// A plan with what it would have cost in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The plan.
    pub plan: &'a Candidate,
    /// Price and overage of every month.
    pub total: Money,
}

impl Place<'_> {
    /// Cheapest first; of equal ones the lower monthly price, because it is the smaller promise; then by code.
    fn order(&self, other: &Self) -> Ordering {
        (self.total, self.plan.monthly_price, &self.plan.code).cmp(&(
            other.total,
            other.plan.monthly_price,
            &other.plan.code,
        ))
    }
}

/// Every plan compared, cheapest first, for one history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking<'a> {
    history: &'a History,
    /// The plans in their order.
    pub places: Vec<Place<'a>>,
}

/// Computes what each plan would have cost for this history. Exact: every plan, every month, every fen.
pub fn best<'a>(history: &'a History, plans: &'a [Candidate]) -> Ranking<'a> {
    let mut places: Vec<Place<'a>> = plans
        .iter()
        .map(|plan| Place { plan, total: history.months.iter().map(|usage| cost(plan, *usage)).sum() })
        .collect();
    places.sort_unstable_by(Place::order);
    Ranking { history, places }
}

/// What one month would have cost on a plan, kind by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthCost {
    /// The month.
    pub cycle: Cycle,
    /// What was used.
    pub usage: CycleUsage,
    /// The plan's price.
    pub price: Money,
    /// What was used beyond the allowances.
    pub overage: OverageCharges,
}

impl MonthCost {
    /// The month in all.
    pub fn total(&self) -> Money {
        self.price + self.overage.total()
    }
}

/// What every month would have cost on a plan: the arithmetic that a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCost {
    /// The plan.
    pub plan: OfferingCode,
    /// Month by month, oldest first.
    pub months: Vec<MonthCost>,
    /// Sum of the months.
    pub total: Money,
}

impl PlanCost {
    /// The arithmetic of one plan.
    pub fn of(plan: &Candidate, history: &History) -> Self {
        let months: Vec<MonthCost> = history
            .by_month()
            .map(|(cycle, usage)| MonthCost {
                cycle,
                usage,
                price: plan.monthly_price,
                overage: overage(usage, &plan.allowances, &plan.overage),
            })
            .collect();
        let total = months.iter().map(MonthCost::total).sum();
        Self { plan: plan.code.clone(), months, total }
    }
}

/// What a customer is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "advice", rename_all = "camelCase")]
pub enum Advice {
    /// No other plan would have been cheaper.
    Stay {
        /// The present plan at its signed price.
        current: PlanCost,
    },
    /// Another plan would have been cheaper.
    Better {
        /// The present plan at its signed price.
        current: PlanCost,
        /// The cheapest plan.
        best: PlanCost,
        /// What it would have saved in the months looked at; more than nothing.
        saving: Money,
    },
}

impl Ranking<'_> {
    /// Sets the cheapest plan against the present one at its signed price. `None` while there is no whole month to go
    /// by.
    pub fn against(&self, current: &Candidate) -> Option<Advice> {
        if self.history.months.is_empty() {
            return None;
        }
        let current = PlanCost::of(current, self.history);
        Some(match self.places.first() {
            Some(first) if first.total < current.total => Advice::Better {
                saving: current.total - first.total,
                best: PlanCost::of(first.plan, self.history),
                current,
            },
            _ => Advice::Stay { current },
        })
    }
}

impl Advice {
    /// The kind of recommendation that records it.
    pub fn kind(&self) -> RecommendationKind {
        match self {
            Self::Stay { .. } => RecommendationKind::Stay,
            Self::Better { .. } => RecommendationKind::BetterPlan,
        }
    }

    /// The plan recommended, which is the present one when nothing is better.
    pub fn plan(&self) -> &OfferingCode {
        match self {
            Self::Stay { current } => &current.plan,
            Self::Better { best, .. } => &best.plan,
        }
    }

    /// What the plan recommended would have saved in the months looked at.
    pub fn saving(&self) -> Money {
        match self {
            Self::Stay { .. } => Money::ZERO,
            Self::Better { saving, .. } => *saving,
        }
    }

    /// How many months like those looked at it takes until the saving has paid for a fee; `None` when nothing is
    /// saved.
    pub fn months_to_earn_back(&self, fee: Money) -> Option<i64> {
        let Self::Better { best, saving, .. } = self else {
            return None;
        };
        let months_times_fee = (fee * i64::try_from(best.months.len()).ok()?).fen();
        Some(months_times_fee / saving.fen() + i64::from(months_times_fee % saving.fen() > 0))
    }
}

#[cfg(test)]
mod tests;
